//! `/content/…`: the content desk. Each file holds one sheet's handlers.

mod audience;
mod calendar;
mod capabilities;
mod drafts;
mod gates;
mod overview;
mod phrases;
mod worksheets;

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use enfilade_app::build::desk::paper::{self, Kept, OnPaper};
use enfilade_app::build::desk::phrases::{self as collection, Asked};
use enfilade_domain::{Domain, Phrase, Role, Room, Timestamp, Workspace};
use maud::Markup;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, floor_plan};
use crate::pages::frame::{Frame, Sheet};

/// What a form of the desk sent.
struct Sent(BTreeMap<String, String>);

/// As many of the buyers' words stand beside a sheet.
const PHRASES_BESIDE: usize = 6;

impl Sent {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    fn owned(&self, name: &str) -> String {
        self.text(name).to_owned()
    }

    /// The lines that say something.
    fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn room(&self) -> Result<Option<Room>, PageError> {
        match self.text("room") {
            "" | "none" => Ok(None),
            name => Room::parse(name)
                .map(Some)
                .ok_or_else(|| PageError::wrong("A room is problem, solution, offer or sales.")),
        }
    }

    /// Houses have roles of their own, so every name is one.
    fn role(&self) -> Option<Role> {
        Role::parse(self.text("role")).filter(|role| role.as_str() != "any")
    }

    fn account(&self) -> Result<Option<Domain>, PageError> {
        match self.text("account") {
            "" => Ok(None),
            text => Domain::parse(text).map(Some).map_err(|error| in_field("The company's domain", error)),
        }
    }

    /// A day, as the end of it.
    fn day(&self, name: &str) -> Result<Option<Timestamp>, PageError> {
        match self.text(name) {
            "" => Ok(None),
            text => Timestamp::parse(text).map(Some).map_err(|error| in_field("The day", error)),
        }
    }

    /// A whole number; `label` is what the form calls it.
    fn number(&self, name: &str, label: &str) -> Result<Option<i64>, PageError> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| in_field(label, format!("`{text}` is no whole number"))),
        }
    }

    /// The paper as it was when the form was drawn.
    fn looked_at<T: OnPaper>(&self, site: &Site, workspace: &Workspace, id: i64) -> Result<Kept<T>, PageError> {
        let kept: Kept<T> = paper::one(&site.app, workspace, id)?;
        if self.number("version", "The version")?.is_some_and(|version| version != kept.version) {
            return Err(PageError::wrong(
                "Somebody else changed it since you opened this page. Look at it again and repeat.",
            ));
        }
        Ok(kept)
    }
}

fn in_field(label: &str, error: impl Display) -> PageError {
    PageError::wrong(format!("{label}: {error}."))
}

/// The addresses of the desk.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/content/desk", get(overview::page))
        .route("/content/worksheets", get(worksheets::list).post(worksheets::add))
        .route("/content/worksheets/{id}", get(worksheets::one).post(worksheets::revise))
        .route("/content/worksheets/{id}/link", post(worksheets::link))
        .route("/content/worksheets/{id}/remove", post(worksheets::remove))
        .route("/content/phrases", get(phrases::list).post(phrases::add))
        .route("/content/phrases/offer", post(phrases::settle))
        .route("/content/phrases/{id}/remove", post(phrases::remove))
        .route("/content/capabilities", get(capabilities::list).post(capabilities::add))
        .route("/content/capabilities/{id}", post(capabilities::revise))
        .route("/content/capabilities/{id}/{what}", post(capabilities::act))
        .route("/content/drafts", get(drafts::list).post(drafts::add))
        .route("/content/drafts-rule", post(drafts::rule))
        .route("/content/drafts/{id}", get(drafts::one).post(drafts::revise))
        .route("/content/drafts/{id}/{what}", post(drafts::act))
        .route("/content/audience", get(audience::page).post(audience::state))
        .route("/content/calendar", get(calendar::page).post(calendar::add))
        .route("/content/calendar/count", post(calendar::count))
        .route("/content/calendar/{id}/{what}", post(calendar::act))
        .route("/content/gates", get(gates::page))
        .route("/content/gates/{what}", post(gates::act))
}

/// Draws a sheet of the desk.
async fn show(
    site: Shared,
    viewer: Viewer,
    name: &'static str,
    draw: impl FnOnce(&Site, &Workspace, &Viewer, &Frame) -> Result<Markup, PageError> + Send + 'static,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let now = site.app.now();
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Desk, now, None, name, "1 row = 1 paper")?;
        Ok(Html(draw(&site, &workspace, &viewer, &frame)?.into_string()))
    })
    .await
}

/// Does what a form of the desk asks, for owners and editors, and goes where it says.
async fn change(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(sent): Form<BTreeMap<String, String>>,
    work: impl FnOnce(&Site, &Workspace, &Sent, &str) -> Result<String, PageError> + Send + 'static,
) -> Result<Redirect, PageError> {
    let sent = Sent(sent);
    viewer.check_set_up(sent.text("csrf_token"))?;
    blocking(move || Ok(Redirect::to(&work(&site, &site.workspace()?, &sent, &viewer.name)?))).await
}

/// The buyers' words of a room, to write with.
fn beside(site: &Site, workspace: &Workspace, room: Option<Room>) -> Result<Vec<Kept<Phrase>>, PageError> {
    if room.is_none() {
        return Ok(Vec::new());
    }
    let mut found = collection::found(&site.app, workspace, &Asked { room, ..Asked::default() })?;
    found.truncate(PHRASES_BESIDE);
    Ok(found)
}
