//! Assessments of web sites, and findings that somebody contests.

use enfilade_domain::{Dispute, KeptAssessment, Timestamp, WorkspaceId};

use super::{all, first};
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, key};

/// Assessments kept of one site; older ones go.
const KEPT_MAX: i64 = 30;

pub(super) fn add(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    site: &str,
    at: Timestamp,
    report: &str,
) -> Result<i64, StoreError> {
    let sql = "insert into assessment (workspace, site, made_at, report) values ($1, $2, $3, $4) returning id";
    let row = first(connection, sql, &[workspace.0.into(), key(site), at.into(), report.into()], |row| {
        row.of("assessment").int()
    })?;
    let old = "delete from assessment where workspace = $1 and site = $2 and id not in
             (select id from assessment where workspace = $1 and site = $2 order by made_at desc, id desc limit $3)";
    connection.execute(old, &[workspace.0.into(), key(site), KEPT_MAX.into()])?;
    Ok(row.unwrap_or_default())
}

/// The newest ones first, of one site or of all.
pub(super) fn list(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    site: Option<&str>,
    most: usize,
) -> Result<Vec<KeptAssessment>, StoreError> {
    let sql = "select id, site, made_at, report from assessment
             where workspace = $1 and (cast($2 as text) is null or site = $2)
             order by made_at desc, id desc limit $3";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    all(connection, sql, &[workspace.0.into(), site.map_or(crate::value::Value::Null, key), most.into()], read)
}

pub(super) fn one(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
) -> Result<Option<KeptAssessment>, StoreError> {
    let sql = "select id, site, made_at, report from assessment where workspace = $1 and id = $2";
    first(connection, sql, &[workspace.0.into(), id.into()], read)
}

fn read(row: Row) -> Result<KeptAssessment, StoreError> {
    let mut row = row.of("assessment");
    Ok(KeptAssessment { id: row.int()?, site: row.text()?, made_at: row.time()?, report: row.text()? })
}

pub(super) fn put_dispute(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    dispute: &Dispute,
) -> Result<(), StoreError> {
    let sql = "insert into dispute (workspace, site, rule, path, quote, reason, made_by, made_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (workspace, site, rule, path, quote) do update set reason = excluded.reason,
               made_by = excluded.made_by, made_at = excluded.made_at";
    let cells = [
        workspace.0.into(),
        key(&dispute.site),
        key(&dispute.rule),
        key(&dispute.path),
        key(&dispute.quote),
        dispute.reason.as_str().into(),
        dispute.by.as_str().into(),
        dispute.at.into(),
    ];
    connection.execute(sql, &cells).map(drop)
}

pub(super) fn remove_dispute(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    dispute: &Dispute,
) -> Result<bool, StoreError> {
    let sql = "delete from dispute where workspace = $1 and site = $2 and rule = $3 and path = $4 and quote = $5";
    let cells = [workspace.0.into(), key(&dispute.site), key(&dispute.rule), key(&dispute.path), key(&dispute.quote)];
    Ok(connection.execute(sql, &cells)? > 0)
}

pub(super) fn disputes(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    site: &str,
) -> Result<Vec<Dispute>, StoreError> {
    let sql = "select site, rule, path, quote, reason, made_by, made_at from dispute
             where workspace = $1 and site = $2 order by made_at, rule, path, quote";
    all(connection, sql, &[workspace.0.into(), key(site)], |row: Row| {
        let mut row = row.of("dispute");
        Ok(Dispute {
            site: row.text()?,
            rule: row.text()?,
            path: row.text()?,
            quote: row.text()?,
            reason: row.text()?,
            by: row.text()?,
            at: row.time()?,
        })
    })
}
