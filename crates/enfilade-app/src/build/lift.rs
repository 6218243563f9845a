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
    /// Where these readers were, and where three weeks later; nothing where nobody can be told of.
    #[serde(default)]
    pub rooms: Option<Rooms>,
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

/// Readers of a piece by room, in order of the rooms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rooms {
    /// Of the visit in which they met it.
    pub before: [usize; 4],
    /// Of their last visit within three weeks; who was not seen again is where he was.
    pub after: [usize; 4],
    /// Where they would be, had they done like similar readers; nothing where there are none.
    pub expected: Option<[f64; 4]>,
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
    all: BTreeMap<Stratum, Course>,
    pieces: BTreeMap<String, Gathered>,
}

#[derive(Debug, Default)]
struct Gathered {
    readers: usize,
    /// Visits in which somebody met it for the first time.
    by_stratum: BTreeMap<Stratum, Course>,
    /// Visits of those who had met it before: neither with it nor without it.
    known: BTreeMap<Stratum, Course>,
    next: BTreeMap<String, usize>,
}

/// What became of readers who are alike.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    went_on: Part,
    /// By the room they were in three weeks later.
    after: [usize; 4],
}

impl Course {
    fn see(&mut self, went_on: bool, after: Room) {
        self.went_on.see(Some(went_on));
        self.after[after.index()] += 1;
    }

    /// Those of it who are in neither of two parts of it.
    fn without(&self, here: &Self, known: &Self) -> Self {
        let count = self.went_on.count - here.went_on.count - known.went_on.count;
        let of = self.went_on.of - here.went_on.of - known.went_on.of;
        let after = std::array::from_fn(|room| self.after[room] - here.after[room] - known.after[room]);
        Self { went_on: Part { count, of }, after }
    }
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
            let later = visits[index + 1..].iter();
            let later = later.take_while(|later| later.pages.first().is_some_and(|page| page.at <= until));
            let later: Vec<Room> = later.filter_map(|later| later.room).collect();
            let went_on = later.iter().any(|later| *later > room);
            let after = later.last().copied().unwrap_or(room);
            self.all.entry(stratum).or_default().see(went_on, after);
            for path in met.difference(&before) {
                let of = self.pieces.entry((*path).to_owned()).or_default();
                of.by_stratum.entry(stratum).or_default().see(went_on, after);
            }
            for path in &before {
                let of = self.pieces.entry((*path).to_owned()).or_default();
                of.known.entry(stratum).or_default().see(went_on, after);
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
    fn lift(self, path: String, all: &BTreeMap<Stratum, Course>) -> Lift {
        let mut went_on = Part::default();
        let (mut expected, mut expected_rooms, mut is_known) = (0.0, [0.0; 4], true);
        let (mut before, mut after) = ([0; 4], [0; 4]);
        let mut tables = Vec::new();
        for (stratum, here) in &self.by_stratum {
            let part = here.went_on;
            went_on.count += part.count;
            went_on.of += part.of;
            before[stratum.0] += part.of;
            let every = all.get(stratum).copied().unwrap_or_default();
            let others = every.without(here, &self.known.get(stratum).copied().unwrap_or_default());
            let weight = part.of as f64 / others.went_on.of as f64;
            is_known &= others.went_on.of > 0;
            expected += weight * others.went_on.count as f64;
            for room in 0..4 {
                after[room] += here.after[room];
                expected_rooms[room] += weight * others.after[room] as f64;
            }
            tables.push((part, others.went_on));
        }
        let others: usize = tables.iter().map(|(_, others)| others.of).sum();
        let is_enough = went_on.of >= FEWEST && others >= FEWEST;
        Lift {
            path,
            readers: self.readers,
            went_on,
            expected: (is_known && is_enough).then_some(expected),
            rooms: (went_on.of > 0).then_some(Rooms {
                before,
                after,
                expected: (is_known && is_enough).then_some(expected_rooms),
            }),
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
mod tests;
