//! `enfilade workspace`: the answers to the set-up questions.

use std::fs::File;
use std::io::Read as _;

use anyhow::Context as _;
use enfilade_app::language;
use enfilade_app::reveal::configure::{self, Answers};
use enfilade_domain::{ConsentMode, Domain, FitRule, Role, Workspace};
use serde_json::{Value, json};

use super::Opened;
use crate::arguments::workspace::{Configure, Consent, Language, WorkspaceCommand};
use crate::failure::{Failure, Outcome};
use crate::output;

/// Who changes things from the command line.
const BY: &str = "the command line";

pub(crate) fn run(opened: &Opened, command: &WorkspaceCommand) -> Result<Outcome, Failure> {
    match command {
        WorkspaceCommand::Configure(configure) => {
            let settings = configure::configure(&opened.app, &opened.workspace, answers(configure)?)?;
            let workspace = Workspace { settings, ..opened.workspace.clone() };
            show(&workspace, false);
        }
        WorkspaceCommand::Show(json) => show(&opened.workspace, json.json),
        WorkspaceCommand::Language(asked) => return language(opened, asked),
        WorkspaceCommand::List(json) => {
            for workspace in opened.app.records.workspaces()? {
                if json.json {
                    output::line(&as_json(&workspace));
                } else {
                    match &workspace.settings.name {
                        Some(name) => output::text_line(&format!("{:20} {name}", workspace.slug)),
                        None => output::text_line(&workspace.slug),
                    }
                }
            }
        }
    }
    Ok(Outcome::Done)
}

/// The language of the pages. A file is read here and nowhere else; what it says is checked by the use case.
fn language(opened: &Opened, asked: &Language) -> Result<Outcome, Failure> {
    if asked.template {
        output::text_line(language::TEMPLATE.trim_end());
        return Ok(Outcome::Done);
    }
    let (app, workspace) = (&opened.app, &opened.workspace);
    if let Some(path) = &asked.file {
        let mut text = String::new();
        // One byte more tells a file that is too large, without holding it.
        let most = language::LARGEST_BYTES as u64 + 1;
        let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
        file.take(most).read_to_string(&mut text).with_context(|| format!("read {}", path.display()))?;
        language::put(app, workspace, &text, BY)?;
    }
    if asked.remove && !language::remove(app, workspace, BY)? {
        eprintln!("the pages speak English already");
    }
    let standing = language::standing(app, workspace)?;
    if asked.json.json {
        output::line(&json!({
            "workspace": workspace.slug, "language": standing.code,
            "translated": standing.translated, "texts": standing.texts, "fuzzy": standing.fuzzy,
            "unknown": standing.unknown.iter()
                .map(|one| json!({ "line": one.line, "what": one.what })).collect::<Vec<_>>(),
        }));
        return Ok(Outcome::Done);
    }
    for one in &standing.unknown {
        eprintln!("{one}");
    }
    output::text_line(&match standing.given {
        None => format!("en: the pages speak English, {} texts", standing.texts),
        Some(_) => format!("{}: {} of {} texts are translated", standing.code, standing.translated, standing.texts),
    });
    if standing.fuzzy > 0 {
        output::text_line(&format!("{} are marked as fuzzy and not used", standing.fuzzy));
    }
    Ok(Outcome::Done)
}

fn answers(configure: &Configure) -> Result<Answers, Failure> {
    let domains = |texts: &[String]| -> Result<Option<Vec<Domain>>, Failure> {
        if texts.is_empty() {
            return Ok(None);
        }
        let parsed: Result<Vec<Domain>, _> = texts.iter().map(|text| Domain::parse(text)).collect();
        parsed.map(Some).map_err(|error| Failure::Usage(error.to_string()))
    };
    Ok(Answers {
        name: configure.name.clone(),
        decision_months: configure.decision_months,
        time_zone: configure.time_zone.clone(),
        own_domains: domains(&configure.own_domain)?,
        own_networks: (!configure.office_network.is_empty()).then(|| configure.office_network.clone()),
        competitor_domains: domains(&configure.competitor_domain)?,
        consent_mode: configure.consent.map(|consent| match consent {
            Consent::OptOut => ConsentMode::OptOut,
            Consent::OptIn => ConsentMode::OptIn,
            Consent::CookieFree => ConsentMode::CookieFree,
        }),
        retention_days: configure.retention_days.map(|days| (days > 0).then_some(days)),
        essential_roles: essential_roles(&configure.essential_role)?,
        fit_rules: fit_rules(&configure.fit_rule)?,
    })
}

/// What was answered about essential roles, if anything: the roles, or `default` alone.
fn essential_roles(texts: &[String]) -> Result<Option<Option<Vec<Role>>>, Failure> {
    match texts {
        [] => Ok(None),
        [only] if only == "default" => Ok(Some(None)),
        _ if texts.iter().any(|text| text == "default") => {
            Err(Failure::Usage("essential-role: `default` stands alone, without further roles".to_owned()))
        }
        _ => {
            let mut roles: Vec<Role> = texts.iter().filter_map(|text| Role::parse(text)).collect();
            roles.sort();
            roles.dedup();
            Ok(Some(Some(roles)))
        }
    }
}

fn fit_rules(texts: &[String]) -> Result<Option<Vec<FitRule>>, Failure> {
    match texts {
        [] => Ok(None),
        [only] if only == "none" => Ok(Some(Vec::new())),
        _ => {
            let rules: Result<Vec<FitRule>, String> = texts.iter().map(|text| FitRule::parse(text)).collect();
            rules.map(Some).map_err(|error| Failure::Usage(format!("fit-rule: {error}")))
        }
    }
}

fn as_json(workspace: &Workspace) -> Value {
    let settings = &workspace.settings;
    let texts = |domains: &[Domain]| domains.iter().map(|domain| domain.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "workspace": workspace.slug, "name": settings.name, "created_at": workspace.created_at.to_string(),
        "decision_months": settings.decision_months, "time_zone": settings.time_zone,
        "own_domains": texts(&settings.own_domains), "office_networks": settings.own_networks,
        "competitor_domains": texts(&settings.competitor_domains),
        "consent": settings.consent_mode.as_str(), "retention_days": settings.retention_days,
        "essential_roles": settings.essential_roles.as_ref()
            .map(|roles| roles.iter().map(Role::as_str).collect::<Vec<_>>()),
        "fit_rules": settings.fit_rules.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn show(workspace: &Workspace, as_lines: bool) {
    let value = as_json(workspace);
    if as_lines {
        output::line(&value);
        return;
    }
    let Value::Object(fields) = value else { return };
    for (name, value) in fields {
        let text = match value {
            Value::String(text) => text,
            Value::Null => "-".to_owned(),
            other => other.to_string(),
        };
        output::text_line(&format!("{name:20} {text}"));
    }
}
