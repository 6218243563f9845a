//! What a page asks its reader to do: the kinds of call and the words that make them. The words stand in `calls.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::cues::Cues;
use crate::page::{Button, Page};
use crate::words::{sentences, words};

/// What a page mainly asks the reader to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    None,
    LearnMore,
    Contact,
    Demo,
    Buy,
    Subscribe,
}

impl Call {
    const ALL: [Self; 6] = [Self::None, Self::LearnMore, Self::Contact, Self::Demo, Self::Buy, Self::Subscribe];

    /// The name in files and results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::LearnMore => "learn-more",
            Self::Contact => "contact",
            Self::Demo => "demo",
            Self::Buy => "buy",
            Self::Subscribe => "subscribe",
        }
    }

    /// Whether it asks a buyer to come forward, rather than to read on.
    #[must_use]
    pub const fn is_demand(self) -> bool {
        matches!(self, Self::Contact | Self::Demo | Self::Buy)
    }
}

/// Families `label-KIND` and `request-KIND`, those that decide first in front.
static CALLS: LazyLock<Cues> = LazyLock::new(|| Cues::read(include_str!("calls.txt")));

/// Words of a label: longer ones are sentences that happen to be linked.
const LABEL_WORDS: usize = 7;

/// Words of a sentence that can be a request.
const REQUEST_WORDS: usize = 30;

/// Blocks in which a text's last request is looked for.
const END_BLOCKS: usize = 6;

/// The first kind with the prefix among families of cues.
fn first_kind(prefix: &str, families: impl Iterator<Item = usize>) -> Option<Call> {
    let first = families.filter(|family| CALLS.families[*family].starts_with(prefix)).min()?;
    let kind = CALLS.families[first].strip_prefix(prefix)?;
    Call::ALL.into_iter().find(|call| call.as_str() == kind)
}

/// The call that a button, link or form's button makes; nothing if it asks for nothing, or not of a buyer.
pub(crate) fn call_of(label: &str) -> Option<Call> {
    let words = words(label);
    let met = (0..words.len()).flat_map(|index| CALLS.met_at(&words[index..]));
    first_kind("label-", met).filter(|call| *call != Call::None)
}

/// Whether a text is short enough to be a label.
pub(crate) fn is_label(text: &str) -> bool {
    text.split_whitespace().count() <= LABEL_WORDS
}

/// The call that a sentence makes by beginning with a request, or by coming to one after a joining word
/// ("If you want to know more, please …").
pub(crate) fn request_of(sentence: &str) -> Option<Call> {
    const JOINING: [&str; 8] = ["please", "to", "or", "and", "then", "just", "simply", "today"];
    let words = words(sentence);
    if words.len() > REQUEST_WORDS {
        return None;
    }
    let begins = |index: &usize| *index == 0 || JOINING.contains(&words[index - 1].as_str());
    let places = (0..words.len()).filter(begins);
    places.filter_map(|index| first_kind("request-", CALLS.met_at(&words[index..]))).next()
}

/// The main call with the words that make it: buttons before the form's button, links, and what the text asks at its
/// end. Of equal ones the more demanding is the main one.
pub(crate) fn main_call(page: &Page) -> (Call, Option<String>) {
    let mut weights: BTreeMap<Call, (f32, String)> = BTreeMap::new();
    let mut add = |text: &str, call: Option<Call>, weight: f32| {
        if let Some(call) = call {
            let entry = weights.entry(call).or_insert_with(|| (0.0, text.to_owned()));
            // A quiet link to read on does not stand against a request.
            entry.0 += if call == Call::LearnMore { weight * 0.3 } else { weight };
        }
    };
    for Button { text, .. } in &page.buttons {
        add(text, call_of(text), 3.0);
    }
    for form in page.forms.iter().filter(|form| form.is_in_main) {
        add(&form.submit, call_of(&form.submit), 3.0);
    }
    for link in page.links.iter().filter(|link| is_label(&link.text)) {
        add(&link.text, call_of(&link.text), 1.0);
    }
    let first_of_end = page.blocks.len() - page.blocks.len().min(END_BLOCKS);
    for sentence in page.blocks[first_of_end..].iter().flat_map(|block| sentences(&block.text)) {
        add(sentence, request_of(sentence), 0.8);
    }
    let main = weights.into_iter().max_by(|(a, (x, _)), (b, (y, _))| x.total_cmp(y).then(a.cmp(b)));
    match main {
        Some((call, (weight, text))) if weight >= 0.3 => (call, Some(text)),
        _ => (Call::None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    #[test]
    fn the_main_call_is_what_the_page_asks_for() {
        let call = |source: &str| main_call(&read_page("a.md", source)).0;
        assert_eq!(call("Text.\n\n[Book a demo](/demo)\n"), Call::Demo);
        assert_eq!(call("Text.\n\n[Request a quote](/q) [Read more](/m)\n"), Call::Contact);
        assert_eq!(call("Text.\n\n[Log in](/l) and [Apply now](/a)\n"), Call::None);
        assert_eq!(call("Just text that asks for nothing.\n"), Call::None);
        assert_eq!(call("It is late.\n\nIf this sounds like you, please get in touch.\n"), Call::Contact);
    }

    #[test]
    fn words_inside_words_and_tales_are_no_calls() {
        let call = |source: &str| main_call(&read_page("a.md", source)).0;
        assert_eq!(call("Industrial tourism grew, and the audit took a week.\n"), Call::None);
        assert_eq!(call("They discussed the schedule and bought nothing.\n"), Call::None);
        assert_eq!(call_of("Industrial buyers"), None);
        assert_eq!(call_of("Start free trial"), Some(Call::Demo));
    }

    #[test]
    fn every_family_is_a_kind_of_call() {
        for family in &CALLS.families {
            let kind = family.strip_prefix("label-").or_else(|| family.strip_prefix("request-"));
            assert!(Call::ALL.iter().any(|call| Some(call.as_str()) == kind), "{family}");
        }
    }
}
