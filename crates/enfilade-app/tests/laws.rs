//! Laws of readings, numbered as the properties of the acceptance scenarios are, on random journeys through a real store: arrival, pieces, and later events change nothing that is
//! not theirs to change.

use std::sync::Arc;

use enfilade_app::interpret::{as_of, explain, listing, refresh};
use enfilade_app::{AddressBook, App, doctor, jobs};
use enfilade_domain::{
    Account, AccountReading, Action, Band, Channel, Clock, CompanyClaim, CompanyClaimKind, Consent, Domain, Event, Fit,
    PageKind, PersonReading, Piece, Place, Room, RoomBelief, Settings, Source, Timestamp, UserId, VisitorId, Workspace,
};
use enfilade_store::DatabaseAddress;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A clock that stands where the test puts it.
#[derive(Debug, Clone, Copy)]
struct StandingClock(Timestamp);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

const PATHS: [(&str, Option<Room>); 6] = [
    ("/blog/costs", Some(Room::Problem)),
    ("/blog/pain", Some(Room::Problem)),
    ("/guides/options", Some(Room::Solution)),
    ("/how-we-work", Some(Room::Offer)),
    ("/security", Some(Room::Sales)),
    ("/news", None),
];

fn start() -> Timestamp {
    Timestamp::parse("2026-01-01T08:00:00Z").unwrap()
}

fn domain() -> Domain {
    Domain::parse("northmill.example").unwrap()
}

fn other_domain() -> Domain {
    Domain::parse("eastgate.example").unwrap()
}

/// A store of its own with a small library and one account.
struct House {
    app: App,
    workspace: Workspace,
    _folder: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        Self::at(start().plus_days(400.0))
    }

    fn at(now: Timestamp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = Self::app(&folder, now);
        let workspace = app.records.ensure_workspace("laws", start()).unwrap();
        let pieces: Vec<Piece> = PATHS
            .into_iter()
            .map(|(path, room)| Piece {
                path: path.to_owned(),
                kind: PageKind::Article,
                room,
                role: None,
                question: None,
                title: None,
                topic: None,
            })
            .collect();
        app.records.put_pieces(workspace.id, &pieces).unwrap();
        Self { app, workspace, _folder: folder }
    }

    fn app(folder: &tempfile::TempDir, now: Timestamp) -> App {
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("laws.db"))).unwrap();
        App::new(&store, Arc::new(StandingClock(now)), AddressBook::default())
    }

    fn holding(events: &[Event]) -> Self {
        let house = Self::new();
        house.add(events);
        house
    }

    fn add(&self, events: &[Event]) {
        self.app.log.append(self.workspace.id, events).unwrap();
        refresh::catch_up(&self.app, &|_| {}).unwrap();
    }

    fn accounts(&self, moment: Timestamp) -> Vec<AccountReading> {
        as_of::accounts(&self.app, &self.workspace, moment).unwrap()
    }

    fn account(&self, moment: Timestamp) -> Option<AccountReading> {
        self.accounts(moment).into_iter().find(|reading| reading.account == domain())
    }

    fn people(&self, moment: Timestamp) -> Vec<PersonReading> {
        let mut found = Vec::new();
        as_of::persons(&self.app, &self.workspace, moment, &mut |reading| {
            found.push(reading);
            Ok(())
        })
        .unwrap();
        found.sort_by(|a, b| a.person.cmp(&b.person));
        found
    }

    fn everything(&self, moment: Timestamp) -> (Vec<AccountReading>, Vec<PersonReading>) {
        (self.accounts(moment), self.people(moment))
    }
}

fn event(id: String, visitor: &str, at: Timestamp, action: Action) -> Event {
    Event {
        message_id: id,
        visitor: VisitorId::new(visitor),
        user_id: None,
        at,
        known_at: at,
        clock_suspect: false,
        channel: Channel::File,
        action,
        place: None,
        dwell_seconds: None,
        scroll: None,
        source: None,
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

fn page(id: String, visitor: &str, at: Timestamp, path: usize, dwell: f32) -> Event {
    Event {
        place: Some(Place { path: PATHS[path % PATHS.len()].0.to_owned(), ..Place::default() }),
        dwell_seconds: Some(dwell),
        source: Some(Source::Direct),
        ..event(id, visitor, at, Action::Page)
    }
}

fn identify(id: String, visitor: &str, user: &str, at: Timestamp) -> Event {
    Event {
        user_id: Some(UserId::new(user)),
        email: Some(format!("{user}@northmill.example")),
        company: Some(CompanyClaim { domain: domain(), kind: CompanyClaimKind::Email }),
        ..event(id, visitor, at, Action::Identify)
    }
}

/// One step of somebody: who, when, how late it became known, what.
#[derive(Debug, Clone, Copy)]
struct Step {
    visitor: usize,
    day: u16,
    minute: u16,
    late_days: u8,
    what: u8,
    path: usize,
    dwell: u16,
}

fn step() -> impl Strategy<Value = Step> {
    let late = prop_oneof![6 => Just(0_u8), 1 => 1_u8..40];
    (0_usize..4, 0_u16..150, 0_u16..700, late, 0_u8..28, 0_usize..6, 5_u16..300).prop_map(
        |(visitor, day, minute, late_days, what, path, dwell)| Step {
            visitor,
            day,
            minute,
            late_days,
            what,
            path,
            dwell,
        },
    )
}

/// Four devices of three people of one company; the second and third device are one person's.
fn journey() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(step(), 5..45).prop_map(|steps| {
        let user = |visitor: usize| ["ana", "ben", "ben", "eve"][visitor];
        steps
            .into_iter()
            .enumerate()
            .map(|(number, step)| {
                let at = start().plus_days(f64::from(step.day)).plus_millis(i64::from(step.minute) * 60_000);
                let visitor = format!("device-{}", step.visitor);
                let id = format!("m{number}");
                let mut made = match step.what {
                    0 => identify(id, &visitor, user(step.visitor), at),
                    1 => event(id, &visitor, at, Action::DemoRequested),
                    2 => event(id, &visitor, at, Action::EmailOpened),
                    3 => Event {
                        share_token: Some("token".to_owned()),
                        ..event(id, &visitor, at, Action::ContentShared)
                    },
                    4 => Event {
                        share_token: Some("token".to_owned()),
                        ..page(id, &visitor, at, step.path, f32::from(step.dwell))
                    },
                    5 => Event {
                        email: Some("somebody@eastgate.example".to_owned()),
                        company: Some(CompanyClaim { domain: other_domain(), kind: CompanyClaimKind::Email }),
                        ..identify(id, &visitor, user(step.visitor), at)
                    },
                    6 => Event {
                        company: Some(CompanyClaim { domain: other_domain(), kind: CompanyClaimKind::Group }),
                        ..event(id, &visitor, at, Action::Group)
                    },
                    7 => Event {
                        user_id: Some(UserId::new("ana")),
                        ..event(id, "user:ana", at, Action::Alias { previous: visitor.clone() })
                    },
                    8 => Event { consent: Some(Consent::Denied), ..event(id, &visitor, at, Action::ConsentStated) },
                    9 => Event { consent: Some(Consent::Granted), ..event(id, &visitor, at, Action::ConsentStated) },
                    _ => page(id, &visitor, at, step.path, f32::from(step.dwell)),
                };
                made.known_at = at.plus_days(f64::from(step.late_days));
                made
            })
            .collect()
    })
}

/// A company in which somebody named himself on the first day, so that there is always an account.
fn company_journey() -> impl Strategy<Value = Vec<Event>> {
    journey().prop_map(|mut events| {
        events.push(identify("first".to_owned(), "device-0", "ana", start()));
        events
    })
}

/// The same cases on every run.
fn law<T: std::fmt::Debug>(
    cases: u32,
    strategy: impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, seed).run(&strategy, test).unwrap();
}

fn moments() -> [Timestamp; 4] {
    [10.0, 60.0, 120.0, 200.0].map(|day| start().plus_days(day))
}

fn sums_to_one(belief: &RoomBelief) -> bool {
    let sum = belief.outside + belief.rooms.iter().sum::<f32>();
    (sum - 1.0).abs() < 1e-4 && belief.rooms.iter().chain([&belief.outside]).all(|share| (0.0..=1.0).contains(share))
}

#[test]
fn law_06_arrival_order_and_pieces_change_no_reading() {
    let cases =
        company_journey().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle(), 1_usize..12));
    law(8, cases, |(events, shuffled, piece)| {
        let straight = House::holding(&events);
        let pieces = House::new();
        for some in shuffled.chunks(piece) {
            pieces.add(some);
        }
        for moment in moments() {
            prop_assert_eq!(straight.everything(moment), pieces.everything(moment));
        }
        Ok(())
    });
}

#[test]
fn what_is_kept_is_what_the_log_says() {
    let cases = company_journey().prop_flat_map(|events| (Just(events).prop_shuffle(), 1_usize..12));
    law(16, cases, |(events, piece)| {
        let house = House::new();
        for some in events.chunks(piece) {
            house.add(some);
        }
        let now = house.app.now();
        let kept = listing::accounts(&house.app, &house.workspace, now).unwrap();
        let kept: Vec<AccountReading> = kept.into_iter().map(|listed| listed.reading).collect();
        let folded = house.accounts(now);
        let who = |readings: &[AccountReading]| {
            readings.iter().map(|one| (one.account.clone(), one.band, one.people, one.sessions)).collect::<Vec<_>>()
        };
        prop_assert_eq!(who(&kept), who(&folded));
        for (kept, folded) in kept.iter().zip(&folded) {
            prop_assert!((kept.readiness - folded.readiness).abs() < 1e-4, "{:?}\n{:?}", kept, folded);
        }
        let who = |readings: &[PersonReading]| {
            let one = |one: &PersonReading| (one.person.clone(), one.account.clone(), one.kind, one.sessions, one.band);
            readings.iter().map(one).collect::<Vec<_>>()
        };
        let mut kept = Vec::new();
        listing::persons(&house.app, &house.workspace, now, &mut |reading| {
            kept.push(reading);
            Ok(())
        })
        .unwrap();
        kept.sort_by(|a, b| a.person.cmp(&b.person));
        prop_assert_eq!(who(&kept), who(&house.people(now)));
        Ok(())
    });
}

#[test]
fn law_07_a_past_reading_is_independent_of_what_came_later() {
    law(8, (company_journey(), 5_u16..160), |(events, day)| {
        let moment = start().plus_days(f64::from(day));
        let known: Vec<Event> = events.iter().filter(|event| event.known_at <= moment).cloned().collect();
        let then = House::holding(&known).everything(moment);
        let now = House::holding(&events).everything(moment);
        prop_assert_eq!(then, now);
        Ok(())
    });
}

#[test]
fn law_05_a_newcomer_alters_nobody_else() {
    let newcomer = prop::collection::vec((0_u16..150, 0_usize..6, 5_u16..300), 1..10);
    law(8, (company_journey(), newcomer), |(events, visits)| {
        let house = House::holding(&events);
        let before: Vec<_> = moments().map(|moment| house.people(moment)).into_iter().collect();
        let mut arrivals = vec![identify("n".to_owned(), "newcomer", "new", start().plus_days(1.0))];
        for (number, (day, path, dwell)) in visits.into_iter().enumerate() {
            let at = start().plus_days(f64::from(day) + 0.4);
            arrivals.push(page(format!("n{number}"), "newcomer", at, path, f32::from(dwell)));
        }
        house.add(&arrivals);
        for (moment, before) in moments().into_iter().zip(before) {
            let mut after = house.people(moment);
            after.retain(|person| person.person.as_str() != "user:new" && person.person.as_str() != "visitor:newcomer");
            prop_assert_eq!(after, before);
        }
        Ok(())
    });
}

#[test]
fn law_01_no_single_event_is_enough_to_be_ready() {
    let actions = [
        Action::Page,
        Action::Screen,
        Action::DemoRequested,
        Action::ContactRequested,
        Action::ContentDownloaded,
        Action::NewsletterSignup,
        Action::EmailDelivered,
        Action::EmailOpened,
        Action::EmailLinkClicked,
        Action::AdImpression,
        Action::ContentShared,
        Action::WebinarRegistered,
        Action::WebinarAttended,
        Action::ProposalViewed,
        Action::OutboundClick,
        Action::Other("Anything".to_owned()),
    ];
    for (number, action) in actions.into_iter().enumerate() {
        for (path, _) in PATHS.iter().enumerate() {
            let name = action.as_str();
            let mut one = page("one".to_owned(), "device-0", start(), path, 900.0);
            one.action = action.clone();
            one.user_id = Some(UserId::new("ana"));
            one.email = Some("ana@northmill.example".to_owned());
            one.company = Some(CompanyClaim { domain: domain(), kind: CompanyClaimKind::Email });
            let house = House::holding(&[one]);
            for day in [0.0, 1.0, 7.0, 60.0] {
                let moment = start().plus_days(day);
                let reading = house.account(moment).unwrap();
                assert_ne!(reading.band, Band::Ready, "{name} on path {path} after {day} days");
                assert!(
                    reading.band <= Band::NotYet || reading.band == Band::AskedToTalk,
                    "{name} on path {path} after {day} days: {:?}",
                    reading.band
                );
                assert!(reading.rooms.rooms.iter().all(|share| *share <= 0.600_001), "{name}: {:?}", reading.rooms);
                assert!(house.people(moment).iter().all(|person| person.band != Band::Ready), "{name}");
            }
            // A page is read by its path; anything else is the same on every path.
            if number > 0 {
                break;
            }
        }
    }
}

#[test]
fn law_04_fit_never_touches_readiness_nor_reading_fit() {
    law(8, (company_journey(), 0.0_f32..=1.0, 0.0_f32..=1.0), |(events, first, second)| {
        let house = House::holding(&events);
        let read_with = |fit: f32, employees: i64| {
            let account = Account { fit: Fit::new(fit), employees: Some(employees), ..Account::bare(domain()) };
            house.app.records.put_accounts(house.workspace.id, &[account]).unwrap();
            house.account(start().plus_days(120.0)).unwrap()
        };
        let (one, other) = (read_with(first, 3), read_with(second, 90_000));
        // Whatever was read, the fit is what was stated.
        prop_assert_eq!((one.fit, other.fit), (Fit::new(first), Fit::new(second)));
        prop_assert_eq!(AccountReading { fit: None, ..one }, AccountReading { fit: None, ..other });
        Ok(())
    });
}

#[test]
fn law_15_one_persons_sessions_read_alike_on_one_device_or_two() {
    law(8, (company_journey(), any::<u64>()), |(events, mask)| {
        // Everything of one person; every visit on the device that the mask says.
        let own = |two_devices: bool| -> Vec<Event> {
            let mut moved: Vec<Event> = events.clone();
            for event in &mut moved {
                let day = event.at.utc_day().unsigned_abs();
                let device = if two_devices && (mask >> (day % 64)) & 1 == 1 { "phone" } else { "laptop" };
                event.visitor = VisitorId::new(device);
                event.user_id = event.user_id.as_ref().map(|_| UserId::new("ana"));
                event.email = None;
                event.known_at = event.at;
            }
            moved.push(identify("both-1".to_owned(), "laptop", "ana", start()));
            let second = if two_devices { "phone" } else { "laptop" };
            moved.push(identify("both-2".to_owned(), second, "ana", start().plus_millis(1)));
            moved
        };
        let (one, two) = (House::holding(&own(false)), House::holding(&own(true)));
        for moment in moments() {
            prop_assert_eq!(one.account(moment), two.account(moment));
        }
        Ok(())
    });
}

#[test]
fn shares_of_rooms_sum_to_one() {
    law(8, company_journey(), |events| {
        let house = House::holding(&events);
        for moment in moments() {
            let (accounts, people) = house.everything(moment);
            for reading in accounts {
                prop_assert!(sums_to_one(&reading.rooms), "{:?}", reading);
                prop_assert!((0.0..=1.0).contains(&reading.quiet) && (0.0..=1.0).contains(&reading.readiness));
                prop_assert!(reading.readiness_low <= reading.readiness && reading.readiness <= reading.readiness_high);
            }
            for reading in people {
                prop_assert!(sums_to_one(&reading.rooms), "{:?}", reading);
            }
        }
        Ok(())
    });
}

#[test]
fn law_14_a_silent_door_is_blind_and_a_busy_one_is_not() {
    let live = |day: u16| Event {
        channel: Channel::Api,
        ..page(format!("live-{day}"), "device-0", start().plus_days(f64::from(day)), 0, 30.0)
    };
    let events: Vec<Event> = (0..30).map(live).collect();
    for (days_later, blind) in [(29.5, false), (31.0, false), (40.0, true)] {
        let house = House::at(start().plus_days(days_later));
        house.app.log.append(house.workspace.id, &events).unwrap();
        let doors = doctor::doors(&house.app, &house.workspace).unwrap();
        assert_eq!(doors.len(), 1);
        let since = blind.then(|| start().plus_days(29.0));
        assert_eq!(doors[0].blind_since, since, "{days_later} days after the first");
    }
}

#[test]
fn the_retention_job_removes_what_is_too_old() {
    let house = House::at(start().plus_days(100.0));
    house.add(&[
        page("old".to_owned(), "device-0", start(), 0, 30.0),
        page("new".to_owned(), "device-0", start().plus_days(95.0), 0, 30.0),
        page("gone".to_owned(), "device-1", start(), 0, 30.0),
    ]);
    let run_all = || jobs::TABLE.iter().for_each(|job| (job.run)(&house.app, &|| true).unwrap());
    run_all();
    assert_eq!(house.app.log.event_count(house.workspace.id).unwrap(), 3, "without a limit everything stays");
    let settings = Settings { retention_days: Some(10), ..house.workspace.settings.clone() };
    house.app.records.save_settings(house.workspace.id, &settings).unwrap();
    run_all();
    run_all();
    assert_eq!(house.app.log.event_count(house.workspace.id).unwrap(), 1);
    let kept = house.app.records.stored_persons(house.workspace.id, None).unwrap();
    assert_eq!(kept.len(), 1, "who has no event left is no longer read: {kept:?}");
}

/// Silence asks for nothing: without a new event nobody enters the ready list, nobody has asked, and no band rises.
#[test]
fn law_02_silence_alone_lists_nobody() {
    law(10, company_journey(), |events| {
        let house = House::holding(&events);
        let last = events.iter().map(|event| event.at.max(event.known_at)).max().unwrap();
        let mut before = house.everything(last.plus_days(0.01));
        for days in [1.0, 7.0, 20.0, 45.0, 90.0, 200.0] {
            let after = house.everything(last.plus_days(days));
            for (one, other) in before.0.iter().zip(&after.0) {
                let inferred = |band: Band| band <= Band::Ready;
                let rose = inferred(one.band) && (other.band > one.band);
                prop_assert!(!rose, "{days} days of silence: {:?} to {:?}\n{one:?}\n{other:?}", one.band, other.band);
                prop_assert_eq!((one.people, one.sessions), (other.people, other.sessions));
            }
            for (one, other) in before.1.iter().zip(&after.1) {
                prop_assert!(one.band >= other.band || one.band > Band::Ready, "{days}: {one:?}\n{other:?}");
            }
            before = after;
        }
        Ok(())
    });
}

/// Visits to a room's pages by somebody anonymous, on these days, each read for so many seconds.
fn visits_to(path: usize, days: &[f64], dwell: f32) -> Vec<Event> {
    days.iter()
        .enumerate()
        .map(|(number, day)| page(format!("v{number}"), "reader", start().plus_days(*day), path, dwell))
        .collect()
}

/// The one person of a house.
fn only_person(events: &[Event], moment: Timestamp) -> PersonReading {
    let mut people = House::holding(events).people(moment);
    assert_eq!(people.len(), 1, "one person expected");
    people.remove(0)
}

/// Ten glances in a day, within one visit or many, say less than one deep reading.
#[test]
fn law_08_ten_glances_are_less_than_one_deep_reading() {
    law(8, (0_usize..5, 1_u16..60, 1_u16..10), |(path, minutes, seconds)| {
        let moment = start().plus_days(1.0);
        let at: Vec<f64> = (0..10).map(|glance| f64::from(glance) * f64::from(minutes) / 1_440.0).collect();
        let glances = only_person(&visits_to(path, &at, f32::from(seconds)), moment);
        let read = only_person(&visits_to(path, &[0.0], 180.0), moment);
        prop_assert!(glances.rooms.in_market() < read.rooms.in_market(), "{glances:?}\n{read:?}");
        prop_assert!(glances.readiness <= read.readiness, "{glances:?}\n{read:?}");
        Ok(())
    });
}

/// A reason about what was read, if taken away, takes belief from the room it speaks for. Taken away is the subject and
/// not the visit: the same visits on the same days, as long, to a page that is about nothing.
#[test]
fn law_11_a_reason_taken_away_shifts_the_reading_the_stated_way() {
    const ABOUT_NOTHING: usize = 5;
    /// What was read long ago may have lost its weight; then its absence may change this much, either way.
    const FADED: f32 = 0.02;
    const ABOUT: [(&str, Room); 4] = [
        ("worth solving", Room::Problem),
        ("ways to solve", Room::Solution),
        ("working together", Room::Offer),
        ("delivery and trust", Room::Sales),
    ];
    let visits = prop::collection::vec((0_u16..60, 0_usize..5, 90_u16..240), 5..14);
    law(6, visits, |visits| {
        let moment = start().plus_days(65.0);
        let told = |about: &dyn Fn(&str, usize) -> usize| {
            let named = identify("first".to_owned(), "reader", "ana", start());
            let pages = visits.iter().enumerate().map(|(number, (day, path, seconds))| {
                let id = format!("v{number}");
                let path = about(&id, *path);
                page(id, "reader", start().plus_days(f64::from(*day) + 0.1), path, f32::from(*seconds))
            });
            let house = House::holding(&pages.chain([named]).collect::<Vec<Event>>());
            explain::account(&house.app, &house.workspace, &domain(), moment).unwrap().unwrap()
        };
        let story = told(&|_, path| path);
        let mut reasons = 0;
        for reason in &story.evidence {
            let Some((_, room)) = ABOUT.into_iter().find(|(words, _)| reason.text.contains(words)) else { continue };
            reasons += 1;
            let emptied =
                |id: &str, path| if reason.message_ids.iter().any(|own| own == id) { ABOUT_NOTHING } else { path };
            let (with, without) = (story.reading.rooms.of(room), told(&emptied).reading.rooms.of(room));
            prop_assert!(without < with + FADED, "{}: {room:?} {with}, without it {without}", reason.text);
        }
        prop_assert!(reasons > 0, "nothing is said about what was read: {:?}", story.evidence);
        Ok(())
    });
}

/// Words that press, that tell of watching, or that give somebody up.
const NEVER_SAID: [&str; 15] = [
    "just checking in",
    "i noticed",
    "we noticed",
    "last chance",
    "hurry",
    "limited time",
    "act now",
    "don't miss",
    "tracked",
    "tracking",
    "disengaged",
    "dropped off",
    "lost interest",
    "dead",
    "ghost",
];

#[test]
fn law_13_no_sentence_presses_or_watches() {
    law(8, company_journey(), |events| {
        let house = House::holding(&events);
        for moment in moments() {
            let (accounts, people) = house.everything(moment);
            let mut said: Vec<String> = people.into_iter().flat_map(|person| person.band_reasons).collect();
            for account in accounts {
                let told = explain::account(&house.app, &house.workspace, &account.account, moment).unwrap();
                let Some(told) = told else { continue };
                said.extend(told.reading.band_reasons);
                said.extend(told.evidence.into_iter().map(|evidence| evidence.text));
                said.extend(told.would_change);
            }
            for sentence in said {
                let lower = sentence.to_lowercase();
                prop_assert!(NEVER_SAID.iter().all(|word| !lower.contains(word)), "{sentence}");
            }
        }
        Ok(())
    });
}
