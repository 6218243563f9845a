//! Where each mark stands: at its computed point, or as near to it as there is room. The same accounts always stand
//! in the same places, whatever order they come in.

use std::cmp::Ordering;

use super::geometry::{Area, Geometry};
use crate::components::marks::FitClass;
use crate::pages::floor_plan::PlanMark;

/// Pixels between any two marks.
pub const CLEARANCE: f32 = 2.6;
/// Up to this many accounts all are named.
pub const ALL_NAMED: usize = 24;
/// Above this many accounts the plan is a parquet.
pub const MOST_MARKS: usize = 250;
const MOST_LABELS: usize = 8;
const LONGEST_LABEL: usize = 26;
const GOLDEN_ANGLE: f32 = 2.4;

/// A mark with its place.
#[derive(Debug, Clone)]
pub struct Placed<'a> {
    pub mark: &'a PlanMark,
    pub fit: FitClass,
    pub x: f32,
    pub y: f32,
    /// Radius of the mark itself.
    pub radius: f32,
    /// Radius with rings and discs.
    pub reach: f32,
    pub label: Option<Label>,
}

/// A name beside a mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub text: String,
    pub x: f32,
    pub y: f32,
    /// A class of the stylesheet: empty, `mid` or `end`.
    pub anchor: &'static str,
    pub area: Area,
}

/// Marks of a crowded drawing shrink to these shares before the plan gives up single marks.
const SHRINKING: [f32; 3] = [1.0, 0.8, 0.65];

/// Places all marks, or `None` when some mark finds no room; then the plan has to be a parquet.
#[must_use]
pub fn place<'a>(plan: &Geometry, marks: &'a [PlanMark], obstacles: &[Area]) -> Option<Vec<Placed<'a>>> {
    let named = named(marks);
    let mut order: Vec<(&PlanMark, bool)> =
        marks.iter().map(|mark| (mark, named.contains(&mark.domain.as_str()))).collect();
    order.sort_by(|(a, a_named), (b, b_named)| b_named.cmp(a_named).then_with(|| by_weight(a, b)));
    SHRINKING.into_iter().find_map(|shrink| {
        let mut floor = Floor { plan, obstacles: obstacles.to_vec(), placed: Vec::with_capacity(marks.len()), shrink };
        for (mark, is_named) in &order {
            let placed = floor.find(mark, *is_named)?;
            floor.obstacles.extend(placed.label.as_ref().map(|label| label.area));
            floor.placed.push(placed);
        }
        Some(floor.placed)
    })
}

fn by_weight(a: &PlanMark, b: &PlanMark) -> Ordering {
    b.ready.cmp(&a.ready).then(a.days_since_seen.total_cmp(&b.days_since_seen)).then_with(|| a.domain.cmp(&b.domain))
}

/// All up to 24 accounts; above, only what is ready, returned or moved since yesterday, and at most eight.
fn named(marks: &[PlanMark]) -> Vec<&str> {
    if marks.len() <= ALL_NAMED {
        return marks.iter().map(|mark| mark.domain.as_str()).collect();
    }
    let mut news: Vec<&PlanMark> =
        marks.iter().filter(|mark| mark.ready || mark.moved || mark.came_back_after_days.is_some()).collect();
    news.sort_by(|a, b| {
        b.ready
            .cmp(&a.ready)
            .then(b.came_back_after_days.is_some().cmp(&a.came_back_after_days.is_some()))
            .then_with(|| by_weight(a, b))
    });
    news.into_iter().take(MOST_LABELS).map(|mark| mark.domain.as_str()).collect()
}

/// FNV-1a; only to choose a side of the axis that stays the same.
fn side_of(domain: &str) -> f32 {
    let hash = domain
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    if (hash >> 32) & 1 == 1 { 1.0 } else { -1.0 }
}

/// The computed point of a mark, before it makes room for others.
#[must_use]
pub fn wish(plan: &Geometry, mark: &PlanMark) -> (f32, f32) {
    let along = if mark.along.is_finite() { mark.along.clamp(0.0, 1.0) } else { 0.5 };
    let u = plan.start_of(mark.room) + 16.0 + along * (plan.length_of(mark.room) - 32.0);
    let v = side_of(&mark.domain) * plan.distance_of(mark.days_since_seen);
    // Under the lettering nobody can stand; the side says nothing, so the other one serves as well.
    let covered = plan.is_wide() && plan.lettering(mark.room).touches(plan.point(u, v), 8.0);
    (u, if covered { v.abs() } else { v })
}

struct Floor<'a, 'p> {
    plan: &'p Geometry,
    obstacles: Vec<Area>,
    placed: Vec<Placed<'a>>,
    shrink: f32,
}

impl<'a> Floor<'a, '_> {
    fn find(&self, mark: &'a PlanMark, named: bool) -> Option<Placed<'a>> {
        let fit = FitClass::of(mark.fit);
        let ring = if mark.ready || mark.came_back_after_days.is_some() { 5.0 } else { 0.0 };
        let radius = fit.radius() * self.shrink;
        let reach = radius + ring;
        let put = |(x, y): (f32, f32), label| Placed { mark, fit, x, y, radius, reach, label };
        let mut nearest = None;
        // A name may move its mark a little, not far; where nobody else is named it may move further.
        let patience = if self.obstacles.len() + self.placed.len() < 80 { 700 } else { 220 };
        for step in 0..700 {
            let Some(point) = self.spiral(mark, reach, step) else { continue };
            if !self.is_free(point, reach) {
                continue;
            }
            if !named {
                return Some(put(point, None));
            }
            if nearest.is_none() {
                nearest = Some(point);
            }
            if step > patience {
                break;
            }
            if let Some(label) = self.label(mark, point, reach) {
                return Some(put(point, Some(label)));
            }
        }
        nearest.or_else(|| self.anywhere(mark, reach)).map(|point| put(point, None))
    }

    fn spiral(&self, mark: &PlanMark, reach: f32, step: u16) -> Option<(f32, f32)> {
        let (u, v) = wish(self.plan, mark);
        let (angle, radius) = (f32::from(step) * GOLDEN_ANGLE, 3.04 * f32::from(step).sqrt());
        let (first, last) = (self.plan.start_of(mark.room) + reach + 4.0, self.plan.end_of(mark.room) - reach - 4.0);
        let u = (u + radius * angle.cos() * 1.3).clamp(first, last);
        let v = v + radius * angle.sin() * 0.55;
        (v.abs() <= self.plan.half_depth - reach - 3.0).then(|| self.plan.point(u, v))
    }

    /// The free point of the room that is nearest to the wish, on a grid of 3 pixels.
    fn anywhere(&self, mark: &PlanMark, reach: f32) -> Option<(f32, f32)> {
        let (wish_u, wish_v) = wish(self.plan, mark);
        let depth = self.plan.half_depth - reach - 3.0;
        let first = self.plan.start_of(mark.room) + reach + 4.0;
        let length = self.plan.length_of(mark.room) - 2.0 * (reach + 4.0);
        let columns = (length / 3.0) as u16;
        let rows = (2.0 * depth / 3.0) as u16;
        let mut points: Vec<(f32, f32, f32)> = (0..=columns)
            .flat_map(|column| (0..=rows).map(move |row| (column, row)))
            .map(|(column, row)| {
                let (u, v) = (first + 3.0 * f32::from(column), 3.0 * f32::from(row) - depth);
                ((u - wish_u).powi(2) + (v - wish_v).powi(2), u, v)
            })
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.into_iter().map(|(_, u, v)| self.plan.point(u, v)).find(|point| self.is_free(*point, reach))
    }

    fn is_free(&self, (x, y): (f32, f32), reach: f32) -> bool {
        !self.obstacles.iter().any(|area| area.touches((x, y), reach))
            && !self
                .placed
                .iter()
                .any(|other| (x - other.x).powi(2) + (y - other.y).powi(2) < (reach + other.reach + CLEARANCE).powi(2))
    }

    /// Right, left, below, above: the first side where the name covers nothing and stays in its room.
    fn label(&self, mark: &PlanMark, (x, y): (f32, f32), reach: f32) -> Option<Label> {
        let text = shortened(&mark.name);
        let width = text.chars().map(|letter| if letter.is_ascii() { 6.9 } else { 9.5 }).sum::<f32>() + 10.0;
        let room = self.plan.room_area(mark.room);
        let sides = [
            (Area { left: x + reach + 3.0, top: y - 8.0, right: x + reach + 3.0 + width, bottom: y + 8.0 }, ""),
            (Area { left: x - reach - 3.0 - width, top: y - 8.0, right: x - reach - 3.0, bottom: y + 8.0 }, "end"),
            (
                Area { left: x - width / 2.0, top: y + reach + 1.0, right: x + width / 2.0, bottom: y + reach + 17.0 },
                "mid",
            ),
            (
                Area { left: x - width / 2.0, top: y - reach - 17.0, right: x + width / 2.0, bottom: y - reach - 1.0 },
                "mid",
            ),
        ];
        sides
            .into_iter()
            .find(|(area, _)| {
                room.contains(area)
                    && !self.obstacles.iter().any(|other| other.overlaps(area))
                    && !self.placed.iter().any(|other| area.touches((other.x, other.y), other.reach))
            })
            .map(|(area, anchor)| {
                let x = match anchor {
                    "" => area.left + 2.0,
                    "end" => area.right - 2.0,
                    _ => x,
                };
                Label { text, x, y: area.top + 12.2, anchor, area }
            })
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_LABEL {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(LONGEST_LABEL - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
#[path = "placement_tests.rs"]
mod tests;
