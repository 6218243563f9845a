//! Small words for sentences about accounts.

use enfilade_domain::{Role, Room};
use enfilade_language::{marked, t, translated};

/// Joins with commas and a last "and".
#[must_use]
pub fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => t!("{first} and {last}", first = first.join(", "), last = last),
    }
}

/// One to twelve as words.
#[must_use]
pub fn number(count: usize) -> String {
    small(count).map_or_else(|| count.to_string(), str::to_owned)
}

/// The word for a number up to twelve.
#[must_use]
pub fn small(count: usize) -> Option<&'static str> {
    const WORDS: [&str; 13] = [
        marked!("no"),
        marked!("one"),
        marked!("two"),
        marked!("three"),
        marked!("four"),
        marked!("five"),
        marked!("six"),
        marked!("seven"),
        marked!("eight"),
        marked!("nine"),
        marked!("ten"),
        marked!("eleven"),
        marked!("twelve"),
    ];
    WORDS.get(count).map(|word| translated(word))
}

/// A time span as people say it: days up to two weeks, then weeks.
#[must_use]
pub fn span(days: f64) -> String {
    let days = days.max(0.0).round() as usize;
    match days {
        0 | 1 => t!("one day").to_owned(),
        2..=13 => t!("{days} days", days = number(days)),
        _ => t!("{days} weeks", days = number((days + 3) / 7)),
    }
}

/// The first letter in upper case.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is asked in a room, as a part of a sentence.
#[must_use]
pub fn concern(room: Room) -> &'static str {
    match room {
        Room::Problem => t!("whether the problem is worth solving"),
        Room::Solution => t!("which ways there are to solve it"),
        Room::Offer => t!("whether now is the time, and how it would run"),
        Room::Sales => t!("who delivers, and what happens when it goes wrong"),
    }
}

/// Roles as people of a house are named.
#[must_use]
pub fn people_of(role: &Role) -> String {
    match role {
        Role::Executive => t!("the executive side").to_owned(),
        Role::Champion => t!("whoever carries it through the house").to_owned(),
        other => other.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_as_people_say_them() {
        assert_eq!(span(0.4), "one day");
        assert_eq!(span(9.0), "nine days");
        assert_eq!(span(14.0), "two weeks");
        assert_eq!(span(210.0), "30 weeks");
        assert_eq!(and(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
