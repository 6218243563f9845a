//! The rhythm of a site: how often each kind of reader comes, how long pauses last, when somebody is gone for good.

use super::chain::{Chain, ChainCounts, Hold};
use crate::belief::PACES;
use crate::parameters::{ModelError, Published, scale_of};

/// A learned rate stays within this factor of the published one.
const FARTHEST: f64 = 8.0;

/// The numbers of the person filter at one decision time, per day.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    pub(crate) chain: Chain,
    /// By pace: the share of people and the factor on every visit rate.
    pub(crate) paces: [(f64, f64); PACES],
}

impl Rhythm {
    /// The published rhythm at a decision time.
    ///
    /// # Errors
    /// The decision time lies outside what the model covers.
    pub fn published(published: &Published, decision_months: f64) -> Result<Self, ModelError> {
        let scale = scale_of(decision_months)?;
        let (rates, shape) = (&published.person, &published.shape);
        let chain = Chain {
            generator: rates.generator(shape, scale),
            visits: rates.visit_rates(shape),
            prior: rates.first_belief(shape, scale),
        };
        Ok(Self { chain, paces: published.paces })
    }

    /// The next estimate from expected counts, also of people by pace, held near the published rhythm.
    pub(super) fn updated(&self, counts: &ChainCounts, paces: &[f64; PACES], strength: f64) -> Self {
        let chain = self.chain.updated(counts, Hold { strength, farthest: FARTHEST });
        let beginnings = Hold { strength, farthest: FARTHEST }.beginnings();
        let mut next = Self { chain, paces: self.paces };
        for ((share, _), seen) in next.paces.iter_mut().zip(paces) {
            *share = (*share * beginnings + seen) / (beginnings + counts.beginnings);
        }
        next
    }

    /// For storage.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        self.chain.numbers().chain(self.paces.iter().flat_map(|(share, factor)| [*share, *factor])).collect()
    }

    /// The inverse of [`Rhythm::to_vec`].
    ///
    /// # Errors
    /// Numbers are missing, or one is no rate or no probability; the error names it.
    pub fn from_slice(values: &[f64]) -> Result<Self, ModelError> {
        let count = Chain::NUMBERS + 2 * PACES;
        if values.len() != count {
            return Err(ModelError::Missing { expected: count, found: values.len() });
        }
        let chain = Chain::from_numbers(values)?;
        let of_pace = &values[Chain::NUMBERS..];
        let paces: [(f64, f64); PACES] = std::array::from_fn(|pace| (of_pace[2 * pace], of_pace[2 * pace + 1]));
        let is_usable = |value: f64| value > 0.0 && value.is_finite();
        if let Some((share, _)) = paces.iter().find(|(share, factor)| !(is_usable(*share) && is_usable(*factor))) {
            return Err(ModelError::Weight { name: "a learned pace", value: *share });
        }
        Ok(Self { chain, paces })
    }
}
