//! One buyer's worksheet, held against the library: which pieces meet which row, and which rows have nothing.

use enfilade_domain::{RowKind, ShownRoom, Worksheet, Workspace};
use enfilade_language::t;

use super::paper::{self, Kept};
use super::texts::{Found, Texts, title};
use crate::roll::Roll;
use crate::{App, AppError};

/// Pieces that are proposed for a row at most.
const PROPOSED_MAX: usize = 3;

/// A row with what meets it.
#[derive(Debug, Clone)]
pub struct RowAnswer {
    pub kind: RowKind,
    pub text: String,
    /// Linked by somebody; a piece that is no longer in the library is named with no title.
    pub linked: Vec<(String, Option<String>)>,
    /// Found by the row's own words, with the passage.
    pub proposed: Vec<Found>,
}

impl RowAnswer {
    /// Whether nothing meets it: neither linked nor found.
    #[must_use]
    pub fn has_nothing(&self) -> bool {
        self.linked.iter().all(|(_, title)| title.is_none()) && self.proposed.is_empty()
    }
}

/// Where the house reads the account to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadAs {
    pub shown: ShownRoom,
    /// How probable the worksheet's room is by what was read; `None` below the evidence for a number.
    pub probability: Option<f32>,
}

/// A worksheet with its answers.
#[derive(Debug)]
pub struct Answered {
    pub kept: Kept<Worksheet>,
    pub rows: Vec<RowAnswer>,
    pub read_as: Option<ReadAs>,
}

impl Answered {
    #[must_use]
    pub fn without_anything(&self) -> usize {
        self.rows.iter().filter(|row| row.has_nothing()).count()
    }
}

/// Holds a worksheet against the library, and its room against the reading where the company is known.
///
/// # Errors
/// There is no such worksheet, or the store cannot be read.
pub fn answered(app: &App, workspace: &Workspace, id: i64) -> Result<Answered, AppError> {
    let kept: Kept<Worksheet> = paper::one(app, workspace, id)?;
    let texts = Texts::load(app, workspace)?;
    let rows = kept.what.rows.iter().map(|row| {
        let linked = row.pieces.iter().map(|path| {
            let entry = texts.pieces.iter().find(|entry| entry.piece.path == *path);
            (path.clone(), entry.map(|entry| title(entry).to_owned()))
        });
        let mut proposed = texts.answers(&row.text);
        proposed.retain(|found| !row.pieces.contains(&found.path));
        proposed.truncate(PROPOSED_MAX);
        RowAnswer { kind: row.kind, text: row.text.clone(), linked: linked.collect(), proposed }
    });
    let rows = rows.collect();
    let read_as = match &kept.what.account {
        None => None,
        Some(account) => Roll::now(app, workspace)?.get(account).map(|one| ReadAs {
            shown: one.shown,
            probability: one.enough_evidence.then(|| one.rooms.of(kept.what.room)),
        }),
    };
    Ok(Answered { kept, rows, read_as })
}

/// Checks what everybody must say before a worksheet is kept; the rest may come later.
///
/// # Errors
/// Nobody is named, or a row is empty.
pub fn check(sheet: &Worksheet) -> Result<(), AppError> {
    if !sheet.buyer.contains(char::is_alphanumeric) {
        return Err(AppError::invalid(
            t!("buyer"),
            t!("name one concrete person, such as \"Maria, who runs the wards\""),
        ));
    }
    if sheet.rows.iter().any(|row| row.text.trim().is_empty()) {
        return Err(AppError::invalid(t!("rows"), t!("a row has no words")));
    }
    Ok(())
}

/// Links a piece to a row, or takes the link away.
///
/// # Errors
/// There is no such worksheet, row or piece.
pub fn link(
    app: &App,
    workspace: &Workspace,
    id: i64,
    row: usize,
    path: &str,
    is_linked: bool,
    by: &str,
) -> Result<(), AppError> {
    let kept: Kept<Worksheet> = paper::one(app, workspace, id)?;
    if is_linked && !app.records.library(workspace.id)?.iter().any(|entry| entry.piece.path == path) {
        return Err(AppError::NotFound { what: t!("piece"), name: path.to_owned() });
    }
    let mut sheet = kept.what.clone();
    let missing = || AppError::NotFound { what: t!("row"), name: row.to_string() };
    let of = row.checked_sub(1).and_then(|index| sheet.rows.get_mut(index)).ok_or_else(missing)?;
    of.pieces.retain(|piece| piece != path);
    if is_linked {
        of.pieces.push(path.to_owned());
    }
    paper::revise(app, workspace, &kept, &sheet, by)
}
