//! Being told elsewhere: the address of a feed, offered at the foot of the list and shown once when it is made.

use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::sentence;
use crate::components::{forms, links, shell};
use crate::pages::frame::Frame;

pub(super) fn offer(frame: &Frame) -> Markup {
    html! {
        section.sheet.noprint aria-labelledby="sig-h" {
            h2 #sig-h { (t!("Hear of it elsewhere")) }
            p.cap { (t!("A feed that a mail program or a team’s chat can watch: an entry appears within minutes when somebody asks to talk or becomes ready, says after three weeks of silence that the moment may have passed, and goes as soon as a person decided. Nothing is sent from here.")) }
            form.gap-above method="post" action="/ready/signals" {
                (forms::csrf_field(frame))
                button.btn type="submit" { (t!("Make an address for the feed")) }
            }
        }
    }
}

/// Draws the page that shows the address, once.
#[must_use]
pub fn address(frame: &Frame, address: &str) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("The feed’s address")) } p.lede { (sentence!("It is shown <b>this once</b>. Whoever has it sees the names of companies that are ready; an address made before no longer works.")) } } }
        section.sheet aria-label=(t!("The address")) {
            p.code { code { (address) } }
            p { a href=(links::page(frame, "/ready")) { (t!("Back to the list")) } }
        }
    };
    shell::page(frame, t!("The feed’s address"), &body)
}
