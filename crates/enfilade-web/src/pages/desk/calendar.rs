//! What comes next: the runway, where it ends too soon, and the calendar.

use enfilade_app::build::desk::calendar::{self, Figures};
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::runway::{Cell, Gap};
use enfilade_app::build::part::FEWEST;
use enfilade_domain::{PlanKind, Planned, Role, Room, Timestamp};
use maud::{Markup, html};

use crate::components::{fields, forms, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub figures: Option<Figures>,
    pub gaps: Vec<Gap>,
    pub plan: Vec<Kept<Planned>>,
    pub today: Timestamp,
    pub is_being_counted: bool,
    pub may_decide: bool,
}

#[must_use]
pub fn render(frame: &Frame, view: &Calendar) -> Markup {
    let lede = html! {
        @if view.figures.is_none() { b { "It is being counted" } " for how long a steady reader still finds something new." }
        @else if let Some(gap) = view.gaps.first() {
            @if gap.weeks == 0.0 { "Somebody who comes every week finds " b { "nothing new in the " (gap.room.title()) " Room." } }
            @else { "Somebody who comes every week has read everything in the " (gap.room.title()) " Room after " b { (weeks(gap.weeks)) "." } }
        } @else { b { "Every room has something new for at least four weeks." } }
    };
    let body = html! {
        (runway(frame, view))
        div.grid.g-32.gap-above { (plan(frame, view)) (gaps(view)) }
        @if view.may_decide { section.sheet.sect.noprint aria-labelledby="new" { h2 #new { "Put something in" } (form(frame)) } }
    };
    super::sheet(frame, "/content/calendar", "What comes next", &lede, &body)
}

fn weeks(weeks: f32) -> String {
    match weeks {
        w if w < 0.5 => "less than a week".to_owned(),
        w if w < 1.5 => "about one week".to_owned(),
        w => format!("about {} weeks", words::number(w.round() as usize)),
    }
}

fn cell(cell: &Cell) -> Markup {
    let whole = |weeks: f32| format!("{weeks:.0}");
    let is_range = cell.readers > 0 && whole(cell.weeks_low) != whole(cell.weeks_high);
    html! {
        @if cell.pieces == 0 { "no piece" }
        @else {
            b { (whole(cell.weeks)) @if is_range { " (" (whole(cell.weeks_low)) "–" (whole(cell.weeks_high)) ")" } }
            " " (words::plural(cell.weeks.round() as usize, "week", "weeks"))
            span.small { ", " (words::thousands(cell.pieces)) " " (words::plural(cell.pieces, "piece", "pieces")) }
        }
    }
}

fn runway(frame: &Frame, view: &Calendar) -> Markup {
    let again = if view.is_being_counted { "Being counted; ask again" } else { "Count again" };
    html! {
        section.sheet.sect aria-labelledby="runway" {
            h2 #runway { "The runway" }
            @if let Some(figures) = &view.figures { (table(figures)) } @else { p.empty { "The pieces of the library are being counted; it takes less than a minute. Look again then." } }
            @if view.may_decide { div.noprint.gap-above { (super::press(frame, "/content/calendar/count".to_owned(), again, &[])) } }
        }
    }
}

fn table(figures: &Figures) -> Markup {
    let steady = figures.runway.steady;
    html! {
        p.cap {
            "Weeks until somebody who comes every week has read everything: the middle reader, and the middle half of them. "
            @if steady < FEWEST { "Steady readers: " (words::too_early(steady as u32, FEWEST as u32)) ", so it is that of somebody who has read nothing yet. " }
            @else { "It rests on " (words::thousands(steady)) " steady readers. " }
            "Counted on " (words::day_of_year(figures.counted_at().utc_day())) "."
        }
        div.scroll {
            table.data {
                thead { tr { th scope="col" { "Read by" } @for room in Room::ALL { th scope="col" class=(format!("r{}", room.index())) { span.rt { (room.title()) } } } } }
                tbody {
                    @for role in rows(figures) {
                        tr {
                            th scope="row" { (role.as_deref().map_or_else(|| "Whoever it is".to_owned(), |role| words::capital(&role.replace('_', " ")))) }
                            @for room in Room::ALL { td data-l=(room.title()) { @if let Some(one) = figures.runway.cell(room, role.as_deref()) { (cell(one)) } } }
                        }
                    }
                }
            }
        }
        p.cap.gap-above {
            "New pieces in a week in which somebody comes: "
            @for room in Room::ALL {
                @if let Some(one) = figures.runway.cell(room, None) {
                    (room.title()) " " (format!("{:.1}", one.pace)) @if !one.is_pace_measured { " (assumed)" }
                    @if room == Room::Sales { "." } @else { ", " }
                }
            }
        }
    }
}

fn rows(figures: &Figures) -> Vec<Option<String>> {
    let mut rows: Vec<Option<String>> = Vec::new();
    for one in &figures.runway.cells {
        if !rows.contains(&one.role) {
            rows.push(one.role.clone());
        }
    }
    rows
}

fn gaps(view: &Calendar) -> Markup {
    html! {
        section.sheet.sect #gaps aria-labelledby="gaps-h" {
            h2 #gaps-h { "To be written" }
            p.cap { "Where less than four weeks are left and the calendar holds too little." }
            @if view.gaps.is_empty() { p.empty { "Nothing is missing for the next four weeks." } }
            ul.rows {
                @for gap in &view.gaps {
                    li {
                        (super::tag(Some(gap.room)))
                        b { (words::capital(&words::number(gap.needed))) " " (words::plural(gap.needed, "piece", "pieces")) @if let Some(role) = &gap.role { " for " (Role::as_str(role).replace('_', " ")) } }
                        p.small { "What is there lasts " (weeks(gap.weeks)) "; " (words::none_or(gap.planned)) " " (words::plural(gap.planned.max(1), "is", "are")) " planned." }
                    }
                }
            }
        }
    }
}

/// Past entries that are listed.
const PAST_MAX: usize = 40;

fn plan(frame: &Frame, view: &Calendar) -> Markup {
    let (ahead, past): (Vec<_>, Vec<_>) = view.plan.iter().partition(|kept| kept.what.day >= view.today);
    html! {
        section.sheet.sect aria-labelledby="plan" {
            h2 #plan { "The calendar" }
            p.cap { "Pieces and campaigns by their days. What is said after a campaign is planned with it." }
            @if ahead.is_empty() { p.empty { "Nothing is planned." } }
            ul.rows { @for kept in &ahead { li { (entry(frame, kept, view.may_decide)) } } }
            @if !past.is_empty() {
                details { summary { (words::capital(&words::number(past.len()))) " past" } ul.rows { @for kept in past.iter().rev().take(PAST_MAX) { li { (entry(frame, kept, view.may_decide)) } } } }
            }
        }
    }
}

fn entry(frame: &Frame, kept: &Kept<Planned>, may_decide: bool) -> Markup {
    let entry = &kept.what;
    let warning = calendar::warning(entry);
    html! {
        div.proof {
            div {
                p { span.date { (words::day_of_year(entry.day.utc_day())) } " " (super::tag(entry.room)) b { (entry.title) } @if entry.kind == PlanKind::Campaign { " " span.small { "campaign" } } }
                p.small {
                    @if let Some(role) = &entry.role { "For " (role.as_str().replace('_', " ")) ". " }
                    @if !entry.owner.is_empty() { (entry.owner) " sees to it. " }
                    @if !entry.follow_on.is_empty() { "Next: " (words::list(&entry.follow_on)) "." }
                }
            }
            @if may_decide { (super::press(frame, format!("/content/calendar/{}/remove", kept.id), "Take it out", &[])) }
        }
        @if let Some(warning) = warning { p.do { (words::capital(warning)) "." } }
        @if may_decide && warning.is_some() {
            form.inline method="post" action=(format!("/content/calendar/{}/next", kept.id)) {
                (forms::csrf_field(frame)) input type="hidden" name="version" value=(kept.version);
                (fields::line("What is said next", "next", "")) button.btn type="submit" { "Plan it" }
            }
        }
    }
}

fn form(frame: &Frame) -> Markup {
    let kinds = [("piece", "a piece"), ("campaign", "a campaign: a fair, a mailing, a launch")];
    html! {
        form.said method="post" action="/content/calendar" {
            (forms::csrf_field(frame))
            (fields::line("Title", "title", ""))
            (fields::choose("It is", "kind", &kinds, "piece"))
            (fields::day("Day", "day", ""))
            (fields::room("Room", None, true)) (fields::role("Written for", None))
            (fields::line("Topic", "topic", "")) (fields::line("Who sees to it", "owner", ""))
            (fields::area("What is said next", "next", "", "Titles or paths, one a line. A campaign after which nothing comes ends the conversation."))
            button.btn type="submit" { "Put it in" }
        }
    }
}
