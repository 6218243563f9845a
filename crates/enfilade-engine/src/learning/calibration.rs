//! How far the outlook is to be believed: two numbers, fitted to decided deals and held near doing nothing.

use std::ops::RangeInclusive;

use crate::logit::{Line, logit, sigmoid};

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

/// Variances of the prior around slope 1 and shift 0, from its precisions 6 and 0.2 (model note, section 5), for rows of
/// which four count as one: weeks of one account are not independent.
const PRIOR: (f64, f64, f64) = (1.0 / (6.0 * 4.0), 1.0 / (0.2 * 4.0), 0.0);
/// A slope outside these would turn the evidence around or make it certain.
const SLOPES: RangeInclusive<f64> = 1.0 / 3.0..=3.0;
const CLIP: f64 = 1e-4;

impl Calibration {
    pub const NONE: Self = Self { slope: 1.0, shift: 0.0 };

    #[must_use]
    pub fn apply(&self, outlook: f64) -> f64 {
        sigmoid(self.slope * logit(outlook, CLIP) + self.shift)
    }

    /// Mean logarithmic loss on rows, in nats; lower is better. `None` without rows.
    #[must_use]
    pub fn loss(&self, rows: &[LabelledOutlook]) -> Option<f64> {
        let loss = |row: &LabelledOutlook| {
            let said = self.apply(row.outlook).clamp(CLIP, 1.0 - CLIP);
            -(row.label * said.ln() + (1.0 - row.label) * (1.0 - said).ln())
        };
        (!rows.is_empty()).then(|| rows.iter().map(loss).sum::<f64>() / rows.len() as f64)
    }

    /// The most probable calibration after these rows.
    #[must_use]
    pub fn fit(rows: &[LabelledOutlook]) -> Self {
        let points: Vec<(f64, f64)> = rows.iter().map(|row| (logit(row.outlook, CLIP), row.label)).collect();
        Line::fit(&points, Some(PRIOR), &SLOPES)
            .map_or(Self::NONE, |line| Self { slope: line.slope, shift: line.shift })
    }
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
    fn what_is_nearer_to_the_truth_loses_less() {
        let rows: Vec<LabelledOutlook> =
            (0..40).map(|n| LabelledOutlook { outlook: 0.5, label: f64::from(u8::from(n % 10 == 0)) }).collect();
        let fit = Calibration::fit(&rows);
        assert!(fit.loss(&rows) < Calibration::NONE.loss(&rows));
        assert_eq!(fit.loss(&[]), None);
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
        assert!(Calibration::fit(&rows).slope >= *SLOPES.start());
    }
}
