//! A connection to a PostgreSQL server, with its prepared statements.

use std::collections::HashMap;
use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::StoreError;
use crate::database::{Connection, TakeRow};
use crate::many_rows::tuples;
use crate::value::{Cell, Columns, Row, RowInPlace, Value};

/// Statements kept prepared; when there are more, all are forgotten and prepared again as they come.
const PREPARED: usize = 200;

/// Rows in one statement, largest first: few sizes, so that prepared statements are reused, and at 27 columns far below
/// the limit of 65,535 parameters.
const ROWS: [usize; 4] = [256, 32, 4, 1];

pub(super) struct PostgresConnection {
    client: Client,
    prepared: HashMap<String, Statement>,
    /// Whether a transaction could not be ended.
    is_stuck: bool,
}

impl PostgresConnection {
    pub(super) fn open(config: &Config) -> Result<Self, StoreError> {
        let mut client = config.connect(NoTls).map_err(|error| failure(&error))?;
        client
            .batch_execute("set synchronous_commit = on; set lock_timeout = '10s'; set client_min_messages = warning")
            .map_err(|error| failure(&error))?;
        Ok(Self { client, prepared: HashMap::new(), is_stuck: false })
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        let statement = self.client.prepare(sql).map_err(|error| failure(&error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn ask<'a>(
        &mut self,
        sql: &str,
        parameters: impl Iterator<Item = &'a Value>,
        take: &mut TakeRow<'_>,
    ) -> Result<(), StoreError> {
        let statement = self.prepare(sql)?;
        let rows = self.client.query(&statement, &borrowed(parameters)).map_err(|error| failure(&error))?;
        rows.iter().try_for_each(|row| take(Columns::in_place(row, row.len())))
    }
}

/// What an error of PostgreSQL means for the caller.
fn failure(error: &postgres::Error) -> StoreError {
    let Some(answer) = error.as_db_error() else {
        // No answer of the server: it could not be reached, or went away.
        let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
        return StoreError::Unavailable(format!("{error}{cause}"));
    };
    let code = answer.code().code();
    let text = format!("{} ({code})", answer.message());
    // Connection lost, resources exhausted (a full disk), shut down, in recovery, lock or deadlock, read-only.
    let passes = ["08", "53", "57", "58", "40", "55P03", "25006", "28"].iter().any(|class| code.starts_with(class));
    if passes { StoreError::Unavailable(text) } else { StoreError::Failed(text) }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql_checked(ty, out),
            Self::Real(value) => value.to_sql_checked(ty, out),
            Self::Text(value) => value.to_sql_checked(ty, out),
            Self::Blob(value) => value.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|value| Self::Int(value.into())),
            Type::FLOAT8 => f64::from_sql(ty, raw).map(Self::Real),
            Type::BYTEA => <&[u8]>::from_sql(ty, raw).map(|bytes| Self::Blob(bytes.into())),
            Type::VOID => Ok(Self::Null),
            _ => <&str>::from_sql(ty, raw).map(|text| Self::Text(text.into())),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::FLOAT8, Type::BYTEA, Type::VOID, Type::TEXT, Type::VARCHAR].contains(ty)
    }
}

impl RowInPlace for postgres::Row {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError> {
        self.try_get(column).map_err(|error| failure(&error))
    }
}

fn borrowed<'a>(parameters: impl Iterator<Item = &'a Value>) -> Vec<&'a (dyn ToSql + Sync)> {
    parameters.map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Connection for PostgresConnection {
    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepare(sql)?;
        self.client.execute(&statement, &borrowed(parameters.iter())).map_err(|error| failure(&error))
    }

    fn each_row(&mut self, sql: &str, parameters: &[Value], take: &mut TakeRow<'_>) -> Result<(), StoreError> {
        self.ask(sql, parameters.iter(), take)
    }

    fn insert_rows(&mut self, into: &str, tail: &str, rows: &[&[Value]]) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        let mut rest = rows;
        while let Some(first) = rest.first() {
            let count = ROWS.into_iter().find(|size| *size <= rest.len()).unwrap_or(1);
            let (piece, others) = rest.split_at(count);
            let sql = format!("insert into {into} values {} {tail}", tuples(count, first.len()));
            let parameters: Vec<&Value> = piece.iter().copied().flatten().collect();
            self.ask(&sql, parameters.into_iter(), &mut |row| {
                found.push(Row::new(row.cells()?));
                Ok(())
            })?;
            rest = others;
        }
        Ok(found)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let outcome = self.client.batch_execute(sql).map_err(|error| failure(&error));
        if sql == "rollback" {
            self.is_stuck = outcome.is_err();
        }
        outcome
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.batch("begin")
    }

    fn is_usable(&mut self) -> bool {
        !self.is_stuck && !self.client.is_closed()
    }
}
