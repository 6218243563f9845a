//! Findings that somebody wants mended: accepted from an assessment, handed over, dropped with a reason, and closed by the
//! crawl that no longer finds them (requirement A07).

use std::collections::BTreeSet;

use enfilade_domain::{Room, Task, TaskClosed, Timestamp, Workspace};
use enfilade_language::t;

use super::mending::{Fate, fate};
use super::paper::{self, Kept};
use crate::build::report::{FindingReport, Report};
use crate::{App, AppError};

/// Who closes what nobody closed by hand.
const THE_CRAWL: &str = "the crawl";

/// What an assessment did to the tasks of its site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    pub open: usize,
    pub closed: Vec<Task>,
    pub came_back: Vec<Task>,
}

/// Every task that nobody dropped, open ones first, then in order of their numbers.
///
/// # Errors
/// The store cannot be read.
pub fn all(app: &App, workspace: &Workspace) -> Result<Vec<Kept<Task>>, AppError> {
    let mut all: Vec<Kept<Task>> = paper::all(app, workspace)?;
    all.sort_by_key(|kept| (kept.what.closed.is_some(), kept.id));
    Ok(all)
}

/// Tasks that somebody dropped, with the reason.
///
/// # Errors
/// The store cannot be read.
pub fn dropped(app: &App, workspace: &Workspace) -> Result<Vec<Kept<Task>>, AppError> {
    Ok(paper::ever(app, workspace)?.into_iter().filter(|kept: &Kept<Task>| kept.is_removed).collect())
}

/// The open task of a finding, if it was accepted.
#[must_use]
pub fn of<'a>(tasks: &'a [Kept<Task>], site: &str, found: &FindingReport) -> Option<&'a Kept<Task>> {
    tasks.iter().find(|kept| {
        let task = &kept.what;
        task.closed.is_none()
            && (&*task.site, &task.rule, &task.path, &task.quote) == (site, &found.rule, &found.path, &found.quote)
    })
}

/// Accepts a finding and returns the task's number; of one that is accepted already, the number that it has.
///
/// # Errors
/// The store failed.
pub fn accept(
    app: &App,
    workspace: &Workspace,
    report: &Report,
    found: &FindingReport,
    owner: &str,
    by: &str,
) -> Result<i64, AppError> {
    if let Some(kept) = of(&all(app, workspace)?, &report.site, found) {
        return Ok(kept.id);
    }
    let task = Task {
        site: report.site.clone(),
        method: report.method,
        rule: found.rule.clone(),
        name: found.name.clone(),
        room: Room::parse(&found.room),
        path: found.path.clone(),
        url: found.url.clone(),
        quote: found.quote.clone(),
        advice: found.advice.clone(),
        owner: owner.trim().to_owned(),
        accepted_by: by.to_owned(),
        accepted_at: app.now(),
        closed: None,
        came_back: false,
        dropped_because: None,
    };
    paper::add(app, workspace, &task, by)
}

/// Hands an open task over; an empty owner leaves it to whoever takes it.
///
/// # Errors
/// There is no such task, it is closed, somebody else changed it meanwhile, or the store failed.
pub fn hand(app: &App, workspace: &Workspace, id: i64, owner: &str, by: &str) -> Result<(), AppError> {
    let kept: Kept<Task> = paper::one(app, workspace, id)?;
    if kept.what.closed.is_some() {
        return Err(AppError::invalid(t!("task"), t!("it is closed; the crawl no longer finds it")));
    }
    let task = Task { owner: owner.trim().to_owned(), ..kept.what.clone() };
    paper::revise(app, workspace, &kept, &task, by)
}

/// Takes a task off the desk, with the reason why nobody will do it.
///
/// # Errors
/// The reason is missing, there is no such task, or the store failed.
pub fn drop(app: &App, workspace: &Workspace, id: i64, reason: &str, by: &str) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::invalid(
            t!("reason"),
            t!("say why it will not be mended, so that nobody accepts it again"),
        ));
    }
    let kept: Kept<Task> = paper::one(app, workspace, id)?;
    let task = Task { dropped_because: Some(reason.trim().to_owned()), ..kept.what.clone() };
    paper::remove_as(app, workspace, &kept, &task, by)
}

/// Lets a kept assessment close and open the tasks of its site. `before` is the assessment before it.
///
/// # Errors
/// The store failed.
pub fn settle(
    app: &App,
    workspace: &Workspace,
    (id, at): (i64, Timestamp),
    now: &Report,
    before: Option<&Report>,
) -> Result<Settled, AppError> {
    let tasks = all(app, workspace)?;
    let of_site: Vec<&Kept<Task>> = tasks.iter().filter(|kept| kept.what.site == now.site).collect();
    let open = of_site.iter().filter(|kept| kept.what.closed.is_none());
    let mut said: BTreeSet<(String, String, String)> =
        open.map(|kept| words_of(&kept.what, &kept.what.quote)).collect();
    let mut settled = Settled::default();
    for kept in of_site {
        let task = &kept.what;
        let closes = |how| Task { closed: Some(TaskClosed { at, assessment: id, how }), ..task.clone() };
        let task = match fate(task, now, before) {
            Fate::Stays => {
                settled.open += usize::from(task.closed.is_none());
                continue;
            }
            Fate::Reworded(quote) if said.insert(words_of(task, &quote)) => {
                settled.open += 1;
                Task { quote, ..task.clone() }
            }
            // Another task speaks of these words already.
            Fate::Reworded(_) => closes(enfilade_domain::Mended::TextChanged),
            Fate::Closes(how) => closes(how),
            Fate::ComesBack => Task { closed: None, came_back: true, ..task.clone() },
        };
        paper::revise(app, workspace, kept, &task, THE_CRAWL)?;
        if task.closed.is_some() {
            settled.closed.push(task);
        } else if kept.what.closed.is_some() {
            settled.open += 1;
            settled.came_back.push(task);
        }
    }
    Ok(settled)
}

fn words_of(task: &Task, quote: &str) -> (String, String, String) {
    (task.rule.clone(), task.path.clone(), quote.to_owned())
}
