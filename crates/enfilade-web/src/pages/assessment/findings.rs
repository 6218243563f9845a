//! The findings, ordered by what a buyer gains, or by what is read where that is known.

use std::collections::BTreeMap;

use enfilade_app::build::desk::tasks;
use enfilade_app::build::report::{FindingReport, Report};
use enfilade_domain::Room;
use maud::{Markup, html};

use super::{Assessment, link, readers};
use crate::components::{links, words};
use crate::pages::frame::Frame;

/// Findings shown in full; the others follow folded, by rule.
const SHOWN: usize = 12;

/// Findings of one rule shown in full; further pages with the same are named beneath.
const OF_A_RULE: usize = 2;

pub(super) fn section(on: Option<(&Frame, &Assessment)>, report: &Report) -> Markup {
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut shown, mut folded) = (Vec::new(), Vec::new());
    for found in &report.findings {
        let count = of_rule.entry(&found.rule).or_default();
        *count += 1;
        if *count <= OF_A_RULE && shown.len() < SHOWN { shown.push(found) } else { folded.push(found) }
    }
    html! {
        section.sheet aria-labelledby="findings" {
            h2 #findings { "Findings" }
            @if report.findings.is_empty() {
                @if report.is_partial {
                    p.empty { "Nothing was found on the pages that could be judged. That says nothing about the rest of the site." }
                } @else {
                    p.empty { "Nothing was found that stands in a buyer's way. That is rare; read a few pages yourself before you believe it." }
                }
            } @else {
                p.cap {
                    (readers::order(report)) " " (words::capital(&words::number(shown.len()))) " of "
                    (words::number(report.findings.len())) " in full."
                }
            }
            @for (index, found) in shown.iter().enumerate() { (finding(on, report, found, index + 1)) }
            @if !folded.is_empty() {
                details.more {
                    summary { (words::thousands(folded.len())) " more" }
                    ul.rows {
                        @for found in folded {
                            li class=(class(found)) {
                                span.tag { (room_title(found)) } " " b { (found.name) } ", " (link(&found.url, &found.path)) ": “" (found.quote) "” " (found.advice)
                                @if let Some((frame, view)) = on { " " (accepted_in_row(frame, view, found)) }
                            }
                        }
                    }
                }
            }
            @if !report.disputed.is_empty() { (disputed(on, &report.disputed)) }
        }
    }
}

fn class(found: &FindingReport) -> String {
    format!("r{}", Room::parse(&found.room).map_or(0, Room::index))
}

fn room_title(found: &FindingReport) -> &'static str {
    Room::parse(&found.room).map_or("No room", Room::title)
}

const fn severity(weight: u8) -> &'static str {
    match weight {
        0 | 1 => "costs a little trust",
        2 => "costs trust clearly",
        _ => "costs trust badly",
    }
}

fn finding(on: Option<(&Frame, &Assessment)>, report: &Report, found: &FindingReport, number: usize) -> Markup {
    let score =
        Room::parse(&found.room).and_then(|room| report.scores.get(room.index())).map_or(0.0, |score| score.score);
    html! {
        article class=(format!("finding {}", class(found))) {
            div.n { (number) }
            div {
                h3 { (found.name) }
                p.meta {
                    span.tag { (room_title(found)) }
                    span { (link(&found.url, &found.path)) }
                    span { (severity(found.severity)) }
                    @if found.gain >= 0.5 { span { "Score: " (format!("{:.0} → {:.0}", score, score + found.gain)) } }
                }
                blockquote { "“" (found.quote) "”" cite { (found.path) } }
                p { (found.reason) }
                (readers::met(report, found))
                p.do { b { "Do this. " } (found.advice) }
                @if let Some((frame, view)) = on { (accepted(frame, view, found, number)) }
                @if let Some((frame, view)) = on { @if view.may_decide { (contest(frame, view, found)) } }
            }
        }
    }
}

fn fields(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    html! {
        input type="hidden" name="csrf_token" value=(frame.csrf_token);
        input type="hidden" name="id" value=(view.id);
        input type="hidden" name="rule" value=(found.rule);
        input type="hidden" name="path" value=(found.path);
        input type="hidden" name="quote" value=(found.quote);
    }
}

/// Since when it lies on the desk; else the way to put it there.
fn accepted(frame: &Frame, view: &Assessment, found: &FindingReport, number: usize) -> Markup {
    if tasks::of(&view.tasks, &view.report.site, found).is_some() {
        return html! { p.small.noprint { (on_the_desk(frame, view, found)) } };
    }
    let id = format!("owner-{number}");
    html! {
        @if view.may_decide {
            details.noprint {
                summary { "We will mend this" }
                form method="post" action="/site/accept" {
                    (fields(frame, view, found))
                    label for=(id) { "Who does it? It may be left open." }
                    input id=(id) name="owner" type="text" maxlength="100";
                    button.btn type="submit" { "Put it on the desk" }
                }
            }
        }
    }
}

fn accepted_in_row(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    if tasks::of(&view.tasks, &view.report.site, found).is_some() {
        return html! { span.small.noprint { (on_the_desk(frame, view, found)) } };
    }
    html! {
        @if view.may_decide {
            form.noprint method="post" action="/site/accept" { (fields(frame, view, found)) button.linklike type="submit" { "We will mend this" } }
        }
    }
}

fn on_the_desk(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    let Some(kept) = tasks::of(&view.tasks, &view.report.site, found) else { return Markup::default() };
    html! {
        a href=(links::page(frame, "/content/tasks")) { "On the desk" } " since "
        (words::day_of_year(kept.what.accepted_at.utc_day()))
        @if !kept.what.owner.is_empty() { ", " (kept.what.owner) }
        "."
    }
}

fn contest(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    html! {
        details.noprint {
            summary { "This is wrong" }
            form method="post" action="/site/dispute" {
                (fields(frame, view, found))
                label.field { span { "Why? The scores are computed again without it." } input name="reason" type="text" required maxlength="300"; }
                button.btn type="submit" { "Leave it out" }
            }
        }
    }
}

fn disputed(on: Option<(&Frame, &Assessment)>, findings: &[FindingReport]) -> Markup {
    html! {
        details.more {
            summary { (words::thousands(findings.len())) " left out because somebody contested them" }
            ul.rows {
                @for found in findings {
                    li {
                        (found.name) ", " (found.path) ": “" (found.quote) "”"
                        @if let Some((frame, view)) = on { @if view.may_decide {
                            form method="post" action="/site/dispute/undo" { (fields(frame, view, found)) button.linklike type="submit" { "Let it stand again" } }
                        } }
                    }
                }
            }
        }
    }
}
