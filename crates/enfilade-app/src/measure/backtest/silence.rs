//! Who comes back? People's visits, and what each method expected of their silence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use enfilade_domain::{Event, PersonId, Timestamp, VisitorId, Workspace};
use enfilade_engine::baseline::{BgNbd, ReturnLogistic, VisitHistory, VisitRecord};
use enfilade_engine::judge::{Calibration, Forecast, Judged, Ranking};
use enfilade_engine::{Model, ReturnCase, Returns};
use enfilade_language::t;

use super::report::{Figure, SilenceFigures, SilenceTable};
use super::walk::Course;
use crate::interpret::as_of::on_all_cores;
use crate::interpret::fold::ReadLife;
use crate::interpret::refresh::lives_of;
use crate::reveal::neighbourhood::{self, Neighbourhood};
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// Visitors whose lives are held in memory at once, per core.
const VISITORS_AT_ONCE: usize = 200;
/// Visitors beyond which every so many are looked at.
const MOST_VISITORS: usize = 20_000;
/// Dates on which people are looked at; their silences change slowly.
const MOST_DATES: usize = 8;
/// Horizons in days: a week and a month are shown of a person, a quarter is what silences are about.
const WITHIN_DAYS: [f64; 3] = [7.0, 30.0, 90.0];
/// Of these there are tables.
const TABLES: [usize; 2] = [1, 2];
/// Silences from which on somebody counts as silent.
const SILENT_DAYS: [f64; 2] = [0.0, 21.0];

/// A person on a date.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::measure) struct Silent {
    /// A running number of the person.
    person: u32,
    date: Timestamp,
    history: VisitHistory,
    /// Whether somebody on one of the person's devices came back within each horizon; `None` where it is not over.
    came_back: [Option<bool>; 3],
    /// What the filter expects.
    expected: [f64; 3],
    /// What the reading says, with what was taught by then.
    said: [f64; 3],
    visits: VisitRecord,
}

impl Silent {
    /// What the site's returns are learned from: silences whose time was over at a moment.
    pub(in crate::measure) fn cases(&self, known_at: Timestamp) -> impl Iterator<Item = ReturnCase> + '_ {
        WITHIN_DAYS.into_iter().enumerate().filter_map(move |(at, within_days)| {
            let came = self.came_back[at].filter(|_| self.date.plus_days(within_days) <= known_at)?;
            Some(ReturnCase { visits: self.visits, expected: self.expected[at], within_days, came })
        })
    }

    pub(in crate::measure) const fn date(&self) -> Timestamp {
        self.date
    }

    pub(in crate::measure) const fn visits(&self) -> VisitRecord {
        self.visits
    }
}

/// Everybody with a visit, on a few of the dates.
pub(in crate::measure) fn people(
    app: &App,
    workspace: &Workspace,
    course: &Course<'_>,
) -> Result<Vec<Silent>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let mut pages: Vec<Vec<VisitorId>> = Vec::new();
    let mut after: Option<VisitorId> = None;
    loop {
        let some = app.log.visitors_after(workspace.id, after.as_ref(), VISITORS_AT_ONCE)?;
        let Some(last) = some.last() else { break };
        after = Some(last.clone());
        pages.push(some);
    }
    // Every so many pages of two hundred: visitor ids are random, so this is a fair sample.
    let step = (pages.len() * VISITORS_AT_ONCE).div_ceil(MOST_VISITORS).max(1);
    let pages: Vec<Vec<VisitorId>> = pages.into_iter().step_by(step).collect();
    let dates = spread(&course.dates, &course.models);
    let read = on_all_cores(&pages, |visitors| of_page(app, &surroundings, visitors, &dates, course))?;
    let mut found: Vec<(PersonId, Silent)> = read.into_iter().flatten().collect();
    found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.date.cmp(&y.date)));
    let mut numbers: BTreeMap<PersonId, u32> = BTreeMap::new();
    for (person, _) in &found {
        let next = numbers.len() as u32;
        numbers.entry(person.clone()).or_insert(next);
    }
    Ok(found.into_iter().map(|(person, silent)| Silent { person: numbers[&person], ..silent }).collect())
}

/// Some dates at even distances, the first and last among them.
fn spread(dates: &[Timestamp], models: &[Arc<Model>]) -> Vec<(Timestamp, Arc<Model>)> {
    let all: Vec<(Timestamp, Arc<Model>)> = dates.iter().copied().zip(models.iter().cloned()).collect();
    if all.len() <= MOST_DATES {
        return all;
    }
    (0..MOST_DATES).map(|place| all[place * (all.len() - 1) / (MOST_DATES - 1)].clone()).collect()
}

fn of_page(
    app: &App,
    surroundings: &Surroundings,
    visitors: &[VisitorId],
    dates: &[(Timestamp, Arc<Model>)],
    course: &Course<'_>,
) -> Result<Vec<(PersonId, Silent)>, AppError> {
    let near = neighbourhood::of_visitors(app.log.as_ref(), surroundings.workspace.id, visitors)?;
    let all: Vec<VisitorId> = near.visitors.iter().cloned().collect();
    let events = app.log.events_of(surroundings.workspace.id, &all)?;
    let here: BTreeSet<&VisitorId> = visitors.iter().collect();
    let Some((_, last_model)) = dates.last() else { return Ok(Vec::new()) };
    let later = Later::of(&lives_known(last_model, surroundings, &near, &events, course.until));
    let mut found = Vec::new();
    for (date, model) in dates {
        for read in lives_known(model, surroundings, &near, &events, *date) {
            // A person with several devices is met once: with the first of them.
            let is_met_here = read.life.visitors.first().is_some_and(|first| here.contains(first));
            let ages: Vec<f64> = read.visits.iter().map(|visit| date.days_since(visit.session.at)).collect();
            let (true, Some(history)) = (is_met_here, VisitHistory::new(&ages)) else { continue };
            let Some(belief) = read.state.belief_at(model, *date) else { continue };
            let visits = read.state.habit.visit_record(*date);
            let expected = WITHIN_DAYS.map(|days| f64::from(model.visit_within(&belief, days)));
            let said = WITHIN_DAYS.map(|days| f64::from(model.comes_again(&belief, &visits, days)));
            let came_back = WITHIN_DAYS.map(|days| later.within(&read.life.visitors, *date, days, course.until));
            let silent = Silent { person: 0, date: *date, history, came_back, expected, said, visits };
            found.push((read.life.person.clone(), silent));
        }
    }
    Ok(found)
}

fn lives_known(
    model: &Model,
    surroundings: &Surroundings,
    near: &Neighbourhood,
    events: &[Event],
    moment: Timestamp,
) -> Vec<ReadLife> {
    let known = events.iter().filter(|event| event.known_at <= moment && event.at <= moment);
    lives_of(model, surroundings, near, known.cloned().collect(), moment).lives
}

/// Visits as known at the end, by device.
struct Later {
    visits: Vec<Timestamp>,
    /// Which visits are of the person behind a device.
    by_visitor: BTreeMap<VisitorId, (usize, usize)>,
}

impl Later {
    fn of(lives: &[ReadLife]) -> Self {
        let mut found = Self { visits: Vec::new(), by_visitor: BTreeMap::new() };
        for read in lives {
            let from = found.visits.len();
            found.visits.extend(read.visits.iter().map(|visit| visit.session.at));
            for visitor in &read.life.visitors {
                found.by_visitor.insert(visitor.clone(), (from, found.visits.len()));
            }
        }
        found
    }

    fn within(&self, visitors: &[VisitorId], date: Timestamp, days: f64, until: Timestamp) -> Option<bool> {
        let end = date.plus_days(days);
        let spans = visitors.iter().filter_map(|visitor| self.by_visitor.get(visitor));
        let came = spans.flat_map(|(from, to)| &self.visits[*from..*to]).any(|visit| *visit > date && *visit <= end);
        (end <= until).then_some(came)
    }
}

/// What a method says of a silence, and whether that is a probability.
struct Method {
    name: &'static str,
    is_probability: bool,
    scores: Vec<f64>,
}

/// The tables: each horizon, for everybody and for those who were silent.
pub(super) fn tables(people: &[Silent]) -> Vec<SilenceTable> {
    let mut found = Vec::new();
    for (horizon, within_days) in TABLES.map(|horizon| (horizon, WITHIN_DAYS[horizon])) {
        let dates: BTreeSet<Timestamp> = people.iter().map(|one| one.date).collect();
        let mut judged: Vec<(&Silent, bool)> = Vec::new();
        let mut scores: Vec<(Option<f64>, Option<f64>)> = Vec::new();
        let mut taught_readings: Vec<f64> = Vec::new();
        for date in dates {
            let taught = taught_by(people, horizon, date);
            let here = people.iter().filter(|one| one.date == date);
            for (one, came) in here.filter_map(|one| Some((one, one.came_back[horizon]?))) {
                judged.push((one, came));
                let logistic = taught.logistic.as_ref().map(|fit| fit.probability(&one.history));
                let bg_nbd = taught.bg_nbd.as_ref().map(|fit| fit.visit_within(&one.history.record(), within_days));
                scores.push((logistic, bg_nbd));
                let expected = one.expected[horizon];
                let returns = taught.returns.as_ref();
                taught_readings.push(returns.map_or(expected, |fit| fit.within(&one.visits, expected, within_days)));
            }
        }
        for silent_days in SILENT_DAYS {
            let chosen: Vec<usize> = (0..judged.len())
                // Only where every method could be taught, so that all answer the same question.
                .filter(|at| scores[*at].0.is_some() && scores[*at].1.is_some())
                .filter(|at| judged[*at].0.history.recency_days() >= silent_days)
                .collect();
            let of = |score: &dyn Fn(usize) -> f64| chosen.iter().map(|at| score(*at)).collect::<Vec<_>>();
            let method = |name, is_probability, scores| Method { name, is_probability, scores };
            let methods = [
                method("reading", true, of(&|at| judged[at].0.said[horizon])),
                method(t!("reading, taught by returns"), true, of(&|at| taught_readings[at])),
                method("recency", false, of(&|at| -judged[at].0.history.recency_days())),
                method(t!("decayed count"), false, of(&|at| judged[at].0.history.decayed_count())),
                method("BG/NBD", true, of(&|at| scores[at].1.unwrap_or(0.0))),
                method(t!("logistic on recency, frequency, tenure"), true, of(&|at| scores[at].0.unwrap_or(0.0))),
            ];
            let cases: Vec<(u32, bool)> = chosen.iter().map(|at| (judged[*at].0.person, judged[*at].1)).collect();
            found.push(SilenceTable {
                within_days,
                silent_days,
                people: cases.iter().map(|(person, _)| person).collect::<BTreeSet<_>>().len(),
                cases: cases.len(),
                came_back: cases.iter().filter(|(_, came)| *came).count(),
                methods: methods.iter().map(|method| figures(method, &cases)).collect(),
            });
        }
    }
    found
}

struct Taught {
    returns: Option<Returns>,
    logistic: Option<ReturnLogistic>,
    bg_nbd: Option<BgNbd>,
}

/// The two fitted rivals, and the reading moved by returns, with what was known at a date: returns whose time was over by then, and visits up to then.
fn taught_by(people: &[Silent], horizon: usize, date: Timestamp) -> Taught {
    let over = |one: &&Silent| one.date.plus_days(WITHIN_DAYS[horizon]) <= date;
    let lessons: Vec<(VisitHistory, bool)> =
        people.iter().filter(over).filter_map(|one| Some((one.history.clone(), one.came_back[horizon]?))).collect();
    let records: Vec<_> = people.iter().filter(|one| one.date == date).map(|one| one.history.record()).collect();
    let cases: Vec<ReturnCase> = people.iter().flat_map(|one| one.cases(date)).collect();
    let visits: Vec<VisitRecord> = people.iter().filter(|one| one.date == date).map(Silent::visits).collect();
    Taught {
        returns: Returns::fit(&cases, &visits),
        logistic: ReturnLogistic::fit(&lessons),
        bg_nbd: BgNbd::fit(&records),
    }
}

fn figures(method: &Method, cases: &[(u32, bool)]) -> SilenceFigures {
    let judged = cases.iter().zip(&method.scores).map(|((person, came), score)| Judged {
        account: *person,
        date: 0,
        score: *score,
        came_true: *came,
    });
    let forecasts: Vec<Forecast> = cases
        .iter()
        .zip(&method.scores)
        .map(|((person, came), score)| Forecast { account: *person, probability: *score, came_true: *came })
        .collect();
    let calibration = method.is_probability.then(|| Calibration::new(&forecasts, &[0.0, 1.0])).flatten();
    SilenceFigures {
        method: method.name.to_owned(),
        area: Ranking::new(judged.collect()).area().map(Figure::from),
        brier: calibration.as_ref().map(|found| found.brier),
        predicted_to_observed: calibration.and_then(|found| found.predicted_to_observed).map(Figure::from),
    }
}
