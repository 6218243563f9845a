//! The acceptance stories: the list, and one evening of one story with a slider over its days.

use enfilade_domain::{Band, Room, RoomBelief, ShownRoom};
use enfilade_language::{t, translated};
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::sentences::sentence;
use crate::components::{marks, shell, words};

/// A story in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    pub id: String,
    pub title: String,
    pub expectations: usize,
    /// Of these, known not to hold yet.
    pub pending: usize,
}

/// One evening of one story.
#[derive(Debug, Clone)]
pub struct StoryDay {
    pub id: String,
    pub title: String,
    pub day: u32,
    /// The last day on which something is expected.
    pub last: u32,
    /// The days on which something is expected.
    pub days: Vec<u32>,
    pub checked: Vec<Checked>,
    pub accounts: Vec<StoryRow>,
    pub people: Vec<StoryRow>,
}

/// An expectation of this evening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub expected: String,
    pub seen: String,
    pub held: bool,
    pub pending: Option<String>,
}

/// An account or a person as read on this evening.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryRow {
    pub name: String,
    pub shown: ShownRoom,
    pub band: Band,
    pub rooms: RoomBelief,
    pub quiet: f32,
    pub readiness: f32,
}

/// More rows than this of a crowd say nothing new.
const MOST_ROWS: usize = 40;

/// Draws the list.
#[must_use]
pub fn render_list(frame: &Frame, stories: &[Story]) -> Markup {
    let body = html! {
        div.head { div {
            h1 { (t!("Stories")) }
            p.lede { (t!("What happened to which buyer on which day, and what must be read from it. Each has a twin, where the right answer is the opposite.")) }
        } }
        section.sheet aria-label=(t!("List of stories")) {
            table.data {
                thead { tr { @for head in [t!("Story"), t!("Title"), t!("Expected")] { th scope="col" { (head) } } } }
                tbody { @for story in stories {
                    tr {
                        td { a href=(format!("/scenarios/{}", story.id)) { b { (story.id) } } }
                        td data-l=(t!("Title")) { (story.title) }
                        td data-l=(t!("Expected")) { (story.expectations) @if story.pending > 0 { (sentence!(
                            ", {pending} pending",
                            pending = story.pending,
                        )) } }
                    }
                } }
            }
        }
    };
    shell::page(frame, t!("Stories"), &body)
}

/// Draws one evening.
#[must_use]
pub fn render(frame: &Frame, view: &StoryDay) -> Markup {
    let address = |day: u32| format!("/scenarios/{}?day={day}", view.id);
    let body = html! {
        div.head { div {
            h1 { (view.title) }
            p.lede { (sentence!(
                "<b>{id}, day {day}</b>. What was known on that evening, and no more. <a>All stories</a>",
                id = view.id,
                day = view.day;
                a = html! { a href="/scenarios" {} },
            )) }
        } }
        section.sheet aria-label=(t!("Days of the story")) {
            form method="get" action=(format!("/scenarios/{}", view.id)) {
                label.field {
                    span { (sentence!("Day 0 to {last}", last = view.last)) }
                    input type="range" name="day" min="0" max=(view.last) value=(view.day);
                }
                button.btn type="submit" { (t!("Show this evening")) }
            }
            nav.bands aria-label=(t!("Days on which something is expected")) {
                @for day in &view.days {
                    a href=(address(*day)) aria-current=[(*day == view.day).then_some("true")] { (sentence!(
                        "Day {day}",
                        day = day,
                    )) }
                }
            }
        }
        @if !view.checked.is_empty() {
            section.sheet aria-label=(t!("What is expected on this day")) {
                h2 { (t!("Expected")) }
                ul { @for one in &view.checked { li {
                    b { (verdict(one)) } " " (one.expected)
                    @if !one.held { p.small { (sentence!("Seen: {seen}", seen = one.seen)) } }
                    @if let Some(reason) = &one.pending { p.small { (sentence!(
                        "Because: {reason}",
                        reason = reason,
                    )) } }
                } } }
            }
        }
        (rows(t!("Companies"), &view.accounts))
        (rows(t!("People"), &view.people))
    };
    shell::page(frame, &view.title, &body)
}

fn verdict(one: &Checked) -> &'static str {
    match (one.held, one.pending.is_some()) {
        (true, _) => t!("Holds."),
        (false, true) => t!("Not yet."),
        (false, false) => t!("Does not hold."),
    }
}

fn rows(title: &str, rows: &[StoryRow]) -> Markup {
    if rows.is_empty() {
        return html! {};
    }
    let share = |share: f32| format!("{} %", words::percent(share));
    html! {
        section.sheet aria-label=(title) {
            h2 { (title) }
            table.data {
                thead { tr {
                    th scope="col" { (t!("Who")) } th scope="col" { (t!("Room")) } th scope="col" { (t!("Band")) }
                    th scope="col" { (t!("Outside")) }
                    @for room in Room::ALL { th scope="col" { (room.title()) } }
                    th scope="col" { (t!("Quiet")) } th scope="col" { (t!("Readiness")) }
                } }
                tbody { @for row in rows.iter().take(MOST_ROWS) {
                    tr {
                        td { b { (row.name) } }
                        td data-l=(t!("Room")) { (marks::shown_room(row.shown)) }
                        td data-l=(t!("Band")) { (words::capital(translated(row.band.as_str()))) }
                        td data-l=(t!("Outside")) { (share(row.rooms.outside)) }
                        @for room in Room::ALL { td data-l=(room.title()) { (share(row.rooms.of(room))) } }
                        td data-l=(t!("Quiet")) { (share(row.quiet)) }
                        td data-l=(t!("Readiness")) { (share(row.readiness)) }
                    }
                } }
            }
            @if rows.len() > MOST_ROWS { p.small { (sentence!("And {len} more.", len = rows.len() - MOST_ROWS)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::frame::Sheet;

    fn frame() -> Frame {
        Frame {
            workspace_name: "demo".to_owned(),
            current: Sheet::None,
            signed_in: Some("the demo".to_owned()),
            works_elsewhere: false,
            title_block: None,
            notice: None,
            done: None,
            late: None,
            as_of: None,
            today: String::new(),
            sought: String::new(),
            csrf_token: String::new(),
        }
    }

    #[test]
    fn an_evening_has_a_slider_its_readings_and_what_was_expected() {
        let row = StoryRow {
            name: "<Acme>".to_owned(),
            shown: ShownRoom::In(Room::Solution),
            band: Band::GettingReady,
            rooms: RoomBelief { outside: 0.1, rooms: [0.2, 0.6, 0.05, 0.05] },
            quiet: 0.3,
            readiness: 0.07,
        };
        let one = |held, pending: Option<&str>| Checked {
            expected: "expect d50".to_owned(),
            seen: "room outside".to_owned(),
            held,
            pending: pending.map(str::to_owned),
        };
        let view = StoryDay {
            id: "S22".to_owned(),
            title: "A quiet month".to_owned(),
            day: 50,
            last: 81,
            days: vec![36, 50, 81],
            checked: vec![one(true, None), one(false, None), one(false, Some("a reason"))],
            accounts: vec![row.clone()],
            people: vec![row; MOST_ROWS + 2],
        };
        let page = render(&frame(), &view).into_string();
        for part in [
            "min=\"0\" max=\"81\" value=\"50\"",
            "/scenarios/S22?day=81",
            "Holds.",
            "Does not hold.",
            "Not yet.",
            "a reason",
            "&lt;Acme&gt;",
            "60 %",
            "And 2 more.",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let list = vec![Story { id: "S22".to_owned(), title: "A".to_owned(), expectations: 3, pending: 1 }];
        assert!(render_list(&frame(), &list).into_string().contains("3, 1 pending"));
    }
}
