//! `enfilade desk task`.

use clap::{Args, Subcommand};
use enfilade_app::build::assessment;
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::tasks;
use enfilade_domain::{Room, Task};
use serde_json::{Value, json};

use super::{By, Opened, added, day, provenance, with};
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum TaskCommand {
    /// Accepted findings that wait to be mended.
    #[command(after_help = "Example: enfilade desk task list --all --json")]
    List {
        /// Those that a crawl closed and those that were dropped too.
        #[arg(long)]
        all: bool,
        #[arg(long)]
        json: bool,
    },
    /// Accept a finding of the newest assessment; it closes by itself when a crawl no longer finds it.
    #[command(after_help = "Example: enfilade desk task accept superlatives /product --owner Mira --by Ben")]
    Accept(Accept),
    /// Hand a task over to somebody; an empty name leaves it to whoever takes it.
    Hand {
        task: i64,
        owner: String,
        #[command(flatten)]
        by: By,
    },
    /// Take a task off the desk, with the reason why it will not be done.
    Drop {
        task: i64,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Accept {
    /// The id of the rule, as `assess --json` tells it.
    rule: String,
    /// The path of the page.
    path: String,
    /// A part of what is quoted, where the rule found several things on the page.
    #[arg(long, value_name = "TEXT")]
    quote: Option<String>,
    /// The site, where several were assessed.
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Who mends it.
    #[arg(long, value_name = "NAME", default_value = "")]
    owner: String,
    #[command(flatten)]
    by: By,
    #[arg(long)]
    json: bool,
}

pub(super) fn run(opened: &Opened, command: &TaskCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        TaskCommand::List { all, json } => {
            let mut found = tasks::all(app, workspace)?;
            if *all {
                found.extend(tasks::dropped(app, workspace)?);
            } else {
                found.retain(|kept| kept.what.closed.is_none());
            }
            for kept in &found {
                if *json { output::line(&with(provenance(kept), as_json(&kept.what))) } else { print(kept) }
            }
            if found.is_empty() && !*json {
                output::text_line("nothing was accepted that waits to be mended");
            }
        }
        TaskCommand::Accept(asked) => return accept(opened, asked),
        TaskCommand::Hand { task, owner, by } => tasks::hand(app, workspace, *task, owner, &by.by)?,
        TaskCommand::Drop { task, reason, by } => tasks::drop(app, workspace, *task, reason, &by.by)?,
    }
    Ok(Outcome::Done)
}

fn accept(opened: &Opened, asked: &Accept) -> Result<Outcome, Failure> {
    let kept = assessment::newest(&opened.app, &opened.workspace, asked.site.as_deref())?
        .ok_or_else(|| Failure::Usage("no site was assessed yet; see `enfilade assess`".to_owned()))?;
    let part = asked.quote.as_deref().unwrap_or_default();
    let of_page = kept.report.findings.iter().filter(|found| found.rule == asked.rule && found.path == asked.path);
    let found: Vec<_> = of_page.filter(|found| found.quote.contains(part)).collect();
    match found.as_slice() {
        [] => Err(Failure::Usage(format!(
            "the newest assessment of {} has no such finding on {}; `assess --json` tells rules and paths",
            kept.report.site, asked.path
        ))),
        [one] => {
            let id = tasks::accept(&opened.app, &opened.workspace, &kept.report, one, &asked.owner, &asked.by.by)?;
            Ok(added("task", id, asked.json))
        }
        several => {
            let quotes: Vec<String> = several.iter().map(|found| format!("\n  {}", found.quote)).collect();
            Err(Failure::Usage(format!("several findings fit; say which by --quote:{}", quotes.concat())))
        }
    }
}

/// A task without its provenance.
pub(in crate::commands) fn as_json(task: &Task) -> Value {
    let closed = task.closed.as_ref().map(
        |closed| json!({"at": closed.at.to_string(), "assessment": closed.assessment, "how": closed.how.as_str()}),
    );
    json!({
        "site": task.site, "rule": task.rule, "name": task.name, "room": task.room.map(Room::as_str), "path": task.path,
        "quote": task.quote, "advice": task.advice, "owner": task.owner, "accepted_by": task.accepted_by,
        "accepted_at": task.accepted_at.to_string(), "closed": closed, "came_back": task.came_back,
        "dropped_because": task.dropped_because,
    })
}

fn print(kept: &Kept<Task>) {
    let task = &kept.what;
    let owner = if task.owner.is_empty() { "nobody has it" } else { &task.owner };
    let state = match (&task.dropped_because, &task.closed) {
        (Some(reason), _) => format!("dropped: {reason}"),
        (None, Some(closed)) => format!("{} on {}", closed.how.as_str(), day(closed.at)),
        (None, None) if task.came_back => format!("{owner}; came back"),
        (None, None) => owner.to_owned(),
    };
    output::text_line(&format!("{:4} {} {} ({state})", kept.id, task.path, task.name));
    output::text_line(&format!("     \u{201c}{}\u{201d}", task.quote));
    output::text_line(&format!("     {}", task.advice));
}
