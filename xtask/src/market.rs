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
use serde_json::Value;

const ROOMS: [&str; 5] = ["outside", "problem", "solution", "offer", "sales"];

/// One account on one date.
struct Case {
    ready: bool,
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
    companies: BTreeSet<String>,
    /// First deal by inbound form or outbound.
    first_deal: BTreeMap<String, String>,
}

/// Imports the market into a fresh directory, reads it weekly, prints the figures.
pub(crate) fn run(binary: &Path, market: &Path, months: &str, every_days: i64) -> Result<()> {
    let truth = truth(market)?;
    let data = std::env::temp_dir().join(format!("enfilade-market-{}", std::process::id()));
    let enfilade = |arguments: &[&str]| -> Result<String> {
        let output =
            Command::new(binary).arg("--data").arg(&data).args(arguments).output().context("run the binary")?;
        if !matches!(output.status.code(), Some(0 | 3)) {
            bail!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let file = |name: &str| market.join(name).display().to_string();
    let events =
        ["events.jsonl.gz", "events.jsonl"].map(PathBuf::from).into_iter().find(|name| market.join(name).exists());
    let events = market.join(events.context("the market has no events")?).display().to_string();
    enfilade(&["workspace", "configure", "--decision-months", months])?;
    let csv =
        ["content", "accounts", "deals", "touches"].map(|kind| (format!("--{kind}"), file(&format!("{kind}.csv"))));
    let mut import = vec!["import", "--events", &events];
    import.extend(csv.iter().flat_map(|(flag, path)| [flag.as_str(), path.as_str()]));
    enfilade(&import)?;
    let cases = cases(&truth, every_days, &enfilade)?;
    std::fs::remove_dir_all(&data)?;
    report(&cases);
    Ok(())
}

fn cases(truth: &Truth, every_days: i64, enfilade: &dyn Fn(&[&str]) -> Result<String>) -> Result<Vec<Case>> {
    let start = day_number("2024-01-01")?;
    let last = truth.rooms.values().flatten().map(|(at, _, _)| day_number(at)).collect::<Result<Vec<_>>>()?;
    let end = last.into_iter().max().context("the truth holds no rooms")?;
    let mut cases = Vec::new();
    let mut day = start + (end - start) / 2;
    while day < end {
        let at = format!("{}T00:00:00Z", date_of(day));
        for line in enfilade(&["readings", "--json", "--as-of", &at])?.lines() {
            let reading: Value = serde_json::from_str(line)?;
            cases.extend(case(truth, &reading, &at));
        }
        day += every_days;
    }
    Ok(cases)
}

fn case(truth: &Truth, reading: &Value, at: &str) -> Option<Case> {
    let domain = reading["account"].as_str()?;
    reading["first_seen"].as_str()?;
    let in_population =
        truth.companies.contains(domain) && truth.first_deal.get(domain).is_none_or(|opened| opened.as_str() > at);
    if !in_population {
        return None;
    }
    let known = truth.rooms.get(domain).and_then(|rooms| rooms.iter().rev().find(|(since, _, _)| since.as_str() <= at));
    Some(Case {
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
            Some("company") => _ = truth.companies.insert(domain),
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
    let ready: Vec<bool> = cases.iter().map(|case| case.ready).collect();
    let readiness: Vec<f64> = cases.iter().map(|case| case.readiness).collect();
    let classic: Vec<f64> = cases.iter().map(|case| case.classic).collect();
    println!("account-weeks {}, ready {}", cases.len(), ready.iter().filter(|ready| **ready).count());
    println!("readiness  AUC {:.3}  AP {:.3}", area(&ready, &readiness), average_precision(&ready, &readiness));
    println!("classic    AUC {:.3}  AP {:.3}", area(&ready, &classic), average_precision(&ready, &classic));
    let truth: Vec<usize> = cases.iter().map(|case| case.true_room).collect();
    let read: Vec<usize> = cases.iter().map(|case| top(&case.rooms, 0)).collect();
    println!("room macro-F1 {:.3}", macro_f1(&truth, &read, 0));
    let buyers: Vec<&Case> = cases.iter().filter(|case| case.true_room > 0).collect();
    let truth: Vec<usize> = buyers.iter().map(|case| case.true_room).collect();
    let read: Vec<usize> = buyers.iter().map(|case| top(&case.rooms, 1)).collect();
    println!("room macro-F1 among buyers {:.3}", macro_f1(&truth, &read, 1));
    let in_market: Vec<bool> = cases.iter().map(|case| case.true_room > 0).collect();
    let inside: Vec<f64> = cases.iter().map(|case| 1.0 - case.rooms[0]).collect();
    println!("in market  AUC {:.3}", area(&in_market, &inside));
}

fn top(rooms: &[f64; 5], from: usize) -> usize {
    (from..5).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).unwrap_or(0)
}

/// Area under the ROC curve, ties counted half.
fn area(truth: &[bool], score: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_by(|a, b| score[*a].total_cmp(&score[*b]));
    let (mut rank_sum, mut from) = (0.0, 0);
    while from < order.len() {
        let until = from + order[from..].iter().take_while(|i| score[**i] == score[order[from]]).count();
        let rank = (from + until + 1) as f64 / 2.0;
        rank_sum += rank * order[from..until].iter().filter(|i| truth[**i]).count() as f64;
        from = until;
    }
    let yes = truth.iter().filter(|one| **one).count() as f64;
    let no = truth.len() as f64 - yes;
    (rank_sum - yes * (yes + 1.0) / 2.0) / (yes * no)
}

/// Mean precision at the thresholds where recall grows; ties are one threshold.
fn average_precision(truth: &[bool], score: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_by(|a, b| score[*b].total_cmp(&score[*a]));
    let all = truth.iter().filter(|one| **one).count() as f64;
    let (mut hits, mut sum, mut from) = (0.0, 0.0, 0);
    while from < order.len() {
        let until = from + order[from..].iter().take_while(|i| score[**i] == score[order[from]]).count();
        let new = order[from..until].iter().filter(|i| truth[**i]).count() as f64;
        hits += new;
        sum += new / all * hits / until as f64;
        from = until;
    }
    sum
}

fn macro_f1(truth: &[usize], read: &[usize], from: usize) -> f64 {
    let f1 = |class: usize| {
        let count = |wanted: fn(bool, bool) -> bool| {
            truth.iter().zip(read).filter(|(t, r)| wanted(**t == class, **r == class)).count() as f64
        };
        let (both, missed, wrong) = (count(|t, r| t && r), count(|t, r| t && !r), count(|t, r| !t && r));
        if both == 0.0 { 0.0 } else { 2.0 * both / (2.0 * both + missed + wrong) }
    };
    (from..5).map(f1).sum::<f64>() / (5 - from) as f64
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
    fn ranks_are_judged_as_by_hand() {
        let truth = [true, false, true, false];
        assert_eq!(area(&truth, &[0.9, 0.8, 0.7, 0.1]), 0.75);
        assert_eq!(area(&truth, &[0.5, 0.5, 0.5, 0.5]), 0.5);
        let precision = average_precision(&truth, &[0.9, 0.8, 0.7, 0.1]);
        assert!((precision - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn days_and_dates_are_inverse() {
        assert_eq!(day_number("1970-01-01").unwrap(), 0);
        assert_eq!(date_of(day_number("2024-02-29T12:00:00Z").unwrap()), "2024-02-29");
        assert_eq!(date_of(day_number("2025-12-31").unwrap() + 1), "2026-01-01");
        assert!(day_number("soon").is_err());
    }

    #[test]
    fn f1_of_a_perfect_reading_is_one() {
        assert_eq!(macro_f1(&[0, 1, 2, 3, 4], &[0, 1, 2, 3, 4], 0), 1.0);
        assert_eq!(macro_f1(&[1, 2, 3, 4], &[2, 1, 4, 3], 1), 0.0);
    }
}
