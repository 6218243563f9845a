//! The proofs below the week: conversations, silence, points against readings, and where clients really came from.

use enfilade_language::t;
use maud::{Markup, html};

use super::{Comparison, Disagreement, Monday, Won};
use crate::charts::{comparison, origin, quiet_band};
use crate::components::sentences::sentence;
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
            h2 #prep.ask { (t!("Were buyers prepared when they arrived?")) }
            @if all >= few {
                p { (sentence!(
                    "<b>{yes} of {all}</b>, in conversations of the last 90 days.",
                    yes = words::capital(&words::none_or(yes)),
                    all = words::number(all),
                ))
                    @if all_before >= words::FEWEST_CASES { " " (sentence!(
                        "The quarter before: {yes_before} of {all_before}.",
                        yes_before = words::none_or(yes_before as usize),
                        all_before = words::number(all_before as usize),
                    )) } }
            } @else {
                p { (sentence!(
                    "{too_early}: conversations of the last 90 days of which somebody said how they were. After each one, five short questions on the account's sheet are enough.",
                    too_early = words::capital(&words::too_early(all as u32, words::FEWEST_CASES)),
                )) }
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
                        @if one.is_understood_today { (t!(", understood today")) }
                    }
                } } }
                p.cap.gap-above {
                    @if is_any_read {
                        (t!("A door shows how ready the company was read to be just before."))
                        @if told().any(|one| one.is_understood_today) {
                            " " (t!("Where it says “understood today”, nothing was read at the time: it is read now, from what was known then."))
                        }
                        @if told().any(|one| one.readiness.is_none()) { " " (t!("A dash means that nobody of it had been seen.")) }
                    } @else { (t!("Nobody of these companies had been seen before the conversation, so no door is drawn beside them.")) }
                }
            }
        }
    }
}

fn prepared_words(prepared: &str) -> &'static str {
    match prepared {
        "yes" => "prepared",
        "partly" => t!("partly prepared"),
        _ => t!("not prepared"),
    }
}

/// Who is silent: with their own rhythm beside it, and with nothing to press.
pub(super) fn quiet(frame: &Frame, view: &Monday) -> Markup {
    let scale = quiet_band::scale(view.quiet.iter().map(|one| one.quiet));
    html! {
        section.sheet.sect aria-labelledby="qu" {
            h2 #qu { (t!("Quiet: tracked, not chased")) }
            p.cap { (sentence!(
                "The grey band is this company's own usual silence (80 %), the tick its middle, the dot where it stands. All share one scale, from today on the left to {scale} on the right; what lies beyond is drawn at the edge. Longer than usual asks for nothing.",
                scale = words::days(scale.round() as u32),
            )) }
            @if view.quiet.is_empty() { p.empty { (t!("Nobody on the way is quiet just now.")) } }
            ul.rows { @for one in &view.quiet {
                li.quietrow {
                    span { a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } } " " (marks::shown_room(one.shown)) }
                    (quiet_band::draw_small(one.quiet, scale))
                    span.small { (one.sentence) }
                }
            } }
            @if view.more_quiet > 0 { p.cap.gap-above { (sentence!(
                "And {more_quiet} more. Quiet is mostly what deciding looks like.",
                more_quiet = words::thousands(view.more_quiet as usize),
            )) } }
        }
    }
}

/// What waiting was good for, by who decided it. Shown once there is something to tell.
pub(super) fn waited(view: &Monday) -> Markup {
    html! {
        @if !view.waited.is_empty() {
            section.sheet.sect aria-labelledby="wa" {
                h2 #wa { (t!("Waiting counts too")) }
                p.cap { (t!("Decisions to leave a company alone, at least two weeks old, and of how many a conversation or a deal came later.")) }
                ul.rows { @for one in &view.waited { li {
                    (sentence!(
                        "<b>{by}</b>: {became} of {decisions}",
                        by = one.by,
                        became = words::none_or(one.became as usize),
                        decisions = words::number(one.decisions as usize),
                    ))
                    @if one.decisions < words::FEWEST_CASES { span.cap { " " (t!("· too few to judge")) } }
                } } }
            }
        }
    }
}

/// Points and reading side by side, in both directions.
pub(super) fn disagreements(frame: &Frame, view: &Monday) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="ls" {
            h2 #ls { (t!("Loud is not ready")) }
            p.cap { (sentence!(
                "Beside each reading stands what the usual points would say: so many for a form, so many for a visit. It is kept for comparison and moves nothing. <a>How both did in the past</a>.";
                a = html! { a href=(links::page(frame, "/honesty")) {} },
            )) }
            div.grid.g-11 {
                @if !view.comparison.companies.is_empty() { figure { (comparison::draw(&view.comparison)) (beside(&view.comparison)) } }
                div {
                    (list(frame, t!("Many points, not ready"), &view.loud, t!("No account has many points and is not ready.")))
                    (list(frame, t!("Ready, few points"), &view.unheard, t!("No ready account has few points.")))
                }
            }
        }
    }
}

/// How the drawing is to be read, and how much of the house it shows.
fn beside(view: &Comparison) -> Markup {
    html! {
        figcaption.cap {
            (t!("Each mark is a company, in the colour of its room. Above the dashed line somebody can be ready; filled on yellow is who is.")) " "
            @if view.sent_from.is_some() { (t!("Right of the upright one a list by points would begin, if it held as many names. The yellow corner is what it would miss.")) }
            @else { (t!("Nobody has so many points that a list by points would name them.")) }
            @if (view.companies.len() as u32) < view.all {
                " " (sentence!(
                    "Of {all} companies {companies} are drawn: those with most points, the readiest, and a part of the others.",
                    all = words::thousands(view.all as usize),
                    companies = words::number(view.companies.len()),
                ))
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
                    thead { tr { @for head in [t!("Company"), t!("Points"), t!("Readiness"), t!("Band")] { th scope="col" { (head) } } } }
                    tbody { @for row in rows { tr {
                        td { a href=(links::account(frame, &row.account.domain)) { b { (row.account.name) } } }
                        td data-l=(t!("Points")) { (words::thousands(row.points as usize)) }
                        td.date data-l=(t!("Readiness")) { @match row.readiness {
                            Some(likely) => { (words::percent(likely.value)) " " span.cap { (words::percent(likely.low)) "–" (words::percent(likely.high)) } }
                            None => (t!("too early")),
                        } }
                        td data-l=(t!("Band")) { (words::capital(&row.band)) }
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
            h2 #or { (t!("Where clients really began")) }
            p.cap { (t!("From the first sign (circle) to the record (upright) to the signature (square), all on one scale of days. In their words, next to what the software says.")) }
            @if view.won.is_empty() { p.empty { (t!("No deal that was won is on record yet. Import deals with the day each was opened and closed, and ask at signing where they heard of you.")) } }
            @let longest = view.won.iter().map(|won| origin::span(won.first_seen_day, won.opened_day, won.closed_day)).max().unwrap_or(0);
            @for won in &view.won { (deal(frame, won, longest)) }
            @if before.len() >= words::FEWEST_CASES as usize {
                p.cap.gap-above { (sentence!(
                    "In the middle, {middle} of reading before there was a record.",
                    middle = words::days(u32::try_from(middle(before)).unwrap_or(0)),
                )) }
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
                span.cap { (sentence!("closed {closed_day}", closed_day = words::day_of_year(won.closed_day))) @if let Some(amount) = &won.amount { ", " (amount) } }
            }
            (origin::draw(won.first_seen_day, won.opened_day, won.closed_day, longest))
            div {
                @match &won.heard_from { Some(heard) => { q { (heard) } } None => { span.cap { (t!("Nobody asked them.")) } } } br;
                span.cap { (sentence!(
                    "The software says: {source}",
                    source = won.source.as_deref().map_or_else(|| t!("nothing").to_owned(), words::plain),
                )) }
            }
        }
    }
}
