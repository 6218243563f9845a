//! What a new house can say before anybody visited: how far its set-up is, and how one piece meets one buyer.

use enfilade_content::audit::{self, Audit, Medium};
use enfilade_content::{guides, read_page};
use enfilade_domain::{Room, Workspace};

use crate::{App, AppError};

/// A longer text is no piece that anybody reads in one go.
const LONGEST_TEXT: usize = 200_000;

/// Roles whose worries are looked for.
#[must_use]
pub fn roles() -> Vec<&'static str> {
    guides::roles_with_concerns()
}

/// Holds a text against a buyer who is at a room's question, with the worries of a role where one is named.
///
/// # Errors
/// There is no text, it is too long, no list of worries is kept for the role, or the text cannot be judged.
pub fn one_piece(text: &str, room: Room, role: Option<&str>) -> Result<Audit, AppError> {
    if text.trim().is_empty() {
        return Err(AppError::invalid("text", "paste the text of one piece"));
    }
    if text.len() > LONGEST_TEXT {
        return Err(AppError::invalid("text", "that is longer than a piece; paste one page of it"));
    }
    if let Some(role) = role
        && !roles().contains(&role)
    {
        return Err(AppError::invalid("role", format!("there are lists of worries for {}", roles().join(", "))));
    }
    // By its name it is read as plain text with headings, whatever signs stand in it.
    let page = read_page("piece.md", text);
    audit::audit(&page, room, role, Medium::Page).map_err(|refusal| AppError::invalid("text", refusal.to_string()))
}

fn answered_note(workspace: &Workspace) -> String {
    format!("workspace {} questions answered", workspace.id.0)
}

/// Whether somebody answered the first questions here.
///
/// # Errors
/// The store cannot be read.
pub fn is_answered(app: &App, workspace: &Workspace) -> Result<bool, AppError> {
    Ok(app.records.note(&answered_note(workspace))?.is_some())
}

/// Remembers that the first questions were answered.
///
/// # Errors
/// The store failed.
pub fn note_answered(app: &App, workspace: &Workspace) -> Result<(), AppError> {
    Ok(app.records.set_note(&answered_note(workspace), Some("yes"))?)
}
