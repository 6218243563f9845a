//! Do the numbers mean what they say, and were the rooms the true ones?

use enfilade_domain::Timestamp;
use enfilade_engine::judge::{Calibration, Confusion, EDGES, Forecast, PublishedScale};
use enfilade_language::t;

use super::Truth;
use super::methods::{Judgement, READINGS};
use super::outcomes::OUTLOOK_DAYS;
use super::report::{Bin, CalibrationTable, RoomTable};
use super::walk::{Row, Walked};

/// From this room index on (outside 0) a talk would be welcome.
const OFFER: usize = 3;
/// Fewer verdicts than this are no judge of a probability.
const FEWEST_VERDICTS: usize = 10;

/// The calibration of each number by each witness there is.
pub(super) fn tables(judgement: &Judgement<'_>, walked: &[Walked], truth: Option<&Truth>) -> Vec<CalibrationTable> {
    let forecasts = |number: fn(&Row) -> f64, came: &dyn Fn(&Walked, Timestamp) -> Option<bool>| -> Vec<Forecast> {
        let forecast = |row: &&Row| {
            let came_true = came(judgement.accounts.get(&row.account)?, judgement.at(row))?;
            Some(Forecast { account: row.account, probability: number(row), came_true })
        };
        judgement.rows.iter().filter_map(forecast).collect()
    };
    let process = |one: &Walked, at: Timestamp| one.history.process_within(at, OUTLOOK_DAYS);
    let by_deals = t!("a deal opened within 60 days and was later won or lost");
    let mut found = vec![table("outlook_60d", by_deals, &forecasts(|row| row.outlook, &process))];
    if let Some(truth) = truth {
        let there = |one: &Walked, at: Timestamp| Some(truth.at(&one.domain, at).0 >= OFFER);
        let by_truth = t!("the account stood in the Offer or the Sales room, by the truth given");
        found.push(table("readiness", by_truth, &forecasts(|row| row.readiness, &there)));
        let scale = PublishedScale::v1().with_outcomes(&[], &[]);
        let shown: Vec<Forecast> = judgement
            .rows
            .iter()
            .filter(|row| row.enough_evidence)
            .filter_map(|row| {
                let came_true = there(judgement.accounts.get(&row.account)?, judgement.at(row))?;
                Some(Forecast { account: row.account, probability: scale.shown(row.z).value, came_true })
            })
            .collect();
        found.push(table("shown_scale", by_truth, &shown));
    }
    let verdicts: Vec<Forecast> = verdicts(walked)
        .filter_map(|(row, verdict)| {
            Some(Forecast { account: row.account, probability: row.readiness, came_true: verdict.welcome? })
        })
        .collect();
    if verdicts.len() >= FEWEST_VERDICTS {
        found.push(table("readiness", t!("sales said afterwards that the conversation was welcome"), &verdicts));
    }
    if truth.is_none() && verdicts.len() < FEWEST_VERDICTS {
        found.push(table("readiness", by_deals, &forecasts(|row| row.readiness, &process)));
    }
    found.into_iter().flatten().collect()
}

fn table(number: &str, against: &str, forecasts: &[Forecast]) -> Option<CalibrationTable> {
    let found = Calibration::new(forecasts, &EDGES)?;
    let bin = |bin: &enfilade_engine::judge::Bin| Bin {
        from: bin.from,
        until: bin.until,
        cases: bin.cases,
        accounts: bin.accounts,
        mean_predicted: bin.mean_predicted,
        observed: bin.observed.into(),
    };
    Some(CalibrationTable {
        number: number.to_owned(),
        against: against.to_owned(),
        cases: found.cases,
        accounts: found.accounts,
        mean_predicted: found.mean_predicted,
        observed: found.observed.into(),
        predicted_to_observed: found.predicted_to_observed.map(Into::into),
        brier: found.brier,
        brier_skill: found.brier_skill,
        expected_calibration_error: found.expected_calibration_error,
        bins: found.bins.iter().map(bin).collect(),
    })
}

/// Verdicts with the row of the moment before.
fn verdicts(walked: &[Walked]) -> impl Iterator<Item = (&Row, &super::outcomes::Verdict)> {
    walked.iter().flat_map(|one| {
        let rows = one.before_verdicts.iter().zip(&one.history.verdicts);
        rows.filter_map(|(row, verdict)| Some((row.as_ref()?, verdict)))
    })
}

/// Which rooms were read where which were true, by the truth given and by verdicts, for the reading and the majority.
pub(super) fn rooms(judgement: &Judgement<'_>, walked: &[Walked], truth: Option<&Truth>) -> Vec<RoomTable> {
    let mut found = Vec::new();
    if let Some(truth) = truth {
        let cases: Vec<(usize, &Row)> = judgement
            .rows
            .iter()
            .filter_map(|row| {
                let account = judgement.accounts.get(&row.account)?;
                Some((truth.at(&account.domain, judgement.at(row)).0, *row))
            })
            .collect();
        found.extend(both(t!("the truth given"), &cases));
    }
    let cases: Vec<(usize, &Row)> = verdicts(walked).filter_map(|(row, verdict)| Some((verdict.room?, row))).collect();
    if !cases.is_empty() {
        found.extend(both(t!("what sales said after conversations"), &cases));
    }
    found
}

fn both(truth: &str, cases: &[(usize, &Row)]) -> [RoomTable; 2] {
    let table = |method: &str, shares: fn(&Row) -> &[f64; 5]| {
        let read = |from: usize| {
            let chosen = cases.iter().filter(move |(room, _)| *room >= from);
            Confusion::of(chosen.map(move |(room, row)| (*room, top(shares(row), from))))
        };
        let all = read(0);
        RoomTable {
            method: method.to_owned(),
            truth: truth.to_owned(),
            cases: all.cases(),
            counts: all.counts().iter().map(|row| row.to_vec()).collect(),
            macro_f1: all.macro_f1(0),
            macro_f1_buyers: read(1).macro_f1(1),
            accuracy: all.accuracy(),
            within_one: all.within_one(),
        }
    };
    [table(READINGS, |row| &row.rooms), table(t!("content majority"), |row| &row.majority)]
}

fn top(shares: &[f64; 5], from: usize) -> usize {
    (from..5).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(0)
}
