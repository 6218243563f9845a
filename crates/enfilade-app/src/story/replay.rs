//! Plays a story into a workspace: the same doors, the same filing, the same reading.

use std::collections::BTreeMap;

use enfilade_collect::Collected;
use enfilade_domain::{AccountReading, DealStage, Domain, PersonId, Settings, Timestamp, Workspace};
use enfilade_store::NewDecision;

use super::expectations::{self, Listed, Outcome, Readings, ReadingsAt, Told};
use super::journey::Scenario;
use crate::interpret::{as_of, explain, silence, state};
use crate::reveal::intake;
use crate::{App, AppError};

/// Plays a story into a workspace whose settings become the story's. Readings as of any moment can then be made; those
/// that are kept follow with the next refresh.
///
/// # Errors
/// The store failed.
pub fn play(app: &App, workspace: &Workspace, story: &Scenario) -> Result<Workspace, AppError> {
    let settings = Settings {
        decision_months: story.decision_months,
        own_domains: story.own_domains.clone(),
        competitor_domains: story.competitor_domains.clone(),
        essential_roles: story.essential_roles.clone(),
        ..workspace.settings.clone()
    };
    app.records.save_settings(workspace.id, &settings)?;
    let workspace = Workspace { settings, ..workspace.clone() };
    add(app, &workspace, story)?;
    Ok(workspace)
}

/// Adds a story's happenings to a workspace and leaves its settings alone.
///
/// # Errors
/// The store failed.
pub fn add(app: &App, workspace: &Workspace, story: &Scenario) -> Result<(), AppError> {
    app.records.put_pieces(workspace.id, &story.pieces)?;
    app.records.put_accounts(workspace.id, &story.accounts)?;
    app.records.put_deals(workspace.id, &story.deals)?;
    app.records.put_touches(workspace.id, &story.touches)?;
    for decision in &story.decisions {
        app.records.add_decision(
            workspace.id,
            &NewDecision {
                at: decision.at,
                author: decision.author.clone(),
                reason: decision.reason.clone(),
                subject: decision.subject.clone(),
                verdict: decision.verdict.clone(),
            },
        )?;
    }
    app.records.put_statements(workspace.id, &story.statements)?;
    let addresses: BTreeMap<&str, _> = story.addresses.iter().map(|(id, address)| (id.as_str(), *address)).collect();
    let collected = story
        .events
        .iter()
        .map(|event| Collected { event: event.clone(), address: addresses.get(event.message_id.as_str()).copied() })
        .collect();
    app.log.append(workspace.id, &intake::prepare(workspace, &app.address_book, collected))?;
    Ok(())
}

/// The story as somebody knows it who lives in it: nothing that became known after the moment.
#[must_use]
pub fn until(story: &Scenario, moment: Timestamp) -> Scenario {
    let mut known = story.clone();
    known.events.retain(|event| event.known_at <= moment);
    known.touches.retain(|touch| touch.at <= moment);
    known.deals.retain(|deal| deal.opened_at <= moment);
    for deal in &mut known.deals {
        if deal.closed_at.is_some_and(|closed| closed > moment) {
            (deal.stage, deal.closed_at) = (DealStage::Open, None);
        }
    }
    known.decisions.retain(|decision| decision.at <= moment);
    known.statements.retain(|statement| statement.recorded_at <= moment);
    known
}

/// Holds a played story against its expectations, each day read as it was known then.
///
/// # Errors
/// The store cannot be read.
pub fn check(app: &App, workspace: &Workspace, story: &Scenario) -> Result<Vec<Outcome>, AppError> {
    expectations::check(story, &Played { app, workspace })
}

/// A workspace into which a story was played.
struct Played<'a> {
    app: &'a App,
    workspace: &'a Workspace,
}

impl Readings for Played<'_> {
    fn at(&self, moment: Timestamp) -> Result<ReadingsAt, AppError> {
        readings_at(self.app, self.workspace, moment)
    }

    fn account_told(&self, account: &Domain, moment: Timestamp) -> Result<Told, AppError> {
        let Some(story) = explain::account(self.app, self.workspace, account, moment)? else {
            return Ok(Told::default());
        };
        let evidence = story.evidence.into_iter().map(|evidence| evidence.text);
        let silent = [story.reading.silence.sentence()];
        let forwards = story.forwards.into_iter().map(|forward| (forward.from, forward.to, forward.path));
        Ok(Told {
            sentences: story
                .reading
                .band_reasons
                .into_iter()
                .chain(silent)
                .chain(evidence)
                .chain(story.would_change)
                .collect(),
            topics: story.committee.into_iter().flat_map(|member| member.topics).collect(),
            forwards: forwards.collect(),
        })
    }

    fn person_told(&self, person: &PersonId, moment: Timestamp) -> Result<Told, AppError> {
        let Some(story) = explain::person(self.app, self.workspace, person, moment)? else {
            return Ok(Told::default());
        };
        let evidence = story.evidence.into_iter().map(|evidence| evidence.text);
        let pages = story.life.visits.iter().flat_map(|visit| &visit.pages);
        Ok(Told {
            sentences: story.reading.band_reasons.into_iter().chain(evidence).collect(),
            topics: pages.filter_map(|page| page.facts.topic.clone()).collect(),
            forwards: Vec::new(),
        })
    }
}

/// Everything that is read at a moment, with the lists.
///
/// # Errors
/// The store cannot be read.
pub fn readings_at(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<ReadingsAt, AppError> {
    let listed = as_of::listed(app, workspace, moment)?;
    let readers = silence::quiet_readers(&listed);
    let quiet_readers = readers.iter().map(|one| Listed::Account(one.reading.account.clone())).collect();
    let accounts: Vec<AccountReading> = listed.into_iter().map(|one| one.reading).collect();
    let mut people = Vec::new();
    as_of::persons(app, workspace, moment, &mut |reading| {
        people.push(reading);
        Ok(())
    })?;
    let mut in_list: Vec<&AccountReading> = accounts.iter().filter(|one| state::is_ready(one)).collect();
    in_list.sort_by(|a, b| b.readiness.total_cmp(&a.readiness));
    let mut ready: Vec<Listed> = in_list.into_iter().map(|one| Listed::Account(one.account.clone())).collect();
    ready.extend(people.iter().filter(|one| state::is_ready_alone(one)).map(|one| Listed::Person(one.person.clone())));
    let by_band = ReadingsAt::by_band(accounts, people);
    Ok(ReadingsAt { ready, quiet_readers, ..by_band })
}

/// The story at another time. Happenings after `until` are left out.
#[must_use]
pub fn moved(story: &Scenario, shift_ms: i64, until: Timestamp) -> Scenario {
    let mut story = story.clone();
    let moved = |at: Timestamp| at.plus_millis(shift_ms);
    for event in &mut story.events {
        (event.at, event.known_at) = (moved(event.at), moved(event.known_at));
    }
    story.events.retain(|event| event.at <= until);
    for deal in &mut story.deals {
        (deal.opened_at, deal.closed_at) = (moved(deal.opened_at), deal.closed_at.map(moved));
    }
    story.touches.iter_mut().for_each(|touch| touch.at = moved(touch.at));
    story.decisions.iter_mut().for_each(|decision| decision.at = moved(decision.at));
    for statement in &mut story.statements {
        (statement.at, statement.recorded_at) = (moved(statement.at), moved(statement.recorded_at));
    }
    story
}
