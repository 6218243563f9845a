//! What the marks of a score mean.

use crate::components::sentences::sentence;
use enfilade_language::t;
use maud::{Markup, html};

/// The legend beside the score.
#[must_use]
pub fn legend() -> Markup {
    html! {
        ul.legend {
            li { svg.ink width="58" height="16" viewBox="0 0 58 16" aria-hidden="true" {
                ellipse.note.glance cx="8" cy="8" rx="4.2" ry="3.2" transform="rotate(-18 8 8)" {}
                ellipse.note cx="26" cy="8" rx="5.6" ry="4.2" transform="rotate(-18 26 8)" {}
                ellipse.note cx="47" cy="8" rx="7.6" ry="5.6" transform="rotate(-18 47 8)" {}
            } (t!("a glance, read, studied")) }
            li { (sentence!("<b>A B C</b>voices: people on the committee")) }
            li { svg width="32" height="16" viewBox="0 0 32 16" aria-hidden="true" { path.slur d="M3 4C6 14 22 14 29 6" {} } (t!("likely passed on to a colleague")) }
            li { svg width="40" height="20" viewBox="0 0 40 20" aria-hidden="true" { path.rest d="M4 10H36" {} path.rest-cap d="M4 2v16M36 2v16" {} } (t!("rest: nobody seen for that many days")) }
            li { svg width="16" height="14" viewBox="0 0 16 14" aria-hidden="true" { path.accent d="M2 2l12 5-12 5" {} } (t!("sales touch")) }
            li { svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" { rect.given x="3" y="3" width="8" height="8" {} } (t!("piece delivered")) }
            li { svg width="44" height="14" viewBox="0 0 44 14" aria-hidden="true" { path.pedal d="M2 1v10h40V1" {} } (t!("presence ads held like a pedal")) }
        }
    }
}
