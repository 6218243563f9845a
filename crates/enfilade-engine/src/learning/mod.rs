//! What a workspace teaches the model: the rhythm of its site, from visits and silences alone; that of its accounts, with
//! deals and conversations as soft anchors; who comes back; and how far its outlook is to be believed, from decided deals.
//!
//! What pages, sources and reading times mean is never learned: labels of a CRM teach the wrong lesson there (model
//! note, section 4), and without labels rooms would drift from their names (section 7).

mod account;
#[cfg(test)]
mod account_tests;
mod calibration;
mod chain;
mod returns;
mod rhythm;
mod trace;

pub use account::{AccountLearning, AccountRhythm, AccountTrace, Anchor};
pub use calibration::{Calibration, LabelledOutlook};
pub use returns::{ReturnCase, Returns};
pub use rhythm::Rhythm;
pub use trace::{Learning, Trace};

pub(crate) use chain::Chain;

/// What was learned, to build a [`crate::Model`] from.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    pub version: String,
    pub rhythm: Rhythm,
    /// Of accounts; absent where they are read as published.
    pub accounts: Option<AccountRhythm>,
    /// Of the outlook; absent while there are too few decided deals.
    pub outlook: Option<Calibration>,
    /// Who comes back; absent while too few did.
    pub returns: Option<Returns>,
}
