//! What a person decided about speaking to an account: to do so, or to wait and why. Nothing else sends anybody.

use enfilade_language::marked;

use crate::{Band, Domain, Timestamp};

/// A decision about speaking to an account. Made by a person, never by a threshold; it can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactDecision {
    pub id: i64,
    pub at: Timestamp,
    /// Who decided.
    pub by: String,
    pub account: Domain,
    pub choice: ContactChoice,
    /// In the author's own words. Never empty where the choice is to wait.
    pub reason: String,
    /// The band that was shown when it was decided, so that outcomes can be held against the decision later.
    pub band: Band,
    /// When a person took the decision back.
    pub undone_at: Option<Timestamp>,
}

/// The two choices there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactChoice {
    /// The author speaks to them.
    WillCall,
    /// They are better left alone for now.
    NotYet {
        /// From when on to look again; without it, whenever something new is seen.
        look_again_at: Option<Timestamp>,
    },
}

impl ContactChoice {
    /// The name in records and results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WillCall => marked!("will call"),
            Self::NotYet { .. } => marked!("not yet"),
        }
    }
}

impl ContactDecision {
    /// Whether it had been made by that moment and was not taken back.
    #[must_use]
    pub fn stands_at(&self, moment: Timestamp) -> bool {
        self.at <= moment && self.undone_at.is_none_or(|undone| moment < undone)
    }

    /// Whether it still says to wait at a moment, given when the account was last seen: until the day that was named,
    /// or until they come back after it was decided.
    #[must_use]
    pub fn waits_at(&self, moment: Timestamp, last_seen: Option<Timestamp>) -> bool {
        match self.choice {
            ContactChoice::WillCall => false,
            ContactChoice::NotYet { look_again_at: Some(again) } => self.stands_at(moment) && moment < again,
            ContactChoice::NotYet { look_again_at: None } => {
                self.stands_at(moment) && last_seen.is_none_or(|seen| seen <= self.at)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_ends_on_the_day_that_was_named_or_with_a_return() {
        let day = Timestamp::from_utc_day;
        let decision = |look_again_at| ContactDecision {
            id: 1,
            at: day(10),
            by: "Ines".into(),
            account: Domain::parse("acme.example").unwrap(),
            choice: ContactChoice::NotYet { look_again_at },
            reason: "their budget round".into(),
            band: Band::Ready,
            undone_at: None,
        };
        let dated = decision(Some(day(20)));
        assert!(dated.waits_at(day(19), Some(day(18))), "a return does not break a date");
        assert!(!dated.waits_at(day(20), None) && !dated.waits_at(day(9), None));
        let open = decision(None);
        assert!(open.waits_at(day(90), Some(day(10))));
        assert!(!open.waits_at(day(12), Some(day(11))), "they came back");
        let undone = ContactDecision { undone_at: Some(day(12)), ..open };
        assert!(undone.waits_at(day(11), None) && !undone.waits_at(day(12), None));
    }
}
