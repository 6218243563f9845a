//! Reads rooms from behaviour: two small hidden Markov filters in continuous time (one per person, one per account),
//! the readiness layer on top of them, the bands, the classic points model and the explanation of every reading; and
//! what it takes to judge readings against what happened ([`judge`]).
//!
//! Pure: no input or output, no clock, no randomness. After [`Model::new`] nothing can fail; any sessions in any
//! number give a belief that sums to 1.

mod account;
mod band;
pub mod baseline;
mod belief;
pub mod bench;
mod classic;
mod committee;
mod dice;
mod explanation;
pub mod judge;
mod kernel;
mod learning;
mod logit;
mod marks;
mod model;
mod parameters;
mod person;
mod readiness;
mod returning;
mod rhythm;
mod ribbon;
mod session;
mod statement;
#[cfg(test)]
mod tests;
mod unwatched;

pub use account::{AccountFold, AccountVisit, LIKELY_BUYER, LikelyDays};
pub use band::{
    Against, BandFacts, Conversation, Decided, Pause, READY_FROM, READY_SPAN_DAYS, READY_VISIT_DAYS, REQUEST_DAYS, band,
};
pub use belief::{Belief, PACES, PersonBelief};
pub use classic::{ClassicAct, ClassicPoints, ClassicScore, classic_score};
pub use committee::{Capped, LibraryRoles, RoleRead, Seen, SmallHouse, cap, coverage, infer_role, weight_of};
pub use explanation::{Cause, Explanation, Step};
pub use learning::{
    AccountLearning, AccountRhythm, AccountTrace, Anchor, Calibration, LabelledOutlook, Learned, Learning, ReturnCase,
    Returns, Rhythm, Trace,
};
pub use marks::Marks;
pub use model::{Model, hours_between};
pub use parameters::{DeepQuiet, Layer, MarkTables, ModelError, Published, Rates, Shape};
pub use person::PersonFold;
pub use readiness::Readiness;
pub use rhythm::{Peers, SHORTEST_SILENCE_DAYS, Silences, UsualSilence, decided_elsewhere};
pub use session::{DEEP_READ_SECONDS, GLANCE_SECONDS, ReadingTime, SESSION_GAP_MS, Session};
pub use statement::{StatedEffect, StatedEvidence, rests_since, taken_up_at};
