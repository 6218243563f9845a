//! The walls of the plan: four rooms on one axis, lying for wide screens and standing for narrow ones.
//!
//! `u` runs along the axis from the entry wall, `v` across it from the axis; both in pixels. Proportions are fixed,
//! so that the plan looks the same every day.

use enfilade_domain::Room;

use crate::pages::floor_plan::Door;

/// Thickness of an inner wall.
pub const WALL: f32 = 8.0;
/// Thickness of an outer wall.
pub const OUTER_WALL: f32 = 10.0;
/// Silences are drawn up to this many days.
pub const LONGEST_SILENCE_DAYS: f32 = 75.0;
/// Up to this many days since the last sign an account is on the carpet.
pub const CARPET_DAYS: f32 = 14.0;
/// Beyond this many days a mark is dashed.
pub const FAR_DAYS: f32 = 56.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    Wide,
    Narrow,
}

/// An upright rectangle on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    /// The area between two corners in any order.
    #[must_use]
    pub fn between(a: (f32, f32), b: (f32, f32)) -> Self {
        Self { left: a.0.min(b.0), top: a.1.min(b.1), right: a.0.max(b.0), bottom: a.1.max(b.1) }
    }

    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.right > other.left && self.left < other.right && self.bottom > other.top && self.top < other.bottom
    }

    /// Whether a circle's bounding box touches the area.
    #[must_use]
    pub fn touches(&self, (x, y): (f32, f32), reach: f32) -> bool {
        self.overlaps(&Self { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })
    }

    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.left >= self.left && other.right <= self.right && other.top >= self.top && other.bottom <= self.bottom
    }
}

/// Measures of one drawing of the plan.
#[derive(Debug, Clone, Copy)]
pub struct Geometry {
    pub orientation: Orientation,
    /// Length of each room along the axis.
    pub lengths: [f32; 4],
    /// From the axis to the outer wall.
    pub half_depth: f32,
    /// Screen position of the entry wall along the axis.
    start: f32,
    /// Screen position of the axis.
    axis: f32,
}

impl Geometry {
    #[must_use]
    pub const fn new(orientation: Orientation) -> Self {
        match orientation {
            Orientation::Wide => {
                Self { orientation, lengths: [252.0, 226.0, 190.0, 158.0], half_depth: 192.0, start: 50.0, axis: 256.0 }
            }
            Orientation::Narrow => {
                Self { orientation, lengths: [212.0, 180.0, 160.0, 150.0], half_depth: 126.0, start: 44.0, axis: 176.0 }
            }
        }
    }

    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.orientation == Orientation::Wide
    }

    /// Where a room begins along the axis.
    #[must_use]
    pub fn start_of(&self, room: Room) -> f32 {
        self.lengths[..room.index()].iter().map(|length| length + WALL).sum()
    }

    #[must_use]
    pub fn length_of(&self, room: Room) -> f32 {
        self.lengths[room.index()]
    }

    /// Where a room ends along the axis.
    #[must_use]
    pub fn end_of(&self, room: Room) -> f32 {
        self.start_of(room) + self.length_of(room)
    }

    /// Length of all rooms and inner walls.
    #[must_use]
    pub fn length(&self) -> f32 {
        self.end_of(Room::Sales)
    }

    /// Width and height of the drawing.
    #[must_use]
    pub fn size(&self) -> (f32, f32) {
        match self.orientation {
            Orientation::Wide => (self.start + self.length() + 74.0, self.axis + self.half_depth + OUTER_WALL + 62.0),
            Orientation::Narrow => (358.0, self.start + self.length() + 62.0),
        }
    }

    /// From plan to screen.
    #[must_use]
    pub fn point(&self, u: f32, v: f32) -> (f32, f32) {
        if self.is_wide() { (self.start + u, self.axis + v) } else { (self.axis + v, self.start + u) }
    }

    /// The screen area of a rectangle of the plan.
    #[must_use]
    pub fn area(&self, u: f32, v: f32, along: f32, across: f32) -> Area {
        Area::between(self.point(u, v), self.point(u + along, v + across))
    }

    #[must_use]
    pub fn room_area(&self, room: Room) -> Area {
        self.area(self.start_of(room), -self.half_depth, self.length_of(room), 2.0 * self.half_depth)
    }

    /// Distance from the axis: the square root keeps the last days apart.
    #[must_use]
    pub fn distance_of(&self, days_since_seen: f32) -> f32 {
        let days = if days_since_seen.is_finite() { days_since_seen.clamp(0.0, LONGEST_SILENCE_DAYS) } else { 0.0 };
        (days / LONGEST_SILENCE_DAYS).sqrt() * (self.half_depth - 14.0)
    }

    /// Where along the axis the opening for those who enter a room lies.
    #[must_use]
    pub fn entry_of(&self, room: Room) -> f32 {
        self.start_of(room) + self.length_of(room) * 0.72
    }

    /// Where along the axis the opening for those who leave a room lies.
    #[must_use]
    pub fn exit_of(&self, room: Room) -> f32 {
        self.start_of(room) + self.length_of(room) * if self.is_wide() { 0.60 } else { 0.32 }
    }

    /// The part of a room that its name and question take, with the count.
    #[must_use]
    pub fn lettering(&self, room: Room) -> Area {
        if self.is_wide() {
            let height = if room == Room::Sales { 64.0 } else { 50.0 };
            return self.area(self.start_of(room), -self.half_depth, self.length_of(room), height);
        }
        self.area(self.start_of(room), -self.half_depth, 46.0, 2.0 * self.half_depth)
    }

    /// Everything on the floor that no mark may cover: lettering, doors, openings.
    #[must_use]
    pub fn obstacles(&self, door_widths: [f32; 4]) -> Vec<Area> {
        let mut areas: Vec<Area> = Room::ALL.into_iter().map(|room| self.lettering(room)).collect();
        let (inward, outward, aside) = if self.is_wide() { (50.0, 46.0, 8.0) } else { (40.0, 26.0, 18.0) };
        for room in [Room::Problem, Room::Solution, Room::Offer] {
            let half = (door_widths[room.index()] / 2.0).max(10.0) + aside;
            areas.push(self.area(self.end_of(room) - inward, -half, inward + WALL + outward, 2.0 * half));
        }
        for room in Room::ALL {
            areas.push(self.area(self.entry_of(room) - 8.0, -self.half_depth, 16.0, 14.0));
            areas.push(self.area(self.exit_of(room) - 8.0, self.half_depth - 14.0, 16.0, 14.0));
        }
        areas.push(self.area(self.length() - 26.0, -9.0, 26.0, 18.0));
        areas
    }
}

/// Width in pixels of the doors: 5.4 for each account through in either direction, 9 to 112; when that would be too
/// wide all are rescaled so that the widest is 112.
#[must_use]
pub fn door_widths(doors: &[Door; 4]) -> [f32; 4] {
    widths(doors.map(|door| door.forward.saturating_add(door.back)), 5.4, 9.0, 112.0)
}

/// Width in pixels of openings to the outside: 2.6 for each account, 7 to 30.
#[must_use]
pub fn opening_widths(counts: [u32; 4]) -> [f32; 4] {
    widths(counts, 2.6, 7.0, 30.0)
}

fn widths(counts: [u32; 4], pixels: f32, least: f32, most: f32) -> [f32; 4] {
    let busiest = counts.into_iter().max().unwrap_or(0) as f32;
    let scale = if busiest * pixels > most { most / busiest } else { pixels };
    counts.map(|count| (count as f32 * scale).clamp(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_widen_with_those_who_walk_through() {
        let doors = |counts: [u32; 4]| door_widths(&counts.map(|forward| Door { forward, back: 0 }));
        assert_eq!(doors([0, 1, 10, 20]), [9.0, 9.0, 54.0, 108.0]);
        assert_eq!(doors([0, 100, 50, 200]), [9.0, 56.0, 28.0, 112.0]);
        assert_eq!(doors([u32::MAX; 4]), [112.0; 4]);
    }

    #[test]
    fn rooms_lie_one_after_the_other() {
        for orientation in [Orientation::Wide, Orientation::Narrow] {
            let plan = Geometry::new(orientation);
            for (a, b) in Room::ALL.into_iter().zip(Room::ALL.into_iter().skip(1)) {
                assert_eq!(plan.end_of(a) + WALL, plan.start_of(b));
                assert!(!plan.room_area(a).overlaps(&plan.room_area(b)));
            }
            let (width, height) = plan.size();
            let sales = plan.room_area(Room::Sales);
            assert!(sales.right < width && sales.bottom < height);
        }
    }

    #[test]
    fn silence_moves_a_mark_away_from_the_axis() {
        let plan = Geometry::new(Orientation::Wide);
        assert_eq!(plan.distance_of(0.0), 0.0);
        assert!(plan.distance_of(14.0) < plan.distance_of(15.0));
        assert_eq!(plan.distance_of(75.0), plan.distance_of(400.0));
        assert_eq!(plan.distance_of(f32::NAN), 0.0);
    }
}
