//! The acceptance stories on the command line. Whether they hold is tested where they are played, in `enfilade-app`.

use crate::house::{House, json_lines};

#[test]
fn the_stories_are_listed() {
    let house = House::new();
    let listed = house.lines(&["scenario", "--list", "--json"]);
    let ids: Vec<&str> = listed.iter().map(|line| line["id"].as_str().unwrap()).collect();
    for id in ["S01", "S05", "S09", "S18", "S20", "S22"] {
        assert!(ids.contains(&id) && ids.contains(&format!("{id}-twin").as_str()), "{ids:?}");
    }
    assert!(listed.iter().all(|line| line["expectations"].as_u64() > Some(0)), "{listed:#?}");
    assert_eq!(house.done(&["scenario", "--list"]).lines().count(), ids.len());
    assert_eq!(house.run(&["scenario", "S99"]).code, 2);
}

#[test]
fn a_story_is_told_and_a_day_of_it_shown() {
    let house = House::new();
    let told = house.run(&["scenario", "s22", "--json"]);
    let outcomes = json_lines(&told.out);
    assert!(!outcomes.is_empty() && outcomes.iter().all(|line| line["held"] == true), "{told:#?}");
    assert_eq!(told.code, 0);
    assert!(house.done(&["scenario", "S22"]).contains("holds"));
    let before = house.lines(&["scenario", "S22", "--day", "50", "--json"]);
    let after = house.lines(&["scenario", "S22", "--day", "81", "--json"]);
    assert_eq!(before[0]["account"], "acme.example");
    assert_eq!((before.len(), after.len()), (2, 3), "the colleague is not there before day 81");
}

#[test]
fn a_story_that_does_not_hold_says_so() {
    let house = House::new();
    let text = "scenario T1\ntitle \"A claim\"\ncontent /p/a problem\nd1 v1 reads /p/a\n";
    let told = |expectation: &str| {
        let file = house.write("T1.journey", format!("{text}{expectation}\n"));
        house.run(&["scenario", &file])
    };
    let failed = told("expect d1 person v1 room sales");
    assert_eq!(failed.code, 1, "{failed:#?}");
    assert!(failed.out.contains("FAILS"));
    let pending = told("expect d1 person v1 room sales pending: one article is no journey");
    assert_eq!(pending.code, 0, "{pending:#?}");
    assert!(pending.out.contains("because: one article"));
    assert_eq!(told("expect d1 person v1 dances").code, 2);
}
