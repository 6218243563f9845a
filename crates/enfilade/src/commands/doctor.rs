//! `enfilade doctor`: is everything alive, and since when is a silent door blind?

use enfilade_app::doctor;
use serde_json::json;

use super::Opened;
use crate::arguments::Json;
use crate::failure::{Failure, Outcome};
use crate::output;

/// Less free space than this deserves a word before the disk is full.
const LEAST_FREE_BYTES: u64 = 1_000_000_000;

pub(crate) fn run(opened: &Opened, as_json: Json) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    let condition = opened.store.check()?;
    let doors = doctor::doors(app, workspace)?;
    let events = app.log.event_count(workspace.id)?;
    let waiting = app.log.touched(1)?.len();
    let blind = doors.iter().any(|door| door.blind_since.is_some());
    let narrow = condition.free_in_bytes.is_some_and(|free| free < LEAST_FREE_BYTES);
    let broken_model = doctor::broken_model(app, workspace)?;
    let well = condition.damage.is_none() && !blind && !narrow && broken_model.is_none();
    if as_json.json {
        output::line(&json!({
            "well": well, "database": opened.address.to_string(), "schema_version": condition.schema_version,
            "size_in_bytes": condition.size_in_bytes, "free_in_bytes": condition.free_in_bytes, "damage": condition.damage, "events": events,
            "accepted_not_filed": condition.inbox_len, "readings_up_to_date": waiting == 0 && condition.inbox_len == 0,
            "model": broken_model.as_deref().unwrap_or("sound"),
            "doors": doors.iter().map(|door| json!({
                "channel": door.channel.as_str(), "events": door.events,
                "last_heard": door.last_known_at.to_string(), "last_event_at": door.last_at.to_string(),
                "blind_since": door.blind_since.map(|at| at.to_string()),
            })).collect::<Vec<_>>(),
        }));
        return Ok(if well { Outcome::Done } else { Outcome::Unwell });
    }
    let size = condition.size_in_bytes as f64 / 1e6;
    output::text_line(&format!("database    {} (schema {}, {size:.1} MB)", opened.address, condition.schema_version));
    if let Some(free) = condition.free_in_bytes {
        let state = if narrow { "TOO LITTLE; at none left, nothing is accepted any more" } else { "fine" };
        output::text_line(&format!("disk        {:.1} GB free: {state}", free as f64 / 1e9));
    }
    output::text_line(&format!("structure   {}", condition.damage.as_deref().unwrap_or("sound")));
    let model = broken_model.as_ref().map_or_else(
        || "sound".to_owned(),
        |why| format!("UNUSABLE, so nothing is read: {why}; `enfilade learn --reset` returns to the published priors"),
    );
    output::text_line(&format!("model       {model}"));
    output::text_line(&format!("events      {events} filed, {} accepted and not yet filed", condition.inbox_len));
    let fresh = if waiting == 0 { "up to date" } else { "being renewed (by `serve`, or the next import)" };
    output::text_line(&format!("readings    {fresh}"));
    if doors.is_empty() {
        output::text_line("doors       none was used yet: add the script to your site, or import events or logs");
    }
    for door in &doors {
        let state = match door.blind_since {
            Some(since) => {
                format!("BLIND SINCE {}: nothing came; this is not the buyers' silence", output::date(Some(since)))
            }
            None => "alive".to_owned(),
        };
        let last = door.last_known_at;
        output::text_line(&format!(
            "door        {:10} {} events, last heard {last}: {state}",
            door.channel.as_str(),
            door.events
        ));
    }
    Ok(if well { Outcome::Done } else { Outcome::Unwell })
}
