//! How long a batch of 20 small events takes to read: `cargo run --release -p enfilade-collect --example read_batch`.

use std::hint::black_box;
use std::time::Instant;

use enfilade_collect::{Arrival, read_batch};
use enfilade_domain::{Channel, Timestamp};

const EVENTS: usize = 20;
const ROUNDS: usize = 11;
const BATCHES_PER_ROUND: u32 = 2_000;

fn main() {
    let event = r#"{"type":"page","messageId":"ajs-next-000000000041","anonymousId":"visitor-000017","timestamp":"2026-03-01T09:59:58Z","context":{"ip":"198.18.100.200","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","locale":"en-GB","library":{"name":"analytics.js","version":"2.11.1"}},"properties":{"url":"https://www.example.com/pricing","path":"/pricing","title":"Plans and prices","referrer":"https://www.example.com/","search":""}}"#;
    let body = format!("{{\"batch\":[{}],\"sentAt\":\"2026-03-01T09:59:59Z\"}}", vec![event; EVENTS].join(","));
    let arrival = Arrival {
        at: Timestamp::from_millis(1_772_359_200_000),
        address: None,
        agent: None,
        channel: Channel::Api,
        privacy_signal: false,
    };
    let mut micros: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..BATCHES_PER_ROUND {
            let read = read_batch(black_box(body.as_bytes()), black_box(&arrival));
            assert!(black_box(read).is_ok_and(|batch| batch.collected.len() == EVENTS));
        }
        micros.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(BATCHES_PER_ROUND));
    }
    micros.sort_by(f64::total_cmp);
    eprintln!(
        "{EVENTS} events, {} bytes: {:.1} µs a batch (median of {ROUNDS} rounds; fastest {:.1} µs)",
        body.len(),
        micros[ROUNDS / 2],
        micros[0]
    );
}
