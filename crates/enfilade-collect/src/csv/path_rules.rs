//! The path rules file: what pages are for that no piece names.

use std::io::Read;

use enfilade_domain::{PageKind, PathRule, Room};

use super::columns::Row;
use super::rows::CsvRows;
use crate::outcome::Rejection;

/// Reads `pattern`, `kind`, `room`; the last may be empty.
pub fn read_path_rules(reader: impl Read + 'static) -> CsvRows<PathRule> {
    CsvRows::new(reader, &[&["pattern"], &["kind"]], read_rule)
}

fn read_rule(row: &Row<'_>) -> Result<PathRule, Rejection> {
    let pattern = row.cell("pattern").unwrap_or_default();
    if !pattern.starts_with('/') && !pattern.starts_with('*') {
        let shown: String = pattern.chars().take(60).collect();
        return Err(Rejection::new("pattern", format!("`{shown}` must start with / or *")));
    }
    let room = match row.cell("room") {
        None => None,
        Some(name) => Some(Room::parse(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            Rejection::new("room", format!("`{shown}` is none of problem, solution, offer, sales"))
        })?),
    };
    let kind = row.cell("kind").map_or_else(|| PageKind::Other(String::new()), PageKind::parse);
    Ok(PathRule { pattern: pattern.to_owned(), kind, room })
}
