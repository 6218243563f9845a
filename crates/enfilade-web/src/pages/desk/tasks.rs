//! To mend: findings that somebody accepted, until a crawl no longer finds them.

use enfilade_app::build::desk::paper::Kept;
use enfilade_domain::{Mended, Room, Task};
use maud::{Markup, html};

use crate::components::{fields, forms, links, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Clone, Default)]
pub struct Tasks {
    /// Open ones and those that a crawl closed.
    pub all: Vec<Kept<Task>>,
    pub dropped: Vec<Kept<Task>>,
    pub may_decide: bool,
}

#[must_use]
pub fn render(frame: &Frame, view: &Tasks) -> Markup {
    let (open, closed): (Vec<_>, Vec<_>) = view.all.iter().partition(|kept| kept.what.closed.is_none());
    let back = open.iter().filter(|kept| kept.what.came_back).count();
    let lede = html! {
        @if view.all.is_empty() { b { "No finding was accepted yet." } }
        @else if open.is_empty() { b { "Everything that was accepted is mended" } ", as far as the last crawl saw." }
        @else {
            b { (words::capital(&words::number(open.len()))) " accepted " (words::plural(open.len(), "finding waits", "findings wait")) " to be mended" }
            @if back > 0 { ", " (words::number(back)) " of them for the second time" }
            "."
        }
    };
    let rooms = Room::ALL.into_iter().map(Some).chain([None]);
    let body = html! {
        section.sheet.sect aria-labelledby="open" {
            h2 #open { "To mend" }
            p.cap { "A task closes by itself when a crawl that read its page no longer finds the fault. What a crawl did not see closes nothing." }
            @if open.is_empty() { p.empty { "Findings are accepted on the " a href=(links::page(frame, "/site")) { "assessment of the site" } "." } }
            @for room in rooms {
                @let of_room: Vec<_> = open.iter().filter(|kept| kept.what.room == room).collect();
                @if !of_room.is_empty() {
                    h3 { (room.map_or("No room", Room::title)) }
                    ul.rows { @for kept in of_room { li { (one(frame, kept, view.may_decide)) } } }
                }
            }
        }
        @if !closed.is_empty() {
            section.sheet.sect aria-labelledby="closed" {
                h2 #closed { "Mended" }
                ul.rows { @for kept in closed { li { (mended(frame, &kept.what)) } } }
            }
        }
        @if !view.dropped.is_empty() {
            details.more {
                summary { (words::capital(&words::number(view.dropped.len()))) " dropped" }
                ul.rows {
                    @for kept in &view.dropped {
                        li {
                            (kept.what.name) ", " (page(&kept.what)) ": “" (super::short(&kept.what.quote)) "” "
                            span.small { (kept.by) ": “" (kept.what.dropped_because.as_deref().unwrap_or("no reason")) "”" }
                        }
                    }
                }
            }
        }
    };
    super::sheet(frame, "/content/tasks", "To mend", &lede, &body)
}

/// Addresses of a site lead there; a folder has none.
fn page(task: &Task) -> Markup {
    html! {
        @if task.url.starts_with("http") { a href=(task.url) rel="noreferrer" { (task.path) } } @else { code { (task.path) } }
    }
}

fn one(frame: &Frame, kept: &Kept<Task>, may_decide: bool) -> Markup {
    let task = &kept.what;
    html! {
        p { b { (task.name) } ", " (page(task)) }
        blockquote { "“" (super::short(&task.quote)) "”" }
        p.do { b { "Do this. " } (task.advice) }
        p.small {
            "Accepted by " (task.accepted_by) " on " (words::day_of_year(task.accepted_at.utc_day())) ", on " (task.site) ". "
            @if task.owner.is_empty() { "Nobody has it yet." } @else { (task.owner) " has it." }
            @if task.came_back { " It was mended once, and is back." }
        }
        @if may_decide {
            div.gap-above.noprint {
                form.inline method="post" action=(format!("/content/tasks/{}/hand", kept.id)) {
                    (forms::csrf_field(frame)) (fields::line("Who mends it", "owner", &task.owner)) button.btn type="submit" { "Hand over" }
                }
                details {
                    summary { "It will not be mended" }
                    form.inline method="post" action=(format!("/content/tasks/{}/drop", kept.id)) {
                        (forms::csrf_field(frame)) (fields::line("Why", "reason", "")) button.btn type="submit" { "Drop it" }
                    }
                }
            }
        }
    }
}

fn mended(frame: &Frame, task: &Task) -> Markup {
    let Some(closed) = &task.closed else { return Markup::default() };
    let report = links::page(frame, &format!("/site?id={}", closed.assessment));
    html! {
        (super::tag(task.room)) b { (task.name) } ", " (page(task)) ": “" (super::short(&task.quote)) "” "
        span.small {
            @match closed.how {
                Mended::TextChanged => "The page no longer says it",
                Mended::PageGone => "The page is gone",
            }
            ", as " a href=(report) { "the crawl of " (words::day_of_year(closed.at.utc_day())) } " saw."
        }
    }
}
