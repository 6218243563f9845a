//! One account or person told in full: the reading, what it rests on, what would change it, who is on the committee,
//! and how it came about.

use enfilade_domain::{
    AccountReading, DAY_MS, Deal, Domain, PersonId, PersonReading, Role, RoomBelief, Statement, Timestamp, Workspace,
};
use enfilade_engine::{Belief, Model, PersonBelief, Session, StatedEvidence};
use enfilade_language::translated;

use super::committee::{self, Entry};
use super::fold::{self, ReadLife};
use super::ignored::{self, Ignored};
use super::made::{self, AsMade};
use super::model;
use super::refresh::{account_from_log, lives_within};
use super::scale;
use super::sessions::{self, Visit};
use super::silence::Watch;
use super::state::Facts;
use super::stated::{self, Heard};
use super::topics::{self, Interests};
use super::{detail, reasons, trial};
use crate::reveal::neighbourhood;
use crate::reveal::people::{Forward, Life};
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// A reason. The log-odds of all reasons and the prior add up to those of the belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub text: String,
    /// Change of the log-odds of standing in the Offer or the Sales room.
    pub log_odds: f64,
    pub message_ids: Vec<String>,
}

impl Evidence {
    /// Whether it is what was left over when the reasons were told. By its words, because of readings as they were made no
    /// more is kept.
    #[must_use]
    pub fn is_rest(&self) -> bool {
        // Kept ones are English, those told just now speak as the page does.
        self.text.starts_with(reasons::EVERYTHING_ELSE) || self.text.starts_with(translated(reasons::EVERYTHING_ELSE))
    }
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
    /// What this person works on, in a few words.
    pub works_on: Option<String>,
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
    /// The same by cause, as an analyst wants it. Adds up to the same sum.
    pub detail: Vec<Evidence>,
    /// What one more thing would do. Tried on a copy, not guessed.
    pub would_change: Vec<String>,
    /// What was seen and carries no weight.
    pub ignored: Vec<Ignored>,
    /// What its people work on, and since when.
    pub topics: Interests,
    pub questions: Interests,
    pub committee: Vec<Member>,
    pub forwards: Vec<Forward>,
    pub history: Vec<HistoryPoint>,
    pub revised: bool,
    /// What people stated about the account and its people and what stood at the moment, in order of time.
    pub statements: Vec<Statement>,
    /// Deals as they stood at the moment.
    pub deals: Vec<Deal>,
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
    /// The same by cause.
    pub detail: Vec<Evidence>,
    pub ignored: Vec<Ignored>,
    pub topics: Interests,
    pub questions: Interests,
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
    let ground = app.stated(workspace)?;
    let surroundings = ground.surroundings.as_ref();
    let model = model::at(app, workspace, moment)?;
    let watch = Watch::load(app, workspace.id, &model, moment)?;
    let (state, read) = account_from_log(app, &model, surroundings, domain, moment)?;
    let everybody = read.everybody();
    let is_named = surroundings.accounts.contains_key(domain) || stated::is_stated(surroundings, domain, moment);
    let lives = &read.lives;
    if lives.is_empty() && !is_named {
        return Ok(None);
    }
    let facts = Facts { watch, ..ground.records.facts(surroundings, domain) };
    let persons: Vec<_> = lives.iter().map(|read| &read.state).collect();
    let reading = state.reading_at(&model, &persons, facts, moment);
    let answered = state.answered_at(facts, moment);
    let plain: Vec<&Life> = lives.iter().map(|read| &read.life).collect();
    let heard = stated::of_account(surroundings, domain, &plain, moment);
    let why = why(&model, surroundings, &everybody, &heard, moment);
    let all_visits = || lives.iter().flat_map(|read| &read.visits);
    let statements = stated::about_account(surroundings, domain, &plain, moment).into_iter().cloned().collect();
    let here = |person: &PersonId| lives.iter().any(|read| read.life.person == *person);
    Ok(Some(AccountStory {
        prior_log_odds: why.prior,
        evidence: why.evidence,
        detail: why.detail,
        would_change: trial::would_change(
            &trial::Tried {
                model: &model,
                scale: &scale::at(app, workspace.id, moment)?,
                state: &state,
                persons: &persons,
                facts,
            },
            &reading,
        ),
        ignored: ignored::ignored(lives.iter(), facts.touches, moment),
        topics: topics::topics(all_visits(), model.scale()),
        questions: topics::questions(all_visits(), model.scale()),
        committee: lives.iter().map(|read| member(&model, &watch, read, answered, state.first_seen, moment)).collect(),
        forwards: read.forwards.iter().filter(|forward| here(&forward.from) || here(&forward.to)).cloned().collect(),
        history: history(&model, surroundings, &everybody, &heard.evidence, moment),
        model_version: model.version().to_owned(),
        revised: state.revised,
        statements,
        deals: trial::known_at(facts, moment).0,
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
    let ground = app.stated(workspace)?;
    let surroundings = ground.surroundings.as_ref();
    let model = model::at(app, workspace, moment)?;
    let watch = Watch::load(app, workspace.id, &model, moment)?;
    let near = neighbourhood::of_person(app.log.as_ref(), workspace.id, id)?;
    let lives = lives_within(app, &model, surroundings, &near, moment)?.lives;
    let Some(life) = lives.into_iter().find(|read| read.life.person == *id) else { return Ok(None) };
    let sessions: Vec<Session> = life.visits.iter().map(|visit| visit.session.clone()).collect();
    let told: Vec<&Visit> = life.visits.iter().collect();
    let heard = stated::of_person(surroundings, &life.life, moment);
    let explanation = model.explain_person_stated(&sessions, &heard.evidence, moment);
    let first =
        life.visits.first().map(|visit| visit.session.at).into_iter().chain(heard.evidence.first().map(|one| one.at));
    let moments = days(first.min(), moment);
    let ribbon = model.person_ribbon_stated(&sessions, &heard.evidence, &moments);
    let history = moments.into_iter().zip(ribbon).filter_map(|(at, belief)| Some((at, belief?.rooms()))).collect();
    let answered = ground.records.answered_at(surroundings, &life.state, &[&life.life], moment);
    Ok(Some(PersonStory {
        reading: life.state.reading_at(&model, &watch, answered, moment),
        model_version: model.version().to_owned(),
        prior_log_odds: explanation.as_ref().map_or(0.0, |explanation| explanation.prior),
        evidence: explanation
            .as_ref()
            .map(|explanation| reasons::of_person(&model, &life, &heard, moment, explanation))
            .unwrap_or_default(),
        detail: explanation
            .as_ref()
            .map(|explanation| detail::themes(explanation, &told, &[], &heard))
            .unwrap_or_default(),
        ignored: ignored::ignored(std::iter::once(&life), &[], moment),
        topics: topics::topics(life.visits.iter(), model.scale()),
        questions: topics::questions(life.visits.iter(), model.scale()),
        statements: surroundings.stated_at(moment).filter(|one| stated::is_about(one, &life.life)).cloned().collect(),
        history,
        life,
    }))
}

/// Why an account is read as it is.
#[derive(Debug, Default)]
pub(super) struct Why {
    /// Log-odds of the late rooms before anything was seen.
    pub(super) prior: f64,
    /// In at most five sentences.
    pub(super) evidence: Vec<Evidence>,
    /// By cause.
    pub(super) detail: Vec<Evidence>,
}

/// Why an account is read as it is. Who has departed is left out, as in the reading.
pub(super) fn why(
    model: &Model,
    surroundings: &Surroundings,
    members: &[&ReadLife],
    heard: &Heard<'_>,
    moment: Timestamp,
) -> Why {
    let here: Vec<&ReadLife> = members.iter().filter(|read| !read.state.has_departed_by(moment)).copied().collect();
    let visits = fold::account_visits(&here);
    let plain: Vec<_> = visits.iter().map(|(_, visit)| *visit).collect();
    let told: Vec<&Visit> = visits.iter().map(|(visit, _)| *visit).collect();
    let Some(explanation) = model.explain_account_stated(&plain, &heard.evidence, moment) else {
        return Why::default();
    };
    Why {
        prior: explanation.prior,
        evidence: reasons::of_account(model, surroundings, &here, &visits, heard, moment, &explanation),
        detail: detail::themes(&explanation, &told, &plain, heard),
    }
}

fn member(
    model: &Model,
    watch: &Watch,
    read: &ReadLife,
    answered: Option<Timestamp>,
    account_since: Timestamp,
    moment: Timestamp,
) -> Member {
    let mut topics: Vec<String> =
        read.visits.iter().flat_map(|visit| &visit.pages).filter_map(|page| page.facts.topic.clone()).collect();
    topics.sort();
    topics.dedup();
    Member {
        buyer: read.state.belief_at(model, moment).as_ref().map_or(0.0, PersonBelief::buyer),
        reading: read.state.reading_at(model, watch, answered, moment),
        roles: sessions::roles_read(read.visits.iter()),
        entry: committee::entry(model, read, account_since),
        departed_at: read.state.departed_at.filter(|at| *at <= moment),
        works_on: topics::topics(read.visits.iter(), model.scale()).words(),
        topics,
    }
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
