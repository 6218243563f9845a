//! Opening, checking and copying a database.

use std::path::Path;
use std::sync::Arc;

use crate::database::{Database, Dialect, Driver, Purpose};
use crate::event_log::SqlEventLog;
use crate::migrations::{migrate, schema_version};
use crate::postgres::PostgresDriver;
use crate::records::SqlRecords;
use crate::sqlite::{self, SqliteDriver};
use crate::{DatabaseAddress, EventLog, Records, StoreError};

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    pub log: Arc<dyn EventLog>,
    pub records: Arc<dyn Records>,
    database: Arc<Database>,
}

/// The state of a database, for `doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub schema_version: i64,
    pub size_in_bytes: u64,
    /// Free bytes on the disk that holds the database, where it can be told.
    pub free_in_bytes: Option<u64>,
    /// Events accepted and not yet filed.
    pub inbox_len: u64,
    /// What a quick look at the file's structure found; `None` when it is sound. PostgreSQL looks after its own.
    pub damage: Option<String>,
}

/// Opens the database, made and brought up to date where needed.
///
/// # Errors
/// [`StoreError::Unavailable`] when it cannot be reached, [`StoreError::NewerSchema`] when a later version wrote it.
pub fn open(address: &DatabaseAddress) -> Result<Store, StoreError> {
    let driver: Box<dyn Driver> = match address {
        DatabaseAddress::Sqlite(path) => Box::new(SqliteDriver::new(path)?),
        DatabaseAddress::Postgres(url) => Box::new(PostgresDriver::new(url)?),
    };
    open_with(driver)
}

pub(crate) fn open_with(driver: Box<dyn Driver>) -> Result<Store, StoreError> {
    let mut connection = driver.connect(Purpose::Write)?;
    migrate(&mut *connection, driver.dialect())?;
    driver.inform_planner(&mut *connection)?;
    drop(connection);
    driver.prepare_inbox()?;
    let database = Database::new(driver);
    let log = Arc::new(SqlEventLog::start(Arc::clone(&database))?);
    let records = Arc::new(SqlRecords::new(Arc::clone(&database)));
    Ok(Store { log, records, database })
}

impl Store {
    /// Looks at the database's state.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn check(&self) -> Result<Condition, StoreError> {
        let inbox_len = self.log.inbox_len()?;
        let dialect = self.database.dialect();
        self.database.read(|connection| {
            let finding = match dialect {
                Dialect::Sqlite => connection.query_one("pragma quick_check(1)", &[])?.of("check").text()?,
                Dialect::Postgres => "ok".to_owned(),
            };
            let finding = if finding == "ok" { self.database.driver().inbox_damage()? } else { Some(finding) };
            Ok(Condition {
                schema_version: schema_version(connection)?,
                size_in_bytes: self.database.driver().size_in_bytes(connection)?,
                free_in_bytes: self.database.driver().free_in_bytes(),
                inbox_len,
                damage: finding,
            })
        })
    }
}

/// Copies the database to a new file while it is in use, and checks the copy. Returns its size in bytes.
///
/// # Errors
/// The target exists, the disk is full, the copy is not sound, or the database is PostgreSQL, which brings its own tools.
pub fn backup(address: &DatabaseAddress, target: &Path) -> Result<u64, StoreError> {
    match address {
        DatabaseAddress::Sqlite(path) => sqlite::backup(path, target),
        DatabaseAddress::Postgres(_) => Err(StoreError::Failed(format!(
            "a PostgreSQL database is copied by its own tool: pg_dump --format=custom --file={} '{address}'",
            target.display()
        ))),
    }
}

/// Replaces the content of the database by that of a backup.
///
/// # Errors
/// The database exists and may not be overwritten, the backup is not sound, or the database is PostgreSQL.
pub fn restore(source: &Path, address: &DatabaseAddress, overwrite: bool) -> Result<(), StoreError> {
    match address {
        DatabaseAddress::Sqlite(path) => {
            SqliteDriver::new(path)?;
            sqlite::restore(source, path, overwrite)
        }
        DatabaseAddress::Postgres(_) => Err(StoreError::Failed(format!(
            "a PostgreSQL database is restored by its own tool: pg_restore --clean --if-exists --dbname='{address}' {}",
            source.display()
        ))),
    }
}
