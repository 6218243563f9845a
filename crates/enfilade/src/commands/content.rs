//! `enfilade content`: the pieces, and the path rules that speak for all other pages.

use clap::Args;
use enfilade_app::build::desk::calendar;
use enfilade_app::build::library;
use enfilade_app::build::lift::Lift;
use enfilade_app::interpret::refresh;
use enfilade_collect::read_path_rules;
use enfilade_content::{guides, rules};
use enfilade_domain::{PageKind, Piece, Role, Room};
use serde_json::json;

use super::Opened;
use crate::arguments::ContentCommand;
use crate::failure::{Failure, Outcome};
use crate::{output, sources};

/// What somebody says a piece is for.
#[derive(Debug, Args)]
pub(crate) struct SetPiece {
    /// Path from the first slash, or the page's address; for what is no page, a name of your own such as /deck-2026.
    path: String,
    /// problem, solution, offer, sales, or none.
    #[arg(long)]
    room: Option<String>,
    /// Whom it is written for, such as finance; any for everybody.
    #[arg(long)]
    role: Option<String>,
    #[arg(long)]
    kind: Option<String>,
    /// The buyer's question that it answers.
    #[arg(long)]
    question: Option<String>,
    #[arg(long)]
    title: Option<String>,
    #[arg(long)]
    topic: Option<String>,
    /// page, deck, podcast, webinar, ad, e-mail, one-pager, …
    #[arg(long)]
    medium: Option<String>,
    /// Who says so.
    #[arg(long, default_value = "the command line")]
    by: String,
}

/// What went with a piece, as it was counted last; nothing where nobody was seen on it or nothing was counted yet.
fn lift_of(lifts: &[Lift], path: &str) -> Option<serde_json::Value> {
    let lift = Lift::find(lifts, path)?;
    Some(json!({
        "readers": lift.readers, "went_on": lift.went_on.count, "of": lift.went_on.of, "expected": lift.expected,
        "lift": lift.shift.map(|shift| json!({ "log_odds": shift.log_odds, "low_80": shift.low, "high_80": shift.high })),
        "read_next": lift.next.as_ref().map(|(path, _)| path),
    }))
}

/// The rules of trust and the rooms' checklists.
fn checks(as_json: bool) {
    for rule in rules::rules() {
        if as_json {
            output::line(&json!({
                "id": rule.id, "name": rule.name, "severity": rule.weight, "where": rule.places(), "reason": rule.reason,
                "advice": rule.advice, "fires": rule.fires, "silent": rule.silent,
            }));
        } else {
            output::text_line(&format!(
                "{} ({}; {})\n    {}",
                rule.id,
                rule.name,
                rule.places().join(", "),
                rule.reason
            ));
        }
    }
    for item in Room::ALL.into_iter().flat_map(guides::guide) {
        if as_json {
            output::line(&json!({
                "id": format!("guide:{}:{}", item.room.as_str(), item.id), "name": item.says, "where": [item.room.as_str()],
                "advice": item.advice,
            }));
        } else {
            output::text_line(&format!("{} readers need a page that {}", item.room.title(), item.says));
        }
    }
}

fn set(opened: &Opened, asked: &SetPiece) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let library = app.records.library(workspace.id)?;
    let before = library::meant(&library, &asked.path).cloned();
    let is_new = before.is_none();
    let medium = asked.medium.clone().or_else(|| before.as_ref().map(|entry| entry.medium.clone())).unwrap_or_default();
    let mut piece = before.map_or_else(|| Piece::at(library::path_for(&asked.path)), |entry| entry.piece);
    match asked.room.as_deref().map(|room| room.trim().to_lowercase()).as_deref() {
        None => {}
        Some("none") => piece.room = None,
        Some(name) => {
            let unknown = || Failure::Usage(format!("--room: problem, solution, offer, sales or none, not `{name}`"));
            piece.room = Some(Room::parse(name).ok_or_else(unknown)?);
        }
    }
    if let Some(role) = &asked.role {
        piece.role = Role::parse(role).filter(|role| role.as_str() != "any");
    }
    if let Some(kind) = &asked.kind {
        piece.kind = PageKind::parse(kind);
    }
    for (field, given) in
        [(&mut piece.question, &asked.question), (&mut piece.title, &asked.title), (&mut piece.topic, &asked.topic)]
    {
        if let Some(text) = given {
            *field = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }
    let state = library::decide(app, workspace, &piece, &medium, &asked.by)?;
    refresh::catch_up(app, &|_| {})?;
    if is_new && !library.is_empty() && asked.medium.is_none() {
        eprintln!("no piece of the library stood at {}; it is there now, as one that was added by hand", piece.path);
    }
    eprintln!("{} is {}", piece.path, state.as_str());
    Ok(Outcome::Done)
}

pub(crate) fn run(opened: &Opened, command: &ContentCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        ContentCommand::Pieces(as_json) => {
            let counted = calendar::kept(app, workspace.id)?;
            let lifts = counted.map(|figures| figures.lifts).unwrap_or_default();
            for entry in app.records.library(workspace.id)? {
                let piece = &entry.piece;
                let room = piece.room.map_or("-", Room::as_str);
                if as_json.json {
                    output::line(&json!({
                        "path": piece.path, "kind": piece.kind.as_str(), "room": piece.room.map(Room::as_str),
                        "role": piece.role.as_ref().map(Role::as_str), "question": piece.question,
                        "title": piece.title, "topic": piece.topic, "state": entry.state.as_str(),
                        "decided_by": entry.decided.as_ref().map(|(by, _)| by), "medium": entry.medium,
                        "url": entry.url, "unassigned": entry.is_unassigned(),
                        "reading": lift_of(&lifts, &piece.path),
                    }));
                } else {
                    output::text_line(&format!(
                        "{:60} {:10} {room:9} {}",
                        piece.path,
                        piece.kind.as_str(),
                        entry.state.as_str()
                    ));
                }
            }
        }
        ContentCommand::Checks(as_json) => checks(as_json.json),
        ContentCommand::Set(asked) => return set(opened, asked),
        ContentCommand::Rules => {
            output::text_line("pattern,kind,room");
            for rule in library::path_rules(app.records.as_ref(), workspace.id)? {
                let room = rule.room.map_or("", Room::as_str);
                output::text_line(&format!("{},{},{room}", rule.pattern, rule.kind.as_str()));
            }
        }
        ContentCommand::SetRules { file } => {
            let (input, bar) = sources::open(file, "path rules")?;
            let mut rules = Vec::new();
            let mut refused = 0;
            for row in read_path_rules(input) {
                match row {
                    Ok(rule) => rules.push(rule),
                    Err(rejection) => {
                        refused += 1;
                        eprintln!("{}: {rejection}", file.display());
                    }
                }
            }
            bar.finish_and_clear();
            if refused > 0 {
                // Order counts, so half a list of rules is not a list of rules.
                return Err(Failure::Usage(format!("{refused} rules cannot be read; nothing was changed")));
            }
            library::replace_path_rules(app, workspace, &rules)?;
            refresh::catch_up(app, &|_| {})?;
            eprintln!("{} rules are in force", rules.len());
        }
    }
    Ok(Outcome::Done)
}
