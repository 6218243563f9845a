//! Input nobody would wish for: hardly any events, deals that contradict each other or the events, companies brought
//! together and parted again, clocks that run backwards, and kept models that no filter can work with.

use enfilade_app::interpret::explain::{self, AccountStory, Member};
use enfilade_app::interpret::{as_of, listing, model, refresh};
use enfilade_app::measure::learn;
use enfilade_app::reveal::decide::{self, Author};
use enfilade_app::{App, AppError};
use enfilade_domain::{
    AccountReading, Action, Band, Channel, Deal, DealStage, Domain, Event, PersonReading, Place, Source, Subject,
    Timestamp, Verdict, VisitorId, Workspace,
};
use enfilade_engine::{Learned, Published, Rhythm};
use enfilade_store::{ModelRecord, ModelState};

use crate::house::{House, evening};

const LIBRARY: &str = "
decision-months 4
content /p/late problem
content /s/options solution
content /price offer
content /proof sales
account acme.example office 203.0.113.0/28
account other.example office 203.0.113.16/28
visitor v1 at acme.example
visitor v2 at acme.example
visitor w1 at other.example
";
const READING: &str = "
d0,d9,d20   v1 reads /p/late deep
d31,d40     v1 reads /s/options deep
d33,d44     v2 reads /s/options /price deep
d52,d55     v1 reads /price /proof deep
";

fn domain(name: &str) -> Domain {
    Domain::parse(name).unwrap()
}

/// Everything of a reading that is computed, to the last digit.
fn told(reading: &AccountReading) -> String {
    format!("{reading:?}")
}

fn is_sound(reading: &AccountReading) -> bool {
    let rooms = &reading.rooms;
    let parts = rooms.rooms.iter().copied().chain([rooms.outside]);
    parts.clone().all(|part| (0.0..=1.0).contains(&part))
        && (parts.sum::<f32>() - 1.0).abs() < 1e-4
        && (0.0..=1.0).contains(&reading.outlook_60d)
}

fn deal(id: &str, opened: u32, closed: Option<u32>, stage: DealStage) -> Deal {
    Deal {
        deal_id: id.to_owned(),
        domain: domain("acme.example"),
        opened_at: evening(opened),
        closed_at: closed.map(evening),
        stage,
        amount: None,
        source: None,
        heard_from: None,
    }
}

fn with_deals(deals: &[Deal]) -> House {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    house.app.records.put_deals(house.workspace.id, deals).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    house
}

/// Nothing, and next to nothing, are read as too little; nobody is guessed to be anywhere, and lists stay empty.
#[test]
fn no_events_and_one_glance_are_too_little_and_said_to_be() {
    let house = House::playing(&format!("{LIBRARY}d3 v1 reads /price from search\n"));
    for (account, visits) in [("acme.example", 1), ("other.example", 0)] {
        let reading = house.reading(account, 10);
        assert!(is_sound(&reading), "{reading:?}");
        assert_eq!(reading.sessions, visits);
        assert!(!reading.enough_evidence && reading.band <= Band::NotYet, "{reading:?}");
        assert!(!reading.band_reasons.is_empty(), "why is said");
    }
    let lesson = learn::learn(&house.app, &house.workspace, evening(20), &|_| true).unwrap();
    assert!(!lesson.in_use && lesson.reason.contains("too few people"), "{lesson:?}");
    assert!(house.app.records.models(house.workspace.id).unwrap().is_empty(), "nothing is kept of nothing");
}

/// Won and lost on one day, two open ones, one closed within another: facts are told beside the reading, whose rooms they
/// never move, and the order in which they were filed changes nothing.
#[test]
fn contradictory_deals_move_no_room_and_their_order_does_not_matter() {
    let deals = [
        deal("A", 56, Some(58), DealStage::Won),
        deal("B", 56, Some(58), DealStage::Lost),
        deal("C", 57, None, DealStage::Open),
        deal("D", 57, None, DealStage::Open),
        deal("E", 50, Some(90), DealStage::NoDecision),
    ];
    let without = House::playing(&format!("{LIBRARY}{READING}")).reading("acme.example", 100);
    let reading = with_deals(&deals).reading("acme.example", 100);
    assert!(is_sound(&reading));
    assert_eq!(format!("{:?}", reading.rooms), format!("{:?}", without.rooms));
    assert_ne!(reading.band, without.band, "somebody is in conversation, or bought: {reading:?}");
    let mut reversed = deals.to_vec();
    reversed.reverse();
    let other = with_deals(&reversed).reading("acme.example", 100);
    assert_eq!((reading.band, &reading.band_reasons), (other.band, &other.band_reasons));
}

/// A deal opened and closed before anybody was seen (an old customer list) is a fact of its day and no evidence.
#[test]
fn a_deal_before_first_sight_is_a_fact_and_no_evidence() {
    let house = with_deals(&[deal("A", 0, Some(1), DealStage::Lost)]);
    // The story's first day is 0; the deal is older than every event after it.
    let with_none = House::playing(&format!("{LIBRARY}{READING}"));
    for day in [5, 56, 120] {
        let (old, none) = (house.reading("acme.example", day), with_none.reading("acme.example", day));
        assert!(is_sound(&old));
        assert_eq!(format!("{:?}", old.rooms), format!("{:?}", none.rooms));
    }
    let late = House::playing(&format!("{LIBRARY}{}", READING.replace("d0,d9,d20", "d9,d20").replace("d31", "d32")));
    let put = |deals: &[Deal]| late.app.records.put_deals(late.workspace.id, deals).unwrap();
    put(&[deal("A", 1, Some(4), DealStage::Won)]);
    refresh::catch_up(&late.app, &|_| {}).unwrap();
    let before = late.reading("acme.example", 5);
    assert!(is_sound(&before) && before.sessions == 0, "{before:?}");
    let after = late.reading("acme.example", 60);
    assert!(is_sound(&after) && after.sessions > 0, "{after:?}");
    learn::learn(&late.app, &late.workspace, evening(60), &|_| true).unwrap();
}

/// People of one company put down to another, and taken back: both are read as if it had always been so, from the kept
/// state and from the log, and afterwards as before to the last digit.
#[test]
fn companies_brought_together_and_parted_again_are_read_as_before() {
    let house = House::playing(&format!("{LIBRARY}{READING}d47,d58 w1 reads /price /proof deep\n"));
    let (acme, other) = (domain("acme.example"), domain("other.example"));
    let both = || [told(&house.kept(&acme)), told(&house.kept(&other))];
    let before = both();
    let alone = house.kept(&acme);
    let author = Author { name: "Ann".to_owned(), reason: "one group".to_owned() };
    let subject = Subject::Visitor(VisitorId::new("w1"));
    let verdicts = [Verdict::NotOfAccount { account: other.clone() }, Verdict::OfAccount { account: acme.clone() }];
    let decisions =
        verdicts.map(|verdict| decide::decide(&house.app, &house.workspace, &author, &subject, &verdict).unwrap());
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    let together = house.kept(&acme);
    assert!(is_sound(&together));
    assert_eq!((together.people, house.kept(&other).sessions), (alone.people + 1, 0));
    let logged = house.reading("acme.example", 700);
    assert!((logged.rooms.outside - together.rooms.outside).abs() < 1e-6);
    for decision in decisions.into_iter().rev() {
        decide::take_back(&house.app, &house.workspace, decision).unwrap();
    }
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    assert_eq!(both(), before);
}

fn page(id: &str, at_day: f64, known_day: f64) -> Event {
    Event {
        message_id: id.to_owned(),
        visitor: VisitorId::new("v1"),
        user_id: None,
        at: evening(0).plus_days(at_day),
        known_at: evening(0).plus_days(known_day),
        clock_suspect: false,
        channel: Channel::Api,
        action: Action::Page,
        place: Some(Place { path: "/s/options".to_owned(), ..Place::default() }),
        dwell_seconds: Some(70.0),
        scroll: None,
        source: Some(Source::Direct),
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: None,
        agent: None,
        attributes: None,
    }
}

/// A device whose clock jumps back tells its visits in the wrong order, some before its own first one; they are sorted by
/// when they happened, arrive in any order to the same effect, and are never seen before they were known.
#[test]
fn clocks_that_run_backwards_are_put_in_order() {
    let events: Vec<Event> = [(62.0, 62.1), (30.0, 62.2), (61.0, 62.3), (-20.0, 62.4), (62.0, 62.5), (62.0, 62.5)]
        .iter()
        .enumerate()
        .map(|(number, (at, known))| page(&format!("back-{number}"), *at, *known))
        .collect();
    let read = |events: &[Event]| {
        let house = House::playing(&format!("{LIBRARY}{READING}"));
        for event in events {
            house.app.log.append(house.workspace.id, std::slice::from_ref(event)).unwrap();
            refresh::catch_up(&house.app, &|_| {}).unwrap();
        }
        house
    };
    let forwards = read(&events);
    let backwards = read(&events.iter().rev().cloned().collect::<Vec<_>>());
    let acme = domain("acme.example");
    let (kept, other) = (forwards.kept(&acme), backwards.kept(&acme));
    assert!(is_sound(&kept));
    assert_eq!(told(&kept), told(&other));
    assert!((kept.rooms.outside - forwards.reading("acme.example", 700).rooms.outside).abs() < 1e-6);
    assert_eq!(kept.first_seen, Some(evening(0).plus_days(-20.0)));
    let without = House::playing(&format!("{LIBRARY}{READING}"));
    assert_eq!(
        told(&forwards.reading("acme.example", 61)),
        told(&without.reading("acme.example", 61)),
        "the evening before they were known"
    );
    // A question about a moment before everything, and one far beyond, are answered too.
    for day in [-4_000.0, 40_000.0] {
        let readings = as_of::accounts(&forwards.app, &forwards.workspace, evening(0).plus_days(day)).unwrap();
        assert!(readings.iter().all(is_sound), "{readings:?}");
    }
}

/// A kept model that was cut short or holds an impossible rate is refused by its name, with the way back, and the way
/// back works.
#[test]
fn a_broken_model_is_refused_with_the_way_back() {
    let house = House::playing(&format!("{LIBRARY}{READING}"));
    let account = |house: &House| -> AccountStory { house.account("acme.example", 60) };
    let before = told(&account(&house).reading);
    let rhythm = Rhythm::published(&Published::v2(), house.workspace.settings.decision_months).unwrap();
    let sound = Learned { version: String::new(), rhythm, accounts: None, outlook: None, returns: None };
    let whole = model::body(&house.workspace, &sound);
    let cut = whole[..whole.len() - 40].to_vec();
    let rates = sound.rhythm.to_vec();
    // The first rate that is no diagonal, wherever its eight bytes stand in the body.
    let position = whole.windows(8).position(|bytes| bytes == rates[1].to_le_bytes()).unwrap();
    let with = |rate: f64| {
        let mut body = whole.clone();
        body[position..position + 8].copy_from_slice(&rate.to_le_bytes());
        body
    };
    for (name, body) in [("cut", cut), ("negative", with(-0.5)), ("no-number", with(f64::NAN))] {
        let version = format!("learned-{name}");
        let record = ModelRecord {
            version: version.clone(),
            made_at: evening(1),
            learned_until: evening(0),
            parent: None,
            body,
            figures: "{}".to_owned(),
            state: ModelState::Shadow,
        };
        house.app.records.put_model(house.workspace.id, &record).unwrap();
        let refused = learn::use_version(&house.app, &house.workspace, Some(&version)).unwrap_err().to_string();
        assert!(refused.contains(&version) && refused.contains("learn --reset"), "{refused}");
        assert_eq!(house.app.records.model_in_use(house.workspace.id).unwrap(), None, "{name} is not taken up");
        assert_eq!(told(&account(&house).reading), before);
        let listed = listing::accounts(&house.app, &house.workspace, evening(700)).unwrap();
        assert!(!listed.is_empty());
    }
}

/// How many people still ask for a talk: on the account's page, on their own pages, in the list of now and in that of a day.
fn still_asking(story: &str, deals: &[Deal], day: u32) -> [usize; 4] {
    let house = House::playing(&format!("{LIBRARY}{READING}{story}"));
    house.app.records.put_deals(house.workspace.id, deals).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    let asks = |person: &PersonReading| usize::from(person.band == Band::AskedToTalk);
    let people = house.account("acme.example", day).committee;
    let alone = |member: &Member| {
        let person = &member.reading.person;
        explain::person(&house.app, &house.workspace, person, evening(day)).unwrap().unwrap().reading
    };
    let [mut now, mut then] = [0, 0];
    for (count, persons) in [(&mut now, listing::persons as Persons), (&mut then, as_of::persons)] {
        persons(&house.app, &house.workspace, evening(day), &mut |person| {
            *count += asks(&person);
            Ok(())
        })
        .unwrap();
    }
    let on_their_pages = people.iter().map(|member| asks(&alone(member))).sum();
    [people.iter().map(|member| asks(&member.reading)).sum(), on_their_pages, now, then]
}

type Persons =
    fn(&App, &Workspace, Timestamp, &mut dyn FnMut(PersonReading) -> Result<(), AppError>) -> Result<(), AppError>;

/// A request that the company was answered is no longer anybody's, on every sheet; a new one is.
#[test]
fn what_the_company_was_answered_none_of_its_people_still_asks() {
    let asked = "d57 v2 requests contact\n";
    let opened = [deal("after", 58, None, DealStage::Open)];
    assert_eq!(still_asking(asked, &[], 59), [1; 4]);
    assert_eq!(still_asking(asked, &[deal("before", 40, Some(50), DealStage::NoDecision)], 59), [1; 4]);
    assert_eq!(still_asking(asked, &opened, 59), [0; 4]);
    assert_eq!(still_asking(&format!("{asked}d60 v2 requests contact\n"), &opened, 61), [1; 4]);
    let spoken = format!("{asked}d58 verdict acme.example prepared no room problem by Rep\n");
    assert_eq!(still_asking(&spoken, &[], 59), [0; 4], "somebody told of the talk");
}
