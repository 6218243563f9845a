//! The content library of this stage: pieces from a file, and path rules for everything else.

use enfilade_domain::{PageKind, PathRule, Piece, Room, Workspace, WorkspaceId};
use enfilade_store::Records;

use crate::{App, AppError};

/// Rules that hold for most company sites, used until a workspace writes its own: pattern, kind, room.
/// Articles get no room: what a text is for cannot be told from its address.
const USUAL_RULES: [(&str, &str, Option<Room>); 30] = [
    ("/", "home", None),
    ("/index.html", "home", None),
    ("/index.php", "home", None),
    ("*/pricing*", "pricing", None),
    ("*/plans", "pricing", None),
    ("*/careers*", "careers", None),
    ("*/career*", "careers", None),
    ("*/jobs*", "careers", None),
    ("/about*", "about", None),
    ("/team*", "about", None),
    ("/company*", "about", None),
    ("/docs*", "docs", None),
    ("/documentation*", "docs", None),
    ("/help*", "docs", None),
    ("/support*", "docs", None),
    ("/login*", "login", None),
    ("/signin*", "login", None),
    ("/product*", "product", None),
    ("/features*", "product", None),
    ("/platform*", "product", None),
    ("/services*", "product", None),
    ("/case-stud*", "case", Some(Room::Sales)),
    ("/customer-stor*", "case", Some(Room::Sales)),
    ("/customers/*", "case", Some(Room::Sales)),
    ("/demo*", "demo_form", None),
    ("/contact*", "demo_form", None),
    ("/request-a-demo*", "demo_form", None),
    ("/book*", "demo_form", None),
    ("/security*", "article", Some(Room::Sales)),
    ("/implementation*", "article", Some(Room::Sales)),
];

/// The workspace's own rules, or the usual ones where it has none.
///
/// # Errors
/// The store cannot be read.
pub fn path_rules(records: &dyn Records, workspace: WorkspaceId) -> Result<Vec<PathRule>, AppError> {
    let own = records.path_rules(workspace)?;
    if !own.is_empty() {
        return Ok(own);
    }
    let usual = USUAL_RULES.iter().map(|(pattern, kind, room)| PathRule {
        pattern: (*pattern).to_owned(),
        kind: PageKind::parse(kind),
        room: *room,
    });
    Ok(usual.collect())
}

/// Replaces the path rules; every visitor is read again.
///
/// # Errors
/// A pattern does not start with `/` or `*`, or the store cannot be written.
pub fn replace_path_rules(app: &App, workspace: &Workspace, rules: &[PathRule]) -> Result<(), AppError> {
    for rule in rules {
        if !rule.pattern.starts_with('/') && !rule.pattern.starts_with('*') {
            return Err(AppError::invalid("pattern", format!("`{}` must start with / or *", rule.pattern)));
        }
    }
    app.records.replace_path_rules(workspace.id, rules)?;
    Ok(app.log.touch_all(workspace.id)?)
}

/// Registers pieces; every visitor is read again, because rooms come from content.
///
/// # Errors
/// The store cannot be written.
pub fn put_pieces(app: &App, workspace: &Workspace, pieces: &[Piece]) -> Result<(), AppError> {
    if pieces.is_empty() {
        return Ok(());
    }
    let known = app.records.pieces(workspace.id)?;
    let changed: Vec<Piece> = pieces.iter().filter(|piece| !known.contains(piece)).cloned().collect();
    if changed.is_empty() {
        return Ok(());
    }
    app.records.put_pieces(workspace.id, &changed)?;
    Ok(app.log.touch_all(workspace.id)?)
}
