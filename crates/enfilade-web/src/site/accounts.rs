//! `/accounts`: the list.

use axum::extract::{Extension, Query, State};
use axum::response::Html;
use enfilade_domain::{Band, Timestamp};
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, dates, floor_plan};
use crate::pages::accounts::{self, AccountRow, Accounts};
use crate::pages::frame::Sheet;
use enfilade_app::interpret::listing::Listed;

const ROWS_PER_PAGE: usize = 100;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    as_of: Option<String>,
    band: Option<String>,
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
        let band = match asked.band.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => {
                Some(Band::parse(text).ok_or_else(|| PageError::wrong(format!("There is no band `{text}`.")))?)
            }
            None => None,
        };
        let mut listed = floor_plan::listed_at(&site, &workspace, moment, as_of.is_some())?;
        let by_band =
            Band::ALL.map(|band| (band, listed.iter().filter(|one| one.reading.band == band).count() as u32)).to_vec();
        listed.retain(|one| band.is_none_or(|band| one.reading.band == band));
        listed.sort_by(|a, b| (b.reading.band.cmp(&a.reading.band)).then_with(|| b.reading.z.total_cmp(&a.reading.z)));
        let pages = listed.len().div_ceil(ROWS_PER_PAGE).max(1);
        let page = asked.page.unwrap_or(1).clamp(1, pages);
        let view = Accounts {
            rows: listed
                .iter()
                .skip((page - 1) * ROWS_PER_PAGE)
                .take(ROWS_PER_PAGE)
                .map(|one| row(one, moment))
                .collect(),
            band,
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

fn row(one: &Listed, moment: Timestamp) -> AccountRow {
    let reading = &one.reading;
    AccountRow {
        account: floor_plan::link(reading),
        shown: reading.shown,
        band: reading.band,
        fit: reading.fit.map(enfilade_domain::Fit::value),
        people: reading.people as u32,
        last_seen_day: reading.last_seen.map(Timestamp::utc_day),
        days_since_seen: reading.last_seen.map(|at| moment.days_since(at).max(0.0) as u32),
    }
}
