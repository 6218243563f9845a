//! `enfilade desk gone`.

use enfilade_app::build::desk::gone;
use serde_json::json;

use super::{Opened, day};
use crate::failure::{Failure, Outcome};
use crate::output;

pub(super) fn run(opened: &Opened, as_json: bool) -> Result<Outcome, Failure> {
    let found = gone::gone(&opened.app, &opened.workspace)?;
    if found.is_empty() && !as_json {
        eprintln!("every page of the library was found when its site was last crawled");
    }
    for gone in found {
        let piece = &gone.entry.piece;
        let room = piece.room.map(enfilade_domain::Room::as_str);
        if as_json {
            output::line(&json!({
                "path": piece.path, "title": piece.title, "room": room, "url": gone.entry.url,
                "last_seen": gone.entry.seen_at.map(|at| at.to_string()), "missed_at": gone.missed_at.to_string(),
                "answer": gone.answer,
            }));
        } else {
            let seen = output::date(gone.entry.seen_at);
            let why = gone.answer.as_deref().unwrap_or("not found");
            output::text_line(&format!(
                "{} ({}; last seen {seen}, missed {}: {why})",
                piece.path,
                room.unwrap_or("no room"),
                day(gone.missed_at)
            ));
        }
    }
    Ok(Outcome::Done)
}
