//! Why a reading is what it is, in at most five plain sentences about themes and time. The weight of a sentence lies half
//! way between what the belief loses without the events it rests on and what it gains from them alone, so that neither
//! what is told twice nor what long faded counts in full. The last sentence takes what is left: with it and the prior the
//! weights add up to the belief exactly. A sentence stands on its own only where taking its events away moves the belief
//! the way it says.
//!
//! Sentences speak of rooms, topics and weeks, never of single pages, clicks or hours, because they are repeated to
//! buyers. What an analyst wants stands in `detail.rs`.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{PageCategory, Source, Timestamp};
use enfilade_engine::{AccountVisit, Cause, Explanation, Model, Session, StatedEvidence, weight_of};

use super::detail::came_by;
use super::explain::Evidence;
use super::fold::ReadLife;
use super::sessions::{Act, Visit};
use super::stated::{self, Heard};
use crate::reveal::surroundings::Surroundings;

/// Sentences at most.
const MOST: usize = 5;
/// What weighs less goes into the last sentence.
const SMALL: f64 = 0.1;
/// From this share on a topic is named.
const MOSTLY: f32 = 0.5;
/// Groups that are tried at most, the heaviest by the changes they made when they came.
const MOST_GROUPS: usize = 10;
/// What is left: time between the visits, what is small, and what several reasons say together.
const REST: &str = "smaller things, the time in between, and how the reasons bear on each other";
/// With more visits than this nothing is tried, and the weight is what the belief changed by when the events came.
const MOST_TRIED: usize = 1_500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Theme {
    /// Visits that were mostly about one room.
    Room(usize),
    /// Visits about who we are and what we offer.
    Ourselves,
    /// Visits about vacancies or documentation.
    Elsewhere,
    /// Visits to pages of no stated purpose.
    Untold,
    Act(Act),
    Stated(usize),
    /// Time that passed between visits.
    Between,
    /// The silence that is going on.
    Silence,
}

/// What one sentence rests on.
#[derive(Debug, Default)]
struct Group {
    sum: f64,
    /// Positions of visits.
    visits: BTreeSet<usize>,
    hours: u32,
}

/// What a trial is made with: everything but one group of events, or that group alone.
struct Part<'a> {
    /// First message ids of the visits of the group.
    visits: BTreeSet<&'a str>,
    /// Only this act of those visits.
    act: Option<Act>,
    statement: Option<usize>,
    alone: bool,
}

impl Part<'_> {
    /// What of a visit takes part in the trial.
    fn of_visit(&self, visit: &Visit) -> Option<Session> {
        let is_in = visit.message_ids.first().is_some_and(|id| self.visits.contains(id.as_str()));
        let Some(act) = self.act.filter(|_| is_in && !self.alone) else {
            return (is_in == self.alone).then(|| visit.session.clone());
        };
        let mut session = visit.session.clone();
        match act {
            Act::Asked => session.demo = false,
            Act::TookAlong => session.download = false,
            Act::PassedOn => session.share = false,
        }
        (!visit.pages.is_empty()).then_some(session)
    }

    fn of_statements(&self, evidence: &[StatedEvidence]) -> Vec<StatedEvidence> {
        let takes_part = |index: usize| (self.statement == Some(index)) == self.alone;
        evidence.iter().enumerate().filter(|(index, _)| takes_part(*index)).map(|(_, one)| *one).collect()
    }
}

/// The log-odds that a trial gives.
type Trial<'a> = dyn Fn(&Part<'_>) -> f64 + 'a;

/// The reasons of a person's belief.
pub(super) fn of_person(
    model: &Model,
    read: &ReadLife,
    heard: &Heard<'_>,
    moment: Timestamp,
    explanation: &Explanation,
) -> Vec<Evidence> {
    let told: Vec<&Visit> = read.visits.iter().collect();
    let trial = |part: &Part<'_>| {
        let sessions: Vec<Session> = read.visits.iter().filter_map(|visit| part.of_visit(visit)).collect();
        let explained = model.explain_person_stated(&sessions, &part.of_statements(&heard.evidence), moment);
        explained.map_or(explanation.prior, |explained| explained.total)
    };
    reasons(explanation, &told, &[], heard, &trial)
}

/// The reasons of an account's belief. `here` are the people and guests it is read from, `visits` theirs in order.
pub(super) fn of_account(
    model: &Model,
    surroundings: &Surroundings,
    here: &[&ReadLife],
    visits: &[(&Visit, AccountVisit<'_>)],
    heard: &Heard<'_>,
    moment: Timestamp,
    explanation: &Explanation,
) -> Vec<Evidence> {
    let told: Vec<&Visit> = visits.iter().map(|(visit, _)| *visit).collect();
    let credited: Vec<AccountVisit<'_>> = visits.iter().map(|(_, visit)| *visit).collect();
    let trial = |part: &Part<'_>| {
        let people: Vec<(Vec<Session>, Vec<f32>, f32)> = here
            .iter()
            .map(|read| {
                let sessions: Vec<Session> = read.visits.iter().filter_map(|visit| part.of_visit(visit)).collect();
                let is_whole = sessions.iter().eq(read.visits.iter().map(|visit| &visit.session));
                let buyer = if is_whole {
                    read.buyer.clone()
                } else {
                    let said = stated::of_person(surroundings, &read.life, moment);
                    model.fold_person_stated(&sessions, &said.evidence).map(|fold| fold.buyer).unwrap_or_default()
                };
                (sessions, buyer, read.credit)
            })
            .collect();
        let mut taken: Vec<AccountVisit<'_>> = people
            .iter()
            .flat_map(|(sessions, buyer, credit)| {
                let visit = |(session, buyer)| AccountVisit { session, buyer, credit: *credit };
                sessions.iter().zip(buyer.iter().copied()).map(visit)
            })
            .collect();
        taken.sort_by_key(|visit| visit.session.at);
        let explained = model.explain_account_stated(&taken, &part.of_statements(&heard.evidence), moment);
        explained.map_or(explanation.prior, |explained| explained.total)
    };
    reasons(explanation, &told, &credited, heard, &trial)
}

/// A sentence to be, with its weight; `None` where it would not hold.
fn weighed(
    (theme, group): (Theme, &Group),
    explanation: &Explanation,
    visits: &[&Visit],
    trial: &Trial<'_>,
) -> Option<f64> {
    if matches!(theme, Theme::Silence) {
        return (group.sum.abs() >= SMALL).then_some(group.sum);
    }
    if matches!(theme, Theme::Between) {
        return None;
    }
    if visits.len() > MOST_TRIED {
        return Some(group.sum);
    }
    let first = |index: &usize| visits.get(*index).and_then(|visit| visit.message_ids.first());
    let mut part = Part {
        visits: group.visits.iter().filter_map(first).map(String::as_str).collect(),
        act: if let Theme::Act(act) = theme { Some(act) } else { None },
        statement: if let Theme::Stated(statement) = theme { Some(statement) } else { None },
        alone: false,
    };
    let lost = explanation.total - trial(&part);
    part.alone = true;
    // What an act would be without its visit cannot be tried.
    let weight = if part.act.is_some() { lost } else { (lost + trial(&part) - explanation.prior) / 2.0 };
    (lost * weight > 0.0 && weight.abs() >= SMALL).then_some(weight)
}

/// The reasons, heaviest first, and one for all that is left.
fn reasons(
    explanation: &Explanation,
    visits: &[&Visit],
    credited: &[AccountVisit<'_>],
    heard: &Heard<'_>,
    trial: &Trial<'_>,
) -> Vec<Evidence> {
    let mut groups: Vec<(Theme, Group)> = grouped(explanation, visits).into_iter().collect();
    groups.sort_by(|a, b| b.1.sum.abs().total_cmp(&a.1.sum.abs()).then_with(|| a.0.cmp(&b.0)));
    groups.truncate(MOST_GROUPS);
    let mut kept: Vec<(Theme, Group, f64)> = groups
        .into_iter()
        .filter_map(|(theme, group)| {
            let weight = weighed((theme, &group), explanation, visits, trial)?;
            Some((theme, group, weight))
        })
        .collect();
    kept.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
    kept.truncate(MOST - 1);
    let mut told: Vec<Evidence> = Vec::with_capacity(MOST);
    let mut origin_told = false;
    for (theme, group, weight) in &kept {
        let with_origin = !origin_told && !group.visits.is_empty() && !matches!(theme, Theme::Act(_));
        origin_told |= with_origin;
        told.push(sentence(*theme, group, *weight, with_origin, visits, credited, heard));
    }
    let log_odds = explanation.total - explanation.prior - told.iter().map(|line| line.log_odds).sum::<f64>();
    if log_odds.abs() > 1e-9 {
        // What pulls both ways is named, and no direction is claimed for it.
        let named = |room: &usize| kept.iter().any(|(theme, ..)| *theme == Theme::Room(*room));
        let read = |room: &usize| visits.iter().any(|visit| theme_of(visit) == Theme::Room(*room));
        let others: Vec<&str> = (0..4).filter(|room| !named(room) && read(room)).map(asked).collect();
        let text = match others.as_slice() {
            [] => format!("Everything else: {REST}."),
            [..] => format!("Everything else: they also {}; {REST}.", others.join(", ")),
        };
        told.push(Evidence { text, log_odds, message_ids: Vec::new() });
    }
    told
}

fn grouped(explanation: &Explanation, visits: &[&Visit]) -> BTreeMap<Theme, Group> {
    let themes: Vec<Theme> = visits.iter().map(|visit| theme_of(visit)).collect();
    let mut groups: BTreeMap<Theme, Group> = BTreeMap::new();
    for step in &explanation.steps {
        let of_visit = step.session.and_then(|session| themes.get(session).copied()).unwrap_or(Theme::Untold);
        let theme = match step.cause {
            Cause::Stated { statement } => Theme::Stated(statement),
            Cause::Silence { .. } if step.session.is_none() => Theme::Silence,
            Cause::Silence { .. } => Theme::Between,
            Cause::Demo(true) => Theme::Act(Act::Asked),
            Cause::Download(true) => Theme::Act(Act::TookAlong),
            Cause::Share(true) => Theme::Act(Act::PassedOn),
            _ => of_visit,
        };
        let group = groups.entry(theme).or_default();
        group.sum += step.change;
        match step.cause {
            Cause::Silence { hours } => group.hours = group.hours.saturating_add(hours),
            _ => group.visits.extend(step.session),
        }
    }
    groups
}

/// What a visit was mostly about.
fn theme_of(visit: &Visit) -> Theme {
    let (mut rooms, mut ourselves, mut elsewhere) = ([0.0_f32; 4], false, false);
    for page in &visit.pages {
        match page.facts.category {
            Some(PageCategory::Careers | PageCategory::Docs) => elsewhere = true,
            Some(category) => match category.room() {
                Some(room) => rooms[room.index()] += weight_of(page.dwell_seconds),
                None => ourselves = true,
            },
            None => {}
        }
    }
    let top = (0..4).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).filter(|room| rooms[*room] > 0.0);
    match top {
        Some(room) => Theme::Room(room),
        None if ourselves => Theme::Ourselves,
        None if elsewhere => Theme::Elsewhere,
        None => Theme::Untold,
    }
}

fn sentence(
    theme: Theme,
    group: &Group,
    log_odds: f64,
    with_origin: bool,
    visits: &[&Visit],
    credited: &[AccountVisit<'_>],
    heard: &Heard<'_>,
) -> Evidence {
    let its: Vec<&Visit> = group.visits.iter().filter_map(|index| visits.get(*index).copied()).collect();
    let when = period(&its);
    let in_part = group.visits.iter().filter_map(|index| credited.get(*index)).any(|visit| visit.credit < 1.0);
    let mut aside = if in_part { "; readers at their addresses count in part" } else { "" }.to_owned();
    if with_origin && let Some(origin) = origin(&its) {
        aside.push_str("; they ");
        aside.push_str(came_by(origin));
    }
    let text = match theme {
        Theme::Room(room) => format!("{when} they {}{}{aside}.", asked(room), about(&its)),
        Theme::Ourselves => format!("{when} they looked at who you are and what you offer{aside}."),
        Theme::Elsewhere => format!("{when} they read vacancies or documentation, which is no sign of a decision."),
        Theme::Untold => format!("{when} they read what nobody has given a purpose yet{aside}."),
        Theme::Act(Act::Asked) => format!("{when} somebody asked for a talk."),
        Theme::Act(Act::TookAlong) => format!("{when} somebody took a document along."),
        Theme::Act(Act::PassedOn) => format!("{when} somebody passed a piece on to others."),
        Theme::Stated(index) => heard.statements.get(index).map_or_else(String::new, |one| stated::sentence(one)),
        Theme::Between | Theme::Silence => {
            format!("{} passed since somebody was here or anything was told.", span(group.hours))
        }
    };
    let message_ids = match theme {
        Theme::Act(act) => its
            .iter()
            .flat_map(|visit| visit.acts.iter().filter(move |(done, _)| *done == act).map(|(_, id)| id.clone()))
            .collect(),
        _ => its.iter().flat_map(|visit| visit.message_ids.iter().cloned()).collect(),
    };
    Evidence { text, log_odds, message_ids }
}

/// A length of time at the start of a sentence.
fn span(hours: u32) -> String {
    match hours / 24 {
        0 => "Less than a day".to_owned(),
        1 => "A day".to_owned(),
        days if days < 28 => format!("{days} days"),
        days => format!("{} weeks", days / 7),
    }
}

const fn asked(room: usize) -> &'static str {
    match room {
        0 => "read on whether this is worth solving",
        1 => "weighed the ways to solve it",
        2 => "read on timing and on what working together looks like",
        _ => "read on delivery and trust",
    }
}

/// How most of them came.
fn origin(visits: &[&Visit]) -> Option<Source> {
    let source = visits.first()?.session.source;
    let same = visits.iter().filter(|visit| visit.session.source == source).count();
    (same * 2 > visits.len()).then_some(source)
}

/// ", mostly about late invoices" where one topic is most of it.
fn about(visits: &[&Visit]) -> String {
    let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
    let mut all = 0.0;
    for page in visits.iter().flat_map(|visit| &visit.pages) {
        let weight = weight_of(page.dwell_seconds);
        all += weight;
        if let Some(topic) = page.facts.topic.as_deref() {
            *weights.entry(topic).or_default() += weight;
        }
    }
    let top = weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)));
    top.filter(|(_, weight)| *weight > MOSTLY * all)
        .map_or_else(String::new, |(topic, _)| format!(", mostly about {topic}"))
}

/// "Over 6 weeks, from 3 Mar to 14 Apr,", "Between 3 Mar and 9 Mar", "On 3 Mar".
fn period(visits: &[&Visit]) -> String {
    let (Some(first), Some(last)) = (visits.first(), visits.last()) else { return "Once".to_owned() };
    let (first, last) = (first.session.at, last.session.at);
    let days = last.utc_day() - first.utc_day();
    match days {
        0 => format!("On {}", day(first)),
        1..14 => format!("Between {} and {}", day(first), day(last)),
        _ => format!("Over {} weeks, from {} to {},", (days + 6) / 7, day(first), day(last)),
    }
}

/// A day such as "3 Mar".
pub(super) fn day(at: Timestamp) -> String {
    at.calendar().map_or_else(|| "some day".to_owned(), |at| at.strftime("%-d %b").to_string())
}
