//! The script for the customer's own site, and the moment in which the first visit arrives.

use maud::{Markup, html};

use crate::components::{links, shell, words};
use crate::pages::frame::Frame;

/// Everything the page says.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// The address of this server, such as "http://localhost:8080".
    pub base: String,
    /// The key that is used in the line; `None` where every key was revoked.
    pub key: Option<String>,
    pub events: u64,
    /// The day of the latest event of the script.
    pub last_day: Option<i64>,
    /// The page looks again by itself while nothing has arrived.
    pub looks_again: bool,
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Script) -> Markup {
    let body = html! {
        div.head { div { h1 { "The script for your site" }
            p.lede { @if view.events == 0 { b { "Waiting for the first visit." } " Put the line into your pages, then open one of them." }
                @else { b { "It works." } " " (words::thousands(usize::try_from(view.events).unwrap_or(usize::MAX))) (if view.events == 1 { " event has" } else { " events have" }) " arrived by the script"
                    @if let Some(day) = view.last_day { ", the latest on " (words::day_of_year(day)) } "." } }
        } }
        section.sheet.sect aria-labelledby="line-h" {
            h2 #line-h { "One line for every page" }
            @match &view.key {
                Some(key) => {
                    pre.code #the-line { code { "<script async src=\"" (view.base) "/e.js\" data-key=\"" (key) "\"></script>" } }
                    // Only with script can a page copy; without, the button is not there.
                    p.noprint { button.btn type="button" hidden data-copy="the-line" { "Copy" } span.cap role="status" data-copied="Copied." {} }
                    p.cap { "It weighs little, waits for nothing, counts visible reading and not open tabs, and respects an objection." }
                }
                None => { p.empty { "Every key was revoked. " a href=(links::page(frame, "/settings")) { "Make a key" } " first." } }
            }
        }
        section.sheet.sect aria-labelledby="arrive-h" {
            h2 #arrive-h { "What arrives" }
            @if view.events == 0 {
                p role="status" { "Nothing has arrived by the script yet. " @if view.looks_again { "This page looks again every few seconds. " a href="/settings/script" { "Stop that" } } @else { a href="/settings/script?watch=1" { "Look again by itself" } } }
                h3 { "If it stays so" }
                ul.plain {
                    li { "Open the page's source in the browser: the line must be in it." }
                    li { "A content policy of your site may forbid the script; allow this address for scripts and connections." }
                    li { "Blockers stop such scripts for some people. Access logs see everybody: "
                        a href="/settings/import" { "import one" } "." }
                    li { "In opt-in mode nothing is kept before somebody agrees." }
                }
            } @else {
                p { "Visits are read within seconds. " a href=(links::page(frame, "/")) { "See the floor plan" } ", or name the networks of companies you know in a file of accounts: " a href="/settings/import" { "files" } "." }
            }
        }
    };
    if view.looks_again && view.events == 0 {
        return shell::page_that_looks_again(frame, "The script for your site", &body);
    }
    shell::page(frame, "The script for your site", &body)
}
