//! The sheet of the floor plan around its drawing.

use enfilade_domain::{PersonKind, Room};
use enfilade_language::t;
use maud::{Markup, PreEscaped, html};

use super::{Arrived, FloorPlan, news};
use crate::charts::plan::geometry::{CARPET_DAYS, Orientation};
use crate::charts::plan::{self, Drawing};
use crate::components::marks::room_class;
use crate::components::sentences::{counted_sentence, sentence};
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
    shell::page(frame, t!("Floor plan"), &PreEscaped(drawn.to_owned()))
}

/// The sheet without its page. Of the frame it depends on the day alone.
#[must_use]
pub fn draw(frame: &Frame, view: &FloorPlan) -> Markup {
    let drawings = [Orientation::Wide, Orientation::Narrow].map(|orientation| Drawing::new(view, orientation));
    let (marks, tiles) = (drawings.iter().any(|one| !one.is_parquet()), drawings.iter().any(Drawing::is_parquet));
    html! {
        div.head { div { h1 { (t!("Floor plan")) } (lede(frame, view)) } }
        div.planwrap {
            figure.sheet.plan-sheet {
                div.plan-top { p.cap { (sentence!("{as_of}. Doors count the last 28 days.", as_of = view.as_of)) } }
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
        return html! { p.lede { b { (t!("No company was known on this day.")) } } };
    }
    if here == 0 && elsewhere == 0 && unplaced == 0 {
        return html! { p.lede { (sentence!("<b>No visits yet.</b> Add the script to your site, and the rooms fill as people start to think.")) } (ways_in()) };
    }
    if here == 0 {
        return html! {
            p.lede { b { (sentence!(
                "Nobody {which} be placed in a room.",
                which = if frame.is_past() { t!("could") } else { t!("can") },
            )) } " "
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
            (counted_sentence!(
                here,
                "{here} company is in the building.",
                "{here} companies are in the building.",
                here = words::capital(&if here <= 12 { words::number(here) } else { words::thousands(here) }),
            )) " "
            @if seen == 0 { (t!("None has been seen in the last two weeks")) }
            @else {
                (sentence!(
                    "<b>{words} showed signs of thinking</b> in the last two weeks",
                    words = if seen == here && here > 1 { t!("All").to_owned() } else { words::capital(&words::number(seen)) },
                ))
            }
            @if ready == 0 { (t!(", and none is ready for a conversation.")) " " }
            @else { " " (counted_sentence!(
                ready,
                "and <b>{ready} is ready</b> for a conversation.",
                "and <b>{ready} are ready</b> for a conversation.",
                ready = words::number(ready),
            )) " " }
            @if view.asked > 0 {
                (counted_sentence!(
                    view.asked as usize,
                    "<a>{asked} asked to talk</a> and waits for an answer.",
                    "<a>{asked} asked to talk</a> and wait for an answer.",
                    asked = words::capital(&words::number(view.asked as usize));
                    a = html! { a href=(links::page(frame, "/ready")) {} },
                )) " "
            }
            @if quiet > 0 && seen > 0 {
                (counted_sentence!(
                    quiet,
                    "The other {quiet} is quiet, which is mostly what deciding looks like.",
                    "The other {quiet} are quiet, which is mostly what deciding looks like.",
                    quiet = words::number(quiet),
                ))
            } @else if quiet > 0 { (t!("Quiet is mostly what deciding looks like.")) }
        }
    }
}

/// The first steps of a house that nobody has visited: each takes minutes, and any one of them is enough.
fn ways_in() -> Markup {
    html! {
        ol.ways {
            li { (sentence!(
                "<a>Answer three questions</a>: how long a decision takes, which domains and networks are yours.";
                a = html! { a href="/begin" {} },
            )) }
            li { (sentence!(
                "<a>Add the script to your site</a>, and see the first visit arrive.";
                a = html! { a href="/settings/script" {} },
            )) }
            li { (sentence!(
                "<a>Or import what you have</a>: an access log shows months at once; a list of accounts gives names to networks.";
                a = html! { a href="/settings/import" {} },
            )) }
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
        t!("company has made too few visits to say"),
        t!("companies have made too few visits to say"),
    );
    say(view.unclear, t!("is in no one room"), t!("are in no one room"));
    say(view.outside, t!("is outside"), t!("are outside"));
    if view.visitors.is_some() {
        say(view.unseen, t!("company of your list was never seen"), t!("companies of your list were never seen"));
    } else {
        say(view.unseen, t!("company of your list had not been seen"), t!("companies of your list had not been seen"));
    }
    let unplaced = view.visitors.as_ref().map_or(0, |visitors| visitors.unplaced);
    say(unplaced, t!("visitor belongs to no company we know"), t!("visitors belong to no company we know"));
    if parts.is_empty() { String::new() } else { format!("{}.", words::capital(&words::list(&parts))) }
}

fn table(frame: &Frame, view: &FloorPlan) -> Markup {
    let counts = view.per_room();
    let seen = Room::ALL
        .map(|room| view.marks.iter().filter(|mark| mark.room == room && mark.days_since_seen <= CARPET_DAYS).count());
    let figure = |count: u32| words::count_or_dash(count as usize);
    html! {
        details.noprint {
            summary { (t!("Read as a table")) }
            div.scroll { table.data {
                thead { tr { @for head in [t!("Room"), t!("Accounts"), t!("Seen in 14 days"), t!("Entered here"), t!("Went on"), t!("Went back"), t!("Left"), t!("Median stay")] { th scope="col" { (head) } } } }
                tbody { @for room in Room::ALL {
                    @let i = room.index();
                    @let back = if i == 0 { 0 } else { view.doors[i - 1].back };
                    tr.(room_class(room)) {
                        td data-l=(t!("Room")) { span.tag { (room.title()) } }
                        td data-l=(t!("Accounts")) { (words::count_or_dash(counts[i])) }
                        td data-l=(t!("Seen in 14 days")) { (words::count_or_dash(seen[i])) }
                        td data-l=(t!("Entered here")) { (figure(view.entered[i])) }
                        td data-l=(t!("Went on")) { (figure(view.doors[i].forward)) }
                        td data-l=(t!("Went back")) { (figure(back)) }
                        td data-l=(t!("Left")) { (figure(view.left[i])) }
                        td data-l=(t!("Median stay")) { (view.stays[i].words()) }
                    }
                } }
            } }
            @for walk in &view.loops {
                p.cap { (sentence!(
                    "{count} from {from} to {to}: {loop_words}.",
                    count = walk.count,
                    from = walk.from.title(),
                    to = walk.to.title(),
                    loop_words = words::loop_words(walk.from, walk.to),
                )) }
            }
        }
        p.small.table-note { a href=(links::page(frame, "/accounts")) { (t!("All accounts by name")) } }
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
        dl.figs aria-label=(t!("Four figures")) {
            (arrived(view.arrived))
            div { dt { (t!("Companies per room")) } dd.v { span class=(if counts.iter().any(|count| *count > 999) { "rooms many" } else { "rooms" }) { @for room in Room::ALL { span.pig.(room_class(room)) { (words::count_or_dash(counts[room.index()])) } } } }
                dd { (t!("Problem, Solution, Offer, Sales.")) } }
            div { dt { (t!("Median quiet time")) }
                @match view.median_quiet {
                    Some(quiet) if quiet.silences >= words::FEWEST_CASES => {
                        dd.v { (quiet.median_days.round()) " " small { (t!("days")) } }
                        dd { (sentence!(
                            "between visits, over {silences} silences that ended in a return. The longest: {longest_days} days.",
                            silences = words::thousands(quiet.silences as usize),
                            longest_days = quiet.longest_days.round(),
                        )) }
                    }
                    other => {
                        dd.v { "–" }
                        dd { (sentence!(
                            "{too_early}: silences that ended in a return.",
                            too_early = words::capital(&words::too_early(other.map_or(0, |quiet| quiet.silences), words::FEWEST_CASES)),
                        )) }
                    }
                }
            }
            div { dt { (t!("Not in a room")) } dd.v { (words::count_or_dash(elsewhere(view))) }
                dd { @let text = elsewhere_words(view); @if text.is_empty() { (t!("Nobody seen outside the rooms.")) } @else { (text) }
                    @if view.visitors.is_none() { " " (t!("Of a past day it is not known who was set aside then.")) }
                    @else if !aside_words.is_empty() { " " (sentence!(
                        "Set aside, kept and not read: {aside_words}; each can be brought back.",
                        aside_words = words::list(&aside_words),
                    )) } } }
        }
    }
}

/// What all the rest is for: whether buyers came prepared.
fn arrived([quarter, before]: [Arrived; 2]) -> Markup {
    html! {
        div { dt { (t!("Arrived prepared")) }
            @if quarter.all >= words::FEWEST_CASES {
                dd.v { (quarter.prepared) " " small { (sentence!("of {all}", all = quarter.all)) } }
                dd { (t!("conversations of the last 90 days with a buyer who had worked through the earlier rooms."))
                    @if before.all >= words::FEWEST_CASES { " " (sentence!(
                        "The 90 days before: {prepared} of {all}.",
                        prepared = before.prepared,
                        all = before.all,
                    )) } }
            } @else {
                dd.v { "–" }
                dd { (sentence!(
                    "{too_early}: conversations of the last 90 days of which somebody said how they were.",
                    too_early = words::capital(&words::too_early(quarter.all, words::FEWEST_CASES)),
                )) }
            }
        }
    }
}

fn kind_words(kind: PersonKind, count: u32) -> &'static str {
    match (kind, count == 1) {
        (PersonKind::Buyer, true) => t!("buyer"),
        (PersonKind::Buyer, false) => t!("buyers"),
        (PersonKind::Unknown, _) => t!("unknown"),
        (PersonKind::Customer, true) => t!("client"),
        (PersonKind::Customer, false) => t!("clients"),
        (PersonKind::Candidate, true) => t!("candidate"),
        (PersonKind::Candidate, false) => t!("candidates"),
        (PersonKind::Competitor, true) => t!("competitor"),
        (PersonKind::Competitor, false) => t!("competitors"),
        (PersonKind::Staff, _) => t!("of our own staff"),
        (PersonKind::Bot, true) => t!("bot"),
        (PersonKind::Bot, false) => t!("bots"),
    }
}
