//! `enfilade desk draft`.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use enfilade_app::build::desk::drafts;
use enfilade_app::build::desk::paper::{self, Kept};
use enfilade_app::build::desk::proof::{self, Proof};
use enfilade_domain::{Draft, PageKind, Role, Room, SignOffRule};
use serde_json::{Value, json};

use super::{By, Opened, added, day, one_role, provenance, role, room, with};
use crate::arguments::Json;
use crate::commands::audit;
use crate::failure::{Failure, Outcome};
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum DraftCommand {
    /// Every draft, with what keeps it from being published.
    List(Json),
    /// Put an outline or a text on the desk.
    #[command(
        after_help = "Example: enfilade desk draft add \"The price of slow handovers\" --path /blog/slow-handovers --room problem --question \"Is it only us?\" --text-file draft.md --by Mira"
    )]
    Add {
        title: String,
        /// Where it will stand.
        #[arg(long)]
        path: String,
        #[command(flatten)]
        said: Said,
    },
    /// Change what is given; a signature goes with the text it stood under.
    Change {
        id: i64,
        #[arg(long)]
        title: Option<String>,
        #[arg(long)]
        path: Option<String>,
        #[command(flatten)]
        said: Said,
    },
    /// One draft with every version of it.
    #[command(after_help = "Example: enfilade desk draft show 1 --json")]
    Show {
        id: i64,
        #[arg(long)]
        json: bool,
    },
    /// Sign the text as it stands.
    #[command(after_help = "Example: enfilade desk draft sign 1 --by \"Dr. Hale\" --note \"checked the doses\"")]
    Sign {
        id: i64,
        /// The version that was read; refused where it is no longer the newest.
        #[arg(long, value_name = "N")]
        version_read: Option<i64>,
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        by: By,
    },
    /// Put the piece into the library. Fails unsigned where that rule is on, and for a form before learning without a reason.
    Publish {
        id: i64,
        #[command(flatten)]
        by: By,
    },
    /// The rule of signatures; without options what holds now.
    #[command(after_help = "Example: enfilade desk draft rule --on --expert \"Dr. Hale\"")]
    Rule {
        /// Nothing goes live unsigned.
        #[arg(long, conflicts_with = "off")]
        on: bool,
        #[arg(long)]
        off: bool,
        /// Who may sign; repeatable, replaces those given before.
        #[arg(long, value_name = "NAME")]
        expert: Vec<String>,
        #[command(flatten)]
        by: By,
        #[arg(long)]
        json: bool,
    },
    /// Take one off the desk.
    Remove {
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Said {
    #[arg(long)]
    kind: Option<String>,
    #[arg(long, value_parser = room)]
    room: Option<Room>,
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// The buyer's question it answers.
    #[arg(long)]
    question: Option<String>,
    #[arg(long)]
    topic: Option<String>,
    #[arg(long)]
    outline: Option<String>,
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// Readers fill in a form first; in the Problem and Solution Rooms it needs a reason.
    #[arg(long, value_name = "REASON")]
    gate: Option<String>,
    /// No form stands before it.
    #[arg(long, conflicts_with = "gate")]
    open: bool,
    #[command(flatten)]
    by: By,
    #[arg(long)]
    json: bool,
}

impl Said {
    fn onto(&self, draft: &mut Draft) -> Result<(), Failure> {
        if let Some(kind) = &self.kind {
            draft.kind = PageKind::parse(kind);
        }
        draft.room = self.room.or(draft.room);
        if self.role.is_some() {
            draft.role = one_role(self.role.as_ref());
        }
        let fields = [
            (&mut draft.question, &self.question),
            (&mut draft.topic, &self.topic),
            (&mut draft.outline, &self.outline),
            (&mut draft.text, &self.text),
        ];
        for (field, given) in fields {
            if let Some(text) = given {
                text.trim().clone_into(field);
            }
        }
        if let Some(file) = &self.text_file {
            draft.text = std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
        }
        if let Some(reason) = &self.gate {
            draft.is_gated = true;
            reason.trim().clone_into(&mut draft.gate_reason);
        }
        if self.open {
            draft.is_gated = false;
        }
        Ok(())
    }
}

pub(super) fn run(opened: &Opened, command: &DraftCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        DraftCommand::List(json) => return list(opened, json.json),
        DraftCommand::Add { title, path, said } => {
            let mut draft = Draft {
                title: title.trim().to_owned(),
                path: path.trim().to_owned(),
                kind: PageKind::Article,
                room: None,
                role: None,
                question: String::new(),
                topic: String::new(),
                outline: String::new(),
                text: String::new(),
                is_gated: false,
                gate_reason: String::new(),
                signed: None,
                published: None,
            };
            said.onto(&mut draft)?;
            let id = drafts::add(app, workspace, &draft, &said.by.by)?;
            warn(&draft);
            return Ok(added("draft", id, said.json));
        }
        DraftCommand::Change { id, title, path, said } => {
            let kept: Kept<Draft> = paper::one(app, workspace, *id)?;
            let mut draft = kept.what.clone();
            for (field, given) in [(&mut draft.title, title), (&mut draft.path, path)] {
                if let Some(text) = given {
                    text.trim().clone_into(field);
                }
            }
            said.onto(&mut draft)?;
            drafts::change(app, workspace, &kept, &draft, &said.by.by)?;
            warn(&draft);
            return Ok(added("draft", *id, said.json));
        }
        DraftCommand::Show { id, json } => return show(opened, *id, *json),
        DraftCommand::Sign { id, version_read, note, by } => {
            drafts::sign(app, workspace, *id, *version_read, note, &by.by)?;
            tell_findings(&paper::one::<Draft>(app, workspace, *id)?.what);
        }
        DraftCommand::Publish { id, by } => {
            drafts::publish(app, workspace, *id, &by.by)?;
            tell_findings(&paper::one::<Draft>(app, workspace, *id)?.what);
            enfilade_app::interpret::refresh::catch_up(app, &|_| {})?;
        }
        DraftCommand::Rule { on, off, expert, by, json } => {
            let mut rule = drafts::rule(app, workspace)?;
            if *on || *off || !expert.is_empty() {
                rule.is_on = if *off { false } else { *on || rule.is_on };
                if !expert.is_empty() {
                    rule.experts.clone_from(expert);
                }
                drafts::set_rule(app, workspace, &rule, &by.by)?;
            }
            print_rule(&rule, *json);
        }
        DraftCommand::Remove { id, by } => paper::remove::<Draft>(app, workspace, *id, &by.by)?,
    }
    Ok(Outcome::Done)
}

/// A form before learning is warned of from the first moment, not only when it is too late.
fn warn(draft: &Draft) {
    tell_findings(draft);
    if draft.gates_learning() {
        let room = draft.room.map_or("", Room::title);
        eprintln!(
            "a form would stand before a piece of the {room} Room: careful readers leave at it; `enfilade desk gate` will say how many"
        );
    }
}

/// What costs trust is said whenever somebody puts a hand to the text; the decision is theirs.
fn tell_findings(draft: &Draft) {
    let proof = proof::of(draft);
    for warning in proof.warnings() {
        eprintln!("costs trust: {warning}");
    }
    let gaps: Vec<&str> = proof.missing().map(|checked| checked.item.says).collect();
    if !gaps.is_empty() {
        eprintln!("its readers need and do not find a text that {}", gaps.join("; that "));
    }
}

fn proof_as_json(proof: &Proof) -> Value {
    let findings: Vec<Value> = proof
        .findings
        .iter()
        .map(|fired| {
            json!({
                "rule": fired.rule.id, "name": fired.rule.name, "severity": fired.rule.weight, "quote": fired.quote,
                "reason": fired.rule.reason, "advice": fired.rule.advice,
            })
        })
        .collect();
    let held = proof.audit.as_ref();
    let checklist = audit::checklist(held.map_or(&[][..], |audit| &audit.checklist));
    let concerns: Vec<Value> = held
        .map_or(&[][..], |audit| &audit.concerns)
        .iter()
        .map(|concern| json!({ "about": concern.about, "met": concern.quote.is_some(), "quote": concern.quote }))
        .collect();
    json!({
        "findings": findings, "checklist": checklist, "concerns": concerns,
        "verdict": held.map(|audit| audit.verdict.as_str()), "verdict_because": held.map(|audit| audit.summary.as_str()),
        "reads_as": held.map(|audit| audit.judgement.room.map_or("none", Room::as_str)), "not_judged": proof.not_judged,
    })
}

fn print_proof(proof: &Proof) {
    if let Some(reason) = &proof.not_judged {
        output::text_line(&format!("  {reason}"));
    }
    if let Some(audit) = &proof.audit {
        output::text_line(&audit.summary);
        for checked in &audit.checklist {
            match &checked.quote {
                Some(quote) => output::text_line(&format!("  yes  it {}: “{quote}”", checked.item.says)),
                None => output::text_line(&format!("  no   it {}. {}.", checked.item.says, checked.item.advice)),
            }
        }
        for concern in &audit.concerns {
            match &concern.quote {
                Some(quote) => output::text_line(&format!("  yes  it speaks of {}: “{quote}”", concern.about)),
                None => output::text_line(&format!("  no   it says nothing about {}", concern.about)),
            }
        }
    }
    for fired in &proof.findings {
        output::text_line(&format!("  costs trust: {}: “{}”", fired.rule.name, fired.quote));
        output::text_line(&format!("    {}", fired.rule.advice));
    }
}

fn print_rule(rule: &SignOffRule, as_json: bool) {
    if as_json {
        output::line(&json!({"on": rule.is_on, "experts": rule.experts}));
    } else {
        let who = if rule.experts.is_empty() { "anybody".to_owned() } else { rule.experts.join(", ") };
        let state = if rule.is_on { "nothing goes live unsigned" } else { "signatures are not asked for" };
        output::text_line(&format!("{state}; {who} may sign"));
    }
}

fn list(opened: &Opened, as_json: bool) -> Result<Outcome, Failure> {
    let rule = drafts::rule(&opened.app, &opened.workspace)?;
    for kept in paper::all::<Draft>(&opened.app, &opened.workspace)? {
        let hindrances = drafts::hindrances(&kept.what, &rule);
        if as_json {
            output::line(&with(self::as_json(&kept), json!({ "hindrances": hindrances })));
            continue;
        }
        let draft = &kept.what;
        let state = match (&draft.published, &draft.signed) {
            (Some((by, at)), _) => format!("published by {by} on {}", day(*at)),
            (None, Some(signed)) => format!("signed by {} on {}", signed.by, day(signed.at)),
            (None, None) if hindrances.is_empty() => "can be published".to_owned(),
            (None, None) => hindrances.join("; "),
        };
        output::text_line(&format!("{:4} {} ({}): {state}", kept.id, draft.title, draft.path));
    }
    Ok(Outcome::Done)
}

fn as_json(kept: &Kept<Draft>) -> Value {
    let draft = &kept.what;
    with(
        provenance(kept),
        json!({
            "title": draft.title, "path": draft.path, "kind": draft.kind.as_str(),
            "room": draft.room.map(Room::as_str), "role": draft.role.as_ref().map(Role::as_str),
            "question": draft.question, "topic": draft.topic, "outline": draft.outline, "text": draft.text,
            "gated": draft.is_gated, "gate_reason": draft.gate_reason,
            "signed": draft.signed.as_ref().map(|signed| json!({"by": signed.by, "at": signed.at.to_string(), "note": signed.note})),
            "published_by": draft.published.as_ref().map(|(by, _)| by),
            "published_at": draft.published.as_ref().map(|(_, at)| at.to_string()),
        }),
    )
}

fn show(opened: &Opened, id: i64, as_json: bool) -> Result<Outcome, Failure> {
    let newest: Kept<Draft> = paper::one(&opened.app, &opened.workspace, id)?;
    let versions = paper::versions::<Draft>(&opened.app, &opened.workspace, id)?;
    if as_json {
        let rule = drafts::rule(&opened.app, &opened.workspace)?;
        let versions: Vec<Value> = versions.iter().map(self::as_json).collect();
        let hindrances = drafts::hindrances(&newest.what, &rule);
        let told = with(self::as_json(&newest), json!({"hindrances": hindrances, "versions": versions}));
        output::line(&with(told, proof_as_json(&proof::of(&newest.what))));
        return Ok(Outcome::Done);
    }
    output::text_line(&format!("{}\n\n{}", newest.what.title, newest.what.text));
    output::text_line("");
    if !newest.what.text.trim().is_empty() {
        print_proof(&proof::of(&newest.what));
        output::text_line("");
    }
    for version in versions {
        let did = version.what.signed.as_ref().map_or_else(
            || format!("{} words", version.what.text.split_whitespace().count()),
            |signed| format!("signed by {}", signed.by),
        );
        output::text_line(&format!("  version {} by {} on {}: {did}", version.version, version.by, day(version.at)));
    }
    Ok(Outcome::Done)
}
