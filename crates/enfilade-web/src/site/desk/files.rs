//! `/content/desk/…csv`: the lists of the desk, to take along. Files are in English, as all that programs read.

use axum::extract::Path;
use axum::response::Response;
use enfilade_app::build::desk::paper::{self, Kept, OnPaper};
use enfilade_app::build::desk::{calendar, capabilities, gates, tasks};
use enfilade_domain::{Capability, Draft, Phrase, Role, Room, Timestamp, Worksheet, Workspace};
use enfilade_language::t;

use super::Look;
use crate::site::{PageError, Site, csv, dates};

/// A list: its head and its rows.
type List = (&'static [&'static str], Vec<Vec<String>>);

pub(in crate::site) async fn file(look: Look, Path(name): Path<String>) -> Result<Response, PageError> {
    look.give(move |site, workspace| {
        let list = name.strip_suffix(".csv").unwrap_or_default();
        let (head, rows) = rows(site, workspace, list)?;
        Ok(csv::file(list, head, rows.into_iter()))
    })
    .await
}

fn rows(site: &Site, workspace: &Workspace, list: &str) -> Result<List, PageError> {
    let day = |at: Timestamp| dates::in_address(at, &workspace.settings);
    Ok(match list {
        "tasks" => to_mend(site, workspace, &day)?,
        "calendar" => planned(site, workspace, &day)?,
        "gates" => forms(site, workspace, &day)?,
        "phrases" => (
            &["said_on", "words", "source", "said_by", "place", "room", "topic", "account", "kept_by"],
            papers(site, workspace, |kept: &Kept<Phrase>| {
                let Phrase { words, source, said_by, place, at, room, topic, account, .. } = &kept.what;
                let account = account.as_ref().map(ToString::to_string).unwrap_or_default();
                let (source, topic) = (source.as_str().to_owned(), topic.clone().unwrap_or_default());
                let (said_by, place) = (said_by.clone(), place.clone());
                vec![day(*at), words.clone(), source, said_by, place, name(*room), topic, account, kept.by.clone()]
            })?,
        ),
        "capabilities" => (
            &["name", "does", "problem", "question", "room", "story", "behind", "published_on", "missing"],
            capabilities_of(site, workspace, &day)?,
        ),
        "drafts" => (
            &[
                "title",
                "path",
                "kind",
                "room",
                "role",
                "question",
                "topic",
                "signed_by",
                "published_on",
                "version",
                "by",
            ],
            papers(site, workspace, |kept: &Kept<Draft>| {
                let draft = &kept.what;
                vec![
                    draft.title.clone(),
                    draft.path.clone(),
                    draft.kind.as_str().to_owned(),
                    name(draft.room),
                    role(draft.role.as_ref()),
                    draft.question.clone(),
                    draft.topic.clone(),
                    draft.signed.as_ref().map(|signed| signed.by.clone()).unwrap_or_default(),
                    draft.published.as_ref().map(|(_, at)| day(*at)).unwrap_or_default(),
                    kept.version.to_string(),
                    kept.by.clone(),
                ]
            })?,
        ),
        "worksheets" => (
            &["buyer", "job", "role", "account", "room", "because", "rows", "by", "made_on"],
            papers(site, workspace, |kept: &Kept<Worksheet>| {
                let sheet = &kept.what;
                let rows: Vec<&str> = sheet.rows.iter().map(|row| row.text.as_str()).collect();
                vec![
                    sheet.buyer.clone(),
                    sheet.job.clone(),
                    role(sheet.role.as_ref()),
                    sheet.account.as_ref().map(ToString::to_string).unwrap_or_default(),
                    name(Some(sheet.room)),
                    sheet.because.clone(),
                    rows.join("; "),
                    kept.by.clone(),
                    day(kept.at),
                ]
            })?,
        ),
        _ => return Err(PageError::not_found(t!("There is no list of this name on the desk."))),
    })
}

/// A row for each paper of a kind.
fn papers<P: OnPaper>(
    site: &Site,
    workspace: &Workspace,
    row: impl Fn(&Kept<P>) -> Vec<String>,
) -> Result<Vec<Vec<String>>, PageError> {
    let all: Vec<Kept<P>> = paper::all(&site.app, workspace)?;
    Ok(all.iter().map(row).collect())
}

fn to_mend(site: &Site, workspace: &Workspace, day: &dyn Fn(Timestamp) -> String) -> Result<List, PageError> {
    let open = tasks::all(&site.app, workspace)?;
    let dropped = tasks::dropped(&site.app, workspace)?;
    let rows = open.iter().chain(&dropped).map(|kept| {
        let task = &kept.what;
        let state = match (&task.dropped_because, &task.closed) {
            (Some(_), _) => "dropped",
            (None, Some(closed)) => closed.how.as_str(),
            (None, None) if task.came_back => "came back",
            (None, None) => "open",
        };
        vec![
            state.to_owned(),
            task.name.clone(),
            name(task.room),
            if task.url.is_empty() { task.path.clone() } else { task.url.clone() },
            task.quote.clone(),
            task.advice.clone(),
            task.owner.clone(),
            task.accepted_by.clone(),
            day(task.accepted_at),
            task.dropped_because.clone().unwrap_or_default(),
        ]
    });
    let head =
        &["state", "finding", "room", "page", "quote", "change", "owner", "accepted_by", "accepted_on", "why_dropped"];
    Ok((head, rows.collect()))
}

fn planned(site: &Site, workspace: &Workspace, day: &dyn Fn(Timestamp) -> String) -> Result<List, PageError> {
    let plan = calendar::plan(&site.app, workspace)?;
    let rows = plan.iter().map(|kept| {
        let entry = &kept.what;
        vec![
            day(entry.day),
            entry.kind.as_str().to_owned(),
            entry.title.clone(),
            name(entry.room),
            role(entry.role.as_ref()),
            entry.topic.clone(),
            entry.owner.clone(),
            entry.follow_on.join("; "),
        ]
    });
    Ok((&["day", "kind", "title", "room", "role", "topic", "owner", "what_follows"], rows.collect()))
}

fn forms(site: &Site, workspace: &Workspace, day: &dyn Fn(Timestamp) -> String) -> Result<List, PageError> {
    let figures = calendar::kept(&site.app, workspace.id)?;
    let costs = figures.as_ref().map_or(&[][..], |figures| &figures.gates);
    let gated = gates::gated(&site.app, workspace, costs)?;
    let rows = gated.iter().map(|gate| {
        let stated = gate.stated.as_ref().map(|kept| &kept.what);
        vec![
            gate.path.clone(),
            gate.title.clone(),
            name(gate.room),
            stated.map(|gate| gate.reason.clone()).unwrap_or_default(),
            stated.map(|gate| day(gate.since)).unwrap_or_default(),
        ]
    });
    Ok((&["path", "title", "room", "reason", "since"], rows.collect()))
}

fn capabilities_of(
    site: &Site,
    workspace: &Workspace,
    day: &dyn Fn(Timestamp) -> String,
) -> Result<Vec<Vec<String>>, PageError> {
    let library = site.app.records.library(workspace.id)?;
    papers(site, workspace, |kept: &Kept<Capability>| {
        let capability = &kept.what;
        vec![
            capability.name.clone(),
            capability.does.clone(),
            capability.problem.clone(),
            capability.question.clone(),
            name(capability.room),
            capability.story.clone(),
            capability.behind.clone(),
            capability.published.as_ref().map(|(_, at)| day(*at)).unwrap_or_default(),
            capabilities::missing_in(&library, capability).join("; "),
        ]
    })
}

fn name(room: Option<Room>) -> String {
    room.map_or_else(String::new, |room| room.as_str().to_owned())
}

fn role(role: Option<&Role>) -> String {
    role.map_or_else(String::new, |role| role.as_str().to_owned())
}
