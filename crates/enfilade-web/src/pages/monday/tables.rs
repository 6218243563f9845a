//! The proofs below the week: conversations, silence, points against readings, and where clients really came from.

use maud::{Markup, html};

use super::{Comparison, Disagreement, Monday, Won};
use crate::charts::{comparison, origin, quiet_band};
use crate::components::{links, marks, words};
use crate::pages::frame::Frame;

/// As many conversations are drawn as doors.
const MOST_DOORS: usize = 9;

/// Were buyers prepared when they arrived? The one question that both teams are measured by.
pub(super) fn prepared(frame: &Frame, view: &Monday) -> Markup {
    let all = view.conversations.len();
    let yes = view.conversations.iter().filter(|one| one.prepared == "yes").count();
    let (yes_before, all_before) = view.quarter_before;
    let few = words::FEWEST_CASES as usize;
    let told = || view.conversations.iter().take(MOST_DOORS);
    let is_any_read = told().any(|one| one.readiness.is_some());
    html! {
        section.sheet aria-labelledby="prep" {
            h2 #prep.ask { "Were buyers prepared when they arrived?" }
            @if all >= few {
                p { b { (words::capital(&words::none_or(yes))) " of " (words::number(all)) } ", in conversations of the last 90 days."
                    @if all_before >= words::FEWEST_CASES { " The quarter before: " (words::none_or(yes_before as usize)) " of " (words::number(all_before as usize)) "." } }
            } @else {
                p { (words::capital(&words::too_early(all as u32, words::FEWEST_CASES))) ": conversations of the last 90 days of which somebody said how they were. "
                    "After each one, five short questions on the account's sheet are enough." }
            }
            @if all > 0 {
                ul.doors { @for one in told() { li {
                    @match one.readiness {
                        Some(readiness) => (marks::small_door(readiness, None)),
                        None if is_any_read => { span.nodoor aria-hidden="true" { "–" } }
                        None => {}
                    }
                    a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } }
                    span {
                        (prepared_words(&one.prepared)) br; (words::day(one.day))
                        @if one.is_understood_today { ", understood today" }
                    }
                } } }
                p.cap.gap-above {
                    @if is_any_read {
                        "A door shows how ready the company was read to be just before."
                        @if told().any(|one| one.is_understood_today) {
                            " Where it says “understood today”, nothing was read at the time: it is read now, from what was known then."
                        }
                        @if told().any(|one| one.readiness.is_none()) { " A dash means that nobody of it had been seen." }
                    } @else { "Nobody of these companies had been seen before the conversation, so no door is drawn beside them." }
                }
            }
        }
    }
}

fn prepared_words(prepared: &str) -> &'static str {
    match prepared {
        "yes" => "prepared",
        "partly" => "partly prepared",
        _ => "not prepared",
    }
}

/// Who is silent: with their own rhythm beside it, and with nothing to press.
pub(super) fn quiet(frame: &Frame, view: &Monday) -> Markup {
    let scale = quiet_band::scale(view.quiet.iter().map(|one| one.quiet));
    html! {
        section.sheet.sect aria-labelledby="qu" {
            h2 #qu { "Quiet: tracked, not chased" }
            p.cap { "The grey band is this company's own usual silence (80 %), the tick its middle, the dot where it stands. All share one scale, from today on the left to " (words::days(scale.round() as u32)) " on the right; what lies beyond is drawn at the edge. Longer than usual asks for nothing." }
            @if view.quiet.is_empty() { p.empty { "Nobody on the way is quiet just now." } }
            ul.rows { @for one in &view.quiet {
                li.quietrow {
                    span { a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } } " " (marks::shown_room(one.shown)) }
                    (quiet_band::draw_small(one.quiet, scale))
                    span.small { (one.sentence) }
                }
            } }
            @if view.more_quiet > 0 { p.cap.gap-above { "And " (words::thousands(view.more_quiet as usize)) " more. Quiet is mostly what deciding looks like." } }
        }
    }
}

/// What waiting was good for, by who decided it. Shown once there is something to tell.
pub(super) fn waited(view: &Monday) -> Markup {
    html! {
        @if !view.waited.is_empty() {
            section.sheet.sect aria-labelledby="wa" {
                h2 #wa { "Waiting counts too" }
                p.cap { "Decisions to leave a company alone, at least two weeks old, and of how many a conversation or a deal came later." }
                ul.rows { @for one in &view.waited { li {
                    b { (one.by) } ": " (words::none_or(one.became as usize)) " of " (words::number(one.decisions as usize))
                    @if one.decisions < words::FEWEST_CASES { span.cap { " · too few to judge" } }
                } } }
            }
        }
    }
}

/// Points and reading side by side, in both directions.
pub(super) fn disagreements(frame: &Frame, view: &Monday) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="ls" {
            h2 #ls { "Loud is not ready" }
            p.cap { "Beside each reading stands what the usual points would say: so many for a form, so many for a visit. It is kept for comparison and moves nothing. "
                a href=(links::page(frame, "/honesty")) { "How both did in the past" } "." }
            div.grid.g-11 {
                @if !view.comparison.companies.is_empty() { figure { (comparison::draw(frame, &view.comparison)) (beside(&view.comparison)) } }
                div {
                    (list(frame, "Many points, not ready", &view.loud, "No account has many points and is not ready."))
                    (list(frame, "Ready, few points", &view.unheard, "No ready account has few points."))
                }
            }
        }
    }
}

/// How the drawing is to be read, and how much of the house it shows.
fn beside(view: &Comparison) -> Markup {
    html! {
        figcaption.cap {
            "Each mark is a company, in the colour of its room. Above the dashed line somebody can be ready; filled on yellow is who is. "
            @if view.sent_from.is_some() { "Right of the upright one a list by points would begin, if it held as many names. The yellow corner is what it would miss." }
            @else { "Nobody has so many points that a list by points would name them." }
            @if (view.companies.len() as u32) < view.all {
                " Of " (words::thousands(view.all as usize)) " companies " (words::number(view.companies.len())) " are drawn: those with most points, the readiest, and a part of the others."
            }
        }
    }
}

fn list(frame: &Frame, title: &str, rows: &[Disagreement], none: &str) -> Markup {
    html! {
        div {
            h3 { (title) }
            @if rows.is_empty() { p.small { (none) } } @else {
                table.data {
                    thead { tr { @for head in ["Company", "Points", "Readiness", "Band"] { th scope="col" { (head) } } } }
                    tbody { @for row in rows { tr {
                        td { a href=(links::account(frame, &row.account.domain)) { b { (row.account.name) } } }
                        td data-l="Points" { (words::thousands(row.points as usize)) }
                        td.date data-l="Readiness" { @match row.readiness {
                            Some(likely) => { (words::percent(likely.value)) " " span.cap { (words::percent(likely.low)) "–" (words::percent(likely.high)) } }
                            None => "too early",
                        } }
                        td data-l="Band" { (words::capital(&row.band)) }
                    } } }
                }
            }
        }
    }
}

/// From the first anonymous sign to the record to the signature, with both accounts of where it came from.
pub(super) fn won(frame: &Frame, view: &Monday) -> Markup {
    let before: Vec<i64> =
        view.won.iter().filter_map(|won| Some(won.opened_day - won.first_seen_day?)).filter(|days| *days > 0).collect();
    html! {
        section.sheet.sect aria-labelledby="or" {
            h2 #or { "Where clients really began" }
            p.cap { "From the first sign (circle) to the record (upright) to the signature (square), all on one scale of days. In their words, next to what the software says." }
            @if view.won.is_empty() { p.empty { "No deal that was won is on record yet. Import deals with the day each was opened and closed, and ask at signing where they heard of you." } }
            @let longest = view.won.iter().map(|won| origin::span(won.first_seen_day, won.opened_day, won.closed_day)).max().unwrap_or(0);
            @for won in &view.won { (deal(frame, won, longest)) }
            @if before.len() >= words::FEWEST_CASES as usize {
                p.cap.gap-above { "In the middle, " (words::days(u32::try_from(middle(before)).unwrap_or(0))) " of reading before there was a record." }
            }
        }
    }
}

fn middle(mut days: Vec<i64>) -> i64 {
    days.sort_unstable();
    days.get(days.len() / 2).copied().unwrap_or(0)
}

fn deal(frame: &Frame, won: &Won, longest: i64) -> Markup {
    html! {
        div.deal {
            div {
                a href=(links::account(frame, &won.account.domain)) { b { (won.account.name) } } br;
                span.cap { "closed " (words::day_of_year(won.closed_day)) @if let Some(amount) = &won.amount { ", " (amount) } }
            }
            (origin::draw(won.first_seen_day, won.opened_day, won.closed_day, longest))
            div {
                @match &won.heard_from { Some(heard) => { q { (heard) } } None => { span.cap { "Nobody asked them." } } } br;
                span.cap { "The software says: " (won.source.as_deref().map_or_else(|| "nothing".to_owned(), words::plain)) }
            }
        }
    }
}
