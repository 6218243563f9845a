//! One account's journey: the score, why we believe what we believe, and who is who.
//!
//! Days are whole days since 1970-01-01 in UTC ([`enfilade_domain::Timestamp::utc_day`]).

use enfilade_domain::{Band, DealStage, Room, RoomBelief, ShownRoom};

use super::frame::{AccountLink, Likely, PostForm};

mod lists;
mod sheet;
mod statements;

pub use lists::identity;
pub use sheet::render;

/// Everything the sheet of one account says.
#[derive(Debug, Clone)]
pub struct Journey {
    pub account: AccountLink,
    /// Short facts, such as "Regional water utility" and "2,400 people".
    pub facts: Vec<String>,
    pub as_of_day: i64,
    /// That day is not today.
    pub is_past: bool,
    pub band: Band,
    /// Plain sentences.
    pub band_reasons: Vec<String>,
    /// What a person decided about speaking to them, in a sentence, with its undo.
    pub decided: Option<(String, Option<PostForm>)>,
    /// Whether the viewer may decide, and the day is today.
    /// Ready, with nothing new for so long that the moment may be over.
    pub window_passed: bool,
    pub may_decide: bool,
    /// The first day that may be named to look again, such as "2026-09-15".
    pub tomorrow: String,
    pub shown: ShownRoom,
    pub rooms: RoomBelief,
    pub readiness: Likely,
    /// The readiness at which the door counts as open; `None` leaves the threshold undrawn.
    pub door_opens_at: Option<f32>,
    pub enough_evidence: bool,
    /// Visits that were read.
    pub visits: u32,
    /// 0 to 1.
    pub fit: Option<f32>,
    /// In order of first appearance.
    pub voices: Vec<Voice>,
    /// Roles usual at this point and not seen, such as "Procurement".
    pub missing_roles: Vec<String>,
    /// One for each visit-day of each voice, in order of time.
    pub notes: Vec<Note>,
    /// Silences of the whole account long enough to draw.
    pub rests: Vec<Rest>,
    pub slurs: Vec<Slur>,
    pub events: Vec<OutsideEvent>,
    pub touches: Vec<SalesTouch>,
    /// Days on which a piece was delivered on a channel somebody opted into.
    pub delivered_days: Vec<i64>,
    /// First and last days of presence advertising at the account's locations.
    pub presence: Vec<(i64, i64)>,
    /// Belief by day, in order of time.
    pub ribbon: Vec<BeliefDay>,
    /// Readiness by day, in order of time.
    pub readiness_line: Vec<ReadinessDay>,
    pub quiet: Option<QuietBand>,
    /// The silence that is going on, in a sentence.
    pub silence: String,
    /// What they work on, in a few words.
    pub works_on: Option<String>,
    /// Probability that the decision was made elsewhere, 0 to 1.
    pub decided_elsewhere: f32,
    /// `None` while nothing can be explained.
    pub evidence: Option<Evidence>,
    /// What people of the customer's stated, in order of time.
    pub stated: Vec<StatedLine>,
    /// What was read by this day as it was made, in a sentence; `None` where nothing was kept.
    pub as_made: Option<String>,
    pub identity: Vec<IdentityLine>,
    /// The kind as which the whole account is kept and not read, such as "competitor".
    pub set_aside: Option<String>,
    /// What a person decided about the whole account, in a sentence, with its undo.
    pub marked: Option<(String, Option<PostForm>)>,
    /// Marks for the whole account, such as "This is a competitor".
    pub actions: Vec<PostForm>,
    pub deals: Vec<DealLine>,
    /// Both figures beside those of others; `None` where one of them is not known, and for a past day.
    pub beside: Option<Beside>,
    /// What this drawing cannot show, in plain sentences.
    pub not_seen: Vec<String>,
}

/// A person of the account. Only those who named themselves have a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// A, B, C … in order of first appearance.
    pub letter: String,
    /// The likely role, such as "Operations"; "Somebody" where none is likely.
    pub title: String,
    /// 0 to 1; `None` where the person stated the role.
    pub role_certainty: Option<f32>,
    /// The name the person gave; `None` for everybody else.
    pub given_name: Option<String>,
    pub person_id: String,
    pub shown: ShownRoom,
    pub first_day: i64,
    pub last_day: i64,
    /// How somebody joined what was under way, or left; `None` for whoever was there from the beginning.
    pub joined: Option<String>,
    /// Themes in a few words, never titles of pages.
    pub thinking_about: Option<String>,
    /// What this person could read next; nothing where no room is clear or all was read.
    pub next: Option<NextPiece>,
}

/// Fit and readiness of an account among others.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// 0 to 1, as all figures here.
    pub fit: f32,
    pub readiness: f32,
    /// Fit and readiness; of a big house a part.
    pub others: Vec<(f32, f32)>,
    /// Readiness from which somebody can be ready.
    pub opens_at: f32,
}

/// A piece that stands at hand for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPiece {
    pub path: String,
    pub title: String,
    /// Such as "answers “What if it goes wrong?”".
    pub because: String,
}

/// How deeply a visit-day went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Under 30 seconds, or under a quarter read.
    Glance,
    Read,
    /// Three minutes and more, or a return to the same piece.
    Studied,
}

/// One visit-day of one voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    pub day: i64,
    /// `None` where what was read belongs to no room; such notes are counted and not drawn.
    pub room: Option<Room>,
    /// Index into [`Journey::voices`].
    pub voice: usize,
    pub depth: Depth,
}

/// Nobody of the account was seen between these days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    pub from_day: i64,
    pub to_day: i64,
}

/// A likely forward from one note to another; indices into [`Journey::notes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slur {
    pub from: usize,
    pub to: usize,
}

/// Something that happened to the account, from the customer's records or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideEvent {
    pub day: i64,
    pub caption: String,
}

/// Something a seller did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesTouch {
    pub day: i64,
    /// Such as "Cold email".
    pub caption: String,
    /// It came while readiness was under 35.
    pub early: bool,
}

/// Filtered probabilities at the end of a day; outside and rooms sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeliefDay {
    pub day: i64,
    pub belief: RoomBelief,
}

/// Readiness at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadinessDay {
    pub day: i64,
    pub readiness: Likely,
}

/// The account's own silences, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuietBand {
    /// 10 % quantile.
    pub low_days: f32,
    pub median_days: f32,
    /// 90 % quantile.
    pub high_days: f32,
    /// The silence that is going on.
    pub now_days: f32,
    /// Completed silences of this account; under 5 the band leans on similar accounts.
    pub silences: u32,
}

/// Terms of the log-odds of standing in the Offer or the Sales room; base and steps add up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Such as "Where a strong-fit utility usually stands".
    pub base_text: String,
    pub base_log_odds: f32,
    pub steps: Vec<EvidenceStep>,
    /// The same by cause, for whoever wants to check; adds up to the same.
    pub detail: Vec<EvidenceStep>,
    /// What was not counted, and why.
    pub ignored: Vec<String>,
    /// Plain fragments, such as "four quiet weeks take it to 74".
    pub would_change: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceStep {
    pub text: String,
    pub log_odds: f32,
    /// What is left over when the reasons were told.
    pub is_rest: bool,
}

/// A statement of a person of the customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedLine {
    pub day: i64,
    /// Plain sentences.
    pub text: String,
    pub undo: Option<PostForm>,
    /// Marks a request to talk as answered.
    pub answer: Option<PostForm>,
}

/// Why two things are held to be one person or one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityLine {
    /// A plain sentence.
    pub text: String,
    /// "certain", "likely" or "possible".
    pub strength: String,
    pub since_day: Option<i64>,
    /// Who is linked, for the way to the person's own page.
    pub person_id: Option<String>,
    /// Who struck it out, when and why, in a sentence; `undo` then takes that back.
    pub struck_out: Option<String>,
    pub undo: Option<PostForm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealLine {
    pub stage: DealStage,
    pub opened_day: i64,
    pub closed_day: Option<i64>,
    /// Such as "48,000 EUR".
    pub amount: Option<String>,
    /// Where the buyer says he heard of us, word for word.
    pub heard_from: Option<String>,
}
