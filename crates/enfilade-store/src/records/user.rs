//! People who work with Enfilade, and their signed-in browsers.

use enfilade_domain::WorkspaceId;

use super::{all, first};
use crate::database::Connection;
use crate::value::{Row, Value, key};
use crate::{SignIn, StoreError, User, UserRole};

const SELECT: &str = "select id, workspace, email, name, role, password_hash from \"user\"";

/// Addresses are compared without regard to case.
fn address(email: &str) -> Value {
    key(&email.trim().to_lowercase())
}

fn user(row: Row) -> Result<User, StoreError> {
    let mut row = row.of("user");
    Ok(User {
        id: row.int()?,
        workspace: WorkspaceId(row.int()?),
        email: row.text()?,
        name: row.text()?,
        role: row.word(UserRole::parse)?,
        password_hash: row.text()?,
    })
}

pub(super) fn users(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<User>, StoreError> {
    let sql = "select id, workspace, email, name, role, password_hash from \"user\" where workspace = $1
         union all
         select u.id, m.workspace, u.email, u.name, m.role, u.password_hash
         from membership m join \"user\" u on u.id = m.user_id where m.workspace = $1
         order by 1";
    all(connection, sql, &[workspace.0.into()], user)
}

pub(super) fn by_email(connection: &mut dyn Connection, email: &str) -> Result<Option<User>, StoreError> {
    first(connection, &format!("{SELECT} where email = $1"), &[address(email)], user)
}

pub(super) fn find(connection: &mut dyn Connection, id: i64) -> Result<Option<User>, StoreError> {
    first(connection, &format!("{SELECT} where id = $1"), &[id.into()], user)
}

pub(super) fn add(connection: &mut dyn Connection, user: &User) -> Result<i64, StoreError> {
    let cells = [
        user.workspace.0.into(),
        address(&user.email),
        user.name.as_str().into(),
        user.role.as_str().into(),
        user.password_hash.as_str().into(),
    ];
    let sql = "insert into \"user\" (workspace, email, name, role, password_hash) values ($1, $2, $3, $4, $5)
         on conflict (email) do nothing returning id";
    match connection.query_first(sql, &cells)? {
        Some(row) => row.of("user").int(),
        None => Err(StoreError::Failed(format!("the e-mail address {} has a user already", user.email))),
    }
}

pub(super) fn set_password(
    connection: &mut dyn Connection,
    user_id: i64,
    password_hash: &str,
) -> Result<(), StoreError> {
    let sql = "update \"user\" set password_hash = $1 where id = $2";
    connection.execute(sql, &[password_hash.into(), user_id.into()]).map(drop)
}

pub(super) fn set_role(connection: &mut dyn Connection, user_id: i64, role: UserRole) -> Result<(), StoreError> {
    let sql = "update \"user\" set role = $1 where id = $2";
    connection.execute(sql, &[role.as_str().into(), user_id.into()]).map(drop)
}

pub(super) fn remove(connection: &mut dyn Connection, user_id: i64) -> Result<(), StoreError> {
    connection.execute("delete from \"user\" where id = $1", &[user_id.into()]).map(drop)
}

pub(super) fn memberships(
    connection: &mut dyn Connection,
    user_id: i64,
) -> Result<Vec<(WorkspaceId, UserRole)>, StoreError> {
    let sql = "select workspace, role from membership where user_id = $1 order by workspace";
    all(connection, sql, &[user_id.into()], |row: Row| {
        let mut row = row.of("membership");
        Ok((WorkspaceId(row.int()?), row.word(UserRole::parse)?))
    })
}

pub(super) fn put_membership(
    connection: &mut dyn Connection,
    user_id: i64,
    workspace: WorkspaceId,
    role: UserRole,
) -> Result<(), StoreError> {
    let sql = "insert into membership (user_id, workspace, role) values ($1, $2, $3)
         on conflict (user_id, workspace) do update set role = excluded.role";
    connection.execute(sql, &[user_id.into(), workspace.0.into(), role.as_str().into()]).map(drop)
}

pub(super) fn remove_membership(
    connection: &mut dyn Connection,
    user_id: i64,
    workspace: WorkspaceId,
) -> Result<(), StoreError> {
    let sql = "delete from membership where user_id = $1 and workspace = $2";
    connection.execute(sql, &[user_id.into(), workspace.0.into()]).map(drop)
}

pub(super) fn move_to(
    connection: &mut dyn Connection,
    user_id: i64,
    workspace: WorkspaceId,
    role: UserRole,
) -> Result<(), StoreError> {
    let sql = "update \"user\" set workspace = $1, role = $2 where id = $3";
    connection.execute(sql, &[workspace.0.into(), role.as_str().into(), user_id.into()])?;
    remove_membership(connection, user_id, workspace)
}

pub(super) fn show_workspace(
    connection: &mut dyn Connection,
    token_hash: &[u8; 32],
    workspace: WorkspaceId,
) -> Result<(), StoreError> {
    let sql = "update sign_in set workspace = $1 where token_hash = $2";
    connection.execute(sql, &[workspace.0.into(), token_hash.as_slice().into()]).map(drop)
}

pub(super) fn add_sign_in(connection: &mut dyn Connection, sign_in: &SignIn) -> Result<(), StoreError> {
    let cells: [Value; 5] = [
        sign_in.token_hash.as_slice().into(),
        sign_in.user_id.into(),
        sign_in.workspace.map_or(Value::Null, |workspace| workspace.0.into()),
        sign_in.created_at.into(),
        sign_in.expires_at.into(),
    ];
    // Browsers that signed in and never came back leave with the next one that comes.
    let sql = "delete from sign_in where expires_at < $1";
    connection.execute(sql, &[sign_in.created_at.into()])?;
    let sql =
        "insert into sign_in (token_hash, user_id, workspace, created_at, expires_at) values ($1, $2, $3, $4, $5)";
    connection.execute(sql, &cells).map(drop)
}

pub(super) fn sign_in(connection: &mut dyn Connection, token_hash: &[u8; 32]) -> Result<Option<SignIn>, StoreError> {
    let sql = "select token_hash, user_id, workspace, created_at, expires_at from sign_in where token_hash = $1";
    first(connection, sql, &[token_hash.as_slice().into()], |row: Row| {
        let mut row = row.of("sign-in");
        Ok(SignIn {
            token_hash: row.blob()?.try_into().map_err(|_| row.broken("its token's hash has not 32 bytes"))?,
            user_id: row.int()?,
            workspace: row.opt_int()?.map(WorkspaceId),
            created_at: row.time()?,
            expires_at: row.time()?,
        })
    })
}

pub(super) fn remove_sign_in(connection: &mut dyn Connection, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    connection.execute("delete from sign_in where token_hash = $1", &[token_hash.as_slice().into()]).map(drop)
}
