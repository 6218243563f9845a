//! The BG/NBD model of repeat visits: Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing
//! Science 24 (2005).
//!
//! While alive, a person visits at a rate of his own (gamma with shape r and rate α over people); after every repeat
//! visit he may leave for good with a probability of his own (beta with a and b). Equation numbers are the paper's.

use std::collections::HashMap;

use super::special::{ln_beta, ln_gamma};

/// What the model needs of a person, in days since the first visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisitRecord {
    /// Visits after the first; x in the paper.
    pub repeats: f64,
    /// Days from the first to the last visit; t_x.
    pub last_days: f64,
    /// Days from the first visit until now; T.
    pub age_days: f64,
}

/// Fitted parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// Shape of the rates; r.
    pub shape: f64,
    /// Rate of the rates, in days; α.
    pub rate_days: f64,
    /// Dropouts; a.
    pub dropouts: f64,
    /// Stays; b.
    pub stays: f64,
}

/// People below whom four parameters are not worth fitting.
const FEWEST_PEOPLE: usize = 20;
const MOST_STEPS: usize = 600;

impl BgNbd {
    /// Maximum likelihood by a downhill simplex over the logarithms of the parameters. `None` for fewer than twenty
    /// people, or when nobody came back.
    #[must_use]
    pub fn fit(people: &[VisitRecord]) -> Option<Self> {
        if people.len() < FEWEST_PEOPLE || people.iter().all(|person| person.repeats == 0.0) {
            return None;
        }
        // People of one record to the day are counted once with their number.
        let mut groups: HashMap<[i64; 3], f64> = HashMap::new();
        for person in people {
            let key = [person.repeats, person.last_days, person.age_days].map(|number| number.max(0.0).round() as i64);
            *groups.entry(key).or_default() += 1.0;
        }
        let mut groups: Vec<(VisitRecord, f64)> = groups
            .into_iter()
            .map(|([repeats, last, age], count)| {
                let (repeats, last_days, age_days) = (repeats as f64, last as f64, age.max(last) as f64);
                (VisitRecord { repeats, last_days, age_days }, count)
            })
            .collect();
        // In a fixed order, so that sums do not depend on how a table was laid out.
        groups.sort_by(|(a, _), (b, _)| {
            let order = a.repeats.total_cmp(&b.repeats).then(a.last_days.total_cmp(&b.last_days));
            order.then(a.age_days.total_cmp(&b.age_days))
        });
        let cost = |logs: &[f64; 4]| {
            let model = Self::of_logs(logs);
            let sum: f64 = groups.iter().map(|(person, count)| count * model.ln_likelihood(person)).sum();
            // A faint pull to moderate numbers; without it a and b run away together where nobody drops out.
            -sum + 1e-3 * logs.iter().map(|log| log * log).sum::<f64>()
        };
        let days = people.iter().map(|person| person.age_days).sum::<f64>() / people.len() as f64;
        let best = simplex(&cost, [-0.7, (days.max(1.0) / 4.0).ln(), 0.0, 0.7]);
        best.iter().all(|log| log.is_finite()).then(|| Self::of_logs(&best))
    }

    fn of_logs(logs: &[f64; 4]) -> Self {
        let [shape, rate_days, dropouts, stays] = logs.map(f64::exp);
        Self { shape, rate_days, dropouts, stays }
    }

    /// Logarithm of equation (6).
    #[must_use]
    pub fn ln_likelihood(&self, person: &VisitRecord) -> f64 {
        let x = person.repeats;
        let rates = ln_gamma(self.shape + x) - ln_gamma(self.shape) + self.shape * self.rate_days.ln();
        let stayed = ln_beta(self.dropouts, self.stays + x)
            - ln_beta(self.dropouts, self.stays)
            - (self.shape + x) * (self.rate_days + person.age_days).ln();
        if x == 0.0 {
            return rates + stayed;
        }
        let left = ln_beta(self.dropouts + 1.0, self.stays + x - 1.0)
            - ln_beta(self.dropouts, self.stays)
            - (self.shape + x) * (self.rate_days + person.last_days).ln();
        let top = stayed.max(left);
        rates + top + ((stayed - top).exp() + (left - top).exp()).ln()
    }

    /// Probability that the person has not left for good.
    #[must_use]
    pub fn alive(&self, person: &VisitRecord) -> f64 {
        if person.repeats == 0.0 {
            return 1.0;
        }
        let odds = self.dropouts / (self.stays + person.repeats - 1.0);
        let silence = (self.rate_days + person.age_days) / (self.rate_days + person.last_days);
        1.0 / (1.0 + odds * silence.powf(self.shape + person.repeats))
    }

    /// Probability of at least one visit within so many days: alive, and not silent at a rate that is gamma with
    /// shape r + x and rate α + T.
    #[must_use]
    pub fn visit_within(&self, person: &VisitRecord, days: f64) -> f64 {
        let until_now = self.rate_days + person.age_days;
        let silent = (until_now / (until_now + days)).powf(self.shape + person.repeats);
        self.alive(person) * (1.0 - silent)
    }
}

/// Nelder and Mead's downhill simplex (1965) in four dimensions, with their own coefficients.
fn simplex(cost: &dyn Fn(&[f64; 4]) -> f64, start: [f64; 4]) -> [f64; 4] {
    let guarded = |at: [f64; 4]| {
        let value = cost(&at);
        (at, if value.is_nan() { f64::INFINITY } else { value })
    };
    let mut points: Vec<([f64; 4], f64)> = vec![guarded(start)];
    for axis in 0..4 {
        let mut corner = start;
        corner[axis] += 0.8;
        points.push(guarded(corner));
    }
    for _ in 0..MOST_STEPS {
        points.sort_by(|a, b| a.1.total_cmp(&b.1));
        if points[4].1 - points[0].1 < 1e-9 * points[0].1.abs().max(1.0) {
            break;
        }
        let centre: [f64; 4] =
            std::array::from_fn(|axis| points[..4].iter().map(|(at, _)| at[axis]).sum::<f64>() / 4.0);
        let (worst, worst_cost) = points[4];
        let along =
            |factor: f64| guarded(std::array::from_fn(|axis| centre[axis] + factor * (centre[axis] - worst[axis])));
        let reflected = along(1.0);
        let next = if reflected.1 < points[0].1 {
            let further = along(2.0);
            if further.1 < reflected.1 { further } else { reflected }
        } else if reflected.1 < points[3].1 {
            reflected
        } else if reflected.1 < worst_cost {
            along(0.5)
        } else {
            along(-0.5)
        };
        if next.1 < worst_cost {
            points[4] = next;
        } else {
            let best = points[0].0;
            for (at, value) in &mut points[1..] {
                (*at, *value) = guarded(std::array::from_fn(|axis| (at[axis] + best[axis]) / 2.0));
            }
        }
    }
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    points[0].0
}

#[cfg(test)]
#[path = "bg_nbd_tests.rs"]
mod tests;
