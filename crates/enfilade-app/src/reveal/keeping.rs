//! A buyer's rights: everything that is held about a person, and its removal.

use std::collections::BTreeSet;

use enfilade_domain::{
    Decision, Domain, Event, PersonId, PhraseOrigin, Statement, Subject, Timestamp, Touch, VisitorId, Workspace,
};

use super::decide::devices_of;
use super::guests::CROWD_AT_ADDRESS;
use super::neighbourhood;
use super::people;
use super::surroundings::Surroundings;
use crate::build::desk::phrases;
use crate::interpret::{made, model, refresh, stated};
use crate::{App, AppError};

/// Everything held about one person.
#[derive(Debug)]
pub struct Held {
    pub person: PersonId,
    /// Devices that are this person's alone; shared ones are kept for the other users.
    pub visitors: Vec<VisitorId>,
    pub email: Option<String>,
    pub events: Vec<Event>,
    /// What people decided about this person.
    pub decisions: Vec<Decision>,
    /// What people stated about this person.
    pub statements: Vec<Statement>,
    /// What sellers did towards an address of this person.
    pub touches: Vec<Touch>,
}

/// Collects everything about a person.
///
/// # Errors
/// Nobody has this id, or the store cannot be read.
pub fn everything_about(app: &App, workspace: &Workspace, id: &str) -> Result<Held, AppError> {
    let person = PersonId::new(id);
    let missing = || AppError::NotFound { what: "person", name: id.to_owned() };
    let devices: Vec<VisitorId> = match person.subject().ok_or_else(missing)? {
        Subject::Visitor(visitor) => vec![visitor],
        Subject::User(user) => devices_of(app, workspace, &user)?,
        Subject::Account(_) => return Err(missing()),
    };
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let events = app.log.events_of(workspace.id, &devices)?;
    let lives = people::people(events, &surroundings, Timestamp::MAX).lives;
    let shared: Vec<&VisitorId> =
        lives.iter().filter(|life| life.person != person).flat_map(|life| &life.visitors).collect();
    let visitors = devices.iter().filter(|device| !shared.contains(device)).cloned().collect();
    let life = lives.iter().find(|life| life.person == person).ok_or_else(missing)?;
    let is_about = |decision: &&Decision| match &decision.subject {
        Subject::Visitor(visitor) => life.visitors.contains(visitor),
        Subject::User(user) => life.user.as_ref() == Some(user),
        Subject::Account(_) => false,
    };
    let touches = app.records.touches(workspace.id)?;
    Ok(Held {
        visitors,
        email: life.email.clone(),
        events: life.events.clone(),
        decisions: surroundings.decisions().iter().filter(is_about).cloned().collect(),
        statements: surroundings.statements().iter().filter(|one| stated::is_about(one, life)).cloned().collect(),
        touches: touches.into_iter().filter(|touch| touch.email.is_some() && touch.email == life.email).collect(),
        person,
    })
}

/// Removes everything of a person's own devices and reads again whoever shared something with them. Leaves a note that
/// an erasure took place, without naming anybody.
///
/// # Errors
/// The store failed.
pub fn erase(app: &App, workspace: &Workspace, held: &Held) -> Result<u64, AppError> {
    let own = held.visitors.iter().cloned().collect();
    let others = neighbourhood::across_links(app.log.as_ref(), workspace.id, &own)?;
    let hosts = hosts(app, workspace, held, &own)?;
    let removed = app.log.erase_visitors(workspace.id, &held.visitors)?;
    app.log.touch(workspace.id, &others)?;
    let account = app.records.stored_person(workspace.id, &held.person)?.and_then(|stored| stored.account);
    let mut subjects: Vec<Subject> = held.visitors.iter().cloned().map(Subject::Visitor).collect();
    subjects.extend(held.person.subject());
    app.records.forget_person(workspace.id, &subjects, held.email.as_deref())?;
    let stated: BTreeSet<i64> = held.statements.iter().map(|statement| statement.id).collect();
    phrases::forget(app, workspace.id, &|phrase| {
        let of_statement = match &phrase.origin {
            Some(PhraseOrigin::Statement(id) | PhraseOrigin::Point(id, _)) => stated.contains(id),
            Some(PhraseOrigin::Deal(_)) | None => false,
        };
        of_statement || phrase.person.as_ref() == Some(&held.person)
    })?;
    app.records.put_readings(workspace.id, &[], &[], std::slice::from_ref(&held.person), &[])?;
    for account in account.into_iter().chain(hosts) {
        // What was read of the account rested on this person too.
        made::forget(app, workspace, &account)?;
        refresh::read_again(app, workspace, &account)?;
    }
    let note = format!("workspace {} erasures", workspace.id.0);
    let before = app.records.note(&note)?.map(|text| format!("{text}\n")).unwrap_or_default();
    app.records.set_note(&note, Some(&format!("{before}{} {removed} events", app.now())))?;
    refresh::catch_up(app, &|_| {})?;
    Ok(removed)
}

/// Accounts whose guest this person is.
fn hosts(app: &App, workspace: &Workspace, held: &Held, own: &BTreeSet<VisitorId>) -> Result<Vec<Domain>, AppError> {
    let beside = neighbourhood::across_addresses(app.log.as_ref(), workspace.id, own, CROWD_AT_ADDRESS)?
        .into_iter()
        .collect::<Vec<_>>();
    let known = app.records.persons_of_visitors(workspace.id, &beside)?;
    let candidates: BTreeSet<Domain> = known.into_iter().filter_map(|stored| stored.account).collect();
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let model = model::at(app, workspace, Timestamp::MAX)?;
    let mut hosts = Vec::new();
    for account in candidates {
        let (_, read) = refresh::account_from_log(app, &model, &surroundings, &account, Timestamp::MAX)?;
        if read.guests.iter().any(|guest| guest.life.person == held.person) {
            hosts.push(account);
        }
    }
    Ok(hosts)
}
