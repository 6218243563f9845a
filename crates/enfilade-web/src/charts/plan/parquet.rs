//! The plan of many accounts: tiles of 13 pixels whose squares grow with the accounts on them.
//!
//! The size of the drawing depends on the floor and not on the number of accounts.

use enfilade_domain::Room;
use enfilade_language::t;

use super::geometry::{Area, CARPET_DAYS, Geometry};
use super::placement::wish;
use crate::charts::number::n;
use crate::components::words;
use crate::pages::floor_plan::PlanMark;

const STEP: f32 = 13.0;
const WIDEST: f32 = 11.0;
const NARROWEST: f32 = 1.6;
/// A ready tile is at least this wide, or its light could not be seen.
const NARROWEST_READY: f32 = 7.0;

/// Measures of the words on the floor.
const LETTER_WIDTH: f32 = 7.4;
const LETTER_HEIGHT: f32 = 15.0;

/// The tiles of one room as path data, by state.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tiles {
    pub lit: String,
    pub quiet: String,
    pub ready: String,
    /// Accounts of the room that are ready, whichever tile they are on.
    pub ready_count: usize,
}

/// Where "62 ready" stands in a room.
#[must_use]
pub fn label_at(plan: &Geometry, room: Room) -> (f32, f32) {
    let (u, v) = if plan.is_wide() { (0.5, -58.0) } else { (0.6, 62.0) };
    plan.point(plan.start_of(room) + plan.length_of(room) * u, v)
}

/// The words of a room of which so many are ready.
#[must_use]
pub fn label(ready: usize) -> String {
    t!("{ready} ready", ready = words::thousands(ready))
}

fn label_area(plan: &Geometry, room: Room, ready: usize) -> Area {
    let (x, y) = label_at(plan, room);
    let half_width = label(ready).chars().count() as f32 * LETTER_WIDTH / 2.0 + 2.0;
    Area::between((x - half_width, y - LETTER_HEIGHT / 2.0), (x + half_width, y + LETTER_HEIGHT / 2.0))
}

struct Tile {
    x: f32,
    y: f32,
    u: f32,
    v: f32,
    accounts: u32,
    ready: u32,
}

/// Lays the floor of all four rooms; the area of a square is relative to the fullest tile of the whole plan.
#[must_use]
pub fn lay(plan: &Geometry, marks: &[PlanMark], obstacles: &[Area]) -> [Tiles; 4] {
    let floors = Room::ALL.map(|room| {
        // The words lie on the floor, so no tile lies under them.
        let ready = marks.iter().filter(|mark| mark.room == room && mark.ready).count();
        let label = (ready > 0).then(|| label_area(plan, room, ready));
        let covered: Vec<Area> = obstacles.iter().copied().chain(label).collect();
        let mut floor = Floor::empty(plan, room, &covered);
        for mark in marks.iter().filter(|mark| mark.room == room) {
            if let Some(tile) = floor.nearest(wish(plan, mark)) {
                tile.accounts += 1;
                tile.ready += u32::from(mark.ready);
            }
        }
        floor.tiles
    });
    let fullest = floors.iter().flatten().map(|tile| tile.accounts).max().unwrap_or(0).max(1) as f32;
    let carpet = plan.distance_of(CARPET_DAYS);
    floors.map(|floor| {
        let mut tiles = Tiles::default();
        for tile in floor.iter().filter(|tile| tile.accounts > 0) {
            let side = (WIDEST * (tile.accounts as f32 / fullest).sqrt()).max(NARROWEST);
            tiles.ready_count += tile.ready as usize;
            if tile.ready * 2 >= tile.accounts {
                tiles.ready.push_str(&square(tile, side.max(NARROWEST_READY)));
            } else if tile.v.abs() <= carpet {
                tiles.lit.push_str(&square(tile, side));
            } else {
                tiles.quiet.push_str(&square(tile, side));
            }
        }
        tiles
    })
}

/// The free tiles of a room, and where on the grid each of them lies.
struct Floor {
    tiles: Vec<Tile>,
    /// By column and row: the tile's position, where something does not cover it.
    grid: Vec<Option<usize>>,
    columns: u16,
    rows: u16,
    first: (f32, f32),
}

impl Floor {
    fn empty(plan: &Geometry, room: Room, obstacles: &[Area]) -> Self {
        let (length, depth) = (plan.length_of(room), 2.0 * plan.half_depth);
        let columns = ((length - 10.0) / STEP) as u16;
        let rows = ((depth - 8.0) / STEP) as u16;
        let first_u = plan.start_of(room) + (length - f32::from(columns) * STEP) / 2.0 + STEP / 2.0;
        let first_v = -plan.half_depth + (depth - f32::from(rows) * STEP) / 2.0 + STEP / 2.0;
        let mut floor = Self { tiles: Vec::new(), grid: Vec::new(), columns, rows, first: (first_u, first_v) };
        for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
            let (u, v) = (first_u + STEP * f32::from(column), first_v + STEP * f32::from(row));
            let (x, y) = plan.point(u, v);
            let covered = obstacles.iter().any(|area| area.touches((x, y), WIDEST / 2.0));
            floor.grid.push((!covered).then_some(floor.tiles.len()));
            if !covered {
                floor.tiles.push(Tile { x, y, u, v, accounts: 0, ready: 0 });
            }
        }
        floor
    }

    /// The free tile nearest to a point: the one under it, which is found by counting, or else one beside it.
    fn nearest(&mut self, (u, v): (f32, f32)) -> Option<&mut Tile> {
        let step = |at: f32, count: u16| (at / STEP).round().clamp(0.0, f32::from(count.max(1) - 1)) as usize;
        let (column, row) = (step(u - self.first.0, self.columns), step(v - self.first.1, self.rows));
        if let Some(under) = self.grid.get(column * usize::from(self.rows) + row).copied().flatten() {
            return self.tiles.get_mut(under);
        }
        let distance = |tile: &Tile| (tile.u - u).powi(2) + (tile.v - v).powi(2);
        self.tiles.iter_mut().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

fn square(tile: &Tile, side: f32) -> String {
    let (left, top, side) = (n(tile.x - side / 2.0), n(tile.y - side / 2.0), n(side));
    format!("M{left} {top}h{side}v{side}h-{side}z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::plan::geometry::{Orientation, door_widths};
    use crate::pages::samples;

    fn weight(count: usize) -> usize {
        let market = samples::floor_plan(count);
        let plan = Geometry::new(Orientation::Wide);
        let tiles = lay(&plan, &market.marks, &plan.obstacles(door_widths(&market.doors)));
        assert_eq!(
            tiles.iter().map(|room| room.ready_count).sum::<usize>(),
            market.marks.iter().filter(|mark| mark.ready).count()
        );
        tiles.iter().map(|room| room.lit.len() + room.quiet.len() + room.ready.len()).sum()
    }

    #[test]
    fn ten_times_the_accounts_weigh_the_same() {
        let (some, many) = (weight(5_000), weight(50_000));
        assert!(many < 45_000, "{many}");
        assert!(many < some + some / 2, "{some} {many}");
    }

    #[test]
    fn no_square_lies_under_the_words_of_its_room() {
        let market = samples::floor_plan(5_000);
        for plan in [Orientation::Wide, Orientation::Narrow].map(Geometry::new) {
            let tiles = lay(&plan, &market.marks, &plan.obstacles(door_widths(&market.doors)));
            assert!(tiles.iter().any(|room| room.ready_count > 0));
            for (room, tiles) in Room::ALL.into_iter().zip(tiles).filter(|(_, tiles)| tiles.ready_count > 0) {
                let words = label_area(&plan, room, tiles.ready_count);
                for square in [tiles.lit, tiles.quiet, tiles.ready].concat().split('M').skip(1) {
                    let numbers: Vec<f32> = square.split([' ', 'h', 'v']).take(3).map(|n| n.parse().unwrap()).collect();
                    let (left, top, side) = (numbers[0], numbers[1], numbers[2]);
                    let square = Area::between((left, top), (left + side, top + side));
                    assert!(!square.overlaps(&words), "{room:?}: {square:?} under {words:?}");
                }
            }
        }
    }
}
