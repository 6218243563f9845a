//! `/ready`: the short list, and the decisions people make on it.

use std::sync::Arc;

use axum::extract::{Extension, Form, Path, Query, State};
use axum::response::{Html, Redirect, Response};
use enfilade_app::engage::committee_dots::{self, RoleDot};
use enfilade_app::engage::contact::{self, Draft};
use enfilade_app::engage::ready::{self as short, LookAgain, ShortList};
use enfilade_app::engage::words::people_of;
use enfilade_app::first_hour;
use enfilade_app::interpret::listing::Listed;
use enfilade_app::interpret::scale;
use enfilade_app::roll::{Entry, Roll};
use enfilade_domain::{
    Account, AccountReading, Band, ContactChoice, ContactDecision, DAY_MS, Domain, Fit, Timestamp, Workspace,
};
use enfilade_engine::judge::Scale;
use enfilade_language::t;
use serde::Deserialize;

use super::done::{self, Deed};
use super::floor_plan::{self, Asked};
use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, csv, dates};
use crate::components::words;
use crate::pages::frame::{Frame, Likely, PostForm, Sheet};
use crate::pages::ready::{self, AskedToTalk, Called, Card, Dot, Presence, Ready, Waiting};

/// The sheet's own address.
const HERE: &str = "/ready";

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let list = short_list(&site, &workspace, moment, as_of.is_some())?;
        let mut view = view(&site, &workspace, &viewer, &list, moment, as_of.is_some())?;
        if as_of.is_none() && list.is_silent() {
            let roll = Roll::now(&site.app, &workspace)?;
            view.is_empty_house = roll.entries().iter().all(|one| one.last_seen.is_none());
            view.understood = Some(first_hour::understood(&site.app, &workspace, &roll)?);
        }
        let scale = t!("1 door = 1 account");
        let frame = Frame {
            done: done::told(&site, &workspace, &viewer, asked.done.as_deref(), HERE)?,
            ..floor_plan::frame(&site, &workspace, &viewer, Sheet::Ready, moment, as_of, t!("Ready"), scale)?
        };
        Ok(Html(ready::render(&frame, &view).into_string()))
    })
    .await
}

/// The same as a file.
pub(super) async fn as_csv(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        let list = short::whole_list(&site.app, &workspace, &roll, moment)?;
        let mut rows = Vec::new();
        let mut add = |list: &str, listed: &Listed, why: String, opening: &str| {
            let reading = &listed.reading;
            rows.push(vec![
                list.to_owned(),
                reading.account.as_str().to_owned(),
                reading.name.clone().unwrap_or_default(),
                words::shown_room(reading.shown).to_owned(),
                reading.band.as_str().to_owned(),
                reading.fit.map(|fit| words::percent(fit.value()).to_string()).unwrap_or_default(),
                why,
                opening.to_owned(),
            ]);
        };
        for one in &list.asked {
            let points: Vec<&str> = one.requests.iter().flat_map(short::points_of).map(String::as_str).collect();
            add("asked to talk", &one.listed, points.join("; "), &one.opening.text);
        }
        for (name, cards) in [("ready", &list.ready), ("window may have passed", &list.passed)] {
            for one in cards {
                add(name, &one.listed, one.reasons.join(" "), &one.opening.text);
            }
        }
        for one in &list.called {
            add("somebody calls", &one.listed, one.decision.reason.clone(), "");
        }
        for one in &list.waiting {
            let decided = one.decision.iter().map(|decision| decision.reason.clone());
            add("not yet", &one.listed, decided.chain(one.why.iter().cloned()).collect::<Vec<_>>().join(" "), "");
        }
        let head = ["list", "domain", "name", "room", "band", "fit", "why", "a possible opening"];
        Ok(csv::file(&csv::named("ready", as_of.as_deref()), &head, rows.into_iter()))
    })
    .await
}

pub(super) fn short_list(
    site: &Site,
    workspace: &Workspace,
    moment: Timestamp,
    is_past: bool,
) -> Result<Arc<ShortList>, PageError> {
    let roll = floor_plan::roll_at(site, workspace, moment, is_past)?;
    Ok(short::short_list(&site.app, workspace, &roll, moment)?)
}

/// What readings look like on the one scale.
pub(super) struct Shower {
    pub scale: Scale,
    pub opens_at: f32,
}

impl Shower {
    pub(super) fn at(site: &Site, workspace: &Workspace, moment: Timestamp) -> Result<Self, PageError> {
        let scale = scale::at(&site.app, workspace.id, moment)?;
        let opens_at = scale::shown_for(&scale, enfilade_engine::READY_FROM).value as f32;
        Ok(Self { scale, opens_at })
    }

    pub(super) fn readiness(&self, reading: &AccountReading) -> Option<Likely> {
        self.likely(reading.enough_evidence, reading.z)
    }

    pub(super) fn readiness_of(&self, entry: &Entry) -> Option<Likely> {
        self.likely(entry.enough_evidence, entry.z)
    }

    fn likely(&self, enough_evidence: bool, z: f32) -> Option<Likely> {
        // Below the evidence for a number the band is shown, and no more.
        let shown = enough_evidence.then(|| self.scale.shown(f64::from(z)))?;
        Some(Likely { value: shown.value as f32, low: shown.low as f32, high: shown.high as f32 })
    }
}

fn view(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    list: &ShortList,
    moment: Timestamp,
    is_past: bool,
) -> Result<Ready, PageError> {
    let shower = Shower::at(site, workspace, moment)?;
    let stated = |told: &short::Told| site.app.records.account(workspace.id, &told.listed.reading.account);
    let may_decide = viewer.may_decide && !is_past;
    let undo = |decision: &ContactDecision| may_decide.then(|| take_back(decision, HERE));
    let by = |decision: &ContactDecision| decider(decision, workspace);
    let cards = |told: &[short::Told]| -> Result<Vec<Card>, PageError> {
        told.iter().map(|told| Ok(card(told, stated(told)?.as_ref(), &shower, workspace, moment))).collect()
    };
    Ok(Ready {
        ready: cards(&list.ready)?,
        passed: cards(&list.passed)?,
        more_ready: list.more_ready as u32,
        more_asked: list.more_asked as u32,
        asked: list.asked.iter().map(|one| asked(one, workspace, moment, may_decide)).collect(),
        called: list
            .called
            .iter()
            .map(|one| Called {
                account: floor_plan::link(&one.listed.reading),
                by: by(&one.decision),
                reason: one.decision.reason.clone(),
                undo: undo(&one.decision),
            })
            .collect(),
        waiting: list
            .waiting
            .iter()
            .map(|one| {
                let reading = &one.listed.reading;
                let reason = one.decision.iter().map(|decision| format!("“{}”", decision.reason));
                Waiting {
                    account: floor_plan::link(reading),
                    readiness: shower.readiness(reading),
                    door_opens_at: Some(shower.opens_at),
                    fit: reading.fit.map(Fit::value),
                    shown: reading.shown,
                    decided_by: one.decision.as_ref().map(by),
                    why: reason.chain(one.why.iter().cloned()).collect(),
                    at_hand: one.at_hand.as_ref().map(|(title, _)| format!("“{title}”")),
                    look_again: look_again(&one.look_again, workspace),
                    undo: one.decision.as_ref().and_then(undo),
                }
            })
            .collect(),
        more_waiting: list.more_waiting as u32,
        more_not_yet: list.more_not_yet as u32,
        opens_at: Some(shower.opens_at),
        answered: list
            .answer_days
            .get(list.answer_days.len() / 2)
            .map(|days| (list.answer_days.len() as u32, days.round() as u32)),
        is_empty_house: list.nobody_known,
        understood: None,
        may_decide,
        tomorrow: tomorrow(moment),
    })
}

/// The first day that may be named to look again.
pub(super) fn tomorrow(moment: Timestamp) -> String {
    Timestamp::from_utc_day(moment.utc_day() + 1).to_string().chars().take(10).collect()
}

fn take_back(decision: &ContactDecision, here: &str) -> PostForm {
    PostForm {
        action: format!("/contacts/{}/undo", decision.id),
        label: t!("Take back").to_owned(),
        fields: vec![("back".to_owned(), here.to_owned())],
    }
}

fn decider(decision: &ContactDecision, workspace: &Workspace) -> String {
    let who = if decision.by.is_empty() { "somebody" } else { &decision.by };
    t!("{who}, on {at}", who = who, at = dates::short(decision.at, &workspace.settings))
}

/// The decision about an account that stands, in a sentence, with its undo.
pub(super) fn decided(
    site: &Site,
    workspace: &Workspace,
    account: &Domain,
    viewer: &Viewer,
    moment: Timestamp,
) -> Result<Option<(String, Option<PostForm>)>, PageError> {
    let decisions = site.app.records.contact_decisions(workspace.id)?;
    let Some(decision) = contact::latest(&decisions, account, moment) else { return Ok(None) };
    let what = match decision.choice {
        ContactChoice::WillCall => t!("A call was decided").to_owned(),
        ContactChoice::NotYet { look_again_at: None } => t!("Left to themselves until they return").to_owned(),
        ContactChoice::NotYet { look_again_at: Some(day) } => {
            t!("Left to themselves until {day}", day = dates::short(day, &workspace.settings))
        }
    };
    let why = if decision.reason.is_empty() { String::new() } else { format!(": “{}”", decision.reason) };
    let text = format!("{what} ({}){why}.", decider(decision, workspace));
    Ok(Some((text, viewer.may_decide.then(|| take_back(decision, &format!("/accounts/{account}"))))))
}

fn look_again(when: &LookAgain, workspace: &Workspace) -> String {
    match when {
        LookAgain::On(day) => dates::short(*day, &workspace.settings),
        LookAgain::WhenTheyReturn => t!("when they return").to_owned(),
        LookAgain::WhenRoleAppears(role) => t!("when {people_of} appears", people_of = people_of(role)),
        LookAgain::WhenTheirPauseEnds => t!("when their pause ends").to_owned(),
        LookAgain::WhenSomethingChanges => t!("when something changes").to_owned(),
    }
}

fn card(
    told: &short::Told,
    stated: Option<&Account>,
    shower: &Shower,
    workspace: &Workspace,
    moment: Timestamp,
) -> Card {
    let reading = &told.listed.reading;
    Card {
        account: floor_plan::link(reading),
        facts: stated.map(facts).unwrap_or_default(),
        readiness: shower.readiness(reading).unwrap_or(Likely { value: 0.0, low: 0.0, high: 1.0 }),
        door_opens_at: Some(shower.opens_at),
        fit: reading.fit.map(Fit::value),
        shown: reading.shown,
        days_since_seen: reading.last_seen.map(|at| dates::days_ago(at, moment, &workspace.settings)),
        reasons: told.reasons.clone(),
        dots: told.roles.iter().map(dot).collect(),
        opening: told.opening.text.clone(),
        because: told.opening.because.to_owned(),
        still_open: told.still_open.clone(),
        meant_to_call: told.meant_to_call.as_ref().map(|decision| {
            t!(
                "{which} meant to call on {at}; no conversation is on record since.",
                which = if decision.by.is_empty() { t!("Somebody") } else { &decision.by },
                at = dates::short(decision.at, &workspace.settings)
            )
        }),
    }
}

/// What the operator stated about a company, in a few words.
pub(super) fn facts(account: &Account) -> Vec<String> {
    let people = account
        .employees
        .and_then(|people| usize::try_from(people).ok())
        .map(|people| t!("{people} people", people = words::thousands(people)));
    account.industry.clone().into_iter().chain(people).chain(account.country.clone()).collect()
}

pub(super) fn dot(role: &RoleDot) -> Dot {
    Dot {
        role: role.role.clone(),
        presence: match role.presence {
            committee_dots::Presence::Active => Presence::Active,
            committee_dots::Presence::Quiet => Presence::Quiet,
            committee_dots::Presence::Unseen => Presence::Unseen,
            committee_dots::Presence::CannotBeTold => Presence::CannotBeTold,
        },
        room: role.room,
        inferred: role.inferred,
    }
}

fn asked(one: &short::Asked, workspace: &Workspace, moment: Timestamp, may_decide: bool) -> AskedToTalk {
    let reading = &one.listed.reading;
    let account = reading.account.as_str();
    let answer = |id: i64| PostForm {
        action: format!("/statements/{id}/answer"),
        label: t!("Answered").to_owned(),
        fields: vec![("account".to_owned(), account.to_owned()), ("back".to_owned(), HERE.to_owned())],
    };
    AskedToTalk {
        account: floor_plan::link(reading),
        shown: reading.shown,
        fit: reading.fit.map(Fit::value),
        days_since_asked: one.since.map(|at| dates::days_ago(at, moment, &workspace.settings)),
        points: one.requests.iter().flat_map(short::points_of).cloned().collect(),
        early: one.early,
        touched_since: one
            .touched_since
            .as_ref()
            .map(|(kind, at)| (words::touch(kind), dates::short(*at, &workspace.settings))),
        opening: one.opening.text.clone(),
        because: one.opening.because.to_owned(),
        answers: one.requests.iter().filter(|_| may_decide).map(|request| answer(request.id)).collect(),
    }
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Decided {
    csrf_token: String,
    reason: String,
    /// A day such as "2026-10-19"; empty for "when they return".
    look_again: String,
    /// Where the form stood.
    back: String,
}

pub(super) async fn call(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Redirect, PageError> {
    decide(state, viewer, domain, decided, ContactChoice::WillCall).await
}

pub(super) async fn not_yet(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(decided): Form<Decided>,
) -> Result<Redirect, PageError> {
    let look_again_at = match decided.look_again.trim() {
        "" => None,
        // A plain date means its end; whoever looks again does so from its first hour.
        text => {
            let at =
                Timestamp::parse(text).map_err(|error| PageError::wrong(t!("look again: {error}.", error = error)))?;
            Some(Timestamp::from_millis(at.utc_day() * DAY_MS))
        }
    };
    decide(state, viewer, domain, decided, ContactChoice::NotYet { look_again_at }).await
}

async fn decide(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    domain: String,
    decided: Decided,
    choice: ContactChoice,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&decided.csrf_token)?;
    let account = Domain::parse(&domain).map_err(|error| PageError::wrong(format!("{error}.")))?;
    blocking(move || {
        let workspace = site.workspace()?;
        let band = band_now(&site, &workspace, &account)?;
        let draft = Draft { account, by: viewer.name, choice, reason: decided.reason, band };
        let number = contact::decide(&site.app, &workspace, draft)?;
        Ok(done::return_to(&decided.back, HERE, Deed::Contact(number)))
    })
    .await
}

/// The band the decider saw. Nobody decides about an account that nothing and nobody names.
fn band_now(site: &Site, workspace: &Workspace, account: &Domain) -> Result<Band, PageError> {
    let now = site.app.now();
    let story = enfilade_app::interpret::explain::account(&site.app, workspace, account, now)?;
    story.map(|story| story.reading.band).ok_or_else(|| {
        PageError::not_found(t!(
            "No company is known as {account} here yet. Find looks for names, too.",
            account = account
        ))
    })
}

pub(super) async fn undo(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(decided): Form<Decided>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&decided.csrf_token)?;
    blocking(move || {
        contact::take_back(&site.app, &site.workspace()?, id)?;
        Ok(done::return_to(&decided.back, HERE, Deed::Contact(id)))
    })
    .await
}
