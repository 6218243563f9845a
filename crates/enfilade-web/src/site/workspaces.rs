//! `/workspaces`: where else the viewer works, and the way there.

use axum::extract::{Extension, Form, State};
use axum::http::HeaderMap;
use axum::response::{Html, Redirect};
use enfilade_app::access;
use enfilade_app::roll::Roll;
use enfilade_domain::Band;
use enfilade_language::t;
use serde::Deserialize;

use super::guard::{Viewer, session_token};
use super::{PageError, Shared, blocking, floor_plan};
use crate::pages::frame::Sheet;
use crate::pages::workspaces::{self as pages, House};

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let mut houses = Vec::new();
        for (theirs, role) in viewer.user_id.map_or(Ok(Vec::new()), |id| access::workspaces_of(&site.app, id))? {
            let roll = Roll::now(&site.app, &theirs)?;
            houses.push(House {
                is_here: theirs.id == workspace.id,
                name: theirs.name().to_owned(),
                slug: theirs.slug,
                role: role.as_str().to_owned(),
                accounts: roll.entries().len(),
                ready: roll.in_band(Band::Ready).len(),
                asked: roll.in_band(Band::AskedToTalk).len(),
            });
        }
        let now = site.app.now();
        let scale = t!("1 row = 1 workspace");
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Settings, now, None, t!("Workspaces"), scale)?;
        Ok(Html(pages::render(&frame, &houses).into_string()))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(super) struct Go {
    #[serde(default)]
    csrf_token: String,
    slug: String,
}

pub(super) async fn go(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Form(form): Form<Go>,
) -> Result<Redirect, PageError> {
    viewer.check(&form.csrf_token)?;
    let token = session_token(&headers).unwrap_or_default();
    blocking(move || {
        access::go_to(&site.app, &token, &form.slug)?;
        Ok(Redirect::to("/"))
    })
    .await
}
