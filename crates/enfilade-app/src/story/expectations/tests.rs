//! Each expectation is shown to hold and to fail.

use enfilade_domain::{PersonKind, Room, VisitorId};

use super::*;
use crate::story::journey::parse;

fn belief(solution: f32) -> RoomBelief {
    RoomBelief { outside: 1.0 - solution, rooms: [0.0, solution, 0.0, 0.0] }
}

fn account(domain: &str, solution: f32, band: Band) -> AccountReading {
    let rooms = belief(solution);
    AccountReading {
        account: Domain::parse(domain).unwrap(),
        name: None,
        as_of: evening_of(10),
        rooms,
        shown: rooms.shown(),
        quiet: solution * 0.6,
        z: 0.0,
        readiness: solution / 2.0,
        readiness_low: 0.0,
        readiness_high: 1.0,
        outlook_60d: 0.1,
        band,
        band_reasons: Vec::new(),
        fit: None,
        classic_score: 100.0 * (1.0 - solution),
        people: 2,
        roles_seen: Vec::new(),
        roles_missing: Vec::new(),
        first_seen: Some(FIRST_MOMENT),
        last_seen: None,
        sessions: 4,
        enough_evidence: true,
    }
}

fn person(visitors: &[&str], solution: f32) -> PersonReading {
    let visitors: Vec<VisitorId> = visitors.iter().map(|visitor| VisitorId::new(*visitor)).collect();
    let rooms = belief(solution);
    PersonReading {
        person: PersonId::anonymous(&visitors[0]),
        visitors,
        users: Vec::new(),
        name: None,
        account: None,
        as_of: evening_of(10),
        rooms,
        shown: rooms.shown(),
        quiet: 0.0,
        readiness: 0.0,
        band: Band::NotYet,
        band_reasons: Vec::new(),
        kind: PersonKind::Unknown,
        kind_reason: String::new(),
        sessions: 3,
        first_seen: Some(FIRST_MOMENT.plus_days(2.5)),
        last_seen: None,
    }
}

fn readings(_: Timestamp) -> ReadingsAt {
    let accounts = vec![account("a.example", 0.8, Band::GettingReady), account("l.example", 0.1, Band::AskedToTalk)];
    let mut readings = ReadingsAt::by_band(accounts, vec![person(&["v1", "v2"], 0.8), person(&["v3"], 0.1)]);
    readings.ready.push(Listed::Person(PersonId::new("visitor:v3")));
    readings
}

fn held(expectation: &str) -> bool {
    let scenario = parse(&format!("scenario T\nexpect d10 {expectation}\n")).unwrap();
    let outcomes = check(&scenario, &readings);
    assert_eq!((outcomes.len(), outcomes[0].line), (1, 2));
    assert!(!outcomes[0].seen.is_empty());
    outcomes[0].held
}

#[test]
fn what_is_true_holds_and_its_opposite_fails() {
    assert_eq!(belief(0.8).shown(), ShownRoom::In(Room::Solution));
    for (truth, untruth) in [
        ("account a.example room solution|offer", "account a.example room outside|problem"),
        ("account a.example in-market > 0.5", "account a.example in-market < 0.5"),
        ("account a.example solution >= 0.7 people = 2", "account a.example solution >= 0.7 people = 3"),
        ("account a.example band \"getting ready\"", "account a.example band \"not yet\"|outside"),
        ("account a.example band >= \"not yet\"", "account a.example band <= \"not yet\""),
        ("account a.example is-quiet", "account a.example not-quiet"),
        ("account a.example listed not-yet", "account a.example listed ready"),
        ("account l.example listed ready", "account l.example not-listed ready"),
        ("account a.example first-seen d0", "account a.example first-seen d1"),
        ("account b.example absent", "account a.example absent"),
        ("account a.example readiness > 0.3", "account b.example readiness > 0.3"),
        ("classic l.example > a.example", "classic a.example > l.example"),
        ("readiness a.example > l.example", "readiness a.example > b.example"),
        ("person v1 room solution sessions = 3", "person v1 room outside"),
        ("person v1 same-as v2", "person v1 apart-from v2"),
        ("person v1 apart-from v3", "person v1 same-as v3"),
        ("person v1 unnamed of-no-account", "person v1 named Ana"),
        ("person v1 first-seen d2", "person v1 first-seen d3"),
        ("person v1 kind unknown", "person v1 kind staff"),
        ("person v3 listed ready", "person v1 listed ready"),
        ("person v9 absent", "person v9 room outside"),
        ("everyone outside|not-enough-evidence <= 0.5", "everyone outside >= 0.8"),
    ] {
        assert!(held(truth), "{truth}");
        assert!(!held(untruth), "{untruth}");
    }
    assert!(!held("nobody listed ready"));
}

#[test]
fn nobody_is_listed_where_nothing_is_read() {
    let scenario = parse("scenario T\nexpect d1 nobody listed ready\nexpect d1 everyone outside >= 0\n").unwrap();
    let outcomes = check(&scenario, &|_| ReadingsAt::default());
    assert!(outcomes[0].held);
    assert!(!outcomes[1].held, "a share of nobody proves nothing");
}

#[test]
fn each_day_is_asked_once_and_at_its_evening() {
    let scenario = parse("scenario T\nexpect d1 nobody listed ready\nexpect d1 nobody listed not-yet\n").unwrap();
    let asked = std::cell::RefCell::new(Vec::new());
    let _ = check(&scenario, &|moment| {
        asked.borrow_mut().push(moment);
        ReadingsAt::default()
    });
    assert_eq!(*asked.borrow(), [evening_of(1)]);
}
