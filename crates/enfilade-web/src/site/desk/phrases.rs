//! `/content/phrases`.

use axum::extract::{Path, Query};
use enfilade_app::build::desk::phrases::{self, Asked};
use enfilade_domain::{Phrase, PhraseOrigin, PhraseSource, Room};
use enfilade_language::t;
use serde::Deserialize;

use super::{Change, Html, Look, PageError, Redirect, paper};
use crate::pages::desk::phrases::{self as pages, Phrases};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::site) struct Search {
    q: String,
    room: String,
}

pub(in crate::site) async fn list(look: Look, Query(search): Query<Search>) -> Result<Html<String>, PageError> {
    look.show(t!("Their words"), move |site, workspace, viewer, frame| {
        let asked = Asked { search: search.q.clone(), room: Room::parse(&search.room), topic: None };
        let spoken = phrases::spoken(&site.app, workspace)?;
        let view = Phrases {
            room: asked.room,
            found: phrases::found(&site.app, workspace, &asked)?,
            search: search.q,
            collected: spoken.used_by.len(),
            offered: phrases::offered(&site.app, workspace)?,
            spoken,
            may_decide: viewer.may_set_up(),
        };
        Ok(pages::render(frame, &view))
    })
    .await
}

pub(in crate::site) async fn add(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let now = site.app.now();
            let phrase = Phrase {
                words: sent.owned("words"),
                source: PhraseSource::parse(sent.text("source"))
                    .ok_or_else(|| PageError::wrong(t!("Please choose where it was said.")))?,
                said_by: sent.owned("said_by"),
                place: sent.owned("place"),
                room: sent.room()?,
                topic: Some(sent.owned("topic")).filter(|topic| !topic.is_empty()),
                account: sent.account()?,
                // A form gives days; today's end has not come yet.
                ..phrases::blank(sent.day("at")?.map_or(now, |at| if at.utc_day() == now.utc_day() { now } else { at }))
            };
            phrases::add(&site.app, workspace, &phrase, by)?;
            Ok("/content/phrases".to_owned())
        })
        .await
}

pub(in crate::site) async fn settle(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let unknown = || PageError::not_found(t!("These words are not offered."));
            let origin = PhraseOrigin::parse(sent.text("origin")).ok_or_else(unknown)?;
            match sent.text("do") {
                "take" => {
                    let topic = Some(sent.owned("topic")).filter(|topic| !topic.is_empty());
                    phrases::take(&site.app, workspace, &origin, sent.room()?, topic, by)?;
                }
                "decline" => phrases::decline(&site.app, workspace, &origin, by)?,
                _ => return Err(PageError::wrong(t!("Please collect these words or leave them."))),
            }
            Ok("/content/phrases".to_owned())
        })
        .await
}

pub(in crate::site) async fn remove(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, _, by| {
            paper::remove::<Phrase>(&site.app, workspace, id, by)?;
            Ok("/content/phrases".to_owned())
        })
        .await
}
