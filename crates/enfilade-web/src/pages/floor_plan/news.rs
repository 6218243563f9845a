//! Lately: who became ready, moved, came back or left.

use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

use super::{Moved, News, NewsOf};
use crate::components::marks::{FitClass, room_class, shape};
use crate::components::sentences::sentence;
use crate::components::{links, words};
use crate::pages::frame::{AccountLink, Frame};

pub(super) fn lately(frame: &Frame, since: &News, is_empty: bool) -> Markup {
    let quiet = since.is_quiet();
    html! {
        section.sheet.since aria-labelledby="since-h" {
            h2 #since-h { (title(frame, since)) }
            @if quiet && is_empty { p.small { (t!("There is nothing to compare with.")) } }
            @else if quiet { p.small { (t!("Nothing changed rooms, nor on the six days before. Decisions take longer than weeks.")) } }
            @else if since.of == NewsOf::Week { p.small { (t!("Since the day before nothing changed rooms, as on most days. This is the week.")) } }
            @if !since.ready.is_empty() { h3 { (t!("Ready")) } ul { @for news in since.ready.iter().take(MOST_NEWS) {
                (item(frame, Some(news.room), Icon::Ready, &news.account, &news.reason))
            } } (and_more(since.ready.len())) }
            @if !since.moved.is_empty() { h3 { (t!("Moved")) } ul { @for news in since.moved.iter().take(MOST_NEWS) {
                (item(frame, Some(news.to), Icon::moved(news), &news.account, &moved_words(news)))
            } } (and_more(since.moved.len())) }
            @if !since.came_back.is_empty() { h3 { (t!("Came back after silence")) } ul { @for news in since.came_back.iter().take(MOST_NEWS) {
                (item(frame, news.room, Icon::CameBack, &news.account, &t!("after {after_days}", after_days = words::days(news.after_days))))
            } } (and_more(since.came_back.len())) }
            @if !since.left.is_empty() { h3 { (t!("Left")) } ul { @for news in since.left.iter().take(MOST_NEWS) {
                (item(frame, news.from, Icon::Left, &news.account, news.reason.as_deref().unwrap_or(t!("is outside again"))))
            } } (and_more(since.left.len())) }
        }
    }
}

fn title(frame: &Frame, since: &News) -> &'static str {
    match (since.of, since.is_quiet(), frame.is_past()) {
        (NewsOf::Week, false, _) => t!("In seven days"),
        (_, _, true) => t!("Since the day before"),
        _ => t!("Since yesterday"),
    }
}

/// A list of news longer than this is cut, and says so.
pub const MOST_NEWS: usize = 8;

fn and_more(count: usize) -> Markup {
    html! { @if count > MOST_NEWS { p.cap { (sentence!(
        "and {this} more",
        this = words::thousands(count - MOST_NEWS),
    )) } } }
}

fn moved_words(news: &Moved) -> String {
    let way = match news.from {
        None => t!("came in at {to}", to = news.to.title()),
        Some(from) if from.index() > news.to.index() => {
            t!("back from {from} to {to}", from = from.title(), to = news.to.title())
        }
        Some(from) => t!("{from} to {to}", from = from.title(), to = news.to.title()),
    };
    match &news.reason {
        Some(reason) => format!("{way}: {reason}"),
        None => way,
    }
}

#[derive(Clone, Copy)]
enum Icon {
    Ready,
    CameBack,
    Forward,
    Back,
    CameIn,
    Left,
}

impl Icon {
    fn moved(news: &Moved) -> Self {
        match news.from {
            None => Self::CameIn,
            Some(from) if from.index() > news.to.index() => Self::Back,
            Some(_) => Self::Forward,
        }
    }

    fn drawing(self) -> Markup {
        let (fair, lit) = (FitClass::Fair, "lit");
        match self {
            Self::Ready => html! { (shape(fair, "lamp", 9.0, 9.0, 8.0)) (shape(fair, lit, 9.0, 9.0, 4.6)) },
            Self::CameBack => html! { (shape(fair, "back", 9.0, 9.0, 7.6)) (shape(fair, lit, 9.0, 9.0, 4.4)) },
            Self::Forward => html! { path.flow d="M1 9h11" {} path.arrow d="M17 9l-7-4.5v9z" {} },
            Self::Back => html! { path.flow.back d="M17 9H7" {} path.arrow d="M1 9l7-4.5v9z" {} },
            Self::CameIn => html! { (shape(fair, lit, 6.0, 9.0, 4.6)) path.flow d="M14 5.5v7M10.5 9h7" {} },
            Self::Left => html! { path.flow d="M9 1v10" {} path.arrow d="M9 17 4.5 10h9z" {} },
        }
    }
}

fn item(frame: &Frame, room: Option<Room>, icon: Icon, account: &AccountLink, text: &str) -> Markup {
    html! {
        li {
            svg class=(room.map_or("ink", room_class)) width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" { (icon.drawing()) }
            p { a href=(links::account(frame, &account.domain)) { b { (account.name) } } " " (text) }
        }
    }
}
