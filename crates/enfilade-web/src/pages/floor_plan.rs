//! The floor plan: where every company stands, and what changed lately.

use enfilade_app::first_hour::Understood;
use enfilade_domain::{PersonKind, Room};

use super::frame::AccountLink;
use crate::components::words;

mod news;
mod sheet;

pub use news::MOST_NEWS;
pub use sheet::{around, draw, render};

/// Everything the floor plan says.
#[derive(Debug, Clone, Default)]
pub struct FloorPlan {
    /// The day in words, such as "Monday 14 September 2026".
    pub as_of: String,
    /// One mark for each account that is shown in a room; no account outside, unclear or without enough evidence.
    pub marks: Vec<PlanMark>,
    /// Accounts that went through in the last 28 days: Problem to Solution, Solution to Offer, Offer to Sales, and
    /// Sales to client (`forward` = deals won; `back` is not used there).
    pub doors: [Door; 4],
    /// By room: came in from outside in the last 28 days.
    pub entered: [u32; 4],
    /// By room: left in the last 28 days.
    pub left: [u32; 4],
    /// Moves between rooms that are no neighbours, in the last 28 days.
    pub loops: Vec<Loop>,
    /// By room.
    pub stays: [Stay; 4],
    /// Accounts that are known and outside.
    pub outside: u32,
    /// Accounts seen in more than one room with none leading.
    pub unclear: u32,
    /// Accounts with too few visits to say anything.
    pub not_enough_evidence: u32,
    /// `None` for a past day: who was counted then is not known.
    pub visitors: Option<Visitors>,
    /// Accounts that somebody stated and of which nobody was seen.
    pub unseen: u32,
    /// What the evidence says while nobody stands in a room; `None` for a past day.
    pub understood: Option<Understood>,
    pub median_quiet: Option<QuietTime>,
    /// Accounts whose people asked to talk and wait for an answer.
    pub asked: u32,
    /// In conversations of the last 90 days, and of the 90 before.
    pub arrived: [Arrived; 2],
    pub news: News,
}

/// One account on the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanMark {
    pub domain: String,
    pub name: String,
    pub room: Room,
    /// P(next) / (P(previous) + P(next)): 0 at the entry wall, 1 at the next door.
    pub along: f32,
    pub days_since_seen: f32,
    /// 0 to 1; `None` where nobody stated it.
    pub fit: Option<f32>,
    /// In a band that welcomes a talk.
    pub ready: bool,
    /// The silence that ended within the last 3 days, when it was longer than the account's own median.
    pub came_back_after_days: Option<u32>,
    /// Changed rooms since yesterday.
    pub moved: bool,
}

/// Accounts through a door in 28 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Door {
    pub forward: u32,
    pub back: u32,
}

/// Accounts that skipped a room, forwards or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loop {
    pub from: Room,
    pub to: Room,
    pub count: u32,
}

/// The median stay in a room.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stay {
    /// Median in days.
    pub days: Option<f32>,
    /// Completed stays behind it; under 8 the median is not shown.
    pub completed: u32,
}

/// How buyers arrived at conversations, as whoever spoke with them said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrived {
    pub prepared: u32,
    /// Conversations of which somebody said how they were.
    pub all: u32,
}

/// Silences that ended in a return.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuietTime {
    pub median_days: f32,
    /// Silences behind the median.
    pub silences: u32,
    pub longest_days: f32,
}

/// People who stand in no company's place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitors {
    /// Those who cannot be placed with any company.
    pub unplaced: u32,
    /// Those kept out of the reading, by kind.
    pub set_aside: Vec<SetAside>,
}

/// Visitors of one kind that are not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    pub kind: PersonKind,
    pub count: u32,
}

/// What changed lately.
#[derive(Debug, Clone, Default)]
pub struct News {
    pub of: NewsOf,
    pub ready: Vec<BecameReady>,
    pub moved: Vec<Moved>,
    pub came_back: Vec<CameBack>,
    pub left: Vec<Left>,
}

/// How far back news goes. On a calm day that of the week is told instead, so that there is something to think of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NewsOf {
    #[default]
    Day,
    Week,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BecameReady {
    pub account: AccountLink,
    pub room: Room,
    /// One plain sentence.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub account: AccountLink,
    /// `None` when it came from outside.
    pub from: Option<Room>,
    pub to: Room,
    /// A fragment such as "a security colleague has joined".
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBack {
    pub account: AccountLink,
    pub room: Option<Room>,
    pub after_days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub account: AccountLink,
    pub from: Option<Room>,
    /// A fragment such as "closed the project".
    pub reason: Option<String>,
}

impl News {
    /// Whether there is none.
    #[must_use]
    pub const fn is_quiet(&self) -> bool {
        self.ready.is_empty() && self.moved.is_empty() && self.came_back.is_empty() && self.left.is_empty()
    }
}

impl NewsOf {
    /// Days back from the moment of the drawing.
    #[must_use]
    pub const fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
        }
    }
}

impl FloorPlan {
    /// Accounts in each room.
    #[must_use]
    pub fn per_room(&self) -> [usize; 4] {
        Room::ALL.map(|room| self.marks.iter().filter(|mark| mark.room == room).count())
    }
}

impl Stay {
    /// The median in whole days; a dash where too few stays are over.
    #[must_use]
    pub fn words(&self) -> String {
        match self.days {
            Some(days) if self.completed >= words::FEWEST_STAYS => words::days(days.max(0.0).round() as u32),
            _ => "–".to_owned(),
        }
    }
}
