//! Will somebody who is silent come back? Three plain answers from the days of his visits.

use super::bg_nbd::VisitRecord;
use super::logistic::{Example, Logistic};

/// Half-life of the decayed count, in days.
const HALF_LIFE_DAYS: f64 = 30.0;
const RIDGE: f64 = 1.0;

/// When somebody visited, as days before now.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitHistory {
    /// Ages of the days with a visit, oldest first; at least one, none negative.
    ages_days: Vec<f64>,
}

impl VisitHistory {
    /// `None` without a visit. Several visits of one day count once.
    #[must_use]
    pub fn new(ages_days: &[f64]) -> Option<Self> {
        let mut ages: Vec<f64> = ages_days.iter().copied().filter(|age| *age >= 0.0).collect();
        ages.sort_by(|a, b| b.total_cmp(a));
        ages.dedup_by(|later, earlier| *earlier - *later < 1.0 && earlier.floor() == later.floor());
        (!ages.is_empty()).then_some(Self { ages_days: ages })
    }

    /// Days since the last visit.
    #[must_use]
    pub fn recency_days(&self) -> f64 {
        self.ages_days.last().copied().unwrap_or(0.0)
    }

    /// Days since the first visit.
    #[must_use]
    pub fn tenure_days(&self) -> f64 {
        self.ages_days.first().copied().unwrap_or(0.0)
    }

    /// Days with a visit.
    #[must_use]
    pub fn count(&self) -> f64 {
        self.ages_days.len() as f64
    }

    /// Visits, each counting half after thirty days.
    #[must_use]
    pub fn decayed_count(&self) -> f64 {
        self.ages_days.iter().map(|age| (-age / HALF_LIFE_DAYS).exp2()).sum()
    }

    /// The same in the form of the BG/NBD model.
    #[must_use]
    pub fn record(&self) -> VisitRecord {
        let age_days = self.tenure_days();
        VisitRecord { repeats: self.count() - 1.0, last_days: age_days - self.recency_days(), age_days }
    }

    fn features(&self) -> Vec<f64> {
        vec![self.recency_days().ln_1p(), self.count().ln(), self.tenure_days().ln_1p()]
    }
}

/// Logistic regression on recency, frequency and tenure, each on a logarithmic scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnLogistic(Logistic);

impl ReturnLogistic {
    /// Learns from people at an earlier moment and whether they then came back. `None` when all or none did.
    #[must_use]
    pub fn fit(people: &[(VisitHistory, bool)]) -> Option<Self> {
        let example = |(history, came): &(VisitHistory, bool)| Example {
            features: history.features(),
            label: f64::from(u8::from(*came)),
            weight: 1.0,
        };
        let examples: Vec<Example> = people.iter().map(example).collect();
        Logistic::fit(&examples, RIDGE).map(Self)
    }

    #[must_use]
    pub fn probability(&self, history: &VisitHistory) -> f64 {
        self.0.probability(&history.features())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_as_by_hand() {
        let history = VisitHistory::new(&[3.2, 60.0, 30.0, 3.7, -5.0]).unwrap();
        assert_eq!((history.recency_days(), history.tenure_days(), history.count()), (3.7, 60.0, 3.0));
        assert!((history.decayed_count() - (0.25 + 0.5 + (-3.7_f64 / 30.0).exp2())).abs() < 1e-12);
        assert_eq!(history.record(), VisitRecord { repeats: 2.0, last_days: 56.3, age_days: 60.0 });
        assert_eq!(VisitHistory::new(&[]), None);
    }

    #[test]
    fn who_came_lately_and_often_comes_back() {
        let history = |recency: f64, count: usize| {
            VisitHistory::new(&(0..count).map(|n| recency + 2.0 * n as f64).collect::<Vec<_>>()).unwrap()
        };
        let people: Vec<(VisitHistory, bool)> = (1..60)
            .flat_map(|day| {
                [(history(f64::from(day), 5), day % 7 != 0 && day < 30), (history(f64::from(day), 1), day % 9 == 0)]
            })
            .collect();
        let fit = ReturnLogistic::fit(&people).unwrap();
        assert!(fit.probability(&history(3.0, 6)) > fit.probability(&history(50.0, 6)));
        assert!(fit.probability(&history(3.0, 6)) > fit.probability(&history(3.0, 1)));
        assert_eq!(ReturnLogistic::fit(&people[..0]), None);
    }
}
