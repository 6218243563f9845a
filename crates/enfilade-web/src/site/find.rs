//! `/find`: one question to the whole house.

use axum::extract::{Extension, Query, State};
use axum::response::Html;
use enfilade_app::roll::Roll;
use enfilade_app::search::{self, Found, MOST};
use enfilade_domain::{Settings, Timestamp};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, dates, floor_plan};
use crate::components::words;
use crate::pages::find::{self, Find, FoundAccount, FoundPerson, FoundPiece};
use crate::pages::frame::{AccountLink, Sheet};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let now = site.app.now();
        let roll = Roll::now(&site.app, &workspace)?;
        let question: String = asked.q.trim().chars().take(100).collect();
        let found = search::search(&site.app, &workspace, &roll, &question)?;
        let view = view(question, found, &roll, now, &workspace.settings);
        let scale = t!("1 row = 1 thing found");
        let mut frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Elsewhere, now, None, t!("Find"), scale)?;
        frame.sought.clone_from(&view.question);
        Ok(Html(find::render(&frame, &view).into_string()))
    })
    .await
}

fn view(question: String, found: Found, roll: &Roll, now: Timestamp, settings: &Settings) -> Find {
    let seen = |at: Timestamp| words::last_seen(dates::days_ago(at, now, settings) as f32);
    let has_more_people = found.people.len() > MOST;
    let account = |domain: &enfilade_domain::Domain| match roll.get(domain) {
        Some(entry) => floor_plan::link_to(entry),
        None => AccountLink { domain: domain.as_str().to_owned(), name: domain.as_str().to_owned() },
    };
    Find {
        question,
        accounts: found
            .accounts
            .iter()
            .map(|one| FoundAccount {
                account: floor_plan::link_to(one),
                shown: one.shown,
                band: one.band,
                seen: one.last_seen.map(seen).unwrap_or_default(),
            })
            .collect(),
        all_accounts: found.all_accounts,
        people: found
            .people
            .into_iter()
            .take(MOST)
            .map(|one| FoundPerson {
                id: one.person.as_str().to_owned(),
                account: one.account.as_ref().map(account),
                seen: seen(one.last_seen),
                name: one.name,
            })
            .collect(),
        has_more_people,
        pieces: found
            .pieces
            .into_iter()
            .map(|one| FoundPiece {
                title: one.title.unwrap_or_else(|| one.path.clone()),
                path: one.path,
                room: one.room,
                question: one.question,
            })
            .collect(),
        all_pieces: found.all_pieces,
    }
}
