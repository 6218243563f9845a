//! The list of accounts: a plain table, readiness and fit apart.

use enfilade_domain::{Band, ShownRoom};

use maud::{Markup, html};

use super::frame::{AccountLink, Frame, Likely};
use crate::components::{links, marks, shell, words};

/// One page of the list.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    pub rows: Vec<AccountRow>,
    /// The band the list is narrowed to.
    pub band: Option<Band>,
    /// What is looked for in names and domains; empty for everything.
    pub search: String,
    /// Accounts that fit the search and the band, on all pages.
    pub found: u32,
    /// How many accounts each band has, whatever the list is narrowed to.
    pub by_band: Vec<(Band, u32)>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
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
            div { h1 { "Accounts" } (lede(view)) }
            div.btns.noprint { a.btn href=(links::page(frame, &address("/accounts.csv", view, view.band, 1))) { "Take it with you (CSV)" } }
        }
        section.sheet aria-label="List of accounts" {
            (search(frame, view))
            @if view.by_band.iter().any(|(_, count)| *count > 0) { (bands(frame, view)) }
            @if view.rows.is_empty() { (empty(view)) } @else { (table(frame, view)) }
            @if view.pages > 1 { (pager(frame, view)) }
        }
    };
    shell::page(frame, "Accounts", &body)
}

fn count_of(view: &Accounts, wanted: Band) -> usize {
    view.by_band.iter().filter(|(band, _)| *band == wanted).map(|(_, count)| *count as usize).sum()
}

fn lede(view: &Accounts) -> Markup {
    let all: usize = view.by_band.iter().map(|(_, count)| *count as usize).sum();
    let asked = count_of(view, Band::AskedToTalk);
    let ready = count_of(view, Band::Ready);
    if all == 0 {
        return html! { p.lede { b { "No accounts yet." } " Companies appear here with their first visit, or when you " a href="/settings/import" { "import a list" } "." } };
    }
    html! {
        p.lede {
            (words::thousands(all)) (words::plural(all, " company", " companies")) ". "
            @if asked > 0 { b { (words::capital(&words::number(asked))) " asked to talk" } ". " }
            @if ready > 0 { b { (words::capital(&words::number(ready))) (words::plural(ready, " is ready", " are ready")) " to hear from us" } ". " }
            @if asked + ready == 0 { "None is ready to hear from us yet. " }
            "The others are thinking, or elsewhere."
        }
    }
}

/// Finds companies by a part of their name or domain, on the day and in the band that are looked at.
fn search(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        form.search.noprint method="get" action="/accounts" role="search" {
            @if let Some(date) = &frame.as_of { input type="hidden" name="as_of" value=(date); }
            @if let Some(band) = view.band { input type="hidden" name="band" value=(band.as_str()); }
            label.vh for="search" { "Find a company by name or domain" }
            input #search type="search" name="q" value=(view.search) placeholder="Find a company" maxlength="100";
            button.btn type="submit" { "Find" }
            @if !view.search.is_empty() { span.small { (words::thousands(view.found as usize)) " found for “" (view.search) "”." } }
        }
    }
}

fn bands(frame: &Frame, view: &Accounts) -> Markup {
    let current = |shown: bool| shown.then_some("true");
    html! {
        nav.bands aria-label="Narrow the list to a band" {
            a href=(links::page(frame, &address("/accounts", view, None, 1))) aria-current=[current(view.band.is_none())] { "All" }
            @for (band, count) in view.by_band.iter().filter(|(_, count)| *count > 0) {
                a href=(links::page(frame, &address("/accounts", view, Some(*band), 1))) aria-current=[current(view.band == Some(*band))] {
                    (words::capital(band.as_str())) " · " (words::thousands(*count as usize))
                }
            }
        }
    }
}

fn address(path: &str, view: &Accounts, band: Option<Band>, page: u32) -> String {
    let mut query = Vec::new();
    if let Some(band) = band {
        query.push(format!("band={}", band.as_str().replace(' ', "+")));
    }
    if !view.search.is_empty() {
        query.push(format!("q={}", links::path_segment(&view.search)));
    }
    if page > 1 {
        query.push(format!("page={page}"));
    }
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn empty(view: &Accounts) -> Markup {
    html! {
        @match view.band {
            _ if !view.search.is_empty() => { p.empty { "No company has “" (view.search) "” in its name or domain" @if view.band.is_some() { ", in this band" } "." } }
            Some(band) => { p.empty { "No account is in the band “" (band.as_str()) "” now." } }
            None => { p.empty { "Nothing to list yet." } }
        }
    }
}

fn table(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        table.data {
            thead { tr { @for head in ["Company", "Room", "Band", "Readiness", "Fit", "People", "Last seen"] { th scope="col" { (head) } } } }
            tbody { @for row in &view.rows {
                tr {
                    td { a href=(links::account(frame, &row.account.domain)) { b { (row.account.name) } } }
                    td data-l="Room" { (marks::shown_room(row.shown)) }
                    td data-l="Band" { @if matches!(row.band, Band::Ready | Band::AskedToTalk) { span.lit-word { (words::capital(row.band.as_str())) } } @else { (words::capital(row.band.as_str())) } }
                    td.date data-l="Readiness" { @match row.readiness {
                        Some(likely) => { (words::percent(likely.value)) " " span.cap { (words::percent(likely.low)) "–" (words::percent(likely.high)) } }
                        None => { span.cap { "too early" } }
                    } }
                    td data-l="Fit" { (marks::fit(row.fit)) }
                    td data-l="People" { (words::count_or_dash(row.people as usize)) }
                    td data-l="Last seen" { (seen(row)) }
                }
            } }
        }
    }
}

/// The day, and how long ago in whole days.
fn seen(row: &AccountRow) -> String {
    match (row.last_seen_day, row.days_since_seen) {
        (Some(day), Some(0)) => format!("{}, today", words::day(day)),
        (Some(day), Some(ago)) => format!("{}, {} ago", words::day_of_year(day), words::days(ago)),
        (Some(day), None) => words::day_of_year(day),
        (None, _) => "–".to_owned(),
    }
}

fn pager(frame: &Frame, view: &Accounts) -> Markup {
    html! {
        nav.pager aria-label="Pages of the list" {
            @if view.page > 1 { a.btn href=(links::page(frame, &address("/accounts", view, view.band, view.page - 1))) { "Before" } }
            span.small { "Page " (view.page) " of " (view.pages) }
            @if view.page < view.pages { a.btn href=(links::page(frame, &address("/accounts", view, view.band, view.page + 1))) { "Next" } }
        }
    }
}
