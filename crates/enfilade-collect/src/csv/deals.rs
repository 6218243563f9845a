//! The deals file: what sales says happened.

use std::io::Read;

use enfilade_domain::{Deal, DealStage};

use super::amount::read_amount;
use super::columns::Row;
use super::rows::CsvRows;
use crate::lenient::clean_text;
use crate::limits::ID_CHARACTERS;
use crate::outcome::Rejection;

/// Reads `deal_id`, `domain`, `opened_at`, `closed_at`, `stage`, `amount`, `currency`, `source`, `heard_from`.
pub fn read_deals(reader: impl Read + 'static) -> CsvRows<Deal> {
    CsvRows::new(reader, &[&["deal_id"], &["domain"], &["opened_at"], &["stage"]], read_deal)
}

fn read_deal(row: &Row<'_>) -> Result<Deal, Rejection> {
    let deal_id =
        clean_text(row.required("deal_id")?, ID_CHARACTERS).ok_or_else(|| Rejection::new("deal_id", "is empty"))?;
    let domain = row.domain("domain")?.ok_or_else(|| Rejection::new("domain", "is empty"))?;
    let opened_at = row.moment("opened_at")?.ok_or_else(|| Rejection::new("opened_at", "is empty"))?;
    let closed_at = row.moment("closed_at")?;
    let stage = row.required("stage")?;
    let stage = DealStage::parse(&stage.replace([' ', '-'], "_")).ok_or_else(|| {
        let shown: String = stage.chars().take(40).collect();
        Rejection::new("stage", format!("`{shown}` is none of open, closed_won, closed_lost, closed_no_decision"))
    })?;
    if closed_at.is_some_and(|closed| closed < opened_at) {
        return Err(Rejection::new("closed_at", "lies before opened_at"));
    }
    if stage != DealStage::Open && closed_at.is_none() {
        return Err(Rejection::new("closed_at", "is empty; a closed deal needs the day it was closed"));
    }
    let amount = row
        .cell("amount")
        .map(|cell| read_amount(cell, row.cell("currency"), row.columns.delimiter))
        .transpose()
        .map_err(|reason| Rejection::new("amount", reason))?;
    Ok(Deal {
        deal_id,
        domain,
        opened_at,
        closed_at,
        stage,
        amount,
        source: row.text("source"),
        heard_from: row.text("heard_from"),
    })
}
