//! `enfilade classify`: what pages are for. Stands on nothing but the files; no store is opened.

use std::io::Read as _;
use std::path::Path;

use enfilade_app::build::reading;
use enfilade_content::model::class_name;
use enfilade_content::{Judgement, Page, judge, limits, read_page};
use enfilade_domain::Room;
use serde_json::{Map, Value, json};

use crate::arguments::Classify;
use crate::configuration::Configuration;
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn run(configuration: &Configuration, arguments: &Classify) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Done;
    let mut allowed = configuration.crawl_allowed_hosts.clone();
    allowed.extend(arguments.allow_host.iter().cloned());
    for file in &arguments.files {
        let source = file.display().to_string();
        let judged = page(&source, &allowed).and_then(|page| judge(&page).map_err(|refusal| refusal.to_string()));
        match (judged, arguments.json) {
            (Ok(judgement), true) => output::line(&as_json(&source, &judgement)),
            (Ok(judgement), false) => print(&source, &judgement),
            (Err(error), as_json) => {
                outcome = Outcome::SomeRejected;
                if as_json {
                    output::line(&json!({ "source": source, "error": error }));
                } else {
                    eprintln!("{source}: {error}");
                }
            }
        }
    }
    Ok(outcome)
}

/// The page of a file, an address, or `-` for stdin.
///
/// # Errors
/// A sentence that says why there is none.
pub(crate) fn page(source: &str, allowed_hosts: &[String]) -> Result<Page, String> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return reading::page(source, allowed_hosts);
    }
    Ok(read_page(source, &read(Path::new(source))?))
}

/// The text of a file, no more of it than is read; what is no UTF-8 is replaced.
fn read(file: &Path) -> Result<String, String> {
    let name = file.to_string_lossy();
    let mut bytes = Vec::new();
    let limit = limits::SOURCE_BYTES_MAX as u64 + 1;
    let done = if name == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    done.map_err(|error| format!("cannot be read: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(crate) fn as_json(source: &str, judgement: &Judgement) -> Value {
    let rooms: Map<String, Value> = judgement
        .rooms
        .iter()
        .enumerate()
        .map(|(class, share)| (class_name(class).to_owned(), json!((f64::from(*share) * 1e4).round() / 1e4)))
        .collect();
    let evidence: Vec<Value> =
        judgement.evidence.iter().map(|finding| json!({ "claim": finding.claim, "quote": finding.quote })).collect();
    json!({
        "source": source,
        "room": judgement.room.map_or("none", Room::as_str),
        "secondary_room": judgement.second.map(Room::as_str),
        "rooms": rooms,
        "role": judgement.role,
        "question": judgement.question,
        "mentions_own_solution": judgement.mentions.as_str(),
        "self_focus": judgement.self_focus,
        "pressure": judgement.pressure,
        "gated": judgement.is_gated,
        "cta": judgement.call.as_str(),
        "evidence": evidence,
    })
}

fn print(source: &str, judgement: &Judgement) {
    let class = judgement.room.map_or(judgement.rooms.len() - 1, Room::index);
    let share = judgement.rooms[class] * 100.0;
    output::text_line(&format!("{source}: {} ({share:.0} %), for {}", class_name(class), judgement.role));
    for finding in &judgement.evidence {
        output::text_line(&format!("    {}: “{}”", finding.claim, finding.quote));
    }
}
