//! One question to the whole house: companies, people who named themselves, and pieces of content.

mod names;

use std::sync::Arc;

use enfilade_domain::{Domain, PersonId, Piece, Timestamp, Workspace};

use crate::interpret::state::PersonState;
use crate::roll::{Entry, Roll};
use crate::{App, AppError};

pub(crate) use names::Names;

/// Longer questions are cut.
const LONGEST: usize = 100;
/// So many of each kind are named.
pub const MOST: usize = 12;

/// What was found of each kind, and of how many.
#[derive(Debug, Default)]
pub struct Found {
    /// The words that were looked for, in lower case.
    pub words: Vec<String>,
    pub accounts: Vec<Arc<Entry>>,
    pub all_accounts: usize,
    /// The last seen first; one more than [`MOST`] says that there are more.
    pub people: Vec<FoundPerson>,
    pub pieces: Vec<Piece>,
    pub all_pieces: usize,
}

/// Somebody who named himself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    pub person: PersonId,
    /// The name he gave, or the id by which the customer's own systems know him.
    pub name: String,
    pub account: Option<Domain>,
    pub last_seen: Timestamp,
}

/// The words of a question, in lower case.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let text: String = text.trim().chars().take(LONGEST).collect();
    text.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

/// What holds every one of the words, whatever their order. Readers who gave no name are not found.
///
/// # Errors
/// The store cannot be read.
pub fn search(app: &App, workspace: &Workspace, roll: &Roll, text: &str) -> Result<Found, AppError> {
    let words = words(text);
    if words.is_empty() {
        return Ok(Found::default());
    }
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut found = Found::default();
    let accounts = roll.holding(&plain);
    found.all_accounts = accounts.len();
    found.accounts = accounts.iter().take(MOST).map(|one| Arc::clone(roll.behind(one))).collect();
    for stored in app.names.people(app, workspace.id, &plain, MOST + 1)? {
        let state = PersonState::from_stored(&stored)?;
        let id = state.users.first().map(|user| user.as_str().to_owned());
        found.people.push(FoundPerson {
            name: state.name.or(id).unwrap_or_else(|| stored.person.as_str().to_owned()),
            person: stored.person,
            account: stored.account,
            last_seen: stored.last_seen,
        });
    }
    for piece in app.records.pieces(workspace.id)? {
        if holds(&piece, &plain) {
            found.all_pieces += 1;
            if found.pieces.len() < MOST {
                found.pieces.push(piece);
            }
        }
    }
    found.words = words;
    Ok(found)
}

fn holds(piece: &Piece, words: &[&str]) -> bool {
    let texts = [&piece.title, &piece.question, &piece.topic];
    let text = texts.into_iter().flatten().map(String::as_str).chain([piece.path.as_str()]);
    let text = text.collect::<Vec<_>>().join(" ").to_lowercase();
    words.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn every_word_counts_and_case_does_not() {
        assert_eq!(words("  North  MILL "), ["north", "mill"]);
        assert!(words(" ").is_empty());
        assert_eq!(words(&"x".repeat(300))[0].len(), LONGEST);
        let piece = Piece {
            question: Some("What are the ways?".into()),
            title: Some("Four Ways".into()),
            ..Piece::at("/guides/options")
        };
        assert!(holds(&piece, &["four", "options"]) && holds(&piece, &["ways?"]));
        assert!(!holds(&piece, &["four", "five"]));
    }
}
