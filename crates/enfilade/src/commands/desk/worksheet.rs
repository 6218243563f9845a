//! `enfilade desk worksheet`.

use clap::{Args, Subcommand};
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_app::build::desk::worksheets::{self, Answered, RowAnswer};
use enfilade_domain::{Domain, Role, Room, RowKind, Worksheet, WorksheetRow};
use serde_json::{Value, json};

use super::{By, Opened, added, found, one_role, provenance, role, room, with};
use crate::arguments::Json;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum WorksheetCommand {
    /// Every worksheet, with how many of its rows nothing meets.
    List(Json),
    /// Write one down; no data are needed for it.
    #[command(
        after_help = "Example: enfilade desk worksheet add \"Maria, who runs the wards\" --room problem --because \"she asks whether it is normal\" \\\n         --question \"Is it only us?\" --fear \"They will say it is my fault\" --feeling \"That others got out of it\""
    )]
    Add(New),
    /// One worksheet, row by row: what meets it, and what nothing meets.
    #[command(after_help = "Example: enfilade desk worksheet show 1 --json")]
    Show {
        id: i64,
        #[arg(long)]
        json: bool,
    },
    /// Change what is given; rows that are given are added.
    Change(Changed),
    /// Say that a piece meets a row, counted from 1; with --undo that it does not.
    #[command(after_help = "Example: enfilade desk worksheet link 1 2 /blog/slow-handovers")]
    Link {
        id: i64,
        row: usize,
        path: String,
        #[arg(long)]
        undo: bool,
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

/// What a worksheet says.
#[derive(Debug, Args)]
pub(crate) struct Said {
    /// The job, in the company's words.
    #[arg(long)]
    job: Option<String>,
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// The company's domain, where it is known here: its reading is shown beside.
    #[arg(long, value_name = "DOMAIN")]
    account: Option<String>,
    /// What makes you think so.
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// Asked in private; repeatable.
    #[arg(long, value_name = "TEXT")]
    question: Vec<String>,
    /// Not said aloud; repeatable.
    #[arg(long, value_name = "TEXT")]
    fear: Vec<String>,
    /// What has to be felt before the next step; repeatable.
    #[arg(long, value_name = "TEXT")]
    feeling: Vec<String>,
    #[command(flatten)]
    by: By,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// One concrete person.
    buyer: String,
    /// The room in which the buyer truly is: honestly, not optimistically.
    #[arg(long, value_parser = room)]
    room: Room,
    #[command(flatten)]
    said: Said,
}

#[derive(Debug, Args)]
pub(crate) struct Changed {
    id: i64,
    #[arg(long)]
    buyer: Option<String>,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    #[command(flatten)]
    said: Said,
}

impl Said {
    fn onto(&self, sheet: &mut Worksheet) -> Result<(), Failure> {
        if let Some(job) = &self.job {
            sheet.job.clone_from(job);
        }
        if self.role.is_some() {
            sheet.role = one_role(self.role.as_ref());
        }
        if let Some(account) = &self.account {
            sheet.account =
                Some(Domain::parse(account).map_err(|error| Failure::Usage(format!("--account: {error}")))?);
        }
        if let Some(because) = &self.because {
            sheet.because.clone_from(because);
        }
        for (kind, texts) in
            [(RowKind::Question, &self.question), (RowKind::Fear, &self.fear), (RowKind::Feeling, &self.feeling)]
        {
            let row = |text: &String| WorksheetRow { kind, text: text.trim().to_owned(), pieces: Vec::new() };
            sheet.rows.extend(texts.iter().map(row));
        }
        Ok(worksheets::check(sheet)?)
    }
}

pub(super) fn run(opened: &Opened, command: &WorksheetCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        WorksheetCommand::List(json) => list(opened, json.json),
        WorksheetCommand::Add(new) => {
            let mut sheet = Worksheet {
                buyer: new.buyer.clone(),
                job: String::new(),
                role: None,
                account: None,
                room: new.room,
                because: String::new(),
                rows: Vec::new(),
            };
            new.said.onto(&mut sheet)?;
            let id = paper::add(app, workspace, &sheet, &new.said.by.by)?;
            Ok(added("worksheet", id, new.said.json))
        }
        WorksheetCommand::Show { id, json } => {
            let answered = worksheets::answered(app, workspace, *id)?;
            if *json {
                output::line(&as_json(&answered));
            } else {
                print(&answered);
            }
            Ok(Outcome::Done)
        }
        WorksheetCommand::Change(changed) => {
            let kept: Kept<Worksheet> = paper::one(app, workspace, changed.id)?;
            let mut sheet = kept.what.clone();
            if let Some(buyer) = &changed.buyer {
                sheet.buyer.clone_from(buyer);
            }
            sheet.room = changed.room.unwrap_or(sheet.room);
            changed.said.onto(&mut sheet)?;
            paper::revise(app, workspace, &kept, &sheet, &changed.said.by.by)?;
            Ok(added("worksheet", changed.id, changed.said.json))
        }
        WorksheetCommand::Link { id, row, path, undo, by } => {
            worksheets::link(app, workspace, *id, *row, path, !undo, &by.by)?;
            Ok(Outcome::Done)
        }
        WorksheetCommand::Remove { id, by } => {
            paper::remove::<Worksheet>(app, workspace, *id, &by.by)?;
            Ok(Outcome::Done)
        }
    }
}

fn list(opened: &Opened, as_json: bool) -> Result<Outcome, Failure> {
    for kept in paper::all::<Worksheet>(&opened.app, &opened.workspace)? {
        let answered = worksheets::answered(&opened.app, &opened.workspace, kept.id)?;
        if as_json {
            output::line(&self::as_json(&answered));
        } else {
            let (sheet, empty) = (&answered.kept.what, answered.without_anything());
            output::text_line(&format!(
                "{:4} {} ({} Room): {} rows, {empty} with nothing to read",
                kept.id,
                sheet.buyer,
                sheet.room.title(),
                sheet.rows.len()
            ));
        }
    }
    Ok(Outcome::Done)
}

fn row(row: &RowAnswer) -> Value {
    let linked = row.linked.iter().map(|(path, title)| json!({"path": path, "title": title}));
    json!({
        "kind": row.kind.as_str(), "text": row.text, "linked": linked.collect::<Vec<_>>(),
        "proposed": row.proposed.iter().map(found).collect::<Vec<_>>(), "nothing": row.has_nothing(),
    })
}

fn as_json(answered: &Answered) -> Value {
    let sheet = &answered.kept.what;
    let read_as = answered.read_as.map(|read| {
        let probability = read.probability.map(|probability| (f64::from(probability) * 1_000.0).round() / 1_000.0);
        json!({"room": read.shown.as_str(), "probability_of_room": probability})
    });
    with(
        provenance(&answered.kept),
        json!({
            "buyer": sheet.buyer, "job": sheet.job, "role": sheet.role.as_ref().map(Role::as_str),
            "account": sheet.account.as_ref().map(Domain::as_str), "room": sheet.room.as_str(),
            "because": sheet.because, "missing": sheet.missing(), "read_as": read_as,
            "rows": answered.rows.iter().map(row).collect::<Vec<_>>(), "rows_with_nothing": answered.without_anything(),
        }),
    )
}

fn print(answered: &Answered) {
    let sheet = &answered.kept.what;
    output::text_line(&format!("{}: {} Room, because {}", sheet.buyer, sheet.room.title(), sheet.because));
    if let Some(read) = answered.read_as {
        let share = read.probability.map_or_else(|| "too early to tell".to_owned(), |p| format!("{:.0} %", p * 100.0));
        output::text_line(&format!("What was read of the company: {}; this room: {share}", read.shown.as_str()));
    }
    for (index, row) in answered.rows.iter().enumerate() {
        output::text_line(&format!("\n{:2} {}: {}", index + 1, row.kind.as_str(), row.text));
        for (path, title) in &row.linked {
            output::text_line(&format!("     {path}  {}", title.as_deref().unwrap_or("(no longer in the library)")));
        }
        for found in &row.proposed {
            output::text_line(&format!("     {}  perhaps: “{}”", found.path, found.quote));
        }
        if row.has_nothing() {
            output::text_line("     nothing to read");
        }
    }
    if !sheet.missing().is_empty() {
        output::text_line(&format!("\nStill to be written: {}.", sheet.missing().join("; ")));
    }
}
