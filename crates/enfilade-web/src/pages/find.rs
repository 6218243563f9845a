//! One question to the whole house: what was found, kind by kind.

use enfilade_language::{t, translated};
use maud::{Markup, html};

use super::frame::{AccountLink, Frame};
use crate::components::sentences::sentence;
use crate::components::{links, marks, shell, words};
use enfilade_domain::{Band, Room, ShownRoom};

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// As it was typed; empty for no question yet.
    pub question: String,
    pub accounts: Vec<FoundAccount>,
    pub all_accounts: usize,
    pub people: Vec<FoundPerson>,
    pub has_more_people: bool,
    pub pieces: Vec<FoundPiece>,
    pub all_pieces: usize,
}

#[derive(Debug, Clone)]
pub struct FoundAccount {
    pub account: AccountLink,
    pub shown: ShownRoom,
    pub band: Band,
    /// Such as "last seen 3 days ago".
    pub seen: String,
}

/// Somebody who named himself.
#[derive(Debug, Clone)]
pub struct FoundPerson {
    pub id: String,
    pub name: String,
    pub account: Option<AccountLink>,
    pub seen: String,
}

#[derive(Debug, Clone)]
pub struct FoundPiece {
    pub path: String,
    pub title: String,
    pub room: Option<Room>,
    pub question: Option<String>,
}

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame, view: &Find) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("Find")) } (lede(view))
            @if let Some(date) = &frame.as_of { p.cap { (sentence!(
                "Looked for among the names of today; what is found opens as of {date}.",
                date = date,
            )) } } } }
        @if !view.accounts.is_empty() { (accounts(frame, view)) }
        @if !view.people.is_empty() { (people(frame, view)) }
        @if !view.pieces.is_empty() { (pieces(frame, view)) }
    };
    shell::page(frame, t!("Find"), &body)
}

fn lede(view: &Find) -> Markup {
    if view.question.is_empty() {
        return html! { p.lede { (t!("Type a part of a company’s name or domain, of the name somebody gave, or of a page’s title or question. Readers who gave no name cannot be found by one.")) } };
    }
    let counted =
        |count: usize, one: &str, many: &str| format!("{} {}", words::number(count), words::plural(count, one, many));
    let mut parts = Vec::new();
    if view.all_accounts > 0 {
        parts.push(counted(view.all_accounts, t!("company"), t!("companies")));
    }
    if !view.people.is_empty() {
        let people = counted(view.people.len(), t!("person"), t!("people"));
        parts.push(if view.has_more_people { t!("more than {people}", people = people) } else { people });
    }
    if view.all_pieces > 0 {
        parts.push(counted(view.all_pieces, t!("piece of content"), t!("pieces of content")));
    }
    html! {
        p.lede {
            @if parts.is_empty() { (sentence!(
                "Nothing here holds “<b>{question}</b>”. Fewer letters find more; readers who gave no name cannot be found by one.",
                question = view.question,
            )) }
            @else { "“" b { (view.question) } "”: " (words::list(&parts)) "." }
        }
    }
}

fn accounts(frame: &Frame, view: &Find) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="found-accounts" {
            h2 #found-accounts { (t!("Companies")) }
            ul.rows.finds { @for one in &view.accounts { li {
                a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } }
                span { (marks::shown_room(one.shown)) }
                span { @if matches!(one.band, Band::Ready | Band::AskedToTalk) { span.lit-word { (words::capital(translated(one.band.as_str()))) } } @else { (words::capital(translated(one.band.as_str()))) } }
                span.cap { (one.seen) }
            } } }
            @if view.all_accounts > view.accounts.len() {
                p.small.gap-above { a href=(links::page(frame, &format!("/accounts?q={}", links::path_segment(&view.question)))) { (sentence!(
                    "All {all_accounts} in the list of accounts",
                    all_accounts = words::thousands(view.all_accounts),
                )) } }
            }
        }
    }
}

fn people(frame: &Frame, view: &Find) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="found-people" {
            h2 #found-people { (t!("People who named themselves")) }
            ul.rows.finds { @for one in &view.people { li {
                a href=(links::person(frame, &one.id)) { b { (one.name) } }
                span { @match &one.account { Some(account) => { a href=(links::account(frame, &account.domain)) { (account.name) } } None => { span.cap { (t!("no company known")) } } } }
                span {}
                span.cap { (one.seen) }
            } } }
            @if view.has_more_people { p.small.gap-above { (t!("There are more; another word narrows it.")) } }
        }
    }
}

fn pieces(frame: &Frame, view: &Find) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="found-pieces" {
            h2 #found-pieces { (t!("Content")) }
            ul.rows.finds { @for one in &view.pieces { li {
                a href=(links::page(frame, &format!("/content?piece={}", links::path_segment(&one.path)))) { b { (one.title) } }
                span { @match one.room { Some(room) => { (marks::shown_room(ShownRoom::In(room))) } None => { span.cap { (t!("not assigned")) } } } }
                span.wide-cell { @if let Some(question) = &one.question { q { (question) } } }
                span.cap { code { (one.path) } }
            } } }
            @if view.all_pieces > view.pieces.len() { p.small.gap-above { (sentence!(
                "{pieces} more hold it.",
                pieces = words::thousands(view.all_pieces - view.pieces.len()),
            )) } }
        }
    }
}
