//! The published map from rank score to the shown scale. Written by `cargo run -p xtask -- scale`; not by hand.

use super::scale::{Knot, PublishedScale};

/// z, share in the Offer or Sales room, share with a decision process within sixty days.
const KNOTS: [(f64, f64, f64); 18] = [
    (-8.075, 0.0011, 0.0006),
    (-7.613, 0.0087, 0.0006),
    (-7.469, 0.0087, 0.0052),
    (-5.726, 0.0173, 0.0053),
    (-5.151, 0.0259, 0.0086),
    (-4.871, 0.0384, 0.0225),
    (-4.617, 0.0423, 0.0319),
    (-3.596, 0.0423, 0.0481),
    (-3.194, 0.1025, 0.0481),
    (-2.786, 0.1025, 0.0666),
    (-2.366, 0.1638, 0.0983),
    (-1.882, 0.2277, 0.0983),
    (-1.367, 0.2277, 0.1833),
    (-0.767, 0.2387, 0.1833),
    (-0.053, 0.3742, 0.1833),
    (0.770, 0.5087, 0.1882),
    (2.206, 0.6396, 0.1882),
    (5.440, 1.0000, 0.1882),
];

impl PublishedScale {
    /// The map that this version ships.
    #[must_use]
    pub fn v1() -> Self {
        Self {
            knots: KNOTS.iter().map(|(z, share, process)| Knot { z: *z, share: *share, process: *process }).collect(),
            slope_deviation: 0.451,
            shift_deviation: 1.242,
            correlation: 0.0,
            markets: 6,
            cases: 9_143,
        }
    }
}
