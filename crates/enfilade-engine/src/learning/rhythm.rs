//! The rhythm of a site: how often each kind of reader comes, how long pauses last, when somebody is gone for good.

use crate::belief::{GONE, PACES, QUIET, STATES};
use crate::kernel::Matrix;
use crate::parameters::{HIGHEST_RATE_PER_DAY, ModelError, Published, scale_of};

/// A learned rate stays within this factor of the published one, so that the names of the states keep their meaning.
const FARTHEST: f64 = 8.0;
/// An engaged reader comes at least this share of what is published, or engaged and quiet would become one.
const ENGAGED_FLOOR: f64 = 0.4;

/// The numbers of the person filter at one decision time, per day.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    pub(crate) generator: Matrix,
    pub(crate) visits: [f64; STATES],
    pub(crate) prior: [f64; STATES],
    /// By pace: the share of people and the factor on every visit rate.
    pub(crate) paces: [(f64, f64); PACES],
}

impl Rhythm {
    /// The published rhythm at a decision time.
    ///
    /// # Errors
    /// The decision time lies outside what the model covers.
    pub fn published(published: &Published, decision_months: f64) -> Result<Self, ModelError> {
        let scale = scale_of(decision_months)?;
        let (rates, shape) = (&published.person, &published.shape);
        Ok(Self {
            generator: rates.generator(shape, scale),
            visits: rates.visit_rates(shape),
            prior: rates.first_belief(shape, scale),
            paces: published.paces,
        })
    }

    /// The next estimate from expected counts, held near the published rhythm by pseudo-counts: `strength` times 1600
    /// days per rate and 240 people per start.
    pub(super) fn updated(&self, published: &Self, counts: &super::trace::Counts, strength: f64) -> Self {
        let (days, people) = (1_600.0 * strength, 240.0 * strength);
        let mut next = published.clone();
        let near = |value: f64, first: f64| value.clamp(first / FARTHEST, (first * FARTHEST).min(HIGHEST_RATE_PER_DAY));
        for state in 0..STATES {
            let first = published.visits[state];
            let rate = (first * days + counts.visits[state]) / (days + counts.exposure[state]);
            let is_engaged = (crate::belief::ENGAGED..QUIET).contains(&state);
            next.visits[state] = near(rate, first).max(if is_engaged { first * ENGAGED_FLOOR } else { 0.0 });
            let mut out = 0.0;
            for to in (0..STATES).filter(|to| *to != state) {
                let first = published.generator[state][to];
                if first > 0.0 {
                    let rate = (first * days + counts.transitions[state][to]) / (days + counts.dwell[state]);
                    next.generator[state][to] = near(rate, first);
                    out += next.generator[state][to];
                }
            }
            next.generator[state][state] = -out;
            next.prior[state] = (published.prior[state] * people + counts.starts[state]) / (people + counts.people);
        }
        // Nobody is gone at first sight.
        next.prior[GONE] = 0.0;
        let total: f64 = next.prior.iter().sum();
        next.prior.iter_mut().for_each(|share| *share /= total);
        for (pace, (share, _)) in next.paces.iter_mut().enumerate() {
            *share = (published.paces[pace].0 * people + counts.paces[pace]) / (people + counts.people);
        }
        next
    }

    /// For storage.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        let paces = self.paces.iter().flat_map(|(share, factor)| [*share, *factor]);
        let rows = self.generator.iter().flatten().copied();
        rows.chain(self.visits).chain(self.prior).chain(paces).collect()
    }

    /// The inverse of [`Rhythm::to_vec`].
    ///
    /// # Errors
    /// Numbers are missing, or one is no rate or no probability; the error names it.
    pub fn from_slice(values: &[f64]) -> Result<Self, ModelError> {
        const RATES: usize = STATES * STATES;
        let count = RATES + 2 * STATES + 2 * PACES;
        if values.len() != count {
            return Err(ModelError::Missing { expected: count, found: values.len() });
        }
        let generator: Matrix = std::array::from_fn(|from| std::array::from_fn(|to| values[from * STATES + to]));
        for (from, row) in generator.iter().enumerate() {
            for (to, rate) in row.iter().enumerate() {
                let usable = if from == to { *rate <= 0.0 } else { (0.0..=HIGHEST_RATE_PER_DAY).contains(rate) };
                if !usable {
                    return Err(ModelError::Rate { name: "a learned transition", value: *rate });
                }
            }
            if row.iter().sum::<f64>().abs() > 1e-6 {
                return Err(ModelError::Rate {
                    name: "the sum of a row of learned transitions",
                    value: row.iter().sum(),
                });
            }
        }
        let visits: [f64; STATES] = std::array::from_fn(|state| values[RATES + state]);
        if let Some(value) = visits.iter().find(|rate| !(0.0..=HIGHEST_RATE_PER_DAY).contains(*rate)) {
            return Err(ModelError::Rate { name: "a learned visit rate", value: *value });
        }
        let prior: [f64; STATES] = std::array::from_fn(|state| values[RATES + STATES + state]);
        if let Some(value) = prior.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(ModelError::Probability { name: "a learned start", value: *value });
        }
        let first = RATES + 2 * STATES;
        let paces: [(f64, f64); PACES] =
            std::array::from_fn(|pace| (values[first + 2 * pace], values[first + 2 * pace + 1]));
        if let Some((share, _)) = paces.iter().find(|(share, factor)| !(*share > 0.0 && *factor > 0.0)) {
            return Err(ModelError::Weight { name: "a learned pace", value: *share });
        }
        Ok(Self { generator, visits, prior, paces })
    }
}
