//! What comes next: the runway, where it ends too soon, and the calendar.

use enfilade_app::build::desk::calendar::{self, Figures};
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::runway::{Cell, Gap};
use enfilade_app::build::part::FEWEST;
use enfilade_domain::{PlanKind, Planned, Role, Room, Timestamp};
use enfilade_language::{t, tn, translated};
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        @if view.figures.is_none() { (sentence!("<b>It is being counted</b> for how long a steady reader still finds something new.")) }
        @else if let Some(gap) = view.gaps.first() {
            @if gap.weeks == 0.0 { (sentence!(
                "Somebody who comes every week finds <b>nothing new in the {room} Room.</b>",
                room = gap.room.title(),
            )) }
            @else { (sentence!(
                "Somebody who comes every week has read everything in the {room} Room after <b>{weeks}.</b>",
                room = gap.room.title(),
                weeks = weeks(gap.weeks),
            )) }
        } @else { b { (t!("Every room has something new for at least four weeks.")) } }
    };
    let body = html! {
        (runway(frame, view))
        div.grid.g-32.gap-above { (plan(frame, view)) (gaps(view)) }
        @if view.may_decide { section.sheet.sect.noprint aria-labelledby="new" { h2 #new { (t!("Put something in")) } (form(frame)) } }
    };
    super::sheet(frame, "/content/calendar", t!("What comes next"), &lede, &body)
}

fn weeks(weeks: f32) -> String {
    match weeks {
        w if w < 0.5 => t!("less than a week").to_owned(),
        w if w < 1.5 => t!("about one week").to_owned(),
        w => t!("about {w} weeks", w = words::number(w.round() as usize)),
    }
}

fn cell(cell: &Cell) -> Markup {
    let whole = |weeks: f32| format!("{weeks:.0}");
    let is_range = cell.readers > 0 && whole(cell.weeks_low) != whole(cell.weeks_high);
    html! {
        @if cell.pieces == 0 { (t!("no piece")) }
        @else {
            b { (whole(cell.weeks)) @if is_range { " (" (whole(cell.weeks_low)) "–" (whole(cell.weeks_high)) ")" } }
            " " (sentence!(
                "{weeks_word}<span>, {pieces} {pieces_word}</span>",
                weeks_word = tn!(cell.weeks.round() as usize, "week", "weeks"),
                pieces = words::thousands(cell.pieces),
                pieces_word = tn!(cell.pieces, "piece", "pieces");
                span = html! { span.small {} },
            ))
        }
    }
}

fn runway(frame: &Frame, view: &Calendar) -> Markup {
    let again = if view.is_being_counted { t!("Being counted; ask again") } else { t!("Count again") };
    html! {
        section.sheet.sect aria-labelledby="runway" {
            h2 #runway { (t!("The runway")) }
            @if let Some(figures) = &view.figures { (table(figures)) } @else { p.empty { (t!("The pieces of the library are being counted; it takes less than a minute. Look again then.")) } }
            @if view.may_decide { div.noprint.gap-above { (super::press(frame, "/content/calendar/count".to_owned(), again, &[])) } }
        }
    }
}

fn table(figures: &Figures) -> Markup {
    let steady = figures.runway.steady;
    html! {
        p.cap {
            (t!("Weeks until somebody who comes every week has read everything: the middle reader, and the middle half of them.")) " "
            @if steady < FEWEST { (sentence!(
                "Steady readers: {too_early}, so it is that of somebody who has read nothing yet.",
                too_early = words::too_early(steady as u32, FEWEST as u32),
            )) " " }
            @else { (sentence!("It rests on {steady} steady readers.", steady = words::thousands(steady))) " " }
            (sentence!(
                "Counted on {counted_at}.",
                counted_at = words::day_of_year(figures.counted_at().utc_day()),
            ))
        }
        div.scroll {
            table.data {
                thead { tr { th scope="col" { (t!("Read by")) } @for room in Room::ALL { th scope="col" class=(format!("r{}", room.index())) { span.rt { (room.title()) } } } } }
                tbody {
                    @for role in rows(figures) {
                        tr {
                            th scope="row" { (role.as_deref().map_or_else(|| t!("Whoever it is").to_owned(), |role| words::capital(&role.replace('_', " ")))) }
                            @for room in Room::ALL { td data-l=(room.title()) { @if let Some(one) = figures.runway.cell(room, role.as_deref()) { (cell(one)) } } }
                        }
                    }
                }
            }
        }
        p.cap.gap-above {
            (t!("New pieces in a week in which somebody comes:")) " "
            @for room in Room::ALL {
                @if let Some(one) = figures.runway.cell(room, None) {
                    (room.title()) " " (format!("{:.1}", one.pace)) @if !one.is_pace_measured { " " (t!("(assumed)")) }
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
            h2 #gaps-h { (t!("To be written")) }
            p.cap { (t!("Where less than four weeks are left and the calendar holds too little.")) }
            @if view.gaps.is_empty() { p.empty { (t!("Nothing is missing for the next four weeks.")) } }
            ul.rows {
                @for gap in &view.gaps {
                    li {
                        (super::tag(Some(gap.room)))
                        b { (counted_sentence!(
                            gap.needed,
                            "{needed} piece",
                            "{needed} pieces",
                            needed = words::capital(&words::number(gap.needed)),
                        )) @if let Some(role) = &gap.role { " " (sentence!(
                            "for {as_str}",
                            as_str = Role::as_str(role).replace('_', " "),
                        )) } }
                        p.small { (counted_sentence!(
                            gap.planned.max(1),
                            "What is there lasts {weeks}; {planned} is planned.",
                            "What is there lasts {weeks}; {planned} are planned.",
                            weeks = weeks(gap.weeks),
                            planned = words::none_or(gap.planned),
                        )) }
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
            h2 #plan { (t!("The calendar")) }
            p.cap { (t!("Pieces and campaigns by their days. What is said after a campaign is planned with it.")) }
            @if ahead.is_empty() { p.empty { (t!("Nothing is planned.")) } }
            ul.rows { @for kept in &ahead { li { (entry(frame, kept, view.may_decide)) } } }
            @if !past.is_empty() {
                details { summary { (sentence!(
                    "{past} past",
                    past = words::capital(&words::number(past.len())),
                )) } ul.rows { @for kept in past.iter().rev().take(PAST_MAX) { li { (entry(frame, kept, view.may_decide)) } } } }
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
                p { span.date { (words::day_of_year(entry.day.utc_day())) } " " (super::tag(entry.room)) b { (entry.title) } @if entry.kind == PlanKind::Campaign { " " span.small { (t!("campaign")) } } }
                p.small {
                    @if let Some(role) = &entry.role { (sentence!(
                        "For {as_str}.",
                        as_str = translated(role.as_str()).replace('_', " "),
                    )) " " }
                    @if !entry.owner.is_empty() { (sentence!("{owner} sees to it.", owner = entry.owner)) " " }
                    @if !entry.follow_on.is_empty() { (sentence!(
                        "Next: {follow_on}.",
                        follow_on = words::list(&entry.follow_on),
                    )) }
                }
            }
            @if may_decide { (super::press(frame, format!("/content/calendar/{}/remove", kept.id), t!("Take it out"), &[])) }
        }
        @if let Some(warning) = warning { p.do { (words::capital(warning)) "." } }
        @if may_decide && warning.is_some() {
            form.inline method="post" action=(format!("/content/calendar/{}/next", kept.id)) {
                (forms::csrf_field(frame)) input type="hidden" name="version" value=(kept.version);
                (fields::line(t!("What is said next"), "next", "")) button.btn type="submit" { (t!("Plan it")) }
            }
        }
    }
}

fn form(frame: &Frame) -> Markup {
    let kinds = [("piece", t!("a piece")), ("campaign", t!("a campaign: a fair, a mailing, a launch"))];
    html! {
        form.said method="post" action="/content/calendar" {
            (forms::csrf_field(frame))
            (fields::line(t!("Title"), "title", ""))
            (fields::choose(t!("It is"), "kind", &kinds, "piece"))
            (fields::day(t!("Day"), "day", ""))
            (fields::room(t!("Room"), None, true)) (fields::role(t!("Written for"), None))
            (fields::line(t!("Topic"), "topic", "")) (fields::line(t!("Who sees to it"), "owner", ""))
            (fields::area(t!("What is said next"), "next", "", t!("Titles or paths, one a line. A campaign after which nothing comes ends the conversation.")))
            button.btn type="submit" { (t!("Put it in")) }
        }
    }
}
