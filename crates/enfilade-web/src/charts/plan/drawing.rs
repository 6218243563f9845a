//! Puts the drawing together: walls, those who walk through them, and the accounts.

use enfilade_domain::Room;
use enfilade_language::{t, tn};
use maud::{Markup, html};

use super::geometry::{
    Area, CARPET_DAYS, FAR_DAYS, Geometry, OUTER_WALL, Orientation, WALL, door_widths, opening_widths,
};
use super::parquet;
use super::placement::{MOST_MARKS, Placed, place};
use super::walls::{arrow, floors, leaves, lettering, line, silence_scale, text, walls};
use crate::charts::number::n;
use crate::components::marks::{room_class, shape};
use crate::components::sentences::sentence;
use crate::components::{links, words};
use crate::pages::floor_plan::{FloorPlan, Loop, PlanMark, Stay};
use crate::pages::frame::Frame;

/// One drawing with its accounts placed.
#[derive(Debug)]
pub struct Drawing<'a> {
    view: &'a FloorPlan,
    plan: Geometry,
    doors: [f32; 4],
    obstacles: Vec<Area>,
    /// `None` where the accounts are a parquet.
    placed: Option<Vec<Placed<'a>>>,
}

impl<'a> Drawing<'a> {
    /// Lays out the plan for wide or narrow screens.
    #[must_use]
    pub fn new(view: &'a FloorPlan, orientation: Orientation) -> Self {
        let plan = Geometry::new(orientation);
        let doors = door_widths(&view.doors);
        let obstacles = plan.obstacles(doors);
        let placed = (view.marks.len() <= MOST_MARKS).then(|| place(&plan, &view.marks, &obstacles)).flatten();
        Self { view, plan, doors, obstacles, placed }
    }

    /// Whether accounts are tiles rather than single marks.
    #[must_use]
    pub const fn is_parquet(&self) -> bool {
        self.placed.is_none()
    }

    /// The drawing as SVG.
    #[must_use]
    pub fn render(&self, frame: &Frame) -> Markup {
        draw(frame, self)
    }
}

fn draw(frame: &Frame, drawing: &Drawing<'_>) -> Markup {
    let Drawing { view, plan, doors, obstacles, placed } = drawing;
    let (plan, doors) = (*plan, *doors);
    let counts = view.per_room();
    let (width, height) = plan.size();
    let summary: Vec<String> = Room::ALL
        .into_iter()
        .map(|room| t!("{room} room {index}", room = room.title(), index = words::thousands(counts[room.index()])))
        .collect();
    let has_links = !view.marks.is_empty();
    html! {
        // A drawing with links inside is a group: an image would hide them from those who listen.
        svg class=(if plan.is_wide() { "wide" } else { "narrow" }) viewBox={ "0 0 " (n(width)) " " (n(height)) }
            role=(if has_links { "group" } else { "img" })
            aria-label=(t!("Floor plan of {marks} accounts: {summary}. The same facts are in the table below.", marks = words::thousands(view.marks.len()), summary = summary.join("; "))) {
            (floors(&plan))
            (walls(&plan, doors, (view.entered, opening_widths(view.entered)), (view.left, opening_widths(view.left))))
            (leaves(&plan, doors))
            (passages(&plan, view, doors))
            (entries_and_exits(&plan, view))
            @for walk in view.loops.iter().filter(|walk| walk.count >= 2).take(3) { (loop_outside(&plan, walk)) }
            (lettering(&plan, counts))
            @if plan.is_wide() { (dimension_lines(&plan, &view.stays)) }
            (silence_scale(&plan))
            @match placed {
                Some(placed) => (marks(frame, plan, placed)),
                None => (tiles(frame, &plan, &view.marks, obstacles)),
            }
        }
    }
}

/// Numbers and arrows in the doors: solid forward, dashed back.
fn passages(plan: &Geometry, view: &FloorPlan, doors: [f32; 4]) -> Markup {
    let won = view.doors[Room::Sales.index()].forward;
    html! {
        @for room in [Room::Problem, Room::Solution, Room::Offer] {
            @let door = view.doors[room.index()];
            @let (u, width) = (plan.end_of(room), doors[room.index()]);
            @let share = door.forward as f32 / (door.forward + door.back).max(1) as f32;
            @let forward = if width > 34.0 { (width * share - width) / 2.0 } else { -5.5 };
            @let back = if width > 34.0 { (width * share) / 2.0 } else { 6.0 }.max(forward + 13.0);
            @if door.forward > 0 {
                (line(plan, "flow", &[(u - 15.0, forward), (u + WALL + 13.0, forward)]))
                (arrow(plan, (u + WALL + 15.0, forward), (1.0, 0.0), 5.0))
                (passage_number(plan, "t-b", (u - 21.0, forward), (u - 9.0, forward), &words::thousands(door.forward as usize), true))
            }
            @if door.back > 0 {
                (line(plan, "flow back", &[(u + WALL + 13.0, back), (u - 13.0, back)]))
                (arrow(plan, (u - 15.0, back), (-1.0, 0.0), 4.2))
                (passage_number(plan, "t-3", (u + WALL + 20.0, back), (u - 9.0, back), &words::thousands(door.back as usize), false))
            }
        }
        @if won > 0 {
            @let (u, clients) = (plan.length(), tn!(won, "client", "clients"));
            (line(plan, "flow", &[(u - 18.0, 0.0), (u + WALL + 22.0, 0.0)]))
            (arrow(plan, (u + WALL + 24.0, 0.0), (1.0, 0.0), 5.0))
            @let (x, y) = plan.point(u + WALL + 34.0, 0.0);
            @if plan.is_wide() {
                (text("t-b", (x, y - 2.0), &words::thousands(won as usize)))
                (text("t-3", (x, y + 13.0), clients))
            } @else {
                (text("t-b mid", (x, y + 11.0), &t!("{won} became {clients}", won = words::thousands(won as usize), clients = clients)))
            }
        }
    }
}

fn passage_number(
    plan: &Geometry,
    class: &str,
    wide: (f32, f32),
    narrow: (f32, f32),
    count: &str,
    forward: bool,
) -> Markup {
    if plan.is_wide() {
        let (x, y) = plan.point(wide.0, wide.1);
        return text(&format!("{class} {}", if forward { "end" } else { "" }), (x, y + 4.3), count);
    }
    let (x, y) = plan.point(narrow.0, narrow.1);
    let aside = if forward { -6.0 } else { 8.0 };
    text(&format!("{class} {}", if forward { "end" } else { "" }), (x + aside, y + 2.0), count)
}

fn entries_and_exits(plan: &Geometry, view: &FloorPlan) -> Markup {
    let outside = plan.half_depth + OUTER_WALL;
    html! {
        @for room in Room::ALL {
            @let (entered, left) = (view.entered[room.index()], view.left[room.index()]);
            @if entered > 0 {
                @let u = plan.entry_of(room);
                (line(plan, "flow", &[(u, -outside - 17.0), (u, -outside + 14.0)]))
                (arrow(plan, (u, -outside + 16.0), (0.0, 1.0), 4.2))
                @let (x, y) = plan.point(u, -outside - 17.0);
                @if plan.is_wide() { (text("t-b", (x + 6.0, y + 5.0), &words::thousands(entered as usize))) }
                @else { (text("t-b end", (x - 4.0, y + 4.0), &words::thousands(entered as usize))) }
            }
            @if left > 0 {
                @let u = plan.exit_of(room);
                (line(plan, "flow", &[(u, plan.half_depth - 10.0), (u, outside + 15.0)]))
                (arrow(plan, (u, outside + 16.0), (0.0, 1.0), 4.2))
                @let (x, y) = plan.point(u, outside + 16.0);
                @if plan.is_wide() { (text("", (x + 9.0, y + 3.5), &t!("{left} left", left = words::thousands(left as usize)))) }
                @else { (text("mid", (x - 5.0, y - 7.0), &words::thousands(left as usize))) }
            }
        }
    }
}

/// A way that skips a room, along the garden side.
fn loop_outside(plan: &Geometry, walk: &Loop) -> Markup {
    let outside = plan.half_depth + OUTER_WALL;
    let (from_share, to_share) = if plan.is_wide() { (0.34, 0.40) } else { (0.74, 0.66) };
    let from = plan.start_of(walk.from) + plan.length_of(walk.from) * from_share;
    let to = plan.start_of(walk.to) + plan.length_of(walk.to) * to_share;
    let depth = outside + if plan.is_wide() { 44.0 } else { 50.0 };
    let corner = |u, v| {
        let (x, y) = plan.point(u, v);
        format!("{} {}", n(x), n(y))
    };
    let curve = format!(
        "M{}C{} {} {}",
        corner(from, outside),
        corner(from, depth),
        corner(to, depth),
        corner(to, outside + 4.0)
    );
    let (x, y) = plan.point((from + to) / 2.0, outside + if plan.is_wide() { 33.0 } else { 32.0 });
    html! {
        path class={ "flow" (if walk.to.index() < walk.from.index() { " back" } else { "" }) } d=(curve) {}
        (arrow(plan, (to, outside + 3.0), (0.0, -1.0), 4.2))
        @if plan.is_wide() {
            (text("mid", (x, y + 16.0), &format!("{} {}", walk.count, words::loop_words(walk.from, walk.to))))
        } @else { (text("end", (x, y + 28.0), &walk.count.to_string())) }
    }
}

/// Median stays above the rooms, with "–" under eight completed stays.
fn dimension_lines(plan: &Geometry, stays: &[Stay; 4]) -> Markup {
    html! {
        @for room in Room::ALL {
            @let area = plan.room_area(room);
            @let y = area.top - OUTER_WALL - 40.0;
            @let middle = (area.left + area.right) / 2.0;
            @let stay = stays[room.index()].words();
            @let caption = if room == Room::Problem { t!("median stay {stay}", stay = stay) } else { stay };
            @let blank = caption.chars().count() as f32 * 3.1 + 8.0;
            path.dim d={ "M" (n(area.left)) " " (n(y)) "H" (n(middle - blank)) "M" (n(middle + blank)) " " (n(y)) "H" (n(area.right))
                "M" (n(area.left - 3.0)) " " (n(y + 3.0)) "l6-6M" (n(area.right - 3.0)) " " (n(y + 3.0)) "l6-6" } {}
            (text("t-3 mid", (middle, y + 4.0), &caption))
        }
    }
}

fn marks(frame: &Frame, plan: Geometry, placed: &[Placed<'_>]) -> Markup {
    let mut ordered: Vec<&Placed<'_>> = placed.iter().collect();
    ordered.sort_by_key(|one| one.label.is_some());
    // On a narrow screen a mark without a name is too small to be touched; the list leads to it instead.
    let are_links = |one: &Placed<'_>| plan.is_wide() || one.label.is_some();
    html! {
        @for one in ordered {
            @if are_links(one) { (linked_mark(frame, one)) }
            @else { g.(room_class(one.mark.room)) { (mark(one)) } }
        }
    }
}

fn linked_mark(frame: &Frame, one: &Placed<'_>) -> Markup {
    html! {
        a.(room_class(one.mark.room)) href=(links::account(frame, &one.mark.domain))
            tabindex=[one.label.is_none().then_some("-1")] {
            title { (sentence(one)) }
            (mark(one))
            @if let Some(label) = &one.label { (text(&format!("t-lab {}", label.anchor), (label.x, label.y), &label.text)) }
        }
    }
}

fn mark(one: &Placed<'_>) -> Markup {
    let account = one.mark;
    let state = match account.days_since_seen {
        days if days <= CARPET_DAYS => "lit",
        days if days > FAR_DAYS => "far",
        _ => "quiet",
    };
    html! {
        @if account.ready { (shape(one.fit, "lamp", one.x, one.y, one.radius + 4.6)) }
        @else if account.came_back_after_days.is_some() { (shape(one.fit, "back", one.x, one.y, one.radius + 3.6)) }
        (shape(one.fit, state, one.x, one.y, one.radius))
    }
}

fn sentence(one: &Placed<'_>) -> String {
    let account = one.mark;
    let mut sentence = t!(
        "{name}: {room} room, {fit}, {days_since_seen}",
        name = account.name,
        room = account.room.title(),
        fit = one.fit.words().to_lowercase(),
        days_since_seen = words::last_seen(account.days_since_seen)
    );
    if account.ready {
        sentence.push_str(t!(", ready for a conversation"));
    }
    if let Some(after) = account.came_back_after_days {
        sentence.push_str(&t!(", came back after {after}", after = words::days(after)));
    }
    sentence
}

/// The tiles of a room lead to the room's list, those that are ready to the ready ones of it.
fn tiles(frame: &Frame, plan: &Geometry, marks: &[PlanMark], obstacles: &[Area]) -> Markup {
    let floors = parquet::lay(plan, marks, obstacles);
    html! {
        @for (room, tiles) in Room::ALL.into_iter().zip(floors) {
            @let list = format!("/accounts?room={}", room.as_str());
            g.(room_class(room)) {
                @if !tiles.quiet.is_empty() || !tiles.lit.is_empty() {
                    a href=(links::page(frame, &list)) {
                        title { (sentence!("The companies in the {room} room", room = room.title())) }
                        @if !tiles.quiet.is_empty() { path.tile-quiet d=(tiles.quiet) {} }
                        @if !tiles.lit.is_empty() { path.tile-lit d=(tiles.lit) {} }
                    }
                }
                @if tiles.ready_count > 0 {
                    a href=(links::page(frame, &format!("{list}&band=ready+to+hear+from+us"))) {
                        title { (sentence!(
                            "The companies in the {room} room that are ready",
                            room = room.title(),
                        )) }
                        @if !tiles.ready.is_empty() { path.tile-ready d=(tiles.ready) {} }
                        @let (x, y) = parquet::label_at(plan, room);
                        (text("t-lab mid", (x, y + 4.0), &parquet::label(tiles.ready_count)))
                    }
                }
            }
        }
    }
}
