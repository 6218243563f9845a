//! Does a probability mean what it says?

use std::collections::BTreeMap;

use super::estimate::{Estimate, share};

/// A probability given to an account on a date, and whether it came true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// A running number of the account; its cases are one observation.
    pub account: u32,
    pub probability: f64,
    pub came_true: bool,
}

/// Edges of the usual bins: narrow where most account-weeks lie.
pub const EDGES: [f64; 9] = [0.0, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0];

/// Forecasts of about the same probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// From this probability on.
    pub from: f64,
    /// Below this probability; the last bin includes its end.
    pub until: f64,
    pub cases: usize,
    pub accounts: usize,
    pub mean_predicted: f64,
    pub observed: Estimate,
}

/// How well probabilities agree with what came true.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    pub cases: usize,
    pub accounts: usize,
    pub mean_predicted: f64,
    pub observed: Estimate,
    /// Mean predicted over observed share; the interval from that of the observed share. Absent when nothing came
    /// true; without an upper bound when the observed share may be zero.
    pub predicted_to_observed: Option<Estimate>,
    /// Mean squared distance between probability and outcome (Brier 1950); lower is better.
    pub brier: f64,
    /// Share by which that is better than always saying the observed share. Absent when all or none came true.
    pub brier_skill: Option<f64>,
    /// Mean distance between predicted and observed over the bins, weighted by cases.
    pub expected_calibration_error: f64,
    /// Bins that hold cases, from low to high.
    pub bins: Vec<Bin>,
}

impl Calibration {
    /// `None` without forecasts. Probabilities outside 0 to 1 are taken as the nearer end; what is no number is left out.
    #[must_use]
    pub fn new(forecasts: &[Forecast], edges: &[f64]) -> Option<Self> {
        let forecasts: Vec<Forecast> = forecasts
            .iter()
            .filter(|forecast| !forecast.probability.is_nan())
            .map(|forecast| Forecast { probability: forecast.probability.clamp(0.0, 1.0), ..*forecast })
            .collect();
        let (mean_predicted, observed, accounts) = summary(&forecasts)?;
        let cases = forecasts.len();
        let squares = |guess: &dyn Fn(&Forecast) -> f64| {
            let square = |one: &Forecast| (guess(one) - f64::from(u8::from(one.came_true))).powi(2);
            forecasts.iter().map(square).sum::<f64>() / cases as f64
        };
        let brier = squares(&|one| one.probability);
        let constant = squares(&|_| observed.value);
        let bins = bins(&forecasts, edges);
        let distance = |bin: &Bin| bin.cases as f64 * (bin.mean_predicted - bin.observed.value).abs();
        Some(Self {
            cases,
            accounts,
            mean_predicted,
            observed,
            predicted_to_observed: ratio(mean_predicted, &observed),
            brier,
            brier_skill: (constant > 0.0).then(|| 1.0 - brier / constant),
            expected_calibration_error: bins.iter().map(distance).sum::<f64>() / cases as f64,
            bins,
        })
    }
}

fn ratio(predicted: f64, observed: &Estimate) -> Option<Estimate> {
    let over = |share: f64| (share > 0.0).then(|| predicted / share);
    Some(Estimate {
        value: over(observed.value)?,
        low: observed.high.and_then(over),
        high: observed.low.and_then(over),
    })
}

fn bins(forecasts: &[Forecast], edges: &[f64]) -> Vec<Bin> {
    let mut found = Vec::new();
    for (position, edge) in edges.windows(2).enumerate() {
        let is_last = position + 2 == edges.len();
        let within: Vec<Forecast> = forecasts
            .iter()
            .filter(|one| one.probability >= edge[0] && (one.probability < edge[1] || is_last))
            .copied()
            .collect();
        if let Some((mean_predicted, observed, accounts)) = summary(&within) {
            let (from, until) = (edge[0], edge[1]);
            found.push(Bin { from, until, cases: within.len(), accounts, mean_predicted, observed });
        }
    }
    found
}

/// Mean probability, observed share by accounts, and how many accounts.
fn summary(forecasts: &[Forecast]) -> Option<(f64, Estimate, usize)> {
    let mut accounts: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for forecast in forecasts {
        let counts = accounts.entry(forecast.account).or_default();
        counts.0 += f64::from(u8::from(forecast.came_true));
        counts.1 += 1.0;
    }
    let observed = share(&accounts.values().copied().collect::<Vec<_>>())?;
    let mean = forecasts.iter().map(|one| one.probability).sum::<f64>() / forecasts.len() as f64;
    Some((mean, observed, accounts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    fn forecast(account: u32, probability: f64, came_true: bool) -> Forecast {
        Forecast { account, probability, came_true }
    }

    #[test]
    fn four_forecasts_by_hand() {
        let four = [forecast(0, 0.1, false), forecast(1, 0.1, true), forecast(2, 0.8, true), forecast(3, 0.6, false)];
        let found = Calibration::new(&four, &[0.0, 0.5, 1.0]).unwrap();
        assert!((found.brier - (0.01 + 0.81 + 0.04 + 0.36) / 4.0).abs() < 1e-12);
        assert!((found.brier_skill.unwrap() - (1.0 - found.brier / 0.25)).abs() < 1e-12);
        // Low bin .1 against .5, high bin .7 against .5.
        assert!((found.expected_calibration_error - (0.4 + 0.2) / 2.0).abs() < 1e-12);
        assert!((found.predicted_to_observed.unwrap().value - 0.8).abs() < 1e-12);
        assert_eq!(found.bins.iter().map(|bin| bin.cases).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn ends_and_nothing() {
        assert_eq!(Calibration::new(&[], &EDGES), None);
        assert_eq!(Calibration::new(&[forecast(0, f64::NAN, true)], &EDGES), None);
        let sure = Calibration::new(&[forecast(0, 1.0, true), forecast(1, 7.0, true)], &EDGES).unwrap();
        assert_eq!((sure.brier, sure.brier_skill, sure.expected_calibration_error), (0.0, None, 0.0));
        assert_eq!(sure.bins.len(), 1);
        let never = Calibration::new(&[forecast(0, 0.2, false)], &EDGES).unwrap();
        assert_eq!(never.predicted_to_observed, None);
    }

    /// Forecasts drawn to be true: the ratio is 1 within its interval, and every bin's interval holds its prediction
    /// about as often as it says.
    #[test]
    fn honest_forecasts_look_honest() {
        let mut dice = Dice(11);
        let mut chance = || dice.unit();
        let mut covered = 0;
        for _ in 0..200 {
            let forecasts: Vec<Forecast> = (0..400)
                .map(|account| {
                    let probability = chance().powi(2);
                    forecast(account, probability, chance() < probability)
                })
                .collect();
            let found = Calibration::new(&forecasts, &EDGES).unwrap();
            covered += u32::from(found.predicted_to_observed.unwrap().covers(1.0));
            assert!(found.brier_skill.unwrap() > 0.1);
        }
        assert!((184..=200).contains(&covered), "{covered} of 200");
    }
}
