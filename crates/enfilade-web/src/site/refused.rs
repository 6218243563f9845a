//! A form that is not taken comes back where it stands, with what was typed in it: nobody writes anything twice.

mod on_sheet;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use enfilade_language::t;
use url::{Url, form_urlencoded};

use super::PageError;
use on_sheet::Refused;

/// As much as a form may hold anywhere here.
const LARGEST_BYTES: usize = 2 << 20;

/// As much as a sheet may weigh to be looked through for the form: far more than one does.
const LARGEST_SHEET_BYTES: usize = 8 << 20;

/// Around all pages of a workspace, because the form may stand on another than the one that takes it.
pub(super) async fn keep_what_was_typed(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_form(request.headers()) {
        return in_words(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    let Ok(sent) = to_bytes(body, LARGEST_BYTES).await else {
        return PageError::wrong(t!("This form holds more than two megabytes; please send less at once."))
            .into_response();
    };
    let asked = parts.clone();
    let mut answer = in_words(next.clone().run(Request::from_parts(parts, Body::from(sent.clone()))).await);
    match answer.extensions_mut().remove::<PageError>() {
        Some(error) => come_back(error, &asked, &sent, next).await,
        None => answer,
    }
}

/// The sheet with the form in it, or a page with nothing but the form, where the browser does not say whence it came.
async fn come_back(error: PageError, asked: &Parts, sent: &Bytes, next: Next) -> Response {
    let action = asked.uri.path();
    let fields: Vec<(String, String)> = form_urlencoded::parse(sent).into_owned().collect();
    if let Ok(sentence) = error.clone().for_the_form()
        && let Some(sheet) = sheet_of_the_form(asked, next).await
        && let Some(page) = on_sheet::with_form(&sheet, &Refused { action, fields: &fields, sentence: &sentence })
    {
        return (StatusCode::BAD_REQUEST, Html(page)).into_response();
    }
    error.with_form(action.to_owned(), fields).into_response()
}

/// The sheet on which the form stood, drawn anew for the same person.
async fn sheet_of_the_form(asked: &Parts, next: Next) -> Option<String> {
    let mut came_from = Url::parse(asked.headers.get(REFERER)?.to_str().ok()?).ok()?;
    let host = asked.headers.get(HOST)?.to_str().ok()?;
    if came_from.authority() != host {
        return None;
    }
    // What was done before is not told again beside what was not.
    let kept: Vec<(String, String)> =
        came_from.query_pairs().into_owned().filter(|(name, _)| !matches!(name.as_str(), "done" | "saved")).collect();
    came_from.set_query(None);
    if !kept.is_empty() {
        came_from.query_pairs_mut().extend_pairs(kept);
    }
    let mut look = Request::new(Body::empty());
    *look.uri_mut() = came_from[url::Position::BeforePath..url::Position::AfterQuery].parse().ok()?;
    *look.headers_mut() = asked.headers.clone();
    look.headers_mut().remove(CONTENT_TYPE);
    look.headers_mut().remove(CONTENT_LENGTH);
    *look.extensions_mut() = asked.extensions.clone();
    let answer = next.run(look).await;
    if answer.status() != StatusCode::OK {
        return None;
    }
    let drawn = to_bytes(answer.into_body(), LARGEST_SHEET_BYTES).await.ok()?;
    String::from_utf8(drawn.to_vec()).ok()
}

/// What the frame of the server says of a request that it cannot take is meant for programmers.
fn in_words(answer: Response) -> Response {
    let is_plain = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match answer.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE if is_plain => {
            PageError::wrong(t!("Something that belongs to this request is missing or cannot be read. Please go back and send it from the page again."))
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
