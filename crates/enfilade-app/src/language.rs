//! The language in which a workspace's pages speak: a translation file that somebody gave, checked as a whole, kept in
//! versions, and taken back like everything else.
//!
//! Two sorts of papers hold it. The file lies in one of its own; a small one says which file is in force, so that every
//! page can ask for it without reading the file, and a change is one row or none.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use enfilade_domain::{Timestamp, Workspace};
use enfilade_language::{Fault, Language, Template, read, t};
use enfilade_store::{NewPaper, Paper};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{App, AppError};

pub use enfilade_language::LARGEST_BYTES;

/// Every text of the pages, for whoever translates. Written by `cargo run -p xtask -- languages`.
pub const TEMPLATE: &str = include_str!("../../../languages/enfilade.pot");

/// Which file is in force; one paper of a workspace.
const CHOICE: &str = "language";
/// The files.
const FILE: &str = "language file";
/// How often a workspace is asked for its language, because another process may change it.
const LOOK_EVERY_MS: i64 = 1_000;
/// Languages that one run of the program keeps. Words are kept for as long as it runs, so somebody who sends a new file
/// every minute must come to an end somewhere.
const MOST_KEPT: usize = 200;
/// Complaints about a file that one message names.
const MOST_FAULTS: usize = 8;

static TEXTS: LazyLock<Template> = LazyLock::new(|| Template::read(TEMPLATE).unwrap_or_default());
static KEPT: Mutex<BTreeMap<[u8; 32], &'static Language>> = Mutex::new(BTreeMap::new());

/// The languages of the workspaces, as they were when somebody last looked.
#[derive(Debug, Default)]
pub(crate) struct Languages {
    held: Mutex<BTreeMap<String, Held>>,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    looked_at: i64,
    /// Number and version of the choice.
    of: Option<(i64, i64)>,
    language: Option<&'static Language>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Choice {
    code: String,
    /// The number of the file's paper.
    file: i64,
}

/// What a workspace speaks, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Such as "de"; "en" where no file is in force.
    pub code: String,
    /// Texts that the file has words for, of all texts.
    pub translated: usize,
    pub texts: usize,
    /// Texts of the file that are to be looked at again.
    pub fuzzy: usize,
    /// Texts of the file that no page says, with their lines.
    pub unknown: Vec<Fault>,
    /// Who gave the file, and when.
    pub given: Option<(String, Timestamp)>,
    /// The version that a change has to follow; `None` before the first.
    pub version: Option<i64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic elsewhere left behind is whole: entries are replaced, never changed in place.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The language in force in a workspace, if somebody looked within the last second.
#[must_use]
pub fn held(app: &App, slug: &str) -> Option<Option<&'static Language>> {
    let held = lock(&app.languages.held).get(slug).copied()?;
    (0..LOOK_EVERY_MS).contains(&(app.now().millis() - held.looked_at)).then_some(held.language)
}

/// The language in force in a workspace; `None` is English. A file that cannot be used any more is as good as none.
///
/// # Errors
/// The store cannot be read.
pub fn of(app: &App, slug: &str) -> Result<Option<&'static Language>, AppError> {
    if let Some(language) = held(app, slug) {
        return Ok(language);
    }
    let Some(workspace) = app.records.workspace(slug)? else { return Ok(None) };
    let chosen = newest(app, &workspace)?;
    let of = chosen.as_ref().map(|paper| (paper.id, paper.version));
    let known = lock(&app.languages.held).get(slug).filter(|held| held.of == of).map(|held| held.language);
    let language = match known {
        Some(language) => language,
        None => match chosen.as_ref().and_then(in_force) {
            Some(choice) => file(app, &workspace, choice.file)?.and_then(|file| kept(&workspace, &file)),
            None => None,
        },
    };
    let held = Held { looked_at: app.now().millis(), of, language };
    lock(&app.languages.held).insert(slug.to_owned(), held);
    Ok(language)
}

/// The words of a file, read once for as long as the program runs.
fn kept(workspace: &Workspace, file: &str) -> Option<&'static Language> {
    let mark: [u8; 32] = Sha256::digest(file.as_bytes()).into();
    let mut all = lock(&KEPT);
    if let Some(language) = all.get(&mark) {
        return Some(language);
    }
    if all.len() >= MOST_KEPT {
        tracing::error!(workspace = %workspace.slug, "too many languages since the start; start the program again");
        return None;
    }
    match read(file, &TEXTS) {
        Ok(read) => {
            let language = read.language.keep();
            all.insert(mark, language);
            Some(language)
        }
        Err(faults) => {
            tracing::error!(workspace = %workspace.slug, faults = %told(&faults), "the language file cannot be used");
            None
        }
    }
}

fn newest(app: &App, workspace: &Workspace) -> Result<Option<Paper>, AppError> {
    Ok(app.records.papers(workspace.id, CHOICE)?.into_iter().next())
}

fn in_force(paper: &Paper) -> Option<Choice> {
    if paper.is_removed { None } else { serde_json::from_str(&paper.body).ok() }
}

fn file(app: &App, workspace: &Workspace, id: i64) -> Result<Option<String>, AppError> {
    let versions = app.records.paper_versions(workspace.id, FILE, id)?;
    Ok(versions.into_iter().next().filter(|paper| !paper.is_removed).map(|paper| paper.body))
}

/// The file in force, as it was given.
///
/// # Errors
/// The store cannot be read.
pub fn given(app: &App, workspace: &Workspace) -> Result<Option<String>, AppError> {
    match newest(app, workspace)?.as_ref().and_then(in_force) {
        Some(choice) => file(app, workspace, choice.file),
        None => Ok(None),
    }
}

/// What the workspace speaks, and how far.
///
/// # Errors
/// The store cannot be read.
pub fn standing(app: &App, workspace: &Workspace) -> Result<Standing, AppError> {
    let paper = newest(app, workspace)?;
    let mut standing = Standing {
        code: "en".to_owned(),
        translated: 0,
        texts: TEXTS.len(),
        fuzzy: 0,
        unknown: Vec::new(),
        given: None,
        version: paper.as_ref().map(|paper| paper.version),
    };
    let Some(paper) = paper else { return Ok(standing) };
    let Some(choice) = in_force(&paper) else { return Ok(standing) };
    if let Some(Ok(read)) = file(app, workspace, choice.file)?.map(|file| read(&file, &TEXTS)) {
        standing.code = read.language.code().to_owned();
        standing.translated = read.language.len();
        (standing.fuzzy, standing.unknown) = (read.fuzzy, read.unknown);
        standing.given = Some((paper.by, paper.at));
    }
    Ok(standing)
}

/// Takes a translation file up, as a whole or not at all.
///
/// # Errors
/// The file is none, or does not fit the texts: every fault with its line. Nothing is changed then.
pub fn put(app: &App, workspace: &Workspace, text: &str, by: &str) -> Result<Standing, AppError> {
    let read = read(text, &TEXTS).map_err(|faults| AppError::invalid(t!("language file"), told(&faults)))?;
    if read.language.is_empty() {
        let unknown = read.unknown.first().map(|fault| format!("; {fault}")).unwrap_or_default();
        return Err(AppError::invalid(
            t!("language file"),
            t!("it translates no text of these pages{unknown}", unknown = unknown),
        ));
    }
    if kept(workspace, text).is_none() {
        return Err(AppError::invalid(
            t!("language file"),
            t!("too many were tried since the start; start the program again"),
        ));
    }
    let new = NewPaper { kind: FILE, body: text, by, at: app.now(), is_removed: false };
    let file = app.records.add_paper(workspace.id, &new)?;
    let choice = Choice { code: read.language.code().to_owned(), file };
    choose(app, workspace, None, &choice, by, false)?;
    forget_old_files(app, workspace)?;
    standing(app, workspace)
}

/// Returns to English. Whether there was something to return from.
///
/// # Errors
/// The store failed, or somebody else changed the language meanwhile.
pub fn remove(app: &App, workspace: &Workspace, by: &str) -> Result<bool, AppError> {
    let Some(choice) = newest(app, workspace)?.as_ref().and_then(in_force) else { return Ok(false) };
    choose(app, workspace, None, &choice, by, true)?;
    Ok(true)
}

/// Takes the last change back: what stood before it stands again.
///
/// # Errors
/// Somebody changed the language after whoever asks looked at it, or the store failed.
pub fn take_back(app: &App, workspace: &Workspace, looked_at: i64, by: &str) -> Result<(), AppError> {
    let nothing = || AppError::NotFound { what: t!("change of the language"), name: looked_at.to_string() };
    let paper = newest(app, workspace)?.ok_or_else(nothing)?;
    let versions = app.records.paper_versions(workspace.id, CHOICE, paper.id)?;
    let [.., before, _] = versions.as_slice() else {
        // The first file of all: before it there was English.
        let choice = in_force(&paper).ok_or_else(nothing)?;
        return choose(app, workspace, Some(looked_at), &choice, by, true);
    };
    let choice: Choice = serde_json::from_str(&before.body).map_err(|_| nothing())?;
    if !before.is_removed && file(app, workspace, choice.file)?.is_none() {
        return Err(nothing());
    }
    choose(app, workspace, Some(looked_at), &choice, by, before.is_removed)
}

/// Makes a choice the newest; after the version that was looked at, where somebody looked.
fn choose(
    app: &App,
    workspace: &Workspace,
    looked_at: Option<i64>,
    choice: &Choice,
    by: &str,
    is_removed: bool,
) -> Result<(), AppError> {
    let body = serde_json::json!(choice).to_string();
    let new = NewPaper { kind: CHOICE, body: &body, by, at: app.now(), is_removed };
    let done = match newest(app, workspace)? {
        Some(paper) => app.records.revise_paper(workspace.id, paper.id, looked_at.unwrap_or(paper.version), &new)?,
        None => app.records.add_paper(workspace.id, &new).map(|_| true)?,
    };
    lock(&app.languages.held).remove(&workspace.slug);
    if done {
        return Ok(());
    }
    Err(AppError::invalid(CHOICE, t!("somebody else changed it meanwhile; look at it again and repeat")))
}

/// Files are large, and only the one in force and the one before it can come back.
fn forget_old_files(app: &App, workspace: &Workspace) -> Result<(), AppError> {
    let Some(paper) = newest(app, workspace)? else { return Ok(()) };
    let versions = app.records.paper_versions(workspace.id, CHOICE, paper.id)?;
    let needed: Vec<i64> = versions
        .iter()
        .rev()
        .take(2)
        .filter_map(|version| serde_json::from_str::<Choice>(&version.body).ok())
        .map(|choice| choice.file)
        .collect();
    let known = (1..=needed.iter().copied().max().unwrap_or(0)).filter(|id| !needed.contains(id));
    // Those before were forgotten when they became the third.
    let old: Vec<i64> = known.rev().take(2).collect();
    Ok(app.records.forget_papers(workspace.id, FILE, &old)?)
}

/// Faults as one sentence, the first few in full.
fn told(faults: &[Fault]) -> String {
    let first: Vec<String> = faults.iter().take(MOST_FAULTS).map(ToString::to_string).collect();
    let more = faults.len().saturating_sub(MOST_FAULTS);
    let more = if more > 0 { t!("; and {more} more", more = more) } else { String::new() };
    t!("{faults}{more}; nothing was changed", faults = first.join("; "), more = more)
}
