//! Plays a story into a workspace: the same doors, the same filing, the same reading.

use std::collections::BTreeMap;

use enfilade_collect::Collected;
use enfilade_domain::{
    AccountReading, DealStage, Domain, Event, PersonId, Settings, Subject, Timestamp, UserId, VisitorId, Workspace,
};
use enfilade_store::NewDecision;

use super::expectations::{self, Listed, Outcome, Readings, ReadingsAt, Told};
use super::journey::Scenario;
use crate::interpret::{as_of, explain, state};
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
    for statement in &story.statements {
        app.records.add_statement(workspace.id, statement)?;
    }
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
        let forwards = story.forwards.into_iter().map(|forward| (forward.from, forward.to, forward.path));
        Ok(Told {
            sentences: story.reading.band_reasons.into_iter().chain(evidence).chain(story.would_change).collect(),
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
    let silences = listed.iter().filter_map(|one| Some((one.reading.account.clone(), one.last_silence?))).collect();
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
    Ok(ReadingsAt { ready, silences, ..by_band })
}

/// A story played by other companies at another time, so that several can share a workspace.
#[derive(Debug, Clone)]
pub struct Casting {
    /// Set before every visitor and message id.
    pub prefix: String,
    /// The company that plays each account of the story: domain and name.
    pub companies: BTreeMap<Domain, (Domain, String)>,
    /// Milliseconds added to every moment.
    pub shift_ms: i64,
}

/// The story as cast. Happenings after `until` are left out.
#[must_use]
pub fn cast(story: &Scenario, casting: &Casting, until: Timestamp) -> Scenario {
    let mut cast = story.clone();
    let moved = |at: Timestamp| at.plus_millis(casting.shift_ms);
    for account in &mut cast.accounts {
        if let Some((domain, name)) = casting.companies.get(&account.domain) {
            account.domain = domain.clone();
            account.name = Some(name.clone());
        }
    }
    cast.events = story.events.iter().map(|event| cast_event(event, casting)).filter(|e| e.at <= until).collect();
    cast.addresses =
        story.addresses.iter().map(|(id, address)| (format!("{}{id}", casting.prefix), *address)).collect();
    for deal in &mut cast.deals {
        deal.deal_id = format!("{}{}", casting.prefix, deal.deal_id);
        deal.domain = cast_domain(&deal.domain, casting);
        deal.opened_at = moved(deal.opened_at);
        deal.closed_at = deal.closed_at.map(moved);
    }
    for touch in &mut cast.touches {
        touch.at = moved(touch.at);
        touch.domain = touch.domain.as_ref().map(|domain| cast_domain(domain, casting));
    }
    for decision in &mut cast.decisions {
        decision.at = moved(decision.at);
        decision.subject = match &decision.subject {
            Subject::Account(account) => Subject::Account(cast_domain(account, casting)),
            Subject::Visitor(visitor) => Subject::Visitor(cast_visitor(visitor, casting)),
            Subject::User(user) => Subject::User(UserId::new(cast_text(user.as_str(), casting))),
        };
    }
    for statement in &mut cast.statements {
        statement.at = moved(statement.at);
        statement.recorded_at = moved(statement.recorded_at);
        statement.account = statement.account.as_ref().map(|account| cast_domain(account, casting));
        statement.person = statement.person.as_ref().map(|person| match person.subject() {
            Some(Subject::User(user)) => PersonId::named(&UserId::new(cast_text(user.as_str(), casting))),
            Some(Subject::Visitor(visitor)) => PersonId::anonymous(&cast_visitor(&visitor, casting)),
            _ => person.clone(),
        });
    }
    cast
}

fn cast_event(event: &Event, casting: &Casting) -> Event {
    let moved = |at: Timestamp| at.plus_millis(casting.shift_ms);
    let user_id = event.user_id.as_ref().map(|user| UserId::new(cast_text(user.as_str(), casting)));
    let mut cast = event.clone();
    cast.message_id = format!("{}{}", casting.prefix, event.message_id);
    cast.visitor = cast_visitor(&event.visitor, casting);
    cast.user_id = user_id;
    cast.at = moved(event.at);
    cast.known_at = moved(event.known_at);
    cast.email = event.email.as_ref().map(|email| cast_text(email, casting));
    cast.share_token = event.share_token.as_ref().map(|token| format!("{}{token}", casting.prefix));
    if let Some(claim) = &mut cast.company {
        claim.domain = cast_domain(&claim.domain, casting);
    }
    cast
}

fn cast_visitor(visitor: &VisitorId, casting: &Casting) -> VisitorId {
    match PersonId::new(visitor.as_str()).subject() {
        Some(Subject::User(user)) => VisitorId::of_user(&UserId::new(cast_text(user.as_str(), casting))),
        _ => VisitorId::new(format!("{}{visitor}", casting.prefix)),
    }
}

fn cast_domain(domain: &Domain, casting: &Casting) -> Domain {
    casting.companies.get(domain).map_or_else(|| domain.clone(), |(cast, _)| cast.clone())
}

/// An e-mail address with the domain of the company that plays its own.
fn cast_text(text: &str, casting: &Casting) -> String {
    match text.split_once('@') {
        Some((name, host)) => {
            let cast = Domain::parse(host).map(|domain| cast_domain(&domain, casting));
            format!("{name}@{}", cast.map_or_else(|_| host.to_owned(), |domain| domain.to_string()))
        }
        None => format!("{}{text}", casting.prefix),
    }
}
