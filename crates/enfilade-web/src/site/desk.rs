//! `/content/…`: the content desk. Each file holds one sheet's handlers.

mod audience;
mod calendar;
mod capabilities;
mod drafts;
mod files;
mod gates;
mod overview;
mod phrases;
mod request;
mod tasks;
mod worksheets;

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_app::build::desk::phrases::{self as collection, Asked};
use enfilade_domain::{Phrase, Room, Workspace};

use self::request::{Change, Look, Sent};
use super::{PageError, Shared, Site};

/// As many of the buyers' words stand beside a sheet.
const PHRASES_BESIDE: usize = 6;

/// The addresses of the desk.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/content/desk", get(overview::page))
        .route("/content/desk/{list}", get(files::file))
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
        .route("/content/tasks", get(tasks::page))
        .route("/content/tasks/{id}/{what}", post(tasks::act))
        .route("/content/gates", get(gates::page))
        .route("/content/gates/{what}", post(gates::act))
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
