//! Prepared requests: HTTP/1.1 bytes of which only the numbers that must differ are written anew for each sending.
//!
//! The events are page views as the browser SDK sends them. Each visitor has an address of its own from 198.18.0.0/15,
//! which RFC 2544 sets apart for measurements.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::arguments::bench::Load;

/// Events of a batch.
const BATCH_EVENTS: usize = 20;
/// Third and fourth part of an address run from 100 to 255, so that they always have three digits.
const ADDRESS_PARTS: u64 = 156;
/// How many visitors there are.
const VISITORS: u64 = 2 * ADDRESS_PARTS * ADDRESS_PARTS;

const MESSAGE_MARK: &str = "MMMMMMMMMMMM";
const VISITOR_MARK: &str = "VVVVVV";
/// As many digits as the numbers of companies have from 10 000 on.
const READER_MARK: &str = "VVVVV";
const FIRST_READER: u64 = 10_000;
const ADDRESS_MARK: &str = "198.1A.BBB.CCC";
/// Pages that visitors look at: path and title.
const PAGES: [(&str, &str); 6] = [
    ("/", "Start"),
    ("/blog/why-handovers-fail", "Why handovers fail"),
    ("/guides/comparing-approaches", "Comparing approaches"),
    ("/pricing", "Plans and prices"),
    ("/docs/security", "Security"),
    ("/customers/north-mill", "How North Mill decided"),
];
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Where an event's numbers stand in the bytes.
#[derive(Debug)]
struct Slots {
    message: usize,
    visitor: usize,
    address: usize,
}

/// A request that can be sent again and again, each time with message ids of its own.
#[derive(Debug)]
pub(super) struct Request {
    bytes: Vec<u8>,
    slots: Vec<Slots>,
    /// Digits of a visitor's number, and the first number.
    visitors: (usize, u64),
    dice: u64,
}

/// Whose visits are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Visitors whom nobody knows.
    Anonymous,
    /// One reader of each company of a house (see `house.rs`) from the ten-thousandth on.
    Readers,
}

impl Whose {
    const fn mark(self) -> &'static str {
        match self {
            Self::Anonymous => VISITOR_MARK,
            Self::Readers => READER_MARK,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Anonymous => format!("visitor-{VISITOR_MARK}"),
            Self::Readers => format!("visitor-p0@company-{READER_MARK}.example"),
        }
    }
}

impl Request {
    /// `run` sets the message ids of one measurement apart from those of another.
    pub(super) fn new(load: Load, whose: Whose, host: &str, key: &str, run: &str, seed: u64) -> Self {
        let (path, body) = match load {
            Load::Batches => {
                let events: Vec<String> = (0..BATCH_EVENTS).map(|number| event(run, whose, number)).collect();
                ("/v1/batch", format!("{{\"batch\":[{}]}}", events.join(",")))
            }
            Load::Singles => ("/v1/page", event(run, whose, seed as usize)),
        };
        let authorization = STANDARD.encode(format!("{key}:"));
        let text = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Basic {authorization}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let found = |mark: &str| text.match_indices(mark).map(|(position, _)| position).collect::<Vec<_>>();
        let places = found(MESSAGE_MARK).into_iter().zip(found(whose.mark())).zip(found(ADDRESS_MARK));
        let slots = places.map(|((message, visitor), address)| Slots { message, visitor, address }).collect();
        let first = if whose == Whose::Readers { FIRST_READER } else { 0 };
        Self { bytes: text.into_bytes(), slots, visitors: (whose.mark().len(), first), dice: seed }
    }

    pub(super) fn events(&self) -> usize {
        self.slots.len()
    }

    /// The bytes of the next sending. Message ids count up from `first`.
    pub(super) fn next(&mut self, first: u64) -> &[u8] {
        for (slots, message) in self.slots.iter().zip(first..) {
            let visitor = roll(&mut self.dice) % VISITORS;
            let (block, host) = (visitor / ADDRESS_PARTS, visitor % ADDRESS_PARTS);
            write_number(&mut self.bytes[slots.message..][..MESSAGE_MARK.len()], message);
            let (digits, first) = self.visitors;
            write_number(&mut self.bytes[slots.visitor..][..digits], first + visitor);
            let address = &mut self.bytes[slots.address..][..ADDRESS_MARK.len()];
            write_number(&mut address[5..6], 8 + block / ADDRESS_PARTS);
            write_number(&mut address[7..10], 100 + block % ADDRESS_PARTS);
            write_number(&mut address[11..14], 100 + host);
        }
        &self.bytes
    }
}

fn event(run: &str, whose: Whose, number: usize) -> String {
    let name = whose.name();
    let (path, title) = PAGES[number % PAGES.len()];
    format!(
        "{{\"type\":\"page\",\"messageId\":\"bench-{run}-{MESSAGE_MARK}\",\"anonymousId\":\"{name}\",\
         \"context\":{{\"ip\":\"{ADDRESS_MARK}\",\"userAgent\":\"{AGENT}\",\"locale\":\"en-GB\",\
         \"library\":{{\"name\":\"analytics.js\",\"version\":\"2.11.1\"}}}},\
         \"properties\":{{\"url\":\"https://www.example.com{path}\",\"path\":\"{path}\",\"title\":\"{title}\",\
         \"referrer\":\"https://www.example.com/\",\"search\":\"\"}}}}"
    )
}

/// Writes a number in decimal, filled up with zeros.
fn write_number(place: &mut [u8], mut number: u64) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// A small generator of pseudo-random numbers (SplitMix64).
fn roll(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut x = *state;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::net::Ipv4Addr;

    use serde_json::Value;

    use super::*;

    fn body(bytes: &[u8]) -> Value {
        let text = std::str::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())));
        serde_json::from_str(body).unwrap()
    }

    #[test]
    fn every_sending_has_ids_of_its_own_and_readable_addresses() {
        let mut request = Request::new(Load::Batches, Whose::Anonymous, "127.0.0.1:1", "key", "r", 7);
        let (first, second) = (body(request.next(0)), body(request.next(20)));
        let events = [first["batch"].as_array().unwrap().as_slice(), second["batch"].as_array().unwrap()].concat();
        let ids: BTreeSet<&str> = events.iter().map(|event| event["messageId"].as_str().unwrap()).collect();
        assert_eq!((events.len(), ids.len(), request.events()), (40, 40, BATCH_EVENTS));
        for event in &events {
            let address: Ipv4Addr = event["context"]["ip"].as_str().unwrap().parse().unwrap();
            assert_eq!(address.octets()[0], 198);
            assert!(matches!(address.octets()[1], 18 | 19), "{address}");
        }
    }

    #[test]
    fn readers_of_the_house_have_the_names_they_have_there() {
        let mut request = Request::new(Load::Batches, Whose::Readers, "127.0.0.1:1", "key", "r", 7);
        for event in body(request.next(0))["batch"].as_array().unwrap() {
            let name = event["anonymousId"].as_str().unwrap();
            let number = name.strip_prefix("visitor-p0@company-").and_then(|rest| rest.strip_suffix(".example"));
            assert!((10_000..60_000).contains(&number.unwrap().parse::<u32>().unwrap()), "{name}");
        }
    }

    #[test]
    fn a_single_request_is_one_event() {
        let mut request = Request::new(Load::Singles, Whose::Anonymous, "127.0.0.1:1", "key", "r", 7);
        assert_eq!(body(request.next(41))["messageId"], "bench-r-000000000041");
        assert_eq!(request.events(), 1);
    }
}
