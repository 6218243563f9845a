//! The acceptance stories, each held against its expectations.

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

fn holds(id: &str) {
    let answer = House::new().run(&["scenario", id, "--json"]);
    let outcomes = json_lines(&answer.out);
    let failed: Vec<String> = outcomes
        .iter()
        .filter(|line| line["held"] != true)
        .map(|line| format!("line {}: expected {}, seen {}", line["line"], line["expected"], line["seen"]))
        .collect();
    assert!(!outcomes.is_empty(), "{answer:#?}");
    assert!(failed.is_empty(), "{} of {} do not hold in {id}: {failed:#?}", failed.len(), outcomes.len());
    assert_eq!(answer.code, 0, "{answer:#?}");
}

macro_rules! stories {
    ($($name:ident: $id:literal,)*) => { $( #[test] fn $name() { holds($id); } )* };
}

stories! {
    s01_holds: "S01",
    s01_twin_holds: "S01-twin",
    s05_holds: "S05",
    s05_twin_holds: "S05-twin",
    s09_holds: "S09",
    s09_twin_holds: "S09-twin",
    s18_holds: "S18",
    s18_twin_holds: "S18-twin",
    s20_holds: "S20",
    s20_twin_holds: "S20-twin",
    s22_holds: "S22",
    s22_twin_holds: "S22-twin",
}
