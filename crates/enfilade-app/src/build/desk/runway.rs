//! The runway: for how many weeks somebody who comes every week still finds something new, room by room and role by
//! role.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{LibraryPiece, Planned, Role, Room, Timestamp};
use serde::{Deserialize, Serialize};

use crate::build::part::FEWEST;
use crate::build::who_reads::{Opened, Reader, plain};

/// A steady reader came on two days of the last eight weeks, and was here in the last four.
const STEADY_DAYS: f64 = 56.0;
const HERE_DAYS: f64 = 28.0;
/// Pace is measured over twelve weeks.
const PACE_DAYS: f64 = 84.0;
/// New pieces of a room that a reader takes in a week, where nothing was measured.
const USUAL_PACE: f32 = 1.0;
/// A runway below so many weeks asks for something new.
pub const SHORT_WEEKS: f32 = 4.0;

/// One room for one role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub room: String,
    /// Nothing: whoever it is, with all pieces of the room.
    pub role: Option<String>,
    pub pieces: usize,
    /// Steady readers the figure rests on; none: it is that of somebody who has read nothing yet.
    pub readers: usize,
    /// The middle reader, and the range of the middle half.
    pub weeks: f32,
    pub weeks_low: f32,
    pub weeks_high: f32,
    /// New pieces of the room in a week in which the reader comes.
    pub pace: f32,
    pub is_pace_measured: bool,
}

/// The runway of the house.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Runway {
    pub steady: usize,
    pub cells: Vec<Cell>,
}

/// A cell that ends too soon.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    pub room: Room,
    pub role: Option<Role>,
    pub weeks: f32,
    /// Pieces that would give four weeks.
    pub needed: usize,
    /// Entries of the calendar within four weeks that are for it.
    pub planned: usize,
}

/// What is gathered of each steady reader, until everybody was seen.
#[derive(Debug)]
pub(super) struct Gathering<'a> {
    moment: Timestamp,
    pieces: BTreeMap<&'a str, &'a LibraryPiece>,
    /// Role, and the pieces that were read.
    steady: Vec<(Option<Role>, BTreeSet<&'a str>)>,
    new_in_room: [f32; Room::ALL.len()],
    weeks_in_room: [f32; Room::ALL.len()],
}

impl<'a> Gathering<'a> {
    pub(super) fn new(library: &'a [LibraryPiece], moment: Timestamp) -> Self {
        let pieces =
            library.iter().filter(|entry| entry.piece.room.is_some()).map(|entry| (plain(&entry.piece.path), entry));
        let zero = [0.0; Room::ALL.len()];
        Self { moment, pieces: pieces.collect(), steady: Vec::new(), new_in_room: zero, weeks_in_room: zero }
    }

    pub(super) fn see(&mut self, reader: &Reader) {
        let days: BTreeSet<i64> = reader
            .pages
            .iter()
            .filter(|page| self.moment.days_since(page.at) <= STEADY_DAYS)
            .map(|page| page.at.utc_day())
            .collect();
        let is_here = reader.pages.last().is_some_and(|page| self.moment.days_since(page.at) <= HERE_DAYS);
        if days.len() < 2 || !is_here {
            return;
        }
        let mut read: BTreeSet<&'a str> = BTreeSet::new();
        let mut weeks: [BTreeSet<i64>; Room::ALL.len()] = Default::default();
        for Opened { at, path, .. } in &reader.pages {
            let Some((known, entry)) = self.pieces.get_key_value(path.as_str()) else { continue };
            let Some(room) = entry.piece.room else { continue };
            let is_recent = self.moment.days_since(*at) <= PACE_DAYS;
            if is_recent {
                weeks[room.index()].insert(at.utc_day().div_euclid(7));
            }
            if read.insert(*known) && is_recent {
                self.new_in_room[room.index()] += 1.0;
            }
        }
        for (sum, weeks) in self.weeks_in_room.iter_mut().zip(&weeks) {
            *sum += weeks.len() as f32;
        }
        if !read.is_empty() {
            self.steady.push((reader.role.clone(), read));
        }
    }

    pub(super) fn runway(&self, served: &[Role]) -> Runway {
        let mut roles: Vec<Option<Role>> = vec![None];
        let of_pieces = self.pieces.values().filter_map(|entry| entry.piece.role.clone());
        for role in served.iter().cloned().chain(of_pieces) {
            if !roles.contains(&Some(role.clone())) {
                roles.push(Some(role));
            }
        }
        let mut cells = Vec::new();
        for role in &roles {
            for room in Room::ALL {
                cells.push(self.cell(room, role.as_ref()));
            }
        }
        Runway { steady: self.steady.len(), cells }
    }

    fn cell(&self, room: Room, role: Option<&Role>) -> Cell {
        let is_for = |entry: &LibraryPiece| {
            entry.piece.room == Some(room)
                && (role.is_none() || entry.piece.role.is_none() || entry.piece.role.as_ref() == role)
        };
        let pieces: Vec<&str> = self.pieces.iter().filter(|(_, entry)| is_for(entry)).map(|(path, _)| *path).collect();
        let weeks_seen = self.weeks_in_room[room.index()];
        let is_pace_measured = weeks_seen >= FEWEST as f32;
        let measured = self.new_in_room[room.index()] / weeks_seen.max(1.0);
        // Who comes and finds nothing new has read it all; the pace says then how little there was, not how fast one reads.
        let pace = if is_pace_measured { measured.max(0.25) } else { USUAL_PACE };
        let readers = self.steady.iter().filter(|(own, _)| role.is_none() || own.is_none() || own.as_ref() == role);
        let mut weeks: Vec<f32> =
            readers.map(|(_, read)| pieces.iter().filter(|path| !read.contains(*path)).count() as f32 / pace).collect();
        weeks.sort_by(f32::total_cmp);
        let readers = if weeks.len() < FEWEST { 0 } else { weeks.len() };
        let at = |share: f32| weeks.get(((weeks.len() - 1) as f32 * share).round() as usize).copied().unwrap_or(0.0);
        let newcomer = pieces.len() as f32 / pace;
        let (low, middle, high) =
            if readers == 0 { (newcomer, newcomer, newcomer) } else { (at(0.25), at(0.5), at(0.75)) };
        Cell {
            room: room.as_str().to_owned(),
            role: role.map(|role| role.as_str().to_owned()),
            pieces: pieces.len(),
            readers,
            weeks: middle,
            weeks_low: low,
            weeks_high: high,
            pace,
            is_pace_measured,
        }
    }
}

impl Runway {
    /// What ends too soon and is not planned for, the shortest first. A role is named only where its room as a whole is
    /// long enough, or one gap would be told many times.
    #[must_use]
    pub fn gaps(&self, plan: &[Planned], served: &[Role], moment: Timestamp) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for cell in &self.cells {
            let Some(room) = Room::parse(&cell.room) else { continue };
            let role = cell.role.as_deref().and_then(Role::parse);
            let is_served = role.as_ref().is_none_or(|role| served.contains(role));
            let is_told = gaps.iter().any(|gap| gap.room == room && gap.role.is_none());
            if cell.weeks >= SHORT_WEEKS || !is_served || is_told {
                continue;
            }
            let is_for = |entry: &&Planned| {
                let ahead = entry.day.days_since(moment);
                entry.room == Some(room)
                    && (0.0..=f64::from(SHORT_WEEKS) * 7.0).contains(&ahead)
                    && (role.is_none() || entry.role.is_none() || entry.role == role)
            };
            let planned = plan.iter().filter(is_for).count();
            let needed = ((SHORT_WEEKS - cell.weeks) * cell.pace).ceil().max(1.0) as usize;
            if planned < needed {
                gaps.push(Gap { room, role, weeks: cell.weeks, needed, planned });
            }
        }
        gaps.sort_by(|a, b| a.weeks.total_cmp(&b.weeks));
        gaps
    }

    #[must_use]
    pub fn cell(&self, room: Room, role: Option<&str>) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.room == room.as_str() && cell.role.as_deref() == role)
    }
}
