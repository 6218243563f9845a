//! Judges numbers against what came true: do they rank well, are they calibrated, do they warn early, and how sure is
//! each of these figures?
//!
//! The unit that repeats is the account: its weeks resemble each other, so every interval here resamples or groups
//! whole accounts. Treating account-weeks as independent would make all of them too narrow.

mod calibration;
mod confusion;
mod estimate;
mod lead;
mod published_scale;
mod ranking;
mod scale;

pub use calibration::{Bin, Calibration, EDGES, Forecast};
pub use confusion::Confusion;
pub use estimate::{Estimate, LEVEL, resampled, share, wilson};
pub use lead::{Flag, Lead, leads, mean_lead};
pub use ranking::{Judged, Ranking, Statistic, difference};
pub use scale::{Knot, PublishedScale, Scale, ScaleCase, Shown, never_falling};
