//! `/monday`: the week for one meeting.

use axum::extract::{Extension, Query, State};
use axum::response::{Html, Response};
use enfilade_app::first_hour;
use enfilade_app::interpret::listing::Listed;
use enfilade_app::interpret::scale;
use enfilade_app::measure::week::{self, Week};
use enfilade_domain::{Timestamp, Workspace};
use enfilade_language::t;

use super::account::{money, quiet_band};
use super::floor_plan::{self, Asked};
use super::guard::Viewer;
use super::ready::Shower;
use super::{PageError, Shared, blocking, csv, dates, monday_file};
use crate::components::words;
use crate::pages::frame::{AccountLink, Likely, Sheet};
use crate::pages::monday::{
    self, Compared, Comparison, Conversation, Disagreement, Monday, QuietAccount, Step, ToDecide, Waited, Won,
};

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let week = week::week(&site.app, &workspace, &roll, moment)?;
        let mut view = view(&Shower::at(&site, &workspace, moment)?, &workspace, &week, moment);
        let is_nobody_seen = roll.entries().iter().all(|one| one.last_seen.is_none());
        view.is_empty_house = is_nobody_seen && view.conversations.is_empty() && view.won.is_empty();
        if view.is_empty_house && as_of.is_none() {
            view.understood = Some(first_hour::understood(&site.app, &workspace, &roll)?);
        }
        let scale = t!("1 door = 1 conversation");
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Monday, moment, as_of, t!("Monday"), scale)?;
        Ok(Html(monday::render(&frame, &view).into_string()))
    })
    .await
}

/// The lines of the sheet as a file.
pub(super) async fn as_csv(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let week = week::whole_week(&site.app, &workspace, &roll, moment)?;
        let view = view(&Shower::at(&site, &workspace, moment)?, &workspace, &week, moment);
        Ok(csv::file(&csv::named("monday", as_of.as_deref()), &monday_file::HEAD, monday_file::rows(&view).into_iter()))
    })
    .await
}

fn view(shower: &Shower, workspace: &Workspace, week: &Week, moment: Timestamp) -> Monday {
    let named = |domain: &enfilade_domain::Domain, name: &Option<String>| {
        let domain = domain.as_str().to_owned();
        AccountLink { name: name.as_ref().unwrap_or(&domain).clone(), domain }
    };
    let steps = |steps: &[week::Step]| -> Vec<Step> {
        steps
            .iter()
            .map(|step| Step {
                account: floor_plan::link(&step.listed.reading),
                from: week::room(step.from),
                to: week::room(step.to),
                why: step.why.clone(),
            })
            .collect()
    };
    let disagreements = |listed: &[Listed]| -> Vec<Disagreement> {
        listed
            .iter()
            .map(|one| Disagreement {
                account: floor_plan::link(&one.reading),
                points: one.reading.classic_score.max(0.0).round() as u32,
                readiness: shower.readiness(&one.reading),
                band: one.reading.band.as_str().to_owned(),
            })
            .collect()
    };
    Monday {
        is_empty_house: false,
        understood: None,
        week: dates::week(moment, &workspace.settings),
        quarter_before: (week.quarter_before.prepared as u32, week.quarter_before.all as u32),
        forward: steps(&week.forward),
        back: steps(&week.back),
        entered: steps(&week.entered),
        left: steps(&week.left),
        more_steps: week.more_steps as u32,
        further: week
            .further
            .iter()
            .map(|one| Step {
                account: named(&one.account, &one.name),
                from: week::room(one.from),
                to: week::room(one.to),
                why: None,
            })
            .collect(),
        quiet: week.quiet.iter().filter_map(quiet).collect(),
        more_quiet: week.more_quiet as u32,
        to_decide: week.to_decide.iter().map(|one| to_decide(one, workspace, moment)).collect(),
        more_to_decide: week.more_to_decide as u32,
        loud: disagreements(&week.loud),
        unheard: disagreements(&week.unheard),
        comparison: comparison(shower, &week.comparison),
        conversations: week
            .conversations
            .iter()
            .map(|one| Conversation {
                day: one.at.utc_day(),
                prepared: one.prepared.as_str().to_owned(),
                is_understood_today: one.readiness.is_some_and(|before| !before.is_kept),
                readiness: one.readiness.map(|before| {
                    let shown = scale::shown_for(&shower.scale, before.readiness);
                    Likely { value: shown.value as f32, low: shown.low as f32, high: shown.high as f32 }
                }),
                account: named(&one.account, &one.name),
            })
            .collect(),
        waited: week
            .waited
            .iter()
            .map(|one| Waited {
                by: if one.by.is_empty() { t!("Somebody").to_owned() } else { one.by.clone() },
                decisions: one.decisions as u32,
                became: one.became as u32,
            })
            .collect(),
        won: week
            .won
            .iter()
            .map(|won| Won {
                first_seen_day: won.first_seen.map(Timestamp::utc_day),
                opened_day: won.deal.opened_at.utc_day(),
                closed_day: won.deal.closed_at.unwrap_or(won.deal.opened_at).utc_day(),
                amount: won.deal.amount.as_ref().map(money),
                source: won.deal.source.clone(),
                heard_from: won.deal.heard_from.clone(),
                account: named(&won.deal.domain, &won.name),
            })
            .collect(),
    }
}

fn comparison(shower: &Shower, found: &week::Comparison) -> Comparison {
    let compared = |one: &week::Compared| Compared {
        account: AccountLink {
            domain: one.account.as_str().to_owned(),
            name: one.name.clone().unwrap_or_else(|| one.account.as_str().to_owned()),
        },
        room: one.room,
        points: one.points,
        readiness: shower.scale.shown(f64::from(one.z)).value as f32,
        is_ready: one.is_ready,
        disagrees: one.disagrees,
    };
    Comparison {
        companies: found.companies.iter().map(compared).collect(),
        all: u32::try_from(found.all).unwrap_or(u32::MAX),
        sent_from: found.sent_from,
        opens_at: shower.opens_at,
    }
}

fn quiet(one: &Listed) -> Option<QuietAccount> {
    let reading = &one.reading;
    Some(QuietAccount {
        account: floor_plan::link(reading),
        shown: reading.shown,
        quiet: quiet_band(&reading.silence)?,
        sentence: reading.silence.sentence(),
    })
}

fn to_decide(one: &week::ToDecide, workspace: &Workspace, moment: Timestamp) -> ToDecide {
    let on = |at: Timestamp| dates::short(at, &workspace.settings);
    let by = |by: &str| if by.is_empty() { t!("Somebody").to_owned() } else { by.to_owned() };
    let seen = |listed: &Listed| {
        listed
            .reading
            .last_seen
            .map_or_else(String::new, |at| words::last_seen(dates::days_ago(at, moment, &workspace.settings) as f32))
    };
    let (listed, question, because) = match one {
        week::ToDecide::WhoAnswers(listed) => {
            (listed, t!("Who answers"), t!("They asked to talk, and no answer is on record.").to_owned())
        }
        week::ToDecide::WhoCalls(listed) => (
            listed,
            t!("Who calls"),
            t!("Ready by what was read, {seen}. The brief takes two minutes.", seen = seen(listed)),
        ),
        week::ToDecide::WhatBecameOf(listed, decision) => (
            listed,
            t!("What became of the call to"),
            t!(
                "{by} meant to call on {at}; no conversation is on record.",
                by = by(&decision.by),
                at = on(decision.at)
            ),
        ),
        week::ToDecide::LookAgain(listed, decision) => (
            listed,
            t!("Do we still leave alone"),
            t!("{by} said on {at}: “{reason}”", by = by(&decision.by), at = on(decision.at), reason = decision.reason),
        ),
        week::ToDecide::StillTrue(listed, doubt) => (
            listed,
            t!("Is what was said still true of"),
            doubt.trim_start_matches(enfilade_app::interpret::stated::doubt()).trim().to_owned(),
        ),
    };
    ToDecide { account: floor_plan::link(&listed.reading), question: question.to_owned(), because }
}
