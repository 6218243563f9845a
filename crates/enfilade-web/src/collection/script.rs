//! `GET /e.js`: the first-party script, compiled in.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Made of `tracker/enfilade.js` by `tracker/build.sh`.
const SCRIPT: &[u8] = include_bytes!("../../../../tracker/enfilade.min.js");

/// The script compressed once, and a tag that changes with it.
struct Prepared {
    gzip: Option<Bytes>,
    tag: String,
}

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let gzip = encoder.write_all(SCRIPT).and_then(|()| encoder.finish()).ok().map(Bytes::from);
    let mut hasher = DefaultHasher::new();
    SCRIPT.hash(&mut hasher);
    Prepared { gzip, tag: format!("W/\"{:016x}\"", hasher.finish()) }
});

/// An hour from the browser's own store, then a question that is answered 304 while nothing changed.
pub(super) async fn serve(request: HeaderMap) -> Response {
    let mentions = |name, text: &str| {
        request.get_all(name).iter().any(|value| value.to_str().is_ok_and(|value| value.contains(text)))
    };
    let mut response = if mentions(IF_NONE_MATCH, &PREPARED.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match &PREPARED.gzip {
            Some(gzip) if mentions(ACCEPT_ENCODING, "gzip") => {
                ([(CONTENT_ENCODING, HeaderValue::from_static("gzip"))], Body::from(gzip.clone())).into_response()
            }
            _ => Body::from(Bytes::from_static(SCRIPT)).into_response(),
        }
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The page that loads it stands on another host of the customer's, perhaps isolated from other origins.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    if let Ok(tag) = HeaderValue::from_str(&PREPARED.tag) {
        headers.insert(ETAG, tag);
    }
    super::answer::open_to_origin(&request, &mut response);
    response
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_served_script_is_made_of_the_committed_source() {
        let source = include_bytes!("../../../../tracker/enfilade.js");
        let hash: String = Sha256::digest(source).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let first_line = std::str::from_utf8(SCRIPT).unwrap().lines().next().unwrap();
        assert!(first_line.contains(&hash), "run tracker/build.sh: the source is {hash}, but {first_line}");
    }

    #[test]
    fn the_script_stays_small() {
        let size = PREPARED.gzip.as_ref().unwrap().len();
        assert!(size <= 3_072, "{size} bytes");
    }

    #[test]
    fn the_script_stores_and_evaluates_nothing() {
        let script = std::str::from_utf8(SCRIPT).unwrap();
        for forbidden in ["eval(", "Function(", "localStorage", "sessionStorage", "indexedDB", ".cookie", "innerHTML"] {
            assert!(!script.contains(forbidden), "{forbidden}");
        }
    }
}
