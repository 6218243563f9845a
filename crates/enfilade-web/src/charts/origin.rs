//! Where a client began: a line from the first anonymous sign to the record to the signature.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::sentences::sentence;
use crate::components::words;

const LEFT: f32 = 10.0;
const WIDTH: f32 = 300.0;

/// Position of a day on the line.
fn x(day: i64, from: i64, to: i64) -> f32 {
    let span = (to - from).max(1) as f32;
    LEFT + ((day - from) as f32 / span).clamp(0.0, 1.0) * WIDTH
}

/// Days from the beginning to the signature.
#[must_use]
pub fn span(first_seen: Option<i64>, opened: i64, closed: i64) -> i64 {
    closed - first_seen.filter(|day| *day <= closed).unwrap_or(opened).min(opened)
}

/// Draws the line. Without a first sign it begins at the record. Lines that stand below each other end at the signature
/// and share a scale, on which `longest` days fill the width.
#[must_use]
pub fn draw(first_seen: Option<i64>, opened: i64, closed: i64, longest: i64) -> Markup {
    let first = first_seen.filter(|day| *day <= closed);
    let from = closed - longest.max(span(first_seen, opened, closed));
    let (begin, record, end) =
        (first.map(|day| x(day, from, closed)), x(opened, from, closed), x(closed, from, closed));
    let unseen = first.filter(|day| opened - day >= 1).map(|day| opened - day);
    html! {
        svg viewBox="0 0 320 52" width="320" height="52" role="img" aria-label=(sentence(first_seen, opened, closed)) {
            path.hair d={ "M" (n(begin.unwrap_or(record))) " 30H" (n(end)) } {}
            @if let Some(begin) = begin {
                @if record > begin { rect.hushed x=(n(begin)) y="25" width=(n(record - begin)) height="10" {} }
                circle.ring cx=(n(begin)) cy="30" r="5" {}
            }
            path.tick d={ "M" (n(record)) " 20v20" } {}
            rect.pivot x=(n(end - 5.0)) y="25" width="10" height="10" {}
            @if let (Some(days), Some(begin)) = (unseen, begin) { @if LEFT + WIDTH - begin > 120.0 {
                text.t-3 x=(n(begin)) y="14" { (sentence!(
                    "{days} before the record",
                    days = words::days(u32::try_from(days).unwrap_or(0)),
                )) }
            } }
        }
    }
}

/// The same in a sentence.
#[must_use]
pub fn sentence(first_seen: Option<i64>, opened: i64, closed: i64) -> String {
    let (record, signed) = (words::day_of_year(opened), words::day_of_year(closed));
    match first_seen.filter(|day| *day <= closed) {
        Some(first) => {
            t!(
                "First sign {first}, on record {record}, signed {signed}.",
                first = words::day_of_year(first),
                record = record,
                signed = signed
            )
        }
        None => t!("No sign was seen before; on record {record}, signed {signed}.", record = record, signed = signed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_keeps_its_order_and_stays_on_paper() {
        assert_eq!((x(0, 0, 100), x(50, 0, 100), x(100, 0, 100)), (10.0, 160.0, 310.0));
        assert_eq!((x(-5, 0, 100), x(300, 0, 100), x(7, 7, 7)), (10.0, 310.0, 10.0));
        let drawn = draw(Some(0), 60, 100, 0).into_string();
        assert!(drawn.contains("M190 20v20") && drawn.contains("60 days before the record"), "{drawn}");
        let unseen = draw(None, 60, 100, 0).into_string();
        assert!(!unseen.contains("<circle") && unseen.contains("No sign was seen before"));
        // First seen only after there was a record.
        assert!(!draw(Some(80), 60, 100, 0).into_string().contains("before the record"));
    }

    #[test]
    fn lines_below_each_other_share_a_scale() {
        assert_eq!((span(Some(0), 60, 100), span(None, 60, 100), span(Some(120), 60, 100)), (100, 40, 40));
        let drawn = draw(Some(50), 75, 100, 100).into_string();
        assert!(drawn.contains("M160 30H310") && drawn.contains("M235 20v20"), "{drawn}");
    }
}
