//! The numbers of one filter that a workspace can teach: where journeys go, how often each state visits, where they
//! begin. Estimates are pulled towards the published numbers and held within bounds around them.

use crate::belief::{ENGAGED, GONE, QUIET, STATES};
use crate::kernel::{Matrix, product, silence_matrix};
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
    /// Silent steps that are not settled yet, by their span: sums of what was known before times what follows says.
    passed: [Matrix; SPANS.len()],
}

/// How far a silence is followed in one step, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Day,
    Week,
}

const SPANS: [Span; 2] = [Span::Day, Span::Week];

impl Span {
    pub(super) const fn days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

/// The silence matrices of one chain, by span.
#[derive(Debug, Clone)]
pub(super) struct Silences([Matrix; SPANS.len()]);

impl Silences {
    pub(super) fn of(generator: &Matrix, visits: &[f64; STATES]) -> Self {
        let day = silence_matrix(generator, visits, 1.0);
        let two = product(&day, &day);
        let week = product(&product(&product(&two, &two), &two), &day);
        Self([day, week])
    }

    pub(super) const fn matrix(&self, span: Span) -> &Matrix {
        &self.0[span as usize]
    }
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
        passed: [[[0.0; STATES]; STATES]; SPANS.len()],
    };

    /// Adds others that are settled, at a factor on their visit rates.
    pub(super) fn add(&mut self, other: &Self, factor: f64) {
        self.beginnings += other.beginnings;
        for state in 0..STATES {
            self.dwell[state] += other.dwell[state];
            self.exposure[state] += factor * other.dwell[state];
            self.visits[state] += other.visits[state];
            self.starts[state] += other.starts[state];
            for to in 0..STATES {
                self.transitions[state][to] += other.transitions[state][to];
            }
        }
    }

    /// A silent step, counted with a weight. `before` is what is known up to it, `after` what follows says; returns what
    /// it and what follows say together, brought to sum 1. Where it was spent and what was crossed is known once all
    /// steps are [settled](Self::settle): the matrix is the same for all of them, so each step only adds its two ends.
    pub(super) fn silent(
        &mut self,
        before: &[f64; STATES],
        (silences, span): (&Silences, Span),
        after: &[f64; STATES],
        weight: f64,
    ) -> [f64; STATES] {
        let earlier: [f64; STATES] = std::array::from_fn(|from| dot(&silences.matrix(span)[from], after));
        let total = dot(before, &earlier);
        if total > 0.0 {
            for (sums, before) in self.passed[span as usize].iter_mut().zip(before) {
                let share = weight * before / total;
                for (sum, after) in sums.iter_mut().zip(after) {
                    *sum += share * after;
                }
            }
        }
        normalised(earlier)
    }

    /// Turns the silent steps so far into days and transitions, under the matrices they were taken with.
    pub(super) fn settle(&mut self, silences: &Silences) {
        for span in SPANS {
            let half = f64::from(span.days()) / 2.0;
            let passed = std::mem::replace(&mut self.passed[span as usize], [[0.0; STATES]; STATES]);
            for (from, (sums, chances)) in passed.iter().zip(silences.matrix(span)).enumerate() {
                for (to, (sum, chance)) in sums.iter().zip(chances).enumerate() {
                    let share = sum * chance;
                    self.dwell[from] += half * share;
                    self.dwell[to] += half * share;
                    if from != to {
                        self.transitions[from][to] += share;
                    }
                }
            }
        }
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

#[inline]
fn dot(one: &[f64; STATES], other: &[f64; STATES]) -> f64 {
    // Four partial sums: one running sum would be a chain the processor must wait for.
    let mut partial = [0.0; 4];
    let (ones, last) = one.as_chunks::<4>();
    let (others, other_last) = other.as_chunks::<4>();
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in partial.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let rest: f64 = last.iter().zip(other_last).map(|(one, other)| one * other).sum();
    (partial[0] + partial[1]) + (partial[2] + partial[3]) + rest
}

/// Weights carried through a silence.
#[inline]
pub(super) fn carried(weights: &[f64; STATES], matrix: &Matrix) -> [f64; STATES] {
    let mut next = [0.0; STATES];
    for (weight, row) in weights.iter().zip(matrix) {
        for (sum, chance) in next.iter_mut().zip(row) {
            *sum += weight * chance;
        }
    }
    next
}

#[inline]
pub(super) fn normalised(mut weights: [f64; STATES]) -> [f64; STATES] {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= total);
    }
    weights
}
