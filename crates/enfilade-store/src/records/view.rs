//! Narrowed lists that people keep.

use enfilade_domain::{Timestamp, WorkspaceId};

use super::all;
use crate::database::Connection;
use crate::value::Row;
use crate::{KeptView, StoreError};

pub(super) fn add(connection: &mut dyn Connection, workspace: WorkspaceId, view: &KeptView) -> Result<i64, StoreError> {
    let cells = [
        workspace.0.into(),
        view.name.as_str().into(),
        view.query.as_str().into(),
        view.made_by.as_str().into(),
        view.at.into(),
    ];
    let sql = "insert into kept_view (workspace, name, query, made_by, at) values ($1, $2, $3, $4, $5) returning id";
    connection.query_one(sql, &cells)?.of("kept view").int()
}

pub(super) fn all_of(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<KeptView>, StoreError> {
    let sql = "select id, name, query, made_by, at from kept_view where workspace = $1 order by id";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("kept view");
        let (id, name, query) = (row.int()?, row.text()?, row.text()?);
        let (made_by, at): (String, Timestamp) = (row.text()?, row.time()?);
        Ok(KeptView { id, name, query, made_by, at })
    })
}

pub(super) fn remove(connection: &mut dyn Connection, workspace: WorkspaceId, id: i64) -> Result<bool, StoreError> {
    let sql = "delete from kept_view where workspace = $1 and id = $2";
    Ok(connection.execute(sql, &[workspace.0.into(), id.into()])? > 0)
}
