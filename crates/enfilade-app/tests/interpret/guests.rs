//! Readers of no known company from an address where an account's people read: they count for it in part.

use enfilade_app::interpret::explain::AccountStory;
use enfilade_app::interpret::{as_of, refresh};
use enfilade_app::reveal::decide::{self, Author};
use enfilade_app::reveal::{guests, keeping};
use enfilade_domain::{Domain, PersonId, Verdict};

use crate::house::{House, evening};

const LIBRARY: &str = "
decision-months 4
content /p/late problem
content /s/options solution
content /price offer
content /plan offer
content /proof sales
account acme.example
account other.example
visitor ana from 198.51.100.7
visitor x1 from 198.51.100.7
visitor x2 from 198.51.100.99
visitor bob from 198.51.100.50
";
/// Ana named herself; x1 reads much from her address, x2 the same from elsewhere.
const READING: &str = "
d0             ana reads /p/late deep
d1             ana identifies as ana@acme.example
d10            ana reads /p/late /s/options deep
d20,d24,d28    x1 reads /s/options /price /plan deep
d20,d24,d28    x2 reads /s/options /price /plan deep
d33,d36        x1 reads /price /proof deep
d33,d36        x2 reads /price /proof deep
";

fn x1() -> PersonId {
    PersonId::new("visitor:x1")
}

fn late(story: &AccountStory) -> f32 {
    story.reading.rooms.rooms[2] + story.reading.rooms.rooms[3]
}

fn credits(story: &AccountStory) -> Vec<(&str, f32)> {
    story.guests.iter().map(|guest| (guest.life.person.as_str(), guest.credit)).collect()
}

#[test]
fn who_reads_from_the_address_of_a_known_buyer_counts_in_part_and_is_not_placed() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let story = house.account("acme.example", 40);
    let [(person, credit)] = credits(&story)[..] else { panic!("{:?}", credits(&story)) };
    assert_eq!(person, "visitor:x1");
    // Ten days after Ana was last seen: .85 exp(-10 / 150).
    assert!((credit - 0.795).abs() < 0.001, "{credit}");
    let elsewhere = READING.replace("x1", "x2");
    let without = House::playing(&format!("{LIBRARY}{elsewhere}")).account("acme.example", 40);
    assert!(without.guests.is_empty());
    assert!(late(&story) > late(&without) + 0.1, "{} / {}", late(&story), late(&without));
    // Own visits, people, points and first and last sight are those of its own people.
    let (with, none) = (&story.reading, &without.reading);
    assert_eq!((with.sessions, with.people, with.last_seen), (none.sessions, none.people, none.last_seen));
    assert_eq!(with.classic_score.to_bits(), none.classic_score.to_bits());
    assert!(story.evidence.iter().any(|line| line.text.contains("readers at their addresses count in part")));
    let came = story.detail.iter().find(|line| line.text.starts_with("came ")).unwrap();
    assert_eq!(came.text, "came 7 times, 5 of them readers at its addresses who count in part");
    assert!(story.committee.iter().all(|member| member.reading.person.as_str() != "visitor:x1"));
}

#[test]
fn guests_before_they_came_are_unknown() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    assert!(house.account("acme.example", 19).guests.is_empty());
    assert_eq!(house.account("acme.example", 20).guests.len(), 1);
}

#[test]
fn what_is_kept_is_what_the_log_says() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let domain = Domain::parse("acme.example").unwrap();
    let kept = house.kept(&domain);
    let listed = as_of::accounts(&house.app, &house.workspace, evening(700)).unwrap();
    let told = listed.iter().find(|reading| reading.account == domain).unwrap();
    assert!((kept.readiness - told.readiness).abs() < 1e-6, "{} / {}", kept.readiness, told.readiness);
    assert!((kept.rooms.outside - told.rooms.outside).abs() < 1e-6);
}

#[test]
fn accounts_at_one_address_share_its_guests() {
    let both = format!("{LIBRARY}visitor cy from 198.51.100.7\n{READING}");
    let both = both.replace("d10 ", "d5 cy reads /p/late deep\nd6 cy identifies as cy@other.example\nd10 ");
    let house = House::playing(&both);
    let [mine, theirs] = ["acme.example", "other.example"].map(|account| credits(&house.account(account, 40))[0].1);
    assert!(mine > theirs && theirs > 0.3 && mine + theirs < 0.85, "{mine} {theirs}");
}

#[test]
fn a_crowd_has_no_guests() {
    let crowd: String = (0..40).map(|n| format!("visitor c{n} from 198.51.100.7\n")).collect();
    let reads: String = (0..40).map(|n| format!("d12 c{n} reads /p/late\n")).collect();
    let timeline = READING.replace("d20,d24,d28    x1", &format!("{reads}d20,d24,d28    x1"));
    let house = House::playing(&format!("{LIBRARY}{crowd}{timeline}"));
    assert!(house.account("acme.example", 40).guests.is_empty());
}

#[test]
fn what_becomes_a_crowd_later_was_none_before() {
    let crowd: String = (0..40).map(|n| format!("visitor c{n} from 198.51.100.7\n")).collect();
    let reads: String = (0..40).map(|n| format!("d50 c{n} reads /p/late\n")).collect();
    let house = House::playing(&format!("{LIBRARY}{crowd}{READING}{reads}"));
    let alone = House::playing(&format!("{LIBRARY}{READING}"));
    assert_eq!(credits(&house.account("acme.example", 40)), credits(&alone.account("acme.example", 40)));
    assert!(house.account("acme.example", 50).guests.is_empty());
}

#[test]
fn beside_readers_who_are_surely_no_buyers_guests_count_less() {
    let beside = |own: &[f32]| guests::beside(own.iter().copied());
    assert_eq!((beside(&[]), beside(&[0.2, 0.01]), beside(&[0.05])), (1.0, 1.0, 1.0));
    assert!((beside(&[0.01, 0.025]) - 0.5).abs() < 1e-6 && beside(&[0.0]) < 1e-6);
    // Ana only clicks through much at once: a curious burst, and hardly a buyer.
    let clicks: String = (0..30).map(|n| format!("content /c{n} product\n")).collect();
    let paths: String = (0..30).map(|n| format!("/c{n} ")).collect();
    let burst = READING
        .replace("ana reads /p/late deep", &format!("ana reads {paths} glance"))
        .replace("ana reads /p/late /s/options deep", &format!("ana reads {paths} glance"));
    let house = House::playing(&format!("{LIBRARY}{clicks}{burst}"));
    let usual = credits(&House::playing(&format!("{LIBRARY}{READING}")).account("acme.example", 40))[0].1;
    let ana = house.account("acme.example", 40);
    let host = ana.committee.iter().map(|member| member.buyer).fold(0.0, f32::max);
    let credit = credits(&ana).first().map_or(0.0, |(_, credit)| *credit);
    assert!(host < 0.05 && credit < usual, "{host} {credit} {usual}");
}

#[test]
fn who_names_another_company_is_no_guest_any_more() {
    let house = House::playing(&format!("{LIBRARY}{READING}d37 x1 identifies as xi@other.example\n"));
    assert_eq!(house.account("acme.example", 36).guests.len(), 1);
    assert!(house.account("acme.example", 37).guests.is_empty());
    let acme = house.kept(&Domain::parse("acme.example").unwrap());
    let told = house.reading("acme.example", 700);
    assert!((acme.rooms.outside - told.rooms.outside).abs() < 1e-6);
}

#[test]
fn a_person_strikes_a_guest_out_and_takes_it_back() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let account = Domain::parse("acme.example").unwrap();
    let before = house.kept(&account);
    let author = Author { name: "Ann".to_owned(), reason: "the neighbours".to_owned() };
    let verdict = Verdict::NotOfAccount { account: account.clone() };
    let subject = x1().subject().unwrap();
    let decision = decide::decide(&house.app, &house.workspace, &author, &subject, &verdict).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    assert!(house.account("acme.example", 700).guests.is_empty());
    let without = house.kept(&account);
    assert!(without.rooms.outside.to_bits() != before.rooms.outside.to_bits());
    decide::take_back(&house.app, &house.workspace, decision).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    assert_eq!(house.kept(&account).rooms.outside.to_bits(), before.rooms.outside.to_bits());
}

#[test]
fn an_erased_guest_leaves_nothing_in_the_reading() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let account = Domain::parse("acme.example").unwrap();
    let held = keeping::everything_about(&house.app, &house.workspace, "visitor:x1").unwrap();
    keeping::erase(&house.app, &house.workspace, &held).unwrap();
    let elsewhere = READING.replace("x1", "x2");
    let without = House::playing(&format!("{LIBRARY}{elsewhere}"));
    assert!((house.kept(&account).rooms.outside - without.kept(&account).rooms.outside).abs() < 1e-6);
    assert!(house.account("acme.example", 700).guests.is_empty());
}

#[test]
fn who_is_no_buyer_is_nobodys_guest() {
    let house = House::playing(&format!("{LIBRARY}{READING}d37 x1 is staff\n"));
    assert!(house.account("acme.example", 40).guests.is_empty());
}
