//! `enfilade bench`: the published benchmarks, reproducible on any machine.

mod house;
mod ingest;
mod load;
mod pages;
mod request;
mod server;

use std::time::Instant;

use enfilade_engine::{Model, Published};
use serde_json::json;

use crate::arguments::bench::BenchCommand;
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn run(command: &BenchCommand) -> Result<Outcome, Failure> {
    match command {
        BenchCommand::Ingest(ingest) => ingest::run(ingest),
        BenchCommand::Pages(pages) => pages::run(pages),
        BenchCommand::Fold { visits, seed, json } => fold(*visits, *seed, *json),
    }
}

fn fold(visits: u64, seed: u64, as_json: bool) -> Result<Outcome, Failure> {
    let model = Model::new(&Published::v2(), 4.0).map_err(|error| Failure::Other(error.into()))?;
    let start = Instant::now();
    let bench = enfilade_engine::bench::fold(&model, visits, seed, || start.elapsed().as_secs_f64());
    if as_json {
        output::line(&json!({
            "visits": bench.visits, "seed": seed, "seconds": bench.seconds,
            "visits_per_second": bench.visits_per_second, "persons": bench.persons, "accounts": bench.accounts,
            "mean_in_market": bench.mean_in_market,
        }));
    } else {
        output::text_line(&format!(
            "{:.2} million visits per second on one core, person and account ({} visits, {} persons, {} accounts, {:.2} s)",
            bench.visits_per_second / 1e6,
            bench.visits,
            bench.persons,
            bench.accounts,
            bench.seconds
        ));
    }
    Ok(Outcome::Done)
}
