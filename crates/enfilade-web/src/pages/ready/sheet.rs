//! The sheet around the cards: the answer in a sentence, hand-raisers first, then the short list, then who waits.

use enfilade_engine::{READY_SPAN_DAYS, READY_VISIT_DAYS};
use enfilade_language::t;
use maud::{Markup, html};

use super::{Ready, cards, signals, waiting};
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{first_steps, links, shell, words};
use crate::pages::frame::Frame;

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &Ready) -> Markup {
    let body = html! {
        div.head {
            div { h1 { (t!("Ready for a conversation")) } (lede(frame, view)) }
            div.btns.noprint { a.btn href=(links::page(frame, "/ready.csv")) { (t!("Take it with you (CSV)")) } }
        }
        @if !view.asked.is_empty() { (cards::asked(frame, view)) }
        @for card in &view.ready { (cards::card(frame, view, card)) }
        @if view.ready.is_empty() && !view.is_empty_house { (nobody(view)) }
        @if view.more_ready > 0 {
            p.cap.gap-above { (sentence!(
                "And {more_ready} more: <a>all that are ready</a>.",
                more_ready = words::number(view.more_ready as usize);
                a = html! { a href=(links::page(frame, "/accounts?band=ready+to+hear+from+us")) {} },
            )) }
        }
        @if !view.called.is_empty() { (waiting::called(frame, view)) }
        @if !view.passed.is_empty() { (cards::passed(frame, view)) }
        @if !view.waiting.is_empty() { (waiting::not_yet(frame, view)) }
        @if !view.is_empty_house { (rule(view)) }
        @if view.may_decide { (signals::offer(frame)) }
    };
    shell::page(frame, t!("Ready for a conversation"), &body)
}

fn lede(frame: &Frame, view: &Ready) -> Markup {
    let (ready, asked) = (view.ready.len() + view.more_ready as usize, view.asked.len() + view.more_asked as usize);
    if view.is_empty_house && frame.is_past() {
        return html! { p.lede { b { (t!("No company had been seen by this day.")) } } };
    }
    if view.is_empty_house {
        let found = view.understood.unwrap_or_default();
        let was_anybody_seen = found.people > 0;
        return html! {
            p.lede { b { @if was_anybody_seen { (t!("No company can be named among the readers.")) } @else { (t!("No company has been seen yet.")) } }
                " " (sentence!(
                    "{found} Companies stand here when they have done their own thinking.",
                    found = first_steps::sentence(&found),
                )) }
            (first_steps::next(frame, &found))
        };
    }
    html! {
        p.lede {
            @if asked > 0 {
                (counted_sentence!(
                    asked,
                    "<b>{asked} company asked to talk</b>, and an answer is owed.",
                    "<b>{asked} companies asked to talk</b>, and an answer is owed.",
                    asked = words::capital(&words::number(asked)),
                )) " "
            }
            @if ready > 0 {
                (counted_sentence!(
                    ready,
                    "<b>{ready} company has done its own thinking</b> and would likely welcome a call this week.",
                    "<b>{ready} companies have done their own thinking</b> and would likely welcome a call this week.",
                    ready = words::capital(&words::number(ready)),
                )) " "
            } @else if asked == 0 { (sentence!("<b>Nobody is ready for a call just now</b>, and that is a fine answer.")) " " }
            (sentence!(
                "{which} is better left to it, and is not forgotten.",
                which = if ready + asked > 0 { t!("Everyone else") } else { t!("Everyone") },
            ))
        }
    }
}

/// What has to hold before a company is called ready, so that nobody has to guess why a high number waits.
fn rule(view: &Ready) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="rule-h" {
            h2 #rule-h { (t!("What ready means here")) }
            p { (t!("A company is told of as ready when all of this holds; a high number alone never opens the door.")) }
            ul.plain {
                li { (t!("Its readiness has reached the mark on the door")) @if let Some(mark) = view.opens_at { (sentence!(
                    ", {mark} of 100",
                    mark = words::percent(mark),
                )) } "." }
                li { (sentence!(
                    "They have read on at least {ready_visit_days} days, the first and the last {ready_span_days} days or more apart. One loud visit is never enough.",
                    ready_visit_days = words::number(READY_VISIT_DAYS as usize),
                    ready_span_days = words::number(READY_SPAN_DAYS as usize),
                )) }
                li { (t!("It is their own reading, and everybody who decides is informed or may be among the readers, as far as roles can be told. In a small company one person may play every part.")) }
                li { (t!("They have not bought, and no pause, no open deal, no conversation of the last month and no decision against us stands.")) }
            }
            p.cap { (t!("Whoever asked to talk is answered, whatever the rest says. A person always decides.")) }
        }
    }
}

fn nobody(view: &Ready) -> Markup {
    html! {
        @if view.asked.is_empty() {
            section.sheet { p.empty { (t!("The list is empty. It fills when somebody has read on several days, over more than a week, about late questions; one loud visit is never enough.")) } }
        }
    }
}
