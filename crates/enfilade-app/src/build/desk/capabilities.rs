//! What the house can do, as a story that sales can carry. Nothing incomplete reaches sales.

use enfilade_domain::{AskedQuestion, Capability, LibraryPiece, Room, Workspace};
use enfilade_language::t;

use super::paper::{self, Kept};
use crate::{App, AppError};

/// What keeps a capability from sales, in words; empty where nothing does.
///
/// # Errors
/// The store cannot be read.
pub fn missing(app: &App, workspace: &Workspace, capability: &Capability) -> Result<Vec<String>, AppError> {
    Ok(missing_in(&app.records.library(workspace.id)?, capability))
}

/// The same against a library that is at hand.
#[must_use]
pub fn missing_in(library: &[LibraryPiece], capability: &Capability) -> Vec<String> {
    let mut missing = capability.missing();
    let behind = capability.behind.trim();
    if !behind.is_empty() {
        match library.iter().find(|entry| entry.piece.path == behind) {
            None => missing.push(t!("a piece of the library behind it; there is none at `{behind}`", behind = behind)),
            Some(entry) if entry.piece.room != Some(Room::Problem) => {
                missing
                    .push(t!("a piece of the Problem Room behind it; `{behind}` is not in that room", behind = behind));
            }
            Some(_) => {}
        }
    }
    missing
}

fn refusal(missing: &[String]) -> AppError {
    AppError::invalid(t!("capability"), t!("is not complete: it lacks {missing}", missing = missing.join("; ")))
}

/// Keeps a capability as it is; it may lack anything but a name.
///
/// # Errors
/// It has no name, or the store failed.
pub fn add(app: &App, workspace: &Workspace, capability: &Capability, by: &str) -> Result<i64, AppError> {
    check_name(capability)?;
    paper::add(app, workspace, &Capability { published: None, asked: Vec::new(), ..capability.clone() }, by)
}

fn check_name(capability: &Capability) -> Result<(), AppError> {
    if capability.name.trim().is_empty() {
        return Err(AppError::invalid(t!("name"), t!("say what it is called")));
    }
    Ok(())
}

/// Changes what is said of one. What sales already carries has to stay complete.
///
/// # Errors
/// It is published and would lack something; somebody changed it meanwhile; the store failed.
pub fn change(
    app: &App,
    workspace: &Workspace,
    looked_at: &Kept<Capability>,
    to: &Capability,
    by: &str,
) -> Result<(), AppError> {
    check_name(to)?;
    // Questions and publication have commands of their own.
    let to =
        Capability { published: looked_at.what.published.clone(), asked: looked_at.what.asked.clone(), ..to.clone() };
    if to.published.is_some() {
        let missing = missing(app, workspace, &to)?;
        if !missing.is_empty() {
            return Err(refusal(&missing));
        }
    }
    paper::revise(app, workspace, looked_at, &to, by)
}

/// Lets sales have it.
///
/// # Errors
/// Something is missing, which is named; or the store failed.
pub fn publish(app: &App, workspace: &Workspace, id: i64, by: &str) -> Result<(), AppError> {
    let kept: Kept<Capability> = paper::one(app, workspace, id)?;
    let missing = missing(app, workspace, &kept.what)?;
    if !missing.is_empty() {
        return Err(refusal(&missing));
    }
    let published = Some((by.to_owned(), app.now()));
    paper::revise(app, workspace, &kept, &Capability { published, ..kept.what.clone() }, by)
}

/// Takes it back from sales.
///
/// # Errors
/// There is no such capability, or the store failed.
pub fn withdraw(app: &App, workspace: &Workspace, id: i64, by: &str) -> Result<(), AppError> {
    let kept: Kept<Capability> = paper::one(app, workspace, id)?;
    paper::revise(app, workspace, &kept, &Capability { published: None, ..kept.what.clone() }, by)
}

/// Sales asks something about it.
///
/// # Errors
/// Nothing was asked, it is not published, or the store failed.
pub fn ask(app: &App, workspace: &Workspace, id: i64, text: &str, by: &str) -> Result<(), AppError> {
    if !text.contains(char::is_alphanumeric) {
        return Err(AppError::invalid(t!("question"), t!("write what you want to know")));
    }
    let kept: Kept<Capability> = paper::one(app, workspace, id)?;
    if kept.what.published.is_none() {
        return Err(AppError::invalid(t!("capability"), t!("is not published; sales does not have it yet")));
    }
    let mut capability = kept.what.clone();
    let question = AskedQuestion { by: by.to_owned(), at: app.now(), text: text.trim().to_owned(), answer: None };
    capability.asked.push(question);
    paper::revise(app, workspace, &kept, &capability, by)
}

/// Answers a question, counted from 1.
///
/// # Errors
/// There is no such question, nothing was answered, or the store failed.
pub fn answer(
    app: &App,
    workspace: &Workspace,
    id: i64,
    question: usize,
    text: &str,
    by: &str,
) -> Result<(), AppError> {
    if !text.contains(char::is_alphanumeric) {
        return Err(AppError::invalid(t!("answer"), t!("write the answer")));
    }
    let kept: Kept<Capability> = paper::one(app, workspace, id)?;
    let mut capability = kept.what.clone();
    let missing = || AppError::NotFound { what: t!("question"), name: question.to_string() };
    let asked = question.checked_sub(1).and_then(|index| capability.asked.get_mut(index)).ok_or_else(missing)?;
    asked.answer = Some((text.trim().to_owned(), by.to_owned(), app.now()));
    paper::revise(app, workspace, &kept, &capability, by)
}
