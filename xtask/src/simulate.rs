//! Writes a simulated market into a folder: content, accounts, deals and touches as CSV, events as JSON lines, and
//! the truth beside them, in the forms that `market` and `enfilade import` read.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use enfilade_domain::Timestamp;
use enfilade_simulator::{Climate, Flavour, Library, simulate};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A Monday; days of the week are counted from it.
const START: &str = "2024-01-01T00:00:00Z";

pub(crate) fn run(flavour: &str, seed: &str, folder: &Path, options: &[&str]) -> Result<()> {
    let flavour = Flavour::parse(flavour)
        .with_context(|| format!("`{flavour}` is no flavour; known are saas, health, consult and agency"))?;
    let seed: u64 = seed.parse().with_context(|| format!("SEED: `{seed}` is no number"))?;
    let climate = with_options(flavour.climate(), options)?;
    let market = simulate(Library::generated(seed), &climate, Timestamp::parse(START)?, seed);
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let files = [
        ("content.csv", enfilade_simulator::content_csv(&market.library.pieces)),
        ("accounts.csv", enfilade_simulator::accounts_csv(&market.accounts)),
        ("deals.csv", enfilade_simulator::deals_csv(&market.deals)),
        ("touches.csv", enfilade_simulator::touches_csv(&market.touches)),
        ("truth.jsonl", enfilade_simulator::truth_lines(&market)),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).with_context(|| format!("{name} cannot be written"))?;
    }
    let events = File::create(folder.join("events.jsonl.gz")).context("events.jsonl.gz cannot be written")?;
    let mut events = GzEncoder::new(BufWriter::new(events), Compression::default());
    for occurrence in &market.occurrences {
        writeln!(events, "{}", enfilade_simulator::event_line(occurrence, &market.library.host))?;
    }
    events.finish()?.flush()?;
    eprintln!("{} events of {} companies", market.occurrences.len(), market.accounts.len());
    Ok(())
}

fn with_options(mut climate: Climate, options: &[&str]) -> Result<Climate> {
    for pair in options.chunks(2) {
        let [name, value] = pair else { bail!("{} wants a number", pair.concat()) };
        let number: usize = value.parse().with_context(|| format!("{name}: `{value}` is no number"))?;
        match *name {
            "--companies" => climate.companies = number,
            "--months" => climate.months = number,
            other => bail!("`{other}` is no option; known are --companies and --months"),
        }
    }
    Ok(climate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_change_the_climate_and_nonsense_is_named() {
        let climate = Flavour::Saas.climate();
        let changed = with_options(climate, &["--companies", "12", "--months", "3"]).unwrap();
        assert_eq!((changed.companies, changed.months), (12, 3));
        for wrong in [&["--companies"][..], &["--companies", "x"], &["--people", "3"]] {
            assert!(with_options(climate, wrong).is_err(), "{wrong:?}");
        }
    }
}
