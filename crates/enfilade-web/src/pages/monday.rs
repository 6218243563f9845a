//! Monday: one page for marketing, sales and leadership. What moved and why, who is quiet and left alone, what to decide.

use enfilade_app::first_hour::Understood;
use enfilade_domain::{Room, ShownRoom};

use super::frame::{AccountLink, Likely};
use super::journey::QuietBand;

mod sheet;
mod tables;

pub use sheet::render;

/// Everything the sheet says.
#[derive(Debug, Clone, Default)]
pub struct Monday {
    /// Such as "Week 38, 14 September 2026".
    pub week: String,
    pub conversations: Vec<Conversation>,
    /// Of the quarter before: prepared, and all that were asked.
    pub quarter_before: (u32, u32),
    pub forward: Vec<Step>,
    pub back: Vec<Step>,
    pub entered: Vec<Step>,
    pub left: Vec<Step>,
    /// Accounts that moved beyond those told of.
    pub more_steps: u32,
    /// The first of them, without a reason.
    pub further: Vec<Step>,
    pub quiet: Vec<QuietAccount>,
    pub more_quiet: u32,
    pub to_decide: Vec<ToDecide>,
    pub more_to_decide: u32,
    pub loud: Vec<Disagreement>,
    pub unheard: Vec<Disagreement>,
    pub comparison: Comparison,
    pub won: Vec<Won>,
    pub waited: Vec<Waited>,
    /// No company is known: what the evidence says instead; `None` for a past day.
    pub is_empty_house: bool,
    pub understood: Option<Understood>,
}

/// Decisions of one person to wait, and of how many accounts something came later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    pub by: String,
    pub decisions: u32,
    pub became: u32,
}

/// A first conversation of which somebody said how it was.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub account: AccountLink,
    pub day: i64,
    /// "yes", "partly" or "no".
    pub prepared: String,
    /// How ready the account was just before; `None` where nobody of it had been seen.
    pub readiness: Option<Likely>,
    /// Whether nothing was read at the time, and it is read now from what was known then.
    pub is_understood_today: bool,
}

/// An account that moved this week.
#[derive(Debug, Clone)]
pub struct Step {
    pub account: AccountLink,
    pub from: Option<Room>,
    pub to: Option<Room>,
    /// A fragment such as "somebody of finance joined".
    pub why: Option<String>,
}

/// An account that was on the way and is silent.
#[derive(Debug, Clone)]
pub struct QuietAccount {
    pub account: AccountLink,
    pub shown: ShownRoom,
    pub quiet: QuietBand,
    /// One plain sentence.
    pub sentence: String,
}

/// Something for people to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToDecide {
    pub account: AccountLink,
    /// The question up to the name, such as "Who calls".
    pub question: String,
    pub because: String,
}

/// An account of which points and reading say different things.
#[derive(Debug, Clone)]
pub struct Disagreement {
    pub account: AccountLink,
    pub points: u32,
    pub readiness: Option<Likely>,
    pub band: String,
}

/// Points beside readiness of all companies, or of a part of a big house.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    pub companies: Vec<Compared>,
    /// Companies with enough evidence for a number.
    pub all: u32,
    /// From so many points on, a list by points would hold as many names as are ready.
    pub sent_from: Option<f32>,
    /// Readiness from which somebody can be ready.
    pub opens_at: f32,
}

#[derive(Debug, Clone)]
pub struct Compared {
    pub account: AccountLink,
    pub room: Option<Room>,
    pub points: f32,
    /// 0 to 1.
    pub readiness: f32,
    pub is_ready: bool,
    /// Told in one of the two lists.
    pub disagrees: bool,
}

/// A deal that was won, in days.
#[derive(Debug, Clone)]
pub struct Won {
    pub account: AccountLink,
    pub first_seen_day: Option<i64>,
    pub opened_day: i64,
    pub closed_day: i64,
    pub amount: Option<String>,
    /// Where the software says it came from.
    pub source: Option<String>,
    /// Where the buyer says he heard of us.
    pub heard_from: Option<String>,
}
