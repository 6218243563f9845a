//! Logistic regression with a ridge, fitted by Newton's method.

use crate::logit::sigmoid;

/// One row to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub features: Vec<f64>,
    /// How true it is, 0 to 1; a half-known outcome may stand between.
    pub label: f64,
    pub weight: f64,
}

/// A fitted regression. Features are standardised inside, so one ridge fits all scales.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    intercept: f64,
    weights: Vec<f64>,
    /// Mean and standard deviation of each feature.
    scales: Vec<(f64, f64)>,
    /// Mean log-likelihood per unit of weight, without the ridge.
    pub mean_log_likelihood: f64,
}

const MOST_STEPS: usize = 50;
const CLOSE: f64 = 1e-8;

impl Logistic {
    /// Maximises the weighted likelihood minus `ridge / 2` times the squared weights of the standardised features;
    /// the intercept is free. Rows must be of one length. `None` when there is nothing to tell apart: no rows, no
    /// weight, or only one kind of label.
    #[must_use]
    pub fn fit(examples: &[Example], ridge: f64) -> Option<Self> {
        let width = examples.first()?.features.len();
        let total: f64 = examples.iter().map(|one| one.weight).sum();
        let truth: f64 = examples.iter().map(|one| one.weight * one.label).sum();
        let usable = |one: &Example| one.features.len() == width && one.features.iter().all(|x| x.is_finite());
        if total <= 0.0 || truth <= 0.0 || truth >= total || !examples.iter().all(usable) {
            return None;
        }
        let scales: Vec<(f64, f64)> = (0..width).map(|feature| moments(examples, feature, total)).collect();
        let rows: Vec<Vec<f64>> = examples.iter().map(|one| standardised(&one.features, &scales)).collect();
        let mut start = vec![0.0; width + 1];
        start[0] = (truth / (total - truth)).ln();
        let precisions: Vec<f64> = (0..=width).map(|place| if place == 0 { 0.0 } else { ridge }).collect();
        let mut weights = climb(&rows, examples, &vec![0.0; rows.len()], start, &precisions);
        let fit: f64 = rows.iter().zip(examples).map(|(row, one)| one.weight * ln_likelihood(row, &weights, one)).sum();
        let intercept = weights.remove(0);
        Some(Self { intercept, weights, scales, mean_log_likelihood: fit / total })
    }

    /// How a forecast that is given as log-odds is moved by features: the most probable intercept and weights under a
    /// normal prior around none, of one precision each (the intercept's first). Rows must be of one length. Of no rows
    /// nothing is moved.
    #[must_use]
    pub(crate) fn beside(examples: &[Example], log_odds: &[f64], precisions: &[f64]) -> Vec<f64> {
        let rows: Vec<Vec<f64>> = examples.iter().map(|one| one.features.clone()).collect();
        climb(&rows, examples, log_odds, vec![0.0; precisions.len()], precisions)
    }

    /// The probability for one row of features.
    #[must_use]
    pub fn probability(&self, features: &[f64]) -> f64 {
        let row = standardised(features, &self.scales);
        sigmoid(self.intercept + self.weights.iter().zip(&row).map(|(weight, x)| weight * x).sum::<f64>())
    }

    /// Change of log-odds by one unit of each feature as given.
    #[must_use]
    pub fn slopes(&self) -> Vec<f64> {
        self.weights.iter().zip(&self.scales).map(|(weight, (_, deviation))| weight / deviation).collect()
    }
}

/// Newton's way uphill from `start`. Each row's score has `offsets` beside it; `precisions` are those of a prior around 0.
fn climb(rows: &[Vec<f64>], examples: &[Example], offsets: &[f64], start: Vec<f64>, precisions: &[f64]) -> Vec<f64> {
    let of = |weights: &[f64]| {
        let cases = rows.iter().zip(examples).zip(offsets);
        let fit: f64 =
            cases.map(|((row, one), offset)| one.weight * ln_likelihood_at(offset + score(row, weights), one)).sum();
        let far: f64 = weights.iter().zip(precisions).map(|(weight, precision)| precision * weight * weight).sum();
        fit - far / 2.0
    };
    let mut weights = start;
    let mut best = of(&weights);
    for _ in 0..MOST_STEPS {
        let Some(step) = newton_step(rows, examples, offsets, &weights, precisions) else { break };
        // Halved until it does not lead downwards: Newton's full step may overshoot far from the maximum.
        let mut part = 1.0;
        let (next, value) = loop {
            let next: Vec<f64> = weights.iter().zip(&step).map(|(weight, step)| weight + part * step).collect();
            let value = of(&next);
            if value >= best || part < 1e-6 {
                break (next, value);
            }
            part /= 2.0;
        };
        let gain = value - best;
        if gain.is_nan() || gain < 0.0 {
            break;
        }
        (weights, best) = (next, value);
        if gain < CLOSE {
            break;
        }
    }
    weights
}

fn moments(examples: &[Example], feature: usize, total: f64) -> (f64, f64) {
    let mean = |of: &dyn Fn(&Example) -> f64| examples.iter().map(|one| one.weight * of(one)).sum::<f64>() / total;
    let middle = mean(&|one| one.features[feature]);
    let variance = mean(&|one| (one.features[feature] - middle).powi(2));
    // A feature that never varies says nothing; any scale will do.
    (middle, if variance > 1e-18 { variance.sqrt() } else { 1.0 })
}

fn standardised(features: &[f64], scales: &[(f64, f64)]) -> Vec<f64> {
    features.iter().zip(scales).map(|(x, (mean, deviation))| (x - mean) / deviation).collect()
}

fn score(row: &[f64], weights: &[f64]) -> f64 {
    weights[0] + row.iter().zip(&weights[1..]).map(|(x, weight)| x * weight).sum::<f64>()
}

fn ln_likelihood(row: &[f64], weights: &[f64], example: &Example) -> f64 {
    ln_likelihood_at(score(row, weights), example)
}

fn ln_likelihood_at(z: f64, example: &Example) -> f64 {
    // ln(1 + e^z) without overflow.
    example.label * z - (z.max(0.0) + (-z.abs()).exp().ln_1p())
}

fn newton_step(
    rows: &[Vec<f64>],
    examples: &[Example],
    offsets: &[f64],
    weights: &[f64],
    precisions: &[f64],
) -> Option<Vec<f64>> {
    let size = weights.len();
    let mut gradient = vec![0.0; size];
    let mut curvature = vec![vec![0.0; size]; size];
    for ((row, one), offset) in rows.iter().zip(examples).zip(offsets) {
        let p = sigmoid(offset + score(row, weights));
        let (pull, bend) = (one.weight * (one.label - p), one.weight * p * (1.0 - p));
        let x = |place: usize| if place == 0 { 1.0 } else { row[place - 1] };
        for i in 0..size {
            gradient[i] += pull * x(i);
            for (j, cell) in curvature[i].iter_mut().enumerate().take(i + 1) {
                *cell += bend * x(i) * x(j);
            }
        }
    }
    for i in 0..size {
        gradient[i] -= precisions[i] * weights[i];
        curvature[i][i] += precisions[i];
        // Keeps the matrix regular where all probabilities are nearly 0 or 1.
        curvature[i][i] += 1e-9;
    }
    solve(&curvature, &gradient)
}

/// Solves a positive definite system of which the lower triangle is given (Cholesky).
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let size = right.len();
    let mut lower = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    let mut middle = vec![0.0; size];
    for i in 0..size {
        let known: f64 = (0..i).map(|k| lower[i][k] * middle[k]).sum();
        middle[i] = (right[i] - known) / lower[i][i];
    }
    let mut solution = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| lower[k][i] * solution[k]).sum();
        solution[i] = (middle[i] - known) / lower[i][i];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    fn example(x: f64, label: f64) -> Example {
        Example { features: vec![x], label, weight: 1.0 }
    }

    /// One binary feature: the fit is the observed log-odds of each side.
    #[test]
    fn two_shares_by_hand() {
        let rows: Vec<Example> = [(0.0, 1, 4), (1.0, 3, 4)]
            .into_iter()
            .flat_map(|(x, yes, all)| (0..all).map(move |n| example(x, f64::from(u8::from(n < yes)))))
            .collect();
        let fit = Logistic::fit(&rows, 0.0).unwrap();
        assert!((fit.probability(&[0.0]) - 0.25).abs() < 1e-6);
        assert!((fit.probability(&[1.0]) - 0.75).abs() < 1e-6);
        assert!((fit.slopes()[0] - 2.0 * 3.0_f64.ln()).abs() < 1e-5);
        // An endless ridge leaves the mean.
        let flat = Logistic::fit(&rows, 1e9).unwrap();
        assert!((flat.probability(&[1.0]) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_forecast_is_moved_as_far_as_what_happened_asks_for() {
        // Said .5 of everybody; a quarter came.
        let rows: Vec<Example> = (0..4_000).map(|n| example(0.0, f64::from(u8::from(n % 4 == 0)))).collect();
        let offsets = vec![0.0; rows.len()];
        let moved = Logistic::beside(&rows, &offsets, &[0.05, 20.0]);
        assert!((sigmoid(moved[0]) - 0.25).abs() < 1e-3 && moved[1].abs() < 1e-9, "{moved:?}");
        let held = Logistic::beside(&rows[..8], &offsets[..8], &[100.0, 100.0]);
        assert!(held[0].abs() < 0.05, "few cases move it little: {held:?}");
        assert_eq!(Logistic::beside(&[], &[], &[1.0, 1.0]), vec![0.0, 0.0]);
    }

    #[test]
    fn what_cannot_be_fitted() {
        assert_eq!(Logistic::fit(&[], 1.0), None);
        assert_eq!(Logistic::fit(&[example(1.0, 1.0), example(2.0, 1.0)], 1.0), None);
        assert_eq!(Logistic::fit(&[example(f64::NAN, 1.0), example(2.0, 0.0)], 1.0), None);
        // Perfectly separated: the ridge keeps the slope finite.
        let apart: Vec<Example> = (0..10).map(|n| example(f64::from(n), f64::from(u8::from(n > 4)))).collect();
        let fit = Logistic::fit(&apart, 1.0).unwrap();
        assert!(fit.probability(&[9.0]) > 0.8 && fit.slopes()[0].is_finite());
        let constant = [example(1.0, 1.0), example(1.0, 0.0), example(1.0, 0.0)];
        assert!((Logistic::fit(&constant, 1.0).unwrap().probability(&[1.0]) - 1.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn known_slopes_are_found_again() {
        let mut dice = Dice(5);
        let rows: Vec<Example> = (0..20_000)
            .map(|_| {
                let features = vec![dice.unit() * 4.0, dice.unit() * 100.0];
                let p = sigmoid(-1.0 + 0.8 * features[0] - 0.02 * features[1]);
                Example { label: f64::from(u8::from(dice.unit() < p)), features, weight: 1.0 }
            })
            .collect();
        let slopes = Logistic::fit(&rows, 1.0).unwrap().slopes();
        assert!((slopes[0] - 0.8).abs() < 0.05 && (slopes[1] + 0.02).abs() < 0.002, "{slopes:?}");
    }
}
