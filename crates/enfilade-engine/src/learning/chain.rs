//! The numbers of one filter that a workspace can teach: where journeys go, how often each state visits, where they
//! begin. Estimates are pulled towards the published numbers and held within bounds around them.

use crate::belief::{ENGAGED, GONE, QUIET, STATES};
use crate::kernel::Matrix;
use crate::parameters::{HIGHEST_RATE_PER_DAY, ModelError};

/// An engaged reader comes at least this share of what is published, or engaged and quiet would become one.
const ENGAGED_FLOOR: f64 = 0.4;
/// Of the published numbers, at strength 1: days behind each rate and beginnings behind the starts.
const DAYS: f64 = 1_600.0;
const BEGINNINGS: f64 = 240.0;

/// A chain in continuous time that is seen by its visits; rates per day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) generator: Matrix,
    pub(crate) visits: [f64; STATES],
    pub(crate) prior: [f64; STATES],
}

/// Expected counts of a chain over everything it was learned from.
#[derive(Debug, Clone)]
pub(super) struct ChainCounts {
    /// Lives that began.
    pub(super) beginnings: f64,
    pub(super) starts: [f64; STATES],
    /// Days in each state.
    pub(super) dwell: [f64; STATES],
    /// Days in each state, times the factor of the pace.
    pub(super) exposure: [f64; STATES],
    pub(super) transitions: Matrix,
    pub(super) visits: [f64; STATES],
}

/// How an estimate is held near the published numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hold {
    /// How much the published numbers weigh; 1 is 1600 days for each rate and 240 beginnings.
    pub(super) strength: f64,
    /// A rate stays within this factor of the published one, so that the names of the states keep their meaning.
    pub(super) farthest: f64,
}

impl Hold {
    /// Beginnings behind the published starts.
    pub(super) fn beginnings(self) -> f64 {
        BEGINNINGS * self.strength
    }
}

impl ChainCounts {
    pub(super) const NONE: Self = Self {
        beginnings: 0.0,
        starts: [0.0; STATES],
        dwell: [0.0; STATES],
        exposure: [0.0; STATES],
        transitions: [[0.0; STATES]; STATES],
        visits: [0.0; STATES],
    };

    /// Adds others, weighted, at a factor on their visit rates.
    pub(super) fn add(&mut self, other: &Self, weight: f64, factor: f64) {
        self.beginnings += weight * other.beginnings;
        for state in 0..STATES {
            self.dwell[state] += weight * other.dwell[state];
            self.exposure[state] += weight * factor * other.dwell[state];
            self.visits[state] += weight * other.visits[state];
            self.starts[state] += weight * other.starts[state];
            for to in 0..STATES {
                self.transitions[state][to] += weight * other.transitions[state][to];
            }
        }
    }

    /// A silent step of some days: adds where it was spent and what was crossed. `before` is what is known up to it,
    /// `after` what follows says; returns what it and what follows say together, brought to sum 1.
    pub(super) fn silent(
        &mut self,
        before: &[f64; STATES],
        matrix: &Matrix,
        after: &[f64; STATES],
        days: f64,
    ) -> [f64; STATES] {
        let mut total = 0.0;
        let mut joint = [[0.0; STATES]; STATES];
        let mut earlier = [0.0; STATES];
        for (from, row) in matrix.iter().enumerate() {
            for (to, chance) in row.iter().enumerate() {
                let onward = chance * after[to];
                earlier[from] += onward;
                joint[from][to] = before[from] * onward;
                total += joint[from][to];
            }
        }
        if total > 0.0 {
            for (from, row) in joint.iter().enumerate() {
                for (to, weight) in row.iter().enumerate() {
                    let share = weight / total;
                    self.dwell[from] += days * share / 2.0;
                    self.dwell[to] += days * share / 2.0;
                    if from != to {
                        self.transitions[from][to] += share;
                    }
                }
            }
        }
        normalised(earlier)
    }
}

impl Chain {
    /// The next estimate from expected counts.
    pub(super) fn updated(&self, counts: &ChainCounts, hold: Hold) -> Self {
        let (days, beginnings) = (DAYS * hold.strength, hold.beginnings());
        let near = |value: f64, first: f64| {
            value.clamp(first / hold.farthest, (first * hold.farthest).min(HIGHEST_RATE_PER_DAY).max(first))
        };
        let mut next = self.clone();
        for state in 0..STATES {
            let first = self.visits[state];
            let rate = (first * days + counts.visits[state]) / (days + counts.exposure[state]);
            let is_engaged = (ENGAGED..QUIET).contains(&state);
            next.visits[state] = near(rate, first).max(if is_engaged { first * ENGAGED_FLOOR } else { 0.0 });
            let mut out = 0.0;
            for to in (0..STATES).filter(|to| *to != state) {
                let first = self.generator[state][to];
                if first > 0.0 {
                    let rate = (first * days + counts.transitions[state][to]) / (days + counts.dwell[state]);
                    next.generator[state][to] = near(rate, first);
                    out += next.generator[state][to];
                }
            }
            next.generator[state][state] = -out;
            next.prior[state] =
                (self.prior[state] * beginnings + counts.starts[state]) / (beginnings + counts.beginnings);
        }
        // Nobody is gone at first sight.
        next.prior[GONE] = 0.0;
        let total: f64 = next.prior.iter().sum();
        next.prior.iter_mut().for_each(|share| *share /= total);
        next
    }

    /// For storage.
    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        self.generator.iter().flatten().copied().chain(self.visits).chain(self.prior)
    }

    /// How many numbers a chain is.
    pub(super) const NUMBERS: usize = STATES * STATES + 2 * STATES;

    /// The inverse of [`Chain::numbers`]; looks at the first of the values.
    pub(super) fn from_numbers(values: &[f64]) -> Result<Self, ModelError> {
        const RATES: usize = STATES * STATES;
        if values.len() < Self::NUMBERS {
            return Err(ModelError::Missing { expected: Self::NUMBERS, found: values.len() });
        }
        let generator: Matrix = std::array::from_fn(|from| std::array::from_fn(|to| values[from * STATES + to]));
        for (from, row) in generator.iter().enumerate() {
            for (to, rate) in row.iter().enumerate() {
                let usable = if from == to { *rate <= 0.0 } else { (0.0..=HIGHEST_RATE_PER_DAY).contains(rate) };
                if !usable {
                    return Err(ModelError::Rate { name: "a learned transition", value: *rate });
                }
            }
            let sum: f64 = row.iter().sum();
            if sum.abs() > 1e-6 {
                return Err(ModelError::Rate { name: "the sum of a row of learned transitions", value: sum });
            }
        }
        let visits: [f64; STATES] = std::array::from_fn(|state| values[RATES + state]);
        if let Some(value) = visits.iter().find(|rate| !(**rate > 0.0 && **rate <= HIGHEST_RATE_PER_DAY)) {
            return Err(ModelError::Rate { name: "a learned visit rate", value: *value });
        }
        let prior: [f64; STATES] = std::array::from_fn(|state| values[RATES + STATES + state]);
        if let Some(value) = prior.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            return Err(ModelError::Probability { name: "a learned start", value: *value });
        }
        let sum: f64 = prior.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(ModelError::Weight { name: "the sum of learned starts", value: sum });
        }
        Ok(Self { generator, visits, prior })
    }
}

/// Weights carried through a silence.
pub(super) fn carried(weights: &[f64; STATES], matrix: &Matrix) -> [f64; STATES] {
    let mut next = [0.0; STATES];
    for (weight, row) in weights.iter().zip(matrix) {
        for (sum, chance) in next.iter_mut().zip(row) {
            *sum += weight * chance;
        }
    }
    next
}

pub(super) fn normalised(mut weights: [f64; STATES]) -> [f64; STATES] {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= total);
    }
    weights
}
