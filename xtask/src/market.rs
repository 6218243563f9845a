//! Holds the binary against a simulated market whose truth is known: how well do readings rank who was ready, beside
//! the classic points?
//!
//! A market is a folder with content, accounts, deals and touches as CSV, events as JSON lines and `truth.jsonl`.
//! Definitions: *ready* is a committee majority in the Sales room with an open budget; the population is every account
//! with a reading before its first deal by inbound form or outbound; dates are weekly over the second half.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use enfilade_engine::judge::{Confusion, Judged, Ranking, Statistic};
use serde_json::Value;

const ROOMS: [&str; 5] = ["outside", "problem", "solution", "offer", "sales"];

/// One account on one date.
struct Case {
    /// A running number of the account.
    account: u32,
    /// A running number of the date.
    date: u32,
    ready: bool,
    /// An outsider with somebody curious and loud.
    loud: bool,
    true_room: usize,
    readiness: f64,
    classic: f64,
    rooms: [f64; 5],
}

/// What is known to be true about a market.
#[derive(Default)]
struct Truth {
    /// By domain, in order of time: day, room, ready.
    rooms: BTreeMap<String, Vec<(String, usize, bool)>>,
    /// Companies with the running number of each, and whether they are buyers.
    companies: BTreeMap<String, (u32, bool)>,
    /// Companies with a curious person.
    curious: BTreeSet<String>,
    /// First deal by inbound form or outbound.
    first_deal: BTreeMap<String, String>,
}

/// A market imported into a directory of its own, which goes when this does.
pub(crate) struct Imported<'a> {
    binary: &'a Path,
    data: PathBuf,
}

impl<'a> Imported<'a> {
    pub(crate) fn new(binary: &'a Path, market: &Path, months: &str) -> Result<Self> {
        let data = std::env::temp_dir().join(format!("enfilade-market-{}", std::process::id()));
        let found = Self { binary, data };
        let file = |name: &str| market.join(name).display().to_string();
        let events =
            ["events.jsonl.gz", "events.jsonl"].map(PathBuf::from).into_iter().find(|name| market.join(name).exists());
        let events = market.join(events.context("the market has no events")?).display().to_string();
        found.enfilade(&["workspace", "configure", "--decision-months", months])?;
        let csv =
            ["content", "accounts", "deals", "touches"].map(|kind| (format!("--{kind}"), file(&format!("{kind}.csv"))));
        let mut import = vec!["import", "--events", &events];
        import.extend(csv.iter().flat_map(|(flag, path)| [flag.as_str(), path.as_str()]));
        found.enfilade(&import)?;
        Ok(found)
    }

    /// What a command prints.
    pub(crate) fn enfilade(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(self.binary);
        let output = command.arg("--data").arg(&self.data).args(arguments).output().context("run the binary")?;
        if !matches!(output.status.code(), Some(0 | 3)) {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A file in the directory.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }
}

impl Drop for Imported<'_> {
    fn drop(&mut self) {
        // What cannot be removed lies in the folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// Imports the market into a fresh directory, reads it weekly, prints the figures.
pub(crate) fn run(binary: &Path, market: &Path, months: &str, every_days: i64) -> Result<()> {
    let truth = truth(market)?;
    let imported = Imported::new(binary, market, months)?;
    report(&cases(&truth, every_days, &|arguments| imported.enfilade(arguments))?);
    Ok(())
}

fn cases(truth: &Truth, every_days: i64, enfilade: &dyn Fn(&[&str]) -> Result<String>) -> Result<Vec<Case>> {
    let start = day_number("2024-01-01")?;
    let last = truth.rooms.values().flatten().map(|(at, _, _)| day_number(at)).collect::<Result<Vec<_>>>()?;
    let end = last.into_iter().max().context("the truth holds no rooms")?;
    let mut cases = Vec::new();
    let mut day = start + (end - start) / 2;
    let mut date = 0;
    while day < end {
        let at = format!("{}T00:00:00Z", date_of(day));
        for line in enfilade(&["readings", "--json", "--as-of", &at])?.lines() {
            let reading: Value = serde_json::from_str(line)?;
            cases.extend(case(truth, &reading, &at, date));
        }
        day += every_days;
        date += 1;
    }
    Ok(cases)
}

fn case(truth: &Truth, reading: &Value, at: &str, date: u32) -> Option<Case> {
    let domain = reading["account"].as_str()?;
    reading["first_seen"].as_str()?;
    let (account, is_buyer) = *truth.companies.get(domain)?;
    if truth.first_deal.get(domain).is_some_and(|opened| opened.as_str() <= at) {
        return None;
    }
    let known = truth.rooms.get(domain).and_then(|rooms| rooms.iter().rev().find(|(since, _, _)| since.as_str() <= at));
    Some(Case {
        account,
        date,
        loud: !is_buyer && truth.curious.contains(domain),
        ready: known.is_some_and(|(_, _, ready)| *ready),
        true_room: known.map_or(0, |(_, room, _)| *room),
        readiness: reading["readiness"].as_f64()?,
        classic: reading["classic_score"].as_f64().unwrap_or(0.0),
        rooms: ROOMS.map(|room| reading["rooms"][room].as_f64().unwrap_or(0.0)),
    })
}

fn truth(market: &Path) -> Result<Truth> {
    let mut truth = Truth::default();
    let text = std::fs::read_to_string(market.join("truth.jsonl")).context("read truth.jsonl")?;
    for line in text.lines() {
        let row: Value = serde_json::from_str(line)?;
        let domain = row["domain"].as_str().unwrap_or_default().to_owned();
        match row["kind"].as_str() {
            Some("company") => {
                let number = truth.companies.len() as u32;
                truth.companies.insert(domain, (number, row["buyer"].as_bool().unwrap_or(false)));
            }
            Some("person") if row["type"] == "curious" => _ = truth.curious.insert(domain),
            Some("room") if row["person"].is_null() => {
                let room = ROOMS.iter().position(|room| row["room"] == *room).context("an unknown room")?;
                let at = row["at"].as_str().unwrap_or_default().to_owned();
                truth.rooms.entry(domain).or_default().push((at, room, row["ready"].as_bool().unwrap_or(false)));
            }
            _ => {}
        }
    }
    // Stable: of two rows of one moment the later line counts.
    truth.rooms.values_mut().for_each(|rooms| rooms.sort_by(|a, b| a.0.cmp(&b.0)));
    let deals = std::fs::read_to_string(market.join("deals.csv")).context("read deals.csv")?;
    let mut lines = deals.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let column =
        |name: &str| header.iter().position(|cell| *cell == name).with_context(|| format!("deals.csv: {name}"));
    let (domain, opened, source) = (column("domain")?, column("opened_at")?, column("source")?);
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if !matches!(cells.get(source), Some(&("inbound_form" | "outbound"))) {
            continue;
        }
        let (Some(domain), Some(opened)) = (cells.get(domain), cells.get(opened)) else { continue };
        let first = truth.first_deal.entry((*domain).to_owned()).or_insert_with(|| (*opened).to_owned());
        if *opened < first.as_str() {
            *first = (*opened).to_owned();
        }
    }
    Ok(truth)
}

#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
fn report(cases: &[Case]) {
    println!("account-weeks {}, ready {}", cases.len(), cases.iter().filter(|case| case.ready).count());
    rank("readiness", cases, |case| case.readiness);
    rank("classic", cases, |case| case.classic);
    let confusion = |from: usize| {
        let rooms = cases.iter().filter(|case| case.true_room >= from);
        Confusion::of(rooms.map(|case| (case.true_room, top(&case.rooms, from))))
    };
    println!("room macro-F1 {:.3}", confusion(0).macro_f1(0));
    println!("room macro-F1 among buyers {:.3}", confusion(1).macro_f1(1));
    let in_market = judged(cases, |case| 1.0 - case.rooms[0], |case| case.true_room > 0);
    println!("in market  AUC {:.3}", in_market.of(Statistic::Area).unwrap_or(f64::NAN));
}

#[expect(clippy::print_stdout, reason = "the report is what the command is for")]
fn rank(name: &str, cases: &[Case], score: fn(&Case) -> f64) {
    let ready = judged(cases, score, |case| case.ready);
    let loud = judged(cases, score, |case| case.loud);
    let area = ready.area();
    let figure = |statistic| ready.of(statistic).unwrap_or(f64::NAN);
    println!(
        "{name:<9}  AUC {:.3} ({:.3} to {:.3})  AP {:.3}  caught at 3 % {:.3}  loud outsiders in top 3 % {:.3}",
        figure(Statistic::Area),
        area.and_then(|area| area.low).unwrap_or(f64::NAN),
        area.and_then(|area| area.high).unwrap_or(f64::NAN),
        figure(Statistic::AveragePrecision),
        figure(Statistic::Caught(0.03)),
        loud.of(Statistic::PrecisionOfShare(0.03)).unwrap_or(f64::NAN),
    );
}

fn judged(cases: &[Case], score: fn(&Case) -> f64, truth: fn(&Case) -> bool) -> Ranking {
    let judged =
        |case: &Case| Judged { account: case.account, date: case.date, score: score(case), came_true: truth(case) };
    Ranking::new(cases.iter().map(judged).collect())
}

fn top(rooms: &[f64; 5], from: usize) -> usize {
    (from..5).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).unwrap_or(0)
}

/// Days since 1970-01-01 of the date at the beginning of a text (civil calendar, after H. Hinnant's algorithm).
fn day_number(text: &str) -> Result<i64> {
    let part = |range: std::ops::Range<usize>| -> Result<i64> {
        text.get(range).and_then(|part| part.parse().ok()).with_context(|| format!("`{text}` is no date"))
    };
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Ok(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

fn date_of(day: i64) -> String {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        assert_eq!(day_number("1970-01-01").unwrap(), 0);
        assert_eq!(date_of(day_number("2024-02-29T12:00:00Z").unwrap()), "2024-02-29");
        assert_eq!(date_of(day_number("2025-12-31").unwrap() + 1), "2026-01-01");
        assert!(day_number("soon").is_err());
    }
}
