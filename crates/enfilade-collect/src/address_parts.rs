//! Cutting web addresses into the parts that are kept. By hand: most "addresses" in events are paths or fragments of
//! addresses that a strict reader would refuse, and this runs for every event.

use enfilade_domain::Place;

use crate::lenient::{clean_text, is_clean};
use crate::limits::{ADDRESS_CHARACTERS, TEXT_CHARACTERS};

/// An address in pieces, all borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AddressParts<'a> {
    /// `https://user@host:1` up to the path; empty for a bare path.
    origin: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl<'a> AddressParts<'a> {
    /// Splits; `None` when the text is neither an absolute http address nor a path.
    pub(crate) fn split(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let host_end = |host: usize| {
            let length = text[host..].bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
            length.map_or(text.len(), |length| host + length)
        };
        let path_start = if text.starts_with("//") {
            host_end(2)
        } else if text.starts_with('/') {
            0
        } else {
            // A scheme holds no colon, so the first one ends it.
            let scheme = text.bytes().position(|byte| byte == b':')?;
            let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
            if !text[scheme..].starts_with("://") || !text[..scheme].bytes().all(in_scheme) {
                return None;
            }
            host_end(scheme + 3)
        };
        let (origin, rest) = text.split_at(path_start);
        let path_end = rest.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len());
        let (path, after) = rest.split_at(path_end);
        let query = after.strip_prefix('?').map(|query| query.split_once('#').map_or(query, |(query, _)| query));
        Some(Self { origin, path: if path.is_empty() { "/" } else { path }, query })
    }

    /// The host without user and port; empty for a bare path.
    pub(crate) fn host(&self) -> &'a str {
        host_of_origin(self.origin)
    }

    /// The address as kept: no fragment, and of the query only the campaign's own marks. The rest of a query may
    /// name people.
    pub(crate) fn kept(&self) -> String {
        let query = self.query.unwrap_or_default();
        let mut kept = String::with_capacity(self.origin.len() + self.path.len() + query.len() + 1);
        match self.origin.rsplit_once('@') {
            // A user name or password in the address is nobody's business.
            Some((before, host)) => {
                kept.push_str(before.split_once("//").map_or("", |(scheme, _)| scheme));
                kept.push_str("//");
                kept.push_str(host);
            }
            None => kept.push_str(self.origin),
        }
        kept.push_str(self.path);
        let mut separator = '?';
        for pair in query.split('&') {
            if pair.starts_with("utm_") {
                kept.push(separator);
                kept.push_str(pair);
                separator = '&';
            }
        }
        if is_clean(&kept, ADDRESS_CHARACTERS) {
            kept
        } else {
            clean_text(&kept, ADDRESS_CHARACTERS).unwrap_or_default()
        }
    }
}

fn host_of_origin(origin: &str) -> &str {
    let authority = origin.split_once("//").map_or("", |(_, rest)| rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some(bracketed) = authority.strip_prefix('[') {
        return bracketed.split_once(']').map_or(bracketed, |(host, _)| host);
    }
    authority.split_once(':').map_or(authority, |(host, _)| host)
}

/// The value of a query parameter, undecoded; empty values count as absent.
pub(crate) fn query_value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key.eq_ignore_ascii_case(name) && !value.is_empty()).then_some(value)
    })
}

/// A path as kept: from the first slash, without query and fragment.
pub(crate) fn kept_path(text: &str) -> Option<String> {
    let parts = AddressParts::split(text)?;
    clean_text(parts.path, ADDRESS_CHARACTERS)
}

/// Puts a place together from whatever the sender gave; the path wins over the address. `None` when there is neither.
pub(crate) fn place_of(
    path: Option<&str>,
    url: Option<&str>,
    title: Option<&str>,
    referrer: Option<&str>,
) -> Option<Place> {
    let address = url.and_then(AddressParts::split);
    let path = path
        .and_then(kept_path)
        .or_else(|| address.and_then(|address| clean_text(address.path, ADDRESS_CHARACTERS)))?;
    Some(Place {
        path,
        url: address.filter(|address| !address.origin.is_empty()).map(|address| address.kept()),
        title: title.and_then(|title| clean_text(title, TEXT_CHARACTERS)),
        referrer: referrer
            .and_then(AddressParts::split)
            .filter(|referrer| !referrer.origin.is_empty())
            .map(|referrer| referrer.kept()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_cut_where_they_should_be() {
        let parts = |text| AddressParts::split(text).map(|parts| (parts.host(), parts.path, parts.query));
        assert_eq!(parts(" https://v.example/a?b=1#c?d "), Some(("v.example", "/a", Some("b=1"))));
        assert_eq!(parts("https://v.example?b#c"), Some(("v.example", "/", Some("b"))));
        assert_eq!(parts("//v.example:80#/a"), Some(("v.example", "/", None)));
        assert_eq!(parts("/a#b?c"), Some(("", "/a", None)));
        assert_eq!(parts("https://ana:secret@v.example/a"), Some(("v.example", "/a", None)));
        for none in ["", "a/b", "mailto:ana@acme.example", "a b://c", "mailto:x://y", "?a"] {
            assert_eq!(parts(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_kept_names_nobody() {
        let kept = |text| AddressParts::split(text).unwrap().kept();
        assert_eq!(
            kept("https://ana:s@v.example/a?who=ana&utm_source=x&utm_medium=y#z"),
            "https://v.example/a?utm_source=x&utm_medium=y"
        );
        assert_eq!(kept("//ana@v.example/"), "//v.example/");
        assert_eq!(kept("https://v.example/\u{7}a "), "https://v.example/a");
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_beginning_of_the_whole(text in "(https?:)?/{0,2}[a-z@:./?#&=\\[é]{0,20}") {
            if let Some(parts) = AddressParts::split(&text) {
                let path = if text.trim()[parts.origin.len()..].starts_with('/') { parts.path } else { "" };
                let query = parts.query.map(|query| format!("?{query}")).unwrap_or_default();
                let whole = format!("{}{path}{query}", parts.origin);
                prop_assert!(text.trim().starts_with(&whole));
                let rest = &text.trim()[whole.len()..];
                prop_assert!(rest.is_empty() || rest.starts_with('#'), "{}", rest);
            }
        }
    }
}
