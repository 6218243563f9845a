//! Silence in results.

use enfilade_domain::SilenceReading;
use serde_json::{Value, json};

use super::{percent, rounded, text_line, time};

/// The silence that is going on, against the usual ones.
pub(super) fn silence(silence: &SilenceReading) -> Value {
    json!({
        "state": silence.state.as_str(),
        "text": silence.sentence(),
        "days": silence.days,
        "usual_low": rounded(silence.usual_low),
        "usual": rounded(silence.usual_middle),
        "usual_high": rounded(silence.usual_high),
        "own_silences": silence.own_silences,
        "decided_elsewhere": rounded(silence.decided_elsewhere),
        "blind_since": time(silence.blind_since),
        "back_after": silence.back_after,
    })
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
