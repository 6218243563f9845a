//! What lies on the desk, and what waits for somebody.

use enfilade_app::build::desk::gone::Gone;
use enfilade_app::build::desk::texts;
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        @if count == 0 { b { (t!("Nothing waits for you.")) } }
        @else { b { (counted_sentence!(
            count,
            "{count} thing waits for somebody.",
            "{count} things wait for somebody.",
            count = words::capital(&words::number(count)),
        )) } }
        " " (t!("What people put down here stays in every version."))
    };
    let body = html! {
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="waits" {
                h2 #waits { (t!("What waits")) }
                @if view.waits.is_empty() { p.empty { (t!("No draft lacks a signature, no form a reason, and no room runs out within four weeks.")) } }
                ul.rows { @for (text, address) in &view.waits { li { a href=(address) { (text) } } } }
            }
            section.sheet.sect aria-labelledby="lies" {
                h2 #lies { (t!("On the desk")) }
                ul.rows { @for (name, what, address) in &view.lies { li { a href=(address) { (name) } " " span.small { (what) } } } }
            }
        }
        (gone(&view.gone, view.is_crawled))
    };
    super::sheet(frame, "/content/desk", t!("The content desk"), &lede, &body)
}

/// Pages that are named.
const SHOWN: usize = 40;

fn gone(gone: &[Gone], is_crawled: bool) -> Markup {
    html! {
        section.sheet.sect #gone aria-labelledby="gone-h" {
            h2 #gone-h { (t!("Pages that are gone")) }
            p.cap { (t!("Pieces of the library that the last crawl of their site did not find. Whoever is sent there meets nothing.")) }
            @if !is_crawled { p.empty { (t!("No crawl has filled the library yet, so it is not known. An assessment alone does not.")) } }
            @else if gone.is_empty() { p.empty { (t!("Every page was found when its site was last crawled.")) } }
            ul.rows {
                @for one in gone.iter().take(SHOWN) {
                    li {
                        (super::tag(one.entry.piece.room)) (super::piece(&one.entry.piece.path, texts::title(&one.entry)))
                        p.small {
                            (sentence!(
                                "{path}, missed on {utc_day}",
                                path = one.entry.piece.path,
                                utc_day = words::day_of_year(one.missed_at.utc_day()),
                            ))
                            @if let Some(answer) = &one.answer { ": " (answer) }
                            "."
                        }
                    }
                }
            }
            @if gone.len() > SHOWN { p.small { (sentence!(
                "and {len} more",
                len = words::number(gone.len() - SHOWN),
            )) } }
        }
    }
}
