//! `enfilade desk capability`.

use clap::{Args, Subcommand};
use enfilade_app::build::desk::capabilities;
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_domain::{Capability, Room};
use serde_json::{Value, json};

use super::{By, Opened, added, provenance, room, with};
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum CapabilityCommand {
    /// What the house can do, with what each entry still lacks.
    List {
        /// Only what sales has.
        #[arg(long)]
        published: bool,
        #[arg(long)]
        json: bool,
    },
    /// Enter something that was built. It may be incomplete; then sales does not get it.
    #[command(
        after_help = "Example: enfilade desk capability add \"Drift watch\" --does \"compares hosts hourly\" --problem \"machines differ and nobody knows\" \\\n         --question \"How do we know what runs where?\" --room solution --story \"…\" --behind /blog/drift"
    )]
    Add {
        name: String,
        #[command(flatten)]
        said: Said,
    },
    /// Change what is given.
    Change {
        id: i64,
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        said: Said,
    },
    /// Let sales have it; fails and names what is missing where something is.
    Publish {
        id: i64,
        #[command(flatten)]
        by: By,
    },
    /// Take it back from sales.
    Withdraw {
        id: i64,
        #[command(flatten)]
        by: By,
    },
    /// Sales asks something about it.
    #[command(after_help = "Example: enfilade desk capability ask 1 \"Does it run on Windows?\" --by Sam")]
    Ask {
        id: i64,
        question: String,
        #[command(flatten)]
        by: By,
    },
    /// Answer a question, counted from 1.
    Answer {
        id: i64,
        number: usize,
        answer: String,
        #[command(flatten)]
        by: By,
    },
    /// Take one off the desk.
    Remove {
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Said {
    /// What it does, in the engineers' words.
    #[arg(long)]
    does: Option<String>,
    /// The buyer's problem.
    #[arg(long)]
    problem: Option<String>,
    /// The question it answers.
    #[arg(long)]
    question: Option<String>,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    /// Under 80 words.
    #[arg(long)]
    story: Option<String>,
    /// The piece about the problem, by its path.
    #[arg(long, value_name = "PATH")]
    behind: Option<String>,
    #[command(flatten)]
    by: By,
    #[arg(long)]
    json: bool,
}

impl Said {
    fn onto(&self, capability: &mut Capability) {
        let fields = [
            (&mut capability.does, &self.does),
            (&mut capability.problem, &self.problem),
            (&mut capability.question, &self.question),
            (&mut capability.story, &self.story),
            (&mut capability.behind, &self.behind),
        ];
        for (field, given) in fields {
            if let Some(text) = given {
                text.trim().clone_into(field);
            }
        }
        capability.room = self.room.or(capability.room);
    }
}

pub(super) fn run(opened: &Opened, command: &CapabilityCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        CapabilityCommand::List { published, json } => return list(opened, *published, *json),
        CapabilityCommand::Add { name, said } => {
            let mut capability = Capability { name: name.trim().to_owned(), ..Capability::default() };
            said.onto(&mut capability);
            return Ok(added("capability", capabilities::add(app, workspace, &capability, &said.by.by)?, said.json));
        }
        CapabilityCommand::Change { id, name, said } => {
            let kept: Kept<Capability> = paper::one(app, workspace, *id)?;
            let mut capability = kept.what.clone();
            if let Some(name) = name {
                name.trim().clone_into(&mut capability.name);
            }
            said.onto(&mut capability);
            capabilities::change(app, workspace, &kept, &capability, &said.by.by)?;
            return Ok(added("capability", *id, said.json));
        }
        CapabilityCommand::Publish { id, by } => capabilities::publish(app, workspace, *id, &by.by)?,
        CapabilityCommand::Withdraw { id, by } => capabilities::withdraw(app, workspace, *id, &by.by)?,
        CapabilityCommand::Ask { id, question, by } => capabilities::ask(app, workspace, *id, question, &by.by)?,
        CapabilityCommand::Answer { id, number, answer, by } => {
            capabilities::answer(app, workspace, *id, *number, answer, &by.by)?;
        }
        CapabilityCommand::Remove { id, by } => paper::remove::<Capability>(app, workspace, *id, &by.by)?,
    }
    Ok(Outcome::Done)
}

fn list(opened: &Opened, published: bool, as_json: bool) -> Result<Outcome, Failure> {
    let library = opened.app.records.library(opened.workspace.id)?;
    for kept in paper::all::<Capability>(&opened.app, &opened.workspace)? {
        if published && kept.what.published.is_none() {
            continue;
        }
        let missing = capabilities::missing_in(&library, &kept.what);
        if as_json {
            output::line(&self::as_json(&kept, &missing));
        } else {
            print(&kept, &missing);
        }
    }
    Ok(Outcome::Done)
}

fn as_json(kept: &Kept<Capability>, missing: &[String]) -> Value {
    let capability = &kept.what;
    let asked = capability.asked.iter().map(|asked| {
        let answer = asked.answer.as_ref();
        let answer = answer.map(|(text, by, at)| json!({"text": text, "by": by, "at": at.to_string()}));
        json!({"by": asked.by, "at": asked.at.to_string(), "text": asked.text, "answer": answer})
    });
    with(
        provenance(kept),
        json!({
            "name": capability.name, "does": capability.does, "problem": capability.problem,
            "question": capability.question, "room": capability.room.map(Room::as_str), "story": capability.story,
            "story_words": capability.story_words(), "behind": capability.behind, "missing": missing,
            "published_by": capability.published.as_ref().map(|(by, _)| by),
            "published_at": capability.published.as_ref().map(|(_, at)| at.to_string()),
            "asked": asked.collect::<Vec<_>>(),
        }),
    )
}

fn print(kept: &Kept<Capability>, missing: &[String]) {
    let capability = &kept.what;
    let state = if capability.published.is_some() { "with sales" } else { "not with sales" };
    output::text_line(&format!("{:4} {} ({state})", kept.id, capability.name));
    if !capability.story.is_empty() {
        output::text_line(&format!("     {}", capability.story));
    }
    if !missing.is_empty() {
        output::text_line(&format!("     lacks {}", missing.join("; ")));
    }
    for (index, asked) in capability.asked.iter().enumerate() {
        let answer = asked.answer.as_ref().map_or("no answer yet", |(text, _, _)| text);
        output::text_line(&format!("     {}. {} ({}): {answer}", index + 1, asked.text, asked.by));
    }
}
