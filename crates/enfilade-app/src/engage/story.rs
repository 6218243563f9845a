//! The handover as a story: what was on their mind and for how long, in chapters, each with what it rests on.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{Room, Timestamp};
use enfilade_language::t;

use super::{themes, words};
use crate::interpret::fold::ReadLife;
use crate::interpret::sessions::PageVisit;

/// A silence of at least this many days is a chapter of its own.
const REST_DAYS: f64 = 14.0;
/// Longer stories are not told; what came before is summed up.
pub const MOST_CHAPTERS: usize = 8;

/// A part of the story.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    pub text: String,
    pub from: Timestamp,
    pub to: Timestamp,
    /// What it rests on: pieces and on how many days they were read. For those who prepare; nothing to be said aloud.
    pub pieces: Vec<(String, usize)>,
}

/// A story with how much came before what is told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Story {
    pub chapters: Vec<Chapter>,
    /// Chapters before the first that is told.
    pub earlier: usize,
    pub began: Option<Timestamp>,
}

/// One day on which somebody read.
struct Day<'a> {
    at: Timestamp,
    room: Option<Room>,
    people: BTreeSet<usize>,
    pages: Vec<&'a PageVisit>,
}

/// Tells the story of these lives, guests left out.
#[must_use]
pub fn story(lives: &[ReadLife]) -> Story {
    let days = days(lives);
    let parts = parts(&days);
    let began = days.first().map(|day| day.at);
    let mut chapters = Vec::new();
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for (index, part) in parts.iter().enumerate() {
        if let Some(previous) = index.checked_sub(1).and_then(|before| parts.get(before))
            && let (Some(last), Some(first)) = (previous.last(), part.first())
            && first.at.days_since(last.at) >= REST_DAYS
        {
            let quiet = words::span(first.at.days_since(last.at));
            chapters.push(Chapter {
                text: t!("Then nobody was seen for {quiet}.", quiet = quiet),
                from: last.at,
                to: first.at,
                pieces: Vec::new(),
            });
        }
        chapters.extend(chapter(part, lives, &mut known));
    }
    let earlier = chapters.len().saturating_sub(MOST_CHAPTERS);
    Story { chapters: chapters.split_off(earlier), earlier, began }
}

fn days(lives: &[ReadLife]) -> Vec<Day<'_>> {
    let mut found: BTreeMap<i64, Day<'_>> = BTreeMap::new();
    for (person, read) in lives.iter().enumerate() {
        for visit in &read.visits {
            let at = visit.session.at;
            let day = found.entry(at.utc_day()).or_insert_with(|| Day {
                at,
                room: None,
                people: BTreeSet::new(),
                pages: Vec::new(),
            });
            day.at = day.at.min(at);
            day.people.insert(person);
            day.pages.extend(&visit.pages);
        }
    }
    let mut days: Vec<Day<'_>> = found.into_values().collect();
    for day in &mut days {
        let mut rooms = [0.0_f32; 4];
        for page in &day.pages {
            if let Some(room) = themes::room_of(page) {
                rooms[room.index()] += themes::seconds(page);
            }
        }
        let top = Room::ALL.into_iter().max_by(|a, b| rooms[a.index()].total_cmp(&rooms[b.index()]));
        day.room = top.filter(|room| rooms[room.index()] > 0.0);
    }
    days
}

/// Runs of days on one room's question; a single day on another question does not end a run, a long silence does.
fn parts<'a, 'b>(days: &'b [Day<'a>]) -> Vec<&'b [Day<'a>]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut current: Option<Room> = None;
    for index in 0..days.len() {
        let day = &days[index];
        let rested = index > start && day.at.days_since(days[index - 1].at) >= REST_DAYS;
        let next = days.get(index + 1).and_then(|next| next.room);
        let is_last = index + 1 == days.len();
        let moved = match (current, day.room) {
            (Some(now), Some(other)) => now != other && (next == Some(other) || is_last),
            _ => false,
        };
        if index > start && (rested || moved) {
            parts.push(&days[start..index]);
            start = index;
            current = None;
        }
        current = current.or(day.room);
    }
    if start < days.len() {
        parts.push(&days[start..]);
    }
    parts
}

fn chapter(part: &[Day<'_>], lives: &[ReadLife], known: &mut BTreeSet<usize>) -> Option<Chapter> {
    let (first, last) = (part.first()?, part.last()?);
    let is_beginning = known.is_empty();
    let people: BTreeSet<usize> = part.iter().flat_map(|day| day.people.iter().copied()).collect();
    let newcomers: Vec<usize> = people.iter().filter(|person| !known.contains(person)).copied().collect();
    known.extend(&people);
    let mut rooms = [0_usize; 4];
    for room in part.iter().filter_map(|day| day.room) {
        rooms[room.index()] += 1;
    }
    let room = Room::ALL.into_iter().max_by_key(|room| (rooms[room.index()], room.index()));
    let room = room.filter(|room| rooms[room.index()] > 0);
    let pages = || part.iter().flat_map(|day| day.pages.iter().copied());
    let names = themes::names(&themes::themes(pages()), 3);
    let about = match (room, names.is_empty()) {
        (Some(room), true) => t!(" on {concern}", concern = words::concern(room)),
        (Some(room), false) if names.iter().any(|name| name == words::concern(room)) => {
            t!(" on {concern}", concern = words::concern(room))
        }
        (Some(room), false) => t!(" on {concern}: {names}", concern = words::concern(room), names = words::and(&names)),
        (None, _) => t!(" around the edges, on no room's question").to_owned(),
    };
    let span = words::capital(&words::span(last.at.days_since(first.at) + 1.0));
    let readers = match people.len() {
        1 => t!("one person").to_owned(),
        several => t!("{several} people", several = words::number(several)),
    };
    let mut text = match part.len() {
        1 => format!("{span}{about}; {readers}."),
        days => t!(
            "{span}{about}; {readers}, on {days} days.",
            span = span,
            about = about,
            readers = readers,
            days = words::number(days)
        ),
    };
    if !is_beginning && !newcomers.is_empty() {
        let roles: Vec<String> = newcomers.iter().filter_map(|person| role_of(lives.get(*person)?)).collect();
        let joined = match (newcomers.len(), roles.is_empty()) {
            (1, true) => t!(" Somebody new joined.").to_owned(),
            (count, true) => t!(" {count} new people joined.", count = words::capital(&words::number(count))),
            (_, false) => t!(" {roles} joined.", roles = words::capital(&words::and(&roles))),
        };
        text.push_str(&joined);
    }
    Some(Chapter { text, from: first.at, to: last.at, pieces: pieces(part) })
}

fn role_of(read: &ReadLife) -> Option<String> {
    let (role, _) = read.state.part.role.named()?;
    Some(t!("somebody of {people_of}", people_of = words::people_of(role)))
}

/// Pieces of a part with on how many days each was read, most days first.
fn pieces(part: &[Day<'_>]) -> Vec<(String, usize)> {
    let mut found: BTreeMap<&str, (String, usize)> = BTreeMap::new();
    for day in part {
        let mut today: BTreeSet<&str> = BTreeSet::new();
        for page in &day.pages {
            if today.insert(&page.path) {
                let title = || page.facts.title.clone().unwrap_or_else(|| page.path.clone());
                found.entry(&page.path).or_insert_with(|| (title(), 0)).1 += 1;
            }
        }
    }
    let mut pieces: Vec<(String, usize)> = found.into_values().collect();
    pieces.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    pieces
}

#[cfg(test)]
mod tests {
    use enfilade_domain::PageCategory;

    use super::super::themes::tests::page;
    use super::*;

    fn on<'a>(day: i64, room: Option<Room>, pages: &'a [PageVisit]) -> Day<'a> {
        Day { at: Timestamp::from_utc_day(day), room, people: BTreeSet::from([0]), pages: pages.iter().collect() }
    }

    #[test]
    fn one_day_elsewhere_does_not_end_a_chapter_and_a_long_silence_does() {
        let (problem, solution) = (Some(Room::Problem), Some(Room::Solution));
        let rooms =
            [(1, problem), (3, solution), (5, problem), (7, None), (9, solution), (10, solution), (40, solution)];
        let days: Vec<Day<'_>> = rooms.into_iter().map(|(day, room)| on(day, room, &[])).collect();
        let lengths: Vec<usize> = parts(&days).iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [4, 2, 1]);
        assert!(parts(&[]).is_empty());
    }

    #[test]
    fn a_chapter_says_how_long_on_what_and_by_how_many() {
        let pages = [page(1, PageCategory::Problem, "cost", Some(200.0))];
        let days = [on(1, Some(Room::Problem), &pages), on(30, Some(Room::Problem), &pages)];
        let mut known = BTreeSet::new();
        let told = chapter(&days, &[], &mut known).unwrap();
        let expected = "Four weeks on whether the problem is worth solving: cost; one person, on two days.";
        assert_eq!(told.text, expected);
        assert_eq!(told.pieces, [("/cost".to_owned(), 2)]);
        let mut later = on(40, Some(Room::Offer), &[]);
        later.people.insert(1);
        let told = chapter(&[later], &[], &mut known).unwrap();
        assert!(told.text.ends_with("Somebody new joined."), "{}", told.text);
    }
}
