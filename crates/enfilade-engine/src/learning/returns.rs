//! What a site's own returns teach about coming back. The filter knows what somebody read and how silence reads on the
//! whole; the BG/NBD model knows the site's own rates and departures and nothing else. Half way between the two, on the
//! logit scale, and moved by what happened: a forecast that leans on the better of both.

use crate::baseline::{BgNbd, Example, Logistic, VisitRecord};
use crate::logit::{logit, sigmoid};
use crate::parameters::ModelError;

/// A silence, what the filter expected of it, and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReturnCase {
    pub visits: VisitRecord,
    /// The filter's probability of a visit within `within_days`.
    pub expected: f64,
    pub within_days: f64,
    pub came: bool,
}

/// How the filter's forecast of a visit is moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Returns {
    visits: BgNbd,
    /// Of the features, in the middle of what was learned from.
    means: [f64; FEATURES],
    /// Intercept and weights beside half of each forecast.
    weights: [f64; FEATURES + 1],
}

/// Both forecasts as log-odds; days of silence, number of visits and days since the first, each as logarithm.
const FEATURES: usize = 5;
/// Precisions of the prior around half of each forecast: the level is free, the rest is held.
const PRECISIONS: [f64; FEATURES + 1] = [0.05, 20.0, 20.0, 20.0, 20.0, 20.0];
/// A forecast never weighs less than nothing, so that a longer horizon never means a smaller chance.
const LEAST_WEIGHT: f64 = -0.5;
/// Further than this a fit was misled.
const MOST_WEIGHT: f64 = 10.0;
const CLIP: f64 = 1e-4;
/// Numbers of a kept one: the four of the visits, the means, the weights.
const NUMBERS: usize = 4 + FEATURES + FEATURES + 1;

impl Returns {
    /// Learns from silences whose time is over. `visits` are everybody's at the last of their moments. `None` where
    /// nobody or everybody came, or where the visits say nothing.
    #[must_use]
    pub fn fit(cases: &[ReturnCase], visits: &[VisitRecord]) -> Option<Self> {
        let visits = BgNbd::fit(visits)?;
        let came = cases.iter().filter(|case| case.came).count();
        if came == 0 || came == cases.len() {
            return None;
        }
        let rows: Vec<[f64; FEATURES]> = cases.iter().map(|case| features(&visits, case)).collect();
        let means = std::array::from_fn(|place| rows.iter().map(|row| row[place]).sum::<f64>() / rows.len() as f64);
        let centred = |row: &[f64; FEATURES]| row.iter().zip(&means).map(|(x, mean): (&f64, &f64)| x - mean).collect();
        let label = |case: &ReturnCase| f64::from(u8::from(case.came));
        let examples: Vec<Example> = rows
            .iter()
            .zip(cases)
            .map(|(row, case)| Example { features: centred(row), label: label(case), weight: 1.0 })
            .collect();
        let between: Vec<f64> = rows.iter().map(half_way).collect();
        let fitted = Logistic::beside(&examples, &between, &PRECISIONS);
        let mut weights: [f64; FEATURES + 1] = fitted.try_into().ok()?;
        // What is said of a longer time must not be less.
        for weight in &mut weights[1..=2] {
            *weight = weight.max(LEAST_WEIGHT);
        }
        let found = Self { visits, means, weights };
        found.validate().ok()?;
        Some(found)
    }

    /// Probability of a visit within `days`, where the filter expects `expected`.
    #[must_use]
    pub fn within(&self, visits: &VisitRecord, expected: f64, days: f64) -> f64 {
        let case = ReturnCase { visits: *visits, expected, within_days: days, came: false };
        let row = features(&self.visits, &case);
        let moved: f64 = row.iter().zip(&self.means).zip(&self.weights[1..]).map(|((x, mean), w)| w * (x - mean)).sum();
        sigmoid(half_way(&row) + self.weights[0] + moved)
    }

    /// Mean logarithmic loss on cases, in nats; lower is better. `None` without cases.
    #[must_use]
    pub fn loss(&self, cases: &[ReturnCase]) -> Option<f64> {
        mean_loss(cases, |case| self.within(&case.visits, case.expected, case.within_days))
    }

    /// The same of the filter alone.
    #[must_use]
    pub fn loss_without(cases: &[ReturnCase]) -> Option<f64> {
        mean_loss(cases, |case| case.expected)
    }

    /// All numbers, to be kept.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        let BgNbd { shape, rate_days, dropouts, stays } = self.visits;
        [&[shape, rate_days, dropouts, stays][..], &self.means, &self.weights].concat()
    }

    /// Reads what [`Self::to_vec`] wrote.
    ///
    /// # Errors
    /// There are more or fewer numbers, or one that no forecast can be made with.
    pub fn from_slice(numbers: &[f64]) -> Result<Self, ModelError> {
        let (Ok([shape, rate_days, dropouts, stays]), true) =
            (<[f64; 4]>::try_from(numbers.get(..4).unwrap_or_default()), numbers.len() == NUMBERS)
        else {
            return Err(ModelError::Missing { expected: NUMBERS, found: numbers.len() });
        };
        let found = Self {
            visits: BgNbd { shape, rate_days, dropouts, stays },
            means: std::array::from_fn(|place| numbers[4 + place]),
            weights: std::array::from_fn(|place| numbers[4 + FEATURES + place]),
        };
        found.validate()?;
        Ok(found)
    }

    fn validate(&self) -> Result<(), ModelError> {
        let BgNbd { shape, rate_days, dropouts, stays } = self.visits;
        let is_rate = |number: &f64| number.is_finite() && *number > 0.0;
        let is_weight = |weight: &f64| weight.is_finite() && weight.abs() <= MOST_WEIGHT;
        let mut rates = [shape, rate_days, dropouts, stays].into_iter();
        let mut weights = self.weights.into_iter().chain(self.means);
        let mut forecasts = self.weights[1..=2].iter().copied();
        let wrong = rates.find(|rate| !is_rate(rate)).or_else(|| weights.find(|weight| !is_weight(weight)));
        match wrong.or_else(|| forecasts.find(|weight| *weight < LEAST_WEIGHT)) {
            Some(value) => Err(ModelError::Weight { name: "returns", value }),
            None => Ok(()),
        }
    }
}

fn features(visits: &BgNbd, case: &ReturnCase) -> [f64; FEATURES] {
    let record = &case.visits;
    [
        logit(case.expected, CLIP),
        logit(visits.visit_within(record, case.within_days), CLIP),
        (record.age_days - record.last_days).max(0.0).ln_1p(),
        record.repeats.max(0.0).ln_1p(),
        record.age_days.max(0.0).ln_1p(),
    ]
}

fn half_way(row: &[f64; FEATURES]) -> f64 {
    f64::midpoint(row[0], row[1])
}

fn mean_loss(cases: &[ReturnCase], said: impl Fn(&ReturnCase) -> f64) -> Option<f64> {
    let loss = |case: &ReturnCase| {
        let p = said(case).clamp(CLIP, 1.0 - CLIP);
        if case.came { -p.ln() } else { -(1.0 - p).ln() }
    };
    (!cases.is_empty()).then(|| cases.iter().map(loss).sum::<f64>() / cases.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    /// People of two rates, and a filter that expects the same of all, three times too much.
    fn cases(seed: u64) -> Vec<ReturnCase> {
        let mut dice = Dice(seed);
        (0..3_000)
            .map(|number| {
                let is_regular = number % 4 == 0;
                let visits = if is_regular {
                    VisitRecord { repeats: 12.0, last_days: 88.0, age_days: 90.0 }
                } else {
                    VisitRecord { repeats: 0.0, last_days: 0.0, age_days: 60.0 }
                };
                let within_days = [7.0, 30.0][number % 2];
                let chance = if is_regular { 0.6 } else { 0.02 } * within_days / 30.0;
                ReturnCase { visits, expected: 0.5 * within_days / 30.0, within_days, came: dice.unit() < chance }
            })
            .collect()
    }

    fn records(cases: &[ReturnCase]) -> Vec<VisitRecord> {
        cases.iter().map(|case| case.visits).collect()
    }

    #[test]
    fn returns_teach_who_comes_and_how_often() {
        let (taught, asked) = (cases(3), cases(5));
        let found = Returns::fit(&taught, &records(&taught)).unwrap();
        assert!(found.loss(&asked) < Returns::loss_without(&asked));
        let said: f64 = asked.iter().map(|case| found.within(&case.visits, case.expected, case.within_days)).sum();
        let came = asked.iter().filter(|case| case.came).count() as f64;
        assert!((said / came - 1.0).abs() < 0.15, "{said} against {came}");
        let [regular, once] = [0, 1].map(|at| found.within(&taught[at].visits, 0.5, 30.0));
        assert!(regular > 10.0 * once, "{regular} {once}");
    }

    #[test]
    fn a_longer_time_never_means_a_smaller_chance() {
        let taught = cases(7);
        let found = Returns::fit(&taught, &records(&taught)).unwrap();
        for case in &taught[..40] {
            let chances: Vec<f64> =
                (1..60).map(|days| found.within(&case.visits, 1.0 - 0.97_f64.powi(days), f64::from(days))).collect();
            assert!(chances.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{chances:?}");
            assert!(chances.iter().all(|chance| (0.0..=1.0).contains(chance)));
        }
    }

    #[test]
    fn what_is_kept_reads_as_it_was_and_broken_numbers_are_refused() {
        let taught = cases(9);
        let found = Returns::fit(&taught, &records(&taught)).unwrap();
        let numbers = found.to_vec();
        assert_eq!(Returns::from_slice(&numbers).unwrap(), found);
        let mut broken = numbers.clone();
        broken[0] = -1.0;
        assert!(Returns::from_slice(&broken).is_err() && Returns::from_slice(&numbers[1..]).is_err());
        broken.clone_from(&numbers);
        broken[NUMBERS - 1] = f64::NAN;
        assert!(Returns::from_slice(&broken).is_err());
    }

    #[test]
    fn nobody_or_everybody_teaches_nothing() {
        let taught = cases(11);
        let nobody: Vec<ReturnCase> = taught.iter().map(|case| ReturnCase { came: false, ..*case }).collect();
        assert_eq!(Returns::fit(&nobody, &records(&nobody)), None);
        assert_eq!(Returns::fit(&[], &records(&taught)), None);
        assert_eq!(Returns::fit(&taught, &[]), None);
        assert_eq!(Returns::loss_without(&[]), None);
    }
}
