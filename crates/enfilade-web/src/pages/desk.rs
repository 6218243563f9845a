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
use enfilade_language::{marked, t, translated};
use maud::{Markup, html};

use super::frame::{Frame, PostForm};
use crate::components::sentences::sentence;
use crate::components::{forms, links, shell, words};

const SHEETS: [(&str, &str); 9] = [
    ("/content/desk", marked!("The desk")),
    ("/content/worksheets", marked!("One buyer")),
    ("/content/phrases", marked!("Their words")),
    ("/content/capabilities", marked!("What we can do")),
    ("/content/drafts", marked!("Drafts")),
    ("/content/audience", marked!("For whom")),
    ("/content/calendar", marked!("What comes next")),
    ("/content/gates", marked!("Forms")),
    ("/content/tasks", marked!("To mend")),
];

/// Sheets that are lists; each goes along as a file.
const LISTS: [&str; 7] = ["worksheets", "phrases", "capabilities", "drafts", "calendar", "gates", "tasks"];

/// A sheet of the desk: heading, lede, the way to the others, and the body.
fn sheet(frame: &Frame, at: &str, title: &str, lede: &Markup, body: &Markup) -> Markup {
    let whole = html! {
        div.head {
            div { h1 { (title) } p.lede { (lede) } }
            @if let Some(list) = at.strip_prefix("/content/").filter(|list| LISTS.contains(list)) {
                div.btns.noprint { a.btn href={ "/content/desk/" (list) ".csv" } { (t!("Take it with you (CSV)")) } }
            }
        }
        nav.bands.noprint aria-label=(t!("The content desk")) {
            @for (path, name) in SHEETS { a href=(links::page(frame, path)) aria-current=[(path == at).then_some("true")] { (translated(name)) } }
            a href=(links::page(frame, "/content")) { (t!("The library")) }
        }
        (body)
    };
    shell::page(frame, title, &whole)
}

/// Who made the newest version, and when.
fn made<T>(kept: &Kept<T>) -> Markup {
    html! { p.cap { (sentence!(
        "Version {version}, by {by} on {utc_day}.",
        version = kept.version,
        by = kept.by,
        utc_day = words::day_of_year(kept.at.utc_day()),
    )) } }
}

fn tag(room: Option<Room>) -> Markup {
    html! { @if let Some(room) = room { span class=(format!("tag r{}", room.index())) { (sentence!(
        "{room} Room",
        room = room.title(),
    )) } " " } }
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
        h3 { (t!("Their words, of this room")) }
        @if phrases.is_empty() { p.small { (sentence!(
            "None is collected yet. <a>See what the house heard</a>.";
            a = html! { a href="/content/phrases" {} },
        )) } }
        ul.plain { @for phrase in phrases { li { q { (phrase.what.words) } } } }
    }
}
