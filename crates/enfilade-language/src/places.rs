//! Named places in a text, such as `{count}`, and marks around some of its words, such as `<b>`.

use std::fmt::{Display, Write as _};

/// A part of a text with places and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    /// `{name}`.
    Place(&'a str),
    /// `<name>`.
    Opens(&'a str),
    /// `</name>`.
    Closes(&'a str),
}

/// The parts of a text, in order. What is neither a place nor a mark is words, so that nothing can fail here.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((piece, after)) = special(rest) {
            rest = after;
            return Some(piece);
        }
        // The first byte is known to be words; of a lone bracket too.
        let end = rest.char_indices().skip(1).find(|(_, letter)| matches!(letter, '{' | '}' | '<'));
        let (words, after) = rest.split_at(end.map_or(rest.len(), |(index, _)| index));
        rest = after;
        Some(Piece::Words(words))
    })
}

/// A place, a mark or a doubled brace at the beginning.
fn special(text: &str) -> Option<(Piece<'_>, &str)> {
    if text.starts_with("{{") || text.starts_with("}}") {
        return Some((Piece::Words(&text[..1]), &text[2..]));
    }
    if let Some(inner) = text.strip_prefix('{') {
        let (name, after) = inner.split_once('}')?;
        return is_name(name).then_some((Piece::Place(name), after));
    }
    let inner = text.strip_prefix('<')?;
    let (name, after) = inner.split_once('>')?;
    match name.strip_prefix('/') {
        Some(name) => is_name(name).then_some((Piece::Closes(name), after)),
        None => is_name(name).then_some((Piece::Opens(name), after)),
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A text with its places filled. A place of which nothing is known stays as it is written.
#[must_use]
pub fn filled(text: &str, places: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * places.len());
    for piece in pieces(text) {
        // Writing into a text cannot fail.
        let _ = match piece {
            Piece::Words(words) => filled.write_str(words),
            Piece::Opens(name) => write!(filled, "<{name}>"),
            Piece::Closes(name) => write!(filled, "</{name}>"),
            Piece::Place(name) => match places.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => write!(filled, "{value}"),
                None => write!(filled, "{{{name}}}"),
            },
        };
    }
    filled
}

/// The names of all places, each once, in order of the alphabet.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        pieces(text).filter_map(|piece| if let Piece::Place(name) = piece { Some(name) } else { None }).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The marks of a text in order of the alphabet, each as often as it opens; `None` when they do not close in order.
pub(crate) fn marks(text: &str) -> Option<Vec<&str>> {
    let (mut open, mut marks) = (Vec::new(), Vec::new());
    for piece in pieces(text) {
        match piece {
            Piece::Opens(name) => {
                open.push(name);
                marks.push(name);
            }
            Piece::Closes(name) if open.pop() != Some(name) => return None,
            _ => {}
        }
    }
    marks.sort_unstable();
    open.is_empty().then_some(marks)
}

/// Whether every brace belongs to a place or is doubled.
pub(crate) fn braces_are_whole(text: &str) -> bool {
    // A doubled brace comes as a piece of one letter; any other brace in words stands alone.
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        rest = &rest[at..];
        match special(rest) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}
