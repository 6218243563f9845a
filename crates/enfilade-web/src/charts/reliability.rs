//! The reliability chart: what was said beside what came true, with the interval of each.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use enfilade_app::measure::backtest::report::{Bin, CalibrationTable};

const LEFT: f32 = 46.0;
const TOP: f32 = 12.0;
const SIDE: f32 = 260.0;
/// Shares that are written on both axes.
const TICKS: [f64; 7] = [0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0];

/// Square-root scale on both axes: most account-dates lie below five percent, and must still be told apart.
fn along(share: f64) -> f32 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    share.sqrt() as f32 * SIDE
}

fn x(share: f64) -> f32 {
    LEFT + along(share)
}

fn y(share: f64) -> f32 {
    TOP + SIDE - along(share)
}

/// One dot for each group of forecasts, a whisker for its interval, the line on which honesty lies.
#[must_use]
pub fn draw(table: &CalibrationTable) -> Markup {
    html! {
        svg.ink viewBox="0 0 330 320" width="330" height="320" role="img" aria-label=(summary(table)) {
            @for tick in TICKS {
                path.hair d={ "M" (n(x(tick))) " " (n(TOP)) "V" (n(TOP + SIDE)) } {}
                path.hair d={ "M" (n(LEFT)) " " (n(y(tick))) "H" (n(LEFT + SIDE)) } {}
                text.t-3.t-scale.mid x=(n(x(tick))) y=(n(TOP + SIDE + 16.0)) { (percent(tick)) }
                text.t-3.t-scale.end x=(n(LEFT - 6.0)) y=(n(y(tick) + 4.0)) { (percent(tick)) }
            }
            path.thr d={ "M" (n(LEFT)) " " (n(TOP + SIDE)) "L" (n(LEFT + SIDE)) " " (n(TOP)) } {}
            @for bin in &table.bins { (dot(bin)) }
            text.t-3.mid x=(n(LEFT + SIDE / 2.0)) y="312" { (t!("said, percent")) }
            text.t-3.mid x="0" y="0" transform={ "translate(12 " (n(TOP + SIDE / 2.0)) ") rotate(-90)" } { (t!("came true, percent")) }
        }
    }
}

fn dot(bin: &Bin) -> Markup {
    let (low, high) = (bin.observed.low.unwrap_or(0.0), bin.observed.high.unwrap_or(1.0));
    let at = x(bin.mean_predicted);
    // Few accounts make a hollow dot: look, and do not lean on it.
    let class = if bin.accounts < 10 { t!("m quiet") } else { t!("m lit") };
    html! {
        path.dim d={ "M" (n(at)) " " (n(y(low))) "V" (n(y(high))) } {}
        circle class=(class) cx=(n(at)) cy=(n(y(bin.observed.value))) r="5" {}
    }
}

fn percent(share: f64) -> String {
    format!("{}", (share * 1_000.0).round() / 10.0)
}

/// The same in a sentence.
#[must_use]
pub fn summary(table: &CalibrationTable) -> String {
    let inside = table
        .bins
        .iter()
        .filter(|bin| bin.observed.low.is_none_or(|low| low <= bin.mean_predicted))
        .filter(|bin| bin.observed.high.is_none_or(|high| high >= bin.mean_predicted))
        .count();
    t!(
        "What was said beside what came true: in {inside} of {bins} groups what was said lies within the range of what came true.",
        inside = inside,
        bins = table.bins.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use enfilade_app::measure::backtest::report::Figure;

    fn bin(said: f64, came: f64, accounts: usize) -> Bin {
        let observed = Figure { value: came, low: Some((came - 0.1).max(0.0)), high: Some((came + 0.1).min(1.0)) };
        Bin { from: 0.0, until: 1.0, cases: accounts, accounts, mean_predicted: said, observed }
    }

    #[test]
    fn honesty_lies_on_the_line_and_nothing_leaves_the_paper() {
        let table = CalibrationTable {
            number: "readiness".to_owned(),
            against: String::new(),
            cases: 3,
            accounts: 3,
            mean_predicted: 0.5,
            observed: Figure { value: 0.5, low: None, high: None },
            predicted_to_observed: None,
            brier: 0.0,
            brier_skill: None,
            expected_calibration_error: 0.0,
            bins: vec![bin(0.25, 0.25, 40), bin(f64::NAN, 1.7, 2), bin(0.9, 0.2, 12)],
        };
        let html = draw(&table).into_string();
        assert!(html.contains("class=\"m lit\" cx=\"176\" cy=\"142\""), "{html}");
        assert!(
            html.contains("class=\"m quiet\" cx=\"46\" cy=\"12\""),
            "few accounts are hollow, and no number breaks it"
        );
        assert!(summary(&table).contains("in 1 of 3 groups"), "{}", summary(&table));
    }
}
