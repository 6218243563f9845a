//! Points whose weights were fitted: what a careful team makes of lead scoring. The acts are the classic model's.

use enfilade_domain::{PageCategory, Timestamp};

use super::logistic::{Example, Logistic};
use crate::classic::ClassicAct;

/// Pages, page categories, and the six other acts.
const KINDS: usize = 1 + PageCategory::COUNT + 6;
/// Half-lives among which the likelihood chooses, in days.
const HALF_LIVES: [f64; 3] = [10.0, 30.0, 90.0];
/// The ridge on standardised features, per unit of squared weight.
const RIDGE: f64 = 4.0;

/// Acts counted by kind, decayed at each half-life, on a logarithmic scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointFeatures([[f64; KINDS]; HALF_LIVES.len()]);

impl PointFeatures {
    /// Acts after the moment do not count.
    #[must_use]
    pub fn of(acts: &[(Timestamp, ClassicAct)], moment: Timestamp) -> Self {
        let mut found = [[0.0; KINDS]; HALF_LIVES.len()];
        for (at, act) in acts.iter().filter(|(at, _)| *at <= moment) {
            let age = moment.days_since(*at);
            for (counts, half_life) in found.iter_mut().zip(HALF_LIVES) {
                let weight = (-age / half_life).exp2();
                for kind in kinds(*act).into_iter().flatten() {
                    counts[kind] += weight;
                }
            }
        }
        found.iter_mut().flatten().for_each(|count| *count = count.ln_1p());
        Self(found)
    }
}

/// A page counts as a page and in its category.
const fn kinds(act: ClassicAct) -> [Option<usize>; 2] {
    let other = 1 + PageCategory::COUNT;
    match act {
        ClassicAct::Page(None) => [Some(0), None],
        ClassicAct::Page(Some(category)) => [Some(0), Some(1 + category.index())],
        ClassicAct::Demo => [Some(other), None],
        ClassicAct::Download => [Some(other + 1), None],
        ClassicAct::Newsletter => [Some(other + 2), None],
        ClassicAct::Share => [Some(other + 3), None],
        ClassicAct::EmailOpened => [Some(other + 4), None],
        ClassicAct::VisitFromEmail => [Some(other + 5), None],
    }
}

/// An account on a past date and how far it is known to have become a decision process.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TunedRow {
    pub features: PointFeatures,
    /// 0 to 1.
    pub label: f64,
}

/// Fitted points with the half-life that explains the past best.
#[derive(Debug, Clone, PartialEq)]
pub struct TunedPoints {
    half_life: usize,
    regression: Logistic,
}

impl TunedPoints {
    /// `None` when the past holds nothing to tell apart.
    #[must_use]
    pub fn fit(rows: &[TunedRow]) -> Option<Self> {
        let fit = |half_life: usize| {
            let example = |row: &TunedRow| Example {
                features: row.features.0[half_life].to_vec(),
                label: row.label,
                weight: 1.0,
            };
            let examples: Vec<Example> = rows.iter().map(example).collect();
            Some(Self { half_life, regression: Logistic::fit(&examples, RIDGE)? })
        };
        let fits = (0..HALF_LIVES.len()).filter_map(fit);
        fits.max_by(|a, b| a.regression.mean_log_likelihood.total_cmp(&b.regression.mean_log_likelihood))
    }

    #[must_use]
    pub fn probability(&self, features: &PointFeatures) -> f64 {
        self.regression.probability(&features.0[self.half_life])
    }

    #[must_use]
    pub fn half_life_days(&self) -> f64 {
        HALF_LIVES[self.half_life]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    /// People who asked at some time in 200 days; those who did so within `memory_days` mostly went on.
    fn past(now: Timestamp, memory_days: f64) -> Vec<TunedRow> {
        let mut dice = Dice(9);
        let row = |_| {
            let (age, asked) = (dice.unit() * 200.0, dice.unit() < 0.5);
            let mut acts: Vec<(Timestamp, ClassicAct)> =
                (0..dice.below(8)).map(|_| (now.plus_days(-3.0), ClassicAct::Page(None))).collect();
            if asked {
                acts.push((now.plus_days(-age), ClassicAct::Demo));
            }
            let chance = if asked && age < memory_days { 0.9 } else { 0.02 };
            let label = f64::from(u8::from(dice.unit() < chance));
            TunedRow { features: PointFeatures::of(&acts, now), label }
        };
        (0..3_000).map(row).collect()
    }

    #[test]
    fn the_act_that_matters_is_found_with_its_half_life() {
        let now = Timestamp::from_utc_day(20_000);
        let fit = TunedPoints::fit(&past(now, 10.0)).unwrap();
        assert_eq!(fit.half_life_days(), 10.0);
        assert_eq!(TunedPoints::fit(&past(now, 150.0)).unwrap().half_life_days(), 90.0);
        let with = |acts: &[(Timestamp, ClassicAct)]| fit.probability(&PointFeatures::of(acts, now));
        assert!(with(&[(now, ClassicAct::Demo)]) > 5.0 * with(&[(now, ClassicAct::Page(None))]));
        // What lies ahead does not count.
        assert_eq!(with(&[(now.plus_days(1.0), ClassicAct::Demo)]), with(&[]));
    }

    #[test]
    fn a_past_without_outcomes_teaches_nothing() {
        let row = TunedRow { features: PointFeatures::of(&[], Timestamp::default()), label: 0.0 };
        assert_eq!(TunedPoints::fit(&[row; 10]), None);
        assert_eq!(TunedPoints::fit(&[]), None);
    }
}
