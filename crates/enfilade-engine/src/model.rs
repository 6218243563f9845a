//! A model ready to read with: the published numbers turned into matrices and tables at one decision time.

use enfilade_domain::{HOUR_MS, Timestamp};

use crate::belief::{Belief, LANES, Lanes, PACES, PersonBelief, STATES};
use crate::kernel::Kernel;
use crate::learning::{AccountRhythm, Calibration, Chain, Learned, Returns, Rhythm};
use crate::marks::{MarkLogs, Marks};
use crate::parameters::{Layer, ModelError, Published, scale_of};
use crate::readiness::Outlook;
use crate::session::Session;

/// One filter: where a belief starts, what silence does to it, how often each state visits.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) prior: Belief,
    pub(crate) visits: Lanes,
    pub(crate) kernel: Kernel,
    /// Time in which nobody could have been seen: the generator alone.
    pub(crate) unwatched: Kernel,
}

impl Filter {
    fn new(chain: &Chain) -> Self {
        Self {
            prior: Belief::normalised(lanes_of(&chain.prior)),
            visits: lanes_of(&chain.visits),
            kernel: Kernel::new(&chain.generator, &chain.visits),
            unwatched: Kernel::new(&chain.generator, &[0.0; STATES]),
        }
    }
}

/// The filter of persons: one for each pace.
#[derive(Debug, Clone)]
pub(crate) struct PersonFilter {
    pub(crate) prior: PersonBelief,
    pub(crate) paces: [Filter; PACES],
}

impl PersonFilter {
    fn new(rhythm: &Rhythm) -> Self {
        let paces = rhythm.paces.map(|(_, factor)| {
            let visits = rhythm.chain.visits.map(|rate| rate * factor);
            Filter::new(&Chain { visits, ..rhythm.chain.clone() })
        });
        let prior = std::array::from_fn(|pace| paces[pace].prior.0.map(|p| p * rhythm.paces[pace].0 as f32));
        Self { prior: PersonBelief::normalised(prior), paces }
    }
}

/// The interpretation engine. Cheap to share, never changes; a learned model is another value.
#[derive(Debug, Clone)]
pub struct Model {
    version: String,
    decision_months: f64,
    scale: f64,
    pub(crate) person: PersonFilter,
    pub(crate) account: Filter,
    pub(crate) mark_logs: MarkLogs,
    pub(crate) casual_visits: f32,
    pub(crate) layer: Layer,
    pub(crate) outlook: Outlook,
    pub(crate) calibration: Calibration,
    pub(crate) returns: Option<Returns>,
    classic: crate::classic::ClassicPoints,
}

impl Model {
    /// `decision_months` is how long a typical decision takes from first question to signature; it stretches every rate.
    ///
    /// # Errors
    /// A number lies outside what the filters are proven for.
    pub fn new(published: &Published, decision_months: f64) -> Result<Self, ModelError> {
        let learned = Learned {
            version: published.version.clone(),
            rhythm: Rhythm::published(published, decision_months)?,
            accounts: None,
            outlook: None,
            returns: None,
        };
        Self::learned(published, decision_months, &learned)
    }

    /// The published model with what a workspace taught it.
    ///
    /// # Errors
    /// A number lies outside what the filters are proven for.
    pub fn learned(published: &Published, decision_months: f64, learned: &Learned) -> Result<Self, ModelError> {
        let scale = scale_of(decision_months)?;
        published.validate()?;
        let accounts = match &learned.accounts {
            Some(accounts) => accounts.clone(),
            None => AccountRhythm::published(published, decision_months)?,
        };
        Ok(Self {
            version: learned.version.clone(),
            decision_months,
            scale,
            person: PersonFilter::new(&learned.rhythm),
            account: Filter::new(&accounts.0),
            mark_logs: MarkLogs::new(&published.marks),
            casual_visits: published.marks.casual_visits as f32,
            layer: published.layer.clone(),
            outlook: Outlook::new(&published.account.generator(&published.shape, scale)),
            calibration: learned.outlook.unwrap_or(Calibration::NONE),
            returns: learned.returns.clone(),
            classic: published.classic.clone(),
        })
    }

    /// The name of the numbers this model was built from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    #[must_use]
    pub const fn decision_months(&self) -> f64 {
        self.decision_months
    }

    /// Typical decision time in months over four; s in the model note.
    #[must_use]
    pub const fn scale(&self) -> f64 {
        self.scale
    }

    /// What is believed of a person of whom nothing was seen.
    #[must_use]
    pub const fn person_prior(&self) -> PersonBelief {
        self.person.prior
    }

    /// What is believed of an account of which nothing was seen.
    #[must_use]
    pub const fn account_prior(&self) -> crate::belief::Belief {
        self.account.prior
    }

    /// Points of the classic lead score, for comparison only.
    #[must_use]
    pub const fn classic(&self) -> &crate::classic::ClassicPoints {
        &self.classic
    }

    /// What one visit says, for the person and the account alike.
    #[must_use]
    pub fn marks(&self, session: &Session) -> Marks {
        Marks::of_logs(&self.mark_logs.logs(session))
    }
}

fn lanes_of(values: &[f64; STATES]) -> Lanes {
    let mut lanes = [0.0; LANES];
    for (lane, value) in lanes.iter_mut().zip(values) {
        *lane = *value as f32;
    }
    lanes
}

/// Hours of silence from `earlier` to `later`, counted on the clock's full hours so that parts of a silence add up
/// exactly. Zero when `later` is not later.
#[must_use]
pub fn hours_between(earlier: Timestamp, later: Timestamp) -> u32 {
    let hours = later.millis().div_euclid(HOUR_MS) - earlier.millis().div_euclid(HOUR_MS);
    u32::try_from(hours.max(0)).unwrap_or(u32::MAX)
}
