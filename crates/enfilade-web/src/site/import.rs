//! `/settings/import`: files by upload. A file is written aside first, then read in the background, so that a slow
//! line never holds the database and a page can tell how far it is.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::{Path as FilePath, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Extension, Multipart, Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::import::{self as intake, Tally};
use enfilade_app::roll::Roll;
use enfilade_app::{App, AppError, access, first_hour};
use enfilade_collect::{
    Rejection, read_accounts, read_content, read_deals, read_declarations, read_touches, read_verdicts,
};
use enfilade_domain::{Workspace, WorkspaceId};
use enfilade_language::{marked, t, translated};
use enfilade_store::{ImportRun as KeptRun, RefusedRow};
use flate2::read::MultiGzDecoder;

use super::guard::Viewer;
use super::settings::Watch;
use super::{PageError, Shared, Site, blocking, csv, dates, settings};
use crate::pages::settings::{self as pages, Import, ImportRun, Reject};

/// Larger files are better imported on the command line, where nothing has to cross the network.
pub(super) const LARGEST_BYTES: usize = 512 * 1024 * 1024;
/// Refused rows that are remembered of a file.
const MOST_REJECTS: usize = 10_000;
/// A field that is no file is not longer than this.
const LONGEST_FIELD: usize = 2_000;

/// What may be sent, by the word of the form.
const KINDS: [(&str, &str); 8] = [
    ("log", marked!("Access log of your site")),
    ("accounts", marked!("Accounts: companies you know")),
    ("content", marked!("Content: what your pages are for")),
    ("events", marked!("Events of the Segment specification")),
    ("deals", marked!("Deals")),
    ("touches", marked!("Touches: mails, calls, meetings")),
    ("declarations", marked!("Declarations: what happened at buyers")),
    ("verdicts", marked!("Verdicts after conversations")),
];

/// A small file of each kind that can be taken in as it is, by the name under which it is kept.
const EXAMPLES: [(&str, &str, &str); 8] = [
    ("log", "access.log", include_str!("../assets/examples/access.log")),
    ("accounts", "accounts.csv", include_str!("../assets/examples/accounts.csv")),
    ("content", "content.csv", include_str!("../assets/examples/content.csv")),
    ("events", "events.jsonl", include_str!("../assets/examples/events.jsonl")),
    ("deals", "deals.csv", include_str!("../assets/examples/deals.csv")),
    ("touches", "touches.csv", include_str!("../assets/examples/touches.csv")),
    ("declarations", "declarations.csv", include_str!("../assets/examples/declarations.csv")),
    ("verdicts", "verdicts.csv", include_str!("../assets/examples/verdicts.csv")),
];

/// Files that are being read at this moment.
#[derive(Debug, Default)]
pub struct Imports {
    running: Mutex<Vec<Arc<Run>>>,
}

#[derive(Debug)]
struct Run {
    workspace: WorkspaceId,
    /// As it was begun; the counts come with the end.
    begun: KeptRun,
    kind: &'static str,
    bytes: u64,
    read: AtomicU64,
    rejects: Mutex<Vec<RefusedRow>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Imports {
    fn running(&self, workspace: &Workspace, id: i64) -> Option<Arc<Run>> {
        lock(&self.running).iter().find(|run| run.begun.id == id && run.workspace == workspace.id).cloned()
    }
}

impl Run {
    /// How much of the file was read; its last part is the reading of whom it concerns.
    fn percent(&self) -> u32 {
        (self.read.load(Ordering::Relaxed) * 100).checked_div(self.bytes).unwrap_or(0).min(99) as u32
    }

    fn refuse(&self, rejection: &Rejection) {
        let mut rejects = lock(&self.rejects);
        if rejects.len() < MOST_REJECTS {
            rejects.push(RefusedRow {
                line: rejection.line.unwrap_or(0),
                field: rejection.field.clone(),
                reason: rejection.reason.clone(),
            });
        }
    }
}

const CUT_SHORT: &str = marked!(
    "The server stopped while it read this file. What was taken stays; send it again, nothing is counted twice."
);

fn shown(site: &Site, workspace: &Workspace, kept: KeptRun) -> ImportRun {
    let running = site.imports.running(workspace, kept.id);
    let rejects = running.as_ref().map_or(kept.rejects, |run| lock(&run.rejects).clone());
    let was_cut_short = running.is_none() && kept.over_at.is_none();
    let words = KINDS.iter().find(|(kind, _)| *kind == kept.kind).map_or("", |(_, words)| words);
    ImportRun {
        id: kept.id,
        file_name: kept.file_name,
        kind: translated(words).to_owned(),
        sent: t!("{at} by {sent_by}", at = dates::short(kept.at, &workspace.settings), sent_by = kept.sent_by),
        percent: running.map(|run| run.percent()),
        accepted: kept.accepted,
        duplicate: kept.duplicate,
        rejected: kept.rejected.max(rejects.len() as u64),
        rejects: rejects
            .into_iter()
            .map(|one| Reject { line: one.line, field: one.field, reason: one.reason })
            .collect(),
        failed: kept.failed.or_else(|| was_cut_short.then(|| translated(CUT_SHORT).to_owned())),
        understood: None,
        looks_again: false,
    }
}

fn find(site: &Site, workspace: &Workspace, id: i64) -> Result<ImportRun, PageError> {
    let kept = site.app.records.import_run(workspace.id, id)?;
    let kept = kept.ok_or_else(|| PageError::not_found(t!("No such file was sent here.")))?;
    Ok(shown(site, workspace, kept))
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let runs = site.app.records.import_runs(workspace.id)?;
        let runs = runs.into_iter().map(|run| shown(&site, &workspace, run)).collect();
        let view = Import {
            kinds: KINDS.to_vec(),
            runs,
            may_import: viewer.may_set_up(),
            largest: t!("{this} MB", this = LARGEST_BYTES / 1024 / 1024),
        };
        let frame = settings::frame(&site, &workspace, &viewer, t!("Files"))?;
        Ok(Html(pages::import(&frame, &view).into_string()))
    })
    .await
}

pub(super) async fn example(Path(kind): Path<String>) -> Result<Response, PageError> {
    let (_, name, text) = EXAMPLES
        .iter()
        .find(|(known, ..)| *known == kind)
        .ok_or_else(|| PageError::not_found(t!("There is no example of such a file.")))?;
    let head = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"example-{name}\"")),
    ];
    Ok((head, *text).into_response())
}

pub(super) async fn show_run(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Query(watch): Query<Watch>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let mut run = ImportRun { looks_again: watch.watch.is_some(), ..find(&site, &workspace, id)? };
        if run.percent.is_none() {
            let roll = Roll::now(&site.app, &workspace)?;
            run.understood = Some(first_hour::understood(&site.app, &workspace, &roll)?);
        }
        let frame = settings::frame(&site, &workspace, &viewer, t!("A file"))?;
        Ok(Html(pages::import_run(&frame, &run).into_string()))
    })
    .await
}

pub(super) async fn refused(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let run = blocking(move || find(&site, &site.workspace()?, id)).await?;
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
        PageError::wrong(t!("The file did not arrive whole ({error}); please send it again.", error = error))
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
        viewer.check_set_up(t!("send files"), &token)?;
        let kind = KINDS.iter().map(|(known, _)| *known).find(|known| *known == kind);
        let kind = kind.ok_or_else(|| PageError::wrong(t!("Please choose what is in the file.")))?;
        if kind == "log" && log_site.is_empty() {
            return Err(PageError::wrong(t!(
                "Please name the site's address, so that own links are told from others."
            )));
        }
        let file_name: String = field.file_name().unwrap_or(t!("a file")).chars().take(200).collect();
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
            return Err(PageError::wrong(t!("The file is empty.")));
        }
        let id = blocking(move || {
            let workspace = site.workspace()?;
            let mut begun = KeptRun::begun(site.app.now(), viewer.name.clone(), kind.to_owned(), file_name);
            begun.id = site.app.records.add_import_run(workspace.id, &begun)?;
            let id = begun.id;
            let (read, rejects) = (AtomicU64::new(0), Mutex::default());
            let run = Arc::new(Run { workspace: workspace.id, begun, kind, bytes, read, rejects });
            lock(&site.imports.running).push(Arc::clone(&run));
            std::thread::spawn(move || take_in(&site, &workspace, &run, &aside, &log_site));
            Ok(id)
        })
        .await?;
        return Ok(Redirect::to(&format!("/settings/import/{id}?watch=1")));
    }
    Err(PageError::wrong(t!("Please choose a file.")))
}

fn take_in(site: &Site, workspace: &Workspace, run: &Arc<Run>, aside: &Aside, log_site: &str) {
    let taken = import(&site.app, workspace, run, &aside.path, log_site);
    // Also after a file that broke off: what came before it is kept, so it is read.
    if let Err(error) = refresh::catch_up(&site.app, &|_| {}) {
        tracing::error!(%error, "what was imported could not be read yet and is tried again");
    }
    let rejects = lock(&run.rejects).clone();
    let mut ended = KeptRun { over_at: Some(site.app.now()), rejects, ..run.begun.clone() };
    match taken {
        Ok(tally) => {
            (ended.accepted, ended.duplicate, ended.rejected) = (tally.accepted, tally.duplicate, tally.rejected);
        }
        Err(error) => {
            tracing::warn!(%error, "an import broke off");
            (ended.rejected, ended.failed) = (ended.rejects.len() as u64, Some(format!("{error}.")));
        }
    }
    if let Err(error) = site.app.records.end_import_run(workspace.id, &ended) {
        tracing::error!(%error, "how an import ended could not be written down");
    }
    lock(&site.imports.running).retain(|one| one.begun.id != run.begun.id);
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
    let broken = |source| AppError::File { path: PathBuf::from(&run.begun.file_name), source };
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
        "content" => intake::content(app, workspace, read_content(input), &run.begun.sent_by, refuse),
        "deals" => intake::deals(app, workspace, read_deals(input, app.now()), refuse),
        "touches" => intake::touches(app, workspace, read_touches(input), refuse),
        "declarations" => intake::statements(app, workspace, read_declarations(input), refuse),
        _ => intake::statements(app, workspace, read_verdicts(input), refuse),
    }
}
