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
use enfilade_app::interpret::listing::Listed;

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
        let mut listed = floor_plan::listed_at(&site, &workspace, moment, as_of.is_some())?;
        listed.retain(|one| fits(one, &search));
        let by_band =
            Band::ALL.map(|band| (band, listed.iter().filter(|one| one.reading.band == band).count() as u32)).to_vec();
        listed.retain(|one| band.is_none_or(|band| one.reading.band == band));
        sort(&mut listed);
        let shower = Shower::of(&site, &workspace)?;
        let pages = listed.len().div_ceil(ROWS_PER_PAGE).max(1);
        let page = asked.page.unwrap_or(1).clamp(1, pages);
        let view = Accounts {
            rows: listed
                .iter()
                .skip((page - 1) * ROWS_PER_PAGE)
                .take(ROWS_PER_PAGE)
                .map(|one| row(one, &shower, moment))
                .collect(),
            band,
            found: listed.len() as u32,
            search,
            by_band,
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
        let mut listed = floor_plan::listed_at(&site, &workspace, moment, as_of.is_some())?;
        listed.retain(|one| fits(one, &search) && band.is_none_or(|band| one.reading.band == band));
        sort(&mut listed);
        let shower = Shower::of(&site, &workspace)?;
        let percent = |share: f32| words::percent(share).to_string();
        let rows = listed.iter().map(|one| {
            let reading = &one.reading;
            let likely = shower.readiness(reading);
            vec![
                reading.account.as_str().to_owned(),
                reading.name.clone().unwrap_or_default(),
                words::shown_room(reading.shown).to_owned(),
                reading.band.as_str().to_owned(),
                likely.map(|likely| percent(likely.value)).unwrap_or_default(),
                likely.map(|likely| percent(likely.low)).unwrap_or_default(),
                likely.map(|likely| percent(likely.high)).unwrap_or_default(),
                reading.fit.map(|fit| percent(fit.value())).unwrap_or_default(),
                reading.people.to_string(),
                reading.last_seen.map(|at| at.to_string().chars().take(10).collect()).unwrap_or_default(),
                reading.silence.sentence(),
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

/// Every word of the search stands in the name or the domain, whatever its case.
fn fits(one: &Listed, search: &str) -> bool {
    let reading = &one.reading;
    let text = format!("{} {}", reading.account, reading.name.as_deref().unwrap_or("")).to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn sort(listed: &mut [Listed]) {
    listed.sort_by(|a, b| {
        (urgency(a.reading.band).cmp(&urgency(b.reading.band))).then_with(|| b.reading.z.total_cmp(&a.reading.z))
    });
}

/// Who is owed an answer comes first, then by how near a conversation is; customers and outsiders come last.
const fn urgency(band: Band) -> u8 {
    match band {
        Band::AskedToTalk => 0,
        Band::Ready => 1,
        Band::InConversation => 2,
        Band::GettingReady => 3,
        Band::Paused => 4,
        Band::NotYet => 5,
        Band::Customer => 6,
        Band::Outside => 7,
    }
}

fn row(one: &Listed, shower: &Shower, moment: Timestamp) -> AccountRow {
    let reading = &one.reading;
    AccountRow {
        account: floor_plan::link(reading),
        shown: reading.shown,
        band: reading.band,
        readiness: shower.readiness(reading),
        fit: reading.fit.map(enfilade_domain::Fit::value),
        people: reading.people as u32,
        last_seen_day: reading.last_seen.map(Timestamp::utc_day),
        days_since_seen: reading.last_seen.map(|at| moment.days_since(at).max(0.0) as u32),
    }
}
