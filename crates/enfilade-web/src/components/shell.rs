//! The page around a sheet: head, bar, notice, main and title block.

use maud::{DOCTYPE, Markup, html};

use super::{forms, links};
use crate::assets::STYLE_PATH;
use crate::pages::frame::{Frame, PostForm, Sheet, TitleBlock};

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
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="same-origin";
                @if let Some(seconds) = again_after_seconds { meta http-equiv="refresh" content=(seconds); }
                title { (title) " · Enfilade" }
                link rel="stylesheet" href=(STYLE_PATH);
            }
            body {
                a.skip href="#main" { "Skip to content" }
                (bar(frame))
                @if let Some(notice) = &frame.notice { p.notice role="status" { (notice) } }
                (day(frame))
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
        html lang="en" {
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
        (Sheet::FloorPlan, "/", "Floor plan"),
        (Sheet::Ready, "/ready", "Ready"),
        (Sheet::Accounts, "/accounts", "Accounts"),
        (Sheet::Content, "/content", "Content"),
        (Sheet::Site, "/site", "Site"),
        (Sheet::Monday, "/monday", "Monday"),
        (Sheet::Honesty, "/honesty", "Honesty"),
    ];
    html! {
        header.bar {
            a.brand href=(links::page(frame, "/")) {
                (brand()) "Enfilade "
                @if !frame.workspace_name.is_empty() { small { (frame.workspace_name) } }
            }
            @if let Some(name) = &frame.signed_in {
                nav aria-label="Main" {
                    @for (sheet, path, words) in sheets {
                        a href=(links::page(frame, path)) aria-current=[(sheet == frame.current).then_some("page")] { (words) }
                    }
                }
                div.who { span { (name) }
                    a href=(links::page(frame, "/settings")) aria-current=[(frame.current == Sheet::Settings).then_some("page")] { "Settings" } (forms::button(frame, &sign_out(), "linklike")) }
            }
        }
    }
}

/// The day that is looked at. A form without an action asks for the same address, so every sheet carries it alike.
fn day(frame: &Frame) -> Markup {
    let has_days = frame.signed_in.is_some()
        && !matches!(frame.current, Sheet::None | Sheet::Settings | Sheet::Honesty | Sheet::Site);
    html! {
        @if has_days {
            div.day.noprint {
                @if let Some(date) = &frame.as_of {
                    p { "You look at " b { (date) } ", as it was known then." }
                    form method="get" { button.linklike type="submit" { "Back to today" } }
                }
                form method="get" {
                    label for="as-of" { "As of" }
                    input #as-of type="date" name="as_of" required value=[frame.as_of.as_deref().and_then(|date| date.get(..10))];
                    button.linklike type="submit" { "Look" }
                }
            }
        }
    }
}

fn sign_out() -> PostForm {
    PostForm { action: "/sign-out".to_owned(), label: "Sign out".to_owned(), fields: Vec::new() }
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
        ("Sheet", &block.sheet),
        ("Drawn", &block.drawn),
        ("Evidence up to", &block.evidence_up_to),
        ("Belief", &block.belief),
        ("Scale", &block.scale),
    ];
    html! {
        footer {
            dl.block aria-label="About this page" {
                @for (term, text) in cells { div { dt { (term) } dd { (text) } } }
            }
        }
    }
}
