//! The sheet of the week: the question that counts first, then movement and decisions, then silence and comparison.

use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::{Monday, Step, tables};
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{first_steps, links, shell, words};
use crate::pages::frame::Frame;

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &Monday) -> Markup {
    if view.is_empty_house {
        return shell::page(frame, t!("Monday"), &nothing_yet(frame, view));
    }
    let body = html! {
        div.head {
            div { h1 { (t!("Monday")) } p.lede { (lede(view)) " " span.cap { (view.week) } } }
            div.btns.noprint { a.btn href=(links::page(frame, "/monday.csv")) { (t!("Take it with you (CSV)")) } }
        }
        (tables::prepared(frame, view))
        div.grid.g-11 { (moved(frame, view)) (agenda(frame, view)) }
        (tables::quiet(frame, view))
        (tables::waited(view))
        (tables::disagreements(frame, view))
        (tables::won(frame, view))
        (not_drawn())
    };
    shell::page(frame, t!("Monday"), &body)
}

/// What leadership asks next, and what is missing for an answer. Nothing is estimated.
fn not_drawn() -> Markup {
    html! {
        section.sheet.sect.noprint aria-labelledby="nd" {
            h2 #nd { (t!("Not drawn here yet")) }
            ul.plain {
                li { (sentence!("<b>What a client costs to win.</b> What is spent on content and presence, and the hours of sales, are not recorded here. Once they are, they will stand by quarter, with the hours that went into conversations that came too early.")) }
                li { (sentence!("<b>What touches cost in trust.</b> Touches are on record; the silence that follows those that came too early, against similar companies left alone, is not computed.")) }
            }
        }
    }
}

/// Before any company is known there is no week to tell, and a calm one would not be true.
fn nothing_yet(frame: &Frame, view: &Monday) -> Markup {
    html! {
        div.head { div {
            h1 { (t!("Monday")) }
            @if frame.is_past() { p.lede { b { (t!("No company had been seen by this day.")) } } }
            @else {
                @let found = view.understood.unwrap_or_default();
                p.lede { b { (t!("There is no week to tell yet.")) } " " (sentence!(
                    "{found} Here will stand who moved and why, what has to be decided, who is quiet, and where clients began.",
                    found = first_steps::sentence(&found),
                )) }
                (first_steps::next(frame, &found))
            }
        } }
    }
}

/// The week in a sentence: movement in both directions, and what is owed.
fn lede(view: &Monday) -> Markup {
    let steps = view.forward.len() + view.back.len() + view.entered.len() + view.left.len() + view.more_steps as usize;
    let decide = view.to_decide.len() + view.more_to_decide as usize;
    html! {
        @if steps == 0 { (t!("Nobody changed rooms this week; that is what many weeks look like.")) " " }
        @else { (counted_sentence!(
            steps,
            "<b>{steps} company moved</b> this week.",
            "<b>{steps} companies moved</b> this week.",
            steps = words::capital(&words::number(steps)),
        )) " " }
        @if decide == 0 { (t!("Nothing has to be decided.")) }
        @else { (counted_sentence!(
            decide,
            "<b>{decide} decision waits</b> for this meeting.",
            "<b>{decide} decisions wait</b> for this meeting.",
            decide = words::capital(&words::number(decide)),
        )) }
    }
}

fn moved(frame: &Frame, view: &Monday) -> Markup {
    let groups = [
        (t!("Towards a decision"), &view.forward),
        (t!("Back to rethink"), &view.back),
        (t!("Came in"), &view.entered),
        (t!("Left"), &view.left),
    ];
    let is_still = groups.iter().all(|(_, steps)| steps.is_empty());
    html! {
        section.sheet.sect aria-labelledby="mv" {
            h2 #mv { (t!("What moved this week")) }
            p.cap { (t!("Both directions are normal. Going back to rethink is work, not loss.")) }
            @if is_still { p.empty { (t!("Nobody went through a door in the last seven days.")) } }
            @for (title, steps) in groups { @if !steps.is_empty() {
                h3 { (title) ", " (steps.len()) }
                ul.rows { @for step in steps { (step_row(frame, step)) } }
            } }
            @if view.more_steps > 0 {
                @let untold = (view.more_steps as usize).saturating_sub(view.further.len());
                details.more { summary { (sentence!(
                    "And {more_steps} more",
                    more_steps = words::number(view.more_steps as usize),
                )) }
                    ul.rows { @for step in &view.further { (step_row(frame, step)) } }
                    @if untold > 0 { p.cap { (sentence!(
                        "{untold} more are not named here.",
                        untold = words::capital(&words::thousands(untold)),
                    )) } }
                }
            }
        }
    }
}

fn step_row(frame: &Frame, step: &Step) -> Markup {
    let name = |room: Option<Room>| room.map_or(t!("outside"), Room::title);
    html! {
        li {
            a href=(links::account(frame, &step.account.domain)) { b { (step.account.name) } }
            span.small { ": " (name(step.from)) " → " (name(step.to)) @if let Some(why) = &step.why { "; " (why) } "." }
        }
    }
}

fn agenda(frame: &Frame, view: &Monday) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="ag" {
            h2 #ag { (t!("For this meeting")) }
            p.cap { (t!("People decide; each decision is made on the account's card and kept with its reason.")) }
            @if view.to_decide.is_empty() { p.empty { (t!("Nothing waits for a decision. Nobody is ready, nobody asked, and no day has come that somebody named.")) } }
            ol.rows.agenda { @for one in &view.to_decide {
                li { div {
                    b { (one.question) " " a href=(links::account(frame, &one.account.domain)) { (one.account.name) } "?" } " "
                    span.small { (one.because) }
                } }
            } }
            @if !view.to_decide.is_empty() { p.small.gap-above { a href=(links::page(frame, "/ready")) { (t!("Decide on the short list")) } } }
            @if view.more_to_decide > 0 { p.cap { (sentence!(
                "And {more_to_decide} more there.",
                more_to_decide = words::number(view.more_to_decide as usize),
            )) } }
        }
    }
}
