//! The server that is measured: the router, the store and the jobs of `serve`, on a data directory that goes away.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use enfilade_app::{AddressBook, App};
use enfilade_domain::{SystemClock, VisitorId};
use enfilade_store::DatabaseAddress;
use tokio::runtime::Runtime;

use super::super::{Opened, access, serve};
use crate::configuration::Configuration;
use crate::failure::Failure;

/// Visitors whose events are counted at once.
const VISITORS_AT_ONCE: usize = 1_000;
/// Pause between two looks at whether everything is read.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A directory that is removed with everything in it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    stays: bool,
}

impl Folder {
    pub(super) fn make(within: Option<&Path>) -> Result<Self, Failure> {
        let within = within.map_or_else(std::env::temp_dir, Path::to_path_buf);
        let path = within.join(format!("enfilade-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self { path, stays: false })
    }

    /// A folder that is kept, made where it is missing.
    pub(super) fn kept(path: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(path)?;
        Ok(Self { path: path.to_path_buf(), stays: true })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            eprintln!("{} could not be removed: {error}", self.path.display());
        }
    }
}

/// A running server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) key: String,
    opened: Opened,
    stop: Arc<AtomicBool>,
    jobs: Vec<JoinHandle<()>>,
    runtime: Option<Runtime>,
    _folder: Folder,
}

impl Server {
    pub(super) fn start(within: Option<&Path>) -> Result<Self, Failure> {
        let folder = Folder::make(within)?;
        let opened = open(&folder)?;
        Self::serve(folder, opened, false)
    }

    /// Serves what was opened. `free` lets everybody see the pages.
    pub(super) fn serve(folder: Folder, opened: Opened, free: bool) -> Result<Self, Failure> {
        serve::start_log();
        let key = access::add_key(&opened, "bench")?;
        let stop = Arc::new(AtomicBool::new(false));
        let jobs = serve::start_jobs(&opened.app, &stop);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let service = serve::router(&opened, free)?.into_make_service_with_connect_info::<SocketAddr>();
        let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))?;
        let address = listener.local_addr()?;
        runtime.spawn(async move { axum::serve(listener, service).await });
        Ok(Self { address, key, opened, stop, jobs, runtime: Some(runtime), _folder: folder })
    }

    /// Events accepted and not yet filed.
    pub(super) fn inbox(&self) -> Result<u64, Failure> {
        Ok(self.opened.app.log.inbox_len()?)
    }

    /// Waits until every event is filed and every reading is fresh, and gives the seconds; `None` when patience ends.
    pub(super) fn wait_until_fresh(&self, patience: Duration) -> Result<Option<f64>, Failure> {
        let start = Instant::now();
        let log = &self.opened.app.log;
        while log.inbox_len()? > 0 || !log.touched(1)?.is_empty() {
            if start.elapsed() > patience {
                return Ok(None);
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        Ok(Some(start.elapsed().as_secs_f64()))
    }

    /// Events in the log and the inbox, counted by reading those of the log one by one.
    pub(super) fn kept(&self) -> Result<u64, Failure> {
        let (log, workspace) = (&self.opened.app.log, self.opened.workspace.id);
        let (mut kept, mut after) = (log.inbox_len()?, None::<VisitorId>);
        loop {
            let visitors = log.visitors_after(workspace, after.as_ref(), VISITORS_AT_ONCE)?;
            let Some(last) = visitors.last().cloned() else { return Ok(kept) };
            kept += log.events_of(workspace, &visitors)?.len() as u64;
            after = Some(last);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
        for job in self.jobs.drain(..) {
            // A job that panicked was logged by itself.
            let _ = job.join();
        }
    }
}

pub(super) fn open(folder: &Folder) -> Result<Opened, Failure> {
    let address = DatabaseAddress::Sqlite(folder.path.join("enfilade.db"));
    let store = enfilade_store::open(&address)?;
    let app = App::new(&store, Arc::new(SystemClock), AddressBook::open(&[])?);
    let workspace = app.records.ensure_workspace("default", app.now())?;
    Ok(Opened { app, store, workspace, address, configuration: Configuration::default(), data: PathBuf::new() })
}

/// Resident memory of this process in MiB, now and at most (`/proc/self/status`); `None` elsewhere than on Linux.
pub(super) fn memory_mib() -> Option<(f64, f64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().trim_end_matches("kB").trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
    };
    Some((of("VmRSS:")?, of("VmHWM:")?))
}
