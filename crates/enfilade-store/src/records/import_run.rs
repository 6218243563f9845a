//! Files that were sent, and what came of them.

use enfilade_domain::WorkspaceId;

use super::{all, first};
use crate::database::Connection;
use crate::value::{Row, Value};
use crate::{ImportRun, RefusedRow, StoreError};

/// Older ones of a workspace go.
const MOST_RUNS: i64 = 100;

/// Between the cells of a refused row, and between rows: signs that no text keeps.
const CELL: char = '\u{1f}';
const ROW: char = '\u{1e}';

fn packed(rejects: &[RefusedRow]) -> String {
    let plain = |text: &str| text.replace([CELL, ROW], " ");
    let lines =
        rejects.iter().map(|one| format!("{}{CELL}{}{CELL}{}", one.line, plain(&one.field), plain(&one.reason)));
    lines.collect::<Vec<_>>().join(&ROW.to_string())
}

fn unpacked(text: &str) -> Vec<RefusedRow> {
    let row = |line: &str| {
        let mut cells = line.split(CELL);
        Some(RefusedRow {
            line: cells.next()?.parse().ok()?,
            field: cells.next()?.to_owned(),
            reason: cells.next()?.to_owned(),
        })
    };
    text.split(ROW).filter_map(row).collect()
}

fn import_run(row: Row) -> Result<ImportRun, StoreError> {
    let mut row = row.of("import run");
    Ok(ImportRun {
        id: row.int()?,
        at: row.time()?,
        sent_by: row.text()?,
        kind: row.text()?,
        file_name: row.text()?,
        over_at: row.opt_time()?,
        accepted: row.int()?.unsigned_abs(),
        duplicate: row.int()?.unsigned_abs(),
        rejected: row.int()?.unsigned_abs(),
        rejects: unpacked(&row.text()?),
        failed: row.opt_text()?,
    })
}

const SELECT: &str = "select id, at, sent_by, kind, file_name, over_at, accepted, duplicate, rejected, rejects, failed
     from import_run";

fn count(number: u64) -> Value {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

pub(super) fn add(connection: &mut dyn Connection, workspace: WorkspaceId, run: &ImportRun) -> Result<i64, StoreError> {
    let cells = [
        workspace.0.into(),
        run.at.into(),
        run.sent_by.as_str().into(),
        run.kind.as_str().into(),
        run.file_name.as_str().into(),
    ];
    let sql = "insert into import_run
         (workspace, at, sent_by, kind, file_name, accepted, duplicate, rejected, rejects)
         values ($1, $2, $3, $4, $5, 0, 0, 0, '') returning id";
    let id = connection.query_one(sql, &cells)?.of("import run").int()?;
    let sql = "delete from import_run where workspace = $1 and id not in
         (select id from import_run where workspace = $1 order by id desc limit $2)";
    connection.execute(sql, &[workspace.0.into(), MOST_RUNS.into()])?;
    Ok(id)
}

pub(super) fn end(connection: &mut dyn Connection, workspace: WorkspaceId, run: &ImportRun) -> Result<(), StoreError> {
    let cells = [
        run.over_at.into(),
        count(run.accepted),
        count(run.duplicate),
        count(run.rejected),
        packed(&run.rejects).into(),
        run.failed.as_deref().map_or(Value::Null, Value::from),
        workspace.0.into(),
        run.id.into(),
    ];
    let sql =
        "update import_run set over_at = $1, accepted = $2, duplicate = $3, rejected = $4, rejects = $5, failed = $6
         where workspace = $7 and id = $8";
    connection.execute(sql, &cells)?;
    Ok(())
}

/// Newest first.
pub(super) fn all_of(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<ImportRun>, StoreError> {
    all(connection, &format!("{SELECT} where workspace = $1 order by id desc"), &[workspace.0.into()], import_run)
}

pub(super) fn find(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
) -> Result<Option<ImportRun>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and id = $2");
    first(connection, &sql, &[workspace.0.into(), id.into()], import_run)
}
