//! Papers as they are kept: each with its number, its versions, and who made them.

use enfilade_domain::{Timestamp, Workspace};
use enfilade_language::t;
use enfilade_store::{NewPaper, Paper};
use serde_json::Value;

use crate::{App, AppError};

/// What can be put on the desk.
pub trait OnPaper: Sized {
    /// The name under which it is kept, and the noun in messages.
    const KIND: &'static str;

    fn write(&self) -> Value;

    /// Nothing for a body of something else.
    fn read(value: &Value) -> Option<Self>;
}

/// A paper with its provenance.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    pub id: i64,
    pub version: i64,
    /// Who made this version.
    pub by: String,
    pub at: Timestamp,
    pub is_removed: bool,
    pub what: T,
}

/// A text longer than this is no entry of a form.
pub const LONGEST: usize = 60_000;

fn kept<T: OnPaper>(paper: &Paper) -> Option<Kept<T>> {
    let body: Value = serde_json::from_str(&paper.body).ok()?;
    Some(Kept {
        id: paper.id,
        version: paper.version,
        by: paper.by.clone(),
        at: paper.at,
        is_removed: paper.is_removed,
        what: T::read(&body)?,
    })
}

/// Every paper of a sort, removed ones too, in order of their numbers.
///
/// # Errors
/// The store cannot be read.
pub fn ever<T: OnPaper>(app: &App, workspace: &Workspace) -> Result<Vec<Kept<T>>, AppError> {
    Ok(app.records.papers(workspace.id, T::KIND)?.iter().filter_map(kept).collect())
}

/// Those that lie on the desk.
///
/// # Errors
/// The store cannot be read.
pub fn all<T: OnPaper>(app: &App, workspace: &Workspace) -> Result<Vec<Kept<T>>, AppError> {
    Ok(ever(app, workspace)?.into_iter().filter(|paper: &Kept<T>| !paper.is_removed).collect())
}

/// One that lies on the desk.
///
/// # Errors
/// There is none of this number, or the store cannot be read.
pub fn one<T: OnPaper>(app: &App, workspace: &Workspace, id: i64) -> Result<Kept<T>, AppError> {
    all(app, workspace)?
        .into_iter()
        .find(|paper| paper.id == id)
        .ok_or_else(|| AppError::NotFound { what: T::KIND, name: id.to_string() })
}

/// Every version of one, the oldest first.
///
/// # Errors
/// The store cannot be read.
pub fn versions<T: OnPaper>(app: &App, workspace: &Workspace, id: i64) -> Result<Vec<Kept<T>>, AppError> {
    Ok(app.records.paper_versions(workspace.id, T::KIND, id)?.iter().filter_map(kept).collect())
}

fn body<T: OnPaper>(what: &T) -> Result<String, AppError> {
    let body = what.write().to_string();
    if body.len() > LONGEST {
        return Err(AppError::invalid(T::KIND, t!("is too long; {longest} bytes are kept at most", longest = LONGEST)));
    }
    Ok(body)
}

/// Puts one on the desk.
///
/// # Errors
/// It is too long, or the store failed.
pub fn add<T: OnPaper>(app: &App, workspace: &Workspace, what: &T, by: &str) -> Result<i64, AppError> {
    add_as(app, workspace, what, by, false)
}

/// Keeps one that never lay on the desk, so that nobody is asked about it again.
///
/// # Errors
/// It is too long, or the store failed.
pub fn put_away<T: OnPaper>(app: &App, workspace: &Workspace, what: &T, by: &str) -> Result<i64, AppError> {
    add_as(app, workspace, what, by, true)
}

fn add_as<T: OnPaper>(app: &App, workspace: &Workspace, what: &T, by: &str, is_removed: bool) -> Result<i64, AppError> {
    let body = body(what)?;
    let new = NewPaper { kind: T::KIND, body: &body, by, at: app.now(), is_removed };
    Ok(app.records.add_paper(workspace.id, &new)?)
}

/// Adds the version after the one that was looked at.
///
/// # Errors
/// Somebody else changed it meanwhile, or the store failed.
pub fn revise<T: OnPaper>(
    app: &App,
    workspace: &Workspace,
    looked_at: &Kept<T>,
    what: &T,
    by: &str,
) -> Result<(), AppError> {
    next(app, workspace, looked_at, what, by, false)
}

/// Takes one off the desk; its versions stay.
///
/// # Errors
/// There is none of this number, or the store failed.
pub fn remove<T: OnPaper>(app: &App, workspace: &Workspace, id: i64, by: &str) -> Result<(), AppError> {
    let looked_at: Kept<T> = one(app, workspace, id)?;
    next(app, workspace, &looked_at, &looked_at.what, by, true)
}

/// Takes one off the desk with what was said last about it; its versions stay.
///
/// # Errors
/// As [`revise`].
pub fn remove_as<T: OnPaper>(
    app: &App,
    workspace: &Workspace,
    looked_at: &Kept<T>,
    what: &T,
    by: &str,
) -> Result<(), AppError> {
    next(app, workspace, looked_at, what, by, true)
}

fn next<T: OnPaper>(
    app: &App,
    workspace: &Workspace,
    looked_at: &Kept<T>,
    what: &T,
    by: &str,
    is_removed: bool,
) -> Result<(), AppError> {
    let body = body(what)?;
    let new = NewPaper { kind: T::KIND, body: &body, by, at: app.now(), is_removed };
    if app.records.revise_paper(workspace.id, looked_at.id, looked_at.version, &new)? {
        return Ok(());
    }
    Err(AppError::invalid(T::KIND, t!("somebody else changed it meanwhile; look at it again and repeat")))
}

/// The one paper of a sort of which there is only one, such as the audience.
///
/// # Errors
/// The store cannot be read.
pub fn single<T: OnPaper>(app: &App, workspace: &Workspace) -> Result<Option<Kept<T>>, AppError> {
    Ok(all(app, workspace)?.into_iter().next())
}

/// Replaces the one paper of a sort.
///
/// # Errors
/// As [`revise`].
pub fn put_single<T: OnPaper>(app: &App, workspace: &Workspace, what: &T, by: &str) -> Result<(), AppError> {
    match single::<T>(app, workspace)? {
        Some(before) => revise(app, workspace, &before, what, by),
        None => add(app, workspace, what, by).map(|_| ()),
    }
}
