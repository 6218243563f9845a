//! The content file: what each page is for.

use std::io::Read;

use enfilade_domain::{PageKind, Piece, PieceState, Role, Room};

use super::columns::Row;
use super::rows::CsvRows;
use crate::address_parts::kept_path;
use crate::outcome::Rejection;

/// A row of the content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRow {
    pub piece: Piece,
    /// The address as the file writes it; the piece's path is kept without its query.
    pub address: String,
    /// How far the entry was relied on when this program wrote the file; nothing in a file of somebody's own.
    pub state: Option<PieceState>,
    pub medium: Option<String>,
}

/// Reads `path` or `url`, `kind`, `room`, `role`, `question`, `title`, `topic`, and `state` and `medium` of a file that
/// this program wrote; all but the first may be empty.
pub fn read_content(reader: impl Read + 'static) -> CsvRows<ContentRow> {
    CsvRows::new(reader, &[&["path", "url"]], read_row)
}

fn read_row(row: &Row<'_>) -> Result<ContentRow, Rejection> {
    let state = row.cell("state").map(str::to_lowercase);
    let state = state.map(|name| {
        PieceState::parse(&name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            Rejection::new("state", format!("`{shown}` is none of proposed, confirmed, corrected"))
        })
    });
    let address = row.text("path").or_else(|| row.text("url")).unwrap_or_default();
    Ok(ContentRow { piece: read_piece(row)?, address, state: state.transpose()?, medium: row.text("medium") })
}

fn read_piece(row: &Row<'_>) -> Result<Piece, Rejection> {
    let (field, address) = match (row.cell("path"), row.cell("url")) {
        (Some(path), _) => ("path", path),
        (None, Some(url)) => ("url", url),
        (None, None) => return Err(Rejection::new("path", "is empty; a piece needs a path or a url")),
    };
    let path = kept_path(address).ok_or_else(|| {
        let shown: String = address.chars().take(60).collect();
        Rejection::new(field, format!("`{shown}` is no path such as /guides/costs and no web address"))
    })?;
    let room = match row.cell("room") {
        None => None,
        Some(name) if matches!(name.to_lowercase().as_str(), "none" | "-") => None,
        Some(name) => Some(Room::parse(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            Rejection::new("room", format!("`{shown}` is none of problem, solution, offer, sales"))
        })?),
    };
    Ok(Piece {
        path,
        kind: row.cell("kind").map_or_else(|| PageKind::Other(String::new()), PageKind::parse),
        room,
        role: row.cell("role").and_then(Role::parse),
        question: row.text("question"),
        title: row.text("title"),
        topic: row.text("topic"),
    })
}
