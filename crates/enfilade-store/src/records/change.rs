//! What changed since somebody last looked, so that a list that is held in memory is renewed by change.

use std::collections::BTreeSet;

use enfilade_domain::{Domain, WorkspaceId};

use super::{all, domain, first};
use crate::database::Connection;
use crate::many_rows::insert_rows;
use crate::seams::Marks;
use crate::value::{Row, Value, key};
use crate::{StoreError, StoredAccount, StoredPerson};

/// What is counted for itself, by the id of its row: names apart, so that whoever holds a roll is not told of them.
#[derive(Debug, Clone, Copy)]
enum Counted {
    Changes = 2,
    Names = 3,
}

/// A mark that is greater than all before. Holding the counter's row, transactions that change follow each other.
fn next_mark(connection: &mut dyn Connection, counted: Counted) -> Result<i64, StoreError> {
    let sql = "update mark_counter set mark = mark + 1 where id = $1 returning mark";
    connection.query_one(sql, &[(counted as i64).into()])?.of("mark").int()
}

/// The mark of names that are written now.
pub(super) fn names(connection: &mut dyn Connection) -> Result<i64, StoreError> {
    next_mark(connection, Counted::Names)
}

/// Notes that what people or files state about a workspace is another.
pub(super) fn stated(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<(), StoreError> {
    noted(connection, workspace, "stated_change (workspace, mark)")
}

/// Notes that somebody decided, or no longer decides, about speaking to an account.
pub(super) fn decided(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<(), StoreError> {
    noted(connection, workspace, "decided_change (workspace, mark)")
}

fn noted(connection: &mut dyn Connection, workspace: WorkspaceId, into: &str) -> Result<(), StoreError> {
    let mark = next_mark(connection, Counted::Changes)?;
    let tail = "on conflict (workspace) do update set mark = excluded.mark";
    insert_rows(connection, into, tail, &[[workspace.0.into(), Value::Int(mark)]])?;
    Ok(())
}

/// Notes that the readings of these accounts are others, or gone.
pub(super) fn readings(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    persons: &[StoredPerson],
    accounts: &[StoredAccount],
    forgotten: &[Domain],
) -> Result<(), StoreError> {
    let placed = persons.iter().filter_map(|person| person.account.as_ref());
    let read = accounts.iter().map(|account| &account.account);
    let changed: BTreeSet<&str> = placed.chain(read).chain(forgotten).map(Domain::as_str).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mark = next_mark(connection, Counted::Changes)?;
    let rows: Vec<[Value; 3]> =
        changed.into_iter().map(|account| [workspace.0.into(), key(account), mark.into()]).collect();
    let tail = "on conflict (workspace, account) do update set mark = excluded.mark";
    insert_rows(connection, "account_change (workspace, account, mark)", tail, &rows)?;
    Ok(())
}

/// The newest marks.
pub(super) fn marks(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Marks, StoreError> {
    let newest = "select mark from mark_counter where id = $1";
    let newest = first(connection, newest, &[(Counted::Changes as i64).into()], |row: Row| row.of("mark").int())?;
    let mut of = |sql| first(connection, sql, &[workspace.0.into()], |row: Row| row.of("mark").int());
    let stated = of("select mark from stated_change where workspace = $1")?;
    let decided = of("select mark from decided_change where workspace = $1")?;
    Ok(Marks { newest: newest.unwrap_or(0), stated: stated.unwrap_or(0), decided: decided.unwrap_or(0) })
}

/// Accounts whose readings changed after a mark, in order of domain.
pub(super) fn accounts_after(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    mark: i64,
) -> Result<Vec<Domain>, StoreError> {
    let sql = "select account from account_change where workspace = $1 and mark > $2 order by account";
    all(connection, sql, &[workspace.0.into(), mark.into()], |row: Row| row.of("changed account").word(domain))
}
