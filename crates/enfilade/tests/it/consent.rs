//! What a visitor says about being read is honoured before anything is interpreted.

use std::time::Duration;

use serde_json::{Value, json};

use crate::house::House;
use crate::journeys::{BROWSER, date, day, furnish, page};
use crate::server::{Server, until};

const END: &str = "2026-04-30";

fn with_consent(mut event: Value, consent: &str) -> Value {
    event["context"]["consent"] = json!(consent);
    event
}

#[test]
fn a_refusal_leaves_only_itself() {
    let house = House::new();
    let mut refused = with_consent(page("r", "v", &day(1, 9), "/secret-interest", 90.0), "denied");
    refused["context"]["ip"] = json!("198.51.100.4");
    refused["context"]["page"]["title"] = json!("Very private");
    house.import_events(&[refused]);
    let held = house.held("visitor:v");
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["action"], "consent_stated");
    let text = held[0].to_string();
    for word in ["secret-interest", "private", "Mozilla", "198.51"] {
        assert!(!text.contains(word), "{text}");
    }
    house.import_events(&[page("before", "v", &day(0, 9), "/pricing", 90.0)]);
    assert_eq!(
        house.person("visitor:v", END).map(|person| person["sessions"].clone()),
        Some(json!(0)),
        "not read at all"
    );
    assert_eq!(house.person("visitor:v", &date(0)).unwrap()["sessions"], 1, "before the refusal it was");
}

#[test]
fn opt_in_reads_nothing_before_a_grant_and_everything_after() {
    let house = House::new();
    house.done(&["workspace", "configure", "--consent", "opt-in"]);
    house.import_events(&[
        page("a", "v", &day(1, 9), "/pricing", 90.0),
        page("b", "w", &day(1, 9), "/pricing", 90.0),
        with_consent(page("c", "v", &day(5, 9), "/pricing", 90.0), "granted"),
    ]);
    let sessions =
        |id: &str, moment: &str| house.person(id, moment).map_or(json!(0), |person| person["sessions"].clone());
    assert_eq!(sessions("visitor:v", &date(4)), 0);
    assert_eq!(sessions("visitor:v", &date(5)), 2, "with the agreement the way before it is read too");
    assert_eq!(sessions("visitor:w", END), 0);
    house.done(&["workspace", "configure", "--consent", "opt-out"]);
    assert_eq!(sessions("visitor:w", END), 1);
}

#[test]
fn the_browsers_signal_is_a_refusal() {
    let house = House::new();
    let server = Server::start(&house);
    let message = |id: &str, visitor: &str| {
        json!({"anonymousId": visitor, "messageId": id,
               "context": {"userAgent": BROWSER, "page": {"path": "/pricing"}, "consent": "granted"}})
    };
    let headers = [("user-agent", BROWSER), ("origin", "https://www.seller.example")];
    let with_signal = [headers[0], headers[1], ("sec-gpc", "1")];
    assert_eq!(server.collect_with("/v1/page", &with_signal, &message("m1", "private")).status, 200);
    assert_eq!(server.collect_with("/v1/page", &headers, &message("m2", "open")).status, 200);
    until(Duration::from_secs(3), || {
        house
            .lines(&["readings", "--level", "person", "--json"])
            .into_iter()
            .find(|one| one["person"] == "visitor:open")
    });
    let held = house.held("visitor:private");
    assert_eq!(held.len(), 1);
    assert_eq!((&held[0]["action"], &held[0]["path"]), (&json!("consent_stated"), &json!(null)));
}

#[test]
fn an_erasure_leaves_nothing() {
    let house = House::new();
    furnish(&house);
    let held = house.held("user:ana@northmill.example");
    assert!(held.len() > 15, "{}", held.len());
    assert!(held.iter().any(|event| event["email"] == "ana@northmill.example"), "{held:#?}");
    assert_eq!(house.run(&["erase", "user:ana@northmill.example"]).code, 2, "asked first");
    let people = house.account("northmill.example", "2026-04-30").unwrap()["people"].as_u64().unwrap();
    house.done(&["erase", "user:ana@northmill.example", "--yes"]);
    assert_eq!(house.run(&["export", "user:ana@northmill.example"]).code, 1);
    assert_eq!(house.run(&["erase", "user:ana@northmill.example", "--yes"]).code, 1);
    for arguments in [
        &["readings", "--json"][..],
        &["readings", "--level", "person", "--json"],
        &["readings", "--level", "person", "--json", "--as-of", "2026-04-30"],
        &["reading", "northmill.example", "--json"],
        &["readings", "--as-of", "2026-02-20", "--json"],
    ] {
        let text = house.done(arguments);
        assert!(
            !text.contains("ana@") && !text.contains("Ana Mill") && !text.contains("ana-laptop"),
            "{arguments:?}: {text}"
        );
    }
    let kept = house.lines(&["readings", "--json"]);
    let account = kept.iter().find(|one| one["account"] == "northmill.example").unwrap();
    let recomputed = house.account("northmill.example", "2026-04-30").unwrap();
    assert!(recomputed["people"].as_u64().unwrap() < people, "{recomputed}");
    // Not even in what the database files no longer use.
    let copy = house.path("copy.db");
    house.done(&["backup", copy.to_str().unwrap()]);
    for file in std::fs::read_dir(house.path("data")).unwrap().map(|file| file.unwrap().path()).chain([copy]) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(15).any(|window| window == b"ana@northmill.e");
        assert!(!found, "{} still holds the address", file.display());
    }
    assert_eq!(account["people"], recomputed["people"]);
    house.kept_is_folded();
}

#[test]
fn old_events_go_while_the_server_runs() {
    let house = House::new();
    house.import_events(&[page("old", "v", "2020-01-01T00:00:00Z", "/pricing", 30.0)]);
    let server = Server::start(&house);
    assert_eq!(server.collect("/v1/page", &json!({"anonymousId": "new", "messageId": "n"})).status, 200);
    drop(server);
    house.done(&["workspace", "configure", "--retention-days", "30"]);
    let _server = Server::start(&house);
    until(Duration::from_secs(5), || {
        let people = house.lines(&["readings", "--level", "person", "--json"]);
        let has = |id: &str| people.iter().any(|person| person["person"] == id);
        (house.run(&["export", "visitor:v"]).code == 1 && has("visitor:new") && !has("visitor:v")).then_some(())
    });
}
