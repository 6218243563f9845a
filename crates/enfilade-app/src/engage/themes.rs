//! What an account has been thinking about, in themes: the topics of what was read, never pages or times of day.

use std::collections::BTreeMap;

use enfilade_domain::{PageCategory, Room, Timestamp};

use super::words;
use crate::interpret::fold::ReadLife;
use crate::interpret::sessions::PageVisit;

/// Reading without a measured time counts as this many seconds: longer than a glance, shorter than a proper read.
const UNMEASURED_SECONDS: f32 = 30.0;
/// A page left open counts no longer than this.
const LONGEST_SECONDS: f32 = 900.0;
/// A theme with less reading than this was only glanced at.
const THEME_SECONDS: f32 = 45.0;

/// A theme with how much was read on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The topic as the library names it, or the room's concern where the library names none.
    pub name: String,
    /// The library names the topic, so that it can stand in a sentence; else it is the room's concern.
    pub is_topic: bool,
    /// The room of most of what was read on it.
    pub room: Option<Room>,
    pub seconds: f32,
    pub last_at: Timestamp,
}

/// Pages that the account's present people read, in order of time.
#[must_use]
pub fn pages(lives: &[ReadLife], moment: Timestamp) -> Vec<&PageVisit> {
    let mut pages: Vec<&PageVisit> = lives
        .iter()
        .filter(|read| !read.state.has_departed_by(moment))
        .flat_map(|read| &read.visits)
        .flat_map(|visit| &visit.pages)
        .collect();
    pages.sort_by_key(|page| page.at);
    pages
}

/// How long a page was read, with bounds.
#[must_use]
pub fn seconds(page: &PageVisit) -> f32 {
    page.dwell_seconds.unwrap_or(UNMEASURED_SECONDS).clamp(0.0, LONGEST_SECONDS)
}

/// The room whose question a page answers.
#[must_use]
pub fn room_of(page: &PageVisit) -> Option<Room> {
    page.facts.category.and_then(PageCategory::room)
}

/// Themes of some pages, the one that was read most first. Glances make no theme.
#[must_use]
pub fn themes<'a>(pages: impl Iterator<Item = &'a PageVisit>) -> Vec<Theme> {
    let mut found: BTreeMap<String, (f32, Timestamp, [f32; 4])> = BTreeMap::new();
    for page in pages {
        let room = room_of(page);
        let topic = page.facts.topic.as_deref().map(str::trim).filter(|topic| !topic.is_empty());
        let Some(name) = topic.map(str::to_owned).or_else(|| room.map(|room| words::concern(room).to_owned())) else {
            continue;
        };
        let (sum, last_at, rooms) = found.entry(name).or_default();
        *sum += seconds(page);
        *last_at = (*last_at).max(page.at);
        if let Some(room) = room {
            rooms[room.index()] += seconds(page);
        }
    }
    let mut themes: Vec<Theme> = found
        .into_iter()
        .filter(|(_, (sum, ..))| *sum >= THEME_SECONDS)
        .map(|(name, (seconds, last_at, rooms))| {
            let room = Room::ALL.into_iter().max_by(|a, b| rooms[a.index()].total_cmp(&rooms[b.index()]));
            let is_topic = !Room::ALL.iter().any(|room| words::concern(*room) == name);
            Theme { name, is_topic, room: room.filter(|room| rooms[room.index()] > 0.0), seconds, last_at }
        })
        .collect();
    themes.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then_with(|| a.name.cmp(&b.name)));
    themes
}

/// How the themes moved: those of the first third of the time and those of its last four weeks.
#[must_use]
pub fn movement(pages: &[&PageVisit]) -> (Vec<Theme>, Vec<Theme>) {
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return (Vec::new(), Vec::new()) };
    let span = last.at.days_since(first.at);
    let recent = last.at.plus_days(-28.0_f64.min(span / 2.0));
    let early = first.at.plus_days(span / 3.0);
    (
        themes(pages.iter().copied().filter(|page| page.at <= early && page.at < recent)),
        themes(pages.iter().copied().filter(|page| page.at >= recent)),
    )
}

/// The first names of a list of themes.
#[must_use]
pub fn names(themes: &[Theme], most: usize) -> Vec<String> {
    themes.iter().take(most).map(|theme| theme.name.clone()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::reveal::surroundings::PageFacts;

    pub(in crate::engage) fn page(day: i64, category: PageCategory, topic: &str, dwell: Option<f32>) -> PageVisit {
        PageVisit {
            message_id: format!("m{day}"),
            at: Timestamp::from_utc_day(day),
            path: format!("/{topic}"),
            facts: Arc::new(PageFacts {
                category: Some(category),
                topic: (!topic.is_empty()).then(|| topic.to_owned()),
                ..PageFacts::default()
            }),
            dwell_seconds: dwell,
            scroll: None,
        }
    }

    #[test]
    fn glances_make_no_theme_and_the_most_read_comes_first() {
        let pages = [
            page(1, PageCategory::Problem, "cost", Some(100.0)),
            page(2, PageCategory::Problem, "signs", Some(4.0)),
            page(3, PageCategory::Offer, "timing", Some(9_000.0)),
            page(4, PageCategory::Offer, "", Some(60.0)),
            page(5, PageCategory::Careers, "", Some(600.0)),
        ];
        let found = themes(pages.iter());
        assert_eq!(names(&found, 9), ["timing", "cost", words::concern(Room::Offer)]);
        assert_eq!(found[0].room, Some(Room::Offer));
        assert_eq!(found[0].seconds, LONGEST_SECONDS, "a page left open is not studied for hours");
    }

    #[test]
    fn movement_tells_first_from_last() {
        let pages = [
            page(1, PageCategory::Problem, "cost", Some(100.0)),
            page(100, PageCategory::Solution, "ways", Some(100.0)),
            page(210, PageCategory::Offer, "timing", Some(100.0)),
        ];
        let pages: Vec<&PageVisit> = pages.iter().collect();
        let (early, late) = movement(&pages);
        assert_eq!((names(&early, 3), names(&late, 3)), (vec!["cost".to_owned()], vec!["timing".to_owned()]));
        assert_eq!(movement(&[]), (Vec::new(), Vec::new()));
        let (early, late) = movement(&pages[..1]);
        assert!(early.is_empty() && names(&late, 3) == ["cost"], "one day has not moved");
    }
}
