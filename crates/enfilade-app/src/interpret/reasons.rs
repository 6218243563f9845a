//! Why a reading is what it is, in at most five plain sentences about themes and time. With the prior their weights add up
//! to the belief exactly (`shares` says how much each theme adds; the last sentence takes what no other holds). A sentence
//! stands on its own only where taking its events away moves the belief the way it says.
//!
//! Sentences speak of rooms, topics and weeks, never of single pages, clicks or hours, because they are repeated to
//! buyers. What an analyst wants stands in `detail.rs`.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{Source, Timestamp};
use enfilade_engine::{AccountVisit, Cause, Explanation, Model, Session, weight_of};
use enfilade_language::{marked, t, translated};

use super::detail::came_by;
use super::explain::Evidence;
use super::fold::ReadLife;
use super::sessions::{Act, Visit};
use super::shares::{Cast, Theme, Trial, bounded, promise, weights};
use super::stated::{self, Heard};
use crate::reveal::surroundings::Surroundings;

/// Sentences at most.
const MOST: usize = 5;
/// From this share on a topic is named.
const MOSTLY: f32 = 0.5;
/// Groups that are tried at most, the heaviest by the changes they made when they came.
const MOST_GROUPS: usize = 10;
/// How the sentence for what is left begins.
pub(super) const EVERYTHING_ELSE: &str = marked!("Everything else");
/// What is left: time between the visits, what is small, and what several reasons say together.
const REST: &str = marked!("smaller things, the time in between, and how the reasons bear on each other");
/// With more visits than this nothing is tried, and the weight is what the belief changed by when the events came.
const MOST_TRIED: usize = 600;

/// What one sentence rests on.
#[derive(Debug, Default)]
struct Group {
    sum: f64,
    /// Positions of visits.
    visits: BTreeSet<usize>,
    hours: u32,
}

/// The last visit or statement.
fn last_event(visits: &[&Visit], heard: &Heard<'_>) -> Timestamp {
    let visits = visits.iter().map(|visit| visit.session.at);
    visits.chain(heard.evidence.iter().map(|one| one.at)).max().unwrap_or_default()
}

/// The reasons of a person's belief.
pub(super) fn of_person(
    model: &Model,
    read: &ReadLife,
    heard: &Heard<'_>,
    moment: Timestamp,
    explanation: &Explanation,
) -> Vec<Evidence> {
    let told: Vec<&Visit> = read.visits.iter().collect();
    let last = last_event(&told, heard);
    let themes: Vec<Theme> = read.visits.iter().map(Theme::of).collect();
    let trial = |cast: &Cast<'_>| {
        let sessions = cast.of_visits(themes.iter().zip(&read.visits));
        let stated = cast.of_statements(&heard.evidence);
        let explained = model.explain_person_stated(&sessions, &stated, cast.until(last, moment));
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
    let last = last_event(&told, heard);
    let tried: Vec<_> = here
        .iter()
        .map(|read| {
            let themes: Vec<Theme> = read.visits.iter().map(Theme::of).collect();
            (read, themes, stated::of_person(surroundings, &read.life, moment).evidence)
        })
        .collect();
    let trial = |cast: &Cast<'_>| {
        let people: Vec<(Vec<Session>, Vec<f32>, f32)> = tried
            .iter()
            .map(|(read, themes, said)| {
                let sessions = cast.of_visits(themes.iter().zip(&read.visits));
                let is_whole = sessions.iter().eq(read.visits.iter().map(|visit| &visit.session));
                let buyer = if is_whole {
                    read.buyer.clone()
                } else {
                    model.fold_person_stated(&sessions, said).map(|fold| fold.buyer).unwrap_or_default()
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
        let stated = cast.of_statements(&heard.evidence);
        let explained = model.explain_account_stated(&taken, &stated, cast.until(last, moment));
        explained.map_or(explanation.prior, |explained| explained.total)
    };
    reasons(explanation, &told, &credited, heard, &trial)
}

fn heaviest_first(kept: &mut [(Theme, Group, f64)]) {
    kept.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
}

/// The reasons, heaviest first, and one for all that is left.
fn reasons(
    explanation: &Explanation,
    visits: &[&Visit],
    credited: &[AccountVisit<'_>],
    heard: &Heard<'_>,
    trial: &Trial<'_>,
) -> Vec<Evidence> {
    let is_tried = visits.len() <= MOST_TRIED;
    let mut groups: Vec<(Theme, Group)> = grouped(explanation, visits).into_iter().collect();
    groups.retain(|(theme, _)| *theme != Theme::Between);
    groups.sort_by(|a, b| b.1.sum.abs().total_cmp(&a.1.sum.abs()).then_with(|| a.0.cmp(&b.0)));
    groups.truncate(MOST_GROUPS);
    let must_choose = groups.len() >= MOST;
    let mut kept: Vec<(Theme, Group, f64)> = groups
        .into_iter()
        .filter_map(|(theme, group)| {
            let weight = if is_tried && must_choose { promise(theme, explanation, trial)? } else { bounded(group.sum) };
            Some((theme, group, weight))
        })
        .collect();
    heaviest_first(&mut kept);
    kept.truncate(MOST - 1);
    if is_tried {
        let themes: Vec<Theme> = kept.iter().map(|(theme, ..)| *theme).collect();
        let weighed = kept.into_iter().zip(weights(&themes, explanation, trial));
        kept = weighed.filter_map(|((theme, group, _), weight)| Some((theme, group, weight?))).collect();
        heaviest_first(&mut kept);
    }
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
        let read = |room: &usize| visits.iter().any(|visit| Theme::of(visit) == Theme::Room(*room));
        let others: Vec<&str> = (0..4).filter(|room| !named(room) && read(room)).map(asked).collect();
        let text = match others.as_slice() {
            [] => format!("{}: {}.", translated(EVERYTHING_ELSE), translated(REST)),
            [..] => {
                let (everything_else, rest) = (translated(EVERYTHING_ELSE), translated(REST));
                t!(
                    "{everything_else}: they also {others}; {rest}.",
                    everything_else = everything_else,
                    others = others.join(", "),
                    rest = rest
                )
            }
        };
        told.push(Evidence { text, log_odds, message_ids: Vec::new() });
    }
    told
}

fn grouped(explanation: &Explanation, visits: &[&Visit]) -> BTreeMap<Theme, Group> {
    let themes: Vec<Theme> = visits.iter().map(|visit| Theme::of(visit)).collect();
    let mut groups: BTreeMap<Theme, Group> = BTreeMap::new();
    // Time before a statement belongs to no visit either; only what follows the last event is going on.
    let is_event = |cause: &Cause| !matches!(cause, Cause::Silence { .. });
    let events = explanation.steps.iter().rposition(|step| is_event(&step.cause)).map_or(0, |last| last + 1);
    for (position, step) in explanation.steps.iter().enumerate() {
        let of_visit = step.session.and_then(|session| themes.get(session).copied()).unwrap_or(Theme::Untold);
        let theme = match step.cause {
            Cause::Stated { statement } => Theme::Stated(statement),
            Cause::Silence { .. } if position >= events => Theme::Silence,
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
    let mut aside = if in_part { t!("; readers at their addresses count in part") } else { "" }.to_owned();
    if with_origin && let Some(origin) = origin(&its) {
        aside.push_str(t!("; they "));
        aside.push_str(came_by(origin));
    }
    let text = match theme {
        Theme::Room(room) => t!(
            "{when} they {asked}{about}{aside}.",
            when = when,
            asked = asked(room),
            about = about(&its),
            aside = aside
        ),
        Theme::Ourselves => {
            t!("{when} they looked at who you are and what you offer{aside}.", when = when, aside = aside)
        }
        Theme::Elsewhere => {
            t!("{when} they read vacancies or documentation, which is no sign of a decision.", when = when)
        }
        Theme::Untold => t!("{when} they read what nobody has given a purpose yet{aside}.", when = when, aside = aside),
        Theme::Act(Act::Asked) => t!("{when} somebody asked for a talk.", when = when),
        Theme::Act(Act::TookAlong) => t!("{when} somebody took a document along.", when = when),
        Theme::Act(Act::PassedOn) => t!("{when} somebody passed a piece on to others.", when = when),
        Theme::Stated(index) => heard.statements.get(index).map_or_else(String::new, |one| stated::sentence(one)),
        Theme::Between | Theme::Silence => {
            t!("{hours} passed since somebody was here or anything was told.", hours = span(group.hours))
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
        0 => t!("Less than a day").to_owned(),
        1 => t!("A day").to_owned(),
        days if days < 28 => t!("{days} days", days = days),
        days => t!("{days} weeks", days = days / 7),
    }
}

fn asked(room: usize) -> &'static str {
    match room {
        0 => t!("read on whether this is worth solving"),
        1 => t!("weighed the ways to solve it"),
        2 => t!("read on timing and on what working together looks like"),
        _ => t!("read on delivery and trust"),
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
        .map_or_else(String::new, |(topic, _)| t!(", mostly about {topic}", topic = topic))
}

/// "Over 6 weeks, from 3 Mar to 14 Apr,", "Between 3 Mar and 9 Mar", "On 3 Mar".
fn period(visits: &[&Visit]) -> String {
    let (Some(first), Some(last)) = (visits.first(), visits.last()) else { return t!("Once").to_owned() };
    let (first, last) = (first.session.at, last.session.at);
    let days = last.utc_day() - first.utc_day();
    // Within one year the year goes without saying.
    let year = |at: Timestamp| at.calendar().map(|at| at.strftime("%Y").to_string());
    let is_one_year = year(first) == year(last);
    let named = |at: Timestamp| match year(at).filter(|_| !is_one_year) {
        Some(year) => format!("{} {year}", day(at)),
        None => day(at),
    };
    match days {
        0 => t!("On {first}", first = day(first)),
        1..14 => t!("Between {first} and {last}", first = named(first), last = named(last)),
        _ => t!(
            "Over {days} weeks, from {first} to {last},",
            days = (days + 6) / 7,
            first = named(first),
            last = named(last)
        ),
    }
}

/// A day such as "3 Mar".
pub(super) fn day(at: Timestamp) -> String {
    at.calendar().map_or_else(|| t!("some day").to_owned(), |at| at.strftime("%-d %b").to_string())
}
