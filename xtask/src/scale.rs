//! Writes the published map from rank score to the shown scale, from simulated markets whose rooms are known.
//!
//! Each market is imported and back-tested every two weeks with its truth; the judged rows say what the rank score was and
//! whether the account stood in the Offer or the Sales room. To be run again whenever readings changed.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use enfilade_engine::judge::{PublishedScale, ScaleCase};
use serde_json::Value;

use crate::market::Imported;

/// Points of the map; finer at the top.
const KNOTS: usize = 36;
/// Knots nearer than this share are written as one.
const APART: f64 = 0.003;

/// `markets` as DIR:MONTHS. Writes the file and says what changed.
pub(crate) fn run(binary: &Path, file: &Path, markets: &[&str]) -> Result<()> {
    let mut cases = Vec::new();
    for market in markets {
        let (folder, months) = market.rsplit_once(':').with_context(|| format!("`{market}`: say DIR:MONTHS"))?;
        let found = cases_of(binary, Path::new(folder), months).with_context(|| (*market).to_owned())?;
        let late = found.iter().filter(|case| case.is_late).count();
        eprintln!("{market}: {} account-dates, {late} in the Offer or Sales room", found.len());
        cases.push(found);
    }
    let scale = PublishedScale::from_markets(&cases, KNOTS).context("nobody stood in the Offer or Sales room")?;
    std::fs::write(file, text(&scale)).with_context(|| format!("write {}", file.display()))?;
    eprintln!(
        "wrote {}: slopes differ by {:.2}, shifts by {:.2} between {} markets",
        file.display(),
        scale.slope_deviation,
        scale.shift_deviation,
        scale.markets
    );
    Ok(())
}

fn cases_of(binary: &Path, market: &Path, months: &str) -> Result<Vec<ScaleCase>> {
    let imported = Imported::new(binary, market, months)?;
    let (truth, rows) = (market.join("truth.jsonl").display().to_string(), imported.file("rows.jsonl"));
    let rows_path = rows.display().to_string();
    imported.enfilade(&["backtest", "--truth", &truth, "--every", "14", "--rows", &rows_path, "--json"])?;
    let text = std::fs::read_to_string(&rows).context("read the judged rows")?;
    let mut cases = Vec::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line)?;
        // Below the evidence for a number none is shown, so none is mapped.
        if row["enough_evidence"] != true {
            continue;
        }
        let (Some(z), Some(room)) = (row["z"].as_f64(), row["true_room"].as_u64()) else { continue };
        cases.push(ScaleCase { z, is_late: room >= 3, process: row["process_60d"].as_bool() });
    }
    Ok(cases)
}

/// The file as Rust, formatted as the formatter would.
fn text(scale: &PublishedScale) -> String {
    let mut kept: Vec<(f64, f64, f64)> = Vec::new();
    for knot in &scale.knots {
        let is_last = scale.knots.last() == Some(knot);
        let is_apart = |last: &(f64, f64, f64)| knot.share - last.1 >= APART || knot.process - last.2 >= APART;
        if is_last || kept.last().is_none_or(is_apart) {
            kept.push((knot.z, knot.share, knot.process));
        }
    }
    let mut lines = String::new();
    for (z, share, process) in &kept {
        // Writing into a string cannot fail.
        let _ = writeln!(lines, "    ({z:.3}, {share:.4}, {process:.4}),");
    }
    format!(
        "//! The published map from rank score to the shown scale. Written by `cargo run -p xtask -- scale`; not by hand.

use super::scale::{{Knot, PublishedScale}};

/// z, share in the Offer or Sales room, share with a decision process within sixty days.
const KNOTS: [(f64, f64, f64); {count}] = [
{lines}];

impl PublishedScale {{
    /// The map that this version ships.
    #[must_use]
    pub fn v1() -> Self {{
        Self {{
            knots: KNOTS.iter().map(|(z, share, process)| Knot {{ z: *z, share: *share, process: *process }}).collect(),
            slope_deviation: {slope:.3},
            shift_deviation: {shift:.3},
            correlation: {correlation:.3},
            markets: {markets},
            cases: {cases},
        }}
    }}
}}
",
        count = kept.len(),
        slope = scale.slope_deviation,
        shift = scale.shift_deviation,
        correlation = scale.correlation,
        markets = scale.markets,
        cases = grouped(scale.cases),
    )
}

/// Digits with an underscore between thousands, as the lints want them.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let head = (first > 0).then(|| digits[..first].to_owned());
    head.into_iter().chain(groups).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use enfilade_engine::judge::Knot;

    #[test]
    fn knots_that_say_the_same_are_written_once() {
        let knot = |z, share| Knot { z, share, process: 0.001 };
        let scale = PublishedScale {
            knots: vec![knot(-9.0, 0.001), knot(-8.0, 0.0011), knot(-2.0, 0.2), knot(0.0, 0.2)],
            slope_deviation: 0.21,
            shift_deviation: 0.5,
            correlation: 0.5,
            markets: 3,
            cases: 12_345,
        };
        let text = text(&scale);
        assert!(text.contains("f64); 3] = [") && text.contains("(-2.000, 0.2000, 0.0010),"), "{text}");
        assert!(text.contains("cases: 12_345"));
        assert_eq!((grouped(7), grouped(1_000)), ("7".to_owned(), "1_000".to_owned()));
    }
}
