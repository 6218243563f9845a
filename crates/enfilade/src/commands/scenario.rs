//! `enfilade scenario`: replays an acceptance story and shows what is read on each day.

use std::sync::Arc;

use enfilade_app::story::journey::{self, Scenario};
use enfilade_app::story::replay::{self, STORIES};
use enfilade_app::{AddressBook, App, access};
use enfilade_domain::{PersonReading, SystemClock};
use enfilade_store::DatabaseAddress;
use serde_json::json;

use crate::arguments::ScenarioArguments;
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn run(arguments: &ScenarioArguments) -> Result<Outcome, Failure> {
    let Some(id) = arguments.id.as_ref().filter(|_| !arguments.list) else {
        return list(arguments.json);
    };
    let text = match STORIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)) {
        Some((_, text)) => (*text).to_owned(),
        None => std::fs::read_to_string(id).map_err(|_| {
            Failure::Usage(format!(
                "there is no story `{id}` and no such file; `enfilade scenario --list` shows the stories"
            ))
        })?,
    };
    let story = journey::parse(&text).map_err(|error| Failure::Usage(format!("{id}: {error}")))?;
    // A story is played in a database of its own, which goes when the story is over.
    let folder = std::env::temp_dir().join(format!("enfilade-story-{}", access::random_token()?));
    std::fs::create_dir_all(&folder)?;
    let told = tell(arguments, &story, &folder);
    std::fs::remove_dir_all(&folder)?;
    told
}

fn list(as_json: bool) -> Result<Outcome, Failure> {
    for (id, text) in STORIES {
        let story = journey::parse(text).map_err(|error| Failure::Usage(format!("{id}: {error}")))?;
        if as_json {
            output::line(&json!({"id": id, "title": story.title, "expectations": story.expectations.len()}));
        } else {
            output::text_line(&format!("{id:10} {} ({} expectations)", story.title, story.expectations.len()));
        }
    }
    Ok(Outcome::Done)
}

fn tell(arguments: &ScenarioArguments, story: &Scenario, folder: &std::path::Path) -> Result<Outcome, Failure> {
    let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.join("story.db")))?;
    let app = App::new(&store, Arc::new(SystemClock), AddressBook::default());
    let workspace = app.records.ensure_workspace("story", journey::FIRST_MOMENT)?;
    let workspace = replay::play(&app, &workspace, story)?;
    if let Some(day) = arguments.day {
        let readings = replay::readings_at(&app, &workspace, journey::evening_of(day))?;
        for reading in &readings.accounts {
            if arguments.json {
                output::line(&output::account(reading));
            } else {
                let (room, band) = (reading.shown.as_str(), reading.band.as_str());
                output::text_line(&format!(
                    "{:34} {room:20} {band:22} {}",
                    reading.account.as_str(),
                    output::percent(reading.readiness)
                ));
            }
        }
        for reading in &readings.people {
            if arguments.json {
                output::line(&output::person(reading));
            } else {
                output::text_line(&person_row(reading));
            }
        }
        return Ok(Outcome::Done);
    }
    if !arguments.json {
        output::text_line(&format!("{} {}", story.id, story.title));
    }
    let outcomes = replay::check(&app, &workspace, story)?;
    for outcome in &outcomes {
        if arguments.json {
            output::line(&json!({
                "story": story.id, "line": outcome.line, "expected": outcome.expected,
                "seen": outcome.seen, "held": outcome.held,
            }));
        } else {
            let mark = if outcome.held { "holds " } else { "FAILS " };
            output::text_line(&format!("  {mark} {}\n         seen: {}", outcome.expected, outcome.seen));
        }
    }
    let held = outcomes.iter().all(|outcome| outcome.held);
    Ok(if held { Outcome::Done } else { Outcome::Unwell })
}

fn person_row(reading: &PersonReading) -> String {
    format!(
        "{:34} {:20} {:22} {}",
        reading.person.as_str(),
        reading.shown.as_str(),
        reading.band.as_str(),
        output::percent(reading.readiness)
    )
}
