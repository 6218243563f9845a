//! What is believed about a silence.

use enfilade_language::{marked, t};

use crate::Timestamp;

/// What a silence looks like against the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SilenceState {
    /// Nothing was ever read, or only in passing: there is no journey that could be quiet.
    NoJourney,
    /// Seen within the time that usually lies between visits.
    Visiting,
    /// Within the usual silences: likely internal work.
    Quiet,
    /// Longer than nine in ten of the usual silences.
    Longer,
    /// A long pause, such as a budget freeze.
    Deep,
    /// The decision rests, as somebody told, so that silence says nothing.
    Paused,
    /// The site itself was not seen, so nothing can be said.
    Blind,
}

impl SilenceState {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoJourney => marked!("no journey"),
            Self::Visiting => marked!("visiting"),
            Self::Quiet => marked!("quiet"),
            Self::Longer => marked!("longer than usual"),
            Self::Deep => marked!("long pause"),
            Self::Paused => marked!("paused"),
            Self::Blind => marked!("blind"),
        }
    }
}

/// The silence of one account or person at one moment, against its own rhythm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SilenceReading {
    pub state: SilenceState,
    /// Whole days since the last visit that was read.
    pub days: u32,
    /// How long a silence usually lasts, in days: 10 %, 50 % and 90 % quantile.
    pub usual_low: f32,
    pub usual_middle: f32,
    pub usual_high: f32,
    /// Silences of its own that the usual range rests on; the fewer, the more it leans on similar ones.
    pub own_silences: u32,
    /// Probability that the decision was made elsewhere. Never a fact, and no reason for a lower band.
    pub decided_elsewhere: f32,
    /// From when on nothing at all has arrived from the site.
    pub blind_since: Option<Timestamp>,
    /// Came back within the last week, after so many days that it is worth a word.
    pub back_after: Option<u32>,
}

impl SilenceReading {
    /// Of somebody of whom nothing was read.
    pub const NOTHING: Self = Self {
        state: SilenceState::NoJourney,
        days: 0,
        usual_low: 0.0,
        usual_middle: 0.0,
        usual_high: 0.0,
        own_silences: 0,
        decided_elsewhere: 0.0,
        blind_since: None,
        back_after: None,
    };

    /// The state in one plain sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let usual = format!("{:.0}–{:.0}", self.usual_low, self.usual_high);
        let days = self.days;
        if let Some(back) = self.back_after {
            return t!("Back after {back} days.", back = back);
        }
        match self.state {
            SilenceState::NoJourney => t!("No journey has formed that could be quiet.").to_owned(),
            SilenceState::Visiting if days == 0 => t!("Seen today.").to_owned(),
            SilenceState::Visiting if days == 1 => t!("Seen one day ago.").to_owned(),
            SilenceState::Visiting => t!("Seen {days} days ago.", days = days),
            SilenceState::Quiet => {
                t!("Quiet, day {days} of a usual {usual}: likely internal work.", days = days, usual = usual)
            }
            SilenceState::Longer => {
                t!("Quiet for {days} days, longer than the usual {usual}.", days = days, usual = usual)
            }
            SilenceState::Deep => {
                t!(
                    "In a long pause, day {days}; usual silences last {usual} days. What is known is kept.",
                    days = days,
                    usual = usual
                )
            }
            SilenceState::Paused => {
                t!(
                    "Nobody seen for {days} days; the decision rests, as was told, so that silence says nothing.",
                    days = days
                )
            }
            SilenceState::Blind => {
                let since = self.blind_since.map_or_else(String::new, |at| {
                    t!(" since {to_string}", to_string = at.to_string().chars().take(10).collect::<String>())
                });
                t!("Blind{since}: nothing has arrived from the site, so this is no silence of theirs.", since = since)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_in_words() {
        let quiet = SilenceReading {
            state: SilenceState::Quiet,
            days: 23,
            usual_low: 10.2,
            usual_high: 44.7,
            ..SilenceReading::NOTHING
        };
        assert_eq!(quiet.sentence(), "Quiet, day 23 of a usual 10–45: likely internal work.");
        assert_eq!(SilenceReading { back_after: Some(41), ..quiet }.sentence(), "Back after 41 days.");
        let blind =
            SilenceReading { state: SilenceState::Blind, blind_since: Some(Timestamp::from_utc_day(20_000)), ..quiet };
        assert!(blind.sentence().starts_with("Blind since 2024-10-04: "));
        assert!(SilenceReading { state: SilenceState::Longer, ..quiet }.sentence().contains("longer than the usual"));
    }
}
