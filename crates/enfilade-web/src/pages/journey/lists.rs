//! Tables and lists of an account's sheet.

use enfilade_domain::{DealStage, Room, ShownRoom};
use enfilade_language::t;
use maud::{Markup, html};

use super::{DealLine, Depth, IdentityLine, Journey, SalesTouch, Voice};
use crate::components::marks::{self, room_class};
use crate::components::sentences::sentence;
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
            summary { (t!("Read as a list")) }
            div.scroll { table.data {
                thead { tr { th scope="col" { (t!("Date")) } th scope="col" { (t!("What")) } th scope="col" { (t!("Room")) } th scope="col" { (t!("Depth")) } } }
                tbody { @for row in rows.iter().take(MOST_ROWS) {
                    tr {
                        td.date data-l=(t!("Date")) { (words::day_of_year(row.day)) }
                        td data-l=(t!("What")) { (row.what) }
                        td data-l=(t!("Room")) { @if let Some(room) = row.room { span.tag.(room_class(room)) { (room.title()) } } @else { "–" } }
                        td data-l=(t!("Depth")) { @if let Some(depth) = row.depth { (words::capital(depth_words(depth))) } @else { "–" } }
                    }
                } }
            } }
            @if rows.len() > MOST_ROWS { p.cap { (sentence!(
                "{most_rows} of {rows} lines; {visits} visit-days in all.",
                most_rows = MOST_ROWS,
                rows = rows.len(),
                visits = words::thousands(visits),
            )) } }
        }
        @if visits == 0 { p.small { (t!("No visit has been read yet.")) } }
    }
}

fn depth_words(depth: Depth) -> &'static str {
    match depth {
        Depth::Glance => t!("glance"),
        Depth::Read => t!("read"),
        Depth::Studied => t!("studied"),
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
        said(rest.from_day, t!("Nobody seen for {silent}", silent = words::days(silent)))
    }));
    rows.extend(view.events.iter().map(|event| said(event.day, event.caption.clone())));
    rows.extend(view.touches.iter().map(|touch| {
        let early = if touch.early { t!(", too early") } else { "" };
        said(touch.day, t!("Sales: {caption}{early}", caption = touch.caption, early = early))
    }));
    rows.extend(view.delivered_days.iter().map(|day| said(*day, t!("A piece was delivered").to_owned())));
    rows.extend(
        view.presence.iter().map(|(from, to)| said(*from, t!("Presence until {to}", to = words::day_of_year(*to)))),
    );
    // What came later stands above: a silence begins after the visit of its first day.
    rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.depth.is_none())));
    rows
}

/// Voices with what they are thinking about, and the roles that are missing.
pub(super) fn committee(frame: &Frame, view: &Journey) -> Markup {
    if view.voices.is_empty() {
        return html! { p.empty { (t!("Nobody of this company has been read yet.")) } };
    }
    let (told, glimpsed): (Vec<&Voice>, Vec<&Voice>) = view.voices.iter().partition(|voice| is_told(voice));
    // Where nobody stands out, all are told.
    let (told, glimpsed) = if told.is_empty() { (glimpsed, told) } else { (told, glimpsed) };
    let missing = html! {
        @for role in &view.missing_roles {
            tr {
                td { span.person { span.vb.none { "?" } span { (role) br; span.cap { (t!("Not seen yet")) } } } }
                td data-l=(t!("Room")) { span.cap { (t!("none yet")) } }
                td {} td {}
            }
        }
    };
    html! {
        p.cap { (t!("People stay anonymous until they tell us who they are. Roles are inferred from themes, with the certainty shown.")) }
        (voices(frame, &told, &missing))
        @if !glimpsed.is_empty() {
            details.more {
                summary { (sentence!(
                    "{glimpsed} more, of whom little is known",
                    glimpsed = words::capital(&words::number(glimpsed.len())),
                )) }
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
            thead { tr { @for head in [t!("Voice"), t!("Room"), t!("Thinking about"), t!("Last seen")] { th scope="col" { (head) } } } }
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
                h2 #next-h { (t!("A next piece for each")) }
                p.cap { (t!("For where each stands, and not read yet. Nothing is sent by itself; it is at hand for whoever writes or asks.")) }
                ul.pairs { @for (voice, next) in given.iter().take(MOST_PIECES) { li {
                    span class={ "vb " (pigment(voice.shown)) } { (voice.letter) }
                    p { a href=(links::piece(frame, &next.path)) { (next.title) } br; span.cap { (next.because) } }
                } } }
                @if given.len() > MOST_PIECES { p.cap.gap-above { (sentence!(
                    "and for {len} more",
                    len = words::number(given.len() - MOST_PIECES),
                )) } }
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
            td data-l=(t!("Room")) { (marks::shown_room(voice.shown)) }
            td data-l=(t!("Thinking about")) { (voice.thinking_about.as_deref().unwrap_or("–")) }
            td.date data-l=(t!("Last seen")) { (words::day_of_year(voice.last_day)) }
        }
    }
}

/// "Anonymous, role likely (72 %)", or the name the person gave.
#[must_use]
pub(crate) fn who(given_name: Option<&str>, role_certainty: Option<f32>) -> String {
    let person =
        given_name.map_or_else(|| t!("Anonymous").to_owned(), |name| t!("{name}, who gave this name", name = name));
    match role_certainty {
        Some(share) if share >= 0.6 => {
            t!("{person}, role likely ({share} %)", person = person, share = words::percent(share))
        }
        Some(share) => t!("{person}, role uncertain ({share} %)", person = person, share = words::percent(share)),
        None => person,
    }
}

pub(super) fn deals(deals: &[DealLine]) -> Markup {
    html! {
        h3 { (t!("Deals")) }
        @if deals.is_empty() { p.small { (t!("No deal is on record.")) } }
        ul.rows.gap-above { @for deal in deals { li {
            (sentence!(
                "<b>{stage_words}</b>, opened {opened_day}",
                stage_words = stage_words(deal.stage),
                opened_day = words::day_of_year(deal.opened_day),
            ))
            @if let Some(day) = deal.closed_day { (sentence!(", closed {day}", day = words::day_of_year(day))) }
            @if let Some(amount) = &deal.amount { ", " (amount) }
            @if let Some(heard) = &deal.heard_from { br; span.cap { (sentence!(
                "Heard of us, in their words: “{heard}”",
                heard = heard,
            )) } }
        } } }
    }
}

fn stage_words(stage: DealStage) -> &'static str {
    match stage {
        DealStage::Open => t!("Open"),
        DealStage::Won => t!("Became a client"),
        DealStage::Lost => t!("Chose another way"),
        DealStage::NoDecision => t!("No decision"),
    }
}

pub(super) fn touches(touches: &[SalesTouch]) -> Markup {
    html! {
        h3.gap-above { (t!("Touches")) }
        @if touches.is_empty() { p.small { (t!("No touch is on record.")) } }
        ul.rows.gap-above { @for touch in touches.iter().rev().take(8) { li {
            (touch.caption) ", " (words::day_of_year(touch.day))
            @if touch.early { span.cap { " " (t!("· too early")) } }
        } } }
        @if touches.len() > 8 { p.cap { (sentence!("and {len} earlier", len = touches.len() - 8)) } }
    }
}

/// Identity evidence with an undo for each line.
#[must_use]
pub fn identity(frame: &Frame, lines: &[IdentityLine]) -> Markup {
    html! {
        @if lines.is_empty() { p.empty { (t!("Nothing has been linked.")) } }
        ul.rows { @for line in lines { li.proof {
            p {
                @if line.struck_out.is_some() { s { (line.text) } } @else { (line.text) }
                br;
                @match &line.struck_out {
                    Some(by) => span.small { (by) },
                    None => span.cap {
                        (words::capital(&line.strength))
                        @if let Some(day) = line.since_day { (sentence!(
                            ", since {day}",
                            day = words::day_of_year(day),
                        )) }
                    },
                }
                @if let Some(person) = &line.person_id { " " a.cap href=(links::person(frame, person)) { (t!("The person’s page")) } }
            }
            @if let Some(undo) = &line.undo { (forms::button(frame, undo, "btn")) }
        } } }
    }
}
