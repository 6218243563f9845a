//! `enfilade desk`: what people who write put down, and what the house says to it.

mod audience;
mod capability;
mod draft;
mod gate;
mod gone;
mod phrase;
mod plan;
mod task;
mod worksheet;

use clap::{Args, Subcommand};
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::texts::Found;
use enfilade_domain::{Role, Room, Timestamp};
use serde_json::{Value, json};

use super::Opened;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum DeskCommand {
    /// One concrete buyer: what she asks in private, fears, and has to feel; and which pieces meet it.
    #[command(subcommand)]
    Worksheet(worksheet::WorksheetCommand),
    /// The buyers' own words: collected, offered from what the house heard, and held against the pieces.
    #[command(subcommand)]
    Phrase(phrase::PhraseCommand),
    /// What the house can do, as a story that sales can carry.
    #[command(subcommand)]
    Capability(capability::CapabilityCommand),
    /// Drafts, their changes, and who signed them.
    #[command(subcommand)]
    Draft(draft::DraftCommand),
    /// Whom it is all for, and which pieces speak of something else.
    #[command(subcommand)]
    Audience(audience::AudienceCommand),
    /// What is to be published next, always on; a campaign is an entry with what is said after it.
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// For how many weeks a steady reader still finds something new, and where that ends too soon.
    #[command(after_help = "Example: enfilade desk runway --json")]
    Runway(crate::arguments::Json),
    /// Forms before learning: why they stand, and how many readers they cost.
    #[command(subcommand)]
    Gate(gate::GateCommand),
    /// Findings of assessments that somebody wants mended.
    #[command(subcommand)]
    Task(task::TaskCommand),
    /// Pieces whose page the last crawl of their site did not find.
    #[command(after_help = "Example: enfilade desk gone --json")]
    Gone(crate::arguments::Json),
}

/// Who does it.
#[derive(Debug, Args)]
pub(crate) struct By {
    /// Who says so.
    #[arg(long, value_name = "NAME", default_value = "the command line")]
    by: String,
}

pub(super) use task::as_json as task_as_json;

pub(crate) fn run(opened: &Opened, command: &DeskCommand) -> Result<Outcome, Failure> {
    match command {
        DeskCommand::Worksheet(command) => worksheet::run(opened, command),
        DeskCommand::Phrase(command) => phrase::run(opened, command),
        DeskCommand::Capability(command) => capability::run(opened, command),
        DeskCommand::Draft(command) => draft::run(opened, command),
        DeskCommand::Audience(command) => audience::run(opened, command),
        DeskCommand::Plan(command) => plan::run(opened, command),
        DeskCommand::Runway(json) => plan::runway(opened, json.json),
        DeskCommand::Gate(command) => gate::run(opened, command),
        DeskCommand::Task(command) => task::run(opened, command),
        DeskCommand::Gone(json) => gone::run(opened, json.json),
    }
}

fn room(text: &str) -> Result<Room, String> {
    Room::parse(text).ok_or_else(|| "a room is problem, solution, offer or sales".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        "a role is finance, operations, legal, executive, technical, champion or one of your own".to_owned()
    })
}

/// A role, with nothing for "any".
fn one_role(role: Option<&Role>) -> Option<Role> {
    role.filter(|role| role.as_str() != "any").cloned()
}

/// Number, version, author and date of a paper.
fn provenance<T>(kept: &Kept<T>) -> Value {
    json!({"id": kept.id, "version": kept.version, "by": kept.by, "at": kept.at.to_string()})
}

/// Adds the fields of one object to another.
fn with(mut value: Value, more: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), more) {
        fields.extend(more);
    }
    value
}

fn found(found: &Found) -> Value {
    json!({"path": found.path, "title": found.title, "quote": found.quote, "share": (f64::from(found.share) * 100.0).round() / 100.0})
}

fn day(at: Timestamp) -> String {
    output::date(Some(at))
}

/// What a new paper is called from now on.
fn added(what: &str, id: i64, as_json: bool) -> Outcome {
    if as_json {
        output::line(&json!({ "id": id }));
    } else {
        output::text_line(&format!("{what} {id}"));
    }
    Outcome::Done
}
