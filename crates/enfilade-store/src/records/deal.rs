//! Deals, and touches made by sellers.

use enfilade_domain::{Deal, DealStage, Domain, Money, Touch, WorkspaceId};

use super::{all, domain};
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, Value, digest, key};

pub(super) fn put_deals(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    deals: &[Deal],
) -> Result<(), StoreError> {
    for deal in deals {
        let cells: [Value; 10] = [
            workspace.0.into(),
            key(&deal.deal_id),
            key(deal.domain.as_str()),
            deal.opened_at.into(),
            deal.closed_at.into(),
            deal.stage.as_str().into(),
            deal.amount.as_ref().map(|amount| amount.minor).into(),
            deal.amount.as_ref().and_then(|amount| amount.currency.as_deref()).into(),
            deal.source.as_deref().into(),
            deal.heard_from.as_deref().into(),
        ];
        connection.execute(include_str!("../queries/deal.put.sql"), &cells)?;
    }
    Ok(())
}

fn deal(row: Row) -> Result<Deal, StoreError> {
    let mut row = row.of("deal");
    let (deal_id, domain) = (row.text()?, row.word(domain)?);
    let (opened_at, closed_at, stage) = (row.time()?, row.opt_time()?, row.word(DealStage::parse)?);
    let (minor, currency) = (row.opt_int()?, row.opt_text()?);
    Ok(Deal {
        deal_id,
        domain,
        opened_at,
        closed_at,
        stage,
        amount: minor.map(|minor| Money { minor, currency }),
        source: row.opt_text()?,
        heard_from: row.opt_text()?,
    })
}

/// The condition that narrows a query to one account, with its parameters.
fn of_account(workspace: WorkspaceId, account: Option<&Domain>) -> (&'static str, Vec<Value>) {
    match account {
        Some(account) => ("where workspace = $1 and domain = $2", vec![workspace.0.into(), key(account.as_str())]),
        None => ("where workspace = $1", vec![workspace.0.into()]),
    }
}

pub(super) fn deals(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: Option<&Domain>,
) -> Result<Vec<Deal>, StoreError> {
    let (condition, parameters) = of_account(workspace, account);
    let sql = format!(
        "select deal_id, domain, opened_at, closed_at, stage, amount_minor, currency, source, heard_from from deal
         {condition} order by opened_at, deal_id"
    );
    all(connection, &sql, &parameters, deal)
}

pub(super) fn put_touches(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    touches: &[Touch],
) -> Result<usize, StoreError> {
    let mut new = 0;
    for touch in touches {
        let account = touch.domain.as_ref().map(Domain::as_str);
        let all_fields = digest(&[
            Some(&touch.at.millis().to_string()),
            account,
            touch.email.as_deref(),
            Some(&touch.kind),
            touch.by.as_deref(),
            touch.asks.then_some("asks"),
        ]);
        let cells: [Value; 8] = [
            workspace.0.into(),
            all_fields.into(),
            touch.at.into(),
            account.map(key).unwrap_or(Value::Null),
            touch.email.as_deref().into(),
            touch.kind.as_str().into(),
            touch.by.as_deref().into(),
            touch.asks.into(),
        ];
        let sql = "insert into touch (workspace, digest, at, domain, email, kind, made_by, asks)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace, digest) do nothing";
        new += connection.execute(sql, &cells)?;
    }
    Ok(usize::try_from(new).unwrap_or(usize::MAX))
}

/// Takes an e-mail address out of all touches.
pub(super) fn forget_address(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    email: &str,
) -> Result<(), StoreError> {
    let sql = "update touch set email = null where workspace = $1 and lower(email) = lower($2)";
    connection.execute(sql, &[workspace.0.into(), email.into()]).map(drop)
}

pub(super) fn touches(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: Option<&Domain>,
) -> Result<Vec<Touch>, StoreError> {
    let (condition, parameters) = of_account(workspace, account);
    let sql = format!("select at, domain, email, kind, made_by, asks from touch {condition} order by at, digest");
    all(connection, &sql, &parameters, |row: Row| {
        let mut row = row.of("touch");
        Ok(Touch {
            at: row.time()?,
            domain: row.opt_word(domain)?,
            email: row.opt_text()?,
            kind: row.text()?,
            by: row.opt_text()?,
            asks: row.bool()?,
        })
    })
}
