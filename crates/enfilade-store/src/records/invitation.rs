//! Open invitations to a workspace.

use enfilade_domain::{Timestamp, WorkspaceId};

use super::{all, first};
use crate::database::Connection;
use crate::value::Row;
use crate::{Invitation, StoreError, UserRole};

const SELECT: &str = "select token_hash, workspace, role, made_by, created_at, expires_at from invitation";

fn invitation(row: Row) -> Result<Invitation, StoreError> {
    let mut row = row.of("invitation");
    Ok(Invitation {
        token_hash: row.blob()?.try_into().map_err(|_| row.broken("its token's hash has not 32 bytes"))?,
        workspace: WorkspaceId(row.int()?),
        role: row.word(UserRole::parse)?,
        made_by: row.text()?,
        created_at: row.time()?,
        expires_at: row.time()?,
    })
}

pub(super) fn add(connection: &mut dyn Connection, invitation: &Invitation) -> Result<(), StoreError> {
    // Links that nobody used leave with the next one that is made.
    connection.execute("delete from invitation where expires_at < $1", &[invitation.created_at.into()])?;
    let sql = "insert into invitation (token_hash, workspace, role, made_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)";
    let cells = [
        invitation.token_hash.as_slice().into(),
        invitation.workspace.0.into(),
        invitation.role.as_str().into(),
        invitation.made_by.as_str().into(),
        invitation.created_at.into(),
        invitation.expires_at.into(),
    ];
    connection.execute(sql, &cells).map(drop)
}

pub(super) fn find(connection: &mut dyn Connection, token_hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError> {
    first(connection, &format!("{SELECT} where token_hash = $1"), &[token_hash.as_slice().into()], invitation)
}

pub(super) fn open(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    now: Timestamp,
) -> Result<Vec<Invitation>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and expires_at > $2 order by created_at, token_hash");
    all(connection, &sql, &[workspace.0.into(), now.into()], invitation)
}

pub(super) fn remove(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    token_hash: &[u8; 32],
) -> Result<bool, StoreError> {
    let sql = "delete from invitation where workspace = $1 and token_hash = $2";
    Ok(connection.execute(sql, &[workspace.0.into(), token_hash.as_slice().into()])? > 0)
}
