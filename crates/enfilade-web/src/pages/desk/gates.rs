//! Forms before learning: why they stand, and what they cost.

use enfilade_app::build::desk::gates::{Cost, Gated};
use enfilade_domain::Timestamp;
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{fields, forms, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Clone, Default)]
pub struct Gates {
    pub gated: Vec<Gated>,
    pub counted_at: Option<Timestamp>,
    pub may_decide: bool,
}

#[must_use]
pub fn render(frame: &Frame, view: &Gates) -> Markup {
    let unexplained = view.gated.iter().filter(|gated| gated.needs_a_reason()).count();
    let count = view.gated.len();
    let lede = html! {
        @if count == 0 { b { (t!("Nobody is asked who they are before they may learn.")) } }
        @else if unexplained > 0 { b { (counted_sentence!(
            unexplained,
            "{unexplained} form stands before learning, and nobody said why.",
            "{unexplained} forms stand before learning, and nobody said why.",
            unexplained = words::capital(&words::number(unexplained)),
        )) } }
        @else { (counted_sentence!(
            count,
            "{count} form stands or stood before a piece. <b>None of those before learning lacks a reason.</b>",
            "{count} forms stand or stood before a piece. <b>None of those before learning lacks a reason.</b>",
            count = words::capital(&words::number(count)),
        )) }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="forms" {
            h2 #forms { (t!("Forms before a piece")) }
            p.cap {
                (t!("In the Problem and Solution Rooms people learn and are not asked who they are, unless somebody says why.")) " "
                @if let Some(at) = view.counted_at { (sentence!(
                    "Counted on {utc_day}, without known machines, staff, competitors and customers.",
                    utc_day = words::day_of_year(at.utc_day()),
                )) }
                @else { (t!("Readers are being counted.")) }
            }
            @if count == 0 { p.empty { (t!("No piece of the library is behind a form.")) } }
            ul.rows { @for gated in &view.gated { li { (one(frame, gated, view.may_decide)) } } }
        }
    };
    super::sheet(frame, "/content/gates", t!("Forms"), &lede, &body)
}

fn one(frame: &Frame, gated: &Gated, may_decide: bool) -> Markup {
    let opened = gated.stated.as_ref().and_then(|kept| kept.what.opened_at);
    html! {
        p { (super::tag(gated.room)) (super::piece(&gated.path, &gated.title)) }
        @if let Some(kept) = &gated.stated {
            p.small {
                (sentence!(
                    "“{reason}”, {by}. It stands since {utc_day}",
                    reason = kept.what.reason,
                    by = kept.by,
                    utc_day = words::day_of_year(kept.what.since.utc_day()),
                ))
                @if let Some(at) = opened { " " (sentence!(
                    "and was taken away on {utc_day}",
                    utc_day = words::day_of_year(at.utc_day()),
                )) }
                "."
            }
        } @else if gated.needs_a_reason() { p.do { (t!("A crawl found a form before it, and nobody said why. Readers who are asked too early leave.")) } }
        @if let Some(cost) = &gated.cost { (told(cost)) } @else { p.small { (t!("Nobody came to it, as far as it was counted.")) } }
        @if may_decide && gated.stated.is_none() {
            form.inline.noprint method="post" action="/content/gates/keep" {
                (forms::csrf_field(frame)) input type="hidden" name="path" value=(gated.path);
                (fields::line(t!("Why a form has to stand here"), "reason", "")) button.btn type="submit" { (t!("Keep the form")) }
            }
        }
        @if may_decide && gated.stated.is_some() && opened.is_none() {
            div.gap-above.noprint { (super::press(frame, "/content/gates/open".to_owned(), t!("The form was taken away"), &[("path", gated.path.clone())])) }
        }
    }
}

fn told(cost: &Cost) -> Markup {
    html! {
        p {
            (sentence!(
                "{came} came, {sent_the_form} sent the form, <b>{left} left</b>",
                came = words::capital(&words::number(cost.came)),
                sent_the_form = words::none_or(cost.sent_the_form),
                left = words::none_or(cost.left),
            ))
            @if cost.left_known > 0 { (sentence!(
                "; {left_known} of those had been here before",
                left_known = words::number(cost.left_known),
            )) }
            "."
        }
        p.small {
            (sentence!(
                "Came again within thirty days: of those who left, {part}; of readers of open pieces in the same room, {part2}.",
                part = words::part(&cost.after_leaving),
                part2 = words::part(&cost.after_open),
            ))
            @if let Some(lost) = cost.lost().filter(|lost| *lost >= 0.5) {
                " " (sentence!(
                    "If they are alike, about {lost} more would have come again without it.",
                    lost = words::number(lost.round() as usize),
                ))
            }
        }
        @if let Some((readers, days)) = cost.since_opened {
            p.small { (counted_sentence!(
                readers,
                "Since it is open {readers} reader came in {max}.",
                "Since it is open {readers} readers came in {max}.",
                readers = words::number(readers),
                max = words::days(days.max(1.0) as u32),
            )) }
        }
    }
}
