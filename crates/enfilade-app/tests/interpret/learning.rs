//! Learning from accounts and their deals through a real store: what it rests on, that it never looks ahead, that it can
//! be stopped, and the way back.

use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade_app::AppError;
use enfilade_app::interpret::{as_of, refresh};
use enfilade_app::measure::learn::{self, Lesson};
use enfilade_domain::{
    AccountReading, Action, Channel, CompanyClaim, CompanyClaimKind, Deal, DealStage, Domain, Event, PageKind, Piece,
    Place, Room, Source, Timestamp, UserId, VisitorId,
};

use crate::house::{House, evening};

const COMPANIES: u32 = 240;
const PATHS: [(&str, Room); 4] =
    [("/why", Room::Problem), ("/ways", Room::Solution), ("/offer", Room::Offer), ("/security", Room::Sales)];

fn company(number: u32) -> Domain {
    Domain::parse(&format!("company-{number}.example")).unwrap()
}

fn visit(number: u32, at: Timestamp, page: usize) -> Event {
    Event {
        message_id: format!("{number}-{}", at.millis()),
        visitor: VisitorId::new(format!("device-{number}")),
        user_id: Some(UserId::new(format!("reader-{number}"))),
        at,
        known_at: at,
        clock_suspect: false,
        channel: Channel::File,
        action: Action::Page,
        place: Some(Place { path: PATHS[page].0.to_owned(), ..Place::default() }),
        dwell_seconds: Some(80.0),
        scroll: None,
        source: Some(Source::Direct),
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: Some(CompanyClaim { domain: company(number), kind: CompanyClaimKind::Email }),
        share_token: None,
        network: None,
        agent: None,
        attributes: None,
    }
}

fn is_buyer(number: u32) -> bool {
    number.is_multiple_of(3)
}

fn first_day(number: u32) -> u32 {
    number
}

/// One company in three reads its way through the rooms in a month and then opens a deal; the others look in twice.
fn visits() -> Vec<Event> {
    let of = |number: u32| {
        let at = move |step: u32, pause: u32| evening(first_day(number) + step * pause);
        let buying = (0..10).map(move |step| visit(number, at(step, 3), (step as usize / 2).min(3)));
        let looking = (0..2).map(move |step| visit(number, at(step, 25), 0));
        if is_buyer(number) { buying.collect::<Vec<_>>() } else { looking.collect() }
    };
    (0..COMPANIES).flat_map(of).collect()
}

fn deals() -> Vec<Deal> {
    let deal = |number: u32| Deal {
        deal_id: format!("D{number}"),
        domain: company(number),
        opened_at: evening(first_day(number) + 35),
        closed_at: Some(evening(first_day(number) + 60)),
        stage: if number.is_multiple_of(2) { DealStage::Won } else { DealStage::Lost },
        amount: None,
        source: None,
        heard_from: None,
    };
    (0..COMPANIES).filter(|number| is_buyer(*number)).map(deal).collect()
}

/// The site as far as it had happened by a day.
fn site(until: u32) -> House {
    let house = House::empty(evening(400));
    let piece = |(path, room): &(&str, Room)| Piece {
        path: (*path).to_owned(),
        kind: PageKind::Article,
        room: Some(*room),
        role: None,
        question: None,
        title: None,
        topic: None,
    };
    let (records, id) = (&house.app.records, house.workspace.id);
    records.put_pieces(id, &PATHS.iter().map(piece).collect::<Vec<_>>()).unwrap();
    let known: Vec<Event> = visits().into_iter().filter(|event| event.at <= evening(until)).collect();
    house.app.log.append(id, &known).unwrap();
    let opened: Vec<Deal> = deals()
        .into_iter()
        .filter(|deal| deal.opened_at <= evening(until))
        .map(|deal| {
            if deal.closed_at > Some(evening(until)) {
                Deal { closed_at: None, stage: DealStage::Open, ..deal }
            } else {
                deal
            }
        })
        .collect();
    records.put_deals(id, &opened).unwrap();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    house
}

fn lesson(house: &House, day: u32) -> Lesson {
    learn::learn(&house.app, &house.workspace, evening(day), &|_| true).unwrap()
}

fn readings(house: &House, day: u32) -> Vec<AccountReading> {
    as_of::accounts(&house.app, &house.workspace, evening(day)).unwrap()
}

#[test]
fn accounts_teach_with_their_deals_and_every_version_can_be_returned_to() {
    let house = site(290);
    let before = readings(&house, 295);
    let lesson = lesson(&house, 290);
    let seen = |day: u32| (0..COMPANIES).filter(|number| first_day(*number) <= day).count();
    assert_eq!((lesson.accounts, lesson.anchors), (seen(290), deals().len()), "{lesson:?}");
    assert!(lesson.accounts_held_out_learned > lesson.accounts_held_out_published, "{lesson:?}");
    let compared = lesson.last_90_days.as_ref().unwrap();
    assert!(compared.opened >= 20 && compared.account_dates > 100, "{compared:?}");
    for precision in [compared.precision_in_use, compared.precision_people, compared.precision_learned] {
        assert!((0.0..=1.0).contains(&precision));
    }
    let no_worse = compared.precision_learned >= compared.precision_in_use.max(compared.precision_people);
    assert_eq!(lesson.accounts_in_use, no_worse, "the last ninety days decide: {lesson:?}");
    // What was not taken up is kept beside it.
    let models = house.app.records.models(house.workspace.id).unwrap();
    let with_accounts = if no_worse { lesson.version.clone() } else { format!("{}-accounts", lesson.version) };
    assert!(models.iter().any(|model| model.version == with_accounts));
    assert!(models.iter().all(|model| model.figures.contains("last_90_days")), "so that versions can be compared");
    let with = |version: Option<&str>| {
        learn::use_version(&house.app, &house.workspace, version).unwrap();
        readings(&house, 295)
    };
    assert_ne!(with(Some(&with_accounts)), before);
    assert_eq!(with(None), before, "the published model reads to the last digit as before");
}

/// Whatever comes later, a lesson of a day is the same.
#[test]
fn nothing_later_teaches_accounts() {
    let (whole, cut) = (lesson(&site(290), 200), lesson(&site(200), 200));
    assert_eq!((whole.people, whole.accounts, whole.anchors), (cut.people, cut.accounts, cut.anchors));
    assert_eq!((whole.accounts_in_use, whole.in_use), (cut.accounts_in_use, cut.in_use));
    // The smaller history ends with its last visit, hours before the evening of the day; nothing else differs.
    assert!((whole.accounts_held_out_learned - cut.accounts_held_out_learned).abs() < 0.02, "{whole:?} {cut:?}");
    let compared = |lesson: &Lesson| lesson.last_90_days.clone().unwrap();
    assert_eq!(compared(&whole).opened, compared(&cut).opened);
    assert!((compared(&whole).precision_learned - compared(&cut).precision_learned).abs() < 0.02, "{whole:?} {cut:?}");
}

#[test]
fn what_is_stopped_changes_nothing() {
    let house = site(290);
    let before = readings(&house, 295);
    let steps = AtomicUsize::new(0);
    let mut doing = Vec::new();
    let names = std::sync::Mutex::new(&mut doing);
    learn::learn(&house.app, &house.workspace, evening(290), &|progress| {
        steps.fetch_add(1, Ordering::Relaxed);
        names.lock().unwrap().push(progress.doing);
        assert!(progress.done <= progress.of, "{progress:?}");
        true
    })
    .unwrap();
    doing.dedup();
    assert!(doing.len() >= 6, "{doing:?}");
    learn::use_version(&house.app, &house.workspace, None).unwrap();
    let kept = house.app.records.models(house.workspace.id).unwrap();
    let all = steps.into_inner();
    for stop_at in [0, all / 4, all / 2, 3 * all / 4, all - 1] {
        let left = AtomicUsize::new(stop_at);
        let go_on = |_| left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        let stopped = learn::learn(&house.app, &house.workspace, evening(290), &go_on);
        assert!(matches!(stopped, Err(AppError::Stopped)), "at {stop_at} of {all}: {stopped:?}");
    }
    assert_eq!(house.app.records.models(house.workspace.id).unwrap(), kept);
    assert_eq!(readings(&house, 295), before);
}
