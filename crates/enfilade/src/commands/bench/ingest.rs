//! `enfilade bench ingest`: durable acknowledgement over HTTP.
//!
//! The server runs in this process as `serve` runs it, jobs included; the load generator is a child process, which is
//! this program with `--against`. Both share the machine's cores.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::json;

use super::load::{self, Seen, Target};
use super::server::{Server, memory_mib};
use crate::arguments::bench::{BenchIngest, Load};
use crate::failure::{Failure, Outcome};
use crate::output;

/// How long to wait for the readings before saying that they are not fresh.
const PATIENCE: Duration = Duration::from_secs(900);

pub(super) fn run(bench: &BenchIngest) -> Result<Outcome, Failure> {
    match (&bench.against, &bench.key) {
        (Some(against), Some(key)) => measure_answers(bench, against, key),
        _ => measure_server(bench),
    }
}

fn loads(bench: &BenchIngest) -> Vec<Load> {
    bench.only.map_or_else(|| vec![Load::Batches, Load::Singles], |load| vec![load])
}

fn measure_answers(bench: &BenchIngest, against: &str, key: &str) -> Result<Outcome, Failure> {
    let host = against.strip_prefix("http://").unwrap_or(against).trim_end_matches('/');
    if host.contains("://") || !host.contains(':') {
        return Err(Failure::Usage(format!("`{against}` should be an address such as http://127.0.0.1:8080")));
    }
    let target = Target { host: host.to_owned(), key: key.to_owned() };
    for load in loads(bench) {
        let seen = load::send(&target, load, bench.connections, bench.seconds)?;
        if bench.json {
            output::line(&seen);
        } else {
            output::text_line(&seen.to_string());
        }
    }
    Ok(Outcome::Done)
}

fn measure_server(bench: &BenchIngest) -> Result<Outcome, Failure> {
    let server = Server::start(bench.within.as_deref())?;
    let mut acknowledged = 0;
    let mut is_whole = true;
    for load in loads(bench) {
        let seen = send_from_child(bench, load, &server)?;
        let inbox = server.inbox()?;
        let memory = memory_mib();
        let fresh_after = server.wait_until_fresh(PATIENCE)?;
        acknowledged += seen.events;
        let kept = server.kept()?;
        is_whole &= kept >= acknowledged;
        let after = Afterwards { inbox, fresh_after, memory, acknowledged, kept };
        if bench.json { after.print_json(&seen) } else { after.print_text(&seen) }
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Unwell })
}

fn send_from_child(bench: &BenchIngest, load: Load, server: &Server) -> Result<Seen, Failure> {
    let only = if load == Load::Batches { "batches" } else { "singles" };
    let address = format!("http://{}", server.address);
    let (seconds, connections) = (bench.seconds.to_string(), bench.connections.to_string());
    let child = Command::new(std::env::current_exe()?)
        .args(["bench", "ingest", "--json", "--only", only, "--against", &address, "--key", &server.key])
        .args(["--seconds", &seconds, "--connections", &connections])
        .stderr(Stdio::inherit())
        .output()?;
    if !child.status.success() {
        return Err(Failure::Other(anyhow::anyhow!("the load generator ended with {}", child.status)));
    }
    Ok(serde_json::from_slice(&child.stdout).context("the load generator's answer cannot be read")?)
}

/// What the server looked like after a measurement.
struct Afterwards {
    inbox: u64,
    /// Seconds until everything was filed and read.
    fresh_after: Option<f64>,
    memory: Option<(f64, f64)>,
    /// Events of all measurements so far.
    acknowledged: u64,
    kept: u64,
}

impl Afterwards {
    fn print_json(&self, seen: &Seen) {
        let mut value = json!(seen);
        value["inbox_at_end"] = json!(self.inbox);
        value["fresh_after_seconds"] = json!(self.fresh_after);
        value["resident_mib"] = json!(self.memory.map(|(now, _)| now));
        value["most_resident_mib"] = json!(self.memory.map(|(_, most)| most));
        value["acknowledged_so_far"] = json!(self.acknowledged);
        value["kept_so_far"] = json!(self.kept);
        output::line(&value);
    }

    fn print_text(&self, seen: &Seen) {
        output::text_line(&seen.to_string());
        let share = 100.0 * self.inbox as f64 / (seen.events.max(1)) as f64;
        let fresh = match self.fresh_after {
            Some(seconds) => format!("everything filed and read {seconds:.1} s later"),
            None => format!("not everything was filed and read {} s later", PATIENCE.as_secs()),
        };
        output::text_line(&format!("  filing        {share:.0} % still in the inbox at the end; {fresh}"));
        if let Some((now, most)) = self.memory {
            output::text_line(&format!("  memory        {now:.0} MiB at the end, {most:.0} MiB at most"));
        }
        let found = if self.kept >= self.acknowledged { "every acknowledged event is kept" } else { "EVENTS ARE LOST" };
        output::text_line(&format!("  kept          {} of {}: {found}", self.kept, self.acknowledged));
    }
}
