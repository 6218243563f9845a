//! `enfilade backup`, `restore`, `export` and `erase`.

use std::path::Path;

use enfilade_app::AppError;
use enfilade_app::interpret::explain;
use enfilade_app::reveal::keeping::{self, Held};
use enfilade_store::DatabaseAddress;
use serde_json::json;

use super::Opened;
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn backup(opened: &Opened, file: &Path) -> Result<Outcome, Failure> {
    let size = enfilade_store::backup(&opened.address, file)?;
    eprintln!("{} holds a sound copy of {:.1} MB", file.display(), size as f64 / 1e6);
    Ok(Outcome::Done)
}

pub(crate) fn restore(address: &DatabaseAddress, file: &Path, replace: bool) -> Result<Outcome, Failure> {
    enfilade_store::restore(file, address, replace)
        .map_err(|error| Failure::Other(anyhow::anyhow!("nothing was restored: {error}")))?;
    eprintln!("{address} holds what {} held", file.display());
    Ok(Outcome::Done)
}

/// What is held about a person; whoever wrote an address as lists show it is told how people are named.
fn held(opened: &Opened, id: &str) -> Result<Held, Failure> {
    let found = keeping::everything_about(&opened.app, &opened.workspace, id);
    found.map_err(|error| meant(&error, id).unwrap_or_else(|| error.into()))
}

/// People are listed by the address they gave and named by an id.
pub(crate) fn meant(error: &AppError, id: &str) -> Option<Failure> {
    let is_missing = matches!(error, AppError::NotFound { what: "person", .. });
    (is_missing && id.contains('@') && !id.contains(':'))
        .then(|| Failure::Usage(format!("{error}; a person who gave this address is named `user:{id}`")))
}

pub(crate) fn export(opened: &Opened, id: &str) -> Result<Outcome, Failure> {
    let found = held(opened, id)?;
    if let Some(story) = explain::person(&opened.app, &opened.workspace, &found.person, opened.app.now())? {
        output::line(&json!({"reading": output::person_story(&story)}));
    }
    for decision in &found.decisions {
        output::line(&json!({"decision": output::decision(decision)}));
    }
    for statement in &found.statements {
        output::line(&json!({"statement": output::statement(statement)}));
    }
    for touch in &found.touches {
        output::line(&json!({"touch": {
            "at": touch.at.to_string(), "kind": touch.kind, "by": touch.by, "email": touch.email, "asks": touch.asks,
        }}));
    }
    for event in &found.events {
        output::line(&json!({"event": output::event(event)}));
    }
    eprintln!("{} events, {} decisions, {} touches", found.events.len(), found.decisions.len(), found.touches.len());
    Ok(Outcome::Done)
}

pub(crate) fn erase(opened: &Opened, id: &str, yes: bool, as_json: bool) -> Result<Outcome, Failure> {
    let found = held(opened, id)?;
    if !yes {
        return Err(Failure::Usage(format!(
            "this removes {} events of {} devices for good; say --yes to do it",
            found.events.len(),
            found.visitors.len()
        )));
    }
    let removed = keeping::erase(&opened.app, &opened.workspace, &found)?;
    if removed == 0 {
        return Err(AppError::NotFound { what: "person", name: id.to_owned() }.into());
    }
    eprintln!("removed {removed} events; the erasure is on record without naming anybody");
    if as_json {
        output::line(&json!({"erased": id, "events": removed, "devices": found.visitors.len()}));
    }
    Ok(Outcome::Done)
}
