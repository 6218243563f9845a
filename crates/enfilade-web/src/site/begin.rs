//! `/begin`: the first hour in a new house.

use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::build::assessment;
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::configure::{self, Answers};
use enfilade_app::roll::Roll;
use enfilade_app::{AppError, first_hour};
use enfilade_domain::{Room, Workspace};
use enfilade_language::{retold, t};
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, settings};
use crate::pages::begin::{self, Assessed, Begin, Questions, Said, Trying, Verdict};

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        drawn(&site, &workspace, &viewer, &view(&site, &workspace, &viewer, trying(None, "", ""))?)
    })
    .await
}

fn view(site: &Site, workspace: &Workspace, viewer: &Viewer, trying: Trying) -> Result<Begin, PageError> {
    let texts = settings::texts(&workspace.settings);
    let roll = Roll::now(&site.app, workspace)?;
    let seen = roll.entries().iter().filter(|one| one.last_seen.is_some()).count();
    let newest = assessment::newest(&site.app, workspace, None)?;
    Ok(Begin {
        questions: Questions {
            decision_months: texts.decision_months,
            own_domains: texts.own_domains,
            own_networks: texts.own_networks,
        },
        may_set_up: viewer.may_set_up(),
        is_answered: first_hour::is_answered(&site.app, workspace)?,
        events: site.app.log.event_count(workspace.id)? + site.app.log.inbox_len()?,
        accounts: seen,
        unseen: roll.entries().len() - seen,
        assessed: newest.map(|kept| Assessed { site: kept.report.site, pages: kept.report.pages.len() }),
        is_reading: site.assessments.is_reading(),
        trying,
        problem: None,
    })
}

fn drawn(site: &Site, workspace: &Workspace, viewer: &Viewer, view: &Begin) -> Result<Html<String>, PageError> {
    let frame = settings::frame(site, workspace, viewer, t!("Begin"))?;
    Ok(Html(begin::render(&frame, view).into_string()))
}

fn again(site: &Site, workspace: &Workspace, viewer: &Viewer, view: &Begin) -> Result<Response, PageError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn(site, workspace, viewer, view)?).into_response())
}

fn trying(room: Option<Room>, role: &str, text: &str) -> Trying {
    Trying { room, role: role.to_owned(), roles: first_hour::roles(), text: text.to_owned() }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answered {
    csrf_token: String,
    decision_months: String,
    own_domains: String,
    own_networks: String,
}

/// What cannot be used is shown again as it was typed, with the reason.
pub(super) async fn answer(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Answered>,
) -> Result<Response, PageError> {
    viewer.check_set_up(t!("answer the first questions"), &form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        let taken = answers(&form)
            .and_then(|answers| configure::configure(&site.app, &workspace, answers).map_err(PageError::from));
        if let Err(error) = taken {
            let problem = Some(error.for_the_form()?);
            let questions = Questions {
                decision_months: form.decision_months,
                own_domains: form.own_domains,
                own_networks: form.own_networks,
            };
            let view = Begin { questions, problem, ..view(&site, &workspace, &viewer, trying(None, "", ""))? };
            return again(&site, &workspace, &viewer, &view);
        }
        first_hour::note_answered(&site.app, &workspace)?;
        refresh::catch_up(&site.app, &|_| {})?;
        Ok(Redirect::to("/begin").into_response())
    })
    .await
}

fn answers(form: &Answered) -> Result<Answers, PageError> {
    Ok(Answers {
        decision_months: Some(settings::number(&form.decision_months, t!("The time of a decision"))?),
        own_domains: Some(settings::domains(&form.own_domains)?),
        own_networks: Some(settings::words_of(&form.own_networks)),
        ..Answers::default()
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Piece {
    csrf_token: String,
    room: String,
    role: String,
    text: String,
}

/// Keeps nothing: a text that somebody tries out is his own.
pub(super) async fn piece(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Piece>,
) -> Result<Response, PageError> {
    viewer.check(&form.csrf_token)?;
    let room = Room::parse(&form.room).ok_or_else(|| PageError::wrong(t!("Please choose the buyer's question.")))?;
    blocking(move || {
        let workspace = site.workspace()?;
        let tried = trying(Some(room), &form.role, &form.text);
        let role = Some(form.role.as_str()).filter(|role| !role.is_empty());
        match first_hour::one_piece(&form.text, room, role) {
            Ok(found) => {
                let view = Verdict {
                    trying: tried,
                    room,
                    verdict: found.verdict.as_str(),
                    summary: found.summary,
                    assumed: found.assumed.into_iter().map(|one| (one.what, one.quote)).collect(),
                    needs: found
                        .checklist
                        .into_iter()
                        .map(|one| Said {
                            what: t!("it {says}", says = retold(one.item.says)),
                            quote: one.quote,
                            advice: one.item.advice.to_owned(),
                        })
                        .collect(),
                    worries: found
                        .concerns
                        .into_iter()
                        .map(|one| Said { what: one.about.to_owned(), quote: one.quote, advice: String::new() })
                        .collect(),
                    costs: found
                        .findings
                        .into_iter()
                        .map(|one| (one.rule.name.to_owned(), one.quote, one.rule.advice.to_owned()))
                        .collect(),
                };
                let frame = settings::frame(&site, &workspace, &viewer, t!("One piece"))?;
                Ok(Html(begin::verdict(&frame, &view).into_string()).into_response())
            }
            Err(AppError::Invalid { field, reason }) => {
                let problem = Some(t!("The {field}: {reason}.", field = field, reason = reason));
                again(&site, &workspace, &viewer, &Begin { problem, ..view(&site, &workspace, &viewer, tried)? })
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
