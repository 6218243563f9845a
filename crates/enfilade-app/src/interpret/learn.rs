//! Learning: the rhythm of the site from visits and silences, and how far the outlook is to be believed from decided
//! deals. Nothing known after the date enters, and a model that does worse than the published one stays a shadow.

use enfilade_domain::{Deal, DealStage, Timestamp, Workspace};
use enfilade_engine::{Calibration, LabelledOutlook, Learned, Learning, Model, Published, Rhythm, Trace};
use enfilade_store::{ModelRecord, ModelState};
use serde::Serialize;

use super::refresh::lives_within;
use super::{as_of, model, refresh};
use crate::reveal::neighbourhood;
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// Rounds of expectation and maximisation; the held-out likelihood hardly grows after these.
const ROUNDS: usize = 5;
/// How much the published rhythm weighs against the site's own (model note, section 7: between .25 and 4).
const STRENGTH: f64 = 0.5;
/// Fewer people than this teach nothing about a rhythm.
const FEWEST_PEOPLE: usize = 50;
/// At most so many people are learned from; more change nothing and cost memory.
const MOST_PEOPLE: usize = 30_000;
/// Fewer decided deals than this leave the outlook as published.
const FEWEST_DECIDED: usize = 30;
/// Dates at which outlooks are held against what followed.
const OUTLOOK_DATES: i32 = 11;
const OUTLOOK_EVERY_DAYS: f64 = 28.0;
const OUTLOOK_DAYS: f64 = 60.0;
/// An open deal is a decision process that may come to nothing.
const STILL_OPEN: f64 = 0.4;
const VISITORS_AT_ONCE: usize = 200;

/// What is done just now, and how much of it; told to whoever waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub doing: &'static str,
    pub done: usize,
    pub of: usize,
}

/// What came of learning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lesson {
    pub version: String,
    pub learned_until: String,
    pub people: usize,
    pub decided_deals: usize,
    /// Mean log-likelihood of a held-out person's visits and silences, as published and as learned.
    pub held_out_published: f64,
    pub held_out_learned: f64,
    /// Predicted over observed decision processes within 60 days, before and after, on the dates it was fitted on.
    pub outlook_ratio_published: Option<f64>,
    pub outlook_ratio_learned: Option<f64>,
    pub outlook_slope: Option<f64>,
    pub outlook_shift: Option<f64>,
    pub in_use: bool,
    pub reason: String,
}

/// Learns from what was known at `until`, keeps the model, and reads with it from then on unless it does worse on people
/// it has not seen. `progress` may stop it by answering false; then nothing is changed.
///
/// # Errors
/// The store failed. [`AppError::Stopped`] when it was stopped.
pub fn learn(
    app: &App,
    workspace: &Workspace,
    until: Timestamp,
    progress: &dyn Fn(Progress) -> bool,
) -> Result<Lesson, AppError> {
    let go_on = |doing, done, of| if progress(Progress { doing, done, of }) { Ok(()) } else { Err(AppError::Stopped) };
    let published = model::published(workspace)?;
    // After the last thing that any door saw, nobody was silent: the site was blind.
    let watched_until = app.log.channel_activity(workspace.id)?.iter().map(|channel| channel.last_at).max();
    let watched_until = watched_until.map_or(until, |last| last.min(until));
    let traces = traces(app, workspace, &published, (until, watched_until), &go_on)?;
    let prior = Rhythm::published(&Published::v2(), workspace.settings.decision_months)
        .map_err(|error| AppError::Model(error.to_string()))?;
    let mut learning = Learning::new(prior.clone(), STRENGTH);
    let enough_people = traces.len() >= FEWEST_PEOPLE;
    for round in 0..if enough_people { ROUNDS } else { 0 } {
        go_on("learning the rhythm", round, ROUNDS)?;
        learning.round(&traces);
    }
    let (held_out_published, held_out_learned) = learning.held_out(&traces);
    let better = enough_people && held_out_learned > held_out_published;
    let rhythm = if better { learning.rhythm().clone() } else { prior };
    let people = traces.len();
    drop(traces);
    let version = free_version(app, workspace, until)?;
    let mut learned = Learned { version: version.clone(), rhythm, outlook: None };
    let deals: Vec<Deal> =
        app.records.deals(workspace.id)?.into_iter().filter(|deal| deal.opened_at <= until).collect();
    let decided = deals.iter().filter(|deal| was_decided(deal, until)).count();
    let (mut before, mut after) = (None, None);
    if decided >= FEWEST_DECIDED {
        let model = model::of_learned(workspace, &learned)?;
        let rows = outlooks(app, workspace, &model, &deals, (until, watched_until), &go_on)?;
        let fit = Calibration::fit(&rows);
        let observed: f64 = rows.iter().map(|row| row.label).sum();
        if observed > 0.0 {
            before = Some(rows.iter().map(|row| row.outlook).sum::<f64>() / observed);
            after = Some(rows.iter().map(|row| fit.apply(row.outlook)).sum::<f64>() / observed);
            learned.outlook = Some(fit);
        }
    }
    let in_use = better || learned.outlook.is_some();
    let reason = match (enough_people, better, learned.outlook.is_some()) {
        (_, true, true) => "people it had not seen are foretold better, and the outlook is held to your deals",
        (_, true, false) if decided >= FEWEST_DECIDED => {
            "people it had not seen are foretold better; no deal opened on the dates the outlook could be held to"
        }
        (_, true, false) => "people it had not seen are foretold better; the outlook waits for 30 decided deals",
        (_, false, true) => "the outlook is held to your deals; the published rhythm stays, as it foretells no worse",
        (false, false, false) => "too few people were seen to learn from; the published model stays",
        (true, false, false) => "people it had not seen are foretold no better; the published model stays",
    };
    let lesson = Lesson {
        version: version.clone(),
        learned_until: until.to_string(),
        people,
        decided_deals: decided,
        held_out_published,
        held_out_learned,
        outlook_ratio_published: before,
        outlook_ratio_learned: after,
        outlook_slope: learned.outlook.map(|fit| fit.slope),
        outlook_shift: learned.outlook.map(|fit| fit.shift),
        in_use,
        reason: reason.to_owned(),
    };
    if !enough_people && !in_use {
        return Ok(lesson);
    }
    let parent = app.records.model_in_use(workspace.id)?.map(|model| model.version);
    app.records.put_model(
        workspace.id,
        &ModelRecord {
            version: version.clone(),
            made_at: app.now(),
            learned_until: until,
            parent,
            body: model::body(workspace, &learned),
            figures: serde_json::to_string(&lesson).unwrap_or_else(|_| "{}".to_owned()),
            state: ModelState::Shadow,
        },
    )?;
    if in_use {
        use_version(app, workspace, Some(&version))?;
    }
    Ok(lesson)
}

/// A name that no version has yet: two lessons of one day are two versions.
fn free_version(app: &App, workspace: &Workspace, until: Timestamp) -> Result<String, AppError> {
    let taken: Vec<String> = app.records.models(workspace.id)?.into_iter().map(|model| model.version).collect();
    let day = format!("learned-{}", &until.to_string()[..10]);
    let later = (2..).map(|number| format!("{day}-{number}"));
    Ok(std::iter::once(day.clone()).chain(later).find(|name| !taken.contains(name)).unwrap_or(day))
}

/// Reads with a version from now on, or with the published model, and reads everybody again.
///
/// # Errors
/// The store failed, or there is no such version.
pub fn use_version(app: &App, workspace: &Workspace, version: Option<&str>) -> Result<(), AppError> {
    if !app.records.use_model(workspace.id, version, app.now())? {
        return Err(AppError::NotFound { what: "model", name: version.unwrap_or("published").to_owned() });
    }
    app.log.touch_all(workspace.id)?;
    refresh::catch_up(app, &|_| {})?;
    Ok(())
}

fn was_decided(deal: &Deal, until: Timestamp) -> bool {
    matches!(deal.stage_at(until), Some(DealStage::Won | DealStage::Lost))
}

/// The visits of everybody who may be read, as known at the date; their silences end with what was watched.
fn traces(
    app: &App,
    workspace: &Workspace,
    model: &Model,
    (until, watched_until): (Timestamp, Timestamp),
    go_on: &dyn Fn(&'static str, usize, usize) -> Result<(), AppError>,
) -> Result<Vec<Trace>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let mut traces = Vec::new();
    let mut after = None;
    loop {
        go_on("gathering visits", traces.len(), MOST_PEOPLE)?;
        let visitors = app.log.visitors_after(workspace.id, after.as_ref(), VISITORS_AT_ONCE)?;
        let Some(last) = visitors.last().filter(|_| traces.len() < MOST_PEOPLE) else { return Ok(traces) };
        after = Some(last.clone());
        let near = neighbourhood::of_visitors(app.log.as_ref(), workspace.id, &visitors)?;
        for read in lives_within(app, model, &surroundings, &near, until)?.lives {
            // A person with several devices is learned from once: with the first of them.
            if !read.life.visitors.first().is_some_and(|first| visitors.contains(first)) {
                continue;
            }
            let sessions: Vec<_> = read.visits.iter().map(|visit| visit.session.clone()).collect();
            traces.extend(Trace::new(model, &sessions, watched_until));
        }
    }
}

/// Outlooks on past dates with what followed within their sixty days, of accounts without any deal before.
fn outlooks(
    app: &App,
    workspace: &Workspace,
    model: &Model,
    deals: &[Deal],
    (until, watched_until): (Timestamp, Timestamp),
    go_on: &dyn Fn(&'static str, usize, usize) -> Result<(), AppError>,
) -> Result<Vec<LabelledOutlook>, AppError> {
    let mut rows = Vec::new();
    for back in 0..OUTLOOK_DATES {
        go_on("holding outlooks against deals", back as usize, OUTLOOK_DATES as usize)?;
        let date = watched_until.plus_days(-OUTLOOK_DAYS - f64::from(back) * OUTLOOK_EVERY_DAYS);
        for listed in as_of::listed_with(app, workspace, model, date)? {
            let of_account = || deals.iter().filter(|deal| deal.domain == listed.reading.account);
            if listed.reading.first_seen.is_none() || of_account().any(|deal| deal.opened_at <= date) {
                continue;
            }
            let end = date.plus_days(OUTLOOK_DAYS);
            let label = of_account().filter(|deal| deal.opened_at <= end).map(|deal| match deal.stage_at(until) {
                Some(DealStage::Won | DealStage::Lost) => 1.0,
                Some(DealStage::Open) => STILL_OPEN,
                _ => 0.0,
            });
            rows.push(LabelledOutlook {
                outlook: f64::from(listed.reading.outlook_60d),
                label: label.fold(0.0, f64::max),
            });
        }
    }
    Ok(rows)
}
