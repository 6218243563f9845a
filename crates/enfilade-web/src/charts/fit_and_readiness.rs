//! Fit and readiness as two directions: this account among others, never as one figure.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::words;
use crate::pages::journey::Beside;

const LEFT: f32 = 30.0;
const TOP: f32 = 10.0;
const WIDTH: f32 = 270.0;
const HEIGHT: f32 = 170.0;
/// Width of a letter of the name, about.
const LETTER: f32 = 7.0;

fn x(fit: f32) -> f32 {
    LEFT + 8.0 + fit.clamp(0.0, 1.0) * (WIDTH - 16.0)
}

fn y(readiness: f32) -> f32 {
    TOP + 4.0 + (1.0 - readiness.clamp(0.0, 1.0)) * (HEIGHT - 8.0)
}

/// Draws the account `name` among the others.
#[must_use]
pub fn draw(name: &str, view: &Beside) -> Markup {
    let (right, floor) = (LEFT + WIDTH, TOP + HEIGHT);
    let (here_x, here_y) = (x(view.fit), y(view.readiness));
    let is_left = here_x + 12.0 + name.chars().count() as f32 * LETTER > right;
    html! {
        svg.ink.compared viewBox="0 0 310 224" role="img" aria-label=(summary(name, view)) {
            rect.node x=(n(LEFT)) y=(n(TOP)) width=(n(WIDTH)) height=(n(HEIGHT)) {}
            path.thr d={ "M" (n(LEFT)) " " (n(y(view.opens_at))) "H" (n(right)) } {}
            text.t-3.t-scale.over x=(n(LEFT + 6.0)) y=(n(y(view.opens_at) - 5.0)) { (t!("the door opens")) }
            @for (fit, readiness) in &view.others { circle.m.quiet cx=(n(x(*fit))) cy=(n(y(*readiness))) r="3.4" {} }
            circle.m.lamp cx=(n(here_x)) cy=(n(here_y)) r="7" {}
            circle.m.lit cx=(n(here_x)) cy=(n(here_y)) r="3.6" {}
            text class=(if is_left { "t-lab end" } else { "t-lab" }) x=(n(if is_left { here_x - 11.0 } else { here_x + 11.0 })) y=(n((here_y + 4.0).max(TOP + 14.0))) { (name) }
            @for (index, word) in [t!("weak"), t!("fair"), t!("strong")].into_iter().enumerate() {
                text.t-3.t-scale.mid x=(n(x((index as f32 + 0.5) / 3.0))) y=(n(floor + 16.0)) { (word) }
            }
            text.t-3.mid x=(n(LEFT + WIDTH / 2.0)) y=(n(floor + 36.0)) { (t!("fit, changes rarely")) }
            text.t-3.mid x="0" y="0" transform={ "translate(14 " (n(TOP + HEIGHT / 2.0)) ") rotate(-90)" } { (t!("readiness")) }
        }
    }
}

/// The same in a sentence.
#[must_use]
pub fn summary(name: &str, view: &Beside) -> String {
    let fitter = view.others.iter().filter(|(fit, _)| *fit > view.fit).count();
    let readier = view.others.iter().filter(|(_, readiness)| *readiness > view.readiness).count();
    let all = view.others.len();
    t!(
        "{name} among {all} others with both figures: {fitter} better, {readier} further on the way.",
        name = name,
        all = all,
        fitter = counted(fitter, t!("fits"), t!("fit")),
        readier = counted(readier, t!("is"), t!("are"))
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => t!("none {one}", one = one),
        count => format!("{count} {}", words::plural(count, one, many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_stands_among_the_others_and_its_name_stays_on_the_paper() {
        let view = Beside { fit: 0.95, readiness: 2.0, others: vec![(0.1, 0.05), (0.99, 0.2)], opens_at: 0.3 };
        let drawn = draw("A company with a long name", &view).into_string();
        assert!(drawn.contains("class=\"t-lab end\"") && drawn.matches("m quiet").count() == 2, "{drawn}");
        assert!(drawn.contains(&format!("cy=\"{}\"", n(TOP + 4.0))), "what is above the paper is drawn at its edge");
        assert_eq!(
            summary("X", &view),
            "X among 2 others with both figures: 1 fits better, none is further on the way."
        );
    }
}
