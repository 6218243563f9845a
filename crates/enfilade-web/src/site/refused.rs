//! A form that is not taken comes back with what was typed in it: nobody writes anything twice.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::PageError;

/// As much as a form may hold anywhere here.
const LARGEST_BYTES: usize = 2 << 20;

pub(super) async fn keep_what_was_typed(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_form(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(sent) = to_bytes(body, LARGEST_BYTES).await else {
        return PageError::wrong("This form holds more than two megabytes; please send less at once.").into_response();
    };
    let action = parts.uri.path().to_owned();
    let mut answer = next.run(Request::from_parts(parts, Body::from(sent.clone()))).await;
    match answer.extensions_mut().remove::<PageError>() {
        Some(error) => error.with_form(action, form_urlencoded::parse(&sent).into_owned()).into_response(),
        None => answer,
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.starts_with("application/x-www-form-urlencoded")
}
