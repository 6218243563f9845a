//! The brief for a conversation: two minutes to read, made to be printed. What to say and what only to know stand apart.

use enfilade_domain::ShownRoom;
use enfilade_language::t;
use maud::{Markup, html};

use super::frame::{AccountLink, Frame, Likely};
use super::ready::{Dot, committee_dots, opening};
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{links, marks, shell, words};

/// Everything the brief says.
#[derive(Debug, Clone)]
pub struct Brief {
    pub account: AccountLink,
    pub facts: Vec<String>,
    pub shown: ShownRoom,
    pub fit: Option<f32>,
    /// `None` below the evidence for a number.
    pub readiness: Option<Likely>,
    pub door_opens_at: Option<f32>,
    pub band_words: String,
    /// What the conversation is for.
    pub purpose: String,
    /// It comes early, and the brief protects them.
    pub early: bool,
    pub story: Vec<Chapter>,
    /// Chapters before those that are told.
    pub earlier_chapters: u32,
    pub began_day: Option<i64>,
    pub agenda: Vec<String>,
    pub settled: Vec<String>,
    pub deciding: Vec<String>,
    pub still_open: Vec<String>,
    pub dots: Vec<Dot>,
    /// Roles that ask the same, and what they usually ask at this point.
    pub concerns: Vec<(Vec<String>, Vec<String>)>,
    /// Roles that have not started, each with a piece that is written for it.
    pub not_started: Vec<(String, Option<String>)>,
    /// Such as "meeting, on 12 Sep 2026".
    pub last_contact: Option<String>,
    pub known: Vec<String>,
    pub hard_questions: Vec<String>,
    pub opening: String,
    pub because: String,
    pub leave_out: Vec<String>,
    /// Whether the day is today.
    pub is_today: bool,
}

/// A part of the handover story.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    pub text: String,
    pub from_day: i64,
    pub to_day: i64,
    /// What it rests on: pieces, each with on how many days it was read.
    pub pieces: Vec<(String, u32)>,
}

/// Draws the brief.
#[must_use]
pub fn render(frame: &Frame, view: &Brief) -> Markup {
    let title = t!("Brief: {name}", name = view.account.name);
    let body = html! {
        div.acct-head {
            div {
                p.crumb { a href=(links::page(frame, "/ready")) { (t!("Ready")) } " · " a href=(links::account(frame, &view.account.domain)) { (t!("The whole sheet")) } }
                h1 { (view.account.name) }
                p.lede { b { (view.purpose) } }
                p.facts { (marks::fit(view.fit)) (marks::shown_room(view.shown)) @for fact in &view.facts { span { (fact) } } }
            }
            @if let Some(readiness) = view.readiness { (marks::door(readiness, view.door_opens_at, &view.band_words)) }
        }
        @if view.early { p.problem { (t!("Early contact. The first part of the conversation is theirs: no company presentation, no question about budget.")) } }
        div.grid.g-11 {
            section.sheet.sect aria-labelledby="say-h" {
                h2 #say-h { (t!("To say")) }
                p.cap { (t!("Themes only. Nothing here should sound like watching.")) }
                @if !view.agenda.is_empty() { h3 { (t!("Their points, which are the agenda")) } ol.points { @for point in &view.agenda { li { (point) } } } }
                h3 { (t!("A first sentence")) }
                (opening(&view.opening, &view.because))
                dl.brief {
                    (entry(t!("They have settled"), &view.settled, t!("Nothing that is known.")))
                    (entry(t!("They are thinking about"), &view.deciding, t!("No theme stands out lately: ask.")))
                    (entry(t!("They may still ask"), &view.still_open, if view.hard_questions.is_empty() { t!("Nothing the library would name.") } else { t!("Nothing of the room they are in; see the hard questions.") }))
                }
                h3 { (t!("Leave out")) }
                ul.plain { @for line in &view.leave_out { li { (line) } } }
            }
            section.sheet.sect aria-labelledby="know-h" {
                h2 #know-h { (t!("To know, and not to say")) }
                p.cap { (t!("It helps to prepare. Spoken aloud it would tell them that they were watched.")) }
                h3 { (t!("Known to them already: do not explain again")) }
                @if view.known.is_empty() { p.small { (t!("Nothing they would know from us. Begin at their end.")) } }
                ul.plain { @for piece in &view.known { li { "“" (piece) "”" } } }
                h3 { (t!("Who is part of it")) }
                @if view.dots.is_empty() { p.small { (t!("Nobody can be told by role.")) } } @else { (committee_dots(&view.dots)) }
                @if let Some(contact) = &view.last_contact { p.small.gap-above { (sentence!(
                    "Last contact: {contact}.",
                    contact = contact,
                )) } }
                @if !view.not_started.is_empty() {
                    dl.brief { @for (role, piece) in &view.not_started {
                        dt { (sentence!("{role} has not started", role = words::capital(role))) }
                        dd { @match piece { Some(piece) => { (sentence!(
                            "Ask who that would be; “{piece}” is written for them.",
                            piece = piece,
                        )) } None => (t!("Ask who that would be. Nothing is written for them yet.")) } }
                    } }
                }
                @if !view.concerns.is_empty() {
                    dl.brief { @for (roles, questions) in &view.concerns { dt { (counted_sentence!(
                        roles.len(),
                        "{roles} usually asks",
                        "{roles} usually ask",
                        roles = words::capital(&words::list(roles)),
                    )) } dd { (questions.join(" ")) } } }
                }
                h3 { (t!("Hard questions to expect")) }
                @let further: Vec<&String> = view.hard_questions.iter().filter(|hard| !view.concerns.iter().any(|(_, asked)| asked.contains(hard))).collect();
                @if view.hard_questions.is_empty() { p.small { (t!("The library names no questions ahead. Register pieces with the question each answers.")) } }
                @else if further.is_empty() { p.small { (t!("Those that the roles usually ask.")) } }
                ul.plain { @for question in further { li { (question) } } }
            }
        }
        (story(view))
        @if view.is_today {
            p.small.noprint.gap-above { (sentence!(
                "After the conversation, <a>say how it was</a>: it takes a minute and teaches the readings.";
                a = html! { a href=(links::account(frame, &view.account.domain)) {} },
            )) }
        }
    };
    shell::page(frame, &title, &body)
}

fn entry(term: &str, items: &[String], none: &str) -> Markup {
    html! {
        dt { (term) }
        dd { @if items.is_empty() { span.cap { (none) } } @else if items.iter().all(|item| item.ends_with('?')) { (items.join(" ")) } @else { (words::capital(&words::list(items))) "." } }
    }
}

fn story(view: &Brief) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="story-h" {
            h2 #story-h { (t!("How they came here")) }
            p.cap { (t!("Written from what was read, each sentence with what it rests on. To know, and not to say.")) }
            @if view.story.is_empty() { p.empty { (t!("Nothing has been read yet. This is a first conversation in the true sense: ask, and explore.")) } }
            @if view.earlier_chapters > 0 {
                @if let Some(day) = view.began_day { p.small { (counted_sentence!(
                    view.earlier_chapters as usize,
                    "It began on {day}; {earlier_chapters} earlier part is left out.",
                    "It began on {day}; {earlier_chapters} earlier parts are left out.",
                    day = words::day_of_year(day),
                    earlier_chapters = words::number(view.earlier_chapters as usize),
                )) } }
            }
            ol.rows.story { @for chapter in &view.story {
                li {
                    span.cap.date { (days(chapter)) }
                    div {
                        p { (chapter.text) }
                        @if !chapter.pieces.is_empty() {
                            details { summary { (t!("What this rests on")) } ul.plain.small { @for (piece, days) in chapter.pieces.iter().take(12) {
                                li { (piece) span.cap { (sentence!(", on {days}", days = words::days(*days))) } }
                            } @if chapter.pieces.len() > 12 { li.cap { (sentence!(
                                "and {len} more",
                                len = chapter.pieces.len() - 12,
                            )) } } } }
                        }
                    }
                }
            } }
        }
    }
}

fn days(chapter: &Chapter) -> String {
    if chapter.from_day == chapter.to_day {
        return words::day(chapter.from_day);
    }
    format!("{} – {}", words::day(chapter.from_day), words::day(chapter.to_day))
}
