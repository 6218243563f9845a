//! Rules that say how well companies fit of which no import says so, tried before they are saved.

use maud::{Markup, html};

use super::{FitExample, FitPreview, Settings};
use crate::components::{forms, links, marks, words};
use crate::pages::frame::Frame;

pub(super) fn rules(frame: &Frame, view: &Settings) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="fit-h" {
            h2 #fit-h { "How well companies fit" }
            p.cap { "For companies whose fit no import states; what is stated stands. One rule a line: industry, country, employees, fit from 0 to 1. A star stands for anything, the first rule that is about a company holds. Fit is one question and readiness another: no reading moves." }
            form method="post" action="/settings/fit" {
                (forms::csrf_field(frame))
                fieldset disabled[!view.may_set_up] {
                    label.field { span { "Rules, such as: road freight, DE, 200-2000, 0.9" } textarea.rules name="fit_rules" rows="6" spellcheck="false" { (view.fit_rules) } }
                    @if view.may_set_up { div.btns {
                        button.btn type="submit" name="look" value="1" { "See what would change" }
                        button.btn type="submit" { "Save the rules" }
                    } }
                }
            }
            @if let Some(preview) = &view.fit_preview { (would_change(frame, preview)) }
        }
    }
}

fn would_change(frame: &Frame, preview: &FitPreview) -> Markup {
    let (open, changed) = (preview.open as usize, preview.changed as usize);
    html! {
        div role="status" {
            h3.gap-above { "What would change" }
            @if open == 0 { p { "Every known company has its fit from an import, so no rule would change anything." } }
            @else {
                p { b { (words::capital(&words::number(changed))) (words::plural(changed, " company", " companies")) " would change" } ". Of "
                    (words::thousands(open)) (words::plural(open, " company", " companies")) " without a stated fit, "
                    (words::thousands(preview.given as usize)) " would have one. Nothing is saved yet." }
            }
            @if !preview.examples.is_empty() {
                table.data {
                    thead { tr { @for head in ["Company", "Now", "Then", "By the rule"] { th scope="col" { (head) } } } }
                    tbody { @for one in &preview.examples { (example(frame, one)) } }
                }
                @if changed > preview.examples.len() { p.cap { "and " (words::thousands(changed - preview.examples.len())) " more" } }
            }
        }
    }
}

fn example(frame: &Frame, one: &FitExample) -> Markup {
    html! {
        tr {
            td { a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } } br; span.cap { (one.facts) } }
            td data-l="Now" { (marks::fit(one.before)) }
            td data-l="Then" { (marks::fit(one.after)) }
            td data-l="By the rule" { (one.rule.as_deref().unwrap_or("none")) }
        }
    }
}
