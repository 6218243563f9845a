//! Four doorways, each lit as far as its room serves a buyer who arrives alone.

use crate::components::sentences::counted_sentence;
use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;

/// One doorway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doorway {
    pub room: Room,
    /// 0 to 100; nothing where the room could not be judged.
    pub score: Option<f32>,
    pub pages: usize,
}

/// Sizes of one of the two drawings.
struct Frame {
    class: &'static str,
    width: f32,
    height: f32,
    door: (f32, f32),
    margin: f32,
    wall: f32,
    figure: u32,
}

const WIDE: Frame =
    Frame { class: "wide", width: 860.0, height: 242.0, door: (128.0, 168.0), margin: 40.0, wall: 8.0, figure: 30 };
const NARROW: Frame =
    Frame { class: "narrow", width: 358.0, height: 194.0, door: (66.0, 120.0), margin: 10.0, wall: 5.0, figure: 24 };

/// Draws the doorways, wide and narrow.
#[must_use]
pub fn draw(doorways: &[Doorway]) -> Markup {
    html! { div.doorways { (drawing(doorways, &WIDE)) (drawing(doorways, &NARROW)) } }
}

fn drawing(doorways: &[Doorway], frame: &Frame) -> Markup {
    let told: Vec<String> = doorways
        .iter()
        .map(|door| match door.score {
            Some(score) => format!("{} {score:.0}", door.room.title()),
            None => t!("{room} not judged", room = door.room.title()),
        })
        .collect();
    let label = t!("Score of each room of 100: {told}", told = told.join(", "));
    let (w, h) = frame.door;
    let top = 20.0;
    let floor = top + h;
    let count = doorways.len().max(2) as f32;
    let step = (frame.width - 2.0 * frame.margin - w) / (count - 1.0);
    html! {
        svg class=(frame.class) viewBox=(format!("0 0 {} {}", n(frame.width), n(frame.height))) role="img" aria-label=(label) {
            path.wallp d=(format!("M0 {}H{}v{}H0z", n(floor), n(frame.width), n(frame.wall))) {}
            @for (index, door) in doorways.iter().enumerate() {
                @let x = frame.margin + step * index as f32;
                @let lit = h * (door.score.unwrap_or_default().clamp(0.0, 100.0) / 100.0);
                @let middle = x + w / 2.0;
                g class=(format!("r{}", door.room.index())) {
                    rect.floor x=(n(x)) y=(n(top)) width=(n(w)) height=(n(h)) {}
                    rect.up x=(n(x)) y=(n(floor - lit)) width=(n(w)) height=(n(lit)) opacity=".9" {}
                    path d=(format!("M{} {}V{}H{}V{}", n(x - frame.wall / 2.0), n(floor), n(top - frame.wall / 2.0), n(x + w + frame.wall / 2.0), n(floor))) fill="none" stroke="var(--wall)" stroke-width=(n(frame.wall)) {}
                    // The figure stands above the light, or inside the frame where there is no space above it.
                    text.mid.figure x=(n(middle)) y=(n((floor - lit - 9.0).max(top + frame.figure as f32))) { @if let Some(score) = door.score { (format!("{score:.0}")) } @else { "?" } }
                    text.t-room.mid x=(n(middle)) y=(n(floor + 30.0)) { (door.room.title()) }
                    text.mid.t-3 x=(n(middle)) y=(n(floor + 48.0)) { @if door.score.is_none() { (t!("not judged")) } @else { (counted_sentence!(
                        door.pages,
                        "{pages} page",
                        "{pages} pages",
                        pages = door.pages,
                    )) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_rises_with_the_score() {
        let door = |score: Option<f32>| Doorway { room: Room::Problem, score, pages: 1 };
        let svg = draw(&[door(Some(0.0)), door(Some(100.0))]).into_string();
        assert!(svg.contains(r#"height="0" opacity"#) && svg.contains(r#"height="168" opacity"#));
        assert!(svg.contains("Problem 0, Problem 100") && svg.contains("1 page<"));
        let unknown = draw(&[door(None), door(Some(40.0))]).into_string();
        assert!(unknown.contains("Problem not judged, Problem 40") && unknown.contains(">?<"), "{unknown}");
    }
}
