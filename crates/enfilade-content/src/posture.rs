//! How a page behaves towards its reader: what it asks for, what it hides behind a form, and whose work it serves.

use std::collections::BTreeMap;

use crate::cues::{CUES, Cues};
use crate::page::{Button, Form, Page};
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
}

/// Words of calls; the first kind that fits decides, and calls that are not for buyers come first.
const CALLS: [(Option<Call>, &[&str]); 7] = [
    (
        None,
        &["apply", "log in", "login", "sign in", "open a ticket", "unsubscribe", "accept", "cookie", "view openings"],
    ),
    (
        Some(Call::Subscribe),
        &["subscribe", "newsletter", "register", "save my seat", "save your seat", "join the waitlist"],
    ),
    (
        Some(Call::Demo),
        &[
            "demo",
            "free trial",
            "trial",
            "try it",
            "try for free",
            "try free",
            "start free",
            "pilot",
            "see it live",
            "tour",
        ],
    ),
    (
        Some(Call::Contact),
        &[
            "contact",
            "get in touch",
            "quote",
            "book a call",
            "call us",
            "talk to",
            "consultation",
            "schedule",
            "audit",
            "reach out",
            "speak with",
            "speak to",
            "enquir",
            "inquir",
            "estimate",
            "request a proposal",
            "discuss",
            "book your",
            "write to us",
            "say hello",
            "let's talk",
            "lets talk",
            "call now",
            "call today",
            "drawing",
        ],
    ),
    (
        Some(Call::Buy),
        &[
            "buy",
            "order now",
            "order your",
            "add to cart",
            "checkout",
            "sign up",
            "get started",
            "purchase",
            "subscribe now",
            "claim your",
            "create account",
            "choose plan",
            "upgrade",
        ],
    ),
    (
        Some(Call::LearnMore),
        &[
            "learn more",
            "read more",
            "find out",
            "see how",
            "download",
            "view ",
            "explore",
            "discover",
            "see our",
            "read the",
        ],
    ),
    (None, &[]),
];

pub(crate) fn call_of(text: &str) -> Option<Call> {
    let text = text.to_lowercase();
    CALLS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).and_then(|(call, _)| *call)
}

/// The main call with the words that make it: buttons before the form's button, links, and what the text asks at its
/// end. Of equal ones the more demanding is the main one.
pub(crate) fn main_call(page: &Page) -> (Call, Option<String>) {
    let mut weights: BTreeMap<Call, (f32, String)> = BTreeMap::new();
    let mut add = |text: &str, weight: f32| {
        if let Some(call) = call_of(text).filter(|_| text.len() < 300) {
            let entry = weights.entry(call).or_insert_with(|| (0.0, text.to_owned()));
            // A quiet link to read on does not stand against a request.
            entry.0 += if call == Call::LearnMore { weight * 0.3 } else { weight };
        }
    };
    for Button { text, .. } in &page.buttons {
        add(text, 3.0);
    }
    for form in page.forms.iter().filter(|form| form.is_in_main) {
        add(&form.submit, 3.0);
    }
    for link in &page.links {
        if link.text.split_whitespace().count() <= 7 {
            add(&link.text, 1.0);
        }
    }
    let first_of_end = page.blocks.len() - page.blocks.len().min(6);
    for block in &page.blocks[first_of_end..] {
        for sentence in sentences(&block.text) {
            add(sentence, 0.8);
        }
    }
    let main = weights.into_iter().max_by(|(a, (x, _)), (b, (y, _))| x.total_cmp(y).then(a.cmp(b)));
    match main {
        Some((call, (weight, text))) if weight >= 0.3 => (call, Some(text)),
        _ => (Call::None, None),
    }
}

/// Whether what the page promises can be had only for an address: the words that say so, or the form.
pub(crate) fn gate(page: &Page) -> Option<String> {
    const PROMISES: [&str; 12] = [
        "fill in the form",
        "fill out the form",
        "complete the form",
        "to get the pdf",
        "to download",
        "leave your name",
        "enter your email to",
        "register to watch",
        "to watch",
        "get instant access",
        "download the report",
        "save your seat",
    ];
    const SUBMITS: [&str; 9] =
        ["download", "get the", "watch", "access", "register", "send me", "unlock", "read the report", "save my seat"];
    let told = page.blocks.iter().flat_map(|block| sentences(&block.text)).find(|sentence| {
        let text = sentence.to_lowercase();
        let asks_for_data =
            ["email", "e-mail", "name", "form", "register", "seat"].iter().any(|word| text.contains(word));
        asks_for_data && PROMISES.iter().any(|promise| text.contains(promise))
    });
    if let Some(sentence) = told {
        return Some(sentence.to_owned());
    }
    let asks = |form: &&Form| {
        let submit = form.submit.to_lowercase();
        let has_email = form.fields.iter().any(|field| field.kind == "email" || field.name.contains("mail"));
        form.is_in_main && has_email && form.fields.len() >= 2 && SUBMITS.iter().any(|word| submit.contains(word))
    };
    page.forms.iter().find(asks).filter(|_| page.words() < 500).map(|form| form.submit.clone())
}

/// Words by which a page claims that time or places run out.
const URGENT: [&str; 22] = [
    "limited time",
    "last chance",
    "act now",
    "don't wait",
    "dont wait",
    "don’t wait",
    "don't miss",
    "don’t miss",
    "ends soon",
    "before it's too late",
    "before it’s too late",
    "selling out",
    "offer ends",
    "hurry",
    "today only",
    "lock in your price",
    "lock in your rate",
    "until midnight",
    "places left",
    "spots left",
    "filling up fast",
    "only a few",
];

/// Demands from which ordinary asking becomes pushing, and the length of page on which two suffice.
const MANY_DEMANDS: usize = 5;
const SHORT_PAGE_WORDS: usize = 140;

/// How hard the page pushes: 0 not at all or by one quiet link, 1 with an ordinary call, 2 with repeated calls,
/// superlatives or fear, 3 with urgency or scarcity. With the words that show it.
pub(crate) fn pressure(page: &Page) -> (u8, Option<String>) {
    let mut demands: Vec<String> = Vec::new();
    let mut boasts = 0.0;
    let superlative = CUES.families.iter().position(|family| *family == "superlative");
    let demanding = |text: &str| matches!(call_of(text), Some(Call::Contact | Call::Demo | Call::Buy));
    for block in &page.blocks {
        for sentence in sentences(&block.text) {
            let lower = sentence.to_lowercase();
            if urges(&lower) {
                return (3, Some(sentence.to_owned()));
            }
            if sentence.split_whitespace().count() <= 14 && begins_demand(&lower) {
                demands.push(sentence.to_owned());
            }
        }
        boasts += superlative.map_or(0.0, |index| CUES.count(&words(&block.text))[index]);
    }
    let pressed = page.buttons.iter().map(|button| &button.text).chain(page.links.iter().map(|link| &link.text));
    let submits = page.forms.iter().filter(|form| form.is_in_main).map(|form| &form.submit);
    for text in pressed.chain(submits).filter(|text| text.split_whitespace().count() <= 7 && demanding(text)) {
        if !demands.contains(text) || page.buttons.len() > 3 {
            demands.push(text.clone());
        }
    }
    let words = page.words();
    let is_boasting = boasts >= 4.0 && boasts * 100.0 / words.max(60) as f32 >= 2.5;
    let is_many = demands.len() >= MANY_DEMANDS || (demands.len() >= 2 && words < SHORT_PAGE_WORDS);
    match demands.first() {
        None => (0, None),
        Some(first) if is_many || is_boasting => (2, Some(first.clone())),
        Some(first) => (1, Some(first.clone())),
    }
}

/// The first sentence, button or link that urges.
pub(crate) fn urging(page: &Page) -> Option<String> {
    let texts = page.blocks.iter().flat_map(|block| sentences(&block.text));
    let pressed = page.buttons.iter().map(|button| button.text.as_str());
    texts.chain(pressed).find(|text| urges(&text.to_lowercase())).map(str::to_owned)
}

fn urges(lower: &str) -> bool {
    URGENT.iter().any(|words| lower.contains(words)) || is_scarce(lower)
}

/// "only six dates left", "only 120 of 500 places".
fn is_scarce(sentence: &str) -> bool {
    const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().filter(|(_, word)| **word == "only").any(|(index, _)| {
        let near = &words[index + 1..words.len().min(index + 8)];
        let is_counted = near
            .first()
            .is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(first));
        is_counted && near.iter().any(|word| matches!(*word, "left" | "places" | "spots" | "seats" | "remaining"))
    })
}

/// Whether a sentence begins by telling the reader what to do with the vendor.
fn begins_demand(sentence: &str) -> bool {
    const BEGINNINGS: [&str; 24] = [
        "contact us",
        "contact our",
        "get in touch",
        "get your free",
        "get a quote",
        "get a free",
        "request a",
        "request your",
        "book a",
        "book your",
        "schedule a",
        "schedule your",
        "call us",
        "call now",
        "call today",
        "talk to",
        "speak with",
        "speak to",
        "start your",
        "start free",
        "try it",
        "sign up",
        "buy now",
        "order now",
    ];
    BEGINNINGS.iter().any(|beginning| sentence.starts_with(beginning))
}

static ROLES: std::sync::LazyLock<Cues> = std::sync::LazyLock::new(|| Cues::read(include_str!("roles.txt")));

/// Whose job the page serves best, `any` if two fit alike or none shows.
pub(crate) fn role(page: &Page) -> &'static str {
    let mut counts = ROLES.count(&words(&page.title)).into_iter().map(|count| count * 4.0).collect::<Vec<_>>();
    for block in &page.blocks {
        for (sum, count) in counts.iter_mut().zip(ROLES.count(&words(&block.text))) {
            *sum += count;
        }
    }
    let total: f32 = counts.iter().sum();
    let best = counts.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    match best {
        Some((index, count)) if total >= 3.0 && *count >= total * 0.42 => ROLES.families[index],
        _ => "any",
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
    }

    #[test]
    fn a_gate_is_a_form_before_what_was_promised() {
        let gated = "<h1>Guide</h1><p>28 pages.</p><form><input type=email><input name=company><button>Download</button></form>";
        assert!(gate(&read_page("a.html", gated)).is_some());
        let search = "<h1>Guide</h1><form><input type=search><button>Search</button></form>";
        assert_eq!(gate(&read_page("a.html", search)), None);
        let contact = "<h1>Hi</h1><form><input type=email><input name=a><button>Send</button></form>";
        assert_eq!(gate(&read_page("a.html", contact)), None);
    }

    #[test]
    fn pressure_rises_from_asking_to_urging() {
        let degree = |source: &str| pressure(&read_page("a.md", source)).0;
        assert_eq!(degree("It takes two days, and nobody asked why."), 0);
        assert_eq!(degree("We clean offices in Leeds.\n\n[Get a quote](/q)"), 1);
        assert_eq!(degree("We clean.\n\n[Get a quote](/q) [Call us](/c)"), 2);
        assert_eq!(degree("Only six dates left! Book before Friday."), 3);
        assert_eq!(degree("Save 20%. Offer ends on Friday."), 3);
        assert_eq!(degree("This is only about 5 per cent of what is left."), 0);
    }

    #[test]
    fn roles_show_in_their_words() {
        let of = |source: &str| role(&read_page("a.md", source));
        assert_eq!(of("# Month end\n\nInvoices, VAT and cash flow: what finance sees."), "finance");
        assert_eq!(of("# Terraform modules\n\nDeploy code to the cluster."), "technical");
        assert_eq!(of("# Hello\n\nA page."), "any");
    }
}
