//! `/settings/import`: files by upload. A file is written aside first, then read in the background, so that a slow
//! line never holds the database and a page can tell how far it is.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::{Path as FilePath, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Extension, Multipart, Path, Query, State};
use axum::response::{Html, Redirect, Response};
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::import::{self as intake, Tally};
use enfilade_app::{App, AppError, access};
use enfilade_collect::{
    Rejection, read_accounts, read_content, read_deals, read_declarations, read_touches, read_verdicts,
};
use enfilade_domain::Workspace;
use flate2::read::MultiGzDecoder;

use super::guard::Viewer;
use super::settings::Watch;
use super::{PageError, Shared, blocking, csv, settings};
use crate::pages::settings::{self as pages, Import, ImportRun, Reject};

/// Larger files are better imported on the command line, where nothing has to cross the network.
pub(super) const LARGEST_BYTES: usize = 512 * 1024 * 1024;
/// Refused rows that are remembered of a file.
const MOST_REJECTS: usize = 10_000;
/// Files that are remembered while the server runs.
const MOST_RUNS: usize = 50;
/// A field that is no file is not longer than this.
const LONGEST_FIELD: usize = 2_000;

/// What may be sent, by the word of the form.
const KINDS: [(&str, &str); 8] = [
    ("log", "Access log of your site"),
    ("accounts", "Accounts: companies you know"),
    ("content", "Content: what your pages are for"),
    ("events", "Events of the Segment specification"),
    ("deals", "Deals"),
    ("touches", "Touches: mails, calls, meetings"),
    ("declarations", "Declarations: what happened at buyers"),
    ("verdicts", "Verdicts after conversations"),
];

/// Files that were sent since the server started.
#[derive(Debug, Default)]
pub struct Imports {
    runs: Mutex<Vec<Arc<Run>>>,
    sent: AtomicU64,
}

#[derive(Debug)]
struct Run {
    id: u64,
    file_name: String,
    kind: &'static str,
    bytes: u64,
    read: AtomicU64,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default, Clone)]
struct Progress {
    tally: Tally,
    rejects: Vec<Reject>,
    is_over: bool,
    failed: Option<String>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Imports {
    fn add(&self, file_name: String, kind: &'static str, bytes: u64) -> Arc<Run> {
        let id = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let (read, progress) = (AtomicU64::new(0), Mutex::default());
        let run = Arc::new(Run { id, file_name, kind, bytes, read, progress });
        let mut runs = lock(&self.runs);
        runs.push(Arc::clone(&run));
        let old = runs.len().saturating_sub(MOST_RUNS);
        runs.drain(..old);
        run
    }

    fn find(&self, id: u64) -> Result<Arc<Run>, PageError> {
        let found = lock(&self.runs).iter().find(|run| run.id == id).cloned();
        found.ok_or_else(|| PageError::not_found("No such file was sent since the server started."))
    }
}

impl Run {
    fn shown(&self) -> ImportRun {
        let progress = lock(&self.progress).clone();
        let words = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, words)| words);
        let percent = (self.read.load(Ordering::Relaxed) * 100).checked_div(self.bytes).unwrap_or(0).min(99);
        ImportRun {
            id: self.id,
            file_name: self.file_name.clone(),
            kind: words.to_owned(),
            percent: (!progress.is_over).then_some(percent as u32),
            accepted: progress.tally.accepted,
            duplicate: progress.tally.duplicate,
            rejected: progress.tally.rejected.max(progress.rejects.len() as u64),
            rejects: progress.rejects,
            failed: progress.failed,
            looks_again: false,
        }
    }

    fn refuse(&self, rejection: &Rejection) {
        let mut progress = lock(&self.progress);
        if progress.rejects.len() < MOST_REJECTS {
            progress.rejects.push(Reject {
                line: rejection.line.unwrap_or(0),
                field: rejection.field.clone(),
                reason: rejection.reason.clone(),
            });
        }
    }
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let runs: Vec<ImportRun> = lock(&site.imports.runs).iter().rev().map(|run| run.shown()).collect();
        let view = Import {
            kinds: KINDS.to_vec(),
            runs,
            may_import: viewer.may_set_up(),
            largest: format!("{} MB", LARGEST_BYTES / 1024 / 1024),
        };
        let frame = settings::frame(&site, &workspace, &viewer, "Files")?;
        Ok(Html(pages::import(&frame, &view).into_string()))
    })
    .await
}

pub(super) async fn show_run(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<u64>,
    Query(watch): Query<Watch>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let run = ImportRun { looks_again: watch.watch.is_some(), ..site.imports.find(id)?.shown() };
        let frame = settings::frame(&site, &workspace, &viewer, "A file")?;
        Ok(Html(pages::import_run(&frame, &run).into_string()))
    })
    .await
}

pub(super) async fn refused(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Path(id): Path<u64>,
) -> Result<Response, PageError> {
    let run = site.imports.find(id)?.shown();
    let rows = run.rejects.into_iter().map(|reject| vec![reject.line.to_string(), reject.field, reject.reason]);
    Ok(csv::file("refused", &["line", "field", "reason"], rows))
}

/// A file that was written aside, removed when it is no longer needed.
struct Aside {
    path: PathBuf,
}

impl Aside {
    /// A new file that only this user can read: it may hold personal data.
    fn new() -> Result<(Self, File), PageError> {
        let name = format!("enfilade-import-{}", access::random_token()?);
        let path = std::env::temp_dir().join(name);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| PageError::internal(&error))?;
        Ok((Self { path }, file))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Where it cannot be removed, the system cleans its temporary folder.
        let _ = std::fs::remove_file(&self.path);
    }
}

pub(super) async fn send(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    mut form: Multipart,
) -> Result<Redirect, PageError> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        PageError::wrong(format!("The file did not arrive whole ({error}); please send it again."))
    };
    let (mut token, mut kind, mut log_site) = (String::new(), String::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        if name != "file" {
            let text: String = field.text().await.map_err(broken)?.chars().take(LONGEST_FIELD).collect();
            match name.as_str() {
                "csrf_token" => token = text,
                "kind" => kind = text,
                "site" => log_site = text.trim().to_owned(),
                _ => {}
            }
            continue;
        }
        // The form names these before the file, so that nothing is written for whoever may not.
        viewer.check_set_up(&token)?;
        let kind = KINDS.iter().map(|(known, _)| *known).find(|known| *known == kind);
        let kind = kind.ok_or_else(|| PageError::wrong("Please choose what is in the file."))?;
        if kind == "log" && log_site.is_empty() {
            return Err(PageError::wrong("Please name the site's address, so that own links are told from others."));
        }
        let file_name: String = field.file_name().unwrap_or("a file").chars().take(200).collect();
        let mut field = field;
        let (aside, mut file) = Aside::new()?;
        let mut bytes = 0;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            bytes += chunk.len() as u64;
            file = blocking(move || {
                file.write_all(&chunk).map_err(|error| PageError::internal(&error))?;
                Ok(file)
            })
            .await?;
        }
        if bytes == 0 {
            return Err(PageError::wrong("The file is empty."));
        }
        let workspace = blocking({
            let site = site.clone();
            move || site.workspace()
        })
        .await?;
        let run = site.imports.add(file_name, kind, bytes);
        let (id, app) = (run.id, site.app.clone());
        std::thread::spawn(move || take_in(&app, &workspace, &run, &aside, &log_site));
        return Ok(Redirect::to(&format!("/settings/import/{id}?watch=1")));
    }
    Err(PageError::wrong("Please choose a file."))
}

fn take_in(app: &App, workspace: &Workspace, run: &Arc<Run>, aside: &Aside, log_site: &str) {
    let taken = import(app, workspace, run, &aside.path, log_site);
    // Also after a file that broke off: what came before it is kept, so it is read.
    let read = refresh::catch_up(app, &|_| {});
    let mut progress = lock(&run.progress);
    match taken {
        Ok(tally) => progress.tally = tally,
        Err(error) => {
            tracing::warn!(%error, "an import broke off");
            progress.failed = Some(format!("{error}."));
        }
    }
    if let Err(error) = read {
        tracing::error!(%error, "what was imported could not be read yet and is tried again");
    }
    progress.is_over = true;
}

/// Counts what is read of the file.
#[derive(Debug)]
struct Counted {
    file: File,
    run: Arc<Run>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.run.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn import(
    app: &App,
    workspace: &Workspace,
    run: &Arc<Run>,
    path: &FilePath,
    log_site: &str,
) -> Result<Tally, AppError> {
    let broken = |source| AppError::File { path: PathBuf::from(&run.file_name), source };
    let file = File::open(path).map_err(broken)?;
    let mut plain = BufReader::new(Counted { file, run: Arc::clone(run) });
    // Packed or not, told by its first two bytes and not by its name.
    let is_packed = plain.fill_buf().map_err(broken)?.starts_with(&[0x1f, 0x8b]);
    let mut input: Box<dyn BufRead> =
        if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(plain))) } else { Box::new(plain) };
    let refuse = &mut |rejection: &Rejection| run.refuse(rejection);
    match run.kind {
        "log" => Ok(intake::access_log(app, workspace, &intake::site(log_site)?, &mut *input, refuse)?.1),
        "events" => intake::events(app, workspace, &mut *input, refuse),
        "accounts" => intake::accounts(app, workspace, read_accounts(input), refuse),
        "content" => intake::content(app, workspace, read_content(input), refuse),
        "deals" => intake::deals(app, workspace, read_deals(input), refuse),
        "touches" => intake::touches(app, workspace, read_touches(input), refuse),
        "declarations" => intake::statements(app, workspace, read_declarations(input), refuse),
        _ => intake::statements(app, workspace, read_verdicts(input), refuse),
    }
}
