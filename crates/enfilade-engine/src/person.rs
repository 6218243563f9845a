//! The filter of one person: a fold over that person's visits in time order.

use enfilade_domain::Timestamp;

use crate::belief::PersonBelief;
use crate::marks::Marks;
use crate::model::{Model, hours_between};
use crate::session::Session;

/// What is believed about one person after the last visit.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonFold {
    pub belief: PersonBelief,
    /// The last visit.
    pub at: Timestamp,
    /// Probability of being a buyer at all (1 - P(outside)) after each session, in the order of the sessions.
    pub buyer: Vec<f32>,
}

impl Model {
    /// Folds the visits of one person, which must be in time order. `None` when there are none.
    #[must_use]
    pub fn fold_person(&self, sessions: &[Session]) -> Option<PersonFold> {
        let (first, rest) = sessions.split_first()?;
        let mut belief = self.person_start(&self.marks(first));
        let mut at = first.at;
        let mut buyer = Vec::with_capacity(sessions.len());
        buyer.push(belief.buyer());
        for session in rest {
            self.person_step(&mut belief, hours_between(at, session.at), &self.marks(session));
            at = session.at;
            buyer.push(belief.buyer());
        }
        Some(PersonFold { belief, at, buyer })
    }

    /// The belief after a person's first visit. A first visit says who he is, not yet how often he comes.
    #[must_use]
    #[inline]
    pub fn person_start(&self, marks: &Marks) -> PersonBelief {
        let mut paces = self.person.prior.0;
        let marks = marks.lanes();
        for lanes in &mut paces {
            for (lane, mark) in lanes.iter_mut().zip(&marks) {
                *lane *= mark;
            }
        }
        PersonBelief::normalised(paces)
    }

    /// Takes a person's belief through `gap_hours` of silence and one further visit, without allocation.
    #[inline]
    pub fn person_step(&self, belief: &mut PersonBelief, gap_hours: u32, marks: &Marks) {
        let marks = marks.lanes();
        for (lanes, filter) in belief.0.iter_mut().zip(&self.person.paces) {
            filter.kernel.pass(lanes, gap_hours);
            for ((lane, mark), visits) in lanes.iter_mut().zip(&marks).zip(&filter.visits) {
                *lane *= mark * visits;
            }
        }
        belief.normalise();
    }

    /// The belief about a person after some hours without a visit.
    #[must_use]
    #[inline]
    pub(crate) fn person_after_silence(&self, belief: &PersonBelief, hours: u32) -> PersonBelief {
        if hours == 0 {
            return *belief;
        }
        PersonBelief::normalised(std::array::from_fn(|pace| {
            self.person.paces[pace].kernel.silence(belief.0[pace], hours)
        }))
    }

    /// The belief about a person at a moment after `at`, the time of the belief.
    #[must_use]
    pub fn person_belief_at(&self, belief: &PersonBelief, at: Timestamp, moment: Timestamp) -> PersonBelief {
        self.person_after_silence(belief, hours_between(at, moment))
    }
}
