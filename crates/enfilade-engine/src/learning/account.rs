//! The rhythm of accounts: expectation and maximisation of the account filter's transitions, visit rates and beginnings,
//! marks frozen. Deals and what sales heard in conversations are soft anchors: likelihoods of where the account then
//! stood, weak enough that a wrong one costs little (model note, section 5).

use enfilade_domain::{DealStage, Standing, Timestamp};

use super::chain::{Chain, ChainCounts, Hold, Silences, Span, carried, normalised};
use super::trace::{HELD_OUT, LONGEST_DAYS, MOST_VISITS, silent_steps};
use crate::account::AccountVisit;
use crate::belief::{CURIOUS, ENGAGED, GONE, ROW_OF, ROWS, STATES, STUDENT};
use crate::model::{Model, hours_between};
use crate::parameters::{ModelError, Published, scale_of};
use crate::statement::{SURE, TRUST_CONVERSATION, TRUST_OVERRULE, rows_of};

/// A learned rate stays within this factor of the published one (model note, section 4: labels of a CRM must not turn
/// evidence around).
const FARTHEST: f64 = 3.0;

/// The numbers of the account filter at one decision time, per day.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountRhythm(pub(crate) Chain);

impl AccountRhythm {
    /// The published rhythm at a decision time.
    ///
    /// # Errors
    /// The decision time lies outside what the model covers.
    pub fn published(published: &Published, decision_months: f64) -> Result<Self, ModelError> {
        let scale = scale_of(decision_months)?;
        let (rates, shape) = (&published.account, &published.shape);
        Ok(Self(Chain {
            generator: rates.generator(shape, scale),
            visits: rates.visit_rates(shape),
            prior: rates.first_belief(shape, scale),
        }))
    }

    /// For storage.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        self.0.numbers().collect()
    }

    /// The inverse of [`AccountRhythm::to_vec`].
    ///
    /// # Errors
    /// Numbers are missing, or one is no rate or no probability; the error names it.
    pub fn from_slice(values: &[f64]) -> Result<Self, ModelError> {
        if values.len() != Chain::NUMBERS {
            return Err(ModelError::Missing { expected: Chain::NUMBERS, found: values.len() });
        }
        Chain::from_numbers(values).map(Self)
    }
}

/// Where an account stood at a moment, as far as a deal or a conversation tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    at: Timestamp,
    /// A likelihood by row of the mark tables, largest 1.
    rows: [f32; ROWS],
}

impl Anchor {
    /// On the day a deal opened, by what had come of it.
    #[must_use]
    pub const fn deal(opened_at: Timestamp, stage: DealStage) -> Self {
        let [outside, regular, problem, solution, offer, sales] = match stage {
            DealStage::Won => [0.02, 0.02, 0.03, 0.12, 0.5, 1.0],
            DealStage::Lost => [0.03, 0.03, 0.05, 0.2, 0.6, 1.0],
            DealStage::Open => [0.3, 0.2, 0.25, 0.4, 0.7, 1.0],
            DealStage::NoDecision => [0.8, 0.5, 0.8, 0.8, 0.7, 0.6],
        };
        Self { at: opened_at, rows: [outside, regular, problem, solution, offer, sales, outside, outside] }
    }

    /// What sales heard in a conversation.
    #[must_use]
    pub fn conversation(at: Timestamp, standing: Standing) -> Self {
        Self::stated(at, standing, TRUST_CONVERSATION)
    }

    /// What somebody stated against a reading.
    #[must_use]
    pub fn overrule(at: Timestamp, standing: Standing) -> Self {
        Self::stated(at, standing, TRUST_OVERRULE)
    }

    /// The same about one person, as it speaks for that person's account: a committee has several minds.
    #[must_use]
    pub fn of_one_person(self) -> Self {
        Self { rows: self.rows.map(|share| (1.0 + share) / 2.0), ..self }
    }

    fn stated(at: Timestamp, standing: Standing, trust: f32) -> Self {
        Self { at, rows: rows_of(standing).map(|share| 1.0 - trust + trust * (share / SURE).min(1.0)) }
    }
}

/// One thing known of an account, in order of time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    Visit { rows: [f32; ROWS], weight: f32, credit: f32 },
    Silence { days: u16 },
    Anchor { rows: [f32; ROWS] },
}

/// What is learned from one account.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountTrace {
    known: Vec<Known>,
}

impl AccountTrace {
    /// The visits of one account and its anchors, as known at `until`, which is where its silence ends. `None` without
    /// a visit. Anchors before the first visit say nothing about visits and are left out.
    #[must_use]
    pub fn new(model: &Model, visits: &[AccountVisit<'_>], anchors: &[Anchor], until: Timestamp) -> Option<Self> {
        enum Next<'a> {
            Visit(&'a AccountVisit<'a>),
            Anchor(&'a Anchor),
        }
        let first = visits.first().map(|visit| visit.session.at).filter(|first| *first <= until)?;
        // A crowd is followed to its last visit that is looked at, and its silences with it.
        let until = visits.get(MOST_VISITS).map_or(until, |visit| visit.session.at.min(until));
        let mut all: Vec<(Timestamp, Next<'_>)> = visits
            .iter()
            .take(MOST_VISITS)
            .map(|visit| (visit.session.at, Next::Visit(visit)))
            .chain(anchors.iter().map(|anchor| (anchor.at, Next::Anchor(anchor))))
            .filter(|(at, _)| (first..=until).contains(at))
            .collect();
        all.sort_by_key(|(at, _)| *at);
        let day_of = |at: Timestamp| (hours_between(first, at) + 12) / 24;
        let mut known = Vec::with_capacity(2 * all.len() + 1);
        let mut day = 0;
        let mut pass_until = |known: &mut Vec<Known>, at: Timestamp| {
            let days = u16::try_from((day_of(at) - day).min(LONGEST_DAYS)).unwrap_or(u16::MAX);
            day = day_of(at);
            known.extend((days > 0).then_some(Known::Silence { days }));
        };
        for (at, next) in all {
            pass_until(&mut known, at);
            known.push(match next {
                Next::Visit(visit) => Known::Visit {
                    rows: model.marks(visit.session).rows,
                    weight: model.committee_weight(visit.buyer),
                    credit: visit.credit.clamp(0.0, 1.0),
                },
                Next::Anchor(anchor) => Known::Anchor { rows: anchor.rows },
            });
        }
        pass_until(&mut known, until);
        Some(Self { known })
    }
}

/// One step of the way, with what it says of each state.
struct Step {
    /// A silence, or nothing.
    silent: Option<Span>,
    /// What a visit or an anchor says by state; 1 where it is a silence.
    says: [f64; STATES],
    /// How far the state's own visit rate brought a visit, of 1.
    own: [f64; STATES],
}

type Weights = [f64; STATES];

/// Learns the rhythm of accounts step by step, so that whoever runs it can show progress and stop between two steps.
#[derive(Debug)]
pub struct AccountLearning {
    published: AccountRhythm,
    rhythm: AccountRhythm,
    casual: f64,
    hold: Hold,
}

impl AccountLearning {
    /// `strength` is how much the published rhythm weighs; 1 is 1600 days for each rate.
    #[must_use]
    pub fn new(published: AccountRhythm, model: &Model, strength: f64) -> Self {
        Self {
            rhythm: published.clone(),
            published,
            casual: f64::from(model.casual_visits),
            hold: Hold { strength, farthest: FARTHEST },
        }
    }

    #[must_use]
    pub const fn rhythm(&self) -> &AccountRhythm {
        &self.rhythm
    }

    /// One round over the accounts that are not held out.
    pub fn round(&mut self, traces: &[AccountTrace]) {
        let learned = traces.iter().enumerate().filter(|(index, _)| index % HELD_OUT != 0).map(|(_, trace)| trace);
        let (counts, _) = self.expected(&self.rhythm, learned);
        self.rhythm = AccountRhythm(self.published.0.updated(&counts, self.hold));
    }

    /// The mean log-likelihood of the held-out accounts' visits and silences, published and learned.
    #[must_use]
    pub fn held_out(&self, traces: &[AccountTrace]) -> (f64, f64) {
        let held = || traces.iter().step_by(HELD_OUT);
        let mean = |rhythm| self.expected(rhythm, held()).1 / held().count().max(1) as f64;
        (mean(&self.published), mean(&self.rhythm))
    }

    /// Expected counts, and the log-likelihood of visits and silences.
    pub(super) fn expected<'a>(
        &self,
        rhythm: &AccountRhythm,
        traces: impl Iterator<Item = &'a AccountTrace>,
    ) -> (ChainCounts, f64) {
        let chain = &rhythm.0;
        let silences = Silences::of(&chain.generator, &chain.visits);
        let (mut counts, mut log_likelihood) = (ChainCounts::NONE, 0.0);
        for trace in traces {
            log_likelihood += self.account(chain, &silences, trace, &mut counts);
        }
        counts.settle(&silences);
        // Accounts are read at one pace.
        let mut all = ChainCounts::NONE;
        all.add(&counts, 1.0);
        (all, log_likelihood)
    }

    /// Forward and backward through one account's way; adds to the counts, gives the log-likelihood.
    fn account(&self, chain: &Chain, silences: &Silences, trace: &AccountTrace, counts: &mut ChainCounts) -> f64 {
        let mut steps: Vec<Step> = Vec::with_capacity(trace.known.len());
        let mut forward: Vec<Weights> = Vec::with_capacity(trace.known.len());
        let (mut now, mut log_likelihood) = (chain.prior, 0.0);
        let quiet = |span| Step { silent: Some(span), says: [1.0; STATES], own: [0.0; STATES] };
        for known in &trace.known {
            let first = steps.len();
            match known {
                Known::Silence { days } => steps.extend(silent_steps(u32::from(*days)).map(quiet)),
                Known::Visit { rows, weight, credit } => {
                    let (factor, own) = self.visit(chain, rows, f64::from(*weight));
                    let mean: f64 = factor.iter().zip(&now).map(|(factor, weight)| factor * weight).sum();
                    if mean <= 0.0 || mean.is_nan() {
                        return log_likelihood;
                    }
                    // A visit of somebody who may not belong here says nothing if he does not.
                    let credit = f64::from(*credit);
                    let says = factor.map(|factor| credit * factor / mean + 1.0 - credit);
                    let own = std::array::from_fn(|state| own[state] * credit * factor[state] / mean / says[state]);
                    log_likelihood += credit * mean.ln();
                    steps.push(Step { silent: None, says, own });
                }
                Known::Anchor { rows } => {
                    let says = std::array::from_fn(|state| f64::from(rows[ROW_OF[state]]));
                    steps.push(Step { silent: None, says, own: [0.0; STATES] });
                }
            }
            for step in &steps[first..] {
                now = match step.silent {
                    Some(span) => carried(&now, silences.matrix(span)),
                    None => std::array::from_fn(|state| now[state] * step.says[state]),
                };
                let total: f64 = now.iter().sum();
                if !(total > 0.0 && total.is_finite()) {
                    return log_likelihood;
                }
                log_likelihood += if step.silent.is_some() { total.ln() } else { 0.0 };
                now.iter_mut().for_each(|weight| *weight /= total);
                forward.push(now);
            }
        }
        let mut after = [1.0; STATES];
        for (index, step) in steps.iter().enumerate().rev() {
            if let Some(span) = step.silent {
                // The first step is always a visit.
                after = counts.silent(&forward[index - 1], (silences, span), &after, 1.0);
            } else {
                let here = normalised(std::array::from_fn(|state| forward[index][state] * after[state]));
                if index == 0 {
                    counts.starts.iter_mut().zip(here).for_each(|(sum, weight)| *sum += weight);
                } else {
                    let seen = counts.visits.iter_mut().zip(here).zip(step.own);
                    seen.for_each(|((sum, weight), own)| *sum += weight * own);
                }
                after = normalised(std::array::from_fn(|state| after[state] * step.says[state]));
            }
        }
        counts.beginnings += 1.0;
        log_likelihood
    }

    /// How much a visit speaks for each state, as [`Model::account_step`] has it, and the part of it that is the state's
    /// own visit rather than a casual one.
    pub(super) fn visit(&self, chain: &Chain, rows: &[f32; ROWS], weight: f64) -> (Weights, Weights) {
        let (mut factor, mut own) = ([0.0; STATES], [1.0; STATES]);
        let by_casual = (1.0 - weight) * self.casual * f64::from(rows[0]);
        for state in 0..STATES {
            let (mark, rate) = (f64::from(rows[ROW_OF[state]]), chain.visits[state]);
            match state {
                0 | GONE | CURIOUS | STUDENT if rate < self.casual => {
                    factor[state] = mark * (rate + self.casual) / 2.0;
                    own[state] = rate / (rate + self.casual);
                }
                0..ENGAGED | GONE.. => factor[state] = mark * rate,
                _ => {
                    let committee = weight * rate * mark;
                    factor[state] = committee + by_casual;
                    own[state] = if factor[state] > 0.0 { committee / factor[state] } else { 0.0 };
                }
            }
        }
        (factor, own)
    }
}
