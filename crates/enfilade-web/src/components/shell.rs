//! The page around a sheet: head, bar, notice, main and title block.

use enfilade_domain::Timestamp;
use enfilade_language::t;
use maud::{DOCTYPE, Markup, html};

use super::{forms, links, words};
use crate::assets::{KEYS_PATH, STYLE_PATH};
use crate::components::sentences::sentence;
use crate::pages::frame::{Frame, Late, PostForm, Sheet, TitleBlock};

/// A whole document around `body`.
#[must_use]
pub fn page(frame: &Frame, title: &str, body: &Markup) -> Markup {
    document(frame, title, body, None)
}

/// The same, which looks again by itself every few seconds: something is on its way, and no script is needed to see it.
#[must_use]
pub fn page_that_looks_again(frame: &Frame, title: &str, body: &Markup) -> Markup {
    document(frame, title, body, Some(3))
}

fn document(frame: &Frame, title: &str, body: &Markup, again_after_seconds: Option<u32>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(enfilade_language::code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="same-origin";
                @if let Some(seconds) = again_after_seconds { meta http-equiv="refresh" content=(seconds); }
                title { (title) " · Enfilade" }
                link rel="stylesheet" href=(STYLE_PATH);
                @if frame.signed_in.is_some() { script src=(KEYS_PATH) defer {} }
            }
            body {
                a.skip href="#main" { (t!("Skip to content")) }
                (bar(frame))
                @if let Some(notice) = &frame.notice { p.notice role="status" { (notice) } }
                @if let Some(done) = &frame.done {
                    div.notice.done role="status" { p { (done.sentence) } @if let Some(undo) = &done.undo { (forms::button(frame, undo, "linklike")) } }
                }
                @if let Some(late) = &frame.late { (late_strip(late)) }
                (tools(frame))
                main #main { (body) }
                @if let Some(block) = &frame.title_block { (title_block(block)) }
            }
        }
    }
}

/// A document of its own with its style inside: to send, to keep and to print.
#[must_use]
pub fn standalone(title: &str, style: &Markup, block: &TitleBlock, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(enfilade_language::code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · Enfilade" }
                style { (style) }
            }
            body {
                header.bar { span.brand { (brand()) "Enfilade" } }
                main #main { (body) }
                (title_block(block))
            }
        }
    }
}

fn bar(frame: &Frame) -> Markup {
    // In the order of the working week; a sheet of its own gets its place here.
    let sheets = [
        (Sheet::FloorPlan, "/", t!("Floor plan"), "f"),
        (Sheet::Ready, "/ready", t!("Ready"), "r"),
        (Sheet::Accounts, "/accounts", t!("Accounts"), "a"),
        (Sheet::Content, "/content", t!("Content"), "c"),
        (Sheet::Site, "/site", t!("Site"), "s"),
        (Sheet::Monday, "/monday", t!("Monday"), "m"),
        (Sheet::Honesty, "/honesty", t!("Honesty"), "h"),
    ];
    html! {
        header.bar {
            a.brand href=(links::page(frame, "/")) {
                (brand()) "Enfilade "
                @if !frame.workspace_name.is_empty() { small { (frame.workspace_name) } }
            }
            @if let Some(name) = &frame.signed_in {
                nav aria-label=(t!("Main")) {
                    @for (sheet, path, words, key) in sheets {
                        a href=(links::page(frame, path)) data-key=(key) aria-current=[is_current(sheet, frame.current).then_some("page")] { (words) }
                    }
                }
                div.who { span { (name) }
                    @if frame.works_elsewhere { a href="/workspaces" { (t!("Workspaces")) } }
                    a href=(links::page(frame, "/settings")) aria-current=[(frame.current == Sheet::Settings).then_some("page")] { (t!("Settings")) } (forms::button(frame, &sign_out(), "linklike")) }
            }
        }
    }
}

/// The desk lies beside the content it is about.
fn is_current(sheet: Sheet, current: Sheet) -> bool {
    sheet == current || (sheet == Sheet::Content && current == Sheet::Desk)
}

/// What is reached from every sheet: the question to the whole house, and the day that is looked at. A form without an
/// action asks for the same address, so every sheet carries the day alike.
fn tools(frame: &Frame) -> Markup {
    let has_days = matches!(
        frame.current,
        Sheet::FloorPlan | Sheet::Ready | Sheet::Accounts | Sheet::Content | Sheet::Site | Sheet::Monday
    );
    html! {
        @if frame.signed_in.is_some() {
            div.day.noprint {
                form.seek method="get" action="/find" role="search" {
                    label.vh for="find" { (t!("Find a company, a person or a piece")) }
                    @if let Some(date) = &frame.as_of { input type="hidden" name="as_of" value=(date); }
                    input #find type="search" name="q" placeholder=(t!("Find a company, a person, a piece")) maxlength="100" value=[Some(&frame.sought).filter(|sought| !sought.is_empty())];
                    button.linklike type="submit" { (t!("Find")) }
                    a.linklike href=(links::page(frame, "/keys")) { (t!("Keys")) }
                }
                @if has_days {
                    @if let Some(date) = &frame.as_of {
                        p { (sentence!("You look at <b>{date}</b>, as it was known then.", date = as_day(date))) }
                        form method="get" { button.linklike type="submit" { (t!("Back to today")) } }
                    }
                    form method="get" {
                        label for="as-of" { (t!("As of")) }
                        input #as-of type="date" name="as_of" required max=[Some(&frame.today).filter(|today| !today.is_empty())] value=[frame.as_of.as_deref().and_then(|date| date.get(..10))];
                        button.linklike type="submit" { (t!("Show")) }
                    }
                } @else if let Some(date) = &frame.as_of {
                    p { (sentence!(
                        "This sheet is of today. <b>{date}</b> is kept for the others.",
                        date = as_day(date),
                    )) }
                    form method="get" { button.linklike type="submit" { (t!("Back to today")) } }
                }
            }
        }
    }
}

/// The day of an address in words; as it was written where it is a moment.
fn as_day(date: &str) -> String {
    let day = Timestamp::parse(date).ok().filter(|_| date.len() == 10);
    day.map_or_else(|| date.to_owned(), |at| words::day_of_year(at.utc_day()))
}

/// Said once, calmly: what is drawn ends on a day long ago, and the way to that day.
fn late_strip(late: &Late) -> Markup {
    html! {
        form.notice.noprint method="get" {
            (sentence!("Drawn from evidence up to {up_to}.", up_to = late.up_to)) " "
            input type="hidden" name="as_of" value=(late.day);
            button.linklike type="submit" { (t!("Look as of that day")) }
        }
    }
}

fn sign_out() -> PostForm {
    PostForm { action: "/sign-out".to_owned(), label: t!("Sign out").to_owned(), fields: Vec::new() }
}

fn brand() -> Markup {
    html! {
        svg viewBox="0 0 24 24" aria-hidden="true" fill="none" {
            path.leaf d="M1.5 23V1.5h21V23M6.5 23V6h11v17" {}
            path.brand-door d="M10 23V10.5h4V23z" {}
        }
    }
}

fn title_block(block: &TitleBlock) -> Markup {
    let cells = [
        (t!("Sheet"), &block.sheet),
        (t!("Drawn"), &block.drawn),
        (t!("Evidence up to"), &block.evidence_up_to),
        (t!("Belief"), &block.belief),
        (t!("Scale"), &block.scale),
    ];
    html! {
        footer {
            dl.block aria-label=(t!("About this page")) {
                @for (term, text) in cells { div { dt { (term) } dd { (text) } } }
            }
        }
    }
}
