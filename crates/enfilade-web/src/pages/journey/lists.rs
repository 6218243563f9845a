//! Tables and lists of an account's sheet.

use enfilade_domain::{DealStage, Room, ShownRoom};
use maud::{Markup, html};

use super::{DealLine, Depth, IdentityLine, Journey, SalesTouch, Voice};
use crate::components::marks::{self, room_class};
use crate::components::{forms, links, words};
use crate::pages::frame::Frame;

/// Longer lists are cut, and say so.
const MOST_ROWS: usize = 60;

struct Row {
    day: i64,
    what: String,
    room: Option<Room>,
    depth: Option<Depth>,
}

/// The same facts as the score, newest first.
pub(super) fn journey_table(view: &Journey) -> Markup {
    let rows = rows(view);
    let visits = view.notes.len();
    html! {
        details.noprint {
            summary { "Read as a list" }
            div.scroll { table.data {
                thead { tr { th scope="col" { "Date" } th scope="col" { "What" } th scope="col" { "Room" } th scope="col" { "Depth" } } }
                tbody { @for row in rows.iter().take(MOST_ROWS) {
                    tr {
                        td.date data-l="Date" { (words::day_of_year(row.day)) }
                        td data-l="What" { (row.what) }
                        td data-l="Room" { @if let Some(room) = row.room { span.tag.(room_class(room)) { (room.title()) } } @else { "–" } }
                        td data-l="Depth" { @if let Some(depth) = row.depth { (words::capital(depth_words(depth))) } @else { "–" } }
                    }
                } }
            } }
            @if rows.len() > MOST_ROWS { p.cap { (MOST_ROWS) " of " (rows.len()) " lines; " (words::thousands(visits)) " visit-days in all." } }
        }
        @if visits == 0 { p.small { "No visit has been read yet." } }
    }
}

const fn depth_words(depth: Depth) -> &'static str {
    match depth {
        Depth::Glance => "glance",
        Depth::Read => "read",
        Depth::Studied => "studied",
    }
}

fn rows(view: &Journey) -> Vec<Row> {
    let said = |day, what| Row { day, what, room: None, depth: None };
    let mut rows: Vec<Row> = view
        .notes
        .iter()
        .filter_map(|note| {
            let voice = view.voices.get(note.voice)?;
            let what = format!("{}, {}", voice.letter, voice.title);
            Some(Row { day: note.day, what, room: note.room, depth: Some(note.depth) })
        })
        .collect();
    rows.extend(view.rests.iter().map(|rest| {
        let silent = u32::try_from(rest.to_day - rest.from_day).unwrap_or(0);
        said(rest.from_day, format!("Nobody seen for {}", words::days(silent)))
    }));
    rows.extend(view.events.iter().map(|event| said(event.day, event.caption.clone())));
    rows.extend(view.touches.iter().map(|touch| {
        let early = if touch.early { ", too early" } else { "" };
        said(touch.day, format!("Sales: {}{early}", touch.caption))
    }));
    rows.extend(view.delivered_days.iter().map(|day| said(*day, "A piece was delivered".to_owned())));
    rows.extend(
        view.presence.iter().map(|(from, to)| said(*from, format!("Presence until {}", words::day_of_year(*to)))),
    );
    // What came later stands above: a silence begins after the visit of its first day.
    rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.depth.is_none())));
    rows
}

/// Voices with what they are thinking about, and the roles that are missing.
pub(super) fn committee(frame: &Frame, view: &Journey) -> Markup {
    if view.voices.is_empty() {
        return html! { p.empty { "Nobody of this company has been read yet." } };
    }
    let (told, glimpsed): (Vec<&Voice>, Vec<&Voice>) = view.voices.iter().partition(|voice| is_told(voice));
    // Where nobody stands out, all are told.
    let (told, glimpsed) = if told.is_empty() { (glimpsed, told) } else { (told, glimpsed) };
    let missing = html! {
        @for role in &view.missing_roles {
            tr {
                td { span.person { span.vb.none { "?" } span { (role) br; span.cap { "Not seen yet" } } } }
                td data-l="Room" { span.cap { "none yet" } }
                td {} td {}
            }
        }
    };
    html! {
        p.cap { "People stay anonymous until they tell us who they are. Roles are inferred from themes, with the certainty shown." }
        (voices(frame, &told, &missing))
        @if !glimpsed.is_empty() {
            details.more {
                summary { (words::capital(&words::number(glimpsed.len()))) " more, of whom little is known" }
                (voices(frame, &glimpsed, &html! {}))
            }
        }
    }
}

/// Whether something can be said of a person beyond having been seen: a name, a part or a place.
fn is_told(voice: &Voice) -> bool {
    voice.given_name.is_some()
        || voice.role_certainty.is_some()
        || matches!(voice.shown, ShownRoom::In(_) | ShownRoom::Unclear)
}

fn voices(frame: &Frame, some: &[&Voice], missing: &Markup) -> Markup {
    html! {
        table.data {
            thead { tr { @for head in ["Voice", "Room", "Thinking about", "Last seen"] { th scope="col" { (head) } } } }
            tbody { @for voice in some { (voice_row(frame, voice)) } (missing) }
        }
    }
}

/// What each could read next. Nothing is sent: it is there for whoever asks, or writes.
pub(super) fn next_pieces(frame: &Frame, view: &Journey) -> Markup {
    let given: Vec<_> = view.voices.iter().filter_map(|voice| Some((voice, voice.next.as_ref()?))).collect();
    html! {
        @if !given.is_empty() {
            section.sheet.sect aria-labelledby="next-h" {
                h2 #next-h { "A next piece for each" }
                p.cap { "For where each stands, and not read yet. Nothing is sent by itself; it is at hand for whoever writes or asks." }
                ul.pairs { @for (voice, next) in given.iter().take(MOST_PIECES) { li {
                    span class={ "vb " (pigment(voice.shown)) } { (voice.letter) }
                    p { a href=(links::piece(frame, &next.path)) { (next.title) } br; span.cap { (next.because) } }
                } } }
                @if given.len() > MOST_PIECES { p.cap.gap-above { "and for " (words::number(given.len() - MOST_PIECES)) " more" } }
            }
        }
    }
}

/// Pieces are told for so many people.
const MOST_PIECES: usize = 9;

const fn pigment(shown: ShownRoom) -> &'static str {
    match shown {
        ShownRoom::In(room) => room_class(room),
        _ => "none",
    }
}

fn voice_row(frame: &Frame, voice: &Voice) -> Markup {
    html! {
        tr {
            td { span.person { span class={ "vb " (pigment(voice.shown)) } { (voice.letter) } span {
                a href=(links::person(frame, &voice.person_id)) { b { (voice.title) } } br;
                span.cap { (who(voice.given_name.as_deref(), voice.role_certainty)) }
                @if let Some(joined) = &voice.joined { br; span.cap { (joined) } }
            } } }
            td data-l="Room" { (marks::shown_room(voice.shown)) }
            td data-l="Thinking about" { (voice.thinking_about.as_deref().unwrap_or("–")) }
            td.date data-l="Last seen" { (words::day_of_year(voice.last_day)) }
        }
    }
}

/// "Anonymous, role likely (72 %)", or the name the person gave.
#[must_use]
pub(crate) fn who(given_name: Option<&str>, role_certainty: Option<f32>) -> String {
    let person = given_name.map_or_else(|| "Anonymous".to_owned(), |name| format!("{name}, who gave this name"));
    match role_certainty {
        Some(share) if share >= 0.6 => format!("{person}, role likely ({} %)", words::percent(share)),
        Some(share) => format!("{person}, role uncertain ({} %)", words::percent(share)),
        None => person,
    }
}

pub(super) fn deals(deals: &[DealLine]) -> Markup {
    html! {
        h3 { "Deals" }
        @if deals.is_empty() { p.small { "No deal is on record." } }
        ul.rows.gap-above { @for deal in deals { li {
            b { (stage_words(deal.stage)) } ", opened " (words::day_of_year(deal.opened_day))
            @if let Some(day) = deal.closed_day { ", closed " (words::day_of_year(day)) }
            @if let Some(amount) = &deal.amount { ", " (amount) }
            @if let Some(heard) = &deal.heard_from { br; span.cap { "Heard of us, in their words: “" (heard) "”" } }
        } } }
    }
}

const fn stage_words(stage: DealStage) -> &'static str {
    match stage {
        DealStage::Open => "Open",
        DealStage::Won => "Became a client",
        DealStage::Lost => "Chose another way",
        DealStage::NoDecision => "No decision",
    }
}

pub(super) fn touches(touches: &[SalesTouch]) -> Markup {
    html! {
        h3.gap-above { "Touches" }
        @if touches.is_empty() { p.small { "No touch is on record." } }
        ul.rows.gap-above { @for touch in touches.iter().rev().take(8) { li {
            (touch.caption) ", " (words::day_of_year(touch.day))
            @if touch.early { span.cap { " · too early" } }
        } } }
        @if touches.len() > 8 { p.cap { "and " (touches.len() - 8) " earlier" } }
    }
}

/// Identity evidence with an undo for each line.
#[must_use]
pub fn identity(frame: &Frame, lines: &[IdentityLine]) -> Markup {
    html! {
        @if lines.is_empty() { p.empty { "Nothing has been linked." } }
        ul.rows { @for line in lines { li.proof {
            p {
                @if line.struck_out.is_some() { s { (line.text) } } @else { (line.text) }
                br;
                @match &line.struck_out {
                    Some(by) => span.small { (by) },
                    None => span.cap {
                        (words::capital(&line.strength))
                        @if let Some(day) = line.since_day { ", since " (words::day_of_year(day)) }
                    },
                }
                @if let Some(person) = &line.person_id { " " a.cap href=(links::person(frame, person)) { "The person’s page" } }
            }
            @if let Some(undo) = &line.undo { (forms::button(frame, undo, "btn")) }
        } } }
    }
}
