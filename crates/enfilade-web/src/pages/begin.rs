//! The first hour: three questions, evidence that is there already, the own site, and one piece for one buyer.

use enfilade_language::{marked, t, tn, translated};
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{forms, links, shell, words};

mod verdict;

pub use verdict::{Said, Trying, Verdict, render as verdict};

/// Everything the page says.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    pub questions: Questions,
    pub may_set_up: bool,
    /// Somebody answered the questions.
    pub is_answered: bool,
    /// Events that are in, by any door.
    pub events: u64,
    /// Companies of which somebody was seen.
    pub accounts: usize,
    /// Companies of a list, of which nobody was seen.
    pub unseen: usize,
    /// Where the newest assessment of a site stands: the site and its scores by room.
    pub assessed: Option<Assessed>,
    /// A site is being read at this moment.
    pub is_reading: bool,
    pub trying: Trying,
    pub problem: Option<String>,
}

/// The three answers, as texts of a form.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    pub decision_months: String,
    /// One a line.
    pub own_domains: String,
    pub own_networks: String,
}

/// A site that was read.
#[derive(Debug, Clone)]
pub struct Assessed {
    pub site: String,
    pub pages: usize,
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Begin) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("Begin")) } p.lede { (lede(view)) } } }
        @if let Some(problem) = &view.problem { p.problem role="alert" { (problem) } }
        div.steps {
            (step(1, t!("Three questions"), view.is_answered, OPEN, &questions(frame, view)))
            (step(2, t!("Evidence that is there already"), view.events > 0, OPEN, &evidence(frame, view)))
            (step(3, t!("Your own site, room by room"), view.assessed.is_some(), OPEN, &own_site(frame, view)))
            (step(4, t!("One buyer, one room, one piece"), false, OPEN, &one_piece(frame, view)))
            (step(5, t!("The first reading"), view.accounts > 0, t!("comes by itself"), &first_reading(frame, view)))
        }
    };
    shell::page(frame, t!("Begin"), &body)
}

/// How far the house is, in a sentence.
fn lede(view: &Begin) -> String {
    let done = [view.is_answered, view.events > 0, view.assessed.is_some()].into_iter().filter(|done| *done).count();
    match done {
        0 => t!(
            "From an empty house to a first reading: none of the steps has to wait for another, and the fourth needs \
              nothing but a text of yours."
        )
        .to_owned(),
        3 => t!("The questions are answered, evidence is in, and your site was read. What is left is to look.")
            .to_owned(),
        done => {
            let left = words::number(3 - done);
            let verb = tn!(done, "is", "are");
            t!(
                "Of the first three steps {done} {verb} done, {left} left; each takes minutes.",
                done = words::number(done),
                verb = verb,
                left = left
            )
        }
    }
}

/// What is said of a door that anybody may take next.
const OPEN: &str = marked!("open to you");

/// A door that stands open and is lit when the step was taken.
fn step(number: u32, title: &str, is_done: bool, until_then: &str, body: &Markup) -> Markup {
    let id = format!("step-{number}");
    html! {
        section.sheet.step aria-labelledby=(id) {
            div.mark {
                svg viewBox="0 0 52 64" aria-hidden="true" {
                    @if is_done {
                        path.step-floor d="M8 60 2 64h48l-6-4z" {}
                        path.step-light d="M8 6h36v54H8z" {}
                        path.step-leaf d="M8 6 20 12v46L8 60z" {}
                        text.step-n.lit x="32" y="42" { (number) }
                    } @else {
                        path.step-leaf d="M8 6h36v54H8z" {}
                        text.step-n x="26" y="42" { (number) }
                    }
                    path.step-wall d="M0 61h8V5h36v56h8" {}
                }
                @if is_done { b { (t!("done")) } } @else { span { (translated(until_then)) } }
            }
            div.body { h2 id=(id) { (title) } (body) }
        }
    }
}

fn questions(frame: &Frame, view: &Begin) -> Markup {
    let Questions { decision_months, own_domains, own_networks } = &view.questions;
    html! {
        p.cap { (t!("What you know and no log tells. Guesses are fine; outcomes correct them.")) }
        form method="post" action="/begin/answers" {
            (forms::csrf_field(frame))
            fieldset disabled[!view.may_set_up] {
                div.grid.g-3.fields {
                    label.field { span { (t!("How long does a decision take, in months?")) } input type="text" name="decision_months" inputmode="decimal" required value=(decision_months); span.cap { (t!("From the first thought to the signature.")) } }
                    label.field { span { (t!("Which domains are yours? One a line")) } textarea name="own_domains" rows="2" { (own_domains) } span.cap { (t!("Whoever writes from there is one of you, and not read.")) } }
                    label.field { span { (t!("From which networks do your people read?")) } textarea name="own_networks" rows="2" { (own_networks) } span.cap { (t!("Such as 203.0.113.0/24, one a line. May stay empty.")) } }
                }
                @if view.may_set_up { button.btn type="submit" { (t!("Save the answers")) } }
            }
        }
        @if !view.may_set_up { p.cap { (t!("Owners and editors answer them.")) } }
    }
}

fn evidence(frame: &Frame, view: &Begin) -> Markup {
    let events = usize::try_from(view.events).unwrap_or(usize::MAX);
    html! {
        @if events > 0 { p { (counted_sentence!(
            events,
            "{events} event is in. More may come by any door, in any order.",
            "{events} events are in. More may come by any door, in any order.",
            events = words::thousands(events),
        )) } }
        @else { p.cap { (t!("The log of your web server knows months already. It is read here and its addresses are not kept.")) } }
        @if view.may_set_up {
            form method="post" action="/settings/import" enctype="multipart/form-data" {
                (forms::csrf_field(frame))
                input type="hidden" name="kind" value="log";
                div.grid.g-11.fields {
                    label.field { span { (t!("The address of the site")) } input type="text" name="site" required placeholder="www.company.example"; }
                    label.field { span { (t!("Its access log, also packed as .gz")) } input type="file" name="file" required; }
                }
                button.btn type="submit" { (t!("Read the log")) }
            }
            ul.rows.small {
                li { (sentence!(
                    "<a>Add the script to your site</a> and see the first visit arrive.";
                    a = html! { a href="/settings/script" {} },
                )) }
                li { (sentence!(
                    "<a>Import something else</a>: a list of accounts gives names to networks; deals, events and calls tell the rest.";
                    a = html! { a href="/settings/import" {} },
                )) }
                li { (sentence!("No log at hand? The command <code>enfilade demo</code> shows a whole invented market, read and explained.")) }
            }
        } @else { p.empty { (t!("Owners and editors import files.")) } }
    }
}

fn own_site(frame: &Frame, view: &Begin) -> Markup {
    html! {
        @if let Some(assessed) = &view.assessed {
            p { (counted_sentence!(
                assessed.pages,
                "<b>{site}</b> was read, {pages} page. <a>See what it offers in each room</a>.",
                "<b>{site}</b> was read, {pages} pages. <a>See what it offers in each room</a>.",
                site = assessed.site,
                pages = words::thousands(assessed.pages);
                a = html! { a href="/site" {} },
            )) }
        } @else if !view.is_reading {
            p.cap { (t!("Which room each page is for, what costs trust, and what is missing, each with the sentence that shows it.")) }
        }
        @if view.is_reading { p role="status" { (sentence!(
            "A site is being read. <a>See how far it is</a>.";
            a = html! { a href="/site" {} },
        )) } }
        @else if view.may_set_up {
            form.inline method="post" action="/site/assess" {
                (forms::csrf_field(frame))
                input type="hidden" name="own" value="yes";
                label.field { span { (t!("The address of your site")) } input type="text" name="address" required maxlength="300" placeholder="www.company.example"; }
                button.btn type="submit" { @if view.assessed.is_some() { (t!("Read it again")) } @else { (t!("Read it")) } }
            }
        }
    }
}

fn one_piece(frame: &Frame, view: &Begin) -> Markup {
    html! {
        p.cap { (t!("Think of one buyer you know, and of the question they are at. Then hold one piece of yours against it: a page, an advertisement, a mail. Nothing of this is kept.")) }
        (verdict::form(frame, &view.trying))
    }
}

/// Where all this leads.
fn first_reading(frame: &Frame, view: &Begin) -> Markup {
    html! {
        @if view.accounts > 0 {
            p { (counted_sentence!(
                view.accounts,
                "{accounts} company is read: in which room they are, who among them reads, and how sure that is.",
                "{accounts} companies are read: in which room they are, who among them reads, and how sure that is.",
                accounts = words::capital(&words::number(view.accounts)),
            )) }
            p.btns { a.btn href=(links::page(frame, "/")) { (t!("See the floor plan")) } a.btn href=(links::page(frame, "/ready")) { (t!("Who is ready, and who is not yet")) } }
        } @else if view.events > 0 {
            p { (t!("Visitors are read, and no company is named among them. A list of accounts with the networks of their offices (its column office_ip) gives names; so does everybody who fills in a form.")) }
            p.btns { a.btn href="/settings/import" { (t!("Import a list of accounts")) } a.btn href=(links::page(frame, "/")) { (t!("See the floor plan")) } }
        } @else if view.unseen > 0 {
            p { (counted_sentence!(
                view.unseen,
                "{unseen} company is on your list, and nobody of it was seen. With the first visits, by the log or the script, the floor plan shows where each is.",
                "{unseen} companies are on your list, and nobody of them was seen. With the first visits, by the log or the script, the floor plan shows where each is.",
                unseen = words::capital(&words::number(view.unseen)),
            )) }
        } @else {
            p.cap { (t!("With the first visits the floor plan shows in which room each company is, and how sure that is.")) }
        }
    }
}
