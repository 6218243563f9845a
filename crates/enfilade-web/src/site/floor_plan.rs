//! `/`: the floor plan with real data.

use std::sync::Arc;

use axum::extract::{Extension, Query, State};
use axum::response::Html;
use enfilade_app::doctor;
use enfilade_app::engage::ready;
use enfilade_app::interpret::model;
use enfilade_app::measure::backtest::{self, Kept};
use enfilade_app::measure::movement::{self, DOOR_DAYS};
use enfilade_app::measure::week;
use enfilade_app::roll::{Entry, Roll};
use enfilade_app::{App, AppError, first_hour};
use enfilade_domain::{AccountReading, Band, DealStage, Room, Settings, ShownRoom, Timestamp, Workspace};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, dates};
use crate::charts::plan::placement::MOST_MARKS;
use crate::pages::floor_plan::{
    self, Arrived, BecameReady, CameBack, Door, FloorPlan, Left, Loop, Moved, News, NewsOf, PlanMark, QuietTime,
    SetAside, Stay, Visitors,
};
use crate::pages::frame::{AccountLink, Frame, Late, Sheet, TitleBlock};

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    pub as_of: Option<String>,
    /// What was just done, told once.
    pub done: Option<String>,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let roll = roll_at(&site, &workspace, moment, as_of.is_some())?;
        // No more are counted than decide the scale: this is asked before the drawing that is held.
        let marks = roll.entries().iter().filter(|one| place(one).is_some()).take(MOST_MARKS + 1).count();
        let scale = if marks > MOST_MARKS { t!("1 square = the accounts on a tile") } else { t!("1 mark = 1 account") };
        let frame = frame(&site, &workspace, &viewer, Sheet::FloorPlan, moment, as_of, t!("Floor plan"), scale)?;
        let draw = {
            let (app, workspace, roll, frame) = (site.app.clone(), workspace.clone(), roll.clone(), frame.clone());
            move || Ok(floor_plan::draw(&frame, &plan(&app, &workspace, &roll, moment)?).into_string().into())
        };
        let drawn = site.plans.of(&site.app, &workspace, &roll, moment, draw)?;
        Ok(Html(floor_plan::around(&frame, &drawn).into_string()))
    })
    .await
}

/// All accounts at a moment; past days are read from the log, as they were known then.
pub(super) fn roll_at(site: &Site, workspace: &Workspace, moment: Timestamp, is_past: bool) -> Result<Roll, PageError> {
    if is_past {
        return Ok(Roll::past(enfilade_app::interpret::as_of::listed(&site.app, workspace, moment)?));
    }
    Ok(Roll::now(&site.app, workspace)?)
}

/// What surrounds every sheet.
#[expect(clippy::too_many_arguments, reason = "each is a different fact of the title block")]
pub(super) fn frame(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    sheet: Sheet,
    moment: Timestamp,
    as_of: Option<String>,
    title: &str,
    scale: &str,
) -> Result<Frame, PageError> {
    let settings = &workspace.settings;
    let doors = doctor::doors(&site.app, workspace)?;
    let last = doors.iter().map(|door| door.last_at).max().map(|last| last.min(moment));
    let blind = doors.iter().find_map(|door| Some((door.channel, door.blind_since?)));
    let notice = blind.map(|(channel, since)| {
        let name = channel.as_str();
        t!(
            "Blind since {since}: nothing came by the {name} door. What looks like silence since then may be ours, not the buyers'.",
            since = dates::short(since, settings),
            name = name
        )
    });
    let now = site.app.now();
    let as_of = as_of.or_else(|| viewer.day.clone());
    let is_late = as_of.is_none()
        && matches!(sheet, Sheet::FloorPlan | Sheet::Ready | Sheet::Accounts | Sheet::Monday)
        && last.is_some_and(|last| now.days_since(last) > first_hour::LATE_AFTER_DAYS);
    let late = last
        .filter(|_| is_late)
        .map(|last| Late { up_to: dates::short(last, settings), day: dates::in_address(last, settings) });
    let model = model::at(&site.app, workspace, moment)?;
    Ok(Frame {
        workspace_name: workspace.name().to_owned(),
        current: sheet,
        signed_in: Some(viewer.name.clone()),
        works_elsewhere: viewer.works_elsewhere,
        title_block: Some(TitleBlock {
            sheet: title.to_owned(),
            drawn: dates::short(now, settings),
            evidence_up_to: last.map_or_else(|| t!("no evidence yet").to_owned(), |last| dates::short(last, settings)),
            belief: checked(site, workspace, model.version(), moment)?,
            scale: scale.to_owned(),
        }),
        notice,
        done: None,
        late,
        as_of,
        today: dates::in_address(now, settings),
        sought: String::new(),
        csrf_token: viewer.form_token.clone(),
    })
}

/// Which model, and what it was held against.
fn checked(site: &Site, workspace: &Workspace, version: &str, moment: Timestamp) -> Result<String, PageError> {
    // What was checked after a past day was not known on it.
    let kept = backtest::kept(&site.app, workspace.id)?.filter(|(at, _)| *at <= moment);
    Ok(match kept.as_ref().map(|(at, kept)| (*at, &**kept)) {
        Some((at, Kept::Found(report))) if report.happened.processes > 0 => {
            let decisions = report.happened.processes;
            let on = dates::short(at, &workspace.settings);
            let word = if decisions == 1 { "decision" } else { "decisions" };
            t!(
                "Model {version}, held against {decisions} {word} on {on}",
                version = version,
                decisions = decisions,
                word = word,
                on = on
            )
        }
        _ => t!("Model {version}, not yet checked against outcomes", version = version),
    })
}

pub(super) fn link(reading: &AccountReading) -> AccountLink {
    let domain = reading.account.as_str().to_owned();
    AccountLink { name: reading.name.clone().unwrap_or_else(|| domain.clone()), domain }
}

pub(super) fn link_to(entry: &Entry) -> AccountLink {
    AccountLink { name: entry.title().to_owned(), domain: entry.domain.as_str().to_owned() }
}

fn plan(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp) -> Result<FloorPlan, AppError> {
    let yesterday = moment.plus_days(-1.0);
    let listed = roll.entries();
    let moved = movement::movement(listed, moment.plus_days(-DOOR_DAYS), moment);
    let count = |wanted: ShownRoom| listed.iter().filter(|one| one.shown == wanted).count() as u32;
    let clients = app
        .records
        .deals(workspace.id)?
        .iter()
        .filter(|deal| deal.stage == DealStage::Won)
        .filter(|deal| deal.closed_at.is_some_and(|at| at <= moment && moment.days_since(at) <= DOOR_DAYS))
        .count() as u32;
    let door = |index: usize| Door { forward: moved.doors[index].0, back: moved.doors[index].1 };
    let marks: Vec<PlanMark> =
        listed.iter().filter_map(|one| mark(one, moment, yesterday, &workspace.settings)).collect();
    let is_unseen = |one: &&Arc<Entry>| one.shown == ShownRoom::NotEnoughEvidence && one.last_seen.is_none();
    let unseen = listed.iter().filter(is_unseen).count() as u32;
    let is_first_look = marks.is_empty() && !roll.is_past();
    let understood = if is_first_look { Some(first_hour::understood(app, workspace, roll)?) } else { None };
    Ok(FloorPlan {
        as_of: dates::long(moment, &workspace.settings),
        marks,
        doors: [door(0), door(1), door(2), Door { forward: clients, back: 0 }],
        entered: moved.entered,
        left: moved.left,
        loops: moved.loops.into_iter().map(|((from, to), count)| Loop { from, to, count }).collect(),
        stays: movement::completed_stays(listed)
            .map(|stays| Stay { completed: stays.len() as u32, days: movement::median(stays).map(|days| days as f32) }),
        outside: count(ShownRoom::Outside),
        unclear: 0,
        not_enough_evidence: count(ShownRoom::NotEnoughEvidence) - unseen,
        unseen,
        understood,
        visitors: visitors(app, workspace, roll)?,
        median_quiet: quiet_time(listed),
        asked: roll.in_band(Band::AskedToTalk).len() as u32,
        arrived: week::arrived(app, workspace, moment)?
            .map(|quarter| Arrived { prepared: quarter.prepared as u32, all: quarter.all as u32 }),
        news: lately(app, roll, moment)?,
    })
}

/// People are counted as they are known now: of a past day nothing is said of them.
fn visitors(app: &App, workspace: &Workspace, roll: &Roll) -> Result<Option<Visitors>, AppError> {
    if roll.is_past() {
        return Ok(None);
    }
    let people = roll.person_counts(app, workspace)?;
    let unplaced = people.iter().filter(|one| one.kind.is_read() && !one.is_placed).map(|one| one.people).sum::<u64>();
    Ok(Some(Visitors { unplaced: u32::try_from(unplaced).unwrap_or(u32::MAX), set_aside: set_aside(&people) }))
}

fn set_aside(people: &[enfilade_store::PersonCount]) -> Vec<SetAside> {
    let mut found: Vec<SetAside> = Vec::new();
    for one in people.iter().filter(|one| !one.kind.is_read()) {
        let count = u32::try_from(one.people).unwrap_or(u32::MAX);
        match found.iter_mut().find(|known| known.kind == one.kind) {
            Some(known) => known.count += count,
            None => found.push(SetAside { kind: one.kind, count }),
        }
    }
    found
}

fn mark(one: &Entry, moment: Timestamp, yesterday: Timestamp, settings: &Settings) -> Option<PlanMark> {
    let room = place(one)?;
    let AccountLink { domain, name } = link_to(one);
    let beside = |step: isize| -> f32 {
        let neighbour = room.index().checked_add_signed(step);
        neighbour.and_then(|index| one.rooms.rooms.get(index)).copied().unwrap_or(0.0)
    };
    let before = if room == Room::Problem { one.rooms.outside } else { beside(-1) };
    let after = beside(1);
    Some(PlanMark {
        domain,
        name,
        room,
        along: if before + after > 0.0 { after / (before + after) } else { 0.5 },
        days_since_seen: one.last_seen.map_or(75.0, |at| dates::days_ago(at, moment, settings) as f32),
        fit: one.fit.map(enfilade_domain::Fit::value),
        ready: ready::is_open(one.band, one.last_seen, moment),
        came_back_after_days: came_back(one, moment, RING_DAYS),
        moved: movement::moved_since(one, yesterday).is_some(),
    })
}

/// The room an account's mark stands in: where it most likely is, even if no room is clear enough to be named.
pub(super) fn place(one: &Entry) -> Option<Room> {
    match one.shown {
        ShownRoom::In(room) => Some(room),
        ShownRoom::Unclear => Room::ALL.into_iter().max_by(|a, b| one.rooms.of(*a).total_cmp(&one.rooms.of(*b))),
        ShownRoom::Outside | ShownRoom::NotEnoughEvidence => None,
    }
}

/// Days that the ring of one who came back stays on the plan.
const RING_DAYS: f64 = 3.0;

/// The silence that ended lately, where it was longer than this account's own median.
fn came_back(one: &Entry, moment: Timestamp, within_days: f64) -> Option<u32> {
    let silence = one.last_silence?;
    let is_fresh = moment.days_since(silence.ended_at()) <= within_days;
    let is_long = silence.days > f64::from(silence.usual_days).max(7.0);
    (is_fresh && is_long).then_some(silence.days as u32)
}

fn quiet_time(listed: &[Arc<Entry>]) -> Option<QuietTime> {
    let usual: Vec<f64> =
        listed.iter().filter_map(|one| one.last_silence).map(|silence| f64::from(silence.usual_days)).collect();
    let longest = listed.iter().filter_map(|one| one.last_silence).map(|silence| silence.days).fold(0.0, f64::max);
    let silences = usual.len() as u32;
    Some(QuietTime { median_days: movement::median(usual)? as f32, silences, longest_days: longest as f32 })
}

/// What is new since the day before, or in the week where that is nothing.
fn lately(app: &App, roll: &Roll, moment: Timestamp) -> Result<News, AppError> {
    let of_the_day = news(app, roll, moment, NewsOf::Day)?;
    if of_the_day.is_quiet() { news(app, roll, moment, NewsOf::Week) } else { Ok(of_the_day) }
}

fn news(app: &App, roll: &Roll, moment: Timestamp, of: NewsOf) -> Result<News, AppError> {
    let since = moment.plus_days(-of.days());
    let mut news = News { of, ..News::default() };
    let mut ready = Vec::new();
    // What a customer reads is no movement towards a decision.
    for one in roll.entries().iter().map(AsRef::as_ref).filter(|one| one.band != Band::Customer) {
        if let (Band::Ready, Some(room)) = (one.band, place(one))
            && one.last_seen.is_some_and(|at| at > since)
        {
            news.ready.push(BecameReady { account: link_to(one), room, reason: String::new() });
            ready.push(one.domain.clone());
        }
        if let Some(change) = movement::moved_since(one, since) {
            let from = match change.from {
                ShownRoom::In(room) => Some(room),
                _ => None,
            };
            match change.to {
                ShownRoom::In(to) => news.moved.push(Moved { account: link_to(one), from, to, reason: None }),
                ShownRoom::Outside => news.left.push(Left { account: link_to(one), from, reason: None }),
                ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => {}
            }
        }
        if let Some(after_days) = came_back(one, moment, of.days()) {
            let room = match one.shown {
                ShownRoom::In(room) => Some(room),
                _ => None,
            };
            news.came_back.push(CameBack { account: link_to(one), room, after_days });
        }
    }
    // Only those whose words are shown are read in full.
    ready.truncate(floor_plan::MOST_NEWS);
    for listed in roll.open(app, &ready)? {
        let domain = listed.reading.account.as_str();
        if let Some(one) = news.ready.iter_mut().find(|one| one.account.domain == domain) {
            one.reason = listed.reading.band_reasons.last().cloned().unwrap_or_default();
        }
    }
    Ok(news)
}
