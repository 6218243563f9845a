//! Where loudness and reading disagree, in both directions, and what came of it.

use std::collections::BTreeMap;

use enfilade_domain::{Band, Timestamp};

use super::methods::Judgement;
use super::outcomes::CONVERSATION_DAYS;
use super::report::Disagreement;
use super::walk::Row;

/// Accounts on each list.
const LONGEST: usize = 40;
/// High by one number: among this share of all rows.
const HIGH_SHARE: f64 = 0.03;
/// Not even warm by the other: outside this share.
const WARM_SHARE: f64 = 0.15;

/// Loud and unready, then quiet and ready. Each account once, with the first date on which it was so.
pub(super) fn disagreements(judgement: &Judgement<'_>) -> (Vec<Disagreement>, Vec<Disagreement>) {
    let numbers = |number: fn(&Row) -> f64| {
        let mut all: Vec<f64> = judgement.rows.iter().map(|row| number(row)).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        let bound = |share: f64| all.get((share * all.len() as f64) as usize).copied();
        (bound(HIGH_SHARE).unwrap_or(f64::INFINITY), bound(WARM_SHARE).unwrap_or(f64::INFINITY))
    };
    let (loud, warm_points) = numbers(|row| row.classic);
    let (ready, warm_reading) = numbers(|row| row.z);
    let of = |fits: &dyn Fn(&Row) -> bool, order: fn(&Row) -> f64| {
        let mut first: BTreeMap<u32, &Row> = BTreeMap::new();
        for row in judgement.rows.iter().filter(|row| fits(row)) {
            let known = first.entry(row.account).or_insert(row);
            if row.date < known.date {
                *known = row;
            }
        }
        let mut rows: Vec<&Row> = first.into_values().collect();
        rows.sort_by(|a, b| order(b).total_cmp(&order(a)));
        rows.into_iter().take(LONGEST).filter_map(|row| disagreement(judgement, row)).collect::<Vec<_>>()
    };
    (
        of(&|row| row.classic >= loud && row.z < warm_reading, |row| row.classic),
        of(&|row| row.z >= ready && row.classic < warm_points && row.band != Band::Outside, |row| row.z),
    )
}

fn disagreement(judgement: &Judgement<'_>, row: &Row) -> Option<Disagreement> {
    let account = judgement.accounts.get(&row.account)?;
    let at: Timestamp = judgement.at(row);
    let became = match account.history.process_within(at, CONVERSATION_DAYS) {
        None if account.history.came_to_nothing(at) => Some(false),
        other => other,
    };
    Some(Disagreement {
        account: account.domain.to_string(),
        name: account.name.clone(),
        at: at.to_string(),
        readiness: row.readiness,
        classic_score: row.classic,
        band: row.band.as_str().to_owned(),
        room: row.room.to_owned(),
        afterwards: account.history.in_words(at),
        became,
    })
}
