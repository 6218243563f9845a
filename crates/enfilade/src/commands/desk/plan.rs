//! `enfilade desk plan` and `enfilade desk runway`.

use clap::{Args, Subcommand};
use enfilade_app::build::desk::calendar;
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_domain::{PlanKind, Planned, Role, Room, Timestamp};
use serde_json::{Value, json};

use super::{By, Opened, added, day, one_role, provenance, role, room, with};
use crate::arguments::Json;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum PlanCommand {
    /// The calendar in order of its days.
    List(Json),
    /// Put something into it. A campaign after which nothing is planned is warned of.
    #[command(
        after_help = "Example: enfilade desk plan add \"What a handover costs\" --day 2026-10-05 --room problem --role finance\n         enfilade desk plan add \"Trade fair\" --kind campaign --day 2026-11-02 --next \"What a handover costs\""
    )]
    Add {
        title: String,
        #[arg(long, value_name = "DATE", value_parser = Timestamp::parse)]
        day: Timestamp,
        #[command(flatten)]
        said: Said,
    },
    /// Change what is given.
    Change {
        id: i64,
        #[arg(long)]
        title: Option<String>,
        #[arg(long, value_name = "DATE", value_parser = Timestamp::parse)]
        day: Option<Timestamp>,
        #[command(flatten)]
        said: Said,
    },
    /// Take an entry out.
    Remove {
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Said {
    /// piece or campaign.
    #[arg(long, value_parser = kind)]
    kind: Option<PlanKind>,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    #[arg(long)]
    topic: Option<String>,
    #[arg(long)]
    owner: Option<String>,
    /// What is said next, by title or path; repeatable, replaces what was named before.
    #[arg(long = "next", value_name = "TITLE|PATH")]
    follow_on: Vec<String>,
    /// Where it stands, once it is out.
    #[arg(long)]
    path: Option<String>,
    #[command(flatten)]
    by: By,
    #[arg(long)]
    json: bool,
}

fn kind(text: &str) -> Result<PlanKind, String> {
    PlanKind::parse(text).ok_or_else(|| "an entry is a piece or a campaign".to_owned())
}

impl Said {
    fn onto(&self, entry: &mut Planned) {
        entry.kind = self.kind.unwrap_or(entry.kind);
        entry.room = self.room.or(entry.room);
        if self.role.is_some() {
            entry.role = one_role(self.role.as_ref());
        }
        for (field, given) in
            [(&mut entry.topic, &self.topic), (&mut entry.owner, &self.owner), (&mut entry.path, &self.path)]
        {
            if let Some(text) = given {
                text.trim().clone_into(field);
            }
        }
        if !self.follow_on.is_empty() {
            entry.follow_on.clone_from(&self.follow_on);
        }
    }
}

pub(super) fn run(opened: &Opened, command: &PlanCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        PlanCommand::List(asked) => {
            for kept in calendar::plan(app, workspace)? {
                if asked.json {
                    output::line(&as_json(&kept));
                } else {
                    let entry = &kept.what;
                    let room = entry.room.map_or("", Room::as_str);
                    output::text_line(&format!(
                        "{:4} {} {:8} {room:9} {}",
                        kept.id,
                        day(entry.day),
                        entry.kind.as_str(),
                        entry.title
                    ));
                }
            }
            Ok(Outcome::Done)
        }
        PlanCommand::Add { title, day, said } => {
            let mut entry = Planned {
                title: title.trim().to_owned(),
                kind: PlanKind::Piece,
                day: *day,
                room: None,
                role: None,
                topic: String::new(),
                owner: String::new(),
                follow_on: Vec::new(),
                path: String::new(),
            };
            said.onto(&mut entry);
            let id = calendar::add(app, workspace, &entry, &said.by.by)?;
            warn(&entry);
            Ok(added("entry", id, said.json))
        }
        PlanCommand::Change { id, title, day, said } => {
            let kept: Kept<Planned> = paper::one(app, workspace, *id)?;
            let mut entry = kept.what.clone();
            if let Some(title) = title {
                title.trim().clone_into(&mut entry.title);
            }
            entry.day = day.unwrap_or(entry.day);
            said.onto(&mut entry);
            calendar::change(app, workspace, &kept, &entry, &said.by.by)?;
            warn(&entry);
            Ok(added("entry", *id, said.json))
        }
        PlanCommand::Remove { id, by } => {
            paper::remove::<Planned>(app, workspace, *id, &by.by)?;
            Ok(Outcome::Done)
        }
    }
}

fn warn(entry: &Planned) {
    if let Some(warning) = calendar::warning(entry) {
        eprintln!("{warning}");
    }
}

fn as_json(kept: &Kept<Planned>) -> Value {
    let entry = &kept.what;
    with(
        provenance(kept),
        json!({
            "title": entry.title, "kind": entry.kind.as_str(), "day": entry.day.to_string(),
            "room": entry.room.map(Room::as_str), "role": entry.role.as_ref().map(Role::as_str),
            "topic": entry.topic, "owner": entry.owner, "next": entry.follow_on, "path": entry.path,
            "warning": calendar::warning(entry),
        }),
    )
}

fn tenth(value: f32) -> f64 {
    (f64::from(value) * 10.0).round() / 10.0
}

/// Counts now, so that the answer is that of this moment.
pub(super) fn runway(opened: &Opened, as_json: bool) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let figures = calendar::count(app, workspace)?;
    let plan: Vec<Planned> = calendar::plan(app, workspace)?.into_iter().map(|kept| kept.what).collect();
    let gaps = figures.runway.gaps(&plan, &calendar::served(app, workspace)?, figures.counted_at());
    if as_json {
        let cells = figures.runway.cells.iter().map(|cell| {
            json!({
                "room": cell.room, "role": cell.role, "pieces": cell.pieces, "readers": cell.readers,
                "weeks": tenth(cell.weeks), "weeks_low": tenth(cell.weeks_low), "weeks_high": tenth(cell.weeks_high),
                "pace_per_week": tenth(cell.pace), "pace_measured": cell.is_pace_measured,
            })
        });
        let tasks = gaps.iter().map(|gap| {
            json!({
                "room": gap.room.as_str(), "role": gap.role.as_ref().map(Role::as_str), "weeks": tenth(gap.weeks),
                "needed": gap.needed, "planned": gap.planned,
            })
        });
        output::line(&json!({
            "counted_at": figures.counted_at().to_string(), "steady_readers": figures.runway.steady,
            "cells": cells.collect::<Vec<Value>>(), "gaps": tasks.collect::<Vec<Value>>(),
        }));
        return Ok(Outcome::Done);
    }
    for cell in figures.runway.cells.iter().filter(|cell| cell.role.is_none()) {
        let basis = if cell.readers == 0 {
            "for somebody new".to_owned()
        } else {
            format!("{:.0}-{:.0}, {} readers", cell.weeks_low, cell.weeks_high, cell.readers)
        };
        output::text_line(&format!("{:9} {:5.1} weeks ({basis}; {} pieces)", cell.room, cell.weeks, cell.pieces));
    }
    for gap in gaps {
        let role = gap.role.as_ref().map_or_else(String::new, |role| format!(" for {}", role.as_str()));
        output::text_line(&format!(
            "write {} in the {} Room{role}: it lasts {:.1} weeks, {} planned",
            gap.needed,
            gap.room.title(),
            gap.weeks,
            gap.planned
        ));
    }
    Ok(Outcome::Done)
}
