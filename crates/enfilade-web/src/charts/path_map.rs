//! How the rooms are joined by links: places in a row, links on to later places above, links back below.

use crate::components::sentences::{counted_sentence, sentence};
use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;

/// A place of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub name: &'static str,
    /// `r0` to `r3` for rooms.
    pub class: &'static str,
    pub pages: usize,
}

const STEP: f32 = 150.0;
const BOX: (f32, f32) = (112.0, 44.0);
const LEFT: f32 = 12.0;
const MIDDLE: f32 = 150.0;
/// Around the boxes and the outermost curves, with room for a number.
const MARGIN: f32 = 18.0;

/// Draws the map. `links[from][to]` counts links of the texts; `wanted` are doors that are missing.
#[must_use]
pub fn draw(places: &[Place], links: &[Vec<u32>], wanted: &[(usize, usize)]) -> Markup {
    let width = LEFT * 2.0 + STEP * (places.len().max(1) - 1) as f32 + BOX.0;
    let most = links
        .iter()
        .enumerate()
        .flat_map(|(from, row)| row.iter().enumerate().filter(move |(to, _)| *to != from))
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1)
        // One link is a thin line also where no place has more.
        .max(10);
    let mut joined: Vec<(usize, usize, u32)> = Vec::new();
    for (from, row) in links.iter().enumerate() {
        joined.extend(
            row.iter()
                .enumerate()
                .filter(|(to, count)| *to != from && **count > 0)
                .map(|(to, count)| (from, to, *count)),
        );
    }
    let drawn = joined.iter().map(|(from, to, _)| (*from, *to)).chain(wanted.iter().copied());
    let apexes: Vec<f32> = drawn.map(|(from, to)| Curve::between(from, to).apex.1).collect();
    let top = apexes.iter().copied().fold(MIDDLE - BOX.1 / 2.0, f32::min) - MARGIN;
    let bottom = apexes.iter().copied().fold(MIDDLE + BOX.1 / 2.0, f32::max) + MARGIN;
    html! {
        svg.wide.pathmap viewBox=(format!("0 {} {} {}", n(top), n(width), n(bottom - top))) role="img" aria-label=(in_words(places, &joined, wanted)) {
            @for (from, to, count) in &joined {
                @let curve = Curve::between(*from, *to);
                path.link d=(curve.path) stroke-width=(n(1.2 + 5.0 * (*count as f32 / most as f32).sqrt())) {}
            }
            @for (from, to) in wanted { path.wanted d=(Curve::between(*from, *to).path) {} }
            // On top of all lines: a number that a line crosses cannot be read.
            @for (from, to, count) in &joined {
                @let (x, y) = Curve::between(*from, *to).apex;
                text.count.mid.over x=(n(x)) y=(n(y)) { (count) }
            }
            @for (index, place) in places.iter().enumerate() {
                @let x = LEFT + STEP * index as f32;
                g class=(place.class) {
                    rect.node x=(n(x)) y=(n(MIDDLE - BOX.1 / 2.0)) width=(n(BOX.0)) height=(n(BOX.1)) {}
                    text.mid.place x=(n(x + BOX.0 / 2.0)) y=(n(MIDDLE - 2.0)) { (place.name) }
                    text.mid.t-3 x=(n(x + BOX.0 / 2.0)) y=(n(MIDDLE + 15.0)) { (counted_sentence!(
                        place.pages,
                        "{pages} page",
                        "{pages} pages",
                        pages = place.pages,
                    )) }
                }
            }
        }
        ul.narrow.rows {
            @for (from, to, count) in &joined { li { (sentence!(
                "{name} to {name2}: <b>{count}</b>",
                name = places[*from].name,
                name2 = places[*to].name,
                count = count,
            )) } }
            @for (from, to) in wanted { li { (sentence!(
                "A door to open: <b>{name} to {name2}</b>",
                name = places[*from].name,
                name2 = places[*to].name,
            )) } }
            @if joined.is_empty() { li { (t!("No text leads from one room to another.")) } }
        }
    }
}

struct Curve {
    path: String,
    apex: (f32, f32),
}

impl Curve {
    fn between(from: usize, to: usize) -> Self {
        let centre = |index: usize| LEFT + STEP * index as f32 + BOX.0 / 2.0;
        let is_on = to > from;
        let side = if is_on { -1.0 } else { 1.0 };
        // Ends lie beside the middle, so that ways out and in are told apart.
        let shift = if is_on { 14.0 } else { -14.0 };
        let (a, b) = (centre(from) + shift, centre(to) - shift);
        let y = MIDDLE + side * BOX.1 / 2.0;
        let far = from.abs_diff(to) as f32;
        let bow = side * (14.0 + 32.0 * far);
        let path = format!("M{} {}C{} {} {} {} {} {}", n(a), n(y), n(a), n(y + bow), n(b), n(y + bow), n(b), n(y));
        Self { path, apex: (f32::midpoint(a, b), y + bow * 0.75 + if is_on { -4.0 } else { 12.0 }) }
    }
}

fn in_words(places: &[Place], joined: &[(usize, usize, u32)], wanted: &[(usize, usize)]) -> String {
    let links: Vec<String> = joined
        .iter()
        .map(|(from, to, count)| {
            t!("{name} to {name2}: {count}", name = places[*from].name, name2 = places[*to].name, count = count)
        })
        .collect();
    let mut words = if links.is_empty() {
        t!("No links between the rooms.").to_owned()
    } else {
        t!("Links: {links}.", links = links.join(", "))
    };
    if !wanted.is_empty() {
        let doors: Vec<String> = wanted
            .iter()
            .map(|(from, to)| t!("{name} to {name2}", name = places[*from].name, name2 = places[*to].name))
            .collect();
        words.push_str(&t!(" Missing: {doors}.", doors = doors.join(", ")));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_on_go_above_and_links_back_below() {
        assert!(Curve::between(0, 2).apex.1 < MIDDLE && Curve::between(2, 0).apex.1 > MIDDLE);
        let place = |name| Place { name, class: "", pages: 1 };
        let svg = draw(&[place("Home"), place("Problem")], &[vec![3, 2], vec![0, 0]], &[(1, 0)]).into_string();
        assert!(svg.contains("Home to Problem: 2. Missing: Problem to Home."), "{svg}");
        let height = |links: &[Vec<u32>]| -> f32 {
            let svg = draw(&[place("Home"), place("Problem"), place("Sales")], links, &[]).into_string();
            let view = svg.split("viewBox=\"").nth(1).unwrap().split('"').next().unwrap();
            view.split(' ').nth(3).unwrap().parse().unwrap()
        };
        let (none, far) = (height(&[]), height(&[vec![0, 0, 1]]));
        assert!(none < 100.0 && far > none + 30.0, "as high as its curves: {none}, {far}");
    }
}
