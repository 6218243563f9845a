//! The quiet band: how long this account is usually silent, and where the silence of now lies.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::sentences::sentence;
use crate::components::words;
use crate::pages::journey::QuietBand;

const LEFT: f32 = 10.0;
const WIDTH: f32 = 300.0;

/// Grey from the 10 % to the 90 % quantile, a tick at the median, a dot for now.
#[must_use]
pub fn draw(quiet: QuietBand) -> Markup {
    let longest = quiet.high_days.max(quiet.now_days).max(1.0) * 1.08;
    let x = |days: f32| LEFT + (days.max(0.0) / longest).min(1.0) * WIDTH;
    let (low, middle, high, now) = (x(quiet.low_days), x(quiet.median_days), x(quiet.high_days), x(quiet.now_days));
    let anchor = |x: f32| {
        if x > LEFT + WIDTH - 60.0 {
            "end"
        } else if x < LEFT + 40.0 {
            ""
        } else {
            "mid"
        }
    };
    html! {
        svg viewBox="0 0 320 74" width="320" height="74" role="img" aria-label=(sentence(quiet)) {
            path.hair d="M10 37H310" {}
            rect.hushed x=(n(low)) y="27" width=(n((high - low).max(2.0))) height="20" {}
            path.tick d={ "M" (n(middle)) " 24v26" } {}
            circle.pivot cx=(n(now)) cy="37" r="5.5" {}
            text class={ "t-b " (anchor(now)) } x=(n(now)) y="15" { (sentence!(
                "now: {now_days}",
                now_days = days(quiet.now_days),
            )) }
            text class={ "t-3 " (anchor(middle)) } x=(n(middle)) y="66" { (sentence!(
                "usually {median_days}",
                median_days = days(quiet.median_days),
            )) }
            @if high - middle > 110.0 { text.t-3.end x=(n(high)) y="66" { (sentence!(
                "up to {high_days}",
                high_days = days(quiet.high_days),
            )) } }
        }
    }
}

/// Days across the width of bands that stand below each other: enough for nine in ten of their ends, so that one very
/// patient company does not press all others into a corner.
#[must_use]
pub fn scale(bands: impl Iterator<Item = QuietBand>) -> f32 {
    let mut ends: Vec<f32> = bands.map(|quiet| quiet.high_days.max(quiet.now_days)).collect();
    ends.sort_by(f32::total_cmp);
    ends.get(ends.len().saturating_sub(1) * 9 / 10).map_or(1.0, |end| end.max(1.0) * 1.08)
}

/// The band alone, for rows of a list with one [`scale`]: a filled dot is inside the usual silences, a ring is longer.
#[must_use]
pub fn draw_small(quiet: QuietBand, longest: f32) -> Markup {
    const SMALL: f32 = 190.0;
    let x = |days: f32| LEFT + (days.max(0.0) / longest).min(1.0) * SMALL;
    let (low, middle, high, now) = (x(quiet.low_days), x(quiet.median_days), x(quiet.high_days), x(quiet.now_days));
    html! {
        svg viewBox="0 0 210 28" width="210" height="28" role="img" aria-label=(sentence(quiet)) {
            path.hair d="M10 14H200" {}
            rect.hushed x=(n(low)) y="6" width=(n((high - low).max(2.0))) height="16" {}
            path.tick d={ "M" (n(middle)) " 4v20" } {}
            circle class=(if quiet.now_days <= quiet.high_days { "pivot" } else { "ring" }) cx=(n(now)) cy="14" r="5" {}
        }
    }
}

fn days(count: f32) -> String {
    words::days(count.max(0.0).round() as u32)
}

/// The same in a sentence.
#[must_use]
pub fn sentence(quiet: QuietBand) -> String {
    let place = if quiet.now_days <= quiet.high_days {
        t!("within their usual silences")
    } else {
        t!("longer than their usual silences")
    };
    t!(
        "Quiet for {now_days} now, {place}: mostly {max} to {high_days}, with {median_days} in the middle.",
        now_days = days(quiet.now_days),
        place = place,
        max = quiet.low_days.max(0.0).round(),
        high_days = days(quiet.high_days),
        median_days = days(quiet.median_days)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_silence_than_usual_is_said_and_stays_on_paper() {
        let quiet = QuietBand { low_days: 2.0, median_days: 6.0, high_days: 30.0, now_days: 400.0, silences: 9 };
        assert!(sentence(quiet).contains("longer than their usual"));
        assert!(draw(quiet).into_string().contains("cx=\"287.8\""));
        let scale = scale([quiet].into_iter());
        assert!(draw_small(quiet, scale).into_string().contains("class=\"ring\" cx=\"185.9\""));
        assert!(draw_small(quiet, 100.0).into_string().contains("class=\"ring\" cx=\"200\""), "at the edge");
        assert!(draw_small(QuietBand { now_days: 4.0, ..quiet }, scale).into_string().contains("class=\"pivot\""));
        assert!(sentence(QuietBand { now_days: 4.0, ..quiet }).contains("within"));
    }
}
