//! Below the staff: the ribbon of room probabilities, and readiness with its 80 % interval.

use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::timeline::Timeline;
use crate::charts::number::n;
use crate::components::marks::room_class;
use crate::components::sentences::sentence;
use crate::components::words;
use crate::pages::journey::{BeliefDay, Journey, ReadinessDay};

pub(super) const HEIGHT: f32 = 92.0;
pub(super) const READINESS_HEIGHT: f32 = 70.0;
/// More points than this cannot be seen and only weigh.
const MOST_POINTS: usize = 110;

/// Every so-many-th, and always the last.
fn thinned<T: Copy>(points: &[T]) -> Vec<T> {
    let step = points.len().div_ceil(MOST_POINTS).max(1);
    points.iter().rev().step_by(step).rev().copied().collect()
}

/// Stacked probabilities from Problem upwards; what is left above Sales is the share outside.
pub(super) fn ribbon(time: &Timeline, view: &Journey, top: f32) -> Markup {
    let all: Vec<BeliefDay> = view.ribbon.iter().filter(|one| time.shows(one.day)).copied().collect();
    let points = thinned(&all);
    html! {
        text.t-b x="0" y=(n(top + 12.0)) { (t!("Room")) }
        text.t-3 x="0" y=(n(top + 28.0)) { (t!("belief")) }
        @if !view.enough_evidence { (too_early(time, top + HEIGHT / 2.0)) }
        @else if points.len() > 1 {
            @let (from, to) = (time.x(points[0].day), time.x(points[points.len() - 1].day));
            rect.rib.outside x=(n(from)) y=(n(top)) width=(n(to - from)) height=(n(HEIGHT)) {}
            @for room in Room::ALL { path.rib.(room_class(room)) d=(layer(time, &points, room, top)) {} }
            @for room in Room::ALL {
                @if let Some((x, y)) = widest(time, &points, room, top) {
                    text.on-rib.mid x=(n(x)) y=(n(y + 4.0)) { (room.title()) }
                }
            }
        }
        @for (room, share, y) in shares_today(view, top).into_iter().filter(|_| view.enough_evidence) {
            text.t-pig.(room_class(room)) x=(n(time.right() + 6.0)) y=(n(y + 4.0)) { (share) @if time.is_wide() { " %" } }
        }
    }
}

/// In place of a figure that would claim too much.
fn too_early(time: &Timeline, y: f32) -> Markup {
    html! { text.t-3 x=(n(time.left() + 6.0)) y=(n(y)) { (t!("too early to tell")) } }
}

/// Lower and upper edge of a room in the stack, as shares.
fn edges(one: &BeliefDay, room: Room) -> (f32, f32) {
    let low: f32 = one.belief.rooms[..room.index()].iter().sum();
    (low.clamp(0.0, 1.0), (low + one.belief.of(room)).clamp(0.0, 1.0))
}

fn layer(time: &Timeline, points: &[BeliefDay], room: Room, top: f32) -> String {
    let height = |share: f32| n(top + HEIGHT * (1.0 - share));
    let upper = points.iter().map(|one| format!("{} {}", n(time.x(one.day)), height(edges(one, room).1)));
    let lower = points.iter().rev().map(|one| format!("{} {}", n(time.x(one.day)), height(edges(one, room).0)));
    format!("M{}z", upper.chain(lower).collect::<Vec<_>>().join("L"))
}

/// Where the room is widest, if a name fits there.
fn widest(time: &Timeline, points: &[BeliefDay], room: Room, top: f32) -> Option<(f32, f32)> {
    let margin = 36.0;
    points
        .iter()
        .filter(|one| (time.left() + margin..=time.right() - margin).contains(&time.x(one.day)))
        .max_by(|a, b| a.belief.of(room).total_cmp(&b.belief.of(room)))
        .filter(|one| one.belief.of(room) * HEIGHT > 20.0)
        .map(|one| {
            let (low, high) = edges(one, room);
            (time.x(one.day), top + HEIGHT * (1.0 - f32::midpoint(low, high)))
        })
}

/// Today's shares above 5 %, from below, never on one another.
fn shares_today(view: &Journey, top: f32) -> Vec<(Room, u32, f32)> {
    let today = BeliefDay { day: view.as_of_day, belief: view.rooms };
    let mut lowest_free = f32::MAX;
    let mut shares = Vec::new();
    for room in Room::ALL.into_iter().filter(|room| view.rooms.of(*room) > 0.05) {
        let (low, high) = edges(&today, room);
        let y = (top + HEIGHT * (1.0 - f32::midpoint(low, high))).min(lowest_free);
        lowest_free = y - 13.0;
        shares.push((room, words::percent(view.rooms.of(room)), y));
    }
    shares
}

/// Room that the caption of the threshold takes along the line.
const CAPTION_WIDTH: f32 = 140.0;

/// Where the caption of a dashed line stands: above it, or below where the curve runs above it.
fn caption_height(line: f32, curve: &[f32]) -> f32 {
    let is_crossed = |from: f32, to: f32| curve.iter().any(|y| (from..=to).contains(y));
    if is_crossed(line - 18.0, line) && !is_crossed(line, line + 18.0) { line + 14.0 } else { line - 5.0 }
}

/// Line, band that widens in silence, dashed threshold.
pub(super) fn readiness(time: &Timeline, view: &Journey, top: f32) -> Markup {
    let all: Vec<ReadinessDay> = view.readiness_line.iter().filter(|one| time.shows(one.day)).copied().collect();
    let points = thinned(&all);
    let floor = top + READINESS_HEIGHT;
    let at = |one: &ReadinessDay, value: f32| {
        format!("{} {}", n(time.x(one.day)), n(floor - value.clamp(0.0, 1.0) * READINESS_HEIGHT))
    };
    let line: Vec<String> = points.iter().map(|one| at(one, one.readiness.value)).collect();
    let band: Vec<String> = points
        .iter()
        .map(|one| at(one, one.readiness.high))
        .chain(points.iter().rev().map(|one| at(one, one.readiness.low)))
        .collect();
    html! {
        text.t-b x="0" y=(n(top + 12.0)) { (t!("Readiness")) }
        text.t-3 x="0" y=(n(top + 28.0)) { (t!("and range")) }
        path.hair d={ "M" (n(time.left())) " " (n(floor)) "H" (n(time.right())) } {}
        @if !view.enough_evidence { (too_early(time, floor - 18.0)) }
        @else if points.len() > 1 {
            path.band d={ "M" (band.join("L")) "z" } {}
            path.curve d={ "M" (line.join("L")) } {}
        }
        @if let Some(threshold) = view.door_opens_at.filter(|_| view.enough_evidence) {
            @let y = floor - threshold.clamp(0.0, 1.0) * READINESS_HEIGHT;
            path.thr d={ "M" (n(time.left())) " " (n(y)) "H" (n(time.right())) } {}
            @let near: Vec<f32> = points.iter().filter(|one| time.x(one.day) <= time.left() + CAPTION_WIDTH).map(|one| floor - one.readiness.value.clamp(0.0, 1.0) * READINESS_HEIGHT).collect();
            @if time.is_wide() { text.t-3.over x=(n(time.left() + 6.0)) y=(n(caption_height(y, &near))) { (sentence!(
                "the door opens at {threshold}",
                threshold = words::percent(threshold),
            )) } }
            // On a telephone the line would run through these words; they stand before it.
            @else { text.t-3 x="0" y=(n(y.clamp(top + 44.0, floor) + 4.0)) { (sentence!(
                "door: {threshold}",
                threshold = words::percent(threshold),
            )) } }
        }
        @if view.enough_evidence {
            text.t-b.t-fig x=(n(time.right() + 6.0)) y=(n(floor - view.readiness.value.clamp(0.0, 1.0) * READINESS_HEIGHT + 4.0)) {
                (words::percent(view.readiness.value))
            }
        }
    }
}
