//! What a reader needs from a piece in each room, as a checklist, and what each role of a committee worries about. Both
//! are data: `rules/guides.txt`, `rules/concerns.txt`; what a page says by its layout stands in `guides/layout.rs`.

mod layout;

use std::sync::LazyLock;

use enfilade_domain::Room;

use crate::page::{BlockKind, Page};
use crate::rules::phrases::Phrases;
use crate::rules::{names_money, readable};
use crate::words::{sentences, words};

/// One item of a room's checklist.
#[derive(Debug)]
pub struct GuideItem {
    pub room: Room,
    /// The name in files and results, unique within the room.
    pub id: &'static str,
    /// What a piece that meets it does.
    pub says: &'static str,
    /// What to write where it is missing.
    pub advice: &'static str,
    /// Cues of which one is evidence.
    plain: Phrases,
    least: usize,
    cues: Phrases,
}

/// An item held against a piece.
#[derive(Debug, Clone)]
pub struct Checked {
    pub item: &'static GuideItem,
    /// The sentence that meets it best; nothing where it is missing.
    pub quote: Option<String>,
}

static GUIDES: LazyLock<Vec<GuideItem>> =
    LazyLock::new(|| lines(include_str!("rules/guides.txt")).filter_map(item).collect());

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn item(line: &'static str) -> Option<GuideItem> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let mut head = parts.first()?.split_whitespace();
    Some(GuideItem {
        room: Room::parse(head.next()?)?,
        id: head.next()?,
        least: head.next()?.parse().ok()?,
        says: parts.get(1)?,
        advice: parts.get(2)?,
        plain: Phrases::read(parts.get(3)?.strip_prefix("plain:")?),
        cues: Phrases::read(parts.get(4).copied().unwrap_or_default()),
    })
}

/// The checklist of a room.
pub fn guide(room: Room) -> impl Iterator<Item = &'static GuideItem> {
    GUIDES.iter().filter(move |item| item.room == room)
}

/// Holds a piece against a room's checklist.
#[must_use]
pub fn against_guide(page: &Page, room: Room) -> Vec<Checked> {
    let text = Text::of(page);
    let quote = |item: &GuideItem| {
        let by_layout = || layout::evidence(page, room, item.id).map(|quote| quote.replace('\n', " "));
        text.says(&item.plain, &item.cues)
            .or_else(by_layout)
            .or_else(|| text.heads(&item.plain))
            .or_else(|| text.meets(&item.cues, item.least))
    };
    guide(room).map(|item| Checked { item, quote: quote(item) }).collect()
}

/// A concern of a role, held against a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// In words.
    pub about: &'static str,
    pub quote: Option<String>,
}

static CONCERNS: LazyLock<Vec<(&str, &str, Phrases)>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut parts = line.split(" | ");
        Some((parts.next()?, parts.next()?, Phrases::read(parts.next()?)))
    };
    lines(include_str!("rules/concerns.txt")).filter_map(read).collect()
});

/// Cues from which a concern counts as touched.
const CONCERN_LEAST: usize = 2;

/// What a role worries about, and where the piece speaks of it. Empty for a role without a list.
#[must_use]
pub fn concerns(page: &Page, role: &str) -> Vec<Concern> {
    let text = Text::of(page);
    CONCERNS
        .iter()
        .filter(|(of, _, _)| *of == role)
        .map(|(_, about, cues)| Concern { about, quote: text.touches(cues, CONCERN_LEAST) })
        .collect()
}

/// The roles that have a list of concerns, each once.
#[must_use]
pub fn roles_with_concerns() -> Vec<&'static str> {
    let mut roles: Vec<&str> = CONCERNS.iter().map(|(role, _, _)| *role).collect();
    roles.dedup();
    roles
}

/// A sentence with its words.
struct Sentence<'a> {
    text: &'a str,
    words: Vec<String>,
    is_heading: bool,
}

impl Sentence<'_> {
    /// Too short to say something: a label, a link.
    fn is_label(&self) -> bool {
        self.is_heading || self.words.len() < LABEL_WORDS
    }

    fn quote(&self) -> String {
        self.text.replace('\n', " ")
    }
}

const LABEL_WORDS: usize = 4;

/// Different cues that a sentence needs to be quoted for them alone.
const TOGETHER: usize = 2;

/// A piece's sentences with their words, divided once for many questions.
struct Text<'a> {
    sentences: Vec<Sentence<'a>>,
    all: Vec<String>,
}

impl<'a> Text<'a> {
    fn of(page: &'a Page) -> Self {
        let mut read = Vec::new();
        for block in readable(page) {
            let is_heading = matches!(block.kind, BlockKind::Heading(_));
            for text in sentences(&block.text) {
                let mut words = words(text);
                // An amount whose coin is a word counts as one with a sign.
                if names_money(text) && !words.iter().any(|word| word == "0$") {
                    words.push("0$".to_owned());
                }
                read.push(Sentence { text, words, is_heading });
            }
        }
        let all = read.iter().flat_map(|sentence| sentence.words.iter().cloned()).collect();
        Self { sentences: read, all }
    }

    /// Of the sentences with a plain cue the one that says most.
    fn says(&self, plain: &Phrases, cues: &Phrases) -> Option<String> {
        let told = |sentence: &&Sentence<'_>| !sentence.is_label() && plain.different_in(&sentence.words) > 0;
        let value = |sentence: &&Sentence<'_>| {
            2 * plain.different_in(&sentence.words) + cues.different_in(&sentence.words).min(2)
        };
        // Of equal ones the first: `max_by_key` would take the last.
        self.sentences.iter().rev().filter(told).max_by_key(value).map(Sentence::quote)
    }

    /// A heading or label with a plain cue.
    fn heads(&self, plain: &Phrases) -> Option<String> {
        self.sentences
            .iter()
            .find(|sentence| sentence.is_heading && plain.different_in(&sentence.words) > 0)
            .map(Sentence::quote)
    }

    /// The sentence with most cues, if the whole has enough of them.
    fn touches(&self, cues: &Phrases, least: usize) -> Option<String> {
        let has_enough = cues.different_in(&self.all) >= least;
        self.most(cues).filter(|_| has_enough).map(Sentence::quote)
    }

    fn most(&self, cues: &Phrases) -> Option<&Sentence<'a>> {
        let told = |sentence: &&Sentence<'_>| !sentence.is_label();
        // Of equal ones the first: `max_by_key` would take the last.
        self.sentences.iter().rev().filter(told).max_by_key(|sentence| cues.different_in(&sentence.words))
    }

    /// The sentence with most cues, if the whole has enough of them and that one more than a single word of it.
    fn meets(&self, cues: &Phrases, least: usize) -> Option<String> {
        if cues.is_empty() || cues.different_in(&self.all) < least {
            return None;
        }
        let best = self.most(cues)?;
        (cues.different_in(&best.words) >= TOGETHER.min(least)).then(|| best.quote())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_page;

    fn missing(text: &str, room: Room) -> Vec<&'static str> {
        let page = read_page("a.md", text);
        against_guide(&page, room)
            .into_iter()
            .filter(|checked| checked.quote.is_none())
            .map(|checked| checked.item.id)
            .collect()
    }

    #[test]
    fn each_room_has_its_list() {
        for room in Room::ALL {
            assert!(guide(room).count() >= 3, "{room:?}");
        }
        assert!(roles_with_concerns().len() >= 5);
    }

    #[test]
    fn gaps_are_named() {
        let naming = "# Slow handovers\n\nYou may notice it on Mondays: somebody asks who has the list. Many teams know it; \
                      it is common in companies of this size.";
        assert_eq!(missing(naming, Room::Problem), ["consequence"]);
        let whole = format!("{naming}\n\nOver time it adds up: orders are lost, people leave, and the cost grows.");
        assert!(missing(&whole, Room::Problem).is_empty());
        assert!(missing("# Our way\n\nYou install the tool and it works.", Room::Solution).contains(&"options"));
        let offer = "# Start\n\nIn the first week we start with a workshop. Your team gives us access and two hours a week. \
                     The price is 900 a month; you can cancel with a notice of a month.";
        assert_eq!(missing(offer, Room::Offer), ["measure", "after"]);
    }

    #[test]
    fn what_is_said_in_other_words_is_no_gap() {
        let said = |text: &str, room: Room, id: &str| !missing(text, room).contains(&id);
        for (room, id, text) in [
            (
                Room::Solution,
                "premature",
                "# Kilns\n\nWait if a sale of the mill is near, and dry in the open until then.",
            ),
            (Room::Solution, "premature", "# Kilns\n\nFor small yards waiting is the cheaper choice."),
            (Room::Problem, "consequence", "# Damp\n\nSo the next crack will be found by your customers."),
            (Room::Problem, "normal", "# Damp\n\nIn a survey of 64 mills, five out of six lost boards to it."),
            (Room::Offer, "risk", "# Start\n\nYou can stop at the end of each week and pay only for what was done."),
            (Room::Sales, "effort", "# Holm\n\nThe change took six weekends, two more than planned."),
        ] {
            assert!(said(text, room, id), "{id}: {text}");
        }
        assert!(!said("# Damp\n\nOn Friday everybody is in the yard by seven.", Room::Problem, "normal"));
        assert!(!said("# Safety\n\nOur people hold no keys to the yard.", Room::Sales, "effort"));
        assert!(!said("# Start\n\nText of it.\n\n[Fees](/fees)", Room::Offer, "price"));
    }

    #[test]
    fn evidence_is_the_sentence_that_says_it() {
        let page = read_page(
            "a.md",
            "# Damp\n\nOn Friday everybody is in the yard by seven. In a survey of 64 mills, most had lost boards to it.",
        );
        let normal = against_guide(&page, Room::Problem).into_iter().find(|checked| checked.item.id == "normal");
        assert!(normal.unwrap().quote.unwrap().starts_with("In a survey"));
    }

    #[test]
    fn a_cost_in_words_speaks_to_finance() {
        let page = read_page("a.md", "# Holm\n\nCost: 31,000 euros in the first year. Write-offs fell by half.");
        let found = concerns(&page, "finance");
        assert!(found[0].quote.as_deref().unwrap().starts_with("Cost"), "{found:?}");
    }

    #[test]
    fn a_page_for_finance_speaks_of_money() {
        let page = read_page("a.md", "# For finance\n\nA beautiful interface with dark mode.");
        assert!(concerns(&page, "finance").iter().all(|concern| concern.quote.is_none()));
        let page = read_page("a.md", "# For finance\n\nThe cost is fixed, the payback a year.");
        assert!(concerns(&page, "finance")[0].quote.is_some());
    }
}
