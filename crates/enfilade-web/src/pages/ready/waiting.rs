//! Who is called by somebody already, and who is better left to think.

use enfilade_language::t;
use maud::{Markup, html};

use enfilade_domain::ShownRoom;

use super::{Ready, Waiting};
use crate::components::sentences::sentence;
use crate::components::{forms, links, marks, words};
use crate::pages::frame::Frame;

pub(super) fn called(frame: &Frame, view: &Ready) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="called-h" {
            h2 #called-h { (t!("Somebody calls them")) }
            p.cap { (t!("Decided by a person. After the conversation, say on the account's sheet how it was; that teaches the readings.")) }
            ul.rows { @for one in &view.called { li.proof {
                p {
                    a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } }
                    br; span.small { (one.by) @if !one.reason.is_empty() { ": “" (one.reason) "”" } }
                }
                div.btns {
                    a.btn href=(links::page(frame, &format!("/accounts/{}/brief", links::path_segment(&one.account.domain)))) { (t!("Brief")) }
                    @if let Some(undo) = &one.undo { (forms::button(frame, undo, "btn")) }
                }
            } } }
        }
    }
}

pub(super) fn not_yet(frame: &Frame, view: &Ready) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="ny" {
            h2 #ny { (t!("Not yet")) }
            p.cap { (t!("Waiting is a decision too. None of these needs a call. Nothing is sent to them; what is at hand is there for whoever asks.")) }
            div.notyet.notyet-h aria-hidden="true" { span {} span { (t!("Company")) } span { (t!("Why wait")) } span { (t!("At hand meanwhile")) } span { (t!("Look again")) } }
            @for one in &view.waiting { (row(frame, one)) }
            @if view.more_waiting > 0 {
                p.cap.gap-above { (sentence!(
                    "And {more_waiting} more that are getting ready: <a>the whole list</a>.",
                    more_waiting = words::thousands(view.more_waiting as usize);
                    a = html! { a href=(links::page(frame, "/accounts?band=getting+ready")) {} },
                )) }
            }
            @if view.more_not_yet > 0 {
                p.cap.gap-above { (sentence!(
                    "{more_not_yet} more are not yet near: <a>all that are not yet</a>.",
                    more_not_yet = words::thousands(view.more_not_yet as usize);
                    a = html! { a href=(links::page(frame, "/accounts?band=not+yet")) {} },
                )) }
            }
        }
    }
}

fn row(frame: &Frame, one: &Waiting) -> Markup {
    html! {
        div.notyet {
            div { @if let Some(readiness) = one.readiness { (marks::small_door(readiness, one.door_opens_at)) } }
            div {
                h3 { a href=(links::account(frame, &one.account.domain)) { (one.account.name) } }
                p.small { (marks::fit(one.fit)) }
                p { (marks::shown_room(one.shown)) " " @if let Some(readiness) = one.readiness { span.cap { (sentence!(
                    "{value} of 100",
                    value = words::percent(readiness.value),
                )) } } @else { span.cap { (t!("too early for a number")) } } }
            }
            div {
                p.lbl { (t!("Why wait")) }
                @for sentence in &one.why { p { (sentence) } }
                @if let Some(by) = &one.decided_by { p.cap { (sentence!("Decided by {by}", by = by)) } }
                @if let Some(undo) = &one.undo { (forms::button(frame, undo, "linklike")) }
            }
            div { p.lbl { (t!("At hand meanwhile")) } @match &one.at_hand {
                Some(piece) => p { (piece) },
                None if matches!(one.shown, ShownRoom::In(_)) => p.cap { (t!("No piece is registered for this room.")) },
                None => p.cap { (t!("No room is clear yet, so nothing is suggested.")) },
            } }
            div.cap { p.lbl { (t!("Look again")) } p { (words::capital(&one.look_again)) } }
        }
    }
}
