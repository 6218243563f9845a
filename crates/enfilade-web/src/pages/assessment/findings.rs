//! The findings, ordered by what a buyer gains, or by what is read where that is known.

use std::collections::BTreeMap;

use enfilade_app::build::desk::tasks;
use enfilade_app::build::report::{FindingReport, Report};
use enfilade_domain::Room;
use enfilade_language::{retold, t};
use maud::{Markup, html};

use super::{Assessment, link, readers};
use crate::components::sentences::sentence;
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
            h2 #findings { (t!("Findings")) }
            @if report.findings.is_empty() {
                @if report.is_partial {
                    p.empty { (t!("Nothing was found on the pages that could be judged. That says nothing about the rest of the site.")) }
                } @else {
                    p.empty { (t!("Nothing was found that stands in a buyer's way. That is rare; read a few pages yourself before you believe it.")) }
                }
            } @else {
                p.cap {
                    (sentence!(
                        "{order} {shown} of {findings} in full.",
                        order = readers::order(report),
                        shown = words::capital(&words::number(shown.len())),
                        findings = words::number(report.findings.len()),
                    ))
                }
            }
            @for (index, found) in shown.iter().enumerate() { (finding(on, report, found, index + 1)) }
            @if !folded.is_empty() {
                details.more {
                    summary { (sentence!("{folded} more", folded = words::thousands(folded.len()))) }
                    ul.rows {
                        @for found in folded {
                            li class=(class(found)) {
                                span.tag { (room_title(found)) } " " b { (retold(&found.name)) } ", " (link(&found.url, &found.path)) ": “" (found.quote) "” " (retold(&found.advice))
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
    Room::parse(&found.room).map_or(t!("No room"), Room::title)
}

fn severity(weight: u8) -> &'static str {
    match weight {
        0 | 1 => t!("costs a little trust"),
        2 => t!("costs trust clearly"),
        _ => t!("costs trust badly"),
    }
}

fn finding(on: Option<(&Frame, &Assessment)>, report: &Report, found: &FindingReport, number: usize) -> Markup {
    let score =
        Room::parse(&found.room).and_then(|room| report.scores.get(room.index())).map_or(0.0, |score| score.score);
    html! {
        article class=(format!("finding {}", class(found))) {
            div.n { (number) }
            div {
                h3 { (retold(&found.name)) }
                p.meta {
                    span.tag { (room_title(found)) }
                    span { (link(&found.url, &found.path)) }
                    span { (severity(found.severity)) }
                    @if found.gain >= 0.5 { span { (sentence!(
                        "Score: {score}",
                        score = format!("{:.0} → {:.0}", score, score + found.gain),
                    )) } }
                }
                blockquote { "“" (found.quote) "”" cite { (found.path) } }
                p { (retold(&found.reason)) }
                (readers::met(report, found))
                p.do { b { (t!("Do this.")) " " } (retold(&found.advice)) }
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
                summary { (t!("We will mend this")) }
                form method="post" action="/site/accept" {
                    (fields(frame, view, found))
                    label for=(id) { (t!("Who does it? It may be left open.")) }
                    input id=(id) name="owner" type="text" maxlength="100";
                    button.btn type="submit" { (t!("Put it on the desk")) }
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
            form.noprint method="post" action="/site/accept" { (fields(frame, view, found)) button.linklike type="submit" { (t!("We will mend this")) } }
        }
    }
}

fn on_the_desk(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    let Some(kept) = tasks::of(&view.tasks, &view.report.site, found) else { return Markup::default() };
    html! {
        (sentence!(
            "<a>On the desk</a> since {utc_day}",
            utc_day = words::day_of_year(kept.what.accepted_at.utc_day());
            a = html! { a href=(links::page(frame, "/content/tasks")) {} },
        ))
        @if !kept.what.owner.is_empty() { ", " (kept.what.owner) }
        "."
    }
}

fn contest(frame: &Frame, view: &Assessment, found: &FindingReport) -> Markup {
    html! {
        details.noprint {
            summary { (t!("This is wrong")) }
            form method="post" action="/site/dispute" {
                (fields(frame, view, found))
                label.field { span { (t!("Why? The scores are computed again without it.")) } input name="reason" type="text" required maxlength="300"; }
                button.btn type="submit" { (t!("Leave it out")) }
            }
        }
    }
}

fn disputed(on: Option<(&Frame, &Assessment)>, findings: &[FindingReport]) -> Markup {
    html! {
        details.more {
            summary { (sentence!(
                "{findings} left out because somebody contested them",
                findings = words::thousands(findings.len()),
            )) }
            ul.rows {
                @for found in findings {
                    li {
                        (retold(&found.name)) ", " (found.path) ": “" (found.quote) "”"
                        @if let Some((frame, view)) = on { @if view.may_decide {
                            form method="post" action="/site/dispute/undo" { (fields(frame, view, found)) button.linklike type="submit" { (t!("Let it stand again")) } }
                        } }
                    }
                }
            }
        }
    }
}
