//! What people decided about speaking to accounts.

use enfilade_domain::{Band, ContactChoice, ContactDecision, Timestamp, WorkspaceId};

use super::{all, domain};
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, key};

fn contact_decision(row: Row) -> Result<ContactDecision, StoreError> {
    let mut row = row.of("decision about a contact");
    let (id, at, by, account) = (row.int()?, row.time()?, row.text()?, row.word(domain)?);
    let (choice, look_again_at) = (row.text()?, row.opt_time()?);
    let choice = match choice.as_str() {
        "will call" => ContactChoice::WillCall,
        "not yet" => ContactChoice::NotYet { look_again_at },
        other => return Err(row.broken(format!("a choice `{other}` is not known here"))),
    };
    let (reason, band, undone_at) = (row.text()?, row.word(Band::parse)?, row.opt_time()?);
    Ok(ContactDecision { id, at, by, account, choice, reason, band, undone_at })
}

pub(super) fn add(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    decision: &ContactDecision,
) -> Result<i64, StoreError> {
    let look_again_at = match decision.choice {
        ContactChoice::WillCall => None,
        ContactChoice::NotYet { look_again_at } => look_again_at,
    };
    let cells = [
        workspace.0.into(),
        decision.at.into(),
        decision.by.as_str().into(),
        key(decision.account.as_str()),
        decision.choice.as_str().into(),
        look_again_at.into(),
        decision.reason.as_str().into(),
        decision.band.as_str().into(),
    ];
    let sql = "insert into contact_decision (workspace, at, made_by, account, choice, look_again_at, reason, band)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    connection.query_one(sql, &cells)?.of("decision about a contact").int()
}

pub(super) fn undo(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    id: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update contact_decision set undone_at = $1 where workspace = $2 and id = $3 and undone_at is null";
    Ok(connection.execute(sql, &[now.into(), workspace.0.into(), id.into()])? > 0)
}

pub(super) fn all_decisions(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<ContactDecision>, StoreError> {
    let sql = "select id, at, made_by, account, choice, look_again_at, reason, band, undone_at from contact_decision
         where workspace = $1 order by at, id";
    all(connection, sql, &[workspace.0.into()], contact_decision)
}
