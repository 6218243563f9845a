//! The rhythm from visits and silences: expectation and maximisation with the marks frozen (Baum and others 1970; the
//! counts of a continuous-time chain after Hobolth and Jensen 2005, on a grid of days).

use super::chain::{ChainCounts, Silences, Span, carried, normalised};
use crate::belief::{LANES, PACES, STATES};
use crate::learning::Rhythm;
use crate::marks::Marks;
use crate::model::{Model, hours_between};
use crate::session::Session;
use enfilade_domain::Timestamp;

/// Silences are followed day by day for so long, then week by week.
pub(super) const DAYS_IN_DETAIL: u32 = 60;
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

type Weights = [f64; STATES];

/// One step of the way: a visit, or a silence.
#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Visit { marks: &'a Marks },
    Silent { span: Span },
}

/// One pace, and what was counted of it.
struct Pace {
    silences: Silences,
    visits: Weights,
    counts: ChainCounts,
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
    let mut paces: [Pace; PACES] = std::array::from_fn(|pace| {
        let visits = rhythm.chain.visits.map(|rate| rate * rhythm.paces[pace].1);
        Pace { silences: Silences::of(&rhythm.chain.generator, &visits), visits, counts: ChainCounts::NONE }
    });
    let mut all = Counts { chain: ChainCounts::NONE, paces: [0.0; PACES], log_likelihood: 0.0 };
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut ways: [Vec<Weights>; PACES] = Default::default();
    for trace in traces {
        trace.steps(&mut steps);
        let logs: [f64; PACES] = std::array::from_fn(|pace| {
            forward(&rhythm.chain.prior, &paces[pace], &steps, &mut ways[pace]) + rhythm.paces[pace].0.ln()
        });
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logs.iter().map(|log| (log - highest).exp()).sum();
        all.log_likelihood += highest + total.ln();
        for (pace, log) in logs.iter().enumerate() {
            let weight = (log - highest).exp() / total;
            all.paces[pace] += weight;
            backward(&mut paces[pace], &steps, &ways[pace], weight);
        }
    }
    for (pace, (_, factor)) in paces.iter_mut().zip(rhythm.paces) {
        pace.counts.settle(&pace.silences);
        all.chain.add(&pace.counts, factor);
    }
    all
}

impl Trace {
    fn steps<'a>(&'a self, steps: &mut Vec<Step<'a>>) {
        steps.clear();
        for (marks, days) in self.marks.iter().zip(&self.days) {
            steps.push(Step::Visit { marks });
            steps.extend(silent_steps(*days).map(|span| Step::Silent { span }));
        }
    }
}

/// A silence of some days, step by step.
pub(super) fn silent_steps(days: u32) -> impl Iterator<Item = Span> {
    let detail = days.min(DAYS_IN_DETAIL);
    let weeks = (days - detail) / Span::Week.days();
    (0..detail).map(|_| Span::Day).chain((0..weeks).map(|_| Span::Week))
}

/// What is known after each step of one person's way at one pace, and the log-likelihood of it. Stops where the way
/// becomes impossible.
fn forward(prior: &Weights, pace: &Pace, steps: &[Step<'_>], way: &mut Vec<Weights>) -> f64 {
    way.clear();
    let (mut now, mut log_likelihood) = (*prior, 0.0);
    for (index, step) in steps.iter().enumerate() {
        now = match step {
            Step::Visit { marks } => weighed(&now, marks, (index > 0).then_some(&pace.visits)),
            Step::Silent { span } => carried(&now, pace.silences.matrix(*span)),
        };
        let total: f64 = now.iter().sum();
        if !(total > 0.0 && total.is_finite()) {
            break;
        }
        log_likelihood += total.ln();
        now.iter_mut().for_each(|weight| *weight /= total);
        way.push(now);
    }
    log_likelihood
}

/// Back over a way that was gone through to its end, counting it with a weight.
fn backward(pace: &mut Pace, steps: &[Step<'_>], way: &[Weights], weight: f64) {
    if way.len() < steps.len() {
        return;
    }
    let counts = &mut pace.counts;
    let mut after = [1.0; STATES];
    for (index, step) in steps.iter().enumerate().rev() {
        match step {
            Step::Visit { marks } => {
                let here = normalised(std::array::from_fn(|state| way[index][state] * after[state]));
                let seen = if index > 0 { &mut counts.visits } else { &mut counts.starts };
                seen.iter_mut().zip(here).for_each(|(sum, share)| *sum += weight * share);
                after = normalised(weighed(&after, marks, (index > 0).then_some(&pace.visits)));
            }
            Step::Silent { span } => {
                // The first step is always a visit.
                after = counts.silent(&way[index - 1], (&pace.silences, *span), &after, weight);
            }
        }
    }
    counts.beginnings += weight;
}

fn weighed(weights: &Weights, marks: &Marks, rates: Option<&Weights>) -> Weights {
    let lanes: [f32; LANES] = marks.lanes();
    std::array::from_fn(|state| weights[state] * f64::from(lanes[state]) * rates.map_or(1.0, |rates| rates[state]))
}
