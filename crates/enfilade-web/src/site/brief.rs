//! `/accounts/{domain}/brief`: what to have in mind before a conversation.

use axum::extract::{Extension, Path, Query, State};
use axum::response::Html;
use enfilade_app::engage::brief::{self, BriefKind};
use enfilade_domain::{Domain, Fit, Role, Timestamp};
use enfilade_language::t;

use super::floor_plan::{self, Asked};
use super::guard::Viewer;
use super::ready::{Shower, dot, facts};
use super::{PageError, Shared, Site, blocking, dates};
use crate::pages::brief::{self as page, Brief, Chapter};
use crate::pages::frame::Sheet;

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(domain): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let domain = Domain::parse(&domain).map_err(|error| PageError::not_found(format!("{error}.")))?;
        let told = brief::brief(&site.app, &workspace, &domain, moment)?.ok_or_else(|| {
            PageError::not_found(t!(
                "No company is known as {domain} here yet. Find looks for names, too.",
                domain = domain
            ))
        })?;
        let shower = Shower::at(&site, &workspace, moment)?;
        let view = view(&site, workspace.id, &shower, told, as_of.is_none())?;
        let title = t!("Brief, {name}", name = view.account.name);
        let scale = t!("1 line = 1 chapter");
        let frame = floor_plan::frame(&site, &workspace, &viewer, Sheet::Ready, moment, as_of, &title, scale)?;
        Ok(Html(page::render(&frame, &view).into_string()))
    })
    .await
}

fn view(
    site: &Site,
    workspace: enfilade_domain::WorkspaceId,
    shower: &Shower,
    told: brief::Brief,
    is_today: bool,
) -> Result<Brief, PageError> {
    let reading = &told.account.reading;
    let stated = site.app.records.account(workspace, &reading.account)?;
    let chapter = |chapter: &enfilade_app::engage::story::Chapter| Chapter {
        text: chapter.text.clone(),
        from_day: chapter.from.utc_day(),
        to_day: chapter.to.utc_day(),
        pieces: chapter.pieces.iter().map(|(piece, days)| (piece.clone(), *days as u32)).collect(),
    };
    Ok(Brief {
        account: floor_plan::link(reading),
        facts: stated.as_ref().map(facts).unwrap_or_default(),
        shown: reading.shown,
        fit: reading.fit.map(Fit::value),
        readiness: shower.readiness(reading),
        door_opens_at: Some(shower.opens_at),
        band_words: reading.band.as_str().to_owned(),
        purpose: told.kind.purpose().to_owned(),
        early: told.kind == BriefKind::Early,
        story: told.story.chapters.iter().map(chapter).collect(),
        earlier_chapters: told.story.earlier as u32,
        began_day: told.story.began.map(Timestamp::utc_day),
        agenda: told.agenda,
        settled: told.settled,
        deciding: told.deciding,
        still_open: told.still_open,
        dots: told.roles.iter().map(dot).collect(),
        concerns: by_question(told.concerns),
        not_started: told.not_started.into_iter().map(|(role, piece)| (role.as_str().to_owned(), piece)).collect(),
        last_contact: told.last_contact.map(|(at, what)| {
            t!("{what}, on {utc_day}", what = what, utc_day = crate::components::words::day_of_year(at.utc_day()))
        }),
        known: told.known,
        hard_questions: told.hard_questions,
        opening: told.opening.text,
        because: told.opening.because.to_owned(),
        leave_out: told.leave_out.iter().map(|line| (*line).to_owned()).collect(),
        is_today,
    })
}

/// Roles that ask the same stand together: nobody reads one question five times.
fn by_question(concerns: Vec<(Role, Vec<String>)>) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (role, questions) in concerns {
        let role = role.as_str().to_owned();
        match found.iter_mut().find(|(_, known)| *known == questions) {
            Some((roles, _)) => roles.push(role),
            None => found.push((vec![role], questions)),
        }
    }
    found
}
