//! Two bars, one above the other: where the readers of a piece were, and where three weeks later.

use enfilade_app::build::lift::Rooms;
use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::marks::room_class;
use crate::components::sentences::sentence;
use crate::components::words;

const LEFT: f32 = 76.0;
const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 22.0;
/// A number is written where it fits.
const LEAST_FOR_A_NUMBER: f32 = 16.0;

/// The bars with their numbers. Both have the same length: the same people.
#[must_use]
pub fn draw(rooms: &Rooms) -> Markup {
    html! {
        svg.shares viewBox="0 0 480 76" role="img" aria-label=(sentence(rooms)) {
            (bar(t!("before"), &rooms.before, 2.0))
            (bar(t!("21 days on"), &rooms.after, 50.0))
            @if let Some(expected) = rooms.expected {
                text.t-3.t-scale x=(n(LEFT)) y="40" { (sentence!(
                    "like similar readers it would be {numbers}",
                    numbers = numbers(&expected),
                )) }
            }
        }
    }
}

fn bar(name: &str, counts: &[usize; 4], y: f32) -> Markup {
    let all = counts.iter().sum::<usize>().max(1) as f32;
    let mut x = LEFT;
    let parts = Room::ALL.map(|room| {
        let (count, from) = (counts[room.index()], x);
        x += count as f32 / all * WIDTH;
        (room, count, from, x - from)
    });
    html! {
        text.t-3.t-scale x="0" y=(n(y + 15.0)) { (name) }
        @for (room, count, from, width) in parts { @if count > 0 {
            g.(room_class(room)) {
                rect.rib x=(n(from)) y=(n(y)) width=(n(width)) height=(n(HEIGHT)) {}
                @if width >= LEAST_FOR_A_NUMBER { text.on-rib.mid x=(n(from + width / 2.0)) y=(n(y + 15.5)) { (count) } }
            }
        } }
    }
}

fn numbers(expected: &[f64; 4]) -> String {
    expected.map(|count| format!("{}", count.round())).join(", ")
}

/// The same in a sentence.
#[must_use]
pub fn sentence(rooms: &Rooms) -> String {
    let told = |counts: &[usize; 4]| {
        let told = Room::ALL.map(|room| format!("{} {}", words::count_or_dash(counts[room.index()]), room.title()));
        told.join(", ")
    };
    t!("Before: {told}. Three weeks later: {told2}.", told = told(&rooms.before), told2 = told(&rooms.after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_bars_fill_the_width_and_narrow_parts_have_no_number() {
        let rooms = Rooms { before: [60, 40, 0, 0], after: [1, 39, 60, 0], expected: Some([30.4, 40.0, 29.6, 0.0]) };
        let drawn = draw(&rooms).into_string();
        assert!(
            drawn.contains(r#"x="76" y="2" width="240""#) && drawn.contains(r#"x="316" y="2" width="160""#),
            "{drawn}"
        );
        assert!(drawn.contains(r#"x="76" y="50" width="4""#) && !drawn.contains(">1</text>"), "{drawn}");
        assert!(drawn.contains("like similar readers it would be 30, 40, 30, 0"), "{drawn}");
        assert!(sentence(&rooms).starts_with("Before: 60 Problem, 40 Solution, – Offer"), "{}", sentence(&rooms));
        let nobody = draw(&Rooms { before: [0; 4], after: [0; 4], expected: None }).into_string();
        assert!(!nobody.contains("<rect"), "{nobody}");
    }
}
