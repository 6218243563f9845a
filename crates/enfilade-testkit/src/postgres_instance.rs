//! A private PostgreSQL server for tests: made in a temporary folder, reached on a free port of this machine, removed
//! at the end.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Set, it turns a missing PostgreSQL from a skipped test into a failed one.
const REQUIRE: &str = "ENFILADE_REQUIRE_POSTGRES";

/// A running server; dropping it stops it and removes its data.
#[derive(Debug)]
pub struct PostgresInstance {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    databases: AtomicUsize,
}

impl PostgresInstance {
    /// Starts a server. `None`, with a visible message, when PostgreSQL is not installed here.
    ///
    /// # Panics
    /// PostgreSQL is not installed although `ENFILADE_REQUIRE_POSTGRES` is set, or it does not start.
    #[must_use]
    pub fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            #[expect(clippy::disallowed_methods, reason = "tests have no binary that reads the environment for them")]
            let required = std::env::var(REQUIRE).is_ok();
            assert!(!required, "PostgreSQL is missing; install the Debian package `postgresql`");
            eprintln!("SKIPPED: PostgreSQL is missing; install the Debian package `postgresql` to run this test");
            return None;
        };
        let made = as_postgres("mktemp").args(["-d", "/tmp/enfilade-postgres-XXXXXX"]).output().expect("mktemp runs");
        let folder = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim());
        assert!(folder.is_dir(), "no temporary folder: {}", String::from_utf8_lossy(&made.stderr));
        let data = folder.join("data");
        let mut initdb = as_postgres(&binaries.join("initdb").to_string_lossy());
        run(initdb.args(["--no-locale", "-E", "UTF8", "-A", "trust", "-U", "enfilade", "--no-sync", "-D"]).arg(&data));
        // Another process may take a free port before the server does; then the next one is tried.
        for _ in 0..5 {
            let port = free_port();
            let instance =
                Self { binaries: binaries.clone(), folder: folder.clone(), port, databases: AtomicUsize::new(0) };
            if instance.start_server() {
                return Some(instance);
            }
            std::mem::forget(instance);
        }
        panic!("the PostgreSQL server did not start; see {}/log", folder.display());
    }

    fn control(&self) -> Command {
        let mut command = as_postgres(&self.binaries.join("pg_ctl").to_string_lossy());
        command.arg("-D").arg(self.folder.join("data")).arg("-w");
        command
    }

    fn start_server(&self) -> bool {
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1", self.port, self.folder.display());
        let mut command = self.control();
        command.arg("-l").arg(self.folder.join("log")).args(["-o", &options, "start"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Stops and starts the server, as an operator would; connections are lost.
    ///
    /// # Panics
    /// The server does not come back.
    pub fn restart(&self) {
        run(self.control().args(["-m", "fast", "stop"]));
        assert!(self.start_server(), "the PostgreSQL server did not come back");
    }

    /// Makes an empty database and gives its address.
    ///
    /// # Panics
    /// The server refuses.
    pub fn new_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut createdb = Command::new(self.binaries.join("createdb"));
        run(createdb.args(["-h", "127.0.0.1", "-U", "enfilade", "-p", &self.port.to_string(), &name]));
        format!("postgres://enfilade@127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for PostgresInstance {
    fn drop(&mut self) {
        let mut stop = self.control();
        stop.args(["-m", "immediate", "stop"]).stdout(Stdio::null()).stderr(Stdio::null());
        let _ = stop.status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The newest installed version's programs.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(Result::ok)
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// PostgreSQL refuses to run as root; then its own user runs it.
fn as_postgres(program: &str) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|facts| facts.uid() == 0);
    let mut command = if is_root { Command::new("runuser") } else { Command::new(program) };
    if is_root {
        command.args(["-u", "postgres", "--", program]);
    }
    command.current_dir(Path::new("/"));
    command
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("a PostgreSQL program runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
