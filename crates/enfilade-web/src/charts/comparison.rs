//! Points beside readiness: one mark for each company, the points it has along the floor, how ready it is read to be as
//! its height. Where both agree there is nothing to say; the two other corners are the proof.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::marks::room_class;
use crate::components::words;
use crate::pages::monday::{Compared, Comparison};

const LEFT: f32 = 44.0;
const TOP: f32 = 10.0;
const WIDTH: f32 = 300.0;
const HEIGHT: f32 = 200.0;
/// Width of a letter of a label, about.
const LETTER: f32 = 6.6;
const MOST_NAMES: usize = 6;

struct Scale {
    most_points: f32,
}

impl Scale {
    fn of(view: &Comparison) -> Self {
        let most = view.companies.iter().map(|one| one.points).chain(view.sent_from).fold(0.0_f32, f32::max);
        // A round number of points above the most.
        Self { most_points: ((most / 20.0).floor() + 1.0) * 20.0 }
    }

    fn x(&self, points: f32) -> f32 {
        LEFT + (points / self.most_points).clamp(0.0, 1.0) * WIDTH
    }
}

fn y(readiness: f32) -> f32 {
    TOP + HEIGHT - readiness.clamp(0.0, 1.0) * HEIGHT
}

/// The drawing; nothing where there is nobody to compare.
#[must_use]
pub fn draw(view: &Comparison) -> Markup {
    let scale = Scale::of(view);
    let door = y(view.opens_at);
    let (right, floor) = (LEFT + WIDTH, TOP + HEIGHT);
    let labels = labels(view, &scale);
    html! {
        svg.compared viewBox="0 0 360 250" role="img" aria-label=(summary(view)) {
            @if let Some(from) = view.sent_from {
                rect.corner x=(n(LEFT)) y=(n(TOP)) width=(n(scale.x(from) - LEFT)) height=(n(door - TOP)) {}
                path.thr d={ "M" (n(scale.x(from))) " " (n(TOP)) "V" (n(floor)) } {}
            }
            path.dim d={ "M" (n(LEFT)) " " (n(TOP)) "V" (n(floor)) "H" (n(right)) } {}
            path.thr d={ "M" (n(LEFT)) " " (n(door)) "H" (n(right)) } {}
            @for tick in [0.0_f32, 0.5, 1.0] { text.t-3.t-scale.end x=(n(LEFT - 6.0)) y=(n(y(tick) + 4.0)) { (words::percent(tick)) } }
            @for tick in [0.0, scale.most_points / 2.0, scale.most_points] { text.t-3.t-scale.mid x=(n(scale.x(tick))) y=(n(floor + 16.0)) { (tick.round()) } }
            text.t-3.mid x=(n(LEFT + WIDTH / 2.0)) y="244" { (t!("points: visits, forms")) }
            text.t-3.mid x="0" y="0" transform={ "translate(12 " (n(TOP + HEIGHT / 2.0)) ") rotate(-90)" } { (t!("readiness")) }
            @for one in &view.companies { (mark(one, &scale)) }
            // Names only: the lists beside the drawing lead on, and a drawing is one thing to a screen reader.
            @for label in &labels {
                text class=(if label.is_left { "t-lab end" } else { "t-lab" }) x=(n(label.x)) y=(n(label.y)) { (label.name) }
            }
        }
    }
}

fn mark(one: &Compared, scale: &Scale) -> Markup {
    let (x, y) = (scale.x(one.points), y(one.readiness));
    let room = one.room.map_or("ink", room_class);
    html! {
        g.(room) {
            @if one.is_ready { circle.m.lamp cx=(n(x)) cy=(n(y)) r="7" {} }
            circle class=(if one.is_ready || one.disagrees { "m lit" } else { "m quiet" }) cx=(n(x)) cy=(n(y)) r="4" {}
        }
    }
}

#[derive(Debug, PartialEq)]
struct Label {
    name: String,
    x: f32,
    y: f32,
    /// Stands to the left of its mark.
    is_left: bool,
}

/// Names of those that stand where points and readings disagree, and of the ready; dropped where they find no place.
fn labels(view: &Comparison, scale: &Scale) -> Vec<Label> {
    let mut placed: Vec<Label> = Vec::new();
    let wanted = |one: &&Compared| one.disagrees || one.is_ready;
    for one in view.companies.iter().filter(wanted) {
        if placed.len() == MOST_NAMES {
            break;
        }
        let (x, y) = (scale.x(one.points), y(one.readiness));
        let at = |x: f32, y: f32, is_left: bool| Label { name: one.account.name.clone(), x, y: y + 4.0, is_left };
        // Beside the mark, else below or above it.
        let places = [
            at(x + 10.0, y, false),
            at(x - 10.0, y, true),
            at(x + 6.0, y + 17.0, true),
            at(x - 6.0, y + 17.0, false),
            at(x + 6.0, y - 15.0, true),
            at(x - 6.0, y - 15.0, false),
        ];
        let is_free = |label: &Label| label.is_on_paper() && placed.iter().all(|other| !label.covers(&other.frame()));
        let is_clear = |label: &Label| is_free(label) && !marks(view, scale, one).any(|mark| label.covers(&mark));
        let found = places.iter().position(is_clear).or_else(|| places.iter().position(is_free));
        placed.extend(found.and_then(|found| places.into_iter().nth(found)));
    }
    placed
}

/// A rectangle: left, top, right, bottom.
type Cover = [f32; 4];

/// The other marks, with a little air.
fn marks<'a>(view: &'a Comparison, scale: &'a Scale, but: &'a Compared) -> impl Iterator<Item = Cover> + 'a {
    let others = view.companies.iter().filter(move |one| one.account != but.account);
    others.map(|one| {
        let (x, y) = (scale.x(one.points), y(one.readiness));
        [x - 6.0, y - 6.0, x + 6.0, y + 6.0]
    })
}

impl Label {
    fn frame(&self) -> Cover {
        let long = self.name.chars().count() as f32 * LETTER;
        let left = if self.is_left { self.x - long } else { self.x };
        [left, self.y - 11.0, left + long, self.y + 3.0]
    }

    fn covers(&self, other: &Cover) -> bool {
        let [left, top, right, bottom] = self.frame();
        left < other[2] && other[0] < right && top < other[3] && other[1] < bottom
    }

    fn is_on_paper(&self) -> bool {
        let [left, top, right, bottom] = self.frame();
        left >= LEFT && top >= 0.0 && right <= LEFT + WIDTH + 16.0 && bottom <= TOP + HEIGHT + 6.0
    }
}

/// The same in a sentence.
#[must_use]
pub fn summary(view: &Comparison) -> String {
    let ready = view.companies.iter().filter(|one| one.is_ready).count();
    let sent = view.sent_from.map_or(0, |from| view.companies.iter().filter(|one| one.points >= from).count());
    let both =
        view.sent_from.map_or(0, |from| view.companies.iter().filter(|one| one.is_ready && one.points >= from).count());
    t!(
        "Points and readiness of {companies} companies: {ready} ready, {sent} with many points, {both} both.",
        companies = view.companies.len(),
        ready = words::none_or(ready),
        sent = words::none_or(sent),
        both = words::none_or(both)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::frame::AccountLink;

    fn company(name: &str, points: f32, readiness: f32, is_ready: bool) -> Compared {
        Compared {
            account: AccountLink { domain: format!("{name}.example"), name: name.to_owned() },
            room: None,
            points,
            readiness,
            is_ready,
            disagrees: false,
        }
    }

    #[test]
    fn marks_stay_on_the_paper_and_names_do_not_lie_on_each_other() {
        let mut loud = company("a-company-with-a-long-name", 4_000.0, 0.02, false);
        loud.disagrees = true;
        let view = Comparison {
            companies: vec![loud, company("b", 30.0, 1.7, true), company("c", 29.0, 0.99, true)],
            all: 3,
            sent_from: Some(30.0),
            opens_at: 0.32,
        };
        let scale = Scale::of(&view);
        assert_eq!((scale.x(0.0), scale.x(9e9), y(0.0), y(2.0)), (44.0, 344.0, 210.0, 10.0));
        let names = labels(&view, &scale);
        assert_eq!(names.len(), 3, "{names:?}");
        assert!(names[0].is_left && names[0].x < 344.0);
        assert!((names[1].y - names[2].y).abs() > 10.0, "two at the same height do not lie on each other: {names:?}");
        assert_eq!(summary(&view), "Points and readiness of 3 companies: two ready, two with many points, one both.");
    }

    #[test]
    fn nobody_with_points_draws_no_line() {
        let view =
            Comparison { companies: vec![company("b", 0.0, 0.1, false)], all: 1, sent_from: None, opens_at: 0.3 };
        let drawn = draw(&view).into_string();
        assert_eq!(drawn.matches("class=\"thr\"").count(), 1, "only that of the door: {drawn}");
    }
}
