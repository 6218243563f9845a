//! `/content`: the library as a map of rooms and roles, what to write next, and one piece to settle.

use std::collections::BTreeMap;

use axum::extract::{Extension, Form, Query, State};
use axum::response::{Html, Redirect, Response};
use enfilade_app::build::coverage::Coverage;
use enfilade_app::build::desk::calendar;
use enfilade_app::build::library;
use enfilade_app::build::lift::{Lift, Shift};
use enfilade_domain::{LibraryPiece, PageKind, Piece, Role, Room};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, csv, dates, floor_plan};
use crate::pages::content::{self as pages, Content, OnePiece};
use crate::pages::frame::Sheet;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// The piece that is looked at.
    piece: Option<String>,
    as_of: Option<String>,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(asked.as_of.as_deref(), site.app.now())?;
        let entries = site.app.records.library(workspace.id)?;
        let (mut waiting, mut seen) = ([0.0; Room::ALL.len()], BTreeMap::<String, f32>::new());
        let mut here = [0; Room::ALL.len()];
        let roll = floor_plan::roll_at(&site, &workspace, moment, as_of.is_some())?;
        for one in roll.entries().iter().filter(|one| one.enough_evidence) {
            for room in Room::ALL {
                waiting[room.index()] += one.rooms.of(room);
            }
            for role in &one.roles_seen {
                *seen.entry(role.as_str().to_owned()).or_default() += 1.0;
            }
        }
        for room in roll.entries().iter().filter_map(|one| floor_plan::place(one)) {
            here[room.index()] += 1;
        }
        // Of a past day it is not known who had been counted by then.
        let counted = if as_of.is_some() { None } else { calendar::kept(&site.app, workspace.id)? };
        let one = match &asked.piece {
            Some(path) => Some(one_piece(&entries, path)?),
            None => counted.as_ref().and_then(|figures| shown_first(&entries, &figures.lifts)),
        };
        let view = Content {
            are_readers_counted: counted.is_some(),
            lifts: counted.map(|figures| figures.lifts).unwrap_or_default(),
            coverage: Coverage::of(&entries, waiting, &seen),
            waiting,
            here,
            unassigned: entries.iter().filter(|entry| entry.is_unassigned()).cloned().collect(),
            pieces: entries,
            one,
            may_decide: viewer.may_set_up() && as_of.is_none(),
        };
        let frame = floor_plan::frame(
            &site,
            &workspace,
            &viewer,
            Sheet::Content,
            moment,
            as_of,
            t!("Content"),
            t!("1 strip = 1 piece"),
        )?;
        Ok(Html(pages::render(&frame, &view).into_string()))
    })
    .await
}

fn one_piece(entries: &[LibraryPiece], path: &str) -> Result<OnePiece, PageError> {
    let entry = entries
        .iter()
        .find(|entry| entry.piece.path == path)
        .ok_or_else(|| PageError::not_found(t!("There is no such piece in the library.")))?;
    Ok(OnePiece { judged: library::judged(entry), entry: entry.clone(), is_shown_first: false })
}

/// The piece of which most can be said: whose readers clearly went on more often or less often than similar ones.
fn shown_first(entries: &[LibraryPiece], lifts: &[Lift]) -> Option<OnePiece> {
    let sureness = |entry: &&LibraryPiece| {
        let shift = Lift::find(lifts, &entry.piece.path)?.shift.filter(Shift::is_clear)?;
        Some(shift.log_odds.abs() / (shift.high - shift.low))
    };
    let sure = entries.iter().filter_map(|entry| Some((sureness(&entry)?, entry)));
    let (_, entry) = sure.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(OnePiece { judged: library::judged(entry), entry: entry.clone(), is_shown_first: true })
}

#[derive(Debug, Deserialize)]
pub(super) struct Settle {
    #[serde(default)]
    csrf_token: String,
    path: String,
    kind: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    medium: String,
    /// Set where a piece is added by hand, that no crawl knows.
    #[serde(default)]
    new: Option<String>,
}

/// Confirms or corrects what a piece is for, or registers one by hand.
pub(super) async fn settle(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Settle>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("say what a piece is for"), &form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let room = match form.room.as_str() {
            "" | "none" => None,
            name => Some(
                Room::parse(name).ok_or_else(|| PageError::wrong(t!("A room is problem, solution, offer or sales.")))?,
            ),
        };
        let library = site.app.records.library(workspace.id)?;
        let path = match library::meant(&library, &form.path) {
            Some(entry) => entry.piece.path.clone(),
            None if form.new.is_some() => library::path_for(&form.path),
            None => {
                let path = form.path.trim();
                return Err(PageError::wrong(t!(
                    "No piece of the library stands at {path}. What no crawl finds is added under “Add a piece by hand”.",
                    path = path
                )));
            }
        };
        let piece = Piece {
            path,
            kind: PageKind::parse(&form.kind),
            room,
            role: Role::parse(&form.role).filter(|role| role.as_str() != "any"),
            question: kept(&form.question),
            title: kept(&form.title),
            topic: kept(&form.topic),
        };
        library::decide(&site.app, &workspace, &piece, &form.medium, &viewer.name)?;
        let segment: String = url::form_urlencoded::byte_serialize(piece.path.as_bytes()).collect();
        Ok(Redirect::to(&format!("/content?piece={segment}#piece")))
    })
    .await
}

pub(super) async fn as_csv(State(site): State<Shared>) -> Result<Response, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let entries = site.app.records.library(workspace.id)?;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let rows = entries.into_iter().map(move |entry| {
            vec![
                entry.piece.path.clone(),
                entry.piece.kind.as_str().to_owned(),
                text(entry.piece.room.map(Room::as_str)),
                text(entry.piece.role.as_ref().map(Role::as_str)),
                text(entry.piece.question.as_deref()),
                text(entry.piece.title.as_deref()),
                text(entry.piece.topic.as_deref()),
                entry.state.as_str().to_owned(),
                entry.medium,
            ]
        });
        let head = ["path", "kind", "room", "role", "question", "title", "topic", "state", "medium"];
        Ok(csv::file("content", &head, rows))
    })
    .await
}
