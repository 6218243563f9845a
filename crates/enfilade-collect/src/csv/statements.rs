//! The files of declarations and of verdicts: what people of ours know about a buyer that no visit shows.

use std::io::Read;

use enfilade_domain::{
    ConversationVerdict, Declaration, FirstQuestion, PersonId, Prepared, Role, Standing, Stated, Statement,
};

use super::columns::Row;
use super::rows::CsvRows;
use crate::outcome::Rejection;

/// Reads `at`, `domain`, `event`, `person`, `by`, `note`.
pub fn read_declarations(reader: impl Read + 'static) -> CsvRows<Statement> {
    CsvRows::new(reader, &[&["at"], &["domain"], &["event"]], read_declaration)
}

fn read_declaration(row: &Row<'_>) -> Result<Statement, Rejection> {
    let known = Declaration::ALL.map(Declaration::as_str);
    let event = required_word(row, "event", Declaration::parse, &known)?;
    statement(row, Stated::Declaration(event))
}

/// Reads `at`, `domain`, `person`, `by`, `prepared`, `room`, `asked_first`, `words`, `mentioned`, `missing`, `welcome`,
/// `note`. Several pieces or roles in one cell are parted by `;` or `|`.
pub fn read_verdicts(reader: impl Read + 'static) -> CsvRows<Statement> {
    CsvRows::new(reader, &[&["at"], &["domain"]], read_verdict)
}

fn read_verdict(row: &Row<'_>) -> Result<Statement, Rejection> {
    let welcome = match row.cell("welcome").map(str::to_lowercase).as_deref() {
        None => None,
        Some("1" | "yes" | "true" | "y") => Some(true),
        Some("0" | "no" | "false" | "n") => Some(false),
        Some(_) => return Err(Rejection::new("welcome", "must be yes or no")),
    };
    let verdict = ConversationVerdict {
        prepared: word(row, "prepared", Prepared::parse, &Prepared::ALL.map(Prepared::as_str))?,
        standing: word(row, "room", Standing::parse, &Standing::ALL.map(Standing::as_str))?,
        first_question: word(row, "asked_first", FirstQuestion::parse, &FirstQuestion::ALL.map(FirstQuestion::as_str))?,
        first_words: row.text("words").unwrap_or_default(),
        content_mentioned: list(row, "mentioned"),
        missing: list(row, "missing").iter().filter_map(|role| Role::parse(role)).collect(),
        welcome,
    };
    statement(row, Stated::Conversation(verdict))
}

/// An imported statement is known from its own date on.
fn statement(row: &Row<'_>, stated: Stated) -> Result<Statement, Rejection> {
    let at = row.moment("at")?.ok_or_else(|| Rejection::new("at", "is empty"))?;
    let account = row.domain("domain")?.ok_or_else(|| Rejection::new("domain", "is empty"))?;
    let person = row.cell("person").map(|cell| {
        let person = PersonId::new(cell);
        let reason = "is no person's id (user:… or visitor:…)";
        person.subject().is_some().then_some(person).ok_or_else(|| Rejection::new("person", reason))
    });
    Ok(Statement {
        id: 0,
        at,
        recorded_at: at,
        by: row.text("by").unwrap_or_default(),
        note: row.text("note").unwrap_or_default(),
        account: Some(account),
        person: person.transpose()?,
        stated,
        undone_at: None,
    })
}

fn word<T>(row: &Row<'_>, name: &str, parse: fn(&str) -> Option<T>, known: &[&str]) -> Result<Option<T>, Rejection> {
    row.cell(name).map(|_| required_word(row, name, parse, known)).transpose()
}

fn required_word<T>(row: &Row<'_>, name: &str, parse: fn(&str) -> Option<T>, known: &[&str]) -> Result<T, Rejection> {
    let cell = row.required(name)?;
    parse(cell).ok_or_else(|| {
        let shown: String = cell.chars().take(40).collect();
        Rejection::new(name, format!("`{shown}` is none of {}", known.join(", ")))
    })
}

fn list(row: &Row<'_>, name: &str) -> Vec<String> {
    let text = row.text(name).unwrap_or_default();
    text.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
