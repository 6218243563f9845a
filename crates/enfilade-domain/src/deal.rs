//! What happened outside the reading: deals, and touches made by sellers.

use enfilade_language::marked;

use crate::{Domain, Timestamp};

/// An amount in minor units (cents) of a currency, `None` where the file names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    pub minor: i64,
    pub currency: Option<String>,
}

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DealStage {
    Open,
    Won,
    Lost,
    NoDecision,
}

impl DealStage {
    pub const ALL: [Self; 4] = [Self::Open, Self::Won, Self::Lost, Self::NoDecision];

    /// The name in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => marked!("open"),
            Self::Won => "closed_won",
            Self::Lost => "closed_lost",
            Self::NoDecision => "closed_no_decision",
        }
    }

    /// Reads a name of [`Self::as_str`], also without its "closed", as some records have it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let is = |stage: &Self| {
            let full = stage.as_str();
            [full, full.trim_start_matches("closed_")].iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        Self::ALL.into_iter().find(is)
    }
}

/// A deal of the customer's records.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    pub deal_id: String,
    pub domain: Domain,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub stage: DealStage,
    pub amount: Option<Money>,
    /// Where the software says it came from.
    pub source: Option<String>,
    /// Where the buyer says he heard of us, word for word.
    pub heard_from: Option<String>,
}

impl Deal {
    /// Where the deal stood at a moment: `None` before it was opened.
    #[must_use]
    pub fn stage_at(&self, moment: Timestamp) -> Option<DealStage> {
        if moment < self.opened_at {
            return None;
        }
        match self.closed_at {
            Some(closed) if closed <= moment => Some(self.stage),
            Some(_) => Some(DealStage::Open),
            None => Some(self.stage),
        }
    }
}

/// Something a seller or a campaign did towards an account. Never read as a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    pub at: Timestamp,
    pub domain: Option<Domain>,
    pub email: Option<String>,
    /// `cold_outreach`, `email`, `call`, `meeting`, `ad`, `event`, or any other word.
    pub kind: String,
    pub by: Option<String>,
    /// Whether the touch asked for something.
    pub asks: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_known_with_and_without_closed() {
        for (name, stage) in [
            (" Closed_Won", DealStage::Won),
            ("won", DealStage::Won),
            ("LOST", DealStage::Lost),
            ("open", DealStage::Open),
        ] {
            assert_eq!(DealStage::parse(name), Some(stage), "{name}");
        }
        assert_eq!(
            (DealStage::parse("closed"), DealStage::parse(""), DealStage::parse("closed_open")),
            (None, None, None)
        );
    }
}
