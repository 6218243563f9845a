//! `enfilade serve`: collection, pages and the schedule, until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use enfilade_app::build::reading::Manners;
use enfilade_app::jobs::{self, Job};
use enfilade_app::reveal::intake;
use enfilade_app::roll::Drawn;
use enfilade_app::{AddressBook, App, access};
use enfilade_collect::Collected;
use enfilade_domain::{Event, Workspace};
use enfilade_web::collection::{self, Collection, CollectionMetrics, Intake, Limits, Pace, WriteKeys};
use enfilade_web::site::{self, Assessments, Imports, PublicAssessments, Site};
use prometheus_client::registry::Registry;

use super::{Opened, access as keys, site as site_reading};
use crate::arguments::Serve;
use crate::failure::{Failure, Outcome};

/// Attaches networks at the door.
#[derive(Debug)]
struct Door {
    book: Arc<AddressBook>,
}

impl Intake for Door {
    fn prepare(&self, workspace: &Workspace, collected: Vec<Collected>) -> Vec<Event> {
        intake::prepare(workspace, &self.book, collected)
    }
}

pub(crate) fn run(opened: &Opened, serve: &Serve) -> Result<Outcome, Failure> {
    let usual = SocketAddr::from(([127, 0, 0, 1], 8080));
    let listen = serve.listen.or(opened.configuration.listen).unwrap_or(usual);
    serve_on(opened, listen, false)
}

/// Serves until the process is told to stop. `open` lets everybody in: only for the demo on a loopback address.
pub(crate) fn serve_on(opened: &Opened, listen: SocketAddr, open: bool) -> Result<Outcome, Failure> {
    start_log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stop = Arc::new(AtomicBool::new(false));
    let workers = start_jobs(&opened.app, &stop);
    let listened = std::net::TcpListener::bind(listen)
        .map_err(|error| Failure::Other(anyhow::anyhow!("cannot listen on {listen}: {error}")));
    // The store is asked before the runtime begins: PostgreSQL's client refuses to block inside one.
    let prepared = listened.and_then(|listener| {
        listener.set_nonblocking(true)?;
        announce(opened, listener.local_addr()?, open)?;
        Ok((listener, router(opened, open)?))
    });
    let served = prepared.and_then(|(listener, app)| {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let service = app.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
            Ok::<(), Failure>(())
        })
    });
    stop.store(true, Ordering::Relaxed);
    for worker in workers {
        // A job that panicked was logged by itself; stopping goes on.
        let _ = worker.join();
    }
    served.map(|()| Outcome::Done)
}

pub(super) fn router(opened: &Opened, open: bool) -> Result<axum::Router, Failure> {
    let (app, configuration) = (&opened.app, &opened.configuration);
    let mut registry = Registry::default();
    let metrics = CollectionMetrics::register(&mut registry);
    let mut limits = Limits { trusted_proxies: configuration.proxy_networks()?, ..Limits::default() };
    if let Some(events_per_second) = configuration.events_per_second {
        limits.pace = Pace { events_per_second, ..limits.pace };
    }
    let door = collection::router(Collection {
        log: Arc::clone(&app.log),
        keys: WriteKeys::new(Arc::clone(&app.records), Arc::clone(&app.clock)),
        clock: Arc::clone(&app.clock),
        intake: Arc::new(Door { book: Arc::clone(&app.address_book) }),
        limits,
        metrics,
    });
    let pages = site::router(Site {
        app: app.clone(),
        slug: opened.workspace.slug.clone(),
        open,
        metrics: registry,
        imports: Imports::default(),
        assessments: Assessments::new(Manners {
            allowed_hosts: configuration.crawl_allowed_hosts.clone(),
            browser: if configuration.crawl_browser { Some(site_reading::browser()?) } else { None },
            kept_in: Some(site_reading::kept_in(opened)),
            ..Manners::default()
        }),
        public_assessments: PublicAssessments::new(configuration.proxy_networks()?),
        plans: Drawn::default(),
    });
    Ok(door.merge(pages))
}

fn announce(opened: &Opened, address: SocketAddr, open: bool) -> Result<(), Failure> {
    let base = opened.configuration.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let base = base.trim_end_matches('/');
    eprintln!("listening on {base}");
    let written = opened.app.records.write_keys(opened.workspace.id)?;
    let key = match written.iter().find(|key| key.revoked_at.is_none()) {
        Some(key) => key.key.clone(),
        None => keys::add_key(opened, "website")?,
    };
    eprintln!("write key {key}");
    eprintln!("for your pages: <script async src=\"{base}/e.js\" data-key=\"{key}\"></script>");
    if open {
        eprintln!("open without sign-in, because this is the demo on a loopback address");
    } else if let Some(token) = access::set_up_token(&opened.app, &opened.workspace)? {
        eprintln!("set up (once): {base}/set-up?token={token}");
    } else {
        eprintln!("sign in at {base}/sign-in");
    }
    Ok(())
}

/// One thread per job; each pauses between runs, and a failed run is tried again.
pub(super) fn start_jobs(app: &App, stop: &Arc<AtomicBool>) -> Vec<std::thread::JoinHandle<()>> {
    jobs::TABLE.iter().map(|job| start_job(app.clone(), *job, Arc::clone(stop))).collect()
}

fn start_job(app: App, job: Job, stop: Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    const LONGEST_NAP: Duration = Duration::from_millis(100);
    std::thread::spawn(move || {
        // Accepting comes first: while the machine is busy, readings may come a moment later, and buyers may not wait.
        // Where the system refuses, both share evenly.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), job.niceness);
        while !stop.load(Ordering::Relaxed) {
            if let Err(error) = (job.run)(&app, &|| !stop.load(Ordering::Relaxed)) {
                tracing::error!(job = job.name, %error, "the job `{}` failed and is tried again", job.name);
                std::thread::sleep(Duration::from_secs(1));
            }
            let mut left = job.every;
            while !left.is_zero() && !stop.load(Ordering::Relaxed) {
                let nap = left.min(LONGEST_NAP);
                std::thread::sleep(nap);
                left -= nap;
            }
        }
    })
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupted.await;
        return;
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

pub(super) fn start_log() {
    // A second serve in one process (tests) keeps the first one's log.
    let _ = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).try_init();
}
