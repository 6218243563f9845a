//! `/content/capabilities`. Sales asks; owners and editors do the rest.

use axum::extract::Path;
use enfilade_app::build::desk::capabilities;
use enfilade_domain::Capability;

use super::{
    BTreeMap, Extension, Form, Html, PageError, Redirect, Sent, Shared, State, Viewer, blocking, change, paper, show,
};
use crate::pages::desk::capabilities::{self as pages, Capabilities};

const PLACE: &str = "/content/capabilities";

pub(in crate::site) async fn list(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    show(site, viewer, "What we can do", |site, workspace, viewer, frame| {
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

pub(in crate::site) async fn add(
    site: State<Shared>,
    viewer: Extension<Viewer>,
    sent: Form<BTreeMap<String, String>>,
) -> Result<Redirect, PageError> {
    change(site, viewer, sent, |site, workspace, sent, by| {
        capabilities::add(&site.app, workspace, &capability(sent)?, by)?;
        Ok(PLACE.to_owned())
    })
    .await
}

pub(in crate::site) async fn revise(
    site: State<Shared>,
    viewer: Extension<Viewer>,
    Path(id): Path<i64>,
    sent: Form<BTreeMap<String, String>>,
) -> Result<Redirect, PageError> {
    change(site, viewer, sent, move |site, workspace, sent, by| {
        let kept = sent.looked_at::<Capability>(site, workspace, id)?;
        capabilities::change(&site.app, workspace, &kept, &capability(sent)?, by)?;
        Ok(PLACE.to_owned())
    })
    .await
}

/// Publishes, withdraws, answers or removes.
pub(in crate::site) async fn act(
    site: State<Shared>,
    viewer: Extension<Viewer>,
    Path((id, what)): Path<(i64, String)>,
    sent: Form<BTreeMap<String, String>>,
) -> Result<Redirect, PageError> {
    if what == "ask" {
        return ask(site, viewer, id, sent).await;
    }
    change(site, viewer, sent, move |site, workspace, sent, by| {
        match what.as_str() {
            "publish" => capabilities::publish(&site.app, workspace, id, by)?,
            "withdraw" => capabilities::withdraw(&site.app, workspace, id, by)?,
            "remove" => paper::remove::<Capability>(&site.app, workspace, id, by)?,
            "answer" => {
                let number =
                    sent.number("number", "The question")?.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
                capabilities::answer(&site.app, workspace, id, number, sent.text("text"), by)?;
            }
            _ => return Err(PageError::not_found("There is nothing of this kind to do.")),
        }
        Ok(PLACE.to_owned())
    })
    .await
}

/// Whoever may decide about accounts may ask.
async fn ask(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    id: i64,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Redirect, PageError> {
    let sent = Sent(sent);
    viewer.check_decision(sent.text("csrf_token"))?;
    blocking(move || {
        capabilities::ask(&site.app, &site.workspace()?, id, sent.text("text"), &viewer.name)?;
        Ok(Redirect::to(PLACE))
    })
    .await
}
