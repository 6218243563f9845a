//! What the marks mean, beside the plan.

use enfilade_language::t;
use maud::{Markup, html};

use crate::components::marks::{FitClass, shape};

/// The legend for single marks, or for the parquet.
#[must_use]
pub fn legend(parquet: bool) -> Markup {
    html! {
        ul.legend {
            @if parquet {
                li { svg.ink width="44" height="16" viewBox="0 0 44 16" aria-hidden="true" {
                    rect.tile-lit x="2" y="6" width="4" height="4" {}
                    rect.tile-lit x="14" y="4.5" width="7" height="7" {}
                    rect.tile-lit x="30" y="3" width="11" height="11" {}
                } (t!("larger square: more accounts on that tile")) }
                li { svg.ink width="40" height="16" viewBox="0 0 40 16" aria-hidden="true" {
                    rect.tile-lit x="2" y="3" width="10" height="10" {}
                    rect.tile-quiet x="24" y="3" width="10" height="10" {}
                } (t!("filled: seen in the last 14 days; outlined: quiet")) }
                li { svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {
                    rect.tile-ready x="3" y="3" width="10" height="10" {}
                } (t!("half or more are ready for a conversation")) }
            } @else {
                li { svg.ink width="54" height="16" viewBox="0 0 54 16" aria-hidden="true" {
                    (shape(FitClass::Strong, "lit", 8.0, 8.0, 7.0))
                    (shape(FitClass::Fair, "lit", 27.0, 8.0, 5.0))
                    (shape(FitClass::Weak, "lit", 44.0, 8.0, 4.6))
                } (t!("strong, fair, weak fit")) }
                li { svg.ink width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {
                    (shape(FitClass::Fair, "lit", 8.0, 8.0, 6.0))
                } (t!("seen in the last 14 days: on the carpet")) }
                li { svg.ink width="36" height="16" viewBox="0 0 36 16" aria-hidden="true" {
                    (shape(FitClass::Fair, "quiet", 8.0, 8.0, 6.0))
                    (shape(FitClass::Fair, "far", 27.0, 8.0, 6.0))
                } (t!("quiet; quiet for over 8 weeks")) }
                li { svg.ink width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" {
                    (shape(FitClass::Fair, "back", 9.0, 9.0, 8.0))
                    (shape(FitClass::Fair, "lit", 9.0, 9.0, 4.6))
                } (t!("came back after silence")) }
                li { svg.r2 width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" {
                    (shape(FitClass::Fair, "lamp", 10.0, 10.0, 9.0))
                    (shape(FitClass::Fair, "lit", 10.0, 10.0, 5.0))
                } (t!("ready for a conversation")) }
            }
            li { svg width="30" height="20" viewBox="0 0 30 20" aria-hidden="true" {
                path.wallp d="M13 0h4v4h-4zM13 16h4v4h-4z" {}
                path.flow d="M4 10h20" {}
                path.arrow d="M28 10l-7-4v8z" {}
            } (t!("door width: accounts through in 28 days")) }
        }
    }
}
