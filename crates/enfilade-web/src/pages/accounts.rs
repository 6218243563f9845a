//! The list of accounts: a plain table, readiness and fit apart.

use enfilade_app::first_hour::Understood;
use enfilade_domain::{Band, ShownRoom};
use enfilade_language::{t, translated};
use maud::{Markup, html};

use super::frame::{AccountLink, Frame, Likely};
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{first_steps, links, marks, shell, words};

mod narrowing;

pub use narrowing::{Kept, Narrowing, PLACES};

/// One page of the list.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    pub rows: Vec<AccountRow>,
    pub narrowing: Narrowing,
    pub kept: Vec<Kept>,
    /// Whether the viewer may keep a view.
    pub may_keep: bool,
    /// Accounts that fit the narrowing, on all pages.
    pub found: u32,
    /// How many accounts each band has, whatever band the list is narrowed to.
    pub by_band: Vec<(Band, u32)>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// What the evidence says while no account is listed; `None` for a past day.
    pub understood: Option<Understood>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AccountRow {
    pub account: AccountLink,
    pub shown: ShownRoom,
    pub band: Band,
    /// `None` below the evidence for a number.
    pub readiness: Option<Likely>,
    /// 0 to 1.
    pub fit: Option<f32>,
    /// People read on this account.
    pub people: u32,
    pub last_seen_day: Option<i64>,
    /// Whole days from the last sign to the day of the drawing.
    pub days_since_seen: Option<u32>,
}

/// Draws the list.
#[must_use]
pub fn render(frame: &Frame, view: &Accounts) -> Markup {
    let body = html! {
        div.head {
            div { h1 { (t!("Accounts")) } (lede(frame, view)) }
            div.btns.noprint { a.btn href=(links::page(frame, &view.narrowing.address("/accounts.csv", 1))) { (t!("Take it with you (CSV)")) } }
        }
        section.sheet aria-label=(t!("List of accounts")) {
            (narrowing::form(frame, &view.narrowing))
            (narrowing::kept(frame, &view.narrowing, &view.kept, view.may_keep))
            @if view.by_band.iter().any(|(_, count)| *count > 0) { (bands(frame, view)) }
            @if view.rows.is_empty() { (empty(frame, view)) } @else { (table(frame, view)) }
            @if view.pages > 1 { (pager(frame, view)) }
        }
    };
    shell::page(frame, t!("Accounts"), &body)
}

fn count_of(view: &Accounts, wanted: Band) -> usize {
    view.by_band.iter().filter(|(band, _)| *band == wanted).map(|(_, count)| *count as usize).sum()
}

fn lede(frame: &Frame, view: &Accounts) -> Markup {
    let all: usize = view.by_band.iter().map(|(_, count)| *count as usize).sum();
    let asked = count_of(view, Band::AskedToTalk);
    let ready = count_of(view, Band::Ready);
    if all == 0 && view.narrowing.is_nothing() {
        if frame.is_past() {
            return html! { p.lede { b { (t!("No company was known on this day.")) } } };
        }
        let found = view.understood.unwrap_or_default();
        return html! {
            p.lede { b { (t!("No company is known.")) } " " (sentence!(
                "{found} Companies appear here when somebody reads from an office you stated, gives an address, or is on a list you import.",
                found = first_steps::sentence(&found),
            )) }
            (first_steps::next(frame, &found))
        };
    }
    html! {
        p.lede {
            @if view.narrowing.is_nothing() { (counted_sentence!(
                all,
                "{all} company.",
                "{all} companies.",
                all = words::thousands(all),
            )) " " }
            @else { (counted_sentence!(
                view.found as usize,
                "{found} company: {narrowing}.",
                "{found} companies: {narrowing}.",
                found = words::thousands(view.found as usize),
                narrowing = view.narrowing.words(),
            )) " " }
            @if view.narrowing.band.is_none() {
                @if asked > 0 { b { (sentence!(
                    "{asked} asked to talk",
                    asked = words::capital(&words::number(asked)),
                )) } ". " }
                @if ready > 0 { b { (counted_sentence!(
                    ready,
                    "{ready} is ready to hear from us",
                    "{ready} are ready to hear from us",
                    ready = words::capital(&words::number(ready)),
                )) } ". " }
                @if asked + ready == 0 { (t!("None is ready to hear from us.")) " " }
                (t!("The others are thinking, or elsewhere."))
            }
        }
    }
}

fn bands(frame: &Frame, view: &Accounts) -> Markup {
    let current = |shown: bool| shown.then_some("true");
    html! {
        nav.bands aria-label=(t!("Narrow the list to a band")) {
            a href=(links::page(frame, &in_band(view, None))) aria-current=[current(view.narrowing.band.is_none())] { (t!("All")) }
            @for (band, count) in view.by_band.iter().filter(|(_, count)| *count > 0) {
                a href=(links::page(frame, &in_band(view, Some(*band)))) aria-current=[current(view.narrowing.band == Some(*band))] {
                    (words::capital(translated(band.as_str()))) " · " (words::thousands(*count as usize))
                }
            }
        }
    }
}

fn in_band(view: &Accounts, band: Option<Band>) -> String {
    Narrowing { band, ..view.narrowing.clone() }.address("/accounts", 1)
}

fn empty(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        @if view.narrowing.is_nothing() { p.empty { (t!("Nothing to list.")) } }
        @else { p.empty { (sentence!(
            "Nothing fits: no company {narrowing}. <a>Show all</a>",
            narrowing = view.narrowing.words();
            a = html! { a href=(links::page(frame, "/accounts")) {} },
        )) } }
    }
}

fn table(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        table.data.inline-rows {
            thead { tr { @for head in [t!("Company"), t!("Room"), t!("Band"), t!("Readiness"), t!("Fit"), t!("People"), t!("Last seen")] { th scope="col" { (head) } } } }
            tbody { @for row in &view.rows {
                tr {
                    td { a href=(links::account(frame, &row.account.domain)) { b { (row.account.name) } } }
                    td data-l=(t!("Room")) { (marks::shown_room(row.shown)) }
                    td data-l=(t!("Band")) { @if matches!(row.band, Band::Ready | Band::AskedToTalk) { span.lit-word { (words::capital(translated(row.band.as_str()))) } } @else { (words::capital(translated(row.band.as_str()))) } }
                    td.date data-l=(t!("Readiness")) { @match row.readiness {
                        Some(likely) => { (words::percent(likely.value)) " " span.cap { (words::percent(likely.low)) "–" (words::percent(likely.high)) } }
                        None => { span.cap { (t!("too early")) } }
                    } }
                    td data-l=(t!("Fit")) { (marks::fit(row.fit)) }
                    td data-l=(t!("People")) { (words::count_or_dash(row.people as usize)) }
                    td data-l=(t!("Last seen")) { (seen(row, frame.is_past())) }
                }
            } }
        }
    }
}

/// The day, and how long ago in whole days.
fn seen(row: &AccountRow, is_past: bool) -> String {
    match (row.last_seen_day, row.days_since_seen) {
        (Some(day), Some(0)) if !is_past => t!("{day}, today", day = words::day(day)),
        (Some(day), Some(0)) => words::day_of_year(day),
        (Some(day), Some(ago)) if is_past => {
            t!("{day}, {ago} before", day = words::day_of_year(day), ago = words::days(ago))
        }
        (Some(day), Some(ago)) => t!("{day}, {ago} ago", day = words::day_of_year(day), ago = words::days(ago)),
        (Some(day), None) => words::day_of_year(day),
        (None, _) => "–".to_owned(),
    }
}

fn pager(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        nav.pager aria-label=(t!("Pages of the list")) {
            @if view.page > 1 { a.btn href=(links::page(frame, &view.narrowing.address("/accounts", view.page - 1))) { (t!("Before")) } }
            span.small { (sentence!("Page {page} of {pages}", page = view.page, pages = view.pages)) }
            @if view.page < view.pages { a.btn href=(links::page(frame, &view.narrowing.address("/accounts", view.page + 1))) { (t!("Next")) } }
        }
    }
}
