//! Asking for an assessment: from inside, and as a stranger.

use enfilade_app::build::report::Report;
use enfilade_language::t;
use maud::{Markup, html};

use super::{head, sections, title_block};
use crate::components::sentences::sentence;
use crate::components::{forms, shell};
use crate::pages::frame::Frame;

/// The form that asks for an assessment, and the one that is under way.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    pub run: Option<Run>,
    pub may_ask: bool,
    /// What was asked for last.
    pub last_place: String,
}

/// An assessment under way, or one that failed.
#[derive(Debug, Clone)]
pub struct Run {
    pub place: String,
    pub done: u64,
    pub known: u64,
    pub failed: Option<String>,
}

pub(super) fn form(frame: &Frame, asking: &Asking) -> Markup {
    html! {
        @if let Some(run) = &asking.run {
            section.sheet.sect aria-labelledby="run" {
                h2 #run { (run.place) }
                @match &run.failed {
                    Some(reason) => { p { b { (t!("It could not be read.")) " " } (reason) } }
                    None => {
                        p { (sentence!(
                            "Being read: {done} of {known} addresses known so far. Look again in a minute; nothing has to stay open.",
                            done = run.done,
                            known = run.known,
                        )) }
                        progress max=(run.known.max(1)) value=(run.done) { (run.done) }
                        p.gap-above { a.btn href="/site" { (t!("Look again")) } }
                    }
                }
            }
        }
        @if asking.may_ask {
            section.sheet.sect.noprint aria-labelledby="ask" {
                h2 #ask { (t!("Read a site")) }
                form.ask method="post" action="/site/assess" {
                    (forms::csrf_field(frame))
                    label for="address" { (t!("Address")) input #address type="text" name="address" required maxlength="300" placeholder="www.example.com" value=(if asking.last_place.contains('.') { asking.last_place.as_str() } else { "" }); }
                    label for="own" { input #own type="checkbox" name="own" value="1" checked; (t!("It is ours: fill the content library with it")) }
                    button.btn.solid type="submit" { (t!("Read it")) }
                }
                p.small { (t!("Up to 500 pages, politely, as robots.txt allows. Nothing on private networks is read.")) }
            }
        }
    }
}

/// An assessment that a stranger asked for.
#[must_use]
pub fn public(frame: &Frame, report: &Report) -> Markup {
    let frame = Frame { title_block: Some(title_block(report)), ..frame.clone() };
    let body = html! {
        div.report {
            (head(report))
            (sections(None, report, None))
            section.sheet.sect.noprint { p { (t!("This page stays for a while and nobody else knows its address; print it to keep it. Up to 25 pages were read.")) } }
        }
    };
    shell::page(&frame, t!("Website assessment"), &body)
}

/// The form for strangers: an address, and nothing else.
#[must_use]
pub fn public_form(frame: &Frame) -> Markup {
    let body = html! {
        div.report {
            div.head { div {
                h1 { (t!("How does your site meet a buyer?")) }
                p.lede { (sentence!("Every buyer asks four questions, one after the other. <b>See which of them your site answers, and where it answers before anybody asked.</b>")) }
            } }
            section.sheet.sect aria-labelledby="ask" {
                h2 #ask { (t!("Read a site")) }
                form.ask method="post" action="/assess" {
                    label for="address" { (t!("Address")) input #address type="text" name="address" required maxlength="300" placeholder="www.example.com"; }
                    button.btn.solid type="submit" { (t!("Read it")) }
                }
                p.small { (t!("Up to 25 pages, as robots.txt allows; about a minute. No name, no e-mail, and nothing is kept but the answer, for a while.")) }
            }
        }
    };
    shell::page(frame, t!("Website assessment"), &body)
}

/// While a stranger's site is being read, or when it could not be.
#[must_use]
pub fn public_wait(frame: &Frame, place: &str, failed: Option<&String>) -> Markup {
    let body = html! {
        div.report {
            div.head { div { h1 { (place) }
                p.lede { @if let Some(reason) = failed { b { (t!("It could not be read.")) " " } (reason) } @else { (sentence!("<b>It is being read.</b> Look again in half a minute.")) } } } }
            section.sheet { div.btns { @if failed.is_some() { a.btn href="/assess" { (t!("Another address")) } } @else { form method="get" { button.btn type="submit" { (t!("Look again")) } } } } }
        }
    };
    shell::page(frame, t!("Website assessment"), &body)
}
