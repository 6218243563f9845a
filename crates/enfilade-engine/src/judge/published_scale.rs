//! The published map from rank score to the shown scale. Written by `cargo run -p xtask -- scale`; not by hand.

use super::scale::{Knot, PublishedScale};

/// z, share in the Offer or Sales room, share with a decision process within sixty days.
const KNOTS: [(f64, f64, f64); 2] = [(-8.0, 0.01, 0.01), (0.0, 0.6, 0.3)];

impl PublishedScale {
    /// The map that this version ships.
    #[must_use]
    pub fn v1() -> Self {
        Self {
            knots: KNOTS.iter().map(|(z, share, process)| Knot { z: *z, share: *share, process: *process }).collect(),
            slope_deviation: 0.2,
            shift_deviation: 0.5,
            markets: 0,
            cases: 0,
        }
    }
}
