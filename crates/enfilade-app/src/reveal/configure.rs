//! The answers to the set-up questions: checked, saved, and everyone read again where they matter.

use enfilade_collect::NetworkKeys;
use enfilade_domain::{Account, ConsentMode, Domain, Fit, FitRule, Role, Settings, Workspace};
use enfilade_engine::{Model, Published};
use enfilade_language::t;

use crate::interpret::stating;
use crate::{App, AppError};

/// What was answered; `None` leaves an answer as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// Without letters, it goes back to having no name.
    pub name: Option<String>,
    pub decision_months: Option<f64>,
    pub time_zone: Option<String>,
    pub own_domains: Option<Vec<Domain>>,
    pub own_networks: Option<Vec<String>>,
    pub competitor_domains: Option<Vec<Domain>>,
    pub consent_mode: Option<ConsentMode>,
    pub retention_days: Option<Option<u32>>,
    /// The inner `None` returns to the default.
    pub essential_roles: Option<Option<Vec<Role>>>,
    pub fit_rules: Option<Vec<FitRule>>,
}

/// Longer names do not fit the head of a sheet.
const LONGEST_NAME: usize = 60;

fn named(text: &str) -> Result<Option<String>, AppError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::invalid(
            t!("name"),
            t!("a workspace's name has at most {longest_name} letters", longest_name = LONGEST_NAME),
        ));
    }
    Ok((!name.is_empty()).then_some(name))
}

/// A role that nobody can be recognised in would hold no band back, for anybody, and nobody would know why.
fn known_roles(app: &App, workspace: &Workspace, roles: Vec<Role>) -> Result<Vec<Role>, AppError> {
    let surroundings = app.surroundings(workspace)?;
    let mut known =
        vec![Role::Operations, Role::Finance, Role::Legal, Role::Executive, Role::Technical, Role::Champion];
    let written_for = surroundings.library_roles().roles();
    known.extend(written_for.into_iter().filter(|role| matches!(role, Role::Own(_))));
    let answered_before = workspace.settings.essential_roles.as_deref().unwrap_or_default();
    let Some(unknown) = roles.iter().find(|role| !known.contains(role) && !answered_before.contains(role)) else {
        return Ok(roles);
    };
    let names: Vec<&str> = known.iter().map(Role::as_str).collect();
    Err(AppError::invalid(
        t!("essential-role"),
        t!(
            "nobody could be recognised as `{unknown}`; known here are {names}. A role of your own is known once a piece of the \
             library is written for it",
            unknown = unknown.as_str(),
            names = names.join(", ")
        ),
    ))
}

/// Checks and saves the answers. Returns the settings in force.
///
/// # Errors
/// An answer cannot be used; nothing is saved then. Or the store failed.
pub fn configure(app: &App, workspace: &Workspace, answers: Answers) -> Result<Settings, AppError> {
    let mut settings = workspace.settings.clone();
    if let Some(name) = answers.name {
        settings.name = named(&name)?;
    }
    if let Some(months) = answers.decision_months {
        Model::new(&Published::v2(), months)
            .map_err(|error| AppError::invalid(t!("decision-months"), error.to_string()))?;
        settings.decision_months = months;
    }
    if let Some(zone) = answers.time_zone {
        jiff::tz::TimeZone::get(&zone).map_err(|_| {
            AppError::invalid(t!("time-zone"), t!("`{zone}` is not a zone such as Europe/Berlin", zone = zone))
        })?;
        settings.time_zone = zone;
    }
    if let Some(networks) = answers.own_networks {
        let keys = NetworkKeys::new(workspace.secret);
        for network in &networks {
            keys.keys_of_cidr(network).map_err(|reason| AppError::invalid(t!("office-network"), reason))?;
        }
        settings.own_networks = networks;
    }
    settings.own_domains = answers.own_domains.unwrap_or(settings.own_domains);
    settings.competitor_domains = answers.competitor_domains.unwrap_or(settings.competitor_domains);
    settings.consent_mode = answers.consent_mode.unwrap_or(settings.consent_mode);
    settings.retention_days = answers.retention_days.unwrap_or(settings.retention_days);
    if let Some(roles) = answers.essential_roles {
        settings.essential_roles = roles.map(|roles| known_roles(app, workspace, roles)).transpose()?;
    }
    settings.fit_rules = answers.fit_rules.unwrap_or(settings.fit_rules);
    let before =
        Settings { name: settings.name.clone(), fit_rules: settings.fit_rules.clone(), ..workspace.settings.clone() };
    if settings != workspace.settings {
        app.records.save_settings(workspace.id, &settings)?;
    }
    // Nobody is read otherwise for a name, and fit is no part of a reading.
    if settings != before {
        app.log.touch_all(workspace.id)?;
        stating::read_all_again(app, &Workspace { settings: settings.clone(), ..workspace.clone() })?;
    }
    Ok(settings)
}

/// What rules would do before anybody saves them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FitPreview {
    /// Companies whose fit no import states; the others stay as they are.
    pub open: usize,
    /// Of these, how many would have a fit.
    pub given: usize,
    /// How many would have another fit than now, or one for the first time, or none any more.
    pub changed: usize,
    /// Some of those that change.
    pub examples: Vec<FitChange>,
}

/// A company whose fit would change.
#[derive(Debug, Clone, PartialEq)]
pub struct FitChange {
    pub account: Account,
    pub before: Option<Fit>,
    pub after: Option<Fit>,
    /// The rule that would say so.
    pub rule: Option<FitRule>,
}

/// As many companies show what rules would do.
const MOST_EXAMPLES: usize = 10;

/// Tries rules on everybody whose fit was not stated.
///
/// # Errors
/// The store cannot be read.
pub fn try_fit_rules(app: &App, workspace: &Workspace, rules: &[FitRule]) -> Result<FitPreview, AppError> {
    let mut preview = FitPreview::default();
    let accounts = app.records.accounts(workspace.id)?;
    for account in accounts.into_iter().filter(|account| account.fit.is_none()) {
        let before = FitRule::of(&workspace.settings.fit_rules, &account).map(|rule| rule.fit);
        let rule = FitRule::of(rules, &account);
        let after = rule.map(|rule| rule.fit);
        preview.open += 1;
        preview.given += usize::from(after.is_some());
        if before != after {
            preview.changed += 1;
            if preview.examples.len() < MOST_EXAMPLES {
                preview.examples.push(FitChange { account, before, after, rule: rule.cloned() });
            }
        }
    }
    Ok(preview)
}
