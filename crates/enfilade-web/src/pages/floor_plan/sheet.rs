//! The sheet of the floor plan around its drawing.

use enfilade_domain::{PersonKind, Room};
use maud::{Markup, PreEscaped, html};

use super::{Arrived, FloorPlan, news};
use crate::charts::plan::geometry::{CARPET_DAYS, Orientation};
use crate::charts::plan::{self, Drawing};
use crate::components::marks::room_class;
use crate::components::{first_steps, links, shell, words};
use crate::pages::frame::Frame;

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &FloorPlan) -> Markup {
    around(frame, &draw(frame, view).into_string())
}

/// The page around a sheet that is drawn already.
#[must_use]
pub fn around(frame: &Frame, drawn: &str) -> Markup {
    shell::page(frame, "Floor plan", &PreEscaped(drawn.to_owned()))
}

/// The sheet without its page. Of the frame it depends on the day alone.
#[must_use]
pub fn draw(frame: &Frame, view: &FloorPlan) -> Markup {
    let drawings = [Orientation::Wide, Orientation::Narrow].map(|orientation| Drawing::new(view, orientation));
    let (marks, tiles) = (drawings.iter().any(|one| !one.is_parquet()), drawings.iter().any(Drawing::is_parquet));
    html! {
        div.head { div { h1 { "Floor plan" } (lede(frame, view)) } }
        div.planwrap {
            figure.sheet.plan-sheet {
                div.plan-top { p.cap { (view.as_of) ". Doors count the last 28 days." } }
                div.plan {
                    @for drawing in &drawings { (drawing.render(frame)) }
                }
                @if marks { (plan::legend(false)) }
                @if tiles { (plan::legend(true)) }
                (table(frame, view))
            }
            (news::lately(frame, &view.news, view.marks.is_empty()))
        }
        (figures(view))
    }
}

/// The answer in a sentence; every number comes from the marks.
fn lede(frame: &Frame, view: &FloorPlan) -> Markup {
    let here = view.marks.len();
    let seen = view.marks.iter().filter(|mark| mark.days_since_seen <= CARPET_DAYS).count();
    let (ready, quiet) = (view.marks.iter().filter(|mark| mark.ready).count(), here - seen);
    let elsewhere = elsewhere(view);
    let unplaced = view.visitors.as_ref().map_or(0, |visitors| visitors.unplaced);
    if here == 0 && elsewhere == 0 && frame.is_past() {
        return html! { p.lede { b { "No company was known on this day." } } };
    }
    if here == 0 && elsewhere == 0 && unplaced == 0 {
        return html! { p.lede { b { "No visits yet." } " Add the script to your site, and the rooms fill as people start to think." } (ways_in()) };
    }
    if here == 0 {
        return html! {
            p.lede { b { "Nobody " (if frame.is_past() { "could" } else { "can" }) " be placed in a room." } " "
                @match &view.understood {
                    Some(found) if found.companies_seen == 0 => (first_steps::sentence(found)),
                    _ => (elsewhere_words(view)),
                }
            }
            @if let Some(found) = &view.understood { (first_steps::next(frame, found)) }
        };
    }
    html! {
        p.lede {
            (words::capital(&if here <= 12 { words::number(here) } else { words::thousands(here) }))
            (words::plural(here, " company is", " companies are")) " in the building. "
            @if seen == 0 { "None has been seen in the last two weeks" }
            @else {
                b { (if seen == here && here > 1 { "All".to_owned() } else { words::capital(&words::number(seen)) }) " showed signs of thinking" } " in the last two weeks"
            }
            @if ready == 0 { ", and none is ready for a conversation. " }
            @else { " and " b { (words::number(ready)) (words::plural(ready, " is ready", " are ready")) } " for a conversation. " }
            @if view.asked > 0 {
                a href=(links::page(frame, "/ready")) { (words::capital(&words::number(view.asked as usize))) " asked to talk" }
                (words::plural(view.asked as usize, " and waits", " and wait")) " for an answer. "
            }
            @if quiet > 0 && seen > 0 {
                "The other " (words::number(quiet)) (words::plural(quiet, " is quiet", " are quiet"))
                ", which is mostly what deciding looks like."
            } @else if quiet > 0 { "Quiet is mostly what deciding looks like." }
        }
    }
}

/// The first steps of a house that nobody has visited: each takes minutes, and any one of them is enough.
fn ways_in() -> Markup {
    html! {
        ol.ways {
            li { a href="/begin" { "Answer three questions" } ": how long a decision takes, which domains and networks are yours." }
            li { a href="/settings/script" { "Add the script to your site" } ", and see the first visit arrive." }
            li { a href="/settings/import" { "Or import what you have" } ": an access log shows months at once; a list of accounts gives names to networks." }
        }
    }
}

/// Accounts that stand in no room.
const fn elsewhere(view: &FloorPlan) -> usize {
    (view.outside + view.unclear + view.not_enough_evidence + view.unseen) as usize
}

fn elsewhere_words(view: &FloorPlan) -> String {
    let mut parts = Vec::new();
    let mut say = |count: u32, one: &str, many: &str| {
        if count > 0 {
            let count = count as usize;
            parts.push(format!("{} {}", words::number(count), words::plural(count, one, many)));
        }
    };
    say(
        view.not_enough_evidence,
        "company has made too few visits to say",
        "companies have made too few visits to say",
    );
    say(view.unclear, "is in no one room", "are in no one room");
    say(view.outside, "is outside", "are outside");
    if view.visitors.is_some() {
        say(view.unseen, "company of your list was never seen", "companies of your list were never seen");
    } else {
        say(view.unseen, "company of your list had not been seen", "companies of your list had not been seen");
    }
    let unplaced = view.visitors.as_ref().map_or(0, |visitors| visitors.unplaced);
    say(unplaced, "visitor belongs to no company we know", "visitors belong to no company we know");
    if parts.is_empty() { String::new() } else { format!("{}.", words::capital(&words::list(&parts))) }
}

fn table(frame: &Frame, view: &FloorPlan) -> Markup {
    let counts = view.per_room();
    let seen = Room::ALL
        .map(|room| view.marks.iter().filter(|mark| mark.room == room && mark.days_since_seen <= CARPET_DAYS).count());
    let figure = |count: u32| words::count_or_dash(count as usize);
    html! {
        details.noprint {
            summary { "Read as a table" }
            div.scroll { table.data {
                thead { tr { @for head in ["Room", "Accounts", "Seen in 14 days", "Entered here", "Went on", "Went back", "Left", "Median stay"] { th scope="col" { (head) } } } }
                tbody { @for room in Room::ALL {
                    @let i = room.index();
                    @let back = if i == 0 { 0 } else { view.doors[i - 1].back };
                    tr.(room_class(room)) {
                        td data-l="Room" { span.tag { (room.title()) } }
                        td data-l="Accounts" { (words::count_or_dash(counts[i])) }
                        td data-l="Seen in 14 days" { (words::count_or_dash(seen[i])) }
                        td data-l="Entered here" { (figure(view.entered[i])) }
                        td data-l="Went on" { (figure(view.doors[i].forward)) }
                        td data-l="Went back" { (figure(back)) }
                        td data-l="Left" { (figure(view.left[i])) }
                        td data-l="Median stay" { (view.stays[i].words()) }
                    }
                } }
            } }
            @for walk in &view.loops {
                p.cap { (walk.count) " from " (walk.from.title()) " to " (walk.to.title()) ": " (words::loop_words(walk.from, walk.to)) "." }
            }
        }
        p.small.table-note { a href=(links::page(frame, "/accounts")) { "All accounts by name" } }
    }
}

fn figures(view: &FloorPlan) -> Markup {
    let counts = view.per_room();
    let set_aside = view.visitors.as_ref().map_or(&[][..], |visitors| &visitors.set_aside);
    let aside_words: Vec<String> = set_aside
        .iter()
        .filter(|kind| kind.count > 0)
        .map(|kind| format!("{} {}", words::thousands(kind.count as usize), kind_words(kind.kind, kind.count)))
        .collect();
    html! {
        dl.figs aria-label="Four figures" {
            (arrived(view.arrived))
            div { dt { "Companies per room" } dd.v { span class=(if counts.iter().any(|count| *count > 999) { "rooms many" } else { "rooms" }) { @for room in Room::ALL { span.pig.(room_class(room)) { (words::count_or_dash(counts[room.index()])) } } } }
                dd { "Problem, Solution, Offer, Sales." } }
            div { dt { "Median quiet time" }
                @match view.median_quiet {
                    Some(quiet) if quiet.silences >= words::FEWEST_CASES => {
                        dd.v { (quiet.median_days.round()) " " small { "days" } }
                        dd { "between visits, over " (words::thousands(quiet.silences as usize)) " silences that ended in a return. The longest: " (quiet.longest_days.round()) " days." }
                    }
                    other => {
                        dd.v { "–" }
                        dd { (words::capital(&words::too_early(other.map_or(0, |quiet| quiet.silences), words::FEWEST_CASES))) ": silences that ended in a return." }
                    }
                }
            }
            div { dt { "Not in a room" } dd.v { (words::count_or_dash(elsewhere(view))) }
                dd { @let text = elsewhere_words(view); @if text.is_empty() { "Nobody seen outside the rooms." } @else { (text) }
                    @if view.visitors.is_none() { " Of a past day it is not known who was set aside then." }
                    @else if !aside_words.is_empty() { " Set aside, kept and not read: " (words::list(&aside_words)) "; each can be brought back." } } }
        }
    }
}

/// What all the rest is for: whether buyers came prepared.
fn arrived([quarter, before]: [Arrived; 2]) -> Markup {
    html! {
        div { dt { "Arrived prepared" }
            @if quarter.all >= words::FEWEST_CASES {
                dd.v { (quarter.prepared) " " small { "of " (quarter.all) } }
                dd { "conversations of the last 90 days with a buyer who had worked through the earlier rooms."
                    @if before.all >= words::FEWEST_CASES { " The 90 days before: " (before.prepared) " of " (before.all) "." } }
            } @else {
                dd.v { "–" }
                dd { (words::capital(&words::too_early(quarter.all, words::FEWEST_CASES))) ": conversations of the last 90 days of which somebody said how they were." }
            }
        }
    }
}

const fn kind_words(kind: PersonKind, count: u32) -> &'static str {
    match (kind, count == 1) {
        (PersonKind::Buyer, true) => "buyer",
        (PersonKind::Buyer, false) => "buyers",
        (PersonKind::Unknown, _) => "unknown",
        (PersonKind::Customer, true) => "client",
        (PersonKind::Customer, false) => "clients",
        (PersonKind::Candidate, true) => "candidate",
        (PersonKind::Candidate, false) => "candidates",
        (PersonKind::Competitor, true) => "competitor",
        (PersonKind::Competitor, false) => "competitors",
        (PersonKind::Staff, _) => "of our own staff",
        (PersonKind::Bot, true) => "bot",
        (PersonKind::Bot, false) => "bots",
    }
}
