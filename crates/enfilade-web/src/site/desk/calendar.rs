//! `/content/calendar`.

use axum::extract::Path;
use enfilade_app::build::desk::calendar;
use enfilade_domain::{PlanKind, Planned};
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect, paper};
use crate::pages::desk::calendar::{self as pages, Calendar};

const PLACE: &str = "/content/calendar";

pub(in crate::site) async fn page(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("What comes next"), |site, workspace, viewer, frame| {
        let figures = calendar::current(&site.app, workspace.id)?;
        let plan = calendar::plan(&site.app, workspace)?;
        let entries: Vec<Planned> = plan.iter().map(|kept| kept.what.clone()).collect();
        let (served, today) = (calendar::served(&site.app, workspace)?, site.app.now());
        let gaps = figures.as_ref().map_or_else(Vec::new, |figures| figures.runway.gaps(&entries, &served, today));
        let view = Calendar {
            figures,
            gaps,
            plan,
            today,
            is_being_counted: calendar::is_asked(&site.app, workspace.id)?,
            may_decide: viewer.may_set_up(),
        };
        Ok(pages::render(frame, &view))
    })
    .await
}

pub(in crate::site) async fn add(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let entry = Planned {
                title: sent.owned("title"),
                kind: PlanKind::parse(sent.text("kind"))
                    .ok_or_else(|| PageError::wrong(t!("Please choose whether it is a piece or a campaign.")))?,
                day: sent.day("day")?.ok_or_else(|| PageError::wrong(t!("Please choose the day.")))?,
                room: sent.room()?,
                role: sent.role(),
                topic: sent.owned("topic"),
                owner: sent.owned("owner"),
                follow_on: sent.lines("next"),
                path: String::new(),
            };
            calendar::add(&site.app, workspace, &entry, by)?;
            Ok(format!("{PLACE}#plan"))
        })
        .await
}

/// Says what comes after a campaign, or takes an entry out.
pub(in crate::site) async fn act(Path((id, what)): Path<(i64, String)>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            match what.as_str() {
                "next" => {
                    let kept = sent.looked_at::<Planned>(site, workspace, id)?;
                    let mut entry = kept.what.clone();
                    entry.follow_on.extend(sent.lines("next"));
                    calendar::change(&site.app, workspace, &kept, &entry, by)?;
                }
                "remove" => paper::remove::<Planned>(&site.app, workspace, id, by)?,
                _ => return Err(PageError::not_found(t!("There is nothing of this kind to do."))),
            }
            Ok(format!("{PLACE}#plan"))
        })
        .await
}

pub(in crate::site) async fn count(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, _, _| {
            calendar::ask(&site.app, workspace.id)?;
            Ok(PLACE.to_owned())
        })
        .await
}
