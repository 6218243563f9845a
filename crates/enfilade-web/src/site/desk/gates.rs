//! `/content/gates`.

use axum::extract::Path;
use enfilade_app::build::desk::{calendar, gates};
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect};
use crate::pages::desk::gates::{self as pages, Gates};

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("Forms"), |site, workspace, viewer, frame| {
        let figures = calendar::kept(&site.app, workspace.id)?;
        let costs = figures.as_ref().map_or(&[][..], |figures| &figures.gates);
        let view = Gates {
            gated: gates::gated(&site.app, workspace, costs)?,
            counted_at: figures.as_ref().map(calendar::Figures::counted_at),
            may_decide: viewer.may_set_up(),
        };
        Ok(pages::render(frame, &view))
    })
    .await
}

/// Gives the reason for a form, or says that it was taken away.
pub(in crate::site) async fn act(Path(what): Path<String>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            match what.as_str() {
                "keep" => {
                    gates::keep(&site.app, workspace, sent.text("path"), sent.text("reason"), None, by)?;
                }
                "open" => gates::open(&site.app, workspace, sent.text("path"), None, by)?,
                _ => return Err(PageError::not_found(t!("There is nothing of this kind to do."))),
            }
            calendar::ask(&site.app, workspace.id)?;
            Ok("/content/gates".to_owned())
        })
        .await
}
