//! Brings the schema up to date: numbered files, each applied once and in a transaction.

use crate::StoreError;
use crate::database::{Connection, Dialect, finish};

/// In order; the number of a file is its position, counted from 1.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_foundations.sql"),
    include_str!("migrations/0002_statements.sql"),
    include_str!("migrations/0003_contacts.sql"),
    include_str!("migrations/0004_invitations.sql"),
    include_str!("migrations/0005_library.sql"),
    include_str!("migrations/0006_changes.sql"),
    include_str!("migrations/0007_found.sql"),
    include_str!("migrations/0008_desk.sql"),
    include_str!("migrations/0009_import_runs.sql"),
    include_str!("migrations/0010_found_by_index.sql"),
    include_str!("migrations/0011_memberships.sql"),
    include_str!("migrations/0012_names_by_change.sql"),
    include_str!("migrations/0013_long_notes.sql"),
    include_str!("migrations/0014_decided.sql"),
    include_str!("migrations/0015_workspace_name.sql"),
    include_str!("migrations/0016_fit_rules.sql"),
];

/// The newest schema that this program knows.
pub(crate) const KNOWN_VERSION: i64 = MIGRATIONS.len() as i64;

/// Any number will do, as long as every process uses the same.
const POSTGRES_LOCK: &str = "select pg_advisory_xact_lock(4215338771)";

/// Applies what is missing. Two processes may do so at once: the second waits and finds nothing left to do.
pub(crate) fn migrate(connection: &mut dyn Connection, dialect: Dialect) -> Result<(), StoreError> {
    connection.begin()?;
    finish(connection, |connection| {
        if dialect == Dialect::Postgres {
            connection.query(POSTGRES_LOCK, &[])?;
        }
        connection.batch("create table if not exists schema_version (version bigint not null)")?;
        let found = schema_version(connection)?;
        if found > KNOWN_VERSION {
            return Err(StoreError::NewerSchema { found, known: KNOWN_VERSION });
        }
        for (migration, version) in MIGRATIONS.iter().zip(1_i64..) {
            if version > found {
                connection.batch(&in_dialect(migration, dialect))?;
                connection.execute("insert into schema_version (version) values ($1)", &[version.into()])?;
            }
        }
        Ok(())
    })
}

/// The newest migration that was applied.
pub(crate) fn schema_version(connection: &mut dyn Connection) -> Result<i64, StoreError> {
    match connection.query("select coalesce(max(version), 0) from schema_version", &[])?.pop() {
        Some(row) => row.of("schema version").int(),
        None => Ok(0),
    }
}

fn in_dialect(sql: &str, dialect: Dialect) -> String {
    let words: [(&str, &str); 5] = match dialect {
        Dialect::Sqlite => [
            ("{key}", "text"),
            ("{blob}", "blob"),
            ("{clustered}", "without rowid"),
            // Ids of things people see are never used twice.
            ("{identity}", "integer primary key autoincrement"),
            ("{sequence}", "integer primary key"),
        ],
        Dialect::Postgres => [
            // Ordered by bytes as on SQLite, whatever the database's language.
            ("{key}", "text collate \"C\""),
            ("{blob}", "bytea"),
            ("{clustered}", ""),
            ("{identity}", "bigint generated always as identity primary key"),
            ("{sequence}", "bigint generated always as identity primary key"),
        ],
    };
    words.into_iter().fold(sql.to_owned(), |sql, (word, meaning)| sql.replace(word, meaning))
}
