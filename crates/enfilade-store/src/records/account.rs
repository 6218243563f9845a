//! Accounts as the operator states them.

use enfilade_domain::{Account, Domain, Fit, WorkspaceId};

use super::{all, domain, first, from_lines, lines};
use crate::StoreError;
use crate::database::Connection;
use crate::value::{Row, Value, key};

const SELECT: &str = "select domain, name, employees, industry, country, fit, office_networks, attributes from account";

fn account(row: Row) -> Result<Account, StoreError> {
    let mut row = row.of("account");
    Ok(Account {
        domain: row.word(domain)?,
        name: row.opt_text()?,
        employees: row.opt_int()?,
        industry: row.opt_text()?,
        country: row.opt_text()?,
        fit: row.opt_real()?.and_then(|fit| Fit::new(fit as f32)),
        office_networks: from_lines(&row.text()?),
        attributes: row.opt_text()?,
    })
}

pub(super) fn put(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    accounts: &[Account],
) -> Result<(), StoreError> {
    for account in accounts {
        let cells: [Value; 9] = [
            workspace.0.into(),
            key(account.domain.as_str()),
            account.name.as_deref().into(),
            account.employees.into(),
            account.industry.as_deref().into(),
            account.country.as_deref().into(),
            account.fit.map(Fit::value).into(),
            lines(account.office_networks.iter().map(String::as_str)),
            account.attributes.as_deref().into(),
        ];
        connection.execute(include_str!("../queries/account.put.sql"), &cells)?;
    }
    Ok(())
}

pub(super) fn all_accounts(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Vec<Account>, StoreError> {
    all(connection, &format!("{SELECT} where workspace = $1 order by domain"), &[workspace.0.into()], account)
}

pub(super) fn find(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    domain: &Domain,
) -> Result<Option<Account>, StoreError> {
    let sql = format!("{SELECT} where workspace = $1 and domain = $2");
    first(connection, &sql, &[workspace.0.into(), key(domain.as_str())], account)
}
