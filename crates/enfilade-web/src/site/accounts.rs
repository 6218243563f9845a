//! `/accounts`: the list.

use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::Uri;
use axum::response::{Html, Redirect, Response};
use enfilade_app::roll::{Entry, Outline, Roll};
use enfilade_app::{first_hour, search};
use enfilade_domain::{Band, Timestamp, Workspace};
use enfilade_language::t;
use enfilade_store::KeptView;
use serde::Deserialize;

use super::guard::Viewer;
use super::ready::Shower;
use super::{PageError, Shared, Site, blocking, csv, dates, floor_plan};
use crate::components::marks::FitClass;
use crate::components::words;
use crate::pages::accounts::{self, AccountRow, Accounts, Kept, Narrowing, PLACES};
use crate::pages::frame::{PostForm, Sheet};

const ROWS_PER_PAGE: usize = 100;
/// More kept views are no longer found at a glance.
const MOST_VIEWS: usize = 24;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    as_of: Option<String>,
    band: Option<String>,
    room: Option<String>,
    fit: Option<String>,
    q: Option<String>,
    page: Option<usize>,
}

impl Asked {
    fn narrowing(&self) -> Result<Narrowing, PageError> {
        let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let wrong =
            |what: &str, text: &str| PageError::wrong(t!("There is no {what} `{text}`.", what = what, text = text));
        let room_of = |text: &str| PLACES.into_iter().find(|place| place.as_str() == text);
        Ok(Narrowing {
            band: named(&self.band).map(|text| Band::parse(&text).ok_or_else(|| wrong("band", &text))).transpose()?,
            room: named(&self.room).map(|text| room_of(&text).ok_or_else(|| wrong("room", &text))).transpose()?,
            fit: named(&self.fit).map(|text| FitClass::parse(&text).ok_or_else(|| wrong("fit", &text))).transpose()?,
            search: self.q.as_deref().unwrap_or("").trim().chars().take(100).collect(),
        })
    }
}

/// The entries that fit, in order, and how many there are in each band whatever band is asked for.
fn narrowed(roll: &Roll, narrowing: &Narrowing) -> (Vec<Outline>, [u32; Band::ALL.len()]) {
    let words = search::words(&narrowing.search);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let fits = |one: &Outline| {
        narrowing.room.is_none_or(|room| one.shown == room)
            && narrowing.fit.is_none_or(|fit| FitClass::of(one.fit.map(enfilade_domain::Fit::value)) == fit)
    };
    let mut counts = [0_u32; Band::ALL.len()];
    let mut found = roll.holding(&words);
    found.retain(|one| {
        let is_counted = fits(one);
        counts[one.band as usize] += u32::from(is_counted);
        is_counted && narrowing.band.is_none_or(|band| one.band == band)
    });
    (found, counts)
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let narrowing = asked.narrowing()?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let (found, counts) = narrowed(&roll, &narrowing);
        let is_first_look = roll.entries().is_empty() && as_of.is_none();
        let understood = if is_first_look { Some(first_hour::understood(&site.app, &workspace, &roll)?) } else { None };
        let shower = Shower::at(&site, &workspace, moment)?;
        let pages = found.len().div_ceil(ROWS_PER_PAGE).max(1);
        let page = asked.page.unwrap_or(1).clamp(1, pages);
        let view = Accounts {
            rows: found
                .iter()
                .skip((page - 1) * ROWS_PER_PAGE)
                .take(ROWS_PER_PAGE)
                .map(|one| row(roll.behind(one), &shower, &workspace, moment))
                .collect(),
            kept: kept(&site, &workspace, &viewer, &narrowing)?,
            may_keep: viewer.may_decide && as_of.is_none(),
            narrowing,
            found: found.len() as u32,
            by_band: Band::ALL.map(|band| (band, counts[band as usize])).to_vec(),
            page: page as u32,
            pages: pages as u32,
            understood,
        };
        let frame = floor_plan::frame(
            &site,
            &workspace,
            &viewer,
            Sheet::Accounts,
            moment,
            as_of,
            t!("Accounts"),
            t!("1 row = 1 account"),
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
        let narrowing = asked.narrowing()?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let shower = Shower::at(&site, &workspace, moment)?;
        let percent = |share: f32| words::percent(share).to_string();
        let rows = narrowed(&roll, &narrowing).0.into_iter().map(|one| {
            let one = roll.behind(&one);
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
        Ok(csv::file(&csv::named("accounts", as_of.as_deref()), &head, rows))
    })
    .await
}

fn kept(site: &Site, workspace: &Workspace, viewer: &Viewer, narrowing: &Narrowing) -> Result<Vec<Kept>, PageError> {
    let here = narrowing.query();
    let views = site.app.records.views(workspace.id)?.into_iter().map(|one| Kept {
        forget: (viewer.may_decide && one.query == here).then(|| PostForm {
            action: format!("/accounts/views/{}/forget", one.id),
            label: t!("Forget this view").to_owned(),
            fields: Vec::new(),
        }),
        name: one.name,
        query: one.query,
        made_by: one.made_by,
    });
    Ok(views.collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ViewForm {
    csrf_token: String,
    name: String,
    query: String,
}

/// Keeps a narrowed list for everybody in the workspace.
pub(super) async fn keep(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<ViewForm>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    let name: String = form.name.trim().chars().take(60).collect();
    if name.is_empty() {
        return Err(PageError::wrong(t!("Please give the view a name.")));
    }
    // Read and written again: what is kept is an address of this page and nothing else.
    let asked = Query::<Asked>::try_from_uri(&Uri::try_from(format!("/?{}", form.query)).unwrap_or_default());
    let Query(asked) =
        asked.map_err(|_| PageError::wrong(t!("This view cannot be read; please narrow the list again.")))?;
    let query = asked.narrowing()?.query();
    if query.is_empty() {
        return Err(PageError::wrong(t!("This is the whole list. Narrow it first, and keep what is left.")));
    }
    blocking(move || {
        let workspace = site.workspace()?;
        let views = site.app.records.views(workspace.id)?;
        if views.len() >= MOST_VIEWS {
            return Err(PageError::wrong(t!(
                "There are {most_views} kept views; please forget one first.",
                most_views = MOST_VIEWS
            )));
        }
        if views.iter().any(|one| one.query == query || one.name == name) {
            return Err(PageError::wrong(t!("A view of this name, or the same view, is kept already.")));
        }
        let view = KeptView { id: 0, name, query: query.clone(), made_by: viewer.name.clone(), at: site.app.now() };
        site.app.records.add_view(workspace.id, &view)?;
        Ok(Redirect::to(&format!("/accounts?{query}")))
    })
    .await
}

pub(super) async fn forget(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(form): Form<ViewForm>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    blocking(move || {
        if !site.app.records.remove_view(site.workspace()?.id, id)? {
            return Err(PageError::not_found(t!("There is no such kept view.")));
        }
        Ok(Redirect::to("/accounts"))
    })
    .await
}

fn row(one: &Entry, shower: &Shower, workspace: &Workspace, moment: Timestamp) -> AccountRow {
    AccountRow {
        account: floor_plan::link_to(one),
        shown: one.shown,
        band: one.band,
        readiness: shower.readiness_of(one),
        fit: one.fit.map(enfilade_domain::Fit::value),
        people: one.people,
        last_seen_day: one.last_seen.map(|at| dates::day(at, &workspace.settings)),
        days_since_seen: one.last_seen.map(|at| dates::days_ago(at, moment, &workspace.settings)),
    }
}
