//! Silence in results.

use enfilade_domain::SilenceReading;
use serde::Serialize;

use super::{percent, rounded, text_line};

/// A silence in JSON, its fields in the order of the alphabet.
#[derive(Debug, Serialize)]
pub(super) struct Silence {
    back_after: Option<u32>,
    blind_since: Option<String>,
    days: u32,
    decided_elsewhere: f64,
    own_silences: u32,
    state: &'static str,
    text: String,
    usual: f64,
    usual_high: f64,
    usual_low: f64,
}

/// The silence that is going on, against the usual ones.
pub(super) fn silence(silence: &SilenceReading) -> Silence {
    Silence {
        back_after: silence.back_after,
        blind_since: silence.blind_since.map(|at| at.to_string()),
        days: silence.days,
        decided_elsewhere: rounded(silence.decided_elsewhere),
        own_silences: silence.own_silences,
        state: silence.state.as_str(),
        text: silence.sentence(),
        usual: rounded(silence.usual_middle),
        usual_high: rounded(silence.usual_high),
        usual_low: rounded(silence.usual_low),
    }
}

/// From this probability on a decision elsewhere is worth a word.
const WORTH_A_WORD: f32 = 0.1;

/// The same as a line of text.
pub(crate) fn tell(silence: &SilenceReading) {
    let elsewhere = if silence.decided_elsewhere >= WORTH_A_WORD {
        format!(" The chance that they decided elsewhere is about {}.", percent(silence.decided_elsewhere).trim())
    } else {
        String::new()
    };
    text_line(&format!("  silence: {}{elsewhere}", silence.sentence()));
}
