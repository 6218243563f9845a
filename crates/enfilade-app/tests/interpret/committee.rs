//! A committee of four who come one after the other, and the same pages read by one person on four devices.

use enfilade_app::interpret::{as_of, listing};
use enfilade_domain::{Band, Role, RoleStanding, Room};

use crate::house::{House, evening, member};

const LIBRARY: &str = "
content /p/downtime problem role operations
content /p/overtime problem role operations
content /p/hidden-work problem role operations
content /s/options solution role operations
content /s/cost solution role finance
content /s/risk solution role finance
content /s/disruption solution role executive
content /s/exposure solution role legal
content /s/terms offer role legal
content /o/implementation offer
content /o/engagement sales
account health.example name \"Health\" employees 900 office 203.0.113.0/28
";

/// Operations reads for weeks and brings in finance, who brings in the chief; legal comes last.
const FOUR: &str = "
visitor ops at health.example
visitor cfo at health.example
visitor ceo at health.example
visitor law at health.example
d0,d3,d9      ops reads /p/downtime deep
d5,d12,d17    ops reads /p/overtime deep
d14,d20       ops reads /p/hidden-work deep
d21@10:00     ops forwards /s/options to cfo deep
d22,d27       cfo reads /s/cost deep
d24,d30       cfo reads /s/risk deep
d25,d33,d40   ops reads /s/options deep
d41@10:00     cfo forwards /s/disruption to ceo glance
d47           ceo reads /s/disruption deep
d48           ops reads /o/implementation deep
d50           ops reads /o/implementation /o/engagement deep
d62@09:00     law reads /s/exposure deep
d62@14:00     law reads /s/exposure /s/terms deep
d70           ops reads /o/engagement /o/implementation deep
d70           cfo reads /o/engagement /o/implementation deep
d70           ceo reads /o/engagement /o/implementation deep
d70           law reads /o/engagement /o/implementation deep
d75           ops requests contact
";

fn four() -> House {
    House::playing(&format!("{LIBRARY}{FOUR}"))
}

fn standing(reading: &enfilade_domain::AccountReading, role: &Role) -> RoleStanding {
    reading.coverage.iter().find(|one| one.role == *role).unwrap().standing
}

#[test]
fn the_least_informed_essential_role_holds_the_band_back() {
    let house = four();
    let d50 = house.reading("health.example", 50);
    // By readiness alone the company would be ready; it is not, and the reason has names.
    assert!(d50.readiness > 0.5, "{}", d50.readiness);
    assert_eq!(d50.band, Band::GettingReady);
    assert_eq!(d50.roles_missing, [Role::Legal]);
    assert_eq!(standing(&d50, &Role::Executive), RoleStanding::Early);
    assert!(d50.band_reasons.iter().any(|reason| reason.contains("Not seen yet: legal")), "{:?}", d50.band_reasons);
    let d63 = house.reading("health.example", 63);
    assert!(d63.roles_missing.is_empty() && d63.band == Band::GettingReady);
    assert_eq!(standing(&d63, &Role::Legal), RoleStanding::Early);
    let d71 = house.reading("health.example", 71);
    assert_eq!(d71.band, Band::Ready, "{:?}", d71.band_reasons);
    for role in ["operations", "finance", "legal", "executive"] {
        assert!(d71.band_reasons.iter().any(|reason| reason.contains(role)), "{role}");
    }
    assert_eq!(house.reading("health.example", 75).band, Band::AskedToTalk, "a request is honoured whoever is missing");
}

#[test]
fn everybody_has_a_journey_of_his_own() {
    let house = four();
    let story = house.account("health.example", 50);
    let (ops, cfo, ceo) = (member(&story, "visitor:ops"), member(&story, "visitor:cfo"), member(&story, "visitor:ceo"));
    assert_eq!(ops.reading.role.named().map(|(role, _)| role), Some(&Role::Operations));
    assert_eq!(cfo.reading.role.named().map(|(role, _)| role), Some(&Role::Finance));
    assert!(ops.reading.role.champion > 3.0 * ceo.reading.role.champion, "who passes things on carries the matter");
    let entry = cfo.entry.as_ref().unwrap();
    assert!(entry.newcomer && entry.after_days == 21 && entry.began_in == Some(Room::Solution));
    assert!(!ops.entry.as_ref().unwrap().newcomer);
    assert!(ops.entry.as_ref().unwrap().journey.len() >= 2, "from one room into another");
    let edges: Vec<(&str, &str, &str)> =
        story.forwards.iter().map(|one| (one.from.as_str(), one.path.as_str(), one.to.as_str())).collect();
    assert_eq!(edges, [("visitor:cfo", "/s/disruption", "visitor:ceo"), ("visitor:ops", "/s/options", "visitor:cfo")]);
    // What the newcomers did changed nothing of what is believed of the first.
    let of_others = |line: &str| line.starts_with('d') && !line.contains("ops");
    // The number of a line chooses the time of its day, so lines are emptied and not removed.
    let quieter: String =
        FOUR.lines().map(|line| if of_others(line) { "#\n".to_owned() } else { format!("{line}\n") }).collect();
    let other = House::playing(&format!("{LIBRARY}{quieter}")).account("health.example", 50);
    assert_eq!(member(&other, "visitor:ops").reading.rooms, ops.reading.rooms);
    assert_eq!(other.reading.people, 2);
}

/// The twin: one person, four devices.
#[test]
fn one_person_on_four_devices_is_no_committee() {
    let named: String = ["ops", "cfo", "ceo", "law"]
        .iter()
        .map(|visitor| format!("d71 {visitor} identifies as kim@health.example title \"Head of Operations\"\n"))
        .collect();
    let house = House::playing(&format!("{LIBRARY}{FOUR}{named}"));
    let story = house.account("health.example", 72);
    assert_eq!((story.reading.people, story.committee.len()), (1, 1));
    assert!(story.forwards.is_empty(), "nobody forwards to himself");
    let kim = &story.committee[0].reading.role;
    assert!(kim.stated && kim.named().map(|(role, _)| role) == Some(&Role::Operations));
    assert_ne!(story.reading.band, Band::Ready);
    assert!(story.reading.roles_missing.contains(&Role::Legal), "{:?}", story.reading.roles_missing);
}

#[test]
fn where_no_piece_names_a_role_nothing_is_held_back_and_it_is_said() {
    let mute: String = LIBRARY.lines().map(|line| line.split(" role ").next().unwrap().to_owned() + "\n").collect();
    let house = House::playing(&format!("{mute}{FOUR}"));
    let reading = house.reading("health.example", 71);
    assert_eq!(reading.band, Band::Ready);
    assert!(reading.roles_missing.is_empty());
    assert!(reading.band_reasons.iter().any(|reason| reason.contains("Roles cannot be told here")));
}

#[test]
fn in_a_small_house_one_may_play_every_part() {
    let house = House::playing(&format!("{}{FOUR}", LIBRARY.replace("employees 900", "employees 12")));
    let reading = house.reading("health.example", 50);
    assert_eq!(reading.band, Band::Ready);
    assert_eq!(reading.roles_missing, [Role::Legal], "who was not seen is still named");
}

#[test]
fn kept_states_and_the_log_tell_the_same_committee() {
    let house = four();
    let now = evening(700);
    let listed = listing::accounts(&house.app, &house.workspace, now).unwrap();
    let from_log = as_of::accounts(&house.app, &house.workspace, now).unwrap();
    assert_eq!(listed[0].reading.coverage, from_log[0].coverage);
    assert_eq!(listed[0].reading.coverage.len(), 5, "four essential roles and the champion");
}

#[test]
fn whoever_left_is_kept_and_no_longer_counted() {
    let house = House::playing(&format!("{LIBRARY}{FOUR}d72 declare health.example departed of law by Rep\n"));
    let story = house.account("health.example", 73);
    assert_eq!(story.reading.roles_missing, [Role::Legal]);
    assert_eq!(story.reading.band, Band::GettingReady);
    assert!(member(&story, "visitor:law").departed_at.is_some());
    assert_eq!(house.reading("health.example", 71).band, Band::Ready, "the past stays as it was known");
}
