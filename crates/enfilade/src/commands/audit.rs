//! `enfilade audit`: one piece for one buyer in one room.

use clap::{Args, ValueEnum};
use enfilade_app::build::reader;
use enfilade_content::audit::{Audit, Medium, audit};
use enfilade_content::guides::{self, Checked};
use enfilade_domain::Room;
use serde_json::{Value, json};

use super::classify;
use crate::configuration::Configuration;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Page,
    Ad,
    Email,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    /// A file, an address, or `-` for stdin.
    piece: String,
    /// The room in which the buyer truly is: problem, solution, offer or sales.
    #[arg(long, value_parser = room)]
    room: Room,
    /// Whose job it should serve, by role or title, such as finance or CFO; its worries are looked for.
    #[arg(long)]
    role: Option<String>,
    #[arg(long, value_enum, default_value = "page")]
    kind: Kind,
    /// A host that may be read although its address is not public.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    #[arg(long)]
    json: bool,
}

fn room(text: &str) -> Result<Room, String> {
    Room::parse(&text.trim().to_lowercase()).ok_or_else(|| "a room is problem, solution, offer or sales".to_owned())
}

pub(crate) fn run(configuration: &Configuration, asked: &AuditArguments) -> Result<Outcome, Failure> {
    let role = asked.role.as_deref().and_then(reader::role);
    if let (Some(asked), None) = (asked.role.as_deref(), role) {
        let known = guides::roles_with_concerns().join(", ");
        eprintln!(
            "--role: no list of worries fits `{asked}`, so only the room is looked at; there are lists for {known}"
        );
    }
    let mut allowed = configuration.crawl_allowed_hosts.clone();
    allowed.extend(asked.allow_host.iter().cloned());
    let page = classify::page(&asked.piece, &allowed)
        .map_err(|reason| Failure::Usage(format!("{}: {reason}", asked.piece)))?;
    let medium = match asked.kind {
        Kind::Page => Medium::Page,
        Kind::Ad => Medium::Ad,
        Kind::Email => Medium::Email,
    };
    let found = audit(&page, asked.room, role, medium)
        .map_err(|refusal| Failure::Usage(format!("{}: {refusal}", asked.piece)))?;
    if asked.json {
        output::line(&as_json(asked, role, &found));
    } else {
        print(asked, &found);
    }
    Ok(Outcome::Done)
}

/// What readers of a room need, and where the piece says it.
pub(super) fn checklist(found: &[Checked]) -> Vec<Value> {
    let line = |checked: &Checked| {
        json!({
            "id": checked.item.id, "says": checked.item.says, "met": checked.quote.is_some(),
            "quote": checked.quote, "advice": checked.quote.is_none().then_some(checked.item.advice),
        })
    };
    found.iter().map(line).collect()
}

fn as_json(asked: &AuditArguments, role: Option<&str>, found: &Audit) -> Value {
    let checklist = checklist(&found.checklist);
    json!({
        "source": asked.piece,
        "for": { "room": asked.room.as_str(), "question": asked.room.question(), "role": role },
        "verdict": found.verdict.as_str(),
        "meets": found.verdict == enfilade_content::audit::Verdict::Meets,
        "score": (f64::from(found.score) * 10.0).round() / 10.0,
        "summary": found.summary,
        "judged": classify::as_json(&asked.piece, &found.judgement),
        "assumed": found.assumed.iter().map(|a| json!({ "what": a.what, "quote": a.quote })).collect::<Vec<_>>(),
        "checklist": checklist,
        "concerns": found.concerns.iter().map(|c| json!({ "about": c.about, "met": c.quote.is_some(), "quote": c.quote })).collect::<Vec<_>>(),
        "findings": found.findings.iter().map(|f| json!({
            "rule": f.rule.id, "name": f.rule.name, "severity": f.rule.weight, "quote": f.quote,
            "further": f.further, "reason": f.rule.reason, "advice": f.rule.advice,
        })).collect::<Vec<_>>(),
    })
}

fn print(asked: &AuditArguments, found: &Audit) {
    let say = |line: String| output::text_line(&line);
    say(format!(
        "{}: {} a buyer in the {} Room ({:.0} of 100)",
        asked.piece,
        found.verdict.as_str(),
        asked.room.title(),
        found.score
    ));
    say(found.summary.clone());
    if !found.assumed.is_empty() {
        say("\nIt takes for granted:".to_owned());
        for assumed in &found.assumed {
            say(format!("  {}", assumed.what));
        }
        say(format!("    “{}”", found.assumed[0].quote));
    }
    say(format!("\nWhat a reader needs here ({}):", asked.room.question()));
    for checked in &found.checklist {
        match &checked.quote {
            Some(quote) => say(format!("  yes  it {}: “{quote}”", checked.item.says)),
            None => say(format!("  no   it {}. {}.", checked.item.says, checked.item.advice)),
        }
    }
    for concern in &found.concerns {
        match &concern.quote {
            Some(quote) => say(format!("  yes  it speaks of {}: “{quote}”", concern.about)),
            None => say(format!("  no   no sentence about {} was found", concern.about)),
        }
    }
    if !found.findings.is_empty() {
        say("\nWhat costs trust:".to_owned());
    }
    for fired in &found.findings {
        say(format!("  {}: “{}”", fired.rule.name, fired.quote));
        for quote in &fired.further {
            say(format!("    and “{quote}”"));
        }
        say(format!("    {}", fired.rule.advice));
    }
}
