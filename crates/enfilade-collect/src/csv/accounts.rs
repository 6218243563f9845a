//! The accounts file: companies as the operator states them.

use std::io::Read;

use enfilade_domain::{Account, Fit};

use super::columns::Row;
use super::rows::CsvRows;
use crate::networks::NetworkKeys;
use crate::outcome::Rejection;

const UNDERSTOOD: [&str; 7] = ["domain", "name", "employees", "industry", "country", "fit", "office_ip"];

/// Reads `domain`, `name`, `employees`, `industry`, `country`, `fit`, `office_ip`; further columns are kept.
pub fn read_accounts(reader: impl Read + 'static) -> CsvRows<Account> {
    CsvRows::new(reader, &[&["domain"]], read_account)
}

fn read_account(row: &Row<'_>) -> Result<Account, Rejection> {
    row.required("domain")?;
    let domain = row.domain("domain")?.ok_or_else(|| Rejection::new("domain", "is empty"))?;
    let fit = match row.cell("fit") {
        None => None,
        Some(cell) => {
            let value = cell.trim_end_matches('%').trim_end().replace(',', ".").parse().ok().and_then(Fit::new);
            Some(value.ok_or_else(|| Rejection::new("fit", "must be a share (0 to 1) or a percentage (0 to 100)"))?)
        }
    };
    Ok(Account {
        domain,
        name: row.text("name"),
        employees: row.cell("employees").map(read_employees).transpose()?,
        industry: row.text("industry"),
        country: row.text("country"),
        fit,
        office_networks: row.cell("office_ip").map(read_networks).transpose()?.unwrap_or_default(),
        attributes: row.attributes(&UNDERSTOOD),
    })
}

/// Addresses and networks. One that cannot be used would name nobody and never say so.
fn read_networks(cell: &str) -> Result<Vec<String>, Rejection> {
    let keys = NetworkKeys::new([0; 16]);
    let parts = cell.split([' ', ',', ';']).filter(|part| !part.is_empty());
    parts
        .map(|part| match keys.keys_of_cidr(part) {
            Ok(_) => Ok(part.to_owned()),
            Err(reason) => Err(Rejection::new("office_ip", reason)),
        })
        .collect()
}

/// A whole number; grouping by space, point, comma or apostrophe, and the trailing `.0` of spreadsheets, do not matter.
fn read_employees(cell: &str) -> Result<i64, Rejection> {
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    let digits: String = whole.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | ',' | '\'')).collect();
    match digits.parse::<i64>() {
        Ok(employees) if employees >= 0 => Ok(employees),
        _ => Err(Rejection::new("employees", "must be a whole number such as 250")),
    }
}
