//! `/site`: the newest assessment, a new one in the background, findings contested.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Extension, Form, Query, State};
use axum::response::{Html, Redirect, Response};
use enfilade_app::App;
use enfilade_app::build::desk::tasks;
use enfilade_app::build::own::Whose;
use enfilade_app::build::reading::{self, Manners, Place};
use enfilade_app::build::report::FindingReport;
use enfilade_app::build::{assessment, library};
use enfilade_domain::{Dispute, Timestamp, Workspace};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, Site, blocking, csv, dates, floor_plan};
use crate::pages::assessment::{self as pages, Asking, Run as ShownRun};
use crate::pages::frame::{Frame, Sheet};

/// Assessments that are being made, one at a time: reading a site politely takes minutes.
#[derive(Debug, Default)]
pub struct Assessments {
    manners: Manners,
    run: Mutex<Option<Arc<Run>>>,
}

#[derive(Debug)]
struct Run {
    place: String,
    done: AtomicU64,
    known: AtomicU64,
    outcome: Mutex<Option<Result<i64, String>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Assessments {
    /// Assessments that behave so.
    #[must_use]
    pub fn new(manners: Manners) -> Self {
        Self { manners, run: Mutex::default() }
    }

    /// The same manners for another workspace.
    pub(super) fn beside(&self) -> Self {
        Self::new(self.manners.clone())
    }

    /// Whether a site is being read at this moment.
    pub(super) fn is_reading(&self) -> bool {
        lock(&self.run).as_ref().is_some_and(|run| lock(&run.outcome).is_none())
    }

    fn shown(&self) -> Option<ShownRun> {
        let run = lock(&self.run).clone()?;
        let failed = match lock(&run.outcome).as_ref() {
            None => None,
            Some(Ok(_)) => return None,
            Some(Err(reason)) => Some(reason.clone()),
        };
        let (done, known) = (run.done.load(Ordering::Relaxed), run.known.load(Ordering::Relaxed));
        Some(ShownRun { place: run.place.clone(), done, known, failed })
    }

    /// Begins, unless one is under way.
    fn begin(&self, place: &str) -> Result<Arc<Run>, PageError> {
        let mut current = lock(&self.run);
        if current.as_ref().is_some_and(|run| lock(&run.outcome).is_none()) {
            return Err(PageError::refused(t!("A site is being read already; it will be done in a few minutes.")));
        }
        let run = Arc::new(Run {
            place: place.to_owned(),
            done: AtomicU64::new(0),
            known: AtomicU64::new(0),
            outcome: Mutex::default(),
        });
        *current = Some(Arc::clone(&run));
        Ok(run)
    }
}

impl Run {
    /// Reads, keeps, and takes the own site into the library where that was asked for.
    fn carry_out(&self, app: &App, workspace: &Workspace, place: &Place, manners: &Manners, is_own: bool) {
        let mut told = |progress: &reading::Progress| {
            self.done.store(progress.done as u64, Ordering::Relaxed);
            self.known.store(progress.known as u64, Ordering::Relaxed);
        };
        let made = reading::site(place, manners, &mut told).and_then(|read| {
            let whose = if is_own { Whose::Own } else { Whose::Unsaid };
            let made = assessment::keep(app, workspace, &self.place, &read, whose)?;
            if is_own {
                library::take_crawl(app, workspace, &made.report, &read)?;
            }
            Ok(made.id)
        });
        *lock(&self.outcome) = Some(made.map_err(|error| error.to_string()));
    }
}

fn frame(
    site: &Site,
    workspace: &Workspace,
    viewer: &Viewer,
    (moment, as_of): (Timestamp, Option<String>),
) -> Result<Frame, PageError> {
    floor_plan::frame(
        site,
        workspace,
        viewer,
        Sheet::Site,
        moment,
        as_of,
        t!("Website assessment"),
        t!("1 door = 1 room"),
    )
}

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    id: Option<i64>,
    as_of: Option<String>,
}

pub(super) async fn show(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Query(which): Query<Which>,
) -> Result<Html<String>, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(which.as_of.as_deref(), site.app.now())?;
        // On a past day nothing is asked for and nothing decided.
        let is_past = as_of.is_some();
        let kept = match which.id {
            None if is_past => assessment::newest_at(&site.app, &workspace, moment)?,
            Some(id) => Some(
                assessment::one(&site.app, &workspace, id)?
                    .ok_or_else(|| PageError::not_found(t!("There is no such assessment.")))?,
            ),
            None => assessment::newest(&site.app, &workspace, None)?,
        };
        let asking = Asking {
            run: site.assessments.shown().filter(|_| !is_past),
            may_ask: viewer.may_set_up() && !is_past,
            last_place: kept.as_ref().map(|kept| kept.report.place.clone()).unwrap_or_default(),
        };
        let mut frame = frame(&site, &workspace, &viewer, (moment, as_of))?;
        let page = match kept {
            Some(kept) => {
                frame.title_block = Some(pages::title_block(&kept.report));
                let view = pages::Assessment {
                    id: kept.id,
                    report: kept.report,
                    since_last: kept.since_last,
                    tasks: if is_past { Vec::new() } else { tasks::all(&site.app, &workspace)? },
                    may_decide: viewer.may_decide && !is_past,
                };
                pages::render(&frame, &view, &asking)
            }
            None => pages::empty(&frame, &asking),
        };
        Ok(Html(page.into_string()))
    })
    .await
}

/// The findings of an assessment as a file, all of them.
pub(super) async fn as_csv(
    State(site): State<Shared>,
    Extension(_viewer): Extension<Viewer>,
    Query(which): Query<Which>,
) -> Result<Response, PageError> {
    blocking(move || {
        let workspace = site.workspace()?;
        let (moment, as_of) = dates::moment(which.as_of.as_deref(), site.app.now())?;
        let kept = match which.id {
            Some(id) => assessment::one(&site.app, &workspace, id)?,
            None => assessment::newest_at(&site.app, &workspace, moment)?,
        };
        let report = kept.ok_or_else(|| PageError::not_found("There is no such assessment."))?.report;
        let rows = report.findings.into_iter().map(|found| {
            vec![
                found.room,
                found.severity.to_string(),
                found.name,
                found.path,
                found.url,
                found.quote,
                found.reason,
                found.advice,
            ]
        });
        let head = ["room", "severity", "finding", "path", "url", "quote", "reason", "advice"];
        Ok(csv::file(&csv::named("findings", as_of.as_deref()), &head, rows))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    csrf_token: String,
    address: String,
    #[serde(default)]
    own: Option<String>,
}

pub(super) async fn ask(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Ask>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("have a site assessed"), &form.csrf_token)?;
    blocking(move || {
        let place = form.address.trim();
        let address = reading::address(place)?;
        let workspace = site.workspace()?;
        let run = site.assessments.begin(place)?;
        let manners = site.assessments.manners.clone();
        let app = site.app.clone();
        std::thread::spawn(move || run.carry_out(&app, &workspace, &address, &manners, form.own.is_some()));
        Ok(Redirect::to("/site"))
    })
    .await
}

#[derive(Debug, Deserialize)]
pub(super) struct OnFinding {
    #[serde(default)]
    csrf_token: String,
    /// Number of the assessment; rule, path and quote are the finding's.
    id: i64,
    rule: String,
    path: String,
    quote: String,
    /// Why it is contested.
    #[serde(default)]
    reason: String,
    /// Who will mend it.
    #[serde(default)]
    owner: String,
}

pub(super) async fn dispute(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<OnFinding>,
) -> Result<Redirect, PageError> {
    settle(site, viewer, form, true).await
}

pub(super) async fn let_stand(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<OnFinding>,
) -> Result<Redirect, PageError> {
    settle(site, viewer, form, false).await
}

/// Puts a finding on the desk, to be mended.
pub(super) async fn accept(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<OnFinding>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        let report = assessment::one(&site.app, &workspace, form.id)?
            .ok_or_else(|| PageError::not_found(t!("There is no such assessment.")))?
            .report;
        let is_it =
            |found: &&FindingReport| (&found.rule, &found.path, &found.quote) == (&form.rule, &form.path, &form.quote);
        let found = report.findings.iter().find(is_it);
        let found = found.ok_or_else(|| PageError::not_found(t!("This assessment has no such finding.")))?;
        tasks::accept(&site.app, &workspace, &report, found, &form.owner, &viewer.name)?;
        Ok(Redirect::to(&format!("/site?id={}#findings", form.id)))
    })
    .await
}

async fn settle(site: Shared, viewer: Viewer, form: OnFinding, stands: bool) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    blocking(move || {
        let workspace = site.workspace()?;
        let kept = assessment::one(&site.app, &workspace, form.id)?
            .ok_or_else(|| PageError::not_found(t!("There is no such assessment.")))?;
        let dispute = Dispute {
            site: kept.report.site,
            rule: form.rule,
            path: form.path,
            quote: form.quote,
            reason: form.reason,
            by: viewer.name,
            at: site.app.now(),
        };
        assessment::dispute(&site.app, &workspace, &dispute, stands)?;
        Ok(Redirect::to(&format!("/site?id={}", form.id)))
    })
    .await
}
