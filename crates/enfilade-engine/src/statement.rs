//! What people state, as evidence in the filters: a judgement that overrules a reading, a verdict after a
//! conversation, an event inside the buyer's organisation.
//!
//! A statement pools instead of multiplying: with its trust `t` the new belief is `(1 - t)` of the old one and `t` of
//! what was stated (a linear opinion pool). As a likelihood it would leave a confident reading where it is, and a
//! confident reading that is wrong is the one that somebody overrules. What remains of the old belief is what later
//! visits build on, and the filter's own dynamics carry the statement away with time; so it fades by itself. Nothing
//! here subtracts: what leaves one room enters another.

use enfilade_domain::{Declaration, Standing, Timestamp};

use crate::account::{AccountFold, AccountVisit};
use crate::belief::{Belief, LANES, Lanes, PersonBelief, ROOM_ROWS, ROW_OF, ROWS};
use crate::model::{Model, hours_between};
use crate::person::PersonFold;
use crate::session::Session;

/// Somebody who overrules has spoken to the buyer or has other reasons that no visit shows. Three in four, so that
/// the room stated leads at once, whatever was read before (see `SURE`), and contrary behaviour of two weeks leads again.
pub(crate) const TRUST_OVERRULE: f32 = 0.75;
/// After a conversation the salesperson has heard the questions themselves.
pub(crate) const TRUST_CONVERSATION: f32 = 0.9;
/// How far a statement about one person speaks for the whole account: a committee has several minds.
const ONE_OF_A_COMMITTEE: f32 = 0.5;
/// Of what is stated, this much stands in the room named, ...
pub(crate) const SURE: f32 = 0.8;
/// ... and this much in the neighbouring rooms: people confuse what lies side by side. The rest is spread evenly.
const BESIDE: f32 = 0.14;
/// What a statement of a late room adds to momentum when fully trusted: about as much as one deep late visit.
const LATE_MOMENTUM: f32 = 3.0;

/// Where those of an approved decision stand: asking whether now, and whether with us.
const APPROVED_ROWS: [f32; ROWS] = [0.0, 0.0, 0.0, 0.0, 0.6, 0.4, 0.0, 0.0];
/// The approval of money is no decision for anybody; one in four moves.
const APPROVED_SHARE: f32 = 0.25;

/// Something stated, as the filters take it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedEvidence {
    pub at: Timestamp,
    pub effect: StatedEffect,
}

/// What a statement does to a belief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StatedEffect {
    /// The buyer stands as these shares by row of the mark tables say, and `trust` of the belief follows.
    Places { rows: [f32; ROWS], trust: f32 },
    /// Of what is in the market, this share stands as the rows say. Who is outside stays outside.
    Moves { rows: [f32; ROWS], share: f32 },
    /// Of what is in the market, this share begins anew, as journeys begin.
    Renews { share: f32 },
    /// From here on silence is no evidence: the decision rests.
    Pauses,
    /// Silence is evidence again.
    Resumes,
}

impl StatedEvidence {
    /// "I spoke to her, she is still in Problem."
    #[must_use]
    pub fn overrule(at: Timestamp, standing: Standing) -> Self {
        Self { at, effect: StatedEffect::Places { rows: rows_of(standing), trust: TRUST_OVERRULE } }
    }

    /// The room in which a conversation showed the buyer to be.
    #[must_use]
    pub fn conversation(at: Timestamp, standing: Standing) -> Self {
        Self { at, effect: StatedEffect::Places { rows: rows_of(standing), trust: TRUST_CONVERSATION } }
    }

    /// The same about one person, as it speaks for that person's account.
    #[must_use]
    pub fn of_one_person(self) -> Self {
        match self.effect {
            StatedEffect::Places { rows, trust } => {
                Self { effect: StatedEffect::Places { rows, trust: trust * ONE_OF_A_COMMITTEE }, ..self }
            }
            _ => self,
        }
    }

    /// What an event inside the organisation does to what is believed of the account. `None` for a departure: there
    /// the person's visits leave the account's reading.
    ///
    /// The shares to begin anew are judgements, from what must be understood again: with a restart most of it, with a
    /// new leader two fifths (one of several minds, and the one that decides), with a committee or a larger scope as
    /// much as one newcomer among three or four, with a smaller scope or a rival little.
    #[must_use]
    pub const fn declared(at: Timestamp, declaration: Declaration) -> Option<Self> {
        let effect = match declaration {
            Declaration::Restart => StatedEffect::Renews { share: 0.6 },
            Declaration::NewLeader => StatedEffect::Renews { share: 0.4 },
            Declaration::CommitteeFormed | Declaration::ScopeUp => StatedEffect::Renews { share: 0.3 },
            Declaration::ScopeDown | Declaration::Competitor => StatedEffect::Renews { share: 0.1 },
            Declaration::Approved => StatedEffect::Moves { rows: APPROVED_ROWS, share: APPROVED_SHARE },
            Declaration::BudgetCut | Declaration::Freeze | Declaration::Tabled => StatedEffect::Pauses,
            Declaration::Departed => return None,
        };
        Some(Self { at, effect })
    }
}

/// The shares of a stated standing by row of the mark tables.
pub(crate) fn rows_of(standing: Standing) -> [f32; ROWS] {
    let mut rows = [0.0; ROWS];
    match standing {
        Standing::Outside => {
            (rows[0], rows[1], rows[ROOM_ROWS.start]) = (SURE / 2.0, SURE / 2.0, 1.0 - SURE);
        }
        Standing::In(room) => {
            let here = ROOM_ROWS.start + room.index();
            let beside: Vec<usize> = [here - 1, here + 1].into_iter().filter(|row| ROOM_ROWS.contains(row)).collect();
            let elsewhere = ROWS - 1 - beside.len();
            rows.fill((1.0 - SURE - BESIDE) / elsewhere as f32);
            for row in &beside {
                rows[*row] = BESIDE / beside.len() as f32;
            }
            rows[here] = SURE;
        }
    }
    rows
}

/// Since when an account's decision rests, by the last of these statements that says so; they must be in time order.
#[must_use]
pub fn rests_since(stated: &[StatedEvidence]) -> Option<Timestamp> {
    stated.iter().fold(None, |since, one| match one.effect {
        StatedEffect::Pauses => since.or(Some(one.at)),
        StatedEffect::Resumes => None,
        // Whoever begins anew or has an approval has taken it up again.
        StatedEffect::Renews { share } if share >= RESUMING_SHARE => None,
        StatedEffect::Moves { .. } => None,
        StatedEffect::Renews { .. } | StatedEffect::Places { .. } => since,
    })
}

/// When somebody last told that the decision goes on or begins anew, or said in which room the account stands.
#[must_use]
pub fn taken_up_at(stated: &[StatedEvidence]) -> Option<Timestamp> {
    let takes_up = |one: &&StatedEvidence| match one.effect {
        StatedEffect::Resumes | StatedEffect::Moves { .. } => true,
        StatedEffect::Renews { share } => share >= RESUMING_SHARE,
        StatedEffect::Places { rows, .. } => rows != rows_of(Standing::Outside),
        StatedEffect::Pauses => false,
    };
    stated.iter().filter(takes_up).map(|one| one.at).max()
}

/// A renewal of at least this share is a restart.
const RESUMING_SHARE: f32 = 0.6;

/// What is observed next: a visit or a statement, by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Visit(usize),
    Statement(usize),
}

/// Visits and statements in one order of time. A statement follows the visits of its moment: who makes it knows them.
pub(crate) fn in_order(visits: &[Timestamp], stated: &[StatedEvidence]) -> Vec<(Timestamp, Next)> {
    let mut all: Vec<(Timestamp, Next)> =
        visits.iter().enumerate().map(|(index, at)| (*at, Next::Visit(index))).collect();
    all.extend(stated.iter().enumerate().map(|(index, one)| (one.at, Next::Statement(index))));
    // Stable, so that visits come first and either keeps its own order.
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Whether a decision rests, told statement by statement.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rest(bool);

impl Rest {
    pub(crate) fn hear(&mut self, stated: &StatedEvidence) {
        let before = StatedEvidence { at: Timestamp::default(), effect: StatedEffect::Pauses };
        let since = if self.0 { rests_since(&[before, *stated]) } else { rests_since(&[*stated]) };
        self.0 = since.is_some();
    }

    /// Hours that count as silence between two moments.
    pub(crate) fn hours(self, earlier: Timestamp, later: Timestamp) -> u32 {
        if self.0 { 0 } else { hours_between(earlier, later) }
    }
}

/// The belief after a statement, in one or several strands. `prior` tells how journeys begin, and in which mode
/// somebody is of whom nothing of the kind was believed.
pub(crate) fn after<const N: usize>(strands: &[Lanes; N], prior: &[Lanes; N], effect: &StatedEffect) -> [Lanes; N] {
    let (belief, prior) = (Belief(together(strands)), Belief(together(prior)));
    let (other, share) = match effect {
        // Who agrees with a reading that is surer than any statement leaves it as it is.
        StatedEffect::Places { rows, .. } if believed_where(&belief, rows) >= SURE => return *strands,
        StatedEffect::Places { rows, trust } => (spread(&belief, &prior, rows), *trust),
        StatedEffect::Moves { rows, share } => (in_market_as(&belief, &spread(&belief, &prior, rows)), *share),
        StatedEffect::Renews { share } => (in_market_as(&belief, &prior.0), *share),
        StatedEffect::Pauses | StatedEffect::Resumes => return *strands,
    };
    // What is stated says nothing about the pace of a person: every strand keeps its weight.
    strands.map(|lanes| {
        let weight: f32 = lanes.iter().sum();
        std::array::from_fn(|lane| (1.0 - share) * lanes[lane] + share * weight * other[lane])
    })
}

fn together<const N: usize>(strands: &[Lanes; N]) -> Lanes {
    std::array::from_fn(|lane| strands.iter().map(|lanes| lanes[lane]).sum())
}

/// [`after`] for the belief about an account. A rest leaves it as it is, to the last digit.
fn account_after(belief: &Belief, prior: &Belief, effect: &StatedEffect) -> Belief {
    let [after] = after(&[belief.0], &[prior.0], effect);
    if after == belief.0 { *belief } else { Belief::normalised(after) }
}

/// [`after`] for the belief about a person.
fn person_after(belief: &PersonBelief, prior: &PersonBelief, effect: &StatedEffect) -> PersonBelief {
    PersonBelief::normalised(after(&belief.0, &prior.0, effect))
}

/// How much of the belief stands where the rows say that most stands.
fn believed_where(belief: &Belief, rows: &[f32; ROWS]) -> f32 {
    let is_named = |lane: usize| rows[ROW_OF[lane]] >= SURE / 2.0;
    (0..LANES).filter(|lane| is_named(*lane)).map(|lane| belief.0[lane]).sum()
}

/// Shares of rows spread over the states: within a row as the belief has it, or as the prior where it has nothing.
fn spread(belief: &Belief, prior: &Belief, rows: &[f32; ROWS]) -> Lanes {
    /// A row with less is taken from the prior.
    const NOTHING: f32 = 1e-4;
    let total = |lanes: &Lanes| {
        let mut sums = [0.0_f32; ROWS];
        for (lane, row) in lanes.iter().zip(ROW_OF) {
            sums[row] += lane;
        }
        sums
    };
    let (believed, first) = (total(&belief.0), total(&prior.0));
    std::array::from_fn(|lane| {
        let row = ROW_OF[lane];
        let (value, sum) =
            if believed[row] > NOTHING { (belief.0[lane], believed[row]) } else { (prior.0[lane], first[row]) };
        if sum > 0.0 { rows[row] * value / sum } else { 0.0 }
    })
}

/// The belief with what is in the market standing as `other` has it.
fn in_market_as(belief: &Belief, other: &Lanes) -> Lanes {
    let is_outside = |lane: usize| !ROOM_ROWS.contains(&ROW_OF[lane]);
    let mass = |lanes: &Lanes| (0..LANES).filter(|lane| !is_outside(*lane)).map(|lane| lanes[lane]).sum::<f32>();
    let (here, there) = (mass(&belief.0), mass(other));
    std::array::from_fn(
        |lane| {
            if is_outside(lane) || there <= 0.0 { belief.0[lane] } else { other[lane] * here / there }
        },
    )
}

/// Momentum after a statement: of an early room it fades as far as the statement is trusted, of a late one it grows.
fn momentum_after(momentum: f64, effect: &StatedEffect) -> f64 {
    match effect {
        StatedEffect::Places { rows, trust } => {
            let late = rows[ROOM_ROWS.end - 2] + rows[ROOM_ROWS.end - 1];
            momentum * f64::from(1.0 - trust * (1.0 - late)) + f64::from(trust * late * LATE_MOMENTUM)
        }
        StatedEffect::Renews { share } => momentum * f64::from(1.0 - share),
        StatedEffect::Moves { .. } | StatedEffect::Pauses | StatedEffect::Resumes => momentum,
    }
}

/// An account's fold on its way through visits and statements.
struct AccountWalk<'a> {
    model: &'a Model,
    fold: Option<AccountFold>,
    rest: Rest,
}

impl AccountWalk<'_> {
    /// The fold at a moment; a rest keeps the belief and the momentum as they are.
    fn at(&self, moment: Timestamp) -> Option<AccountFold> {
        let fold = self.fold.as_ref()?;
        Some(if self.rest.0 {
            AccountFold { at: fold.at.max(moment), ..*fold }
        } else {
            self.model.account_at(fold, moment)
        })
    }

    fn see(&mut self, visit: &AccountVisit<'_>) {
        let (at, marks) = (visit.session.at, self.model.marks(visit.session));
        match &mut self.fold {
            None => self.fold = Some(self.model.account_start(at, &marks, visit.buyer, visit.credit)),
            Some(fold) => {
                if self.rest.0 {
                    fold.at = fold.at.max(at);
                }
                self.model.account_step(fold, at, &marks, visit.buyer, visit.credit);
            }
        }
    }

    fn hear(&mut self, stated: &StatedEvidence) {
        let prior = self.model.account_prior();
        let unseen = AccountFold { belief: prior, at: stated.at, momentum: 0.0 };
        let fold = self.at(stated.at).unwrap_or(unseen);
        self.rest.hear(stated);
        self.fold = Some(AccountFold {
            belief: account_after(&fold.belief, &prior, &stated.effect),
            at: fold.at,
            momentum: momentum_after(fold.momentum, &stated.effect),
        });
    }
}

impl Model {
    /// Folds the visits of one account and what was stated about it, each in time order. `None` when there is
    /// neither. Carry the result on with [`Model::account_at_rest`].
    #[must_use]
    pub fn fold_account_stated(&self, visits: &[AccountVisit<'_>], stated: &[StatedEvidence]) -> Option<AccountFold> {
        if stated.is_empty() {
            return self.fold_account(visits);
        }
        let mut walk = AccountWalk { model: self, fold: None, rest: Rest::default() };
        for (_, next) in in_order(&times_of(visits), stated) {
            match next {
                Next::Visit(index) => walk.see(&visits[index]),
                Next::Statement(index) => walk.hear(&stated[index]),
            }
        }
        walk.fold
    }

    /// The fold at a later moment, where the decision may rest (see [`rests_since`]): then nothing moves.
    #[must_use]
    pub fn account_at_rest(&self, fold: &AccountFold, moment: Timestamp, rests: bool) -> AccountFold {
        if rests { AccountFold { at: fold.at.max(moment), ..*fold } } else { self.account_at(fold, moment) }
    }

    /// As [`Model::account_ribbon`], with what was stated.
    #[must_use]
    pub fn account_ribbon_stated(
        &self,
        visits: &[AccountVisit<'_>],
        stated: &[StatedEvidence],
        moments: &[Timestamp],
    ) -> Vec<Option<AccountFold>> {
        let mut walk = AccountWalk { model: self, fold: None, rest: Rest::default() };
        let mut coming = in_order(&times_of(visits), stated).into_iter().peekable();
        let mut ribbon = Vec::with_capacity(moments.len());
        for moment in moments {
            while let Some((_, next)) = coming.next_if(|(at, _)| at <= moment) {
                match next {
                    Next::Visit(index) => walk.see(&visits[index]),
                    Next::Statement(index) => walk.hear(&stated[index]),
                }
            }
            ribbon.push(walk.at(*moment));
        }
        ribbon
    }

    /// Folds the visits of one person and what was stated about her, each in time order. `None` when there is neither.
    #[must_use]
    pub fn fold_person_stated(&self, sessions: &[Session], stated: &[StatedEvidence]) -> Option<PersonFold> {
        if stated.is_empty() {
            return self.fold_person(sessions);
        }
        let mut fold: Option<PersonFold> = None;
        let times: Vec<Timestamp> = sessions.iter().map(|session| session.at).collect();
        for (at, next) in in_order(&times, stated) {
            fold = Some(match (fold, next) {
                (None, Next::Visit(index)) => {
                    let belief = self.person_start(&self.marks(&sessions[index]));
                    PersonFold { belief, at, buyer: vec![belief.buyer()] }
                }
                (Some(mut fold), Next::Visit(index)) => {
                    let hours = hours_between(fold.at, at);
                    self.person_step(&mut fold.belief, hours, &self.marks(&sessions[index]));
                    fold.buyer.push(fold.belief.buyer());
                    PersonFold { at, ..fold }
                }
                (None, Next::Statement(index)) => {
                    let prior = self.person_prior();
                    PersonFold { belief: person_after(&prior, &prior, &stated[index].effect), at, buyer: Vec::new() }
                }
                (Some(fold), Next::Statement(index)) => {
                    let belief = self.person_belief_at(&fold.belief, fold.at, at);
                    PersonFold {
                        belief: person_after(&belief, &self.person_prior(), &stated[index].effect),
                        at,
                        ..fold
                    }
                }
            });
        }
        fold
    }

    /// As [`Model::person_ribbon`], with what was stated.
    #[must_use]
    pub fn person_ribbon_stated(
        &self,
        sessions: &[Session],
        stated: &[StatedEvidence],
        moments: &[Timestamp],
    ) -> Vec<Option<PersonBelief>> {
        let mut ribbon = Vec::with_capacity(moments.len());
        let times: Vec<Timestamp> = sessions.iter().map(|session| session.at).collect();
        let mut coming = in_order(&times, stated).into_iter().peekable();
        let mut state: Option<(PersonBelief, Timestamp)> = None;
        for moment in moments {
            while let Some((at, next)) = coming.next_if(|(at, _)| at <= moment) {
                let belief = match (state, next) {
                    (None, Next::Visit(index)) => self.person_start(&self.marks(&sessions[index])),
                    (Some((mut belief, earlier)), Next::Visit(index)) => {
                        self.person_step(&mut belief, hours_between(earlier, at), &self.marks(&sessions[index]));
                        belief
                    }
                    (state, Next::Statement(index)) => {
                        let prior = self.person_prior();
                        let belief =
                            state.map_or(prior, |(belief, earlier)| self.person_belief_at(&belief, earlier, at));
                        person_after(&belief, &prior, &stated[index].effect)
                    }
                };
                state = Some((belief, at));
            }
            ribbon.push(state.map(|(belief, at)| self.person_belief_at(&belief, at, *moment)));
        }
        ribbon
    }
}

fn times_of(visits: &[AccountVisit<'_>]) -> Vec<Timestamp> {
    visits.iter().map(|visit| visit.session.at).collect()
}
