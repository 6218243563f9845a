//! The filter of one account: a fold over the visits of its people, each weighted by how likely it was a buyer's.

use enfilade_domain::{DAY_MS, Timestamp};

use crate::belief::{Belief, CURIOUS, GONE, LANES, Lanes, STUDENT, sum};
use crate::marks::Marks;
use crate::model::{Model, hours_between};
use crate::session::Session;

/// A visit as its account sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountVisit<'a> {
    pub session: &'a Session,
    /// Probability that this person is a buyer at all, after this session ([`crate::PersonFold::buyer`]).
    pub buyer: f32,
    /// How far the visit is to be credited to this account, 0 to 1: the probability that its visitor belongs here at
    /// all, by the evidence of identity alone.
    pub credit: f32,
}

/// What is believed about one account after its last visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountFold {
    pub belief: Belief,
    /// The moment of `belief` and `momentum`: the last visit.
    pub at: Timestamp,
    /// Decayed sum of late-room evidence, committee-weighted; M in the model note.
    pub momentum: f64,
}

/// From this probability on a visitor counts as likely a buyer.
pub const LIKELY_BUYER: f32 = 0.5;

/// Days that a decision of the past needs before it is looked at anew; see [`crate::BandFacts`].
const LATEST: usize = 3;

/// Days (UTC) on which somebody who is likely a buyer of an account read: what [`crate::BandFacts`] asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LikelyDays {
    /// How many distinct days.
    pub count: u32,
    /// Days from the first to the last of them.
    pub span: i64,
    /// The third from last of them, where there are so many.
    pub third_from_last: Option<i64>,
}

impl LikelyDays {
    /// The days of visits in order of time.
    #[must_use]
    pub fn of(visits: &[AccountVisit<'_>]) -> Self {
        let mut days: Vec<i64> = visits
            .iter()
            .filter(|visit| visit.buyer * visit.credit >= LIKELY_BUYER)
            .map(|visit| visit.session.at.utc_day())
            .collect();
        days.dedup();
        Self {
            count: u32::try_from(days.len()).unwrap_or(u32::MAX),
            span: days.first().zip(days.last()).map_or(0, |(first, last)| last - first),
            third_from_last: days.len().checked_sub(LATEST).and_then(|at| days.get(at).copied()),
        }
    }
}

/// Weights of states after a visit that belongs to the account with probability `credit`. If it does not, it says
/// nothing; the factor is taken against its own mean, so that what was read does not decide whose visit it was.
#[inline]
pub(crate) fn credited(lanes: &Lanes, factor: &Lanes, credit: f32) -> Lanes {
    let weighed: Lanes = std::array::from_fn(|lane| lanes[lane] * factor[lane]);
    let (mean, total) = (sum(&weighed), sum(lanes));
    let credit = credit.clamp(0.0, 1.0);
    let (mine, other) = if mean > 0.0 { (credit * total / mean, 1.0 - credit) } else { (0.0, 1.0) };
    std::array::from_fn(|lane| lanes[lane] * (mine * factor[lane] + other))
}

impl Model {
    /// Folds the visits of one account, which must be in time order. `None` when there are none.
    #[must_use]
    pub fn fold_account(&self, visits: &[AccountVisit<'_>]) -> Option<AccountFold> {
        let (first, rest) = visits.split_first()?;
        let mut fold = self.account_start(first.session.at, &self.marks(first.session), first.buyer, first.credit);
        for visit in rest {
            self.account_step(&mut fold, visit.session.at, &self.marks(visit.session), visit.buyer, visit.credit);
        }
        Some(fold)
    }

    /// The fold after an account's first visit.
    #[must_use]
    #[inline]
    pub fn account_start(&self, at: Timestamp, marks: &Marks, buyer: f32, credit: f32) -> AccountFold {
        let lanes = credited(&self.account.prior.0, &self.account_factor(&marks.lanes(), buyer), credit);
        let momentum = f64::from(credit * buyer * marks.late_evidence());
        AccountFold { belief: Belief::normalised(lanes), at, momentum }
    }

    /// Takes an account through the silence until `at` and one further visit, without allocation.
    #[inline]
    pub fn account_step(&self, fold: &mut AccountFold, at: Timestamp, marks: &Marks, buyer: f32, credit: f32) {
        let silent = self.account.kernel.silence(fold.belief.0, hours_between(fold.at, at));
        let lanes = credited(&silent, &self.account_factor(&marks.lanes(), buyer), credit);
        fold.momentum = self.momentum_at(fold, at) + f64::from(credit * buyer * marks.late_evidence());
        fold.belief = Belief::normalised(lanes);
        fold.at = fold.at.max(at);
    }

    /// How much a visit speaks for each state of the account. With weight `w` it came from somebody of the
    /// committee; otherwise from a casual person, who cannot move the account between its rooms.
    #[inline]
    pub(crate) fn account_factor(&self, marks: &Lanes, buyer: f32) -> Lanes {
        let weight = self.committee_weight(buyer);
        let casual = self.casual_visits;
        let by_casual = (1.0 - weight) * casual * marks[0];
        let visits = &self.account.visits;
        let mut factor: Lanes = [0.0; LANES];
        for ((value, mark), rate) in factor.iter_mut().zip(marks).zip(visits) {
            *value = weight * rate * mark + by_casual;
        }
        factor[0] = marks[0] * visits[0].max((visits[0] + casual) / 2.0);
        factor[1] = marks[1] * visits[1];
        for state in [GONE, CURIOUS, STUDENT] {
            factor[state] = marks[state] * visits[state].max((visits[state] + casual) / 2.0);
        }
        factor
    }

    /// How far a visit is taken as one of the committee's, by how likely the visitor is a buyer.
    #[inline]
    pub(crate) fn committee_weight(&self, buyer: f32) -> f32 {
        let floor = self.layer.committee_floor as f32;
        (floor + (1.0 - floor) * buyer).clamp(0.0, 1.0)
    }

    /// The belief about an account at a moment after the fold's.
    #[must_use]
    pub fn account_belief_at(&self, fold: &AccountFold, moment: Timestamp) -> Belief {
        self.account.kernel.after_silence(&fold.belief, hours_between(fold.at, moment))
    }

    /// Momentum at a moment after the fold's. Its half-life is 20 days times the root of the scale.
    #[must_use]
    #[inline]
    pub fn momentum_at(&self, fold: &AccountFold, moment: Timestamp) -> f64 {
        let days = moment.millis().saturating_sub(fold.at.millis()).max(0) as f64 / DAY_MS as f64;
        fold.momentum * (-days / self.momentum_half_life_days()).exp2()
    }

    /// The fold carried to a later moment.
    #[must_use]
    pub fn account_at(&self, fold: &AccountFold, moment: Timestamp) -> AccountFold {
        AccountFold {
            belief: self.account_belief_at(fold, moment),
            at: fold.at.max(moment),
            momentum: self.momentum_at(fold, moment),
        }
    }

    /// Days after which momentum has halved.
    #[must_use]
    pub fn momentum_half_life_days(&self) -> f64 {
        self.layer.momentum_half_life_days * self.scale().sqrt()
    }
}
