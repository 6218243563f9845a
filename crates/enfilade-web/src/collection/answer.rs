//! What collection clients are answered: the few JSON bodies, the statuses SDKs act on, and CORS.

use axum::Json;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, CONTENT_TYPE, ORIGIN, RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use enfilade_collect::Rejection;
use serde_json::json;

/// Seconds after which a client may try again when the store could not keep its events.
const STORE_RETRY_SECONDS: u64 = 5;

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Something in it cannot be used.
    Invalid { field: String, reason: String },
    /// The write key is missing, unknown or revoked.
    UnknownKey,
    /// The body is larger than `limit` bytes, before or after inflation.
    TooLarge { limit: usize },
    /// The write key sends more than it may.
    TooFast { retry_after_seconds: u64 },
    /// Nothing was kept; the same request may be sent again.
    Unavailable,
    /// Nothing was kept, for a reason that stands in the server's log.
    Failed,
}

impl Refusal {
    pub(super) fn body(reason: impl Into<String>) -> Self {
        Self::Invalid { field: "body".to_owned(), reason: reason.into() }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Invalid { .. } => StatusCode::BAD_REQUEST,
            Self::UnknownKey => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooFast { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::TooFast { retry_after_seconds } => Some(*retry_after_seconds),
            Self::Unavailable => Some(STORE_RETRY_SECONDS),
            _ => None,
        }
    }

    fn field_and_reason(self) -> (String, String) {
        let said = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
        match self {
            Self::Invalid { field, reason } => (field, reason),
            Self::UnknownKey => said("writeKey", "missing, unknown or revoked; see the keys of the workspace"),
            Self::TooLarge { limit } => ("body".to_owned(), format!("larger than {limit} bytes; send smaller batches")),
            Self::TooFast { .. } => said("writeKey", "more events than this key may send; slow down"),
            Self::Unavailable => said("store", "unavailable, nothing was kept; send it again later"),
            Self::Failed => said("store", "failed, nothing was kept; the server's log says why"),
        }
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Invalid { field: field_of(&rejection).to_owned(), reason: rejection.reason }
    }
}

/// What is wrong with the whole has no field; the answer always names one.
const fn field_of(rejection: &Rejection) -> &str {
    if rejection.field.is_empty() { "body" } else { rejection.field.as_str() }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, retry_after) = (self.status(), self.retry_after_seconds());
        let (field, reason) = self.field_and_reason();
        let mut response = (status, Json(json!({"error": {"field": field, "reason": reason}}))).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The answer to events that are durable, naming those that could not be used.
pub(super) fn accepted(rejections: &[Rejection]) -> Response {
    if rejections.is_empty() {
        return ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], r#"{"success":true}"#).into_response();
    }
    let rejected: Vec<_> = rejections
        .iter()
        .map(|rejection| json!({"index": rejection.index, "field": field_of(rejection), "reason": rejection.reason}))
        .collect();
    Json(json!({"success": true, "rejected": rejected})).into_response()
}

/// Lets a page of any origin read the answer: a write key is public, and the answer tells nothing.
pub(super) fn open_to_origin(request: &HeaderMap, response: &mut Response) {
    if let Some(origin) = request.get(ORIGIN) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.append(VARY, HeaderValue::from_static("origin"));
    }
}

/// As [`open_to_origin`], for requests that bring the visitor's cookie along.
pub(super) fn open_with_credentials(request: &HeaderMap, response: &mut Response) {
    open_to_origin(request, response);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
}

pub(super) async fn preflight(request: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    open_to_origin(&request, &mut response);
    response
}

pub(super) async fn preflight_with_credentials(request: HeaderMap) -> Response {
    let mut response = preflight(request.clone()).await;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_by_its_status_whether_to_try_again() {
        let cases = [
            (Refusal::body("cut off"), 400, None),
            (Refusal::UnknownKey, 401, None),
            (Refusal::TooLarge { limit: 9 }, 413, None),
            (Refusal::TooFast { retry_after_seconds: 7 }, 429, Some("7")),
            (Refusal::Unavailable, 503, Some("5")),
            (Refusal::Failed, 500, None),
        ];
        for (refusal, status, retry_after) in cases {
            let response = refusal.clone().into_response();
            let told = response.headers().get(RETRY_AFTER).map(|seconds| seconds.to_str().unwrap());
            assert_eq!((response.status().as_u16(), told), (status, retry_after), "{refusal:?}");
        }
    }
}
