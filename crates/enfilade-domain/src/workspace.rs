//! One customer's house: its slug, its secret, its answers to the set-up questions.

use crate::{Domain, FitRule, Role, Timestamp};

/// The key of a workspace in the store. Every query names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkspaceId(pub i64);

/// A tenant.
#[derive(Debug, Clone, PartialEq)]
pub struct Workspace {
    pub id: WorkspaceId,
    /// Lower-case name used on the command line and in addresses.
    pub slug: String,
    pub created_at: Timestamp,
    /// Key of the hashes that stand for addresses and log visitors. Never leaves the store's host.
    pub secret: [u8; 16],
    pub settings: Settings,
}

impl Workspace {
    /// What people call it: the name it was given, else the first of the company's own domains, else the slug.
    #[must_use]
    pub fn name(&self) -> &str {
        let domain = || self.settings.own_domains.first().map(Domain::as_str);
        self.settings.name.as_deref().or_else(domain).unwrap_or(&self.slug)
    }
}

/// What happens with visitors who said nothing about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ConsentMode {
    /// Read unless the visitor declined.
    #[default]
    OptOut,
    /// Read only after the visitor agreed.
    OptIn,
    /// Nobody gets a cookie; only companies are read, by their stated networks.
    CookieFree,
}

impl ConsentMode {
    pub const ALL: [Self; 3] = [Self::OptOut, Self::OptIn, Self::CookieFree];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OptOut => "opt-out",
            Self::OptIn => "opt-in",
            Self::CookieFree => "cookie-free",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }
}

/// The answers to the set-up questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What people call the workspace; see [`Workspace::name`] for one that has no name.
    pub name: Option<String>,
    /// How long a typical decision takes, in months; drives the engine's scale.
    pub decision_months: f64,
    /// IANA name, for dates on screen.
    pub time_zone: String,
    /// The company's own domains: visitors with such an e-mail address are staff.
    pub own_domains: Vec<Domain>,
    /// The company's own networks as CIDRs: visitors from there are staff.
    pub own_networks: Vec<String>,
    /// Domains of competitors; their visitors are kept and not read.
    pub competitor_domains: Vec<Domain>,
    pub consent_mode: ConsentMode,
    /// Events older than this are removed; `None` keeps everything.
    pub retention_days: Option<u32>,
    /// Roles without which no decision is made; `None` takes [`Settings::essential_roles`]' default.
    pub essential_roles: Option<Vec<Role>>,
    /// How well companies fit of which no import says so; the first that is about a company holds.
    pub fit_rules: Vec<FitRule>,
}

impl Settings {
    /// The roles without which no decision of a typical account is made. Where the workspace did not answer:
    /// operations, who have the problem; finance, who pay; and an executive, who answers for it. Legal only where the
    /// library speaks to legal at all: a company that wrote for them knows them at the table, and without such
    /// content nothing could show that they were there.
    #[must_use]
    pub fn essential_roles(&self, roles_of_library: &[Role]) -> Vec<Role> {
        if let Some(stated) = &self.essential_roles {
            return stated.clone();
        }
        let mut roles = vec![Role::Operations, Role::Finance, Role::Executive];
        if roles_of_library.contains(&Role::Legal) {
            roles.push(Role::Legal);
        }
        roles
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            decision_months: 4.0,
            time_zone: "UTC".to_owned(),
            own_domains: Vec::new(),
            own_networks: Vec::new(),
            competitor_domains: Vec::new(),
            consent_mode: ConsentMode::OptOut,
            retention_days: None,
            essential_roles: None,
            fit_rules: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_is_essential_where_content_is_for_them() {
        let settings = Settings::default();
        assert_eq!(settings.essential_roles(&[Role::Champion]), [Role::Operations, Role::Finance, Role::Executive]);
        assert!(settings.essential_roles(&[Role::Legal]).contains(&Role::Legal));
        let stated = Settings { essential_roles: Some(Vec::new()), ..settings };
        assert!(stated.essential_roles(&[Role::Legal]).is_empty(), "an answer stands, an empty one too");
    }
}
