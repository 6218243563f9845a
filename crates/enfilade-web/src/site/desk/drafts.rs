//! `/content/drafts`.

use axum::extract::Path;
use enfilade_app::build::desk::{drafts, proof};
use enfilade_domain::{Draft, PageKind, SignOffRule};
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect, Sent, beside, paper};
use crate::pages::desk::drafts::{self as pages, Drafts, One};

pub(in crate::site) async fn list(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("Drafts"), |site, workspace, viewer, frame| {
        let rule = drafts::rule(&site.app, workspace)?;
        let kept: Vec<paper::Kept<Draft>> = paper::all(&site.app, workspace)?;
        let all = kept.into_iter().map(|kept| {
            let hindrances = drafts::hindrances(&kept.what, &rule);
            (kept, hindrances)
        });
        let view = Drafts { all: all.collect(), rule: rule.clone(), may_decide: viewer.may_set_up() };
        Ok(pages::list(frame, &view))
    })
    .await
}

pub(in crate::site) async fn one(look: Look, Path(id): Path<i64>) -> Result<Html<String>, PageError> {
    look.show(t!("A draft"), move |site, workspace, viewer, frame| {
        let kept: paper::Kept<Draft> = paper::one(&site.app, workspace, id)?;
        let rule = drafts::rule(&site.app, workspace)?;
        let view = One {
            versions: paper::versions(&site.app, workspace, id)?,
            hindrances: drafts::hindrances(&kept.what, &rule),
            proof: proof::of(&kept.what),
            phrases: beside(site, workspace, kept.what.room)?,
            may_decide: viewer.may_set_up(),
            may_sign: viewer.may_set_up() && rule.may_sign(&viewer.name),
            kept,
        };
        Ok(pages::one(frame, &view))
    })
    .await
}

fn draft(sent: &Sent) -> Result<Draft, PageError> {
    Ok(Draft {
        title: sent.owned("title"),
        path: sent.owned("path"),
        kind: PageKind::parse(if sent.text("kind").is_empty() { "article" } else { sent.text("kind") }),
        room: sent.room()?,
        role: sent.role(),
        question: sent.owned("question"),
        topic: sent.owned("topic"),
        outline: sent.owned("outline"),
        text: sent.owned("text"),
        is_gated: sent.text("gated") == "yes",
        gate_reason: sent.owned("gate_reason"),
        signed: None,
        published: None,
    })
}

pub(in crate::site) async fn add(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let id = drafts::add(&site.app, workspace, &draft(sent)?, by)?;
            Ok(format!("/content/drafts/{id}"))
        })
        .await
}

pub(in crate::site) async fn revise(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            let kept = sent.looked_at::<Draft>(site, workspace, id)?;
            drafts::change(&site.app, workspace, &kept, &draft(sent)?, by)?;
            Ok(format!("/content/drafts/{id}"))
        })
        .await
}

/// Signs, publishes or removes.
pub(in crate::site) async fn act(Path((id, what)): Path<(i64, String)>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            match what.as_str() {
                "sign" => {
                    let missing = || PageError::wrong(t!("Read the text again and sign that version."));
                    let version = sent.number("version", t!("The version"))?.ok_or_else(missing)?;
                    drafts::sign(&site.app, workspace, id, Some(version), sent.text("note"), by)?;
                }
                "publish" => drafts::publish(&site.app, workspace, id, by)?,
                "remove" => {
                    paper::remove::<Draft>(&site.app, workspace, id, by)?;
                    return Ok("/content/drafts".to_owned());
                }
                _ => return Err(PageError::not_found(t!("There is nothing of this kind to do."))),
            }
            Ok(format!("/content/drafts/{id}"))
        })
        .await
}

pub(in crate::site) async fn rule(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let rule = SignOffRule { is_on: sent.text("on") == "yes", experts: sent.lines("experts") };
            drafts::set_rule(&site.app, workspace, &rule, by)?;
            Ok("/content/drafts".to_owned())
        })
        .await
}
