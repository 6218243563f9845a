//! The script for the customer's own site, and the moment in which the first visit arrives.

use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        div.head { div { h1 { (t!("The script for your site")) }
            p.lede { @if view.events == 0 { (sentence!("<b>Waiting for the first visit.</b> Put the line into your pages, then open one of them.")) }
                @else { b { (t!("It works.")) } " " (counted_sentence!(
                    view.events,
                    "{events} event has arrived by the script",
                    "{events} events have arrived by the script",
                    events = words::thousands(usize::try_from(view.events).unwrap_or(usize::MAX)),
                ))
                    @if let Some(day) = view.last_day { (sentence!(
                        ", the latest on {day}",
                        day = words::day_of_year(day),
                    )) } "." } }
        } }
        section.sheet.sect aria-labelledby="line-h" {
            h2 #line-h { (t!("One line for every page")) }
            @match &view.key {
                Some(key) => {
                    pre.code #the-line { code { "<script async src=\"" (sentence!(
                        "{base}/e.js\" data-key=\"{key}",
                        base = view.base,
                        key = key,
                    )) "\"></script>" } }
                    // Only with script can a page copy; without, the button is not there.
                    p.noprint { button.btn type="button" hidden data-copy="the-line" { (t!("Copy")) } span.cap role="status" data-copied="Copied." {} }
                    p.cap { (t!("It weighs little, waits for nothing, counts visible reading and not open tabs, and respects an objection.")) }
                }
                None => { p.empty { (sentence!(
                    "Every key was revoked. <a>Make a key</a> first.";
                    a = html! { a href=(links::page(frame, "/settings")) {} },
                )) } }
            }
        }
        section.sheet.sect aria-labelledby="arrive-h" {
            h2 #arrive-h { (t!("What arrives")) }
            @if view.events == 0 {
                p role="status" { (t!("Nothing has arrived by the script yet.")) " " @if view.looks_again { (sentence!(
                    "This page looks again every few seconds. <a>Stop that</a>";
                    a = html! { a href="/settings/script" {} },
                )) } @else { a href="/settings/script?watch=1" { (t!("Look again by itself")) } } }
                h3 { (t!("If it stays so")) }
                ul.plain {
                    li { (t!("Open the page's source in the browser: the line must be in it.")) }
                    li { (t!("A content policy of your site may forbid the script; allow this address for scripts and connections.")) }
                    li { (sentence!(
                        "Blockers stop such scripts for some people. Access logs see everybody: <a>import one</a>.";
                        a = html! { a href="/settings/import" {} },
                    )) }
                    li { (t!("In opt-in mode nothing is kept before somebody agrees.")) }
                }
            } @else {
                p { (sentence!(
                    "Visits are read within seconds. <a>See the floor plan</a>, or name the networks of companies you know in a file of accounts: <a2>files</a2>.";
                    a = html! { a href=(links::page(frame, "/")) {} },
                    a2 = html! { a href="/settings/import" {} },
                )) }
            }
        }
    };
    if view.looks_again && view.events == 0 {
        return shell::page_that_looks_again(frame, t!("The script for your site"), &body);
    }
    shell::page(frame, t!("The script for your site"), &body)
}
