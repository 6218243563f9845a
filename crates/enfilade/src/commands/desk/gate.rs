//! `enfilade desk gate`.

use clap::Subcommand;
use enfilade_app::build::desk::calendar;
use enfilade_app::build::desk::gates::{self, Gated};
use enfilade_app::build::desk::paper;
use enfilade_domain::{Gate, Room, Timestamp};
use serde_json::{Value, json};

use super::{By, Opened, added, day};
use crate::arguments::Json;
use crate::commands::part;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum GateCommand {
    /// Every form before a piece, its reason, and what it costs in readers.
    #[command(after_help = "Example: enfilade desk gate report --json")]
    Report(Json),
    /// Say why a form has to stand before a piece; it is on record with your name.
    #[command(
        after_help = "Example: enfilade desk gate keep /guide --reason \"the partner asks for names\" --since 2026-03-01 --by Mira"
    )]
    Keep {
        path: String,
        #[arg(long)]
        reason: String,
        /// Since when it stands.
        #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
        since: Option<Timestamp>,
        #[command(flatten)]
        by: By,
        #[arg(long)]
        json: bool,
    },
    /// Record that the form was taken away.
    Open {
        path: String,
        #[arg(long, value_name = "T", value_parser = Timestamp::parse)]
        at: Option<Timestamp>,
        #[command(flatten)]
        by: By,
    },
    /// Who put which form where, and why: every version.
    Log(Json),
}

pub(super) fn run(opened: &Opened, command: &GateCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        GateCommand::Report(asked) => {
            let figures = calendar::count(app, workspace)?;
            for gated in gates::gated(app, workspace, &figures.gates)? {
                if asked.json { output::line(&as_json(&gated)) } else { print(&gated) }
            }
        }
        GateCommand::Keep { path, reason, since, by, json } => {
            let id = gates::keep(app, workspace, path, reason, *since, &by.by)?;
            calendar::ask(app, workspace.id)?;
            return Ok(added("form", id, *json));
        }
        GateCommand::Open { path, at, by } => {
            gates::open(app, workspace, path, *at, &by.by)?;
            calendar::ask(app, workspace.id)?;
        }
        GateCommand::Log(asked) => log(opened, asked.json)?,
    }
    Ok(Outcome::Done)
}

fn log(opened: &Opened, as_json: bool) -> Result<(), Failure> {
    for newest in paper::ever::<Gate>(&opened.app, &opened.workspace)? {
        for kept in paper::versions::<Gate>(&opened.app, &opened.workspace, newest.id)? {
            let gate = &kept.what;
            let did = if gate.opened_at.is_some() { "opened" } else { "kept" };
            if as_json {
                output::line(&json!({
                    "path": gate.path, "did": did, "by": kept.by, "at": kept.at.to_string(), "reason": gate.reason,
                    "since": gate.since.to_string(), "opened_at": gate.opened_at.map(|at| at.to_string()),
                }));
            } else {
                output::text_line(&format!("{} {} {did} by {}: {}", day(kept.at), gate.path, kept.by, gate.reason));
            }
        }
    }
    Ok(())
}

fn as_json(gated: &Gated) -> Value {
    let stated = gated.stated.as_ref();
    let cost = gated.cost.as_ref().map(|cost| json!({
        "came": cost.came, "sent_the_form": cost.sent_the_form, "left": cost.left, "left_known": cost.left_known,
        "after_leaving": part::as_json(&cost.after_leaving), "after_open": part::as_json(&cost.after_open),
        "lost": cost.lost().map(|lost| (f64::from(lost) * 10.0).round() / 10.0), "gated_days": cost.gated_days.round(),
        "since_opened": cost.since_opened.map(|(readers, days)| json!({"readers": readers, "days": days.round()})),
    }));
    json!({
        "path": gated.path, "title": gated.title, "room": gated.room.map(Room::as_str),
        "reason": stated.map(|kept| &kept.what.reason), "by": stated.map(|kept| &kept.by),
        "since": stated.map(|kept| kept.what.since.to_string()),
        "opened_at": stated.and_then(|kept| kept.what.opened_at).map(|at| at.to_string()),
        "needs_a_reason": gated.needs_a_reason(), "cost": cost,
    })
}

fn print(gated: &Gated) {
    let room = gated.room.map_or("no room", Room::title);
    output::text_line(&format!("{} ({room})", gated.path));
    match &gated.stated {
        Some(kept) => output::text_line(&format!("     {}, said {}", kept.what.reason, kept.by)),
        None if gated.needs_a_reason() => output::text_line("     nobody said why a form stands before it"),
        None => {}
    }
    let Some(cost) = &gated.cost else { return output::text_line("     nobody came to it") };
    output::text_line(&format!(
        "     {} came, {} sent the form, {} left; {} of those had been here before",
        cost.came, cost.sent_the_form, cost.left, cost.left_known
    ));
    output::text_line(&format!(
        "     came again within 30 days: {} of who left, {} of readers of open pieces",
        part::told(&cost.after_leaving),
        part::told(&cost.after_open)
    ));
    if let Some(lost) = cost.lost() {
        output::text_line(&format!("     about {lost:.0} readers would have come again"));
    }
}
