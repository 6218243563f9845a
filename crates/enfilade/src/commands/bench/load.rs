//! The load generator: keep-alive connections that each send the next request when the last one was answered.

use enfilade_domain::{Clock, SystemClock};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::request::{Request, Whose};
use crate::arguments::bench::Load;

/// How long a connection waits after being told to come back.
const AFTER_REFUSAL: Duration = Duration::from_millis(50);

/// What the senders saw.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Seen {
    /// `batches` or `singles`.
    pub(super) load: String,
    pub(super) connections: u16,
    pub(super) seconds: f64,
    /// Requests answered 200.
    pub(super) requests: u64,
    /// Events in them.
    pub(super) events: u64,
    /// Requests answered otherwise.
    pub(super) refused: u64,
    pub(super) events_per_second: f64,
    pub(super) requests_per_second: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) max_ms: f64,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.load == "batches" { "batches of 20 events" } else { "single events" };
        writeln!(f, "{what}, {} connections, {:.1} s", self.connections, self.seconds)?;
        writeln!(
            f,
            "  acknowledged  {:>8.0} events/s  {:>6.0} requests/s  ({} events, {} requests refused)",
            self.events_per_second, self.requests_per_second, self.events, self.refused
        )?;
        write!(f, "  latency       p50 {:.1} ms  p99 {:.1} ms  max {:.1} ms", self.p50_ms, self.p99_ms, self.max_ms)
    }
}

/// Where to send, and as whom.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// `host:port`
    pub(super) host: String,
    pub(super) key: String,
}

/// Sends for so many seconds over so many connections.
///
/// # Errors
/// The server cannot be reached, breaks a connection, or answers something that is not HTTP.
pub(super) fn send(target: &Target, load: Load, connections: u16, seconds: u64) -> anyhow::Result<Seen> {
    // One thread: the generator shares the machine with the server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(send_all(target, load, connections, seconds))
}

async fn send_all(target: &Target, load: Load, connections: u16, seconds: u64) -> anyhow::Result<Seen> {
    let run = format!("{:x}-{:x}", SystemClock.now().millis(), std::process::id());
    let numbers = Arc::new(AtomicU64::new(0));
    let mut streams = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(&target.host).await?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let senders: Vec<_> = streams
        .into_iter()
        .zip(0_u64..)
        .map(|(stream, seed)| {
            let request = Request::new(load, Whose::Anonymous, &target.host, &target.key, &run, seed);
            let sender = Sender { stream, request, numbers: Arc::clone(&numbers), answer: Vec::with_capacity(4_096) };
            tokio::spawn(sender.run(end))
        })
        .collect();
    let mut tally = Tally::default();
    for sender in senders {
        let one = sender.await??;
        tally.events += one.events;
        tally.refused += one.refused;
        tally.latencies.extend(one.latencies);
    }
    Ok(tally.seen(load, connections, start.elapsed().as_secs_f64()))
}

/// What one sender saw; latencies in microseconds, of accepted requests.
#[derive(Debug, Default)]
struct Tally {
    events: u64,
    refused: u64,
    latencies: Vec<u32>,
}

impl Tally {
    fn seen(mut self, load: Load, connections: u16, seconds: f64) -> Seen {
        self.latencies.sort_unstable();
        let requests = self.latencies.len();
        let at = |share: f64| {
            let rank = (share * requests as f64).ceil() as usize;
            self.latencies.get(rank.clamp(1, requests.max(1)) - 1).map_or(0.0, |micros| f64::from(*micros) / 1e3)
        };
        Seen {
            load: if load == Load::Batches { "batches" } else { "singles" }.to_owned(),
            connections,
            seconds,
            requests: requests as u64,
            events: self.events,
            refused: self.refused,
            events_per_second: self.events as f64 / seconds,
            requests_per_second: requests as f64 / seconds,
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            max_ms: at(1.0),
        }
    }
}

struct Sender {
    stream: TcpStream,
    request: Request,
    numbers: Arc<AtomicU64>,
    answer: Vec<u8>,
}

impl Sender {
    async fn run(mut self, end: Instant) -> anyhow::Result<Tally> {
        let events = self.request.events() as u64;
        let mut tally = Tally::default();
        loop {
            let sent = Instant::now();
            if sent >= end {
                return Ok(tally);
            }
            let first = self.numbers.fetch_add(events, Ordering::Relaxed);
            self.stream.write_all(self.request.next(first)).await?;
            let status = self.read_answer().await?;
            if status == 200 {
                tally.events += events;
                tally.latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            } else {
                tally.refused += 1;
                tokio::time::sleep(AFTER_REFUSAL).await;
            }
        }
    }

    /// Reads one answer to its end and gives its status.
    async fn read_answer(&mut self) -> anyhow::Result<u16> {
        self.answer.clear();
        loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                anyhow::bail!("the server closed a connection");
            }
            if let Some(head) = Head::of(&self.answer)?
                && self.answer.len() >= head.length
            {
                return Ok(head.status);
            }
        }
    }
}

/// A steady stream of visits by readers of the house, in batches.
#[derive(Debug)]
pub(super) struct Paced {
    pub(super) per_second: u64,
}

impl Paced {
    /// Sends until told to stop, and gives how many events were acknowledged.
    pub(super) fn send(&self, target: &Target, stop: &AtomicBool) -> anyhow::Result<u64> {
        if self.per_second == 0 {
            return Ok(0);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let stream = TcpStream::connect(&target.host).await?;
            stream.set_nodelay(true)?;
            let run = format!("paced-{:x}", SystemClock.now().millis());
            let request = Request::new(Load::Batches, Whose::Readers, &target.host, &target.key, &run, 1);
            let events = request.events() as u64;
            let mut sender =
                Sender { stream, request, numbers: Arc::new(AtomicU64::new(0)), answer: Vec::with_capacity(4_096) };
            let (start, mut sent, mut acknowledged) = (Instant::now(), 0_u64, 0);
            while !stop.load(Ordering::Acquire) {
                let due = Duration::from_secs_f64(sent as f64 / self.per_second as f64);
                if let Some(early) = due.checked_sub(start.elapsed()) {
                    tokio::time::sleep(early).await;
                }
                sender.stream.write_all(sender.request.next(sent)).await?;
                sent += events;
                acknowledged += if sender.read_answer().await? == 200 { events } else { 0 };
            }
            Ok(acknowledged)
        })
    }
}

/// How long answers took, in microseconds.
#[derive(Debug, Default, Clone)]
pub(super) struct Latencies(Vec<u32>);

impl Latencies {
    pub(super) fn add(&mut self, took: Duration) {
        self.0.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }

    pub(super) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The time under which this share of the answers stayed, in milliseconds.
    fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).map_or(0.0, |micros| f64::from(*micros) / 1e3)
    }

    pub(super) fn json(&self, bytes: usize) -> serde_json::Value {
        let (p50, p99, most) = (self.at(0.5), self.at(0.99), self.at(1.0));
        serde_json::json!({ "answers": self.0.len(), "p50_ms": p50, "p99_ms": p99, "max_ms": most, "bytes": bytes })
    }
}

/// The part of an answer's head that counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    /// Of head and body together.
    pub(super) length: usize,
}

impl Head {
    /// `None` while the head is not complete.
    pub(super) fn of(answer: &[u8]) -> anyhow::Result<Option<Self>> {
        let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
        let text = std::str::from_utf8(&answer[..end])?;
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let body = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        match (status, body) {
            (Some(status), Some(body)) => Ok(Some(Self { status, length: end + 4 + body })),
            _ => anyhow::bail!("the server's answer has no status or no length"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_tells_status_and_length() {
        let answer = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\nx: y\r\n\r\nabcde";
        for cut in 0..answer.len() {
            let head = Head::of(&answer[..cut]).unwrap();
            assert!(head.is_none_or(|head| head.length == answer.len() && cut >= answer.len() - 5));
        }
        assert_eq!(Head::of(answer).unwrap(), Some(Head { status: 503, length: answer.len() }));
        assert!(Head::of(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[test]
    fn percentiles_are_ranks() {
        let tally = Tally { events: 100, refused: 1, latencies: (1..=100).rev().map(|n| n * 1_000).collect() };
        let seen = tally.seen(Load::Singles, 1, 2.0);
        assert_eq!((seen.p50_ms, seen.p99_ms, seen.max_ms), (50.0, 99.0, 100.0));
        assert_eq!((seen.requests, seen.events_per_second), (100, 50.0));
        assert_eq!(Tally::default().seen(Load::Singles, 1, 1.0).p99_ms, 0.0);
    }
}
