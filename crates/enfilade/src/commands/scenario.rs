//! `enfilade scenario`: replays acceptance stories and shows what is read on each day.

use enfilade_app::story::expectations::Outcome as Seen;
use enfilade_app::story::journey::{self, Scenario};
use enfilade_app::story::library::{self, STORIES};
use enfilade_app::story::replay;
use enfilade_app::story::stage::{self, Stage};
use enfilade_domain::PersonReading;
use serde_json::json;

use crate::arguments::ScenarioArguments;
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn run(arguments: &ScenarioArguments) -> Result<Outcome, Failure> {
    match &arguments.id {
        Some(id) => one(arguments, id),
        None if arguments.list => list(arguments.json),
        None => all(arguments.json),
    }
}

fn one(arguments: &ScenarioArguments, id: &str) -> Result<Outcome, Failure> {
    let text = match library::text_of(id) {
        Some(text) => text.to_owned(),
        None => std::fs::read_to_string(id).map_err(|_| {
            Failure::Usage(format!(
                "there is no story `{id}` and no such file; `enfilade scenario --list` shows the stories"
            ))
        })?,
    };
    let story = parsed(id, &text)?;
    match arguments.day {
        Some(day) => evening(arguments.json, &story, day),
        None => told(arguments.json, &story),
    }
}

fn parsed(id: &str, text: &str) -> Result<Scenario, Failure> {
    journey::parse(text).map_err(|error| Failure::Usage(format!("{id}: {error}")))
}

/// The stories without playing them.
fn list(as_json: bool) -> Result<Outcome, Failure> {
    for (id, text) in STORIES {
        let story = parsed(id, text)?;
        let pending = story.expectations.iter().filter(|expectation| expectation.pending.is_some()).count();
        let count = story.expectations.len();
        if as_json {
            output::line(&json!({"id": id, "title": story.title, "expectations": count, "pending": pending}));
        } else {
            output::text_line(&format!("{id:10} {} ({})", story.title, counted(count, pending)));
        }
    }
    Ok(Outcome::Done)
}

fn counted(count: usize, pending: usize) -> String {
    match pending {
        0 => format!("{count} expectations"),
        pending => format!("{count} expectations, {pending} pending"),
    }
}

/// Every story with its state, from playing it.
fn all(as_json: bool) -> Result<Outcome, Failure> {
    let stories: Vec<Scenario> = STORIES.iter().map(|(id, text)| parsed(id, text)).collect::<Result<_, _>>()?;
    let mut well = true;
    for (story, outcomes) in stories.iter().zip(stage::on_all_cores(&stories, Stage::hold)?) {
        let outcomes = outcomes?;
        let failed = outcomes.iter().filter(|outcome| outcome.failed()).count();
        let overdue = outcomes.iter().filter(|outcome| outcome.is_overdue()).count();
        let pending = outcomes.iter().filter(|outcome| outcome.pending.is_some()).count() - overdue;
        well &= failed == 0;
        let state = match (failed, pending) {
            (0, 0) => "holds",
            (0, _) => "pending",
            _ => "fails",
        };
        if as_json {
            output::line(&json!({
                "id": story.id, "title": story.title, "state": state, "expectations": outcomes.len(),
                "failed": failed, "pending": pending, "hold_though_marked": overdue,
            }));
        } else {
            let more = match (failed, overdue) {
                (0, 0) => String::new(),
                (0, overdue) => format!(", {overdue} marked as pending hold now"),
                (failed, _) => format!(", {failed} do not hold"),
            };
            let count = counted(outcomes.len(), pending);
            output::text_line(&format!("{:10} {state:8} {} ({count}{more})", story.id, story.title));
        }
    }
    Ok(if well { Outcome::Done } else { Outcome::Unwell })
}

/// The readings of one evening.
fn evening(as_json: bool, story: &Scenario, day: u32) -> Result<Outcome, Failure> {
    let stage = Stage::new()?;
    let workspace = stage.play(story)?;
    let readings = replay::readings_at(&stage.app, &workspace, journey::evening_of(day))?;
    for reading in &readings.accounts {
        if as_json {
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
        if as_json {
            output::line(&output::person(reading));
        } else {
            output::text_line(&person_row(reading));
        }
    }
    Ok(Outcome::Done)
}

/// Every expectation with what was seen.
fn told(as_json: bool, story: &Scenario) -> Result<Outcome, Failure> {
    if !as_json {
        output::text_line(&format!("{} {}", story.id, story.title));
    }
    let outcomes = Stage::new()?.hold(story)?;
    for outcome in &outcomes {
        if as_json {
            output::line(&json!({
                "story": story.id, "line": outcome.line, "expected": outcome.expected,
                "seen": outcome.seen, "held": outcome.held, "pending": outcome.pending,
            }));
        } else {
            let mark = match (outcome.held, &outcome.pending) {
                (true, None) => "holds  ",
                (true, Some(_)) => "holds, though marked as pending  ",
                (false, Some(_)) => "pending",
                (false, None) => "FAILS  ",
            };
            let reason = outcome.pending.as_ref().map(|reason| format!("\n          because: {reason}"));
            let reason = reason.unwrap_or_default();
            output::text_line(&format!("  {mark} {}\n          seen: {}{reason}", outcome.expected, outcome.seen));
        }
    }
    Ok(if outcomes.iter().any(Seen::failed) { Outcome::Unwell } else { Outcome::Done })
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
