//! `enfilade bench pages`: how long the sheets take in a house full of companies, alone and in a crowd.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use enfilade_app::interpret::kept;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::load::{Head, Latencies, Paced};
use super::server::{self, Folder, Server, memory_mib};
use super::{house, load};
use crate::arguments::bench::BenchPages;
use crate::failure::{Failure, Outcome};
use crate::output;

/// What people open. The account is one that came all the way.
const SHEETS: [&str; 10] = [
    "/",
    "/ready",
    "/accounts",
    "/accounts?q=mills&page=3",
    "/accounts/{account}",
    "/accounts/{account}/brief",
    "/monday",
    "/content",
    "/find?q=mills",
    "/settings",
];
/// Measured alone, not in the crowd: whole lists as files.
const FILES: [&str; 2] = ["/accounts.csv", "/ready.csv"];
/// Each sheet is asked for so often by one reader.
const TIMES_ALONE: usize = 9;

pub(super) fn run(bench: &BenchPages) -> Result<Outcome, Failure> {
    let folder = match &bench.house {
        Some(path) => Folder::kept(path)?,
        None => Folder::make(bench.within.as_deref())?,
    };
    let opened = server::open(&folder)?;
    if opened.app.log.event_count(opened.workspace.id)? == 0 {
        let start = Instant::now();
        let say = |accounts: u64| {
            if accounts.is_multiple_of(10_000) {
                eprintln!("{accounts} companies after {:.0} s", start.elapsed().as_secs_f64());
            }
        };
        house::fill(&opened.app, &opened.workspace, bench.accounts, bench.events, &say)?;
        eprintln!("filled and read in {:.0} s", start.elapsed().as_secs_f64());
    }
    // A kept house may hold readings of an older form.
    kept::renew(&opened.app)?;
    let events = opened.app.log.event_count(opened.workspace.id)?;
    let accounts = opened.app.records.accounts(opened.workspace.id)?.len();
    let account = house::far_along(&opened.app, &opened.workspace)?;
    let server = Server::serve(folder, opened, true)?;
    let seen = Measured {
        host: server.address.to_string(),
        sheets: SHEETS.map(|sheet| sheet.replace("{account}", &account)).to_vec(),
    };
    say(bench, "house", &json!({ "accounts": accounts, "events": events, "account": account }));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for path in seen.sheets.iter().map(String::as_str).chain(FILES) {
        let (found, bytes) = runtime.block_on(alone(&seen.host, path))?;
        say(bench, path, &found.json(bytes));
    }
    let target = load::Target { host: seen.host.clone(), key: server.key.clone() };
    let (by_sheet, sent) = crowd(bench, &seen, &target)?;
    let mut all = Latencies::default();
    for (path, found) in seen.sheets.iter().zip(by_sheet) {
        say(bench, &format!("crowd {path}"), &found.json(0));
        all.extend(found);
    }
    say(bench, "crowd", &all.json(0));
    say(
        bench,
        "meanwhile",
        &json!({ "events_acknowledged": sent, "inbox": server.inbox()?, "memory_mib": memory_mib() }),
    );
    Ok(Outcome::Done)
}

fn say(bench: &BenchPages, what: &str, found: &serde_json::Value) {
    if bench.json {
        output::line(&json!({ "measured": what, "found": found }));
    } else {
        let facts = found.as_object().into_iter().flatten().map(|(name, value)| format!("{name} {value}"));
        output::text_line(&format!("{what:<34} {}", facts.collect::<Vec<_>>().join("  ")));
    }
}

/// Where and what is read.
#[derive(Debug, Clone)]
struct Measured {
    host: String,
    sheets: Vec<String>,
}

/// One reader asks for one sheet again and again; the first answer is not counted.
async fn alone(host: &str, path: &str) -> anyhow::Result<(Latencies, usize)> {
    let mut reader = Reader::connect(host).await?;
    let mut found = Latencies::default();
    let mut bytes = reader.get(path).await?;
    for _ in 0..TIMES_ALONE {
        let start = Instant::now();
        bytes = reader.get(path).await?;
        found.add(start.elapsed());
    }
    Ok((found, bytes))
}

/// All readers at once, each with the sheets in turn, while events arrive.
fn crowd(bench: &BenchPages, seen: &Measured, target: &load::Target) -> anyhow::Result<(Vec<Latencies>, u64)> {
    let stop = Arc::new(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let sender = scope.spawn(|| Paced { per_second: bench.rate }.send(target, &stop));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let end = Instant::now() + Duration::from_secs(bench.seconds);
        let found = runtime.block_on(async {
            let readers: Vec<_> =
                (0..usize::from(bench.readers)).map(|first| tokio::spawn(read_on(seen.clone(), first, end))).collect();
            let mut found: Vec<Latencies> = seen.sheets.iter().map(|_| Latencies::default()).collect();
            for reader in readers {
                for (all, one) in found.iter_mut().zip(reader.await??) {
                    all.extend(one);
                }
            }
            anyhow::Ok(found)
        });
        stop.store(true, Ordering::Release);
        let sent = sender.join().map_err(|_| anyhow::anyhow!("the sender of events died"))??;
        Ok((found?, sent))
    })
}

async fn read_on(seen: Measured, first: usize, end: Instant) -> anyhow::Result<Vec<Latencies>> {
    let mut reader = Reader::connect(&seen.host).await?;
    let mut found: Vec<Latencies> = seen.sheets.iter().map(|_| Latencies::default()).collect();
    for turn in first.. {
        let start = Instant::now();
        if start >= end {
            break;
        }
        let sheet = turn % seen.sheets.len();
        reader.get(&seen.sheets[sheet]).await?;
        found[sheet].add(start.elapsed());
    }
    Ok(found)
}

/// A browser's connection that stays open.
#[derive(Debug)]
struct Reader {
    stream: TcpStream,
    host: String,
    answer: Vec<u8>,
}

impl Reader {
    async fn connect(host: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: host.to_owned(), answer: Vec::with_capacity(1 << 20) })
    }

    /// Reads a page to its end and gives its bytes.
    async fn get(&mut self, path: &str) -> anyhow::Result<usize> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n\r\n", self.host);
        self.stream.write_all(request.as_bytes()).await?;
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                anyhow::bail!("the server closed a connection");
            }
            if let Some(head) = Head::of(&self.answer)?
                && self.answer.len() >= head.length
            {
                anyhow::ensure!(head.status == 200, "{path} was answered with {}", head.status);
                return Ok(self.answer.len());
            }
        }
    }
}
