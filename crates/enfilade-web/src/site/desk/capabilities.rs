//! `/content/capabilities`. Sales asks; owners and editors do the rest.

use axum::extract::Path;
use enfilade_app::build::desk::capabilities;
use enfilade_domain::Capability;
use enfilade_language::t;

use super::request::Allowed;
use super::{Change, Html, Look, PageError, Redirect, Sent, Site, Workspace, paper};
use crate::pages::desk::capabilities::{self as pages, Capabilities};

const PLACE: &str = "/content/capabilities";

pub(in crate::site) async fn list(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("What we can do"), |site, workspace, viewer, frame| {
        let library = site.app.records.library(workspace.id)?;
        let kept: Vec<paper::Kept<Capability>> = paper::all(&site.app, workspace)?;
        let all = kept.into_iter().map(|kept| {
            let missing = capabilities::missing_in(&library, &kept.what);
            (kept, missing)
        });
        let view = Capabilities { all: all.collect(), may_decide: viewer.may_set_up(), may_ask: viewer.may_decide };
        Ok(pages::render(frame, &view))
    })
    .await
}

fn capability(sent: &Sent) -> Result<Capability, PageError> {
    Ok(Capability {
        name: sent.owned("name"),
        does: sent.owned("does"),
        problem: sent.owned("problem"),
        question: sent.owned("question"),
        room: sent.room()?,
        story: sent.owned("story"),
        behind: sent.owned("behind"),
        published: None,
        asked: Vec::new(),
    })
}

pub(in crate::site) async fn add(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            capabilities::add(&site.app, workspace, &capability(sent)?, by)?;
            Ok(PLACE.to_owned())
        })
        .await
}

pub(in crate::site) async fn revise(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            let kept = sent.looked_at::<Capability>(site, workspace, id)?;
            capabilities::change(&site.app, workspace, &kept, &capability(sent)?, by)?;
            Ok(PLACE.to_owned())
        })
        .await
}

/// Publishes, withdraws, answers or removes.
pub(in crate::site) async fn act(Path((id, what)): Path<(i64, String)>, change: Change) -> Result<Redirect, PageError> {
    if what == "ask" {
        return ask(id, change).await;
    }
    change
        .make(move |site, workspace, sent, by| {
            match what.as_str() {
                "publish" => capabilities::publish(&site.app, workspace, id, by)?,
                "withdraw" => capabilities::withdraw(&site.app, workspace, id, by)?,
                "remove" => paper::remove::<Capability>(&site.app, workspace, id, by)?,
                "answer" => {
                    let number = sent
                        .number("number", t!("The question"))?
                        .and_then(|number| usize::try_from(number).ok())
                        .unwrap_or(0);
                    capabilities::answer(&site.app, workspace, id, number, sent.text("text"), by)?;
                }
                _ => return Err(PageError::not_found(t!("There is nothing of this kind to do."))),
            }
            Ok(PLACE.to_owned())
        })
        .await
}

async fn ask(id: i64, change: Change) -> Result<Redirect, PageError> {
    let ask = move |site: &Site, workspace: &Workspace, sent: &Sent, by: &str| {
        capabilities::ask(&site.app, workspace, id, sent.text("text"), by)?;
        Ok(PLACE.to_owned())
    };
    change.make_if(&Allowed::Decide, ask).await
}
