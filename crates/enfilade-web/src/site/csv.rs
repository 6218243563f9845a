//! Lists as CSV for spreadsheets: quoted where needed, and no cell is taken for a formula.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// The name of a list, with the day that it is of where that is not today.
pub(super) fn named(list: &str, as_of: Option<&str>) -> String {
    match as_of.and_then(|day| day.get(..10)) {
        Some(day) => format!("{list}-{day}"),
        None => list.to_owned(),
    }
}

/// A file to take along; `name` without its ending.
pub(super) fn file(name: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], text(head, rows))
        .into_response()
}

fn text(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = line(head.iter().map(|cell| (*cell).to_owned()));
    for row in rows {
        text.push_str(&line(row.into_iter()));
    }
    text
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.map(|cell| safe(&cell)).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A spreadsheet computes what begins like a formula; an apostrophe before it makes it text.
fn safe(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let begins_like_a_formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '\t', '\r', '＝', '＋', '－', '＠']);
    let guard = if !is_number && begins_like_a_formula { "'" } else { "" };
    if guard.is_empty() && !cell.contains(['"', ',', '\n', '\r', ';']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_past_day_says_so_in_its_name() {
        assert_eq!(named("ready", None), "ready");
        assert_eq!(named("ready", Some("2026-03-01")), "ready-2026-03-01");
        assert_eq!(named("ready", Some("2026-03-01T10:00:00Z")), "ready-2026-03-01");
    }

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for (cell, expected) in [
            ("plain", "plain"),
            ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-12.5", "-12.5"),
            ("-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\""),
            ("a, b", "\"a, b\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(safe(cell), expected);
        }
        let rows = vec![vec!["x".to_owned(), "y,z".to_owned()]];
        assert_eq!(text(&["a", "b"], rows.into_iter()), "a,b\r\nx,\"y,z\"\r\n");
    }
}
