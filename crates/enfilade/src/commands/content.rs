//! `enfilade content`: the pieces, and the path rules that speak for all other pages.

use enfilade_app::build::library;
use enfilade_app::interpret::refresh;
use enfilade_collect::read_path_rules;
use enfilade_domain::Room;
use serde_json::json;

use super::Opened;
use crate::arguments::ContentCommand;
use crate::failure::{Failure, Outcome};
use crate::{output, sources};

pub(crate) fn run(opened: &Opened, command: &ContentCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        ContentCommand::Pieces(as_json) => {
            for piece in app.records.pieces(workspace.id)? {
                let room = piece.room.map_or("-", Room::as_str);
                if as_json.json {
                    output::line(&json!({
                        "path": piece.path, "kind": piece.kind.as_str(), "room": piece.room.map(Room::as_str),
                        "role": piece.role.as_ref().map(enfilade_domain::Role::as_str), "question": piece.question,
                        "title": piece.title, "topic": piece.topic,
                    }));
                } else {
                    output::text_line(&format!("{:60} {:10} {room}", piece.path, piece.kind.as_str()));
                }
            }
        }
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
