//! Ready for a conversation: the short list with reasons, and who is better left to think.

use enfilade_app::first_hour::Understood;
use enfilade_domain::{Role, Room, ShownRoom};

use super::frame::{AccountLink, Likely, PostForm};

mod cards;
mod feed;
mod sheet;
mod signals;
mod waiting;

pub use cards::{committee_dots, not_yet, opening};
pub use feed::{Entry, atom};
pub use sheet::render;
pub use signals::address as feed_address;

/// Everything the sheet says.
#[derive(Debug, Clone, Default)]
pub struct Ready {
    /// Readiest first.
    pub ready: Vec<Card>,
    /// Ready by what was read, and nothing new for three weeks.
    pub passed: Vec<Card>,
    pub more_ready: u32,
    pub asked: Vec<AskedToTalk>,
    pub more_asked: u32,
    pub called: Vec<Called>,
    pub waiting: Vec<Waiting>,
    /// Those getting ready beyond these.
    pub more_waiting: u32,
    /// Those not yet beyond these.
    pub more_not_yet: u32,
    /// The mark on every door, where it is known.
    pub opens_at: Option<f32>,
    /// Nothing was ever seen of any company.
    pub is_empty_house: bool,
    /// What the evidence says while no company was seen; `None` for a past day.
    pub understood: Option<Understood>,
    /// Days until requests to talk were answered in the last quarter: how many there were, and the middle.
    pub answered: Option<(u32, u32)>,
    /// Whether the viewer may decide, and the day is today.
    pub may_decide: bool,
    /// The first day that may be named to look again, such as "2026-09-15".
    pub tomorrow: String,
}

/// A ready account.
#[derive(Debug, Clone)]
pub struct Card {
    pub account: AccountLink,
    /// Short facts, such as "Road freight, 1,100 people".
    pub facts: Vec<String>,
    pub readiness: Likely,
    pub door_opens_at: Option<f32>,
    pub fit: Option<f32>,
    pub shown: ShownRoom,
    pub days_since_seen: Option<u32>,
    /// Plain sentences about themes and people.
    pub reasons: Vec<String>,
    pub dots: Vec<Dot>,
    pub opening: String,
    /// What the opening rests on.
    pub because: String,
    /// Questions of theirs that nothing they read answers yet.
    pub still_open: Vec<String>,
    /// A sentence about a call that was meant and of which nothing was recorded.
    pub meant_to_call: Option<String>,
}

/// One role of the decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    pub role: Role,
    pub presence: Presence,
    pub room: Option<Room>,
    /// Inferred from themes; nobody stated it.
    pub inferred: bool,
}

impl Dot {
    /// Somebody of the role was seen.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        matches!(self.presence, Presence::Active | Presence::Quiet)
    }
}

/// Whether somebody of a role is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Seen in the last four weeks.
    Active,
    /// Seen before that.
    Quiet,
    Unseen,
    /// Nothing is written for this role, so it could not be recognised.
    CannotBeTold,
}

/// Somebody there asked to talk, and no answer is on record.
#[derive(Debug, Clone)]
pub struct AskedToTalk {
    pub account: AccountLink,
    pub shown: ShownRoom,
    pub fit: Option<f32>,
    pub days_since_asked: Option<u32>,
    /// What they want to talk about, in their words.
    pub points: Vec<String>,
    /// Still asking whether there is a problem: help to judge that, and sell nothing.
    pub early: bool,
    /// What was said or sent to them since, and when: it may have been the answer.
    pub touched_since: Option<(String, String)>,
    pub opening: String,
    pub because: String,
    /// Marks recorded requests as answered.
    pub answers: Vec<PostForm>,
}

/// Somebody of ours calls them.
#[derive(Debug, Clone)]
pub struct Called {
    pub account: AccountLink,
    /// Such as "Ines Falk, on 12 Sep".
    pub by: String,
    pub reason: String,
    pub undo: Option<PostForm>,
}

/// Better left alone for now.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub account: AccountLink,
    pub readiness: Option<Likely>,
    pub door_opens_at: Option<f32>,
    pub fit: Option<f32>,
    pub shown: ShownRoom,
    /// Such as "Ines Falk, on 12 Sep"; `None` where it follows from the reading alone.
    pub decided_by: Option<String>,
    /// Plain sentences; the decider's own words first.
    pub why: Vec<String>,
    /// A piece that answers what they ask next.
    pub at_hand: Option<String>,
    /// Such as "19 Oct 2026" or "when they return".
    pub look_again: String,
    pub undo: Option<PostForm>,
}
