//! Learning through the binary: what it changes, what it never looks at, and the way back.

use serde_json::Value;

use crate::house::House;
use crate::journeys::{ACCOUNTS, CONTENT, date, day, page_from};

/// A site on which people come every other day for two weeks and then stay away.
fn regular_site(people: u32) -> Vec<Value> {
    let visit = |person: u32, visit: u32| {
        let id = format!("e{person}-{visit}");
        let at = day(person % 60 + visit * 2, 9 + person % 8);
        let address = if person.is_multiple_of(10) { "198.51.100.3" } else { "192.0.2.9" };
        page_from(address, &id, &format!("reader-{person}"), &at, "/guides/options", 70.0)
    };
    (0..people).flat_map(|person| (0..7).map(move |number| visit(person, number))).collect()
}

fn house(people: u32) -> House {
    let house = House::new();
    let content = house.write("content.csv", CONTENT);
    house.import_accounts(ACCOUNTS);
    house.done(&["import", "--content", &content]);
    house.import_events(&regular_site(people));
    house
}

fn learned(house: &House, until: &str) -> Value {
    house.lines(&["learn", "--json", "--until", until]).remove(0)
}

#[test]
fn nothing_is_learned_from_nobody() {
    let house = House::new();
    let lesson = learned(&house, &date(90));
    assert_eq!((lesson["in_use"].as_bool(), lesson["people"].as_u64()), (Some(false), Some(0)));
    assert!(lesson["reason"].as_str().unwrap().contains("too few people"));
    assert!(house.lines(&["learn", "--list", "--json"]).is_empty(), "and no version of nothing is kept");
}

#[test]
fn the_rhythm_is_learned_used_and_taken_back() {
    let house = house(150);
    let (before, early) = (house.readings(&date(85)), house.readings(&date(50)));
    let lesson = learned(&house, &date(80));
    assert_eq!(lesson["in_use"], true, "{lesson}");
    assert!(lesson["held_out_learned"].as_f64() > lesson["held_out_published"].as_f64());
    assert!(lesson["outlook_slope"].is_null(), "no deal was decided");
    assert_ne!(house.readings(&date(85)), before, "later readings use it");
    assert_eq!(house.readings(&date(50)), early, "and none of a day before what was learned");
    house.kept_is_folded();

    // Two lessons of one day are two versions, and both are kept.
    let again = learned(&house, &date(80));
    assert_ne!(again["version"], lesson["version"]);
    assert_eq!(house.lines(&["learn", "--list", "--json"]).len(), 2);

    house.done(&["learn", "--reset"]);
    assert_eq!(house.readings(&date(85)), before, "the published priors read as before");
    house.done(&["learn", "--use", lesson["version"].as_str().unwrap()]);
    assert_ne!(house.readings(&date(85)), before);
    assert!(house.run(&["learn", "--use", "learned-never"]).err.contains("learned-never"));
}

#[test]
fn what_comes_after_the_date_teaches_nothing() {
    let all = house(150);
    let until = date(40);
    let known = House::new();
    known.import_accounts(ACCOUNTS);
    let content = known.write("content.csv", CONTENT);
    known.done(&["import", "--content", &content]);
    let events: Vec<Value> =
        regular_site(150).into_iter().filter(|event| event["timestamp"].as_str().unwrap()[..10] <= *until).collect();
    known.import_events(&events);
    let (one, other) = (learned(&all, &until), learned(&known, &until));
    assert_eq!(one["people"], other["people"]);
    // The last hours of the day lie after the last event of the smaller history; nothing else differs.
    let of = |lesson: &Value| lesson["held_out_learned"].as_f64().unwrap();
    assert!((of(&one) - of(&other)).abs() < 0.05, "{one} {other}");
}
