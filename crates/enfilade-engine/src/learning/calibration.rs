//! How far the outlook is to be believed: two numbers, fitted to decided deals and held near doing nothing.

/// An outlook that was given, and what became of it: 1 a decision process that ended in a yes or a no, less where it
/// is still open, 0 where none opened or nothing was decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelledOutlook {
    pub outlook: f64,
    pub label: f64,
}

/// `probability = sigmoid(slope logit(published) + shift)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    pub slope: f64,
    pub shift: f64,
}

/// Precision of the prior around slope 1 and shift 0 (model note, section 5).
const SLOPE_PRECISION: f64 = 6.0;
const SHIFT_PRECISION: f64 = 0.2;
/// Weeks of one account are not independent: so many rows count as one.
const ROWS_AS_ONE: f64 = 4.0;
const NEWTON_STEPS: usize = 50;
/// A slope outside these would turn the evidence around or make it certain.
const SLOPES: (f64, f64) = (1.0 / 3.0, 3.0);
const CLIP: f64 = 1e-4;

impl Calibration {
    pub const NONE: Self = Self { slope: 1.0, shift: 0.0 };

    #[must_use]
    pub fn apply(&self, outlook: f64) -> f64 {
        sigmoid(self.slope * logit(outlook) + self.shift)
    }

    /// The most probable calibration after these rows (Newton's method on a concave function; cannot fail).
    #[must_use]
    pub fn fit(rows: &[LabelledOutlook]) -> Self {
        let mut fit = Self::NONE;
        for _ in 0..NEWTON_STEPS {
            let (mut g_slope, mut g_shift) = (SLOPE_PRECISION * (1.0 - fit.slope), -SHIFT_PRECISION * fit.shift);
            let (mut h_slope, mut h_both, mut h_shift) = (SLOPE_PRECISION, 0.0, SHIFT_PRECISION);
            for row in rows {
                let x = logit(row.outlook);
                let p = sigmoid(fit.slope * x + fit.shift);
                let (error, weight) = ((row.label - p) / ROWS_AS_ONE, p * (1.0 - p) / ROWS_AS_ONE);
                g_slope += error * x;
                g_shift += error;
                h_slope += weight * x * x;
                h_both += weight * x;
                h_shift += weight;
            }
            let determinant = h_slope * h_shift - h_both * h_both;
            if determinant <= f64::MIN_POSITIVE {
                break;
            }
            let d_slope = (h_shift * g_slope - h_both * g_shift) / determinant;
            let d_shift = (h_slope * g_shift - h_both * g_slope) / determinant;
            fit.slope = (fit.slope + d_slope.clamp(-1.0, 1.0)).clamp(SLOPES.0, SLOPES.1);
            fit.shift += d_shift.clamp(-2.0, 2.0);
            if d_slope.abs() + d_shift.abs() < 1e-9 {
                break;
            }
        }
        fit
    }
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(CLIP, 1.0 - CLIP);
    (p / (1.0 - p)).ln()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rows_change_nothing() {
        assert_eq!(Calibration::fit(&[]), Calibration::NONE);
        assert!((Calibration::NONE.apply(0.3) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn too_high_an_outlook_is_taken_down_until_predicted_meets_observed() {
        let rows: Vec<LabelledOutlook> = (0..6_000)
            .map(|row| {
                let outlook = [0.05, 0.2, 0.5][row % 3];
                // A third of what was predicted happens.
                LabelledOutlook { outlook, label: f64::from(u8::from((row / 3) % 300 < (outlook * 100.0) as usize)) }
            })
            .collect();
        let fit = Calibration::fit(&rows);
        let predicted: f64 = rows.iter().map(|row| fit.apply(row.outlook)).sum();
        let observed: f64 = rows.iter().map(|row| row.label).sum();
        assert!((predicted / observed - 1.0).abs() < 0.05, "{predicted} against {observed}");
    }

    #[test]
    fn labels_never_turn_the_evidence_around() {
        let rows: Vec<LabelledOutlook> = (0..500)
            .map(|row| LabelledOutlook { outlook: f64::from(row) / 500.0, label: f64::from(u8::from(row < 100)) })
            .collect();
        assert!(Calibration::fit(&rows).slope >= SLOPES.0);
    }
}
