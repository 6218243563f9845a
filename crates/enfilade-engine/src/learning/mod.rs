//! What a workspace teaches the model: the rhythm of its site, from visits and silences alone, and how far its outlook
//! is to be believed, from decided deals.
//!
//! What pages, sources and reading times mean is never learned: labels of a CRM teach the wrong lesson there (model
//! note, section 4), and without labels rooms would drift from their names (section 7).

mod calibration;
mod rhythm;
mod trace;

pub use calibration::{Calibration, LabelledOutlook};
pub use rhythm::Rhythm;
pub use trace::{Learning, Trace};

/// What was learned, to build a [`crate::Model`] from.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    pub version: String,
    pub rhythm: Rhythm,
    /// Of the outlook; absent while there are too few decided deals.
    pub outlook: Option<Calibration>,
}
