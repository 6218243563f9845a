//! `enfilade desk audience`.

use clap::{Args, Subcommand};
use enfilade_app::build::desk::audience::{self, Coherence, Known};
use enfilade_app::build::desk::texts::Texts;
use enfilade_domain::{Audience, Role, Room};
use serde_json::{Value, json};

use super::{By, Opened, role};
use crate::arguments::Json;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum AudienceCommand {
    /// Whom you serve, and how many of the companies that are known are such.
    Show(Json),
    /// Say whom you serve; what is given replaces what was given before.
    #[command(
        after_help = "Example: enfilade desk audience set --industry hospitals --employees-min 200 --role operations --role finance \\\n         --problem \"handovers between wards lose information\" --point-of-view \"a list that nobody owns is no list\""
    )]
    Set(Set),
    /// Pieces that speak of something else, to another role, or to everybody.
    #[command(after_help = "Example: enfilade desk audience check --json")]
    Check(Json),
}

#[derive(Debug, Args)]
pub(crate) struct Set {
    /// As accounts name it; repeatable.
    #[arg(long, value_name = "NAME")]
    industry: Vec<String>,
    #[arg(long, value_name = "NAME")]
    country: Vec<String>,
    #[arg(long, value_name = "N")]
    employees_min: Option<i64>,
    #[arg(long, value_name = "N")]
    employees_max: Option<i64>,
    #[arg(long, value_parser = role)]
    role: Vec<Role>,
    /// In the buyers' words; repeatable.
    #[arg(long, value_name = "TEXT")]
    problem: Vec<String>,
    /// What you hold that others do not.
    #[arg(long, value_name = "TEXT")]
    point_of_view: Option<String>,
    #[command(flatten)]
    by: By,
}

pub(super) fn run(opened: &Opened, command: &AudienceCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let before = audience::stated(app, workspace)?.map(|kept| kept.what);
    match command {
        AudienceCommand::Show(asked) => {
            let Some(stated) = before else {
                eprintln!("nobody is named yet; `enfilade desk audience set --help` shows how");
                return Ok(Outcome::Done);
            };
            let known = audience::known(&stated, &app.records.accounts(workspace.id)?);
            show(&stated, known, asked.json);
        }
        AudienceCommand::Set(set) => {
            let audience = set.onto(before.unwrap_or_default());
            audience::state(app, workspace, &audience, &set.by.by)?;
            let missing = audience.missing();
            if !missing.is_empty() {
                eprintln!("still to be said: {}", missing.join("; "));
            }
        }
        AudienceCommand::Check(asked) => {
            let Some(stated) = before else {
                return Err(Failure::Usage("say first whom you serve: `enfilade desk audience set --help`".to_owned()));
            };
            check(&audience::coherence(&stated, &Texts::load(app, workspace)?), asked.json);
        }
    }
    Ok(Outcome::Done)
}

impl Set {
    fn onto(&self, before: Audience) -> Audience {
        let list = |given: &Vec<String>, before: Vec<String>| if given.is_empty() { before } else { given.clone() };
        Audience {
            industries: list(&self.industry, before.industries),
            countries: list(&self.country, before.countries),
            employees_min: self.employees_min.or(before.employees_min),
            employees_max: self.employees_max.or(before.employees_max),
            roles: if self.role.is_empty() { before.roles } else { self.role.clone() },
            problems: list(&self.problem, before.problems),
            point_of_view: self.point_of_view.clone().unwrap_or(before.point_of_view),
        }
    }
}

fn show(audience: &Audience, known: Known, as_json: bool) {
    if as_json {
        output::line(&json!({
            "industries": audience.industries, "countries": audience.countries,
            "employees_min": audience.employees_min, "employees_max": audience.employees_max,
            "roles": audience.roles.iter().map(Role::as_str).collect::<Vec<_>>(), "problems": audience.problems,
            "point_of_view": audience.point_of_view, "missing": audience.missing(),
            "accounts": {"fit": known.fit, "others": known.others, "unknown": known.unknown},
        }));
        return;
    }
    let roles: Vec<&str> = audience.roles.iter().map(Role::as_str).collect();
    for (name, text) in [
        ("industries", audience.industries.join(", ")),
        ("countries", audience.countries.join(", ")),
        ("roles", roles.join(", ")),
        ("problems", audience.problems.join("; ")),
        ("point of view", audience.point_of_view.clone()),
    ] {
        output::text_line(&format!("{name:14} {text}"));
    }
    output::text_line(&format!(
        "{:14} {} such companies are known, {} others, {} of whom too little is known",
        "companies", known.fit, known.others, known.unknown
    ));
    if !audience.missing().is_empty() {
        output::text_line(&format!("still to be said: {}", audience.missing().join("; ")));
    }
}

fn check(found: &Coherence, as_json: bool) {
    for doubt in &found.doubts {
        let piece = &doubt.entry.piece;
        if as_json {
            let why = doubt.why.iter().map(|why| json!({"rule": why.rule(), "text": why.sentence()}));
            output::line(&json!({
                "path": piece.path, "title": piece.title, "room": piece.room.map(Room::as_str),
                "why": why.collect::<Vec<Value>>(),
            }));
        } else {
            output::text_line(&piece.path);
            for why in &doubt.why {
                output::text_line(&format!("     {}", why.sentence()));
            }
        }
    }
    for (problem, pieces) in &found.problems {
        eprintln!("{pieces} pieces speak of: {problem}");
    }
    eprintln!("{} pieces were held against it; of {} too little text is known", found.checked, found.unread);
}
