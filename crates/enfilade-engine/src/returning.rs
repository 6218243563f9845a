//! Will somebody who is silent come back?

use crate::baseline::VisitRecord;
use crate::belief::PersonBelief;
use crate::model::Model;

impl Model {
    /// Probability that the person visits within `days` of the moment of the belief: one minus what is left of the
    /// belief's mass after that long without a visit, `1 - b exp((Q - L) days) 1`, over all paces. What to say in
    /// silence and at a return, instead of the probability of being in a room.
    #[must_use]
    pub fn visit_within(&self, belief: &PersonBelief, days: f64) -> f32 {
        let hours = (days * 24.0).round().clamp(0.0, f64::from(u32::MAX)) as u32;
        let silent: f32 =
            belief.0.iter().zip(&self.person.paces).map(|(lanes, filter)| filter.kernel.no_visit(lanes, hours)).sum();
        (1.0 - silent).clamp(0.0, 1.0)
    }

    /// The same, moved by what the site's own returns taught, where they did: what is shown.
    #[must_use]
    pub fn comes_again(&self, belief: &PersonBelief, visits: &VisitRecord, days: f64) -> f32 {
        let expected = self.visit_within(belief, days);
        match &self.returns {
            Some(returns) => returns.within(visits, f64::from(expected), days) as f32,
            None => expected,
        }
    }
}
