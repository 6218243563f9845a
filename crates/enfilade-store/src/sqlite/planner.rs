//! What the planner is told of the tables, so that its plans are good from the first row on and stay as they are.
//!
//! SQLite takes the first column of an index for selective where it knows nothing. Here that is nearly always the
//! workspace, and a plan by the workspace alone reads a whole house to find one company. Measuring the tables
//! (`analyze`) would mend it only after they had grown; these figures are written once instead, in the form of
//! `sqlite_stat1`: rows of an index, then how many share its first column, its first two columns, and so on.

use std::collections::BTreeMap;

use crate::StoreError;
use crate::database::{Connection, finish};
use crate::value::{Row, Value};

/// A full house.
const ROWS: i64 = 1_000_000;
/// One value of a column stands in one row of so many.
const NARROWS: i64 = 1_000;

/// Tells the planner, where it does not know yet. Connections that are open already do not hear of it.
pub(super) fn inform(connection: &mut dyn Connection) -> Result<(), StoreError> {
    let wanted = figures(connection)?;
    if known(connection)? == wanted {
        return Ok(());
    }
    connection.begin()?;
    finish(connection, |connection| {
        // It makes the planner's tables, and one row in them that goes at once.
        connection.batch(
            "pragma analysis_limit = 1; analyze workspace; delete from sqlite_stat1; delete from sqlite_stat4",
        )?;
        for ((table, index), figures) in &wanted {
            let cells: [Value; 3] = [table.as_str().into(), index.as_str().into(), figures.as_str().into()];
            connection.execute("insert into sqlite_stat1 (tbl, idx, stat) values ($1, $2, $3)", &cells)?;
        }
        Ok(())
    })?;
    connection.batch("analyze sqlite_schema")
}

type Figures = BTreeMap<(String, String), String>;

fn known(connection: &mut dyn Connection) -> Result<Figures, StoreError> {
    let is_there = "select name from sqlite_schema where name = 'sqlite_stat1'";
    if connection.query(is_there, &[])?.is_empty() {
        return Ok(Figures::new());
    }
    let rows = connection.query("select tbl, idx, stat from sqlite_stat1", &[])?;
    let read = |row: Row| {
        let mut row = row.of("figure for the planner");
        let (table, index) = (row.text()?, row.opt_text()?.unwrap_or_default());
        Ok(((table, index), row.text()?))
    };
    rows.into_iter().map(read).collect()
}

fn figures(connection: &mut dyn Connection) -> Result<Figures, StoreError> {
    let columns = connection.query(
        "select t.name, case when t.wr = 1 and i.origin = 'pk' then t.name else i.name end, c.name, i.\"unique\"
         from pragma_table_list t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
         where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite%' order by 1, 2, c.seqno",
        &[],
    )?;
    let mut indices: BTreeMap<(String, String), (Vec<String>, bool)> = BTreeMap::new();
    for row in columns {
        let mut row = row.of("index");
        let (table, index, column) = (row.text()?, row.text()?, row.opt_text()?.unwrap_or_default());
        let found = indices.entry((table, index)).or_default();
        found.0.push(column);
        found.1 = row.int()? == 1;
    }
    Ok(indices.into_iter().map(|(name, (columns, is_unique))| (name, figure(&columns, is_unique))).collect())
}

fn figure(columns: &[String], is_unique: bool) -> String {
    let mut sharing = ROWS;
    let mut figure = ROWS.to_string();
    for (column, place) in columns.iter().zip(1..) {
        if column != "workspace" {
            sharing = (sharing / NARROWS).max(1);
        }
        let found = if is_unique && place == columns.len() { 1 } else { sharing };
        figure.push_str(&format!(" {found}"));
    }
    figure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{Driver as _, Purpose};
    use crate::sqlite::SqliteDriver;
    use crate::store::open_with;

    fn plan(connection: &mut dyn Connection, sql: &str) -> String {
        let parameters = vec![Value::Int(1); sql.matches('$').count()];
        let rows = connection.query(&format!("explain query plan {sql}"), &parameters).unwrap();
        let details = rows.into_iter().map(|row| {
            let mut row = row.of("plan");
            (row.int().unwrap(), row.int().unwrap(), row.int().unwrap(), row.text().unwrap()).3
        });
        details.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn nobody_reads_a_whole_house_to_find_one_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("house.db");
        for _ in 0..2 {
            drop(open_with(Box::new(SqliteDriver::new(&path).unwrap())).unwrap());
        }
        let mut connection = SqliteDriver::new(&path).unwrap().connect(Purpose::Read).unwrap();
        let list = "($2,$3,$4,$5,$6,$7,$8,$9)";
        for (sql, index) in [
            (
                format!("select body from stored_person where workspace = $1 and account in {list}"),
                "stored_person_account",
            ),
            (
                format!("select person from stored_person_visitor where workspace = $1 and visitor in {list}"),
                "stored_person_visitor_visitor",
            ),
            (format!("select kind, value from thread where workspace = $1 and visitor in {list}"), "thread_visitor"),
            ("select account from account_change where workspace = $1 and mark > $2".to_owned(), "account_change_mark"),
        ] {
            let plan = plan(&mut *connection, &sql);
            assert!(plan.contains(index), "{sql}: {plan}");
        }
        let touched = plan(&mut *connection, "select visitor from touched order by mark, workspace, visitor limit $1");
        assert!(touched.contains("touched_mark") && !touched.contains("B-TREE"), "{touched}");
    }
}
