//! Statements over many rows or many values, in pieces of a few fixed sizes so that prepared statements are reused.

use std::fmt::Write as _;

use crate::StoreError;
use crate::database::{Connection, TakeRow};
use crate::value::{Row, Value};

/// Values in one list, smallest first; a shorter list is filled up with its last value, which the database sorts and
/// looks at again as often: hence no step that doubles a long list.
const VALUES: [usize; 8] = [1, 8, 32, 64, 96, 128, 256, 512];

/// `insert into {into} values … {tail}` for each row. Returns what the tail's `returning` gives.
pub(crate) fn insert_rows(
    connection: &mut dyn Connection,
    into: &str,
    tail: &str,
    rows: &[impl AsRef<[Value]>],
) -> Result<Vec<Row>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<&[Value]> = rows.iter().map(AsRef::as_ref).collect();
    connection.insert_rows(into, tail, &rows)
}

/// `($1,$2),($3,$4)` for two rows of two columns.
pub(crate) fn tuples(rows: usize, columns: usize) -> String {
    let mut sql = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { "," };
            let _ = write!(sql, "{comma}${}", row * columns + column + 1);
        }
        sql.push(')');
    }
    sql
}

/// Runs a statement whose `{list}` stands for the values, or `{rows}` for as many rows of one value, for as many values
/// as there are. The values follow the fixed parameters.
pub(crate) fn query_each_list(
    connection: &mut dyn Connection,
    sql: &str,
    fixed: &[Value],
    values: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    take_each_list(connection, sql, fixed, values, &mut |row| {
        found.push(Row::new(row.cells()?));
        Ok(())
    })?;
    Ok(found)
}

/// As [`query_each_list`], with rows handed over where they lie.
pub(crate) fn take_each_list(
    connection: &mut dyn Connection,
    sql: &str,
    fixed: &[Value],
    values: &[Value],
    take: &mut TakeRow<'_>,
) -> Result<(), StoreError> {
    lists(sql, fixed, values).try_for_each(|(sql, parameters)| connection.each_row(&sql, &parameters, take))
}

/// As [`query_each_list`], for statements that return nothing; gives the number of changed rows.
pub(crate) fn execute_each_list(
    connection: &mut dyn Connection,
    sql: &str,
    fixed: &[Value],
    values: &[Value],
) -> Result<u64, StoreError> {
    let mut changed = 0;
    for (sql, parameters) in lists(sql, fixed, values) {
        changed += connection.execute(&sql, &parameters)?;
    }
    Ok(changed)
}

fn lists<'a>(sql: &'a str, fixed: &'a [Value], values: &'a [Value]) -> impl Iterator<Item = (String, Vec<Value>)> + 'a {
    let most = VALUES[VALUES.len() - 1];
    values.chunks(most).map(move |piece| {
        let size = VALUES.into_iter().find(|size| *size >= piece.len()).unwrap_or(most);
        let (mut list, mut rows) = (String::with_capacity(size * 5), String::new());
        for number in 0..size {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(list, "{comma}${}", fixed.len() + number + 1);
        }
        if sql.contains("{rows}") {
            rows = format!("({})", list.replace(',', "),("));
        }
        let filling = piece.last().cloned().unwrap_or(Value::Null);
        let values = piece.iter().cloned().chain(std::iter::repeat(filling)).take(size);
        (sql.replace("{list}", &list).replace("{rows}", &rows), fixed.iter().cloned().chain(values).collect())
    })
}
