//! The content library: pieces from a file, from a crawl and by hand, and path rules for everything else.

use std::collections::BTreeMap;

use enfilade_content::{BlockKind, Page};
use enfilade_crawl::Site;
use enfilade_domain::{
    LibraryPiece, PageKind, PathRule, Piece, PieceState, Role, Room, Timestamp, Workspace, WorkspaceId,
};
use enfilade_language::t;
use enfilade_store::Records;

use super::desk::gone;
use super::reader;
use super::report::{PageReport, Report};

use crate::{App, AppError};

/// Rules that hold for most company sites, used until a workspace writes its own: pattern, kind, room.
/// Articles get no room: what a text is for cannot be told from its address.
const USUAL_RULES: [(&str, &str, Option<Room>); 32] = [
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
    ("/talk-to*", "demo_form", None),
    ("/get-in-touch*", "demo_form", None),
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
            return Err(AppError::invalid(
                t!("pattern"),
                t!("`{pattern}` must start with / or *", pattern = rule.pattern),
            ));
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
    let known: BTreeMap<String, LibraryPiece> =
        app.records.library(workspace.id)?.into_iter().map(|entry| (entry.piece.path.clone(), entry)).collect();
    let says_more = |piece: &&Piece| known.get(&piece.path).is_none_or(|entry| entry.piece != **piece);
    // Whoever states again what a crawl proposed has confirmed it.
    let confirms = |piece: &&Piece| known.get(&piece.path).is_some_and(|entry| entry.state == PieceState::Proposed);
    let changed: Vec<Piece> = pieces.iter().filter(|piece| says_more(piece) || confirms(piece)).cloned().collect();
    if changed.is_empty() {
        return Ok(());
    }
    app.records.put_pieces(workspace.id, &changed)?;
    if changed.iter().any(|piece| says_more(&piece)) {
        app.log.touch_all(workspace.id)?;
    }
    Ok(())
}

/// What a crawl did to the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proposed {
    pub new: usize,
    pub changed: usize,
    /// Pieces that people decided about, and that the crawl therefore left as they are.
    pub kept: usize,
    pub unassigned: usize,
}

/// Takes what was read of the own site into the library. What somebody confirmed or corrected stays as they said;
/// everything else follows the pages. Visitors are read again when a room or kind changed.
///
/// # Errors
/// The store failed.
pub fn take_crawl(app: &App, workspace: &Workspace, report: &Report, site: &Site) -> Result<Proposed, AppError> {
    let known: BTreeMap<String, LibraryPiece> =
        app.records.library(workspace.id)?.into_iter().map(|entry| (entry.piece.path.clone(), entry)).collect();
    let now = app.now();
    let mut outcome = Proposed::default();
    let (mut entries, mut is_read_otherwise) = (Vec::new(), false);
    for page in &report.pages {
        let mut entry = proposal(page, now);
        match known.get(&entry.piece.path) {
            Some(before) if before.state != PieceState::Proposed => {
                outcome.kept += 1;
                entry.piece = before.piece.clone();
                entry.state = before.state;
                entry.medium.clone_from(&before.medium);
                entry.decided.clone_from(&before.decided);
            }
            Some(before) => {
                if before.piece != entry.piece {
                    outcome.changed += 1;
                    is_read_otherwise |= before.piece.category() != entry.piece.category();
                }
            }
            None => {
                outcome.new += 1;
                is_read_otherwise = true;
            }
        }
        outcome.unassigned += usize::from(entry.is_unassigned());
        entries.push(entry);
    }
    app.records.put_library(workspace.id, &entries)?;
    let texts = site.pages.iter().map(|page| (page.path.clone(), text_of(&page.page)));
    app.records.put_piece_texts(workspace.id, &texts.collect::<Vec<_>>())?;
    gone::remember(app, workspace, report, now)?;
    if is_read_otherwise {
        app.log.touch_all(workspace.id)?;
    }
    Ok(outcome)
}

/// Longer texts are cut; what a piece is about is said by then.
const LONGEST_TEXT: usize = 20_000;

/// What a reader of the page reads, one block a line.
#[must_use]
pub fn text_of(page: &Page) -> String {
    let mut text = String::new();
    for block in page.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        text.push_str(&block.text);
        text.push('\n');
        if text.len() > LONGEST_TEXT {
            return cut(&text).to_owned();
        }
    }
    text
}

/// As much of a text as is kept.
#[must_use]
pub fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

/// A room is proposed from this probability; below it, a person should look.
const PROPOSED_FROM: f32 = 0.4;

pub(super) fn proposal(page: &PageReport, now: Timestamp) -> LibraryPiece {
    let is_sure = page.certainty() >= PROPOSED_FROM;
    let kept = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let piece = Piece {
        path: page.path.clone(),
        kind: PageKind::parse(&page.kind),
        room: page.room().filter(|_| is_sure),
        role: Role::parse(&page.role).filter(|role| role.as_str() != "any"),
        question: kept(&page.question),
        title: kept(&page.title),
        topic: kept(&page.topic),
    };
    LibraryPiece {
        url: Some(page.url.clone()),
        judged: serde_json::to_string(page).ok(),
        seen_at: Some(now),
        ..LibraryPiece::proposed(piece)
    }
}

/// The judgement that is kept with an entry.
#[must_use]
pub fn judged(entry: &LibraryPiece) -> Option<PageReport> {
    serde_json::from_str(entry.judged.as_deref()?).ok()
}

/// The piece that is meant by an address as somebody writes it: with a slash at its end, with a query, as a whole address.
#[must_use]
pub fn meant<'a>(library: &'a [LibraryPiece], written: &str) -> Option<&'a LibraryPiece> {
    let of = |path: &str| library.iter().find(|entry| entry.piece.path == path);
    let written = written.trim();
    let normal = enfilade_crawl::path_of_text(written);
    let alike = || {
        let normal = normal.as_ref()?;
        library.iter().find(|entry| enfilade_crawl::path_of_text(&entry.piece.path).as_ref() == Some(normal))
    };
    of(written).or_else(|| of(normal.as_deref()?)).or_else(alike)
}

/// The path under which a new piece is registered: as a crawl would write it. What is no page keeps its name.
#[must_use]
pub fn path_for(written: &str) -> String {
    let written = written.trim();
    let is_address = written.contains("://") || written.contains(['?', '#']) || written.ends_with('/');
    let normal = if is_address { enfilade_crawl::path_of_text(written) } else { None };
    normal.unwrap_or_else(|| if written.starts_with('/') { written.to_owned() } else { format!("/{written}") })
}

/// Records what a person says a piece is for: confirmed if it is what was proposed, corrected otherwise. Visitors are
/// read again when it matters to them.
///
/// # Errors
/// The path does not begin with a slash, or the store failed.
pub fn decide(app: &App, workspace: &Workspace, piece: &Piece, medium: &str, by: &str) -> Result<PieceState, AppError> {
    let piece = &Piece { role: piece.role.clone().map(reader::usual), ..piece.clone() };
    if !piece.path.starts_with('/') || piece.path.len() > 1_000 {
        return Err(AppError::invalid(t!("path"), t!("`{path}` must begin with a slash", path = piece.path)));
    }
    let before = app.records.library(workspace.id)?.into_iter().find(|entry| entry.piece.path == piece.path);
    let state = match &before {
        Some(before) if before.piece == *piece => PieceState::Confirmed,
        Some(_) => PieceState::Corrected,
        None => PieceState::Confirmed,
    };
    let is_read_otherwise = before
        .as_ref()
        .is_none_or(|before| before.piece.category() != piece.category() || before.piece.role != piece.role);
    let medium = if medium.trim().is_empty() { "page" } else { medium.trim() };
    let entry = LibraryPiece {
        piece: piece.clone(),
        state,
        decided: Some((by.to_owned(), app.now())),
        url: before.as_ref().and_then(|before| before.url.clone()),
        medium: medium.to_owned(),
        judged: before.as_ref().and_then(|before| before.judged.clone()),
        seen_at: before.and_then(|before| before.seen_at),
    };
    app.records.put_library(workspace.id, &[entry])?;
    if is_read_otherwise {
        app.log.touch_all(workspace.id)?;
    }
    Ok(state)
}
