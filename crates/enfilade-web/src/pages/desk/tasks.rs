//! To mend: findings that somebody accepted, until a crawl no longer finds them.

use enfilade_app::build::desk::paper::Kept;
use enfilade_domain::{Mended, Room, Task};
use enfilade_language::{retold, t};
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        @if view.all.is_empty() { b { (t!("No finding was accepted yet.")) } }
        @else if open.is_empty() { (sentence!("<b>Everything that was accepted is mended</b>, as far as the last crawl saw.")) }
        @else {
            b { (counted_sentence!(
                open.len(),
                "{open} accepted finding waits to be mended",
                "{open} accepted findings wait to be mended",
                open = words::capital(&words::number(open.len())),
            )) }
            @if back > 0 { (sentence!(", {back} of them for the second time", back = words::number(back))) }
            "."
        }
    };
    let rooms = Room::ALL.into_iter().map(Some).chain([None]);
    let body = html! {
        section.sheet.sect aria-labelledby="open" {
            h2 #open { (t!("To mend")) }
            p.cap { (t!("A task closes by itself when a crawl that read its page no longer finds the fault. What a crawl did not see closes nothing.")) }
            @if open.is_empty() { p.empty { (sentence!(
                "Findings are accepted on the <a>assessment of the site</a>.";
                a = html! { a href=(links::page(frame, "/site")) {} },
            )) } }
            @for room in rooms {
                @let of_room: Vec<_> = open.iter().filter(|kept| kept.what.room == room).collect();
                @if !of_room.is_empty() {
                    h3 { (room.map_or(t!("No room"), Room::title)) }
                    ul.rows { @for kept in of_room { li { (one(frame, kept, view.may_decide)) } } }
                }
            }
        }
        @if !closed.is_empty() {
            section.sheet.sect aria-labelledby="closed" {
                h2 #closed { (t!("Mended")) }
                ul.rows { @for kept in closed { li { (mended(frame, &kept.what)) } } }
            }
        }
        @if !view.dropped.is_empty() {
            details.more {
                summary { (sentence!(
                    "{dropped} dropped",
                    dropped = words::capital(&words::number(view.dropped.len())),
                )) }
                ul.rows {
                    @for kept in &view.dropped {
                        li {
                            (kept.what.name) ", " (page(&kept.what)) ": “" (super::short(&kept.what.quote)) "” "
                            span.small { (kept.by) ": “" (kept.what.dropped_because.as_deref().unwrap_or(t!("no reason"))) "”" }
                        }
                    }
                }
            }
        }
    };
    super::sheet(frame, "/content/tasks", t!("To mend"), &lede, &body)
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
        p { b { (retold(&task.name)) } ", " (page(task)) }
        blockquote { "“" (super::short(&task.quote)) "”" }
        p.do { b { (t!("Do this.")) " " } (retold(&task.advice)) }
        p.small {
            (sentence!(
                "Accepted by {accepted_by} on {utc_day}, on {site}.",
                accepted_by = task.accepted_by,
                utc_day = words::day_of_year(task.accepted_at.utc_day()),
                site = task.site,
            )) " "
            @if task.owner.is_empty() { (t!("Nobody has it yet.")) } @else { (sentence!(
                "{owner} has it.",
                owner = task.owner,
            )) }
            @if task.came_back { " " (t!("It was mended once, and is back.")) }
        }
        @if may_decide {
            div.gap-above.noprint {
                form.inline method="post" action=(format!("/content/tasks/{}/hand", kept.id)) {
                    (forms::csrf_field(frame)) (fields::line(t!("Who mends it"), "owner", &task.owner)) button.btn type="submit" { (t!("Hand over")) }
                }
                details {
                    summary { (t!("It will not be mended")) }
                    form.inline method="post" action=(format!("/content/tasks/{}/drop", kept.id)) {
                        (forms::csrf_field(frame)) (fields::line(t!("Why"), "reason", "")) button.btn type="submit" { (t!("Drop it")) }
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
        (super::tag(task.room)) b { (retold(&task.name)) } ", " (page(task)) ": “" (super::short(&task.quote)) "” "
        span.small {
            @match closed.how {
                Mended::TextChanged => (t!("The page no longer says it")),
                Mended::PageGone => (t!("The page is gone")),
            }
            (sentence!(
                ", as <a>the crawl of {utc_day}</a> saw.",
                utc_day = words::day_of_year(closed.at.utc_day());
                a = html! { a href=(report) {} },
            ))
        }
    }
}
