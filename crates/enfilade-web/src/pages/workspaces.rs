//! Where somebody works: one row for each workspace, with what is to be decided there.

use enfilade_language::t;
use maud::{Markup, html};

use super::frame::{Frame, PostForm};
use crate::components::sentences::{counted_sentence, sentence};
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
            h1 { (t!("Workspaces")) }
            p.lede {
                @match (houses.len(), waiting) {
                    (0, _) => { (sentence!("<b>No workspace is yours alone here.</b> Where nobody signs in, such as in the demo, there is one house and you are in it.")) }
                    (1, _) => { (sentence!("<b>You work in one workspace.</b> Whoever owns another can invite you; give the password that you have, and it stands here.")) }
                    (_, 0) => { (sentence!("<b>Nowhere is anybody ready, and nobody asked to talk.</b> That is fine; most weeks are like this.")) }
                    (all, some) => { b { (sentence!(
                        "In {some} of {all} workspaces there is something to decide",
                        some = words::number(some),
                        all = words::number(all),
                    )) } "." }
                }
            }
        } }
        @if !houses.is_empty() { section.sheet.sect aria-labelledby="houses" {
            h2 #houses { (t!("Where you work")) }
            ul.rows {
                @for house in houses {
                    li {
                        p { b { (house.name) } span.small { (sentence!(", as {role}", role = house.role)) } }
                        p {
                            @if house.accounts == 0 { (t!("No company is known here.")) } @else {
                            (counted_sentence!(
                                house.accounts,
                                "{ready} ready, {asked} asked to talk, of {accounts} company.",
                                "{ready} ready, {asked} asked to talk, of {accounts} companies.",
                                ready = words::capital(&words::none_or(house.ready)),
                                asked = words::none_or(house.asked),
                                accounts = words::thousands(house.accounts),
                            ))
                            }
                        }
                        @if house.is_here { p.small { (t!("You are here.")) } } @else {
                            div.gap-above {
                                (forms::button(frame, &PostForm {
                                    action: "/workspaces/go".to_owned(),
                                    label: t!("Go to {name}", name = house.name),
                                    fields: vec![("slug".to_owned(), house.slug.clone())],
                                }, "btn"))
                            }
                        }
                    }
                }
            }
        } }
    };
    shell::page(frame, t!("Workspaces"), &body)
}
