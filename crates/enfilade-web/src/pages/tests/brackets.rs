//! Whether every text of the pages can be translated: drawn in a language that puts its words into brackets, a page shows
//! nothing outside of them but what its samples say, and what is listed here with a reason.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_app::language::TEMPLATE;
use enfilade_language::{Language, Template, put_in_force};

use crate::pages::samples;

/// What may stand outside of brackets. It may only shrink.
const ALLOWED: [(&str, &str); 11] = [
    ("deal_id, domain, opened_at, closed_at, stage, amount, source, heard_from", "names of columns"),
    ("and what", "a sample that the page cuts short"),
    ("Enter", "the name of a key"),
    ("Esc", "the name of a key"),
    ("demo form", "how files name a kind of page"),
    ("falk", "an address that a sample makes of a name"),
    ("orr", "an address that a sample makes of a name"),
    ("script async src", "the line that somebody copies into pages"),
    ("this", "a room's question, translated as a whole and broken into lines after it"),
    ("time", "the same"),
    ("to deliver", "the same"),
];

/// Attributes whose values are read by people.
const SPOKEN: [&str; 5] = ["aria-label", "placeholder", "title", "alt", "data-l"];

/// The sources of the samples: whatever stands in one of their strings was made up for a test.
const SAMPLES: &[&str] = &[
    include_str!("../samples.rs"),
    include_str!("../samples/building.rs"),
    include_str!("../samples/desk.rs"),
    include_str!("../samples/finding.rs"),
    include_str!("../samples/honesty.rs"),
    include_str!("../samples/market.rs"),
    include_str!("../samples/monday.rs"),
    include_str!("../samples/polwick.rs"),
    include_str!("../samples/ready.rs"),
    include_str!("../samples/settings.rs"),
];

/// The texts between tags and in spoken attributes, entities undone.
fn shown(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        // A style sheet is no text.
        if tag != "style" {
            texts.push(text);
        }
        for attribute in SPOKEN {
            texts.extend(tag.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()));
        }
    }
    let plain =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    texts.into_iter().map(plain).collect()
}

/// What of a text stands outside of brackets, as runs with letters in them.
fn outside(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '⟦' => {
                depth += 1;
                runs.push(String::new());
            }
            '⟧' => depth = depth.saturating_sub(1),
            other if depth == 0 => runs.last_mut().unwrap().push(other),
            _ => {}
        }
    }
    let trimmed = |run: &String| run.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    runs.iter().map(trimmed).filter(|run| run.chars().filter(|letter| letter.is_alphabetic()).count() > 1).collect()
}

/// Runs of letters in a text, as people would read them one after the other.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_alphabetic() && !matches!(letter, ' ' | '’' | '\'' | '-'));
    parts.map(str::trim).filter(|part| part.chars().count() > 1)
}

/// What the samples say, in lower case: the parts of their strings, and the strings.
struct MadeUp {
    parts: BTreeSet<String>,
    strings: Vec<String>,
}

impl MadeUp {
    fn read() -> Self {
        let of_source = |source: &&str| {
            let plain = source.replace("\\\"", "\u{1}").replace("\\n", ". ").replace('\\', " ");
            let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            plain.split('"').skip(1).step_by(2).map(even).collect::<Vec<_>>()
        };
        let strings: Vec<String> = SAMPLES.iter().flat_map(of_source).collect();
        Self { parts: strings.iter().flat_map(|text| parts(text)).map(str::to_owned).collect(), strings }
    }

    /// A longer part may be cut out of a sentence; a company's name is put together of two words.
    fn says(&self, part: &str) -> bool {
        const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec eur";
        let low = part.to_lowercase();
        let words: Vec<&str> = low.split(' ').collect();
        let is_cut_out = words.len() > 3 && self.strings.iter().any(|text| text.contains(&low));
        let is_name = words.len() == 2 && words.iter().all(|word| self.parts.contains(*word));
        words.iter().all(|word| MONTHS.contains(word)) || self.parts.contains(&low) || is_cut_out || is_name
    }
}

#[test]
fn nothing_on_a_page_stands_outside_of_what_can_be_translated() {
    let language = Language::bracketed(&Template::read(TEMPLATE).unwrap()).keep();
    let _brackets = put_in_force(Some(language));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let made_up = MadeUp::read();
    let mut used = [false; ALLOWED.len()];
    for (page, html) in samples::gallery() {
        assert!(html.contains("<html lang=\"en-XA\">"), "{page}");
        for run in shown(&html).iter().flat_map(|text| outside(text)) {
            if let Some(at) = ALLOWED.iter().position(|(allowed, _)| *allowed == run) {
                used[at] = true;
                continue;
            }
            for part in parts(&run).filter(|part| !made_up.says(part)) {
                match ALLOWED.iter().position(|(allowed, _)| *allowed == part) {
                    Some(at) => used[at] = true,
                    None => _ = found.entry(format!("`{part}` of `{run}`")).or_default().insert(page.clone()),
                }
            }
        }
    }
    let on = |pages: &BTreeSet<String>| pages.iter().cloned().collect::<Vec<_>>().join(", ");
    let told: Vec<String> = found.iter().map(|(part, pages)| format!("{part} on {}", on(pages))).collect();
    assert!(told.is_empty(), "write these with `t!`, or say why not:\n{}", told.join("\n"));
    let stale: Vec<&str> =
        ALLOWED.iter().zip(used).filter(|(_, used)| !used).map(|((allowed, _), _)| *allowed).collect();
    assert!(stale.is_empty(), "no page says these any more: {stale:?}");
}

#[test]
fn what_stands_outside_of_brackets_is_found() {
    assert_eq!(shown("<p title=\"a &amp; b\">c</p><b>d"), ["c", "a & b", "", "d"]);
    assert_eq!(outside("⟦Ready⟧, 12 Sep ⟦or⟧ not"), ["12 Sep", "not"]);
    assert!(outside("⟦all⟧ · 3").is_empty());
}
