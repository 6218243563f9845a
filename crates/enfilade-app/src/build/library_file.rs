//! The library as a file: taken with one, changed there, and brought back.

use std::collections::BTreeMap;

use enfilade_collect::ContentRow;
use enfilade_domain::{LibraryPiece, Piece, PieceState, Timestamp, Workspace};

use super::{library, reader};
use crate::{App, AppError};

/// Takes rows of a content file. A row of a file of somebody's own is their statement. A row that this program wrote says
/// by its state how it stood: unchanged it changes nothing, changed it is a correction by whoever brings the file.
///
/// # Errors
/// The store failed.
pub fn take(app: &App, workspace: &Workspace, rows: &[ContentRow], by: &str) -> Result<(), AppError> {
    let known = app.records.library(workspace.id)?;
    let now = app.now();
    // Of two rows for one piece the later counts.
    let (mut stated, mut entries) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let before = library::meant(&known, &row.address).or_else(|| library::meant(&known, &row.piece.path));
        let path = before.map_or_else(|| library::path_for(&row.piece.path), |entry| entry.piece.path.clone());
        let piece = Piece { path, role: row.piece.role.clone().map(reader::usual), ..row.piece.clone() };
        match row.state {
            None => {
                stated.insert(piece.path.clone(), piece);
            }
            Some(state) => {
                if let Some(entry) = brought_back(before, piece, state, row.medium.as_deref(), (by, now)) {
                    entries.insert(entry.piece.path.clone(), entry);
                }
            }
        }
    }
    library::put_pieces(app, workspace, &stated.into_values().collect::<Vec<_>>())?;
    if entries.is_empty() {
        return Ok(());
    }
    app.records.put_library(workspace.id, &entries.into_values().collect::<Vec<_>>())?;
    Ok(app.log.touch_all(workspace.id)?)
}

/// What a row that this program wrote makes of an entry; nothing where it changes nothing.
fn brought_back(
    before: Option<&LibraryPiece>,
    piece: Piece,
    state: PieceState,
    medium: Option<&str>,
    (by, now): (&str, Timestamp),
) -> Option<LibraryPiece> {
    let decided = Some((by.to_owned(), now));
    let Some(before) = before else {
        // Another house, or a piece that somebody added in the file.
        let decided = decided.filter(|_| state != PieceState::Proposed);
        let medium = medium.unwrap_or("page").to_owned();
        return Some(LibraryPiece { state, decided, medium, ..LibraryPiece::proposed(piece) });
    };
    let medium = medium.unwrap_or(&before.medium).to_owned();
    if before.piece == piece && before.medium == medium {
        let agrees = before.state == PieceState::Proposed && state != PieceState::Proposed;
        return agrees.then(|| LibraryPiece { state: PieceState::Confirmed, decided, ..before.clone() });
    }
    // It was taken with one as a proposal and not touched; meanwhile somebody decided here.
    let was_proposed = || {
        let page = library::judged(before)?;
        Some(library::proposal(&page, now).piece)
    };
    if state == PieceState::Proposed && before.state != PieceState::Proposed && was_proposed().as_ref() == Some(&piece)
    {
        return None;
    }
    Some(LibraryPiece { piece, state: PieceState::Corrected, decided, medium, ..before.clone() })
}

#[cfg(test)]
mod tests {
    use enfilade_domain::{Role, Room};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(5);

    fn piece(room: Room) -> Piece {
        Piece { room: Some(room), ..Piece::at("/fees") }
    }

    fn back(before: Option<&LibraryPiece>, piece: Piece, state: PieceState) -> Option<LibraryPiece> {
        brought_back(before, piece, state, Some("page"), ("Mira", NOW))
    }

    #[test]
    fn what_was_not_changed_stays_as_it_was() {
        let proposed = LibraryPiece::proposed(piece(Room::Offer));
        let decided = Some(("Ann".to_owned(), Timestamp::from_millis(1)));
        let corrected = LibraryPiece { state: PieceState::Corrected, decided, ..proposed.clone() };
        assert_eq!(back(Some(&proposed), piece(Room::Offer), PieceState::Proposed), None);
        assert_eq!(back(Some(&corrected), piece(Room::Offer), PieceState::Corrected), None);
        // Somebody decided after the file was taken.
        assert_eq!(back(Some(&corrected), piece(Room::Offer), PieceState::Proposed), None);
    }

    #[test]
    fn what_was_changed_is_corrected_by_whoever_brings_it() {
        let proposed = LibraryPiece::proposed(piece(Room::Offer));
        let told = |entry: LibraryPiece| (entry.state, entry.decided.map(|(by, _)| by));
        let mira = Some("Mira".to_owned());
        let changed = back(Some(&proposed), piece(Room::Sales), PieceState::Proposed).unwrap();
        assert_eq!((changed.piece.room, told(changed)), (Some(Room::Sales), (PieceState::Corrected, mira.clone())));
        let role = Piece { role: Some(Role::Finance), ..piece(Room::Offer) };
        assert_eq!(
            told(back(Some(&proposed), role, PieceState::Proposed).unwrap()),
            (PieceState::Corrected, mira.clone())
        );
        let agreed = back(Some(&proposed), piece(Room::Offer), PieceState::Confirmed).unwrap();
        assert_eq!(told(agreed), (PieceState::Confirmed, mira));
    }

    #[test]
    fn a_piece_that_is_not_known_comes_as_it_stood() {
        let told = |state| back(None, piece(Room::Offer), state).map(|entry| (entry.state, entry.decided.is_some()));
        assert_eq!(told(PieceState::Proposed), Some((PieceState::Proposed, false)));
        assert_eq!(told(PieceState::Corrected), Some((PieceState::Corrected, true)));
    }

    #[test]
    fn a_piece_is_found_however_its_address_is_written() {
        let library = [LibraryPiece::proposed(piece(Room::Offer)), LibraryPiece::proposed(Piece::at("/deck 2026"))];
        let path = |written: &str| library::meant(&library, written).map(|entry| entry.piece.path.as_str());
        for written in ["/fees", "/fees/", "/fees?utm_source=a", "https://www.a.example/fees/?utm_source=a#x"] {
            assert_eq!(path(written), Some("/fees"), "{written}");
        }
        assert_eq!((path("/deck 2026"), path("/fee"), path("fees")), (Some("/deck 2026"), None, None));
        assert_eq!(library::path_for("https://a.example/new/?gclid=1"), "/new");
        assert_eq!((library::path_for("/deck 2026"), library::path_for("deck")), ("/deck 2026".into(), "/deck".into()));
    }
}
