//! What people of the customer's stated about an account, and the forms by which they state it.

use enfilade_domain::{Declaration, FirstQuestion, Prepared, Role, Standing};
use enfilade_language::t;
use maud::{Markup, html};

use super::{Journey, StatedLine};
use crate::components::sentences::sentence;
use crate::components::{forms, words};
use crate::pages::frame::Frame;

/// Longer lists are cut, and say so.
const MOST_LINES: usize = 12;

pub(super) fn draw(frame: &Frame, view: &Journey) -> Markup {
    html! {
        p.cap { (t!("What no visit shows. It counts at once, fades as they read on, and can be taken back.")) }
        (list(frame, &view.stated))
        @if let Some(made) = &view.as_made { p.cap.gap-above { (made) } }
        // Of a past day nothing new can be said, nor by whoever may only look.
        @if view.may_decide {
            div.gap-above.noprint {
                (form(frame, view, "declare", t!("Something happened there"), &declare_fields(view)))
                (form(frame, view, "overrule", t!("I know better where they stand"), &overrule_fields()))
                (form(frame, view, "verdict", t!("After a conversation"), &verdict_fields()))
                (form(frame, view, "request", t!("They asked to talk"), &request_fields()))
            }
        }
    }
}

fn list(frame: &Frame, lines: &[StatedLine]) -> Markup {
    html! {
        @if lines.is_empty() { p.empty { (t!("Nobody has said anything about them yet.")) } }
        ul.rows { @for line in lines.iter().rev().take(MOST_LINES) { li.proof {
            p { (line.text) br; span.cap { (words::day_of_year(line.day)) } }
            div.btns {
                @if let Some(answer) = &line.answer { (forms::button(frame, answer, t!("btn solid"))) }
                @if let Some(undo) = &line.undo { (forms::button(frame, undo, "btn")) }
            }
        } } }
        @if lines.len() > MOST_LINES { p.cap { (sentence!("and {len} earlier", len = lines.len() - MOST_LINES)) } }
    }
}

/// One folded form; `action` is the last part of its path.
fn form(frame: &Frame, view: &Journey, action: &str, title: &str, fields: &Markup) -> Markup {
    let account = &view.account.domain;
    html! {
        details {
            summary { (title) }
            div.said {
                form method="post" action={ "/accounts/" (account) "/" (action) } {
                    (forms::csrf_field(frame))
                    (fields)
                    button.btn type="submit" { (t!("Record")) }
                }
            }
        }
    }
}

/// A choice among words; the first is "open" where nothing need be chosen.
fn choice(label: &str, name: &str, may_stay_open: bool, values: &[&str]) -> Markup {
    html! {
        label.field {
            span { (label) }
            select name=(name) required[!may_stay_open] {
                @if may_stay_open { option value="" { (t!("not said")) } }
                @for value in values { option value=(value) { (words::capital(value)) } }
            }
        }
    }
}

fn text(label: &str, name: &str, is_required: bool) -> Markup {
    html! { label.field { span { (label) } input type="text" name=(name) maxlength="2000" required[is_required]; } }
}

fn date() -> Markup {
    html! { label.field { span { (t!("When, if not today")) } input type="date" name="at"; } }
}

fn declare_fields(view: &Journey) -> Markup {
    html! {
        (choice(t!("What happened"), "event", false, &Declaration::ALL.map(Declaration::as_str)))
        @if !view.voices.is_empty() {
            label.field {
                span { (t!("Who left, if somebody did")) }
                select name="person" {
                    option value="" { (t!("not said")) }
                    @for voice in &view.voices { option value=(voice.person_id) {
                        (voice.letter) ", " (voice.title) @if let Some(name) = &voice.given_name { ", " (name) }
                    } }
                }
            }
        }
        (text(t!("In your words"), "note", false))
        (date())
    }
}

fn overrule_fields() -> Markup {
    html! {
        (choice(t!("They stand"), "room", false, &Standing::ALL.map(Standing::as_str)))
        (text(t!("How you know"), "note", true))
    }
}

/// Five questions, each may stay open: it has to take less than a minute.
fn verdict_fields() -> Markup {
    let role = |role: &Role| role.as_str().to_owned();
    let roles: Vec<String> =
        [Role::Operations, Role::Finance, Role::Legal, Role::Executive, Role::Technical].iter().map(role).collect();
    html! {
        (choice(t!("Were they prepared?"), "prepared", true, &Prepared::ALL.map(Prepared::as_str)))
        (choice(t!("Where were they in truth?"), "room", true, &Standing::ALL.map(Standing::as_str)))
        (choice(t!("What did they ask first?"), "asked_first", true, &FirstQuestion::ALL.map(FirstQuestion::as_str)))
        (text(t!("… in their words, and what they mentioned of yours"), "words", false))
        (text(&t!("Who was missing? ({roles})", roles = roles.join("; ")), "missing", false))
        (choice(t!("Was it welcome?"), "welcome", true, &["yes", "no"]))
        (date())
    }
}

fn request_fields() -> Markup {
    html! {
        label.field { span { (t!("Their points, one a line: the agenda")) } textarea name="points" rows="4" maxlength="8000" {} }
        (date())
    }
}
