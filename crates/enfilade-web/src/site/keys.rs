//! `/keys`, and the script that listens to them.

use axum::extract::{Extension, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse};

use super::guard::Viewer;
use super::{PageError, Shared, blocking, floor_plan};
use crate::pages::frame::Sheet;
use crate::pages::keys;

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let now = site.app.now();
        let scale = "1 key = 1 step";
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Elsewhere, now, None, "Keys", scale)?;
        Ok(Html(keys::render(&frame).into_string()))
    })
    .await
}

pub(super) async fn script() -> impl IntoResponse {
    let head = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=300")];
    (head, crate::assets::KEYS)
}
