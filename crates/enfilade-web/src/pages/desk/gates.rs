//! Forms before learning: why they stand, and what they cost.

use enfilade_app::build::desk::gates::{Cost, Gated};
use enfilade_domain::Timestamp;
use maud::{Markup, html};

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
        @if count == 0 { b { "Nobody is asked who they are before they may learn." } }
        @else if unexplained > 0 { b { (words::capital(&words::number(unexplained))) " " (words::plural(unexplained, "form stands", "forms stand")) " before learning, and nobody said why." } }
        @else { (words::capital(&words::number(count))) " " (words::plural(count, "form stands or stood", "forms stand or stood")) " before a piece. " b { "None of those before learning lacks a reason." } }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="forms" {
            h2 #forms { "Forms before a piece" }
            p.cap {
                "In the Problem and Solution Rooms people learn and are not asked who they are, unless somebody says why. "
                @if let Some(at) = view.counted_at { "Counted on " (words::day_of_year(at.utc_day())) ", without known machines, staff, competitors and customers." }
                @else { "Readers are being counted." }
            }
            @if count == 0 { p.empty { "No piece of the library is behind a form." } }
            ul.rows { @for gated in &view.gated { li { (one(frame, gated, view.may_decide)) } } }
        }
    };
    super::sheet(frame, "/content/gates", "Forms", &lede, &body)
}

fn one(frame: &Frame, gated: &Gated, may_decide: bool) -> Markup {
    let opened = gated.stated.as_ref().and_then(|kept| kept.what.opened_at);
    html! {
        p { (super::tag(gated.room)) (super::piece(&gated.path, &gated.title)) }
        @if let Some(kept) = &gated.stated {
            p.small {
                "“" (kept.what.reason) "”, " (kept.by) ". It stands since " (words::day_of_year(kept.what.since.utc_day()))
                @if let Some(at) = opened { " and was taken away on " (words::day_of_year(at.utc_day())) }
                "."
            }
        } @else if gated.needs_a_reason() { p.do { "A crawl found a form before it, and nobody said why. Readers who are asked too early leave." } }
        @if let Some(cost) = &gated.cost { (told(cost)) } @else { p.small { "Nobody came to it, as far as it was counted." } }
        @if may_decide && gated.stated.is_none() {
            form.inline.noprint method="post" action="/content/gates/keep" {
                (forms::csrf_field(frame)) input type="hidden" name="path" value=(gated.path);
                (fields::line("Why a form has to stand here", "reason", "")) button.btn type="submit" { "Keep the form" }
            }
        }
        @if may_decide && gated.stated.is_some() && opened.is_none() {
            div.gap-above.noprint { (super::press(frame, "/content/gates/open".to_owned(), "The form was taken away", &[("path", gated.path.clone())])) }
        }
    }
}

fn told(cost: &Cost) -> Markup {
    html! {
        p {
            (words::capital(&words::number(cost.came))) " came, " (words::none_or(cost.sent_the_form)) " sent the form, "
            b { (words::none_or(cost.left)) " left" }
            @if cost.left_known > 0 { "; " (words::number(cost.left_known)) " of those had been here before" }
            "."
        }
        p.small {
            "Came again within thirty days: of those who left, " (words::part(&cost.after_leaving))
            "; of readers of open pieces in the same room, " (words::part(&cost.after_open)) "."
            @if let Some(lost) = cost.lost().filter(|lost| *lost >= 0.5) {
                " If they are alike, about " (words::number(lost.round() as usize)) " more would have come again without it."
            }
        }
        @if let Some((readers, days)) = cost.since_opened {
            p.small { "Since it is open " (words::number(readers)) " " (words::plural(readers, "reader", "readers")) " came in " (words::days(days.max(1.0) as u32)) "." }
        }
    }
}
