//! Settings: what the house knows about itself, who works in it, and the doors by which evidence comes in.

use super::frame::{AccountLink, PostForm};

mod fit;
mod import;
mod language;
mod script;
mod sheet;

pub use import::{Import, ImportRun, Reject, render as import, render_run as import_run};
pub use language::Spoken;
pub use script::{Script, render as script};
pub use sheet::render;

/// Everything the sheet says.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub answers: Answers,
    /// One a line: pattern, kind, room.
    pub path_rules: String,
    /// The rules in force are the usual ones; nobody wrote any.
    pub rules_are_usual: bool,
    pub keys: Vec<Key>,
    pub people: Vec<Person>,
    pub invitations: Vec<Invited>,
    /// The whole address of an invitation that was just made; shown once.
    pub fresh_link: Option<String>,
    /// Owners and editors.
    pub may_set_up: bool,
    /// Owners.
    pub may_manage_people: bool,
    /// One rule a line.
    pub fit_rules: String,
    /// What the rules as they are written would do; `None` until somebody looks.
    pub fit_preview: Option<FitPreview>,
    pub language: Spoken,
    /// A sentence about what was just done.
    pub done: Option<String>,
    pub problem: Option<String>,
}

/// The answers to the set-up questions, as texts of a form.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Empty for none.
    pub name: String,
    pub decision_months: String,
    pub time_zone: String,
    /// One a line.
    pub own_domains: String,
    pub own_networks: String,
    pub competitor_domains: String,
    /// "opt-out", "opt-in" or "cookie-free".
    pub consent_mode: String,
    /// Empty keeps everything.
    pub retention_days: String,
    /// Separated by commas; empty takes the usual ones.
    pub essential_roles: String,
}

/// What fit rules would do before anybody saves them.
#[derive(Debug, Clone, Default)]
pub struct FitPreview {
    /// Companies whose fit no import states.
    pub open: u32,
    /// Of these, how many would have a fit.
    pub given: u32,
    pub changed: u32,
    pub examples: Vec<FitExample>,
}

/// A company whose fit would change.
#[derive(Debug, Clone)]
pub struct FitExample {
    pub account: AccountLink,
    /// Short facts, such as "Road freight, 1,100 people".
    pub facts: String,
    pub before: Option<f32>,
    pub after: Option<f32>,
    /// The rule that would say so.
    pub rule: Option<String>,
}

/// A key of collection clients.
#[derive(Debug, Clone)]
pub struct Key {
    pub key: String,
    pub label: String,
    /// Such as "since 12 Sep 2026".
    pub state: String,
    pub revoke: Option<PostForm>,
}

/// Somebody who works here.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    /// "owner", "editor", "sales" or "viewer".
    pub role: String,
    pub is_viewer: bool,
}

/// An open invitation.
#[derive(Debug, Clone)]
pub struct Invited {
    pub role: String,
    /// Such as "made by Ines Falk, good until 19 Sep 2026".
    pub state: String,
    pub withdraw: Option<PostForm>,
}
