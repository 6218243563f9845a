//! The published map from rank score to the shown scale. Written by `cargo run -p xtask -- scale`; not by hand.

use super::scale::{Knot, PublishedScale};

/// z, share in the Offer or Sales room, share with a decision process within sixty days.
const KNOTS: [(f64, f64, f64); 19] = [
    (-7.904, 0.0007, 0.0017),
    (-6.968, 0.0080, 0.0017),
    (-6.350, 0.0080, 0.0054),
    (-6.256, 0.0126, 0.0054),
    (-5.748, 0.0181, 0.0072),
    (-5.479, 0.0245, 0.0122),
    (-4.745, 0.0440, 0.0122),
    (-3.733, 0.0564, 0.0173),
    (-3.311, 0.0719, 0.0443),
    (-2.903, 0.0798, 0.0831),
    (-2.440, 0.0949, 0.0831),
    (-1.930, 0.1977, 0.1048),
    (-1.381, 0.3282, 0.1583),
    (-0.780, 0.3282, 0.1730),
    (-0.075, 0.4447, 0.1730),
    (1.445, 0.5813, 0.1730),
    (2.279, 0.5873, 0.1865),
    (5.614, 1.0000, 0.1865),
    (5.742, 1.0000, 0.1865),
];

impl PublishedScale {
    /// The map that this version ships.
    #[must_use]
    pub fn v1() -> Self {
        Self {
            knots: KNOTS.iter().map(|(z, share, process)| Knot { z: *z, share: *share, process: *process }).collect(),
            slope_deviation: 0.392,
            shift_deviation: 0.949,
            correlation: 0.880,
            markets: 10,
            cases: 15_616,
        }
    }
}
