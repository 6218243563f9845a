//! Not every visitor is a buyer: those who are not are set aside with a reason, and come back on a person's word.

use serde_json::{Value, json};

use crate::house::House;
use crate::journeys::{BROWSER, CONTENT, day, identify, page, page_from};

const END: &str = "2026-04-30";

fn kind(house: &House, id: &str) -> (String, String) {
    let person = house.person(id, END).unwrap_or_else(|| panic!("{id} is not there"));
    (person["kind"].as_str().unwrap().to_owned(), person["kind_reason"].as_str().unwrap().to_owned())
}

fn expect_kind(house: &House, id: &str, expected: &str, word: &str) {
    let (kind, reason) = kind(house, id);
    assert_eq!(kind, expected, "{id}: {reason}");
    assert!(reason.contains(word), "{id}: {reason}");
}

#[test]
fn own_people_competitors_and_candidates_are_set_aside() {
    let house = House::new();
    house.done(&[
        "workspace",
        "configure",
        "--own-domain",
        "seller.example",
        "--competitor-domain",
        "rival.example",
        "--office-network",
        "192.0.2.0/28",
    ]);
    house.done(&["import", "--content", &house.write("content.csv", CONTENT)]);
    let mut events = vec![
        identify("i1", "v1", "sam", &day(1, 9), &json!({"email": "sam@seller.example"})),
        page_from("192.0.2.3", "p2", "v2", &day(1, 9), "/pricing", 30.0),
        identify("i3", "v3", "rita", &day(1, 9), &json!({"email": "rita@rival.example"})),
        page("p4a", "v4", &day(1, 9), "/careers", 30.0),
        page("p4b", "v4", &day(1, 10), "/careers/engineer", 30.0),
        page("p5a", "v5", &day(1, 9), "/careers", 30.0),
        page("p5b", "v5", &day(1, 10), "/guides/options", 30.0),
        page("p5c", "v5", &day(2, 10), "/pricing", 30.0),
    ];
    for n in 0..6 {
        events.push(page(&format!("r{n}"), "v3", &day(2 + n, 9), "/pricing", 200.0));
    }
    house.import_events(&events);
    expect_kind(&house, "user:sam", "staff", "seller.example");
    expect_kind(&house, "visitor:v2", "staff", "own networks");
    expect_kind(&house, "user:rita", "competitor", "rival.example");
    expect_kind(&house, "visitor:v4", "candidate", "career");
    assert_ne!(kind(&house, "visitor:v5").0, "candidate");
    let rival = house.account("rival.example", END).unwrap();
    assert_eq!((&rival["people"], &rival["band"]), (&json!(0), &json!("outside")), "{rival}");
    let number = house.done(&["identity", "mark", "visitor:v4", "buyer", "--because", "asked for a quote"]);
    expect_kind(&house, "visitor:v4", "candidate", "career");
    let now = house.lines(&["readings", "--level", "person", "--json"]);
    let brought_back = now.iter().find(|person| person["person"] == "visitor:v4").unwrap();
    assert_eq!(brought_back["kind"], "buyer", "{number}{brought_back}");
}

#[test]
fn settings_changed_later_are_applied_to_what_is_there() {
    let house = House::new();
    house.import_events(&[
        identify("i", "v", "rita", &day(1, 9), &json!({"email": "rita@rival.example"})),
        page_from("192.0.2.3", "p", "w", &day(1, 9), "/pricing", 30.0),
    ]);
    house.done(&["workspace", "configure", "--competitor-domain", "rival.example", "--office-network", "192.0.2.3"]);
    house.done(&["import", "--events", &house.write("none.jsonl", "")]);
    let kept = house.lines(&["readings", "--level", "person", "--json"]);
    let kind = |id: &str| kept.iter().find(|person| person["person"] == id).unwrap()["kind"].clone();
    assert_eq!((kind("user:rita"), kind("visitor:w")), (json!("competitor"), json!("staff")));
}

#[test]
fn machines_are_recognised_by_what_they_are_and_do() {
    let house = House::new();
    let mut crawler = page("b1", "crawler", &day(1, 9), "/pricing", 30.0);
    crawler["context"]["userAgent"] = json!("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
    let mut library = page("b2", "library", &day(1, 9), "/pricing", 30.0);
    library["context"]["userAgent"] = json!("python-requests/2.32");
    let mut events = vec![crawler, library];
    for n in 0..4 {
        events.push(page(&format!("q{n}"), "quick", &day(1, 9), &format!("/page-{n}"), 1.0));
        events.push(page(&format!("s{n}"), "slow", &day(1, 9), &format!("/page-{n}"), 20.0));
    }
    house.import_events(&events);
    expect_kind(&house, "visitor:crawler", "bot", "Googlebot");
    expect_kind(&house, "visitor:library", "bot", "user agent");
    expect_kind(&house, "visitor:quick", "bot", "almost no time");
    assert_ne!(kind(&house, "visitor:slow").0, "bot");
}

#[test]
fn machines_in_access_logs_are_recognised() {
    let house = House::new();
    let line = |address: &str, second: u32, target: &str, status: u16| {
        format!(
            "{address} - - [02/Mar/2026:10:00:{second:02} +0000] \"GET {target} HTTP/1.1\" {status} 512 \"-\" \"{BROWSER}\"\n"
        )
    };
    let mut log = String::new();
    for n in 0..5 {
        log.push_str(&line("192.0.2.10", n, &format!("/wp-login-{n}.php"), 404));
    }
    log.push_str(&line("192.0.2.20", 10, "/blog/hidden-costs", 200));
    log.push_str(&line("192.0.2.20", 11, "/guides/options", 200));
    log.push_str(&line("192.0.2.30", 20, "/blog/hidden-costs", 200));
    log.push_str(&line("192.0.2.30", 21, "/style.css", 200));
    log.push_str(&line("192.0.2.30", 22, "/logo.png", 200));
    house.done(&["import", "--logs", &house.write("access.log", log), "--site", "https://www.seller.example"]);
    let people = house.people(END);
    let mut kinds: Vec<(&str, &str)> = people
        .iter()
        .map(|one: &Value| (one["kind"].as_str().unwrap(), one["kind_reason"].as_str().unwrap()))
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds.len(), 3, "{kinds:#?}");
    assert!(kinds[0].1.contains("do not exist") && kinds[1].1.contains("never an image"), "{kinds:#?}");
    assert_eq!(kinds[2].0, "unknown", "{kinds:#?}");
}
