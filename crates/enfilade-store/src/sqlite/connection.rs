//! A connection to a SQLite file, with its settings.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, Statement};

use super::failure;
use crate::StoreError;
use crate::database::{Connection, Purpose, TakeRow};
use crate::many_rows::tuples;
use crate::value::{Cell, Columns, Row, RowInPlace, Value};

/// How long a statement waits while another process writes.
const PATIENCE_MS: i32 = 10_000;

pub(super) struct SqliteConnection {
    inner: rusqlite::Connection,
}

impl SqliteConnection {
    pub(super) fn open(path: &Path, purpose: Purpose) -> Result<Self, StoreError> {
        // SQLite would read a path that begins with `file:` as a URI; ours never are.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut inner = rusqlite::Connection::open_with_flags(path, flags).map_err(|error| failure(&error))?;
        settle_in(&mut inner, purpose).map_err(|error| failure(&error))?;
        Ok(Self { inner })
    }

    fn prepare(&self, sql: &str, parameters: &[Value]) -> rusqlite::Result<CachedStatement<'_>> {
        // SQLite looks a parameter by the name of `$7` up among all others, and takes `?7` for what it is.
        let mut statement = self.inner.prepare_cached(&sql.replace('$', "?"))?;
        bind(&mut statement, parameters)?;
        Ok(statement)
    }
}

fn bind(statement: &mut Statement<'_>, parameters: &[Value]) -> rusqlite::Result<()> {
    for (parameter, number) in parameters.iter().zip(1_usize..) {
        statement.raw_bind_parameter(number, parameter)?;
    }
    Ok(())
}

/// Runs a statement with its bound parameters and hands over its rows.
fn run(statement: &mut Statement<'_>, take: &mut TakeRow<'_>) -> Result<(), StoreError> {
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| failure(&error))? {
        take(Columns::in_place(row, columns))?;
    }
    Ok(())
}

impl RowInPlace for rusqlite::Row<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        Ok(match self.get_ref(column).map_err(|error| failure(&error))? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(value) => Cell::Int(value),
            ValueRef::Real(value) => Cell::Real(value),
            // Checking alone is quicker than looking for what to replace, and nearly every text is whole.
            ValueRef::Text(value) => {
                Cell::Text(std::str::from_utf8(value).map_or_else(|_| String::from_utf8_lossy(value), Cow::Borrowed))
            }
            ValueRef::Blob(value) => Cell::Blob(Cow::Borrowed(value)),
        })
    }
}

fn settle_in(connection: &mut rusqlite::Connection, purpose: Purpose) -> rusqlite::Result<()> {
    // Short and even steps: SQLite's own steps of up to 100 ms would miss the gaps between an import's transactions.
    connection.busy_handler(Some(|tries: i32| {
        std::thread::sleep(Duration::from_millis(1));
        tries < PATIENCE_MS
    }))?;
    // A plan that may depend on the values bound to it is made anew for each of them, which took half the time of all
    // reading; every statement here has one good plan.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
    let cache_kib = match purpose {
        Purpose::Read => 4_000,
        // New rows fall anywhere among the visitors; what is kept here is not read again from the file.
        Purpose::Write => 48_000,
        Purpose::Accept | Purpose::ReadInbox | Purpose::ClearInbox => 4_000,
    };
    // The inbox's journal is emptied by those who file. Only when they do not keep up does accepting help; it then
    // finds most of it done.
    let checkpoint_pages = match purpose {
        // Little at once: accepting waits for what the disk is writing.
        Purpose::Read | Purpose::Write => 4_000,
        Purpose::Accept => 8_000,
        Purpose::ReadInbox | Purpose::ClearInbox => 0,
    };
    // What is erased from the log must not be found in its file. Rows of the inbox are erased all day; it is cleaned
    // when somebody asks to be forgotten.
    let overwrite = if matches!(purpose, Purpose::Write) { "on" } else { "off" };
    connection.execute_batch(&format!(
        // Full: a commit that was answered survives a power cut.
        "pragma synchronous = full;
         pragma foreign_keys = on;
         pragma cache_size = -{cache_kib};
         pragma secure_delete = {overwrite};
         pragma temp_store = memory;
         pragma wal_autocheckpoint = {checkpoint_pages};
         pragma journal_size_limit = 134217728;"
    ))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

impl Connection for SqliteConnection {
    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, StoreError> {
        let changed = self.prepare(sql, parameters).and_then(|mut statement| statement.raw_execute());
        changed.map(|count| count as u64).map_err(|error| failure(&error))
    }

    fn each_row(&mut self, sql: &str, parameters: &[Value], take: &mut TakeRow<'_>) -> Result<(), StoreError> {
        let mut statement = self.prepare(sql, parameters).map_err(|error| failure(&error))?;
        run(&mut statement, take)
    }

    fn insert_rows(&mut self, into: &str, tail: &str, rows: &[&[Value]]) -> Result<Vec<Row>, StoreError> {
        // Row by row: a statement of many rows would copy every value twice more and save nothing inside a process.
        let columns = rows.first().map_or(0, |row| row.len());
        let insert = format!("insert into {into} values {} {tail}", tuples(1, columns));
        let mut statement = self.prepare(&insert, &[]).map_err(|error| failure(&error))?;
        let mut found = Vec::new();
        for row in rows {
            bind(&mut statement, row).map_err(|error| failure(&error))?;
            run(&mut statement, &mut |row| {
                found.push(Row::new(row.cells()?));
                Ok(())
            })?;
        }
        Ok(found)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.inner.execute_batch(sql).map_err(|error| failure(&error))
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        // Immediate: a transaction that first reads and then wants to write could otherwise not wait for its turn.
        self.batch("begin immediate")
    }

    fn is_usable(&mut self) -> bool {
        self.inner.is_autocommit()
    }
}
