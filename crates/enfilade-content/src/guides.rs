//! What a reader needs from a piece in each room, as a checklist, and what each role of a committee worries about. Both
//! are data: `rules/guides.txt`, `rules/concerns.txt`.

use std::sync::LazyLock;

use enfilade_domain::Room;

use crate::page::Page;
use crate::rules::phrases::Phrases;
use crate::rules::readable;
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
    let parts: Vec<&str> = line.split(" | ").collect();
    let mut head = parts.first()?.split_whitespace();
    Some(GuideItem {
        room: Room::parse(head.next()?)?,
        id: head.next()?,
        least: head.next()?.parse().ok()?,
        says: parts.get(1)?,
        advice: parts.get(2)?,
        cues: Phrases::read(parts.get(3)?),
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
    guide(room).map(|item| Checked { item, quote: text.meets(&item.cues, item.least) }).collect()
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
        .map(|(_, about, cues)| Concern { about, quote: text.meets(cues, CONCERN_LEAST) })
        .collect()
}

/// The roles that have a list of concerns, each once.
#[must_use]
pub fn roles_with_concerns() -> Vec<&'static str> {
    let mut roles: Vec<&str> = CONCERNS.iter().map(|(role, _, _)| *role).collect();
    roles.dedup();
    roles
}

/// A piece's sentences with their words, divided once for many questions.
struct Text<'a> {
    sentences: Vec<(&'a str, Vec<String>)>,
    all: Vec<String>,
}

impl<'a> Text<'a> {
    fn of(page: &'a Page) -> Self {
        let sentences: Vec<(&str, Vec<String>)> = readable(page)
            .flat_map(|block| sentences(&block.text))
            .map(|sentence| (sentence, words(sentence)))
            .collect();
        let all = sentences.iter().flat_map(|(_, words)| words.iter().cloned()).collect();
        Self { sentences, all }
    }

    /// The sentence with most cues, if the whole has enough of them.
    fn meets(&self, cues: &Phrases, least: usize) -> Option<String> {
        if cues.different_in(&self.all) < least {
            return None;
        }
        // Of equal ones the first: `max_by_key` would take the last.
        let best = self.sentences.iter().rev().max_by_key(|(_, words)| cues.different_in(words))?;
        Some(best.0.replace('\n', " "))
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
    fn a_page_for_finance_speaks_of_money() {
        let page = read_page("a.md", "# For finance\n\nA beautiful interface with dark mode.");
        assert!(concerns(&page, "finance").iter().all(|concern| concern.quote.is_none()));
        let page = read_page("a.md", "# For finance\n\nThe cost is fixed, the payback a year.");
        assert!(concerns(&page, "finance")[0].quote.is_some());
    }
}
