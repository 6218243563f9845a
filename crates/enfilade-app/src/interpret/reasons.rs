//! Why a reading is what it is, in at most five plain sentences about themes and time. The weight of a sentence is what
//! its events add on average, over all orders in which the reasons could have been told (Shapley 1953), so that neither
//! what is told twice nor what came early counts in full. With the prior the weights add up to the belief exactly. Belief
//! beyond four units of log-odds is sure either way; what goes beyond is shared out in proportion, and is no reason of
//! its own. A sentence stands on its own only where taking its events away moves the belief the way it says.
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
/// How the sentence for what is left begins.
pub(super) const EVERYTHING_ELSE: &str = "Everything else";
/// What is left: time between the visits, what is small, and what several reasons say together.
const REST: &str = "smaller things, the time in between, and how the reasons bear on each other";
/// With more visits than this nothing is tried, and the weight is what the belief changed by when the events came.
const MOST_TRIED: usize = 600;
/// Log-odds beyond this are as good as certain (engine specification, 5).
const SURE: f64 = 4.0;

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

/// Whose events take part in a trial: some of the themes that have a seat, and perhaps all others together.
struct Cast<'a> {
    seats: &'a [Theme],
    /// A bit for each seat, then one for all others.
    taken: u32,
}

impl<'a> Cast<'a> {
    const fn everybody(seats: &'a [Theme]) -> u32 {
        (2 << seats.len()) - 1
    }

    fn has(&self, theme: Theme) -> bool {
        let seat = self.seats.iter().position(|seated| *seated == theme).unwrap_or(self.seats.len());
        self.taken >> seat & 1 == 1
    }

    /// What of a visit takes part.
    fn of_visit(&self, visit: &Visit) -> Option<Session> {
        let mut session = visit.session.clone();
        session.demo &= self.has(Theme::Act(Act::Asked));
        session.download &= self.has(Theme::Act(Act::TookAlong));
        session.share &= self.has(Theme::Act(Act::PassedOn));
        if self.has(theme_of(visit)) {
            let is_there = !visit.pages.is_empty() || session.demo || session.download || session.share;
            return (is_there || visit.acts.is_empty()).then_some(session);
        }
        (session.demo || session.download || session.share).then(|| Session {
            demo: session.demo,
            download: session.download,
            share: session.share,
            ..Session::empty(session.at, session.source)
        })
    }

    fn of_statements(&self, evidence: &[StatedEvidence]) -> Vec<StatedEvidence> {
        let told = evidence.iter().enumerate().filter(|(index, _)| self.has(Theme::Stated(*index)));
        told.map(|(_, one)| *one).collect()
    }

    /// Until when the trial goes: without the silence that is going on it ends with the last event.
    fn until(&self, last: Timestamp, moment: Timestamp) -> Timestamp {
        if self.has(Theme::Silence) { moment } else { last.min(moment) }
    }
}

/// The last visit or statement.
fn last_event(visits: &[&Visit], heard: &Heard<'_>) -> Timestamp {
    let visits = visits.iter().map(|visit| visit.session.at);
    visits.chain(heard.evidence.iter().map(|one| one.at)).max().unwrap_or_default()
}

/// The log-odds that a trial gives.
type Trial<'a> = dyn Fn(&Cast<'_>) -> f64 + 'a;

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
    let trial = |cast: &Cast<'_>| {
        let sessions: Vec<Session> = read.visits.iter().filter_map(|visit| cast.of_visit(visit)).collect();
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
    let trial = |cast: &Cast<'_>| {
        let people: Vec<(Vec<Session>, Vec<f32>, f32)> = here
            .iter()
            .map(|read| {
                let sessions: Vec<Session> = read.visits.iter().filter_map(|visit| cast.of_visit(visit)).collect();
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
        let stated = cast.of_statements(&heard.evidence);
        let explained = model.explain_account_stated(&taken, &stated, cast.until(last, moment));
        explained.map_or(explanation.prior, |explained| explained.total)
    };
    reasons(explanation, &told, &credited, heard, &trial)
}

/// The log-odds, as far as they are not as good as certain.
fn bounded(log_odds: f64) -> f64 {
    log_odds.clamp(-SURE, SURE)
}

/// What taking a theme away lowers the log-odds by.
fn lost_without(theme: Theme, seats: &[Theme], explanation: &Explanation, trial: &Trial<'_>) -> f64 {
    let seat = seats.iter().position(|seated| *seated == theme).unwrap_or(seats.len());
    let taken = Cast::everybody(seats) & !(1 << seat);
    explanation.total - trial(&Cast { seats, taken })
}

/// A theme's weight for the choice of what is told: half way between what is lost without it and what it gives alone.
/// `None` where a sentence about it would not hold.
fn promise(theme: Theme, explanation: &Explanation, trial: &Trial<'_>) -> Option<f64> {
    let seats = [theme];
    let lost = lost_without(theme, &seats, explanation, trial);
    let gained = bounded(trial(&Cast { seats: &seats, taken: 1 })) - bounded(explanation.prior);
    let weight = f64::midpoint(bounded(explanation.total) - bounded(explanation.total - lost), gained);
    (lost * weight > 0.0 && weight.abs() >= SMALL).then_some(weight)
}

/// What each seat, and all others together as the last, add to the belief on average over all orders.
fn shares(seats: &[Theme], trial: &Trial<'_>) -> Vec<f64> {
    let players = seats.len() + 1;
    let worth: Vec<f64> = (0..1_u32 << players).map(|taken| bounded(trial(&Cast { seats, taken }))).collect();
    let factorial = |n: usize| (1..=n).map(|factor| factor as f64).product::<f64>();
    let share = |player: usize| -> f64 {
        let without = (0..worth.len()).filter(|taken| taken >> player & 1 == 0);
        without
            .map(|taken| {
                let others = taken.count_ones() as usize;
                let orders = factorial(others) * factorial(players - others - 1) / factorial(players);
                orders * (worth[taken | 1 << player] - worth[taken])
            })
            .sum()
    };
    (0..players).map(share).collect()
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
    groups.retain(|(theme, _)| *theme != Theme::Between);
    groups.sort_by(|a, b| b.1.sum.abs().total_cmp(&a.1.sum.abs()).then_with(|| a.0.cmp(&b.0)));
    groups.truncate(MOST_GROUPS);
    let mut kept: Vec<(Theme, Group, f64)> = groups
        .into_iter()
        .filter_map(|(theme, group)| {
            let tried = visits.len() <= MOST_TRIED;
            let weight = if tried { promise(theme, explanation, trial)? } else { bounded(group.sum) };
            Some((theme, group, weight))
        })
        .collect();
    kept.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
    kept.truncate(MOST - 1);
    if visits.len() <= MOST_TRIED {
        share_out(&mut kept, explanation, trial);
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
        let read = |room: &usize| visits.iter().any(|visit| theme_of(visit) == Theme::Room(*room));
        let others: Vec<&str> = (0..4).filter(|room| !named(room) && read(room)).map(asked).collect();
        let text = match others.as_slice() {
            [] => format!("{EVERYTHING_ELSE}: {REST}."),
            [..] => format!("{EVERYTHING_ELSE}: they also {}; {REST}.", others.join(", ")),
        };
        told.push(Evidence { text, log_odds, message_ids: Vec::new() });
    }
    told
}

/// Gives what is told its weight beside each other. What weighs against its own direction, or next to nothing, goes to
/// the rest; what the belief has beyond certainty is shared out in proportion.
fn share_out(kept: &mut Vec<(Theme, Group, f64)>, explanation: &Explanation, trial: &Trial<'_>) {
    loop {
        let seats: Vec<Theme> = kept.iter().map(|(theme, ..)| *theme).collect();
        let shares = shares(&seats, trial);
        let whole: f64 = shares.iter().sum();
        let holds = |seat: usize| {
            let lost = lost_without(seats[seat], &seats, explanation, trial);
            shares[seat].abs() >= SMALL && lost * shares[seat] > 0.0
        };
        if let Some(weak) = (0..seats.len()).find(|seat| !holds(*seat)) {
            kept.remove(weak);
            continue;
        }
        let change = explanation.total - explanation.prior;
        // Beyond certainty everything counts alike; where the whole is next to nothing there is no proportion.
        let stretch = if whole * change > 0.0 && whole.abs() >= 1.0 { (change / whole).clamp(1.0, 3.0) } else { 1.0 };
        for ((_, _, weight), share) in kept.iter_mut().zip(&shares) {
            *weight = share * stretch;
        }
        kept.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()).then_with(|| a.0.cmp(&b.0)));
        return;
    }
}

fn grouped(explanation: &Explanation, visits: &[&Visit]) -> BTreeMap<Theme, Group> {
    let themes: Vec<Theme> = visits.iter().map(|visit| theme_of(visit)).collect();
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
    // Within one year the year goes without saying.
    let year = |at: Timestamp| at.calendar().map(|at| at.strftime("%Y").to_string());
    let is_one_year = year(first) == year(last);
    let named = |at: Timestamp| match year(at).filter(|_| !is_one_year) {
        Some(year) => format!("{} {year}", day(at)),
        None => day(at),
    };
    match days {
        0 => format!("On {}", day(first)),
        1..14 => format!("Between {} and {}", named(first), named(last)),
        _ => format!("Over {} weeks, from {} to {},", (days + 6) / 7, named(first), named(last)),
    }
}

/// A day such as "3 Mar".
pub(super) fn day(at: Timestamp) -> String {
    at.calendar().map_or_else(|| "some day".to_owned(), |at| at.strftime("%-d %b").to_string())
}
