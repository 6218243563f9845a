//! What costs a reader's trust, as rules that are data: each with its reason, what to do instead, and texts that must and
//! must not set it off (`rules.txt`). One engine for pages, drafts, ads and messages; a rule that fires always quotes.

mod brand;
mod checks;
pub(crate) mod phrases;

use std::sync::LazyLock;

use enfilade_domain::Room;

use crate::page::{Block, BlockKind, Page};
use crate::words::sentences;
pub use brand::Brand;
pub(crate) use brand::{is_ordinary, names_money};
use phrases::Phrases;

/// Where a piece meets its reader. A sentence may be right in one place and too early in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The room of the page or, in an audit, of the reader; nothing for pages that serve no room.
    pub room: Option<Room>,
    /// Whether it is the first page of a site.
    pub is_home: bool,
    /// Whether it comes to the reader: an ad, an e-mail.
    pub is_message: bool,
}

impl Setting {
    /// A page of a room.
    #[must_use]
    pub const fn page(room: Option<Room>) -> Self {
        Self { room, is_home: false, is_message: false }
    }
}

/// Which part of a piece a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// What the page opens with, see [`lead`].
    First,
    Anywhere,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// The name in files and results; stays the same for ever.
    pub id: &'static str,
    /// What it finds, as a headline.
    pub name: &'static str,
    /// How much trust it costs: 1 a little, 2 clearly, 3 badly.
    pub weight: u8,
    /// Why it costs trust.
    pub reason: &'static str,
    /// What to do instead.
    pub advice: &'static str,
    rooms: Vec<Room>,
    at_home: bool,
    in_messages: bool,
    everywhere: bool,
    place: Place,
    any: Phrases,
    unless: Phrases,
    check: Option<checks::Check>,
    /// Texts that set it off, and texts that must not; `|` begins a paragraph.
    pub fires: Vec<&'static str>,
    pub silent: Vec<&'static str>,
}

/// A rule that fired, with the piece's own words.
#[derive(Debug, Clone)]
pub struct Fired {
    pub rule: &'static Rule,
    /// Text as it stands in the piece, white space collapsed.
    pub quote: String,
    /// The same again further down.
    pub further: Vec<String>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| blocks(include_str!("rules.txt")).map(Rule::read).collect());

/// Every rule, in the order of the data.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// The blocks of the data: a line `[id]`, then `key: value` lines.
fn blocks(data: &'static str) -> impl Iterator<Item = (&'static str, Vec<(&'static str, &'static str)>)> {
    data.split("\n[").skip(1).filter_map(|block| {
        let (id, rest) = block.split_once("]\n")?;
        let pairs = rest.lines().filter_map(|line| line.split_once(": ")).collect();
        Some((id, pairs))
    })
}

impl Rule {
    fn read((id, pairs): (&'static str, Vec<(&'static str, &'static str)>)) -> Self {
        let all =
            |key: &str| pairs.iter().filter(|(name, _)| *name == key).map(|(_, value)| *value).collect::<Vec<_>>();
        let one = |key: &str| all(key).first().copied().unwrap_or_default();
        let holds: Vec<&str> = one("in").split(", ").collect();
        Self {
            id,
            name: one("name"),
            weight: one("weight").parse().unwrap_or(1),
            reason: one("why"),
            advice: one("do"),
            rooms: holds.iter().filter_map(|name| Room::parse(name)).collect(),
            at_home: holds.contains(&"home"),
            in_messages: holds.contains(&"message"),
            everywhere: holds.contains(&"all"),
            place: if one("place") == "first" { Place::First } else { Place::Anywhere },
            any: Phrases::read(one("any")),
            unless: Phrases::read(one("unless")),
            check: checks::named(one("check")),
            fires: all("fires"),
            silent: all("silent"),
        }
    }

    /// Where it holds, in words: rooms, `home`, `message`, or `everywhere`.
    #[must_use]
    pub fn places(&self) -> Vec<&'static str> {
        if self.everywhere {
            return vec!["everywhere"];
        }
        let rooms = self.rooms.iter().map(|room| room.as_str());
        rooms.chain(self.at_home.then_some("home")).chain(self.in_messages.then_some("message")).collect()
    }

    /// Whether the rule has a say there.
    #[must_use]
    pub fn holds_in(&self, setting: Setting) -> bool {
        self.everywhere
            || (self.at_home && setting.is_home)
            || (self.in_messages && setting.is_message)
            || setting.room.is_some_and(|room| self.rooms.contains(&room))
    }

    /// The places of a piece where the rule fires, in order of reading; at most one a block.
    fn find(&self, page: &Page, setting: Setting, brand: &Brand) -> Vec<String> {
        let mut quotes: Vec<String> = Vec::new();
        let mut add = |quote: &str| {
            // A link and the sentence around it are one place.
            let is_told = |kept: &String| kept.contains(quote) || quote.contains(kept.as_str());
            if !quotes.iter().any(is_told) {
                quotes.push(quote.to_owned());
            }
        };
        let texts = match self.place {
            Place::First => lead(page),
            Place::Anywhere => {
                std::iter::once(page.title.as_str()).chain(readable(page).map(|block| block.text.as_str())).collect()
            }
        };
        for text in texts.into_iter().filter(|_| !self.any.is_empty()) {
            let met =
                sentences(text).into_iter().find(|sentence| self.any.are_in(sentence) && !self.unless.are_in(sentence));
            met.into_iter().for_each(&mut add);
        }
        if let Some(check) = self.check {
            check(page, setting, brand).iter().for_each(|quote| add(quote));
        }
        quotes
    }
}

/// Words that a reader sees without moving: the title, the lead and the first headings.
const FIRST_WORDS: usize = 90;

/// Blocks of text that are meant to be read.
pub(crate) fn readable(page: &Page) -> impl Iterator<Item = &Block> {
    page.blocks.iter().filter(|block| block.kind != BlockKind::Code)
}

/// The texts of the first screen.
pub(crate) fn first_screen(page: &Page) -> Vec<&str> {
    let mut texts = vec![page.title.as_str()];
    let mut words = 0;
    for block in readable(page) {
        if words >= FIRST_WORDS {
            break;
        }
        words += block.words();
        texts.push(&block.text);
    }
    texts
}

/// Words of a lead: a longer opening is text.
const LEAD_WORDS: usize = 60;

/// What a page opens with: its title, its first heading, and the text up to the first paragraph or the next part.
pub(crate) fn lead(page: &Page) -> Vec<&str> {
    let mut texts = vec![page.title.as_str()];
    let (mut words, mut has_text) = (0, false);
    for block in readable(page) {
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        if words >= LEAD_WORDS || has_text && (is_heading || words > LEAD_WORDS / 3) {
            break;
        }
        words += block.words();
        has_text |= !is_heading;
        texts.push(&block.text);
    }
    texts
}

/// What stands at the head of a page.
pub(crate) fn first_heading(page: &Page) -> Option<String> {
    checks::heading(page)
}

/// How often one rule may fire in one piece; the first places tell enough.
const PLACES_MAX: usize = 5;

/// What fires in a piece of which nothing else is known, the weightiest rules first.
#[must_use]
pub fn check(page: &Page, setting: Setting) -> Vec<Fired> {
    check_for(page, setting, &Brand::default())
}

/// What fires in a piece of a writer whose names are known, the weightiest rules first. One finding a rule: who repeats a
/// fault has one fault.
#[must_use]
pub fn check_for(page: &Page, setting: Setting, brand: &Brand) -> Vec<Fired> {
    let mut fired: Vec<Fired> = Vec::new();
    for rule in rules().iter().filter(|rule| rule.holds_in(setting)) {
        let found = rule.find(page, setting, brand).into_iter().take(PLACES_MAX);
        let mut quotes = found.map(|quote| quote.replace('\n', " "));
        if let Some(quote) = quotes.next() {
            fired.push(Fired { rule, quote, further: quotes.collect() });
        }
    }
    fired.sort_by_key(|fired| std::cmp::Reverse(fired.rule.weight));
    fired
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    /// The settings in which a rule's examples are read.
    fn settings(rule: &Rule) -> Vec<Setting> {
        let mut settings: Vec<Setting> = rule.rooms.iter().map(|room| Setting::page(Some(*room))).collect();
        if rule.everywhere {
            settings.extend(Room::ALL.map(|room| Setting::page(Some(room))));
        }
        if rule.at_home {
            settings.push(Setting { room: Some(Room::Solution), is_home: true, is_message: false });
        }
        if rule.in_messages {
            settings.push(Setting { room: None, is_home: false, is_message: true });
        }
        settings
    }

    fn fires(rule: &Rule, text: &str, setting: Setting) -> bool {
        let page = read_page("a.md", &text.replace('|', "\n\n"));
        check(&page, setting).iter().any(|fired| fired.rule.id == rule.id)
    }

    #[test]
    fn every_rule_is_whole() {
        assert!(rules().len() > 18);
        for rule in rules() {
            assert!(!rule.name.is_empty() && !rule.reason.is_empty() && !rule.advice.is_empty(), "{}", rule.id);
            assert!(!settings(rule).is_empty(), "{} holds nowhere", rule.id);
            assert!(!rule.any.is_empty() || rule.check.is_some(), "{}: neither cues nor a check", rule.id);
            assert!((1..=3).contains(&rule.weight), "{}", rule.id);
        }
    }

    #[test]
    fn examples_fire_and_stay_silent() {
        for rule in rules() {
            for setting in settings(rule) {
                for text in &rule.fires {
                    assert!(fires(rule, text, setting), "{} does not fire on: {text} ({setting:?})", rule.id);
                }
                for text in &rule.silent {
                    assert!(!fires(rule, text, setting), "{} fires on: {text} ({setting:?})", rule.id);
                }
            }
        }
    }

    #[test]
    fn order_decides() {
        let why_us = "# Delivery|What sets us apart is that the people you meet do the work.";
        let rule = rules().iter().find(|rule| rule.id == "why-us").unwrap();
        assert!(fires(rule, why_us, Setting::page(Some(Room::Problem))));
        assert!(fires(rule, why_us, Setting::page(Some(Room::Solution))));
        assert!(!fires(rule, why_us, Setting::page(Some(Room::Sales))));
    }

    const CLEAN: &str = "# Why claims wait|The file comes at ten, and whoever knows the reason is on leave. Every third \
                         claim is older than a month.|Over time it adds up, and people leave.";

    #[test]
    fn selling_is_found_sentence_by_sentence_where_the_problem_is_named() {
        let found = |text: &str| -> Vec<&'static str> {
            let page = read_page("a.md", &text.replace('|', "\n\n"));
            check(&page, Setting::page(Some(Room::Problem))).iter().map(|fired| fired.rule.id).collect()
        };
        assert!(found(CLEAN).is_empty(), "{:?}", found(CLEAN));
        for (rule, sentence) in [
            ("own-product", "Quillmark reads forms and asks the right clerk."),
            ("own-product", "Our customer Palmgate closed its backlog in March."),
            ("price-early", "It costs 6 EUR per user per month."),
            ("price-early", "Our solution starts at 99 dollars a month."),
            ("claim-early", "Quillmark is the leading claims platform."),
            ("own-product", "Quillmark eliminates old claims forever."),
            ("call-early", "Book a demo now."),
            ("call-early", "If this sounds familiar, get in touch."),
        ] {
            assert!(found(&format!("{CLEAN}|{sentence}")).contains(&rule), "{sentence}");
        }
        for sentence in [
            "Request a list from each branch, and count what is older than a month.",
            "Half of them get in touch with the office twice.",
            "Customers ask for a discount, and the discount becomes the rule.",
            "Each lost claim costs 90 euros per month.",
            "A leading cause is the order of the steps.",
        ] {
            assert!(found(&format!("{CLEAN}|{sentence}")).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn what_is_said_again_is_one_finding() {
        let page =
            read_page("a.md", "# Claims\n\nOur platform is fast.\n\nOur platform is safe.\n\nOur platform is ours.");
        let fired = check(&page, Setting::page(Some(Room::Problem)));
        let own: Vec<&Fired> = fired.iter().filter(|fired| fired.rule.id == "own-product").collect();
        assert_eq!((own.len(), own[0].further.len()), (1, 2));
    }

    #[test]
    fn the_lead_ends_where_the_text_begins() {
        let late = "# Backups\n\nThey are made each night.\n\n## Restoring\n\nIt is a best in class method.";
        let fired = check(&read_page("a.md", late), Setting { is_home: true, ..Setting::page(None) });
        assert!(fired.is_empty(), "{fired:?}");
    }

    #[test]
    fn quotes_are_the_pages_words() {
        let page = read_page("a.md", "# Plans\n\nGood work takes time. Only 3 slots left\nthis month!\n");
        for fired in check(&page, Setting::page(Some(Room::Offer))) {
            let text = page.text().replace('\n', " ");
            assert!(text.contains(&fired.quote) || page.title.contains(&fired.quote), "{}", fired.quote);
        }
    }
}
