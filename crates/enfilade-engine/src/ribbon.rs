//! Beliefs at many moments in one pass over the visits, for charts over time.

use enfilade_domain::Timestamp;

use crate::account::{AccountFold, AccountVisit};
use crate::belief::PersonBelief;
use crate::model::{Model, hours_between};
use crate::session::Session;

impl Model {
    /// The account's state at each moment, knowing only visits up to it; `None` before the first visit. Visits and
    /// moments must be in time order.
    #[must_use]
    pub fn account_ribbon(&self, visits: &[AccountVisit<'_>], moments: &[Timestamp]) -> Vec<Option<AccountFold>> {
        let mut visits = visits.iter().peekable();
        let mut fold: Option<AccountFold> = None;
        let mut ribbon = Vec::with_capacity(moments.len());
        for moment in moments {
            while let Some(visit) = visits.next_if(|visit| visit.session.at <= *moment) {
                let marks = self.marks(visit.session);
                match &mut fold {
                    Some(fold) => self.account_step(fold, visit.session.at, &marks, visit.buyer, visit.credit),
                    None => fold = Some(self.account_start(visit.session.at, &marks, visit.buyer, visit.credit)),
                }
            }
            ribbon.push(fold.as_ref().map(|fold| self.account_at(fold, *moment)));
        }
        ribbon
    }

    /// The belief about a person at each moment, as [`Model::account_ribbon`].
    #[must_use]
    pub fn person_ribbon(&self, sessions: &[Session], moments: &[Timestamp]) -> Vec<Option<PersonBelief>> {
        let mut sessions = sessions.iter().peekable();
        let mut state: Option<(PersonBelief, Timestamp)> = None;
        let mut ribbon = Vec::with_capacity(moments.len());
        for moment in moments {
            while let Some(session) = sessions.next_if(|session| session.at <= *moment) {
                let marks = self.marks(session);
                let belief = match state {
                    Some((mut belief, at)) => {
                        self.person_step(&mut belief, hours_between(at, session.at), &marks);
                        belief
                    }
                    None => self.person_start(&marks),
                };
                state = Some((belief, session.at));
            }
            ribbon.push(state.map(|(belief, at)| self.person_belief_at(&belief, at, *moment)));
        }
        ribbon
    }
}
