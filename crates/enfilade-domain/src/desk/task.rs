//! A finding of an assessment that somebody wants mended.

use enfilade_language::marked;

use crate::{Room, Timestamp};

/// A finding that was accepted as work to do. It closes by itself when a crawl no longer finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub site: String,
    /// The method of the assessment it comes from; the findings of another one say nothing about it.
    pub method: u32,
    /// The id of the rule that found it.
    pub rule: String,
    pub name: String,
    pub room: Option<Room>,
    pub path: String,
    pub url: String,
    pub quote: String,
    pub advice: String,
    /// Who mends it; may be empty.
    pub owner: String,
    pub accepted_by: String,
    pub accepted_at: Timestamp,
    pub closed: Option<TaskClosed>,
    /// It was closed once, and a later crawl found it again.
    pub came_back: bool,
    /// Why nobody will do it, where somebody said so.
    pub dropped_because: Option<String>,
}

/// When and how a task was closed by a crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskClosed {
    pub at: Timestamp,
    /// The number of the assessment that did not find it any more.
    pub assessment: i64,
    pub how: Mended,
}

/// What a crawl saw instead of the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mended {
    /// The page is there and no longer says it.
    TextChanged,
    /// The site was read whole, and the page is not there.
    PageGone,
}

impl Mended {
    pub const ALL: [Self; 2] = [Self::TextChanged, Self::PageGone];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TextChanged => marked!("text changed"),
            Self::PageGone => marked!("page gone"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}
