//! Whose offer a sentence speaks of: the names of the writer and its product, what they cost, and praise of them. Words
//! for it lie in `brand.txt`. A name is known from the site, or shows itself in the text: it is written as a name and does
//! what products do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::readable;
use crate::page::Page;
use crate::words::{sentences, words};

type Words = BTreeSet<&'static str>;

static LISTS: LazyLock<BTreeMap<&'static str, Words>> = LazyLock::new(|| {
    let lines = include_str!("brand.txt").lines().filter(|line| !line.starts_with('#'));
    let list = |line: &'static str| {
        let (kind, list) = line.split_once(": ")?;
        Some((kind, list.split(", ").collect()))
    };
    lines.filter_map(list).collect()
});

fn is(kind: &str, word: &str) -> bool {
    LISTS.get(kind).is_some_and(|list| list.contains(word))
}

static ORDINARY: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("ordinary.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Endings of words that are made from others; hardly a name has them.
const MADE: [&str; 9] = ["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ing"];

/// Whether a word is one of the language rather than a name.
pub(crate) fn is_ordinary(word: &str) -> bool {
    let of = |word: &str| ORDINARY.contains(word) || is("plain", word);
    of(word) || word.strip_suffix('s').is_some_and(of) || MADE.iter().any(|ending| word.ends_with(ending))
}

/// The names by which a writer or its product goes, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    names: BTreeSet<String>,
}

impl Brand {
    /// What is known of a site before its text is read.
    #[must_use]
    pub fn known(names: &[String]) -> Self {
        Self { names: names.iter().filter(|name| name.chars().count() > 2).cloned().collect() }
    }

    /// Adds what a page shows by itself.
    #[must_use]
    pub fn with_page(mut self, page: &Page) -> Self {
        let site = words(&page.site_name);
        self.names.extend(site.into_iter().take(1).filter(|name| name.chars().count() > 3));
        self.names.extend(shown(page));
        self
    }

    /// Adds the names that several pages show.
    #[must_use]
    pub fn with_pages<'a>(mut self, pages: impl Iterator<Item = &'a Page>) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in pages.flat_map(shown) {
            *counts.entry(name).or_default() += 1;
        }
        self.names.extend(counts.into_iter().filter(|(_, pages)| *pages > 1).map(|(name, _)| name));
        self
    }

    fn has(&self, token: &Token<'_>) -> bool {
        token.is_name && self.names.contains(&token.lower)
    }

    /// Whether the sentence says what the own product is, does or costs. That the writer is named as somebody who
    /// counted or asked is no advertising.
    fn is_offered(&self, tokens: &[Token<'_>]) -> bool {
        const BEFORE: [&str; 15] = [
            "with", "use", "using", "try", "choose", "chose", "uses", "tried", "adopt", "adopted", "install", "need",
            "why", "meet", "enter",
        ];
        (0..tokens.len()).any(|index| {
            self.has(&tokens[index])
                && (verb_after(tokens, index).is_some()
                    || index > 0 && BEFORE.contains(&tokens[index - 1].lower.as_str())
                    || tokens[index].is_possessive)
        })
    }
}

/// A word of a sentence as it is written.
struct Token<'a> {
    lower: String,
    /// Written with a capital, or with one inside; never a word of capitals only.
    is_name: bool,
    /// Has a capital after small letters, like a name made of two words.
    is_camel: bool,
    is_possessive: bool,
    /// What stands between it and the next word.
    gap: &'a str,
}

fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '-' | '&');
    let mut rest = sentence;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let word = &rest[start..];
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let raw = word[..end].trim_end_matches(['.', '-', '\'', '’', '&']);
        let bare = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).unwrap_or(raw);
        let after = &word[raw.len()..];
        let gap = &after[..after.find(char::is_alphanumeric).unwrap_or(after.len())];
        let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
        tokens.push(Token {
            lower: bare.to_lowercase(),
            is_name: capitals > 0 && letters > 2 && (capitals < letters || letters > 5),
            is_camel: bare.chars().zip(bare.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase()),
            is_possessive: bare.len() < raw.len(),
            gap,
        });
        rest = &word[raw.len()..];
    }
    tokens
}

/// The verb of a product whose subject is the name at `index`: directly after it, after a second word of the name, or
/// after an inserted part between commas.
fn verb_after<'a>(tokens: &'a [Token<'_>], index: usize) -> Option<&'a str> {
    if tokens[index].is_possessive {
        return None;
    }
    let mut next = index + 1;
    while next < tokens.len() && next < index + 3 && tokens[next].is_name && tokens[next - 1].gap == " " {
        next += 1;
    }
    if tokens[next - 1].gap.starts_with(',') {
        next = (next..tokens.len().min(next + 10)).find(|at| tokens[*at].gap.starts_with(','))? + 1;
    }
    const BESIDES: [&str; 6] = ["also", "then", "now", "automatically", "simply", "even"];
    while tokens.get(next).is_some_and(|token| BESIDES.contains(&token.lower.as_str())) {
        next += 1;
    }
    tokens.get(next).map(|token| token.lower.as_str()).filter(|verb| is("does", verb))
}

/// Names in a text that are the subject of what products do, and neither people nor what readers know already.
fn shown(page: &Page) -> BTreeSet<String> {
    let read: Vec<(bool, Vec<Token<'_>>)> = readable(page)
        .flat_map(|block| {
            let is_heading = matches!(block.kind, crate::BlockKind::Heading(_));
            sentences(&block.text).into_iter().map(move |sentence| (is_heading, tokens(sentence)))
        })
        .collect();
    let lower: BTreeSet<&str> =
        read.iter().flat_map(|(_, tokens)| tokens).filter(|token| !token.is_name).map(|t| t.lower.as_str()).collect();
    let mut people: BTreeSet<&str> = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (is_heading, tokens) in &read {
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1).map_or("", |token| token.lower.as_str());
            let before = index.checked_sub(1).map_or("", |at| tokens[at].lower.as_str());
            if matches!(next, "says" | "said") || matches!(before, "says" | "said") || is("person", before) {
                people.insert(&token.lower);
            }
            // A heading may be written with capitals throughout.
            if *is_heading || !token.is_name || !is_own_word(token, &lower) {
                continue;
            }
            let verb = verb_after(tokens, index);
            let is_product = match verb {
                None => false,
                // "is" and "costs" make a product only of what is called one or has a price of products.
                Some(
                    "is" | "was" | "costs" | "comes" | "works" | "runs" | "takes" | "makes" | "shows" | "tells"
                    | "ends",
                ) => praised(tokens).is_some() || is_called(tokens, index) || priced(tokens),
                Some(verb) if is("sure", verb) => true,
                // Of two names in a row the writer may mean a person; alone it must be said with care.
                Some(_) => !tokens.get(index + 1).is_some_and(|token| token.is_name),
            };
            // A part of a longer name, or somebody's first name.
            if is_product && !is("person", &token.lower) && !(index > 0 && tokens[index - 1].is_name) {
                names.insert(token.lower.clone());
            }
        }
    }
    names.retain(|name| !people.contains(name.as_str()));
    names
}

fn is_own_word(token: &Token<'_>, lower: &BTreeSet<&str>) -> bool {
    let name = token.lower.as_str();
    let is_plural_of_word = name.strip_suffix('s').is_some_and(|stem| lower.contains(stem));
    // A capital inside a word is never there by the place in the sentence.
    let is_written_so = token.is_camel || !is_ordinary(name);
    is_written_so && !lower.contains(name) && !is_plural_of_word && !is("known", name) && !is("person", name)
}

/// "Acme is a platform for …".
fn is_called(tokens: &[Token<'_>], index: usize) -> bool {
    tokens[index + 1..].iter().take(8).any(|token| is("sort", &token.lower) && token.lower != "team")
}

/// Praise of one above all others: "the leading expense platform", "our award-winning service", "number one in".
fn praised<'a>(tokens: &'a [Token<'_>]) -> Option<&'a str> {
    const ARTICLES: [&str; 8] = ["the", "a", "an", "our", "worlds", "world's", "its", "your"];
    (0..tokens.len()).find_map(|index| {
        let token = &tokens[index];
        let word = token.lower.split('-').next().unwrap_or_default();
        let is_boast = is("boast", word) || token.lower.ends_with("-leading") || token.lower.ends_with("-winning");
        let article = index > 0 && ARTICLES.contains(&tokens[index - 1].lower.as_str())
            || index > 1 && ARTICLES.contains(&tokens[index - 2].lower.as_str());
        // "The best platform cannot help" praises none.
        let is_weak = matches!(word, "best" | "top" | "fastest" | "easiest" | "simplest" | "strongest" | "greatest");
        if !is_boast || !article || is_weak && index < 2 {
            return None;
        }
        // Of another kind of thing, or of many, it is a statement about the subject.
        let of = tokens[index + 1..].iter().take(4).find(|token| is("sort", &token.lower))?;
        (of.lower != "team" && of.lower != "services").then_some(of.lower.as_str())
    })
}

/// An amount of money for each of what software is counted by.
fn priced(tokens: &[Token<'_>]) -> bool {
    const UNITS: [&str; 16] = [
        "user",
        "users",
        "seat",
        "licence",
        "license",
        "subscriber",
        "workspace",
        "device",
        "endpoint",
        "agent",
        "host",
        "server",
        "gb",
        "credit",
        "api",
        "member",
    ];
    let money = (0..tokens.len()).find(|at| is_money(tokens, *at));
    money.is_some_and(|at| {
        let rest = &tokens[at..];
        (1..rest.len()).any(|at| {
            let joins = matches!(rest[at - 1].lower.as_str(), "per" | "a" | "an" | "each" | "every")
                || rest[at - 1].gap.trim() == "/";
            joins && UNITS.contains(&rest[at].lower.as_str())
        })
    })
}

/// Whether an amount of money stands there, with a sign or a word.
fn is_money(tokens: &[Token<'_>], at: usize) -> bool {
    const COINS: [&str; 16] = [
        "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "chf", "franc", "francs",
        "cents", "pence", "sek", "nok",
    ];
    let is_number = |token: &Token<'_>| token.lower.starts_with(|c: char| c.is_ascii_digit());
    let has_sign = |gap: &str| gap.contains(['$', '€', '£', '¥', '₹']);
    is_number(&tokens[at])
        && (has_sign(tokens[at].gap)
            || at > 0 && (has_sign(tokens[at - 1].gap) || COINS.contains(&tokens[at - 1].lower.as_str()))
            || tokens.get(at + 1).is_some_and(|next| COINS.contains(&next.lower.as_str())))
}

/// Whether a sentence names an amount of money.
pub(crate) fn names_money(sentence: &str) -> bool {
    let tokens = tokens(sentence);
    (0..tokens.len()).any(|at| is_money(&tokens, at)) || sentence.trim_start().starts_with(['$', '€', '£'])
}

fn found(page: &Page, mut meets: impl FnMut(&str, &[Token<'_>]) -> bool) -> Vec<String> {
    let all = readable(page).flat_map(|block| sentences(&block.text));
    all.filter(|sentence| meets(sentence, &tokens(sentence))).map(str::to_owned).collect()
}

/// Sentences about the own product.
pub(super) fn own_product(page: &Page, brand: &Brand) -> Vec<String> {
    let brand = brand.clone().with_page(page);
    found(page, |_, tokens| brand.is_offered(tokens))
}

/// Words of what the problem costs, not the remedy.
const LOSS: [&str; 22] = [
    "lost", "lose", "loses", "losing", "loss", "losses", "waste", "wasted", "wastes", "overtime", "downtime", "wages",
    "salary", "salaries", "breach", "fine", "fines", "today", "already", "unused", "unpaid", "idle",
];

/// Sentences that name what the own product costs.
pub(super) fn own_price(page: &Page, brand: &Brand) -> Vec<String> {
    let brand = brand.clone().with_page(page);
    let mut is_about_own = false;
    found(page, |_, tokens| {
        let has_money = (0..tokens.len()).any(|at| is_money(tokens, at));
        let is_loss = tokens.iter().any(|token| LOSS.contains(&token.lower.as_str()));
        let is_named = tokens.iter().any(|token| brand.has(token));
        let goes_on = is_about_own && tokens.first().is_some_and(|token| token.lower == "it");
        is_about_own = brand.is_offered(tokens);
        has_money && !is_loss && (priced(tokens) || is_named || goes_on)
    })
}

/// Sentences that praise one offer above all others.
pub(super) fn praise(page: &Page) -> Vec<String> {
    const DENIED: [&str; 6] = ["not", "no", "nobody", "which", "whether", "every"];
    found(page, |sentence, tokens| {
        !sentence.ends_with('?')
            && !tokens.iter().any(|token| DENIED.contains(&token.lower.as_str()))
            && praised(tokens).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    const CLEAN: &str = "# Why claims wait\n\nThe file comes at ten, and whoever knows the reason is on leave. Monday brings \
                         forty more. Finance sees it first. Excel shows one figure and SAP another. Maria reads the list \
                         aloud and asks who has the key. Turnover makes it worse. Gartner reports the same of others.";

    fn with(sentence: &str) -> Page {
        read_page("a.md", &format!("{CLEAN}\n\n{sentence}"))
    }

    #[test]
    fn a_product_is_known_by_what_it_does() {
        for sentence in [
            "Quillmark reads forms and asks the right clerk.",
            "Quillmark is a platform for claims.",
            "Quillmark, the leading claims platform, eliminates backlogs for good.",
            "Quillmark integrates with your mail.",
            "FlowDesk sorts claims by age.",
        ] {
            assert_eq!(own_product(&with(sentence), &Brand::default()), [sentence]);
        }
        assert_eq!(own_product(&with("Nobody owns it."), &Brand::default()), Vec::<String>::new());
    }

    #[test]
    fn people_and_what_readers_know_are_no_product() {
        for sentence in [
            "Teresa says it is worse in May, and Teresa reads every line.",
            "Dr. Halloran checks the list at night.",
            "Outlook sends three reminders.",
            "Clerks take the oldest first.",
            "Parliament makes a new rule each year.",
        ] {
            assert_eq!(own_product(&with(sentence), &Brand::default()), Vec::<String>::new(), "{sentence}");
        }
    }

    #[test]
    fn a_known_name_is_enough_and_a_source_is_no_product() {
        let brand = Brand::known(&["ledger".to_owned()]);
        assert_eq!(own_product(&with("With Ledger it takes an hour."), &brand), ["With Ledger it takes an hour."]);
        assert!(own_product(&with("A ledger takes an hour."), &brand).is_empty());
        assert!(own_product(&with("Most offices that Ledger asked know it."), &brand).is_empty());
    }

    #[test]
    fn a_price_is_told_from_a_loss() {
        let price = |sentence: &str| !own_price(&with(sentence), &Brand::default()).is_empty();
        assert!(price("It costs 6 EUR per user."));
        assert!(price("It costs €6 per user per month."));
        assert!(price("Quillmark reads forms. It costs 400 dollars a month."));
        assert!(!price("It costs 400 dollars a month."));
        assert!(!price("Each lost claim costs 90 euros."));
        assert!(!price("Overtime comes to 300 euros per user of the system."));
        assert!(!price("Nobody counts six hours per user."));
    }

    #[test]
    fn praise_of_one_is_told_from_a_statement_about_many() {
        let praised = |sentence: &str| !praise(&with(sentence)).is_empty();
        assert!(praised("Quillmark is the leading claims platform."));
        assert!(praised("It is the most advanced tool for it."));
        assert!(!praised("The leading cause is the order of the steps."));
        assert!(!praised("The best clerks leave first."));
        assert!(!praised("Which is the best tool?"));
        assert!(!praised("There is no best system for it."));
    }
}
