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
    all(connection, &format!("{SELECT} where workspace = $1 order by id"), &[workspace.0.into()], user)
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

pub(super) fn add_sign_in(connection: &mut dyn Connection, sign_in: &SignIn) -> Result<(), StoreError> {
    let cells: [Value; 4] = [
        sign_in.token_hash.as_slice().into(),
        sign_in.user_id.into(),
        sign_in.created_at.into(),
        sign_in.expires_at.into(),
    ];
    // Browsers that signed in and never came back leave with the next one that comes.
    let sql = "delete from sign_in where expires_at < $1";
    connection.execute(sql, &[sign_in.created_at.into()])?;
    let sql = "insert into sign_in (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)";
    connection.execute(sql, &cells).map(drop)
}

pub(super) fn sign_in(connection: &mut dyn Connection, token_hash: &[u8; 32]) -> Result<Option<SignIn>, StoreError> {
    let sql = "select token_hash, user_id, created_at, expires_at from sign_in where token_hash = $1";
    first(connection, sql, &[token_hash.as_slice().into()], |row: Row| {
        let mut row = row.of("sign-in");
        Ok(SignIn {
            token_hash: row.blob()?.try_into().map_err(|_| row.broken("its token's hash has not 32 bytes"))?,
            user_id: row.int()?,
            created_at: row.time()?,
            expires_at: row.time()?,
        })
    })
}

pub(super) fn remove_sign_in(connection: &mut dyn Connection, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    connection.execute("delete from sign_in where token_hash = $1", &[token_hash.as_slice().into()]).map(drop)
}
