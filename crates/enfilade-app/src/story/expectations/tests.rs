//! Each expectation is shown to hold and to fail.

use enfilade_domain::{PersonKind, Role, RoleBelief, Room, RoomBelief, ShownRoom, SilenceReading, VisitorId};

use super::*;
use crate::story::journey::{FIRST_MOMENT, parse};

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
        roles_seen: vec![Role::Finance, Role::Legal],
        roles_missing: vec![Role::Technical],
        coverage: Vec::new(),
        silence: SilenceReading {
            state: SilenceState::Quiet,
            usual_low: 4.0,
            usual_high: 30.0,
            decided_elsewhere: 0.2,
            back_after: Some(45),
            ..SilenceReading::NOTHING
        },
        first_seen: Some(FIRST_MOMENT),
        last_seen: Some(evening_of(3)),
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
        role: RoleBelief { shares: vec![(Role::Finance, 0.7)], unknown: 0.3, ..RoleBelief::nobody() },
        silence: SilenceReading::NOTHING,
        visit_within: None,
        sessions: 3,
        first_seen: Some(FIRST_MOMENT.plus_days(2.5)),
        last_seen: None,
    }
}

/// Always the same readings, but on the first day everything is half as much.
struct Standing;

impl Readings for Standing {
    fn at(&self, moment: Timestamp) -> Result<ReadingsAt, AppError> {
        let part = if moment == evening_of(1) { 0.5 } else { 1.0 };
        let mut ana = person(&["ana"], 0.3);
        ana.account = Some(Domain::parse("a.example").unwrap());
        let accounts = vec![
            account("a.example", 0.8 * part, Band::GettingReady),
            account("l.example", 0.1, Band::AskedToTalk),
            account("t.example", 0.8 * part, Band::InConversation),
        ];
        let people = vec![person(&["v1", "v2"], 0.8), person(&["v3"], 0.1), ana];
        let mut readings = ReadingsAt::by_band(accounts, people);
        readings.quiet.retain(|listed| *listed != Listed::Account(Domain::parse("l.example").unwrap()));
        readings.quiet_readers.push(Listed::Account(Domain::parse("t.example").unwrap()));
        readings.ready.push(Listed::Person(PersonId::new("visitor:v3")));
        Ok(readings)
    }

    fn account_told(&self, account: &Domain, _: Timestamp) -> Result<Told, AppError> {
        let forwards = vec![(PersonId::new("visitor:ana"), PersonId::new("visitor:v3"), "/s/a".to_owned())];
        Ok(Told { sentences: vec![format!("{account} Compared ways.")], topics: vec!["staff".to_owned()], forwards })
    }

    fn person_told(&self, _: &PersonId, _: Timestamp) -> Result<Told, AppError> {
        Ok(Told { sentences: vec!["Read on costs.".to_owned()], ..Told::default() })
    }
}

fn outcomes_of(expectation: &str) -> Vec<Outcome> {
    let scenario = parse(&format!("scenario T\nexpect d10 {expectation}\n")).unwrap();
    check(&scenario, &Standing).unwrap()
}

fn held(expectation: &str) -> bool {
    let outcomes = outcomes_of(expectation);
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
        ("account a.example late = 0", "account a.example late > 0"),
        ("account a.example band \"getting ready\"", "account a.example band \"not yet\"|outside"),
        ("account a.example band >= \"not yet\"", "account a.example band <= \"not yet\""),
        ("account a.example is-quiet", "account a.example not-quiet"),
        ("account a.example listed not-yet", "account a.example listed ready"),
        ("account l.example listed ready", "account l.example not-listed ready"),
        ("account l.example listed asked", "account a.example listed asked"),
        ("account a.example listed quiet", "account l.example listed quiet"),
        ("account t.example listed in-conversation", "account t.example listed ready"),
        ("account a.example first-seen d0", "account a.example first-seen d1"),
        ("account b.example absent", "account a.example absent"),
        ("account a.example readiness > 0.3", "account b.example readiness > 0.3"),
        ("account a.example readiness > d1", "account a.example readiness <= d1"),
        ("account a.example back-after = 45", "account a.example back-after < 45"),
        ("account a.example quiet-days = 7", "person v1 back-after >= 0"),
        ("account a.example usual-low = 4 usual-high = 30", "account a.example usual-high < 30"),
        ("account a.example decided-elsewhere < 0.3", "account a.example decided-elsewhere > 0.3"),
        ("account a.example silence quiet|\"long pause\"", "account a.example silence visiting"),
        ("person v1 silence \"no journey\"", "person v1 silence quiet"),
        ("account t.example listed quiet-readers", "account a.example listed quiet-readers"),
        ("account a.example seen finance|legal", "account a.example seen finance|technical"),
        ("account a.example missing technical", "account a.example missing finance"),
        ("account a.example topic staff", "account a.example topic costs"),
        ("account a.example says \"downloads|compared WAYS\"", "account a.example says downloads"),
        ("account a.example never-says downloads", "account a.example never-says \"downloads|compared\""),
        ("person v1 says costs", "person v1 never-says costs"),
        ("classic l.example > a.example", "classic a.example > l.example"),
        ("readiness a.example > l.example", "readiness a.example > b.example"),
        ("readiness a.example = t.example", "readiness a.example = l.example"),
        ("solution v1 > ana > v3", "solution ana > v1 > v3"),
        ("person v1 room solution sessions = 3", "person v1 room outside"),
        ("person v1 same-as v2", "person v1 apart-from v2"),
        ("person v1 apart-from v3", "person v1 same-as v3"),
        ("person v1 unnamed of-no-account", "person v1 named Ana"),
        ("person ana of a.example", "person ana of l.example"),
        ("person v1 first-seen d2", "person v1 first-seen d3"),
        ("person v1 kind unknown", "person v1 kind staff"),
        ("person v1 plays finance", "person v1 plays legal"),
        ("person v1 band \"not yet\"", "person v1 band >= \"getting ready\""),
        ("person v3 listed ready", "person v1 listed ready"),
        ("person v9 absent", "person v9 room outside"),
        ("everyone outside|not-enough-evidence >= 0.6", "everyone outside >= 0.8"),
        ("listed ready = 2", "nobody listed ready"),
        ("listed not-yet <= 1", "listed not-yet > 1"),
        ("top asked l.example", "top not-yet a.example l.example"),
        ("forward ana to v3 of /s/a", "forward ana to v3 of /s/b"),
        ("no-forward ana to v1", "no-forward ana to v3"),
    ] {
        assert!(held(truth), "{truth}: {}", outcomes_of(truth)[0].seen);
        assert!(!held(untruth), "{untruth}");
    }
}

#[test]
fn the_members_of_a_row_stand_or_fall_together() {
    assert!(held("person v1..v2 room solution"));
    assert!(!held("person v1..v3 room solution"));
    assert!(outcomes_of("person v1..v3 room solution")[0].seen.contains("visitor:v3"));
}

#[test]
fn a_pending_expectation_is_told_and_fails_nothing() {
    let not_yet = &outcomes_of("account a.example people = 9 pending: nobody counts yet")[0];
    assert_eq!((not_yet.held, not_yet.failed(), not_yet.is_overdue()), (false, false, false));
    assert_eq!(not_yet.pending.as_deref(), Some("nobody counts yet"));
    assert!(!not_yet.expected.contains("pending"));
    let overdue = &outcomes_of("account a.example people = 2 pending: nobody counts yet")[0];
    assert_eq!((overdue.failed(), overdue.is_overdue()), (false, true));
    assert!(outcomes_of("account a.example people = 9")[0].failed());
}

/// Knows nothing and counts how often it was asked.
#[derive(Default)]
struct Empty(std::cell::RefCell<Vec<Timestamp>>);

impl Readings for Empty {
    fn at(&self, moment: Timestamp) -> Result<ReadingsAt, AppError> {
        self.0.borrow_mut().push(moment);
        Ok(ReadingsAt::default())
    }

    fn account_told(&self, _: &Domain, _: Timestamp) -> Result<Told, AppError> {
        Ok(Told::default())
    }

    fn person_told(&self, _: &PersonId, _: Timestamp) -> Result<Told, AppError> {
        Ok(Told::default())
    }
}

#[test]
fn nobody_is_listed_where_nothing_is_read() {
    let scenario = parse("scenario T\nexpect d1 nobody listed ready\nexpect d1 everyone outside >= 0\n").unwrap();
    let outcomes = check(&scenario, &Empty::default()).unwrap();
    assert!(outcomes[0].held);
    assert!(!outcomes[1].held, "a share of nobody proves nothing");
}

#[test]
fn each_day_is_asked_once_and_at_its_evening() {
    let text = "scenario T\nexpect d1 nobody listed ready\nexpect d1 account a.example people >= d3\n";
    let readings = Empty::default();
    let _ = check(&parse(text).unwrap(), &readings).unwrap();
    assert_eq!(*readings.0.borrow(), [evening_of(1), evening_of(3)]);
}
