//! What lies on the desk, and what waits for somebody.

use enfilade_app::build::desk::gone::Gone;
use enfilade_app::build::desk::texts;
use maud::{Markup, html};

use crate::components::words;
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// Sheet, what there is, and where it is.
    pub lies: Vec<(String, String, String)>,
    /// What waits, and where it is settled.
    pub waits: Vec<(String, String)>,
    pub gone: Vec<Gone>,
    /// Some site was crawled.
    pub is_crawled: bool,
}

#[must_use]
pub fn render(frame: &Frame, view: &Overview) -> Markup {
    let count = view.waits.len() + usize::from(!view.gone.is_empty());
    let lede = html! {
        @if count == 0 { b { "Nothing waits for you." } }
        @else { b { (words::capital(&words::number(count))) " " (words::plural(count, "thing waits", "things wait")) " for somebody." } }
        " What people put down here stays in every version."
    };
    let body = html! {
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="waits" {
                h2 #waits { "What waits" }
                @if view.waits.is_empty() { p.empty { "No draft lacks a signature, no form a reason, and no room runs out within four weeks." } }
                ul.rows { @for (text, address) in &view.waits { li { a href=(address) { (text) } } } }
            }
            section.sheet.sect aria-labelledby="lies" {
                h2 #lies { "On the desk" }
                ul.rows { @for (name, what, address) in &view.lies { li { a href=(address) { (name) } " " span.small { (what) } } } }
            }
        }
        (gone(&view.gone, view.is_crawled))
    };
    super::sheet(frame, "/content/desk", "The content desk", &lede, &body)
}

/// Pages that are named.
const SHOWN: usize = 40;

fn gone(gone: &[Gone], is_crawled: bool) -> Markup {
    html! {
        section.sheet.sect #gone aria-labelledby="gone-h" {
            h2 #gone-h { "Pages that are gone" }
            p.cap { "Pieces of the library that the last crawl of their site did not find. Whoever is sent there meets nothing." }
            @if !is_crawled { p.empty { "No crawl has filled the library yet, so it is not known. An assessment alone does not." } }
            @else if gone.is_empty() { p.empty { "Every page was found when its site was last crawled." } }
            ul.rows {
                @for one in gone.iter().take(SHOWN) {
                    li {
                        (super::tag(one.entry.piece.room)) (super::piece(&one.entry.piece.path, texts::title(&one.entry)))
                        p.small {
                            (one.entry.piece.path) ", missed on " (words::day_of_year(one.missed_at.utc_day()))
                            @if let Some(answer) = &one.answer { ": " (answer) }
                            "."
                        }
                    }
                }
            }
            @if gone.len() > SHOWN { p.small { "and " (words::number(gone.len() - SHOWN)) " more" } }
        }
    }
}
