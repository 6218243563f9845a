//! What was made and is kept as it was made: learned models, and readings with their evidence.

use enfilade_domain::{Domain, Timestamp};

/// A learned model. Every version is kept, so that it can be compared and returned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRecord {
    /// The name by which readings tell which model made them; unique in its workspace.
    pub version: String,
    pub made_at: Timestamp,
    /// Nothing known later than this entered it.
    pub learned_until: Timestamp,
    /// The version it was learned from; `None` for the published one.
    pub parent: Option<String>,
    /// Its parameters, written and read by the interpreter only.
    pub body: Vec<u8>,
    /// How it fared when it was compared, as a JSON object.
    pub figures: String,
    pub state: ModelState,
}

/// What a learned model is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelState {
    /// Made and compared, not read with.
    Shadow,
    /// Readings are made with it. At most one of a workspace.
    InUse,
    /// It was in use once.
    Retired,
}

impl ModelState {
    pub const ALL: [Self; 3] = [Self::Shadow, Self::InUse, Self::Retired];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shadow => "shadow",
            Self::InUse => "in use",
            Self::Retired => "retired",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A model came into use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelUse {
    pub at: Timestamp,
    /// `None` for the published model.
    pub version: Option<String>,
}

/// A reading as it was made, never computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeReading {
    pub account: Domain,
    /// When it was made; one account has one reading of a moment.
    pub made_at: Timestamp,
    /// The latest moment of which anything was known to it.
    pub known_until: Timestamp,
    pub model_version: String,
    /// The reading and its evidence, written and read by the interpreter only.
    pub body: Vec<u8>,
}
