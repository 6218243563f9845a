//! Recording what people state, and taking it back: checked, stored, and whoever it concerns read again.

use std::collections::BTreeSet;

use enfilade_domain::{Domain, PersonId, Stated, Statement, Subject, Timestamp, VisitorId, Workspace};
use enfilade_language::t;

use super::about::{self, About};
use super::refresh;
use crate::reveal::decide;
use crate::{App, AppError};

/// A statement as somebody gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// A domain, a person's id, or empty where `person` is given.
    pub about: String,
    /// The person concerned, where `about` names an account.
    pub person: Option<String>,
    /// Now, where it is not given.
    pub at: Option<Timestamp>,
    pub by: String,
    pub note: String,
    pub stated: Stated,
}

/// A statement that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// By which it can be taken back.
    pub number: i64,
    /// Companies and people that nothing and nobody had named before.
    pub not_seen_so_far: Vec<String>,
}

/// Checks and records a statement, and reads again whom it concerns.
///
/// # Errors
/// A field cannot be used, nobody has the id that is named, or the store failed.
pub fn record(app: &App, workspace: &Workspace, draft: Draft) -> Result<Recorded, AppError> {
    let now = app.now();
    let at = draft.at.unwrap_or(now);
    // A plain date means the end of that day, so that today is never in the future.
    if at.utc_day() > now.utc_day() {
        return Err(AppError::invalid(t!("at"), t!("{at} lies in the future; state it when it has happened", at = at)));
    }
    if matches!(draft.stated, Stated::Overrule(_)) && draft.note.trim().is_empty() {
        return Err(AppError::invalid(t!("reason"), t!("say why you know better; whoever reads it later will ask")));
    }
    let About { account, person, not_seen_so_far } = about::look_up(app, workspace, &draft)?;
    let statement = Statement {
        id: 0,
        at: at.min(now),
        recorded_at: now,
        by: draft.by.trim().to_owned(),
        note: draft.note.trim().to_owned(),
        account,
        person,
        stated: draft.stated,
        undone_at: None,
    };
    let number = app.records.add_statement(workspace.id, &statement)?;
    read_again(app, workspace, &[&statement])?;
    Ok(Recorded { number, not_seen_so_far })
}

/// Takes a statement back.
///
/// # Errors
/// There is no such standing statement, or the store failed.
pub fn take_back(app: &App, workspace: &Workspace, id: i64) -> Result<(), AppError> {
    let statement = find(app, workspace, id)?;
    if !app.records.undo_statement(workspace.id, id, app.now())? {
        return Err(missing(id));
    }
    read_again(app, workspace, &[&statement])
}

/// Records that somebody answered a request to talk.
///
/// # Errors
/// There is no such request without an answer, or the store failed.
pub fn answer(app: &App, workspace: &Workspace, id: i64, by: &str) -> Result<(), AppError> {
    let statement = find(app, workspace, id)?;
    if !app.records.answer_talk_request(workspace.id, id, app.now(), by)? {
        return Err(AppError::NotFound { what: t!("open request to talk"), name: id.to_string() });
    }
    read_again(app, workspace, &[&statement])
}

fn missing(id: i64) -> AppError {
    AppError::NotFound { what: t!("standing statement"), name: id.to_string() }
}

fn find(app: &App, workspace: &Workspace, id: i64) -> Result<Statement, AppError> {
    let known = app.records.statements(workspace.id)?.into_iter().find(|statement| statement.id == id);
    known.ok_or_else(|| missing(id))
}

/// Adds imported statements and reads again whom they concern. Returns how many were new.
///
/// # Errors
/// The store failed.
pub fn put(app: &App, workspace: &Workspace, statements: &[Statement]) -> Result<usize, AppError> {
    let new = app.records.put_statements(workspace.id, statements)?;
    if new > 0 {
        read_again(app, workspace, &statements.iter().collect::<Vec<_>>())?;
    }
    Ok(new)
}

/// Removes what happened before the moment and was stated, and the readings made before it, and reads again whom the
/// statements concerned.
///
/// # Errors
/// The store failed.
pub fn erase_before(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<u64, AppError> {
    let statements = app.records.statements(workspace.id)?;
    let going: Vec<&Statement> = statements.iter().filter(|statement| statement.at < moment).collect();
    let removed = app.records.erase_records_before(workspace.id, moment)?;
    if !going.is_empty() {
        read_again(app, workspace, &going)?;
    }
    Ok(removed)
}

/// Reads every account again about which something was stated; also those that nobody ever visited.
///
/// # Errors
/// The store failed.
pub fn read_all_again(app: &App, workspace: &Workspace) -> Result<(), AppError> {
    let statements = app.records.statements(workspace.id)?;
    read_again(app, workspace, &statements.iter().collect::<Vec<_>>())
}

fn read_again(app: &App, workspace: &Workspace, statements: &[&Statement]) -> Result<(), AppError> {
    let mut visitors: Vec<VisitorId> = Vec::new();
    let mut accounts: BTreeSet<Domain> = BTreeSet::new();
    for statement in statements {
        accounts.extend(statement.account.clone());
        match statement.person.as_ref().and_then(PersonId::subject) {
            Some(Subject::Visitor(visitor)) => visitors.push(visitor),
            Some(Subject::User(user)) => visitors.extend(decide::devices_of(app, workspace, &user)?),
            Some(Subject::Account(_)) | None => {}
        }
    }
    app.log.touch(workspace.id, &visitors)?;
    refresh::catch_up(app, &|_| {})?;
    for account in &accounts {
        refresh::read_again(app, workspace, account)?;
    }
    Ok(())
}
