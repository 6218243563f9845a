//! One customer's house: its slug, its secret, its answers to the set-up questions.

use crate::{Domain, Timestamp};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            decision_months: 4.0,
            time_zone: "UTC".to_owned(),
            own_domains: Vec::new(),
            own_networks: Vec::new(),
            competitor_domains: Vec::new(),
            consent_mode: ConsentMode::OptOut,
            retention_days: None,
        }
    }
}
