//! Why a belief is what it is: every change of the log-odds of the late rooms, cause by cause.
//!
//! The causes of a visit are added in a fixed order (silence, the visit itself, page categories, depth, source,
//! acts), and after each the log-odds of being in Offer or Sales are taken. The differences add up to the belief's
//! own log-odds exactly; nothing is estimated.

use enfilade_domain::{PageCategory, Source, Timestamp};

use crate::account::{AccountVisit, credited};
use crate::belief::{DEEP_QUIET, ENGAGED, LANES, Lanes, QUIET, ROW_OF};
use crate::marks::{ROW_LANES, RowLogs, add};
use crate::model::{Filter, Model};
use crate::session::Session;
use crate::statement::{self, Next, Rest, StatedEvidence, in_order};

/// What changed the belief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Nothing was seen, for this many full hours.
    Silence { hours: u32 },
    /// That somebody came at all.
    Visit,
    /// This many pages of one category, and how long they were read.
    Pages { category: PageCategory, count: u32 },
    /// How many pages the visit had, and how long pages about nothing in particular were read.
    Extent { pages: u32 },
    /// The way the visitor came.
    Source(Source),
    /// A demo or contact was asked for (or not).
    Demo(bool),
    /// A piece was downloaded (or not).
    Download(bool),
    /// A piece was shared (or not).
    Share(bool),
    /// Something was stated; its position among the statements given.
    Stated { statement: usize },
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When the change was complete: the visit, or the moment of the reading for the last silence.
    pub at: Timestamp,
    /// Which visit, counted from 0; `None` for the silence after the last one and for statements.
    pub session: Option<usize>,
    pub cause: Cause,
    /// Change of the log-odds of being in Offer or Sales.
    pub change: f64,
}

/// All changes from first sight to the moment of the reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Log-odds of the late rooms before anything was seen.
    pub prior: f64,
    pub steps: Vec<Step>,
    /// Log-odds of the late rooms at the moment; `prior` plus all changes.
    pub total: f64,
}

/// The categories in the order of the tables.
const CATEGORIES: [PageCategory; PageCategory::COUNT] = [
    PageCategory::Problem,
    PageCategory::Solution,
    PageCategory::Offer,
    PageCategory::Sales,
    PageCategory::Product,
    PageCategory::Pricing,
    PageCategory::Careers,
    PageCategory::About,
    PageCategory::Docs,
    PageCategory::Home,
    PageCategory::Demo,
];

/// Weights below this are taken for this, so that log-odds stay finite.
const SMALLEST: f64 = 1e-30;

/// Takes down the changes.
struct Record {
    steps: Vec<Step>,
    log_odds: f64,
}

impl Record {
    fn note(&mut self, at: Timestamp, session: Option<usize>, cause: Cause, log_odds: f64) {
        self.steps.push(Step { at, session, cause, change: log_odds - self.log_odds });
        self.log_odds = log_odds;
    }
}

impl Model {
    /// Explains a person's belief at a moment by the visits up to it, which must be in time order. `None` without visits.
    #[must_use]
    pub fn explain_person(&self, sessions: &[Session], moment: Timestamp) -> Option<Explanation> {
        self.explain_person_stated(sessions, &[], moment)
    }

    /// As [`Model::explain_person`], with what was stated about the person, in time order.
    #[must_use]
    pub fn explain_person_stated(
        &self,
        sessions: &[Session],
        stated: &[StatedEvidence],
        moment: Timestamp,
    ) -> Option<Explanation> {
        let visits: Vec<&Session> = sessions.iter().collect();
        let weigh = |_: usize, is_first: bool, pace: usize, before: &Lanes, marks: &Lanes| {
            let weighed = times(before, marks);
            if is_first { weighed } else { times(&weighed, &self.person.paces[pace].visits) }
        };
        let paces = std::array::from_fn(|pace| &self.person.paces[pace]);
        self.explain(paces, self.person.prior.0, &visits, stated, moment, &weigh)
    }

    /// Explains an account's belief at a moment by the visits up to it, which must be in time order. `None` without visits.
    #[must_use]
    pub fn explain_account(&self, visits: &[AccountVisit<'_>], moment: Timestamp) -> Option<Explanation> {
        self.explain_account_stated(visits, &[], moment)
    }

    /// As [`Model::explain_account`], with what was stated about the account, in time order.
    #[must_use]
    pub fn explain_account_stated(
        &self,
        visits: &[AccountVisit<'_>],
        stated: &[StatedEvidence],
        moment: Timestamp,
    ) -> Option<Explanation> {
        let sessions: Vec<&Session> = visits.iter().map(|visit| visit.session).collect();
        let weigh = |index: usize, _: bool, _: usize, before: &Lanes, marks: &Lanes| {
            credited(before, &self.account_factor(marks, visits[index].buyer), visits[index].credit)
        };
        self.explain([&self.account], [self.account.prior.0], &sessions, stated, moment, &weigh)
    }

    /// Goes through visits and statements in order, for a belief in one or several strands (the paces of a person).
    /// `weigh` turns the likelihoods of a visit into weights of the states of one strand: given are the position of the
    /// visit, whether it is the first thing known, the strand, its weights before and the likelihoods.
    fn explain<const N: usize>(
        &self,
        filters: [&Filter; N],
        prior: [Lanes; N],
        sessions: &[&Session],
        stated: &[StatedEvidence],
        moment: Timestamp,
        weigh: &dyn Fn(usize, bool, usize, &Lanes, &Lanes) -> Lanes,
    ) -> Option<Explanation> {
        let first = late_log_odds(&prior);
        let mut record = Record { steps: Vec::new(), log_odds: first };
        let mut state: Option<([Lanes; N], Timestamp)> = None;
        let mut rest = Rest::default();
        let silent = |strands: &[Lanes; N], hours: u32| -> [Lanes; N] {
            normalised(std::array::from_fn(|strand| filters[strand].kernel.silence(strands[strand], hours)))
        };
        let moments: Vec<Timestamp> = sessions.iter().map(|session| session.at).collect();
        for (at, next) in in_order(&moments, stated).into_iter().take_while(|(at, _)| *at <= moment) {
            let index = if let Next::Visit(index) = next { Some(index) } else { None };
            let before = match &state {
                None => prior,
                Some((belief, earlier)) => {
                    let hours = rest.hours(*earlier, at);
                    let quiet = silent(belief, hours);
                    record.note(at, index, Cause::Silence { hours }, late_log_odds(&quiet));
                    quiet
                }
            };
            let after = match next {
                Next::Visit(index) => {
                    let is_first = state.is_none();
                    let mut after = before;
                    self.each_cause(sessions[index], &mut |cause, marks| {
                        after = std::array::from_fn(|strand| weigh(index, is_first, strand, &before[strand], marks));
                        record.note(at, Some(index), cause, late_log_odds(&after));
                    });
                    normalised(after)
                }
                Next::Statement(statement) => {
                    rest.hear(&stated[statement]);
                    let after = statement::after(&before, &prior, &stated[statement].effect);
                    record.note(at, None, Cause::Stated { statement }, late_log_odds(&after));
                    after
                }
            };
            state = Some((after, at));
        }
        let (belief, at) = state?;
        let hours = rest.hours(at, moment);
        if hours > 0 {
            record.note(moment, None, Cause::Silence { hours }, late_log_odds(&silent(&belief, hours)));
        }
        Some(Explanation { prior: first, total: record.log_odds, steps: record.steps })
    }

    /// Goes through the causes of one visit in their fixed order, each with the likelihoods up to and including it.
    fn each_cause(&self, session: &Session, take: &mut dyn FnMut(Cause, &Lanes)) {
        let mut logs: RowLogs = [0.0; ROW_LANES];
        let mut note = |cause: Cause, more: &RowLogs| {
            add(&mut logs, more);
            take(cause, &lanes_of_logs(&logs));
        };
        note(Cause::Visit, &[0.0; ROW_LANES]);
        for (category, count) in CATEGORIES.into_iter().zip(session.categories) {
            if count > 0 {
                note(Cause::Pages { category, count }, &self.mark_logs.category(session, category.index()));
            }
        }
        note(Cause::Extent { pages: session.pages }, &self.mark_logs.extent(session));
        note(Cause::Source(session.source), self.mark_logs.source(session));
        let [demo, download, share] = self.mark_logs.acts(session);
        note(Cause::Demo(session.demo), demo);
        note(Cause::Download(session.download), download);
        note(Cause::Share(session.share), share);
    }
}

fn normalised<const N: usize>(mut strands: [Lanes; N]) -> [Lanes; N] {
    let total: f32 = strands.iter().flatten().sum();
    if total > 0.0 {
        strands.iter_mut().flatten().for_each(|value| *value /= total);
    }
    strands
}

/// Log-odds of Offer or Sales, in any mode, against everything else.
fn late_log_odds<const N: usize>(strands: &[Lanes; N]) -> f64 {
    let (mut late, mut all) = (0.0, 0.0);
    for lanes in strands {
        for first in [ENGAGED, QUIET, DEEP_QUIET] {
            late += f64::from(lanes[first + 2]) + f64::from(lanes[first + 3]);
        }
        all += lanes.iter().copied().map(f64::from).sum::<f64>();
    }
    (late.max(SMALLEST) / (all - late).max(SMALLEST)).ln()
}

fn lanes_of_logs(logs: &RowLogs) -> Lanes {
    let highest = logs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let rows = logs.map(|log| (log - highest).exp());
    ROW_OF.map(|row| rows[row])
}

fn times(left: &Lanes, right: &Lanes) -> Lanes {
    let mut result = [0.0; LANES];
    for ((value, left), right) in result.iter_mut().zip(left).zip(right) {
        *value = left * right;
    }
    result
}
