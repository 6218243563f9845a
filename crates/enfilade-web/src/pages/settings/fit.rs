//! Rules that say how well companies fit of which no import says so, tried before they are saved.

use enfilade_language::{t, tn};
use maud::{Markup, html};

use super::{FitExample, FitPreview, Settings};
use crate::components::sentences::sentence;
use crate::components::{forms, links, marks, words};
use crate::pages::frame::Frame;

pub(super) fn rules(frame: &Frame, view: &Settings) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="fit-h" {
            h2 #fit-h { (t!("How well companies fit")) }
            p.cap { (t!("For companies whose fit no import states; what is stated stands. One rule a line: industry, country, employees, fit from 0 to 1. A star stands for anything, the first rule that is about a company holds. Fit is one question and readiness another: no reading moves.")) }
            form method="post" action="/settings/fit" {
                (forms::csrf_field(frame))
                fieldset disabled[!view.may_set_up] {
                    label.field { span { (t!("Rules, such as: road freight, DE, 200-2000, 0.9")) } textarea.rules name="fit_rules" rows="6" spellcheck="false" { (view.fit_rules) } }
                    @if view.may_set_up { div.btns {
                        button.btn type="submit" name="look" value="1" { (t!("See what would change")) }
                        button.btn type="submit" { (t!("Save the rules")) }
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
            h3.gap-above { (t!("What would change")) }
            @if open == 0 { p { (t!("Every known company has its fit from an import, so no rule would change anything.")) } }
            @else {
                p { (sentence!(
                    "<b>{changed}{changed_word} would change</b>. Of {open}{open_word} without a stated fit, {given} would have one. Nothing is saved yet.",
                    changed = words::capital(&words::number(changed)),
                    changed_word = tn!(changed, " company", " companies"),
                    open = words::thousands(open),
                    open_word = tn!(open, " company", " companies"),
                    given = words::thousands(preview.given as usize),
                )) }
            }
            @if !preview.examples.is_empty() {
                table.data {
                    thead { tr { @for head in [t!("Company"), t!("Now"), t!("Then"), t!("By the rule")] { th scope="col" { (head) } } } }
                    tbody { @for one in &preview.examples { (example(frame, one)) } }
                }
                @if changed > preview.examples.len() { p.cap { (sentence!(
                    "and {examples} more",
                    examples = words::thousands(changed - preview.examples.len()),
                )) } }
            }
        }
    }
}

fn example(frame: &Frame, one: &FitExample) -> Markup {
    html! {
        tr {
            td { a href=(links::account(frame, &one.account.domain)) { b { (one.account.name) } } br; span.cap { (one.facts) } }
            td data-l=(t!("Now")) { (marks::fit(one.before)) }
            td data-l=(t!("Then")) { (marks::fit(one.after)) }
            td data-l=(t!("By the rule")) { (one.rule.as_deref().unwrap_or(t!("none"))) }
        }
    }
}
