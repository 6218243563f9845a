//! One account or person told in full: the reading, what it rests on, what would change it, who is on the committee,
//! and how it came about.

use std::collections::BTreeMap;

use enfilade_domain::{
    AccountReading, DAY_MS, Domain, PageCategory, PersonId, PersonReading, Role, RoomBelief, Source, Statement,
    Timestamp, Workspace,
};
use enfilade_engine::judge::Scale;
use enfilade_engine::{
    AccountVisit, Belief, Cause, Explanation, Model, PersonBelief, Session, StatedEvidence, rests_since,
};

use super::committee::{self, Entry};
use super::fold::{self, ReadLife};
use super::listing::RecordsByAccount;
use super::made::{self, AsMade};
use super::model;
use super::refresh::{account_from_log, lives_within};
use super::scale;
use super::sessions::{self, Visit};
use super::silence::Watch;
use super::stated::{self, Heard};
use crate::reveal::neighbourhood;
use crate::reveal::people::{Forward, Life};
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// A theme of evidence. The log-odds of all themes and the prior add up to those of the belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub text: String,
    /// Change of the log-odds of standing in the Offer or the Sales room.
    pub log_odds: f64,
    pub message_ids: Vec<String>,
}

/// A point of the past as it is understood now.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryPoint {
    pub at: Timestamp,
    pub rooms: RoomBelief,
    pub readiness: f32,
    pub readiness_low: f32,
    pub readiness_high: f32,
}

/// One person of the committee.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub reading: PersonReading,
    /// Roles whose content the person read in depth.
    pub roles: Vec<Role>,
    pub topics: Vec<String>,
    /// Probability of being a buyer at all.
    pub buyer: f32,
    /// `None` for whoever made no visit that was read.
    pub entry: Option<Entry>,
    /// From when on this person no longer belongs to the decision, as somebody told.
    pub departed_at: Option<Timestamp>,
}

/// An account in full.
#[derive(Debug)]
pub struct AccountStory {
    pub reading: AccountReading,
    pub model_version: String,
    /// Log-odds of the late rooms before anything was seen.
    pub prior_log_odds: f64,
    pub evidence: Vec<Evidence>,
    pub would_change: Vec<String>,
    pub committee: Vec<Member>,
    pub forwards: Vec<Forward>,
    pub history: Vec<HistoryPoint>,
    pub revised: bool,
    /// What people stated about the account and its people and what stood at the moment, in order of time.
    pub statements: Vec<Statement>,
    /// The newest reading that was made by the moment, as it was made.
    pub as_made: Option<AsMade>,
    /// The lives it was read from, those set aside too.
    pub lives: Vec<ReadLife>,
    /// People of no known company who count for the account in part.
    pub guests: Vec<ReadLife>,
}

/// A person in full.
#[derive(Debug)]
pub struct PersonStory {
    pub reading: PersonReading,
    pub model_version: String,
    pub prior_log_odds: f64,
    pub evidence: Vec<Evidence>,
    pub history: Vec<(Timestamp, RoomBelief)>,
    /// What people stated about the person and what stood at the moment.
    pub statements: Vec<Statement>,
    pub life: ReadLife,
}

/// At most this many points of history, evenly spread.
const HISTORY_POINTS: i64 = 400;

/// Tells an account as known at a moment. `None` when nothing and nobody names it.
///
/// # Errors
/// The store cannot be read.
pub fn account(
    app: &App,
    workspace: &Workspace,
    domain: &Domain,
    moment: Timestamp,
) -> Result<Option<AccountStory>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let model = model::at(app, workspace, moment)?;
    let records = RecordsByAccount::load(app, &surroundings)?.watching(app, workspace, &model, moment)?;
    let (state, read) = account_from_log(app, &model, &surroundings, domain, moment)?;
    let everybody = read.everybody();
    let is_named = surroundings.accounts.contains_key(domain) || stated::is_stated(&surroundings, domain, moment);
    let lives = &read.lives;
    if lives.is_empty() && !is_named {
        return Ok(None);
    }
    let facts = records.facts(&surroundings, domain);
    let persons: Vec<_> = lives.iter().map(|read| &read.state).collect();
    let reading = state.reading_at(&model, &persons, facts, moment);
    let plain: Vec<&Life> = lives.iter().map(|read| &read.life).collect();
    let heard = stated::of_account(&surroundings, domain, &plain, moment);
    let (prior_log_odds, evidence) = evidence(&model, &everybody, &heard, moment);
    let statements = stated::about_account(&surroundings, domain, &plain, moment).into_iter().cloned().collect();
    let here = |person: &PersonId| lives.iter().any(|read| read.life.person == *person);
    Ok(Some(AccountStory {
        prior_log_odds,
        evidence,
        would_change: would_change(
            &model,
            &scale::of(app, workspace.id)?,
            &everybody,
            &heard.evidence,
            moment,
            &reading,
        ),
        committee: lives.iter().map(|read| member(&model, records.watch(), read, state.first_seen, moment)).collect(),
        forwards: read.forwards.iter().filter(|forward| here(&forward.from) || here(&forward.to)).cloned().collect(),
        history: history(&model, &surroundings, &everybody, &heard.evidence, moment),
        model_version: model.version().to_owned(),
        revised: state.revised,
        statements,
        as_made: made::by(app, workspace, domain, moment)?,
        reading,
        guests: read.guests,
        lives: read.lives,
    }))
}

/// Tells a person as known at a moment. `None` when nobody has this id.
///
/// # Errors
/// The store cannot be read.
pub fn person(
    app: &App,
    workspace: &Workspace,
    id: &PersonId,
    moment: Timestamp,
) -> Result<Option<PersonStory>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let model = model::at(app, workspace, moment)?;
    let near = neighbourhood::of_person(app.log.as_ref(), workspace.id, id)?;
    let lives = lives_within(app, &model, &surroundings, &near, moment)?.lives;
    let Some(life) = lives.into_iter().find(|read| read.life.person == *id) else { return Ok(None) };
    let sessions: Vec<Session> = life.visits.iter().map(|visit| visit.session.clone()).collect();
    let told: Vec<&Visit> = life.visits.iter().collect();
    let heard = stated::of_person(&surroundings, &life.life, moment);
    let explanation = model.explain_person_stated(&sessions, &heard.evidence, moment);
    let first =
        life.visits.first().map(|visit| visit.session.at).into_iter().chain(heard.evidence.first().map(|one| one.at));
    let moments = days(first.min(), moment);
    let ribbon = model.person_ribbon_stated(&sessions, &heard.evidence, &moments);
    let history = moments.into_iter().zip(ribbon).filter_map(|(at, belief)| Some((at, belief?.rooms()))).collect();
    Ok(Some(PersonStory {
        reading: life.state.reading_at(&model, &Watch::load(app, workspace.id, &model, moment)?, moment),
        model_version: model.version().to_owned(),
        prior_log_odds: explanation.as_ref().map_or(0.0, |explanation| explanation.prior),
        evidence: explanation.map(|explanation| themes(&explanation, &told, &[], &heard)).unwrap_or_default(),
        statements: surroundings.stated_at(moment).filter(|one| stated::is_about(one, &life.life)).cloned().collect(),
        history,
        life,
    }))
}

/// The prior's log-odds and what an account's reading rests on. Who has departed is left out, as in the reading.
pub(super) fn evidence(
    model: &Model,
    members: &[&ReadLife],
    heard: &Heard<'_>,
    moment: Timestamp,
) -> (f64, Vec<Evidence>) {
    let here: Vec<&ReadLife> = members.iter().filter(|read| !read.state.has_departed_by(moment)).copied().collect();
    let visits = fold::account_visits(&here);
    let plain: Vec<_> = visits.iter().map(|(_, visit)| *visit).collect();
    let told: Vec<&Visit> = visits.iter().map(|(visit, _)| *visit).collect();
    model
        .explain_account_stated(&plain, &heard.evidence, moment)
        .map_or_else(Default::default, |explanation| (explanation.prior, themes(&explanation, &told, &plain, heard)))
}

/// Steps of the same theme are one line, every statement has its own; the lines that weigh most come first.
/// `credited` are the visits as the account took them; empty for a person.
fn themes(
    explanation: &Explanation,
    visits: &[&Visit],
    credited: &[AccountVisit<'_>],
    heard: &Heard<'_>,
) -> Vec<Evidence> {
    #[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
    enum Theme {
        Silence,
        Stated(usize),
        Returning,
        Pages(PageCategory),
        Extent,
        Source(Source),
        Act(u8),
    }
    let mut found: BTreeMap<Theme, (f64, u32, Vec<String>)> = BTreeMap::new();
    for step in &explanation.steps {
        let theme = match step.cause {
            Cause::Silence { .. } => Theme::Silence,
            Cause::Visit => Theme::Returning,
            Cause::Pages { category, .. } => Theme::Pages(category),
            Cause::Extent { .. } => Theme::Extent,
            Cause::Source(source) => Theme::Source(source),
            Cause::Demo(_) => Theme::Act(0),
            Cause::Download(_) => Theme::Act(1),
            Cause::Share(_) => Theme::Act(2),
            Cause::Stated { statement } => Theme::Stated(statement),
        };
        let (sum, count, ids) = found.entry(theme).or_default();
        *sum += step.change;
        *count += match step.cause {
            Cause::Silence { hours } => hours,
            Cause::Pages { count, .. } => count,
            Cause::Extent { pages } => pages,
            Cause::Visit | Cause::Source(_) | Cause::Stated { .. } => 1,
            Cause::Demo(yes) | Cause::Download(yes) | Cause::Share(yes) => u32::from(yes),
        };
        let Some(visit) = step.session.and_then(|session| visits.get(session)) else { continue };
        let pages = visit.pages.iter();
        match step.cause {
            Cause::Pages { category, .. } => ids
                .extend(pages.filter(|page| page.facts.category == Some(category)).map(|page| page.message_id.clone())),
            Cause::Extent { .. } => ids.extend(pages.map(|page| page.message_id.clone())),
            Cause::Visit => ids.extend(visit.message_ids.first().cloned()),
            Cause::Demo(true) | Cause::Download(true) | Cause::Share(true) => {
                ids.extend(visit.message_ids.iter().cloned());
            }
            _ => {}
        }
    }
    let mut lines: Vec<Evidence> = found
        .into_iter()
        .map(|(theme, (log_odds, count, message_ids))| {
            let text = match theme {
                Theme::Silence => format!("{} quiet days between and after the visits", count / 24),
                Theme::Stated(index) => {
                    heard.statements.get(index).map_or_else(String::new, |statement| stated::sentence(statement))
                }
                Theme::Returning => {
                    let of_guests = credited.iter().filter(|visit| visit.credit < 1.0).count();
                    let times = if count == 1 { "time" } else { "times" };
                    if of_guests == 0 {
                        format!("came {count} {times}")
                    } else {
                        format!("came {count} {times}, {of_guests} of them readers at its addresses who count in part")
                    }
                }
                Theme::Pages(category) => format!("{} ({count})", about(category)),
                Theme::Extent => {
                    format!(
                        "{count} {} in all, which tells reading from clicking",
                        if count == 1 { "page" } else { "pages" }
                    )
                }
                Theme::Source(source) => format!("{} ({count})", came_by(source)),
                Theme::Act(0) if count > 0 => "asked for a talk or a demo".to_owned(),
                Theme::Act(0) => "never asked for a demo, which says little".to_owned(),
                Theme::Act(1) if count > 0 => format!("downloaded a piece ({count})"),
                Theme::Act(1) => "downloaded nothing".to_owned(),
                Theme::Act(_) if count > 0 => format!("passed a piece on ({count})"),
                Theme::Act(_) => "passed nothing on".to_owned(),
            };
            Evidence { text, log_odds, message_ids }
        })
        .collect();
    lines.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    lines
}

const fn about(category: PageCategory) -> &'static str {
    match category {
        PageCategory::Problem => "read on whether the problem is worth solving",
        PageCategory::Solution => "compared ways to solve it",
        PageCategory::Offer => "read on timing and on what working together looks like",
        PageCategory::Sales => "read on delivery and trust",
        PageCategory::Product => "looked at what you sell",
        PageCategory::Pricing => "looked at prices",
        PageCategory::Careers => "looked at jobs",
        PageCategory::About => "looked at who you are",
        PageCategory::Docs => "used documentation",
        PageCategory::Home => "opened the home page",
        PageCategory::Demo => "opened the demo or contact page",
    }
}

const fn came_by(source: Source) -> &'static str {
    match source {
        Source::Direct => "came directly; the origin is unknown, often a recommendation",
        Source::Search => "came by search",
        Source::Email => "came from a mail",
        Source::Ad => "came from an ad",
        Source::Forward => "came by a forwarded link",
        Source::Social => "came from a social network",
        Source::Referral => "came from another site",
    }
}

fn member(model: &Model, watch: &Watch, read: &ReadLife, account_since: Timestamp, moment: Timestamp) -> Member {
    let mut topics: Vec<String> =
        read.visits.iter().flat_map(|visit| &visit.pages).filter_map(|page| page.facts.topic.clone()).collect();
    topics.sort();
    topics.dedup();
    Member {
        buyer: read.state.belief_at(model, moment).as_ref().map_or(0.0, PersonBelief::buyer),
        reading: read.state.reading_at(model, watch, moment),
        roles: sessions::roles_read(read.visits.iter()),
        entry: committee::entry(model, read, account_since),
        departed_at: read.state.departed_at.filter(|at| *at <= moment),
        topics,
    }
}

/// What the model would say after things that could happen next. Computed, not guessed.
fn would_change(
    model: &Model,
    scale: &Scale,
    lives: &[&ReadLife],
    stated: &[StatedEvidence],
    moment: Timestamp,
    reading: &AccountReading,
) -> Vec<String> {
    // In the numbers that people see.
    let as_shown = |probability: f32| format!("{:.0}", scale::shown_for(scale, probability).value * 100.0);
    let mut lines = Vec::new();
    // Of a glance nothing can be imagined that would deserve belief.
    if !reading.enough_evidence {
        return lines;
    }
    let now = as_shown(reading.readiness);
    let differs = |after: &f32| as_shown(*after) != now;
    if let Some(quiet) = imagined(model, lives, stated, None, moment.plus_days(28.0)).filter(differs) {
        lines.push(format!("Four quiet weeks would take readiness from {now} to {}.", as_shown(quiet)));
    }
    let mut proper = Session::empty(moment, Source::Direct);
    proper.add_read(PageCategory::Offer, 1, PROPER_READ_SECONDS);
    proper.add_read(PageCategory::Sales, 2, PROPER_READ_SECONDS);
    if let Some(after) = imagined(model, lives, stated, Some(&proper), moment).filter(differs) {
        lines.push(format!("A proper read on timing and delivery today would take it to {}.", as_shown(after)));
    }
    let mut back = Session::empty(moment, Source::Direct);
    back.add_read(PageCategory::Problem, 2, PROPER_READ_SECONDS);
    if let Some(after) = imagined(model, lives, stated, Some(&back), moment).filter(differs) {
        lines.push(format!("Going back to the problem today would take it to {}.", as_shown(after)));
    }
    lines
}

/// How long a page of one's own room is read, in the middle (model note, section 8).
const PROPER_READ_SECONDS: f32 = 83.0;

/// Readiness if the most recent reader came again like this, or if nobody came until the moment.
fn imagined(
    model: &Model,
    lives: &[&ReadLife],
    stated: &[StatedEvidence],
    visit: Option<&Session>,
    moment: Timestamp,
) -> Option<f32> {
    let lives: Vec<&ReadLife> = lives.iter().filter(|read| !read.state.has_departed_by(moment)).copied().collect();
    let latest = lives
        .iter()
        .enumerate()
        .filter(|(_, read)| !read.is_guest())
        .filter_map(|(index, read)| Some((read.visits.last()?.session.at, index)))
        .max()
        .map(|(_, index)| index)?;
    let mut folded: Vec<(Vec<Session>, Vec<f32>, f32)> = Vec::new();
    let mut beliefs = Vec::new();
    for (index, read) in lives.iter().enumerate() {
        let mut sessions: Vec<Session> = read.visits.iter().map(|visit| visit.session.clone()).collect();
        if index == latest {
            sessions.extend(visit.cloned());
        }
        let Some(fold) = model.fold_person(&sessions) else { continue };
        beliefs.push((model.person_belief_at(&fold.belief, fold.at, moment).states(), read.credit));
        folded.push((sessions, fold.buyer, read.credit));
    }
    let mut visits: Vec<AccountVisit<'_>> = folded
        .iter()
        .flat_map(|(sessions, buyer, credit)| {
            sessions.iter().zip(buyer).map(|(session, buyer)| AccountVisit { session, buyer: *buyer, credit: *credit })
        })
        .collect();
    visits.sort_by_key(|visit| visit.session.at);
    let fold = model.fold_account_stated(&visits, stated)?;
    let then = model.account_at_rest(&fold, moment, rests_since(stated).is_some());
    Some(model.readiness(&then.belief, &beliefs, then.momentum).probability)
}

/// Days from the first visit to the moment, thinned to a bounded number, the moment itself last.
fn days(first: Option<Timestamp>, moment: Timestamp) -> Vec<Timestamp> {
    let Some(first) = first.filter(|first| *first <= moment) else { return Vec::new() };
    let (from, to) = (first.utc_day() + 1, moment.utc_day());
    let step = ((to - from) / HISTORY_POINTS).max(0) + 1;
    let mut days: Vec<Timestamp> = (from..=to)
        .step_by(step as usize)
        .map(|day| Timestamp::from_utc_day(day).plus_millis(DAY_MS - 1_000))
        .filter(|day| *day < moment)
        .collect();
    days.push(moment);
    days
}

fn history(
    model: &Model,
    surroundings: &Surroundings,
    lives: &[&ReadLife],
    stated: &[StatedEvidence],
    moment: Timestamp,
) -> Vec<HistoryPoint> {
    let visits = lives.iter().filter_map(|read| read.visits.first()).map(|visit| visit.session.at);
    let first = visits.chain(stated.first().map(|one| one.at)).min();
    let moments = days(first, moment);
    let ribbon = fold::account_ribbon(model, lives, stated, &moments);
    let people: Vec<Vec<Option<PersonBelief>>> = lives
        .iter()
        .map(|read| {
            let sessions: Vec<Session> = read.visits.iter().map(|visit| visit.session.clone()).collect();
            let heard = stated::of_person(surroundings, &read.life, moment);
            let ribbon = model.person_ribbon_stated(&sessions, &heard.evidence, &moments);
            let is_here = |at: &Timestamp| !read.state.has_departed_by(*at);
            moments.iter().zip(ribbon).map(|(at, belief)| belief.filter(|_| is_here(at))).collect()
        })
        .collect();
    moments
        .iter()
        .zip(ribbon)
        .enumerate()
        .filter_map(|(index, (at, fold))| {
            let fold = fold?;
            let beliefs: Vec<(Belief, f32)> = people
                .iter()
                .zip(lives)
                .filter_map(|(ribbon, read)| Some((ribbon.get(index)?.as_ref()?.states(), read.credit)))
                .collect();
            let readiness = model.readiness(&fold.belief, &beliefs, fold.momentum);
            Some(HistoryPoint {
                at: *at,
                rooms: fold.belief.rooms(),
                readiness: readiness.probability,
                readiness_low: readiness.low,
                readiness_high: readiness.high,
            })
        })
        .collect()
}
