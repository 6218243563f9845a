//! What stands on the plan whoever is in it: floors, walls, doors, openings, lettering and the scale of silence.

use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::geometry::{Area, CARPET_DAYS, Geometry, OUTER_WALL, WALL};
use crate::charts::number::n;
use crate::components::marks::room_class;
use crate::components::words;

/// A rectangle of a class.
pub(super) fn rect(class: &str, area: Area) -> Markup {
    html! {
        rect class=(class) x=(n(area.left)) y=(n(area.top)) width=(n(area.right - area.left))
            height=(n(area.bottom - area.top)) {}
    }
}

/// A line through points of the plan.
pub(super) fn line(plan: &Geometry, class: &str, points: &[(f32, f32)]) -> Markup {
    let points: Vec<String> = points
        .iter()
        .map(|(u, v)| {
            let (x, y) = plan.point(*u, *v);
            format!("{} {}", n(x), n(y))
        })
        .collect();
    html! { path class=(class) d={ "M" (points.join("L")) } {} }
}

/// An arrow head at a point of the plan, pointing along (`du`, `dv`), a unit vector.
pub(super) fn arrow(plan: &Geometry, (u, v): (f32, f32), (du, dv): (f32, f32), size: f32) -> Markup {
    let (x, y) = plan.point(u, v);
    let (dx, dy) = if plan.is_wide() { (du * size, dv * size) } else { (dv * size, du * size) };
    let outline = format!(
        "M{} {}L{} {}L{} {}z",
        n(x + dx),
        n(y + dy),
        n(x - dx - dy),
        n(y - dy + dx),
        n(x - dx + dy),
        n(y - dy - dx)
    );
    html! { path.arrow d=(outline) {} }
}

/// Text at a screen position.
pub(super) fn text(class: &str, (x, y): (f32, f32), words: &str) -> Markup {
    html! { text class=(class) x=(n(x)) y=(n(y)) { (words) } }
}

/// Floors and the carpet of light: everything within 14 days of the axis.
pub(super) fn floors(plan: &Geometry) -> Markup {
    let half = plan.distance_of(CARPET_DAYS) + 6.0;
    let (id, x2, y2) = if plan.is_wide() { ("carpet-wide", "0", "1") } else { ("carpet-narrow", "1", "0") };
    let carpet = plan.area(0.0, -half, plan.length(), 2.0 * half);
    html! {
        @for room in Room::ALL { g.(room_class(room)) { (rect("floor", plan.room_area(room))) } }
        defs {
            linearGradient id=(id) x1="0" y1="0" x2=(x2) y2=(y2) {
                stop.stop-lit offset="0" stop-opacity="0" {}
                stop.stop-lit offset=".22" {}
                stop.stop-lit offset=".78" {}
                stop.stop-lit offset="1" stop-opacity="0" {}
            }
        }
        rect fill={ "url(#" (id) ")" } x=(n(carpet.left)) y=(n(carpet.top))
            width=(n(carpet.right - carpet.left)) height=(n(carpet.bottom - carpet.top)) {}
    }
}

/// The cut walls. Openings are as wide as given; an opening nobody used is walled up.
pub(super) fn walls(
    plan: &Geometry,
    doors: [f32; 4],
    (entered, entry_widths): ([u32; 4], [f32; 4]),
    (left, exit_widths): ([u32; 4], [f32; 4]),
) -> Markup {
    let (half, length) = (plan.half_depth, plan.length());
    let outer = |v: f32, openings: Vec<(f32, f32)>| {
        let mut runs = Vec::new();
        let mut from = -OUTER_WALL;
        for (centre, width) in openings {
            runs.push(plan.area(from, v, centre - width / 2.0 - from, OUTER_WALL));
            from = centre + width / 2.0;
        }
        runs.push(plan.area(from, v, length + OUTER_WALL - from, OUTER_WALL));
        runs
    };
    let used = |counts: [u32; 4], widths: [f32; 4], at: &dyn Fn(Room) -> f32| -> Vec<(f32, f32)> {
        Room::ALL.into_iter().filter(|r| counts[r.index()] > 0).map(|r| (at(r), widths[r.index()])).collect()
    };
    let mut runs = outer(-half - OUTER_WALL, used(entered, entry_widths, &|room| plan.entry_of(room)));
    runs.extend(outer(half, used(left, exit_widths, &|room| plan.exit_of(room))));
    runs.push(plan.area(-OUTER_WALL, -half, OUTER_WALL, 2.0 * half));
    for room in Room::ALL {
        let (u, door) = (plan.end_of(room), doors[room.index()] / 2.0);
        let thickness = if room == Room::Sales { OUTER_WALL } else { WALL };
        runs.push(plan.area(u, -half, thickness, half - door));
        runs.push(plan.area(u, door, thickness, half - door));
    }
    html! { @for run in runs { (rect("wallp", run)) } }
}

/// The leaves of the inner doors, folded open into the next room.
pub(super) fn leaves(plan: &Geometry, doors: [f32; 4]) -> Markup {
    html! {
        @for room in [Room::Problem, Room::Solution, Room::Offer] {
            @let (u, half) = (plan.end_of(room), doors[room.index()] / 2.0);
            @let leaf = half.min(46.0);
            @let (from, to, fold) = if plan.is_wide() { (u + WALL, u + WALL + leaf * 0.97, leaf * 0.24) } else { (u, u - leaf * 0.6, leaf * 0.8) };
            (line(plan, "leaf", &[(from, -half), (to, -half - fold)]))
            (line(plan, "leaf", &[(from, half), (to, half + fold)]))
        }
    }
}

/// Names, questions and counts of the rooms.
pub(super) fn lettering(plan: &Geometry, counts: [usize; 4]) -> Markup {
    html! {
        @for room in Room::ALL {
            @let area = plan.room_area(room);
            @let inset = if plan.is_wide() { 14.0 } else { 10.0 };
            @let baseline = area.top + if plan.is_wide() { 26.0 } else { 22.0 };
            g.(room_class(room)) { (text("t-room", (area.left + inset, baseline), room.title())) }
            (text("t-b t-fig end", (area.right - inset, baseline), &words::count_or_dash(counts[room.index()])))
            @for (index, line) in question(room, area.right - area.left - 2.0 * inset).iter().enumerate() {
                @let below = if plan.is_wide() { 18.0 } else { 16.0 } + 15.0 * index as f32;
                (text("t-q", (area.left + inset, baseline + below), line))
            }
        }
    }
}

/// The question of a room on one line, or on two where the room is short.
fn question(room: Room, width: f32) -> Vec<String> {
    let question = room.question();
    if question.len() as f32 * 5.9 <= width {
        return vec![question.to_owned()];
    }
    let middle = question.match_indices(' ').map(|(at, _)| at).rfind(|at| *at as f32 * 6.8 <= width);
    match middle {
        Some(at) => vec![question[..at].to_owned(), question[at + 1..].to_owned()],
        None => vec![question.to_owned()],
    }
}

/// How far from the axis how long a silence lies.
pub(super) fn silence_scale(plan: &Geometry) -> Markup {
    let scale = [
        (0.0, t!("this day"), 1.0),
        (14.0, t!("2 wk"), -1.0),
        (14.0, t!("2 wk"), 1.0),
        (56.0, t!("8 wk"), -1.0),
        (56.0, t!("8 wk"), 1.0),
    ];
    html! {
        @for (days, words, side) in scale {
            @let (x, y) = plan.point(-OUTER_WALL, side * plan.distance_of(days));
            @if plan.is_wide() {
                path.dim d={ "M" (n(x - 5.0)) " " (n(y)) "h5" } {}
                (text("t-3 t-scale end", (x - 8.0, y + 4.0), words))
            } @else {
                path.dim d={ "M" (n(x)) " " (n(y - 5.0)) "v5" } {}
                (text("t-3 t-scale mid", (x, y - 9.0), words))
            }
        }
    }
}
