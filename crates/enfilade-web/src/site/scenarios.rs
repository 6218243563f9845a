//! `/scenarios`: the acceptance stories, each with a slider over its days. In the demo only: playing one takes a
//! database of its own, which nobody from outside should be able to ask for.

use std::collections::BTreeSet;

use axum::extract::{Extension, Path, Query, State};
use axum::response::Html;
use enfilade_app::story::journey::{self, Scenario};
use enfilade_app::story::library::{self, STORIES};
use enfilade_app::story::replay;
use enfilade_app::story::stage::Stage;
use enfilade_domain::{AccountReading, PersonReading};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking};
use crate::pages::frame::{Frame, Sheet};
use crate::pages::scenarios::{self, Checked, Story, StoryDay, StoryRow};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    day: Option<u32>,
}

fn only_in_the_demo(site: &Site) -> Result<(), PageError> {
    if site.open {
        return Ok(());
    }
    Err(PageError::not_found(t!(
        "The stories are shown by `enfilade demo`, and by `enfilade scenario` on the command line."
    )))
}

fn frame(site: &Site, viewer: &Viewer) -> Frame {
    Frame {
        workspace_name: site.slug.clone(),
        current: Sheet::None,
        signed_in: Some(viewer.name.clone()),
        works_elsewhere: false,
        title_block: None,
        notice: None,
        done: None,
        late: None,
        as_of: None,
        today: String::new(),
        sought: String::new(),
        csrf_token: viewer.form_token.clone(),
    }
}

fn parsed(id: &str) -> Result<Scenario, PageError> {
    let text = library::text_of(id).ok_or_else(|| PageError::not_found(t!("There is no story `{id}`.", id = id)))?;
    journey::parse(text).map_err(|error| PageError::internal(&error))
}

pub(super) async fn list(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    only_in_the_demo(&site)?;
    let stories: Result<Vec<Story>, PageError> = STORIES
        .iter()
        .map(|(id, _)| {
            let story = parsed(id)?;
            let pending = story.expectations.iter().filter(|expectation| expectation.pending.is_some()).count();
            Ok(Story { id: story.id, title: story.title, expectations: story.expectations.len(), pending })
        })
        .collect();
    Ok(Html(scenarios::render_list(&frame(&site, &viewer), &stories?).into_string()))
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    only_in_the_demo(&site)?;
    blocking(move || {
        let story = parsed(&id)?;
        let days: BTreeSet<u32> = story.expectations.iter().map(|expectation| expectation.day).collect();
        let last = days.last().copied().unwrap_or(0);
        let day = asked.day.unwrap_or(last).min(last);
        let stage = Stage::new()?;
        let workspace = stage.play(&story)?;
        let readings = replay::readings_at(&stage.app, &workspace, journey::evening_of(day))?;
        let of_this_day = Scenario {
            expectations: story.expectations.iter().filter(|expectation| expectation.day == day).cloned().collect(),
            ..story.clone()
        };
        let checked = replay::check(&stage.app, &workspace, &of_this_day)?;
        let view = StoryDay {
            id: story.id,
            title: story.title,
            day,
            last,
            days: days.into_iter().collect(),
            checked: checked
                .into_iter()
                .map(|one| Checked { expected: one.expected, seen: one.seen, held: one.held, pending: one.pending })
                .collect(),
            accounts: readings.accounts.iter().map(account_row).collect(),
            people: readings.people.iter().map(person_row).collect(),
        };
        Ok(Html(scenarios::render(&frame(&site, &viewer), &view).into_string()))
    })
    .await
}

fn account_row(reading: &AccountReading) -> StoryRow {
    StoryRow {
        name: reading.name.clone().unwrap_or_else(|| reading.account.to_string()),
        shown: reading.shown,
        band: reading.band,
        rooms: reading.rooms,
        quiet: reading.quiet,
        readiness: reading.readiness,
    }
}

fn person_row(reading: &PersonReading) -> StoryRow {
    StoryRow {
        name: reading.name.clone().unwrap_or_else(|| reading.person.to_string()),
        shown: reading.shown,
        band: reading.band,
        rooms: reading.rooms,
        quiet: reading.quiet,
        readiness: reading.readiness,
    }
}
