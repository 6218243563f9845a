//! A form that is not taken comes back with what was typed in it: nobody writes anything twice.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::PageError;

/// As much as a form may hold anywhere here.
const LARGEST_BYTES: usize = 2 << 20;

pub(super) async fn keep_what_was_typed(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_form(request.headers()) {
        return in_words(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    let Ok(sent) = to_bytes(body, LARGEST_BYTES).await else {
        return PageError::wrong("This form holds more than two megabytes; please send less at once.").into_response();
    };
    let action = parts.uri.path().to_owned();
    let mut answer = in_words(next.run(Request::from_parts(parts, Body::from(sent.clone()))).await);
    match answer.extensions_mut().remove::<PageError>() {
        Some(error) => error.with_form(action, form_urlencoded::parse(&sent).into_owned()).into_response(),
        None => answer,
    }
}

/// What the frame of the server says of a request that it cannot take is meant for programmers.
fn in_words(answer: Response) -> Response {
    let is_plain = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match answer.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE if is_plain => {
            PageError::wrong("Something that belongs to this request is missing or cannot be read. Please go back and send it from the page again.")
                .into_response()
        }
        StatusCode::METHOD_NOT_ALLOWED => PageError::form_only().into_response(),
        _ => answer,
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.starts_with("application/x-www-form-urlencoded")
}
