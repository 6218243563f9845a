//! Lines as servers write them.

use enfilade_domain::{Action, Source};
use proptest::prelude::*;

use super::*;
use crate::NetworkKeys;

const COMBINED: &str = r#"203.0.113.9 - - [17/May/2025:12:05:03 +0200] "GET /guides/costs?utm_medium=cpc HTTP/1.1" 200 5316 "https://www.google.com/" "Mozilla/5.0 (X11; \"q\") Firefox/128.0""#;
const VHOST: &str =
    r#"www.v.example:443 203.0.113.9 - - [22/Oct/2024:07:09:54 +0000] "GET / HTTP/1.1" 200 7156 "-" "Mozilla/5.0""#;
const COMMON: &str = r#"203.0.113.9 - ana [10/Oct/2024:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326"#;
const CADDY: &str = r#"{"level":"info","ts":1646861401.52,"request":{"remote_ip":"203.0.113.9","method":"GET","host":"v.example","uri":"/a","headers":{"User-Agent":["curl/8"]}},"status":200}"#;

fn read(format: LogFormat, line: &str) -> LogLine {
    LogReader::new(format).read_line(line.as_bytes(), 1).unwrap().unwrap()
}

fn event_of(line: &LogLine) -> Option<crate::Collected> {
    to_events(line, &NetworkKeys::new([1; 16]), &Site::parse("https://v.example").unwrap())
}

#[test]
fn formats_are_recognised_and_read() {
    for (format, line) in [
        (LogFormat::Combined, COMBINED),
        (LogFormat::VhostCombined, VHOST),
        (LogFormat::Common, COMMON),
        (LogFormat::CaddyJson, CADDY),
    ] {
        assert_eq!(detect(&[line]), Some(format));
        assert_eq!(read(format, line).address.to_string(), "203.0.113.9");
    }
    assert_eq!(read(LogFormat::Combined, COMBINED).at.to_string(), "2025-05-17T10:05:03Z");
    assert_eq!(read(LogFormat::Common, COMMON).at.to_string(), "2024-10-10T20:55:36Z");
    assert_eq!(read(LogFormat::VhostCombined, VHOST).host.as_deref(), Some("www.v.example"));
    assert_eq!(detect(&["hello", "world"]), None);
}

#[test]
fn directives_name_the_fields() {
    let w3c = [
        "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)",
        "2025-01-02 03:04:05 203.0.113.9 GET /a 200 Mozilla/5.0+(X)",
    ];
    assert_eq!(detect(&w3c), Some(LogFormat::W3c));
    let mut reader = LogReader::new(LogFormat::W3c);
    assert!(reader.read_line(w3c[0].as_bytes(), 1).unwrap().is_none());
    assert_eq!(reader.read_line(w3c[1].as_bytes(), 2).unwrap().unwrap().agent.as_deref(), Some("Mozilla/5.0 (X)"));
    let line =
        "2025-01-02\t03:04:05\tFRA1\t100\t203.0.113.9\tGET\td.cloudfront.net\t/a\t200\t-\tMozilla/5.0%2520(X)\t-";
    assert_eq!(read(LogFormat::CloudFront, line).agent.as_deref(), Some("Mozilla/5.0 (X)"));
}

#[test]
fn requests_become_what_they_mean() {
    let page = read(LogFormat::Combined, COMBINED);
    let event = event_of(&page).unwrap().event;
    assert_eq!((&event.action, event.source), (&Action::Page, Some(Source::Ad)));
    let place = event.place.unwrap();
    assert_eq!((place.path.as_str(), place.url.as_deref()), ("/guides/costs", Some("https://v.example/guides/costs")));
    assert_eq!(event.message_id, event_of(&page).unwrap().event.message_id);
    let with = |method: &str, target: &str, status| LogLine {
        method: method.into(),
        target: target.into(),
        status,
        ..page.clone()
    };
    let action = |line: LogLine| event_of(&line).map(|collected| collected.event.action);
    assert_eq!(action(with("GET", "/a.css?v=2", 200)), Some(Action::AssetsFetched));
    assert_eq!(action(with("GET", "/a", 301)), None);
    assert_eq!(action(with("GET", "/a", 404)), Some(Action::Missed { status: 404 }));
    assert_eq!(action(with("HEAD", "/a", 200)), Some(Action::Missed { status: 0 }));
    assert_eq!(action(with("GET", "/.env", 200)), Some(Action::Missed { status: 200 }));
    assert_eq!(action(with("GET", "/feed.xml", 200)), None);
    let assets = |target| event_of(&with("GET", target, 200)).unwrap().event;
    assert_eq!(assets("/a.css"), assets("/b.png"));
    assert_eq!(assets("/a.css").at.to_string(), "2025-05-17T00:00:00Z");
}

#[test]
fn malformed_lines_name_line_and_field() {
    let mut reader = LogReader::new(LogFormat::Combined);
    let refusal =
        reader.read_line(br#"203.0.113.9 - - [99/May/2025:12:05:03 +0200] "GET / HTTP/1.1" 200 1 "-" "-""#, 7);
    assert_eq!(refusal.unwrap_err().to_string(), "line 7: `time`: must be like 17/May/2015:10:05:03 +0000");
    assert!(reader.read_line(&vec![b'x'; 70_000], 8).is_err());
    assert!(reader.read_line(b"\n", 9).unwrap().is_none());
}

proptest! {
    #[test]
    fn no_line_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120), cut in 0_usize..200, time in "[0-9A-Za-z/: +-]{0,30}") {
        let timed = format!("203.0.113.9 - - [{time}] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"");
        for format in LogFormat::ALL {
            let mut reader = LogReader::new(format);
            let fields = reader.read_line(b"#Fields: date time c-ip cs-method cs-uri-stem sc-status", 1);
            prop_assert!(fields.is_ok() || format != LogFormat::W3c);
            let start = &COMBINED.as_bytes()[..cut.min(COMBINED.len())];
            for line in [&bytes[..], start, &[start, &bytes].concat(), timed.as_bytes()] {
                if let Ok(Some(line)) = reader.read_line(line, 2) {
                    let _event = event_of(&line);
                }
            }
        }
    }
}
