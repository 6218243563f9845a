//! The filter of one person: a fold over that person's visits in time order.

use enfilade_domain::Timestamp;

use crate::belief::Belief;
use crate::marks::Marks;
use crate::model::{Model, hours_between};
use crate::session::Session;

/// What is believed about one person after the last visit.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonFold {
    pub belief: Belief,
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

    /// The belief after a person's first visit.
    #[must_use]
    #[inline]
    pub fn person_start(&self, marks: &Marks) -> Belief {
        let mut lanes = self.person.prior.0;
        for (lane, mark) in lanes.iter_mut().zip(marks.lanes()) {
            *lane *= mark;
        }
        Belief::normalised(lanes)
    }

    /// Takes a person's belief through `gap_hours` of silence and one further visit, without allocation.
    #[inline]
    pub fn person_step(&self, belief: &mut Belief, gap_hours: u32, marks: &Marks) {
        let mut lanes = self.person.kernel.silence(belief.0, gap_hours);
        for ((lane, mark), visits) in lanes.iter_mut().zip(marks.lanes()).zip(&self.person.visits) {
            *lane *= mark * visits;
        }
        *belief = Belief::normalised(lanes);
    }

    /// The belief about a person at a moment after `at`, the time of the belief.
    #[must_use]
    pub fn person_belief_at(&self, belief: &Belief, at: Timestamp, moment: Timestamp) -> Belief {
        self.person.kernel.after_silence(belief, hours_between(at, moment))
    }
}
