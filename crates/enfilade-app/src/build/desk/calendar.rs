//! The calendar, and the figures that rest on everybody's reading: counted in the background and kept.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use enfilade_domain::{Gate, LibraryPiece, Planned, Role, Timestamp, Workspace, WorkspaceId};
use enfilade_language::t;
use serde::{Deserialize, Serialize};

use super::paper::{self, Kept};
use super::{audience, gates, runway};
use crate::build::lift::{self, Lift};
use crate::build::who_reads;
use crate::{App, AppError};

/// Raised when the form of the figures changes.
const FORM: u8 = 3;
/// Days after which they are counted anew.
const FIGURES_DAYS: f64 = 1.0;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    form: u8,
    at_ms: i64,
    /// Of the pieces that were counted, so that figures of another library are not taken for today's.
    #[serde(default)]
    library: u64,
    pub runway: runway::Runway,
    pub gates: Vec<gates::Cost>,
    /// What went with each piece, in order of path.
    pub lifts: Vec<Lift>,
}

impl Figures {
    /// Figures as they were counted at a moment.
    #[must_use]
    pub const fn of(at: Timestamp, runway: runway::Runway, gates: Vec<gates::Cost>) -> Self {
        Self { form: FORM, at_ms: at.millis(), library: 0, runway, gates, lifts: Vec::new() }
    }

    #[must_use]
    pub const fn counted_at(&self) -> Timestamp {
        Timestamp::from_millis(self.at_ms)
    }
}

fn note(workspace: WorkspaceId, what: &str) -> String {
    format!("workspace {} {what}", workspace.0)
}

/// Counts what everybody read.
///
/// # Errors
/// The store cannot be read.
pub fn figures(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Figures, AppError> {
    let library = app.records.library(workspace.id)?;
    let stated: Vec<Kept<Gate>> = paper::all(app, workspace)?;
    let mut runway = runway::Gathering::new(&library, moment);
    let mut forms = gates::Gathering::new(&library, &stated, moment);
    let mut lifts = lift::Gathering::new(&library, moment);
    who_reads::each(app, workspace, moment, &mut |reader| {
        lifts.see(reader);
        runway.see(reader);
        forms.see(reader);
    })?;
    let runway = runway.runway(&served(app, workspace)?);
    Ok(Figures { library: of_library(&library), lifts: lifts.lifts(), ..Figures::of(moment, runway, forms.costs()) })
}

/// What the figures take from the library, as a number that changes with it.
fn of_library(library: &[LibraryPiece]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for piece in library.iter().map(|entry| &entry.piece).filter(|piece| piece.room.is_some()) {
        (&piece.path, piece.room, &piece.role).hash(&mut hasher);
    }
    hasher.finish()
}

/// The roles that the audience names.
///
/// # Errors
/// The store cannot be read.
pub fn served(app: &App, workspace: &Workspace) -> Result<Vec<Role>, AppError> {
    Ok(audience::stated(app, workspace)?.map_or_else(Vec::new, |kept| kept.what.roles))
}

/// What was counted last; nothing before the first time.
///
/// # Errors
/// The store cannot be read.
pub fn kept(app: &App, workspace: WorkspaceId) -> Result<Option<Figures>, AppError> {
    let text = app.records.note(&note(workspace, "readership"))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).filter(|figures: &Figures| figures.form == FORM))
}

/// What was counted last, unless pieces came, went or moved since; nothing then, since the background counts anew at once.
///
/// # Errors
/// The store cannot be read.
pub fn current(app: &App, workspace: WorkspaceId) -> Result<Option<Figures>, AppError> {
    let Some(figures) = kept(app, workspace)? else { return Ok(None) };
    let library = of_library(&app.records.library(workspace)?);
    Ok(Some(figures).filter(|figures| figures.library == library))
}

/// Asks the background to count anew.
///
/// # Errors
/// The store failed.
pub fn ask(app: &App, workspace: WorkspaceId) -> Result<(), AppError> {
    Ok(app.records.set_note(&note(workspace, "readership asked for"), Some("yes"))?)
}

/// Whether somebody asked and it has not begun.
///
/// # Errors
/// The store cannot be read.
pub fn is_asked(app: &App, workspace: WorkspaceId) -> Result<bool, AppError> {
    Ok(app.records.note(&note(workspace, "readership asked for"))?.is_some())
}

/// Counts what is due, for every workspace. Cheap when nothing is.
///
/// # Errors
/// The store failed.
pub fn renew(app: &App) -> Result<(), AppError> {
    let now = app.now();
    for workspace in app.records.workspaces()? {
        let is_old =
            current(app, workspace.id)?.is_none_or(|figures| now.days_since(figures.counted_at()) >= FIGURES_DAYS);
        if is_old || is_asked(app, workspace.id)? {
            app.records.set_note(&note(workspace.id, "readership asked for"), None)?;
            count(app, &workspace)?;
        }
    }
    Ok(())
}

/// Counts and keeps.
///
/// # Errors
/// The store failed.
pub fn count(app: &App, workspace: &Workspace) -> Result<Figures, AppError> {
    let found = figures(app, workspace, app.now())?;
    let text = serde_json::to_string(&found).map_err(|error| AppError::invalid(t!("figures"), error.to_string()))?;
    app.records.set_note(&note(workspace.id, "readership"), Some(&text))?;
    Ok(found)
}

/// The calendar in order of its days.
///
/// # Errors
/// The store cannot be read.
pub fn plan(app: &App, workspace: &Workspace) -> Result<Vec<Kept<Planned>>, AppError> {
    let mut plan: Vec<Kept<Planned>> = paper::all(app, workspace)?;
    plan.sort_by_key(|kept| (kept.what.day, kept.id));
    Ok(plan)
}

/// What is said of an entry as soon as it is made; nothing where all is well.
#[must_use]
pub fn warning(entry: &Planned) -> Option<&'static str> {
    entry.ends_the_conversation().then_some(
        t!("nothing is planned after this campaign; the conversation would end with it. Name what is said next, by title or path"),
    )
}

/// Puts an entry into the calendar.
///
/// # Errors
/// It has no title, or the store failed.
pub fn add(app: &App, workspace: &Workspace, entry: &Planned, by: &str) -> Result<i64, AppError> {
    check(entry)?;
    paper::add(app, workspace, entry, by)
}

/// Changes an entry.
///
/// # Errors
/// It has no title, somebody changed it meanwhile, or the store failed.
pub fn change(
    app: &App,
    workspace: &Workspace,
    looked_at: &Kept<Planned>,
    to: &Planned,
    by: &str,
) -> Result<(), AppError> {
    check(to)?;
    paper::revise(app, workspace, looked_at, to, by)
}

fn check(entry: &Planned) -> Result<(), AppError> {
    if entry.title.trim().is_empty() {
        return Err(AppError::invalid(t!("title"), t!("say what is to be published")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use enfilade_domain::{Piece, Room, SystemClock};
    use enfilade_store::DatabaseAddress;

    use super::*;
    use crate::AddressBook;

    #[test]
    fn figures_of_another_library_are_not_todays() {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("house.db"))).unwrap();
        let app = App::new(&store, Arc::new(SystemClock), AddressBook::default());
        let workspace = app.records.ensure_workspace("house", app.now()).unwrap();
        let piece = |path: &str| Piece { room: Some(Room::Offer), ..Piece::at(path) };
        let is_current = || current(&app, workspace.id).unwrap().is_some();
        count(&app, &workspace).unwrap();
        assert!(is_current());
        app.records.put_pieces(workspace.id, &[piece("/fees")]).unwrap();
        assert!(!is_current(), "a piece came");
        renew(&app).unwrap();
        let offer = |figures: Figures| figures.runway.cell(Room::Offer, None).unwrap().pieces;
        assert_eq!(current(&app, workspace.id).unwrap().map(offer), Some(1));
        let retitled = Piece { title: Some("Fees".to_owned()), ..piece("/fees") };
        app.records.put_pieces(workspace.id, &[retitled]).unwrap();
        assert!(is_current(), "a title moves nothing");
        app.records.put_pieces(workspace.id, &[Piece { room: Some(Room::Sales), ..piece("/fees") }]).unwrap();
        assert!(!is_current(), "a piece moved");
    }
}
