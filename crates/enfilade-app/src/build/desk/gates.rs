//! Forms before learning: who put them there and why, and what they cost in readers.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{DAY_MS, Gate, LibraryPiece, MINUTE_MS, PageKind, Room, Timestamp, Workspace};
use enfilade_language::t;
use serde::{Deserialize, Serialize};

use super::paper::{self, Kept};
use super::texts::title;
use crate::build::library;
use crate::build::part::Part;
use crate::build::who_reads::{Opened, Reader, plain};
use crate::{App, AppError};

/// A form sent within so long of the page was the form before it.
const FORM_MS: i64 = 30 * MINUTE_MS;
/// What one form costs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    pub path: String,
    /// Readers who came to it while the form stood.
    pub came: usize,
    pub sent_the_form: usize,
    pub left: usize,
    /// Of those who left: had been here on an earlier day.
    pub left_known: usize,
    /// Came again on another day within thirty: of those who left, and of readers of open pieces in the same room.
    pub after_leaving: Part,
    pub after_open: Part,
    /// Readers since the form was taken away, and the days since.
    pub since_opened: Option<(usize, f32)>,
    /// Days for which the form stood, as far as anybody came.
    pub gated_days: f32,
}

impl Cost {
    /// Readers who would have come again, had they been let in: nothing where it is too early to tell.
    #[must_use]
    pub fn lost(&self) -> Option<f32> {
        let (open, _, _) = self.after_open.share()?;
        let (left, _, _) = self.after_leaving.share()?;
        Some(((open - left) * self.left as f32).max(0.0))
    }
}

/// A form with its reason, if somebody gave one, and its cost, if it was counted.
#[derive(Debug, Clone)]
pub struct Gated {
    pub path: String,
    pub title: String,
    pub room: Option<Room>,
    /// Nothing: a crawl found it, and nobody said why it is there.
    pub stated: Option<Kept<Gate>>,
    pub cost: Option<Cost>,
}

impl Gated {
    /// Whether it stands before learning and nobody said why.
    #[must_use]
    pub fn needs_a_reason(&self) -> bool {
        self.stated.is_none() && self.room.is_some_and(is_learning)
    }
}

/// Rooms in which people learn and should not be asked who they are.
const fn is_learning(room: Room) -> bool {
    matches!(room, Room::Problem | Room::Solution)
}

/// When forms stood before which paths.
#[derive(Debug, Default)]
pub(super) struct Stood {
    by_path: BTreeMap<String, Vec<Gate>>,
    /// Found by a crawl, and never spoken of.
    found: BTreeSet<String>,
}

impl Stood {
    pub(super) fn new(library: &[LibraryPiece], stated: &[Kept<Gate>]) -> Self {
        let mut stood = Self::default();
        for kept in stated {
            stood.by_path.entry(plain(&kept.what.path).to_owned()).or_default().push(kept.what.clone());
        }
        for entry in library.iter().filter(|entry| is_gated(entry)) {
            let path = plain(&entry.piece.path);
            if !stood.by_path.contains_key(path) {
                stood.found.insert(path.to_owned());
            }
        }
        stood
    }

    fn at(&self, path: &str, moment: Timestamp) -> bool {
        self.found.contains(path)
            || self.by_path.get(path).is_some_and(|gates| gates.iter().any(|gate| gate.stands_at(moment)))
    }

    fn ever(&self, path: &str) -> bool {
        self.found.contains(path) || self.by_path.contains_key(path)
    }

    fn opened_at(&self, path: &str) -> Option<Timestamp> {
        self.by_path.get(path)?.iter().map(|gate| gate.opened_at).max().flatten()
    }
}

fn is_gated(entry: &LibraryPiece) -> bool {
    !matches!(entry.piece.kind, PageKind::DemoForm | PageKind::Login)
        && library::judged(entry).is_some_and(|judged| judged.gated)
}

/// What is gathered at each form, until everybody was seen.
#[derive(Debug)]
pub(super) struct Gathering {
    moment: Timestamp,
    stood: Stood,
    rooms: BTreeMap<String, Room>,
    costs: BTreeMap<String, Cost>,
    spans: BTreeMap<String, (Timestamp, Timestamp)>,
    open: [Part; Room::ALL.len()],
}

impl Gathering {
    pub(super) fn new(library: &[LibraryPiece], stated: &[Kept<Gate>], moment: Timestamp) -> Self {
        let room = |entry: &LibraryPiece| Some((plain(&entry.piece.path).to_owned(), entry.piece.room?));
        Self {
            moment,
            stood: Stood::new(library, stated),
            rooms: library.iter().filter_map(room).collect(),
            costs: BTreeMap::new(),
            spans: BTreeMap::new(),
            open: [Part::default(); Room::ALL.len()],
        }
    }

    pub(super) fn see(&mut self, reader: &Reader) {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        let mut open_rooms: BTreeSet<Room> = BTreeSet::new();
        let mut after_opening: BTreeSet<&str> = BTreeSet::new();
        for Opened { at, path, .. } in &reader.pages {
            if self.stood.at(path, *at) {
                if met.insert(path) {
                    self.at_the_form(reader, path, *at);
                }
            } else if self.stood.ever(path) {
                if self.stood.opened_at(path).is_some_and(|opened| *at >= opened) && after_opening.insert(path) {
                    self.costs.entry(path.clone()).or_default().since_opened.get_or_insert((0, 0.0)).0 += 1;
                }
            } else if let Some(room) = self.rooms.get(path).copied()
                && open_rooms.insert(room)
            {
                self.open[room.index()].see(reader.came_again(*at, self.moment));
            }
        }
    }

    fn at_the_form(&mut self, reader: &Reader, path: &str, at: Timestamp) {
        let span = self.spans.entry(path.to_owned()).or_insert((at, at));
        *span = (span.0.min(at), span.1.max(at));
        let cost = self.costs.entry(path.to_owned()).or_default();
        cost.came += 1;
        if reader.forms.iter().any(|form| (0..=FORM_MS).contains(&(form.millis() - at.millis()))) {
            cost.sent_the_form += 1;
            return;
        }
        cost.left += 1;
        cost.left_known += usize::from(reader.pages.iter().any(|page| page.at.utc_day() < at.utc_day()));
        cost.after_leaving.see(reader.came_again(at, self.moment));
    }

    pub(super) fn costs(mut self) -> Vec<Cost> {
        for (path, cost) in &mut self.costs {
            cost.path.clone_from(path);
            if let Some(room) = self.rooms.get(path) {
                cost.after_open = self.open[room.index()];
            }
            if let (Some(opened), Some((_, days))) = (self.stood.opened_at(path), cost.since_opened.as_mut()) {
                *days = self.moment.days_since(opened) as f32;
            }
            if let Some((first, last)) = self.spans.get(path) {
                cost.gated_days = (last.days_since(*first) as f32).max(1.0);
            }
        }
        self.costs.into_values().collect()
    }
}

/// Every form before a piece, those without a reason first.
///
/// # Errors
/// The store cannot be read.
pub fn gated(app: &App, workspace: &Workspace, costs: &[Cost]) -> Result<Vec<Gated>, AppError> {
    let entries = app.records.library(workspace.id)?;
    let stated: Vec<Kept<Gate>> = paper::all(app, workspace)?;
    let cost = |path: &str| costs.iter().find(|cost| cost.path == plain(path)).cloned();
    let mut found: Vec<Gated> = stated
        .iter()
        .map(|kept| {
            let entry = entries.iter().find(|entry| entry.piece.path == kept.what.path);
            Gated {
                path: kept.what.path.clone(),
                title: entry.map_or(&*kept.what.path, title).to_owned(),
                room: entry.and_then(|entry| entry.piece.room).or(kept.what.room),
                stated: Some(kept.clone()),
                cost: cost(&kept.what.path),
            }
        })
        .collect();
    for entry in entries.iter().filter(|entry| is_gated(entry)) {
        let path = &entry.piece.path;
        if !stated.iter().any(|kept| plain(&kept.what.path) == plain(path)) {
            found.push(Gated {
                path: path.clone(),
                title: title(entry).to_owned(),
                room: entry.piece.room,
                stated: None,
                cost: cost(path),
            });
        }
    }
    found.sort_by_key(|gated| {
        (!gated.needs_a_reason(), gated.stated.as_ref().is_some_and(|kept| kept.what.opened_at.is_some()))
    });
    Ok(found)
}

/// Says why a form stands before a piece. Learning is open unless somebody says why not.
///
/// # Errors
/// There is no such piece, no reason, or a form stands there already by somebody's word.
pub fn keep(
    app: &App,
    workspace: &Workspace,
    path: &str,
    reason: &str,
    since: Option<Timestamp>,
    by: &str,
) -> Result<i64, AppError> {
    let entries = app.records.library(workspace.id)?;
    let missing = || AppError::NotFound { what: t!("piece"), name: path.to_owned() };
    let entry = entries.iter().find(|entry| entry.piece.path == path).ok_or_else(missing)?;
    if !reason.contains(char::is_alphanumeric) {
        return Err(AppError::invalid(
            t!("reason"),
            t!("say why a form has to stand before it; readers who are asked too early leave"),
        ));
    }
    let now = app.now();
    if standing(app, workspace, path, now)?.is_some() {
        return Err(AppError::invalid(
            t!("path"),
            t!("a form stands before `{path}` already; open it first", path = path),
        ));
    }
    let since = since.or(entry.seen_at).unwrap_or(now).min(now);
    let gate = Gate {
        path: path.to_owned(),
        room: entry.piece.room,
        reason: reason.trim().to_owned(),
        since,
        opened_at: None,
    };
    paper::add(app, workspace, &gate, by)
}

/// Records that the form was taken away.
///
/// # Errors
/// No form stands before it by anybody's word, or the moment is none at which it stood.
pub fn open(app: &App, workspace: &Workspace, path: &str, at: Option<Timestamp>, by: &str) -> Result<(), AppError> {
    let now = app.now();
    let at = at.unwrap_or(now);
    let missing = || AppError::NotFound { what: t!("form with a reason"), name: path.to_owned() };
    let kept = standing(app, workspace, path, now)?.ok_or_else(missing)?;
    if at > now || at.millis() < kept.what.since.millis() - DAY_MS {
        return Err(AppError::invalid(t!("at"), t!("is no day on which the form stood")));
    }
    paper::revise(app, workspace, &kept, &Gate { opened_at: Some(at), ..kept.what.clone() }, by)
}

pub(super) fn standing(
    app: &App,
    workspace: &Workspace,
    path: &str,
    now: Timestamp,
) -> Result<Option<Kept<Gate>>, AppError> {
    let stated: Vec<Kept<Gate>> = paper::all(app, workspace)?;
    Ok(stated.into_iter().find(|kept| kept.what.path == path && kept.what.stands_at(now)))
}
