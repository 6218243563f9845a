//! Time in which nobody could have been seen: a belief goes on by the generator alone, and not visiting is no evidence.

use enfilade_domain::Timestamp;

use crate::account::AccountFold;
use crate::belief::{Belief, DEEP_QUIET, GONE, PersonBelief};
use crate::model::{Model, hours_between};

impl Model {
    /// The fold carried to `moment` where the site was watched until `watched_until` only.
    #[must_use]
    pub fn account_unwatched(&self, fold: &AccountFold, watched_until: Timestamp, moment: Timestamp) -> AccountFold {
        let seen = self.account_at(fold, watched_until.clamp(fold.at, moment.max(fold.at)));
        let hours = hours_between(seen.at, moment);
        AccountFold {
            belief: self.account.unwatched.after_silence(&seen.belief, hours),
            at: seen.at.max(moment),
            momentum: self.momentum_at(&seen, moment),
        }
    }

    /// The belief about a person at `moment` where the site was watched until `watched_until` only.
    #[must_use]
    pub fn person_belief_unwatched(
        &self,
        belief: &PersonBelief,
        at: Timestamp,
        watched_until: Timestamp,
        moment: Timestamp,
    ) -> PersonBelief {
        let until = watched_until.clamp(at, moment.max(at));
        let seen = self.person_belief_at(belief, at, until);
        let hours = hours_between(until, moment);
        PersonBelief::normalised(std::array::from_fn(|pace| {
            self.person.paces[pace].unwatched.silence(seen.0[pace], hours)
        }))
    }
}

impl Belief {
    /// Probability of being in a room and in one of the long pauses.
    #[must_use]
    pub fn deep_quiet(&self) -> f32 {
        self.as_slice()[DEEP_QUIET..GONE].iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use enfilade_domain::{PageCategory, Source};

    use super::*;
    use crate::{AccountVisit, Published, Session};

    fn day(day: i64) -> Timestamp {
        Timestamp::from_utc_day(20_000 + day)
    }

    fn fold(model: &Model) -> AccountFold {
        let sessions: Vec<Session> = (0..6)
            .map(|week| {
                let mut session = Session::empty(day(week * 7), Source::Direct);
                session.pages = 2;
                session.categories[PageCategory::Problem.index()] = 1;
                session.categories[PageCategory::Solution.index()] = 1;
                (0..2).for_each(|_| session.read[PageCategory::Solution.index()].add(83.0));
                session
            })
            .collect();
        let visits: Vec<AccountVisit<'_>> =
            sessions.iter().map(|session| AccountVisit { session, buyer: 0.9, credit: 1.0 }).collect();
        model.fold_account(&visits).unwrap()
    }

    #[test]
    fn a_blind_time_is_no_silence() {
        let model = Model::new(&Published::v2(), 4.0).unwrap();
        let fold = fold(&model);
        let moment = day(35 + 60);
        let silent = model.account_at(&fold, moment);
        let blind = model.account_unwatched(&fold, day(37), moment);
        // What changes unseen changes still; what the silence says is left out.
        assert!(blind.belief.engaged() > silent.belief.engaged());
        let sum: f32 = blind.belief.as_slice().iter().sum();
        assert!((sum - 1.0).abs() < 1e-5);
        assert_eq!(blind.at, moment);
        assert!((blind.momentum - silent.momentum).abs() < 1e-9);
    }

    #[test]
    fn watched_to_the_end_is_silence_and_parts_add_up() {
        let model = Model::new(&Published::v2(), 4.0).unwrap();
        let fold = fold(&model);
        let moment = day(80);
        assert_eq!(model.account_unwatched(&fold, moment, moment), model.account_at(&fold, moment));
        assert_eq!(model.account_unwatched(&fold, day(99), moment), model.account_at(&fold, moment));
        let half = model.account_unwatched(&fold, day(40), day(60));
        let whole = model.account_unwatched(&fold, day(40), moment);
        let rest = model.account_unwatched(&half, day(40), moment);
        for (a, b) in whole.belief.as_slice().iter().zip(rest.belief.as_slice()) {
            assert!((a - b).abs() < 1e-4);
        }
        let start = model.person_start(&model.marks(&Session::empty(day(0), Source::Direct)));
        let person = model.person_belief_unwatched(&start, day(0), day(2), moment);
        let silent = model.person_belief_at(&start, day(0), moment);
        assert!(person.states().engaged() > silent.states().engaged());
    }
}
