//! Addresses of pages, with ids made safe for a path.

use std::fmt::Write as _;

use crate::pages::frame::Frame;

/// Escapes everything that has a meaning in a path; letters, digits and `-._~:@` stay readable.
#[must_use]
pub fn path_segment(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

fn dated(frame: &Frame, path: String, first: char) -> String {
    match &frame.as_of {
        Some(date) => format!("{path}{first}as_of={}", path_segment(date)),
        None => path,
    }
}

/// A page's address on the date that is being looked at.
#[must_use]
pub fn page(frame: &Frame, path: &str) -> String {
    dated(frame, path.to_owned(), if path.contains('?') { '&' } else { '?' })
}

/// The sheet of one account.
#[must_use]
pub fn account(frame: &Frame, domain: &str) -> String {
    dated(frame, format!("/accounts/{}", path_segment(domain)), '?')
}

/// The page of one person.
#[must_use]
pub fn person(frame: &Frame, person_id: &str) -> String {
    dated(frame, format!("/people/{}", path_segment(person_id)), '?')
}

/// A piece of the library, on the sheet of content.
#[must_use]
pub fn piece(frame: &Frame, path: &str) -> String {
    let query: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
    format!("{}#piece", page(frame, &format!("/content?piece={query}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_leave_their_segment() {
        assert_eq!(path_segment("user:ana@acme.example"), "user:ana@acme.example");
        assert_eq!(path_segment("../a?b#c d%"), "..%2Fa%3Fb%23c%20d%25");
        assert_eq!(path_segment("ü\""), "%C3%BC%22");
    }
}
