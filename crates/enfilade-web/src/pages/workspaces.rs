//! Where somebody works: one row for each workspace, with what is to be decided there.

use maud::{Markup, html};

use super::frame::{Frame, PostForm};
use crate::components::{forms, shell, words};

/// One workspace of the viewer.
#[derive(Debug, Clone, Default)]
pub struct House {
    pub name: String,
    pub slug: String,
    pub role: String,
    /// The one that is shown.
    pub is_here: bool,
    pub accounts: usize,
    pub ready: usize,
    pub asked: usize,
}

#[must_use]
pub fn render(frame: &Frame, houses: &[House]) -> Markup {
    let waiting = houses.iter().filter(|house| house.ready + house.asked > 0).count();
    let body = html! {
        div.head { div {
            h1 { "Workspaces" }
            p.lede {
                @match (houses.len(), waiting) {
                    (0, _) => { b { "No workspace is yours alone here." } " Where nobody signs in, such as in the demo, there is one house and you are in it." }
                    (1, _) => { b { "You work in one workspace." } " Whoever owns another can invite you; give the password that you have, and it stands here." }
                    (_, 0) => { b { "Nowhere is anybody ready, and nobody asked to talk." } " That is fine; most weeks are like this." }
                    (all, some) => { b { "In " (words::number(some)) " of " (words::number(all)) " workspaces there is something to decide" } "." }
                }
            }
        } }
        @if !houses.is_empty() { section.sheet.sect aria-labelledby="houses" {
            h2 #houses { "Where you work" }
            ul.rows {
                @for house in houses {
                    li {
                        p { b { (house.name) } span.small { ", as " (house.role) } }
                        p {
                            @if house.accounts == 0 { "No company is known here." } @else {
                            (words::capital(&words::none_or(house.ready))) " ready, " (words::none_or(house.asked)) " asked to talk, of "
                            (words::thousands(house.accounts)) (words::plural(house.accounts, " company.", " companies."))
                            }
                        }
                        @if house.is_here { p.small { "You are here." } } @else {
                            div.gap-above {
                                (forms::button(frame, &PostForm {
                                    action: "/workspaces/go".to_owned(),
                                    label: format!("Go to {}", house.name),
                                    fields: vec![("slug".to_owned(), house.slug.clone())],
                                }, "btn"))
                            }
                        }
                    }
                }
            }
        } }
    };
    shell::page(frame, "Workspaces", &body)
}
