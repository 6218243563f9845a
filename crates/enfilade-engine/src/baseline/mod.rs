//! What a reading has to beat: points with fitted weights, the majority of what was read, and, for silence, plain
//! recency, a decayed count, the BG/NBD model and a logistic regression.
//!
//! Each is a fair rival: the usual method of its kind, fitted on everything that was known before the date.

mod bg_nbd;
mod content_majority;
mod logistic;
mod points;
mod silence;
mod special;

pub use bg_nbd::{BgNbd, VisitRecord};
pub use content_majority::content_majority;
pub use logistic::{Example, Logistic};
pub use points::{PointFeatures, TunedPoints, TunedRow};
pub use silence::{ReturnLogistic, VisitHistory};
