//! The rhythm from visits and silences: expectation and maximisation with the marks frozen (Baum and others 1970; the
//! counts of a continuous-time chain after Hobolth and Jensen 2005, on a grid of days).

use super::chain::{ChainCounts, carried, normalised};
use crate::belief::{LANES, PACES, STATES};
use crate::kernel::{Matrix, product, silence_matrix};
use crate::learning::Rhythm;
use crate::marks::Marks;
use crate::model::{Model, hours_between};
use crate::session::Session;
use enfilade_domain::Timestamp;

/// Silences are followed day by day for so long, then week by week.
pub(super) const DAYS_IN_DETAIL: u32 = 60;
pub(super) const WEEK: u32 = 7;
/// No silence is followed for longer than two years.
pub(super) const LONGEST_DAYS: u32 = 730;
/// Nobody is followed beyond so many visits.
pub(super) const MOST_VISITS: usize = 2_000;
/// One person in so many is held out.
pub(super) const HELD_OUT: usize = 5;

/// What is learned from one person: what each visit says, and the silences after them.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    marks: Vec<Marks>,
    /// Whole days after each visit; the last is the silence until the end of learning.
    days: Vec<u32>,
}

impl Trace {
    /// The visits of one person in time order, as known at `until`. `None` without visits.
    #[must_use]
    pub fn new(model: &Model, sessions: &[Session], until: Timestamp) -> Option<Self> {
        let known = sessions.iter().take_while(|session| session.at <= until);
        // A crowd behind one device is followed to its last visit that is looked at, and its silences with it.
        let until = sessions.get(MOST_VISITS).map_or(until, |session| session.at.min(until));
        let known = known.take(MOST_VISITS);
        let (mut marks, mut times) = (Vec::new(), Vec::new());
        for session in known {
            marks.push(model.marks(session));
            times.push(session.at);
        }
        times.push(until);
        let days = times.windows(2).map(|pair| ((hours_between(pair[0], pair[1]) + 12) / 24).min(LONGEST_DAYS));
        let days: Vec<u32> = days.collect();
        (!marks.is_empty()).then_some(Self { marks, days })
    }
}

/// Expected counts over people.
#[derive(Debug, Clone)]
struct Counts {
    chain: ChainCounts,
    paces: [f64; PACES],
    log_likelihood: f64,
}

impl Counts {
    const NONE: Self = Self { chain: ChainCounts::NONE, paces: [0.0; PACES], log_likelihood: 0.0 };
}

type Weights = [f64; STATES];

/// One step of the way: a silence of some days, or a visit.
enum Step<'a> {
    Silent { matrix: &'a Matrix, days: f64 },
    Visit { marks: &'a Marks },
}

/// The silence matrices of one pace.
struct Pace {
    day: Matrix,
    week: Matrix,
    visits: Weights,
}

/// Learns a rhythm step by step, so that whoever runs it can show progress and stop between two steps.
#[derive(Debug)]
pub struct Learning {
    published: Rhythm,
    rhythm: Rhythm,
    strength: f64,
}

impl Learning {
    /// `strength` is how much the published rhythm weighs; 1 is 1600 days for each rate.
    #[must_use]
    pub fn new(published: Rhythm, strength: f64) -> Self {
        Self { rhythm: published.clone(), published, strength }
    }

    #[must_use]
    pub const fn rhythm(&self) -> &Rhythm {
        &self.rhythm
    }

    /// One round over the people who are not held out.
    pub fn round(&mut self, traces: &[Trace]) {
        let learned: Vec<&Trace> =
            traces.iter().enumerate().filter(|(index, _)| index % HELD_OUT != 0).map(|(_, trace)| trace).collect();
        let counts = expected(&self.rhythm, &learned);
        self.rhythm = self.published.updated(&counts.chain, &counts.paces, self.strength);
    }

    /// The mean log-likelihood of the held-out people, under the published rhythm and under the learned one.
    #[must_use]
    pub fn held_out(&self, traces: &[Trace]) -> (f64, f64) {
        let held: Vec<&Trace> = traces.iter().step_by(HELD_OUT).collect();
        let mean = |rhythm: &Rhythm| expected(rhythm, &held).log_likelihood / held.len().max(1) as f64;
        (mean(&self.published), mean(&self.rhythm))
    }
}

fn expected(rhythm: &Rhythm, traces: &[&Trace]) -> Counts {
    let paces: Vec<Pace> = rhythm
        .paces
        .iter()
        .map(|(_, factor)| {
            let visits = rhythm.chain.visits.map(|rate| rate * factor);
            let day = silence_matrix(&rhythm.chain.generator, &visits, 1.0);
            let two = product(&day, &day);
            let week = product(&product(&product(&two, &two), &two), &day);
            Pace { day, week, visits }
        })
        .collect();
    let mut all = Counts::NONE;
    for trace in traces {
        let of_paces: Vec<Counts> = paces.iter().map(|pace| person(rhythm, pace, trace)).collect();
        let logs: Vec<f64> =
            of_paces.iter().zip(&rhythm.paces).map(|(c, (share, _))| c.log_likelihood + share.ln()).collect();
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logs.iter().map(|log| (log - highest).exp()).sum();
        all.log_likelihood += highest + total.ln();
        for (pace, (counts, log)) in of_paces.iter().zip(&logs).enumerate() {
            let weight = (log - highest).exp() / total;
            all.paces[pace] += weight;
            all.chain.add(&counts.chain, weight, rhythm.paces[pace].1);
        }
    }
    all
}

/// Forward and backward through one person's way at one pace.
fn person(rhythm: &Rhythm, pace: &Pace, trace: &Trace) -> Counts {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (marks, days) in trace.marks.iter().zip(&trace.days) {
        steps.push(Step::Visit { marks });
        let detail = (*days).min(DAYS_IN_DETAIL);
        let weeks = (days - detail) / WEEK;
        steps.extend((0..detail).map(|_| Step::Silent { matrix: &pace.day, days: 1.0 }));
        steps.extend((0..weeks).map(|_| Step::Silent { matrix: &pace.week, days: f64::from(WEEK) }));
    }
    let mut counts = Counts::NONE;
    let mut forward: Vec<Weights> = Vec::with_capacity(steps.len());
    let mut now = rhythm.chain.prior;
    for (index, step) in steps.iter().enumerate() {
        now = match step {
            Step::Visit { marks } => weighed(&now, marks, (index > 0).then_some(&pace.visits)),
            Step::Silent { matrix, .. } => carried(&now, matrix),
        };
        let total: f64 = now.iter().sum();
        if !(total > 0.0 && total.is_finite()) {
            return counts;
        }
        counts.log_likelihood += total.ln();
        now.iter_mut().for_each(|weight| *weight /= total);
        forward.push(now);
    }
    let mut after = [1.0; STATES];
    for (index, step) in steps.iter().enumerate().rev() {
        match step {
            Step::Visit { marks } => {
                let here = normalised(std::array::from_fn(|state| forward[index][state] * after[state]));
                let seen = if index > 0 { &mut counts.chain.visits } else { &mut counts.chain.starts };
                seen.iter_mut().zip(here).for_each(|(sum, weight)| *sum += weight);
                after = normalised(weighed(&after, marks, (index > 0).then_some(&pace.visits)));
            }
            Step::Silent { matrix, days } => {
                // The first step is always a visit.
                after = counts.chain.silent(&forward[index - 1], matrix, &after, *days);
            }
        }
    }
    counts.chain.beginnings += 1.0;
    counts
}

fn weighed(weights: &Weights, marks: &Marks, rates: Option<&Weights>) -> Weights {
    let lanes: [f32; LANES] = marks.lanes();
    std::array::from_fn(|state| weights[state] * f64::from(lanes[state]) * rates.map_or(1.0, |rates| rates[state]))
}
