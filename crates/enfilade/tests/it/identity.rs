//! Who is who: named only by themselves, joined only on evidence, and every decision can be taken back.

use serde_json::{Value, json};

use crate::house::House;
use crate::journeys::{ACCOUNTS, date, day, furnish, identify, page, page_from, track};

const END: &str = "2026-04-30";

#[test]
fn an_anonymous_reader_has_no_name_whatever_the_traits_say() {
    let house = House::new();
    let mut statement = identify("i", "v", "x", &day(1, 9), &json!({"name": "Eva Secret", "title": "CFO"}));
    statement.as_object_mut().unwrap().remove("userId");
    let mut read = page("p", "v", &day(2, 9), "/pricing", 30.0);
    read["context"]["traits"] = json!({"name": "Eva Secret", "email": "eva@northmill.example"});
    house.import_events(&[statement, read]);
    let people = house.people(END);
    assert_eq!(people.len(), 1);
    assert_eq!((people[0]["person"].as_str(), &people[0]["name"]), (Some("visitor:v"), &Value::Null));
    let story = house.done(&["reading", "visitor:v", "--as-of", END, "--json"]);
    assert!(!story.contains("Eva Secret"), "{story}");
}

#[test]
fn two_users_of_one_device_stay_two_people() {
    let house = House::new();
    let says = |id: &str, user: &str, at: u32| identify(id, "shared", user, &day(at, 9), &json!({"name": user}));
    house.import_events(&[
        page("p0", "shared", &day(0, 9), "/pricing", 30.0),
        says("i1", "ana", 1),
        page("p1", "shared", &day(2, 9), "/pricing", 30.0),
        says("i2", "ben", 3),
        page("p2", "shared", &day(4, 9), "/pricing", 30.0),
        says("i3", "ana", 5),
        page("p3", "shared", &day(6, 9), "/pricing", 30.0),
    ]);
    let pages = |id: &str| {
        let held = house.held(id);
        held.iter()
            .filter(|event| event["action"] == "page")
            .map(|event| event["message_id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(pages("user:ana"), ["p0", "p1", "p3"]);
    assert_eq!(pages("user:ben"), ["p2"]);
    assert_eq!(house.people(END).len(), 2);
}

#[test]
fn two_devices_join_only_on_evidence() {
    let house = House::new();
    let laptop = page_from("198.51.100.4", "l", "laptop", &day(1, 9), "/pricing", 30.0);
    let phone = page_from("198.51.100.4", "p", "phone", &day(1, 10), "/pricing", 30.0);
    house.import_events(&[laptop, phone]);
    assert_eq!(house.people(END).len(), 2, "one network is no evidence for one person");
    house.import_events(&[
        identify("i1", "laptop", "u", &day(2, 9), &json!({})),
        identify("i2", "phone", "u", &day(3, 9), &json!({})),
    ]);
    let people = house.people(END);
    assert_eq!(people.len(), 1, "{people:#?}");
    assert_eq!(people[0]["anonymous_ids"], json!(["laptop", "phone"]));
    assert_eq!(house.people(&date(2)).len(), 2, "known only from the second statement on");
}

#[test]
fn a_business_address_gives_a_company_and_a_free_one_none() {
    let house = House::new();
    house.import_events(&[
        identify("i1", "v1", "u1", &day(1, 9), &json!({"email": "carla@gmail.com"})),
        identify("i2", "v2", "u2", &day(1, 9), &json!({"email": "dan@mail.Southport.example"})),
        page("p1", "v1", &day(2, 9), "/pricing", 30.0),
        page("p2", "v2", &day(2, 9), "/pricing", 30.0),
    ]);
    assert_eq!(house.person("user:u1", END).unwrap()["account"], Value::Null);
    assert_eq!(house.person("user:u2", END).unwrap()["account"], "southport.example");
    assert!(house.account("gmail.com", END).is_none());
    assert!(house.account("southport.example", END).is_some());
}

#[test]
fn stated_offices_and_groups_place_people() {
    let house = House::new();
    house.import_events(&[
        page_from("198.51.100.14", "p1", "inside", &day(1, 9), "/pricing", 30.0),
        page_from("198.51.100.200", "p2", "outside", &day(1, 9), "/pricing", 30.0),
        json!({"type": "group", "messageId": "g", "userId": "u", "anonymousId": "w", "timestamp": day(1, 9),
               "groupId": "77", "traits": {"name": "East Gate", "website": "https://www.eastgate.example/"}}),
    ]);
    assert_eq!(house.person("visitor:inside", END).unwrap()["account"], Value::Null);
    house.import_accounts(ACCOUNTS);
    assert_eq!(house.person("visitor:inside", END).unwrap()["account"], "northmill.example");
    assert_eq!(house.person("visitor:outside", END).unwrap()["account"], Value::Null);
    assert_eq!(house.person("user:u", END).unwrap()["account"], "eastgate.example");
    house.import_accounts("domain,office_ip\nnorthmill.example,\n");
    assert_eq!(house.person("visitor:inside", END).unwrap()["account"], Value::Null, "the network is no longer theirs");
    let kept = house.lines(&["readings", "--level", "person", "--json"]);
    assert!(kept.iter().all(|person| person["account"] != "northmill.example"), "{kept:#?}");
}

#[test]
fn an_alias_joins_an_anonymous_id_and_never_two_known_people() {
    let house = House::new();
    let alias = |id: &str, previous: &str, user: &str, at: u32| json!({"type": "alias", "messageId": id, "previousId": previous, "userId": user, "timestamp": day(at, 9)});
    house.import_events(&[
        page("p1", "device", &day(1, 9), "/pricing", 30.0),
        alias("a1", "device", "ana", 2),
        identify("i", "other", "ben", &day(3, 9), &json!({})),
        page("p2", "other", &day(4, 9), "/pricing", 30.0),
        alias("a2", "ben", "ana", 5),
        alias("a3", "other", "ana", 6),
    ]);
    let ana = house.person("user:ana", END).unwrap();
    assert!(ana["anonymous_ids"].as_array().unwrap().contains(&json!("device")), "{ana}");
    let ben = house.person("user:ben", END).expect("ben stays a person of his own");
    assert!(ben["sessions"].as_u64() >= Some(1), "{ben}");
    assert!(house.person("visitor:device", END).is_none());
    house.kept_is_folded();
    let held = house.held("user:ana");
    assert!(held.iter().any(|event| event["message_id"] == "p1"), "what the device did is hers: {held:#?}");
}

#[test]
fn a_forwarded_link_makes_a_second_person_and_an_edge() {
    let house = House::new();
    furnish(&house);
    let before = house.account("northmill.example", &date(37)).unwrap();
    let after = house.account("northmill.example", &date(38)).unwrap();
    let story = &house.lines(&["reading", "northmill.example", "--as-of", END, "--json"])[0];
    let forwards = story["forwards"].as_array().unwrap();
    assert_eq!(forwards.len(), 1, "{forwards:#?}");
    assert_eq!(
        (&forwards[0]["from"], &forwards[0]["to"]),
        (&json!("user:ana@northmill.example"), &json!("visitor:cfo-tablet"))
    );
    assert_eq!(after["people"].as_u64().unwrap(), before["people"].as_u64().unwrap() + 1);

    let own = House::new();
    let mut opened = page("o", "v", &day(2, 9), "/pricing", 30.0);
    opened["properties"]["share_token"] = json!("t");
    own.import_events(&[
        identify("i", "v", "u", &day(0, 9), &json!({"email": "u@northmill.example"})),
        track("s", "v", &day(1, 9), "Content Shared", &json!({"share_token": "t"})),
        opened,
    ]);
    let story = &own.lines(&["reading", "northmill.example", "--as-of", END, "--json"])[0];
    assert_eq!(story["forwards"], json!([]));
    assert_eq!(own.people(END).len(), 1);
}

fn decision(out: &str) -> String {
    out.split_whitespace().last().unwrap().to_owned()
}

/// Decides, sees that the kept readings change, takes it back, and sees the old ones again.
fn decide_and_take_back(arguments: &[&str], changed: impl Fn(&House) -> bool) {
    let house = House::new();
    furnish(&house);
    let moment = "2030-01-01";
    let before = house.readings(moment);
    assert!(!changed(&house), "{arguments:?} already holds");
    let number = decision(&house.done(arguments));
    assert!(changed(&house), "{arguments:?} changed nothing");
    house.kept_is_folded();
    assert!(house.done(&["identity", "decisions", "--json"]).contains("because I know"), "{arguments:?}");
    house.done(&["identity", "undo", &number]);
    assert_eq!(house.readings(moment), before, "{arguments:?}");
    assert!(!changed(&house), "{arguments:?} was taken back");
    house.kept_is_folded();
    assert_eq!(house.run(&["identity", "undo", &number]).code, 1, "only once");
}

fn kept_person(house: &House, id: &str) -> Option<Value> {
    house.lines(&["readings", "--level", "person", "--json"]).into_iter().find(|person| person["person"] == id)
}

#[test]
fn a_mark_can_be_taken_back() {
    decide_and_take_back(
        &["identity", "mark", "visitor:ben-desk", "competitor", "--because", "because I know"],
        |house| kept_person(house, "visitor:ben-desk").unwrap()["kind"] == "competitor",
    );
    decide_and_take_back(
        &["identity", "mark", "eastgate.example", "customer", "--because", "because I know"],
        |house| kept_person(house, "visitor:kim-desk").unwrap()["kind"] == "customer",
    );
}

#[test]
fn parting_can_be_taken_back() {
    decide_and_take_back(
        &["identity", "part", "visitor:ana-phone", "user:ana@northmill.example", "--because", "because I know"],
        |house| kept_person(house, "visitor:ana-phone").is_some(),
    );
}

#[test]
fn placing_can_be_taken_back() {
    decide_and_take_back(
        &["identity", "place", "visitor:eve-home", "quiet.example", "--because", "because I know"],
        |house| kept_person(house, "visitor:eve-home").unwrap()["account"] == "quiet.example",
    );
}

#[test]
fn displacing_can_be_taken_back() {
    decide_and_take_back(
        &["identity", "displace", "visitor:ben-desk", "northmill.example", "--because", "because I know"],
        |house| kept_person(house, "visitor:ben-desk").unwrap()["account"] == Value::Null,
    );
}

#[test]
fn a_link_shared_from_a_second_device_counts_too() {
    let house = House::new();
    let mut opened = page("o", "colleague", &day(5, 9), "/pricing", 60.0);
    opened["properties"]["share_token"] = json!("t");
    house.import_events(&[
        page("p", "laptop", &day(1, 8), "/pricing", 60.0),
        identify("i1", "laptop", "ana", &day(1, 9), &json!({"email": "ana@northmill.example"})),
        identify("i2", "phone", "ana", &day(2, 9), &json!({})),
        track("s", "phone", &day(4, 9), "Content Shared", &json!({"share_token": "t"})),
        opened,
    ]);
    assert_eq!(house.account("northmill.example", END).unwrap()["people"], 2);
    let story = &house.lines(&["reading", "northmill.example", "--as-of", END, "--json"])[0];
    assert_eq!(story["forwards"][0]["to"], "visitor:colleague", "{story}");
    house.kept_is_folded();
}

#[test]
fn whoever_followed_a_link_follows_its_sender() {
    decide_and_take_back(
        &["identity", "displace", "user:ana@northmill.example", "northmill.example", "--because", "because I know"],
        |house| kept_person(house, "visitor:cfo-tablet").unwrap()["account"] == Value::Null,
    );
    decide_and_take_back(
        &["identity", "place", "user:ana@northmill.example", "quiet.example", "--because", "because I know"],
        |house| kept_person(house, "visitor:cfo-tablet").unwrap()["account"] == "quiet.example",
    );
}

#[test]
fn wrong_names_are_wrong_usage() {
    let house = House::new();
    for arguments in [
        &["identity", "mark", "visitor:x", "wizard"][..],
        &["identity", "mark", "not a name", "bot"],
        &["identity", "part", "user:x", "visitor:y"],
        &["identity", "place", "somebody", "northmill.example"],
        &["identity", "displace", "visitor:x", "no domain"],
    ] {
        assert_eq!(house.run(arguments).code, 2, "{arguments:?}");
    }
}
