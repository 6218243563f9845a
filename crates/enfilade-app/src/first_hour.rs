//! What a new house can say before anybody visited: how far its set-up is, and how one piece meets one buyer.

use enfilade_content::audit::{self, Audit, Medium};
use enfilade_content::{guides, read_page};
use enfilade_domain::{PersonKind, Room, Timestamp, Workspace};
use enfilade_language::t;
use enfilade_store::PersonCount;

use crate::roll::Roll;
use crate::{App, AppError};

/// Evidence that ends longer ago than this is better looked at as of its end, and the sheets of today say so.
pub const LATE_AFTER_DAYS: f64 = 30.0;

/// The beginning of a longer log is not looked for.
const MOST_EVENTS_LOOKED_THROUGH: u64 = 1_000_000;

/// What evidence says of a house before anything is concluded from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// When the first thing happened; `None` where nothing did, or where the log is too long to be looked through.
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub now: Timestamp,
    /// People who are read.
    pub people: u64,
    pub machines: u64,
    /// Companies of which somebody was seen.
    pub companies_seen: usize,
    /// Companies that somebody stated, and of which nobody was seen.
    pub companies_unseen: usize,
    /// Pages of which somebody or their text says what they are for.
    pub pieces: usize,
}

/// Counts what is there.
///
/// # Errors
/// The store cannot be read.
pub fn understood(app: &App, workspace: &Workspace, roll: &Roll) -> Result<Understood, AppError> {
    let count = |wanted: &dyn Fn(PersonKind) -> bool, people: &[PersonCount]| {
        people.iter().filter(|one| wanted(one.kind)).map(|one| one.people).sum()
    };
    let people = roll.person_counts(app, workspace)?;
    let seen = roll.entries().iter().filter(|one| one.last_seen.is_some()).count();
    let is_short = app.log.event_count(workspace.id)? <= MOST_EVENTS_LOOKED_THROUGH;
    Ok(Understood {
        from: if is_short { app.log.first_at(workspace.id)? } else { None },
        to: app.log.channel_activity(workspace.id)?.into_iter().map(|door| door.last_at).max(),
        now: app.now(),
        people: count(&PersonKind::is_read, &people),
        machines: count(&|kind| kind == PersonKind::Bot, &people),
        companies_seen: seen,
        companies_unseen: roll.entries().len() - seen,
        pieces: app.records.pieces(workspace.id)?.len(),
    })
}

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
        return Err(AppError::invalid(t!("text"), t!("paste the text of one piece")));
    }
    if text.len() > LONGEST_TEXT {
        return Err(AppError::invalid(t!("text"), t!("that is longer than a piece; paste one page of it")));
    }
    if let Some(role) = role
        && !roles().contains(&role)
    {
        return Err(AppError::invalid(
            t!("role"),
            t!("there are lists of worries for {roles}", roles = roles().join(", ")),
        ));
    }
    // By its name it is read as plain text with headings, whatever signs stand in it.
    let page = read_page("piece.md", text);
    audit::audit(&page, room, role, Medium::Page).map_err(|refusal| AppError::invalid(t!("text"), refusal.to_string()))
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
