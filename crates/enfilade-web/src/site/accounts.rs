//! `/accounts`: the list.

use axum::extract::{Extension, Query, State};
use axum::response::{Html, Response};
use enfilade_domain::{Band, Timestamp};
use serde::Deserialize;

use super::guard::Viewer;
use super::ready::Shower;
use super::{PageError, Shared, blocking, csv, dates, floor_plan};
use crate::components::words;
use crate::pages::accounts::{self, AccountRow, Accounts};
use crate::pages::frame::Sheet;
use enfilade_app::roll::Entry;

const ROWS_PER_PAGE: usize = 100;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    as_of: Option<String>,
    band: Option<String>,
    q: Option<String>,
    page: Option<usize>,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let search = search_of(&asked);
        let band = band_of(&asked)?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let words = words_of(&search);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut counts = [0_u32; Band::ALL.len()];
        let mut found: Vec<&Entry> = Vec::new();
        for one in roll.in_order().into_iter().filter(|one| one.has_all(&words)) {
            counts[one.band as usize] += 1;
            if band.is_none_or(|band| one.band == band) {
                found.push(one);
            }
        }
        let shower = Shower::of(&site, &workspace)?;
        let pages = found.len().div_ceil(ROWS_PER_PAGE).max(1);
        let page = asked.page.unwrap_or(1).clamp(1, pages);
        let view = Accounts {
            rows: found
                .iter()
                .skip((page - 1) * ROWS_PER_PAGE)
                .take(ROWS_PER_PAGE)
                .map(|one| row(one, &shower, moment))
                .collect(),
            band,
            found: found.len() as u32,
            search,
            by_band: Band::ALL.map(|band| (band, counts[band as usize])).to_vec(),
            page: page as u32,
            pages: pages as u32,
        };
        let frame = floor_plan::frame(
            &site,
            &workspace,
            &viewer,
            Sheet::Accounts,
            moment,
            as_of,
            "Accounts",
            "1 row = 1 account",
        )?;
        Ok(Html(accounts::render(&frame, &view).into_string()))
    })
    .await
}

/// The whole list as a file, narrowed as the page is.
pub(super) async fn as_csv(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let (search, band) = (search_of(&asked), band_of(&asked)?);
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let words = words_of(&search);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let shower = Shower::of(&site, &workspace)?;
        let percent = |share: f32| words::percent(share).to_string();
        let found = roll.in_order().into_iter();
        let found = found.filter(|one| one.has_all(&words) && band.is_none_or(|band| one.band == band));
        let rows = found.map(|one| {
            let likely = shower.readiness_of(one);
            vec![
                one.domain.as_str().to_owned(),
                one.name.clone().unwrap_or_default(),
                words::shown_room(one.shown).to_owned(),
                one.band.as_str().to_owned(),
                likely.map(|likely| percent(likely.value)).unwrap_or_default(),
                likely.map(|likely| percent(likely.low)).unwrap_or_default(),
                likely.map(|likely| percent(likely.high)).unwrap_or_default(),
                one.fit.map(|fit| percent(fit.value())).unwrap_or_default(),
                one.people.to_string(),
                one.last_seen.map(|at| at.to_string().chars().take(10).collect()).unwrap_or_default(),
                one.silence.sentence(),
            ]
        });
        let head = [
            "domain",
            "name",
            "room",
            "band",
            "readiness",
            "readiness low",
            "readiness high",
            "fit",
            "people",
            "last seen",
            "silence",
        ];
        Ok(csv::file("accounts", &head, rows))
    })
    .await
}

fn search_of(asked: &Asked) -> String {
    asked.q.as_deref().unwrap_or("").trim().chars().take(100).collect()
}

fn band_of(asked: &Asked) -> Result<Option<Band>, PageError> {
    let wrong = |text: &str| PageError::wrong(format!("There is no band `{text}`."));
    let named = asked.band.as_deref().filter(|text| !text.is_empty());
    named.map(|text| Band::parse(text).ok_or_else(|| wrong(text))).transpose()
}

/// The words that must all stand in the name or the domain, whatever their case.
fn words_of(search: &str) -> Vec<String> {
    search.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

fn row(one: &Entry, shower: &Shower, moment: Timestamp) -> AccountRow {
    AccountRow {
        account: floor_plan::link_to(one),
        shown: one.shown,
        band: one.band,
        readiness: shower.readiness_of(one),
        fit: one.fit.map(enfilade_domain::Fit::value),
        people: one.people,
        last_seen_day: one.last_seen.map(Timestamp::utc_day),
        days_since_seen: one.last_seen.map(|at| moment.days_since(at).max(0.0) as u32),
    }
}
