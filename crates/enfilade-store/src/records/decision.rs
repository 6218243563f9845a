//! Verdicts of people about identity.

use enfilade_domain::{Decision, PersonKind, Subject, Timestamp, UserId, Verdict, VisitorId, WorkspaceId};

use super::{all, domain};
use crate::database::Connection;
use crate::value::{Row, Value, id, key};
use crate::{NewDecision, StoreError};

fn subject_cells(subject: &Subject) -> (&'static str, Value) {
    match subject {
        Subject::Visitor(visitor) => ("visitor", id(visitor.as_str())),
        Subject::User(user) => ("user", id(user.as_str())),
        Subject::Account(account) => ("account", key(account.as_str())),
    }
}

fn verdict_cells(verdict: &Verdict) -> (&'static str, Value) {
    match verdict {
        Verdict::NotSamePerson { user } => ("not_same_person", id(user.as_str())),
        Verdict::NotOfAccount { account } => ("not_of_account", key(account.as_str())),
        Verdict::OfAccount { account } => ("of_account", key(account.as_str())),
        Verdict::Kind { kind } => ("kind", kind.map(PersonKind::as_str).into()),
    }
}

fn decision(row: Row) -> Result<Decision, StoreError> {
    let mut row = row.of("decision");
    let (id, at, author, reason) = (row.int()?, row.time()?, row.text()?, row.text()?);
    let subject = match row.text()?.as_str() {
        "visitor" => Subject::Visitor(VisitorId::new(row.text()?)),
        "user" => Subject::User(UserId::new(row.text()?)),
        "account" => Subject::Account(row.word(domain)?),
        other => return Err(row.broken(format!("a subject `{other}` is not known here"))),
    };
    let verdict = match row.text()?.as_str() {
        "not_same_person" => Verdict::NotSamePerson { user: UserId::new(row.text()?) },
        "not_of_account" => Verdict::NotOfAccount { account: row.word(domain)? },
        "of_account" => Verdict::OfAccount { account: row.word(domain)? },
        "kind" => Verdict::Kind { kind: row.opt_word(PersonKind::parse)? },
        other => return Err(row.broken(format!("a verdict `{other}` is not known here"))),
    };
    Ok(Decision { id, at, author, reason, subject, verdict, undone_at: row.opt_time()? })
}

pub(super) fn add(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    decision: &NewDecision,
) -> Result<i64, StoreError> {
    let (subject_kind, subject) = subject_cells(&decision.subject);
    let (verdict, detail) = verdict_cells(&decision.verdict);
    let cells = [
        workspace.0.into(),
        decision.at.into(),
        decision.author.as_str().into(),
        decision.reason.as_str().into(),
        subject_kind.into(),
        subject,
        verdict.into(),
        detail,
    ];
    let sql = "insert into decision (workspace, at, author, reason, subject_kind, subject, verdict, detail)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    connection.query_one(sql, &cells)?.of("decision").int()
}

pub(super) fn undo(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update decision set undone_at = $1 where workspace = $2 and id = $3 and undone_at is null";
    Ok(connection.execute(sql, &[now.into(), workspace.0.into(), id.into()])? > 0)
}

pub(super) fn all_decisions(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Decision>, StoreError> {
    let sql = "select id, at, author, reason, subject_kind, subject, verdict, detail, undone_at from decision
         where workspace = $1 order by at, id";
    all(connection, sql, &[workspace.0.into()], decision)
}

/// Removes decisions about these subjects, and those that part a device from one of these users.
pub(super) fn forget(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    subjects: &[Subject],
) -> Result<(), StoreError> {
    for subject in subjects {
        let (kind, name) = subject_cells(subject);
        let sql = "delete from decision where workspace = $1 and subject_kind = $2 and subject = $3";
        connection.execute(sql, &[workspace.0.into(), kind.into(), name.clone()])?;
        if matches!(subject, Subject::User(_)) {
            let sql = "delete from decision where workspace = $1 and verdict = 'not_same_person' and detail = $2";
            connection.execute(sql, &[workspace.0.into(), name])?;
        }
    }
    Ok(())
}
