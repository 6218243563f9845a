//! The back-test that the pages show: computed in the background, kept, and renewed now and then.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use enfilade_domain::{Timestamp, Workspace, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::report::Report;
use super::{Request, run};
use crate::{App, AppError};

/// Raised when the form of the report changes; an older one is then computed anew.
const FORM: u8 = 2;
/// Days after which a report is computed anew.
const REPORT_DAYS: f64 = 7.0;
/// Days after which too short a history is tried again.
const RETRY_DAYS: f64 = 1.0;

/// What the last computation gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Kept {
    Found(Box<Report>),
    /// There was too little to judge, and why.
    TooLittle(String),
}

#[derive(Serialize, Deserialize)]
struct Body {
    form: u8,
    /// When it was computed, in milliseconds.
    at: i64,
    kept: Kept,
}

fn report_note(workspace: WorkspaceId) -> String {
    format!("workspace {} back-test", workspace.0)
}

fn asked_note(workspace: WorkspaceId) -> String {
    format!("workspace {} back-test asked for", workspace.0)
}

/// Says when the report was computed. A report is long, and every sheet asks whether it is still the same.
fn made_note(workspace: WorkspaceId) -> String {
    format!("workspace {} back-test made", workspace.0)
}

type Dated = Option<(Timestamp, Arc<Kept>)>;

/// The reports that were read, with what their workspace's note said.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<BTreeMap<WorkspaceId, (String, Dated)>>);

/// What is kept, and when it was computed. `None` before the first computation.
///
/// # Errors
/// The store cannot be read.
pub fn kept(app: &App, workspace: WorkspaceId) -> Result<Option<(Timestamp, Arc<Kept>)>, AppError> {
    // Of what an older version kept it is not noted when it was made; it is read each time until `renew` has seen it.
    let made = app.records.note(&made_note(workspace))?;
    let held = || app.reports.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(made) = &made
        && let Some((of, kept)) = held().get(&workspace)
        && of == made
    {
        return Ok(kept.clone());
    }
    let Some(text) = app.records.note(&report_note(workspace))? else { return Ok(None) };
    // What an older version wrote is computed anew, and nothing else depends on it.
    let body = bytes(&text).and_then(|bytes| postcard::from_bytes::<Body>(&bytes).ok());
    let kept = body.filter(|body| body.form == FORM);
    let kept = kept.map(|body| (Timestamp::from_millis(body.at), Arc::new(body.kept)));
    if let Some(made) = made {
        held().insert(workspace, (made, kept.clone()));
    }
    Ok(kept)
}

/// Asks the background for a new computation.
///
/// # Errors
/// The store failed.
pub fn ask(app: &App, workspace: WorkspaceId) -> Result<(), AppError> {
    Ok(app.records.set_note(&asked_note(workspace), Some("yes"))?)
}

/// Whether a new computation was asked for and has not begun.
///
/// # Errors
/// The store cannot be read.
pub fn is_asked(app: &App, workspace: WorkspaceId) -> Result<bool, AppError> {
    Ok(app.records.note(&asked_note(workspace))?.is_some())
}

/// Computes what is due, for every workspace. Cheap when nothing is.
///
/// # Errors
/// The store failed.
pub fn renew(app: &App) -> Result<(), AppError> {
    for workspace in app.records.workspaces()? {
        let asked = is_asked(app, workspace.id)?;
        let kept = kept(app, workspace.id)?;
        if let Some((at, _)) = &kept
            && app.records.note(&made_note(workspace.id))?.is_none()
        {
            app.records.set_note(&made_note(workspace.id), Some(&at.millis().to_string()))?;
        }
        let due = kept.is_none_or(|(at, kept)| match *kept {
            Kept::Found(_) => app.now().days_since(at) >= REPORT_DAYS,
            Kept::TooLittle(_) => app.now().days_since(at) >= RETRY_DAYS,
        });
        if asked || due {
            app.records.set_note(&asked_note(workspace.id), None)?;
            compute(app, &workspace)?;
        }
    }
    Ok(())
}

/// Computes and keeps the back-test of one workspace.
///
/// # Errors
/// The store failed.
pub fn compute(app: &App, workspace: &Workspace) -> Result<Kept, AppError> {
    // A report is kept in English and told in the language of whoever reads it.
    let _english = enfilade_language::put_in_force(None);
    let found = match run(app, workspace, &Request::default()) {
        Ok(found) => Kept::Found(Box::new(found.report)),
        Err(AppError::Invalid { reason, .. }) => Kept::TooLittle(reason),
        Err(other) => return Err(other),
    };
    let body = Body { form: FORM, at: app.now().millis(), kept: found };
    let bytes = postcard::to_stdvec(&body)
        .map_err(|error| AppError::invalid("back-test", format!("the report cannot be kept: {error}")))?;
    app.records.set_note(&report_note(workspace.id), Some(&text(&bytes)))?;
    app.records.set_note(&made_note(workspace.id), Some(&body.at.to_string()))?;
    Ok(body.kept)
}

/// Notes are text, so bytes are written as hexadecimal digits.
fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let digit = |at: usize| char::from(digits[at]).to_digit(16);
    (0..digits.len() / 2).map(|at| u8::try_from(digit(2 * at)? * 16 + digit(2 * at + 1)?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_are_inverse() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&text(&all)), Some(all));
        assert_eq!(bytes("zz"), None);
    }
}
