//! The roll is what the listing says, whatever changed since it was drawn.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use enfilade_app::engage::ready;
use enfilade_app::interpret::{listing, refresh};
use enfilade_app::reveal::{import, keeping};
use enfilade_app::roll::{Entry, Roll};
use enfilade_app::story::{journey, replay};
use enfilade_app::{AddressBook, App, search};
use enfilade_domain::{
    Account, Band, Clock, ContactChoice, ContactDecision, Deal, DealStage, Domain, Timestamp, Workspace,
};
use enfilade_store::DatabaseAddress;

/// A clock that the test moves.
#[derive(Debug, Default)]
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Acquire))
    }
}

impl HandClock {
    fn put(&self, at: Timestamp) {
        self.0.store(at.millis(), Ordering::Release);
    }
}

struct House {
    app: App,
    workspace: Workspace,
    clock: Arc<HandClock>,
    _folder: tempfile::TempDir,
}

/// The evening of a day of the story.
fn evening(day: u32) -> Timestamp {
    Timestamp::parse("2025-01-06T23:00:00Z").unwrap().plus_days(f64::from(day))
}

const STORY: &str = "scenario T
title T
decision-months 4
content /p/late problem
content /s/options solution
content /price offer
account acme.example name Acme fit 0.8
account silent.example name Silent
visitor ana from 198.51.100.7
visitor bob from 198.51.100.50
d0      ana reads /p/late deep
d1      ana identifies as ana@acme.example
d4,d9   ana reads /s/options /price deep
";

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("house.sqlite"))).unwrap();
        let clock = Arc::new(HandClock::default());
        clock.put(evening(30));
        let app = App::new(&store, Arc::clone(&clock) as Arc<dyn Clock>, AddressBook::default());
        let workspace = app.records.ensure_workspace("default", evening(0)).unwrap();
        let workspace = replay::play(&app, &workspace, &journey::parse(STORY).unwrap()).unwrap();
        refresh::catch_up(&app, &|_| {}).unwrap();
        Self { app, workspace, clock, _folder: folder }
    }

    /// With 5 100 more companies.
    fn big() -> Self {
        let house = Self::new();
        let many: Vec<Account> =
            (0..5_100).map(|number| Account::bare(domain(&format!("many-{number}.example")))).collect();
        house.app.records.put_accounts(house.workspace.id, &many).unwrap();
        house
    }

    fn add(&self, events: &str) {
        let story = journey::parse(&format!("{STORY}{events}")).unwrap();
        replay::add(&self.app, &self.workspace, &story).unwrap();
        refresh::catch_up(&self.app, &|_| {}).unwrap();
    }

    fn import(&self, lines: &str) {
        let tally = import::events(&self.app, &self.workspace, &mut lines.as_bytes(), &mut |_| {}).unwrap();
        assert_eq!(tally.accepted, lines.lines().count() as u64);
        refresh::catch_up(&self.app, &|_| {}).unwrap();
    }

    fn roll(&self) -> Roll {
        Roll::now(&self.app, &self.workspace).unwrap()
    }

    fn listed(&self) -> Vec<Entry> {
        let now = self.app.now();
        listing::accounts(&self.app, &self.workspace, now).unwrap().iter().map(Entry::of).collect()
    }

    /// The roll after a change, which must be another one and what the listing says.
    fn changed(&self, before: &Roll, what: &str) -> Roll {
        let roll = self.roll();
        assert_ne!(roll.version(), before.version(), "{what}");
        let entries: Vec<Entry> = roll.entries().iter().map(|entry| (**entry).clone()).collect();
        assert_eq!(entries, self.listed(), "{what}");
        roll
    }
}

fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

#[test]
fn it_is_renewed_by_change_and_says_what_the_listing_says() {
    let house = House::new();
    let first = house.roll();
    assert_eq!(first.entries().len(), 2);
    assert_eq!(house.roll().version(), first.version(), "nothing changed");

    house.add("d12 bob identifies as bob@young.example\nd13 bob reads /s/options deep\n");
    let with_young = house.changed(&first, "a company that only its visitor named");
    assert_eq!(with_young.entries().len(), 3);

    let deal = Deal {
        deal_id: "1".to_owned(),
        domain: domain("acme.example"),
        opened_at: evening(14),
        closed_at: Some(evening(20)),
        stage: DealStage::Won,
        amount: None,
        source: None,
        heard_from: None,
    };
    house.app.records.put_deals(house.workspace.id, &[deal]).unwrap();
    let won = house.changed(&with_young, "a deal");
    let band = |roll: &Roll| roll.get(&domain("acme.example")).unwrap().band;
    assert_ne!(band(&won), band(&with_young));

    house.clock.put(evening(90));
    let later = house.changed(&won, "silence");

    let held = keeping::everything_about(&house.app, &house.workspace, "user:bob@young.example").unwrap();
    keeping::erase(&house.app, &house.workspace, &held).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    let without = house.changed(&later, "who is erased takes his company along");
    assert!(without.get(&domain("young.example")).is_none());
}

#[test]
fn whole_readings_come_in_the_order_asked_for() {
    let house = House::new();
    let asked = ["silent.example", "none.example", "acme.example"].map(domain);
    let now = house.roll().open(&house.app, &asked).unwrap();
    let names: Vec<&str> = now.iter().map(|one| one.reading.account.as_str()).collect();
    assert_eq!(names, ["silent.example", "acme.example"]);
    let all = listing::accounts(&house.app, &house.workspace, house.app.now()).unwrap();
    assert_eq!(now[1].reading, all[0].reading);
    let past = Roll::past(all);
    assert_eq!(past.open(&house.app, &asked).unwrap()[0].reading, now[0].reading);
    assert_eq!(past.version(), None);
    let holding = |words: &[&str]| -> Vec<String> {
        past.holding(words).iter().map(|one| past.behind(one).domain.as_str().to_owned()).collect()
    };
    assert_eq!(holding(&[]), ["acme.example", "silent.example"], "who is nearer comes first");
    assert_eq!(holding(&["example"]), ["acme.example", "silent.example"], "whatever was looked for");
    assert_eq!(holding(&["silent", "example"]), ["silent.example"]);
}

#[test]
fn workspaces_do_not_share_a_roll() {
    let house = House::new();
    let other = house.app.records.ensure_workspace("other", evening(0)).unwrap();
    assert_eq!(house.roll().entries().len(), 2);
    assert!(Roll::now(&house.app, &other).unwrap().entries().is_empty());
    house.app.records.put_accounts(other.id, &[Account::bare(domain("theirs.example"))]).unwrap();
    assert_eq!(Roll::now(&house.app, &other).unwrap().entries().len(), 1);
    assert_eq!(house.roll().entries().len(), 2);
}

#[test]
fn a_big_house_is_looked_at_once_a_second_and_renewed_behind_the_scenes() {
    let house = House::big();
    let first = house.roll();
    assert_eq!(first.entries().len(), 5_102);
    house.roll();
    house.import(r#"{"type":"identify","messageId":"i1","anonymousId":"bob","userId":"bob@young.example","traits":{"email":"bob@young.example"},"timestamp":"2025-01-20T10:00:00Z"}"#);
    assert_eq!(house.roll().version(), first.version(), "not within the second");
    let second = |count: i64| house.clock.put(evening(30).plus_millis(count * 1_001));
    let shows_from = |first: i64, wanted: &str| -> i64 {
        let patience = Instant::now() + Duration::from_secs(60);
        for step in first.. {
            second(step);
            if house.roll().get(&domain(wanted)).is_some() {
                return step;
            }
            assert!(Instant::now() < patience, "{wanted} never showed");
            std::thread::sleep(Duration::from_millis(20));
        }
        unreachable!("steps do not end")
    };
    second(1);
    assert_eq!(house.roll().version(), first.version(), "nobody waits for what is renewed");
    let step = shows_from(2, "young.example");
    house.app.records.put_accounts(house.workspace.id, &[Account::bare(domain("late.example"))]).unwrap();
    let step = shows_from(step + 1, "late.example");
    house.import(r#"{"type":"identify","messageId":"i2","anonymousId":"cem","userId":"cem@newer.example","traits":{"email":"cem@newer.example"},"timestamp":"2025-01-20T10:00:00Z"}"#);
    second(step + 10);
    let after_a_while = house.roll();
    assert!(
        after_a_while.get(&domain("newer.example")).is_some(),
        "what nobody looked at for a while is renewed first"
    );
}

#[test]
fn what_people_decide_about_a_big_house_is_told_at_once() {
    let house = House::big();
    let waiting = || -> Vec<String> {
        let list = ready::short_list(&house.app, &house.workspace, &house.roll(), house.app.now()).unwrap();
        list.waiting.iter().filter_map(|one| Some(one.decision.as_ref()?.reason.clone())).collect()
    };
    assert!(waiting().is_empty());
    let decision = ContactDecision {
        id: 0,
        at: house.app.now(),
        by: "Ines".to_owned(),
        account: domain("acme.example"),
        choice: ContactChoice::NotYet { look_again_at: None },
        reason: "their budget round".to_owned(),
        band: Band::NotYet,
        undone_at: None,
    };
    let id = house.app.records.add_contact_decision(house.workspace.id, &decision).unwrap();
    assert_eq!(waiting(), ["their budget round"]);
    assert!(house.app.records.undo_contact_decision(house.workspace.id, id, house.app.now()).unwrap());
    assert!(waiting().is_empty(), "so is what they take back");
}

#[test]
fn those_who_are_not_yet_follow_those_who_are_near_and_none_is_lost() {
    let house = House::new();
    house.add("visitor cem from 198.51.100.90\nd20 cem identifies as cem@silent.example\nd20,d24,d28 cem reads /p/late deep\n");
    let roll = house.roll();
    let not_yet = roll.in_band(Band::NotYet).len();
    assert!(not_yet > 0, "somebody is not yet");
    let list = ready::short_list(&house.app, &house.workspace, &roll, house.app.now()).unwrap();
    let is_far = |one: &ready::Waiting| one.listed.reading.band == Band::NotYet;
    let told = list.waiting.iter().filter(|one| is_far(one)).count();
    assert!(told > 0 && told + list.more_not_yet == not_yet, "{told} told, {} more", list.more_not_yet);
    let first_far = list.waiting.iter().position(is_far).unwrap();
    assert!(list.waiting[first_far..].iter().all(is_far), "the near ones stand first");
    assert!(list.waiting.iter().all(|one| !one.why.is_empty()), "each says why");
}

/// Names of the people found, in the order in which they are told.
fn people(house: &House, question: &str) -> Vec<String> {
    let found = search::search(&house.app, &house.workspace, &house.roll(), question).unwrap();
    found.people.into_iter().map(|one| one.name).collect()
}

fn named(number: usize, name: &str, seconds: usize) -> String {
    format!(
        r#"{{"type":"identify","messageId":"n{number}-{seconds}","anonymousId":"n{number}","userId":"n{number}","traits":{{"name":"{name}"}},"timestamp":"2025-01-20T10:{:02}:{:02}Z"}}"#,
        seconds / 60,
        seconds % 60
    )
}

#[test]
fn people_are_found_by_the_name_they_have_now_however_many_share_a_word() {
    let house = House::new();
    assert_eq!(people(&house, "ACME"), ["ana@acme.example"]);
    assert!(people(&house, "lund").is_empty());
    house.import(&named(0, "Bo Lund", 1));
    assert_eq!(people(&house, "lund"), ["Bo Lund"], "what was learned since is found");
    house.import(&named(0, "Bo Sand", 2));
    assert_eq!(people(&house, "bo sand"), ["Bo Sand"]);
    assert!(people(&house, "lund").is_empty(), "a name that somebody gave up does not find him");
    let many: Vec<String> = (1..=305).map(|number| named(number, &format!("Guest {number}"), number)).collect();
    house.import(&many.join("\n"));
    let guests = people(&house, "guest");
    assert_eq!(guests.len(), search::MOST + 1, "and more");
    assert_eq!(guests[..2], ["Guest 305", "Guest 304"], "the last seen first");
    assert_eq!(people(&house, "guest 304"), ["Guest 304"]);
    house.clock.put(evening(31));
    assert_eq!(people(&house, "bo"), ["Bo Sand"], "after an hour they are read anew");
}
