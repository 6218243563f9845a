//! The staff: notes, voices, rests, slurs, boxed marks, and the three lines of what was done towards the account.

use std::collections::BTreeSet;

use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::timeline::{TOP, Timeline};
use crate::charts::number::n;
use crate::components::marks::room_class;
use crate::components::sentences::sentence;
use crate::components::words;
use crate::pages::journey::{Depth, Journey, Note};

/// Half axes of a note head.
#[must_use]
pub(super) const fn head(depth: Depth) -> (f32, f32) {
    match depth {
        Depth::Glance => (4.2, 3.2),
        Depth::Read => (5.6, 4.2),
        Depth::Studied => (7.6, 5.6),
    }
}

pub(super) fn lanes(time: &Timeline) -> Markup {
    html! {
        @for room in Room::ALL {
            @let y = time.line_of(room);
            g.(room_class(room)) {
                rect.lane x=(n(time.left())) y=(n(y)) width=(n(time.right() - time.left())) height=(n(time.space)) {}
                text class=(if time.is_wide() { "t-room" } else { "t-room compact" }) x="0" y=(n(y + time.space / 2.0 + 5.5)) { (room.title()) }
            }
        }
        @for line in 0..5_u8 {
            path.staff d={ "M" (n(time.left())) " " (n(TOP + f32::from(line) * time.space)) "H" (n(time.right())) } {}
        }
    }
}

/// Rests: nobody of the account was seen. The number is that of days.
pub(super) fn rests(time: &Timeline, view: &Journey) -> Markup {
    html! {
        @for rest in view.rests.iter().filter(|rest| rest.to_day > time.first_day && rest.from_day < time.last_day) {
            @let (from, to) = (time.x(rest.from_day), time.x(rest.to_day));
            @if to - from > 22.0 {
                @let middle = TOP + 2.0 * time.space;
                rect.rest-bg x=(n(from + 6.0)) y=(n(TOP + 1.0)) width=(n(to - from - 12.0)) height=(n(4.0 * time.space - 2.0)) {}
                path.rest d={ "M" (n(from + 9.0)) " " (n(middle)) "H" (n(to - 9.0)) } {}
                path.rest-cap d={ "M" (n(from + 9.0)) " " (n(middle - 13.0)) "v26M" (n(to - 9.0)) " " (n(middle - 13.0)) "v26" } {}
                text.mid.t-b.t-fig x=(n((from + to) / 2.0)) y=(n(middle - 18.0)) { (rest.to_day - rest.from_day) }
                text.mid.t-3 x=(n((from + to) / 2.0)) y=(n(middle + 26.0)) { (if to - from > 84.0 { t!("days quiet") } else { t!("days") }) }
            }
        }
    }
}

/// Boxed marks: what happened to the account. A box that finds no place leaves its line; the list has its words.
pub(super) fn events(time: &Timeline, view: &Journey) -> Markup {
    let mut occupied_to = time.left() - 40.0;
    let mut boxes = Vec::new();
    for event in view.events.iter().filter(|event| time.shows(event.day)) {
        let caption: String = event.caption.chars().take(34).collect();
        let width = caption.chars().count() as f32 * 7.4 + 14.0;
        let x = time.x(event.day);
        let start = x.max(occupied_to + 4.0).min(time.right() - width);
        let fits = start > occupied_to && start >= 0.0;
        if fits {
            occupied_to = start + width;
        }
        boxes.push((x, fits.then_some((start, width, caption))));
    }
    html! {
        @for (x, boxed) in boxes {
            path.hair stroke-dasharray="2 3" d={ "M" (n(x)) " 32V" (n(time.bottom())) } {}
            @if let Some((start, width, caption)) = boxed {
                rect.rehearsal x=(n(start)) y="12" width=(n(width)) height="21" {}
                text.t-b x=(n(start + 7.0)) y="27" { (caption) }
            }
        }
    }
}

fn shown<'a>(time: &Timeline, view: &'a Journey) -> Vec<(&'a Note, Room)> {
    view.notes
        .iter()
        .filter(|note| time.shows(note.day) && note.voice < view.voices.len())
        .filter_map(|note| Some((note, note.room?)))
        .collect()
}

/// Thin lines that join the notes of a voice, broken by rests.
pub(super) fn voices(time: &Timeline, view: &Journey) -> Markup {
    let notes = shown(time, view);
    let mut lines = Vec::new();
    for voice in 0..view.voices.len() {
        let mut line: Vec<(i64, String)> = Vec::new();
        for (note, room) in notes.iter().filter(|(note, _)| note.voice == voice && !time.is_folded(voice)) {
            let point = format!("{} {}", n(time.x(note.day)), n(time.y(*room, voice)));
            let rested = line.last().is_some_and(|(last, _)| {
                view.rests.iter().any(|rest| *last <= rest.from_day + 1 && note.day + 1 >= rest.to_day)
            });
            if rested {
                lines.push(std::mem::take(&mut line));
            }
            line.push((note.day, point));
        }
        lines.push(line);
    }
    html! {
        @for line in lines.iter().filter(|line| line.len() > 1) {
            @let points: Vec<&str> = line.iter().map(|(_, point)| point.as_str()).collect();
            path.voice d={ "M" (points.join("L")) } {}
        }
    }
}

pub(super) fn slurs(time: &Timeline, view: &Journey) -> Markup {
    let place = |index: usize| {
        let note = view.notes.get(index).filter(|note| time.shows(note.day) && note.voice < view.voices.len())?;
        Some((time.x(note.day), time.y(note.room?, note.voice)))
    };
    html! {
        @for slur in &view.slurs {
            @if let (Some((x1, y1)), Some((x2, y2))) = (place(slur.from), place(slur.to)) {
                path.slur d={ "M" (n(x1)) " " (n(y1 + 7.0)) "C" (n(x1 - 3.0)) " " (n(f32::midpoint(y1, y2) + 10.0)) " "
                    (n(x2 - 16.0)) " " (n(y2 - 6.0)) " " (n(x2 - 7.0)) " " (n(y2 - 1.0)) } {}
            }
        }
    }
}

/// Note heads, and each voice's letter where it enters.
pub(super) fn notes(time: &Timeline, view: &Journey) -> Markup {
    let shrink = if time.is_wide() { 1.0 } else { 0.92 };
    let mut entered = BTreeSet::new();
    html! {
        @for (note, room) in shown(time, view) {
            @let (x, y) = (time.x(note.day), time.y(room, note.voice));
            @let (across, high) = head(note.depth);
            @let voice = &view.voices[note.voice];
            ellipse class={ "note " (room_class(room)) (if note.depth == Depth::Glance { " glance" } else { "" }) }
                cx=(n(x)) cy=(n(y)) rx=(n(across * shrink)) ry=(n(high * shrink))
                transform={ "rotate(-18 " (n(x)) " " (n(y)) ")" } {
                title { (sentence!(
                    "{title}, {room} room, {depth_words}, {day}",
                    title = voice.title,
                    room = room.title(),
                    depth_words = depth_words(note.depth),
                    day = words::day(note.day),
                )) }
            }
            @if entered.insert(note.voice) && time.is_wide() && x < time.right() - 60.0 && first_day(view, note.voice) == Some(note.day) {
                text.vtag.mid x=(n(x - 14.0)) y=(n(y + 4.0)) { (voice.letter) }
            }
        }
    }
}

/// The day a voice is first heard, drawn or not.
fn first_day(view: &Journey, voice: usize) -> Option<i64> {
    view.notes.iter().filter(|note| note.voice == voice).map(|note| note.day).min()
}

fn depth_words(depth: Depth) -> &'static str {
    match depth {
        Depth::Glance => t!("a glance"),
        Depth::Read => t!("read"),
        Depth::Studied => t!("studied"),
    }
}

/// Letters at today's edge, in the room of each voice's last note; those who share a row are one "+n".
pub(super) fn todays_voices(time: &Timeline, view: &Journey) -> Markup {
    let folded = (0..view.voices.len()).filter(|voice| time.is_folded(*voice)).count();
    let mut folded_at = None;
    let mut letters = Vec::new();
    for (index, voice) in view.voices.iter().enumerate() {
        let last = view.notes.iter().rev().find(|note| note.voice == index && note.room.is_some());
        let Some(room) = last.and_then(|note| note.room) else { continue };
        let y = time.y(room, index);
        if time.is_folded(index) {
            folded_at = Some(y);
        } else {
            letters.push((voice.letter.clone(), y));
        }
    }
    letters.extend(folded_at.map(|y| (format!("+{folded}"), y)));
    html! {
        @for (letter, y) in letters { text.vtag x=(n(time.right() + 9.0)) y=(n(y + 4.0)) { (letter) } }
    }
}

/// Sales touches, pieces delivered, presence advertising.
pub(super) fn below(time: &Timeline, view: &Journey) -> Markup {
    let (sales, delivered, presence) = (time.bottom() + 24.0, time.bottom() + 48.0, time.bottom() + 72.0);
    let touches: Vec<_> = view.touches.iter().filter(|touch| time.shows(touch.day)).collect();
    let given: Vec<_> = view.delivered_days.iter().filter(|day| time.shows(**day)).collect();
    let held: Vec<_> =
        view.presence.iter().filter(|(from, to)| *to >= time.first_day && *from <= time.last_day).collect();
    html! {
        @for (words, y, empty) in [(t!("Sales"), sales, touches.is_empty()), (t!("Delivered"), delivered, given.is_empty()), (t!("Presence"), presence, held.is_empty())] {
            text.t-3 x="0" y=(n(y + 4.0)) { (words) }
            @if empty { text.t-3 x=(n(time.left() + 4.0)) y=(n(y + 4.0)) { (t!("none known in this period")) } }
        }
        @for touch in touches {
            @let x = time.x(touch.day);
            path.accent d={ "M" (n(x - 6.0)) " " (n(sales - 5.0)) "L" (n(x + 6.0)) " " (n(sales)) "L" (n(x - 6.0)) " " (n(sales + 5.0)) } {
                title { (touch.caption) ", " (words::day(touch.day)) }
            }
            @if touch.early {
                @let late = x > time.width * 0.7;
                text class=(if late { "end" } else { "" }) x=(n(if late { x - 12.0 } else { x + 12.0 })) y=(n(sales + 4.0)) { (sentence!(
                    "{caption}, too early",
                    caption = touch.caption,
                )) }
            }
        }
        @for day in given {
            rect.given x=(n(time.x(*day) - 4.0)) y=(n(delivered - 4.0)) width="8" height="8" { title { (sentence!(
                "Piece delivered, {day}",
                day = words::day(*day),
            )) } }
        }
        @for (from, to) in held {
            path.pedal d={ "M" (n(time.x(*from))) " " (n(presence - 6.0)) "v10H" (n(time.x(*to))) "v-10" } {}
        }
    }
}
