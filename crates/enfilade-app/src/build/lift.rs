//! What reading a piece goes with: of its readers, how many went on to a later room within three weeks, beside similar
//! readers who read something else.
//!
//! Nothing here says why. Whoever chooses a piece may have been about to go on, and only a trial could tell; that is said
//! wherever a figure stands. Similar is: in a visit about the same room and of as many pieces, after about as many visits.
//! Without the second, every piece would seem to help, because long visits meet more pieces and go on more often.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{LibraryPiece, Room, Timestamp};
use enfilade_engine::SESSION_GAP_MS;
use serde::{Deserialize, Serialize};

use super::part::{FEWEST, Part};
use super::who_reads::{Opened, Reader, plain};

/// Whoever is to go on has so many days for it.
pub const DAYS: f64 = 21.0;
/// The normal quantile of an 80 % interval.
const QUANTILE: f64 = 1.281_551_565_5;

/// What went with a piece.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lift {
    /// Without a slash at its end.
    pub path: String,
    /// People who ever opened it.
    pub readers: usize,
    /// Of those who had read it and of whom it can be said by now: went on to a later room.
    pub went_on: Part,
    /// So many of them would have, had they done like similar readers; nothing where there are none.
    pub expected: Option<f64>,
    pub shift: Option<Shift>,
    /// What most of its readers opened next in the same visit, and how many did.
    pub next: Option<(String, usize)>,
}

/// How far readers are moved towards the next room against similar ones, as log odds with the 80 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    pub log_odds: f64,
    pub low: f64,
    pub high: f64,
}

impl Lift {
    /// What went with a piece, of lifts in order of path; nothing where nobody was seen on it.
    #[must_use]
    pub fn find<'a>(lifts: &'a [Self], path: &str) -> Option<&'a Self> {
        let at = lifts.binary_search_by(|lift| lift.path.as_str().cmp(plain(path))).ok()?;
        lifts.get(at)
    }
}

impl Shift {
    /// Whether no effect lies outside the interval.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Readers who are alike: the room of the visit, how many visits were before it, in three steps, and how many pieces were
/// read in it, to four.
type Stratum = (usize, usize, usize);

/// What is gathered while everybody is seen.
#[derive(Debug)]
pub(super) struct Gathering {
    moment: Timestamp,
    rooms: BTreeMap<String, Room>,
    all: BTreeMap<Stratum, Part>,
    pieces: BTreeMap<String, Gathered>,
}

#[derive(Debug, Default)]
struct Gathered {
    readers: usize,
    /// Visits in which somebody met it for the first time.
    by_stratum: BTreeMap<Stratum, Part>,
    /// Visits of those who had met it before: neither with it nor without it.
    known: BTreeMap<Stratum, Part>,
    next: BTreeMap<String, usize>,
}

/// One visit: its pages, and the room most of them are about.
#[derive(Debug)]
struct Visit<'a> {
    pages: &'a [Opened],
    room: Option<Room>,
}

impl Gathering {
    pub(super) fn new(library: &[LibraryPiece], moment: Timestamp) -> Self {
        let room = |entry: &LibraryPiece| Some((plain(&entry.piece.path).to_owned(), entry.piece.room?));
        Self { moment, rooms: library.iter().filter_map(room).collect(), all: BTreeMap::new(), pieces: BTreeMap::new() }
    }

    pub(super) fn see(&mut self, reader: &Reader) {
        let visits = self.visits(&reader.pages);
        self.see_readers(&visits);
        // Each reader counts once among those who are alike, however often he comes, and once for each piece.
        let mut seen: BTreeSet<Stratum> = BTreeSet::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for (index, visit) in visits.iter().enumerate() {
            let met: BTreeSet<&str> = visit.pages.iter().map(|page| page.path.as_str()).collect();
            let met: BTreeSet<&str> = met.into_iter().filter(|path| self.rooms.contains_key(*path)).collect();
            let before = known.clone();
            known.extend(&met);
            let (Some(room), Some(last)) = (visit.room, visit.pages.last()) else { continue };
            // Behind the last room there is none to go on to.
            if room == Room::Sales || self.moment < last.at.plus_days(DAYS) {
                continue;
            }
            let stratum = (room.index(), [0, 1, 1, 2][index.min(3)], met.len().min(4));
            if !seen.insert(stratum) {
                continue;
            }
            let until = last.at.plus_days(DAYS);
            let went_on = visits[index + 1..]
                .iter()
                .take_while(|later| later.pages.first().is_some_and(|page| page.at <= until))
                .any(|later| later.room.is_some_and(|later| later > room));
            self.all.entry(stratum).or_default().see(Some(went_on));
            for path in met.difference(&before) {
                let of = self.pieces.entry((*path).to_owned()).or_default();
                of.by_stratum.entry(stratum).or_default().see(Some(went_on));
            }
            for path in &before {
                let of = self.pieces.entry((*path).to_owned()).or_default();
                of.known.entry(stratum).or_default().see(Some(went_on));
            }
        }
    }

    fn visits<'a>(&self, pages: &'a [Opened]) -> Vec<Visit<'a>> {
        let is_one = |a: &Opened, b: &Opened| b.at.millis() - a.at.millis() < SESSION_GAP_MS;
        pages.chunk_by(is_one).map(|pages| Visit { pages, room: self.room_of(pages) }).collect()
    }

    /// The room of most pages; the later one where two have as many.
    fn room_of(&self, pages: &[Opened]) -> Option<Room> {
        let mut counts = [0_usize; Room::ALL.len()];
        for room in pages.iter().filter_map(|page| self.rooms.get(&page.path)) {
            counts[room.index()] += 1;
        }
        Room::ALL.into_iter().filter(|room| counts[room.index()] > 0).max_by_key(|room| counts[room.index()])
    }

    fn see_readers(&mut self, visits: &[Visit<'_>]) {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for visit in visits {
            for (index, page) in visit.pages.iter().enumerate() {
                if !self.rooms.contains_key(&page.path) || !met.insert(&page.path) {
                    continue;
                }
                let after = visit.pages[index + 1..].iter();
                let next = after.map(|next| &next.path).find(|next| **next != page.path);
                let next = next.filter(|next| self.rooms.contains_key(*next)).cloned();
                let of = self.pieces.entry(page.path.clone()).or_default();
                of.readers += 1;
                if let Some(next) = next {
                    *of.next.entry(next).or_default() += 1;
                }
            }
        }
    }

    /// What was found, in order of path.
    pub(super) fn lifts(self) -> Vec<Lift> {
        let all = self.all;
        self.pieces.into_iter().map(|(path, of)| of.lift(path, &all)).collect()
    }
}

impl Gathered {
    fn lift(self, path: String, all: &BTreeMap<Stratum, Part>) -> Lift {
        let mut went_on = Part::default();
        let (mut expected, mut is_known) = (0.0, true);
        let mut tables = Vec::new();
        for (stratum, here) in &self.by_stratum {
            went_on.count += here.count;
            went_on.of += here.of;
            let every = all.get(stratum).copied().unwrap_or_default();
            let known = self.known.get(stratum).copied().unwrap_or_default();
            let others = Part { count: every.count - here.count - known.count, of: every.of - here.of - known.of };
            if others.of == 0 {
                is_known = false;
            } else {
                expected += here.of as f64 * others.count as f64 / others.of as f64;
            }
            tables.push((*here, others));
        }
        let others: usize = tables.iter().map(|(_, others)| others.of).sum();
        let is_enough = went_on.of >= FEWEST && others >= FEWEST;
        Lift {
            path,
            readers: self.readers,
            went_on,
            expected: (is_known && is_enough).then_some(expected),
            shift: if is_enough { shift(&tables) } else { None },
            next: self.next.into_iter().max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| b.cmp(a))),
        }
    }
}

/// The log odds ratio over all strata after Mantel and Haenszel (1959), with the variance of Robins, Breslow and Greenland
/// (1986), which holds for many sparse tables as for few full ones. Nothing where one side never or always went on.
fn shift(tables: &[(Part, Part)]) -> Option<Shift> {
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (here, others) in tables {
        let (a, b) = (here.count as f64, (here.of - here.count) as f64);
        let (c, d) = (others.count as f64, (others.of - others.count) as f64);
        let n = a + b + c + d;
        if n == 0.0 {
            continue;
        }
        let (p, q) = ((a + d) / n, (b + c) / n);
        let (this_r, this_s) = (a * d / n, b * c / n);
        r += this_r;
        s += this_s;
        pr += p * this_r;
        mixed += p * this_s + q * this_r;
        qs += q * this_s;
    }
    if r <= 0.0 || s <= 0.0 {
        return None;
    }
    let variance = pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s);
    let (log_odds, reach) = ((r / s).ln(), QUANTILE * variance.sqrt());
    Some(Shift { log_odds, low: log_odds - reach, high: log_odds + reach })
}

#[cfg(test)]
mod tests {
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
}
