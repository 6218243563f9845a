//! Copies of the two SQLite files in one, taken while they are in use and verified before they count.

use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{failure, inbox_path};
use crate::StoreError;

/// Copies the database to a new file. The copy appears under its name only when it is whole and checked.
pub(crate) fn backup(path: &Path, target: &Path) -> Result<u64, StoreError> {
    if target.exists() {
        return Err(StoreError::Failed(format!("{} is there already; choose another name", target.display())));
    }
    let (partial, inbox) = (beside(target, ".partial"), beside(target, ".inbox-partial"));
    let forget = |path: &Path| {
        for companion in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(path, companion));
        }
    };
    forget(&partial);
    forget(&inbox);
    // The inbox first: what is filed in between is then in both copies and filed again without effect, where in the
    // other order it would be in neither.
    let outcome = copy_inbox(&inbox_path(path), &inbox)
        .and_then(|()| copy(path, &partial))
        .and_then(|()| bring_along(&inbox, &partial))
        .and_then(|()| keep(&partial, target));
    forget(&inbox);
    if outcome.is_err() {
        forget(&partial);
    }
    outcome
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A database that nobody opened since it was restored has no inbox yet.
fn copy_inbox(from: &Path, to: &Path) -> Result<(), StoreError> {
    if from.exists() { copy_pages(from, to) } else { Ok(()) }
}

/// Puts the rows of a copied inbox into the copied database's own table.
fn bring_along(inbox: &Path, database: &Path) -> Result<(), StoreError> {
    if !inbox.exists() {
        return Ok(());
    }
    move_rows(database, inbox, "insert or replace into main.inbox select * from other.inbox")
}

/// Moves what a backup brought along into the inbox. When this is cut short it is done again, and filing the rows twice
/// changes nothing.
pub(super) fn carry_over(database: &Path, inbox: &Path) -> Result<(), StoreError> {
    let connection = open_existing(database)?;
    let brings: bool = connection
        .query_row("select exists (select 1 from inbox)", [], |row| row.get(0))
        .map_err(|error| failure(&error))?;
    drop(connection);
    if !brings {
        return Ok(());
    }
    // New numbers: the inbox may hold others under the old ones.
    let columns = "workspace, visitor, at, body";
    move_rows(
        inbox,
        database,
        &format!("insert into main.inbox ({columns}) select {columns} from other.inbox order by seq"),
    )?;
    let connection = open_existing(database)?;
    connection.execute("delete from inbox", []).map(drop).map_err(|error| failure(&error))
}

fn move_rows(into: &Path, other: &Path, sql: &str) -> Result<(), StoreError> {
    let connection = open_existing(into)?;
    let other = other.to_str().ok_or_else(|| StoreError::Failed(format!("{} is no UTF-8 path", other.display())))?;
    let moved = connection
        .execute("attach database ?1 as other", [other])
        .and_then(|_| connection.execute(sql, []))
        .and_then(|_| connection.execute("detach database other", []));
    moved.map(drop).map_err(|error| failure(&error))
}

/// Replaces the content of the database by that of a backup. Running programs see the restored content afterwards.
pub(crate) fn restore(source: &Path, path: &Path, overwrite: bool) -> Result<(), StoreError> {
    if !overwrite && path.exists() {
        return Err(StoreError::Failed(format!(
            "{} is there already; say --replace to overwrite it, or restore to another path",
            path.display()
        )));
    }
    verify(source)?;
    copy(source, path)?;
    let inbox = inbox_path(path);
    if inbox.exists() {
        // What waited belonged to what was replaced.
        open_existing(&inbox)?.execute("delete from inbox", []).map_err(|error| failure(&error))?;
        carry_over(path, &inbox)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    copy_pages(from, to)?;
    verify(to)
}

fn copy_pages(from: &Path, to: &Path) -> Result<(), StoreError> {
    let source = open_existing(from)?;
    let mut target = Connection::open(to).map_err(|error| failure(&error))?;
    let result = Backup::new(&source, &mut target).and_then(|backup| {
        // All pages in one step: one snapshot, which in WAL mode hinders no writer and is never started over.
        for _ in 0..200 {
            match backup.step(-1)? {
                StepResult::Done => return Ok(true),
                _ => std::thread::sleep(std::time::Duration::from_millis(50)),
            }
        }
        Ok(false)
    });
    match result {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::Unavailable(format!("{} is in use; stop what writes to it", to.display()))),
        Err(error) => Err(failure(&error)),
    }
}

fn keep(partial: &Path, target: &Path) -> Result<u64, StoreError> {
    // One file without companions, so that it can be carried away.
    let file = Connection::open(partial).map_err(|error| failure(&error))?;
    file.query_row("pragma journal_mode = delete", [], |_| Ok(())).map_err(|error| failure(&error))?;
    drop(file);
    let finish = || -> std::io::Result<u64> {
        std::fs::File::open(partial)?.sync_all()?;
        std::fs::rename(partial, target)?;
        Ok(std::fs::metadata(target)?.len())
    };
    finish().map_err(|error| StoreError::Unavailable(format!("cannot keep {}: {error}", target.display())))
}

fn open_existing(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|error| StoreError::Unavailable(format!("cannot open {}: {error}", path.display())))?;
    connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(|error| failure(&error))?;
    Ok(connection)
}

/// Every page and index of the file is in order, and it is one of ours.
fn verify(path: &Path) -> Result<(), StoreError> {
    let connection = open_existing(path)?;
    let finding: String = connection
        .query_row("pragma integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| StoreError::Failed(format!("{} is no sound database: {error}", path.display())))?;
    if finding != "ok" {
        return Err(StoreError::Failed(format!("{} is no sound database: {finding}", path.display())));
    }
    connection
        .query_row("select max(version) from schema_version", [], |_| Ok(()))
        .map_err(|_| StoreError::Failed(format!("{} is no database of Enfilade", path.display())))
}
