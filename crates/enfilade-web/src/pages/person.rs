//! One person: what kind of visitor, and why several browsers are held to be one.

use enfilade_domain::{PersonKind, ShownRoom};
use enfilade_language::{t, translated};

use maud::{Markup, html};

use super::frame::{AccountLink, Frame, PostForm};
use super::journey;
use super::journey::IdentityLine;
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{forms, links, marks, shell, words};

/// Everything the page of one person says. No page trail, no times.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name the person gave; `None` for everybody else.
    pub given_name: Option<String>,
    /// The voice's letter on the account's sheet.
    pub letter: Option<String>,
    /// The likely role, such as "Operations".
    pub title: Option<String>,
    /// 0 to 1; `None` where the person stated the role.
    pub role_certainty: Option<f32>,
    pub account: Option<AccountLink>,
    pub kind: PersonKind,
    /// A plain sentence.
    pub kind_reason: String,
    pub shown: ShownRoom,
    pub visits: u32,
    pub first_day: Option<i64>,
    pub last_day: Option<i64>,
    pub thinking_about: Option<String>,
    pub identity: Vec<IdentityLine>,
    /// What people decided about this person, newest first.
    pub decisions: Vec<DecisionLine>,
    /// Marks to choose from, such as "This is a candidate" or "Bring back".
    pub actions: Vec<PostForm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionLine {
    pub text: String,
    pub author: String,
    pub day: i64,
    pub reason: String,
    pub undo: Option<PostForm>,
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Person) -> Markup {
    let title = heading(view);
    let body = html! {
        div.head { div {
            @if let Some(account) = &view.account { p.crumb { a href=(links::account(frame, &account.domain)) { (account.name) } } }
            h1 { (title) }
            p.lede { (lede(view)) }
        } }
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="identity-h" {
                h2 #identity-h { (t!("How we know")) }
                p.cap { (t!("Why several visits are held to be one person, and why of this company. Each conclusion can be undone.")) }
                (journey::identity(frame, &view.identity))
            }
            section.sheet.sect aria-labelledby="kind-h" {
                h2 #kind-h { (t!("Kind of visitor")) }
                p { b { (words::capital(translated(view.kind.as_str()))) } ". " (words::sentence(&view.kind_reason)) }
                @if !view.kind.is_read() { p.small.gap-above { (t!("Set aside: kept, and not read.")) } }
                @if !view.actions.is_empty() {
                    h3.gap-above { (t!("This is someone else?")) }
                    div.btns.gap-above { @for action in &view.actions { (forms::button(frame, action, "btn")) } }
                }
            }
        }
        section.sheet.sect aria-labelledby="decisions-h" {
            h2 #decisions-h { (t!("What people decided")) }
            @if view.decisions.is_empty() { p.empty { (t!("Nobody has decided anything about this person.")) } }
            ul.rows { @for decision in &view.decisions { li.proof {
                p { (decision.text) @if !decision.reason.is_empty() { ": " (decision.reason) } br;
                    span.cap { (decision.author) ", " (words::day_of_year(decision.day)) } }
                @if let Some(undo) = &decision.undo { (forms::button(frame, undo, "btn")) }
            } } }
        }
    };
    shell::page(frame, &title, &body)
}

/// The name the person gave, else the letter, never a guess.
fn heading(view: &Person) -> String {
    match (&view.given_name, &view.letter) {
        (Some(name), _) => name.clone(),
        (None, Some(letter)) => t!("Voice {letter}", letter = letter),
        (None, None) => t!("An anonymous visitor").to_owned(),
    }
}

fn lede(view: &Person) -> Markup {
    let visits = view.visits as usize;
    if !view.kind.is_read() {
        return html! {
            (sentence!(
                "Set aside as {kind}: what this visitor does is kept, and not read.",
                kind = translated(view.kind.as_str()),
            )) " "
            @if let (Some(first), Some(last)) = (view.first_day, view.last_day) {
                (sentence!(
                    "Seen between {first} and {last}.",
                    first = words::day_of_year(first),
                    last = words::day_of_year(last),
                ))
            }
        };
    }
    html! {
        @match view.shown {
            ShownRoom::In(room) => { (sentence!(
                "Most likely in the <span>{room} room</span>.",
                room = room.title();
                span = html! { span.rt.(marks::room_class(room)) {} },
            )) " " }
            ShownRoom::NotEnoughEvidence => { (words::capital(&words::too_early(view.visits, words::FEWEST_CASES))) ". " }
            ShownRoom::Outside => { (t!("Most likely outside.")) " " }
            ShownRoom::Unclear => { (t!("In the building, and in no one room.")) " " }
        }
        @if let Some(title) = &view.title {
            (title)
            @if let Some(share) = view.role_certainty { (sentence!(
                ", a role we infer ({share} % certain)",
                share = words::percent(share),
            )) }
            ". "
        }
        @if let Some(theme) = &view.thinking_about { (sentence!("Thinking about: {theme}.", theme = theme)) " " }
        @if let (1.., Some(first), Some(last)) = (visits, view.first_day, view.last_day) {
            (counted_sentence!(
                visits,
                "{visits} visit between {first} and {last}.",
                "{visits} visits between {first} and {last}.",
                visits = words::capital(&words::number(visits)),
                first = words::day_of_year(first),
                last = words::day_of_year(last),
            ))
        }
    }
}
