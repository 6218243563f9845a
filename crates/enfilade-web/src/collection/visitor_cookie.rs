//! The one first-party cookie by which a visitor is known again, and the one by which a refusal is.
//!
//! `ef_v` holds a random id and nothing else. `ef_no` holds no id: it says that this browser declined, so that the next
//! page need not ask again.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use enfilade_domain::VisitorId;

const VISITOR: &str = "ef_v";
const REFUSAL: &str = "ef_no";
/// 400 days, the longest that browsers keep a cookie (RFC 6265bis, section 5.5).
const MAX_AGE_SECONDS: u32 = 400 * 86_400;

/// What the browser brought along.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    pub(super) visitor: Option<VisitorId>,
    pub(super) declined: bool,
}

/// Reads the cookies; a value that this server cannot have made is ignored.
pub(super) fn brought(headers: &HeaderMap) -> Brought {
    let mut brought = Brought::default();
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    for (name, value) in cookies.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('=')) {
        let is_ours = value.len() == 32 && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match name {
            VISITOR if is_ours => brought.visitor = Some(VisitorId::new(value)),
            REFUSAL => brought.declined = true,
            _ => {}
        }
    }
    brought
}

/// A new visitor: 128 random bits.
///
/// # Errors
/// The operating system has no random numbers.
pub(super) fn new_visitor() -> Result<VisitorId, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(VisitorId::new(format!("{:032x}", u128::from_be_bytes(bytes))))
}

/// The visitor, for the next 400 days from now.
pub(super) fn remember(headers: &HeaderMap, visitor: &VisitorId) -> Option<HeaderValue> {
    cookie(headers, VISITOR, visitor.as_str(), MAX_AGE_SECONDS)
}

/// The browser forgets who it was.
pub(super) fn forget(headers: &HeaderMap) -> Option<HeaderValue> {
    cookie(headers, VISITOR, "", 0)
}

/// The browser remembers that its visitor declined.
pub(super) fn remember_refusal(headers: &HeaderMap) -> Option<HeaderValue> {
    cookie(headers, REFUSAL, "1", MAX_AGE_SECONDS)
}

/// The visitor agreed after all.
pub(super) fn forget_refusal(headers: &HeaderMap) -> Option<HeaderValue> {
    cookie(headers, REFUSAL, "", 0)
}

/// `Lax`, because page and collector normally share a site. Only a page of another site needs `None`, which browsers
/// accept over https alone.
fn cookie(headers: &HeaderMap, name: &str, value: &str, max_age_seconds: u32) -> Option<HeaderValue> {
    let is_cross_site = headers.get("sec-fetch-site").is_some_and(|site| site.as_bytes() == b"cross-site");
    let attributes = match (is_https(headers), is_cross_site) {
        (true, true) => "SameSite=None; Secure",
        (true, false) => "SameSite=Lax; Secure",
        (false, _) => "SameSite=Lax",
    };
    HeaderValue::try_from(format!("{name}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; {attributes}")).ok()
}

/// Whether the visitor's side of the connection is encrypted, which only the proxy that ends it can tell. Believing a
/// liar costs the liar his own cookie.
pub(super) fn is_https(headers: &HeaderMap) -> bool {
    let scheme =
        headers.get("x-forwarded-proto").and_then(|schemes| schemes.as_bytes().split(|byte| *byte == b',').next());
    scheme.is_some_and(|scheme| scheme.trim_ascii().eq_ignore_ascii_case(b"https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_visitor_survives_the_round_trip() {
        let visitor = new_visitor().unwrap();
        assert_ne!(visitor, new_visitor().unwrap());
        let set = remember(&HeaderMap::new(), &visitor).unwrap();
        let mut back = HeaderMap::new();
        let pair = set.to_str().unwrap().split(';').next().unwrap();
        back.insert(COOKIE, HeaderValue::try_from(format!("other=1; {pair}")).unwrap());
        assert_eq!(brought(&back), Brought { visitor: Some(visitor), declined: false });
    }

    #[test]
    fn foreign_values_are_ignored() {
        for value in ["ef_v=", "ef_v=../../etc", "ef_v=DEADBEEF", "xef_v=00000000000000000000000000000000", "ef_v"] {
            let mut back = HeaderMap::new();
            back.insert(COOKIE, value.parse().unwrap());
            assert_eq!(brought(&back), Brought::default(), "{value}");
        }
    }

    #[test]
    fn attributes_follow_the_connection() {
        let text = |pairs: &[_]| remember(&headers(pairs), &VisitorId::new("v")).unwrap().to_str().unwrap().to_owned();
        let plain = text(&[]);
        assert!(plain.contains("HttpOnly") && plain.contains("Max-Age=34560000"));
        assert!(plain.contains("SameSite=Lax") && !plain.contains("Secure"));
        assert!(!text(&[("x-forwarded-proto", "http, https")]).contains("Secure"));
        assert!(text(&[("x-forwarded-proto", "HTTPS, http")]).contains("Secure"));
        assert!(text(&[("x-forwarded-proto", "https")]).contains("SameSite=Lax; Secure"));
        assert!(text(&[("sec-fetch-site", "cross-site")]).ends_with("SameSite=Lax"));
        let foreign = text(&[("x-forwarded-proto", "https"), ("sec-fetch-site", "cross-site")]);
        assert!(foreign.contains("SameSite=None; Secure"));
    }
}
