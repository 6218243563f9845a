//! What one visit amounts to: the pages of one sitting, counted by what they are for.

use enfilade_domain::{MINUTE_MS, PageCategory, Source, Timestamp};

/// A pause longer than this ends a visit.
pub const SESSION_GAP_MS: i64 = 30 * MINUTE_MS;

/// A room-labelled page read longer than this (seconds) counts as read in depth.
pub const DEEP_READ_SECONDS: f32 = 30.0;

/// A page known to have been left sooner than this (seconds) was not read: it counts in [`Session::read`], but neither
/// in `pages` nor in `categories`. On the sample markets this changes next to nothing; without it, ten clicks on
/// late pages would weigh more than reading one.
pub const GLANCE_SECONDS: f32 = 3.0;

/// A visit session of one person. Built elsewhere from events: machines are already left out, and so are mail
/// opens and ad impressions, which carry no weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// When the visit began.
    pub at: Timestamp,
    /// Pages viewed, of any category or none, except glances ([`GLANCE_SECONDS`]).
    pub pages: u32,
    /// The same pages by [`PageCategory::index`].
    pub categories: [u32; PageCategory::COUNT],
    /// Pages whose reading time is known, glances included, by category; the last entry is for pages of none. Where it
    /// is not known, it says nothing.
    pub read: [ReadingTime; PageCategory::COUNT + 1],
    /// How the visitor came.
    pub source: Source,
    /// A demo or a contact was asked for in this visit.
    pub demo: bool,
    /// A piece was downloaded.
    pub download: bool,
    /// A piece was shared.
    pub share: bool,
}

/// How long the pages of one category were read: what a log-normal law of reading times needs of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadingTime {
    pub pages: u32,
    /// Sum of the natural logarithms of the active seconds.
    pub log_seconds: f32,
}

/// Reading times are taken to lie within these seconds: what is shorter is a click, what is longer was left open.
const READING_SECONDS: (f32, f32) = (2.0, 900.0);

impl ReadingTime {
    pub const NONE: Self = Self { pages: 0, log_seconds: 0.0 };

    pub fn add(&mut self, seconds: f32) {
        self.pages += 1;
        self.log_seconds += seconds.clamp(READING_SECONDS.0, READING_SECONDS.1).ln();
    }
}

impl Session {
    /// Adds pages of one category, each read for so long.
    pub fn add_read(&mut self, category: PageCategory, pages: u32, seconds: f32) {
        self.pages += pages;
        self.categories[category.index()] += pages;
        (0..pages).for_each(|_| self.read[category.index()].add(seconds));
    }

    /// A visit without pages and marks, to be filled.
    #[must_use]
    pub const fn empty(at: Timestamp, source: Source) -> Self {
        Self {
            at,
            pages: 0,
            categories: [0; PageCategory::COUNT],
            read: [ReadingTime::NONE; PageCategory::COUNT + 1],
            source,
            demo: false,
            download: false,
            share: false,
        }
    }
}
