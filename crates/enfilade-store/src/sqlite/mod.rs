//! SQLite: a file for log and records and one for the inbox beside it; many readers and one writer at a time in each.

mod backup;
mod connection;
mod planner;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use backup::carry_over;
pub(crate) use backup::{backup, restore};
use connection::SqliteConnection;

use crate::StoreError;
use crate::database::{Connection, Dialect, Driver, Purpose};

/// The layout of the inbox's file.
const INBOX_VERSION: i64 = 1;

/// `enfilade.db` has its inbox in `enfilade-inbox.db`.
fn inbox_path(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-inbox");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Opens connections to the two files.
#[derive(Debug)]
pub(crate) struct SqliteDriver {
    path: PathBuf,
    inbox_path: PathBuf,
    /// For tests of a full disk: the most pages each file may have.
    most_pages: Option<i64>,
}

impl SqliteDriver {
    /// Makes the folder of the file when it is missing.
    pub(crate) fn new(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Unavailable(format!("cannot make {}: {error}", folder.display())))?;
        }
        Ok(Self { path: path.to_owned(), inbox_path: inbox_path(path), most_pages: None })
    }
}

impl Driver for SqliteDriver {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn connect(&self, purpose: Purpose) -> Result<Box<dyn Connection>, StoreError> {
        let path = match purpose {
            Purpose::Read | Purpose::Write => &self.path,
            Purpose::Accept | Purpose::ReadInbox | Purpose::ClearInbox => &self.inbox_path,
        };
        let mut connection = SqliteConnection::open(path, purpose)?;
        if let Some(pages) = self.most_pages {
            connection.query(&format!("pragma max_page_count = {pages}"), &[])?;
        }
        Ok(Box::new(connection))
    }

    fn inform_planner(&self, connection: &mut dyn Connection) -> Result<(), StoreError> {
        planner::inform(connection)
    }

    fn prepare_inbox(&self) -> Result<(), StoreError> {
        let mut inbox = self.connect(Purpose::Accept)?;
        let version = inbox.query_one("pragma user_version", &[])?.of("inbox").int()?;
        if version > INBOX_VERSION {
            return Err(StoreError::NewerSchema { found: version, known: INBOX_VERSION });
        }
        if version < INBOX_VERSION {
            inbox.batch(include_str!("inbox.sql"))?;
            inbox.batch(&format!("pragma user_version = {INBOX_VERSION}"))?;
        }
        carry_over(&self.path, &self.inbox_path)
    }

    fn tidy_inbox(&self) -> Result<(), StoreError> {
        self.connect(Purpose::ClearInbox)?.query("pragma wal_checkpoint(passive)", &[]).map(drop)
    }

    fn forget_remains(&self) -> Result<(), StoreError> {
        // The main file overwrites what it deletes (see the connection's settings); the inbox, which deletes everything it
        // ever held, is written anew instead: whatever waits in it is little.
        self.connect(Purpose::ClearInbox)?.batch("vacuum")?;
        for purpose in [Purpose::ClearInbox, Purpose::Write] {
            self.connect(purpose)?.query("pragma wal_checkpoint(truncate)", &[])?;
        }
        Ok(())
    }

    fn free_in_bytes(&self) -> Option<u64> {
        let facts = rustix::fs::statvfs(&self.path).ok()?;
        facts.f_bavail.checked_mul(facts.f_frsize)
    }

    fn inbox_damage(&self) -> Result<Option<String>, StoreError> {
        let mut inbox = self.connect(Purpose::ReadInbox)?;
        let finding = inbox.query_one("pragma quick_check(1)", &[])?.of("check").text()?;
        Ok((finding != "ok").then(|| format!("inbox: {finding}")))
    }

    fn size_in_bytes(&self, _connection: &mut dyn Connection) -> Result<u64, StoreError> {
        let size_of = |path: &Path, suffix: &str| {
            let mut path = path.as_os_str().to_owned();
            path.push(suffix);
            std::fs::metadata(path).map_or(0, |facts| facts.len())
        };
        Ok([&self.path, &self.inbox_path].map(|path| size_of(path, "") + size_of(path, "-wal")).iter().sum())
    }
}

/// What an error of SQLite means for the caller.
pub(crate) fn failure(error: &rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed, OutOfMemory, ReadOnly,
        SystemIoFailure,
    };
    match error.sqlite_error_code() {
        Some(
            DiskFull
            | SystemIoFailure
            | DatabaseBusy
            | DatabaseLocked
            | CannotOpen
            | ReadOnly
            | OutOfMemory
            | FileLockingProtocolFailed,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Failed(error.to_string()),
    }
}
