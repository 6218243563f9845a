//! The content desk: its sheets, and what they share.

pub mod audience;
pub mod calendar;
pub mod capabilities;
pub mod drafts;
pub mod gates;
pub mod overview;
pub mod phrases;
pub mod tasks;
pub mod worksheets;

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::texts::Found;
use enfilade_domain::{Phrase, Room};
use maud::{Markup, html};

use super::frame::{Frame, PostForm};
use crate::components::{forms, links, shell, words};

const SHEETS: [(&str, &str); 9] = [
    ("/content/desk", "The desk"),
    ("/content/worksheets", "One buyer"),
    ("/content/phrases", "Their words"),
    ("/content/capabilities", "What we can do"),
    ("/content/drafts", "Drafts"),
    ("/content/audience", "For whom"),
    ("/content/calendar", "What comes next"),
    ("/content/gates", "Forms"),
    ("/content/tasks", "To mend"),
];

/// A sheet of the desk: heading, lede, the way to the others, and the body.
fn sheet(frame: &Frame, at: &str, title: &str, lede: &Markup, body: &Markup) -> Markup {
    let whole = html! {
        div.head { div { h1 { (title) } p.lede { (lede) } } }
        nav.bands.noprint aria-label="The content desk" {
            @for (path, name) in SHEETS { a href=(links::page(frame, path)) aria-current=[(path == at).then_some("true")] { (name) } }
            a href=(links::page(frame, "/content")) { "The library" }
        }
        (body)
    };
    shell::page(frame, title, &whole)
}

/// Who made the newest version, and when.
fn made<T>(kept: &Kept<T>) -> Markup {
    html! { p.cap { "Version " (kept.version) ", by " (kept.by) " on " (words::day_of_year(kept.at.utc_day())) "." } }
}

fn tag(room: Option<Room>) -> Markup {
    html! { @if let Some(room) = room { span class=(format!("tag r{}", room.index())) { (room.title()) " Room" } " " } }
}

/// A link to a piece of the library.
fn piece(path: &str, title: &str) -> Markup {
    let address: String = format!("/content?piece={}#piece", links::path_segment(path));
    html! { a href=(address) { (title) } }
}

fn found(found: &Found) -> Markup {
    html! { (piece(&found.path, &found.title)) " " span.small { "“" (short(&found.quote)) "”" } }
}

/// A passage as long as a row can hold.
fn short(quote: &str) -> String {
    const LONGEST: usize = 220;
    if quote.len() <= LONGEST {
        return quote.to_owned();
    }
    let end = quote.floor_char_boundary(LONGEST);
    let end = quote[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &quote[..end])
}

fn press(frame: &Frame, action: String, label: &str, fields: &[(&str, String)]) -> Markup {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    forms::button(frame, &PostForm { action, label: label.to_owned(), fields }, "btn")
}

/// The buyers' words of a room, to write with.
fn beside(phrases: &[Kept<Phrase>]) -> Markup {
    html! {
        h3 { "Their words, of this room" }
        @if phrases.is_empty() { p.small { "None is collected yet. " a href="/content/phrases" { "See what the house heard" } "." } }
        ul.plain { @for phrase in phrases { li { q { (phrase.what.words) } } } }
    }
}
