//! The book's stories as visits: what must be read, and what must not.

use enfilade_domain::{Band, PageCategory, Room, ShownRoom, Source};

use super::journeys::{O, P, Reading, S, V, day, deep, model, read, read_with_request, reads, shallow};
use crate::Session;

const MONTHS: [f64; 2] = [4.0, 6.0];

/// Fourteen visits in six months: Problem for two, a pause, Solution, a pause, then how it would work with us.
fn founder() -> Vec<Session> {
    let direct = Source::Direct;
    vec![
        deep(0.0, Source::Search, &[(P, 1)]),
        reads(6.0, P),
        reads(13.0, P),
        deep(22.0, direct, &[(P, 2)]),
        reads(30.0, P),
        reads(44.0, P),
        deep(58.0, direct, &[(P, 2)]),
        reads(85.0, P),
        reads(92.0, S),
        deep(101.0, direct, &[(P, 1), (S, 1)]),
        reads(112.0, S),
        reads(124.0, S),
        reads(138.0, S),
        reads(160.0, S),
        deep(164.0, direct, &[(S, 2)]),
        reads(170.0, O),
        deep(174.0, direct, &[(O, 1), (V, 1)]),
        reads(177.0, V),
    ]
}

#[test]
fn the_founder_who_never_filled_a_form() {
    for months in MONTHS {
        let model = model(months);
        let at = |days| read(&model, &founder(), days);
        for (days, band, room) in [
            (14.0, Band::NotYet, Room::Problem),
            (60.0, Band::NotYet, Room::Problem),
            (85.0, Band::NotYet, Room::Problem),
            (140.0, Band::GettingReady, Room::Solution),
        ] {
            let reading = at(days);
            assert_eq!(reading.band, band, "day {days} of {months} months: {:?}", reading.readiness);
            assert_eq!(reading.rooms.shown(), ShownRoom::In(room), "day {days} of {months} months");
        }
        assert!(at(60.0).rooms.of(Room::Problem) > 0.8);
        let ready = at(178.0);
        assert_eq!(ready.band, Band::Ready);
        assert!(ready.rooms.of(Room::Offer) + ready.rooms.of(Room::Sales) > 0.8);
        assert_eq!(ready.reasons.len(), 2);
    }
}

#[test]
fn loud_against_quiet() {
    for months in MONTHS {
        let model = model(months);
        let q1: Vec<Session> = (0..20).map(|visit| reads(f64::from(visit) * 2.1, P)).collect();
        let q2: Vec<Session> = (0..12)
            .map(|visit| {
                let days = f64::from(visit) * 5.0;
                match visit {
                    0..4 => reads(days, P),
                    4..8 => reads(days, S),
                    8..10 => reads(days, O),
                    _ => deep(days, Source::Direct, &[(O, 1), (V, 1)]),
                }
            })
            .collect();
        let everything = [(P, 2), (S, 2), (O, 1), (V, 1)];
        let q3: Vec<Session> = (0..9).map(|visit| deep(f64::from(visit) * 2.4, Source::Direct, &everything)).collect();
        let mut click = shallow(0.0, Source::Direct, &[(PageCategory::Demo, 1), (PageCategory::Home, 1)]);
        click.demo = true;
        let mut loud = vec![click];
        loud.extend((1..6).map(|mail| shallow(f64::from(mail), Source::Email, &[(P, 1)])));

        let (q1, q2, q3) = (read(&model, &q1, 42.0), read(&model, &q2, 56.0), read(&model, &q3, 21.0));
        assert!(q2.readiness.z > q1.readiness.z + 2.0);
        assert_eq!((q1.band, q2.band), (Band::NotYet, Band::Ready));
        for days in [0.0, 3.0, 6.0, 21.0, 42.0, 60.0] {
            let silent = read(&model, &loud, days);
            assert!(matches!(silent.band, Band::Outside | Band::NotYet), "day {days}: {:?}", silent.band);
            let asked = read_with_request(&model, &loud, days, Some(day(0.0)));
            assert_eq!(asked.band, Band::AskedToTalk);
            assert!(silent.readiness.z < q2.readiness.z);
            assert!(days == 0.0 || silent.readiness.z < q3.readiness.z);
        }
    }
}

/// Five weeks from Problem to Solution, then nothing for 47 days, then how it would work with us.
fn quiet_and_return() -> Vec<Session> {
    vec![
        reads(0.0, P),
        reads(4.0, P),
        deep(9.0, Source::Direct, &[(P, 2)]),
        deep(14.0, Source::Direct, &[(P, 1), (S, 1)]),
        reads(20.0, S),
        deep(27.0, Source::Direct, &[(S, 2)]),
        reads(34.0, S),
        deep(81.0, Source::Direct, &[(O, 1), (V, 1)]),
    ]
}

#[test]
fn a_quiet_month_and_return() {
    for months in MONTHS {
        let model = model(months);
        let before = read(&model, &quiet_and_return(), 50.0);
        assert_eq!(before.rooms.shown(), ShownRoom::In(Room::Solution));
        assert!(before.account.quiet() > 0.6 && before.in_market() > 0.8);
        let later = read(&model, &quiet_and_return(), 75.0);
        assert!(later.person.rooms().in_market() > 0.6 && later.person.quiet() > 0.55);
        assert!(later.in_market() > 0.6, "the account stays with its reader");
        let top = Room::ALL.into_iter().max_by(|a, b| later.rooms.of(*a).total_cmp(&later.rooms.of(*b)));
        assert_eq!(top, Some(Room::Solution));
        let back = read(&model, &quiet_and_return(), 81.0);
        assert!(back.band >= Band::GettingReady && back.in_market() > 0.95);
        let twin = read(&model, &[deep(34.0, Source::Search, &[(P, 1)])], 81.0);
        assert_eq!((twin.band, twin.rooms.shown()), (Band::Outside, ShownRoom::Outside));
        assert!(twin.person.rooms().outside > 0.7);
    }
}

#[test]
fn a_loop_back_is_a_loop_and_not_a_departure() {
    for months in MONTHS {
        let model = model(months);
        let mut visits: Vec<Session> = (0..7).map(|visit| reads(f64::from(visit) * 4.0, S)).collect();
        visits.push(deep(40.0, Source::Direct, &[(P, 2)]));
        let before = read(&model, &visits, 39.9);
        let after = read(&model, &visits, 40.0);
        assert!(after.rooms.of(Room::Problem) > before.rooms.of(Room::Problem));
        assert!(after.in_market() >= before.in_market());
        visits.push(reads(92.0, S));
        let resumed = read(&model, &visits, 92.0);
        assert!(resumed.in_market() > 0.8 && resumed.person.buyer() > 0.9);
        assert_eq!(resumed.rooms.shown(), ShownRoom::In(Room::Solution));
    }
}

#[test]
fn article_only_visitors_are_outside() {
    for months in MONTHS {
        let model = model(months);
        for source in [Source::Search, Source::Social] {
            for session in [deep(0.0, source, &[(P, 1)]), shallow(0.0, source, &[(P, 1)])] {
                let visits = [session];
                let now = read(&model, &visits, 0.0);
                // Of readers of one article just now, about one in six was truly in a journey; of those who read it
                // through, more.
                assert!(now.person.rooms().outside > 0.5, "a first article must not be a journey");
                assert!(now.band <= Band::NotYet && now.reasons[0].contains("glance"));
                assert_eq!(read(&model, &visits, 30.0).band, Band::Outside);
            }
        }
    }
}

#[test]
fn any_entry_room() {
    // Three days of implementation, terms and security pages.
    let pages = [(O, 1), (V, 2)];
    let visits: Vec<Session> = (0..3).map(|visit| deep(f64::from(visit), Source::Direct, &pages)).collect();
    for months in MONTHS {
        let reading: Reading = read(&model(months), &visits, 2.5);
        assert!(reading.rooms.of(Room::Offer) + reading.rooms.of(Room::Sales) > 0.8);
        assert!(reading.rooms.of(Room::Problem) < 0.05);
        // A burst is getting ready at most, however late its questions.
        assert_eq!(reading.band, Band::GettingReady);
    }
}
