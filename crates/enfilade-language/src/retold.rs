//! Sentences that were kept in English, such as the findings of an assessment, in the language in force. What was put into
//! their places is found again by the words around it.

use std::borrow::Cow;
use std::fmt::Display;

use crate::places::{Piece, filled, pieces};
use crate::{Language, in_force};

/// A text with fewer letters of its own would be recognised where it does not stand.
const FEWEST_LETTERS: usize = 10;

/// What was kept in English, in the language in force. Words that no text of the pages says stay as they are.
#[must_use]
pub fn retold(text: &str) -> Cow<'_, str> {
    match in_force() {
        None => Cow::Borrowed(text),
        Some(language) => language.retold(text),
    }
}

impl Language {
    /// What stands for an English sentence whose places are filled already.
    fn retold<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if let Some(known) = self.text(text) {
            return Cow::Owned(known.to_owned());
        }
        let candidates = self.with_places().filter_map(|(template, one)| {
            let (found, letters) = places_of(template, text)?;
            (letters >= FEWEST_LETTERS).then_some((letters, template, one, found))
        });
        let Some((_, _, one, found)) = candidates.max_by_key(|(letters, template, ..)| (*letters, *template)) else {
            return Cow::Borrowed(text);
        };
        let count = found.iter().find_map(|(_, value)| value.replace(',', "").parse::<u64>().ok());
        let Some(form) = self.counted(count.unwrap_or(2), one) else { return Cow::Borrowed(text) };
        // A place may hold a name that is a text itself, such as that of a room.
        let values: Vec<(&str, &str)> =
            found.into_iter().map(|(name, value)| (name, self.text(value).unwrap_or(value))).collect();
        let values: Vec<(&str, &dyn Display)> =
            values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        Cow::Owned(filled(form, &values))
    }
}

/// What stands in the places of a template, if the text was made of it, and how many letters are the template's own.
fn places_of<'t, 'x>(template: &'t str, text: &'x str) -> Option<(Vec<(&'t str, &'x str)>, usize)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let (mut rest, mut open, mut letters) = (text, None, 0);
    for piece in pieces(template) {
        match piece {
            Piece::Place(name) => {
                // Two places without words between them cannot be told apart.
                if open.replace(name).is_some() {
                    return None;
                }
            }
            Piece::Words(words) => {
                letters += words.chars().filter(|letter| letter.is_alphabetic()).count();
                match open.take() {
                    None => rest = rest.strip_prefix(words)?,
                    Some(name) => {
                        let at = rest.find(words).filter(|at| *at > 0)?;
                        found.push((name, &rest[..at]));
                        rest = &rest[at + words.len()..];
                    }
                }
            }
            Piece::Opens(_) | Piece::Closes(_) => return None,
        }
    }
    match open {
        Some(name) if !rest.is_empty() => found.push((name, rest)),
        None if rest.is_empty() => {}
        _ => return None,
    }
    Some((found, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_filled_in_is_found_again() {
        let found = |template, text| places_of(template, text).map(|(found, _)| found);
        assert_eq!(
            found("The {room} Room is thin: {rest}", "The Sales Room is thin: x"),
            Some(vec![("room", "Sales"), ("rest", "x")])
        );
        assert_eq!(found("{count} of {all} pieces", "3 of 8 pieces"), Some(vec![("count", "3"), ("all", "8")]));
        assert_eq!(found("{count} of {all} pieces", "3 of 8 pieces more"), None);
        assert_eq!(found("{a}{b} together", "xy together"), None);
        assert_eq!(found("{count} of {all}", " of 8"), None);
    }
}
