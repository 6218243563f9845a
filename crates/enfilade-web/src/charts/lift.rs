//! The lift glyph: how far readers of a piece went on towards the next room, against similar readers. Upright is no effect.

use enfilade_app::build::lift::Shift;
use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;

const NONE_AT: f32 = 28.0;
/// Pixels for one unit of log odds.
const UNIT: f32 = 24.0;
const WIDTH: f32 = 84.0;

/// Dot and whisker; hollow where no effect lies within the interval.
#[must_use]
pub fn draw(shift: &Shift) -> Markup {
    let x = |log_odds: f64| (NONE_AT + log_odds as f32 * UNIT).clamp(5.0, WIDTH - 5.0);
    html! {
        svg viewBox="0 0 84 12" width="84" height="12" role="img" aria-label=(sentence(shift)) {
            path.dim d={ "M" (n(NONE_AT)) " 0V12" } {}
            path.reach d={ "M" (n(x(shift.low))) " 6H" (n(x(shift.high))) } {}
            circle class=(if shift.is_clear() { "m lit" } else { "m quiet" }) cx=(n(x(shift.log_odds))) cy="6" r="4" {}
        }
    }
}

/// The same in a sentence.
#[must_use]
pub fn sentence(shift: &Shift) -> String {
    let word = match (shift.is_clear(), shift.log_odds > 0.0) {
        (false, _) => t!("too early to tell"),
        (true, true) => t!("readers went on more often than similar ones"),
        (true, false) => t!("readers went on less often than similar ones"),
    };
    t!(
        "{word}: lift {log_odds}, between {low} and {high}",
        word = word,
        log_odds = format_args!("{:+.2}", shift.log_odds),
        low = format_args!("{:+.2}", shift.low),
        high = format_args!("{:+.2}", shift.high)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_effect_is_upright_and_nothing_leaves_the_paper() {
        let clear = Shift { log_odds: 0.5, low: 0.25, high: 0.75 };
        let drawn = draw(&clear).into_string();
        assert!(drawn.contains("M34 6H46") && drawn.contains("class=\"m lit\" cx=\"40\""), "{drawn}");
        assert!(sentence(&clear).starts_with("readers went on more often"));
        let wide = Shift { log_odds: -9.0, low: -20.0, high: f64::INFINITY };
        let drawn = draw(&wide).into_string();
        assert!(drawn.contains("M5 6H79") && drawn.contains("class=\"m quiet\" cx=\"5\""), "{drawn}");
        assert!(sentence(&wide).starts_with("too early"));
        assert!(sentence(&Shift { log_odds: -0.5, low: -0.9, high: -0.1 }).contains("less often"));
    }
}
