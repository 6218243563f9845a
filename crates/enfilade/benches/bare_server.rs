//! What collection costs beside a server that does nothing but keep: axum and one SQLite table keyed by text, durable
//! (synchronous = full) and with group commit, measured by the same generator in the same run.
//!
//! `cargo bench -p enfilade --bench bare_server`; arguments go to `enfilade bench ingest`, such as `-- --seconds 4`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::oneshot;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const KEY: &str = "bare";
/// Requests that share one commit, as many as in Enfilade.
const GROUP_REQUESTS: usize = 256;

#[derive(Deserialize)]
struct Batch<'a> {
    #[serde(borrow)]
    batch: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(rename = "messageId")]
    id: &'a str,
}

/// Rows of one request, and whom to tell that they are durable.
struct Request {
    rows: Vec<(String, String)>,
    durable: oneshot::Sender<bool>,
}

fn main() -> anyhow::Result<()> {
    // Cargo adds `--bench` to what the person wrote.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let bare = measure_bare(&arguments)?;
    let enfilade = measure(&arguments, &[])?;
    print(&bare, &enfilade);
    Ok(())
}

fn print(bare: &[Value], enfilade: &[Value]) {
    let number = |measured: &Value, name: &str| measured[name].as_f64().unwrap_or_default();
    for (bare, enfilade) in bare.iter().zip(enfilade) {
        let rate = |measured: &Value| number(measured, "events_per_second");
        eprintln!("{}", bare["load"].as_str().unwrap_or_default());
        for (name, measured) in [("bare server", bare), ("enfilade", enfilade)] {
            eprintln!(
                "  {name:12} {:>8.0} events/s  p50 {:.1} ms  p99 {:.1} ms",
                rate(measured),
                number(measured, "p50_ms"),
                number(measured, "p99_ms")
            );
        }
        eprintln!("  ratio        {:>8.2} of the bare server's events per second", rate(enfilade) / rate(bare));
    }
}

/// Runs the generator, and reads one JSON line per measurement.
fn measure(arguments: &[String], target: &[&str]) -> anyhow::Result<Vec<Value>> {
    let output = Command::new(env!("CARGO_BIN_EXE_enfilade"))
        .args(["bench", "ingest", "--json"])
        .args(target)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    anyhow::ensure!(output.status.success(), "the generator ended with {}", output.status);
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn measure_bare(arguments: &[String]) -> anyhow::Result<Vec<Value>> {
    let folder = tempfile::tempdir()?;
    let (requests, receiver) = channel();
    let file: PathBuf = folder.path().join("bare.db");
    let writer = std::thread::spawn(move || write(&file, &receiver));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))?;
    let address = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/v1/batch", post(batch)).route("/v1/page", post(single)).with_state(requests);
    runtime.spawn(async move { axum::serve(listener, router).await });
    let measured = measure(arguments, &["--against", &address, "--key", KEY])?;
    drop(runtime);
    let kept = writer.join().map_err(|_| anyhow::anyhow!("the bare writer ended badly"))??;
    let sent: u64 = measured.iter().filter_map(|measured| measured["events"].as_u64()).sum();
    anyhow::ensure!(kept >= sent, "the bare server kept {kept} of {sent} events");
    Ok(measured)
}

async fn batch(State(requests): State<Sender<Request>>, body: Bytes) -> StatusCode {
    match serde_json::from_slice::<Batch<'_>>(&body) {
        Ok(batch) => keep(&requests, batch.batch.iter().map(|message| message.get())).await,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn single(State(requests): State<Sender<Request>>, body: Bytes) -> StatusCode {
    match std::str::from_utf8(&body) {
        Ok(message) => keep(&requests, [message].into_iter()).await,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn keep(requests: &Sender<Request>, messages: impl Iterator<Item = &str>) -> StatusCode {
    let row = |text: &str| serde_json::from_str::<Message<'_>>(text).map(|read| (read.id.to_owned(), text.to_owned()));
    let Ok(rows) = messages.map(row).collect() else { return StatusCode::BAD_REQUEST };
    let (durable, answer) = oneshot::channel();
    let sent = requests.send(Request { rows, durable });
    if sent.is_ok() && answer.await == Ok(true) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// Writes whatever waits in one transaction each. Returns how many rows there are in the end.
fn write(file: &Path, requests: &Receiver<Request>) -> anyhow::Result<u64> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
    connection.execute_batch(
        "pragma synchronous = full;
         create table event (message_id text primary key, body text not null) without rowid;",
    )?;
    while let Ok(first) = requests.recv() {
        let group: Vec<Request> = std::iter::once(first).chain(requests.try_iter().take(GROUP_REQUESTS - 1)).collect();
        let transaction = connection.transaction()?;
        {
            let mut insert = transaction.prepare_cached("insert or ignore into event values (?1, ?2)")?;
            for (id, body) in group.iter().flat_map(|request| &request.rows) {
                insert.execute((id, body))?;
            }
        }
        transaction.commit()?;
        for request in group {
            // A client that went away needs no answer.
            let _ = request.durable.send(true);
        }
    }
    Ok(connection.query_row("select count(*) from event", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}
