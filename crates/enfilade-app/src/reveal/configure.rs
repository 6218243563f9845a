//! The answers to the set-up questions: checked, saved, and everyone read again where they matter.

use enfilade_collect::NetworkKeys;
use enfilade_domain::{ConsentMode, Domain, Role, Settings, Workspace};
use enfilade_engine::{Model, Published};

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
}

/// Longer names do not fit the head of a sheet.
const LONGEST_NAME: usize = 60;

fn named(text: &str) -> Result<Option<String>, AppError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::invalid("name", format!("a workspace's name has at most {LONGEST_NAME} letters")));
    }
    Ok((!name.is_empty()).then_some(name))
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
            .map_err(|error| AppError::invalid("decision-months", error.to_string()))?;
        settings.decision_months = months;
    }
    if let Some(zone) = answers.time_zone {
        jiff::tz::TimeZone::get(&zone)
            .map_err(|_| AppError::invalid("time-zone", format!("`{zone}` is not a zone such as Europe/Berlin")))?;
        settings.time_zone = zone;
    }
    if let Some(networks) = answers.own_networks {
        let keys = NetworkKeys::new(workspace.secret);
        for network in &networks {
            keys.keys_of_cidr(network).map_err(|reason| AppError::invalid("office-network", reason))?;
        }
        settings.own_networks = networks;
    }
    settings.own_domains = answers.own_domains.unwrap_or(settings.own_domains);
    settings.competitor_domains = answers.competitor_domains.unwrap_or(settings.competitor_domains);
    settings.consent_mode = answers.consent_mode.unwrap_or(settings.consent_mode);
    settings.retention_days = answers.retention_days.unwrap_or(settings.retention_days);
    settings.essential_roles = answers.essential_roles.unwrap_or(settings.essential_roles);
    let before = Settings { name: settings.name.clone(), ..workspace.settings.clone() };
    if settings != workspace.settings {
        app.records.save_settings(workspace.id, &settings)?;
    }
    // Nobody is read otherwise for a name.
    if settings != before {
        app.log.touch_all(workspace.id)?;
        stating::read_all_again(app, &Workspace { settings: settings.clone(), ..workspace.clone() })?;
    }
    Ok(settings)
}
