//! Papers on the content desk. A version is added and never changed, so that every text that ever stood is kept.

use enfilade_domain::WorkspaceId;

use super::all;
use crate::StoreError;
use crate::database::Connection;
use crate::seams::{NewPaper, Paper};
use crate::value::{Row, key};

/// How often another number is tried when somebody else took it at the same moment.
const TRIES: usize = 20;

const COLUMNS: &str = "kind, id, version, body, made_by, made_at, removed";

fn paper(row: Row) -> Result<Paper, StoreError> {
    let mut row = row.of("paper");
    Ok(Paper {
        kind: row.text()?,
        id: row.int()?,
        version: row.int()?,
        body: row.text()?,
        by: row.text()?,
        at: row.time()?,
        is_removed: row.int()? != 0,
    })
}

/// Puts a version down unless there is one of that number.
fn insert(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    version: i64,
    new: &NewPaper<'_>,
) -> Result<bool, StoreError> {
    let sql = format!(
        "insert into desk_paper (workspace, {COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (workspace, kind, id, version) do nothing"
    );
    let cells = [
        workspace.0.into(),
        key(new.kind),
        id.into(),
        version.into(),
        new.body.into(),
        new.by.into(),
        new.at.into(),
        i64::from(new.is_removed).into(),
    ];
    Ok(connection.execute(&sql, &cells)? > 0)
}

/// Numbers are never used twice, because what is removed stays as a version.
pub(super) fn add(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    new: &NewPaper<'_>,
) -> Result<i64, StoreError> {
    for _ in 0..TRIES {
        let sql = "select coalesce(max(id), 0) + 1 from desk_paper where workspace = $1 and kind = $2";
        let id = connection.query_one(sql, &[workspace.0.into(), key(new.kind)])?.of("paper").int()?;
        if insert(connection, workspace, id, 1, new)? {
            return Ok(id);
        }
    }
    Err(StoreError::Unavailable("too many papers are added at once".into()))
}

pub(super) fn revise(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    after: i64,
    new: &NewPaper<'_>,
) -> Result<bool, StoreError> {
    let sql = "select coalesce(max(version), 0) from desk_paper where workspace = $1 and kind = $2 and id = $3";
    let newest = connection.query_one(sql, &[workspace.0.into(), key(new.kind), id.into()])?.of("paper").int()?;
    if newest == 0 || newest != after {
        return Ok(false);
    }
    insert(connection, workspace, id, after + 1, new)
}

pub(super) fn papers(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    kind: &str,
) -> Result<Vec<Paper>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from desk_paper as paper where workspace = $1 and kind = $2 and version =
           (select max(version) from desk_paper as other
            where other.workspace = paper.workspace and other.kind = paper.kind and other.id = paper.id)
         order by id"
    );
    all(connection, &sql, &[workspace.0.into(), key(kind)], paper)
}

pub(super) fn versions(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    kind: &str,
    id: i64,
) -> Result<Vec<Paper>, StoreError> {
    let sql =
        format!("select {COLUMNS} from desk_paper where workspace = $1 and kind = $2 and id = $3 order by version");
    all(connection, &sql, &[workspace.0.into(), key(kind), id.into()], paper)
}

/// The version that took a number is emptied and stays, so that no later paper gets that number.
pub(super) fn forget(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    kind: &str,
    ids: &[i64],
) -> Result<(), StoreError> {
    for id in ids {
        let cells = [workspace.0.into(), key(kind), (*id).into()];
        let sql = "delete from desk_paper where workspace = $1 and kind = $2 and id = $3 and version > 1";
        connection.execute(sql, &cells)?;
        let sql = "update desk_paper set body = '', made_by = '', removed = 1
                   where workspace = $1 and kind = $2 and id = $3";
        connection.execute(sql, &cells)?;
    }
    Ok(())
}
