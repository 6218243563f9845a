//! The keys that the sheets listen to, where a browser runs the script of this server.

use enfilade_language::{marked, t, translated};
use maud::{Markup, html};

use super::frame::Frame;
use crate::components::shell;

/// Keys and what they do; the script has the same.
pub const KEYS: [(&str, &str); 7] = [
    ("/", marked!("Find a company, a person or a piece")),
    ("j", marked!("The next row")),
    ("k", marked!("The row before")),
    (marked!("Enter"), marked!("Open the row")),
    ("g", marked!("Then f, r, a, c, s, m or h: go to a sheet")),
    ("?", marked!("Show these keys")),
    (marked!("Esc"), marked!("Leave a field, close this")),
];

/// Draws the page.
#[must_use]
pub fn render(frame: &Frame) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("Keys")) } p.lede { (t!("Whatever they do can be reached by links and forms too. Without script there are no keys, and nothing is missing.")) } } }
        section.sheet.keys aria-label=(t!("Keys")) {
            dl { @for (key, meaning) in KEYS { dt { kbd { (key) } } dd { (translated(meaning)) } } }
            p.gap-above data-keys-switch="" {}
        }
    };
    shell::page(frame, t!("Keys"), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_the_page_know_the_same_keys() {
        for (key, meaning) in KEYS {
            assert!(crate::assets::KEYS.contains(&format!("[\"{key}\", \"{meaning}\"]")), "{key}");
        }
        assert_eq!(crate::assets::KEYS.matches("    [\"").count(), KEYS.len());
    }
}
