//! `/content/tasks`.

use axum::extract::Path;
use enfilade_app::build::desk::tasks;
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect};
use crate::pages::desk::tasks::{self as pages, Tasks};

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("To mend"), |site, workspace, viewer, frame| {
        let view = Tasks {
            all: tasks::all(&site.app, workspace)?,
            dropped: tasks::dropped(&site.app, workspace)?,
            may_decide: viewer.may_set_up(),
        };
        Ok(pages::render(frame, &view))
    })
    .await
}

/// Hands a task over, or drops it with a reason.
pub(in crate::site) async fn act(Path((id, what)): Path<(i64, String)>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            match what.as_str() {
                "hand" => tasks::hand(&site.app, workspace, id, sent.text("owner"), by)?,
                "drop" => tasks::drop(&site.app, workspace, id, sent.text("reason"), by)?,
                _ => return Err(PageError::not_found(t!("There is nothing of this kind to do."))),
            }
            Ok("/content/tasks".to_owned())
        })
        .await
}
