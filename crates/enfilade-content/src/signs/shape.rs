//! Signs that no single word gives: what a page looks like.

use super::title_parts;
use crate::page::{Block, BlockKind, Field, Form, Page};
use crate::posture::gate;
use crate::rules::is_ordinary;
use crate::words::sentences;

/// The ids of `signs.txt` that are looked for here.
const BARE_FORM: &str = "bare-form";
const WALL_OF_PRAISE: &str = "wall-of-praise";
const CLIENT_STORY: &str = "client-story";

/// Whether a page looks as the sign says.
pub(super) fn is_met(id: &str, page: &Page) -> bool {
    match id {
        BARE_FORM => is_bare_form(page),
        WALL_OF_PRAISE => is_wall_of_praise(page),
        CLIENT_STORY => client_of_story(page).is_some(),
        _ => false,
    }
}

/// What it looks like, in words for readers.
pub(super) fn words(id: &str) -> &'static str {
    match id {
        BARE_FORM => "it is a form and says little else",
        WALL_OF_PRAISE => "much of it is what others say of the company",
        _ => "its title tells what a client did",
    }
}

/// Words of the page that show it.
pub(super) fn quote(id: &str, page: &Page) -> Option<String> {
    match id {
        WALL_OF_PRAISE => praise(page).next().map(|block| block.text.clone()),
        _ => Some(page.title.clone()).filter(|title| !title.is_empty()),
    }
}

/// So many voices, and this share of the words, make a page of praise.
const FEWEST_VOICES: usize = 4;
const SHARE_OF_PRAISE: f64 = 0.4;
/// A quotation of fewer words is a motto.
const WORDS_OF_A_VOICE: usize = 5;

fn praise(page: &Page) -> impl Iterator<Item = &Block> {
    page.blocks.iter().filter(|block| {
        let is_said = block.kind == BlockKind::Quote || block.text.starts_with(['“', '"', '„', '«']);
        is_said && !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Code) && block.words() >= WORDS_OF_A_VOICE
    })
}

fn is_wall_of_praise(page: &Page) -> bool {
    let said: usize = praise(page).map(Block::words).sum();
    praise(page).count() >= FEWEST_VOICES && said as f64 >= SHARE_OF_PRAISE * page.words() as f64
}

/// What clients do in the titles of their stories. Only words that tell of a thing done: "How Pricing Works" tells of none.
const DONE: [&str; 46] = [
    "uses",
    "used",
    "runs",
    "leverages",
    "leveraged",
    "cut",
    "saved",
    "built",
    "scaled",
    "improved",
    "reduced",
    "increased",
    "moved",
    "migrated",
    "automated",
    "transformed",
    "achieved",
    "doubled",
    "tripled",
    "launched",
    "grew",
    "modernized",
    "modernised",
    "streamlined",
    "boosted",
    "gained",
    "made",
    "turned",
    "switched",
    "replaced",
    "accelerated",
    "slashed",
    "eliminated",
    "unified",
    "simplified",
    "optimized",
    "optimised",
    "rebuilt",
    "delivered",
    "won",
    "created",
    "secured",
    "drives",
    "drove",
    "powers",
    "powered",
];
/// Words between "How" and what was done.
const LONGEST_NAME: usize = 6;
/// A client is named again in his story.
const FEWEST_NAMED: usize = 3;

/// The client in a title such as "How Drumlin Foods cut its month end": a name that the text keeps naming.
fn client_of_story(page: &Page) -> Option<&str> {
    let headings =
        page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1))).map(|block| &*block.text);
    let text = page.text();
    title_parts(&page.title).chain(headings).find_map(|part| {
        let mut words = part.split_whitespace();
        words.next().filter(|word| word.eq_ignore_ascii_case("how"))?;
        let rest: Vec<&str> = words.collect();
        let done = rest.iter().position(|word| DONE.iter().any(|done| word.eq_ignore_ascii_case(done)))?;
        let is_name = |word: &&&str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            bare.chars().next().is_some_and(char::is_uppercase)
                && !is_ordinary(&bare.to_lowercase())
                && text.matches(bare).count() >= FEWEST_NAMED
        };
        rest.get(..done).filter(|name| name.len() <= LONGEST_NAME)?.iter().find(is_name).copied()
    })
}

/// Fields of somebody who is to be called or written to, and words that a form may have around it without saying more
/// than what it is for.
const PERSON: [&str; 9] = ["mail", "phone", "tel", "name", "company", "organi", "message", "first", "last"];
const FORM_WORDS: usize = 55;

/// A form for name and address with little around it. One that is told about at some length (what happens next, how
/// long it takes) says more than its fields.
fn is_bare_form(page: &Page) -> bool {
    const TOLD: [&str; 9] = [
        "what happens next",
        "how it works",
        "minutes",
        "agenda",
        "working day",
        "business day",
        "within 24",
        "no obligation",
        "we will ask",
    ];
    let is_person = |field: &Field| {
        field.kind != "password"
            && field.kind != "hidden"
            && (matches!(field.kind.as_str(), "email" | "tel" | "textarea")
                || PERSON.iter().any(|word| field.name.contains(word)))
    };
    let asks = |form: &&Form| form.fields.iter().filter(|field| is_person(field)).count() >= 2;
    if !page.forms.iter().filter(|form| form.is_in_main).any(|form| asks(&form)) || gate(page).is_some() {
        return false;
    }
    let is_consent = |text: &str| {
        let text = text.to_lowercase();
        ["consent", "i agree", "by submitting", "by sending", "privacy", "thank you", "thanks"]
            .iter()
            .any(|word| text.contains(word))
    };
    let said = page.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Code));
    // Labels end with no full stop.
    let said: Vec<&str> = said
        .flat_map(|block| sentences(&block.text))
        .filter(|text| text.ends_with(['.', '!', '?', ':', '”', '"']) && !is_consent(text))
        .collect();
    let count: usize = said.iter().map(|text| text.split_whitespace().count()).sum();
    let headings = page.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).count();
    let text = page.text().to_lowercase();
    count <= FORM_WORDS && headings <= 8 && !TOLD.iter().any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        crate::read_page("page.md", text)
    }

    #[test]
    fn a_story_names_its_client_again_and_tells_what_was_done() {
        let told = "Drumlin had three ledgers. Drumlin Foods now has one, and Drumlin closes in a day.";
        let client = |title: &str| client_of_story(&page(&format!("# {title}\n\n{told}\n"))).map(str::to_owned);
        assert_eq!(client("How Drumlin Foods cut its month end").as_deref(), Some("Drumlin"));
        assert_eq!(client("How Drumlin works"), None, "nothing was done");
        assert_eq!(client("How automation cut the month end"), None, "nobody is named");
        assert_eq!(client("How Ferrow cut its month end"), None, "named in the title alone");
    }

    #[test]
    fn praise_is_many_voices_and_much_of_the_page() {
        let voices = |count: usize| -> String {
            (0..count)
                .map(|at| format!("“Visit {at} came when they said and left it cleaner than before.”\n\n"))
                .collect()
        };
        assert!(is_wall_of_praise(&page(&format!("# What clients say\n\n{}", voices(4)))));
        assert!(!is_wall_of_praise(&page(&format!("# What clients say\n\n{}", voices(3)))));
        let own: String = (0..20)
            .map(|at| format!("Pump {at} of every make is repaired on the same day, and the price is told before.\n\n"))
            .collect();
        assert!(!is_wall_of_praise(&page(&format!("# Pumps\n\n{own}\n\n{}", voices(4)))));
    }
}
