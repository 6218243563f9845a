//! Readers, pieces, and what may be said of them.

use enfilade_domain::Piece;

use super::*;

const DAY: i64 = 86_400_000;

fn library() -> Vec<LibraryPiece> {
    let piece = |path: &str, room| LibraryPiece::proposed(Piece { room: Some(room), ..Piece::at(path) });
    vec![
        piece("/why", Room::Problem),
        piece("/signs/", Room::Problem),
        piece("/ways", Room::Solution),
        piece("/price", Room::Offer),
        piece("/clients", Room::Sales),
    ]
}

fn reader(pages: &[(i64, &str)]) -> Reader {
    let opened = |(day, path): &(i64, &str)| Opened {
        at: Timestamp::from_millis(day * DAY),
        path: (*path).to_owned(),
        host: None,
    };
    Reader { pages: pages.iter().map(opened).collect(), ..Reader::default() }
}

fn lifts(readers: &[Reader], days: i64) -> BTreeMap<String, Lift> {
    let mut gathering = Gathering::new(&library(), Timestamp::from_millis(days * DAY));
    readers.iter().for_each(|reader| gathering.see(reader));
    gathering.lifts().into_iter().map(|lift| (lift.path.clone(), lift)).collect()
}

#[test]
fn readers_who_go_on_are_held_against_similar_ones() {
    let mut readers = Vec::new();
    // Of ten who read why, six go on; of ten who read the signs, three.
    for number in 0..20 {
        let path = if number < 10 { "/why" } else { "/signs" };
        let goes_on = number % 10 < if number < 10 { 6 } else { 3 };
        readers.push(reader(&if goes_on { vec![(0, path), (9, "/ways")] } else { vec![(0, path), (40, "/ways")] }));
    }
    let found = lifts(&readers, 100);
    let why = &found["/why"];
    assert_eq!((why.readers, why.went_on), (10, Part { count: 6, of: 10 }));
    assert!((why.expected.unwrap() - 3.0).abs() < 1e-9, "ten times three in ten");
    let shift = why.shift.unwrap();
    // (6 · 7) / (4 · 3), with 1/6 + 1/4 + 1/3 + 1/7 as the variance of a single table.
    assert!((shift.log_odds - 3.5_f64.ln()).abs() < 1e-9);
    let reach = QUANTILE * (1.0 / 6.0 + 1.0 / 4.0 + 1.0 / 3.0 + 1.0 / 7.0_f64).sqrt();
    assert!((shift.high - shift.log_odds - reach).abs() < 1e-9, "{shift:?} {reach}");
    assert_eq!(why.rooms.unwrap().before, [10, 0, 0, 0]);
    assert_eq!(why.rooms.unwrap().after, [4, 6, 0, 0], "who was not seen again is where he was");
    assert_eq!(why.rooms.unwrap().expected, Some([7.0, 3.0, 0.0, 0.0]));
    assert!(shift.is_clear() && (found["/signs"].shift.unwrap().log_odds + shift.log_odds).abs() < 1e-9);
}

#[test]
fn unlike_readers_are_not_held_against_each_other() {
    // Whoever reads why comes for the first time and never goes on; the signs are read by those who came before, and go on.
    let early: Vec<Reader> = (0..8).map(|_| reader(&[(0, "/why")])).collect();
    let late = (0..8).map(|_| reader(&[(0, "/clients"), (2, "/clients"), (4, "/signs"), (9, "/price")]));
    let readers: Vec<Reader> = early.into_iter().chain(late).collect();
    let found = lifts(&readers, 100);
    assert_eq!((found["/why"].shift, found["/why"].expected), (None, None), "nobody is like them");
    assert_eq!(found["/signs"].went_on, Part { count: 8, of: 8 });
}

#[test]
fn whoever_may_still_go_on_is_not_counted_and_few_make_no_figure() {
    let readers: Vec<Reader> = (0..4).map(|_| reader(&[(0, "/why"), (30, "/signs"), (30, "/ways")])).collect();
    let found = lifts(&readers, 40);
    assert_eq!((found["/why"].readers, found["/why"].went_on), (4, Part { count: 0, of: 4 }));
    assert_eq!((found["/why"].shift, found["/signs"].went_on.of), (None, 0));
    assert_eq!(found["/signs"].next, Some(("/ways".to_owned(), 4)));
    assert_eq!(found["/ways"].next, None);
}

#[test]
fn each_reader_counts_once_among_those_who_are_alike() {
    let again = reader(&[(0, "/clients"), (1, "/why"), (2, "/why"), (3, "/ways"), (40, "/why"), (41, "/why")]);
    let found = lifts(&[again], 100);
    assert_eq!((found["/why"].readers, found["/why"].went_on), (1, Part { count: 1, of: 1 }));
    assert_eq!(found["/clients"].went_on.of, 0, "behind the last room there is none");
}

#[test]
fn whoever_met_a_piece_before_is_no_reader_without_it() {
    // Ten meet it first and come again without it; they are not held against themselves.
    let readers: Vec<Reader> = (0..10).map(|_| reader(&[(0, "/why"), (2, "/signs"), (4, "/ways")])).collect();
    let found = lifts(&readers, 100);
    assert_eq!((found["/why"].went_on, found["/why"].shift), (Part { count: 10, of: 10 }, None));
    assert_eq!((found["/signs"].went_on.of, found["/signs"].expected), (10, None), "nobody came without it");
    let all: Vec<Lift> = found.into_values().collect();
    assert_eq!(Lift::find(&all, "/signs/").map(|lift| lift.readers), Some(10));
    assert!(Lift::find(&all, "/nowhere").is_none());
}

#[test]
fn long_visits_meet_more_pieces_and_are_held_against_long_ones() {
    // Whoever reads both goes on, whoever reads one does not; neither piece does anything.
    let both = (0..20).map(|_| reader(&[(0, "/why"), (0, "/signs"), (9, "/ways")]));
    let one = (0..40).map(|number| reader(&[(0, if number % 2 == 0 { "/why" } else { "/signs" })]));
    let found = lifts(&both.chain(one).collect::<Vec<_>>(), 100);
    let why = &found["/why"];
    assert_eq!((why.readers, why.went_on), (40, Part { count: 20, of: 40 }));
    assert_eq!((why.shift, why.expected), (None, None), "nobody read as much without it");
}

#[test]
fn chance_alone_is_seldom_clear() {
    // A thousand readers take one of two pieces by the toss of a coin that has nothing to do with going on.
    let mut clear = 0;
    for round in 0..50_u64 {
        let mut state = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut toss = |of: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % of
        };
        let readers: Vec<Reader> = (0..300)
            .map(|_| {
                let path = if toss(2) == 0 { "/why" } else { "/signs" };
                if toss(3) == 0 { reader(&[(0, path), (5, "/ways")]) } else { reader(&[(0, path)]) }
            })
            .collect();
        clear += usize::from(lifts(&readers, 100)["/why"].shift.unwrap().is_clear());
    }
    assert!((3..=18).contains(&clear), "an 80 % interval leaves out no effect in about ten of fifty: {clear}");
}

#[test]
fn the_room_after_three_weeks_is_that_of_the_last_visit_in_them() {
    let back = reader(&[(0, "/why"), (5, "/price"), (9, "/ways"), (40, "/clients")]);
    let rooms = lifts(&[back], 100)["/why"].rooms.unwrap();
    assert_eq!((rooms.before, rooms.after, rooms.expected), ([1, 0, 0, 0], [0, 1, 0, 0], None));
}
