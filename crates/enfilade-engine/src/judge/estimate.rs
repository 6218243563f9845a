//! Figures with their intervals.

use crate::dice::Dice;

/// Coverage of every interval of this module.
pub const LEVEL: f64 = 0.95;
/// Half-width of such an interval of a normal distribution, in standard deviations.
pub(super) const DEVIATIONS: f64 = 1.959_964;
/// Resamples below which percentiles say nothing.
const FEWEST_RESAMPLES: usize = 20;

/// A figure with its 95 % interval. Without bounds there was too little to say how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Estimate {
    /// A figure about whose certainty nothing can be said.
    #[must_use]
    pub const fn bare(value: f64) -> Self {
        Self { value, low: None, high: None }
    }

    #[must_use]
    pub const fn within(value: f64, low: f64, high: f64) -> Self {
        Self { value, low: Some(low), high: Some(high) }
    }

    /// Whether the interval holds a number. An absent bound excludes nothing.
    #[must_use]
    pub fn covers(&self, number: f64) -> bool {
        self.low.is_none_or(|low| low <= number) && self.high.is_none_or(|high| number <= high)
    }
}

/// A share of independent trials with its Wilson score interval (Wilson 1927), which stays within 0 and 1 and has a
/// width even when all or none came true. `None` without trials. Neither number need be whole: see [`share`].
#[must_use]
pub fn wilson(came_true: f64, trials: f64) -> Option<Estimate> {
    if trials <= 0.0 {
        return None;
    }
    let value = came_true / trials;
    let (low, high) = wilson_bounds(value, trials);
    Some(Estimate::within(value, low, high))
}

fn wilson_bounds(value: f64, trials: f64) -> (f64, f64) {
    let square = DEVIATIONS * DEVIATIONS;
    let middle = (value + square / (2.0 * trials)) / (1.0 + square / trials);
    let half = DEVIATIONS / (1.0 + square / trials)
        * (value * (1.0 - value) / trials + square / (4.0 * trials * trials)).sqrt();
    // At the ends rounding would otherwise leave the bound a hair beside the share itself.
    ((middle - half).clamp(0.0, value), (middle + half).clamp(value, 1.0))
}

/// A share over accounts, each given as (came true, trials): the Wilson interval with the number of independent
/// trials that would have the variance seen between accounts (ratio estimator; Korn and Graubard 1998). Never more
/// than the trials, and the number of accounts where all or none came true.
#[must_use]
pub fn share(accounts: &[(f64, f64)]) -> Option<Estimate> {
    let seen: Vec<&(f64, f64)> = accounts.iter().filter(|(_, trials)| *trials > 0.0).collect();
    let trials: f64 = seen.iter().map(|(_, trials)| trials).sum();
    if trials <= 0.0 {
        return None;
    }
    let value = (seen.iter().map(|(came_true, _)| came_true).sum::<f64>() / trials).clamp(0.0, 1.0);
    let clusters = seen.len() as f64;
    let residuals: f64 = seen.iter().map(|(came_true, n)| (came_true - value * n).powi(2)).sum();
    let variance = clusters / (clusters - 1.0).max(1.0) * residuals / (trials * trials);
    let spread = value * (1.0 - value);
    let independent = if spread > 0.0 && variance > 0.0 { (spread / variance).clamp(1.0, trials) } else { clusters };
    let (low, high) = wilson_bounds(value, independent);
    Some(Estimate::within(value, low, high))
}

/// A statistic with its percentile interval from resampling accounts with replacement. The statistic is given how
/// often each account is drawn (once each for the figure itself). It may be undefined for some draws, which are left
/// out; when it is undefined for most, there is no interval. `None` when it is undefined for the accounts themselves.
pub fn resampled(
    accounts: usize,
    resamples: usize,
    seed: u64,
    statistic: impl Fn(&[u32]) -> Option<f64>,
) -> Option<Estimate> {
    let value = statistic(&vec![1; accounts])?;
    let mut dice = Dice(seed);
    let mut draws = vec![0_u32; accounts];
    let mut found: Vec<f64> = Vec::with_capacity(resamples);
    for _ in 0..if accounts > 1 { resamples } else { 0 } {
        draws.fill(0);
        for _ in 0..accounts {
            draws[dice.below(accounts)] += 1;
        }
        found.extend(statistic(&draws).filter(|value| value.is_finite()));
    }
    if found.len() < FEWEST_RESAMPLES.max(resamples / 2) {
        return Some(Estimate::bare(value));
    }
    found.sort_by(f64::total_cmp);
    let tail = (1.0 - LEVEL) / 2.0;
    Some(Estimate::within(value, percentile(&found, tail), percentile(&found, 1.0 - tail)))
}

/// Linear between the two nearest; the numbers must be in order and at least one.
fn percentile(ordered: &[f64], part: f64) -> f64 {
    let place = part * (ordered.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    ordered[below] + (ordered[above] - ordered[below]) * (place - place.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 7 of 10 by the formula: middle (0.7 + 3.8415/20) / 1.38415, half-width 1.96/1.38415 · √(0.021 + 0.009604).
    #[test]
    fn wilson_as_by_hand() {
        let found = wilson(7.0, 10.0).unwrap();
        assert!((found.low.unwrap() - 0.3968).abs() < 1e-4, "{found:?}");
        assert!((found.high.unwrap() - 0.8922).abs() < 1e-4, "{found:?}");
        let none = wilson(0.0, 10.0).unwrap();
        assert_eq!((none.value, none.low), (0.0, Some(0.0)));
        assert!((none.high.unwrap() - 0.2775).abs() < 1e-4, "{none:?}");
        assert!(wilson(0.0, 0.0).is_none());
    }

    #[test]
    fn weeks_of_one_account_are_one_observation() {
        // Ten accounts of fifty weeks each, three of which always, seven never: no better than 3 of 10.
        let alike: Vec<(f64, f64)> = (0..10).map(|account| (if account < 3 { 50.0 } else { 0.0 }, 50.0)).collect();
        let (clustered, ten) = (share(&alike).unwrap(), wilson(3.0, 10.0).unwrap());
        assert_eq!(clustered.value, 0.3);
        // One account fewer than ten counts: the variance is estimated.
        assert!(
            clustered.low.unwrap() <= ten.low.unwrap() + 1e-9 && clustered.high.unwrap() >= ten.high.unwrap() - 1e-9
        );
        // Accounts that do not differ give the interval of their trials.
        let mixed: Vec<(f64, f64)> = (0..10).map(|_| (15.0, 50.0)).collect();
        assert_eq!(share(&mixed).unwrap().low.map(|low| low > 0.2), Some(false), "no variance seen, few accounts");
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_its_standard_error() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let mean = |draws: &[u32]| {
            let n: u32 = draws.iter().sum();
            Some(values.iter().zip(draws).map(|(v, d)| v * f64::from(*d)).sum::<f64>() / f64::from(n))
        };
        let found = resampled(100, 2_000, 7, mean).unwrap();
        assert_eq!(found.value, 49.5);
        // Standard error 28.87 / 10.
        assert!((found.low.unwrap() - (49.5 - 5.66)).abs() < 0.6, "{found:?}");
        assert!((found.high.unwrap() - (49.5 + 5.66)).abs() < 0.6, "{found:?}");
        assert_eq!(resampled(100, 2_000, 7, mean), Some(found), "one seed, one answer");
        assert_eq!(resampled(1, 2_000, 7, |_| Some(1.0)), Some(Estimate::bare(1.0)));
        assert_eq!(resampled(3, 100, 7, |_| None), None);
    }
}
