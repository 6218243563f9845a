//! Labelled fields of the desk's forms. The label holds the field, so that none needs an id.

use enfilade_domain::{Role, Room};
use enfilade_language::{t, translated};
use maud::{Markup, html};

/// A line of text.
#[must_use]
pub fn line(label: &str, name: &str, value: &str) -> Markup {
    html! { label.field { span { (label) } input type="text" name=(name) value=(value) maxlength="600"; } }
}

/// Several lines, with a remark of what belongs there.
#[must_use]
pub fn area(label: &str, name: &str, value: &str, remark: &str) -> Markup {
    html! {
        label.field { span { (label) }
            textarea name=(name) rows="4" { (value) }
            @if !remark.is_empty() { span.cap { (remark) } }
        }
    }
}

/// A day.
#[must_use]
pub fn day(label: &str, name: &str, value: &str) -> Markup {
    html! { label.field { span { (label) } input type="date" name=(name) value=(value); } }
}

/// One of a closed list, as value and words.
#[must_use]
pub fn choose(label: &str, name: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    html! {
        label.field { span { (label) }
            select name=(name) {
                @for (value, words) in options { option value=(value) selected[*value == chosen] { (translated(words)) } }
                @if !options.iter().any(|(value, _)| *value == chosen) { option value=(chosen) selected { (chosen) } }
            }
        }
    }
}

/// A room, or none of them where that is allowed.
#[must_use]
pub fn room(label: &str, chosen: Option<Room>, may_be_open: bool) -> Markup {
    let rooms = Room::ALL.map(|room| (room.as_str(), room.title()));
    let mut options: Vec<(&str, &str)> = if may_be_open { vec![("", t!("not said"))] } else { Vec::new() };
    options.extend(rooms);
    choose(label, "room", &options, chosen.map_or(if may_be_open { "" } else { "problem" }, Room::as_str))
}

/// A role, or anybody.
#[must_use]
pub fn role(label: &str, chosen: Option<&Role>) -> Markup {
    let options = [
        ("", t!("anybody")),
        ("executive", "executive"),
        ("finance", "finance"),
        ("operations", "operations"),
        ("technical", "technical"),
        ("legal", "legal"),
        ("champion", "champion"),
    ];
    choose(label, "role", &options, chosen.map_or("", Role::as_str))
}
