//! Readings of past days: what was known then, and nothing else.

use serde_json::{Value, json};

use crate::house::{House, jsonl};
use crate::journeys::{ACCOUNTS, CONTENT, date, day, identify, market, page};

/// Import only what was known by the end of a day.
fn live_on(last_day: &str, events: &[Value]) -> House {
    let house = House::new();
    let known = |event: &&Value| {
        let at = event.get("receivedAt").unwrap_or(&event["timestamp"]).as_str().unwrap();
        &at[..10] <= last_day
    };
    let events: Vec<Value> = events.iter().filter(known).cloned().collect();
    import(&house, &events);
    house
}

fn import(house: &House, events: &[Value]) {
    let files = [
        house.write("events.jsonl", jsonl(events)),
        house.write("content.csv", CONTENT),
        house.write("accounts.csv", ACCOUNTS),
    ];
    house.done(&["import", "--events", &files[0], "--content", &files[1], "--accounts", &files[2]]);
}

/// The market with some of it arriving late.
fn market_with_late_arrivals() -> Vec<Value> {
    let mut events = market();
    for (index, event) in events.iter_mut().enumerate() {
        if index % 5 == 3 {
            event["receivedAt"] = json!(day(60, 12));
        }
    }
    events
}

#[test]
fn the_past_reads_as_it_did_then() {
    let events = market_with_late_arrivals();
    let everything = House::new();
    import(&everything, &events);
    for moment in [3, 20, 36, 37, 45, 59, 60, 70].map(date) {
        let then = live_on(&moment, &events);
        assert_eq!(everything.readings(&moment), then.readings(&moment), "as of {moment}");
    }
}

/// A list leaves out of events what only the sheet of one account shows, and is written without a tree of values.
#[test]
fn a_list_says_of_each_account_what_its_own_reading_says() {
    let house = House::new();
    import(&house, &market_with_late_arrivals());
    for moment in [20, 45, 70].map(date) {
        let list = house.done(&["readings", "--as-of", &moment, "--json"]);
        assert!(list.lines().count() > 1, "{list}");
        for line in list.lines() {
            let listed: Value = serde_json::from_str(line).unwrap();
            assert_eq!(listed.to_string(), line, "fields come in the order of the alphabet");
            let account = listed["account"].as_str().unwrap();
            let alone: Value =
                serde_json::from_str(&house.done(&["reading", account, "--as-of", &moment, "--json"])).unwrap();
            for (field, value) in listed.as_object().unwrap() {
                assert_eq!(alone[field], *value, "{field} of {account} as of {moment}");
            }
        }
    }
}

#[test]
fn nobody_is_named_before_he_said_so() {
    let house = House::new();
    import(&house, &market());
    let before = house.people(&date(35));
    assert!(before.iter().all(|person| person["user_ids"] == json!([])), "{before:#?}");
    assert!(before.iter().any(|person| person["person"] == "visitor:ana-laptop"));
    let after = house.person("user:ana@northmill.example", &date(37)).unwrap();
    assert_eq!(after["name"], "Ana Mill");
    assert_eq!(after["anonymous_ids"], json!(["ana-laptop", "ana-phone"]));
    assert_eq!(&after["first_seen"].as_str().unwrap()[..10], date(0), "the whole way is attached: {after}");
}

#[test]
fn a_date_means_the_end_of_that_day() {
    let house = House::new();
    house.import_events(&[
        page("a", "v", "2026-03-01T00:00:00Z", "/pricing", 30.0),
        page("b", "v", "2026-03-01T23:59:59Z", "/pricing", 30.0),
        page("c", "v", "2026-03-02T00:00:00Z", "/pricing", 30.0),
    ]);
    let seen = |moment: &str| house.person("visitor:v", moment).map(|person| person["last_seen"].clone());
    assert_eq!(seen("2026-02-28"), None);
    assert_eq!(seen("2026-03-01").unwrap().as_str().unwrap()[..19], *"2026-03-01T23:59:59");
    assert_eq!(seen("2026-03-01T12:00:00Z").unwrap().as_str().unwrap()[..19], *"2026-03-01T00:00:00");
    assert_eq!(seen("2026-03-02").unwrap().as_str().unwrap()[..10], *"2026-03-02");
}

#[test]
fn late_events_mark_the_reading_as_revised() {
    let house = House::new();
    let mut events = market();
    import(&house, &events);
    let revised = |house: &House, moment: &str| {
        house.lines(&["reading", "northmill.example", "--as-of", moment, "--json"])[0]["revised"].clone()
    };
    assert_eq!(revised(&house, "2026-03-20"), false);
    let mut late = page("late", "ana-laptop", &day(30, 10), "/how-we-work", 120.0);
    late["receivedAt"] = json!(day(70, 10));
    let before = house.readings(&date(69));
    house.import_events(std::slice::from_ref(&late));
    events.push(late);
    assert_eq!(house.readings(&date(69)), before, "the past does not know it");
    assert_eq!(revised(&house, &date(69)), false);
    assert_eq!(revised(&house, &date(70)), true);
}

#[test]
fn the_explanation_of_a_past_day_knows_nothing_later() {
    let house = House::new();
    import(&house, &market());
    let story = &house.lines(&["reading", "northmill.example", "--as-of", &date(21), "--json"])[0];
    let text = story.to_string();
    assert!(!text.contains("Ana") && !text.contains("ana@"), "{text}");
    for point in story["history"].as_array().unwrap() {
        assert!(point["at"].as_str().unwrap() <= day(22, 0).as_str(), "{point}");
    }
}

#[test]
fn a_later_statement_moves_the_past_from_its_day_on() {
    let house = House::new();
    house.import_accounts(ACCOUNTS);
    house.import_events(&[
        page("a", "v", &day(1, 9), "/guides/options", 60.0),
        page("b", "v", &day(8, 9), "/guides/options", 60.0),
        identify("c", "v", "u", &day(30, 9), &json!({"email": "u@quiet.example"})),
    ]);
    let people = |moment: &str| house.account("quiet.example", moment).unwrap()["people"].clone();
    assert_eq!(people(&date(29)), 0);
    assert_eq!(people(&date(30)), 1);
    let account = house.account("quiet.example", &date(30)).unwrap();
    assert_eq!(&account["first_seen"].as_str().unwrap()[..10], date(1));
}
