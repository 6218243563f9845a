//! How a page behaves towards its reader: what it asks for, what it hides behind a form, and whose work it serves.

use crate::calls::{Call, call_of, is_label, request_of};
use crate::cues::{CUES, Cues};
use crate::page::{Form, Page};
use crate::words::{sentences, words};

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
const URGENT: [&str; 25] = [
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
    "every day of delay",
    "every week of delay",
    "every day you wait",
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
    for block in &page.blocks {
        for sentence in sentences(&block.text) {
            let lower = sentence.to_lowercase();
            if urges(&lower) {
                return (3, Some(sentence.to_owned()));
            }
            if request_of(sentence).is_some_and(Call::is_demand) {
                demands.push(sentence.to_owned());
            }
        }
        boasts += superlative.map_or(0.0, |index| CUES.count(&words(&block.text))[index]);
    }
    let pressed = page.buttons.iter().map(|button| &button.text).chain(page.links.iter().map(|link| &link.text));
    let submits = page.forms.iter().filter(|form| form.is_in_main).map(|form| &form.submit);
    for text in pressed.chain(submits).filter(|text| is_label(text) && call_of(text).is_some_and(Call::is_demand)) {
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

/// Words that contain one of the urgent ones and say the opposite, or tell of somebody else's haste.
const CALM: [&str; 7] =
    ["reason to hurry", "need to hurry", "not hurry", "n't hurry", "no hurry", "in a hurry", "unhurried"];

fn urges(lower: &str) -> bool {
    let is_calm = CALM.iter().any(|words| lower.contains(words));
    URGENT.iter().any(|words| lower.contains(words) && !(is_calm && *words == "hurry")) || is_scarce(lower)
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
        assert_eq!(degree("Every week of delay costs you money."), 3);
        assert_eq!(degree("If it is urgent, ring the bell."), 0);
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
