//! Learning through the binary: what it changes, what it never looks at, and the way back.

use serde_json::{Value, json};

use crate::house::House;
use crate::journeys::{ACCOUNTS, CONTENT, date, day, identify, page, page_from};

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

/// Companies of which a reader names himself; every third one reads its way to the Offer room and opens a deal.
fn house_with_deals(companies: u32) -> House {
    let house = House::new();
    let mut events = Vec::new();
    let (mut accounts, mut deals) =
        ("domain,name\n".to_owned(), "deal_id,domain,opened_at,closed_at,stage\n".to_owned());
    for number in 0..companies {
        let (domain, reader, first) = (format!("firm-{number}.example"), format!("reader-{number}"), number * 3 / 4);
        let email = format!("{reader}@{domain}");
        events.push(identify(&format!("i{number}"), &reader, &email, &day(first, 8), &json!({"email": email})));
        let steps = if number.is_multiple_of(3) { 8 } else { 2 };
        let paths = ["/blog/hidden-costs", "/guides/options", "/how-we-work", "/security"];
        for step in 0..steps {
            let path = paths[step as usize / 2];
            events.push(page(&format!("p{number}-{step}"), &reader, &day(first + 2 * step, 9), path, 80.0));
        }
        accounts += &format!("{domain},Firm {number}\n");
        if number.is_multiple_of(3) {
            let stage = if number.is_multiple_of(2) { "closed_won" } else { "closed_lost" };
            deals += &format!("D{number},{domain},{},{},{stage}\n", date(first + 20), date(first + 30));
        }
    }
    house.import_accounts(&accounts);
    let (content, deals) = (house.write("content.csv", CONTENT), house.write("deals.csv", &deals));
    house.done(&["import", "--content", &content, "--deals", &deals]);
    house.import_events(&events);
    house
}

/// Accounts teach too, with their deals as soft anchors; the last ninety days say which rhythm is read with, and
/// whichever is not can be asked for and given back.
#[test]
fn deals_teach_how_accounts_go_on_and_the_last_ninety_days_decide() {
    let house = house_with_deals(159);
    let before = house.readings(&date(160));
    let lesson = learned(&house, &date(150));
    assert_eq!((lesson["accounts"].as_u64(), lesson["anchors"].as_u64()), (Some(159), Some(53)), "{lesson}");
    assert_eq!(lesson["decided_deals"].as_u64(), Some(53));
    let of = |name: &str| lesson[name].as_f64().unwrap();
    assert!(of("accounts_held_out_learned") > of("accounts_held_out_published"), "{lesson}");
    let compared = &lesson["last_90_days"];
    assert!(compared["account_dates"].as_u64() > Some(50), "{lesson}");
    let precision = |name: &str| compared[name].as_f64().unwrap();
    let no_worse = precision("precision_learned") >= precision("precision_in_use").max(precision("precision_people"));
    let enough = compared["opened"].as_u64() >= Some(20);
    assert_eq!(lesson["accounts_in_use"].as_bool(), Some(no_worse && enough), "{lesson}");

    let version = lesson["version"].as_str().unwrap();
    let with_accounts = if no_worse && enough { version.to_owned() } else { format!("{version}-accounts") };
    let listed = house.lines(&["learn", "--list", "--json"]);
    let entry = listed.iter().find(|model| model["version"] == with_accounts.as_str()).expect("it is kept");
    assert_eq!(entry["figures"]["last_90_days"], *compared, "so that versions can be compared later");
    house.done(&["learn", "--use", &with_accounts]);
    let (with, kept) = (house.readings(&date(160)), house.lines(&["learn", "--list", "--json"]));
    assert_ne!(with, before);
    let in_use: Vec<&Value> = kept.iter().filter(|model| model["state"] == "in use").collect();
    assert_eq!(in_use.len(), 1);
    assert_eq!(in_use[0]["version"], with_accounts.as_str());
    house.kept_is_folded();
    house.done(&["learn", "--reset"]);
    assert_eq!(house.readings(&date(160)), before, "the published priors read as before, to the last digit");

    let told = house.done(&["learn", "--until", &date(150)]);
    assert!(told.contains("159 accounts with 53 deals") && told.contains("Last 90 days, from 2026-"), "{told}");
}

/// Ended in the middle by a signal: nothing was learned, readings are as they were, and it can be asked for again.
#[test]
fn a_lesson_ended_in_the_middle_changes_nothing() {
    let house = house_with_deals(159);
    let before = house.readings(&date(160));
    for after_ms in [10, 40, 80, 120] {
        let mut child = house.command().args(["learn", "--until", &date(150)]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(after_ms));
        assert_eq!(child.try_wait().unwrap(), None, "it is at work");
        child.kill().unwrap();
        assert!(!child.wait().unwrap().success());
    }
    assert!(house.lines(&["learn", "--list", "--json"]).is_empty());
    assert_eq!(house.readings(&date(160)), before);
    house.kept_is_folded();
    assert!(learned(&house, &date(150))["people"].as_u64() > Some(100));
}
