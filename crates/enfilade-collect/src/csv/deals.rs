//! The deals file: what sales says happened.

use std::collections::HashMap;
use std::io::Read;

use enfilade_domain::{DAY_MS, Deal, DealStage, Timestamp};

use super::amount::read_amount;
use super::columns::Row;
use super::rows::CsvRows;
use crate::lenient::clean_text;
use crate::limits::ID_CHARACTERS;
use crate::outcome::Rejection;

/// Reads `deal_id`, `domain`, `opened_at`, `closed_at`, `stage`, `amount`, `currency`, `source`, `heard_from`, as they can
/// be true at `now`.
pub fn read_deals(reader: impl Read + 'static, now: Timestamp) -> CsvRows<Deal> {
    let mut ends: HashMap<String, DealStage> = HashMap::new();
    CsvRows::new(reader, &[&["deal_id"], &["domain"], &["opened_at"], &["stage"]], move |row| {
        let deal = read_deal(row)?;
        check_dates(&deal, now)?;
        // A deal that was open above and is closed here went on; one that ended twice is two stories under one name.
        let ended = ends.get(&deal.deal_id).copied();
        match ended {
            Some(before) if before != deal.stage => Err(Rejection::new(
                "stage",
                format!("{} ended above as {}; that row counts, this one does not", deal.deal_id, before.as_str()),
            )),
            _ => {
                if deal.stage != DealStage::Open {
                    ends.insert(deal.deal_id.clone(), deal.stage);
                }
                Ok(deal)
            }
        }
    })
}

/// Refuses dates that contradict the stage or lie ahead of what can be known.
fn check_dates(deal: &Deal, now: Timestamp) -> Result<(), Rejection> {
    let ahead = now.plus_millis(DAY_MS);
    if deal.opened_at > ahead {
        return Err(Rejection::new("opened_at", format!("{} lies in the future", deal.opened_at)));
    }
    let Some(closed_at) = deal.closed_at else { return Ok(()) };
    if deal.stage == DealStage::Open && closed_at <= now {
        return Err(Rejection::new(
            "closed_at",
            format!("{closed_at} is past, and stage says open; leave it empty, or say how it ended"),
        ));
    }
    if deal.stage != DealStage::Open && closed_at > ahead {
        return Err(Rejection::new(
            "closed_at",
            format!("{closed_at} lies in the future, and stage says it is closed"),
        ));
    }
    Ok(())
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
