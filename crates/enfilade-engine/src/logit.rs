//! The logit scale, and a line on it: how a forecast is moved so that it meets what happened.

use std::ops::RangeInclusive;

const MOST_STEPS: usize = 60;
const CLOSE: f64 = 1e-9;

/// `ln(p / (1 - p))` of a probability kept `clip` away from 0 and 1.
pub(crate) fn logit(p: f64, clip: f64) -> f64 {
    let p = p.clamp(clip, 1.0 - clip);
    (p / (1.0 - p)).ln()
}

/// The inverse of [`logit`].
pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// `probability = sigmoid(slope x + shift)`, with the variance of both and their covariance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) slope: f64,
    pub(crate) shift: f64,
    pub(crate) variance: (f64, f64, f64),
}

impl Line {
    /// The most probable line by Newton's method, with a normal prior around slope 1 and shift 0 where one is given
    /// (variances, covariance). Points are `x` and what came of it, 0 to 1. The slope stays within `slopes`. The
    /// variance is the curvature's inverse. `None` when a fit without prior has nothing to tell apart.
    pub(crate) fn fit(
        points: &[(f64, f64)],
        prior: Option<(f64, f64, f64)>,
        slopes: &RangeInclusive<f64>,
    ) -> Option<Self> {
        let came: f64 = points.iter().map(|(_, came)| came).sum();
        if prior.is_none() && (came <= 0.0 || came >= points.len() as f64) {
            return None;
        }
        // Without a prior a trace of one keeps the matrix regular.
        let (of_slope, of_shift, both) = prior.unwrap_or((1e4, 1e4, 0.0));
        let area = of_slope * of_shift - both * both;
        let (on_slope, on_shift, on_both) = (of_shift / area, of_slope / area, -both / area);
        let (mut slope, mut shift) = (1.0, 0.0);
        let mut variance = (of_slope, of_shift, both);
        for _ in 0..MOST_STEPS {
            let mut pull = [on_slope * (1.0 - slope) - on_both * shift, on_both * (1.0 - slope) - on_shift * shift];
            let mut bend = [on_slope, on_shift, on_both];
            for (x, came) in points {
                let p = sigmoid(slope * x + shift);
                pull[0] += (came - p) * x;
                pull[1] += came - p;
                let weight = p * (1.0 - p);
                bend[0] += weight * x * x;
                bend[1] += weight;
                bend[2] += weight * x;
            }
            let determinant = bend[0] * bend[1] - bend[2] * bend[2];
            variance = (bend[1] / determinant, bend[0] / determinant, -bend[2] / determinant);
            let step = (variance.0 * pull[0] + variance.2 * pull[1], variance.2 * pull[0] + variance.1 * pull[1]);
            // A long step is cut: far from the maximum the curvature misleads.
            let cut = (1.0 / step.0.hypot(step.1)).min(1.0);
            slope = (slope + cut * step.0).clamp(*slopes.start(), *slopes.end());
            shift += cut * step.1;
            if step.0.hypot(step.1) < CLOSE {
                break;
            }
        }
        Some(Self { slope, shift, variance })
    }
}
