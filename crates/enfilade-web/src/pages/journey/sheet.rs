//! The sheet of one account: first the answer in a sentence, then the score, then the reasons.

use enfilade_domain::{Band, Room, ShownRoom};
use enfilade_language::{t, translated};
use maud::{Markup, html};

use super::{Evidence, Journey, lists, statements};
use crate::charts::score::{self, Width};
use crate::charts::{fit_and_readiness, quiet_band, stair};
use crate::components::marks::{self, room_class};
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{forms, links, shell, words};
use crate::pages::frame::Frame;
use crate::pages::ready::not_yet;

/// From this share on a second room is worth naming.
const FOOT_IN: f32 = 0.25;

/// Draws the sheet.
#[must_use]
pub fn render(frame: &Frame, view: &Journey) -> Markup {
    let body = html! {
        (head(frame, view))
        figure.sheet aria-labelledby="score-h" {
            h2 #score-h { (t!("The journey so far")) }
            p.cap { (t!("Read it like a score: time runs to the right, and the melody rises from Problem to Sales.")) }
            (score::draw(view, Width::Wide))
            (score::draw(view, Width::Narrow))
            (folded(view))
            (score::legend())
            (lists::journey_table(view))
        }
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="why-h" { h2 #why-h { (t!("Why we believe this")) } (why(view)) }
            section.sheet.sect aria-labelledby="now-h" {
                h2 #now-h { (t!("What follows")) }
                p { (advice(view)) }
                @if let Some(matter) = &view.works_on { p.small { (sentence!(
                    "Working on: {matter}.",
                    matter = matter,
                )) } }
                ul.rows.plain.gap-above { @for reason in &view.band_reasons { li { (reason) } } }
                (quiet(view))
                (not_seen(view))
            }
        }
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="committee-h" { h2 #committee-h { (t!("Committee")) } (lists::committee(frame, view)) }
            section.sheet.sect aria-labelledby="beside-h" {
                h2 #beside-h { (t!("Fit and readiness")) }
                @match &view.beside {
                    Some(beside) => {
                        p.cap { (t!("Two separate questions. A strong fit that is not ready waits, and a weak fit that is ready is told so.")) }
                        figure { (fit_and_readiness::draw(&view.account.name, beside)) figcaption.cap { (fit_and_readiness::summary(&view.account.name, beside)) } }
                    }
                    None => p.empty { (no_comparison(view)) },
                }
            }
        }
        (lists::next_pieces(frame, view))
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="stated-h" {
                h2 #stated-h { (t!("What your people say")) }
                (statements::draw(frame, view))
            }
            section.sheet.sect aria-labelledby="records-h" {
                h2 #records-h { (t!("From your records")) }
                (lists::deals(&view.deals))
                (lists::touches(&view.touches))
            }
        }
        section.sheet.sect aria-labelledby="identity-h" {
            h2 #identity-h { (t!("Who is who, and how we know")) }
            p.cap { (t!("Links between visitors and companies are our conclusions. Each can be struck out, and brought back.")) }
            (lists::identity(frame, &view.identity))
            @if let Some((words, undo)) = &view.marked {
                h3.gap-above { (t!("What this account is")) }
                div.proof { p { (words) } @if let Some(undo) = undo { (forms::button(frame, undo, "btn")) } }
            }
            @if !view.actions.is_empty() {
                h3.gap-above { (t!("This account is something else?")) }
                div.btns.gap-above { @for action in &view.actions { (forms::button(frame, action, "btn")) } }
            }
        }
    };
    shell::page(frame, &view.account.name, &body)
}

/// Why one account cannot stand among others.
fn no_comparison(view: &Journey) -> &'static str {
    if view.is_past {
        t!("How the others stood is drawn for today only.")
    } else if view.fit.is_none() {
        t!("How well they fit is not known: a rule in the settings or a column of the list of accounts says it.")
    } else {
        t!("Too early for a number; until then only the band is told.")
    }
}

fn head(frame: &Frame, view: &Journey) -> Markup {
    html! {
        div.acct-head {
            div {
                p.crumb { a href=(links::page(frame, "/accounts")) { (t!("Accounts")) } }
                h1 { (view.account.name) }
                @match &view.set_aside {
                    Some(kind) => p.lede { (sentence!(
                        "Set aside as {kind}: what its people do is kept, and not read.",
                        kind = kind,
                    )) },
                    None => p.lede { (place(view)) (company(view)) b { (advice(view)) } },
                }
                p.facts {
                    (marks::fit(view.fit))
                    @for fact in &view.facts { span { (fact) } }
                    @if view.account.name != view.account.domain { span { (view.account.domain) } }
                }
                (engage(frame, view))
            }
            @if view.enough_evidence { (marks::door(view.readiness, view.door_opens_at, translated(view.band.as_str()))) }
            @else { div.door { span { (sentence!(
                "Readiness: {too_early}",
                too_early = words::too_early(view.visits, words::FEWEST_CASES),
            )) } } }
        }
    }
}

/// What the band asks of a seller, while it does.
fn advice(view: &Journey) -> &'static str {
    if view.window_passed {
        return t!("Nothing new for three weeks: the window may have passed.");
    }
    words::band_advice(view.band)
}

/// The brief and the two decisions. Calling is offered loudly only to whom it is likely welcome.
fn engage(frame: &Frame, view: &Journey) -> Markup {
    let path = links::path_segment(&view.account.domain);
    let here = format!("/accounts/{path}");
    let is_welcome = matches!(view.band, Band::Ready | Band::AskedToTalk) && !view.window_passed;
    html! {
        div.engage.noprint {
            @if let Some((words, undo)) = &view.decided {
                p { (words) " " @if let Some(undo) = undo { (forms::button(frame, undo, "linklike")) } }
            }
            a.btn href=(links::page(frame, &format!("/accounts/{path}/brief"))) { (t!("Brief for a conversation")) }
            @if view.may_decide {
                form method="post" action={ "/accounts/" (path) "/call" } {
                    (forms::csrf_field(frame))
                    (forms::back_field(&here))
                    button class=(if is_welcome { "btn solid" } else { "btn" }) type="submit" { (t!("I will call them")) }
                }
                (not_yet(frame, &path, &view.tomorrow, &here))
            }
        }
    }
}

fn name(room: Room, suffix: &str) -> Markup {
    html! { span.rt.(room_class(room)) { (room.title()) (suffix) } }
}

/// Where they most likely are, with a second room where one is not far behind.
fn place(view: &Journey) -> Markup {
    match view.shown {
        ShownRoom::NotEnoughEvidence => {
            html! { (sentence!(
                "{too_early} where they stand.",
                too_early = words::capital(&words::too_early(view.visits, words::FEWEST_CASES)),
            )) " " }
        }
        ShownRoom::Outside => {
            html! { (t!("Most likely outside: nobody here seems to be thinking about this now.")) " " }
        }
        ShownRoom::Unclear => {
            let mut rooms = Room::ALL;
            rooms.sort_by(|a, b| view.rooms.of(*b).total_cmp(&view.rooms.of(*a)));
            html! { (sentence!(
                "In the building, and in no one room: between {name} and {name2}.",
                name = name(rooms[0], ""),
                name2 = name(rooms[1], ""),
            )) " " }
        }
        ShownRoom::In(room) => {
            let second = Room::ALL
                .into_iter()
                .filter(|other| *other != room && view.rooms.of(*other) >= FOOT_IN)
                .max_by(|a, b| view.rooms.of(*a).total_cmp(&view.rooms.of(*b)));
            html! {
                (sentence!("Most likely in the {name}", name = name(room, " room")))
                @if let Some(second) = second { (sentence!(", with a foot in {name}", name = name(second, ""))) }
                ". "
            }
        }
    }
}

/// How many people, over how many pauses.
fn company(view: &Journey) -> Markup {
    let people = view.voices.len();
    let pauses = view.rests.iter().filter(|rest| rest.to_day < view.as_of_day).count();
    html! {
        @if people > 0 {
            (counted_sentence!(
                people,
                "{people} person has carried this",
                "{people} people have carried this",
                people = words::capital(&words::number(people)),
            ))
            @if pauses > 0 { " " (counted_sentence!(
                pauses,
                "through {pauses} pause",
                "through {pauses} pauses",
                pauses = words::number(pauses),
            )) }
            @else { " " (t!("so far")) }
            ". "
        }
    }
}

fn why(view: &Journey) -> Markup {
    html! {
        @match &view.evidence {
            Some(evidence) => {
                p.cap { (t!("Each step is what one reason adds or takes. The scale on top is the chance, in percent, that they stand in the Offer or the Sales room; readiness is judged from that, from the people and from how fresh it is.")) }
                (stair::draw(evidence))
                (folded_reasons(evidence))
                @if !evidence.would_change.is_empty() { p.cap.gap-above { (sentence!(
                    "What would change it: {would_change}.",
                    would_change = evidence.would_change.join("; "),
                )) } }
            }
            None => { p.empty { (sentence!(
                "{too_early}. Reasons appear with the evidence.",
                too_early = words::capital(&words::too_early(view.visits, words::FEWEST_CASES)),
            )) } }
        }
    }
}

/// Every cause with its weight, and what carries none.
fn folded_reasons(evidence: &Evidence) -> Markup {
    html! {
        @if !evidence.detail.is_empty() {
            details.noprint { summary { (t!("The same by cause, for checking")) }
                table.data {
                    thead { tr { th scope="col" { (t!("Cause")) } th scope="col" { (t!("Log-odds")) } } }
                    tbody { @for step in &evidence.detail { tr {
                        td data-l=(t!("Cause")) { (step.text) }
                        td data-l=(t!("Log-odds")) { (format!("{:+.2}", step.log_odds)) }
                    } } }
                }
            }
        }
        @if !evidence.ignored.is_empty() {
            details.noprint { summary { (t!("What was not counted, and why")) }
                ul.plain.small { @for line in &evidence.ignored { li { (line) } } }
            }
        }
    }
}

fn quiet(view: &Journey) -> Markup {
    html! {
        h3.gap-above { (t!("Silence")) }
        p { (view.silence) }
        @match view.quiet {
            Some(quiet) => {
                (quiet_band::draw(quiet))
                details.noprint { summary { (t!("Read as a sentence")) } p.small { (quiet_band::sentence(quiet)) } }
                @if quiet.silences < words::FEWEST_CASES {
                    p.cap { (counted_sentence!(
                        quiet.silences as usize,
                        "Only {silences} silence of their own so far, so this leans on similar accounts.",
                        "Only {silences} silences of their own so far, so this leans on similar accounts.",
                        silences = words::number(quiet.silences as usize),
                    )) }
                }
            }
            None => {}
        }
        @if view.decided_elsewhere >= 0.1 {
            p.small { (sentence!(
                "The chance that they have decided elsewhere is about {decided_elsewhere} %. It is a chance and no fact, and lowers nothing.",
                decided_elsewhere = words::percent(view.decided_elsewhere),
            )) }
        }
    }
}

fn not_seen(view: &Journey) -> Markup {
    html! {
        @if !view.not_seen.is_empty() {
            h3.gap-above { (t!("What this drawing does not see")) }
            ul.plain.small { @for gap in &view.not_seen { li { (gap) } } }
        }
    }
}

/// What lies before the first day that is drawn.
fn folded(view: &Journey) -> Markup {
    let first_day = score::Timeline::new(view, Width::Wide).first_day;
    let earlier: Vec<i64> = view.notes.iter().map(|note| note.day).filter(|day| *day < first_day).collect();
    html! {
        @if let Some(since) = earlier.iter().min() {
            p.cap { (counted_sentence!(
                earlier.len(),
                "Earlier, and not drawn: {earlier} visit-day since {since}.",
                "Earlier, and not drawn: {earlier} visit-days since {since}.",
                earlier = words::thousands(earlier.len()),
                since = words::day_of_year(*since),
            )) }
        }
    }
}
