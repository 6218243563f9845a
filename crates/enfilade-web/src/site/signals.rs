//! `/ready.atom`: what should be heard of while it lasts, for whatever reads feeds. Nothing is sent from here; whoever has
//! the address asks.

use axum::extract::{Extension, Form, Query, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use enfilade_app::access;
use enfilade_app::engage::signals::{self, Signal};
use enfilade_app::roll::Roll;
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, floor_plan, settings};
use crate::pages::frame::Sheet;
use crate::pages::ready::{self, Entry};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    key: String,
    csrf_token: String,
}

/// Makes the address anew and shows it once; the one before it ends.
pub(super) async fn make(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Form(form): Form<Asked>,
) -> Result<Html<String>, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    let base = settings::base_of(&headers);
    blocking(move || {
        let workspace = site.workspace()?;
        let key = access::make_feed_key(&site.app, &workspace)?;
        let now = site.app.now();
        let scale = t!("1 entry = 1 company");
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Ready, now, None, t!("Signals"), scale)?;
        Ok(Html(ready::feed_address(&frame, &format!("{base}/ready.atom?key={key}")).into_string()))
    })
    .await
}

pub(super) async fn feed(
    State(site): State<Shared>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let base = settings::base_of(&headers);
    blocking(move || {
        let workspace = access::workspace_of_feed_key(&site.app, &asked.key)?
            .ok_or_else(|| PageError::not_found(t!("This address is not in use; a newer one may have been made.")))?;
        let now = site.app.now();
        let roll = Roll::now(&site.app, &workspace)?;
        let found = signals::signals(&site.app, &workspace, &roll, now)?;
        let entries: Vec<Entry> = found.into_iter().map(entry).collect();
        let feed = ready::atom(&workspace.slug, workspace.name(), &base, &entries, now)
            .map_err(|error| PageError::internal(&error))?;
        Ok(([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
    })
    .await
}

fn entry(one: Signal) -> Entry {
    Entry {
        domain: one.account.as_str().to_owned(),
        name: one.name,
        has_asked: one.has_asked,
        since: one.since,
        passed_at: one.passed_at,
    }
}
