//! What is kept of a person and of an account between events: enough to give the reading at any later moment without
//! looking at the log again. Belief plus elapsed silence; nothing ticks while nothing happens.

use enfilade_domain::{
    Account, AccountReading, Band, Deal, DealStage, Domain, PersonId, PersonKind, PersonReading, Role, RoomBelief,
    ShownRoom, SilenceReading, SilenceState, Timestamp, Touch, UserId, VisitorId,
};
use enfilade_engine::{AccountFold, BandFacts, Belief, LibraryRoles, Model, PersonBelief, SmallHouse, band, cap};
use enfilade_language::t;
use serde::{Deserialize, Serialize};

use super::committee::{self, Part};
use super::dealings::conversation;
use super::fold::ReadLife;
use super::silence::{self, Habit, Since, Watch};
use super::stated::Doubt;

/// A person between events.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonState {
    pub person: PersonId,
    pub visitors: Vec<VisitorId>,
    pub users: Vec<UserId>,
    pub name: Option<String>,
    pub account: Option<Domain>,
    pub kind: PersonKind,
    pub kind_reason: String,
    /// Absent when no session was read.
    pub fold: Option<(PersonBelief, Timestamp)>,
    /// The person read as if it were a whole account. Absent also when the life was read for its account only.
    pub alone: Option<Alone>,
    /// The part this person plays, and how much was read.
    pub part: Part,
    pub habit: Habit,
    pub sessions: usize,
    /// Somebody said where this person stands.
    pub is_stated: bool,
    /// From when on this person no longer belongs to the decision, as somebody told.
    pub departed_at: Option<Timestamp>,
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
}

/// What readiness needs of visits, besides the filters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VisitDays {
    /// Distinct days with a visit of somebody who is probably a buyer.
    pub buyer_days: u32,
    /// Days from the first to the last of them.
    pub buyer_span_days: f32,
    /// The third from last of them (days since 1970, UTC).
    pub third_from_last: Option<i64>,
    /// Pages about a room's question that were read.
    pub room_pages: u32,
}

/// A person read as if it were a whole account.
#[derive(Debug, Clone, PartialEq)]
pub struct Alone {
    pub fold: AccountFold,
    pub days: VisitDays,
    pub asked_at: Option<Timestamp>,
}

/// Somebody who counts for an account in part, and is not placed in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Guest {
    pub belief: PersonBelief,
    /// The moment of the belief.
    pub at: Timestamp,
    /// How far the person counts, 0 to 1.
    pub credit: f32,
}

impl Guest {
    /// `None` when nothing of the person was read.
    #[must_use]
    pub fn of(read: &ReadLife) -> Option<Self> {
        let (belief, at) = read.state.fold?;
        Some(Self { belief, at, credit: read.credit })
    }
}

/// An account between events.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountState {
    pub account: Domain,
    /// Absent when no session was read and nothing was stated.
    pub fold: Option<AccountFold>,
    /// Since when the decision rests, as somebody told.
    pub rests_since: Option<Timestamp>,
    /// When somebody last told that the decision goes on, or said that the account is in a room.
    pub taken_up_at: Option<Timestamp>,
    /// Somebody said where the account stands.
    pub is_stated: bool,
    /// A person's word that the visits since contradict.
    pub doubt: Option<Doubt>,
    pub sessions: usize,
    pub guests: Vec<Guest>,
    /// The last visit of its own people or statement about it; a guest's visit does not break their silence.
    pub silent_since: Timestamp,
    pub days: VisitDays,
    /// Points of the classic model at `classic_at`.
    pub classic: f64,
    pub classic_at: Timestamp,
    /// Latest request for a talk or a demo by somebody of the account.
    pub asked_at: Option<Timestamp>,
    /// Latest conversation told by an event.
    pub talked_at: Option<Timestamp>,
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
    /// Something arrived more than a day after it happened.
    pub revised: bool,
    pub last_silence: Option<Silence>,
    pub habit: Habit,
}

/// The silence before the last visit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    ended_at: i64,
    pub days: f64,
    /// The account's own median pause between days with a visit.
    pub usual_days: f32,
}

impl Silence {
    #[must_use]
    pub const fn new(ended_at: Timestamp, days: f64, usual_days: f32) -> Self {
        Self { ended_at: ended_at.millis(), days, usual_days }
    }

    #[must_use]
    pub const fn ended_at(&self) -> Timestamp {
        Timestamp::from_millis(self.ended_at)
    }
}

/// What else a reading needs: the records as they stood.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub account: Option<&'a Account>,
    pub deals: &'a [Deal],
    pub touches: &'a [Touch],
    /// Roles without which nobody decides.
    pub essential: &'a [Role],
    /// For which roles the library is written.
    pub library: &'a LibraryRoles,
    pub watch: Watch,
}

/// From this probability on somebody is likely in a room.
const LIKELY: f32 = 0.5;

impl PersonState {
    /// Whether the person no longer belongs to the decision at a moment.
    #[must_use]
    pub fn has_departed_by(&self, moment: Timestamp) -> bool {
        self.departed_at.is_some_and(|departed| departed <= moment)
    }

    /// The belief at a moment not before the last session; `None` when nothing was read.
    #[must_use]
    pub fn belief_at(&self, model: &Model, moment: Timestamp) -> Option<PersonBelief> {
        self.fold.as_ref().map(|(belief, at)| model.person_belief_at(belief, *at, moment))
    }

    /// The belief, where nothing was seen since a moment: then its silence says nothing.
    fn belief_watched(&self, model: &Model, watch: &Watch, moment: Timestamp) -> Option<PersonBelief> {
        let (belief, at) = self.fold.as_ref()?;
        Some(watched(model, belief, *at, watch, moment))
    }

    /// Readiness and band by this person's visits alone; what his account was answered is no longer asked.
    fn alone_at(
        &self,
        model: &Model,
        belief: Option<&PersonBelief>,
        answered: Option<Timestamp>,
        moment: Timestamp,
    ) -> (f32, Band, Vec<String>) {
        let (Some(alone), Some(belief)) = (&self.alone, belief) else { return (0.0, Band::Outside, Vec::new()) };
        let account = model.account_belief_at(&alone.fold, moment);
        let readiness = model.readiness(&account, &[(belief.states(), 1.0)], model.momentum_at(&alone.fold, moment));
        let asked_at = unanswered(alone.asked_at, answered);
        let facts = alone.days.facts(readiness.probability, account.rooms(), self.sessions, asked_at, moment);
        let enough_evidence = facts.enough_evidence || self.is_stated;
        let (band, reasons) = band(&BandFacts { enough_evidence, ..facts });
        (readiness.probability, band, reasons)
    }

    /// `answered` is when the person's account last had an answer from us.
    #[must_use]
    pub fn reading_at(
        &self,
        model: &Model,
        watch: &Watch,
        answered: Option<Timestamp>,
        moment: Timestamp,
    ) -> PersonReading {
        let belief = self.belief_watched(model, watch, moment);
        let (readiness, mut band, mut band_reasons) = self.alone_at(model, belief.as_ref(), answered, moment);
        if self.has_departed_by(moment) {
            (band, band_reasons) = (Band::Outside, vec![t!("Has left the decision, as was told.").to_owned()]);
        }
        let believed = belief.as_ref().map_or_else(|| model.person_prior().rooms(), PersonBelief::rooms);
        let room_pages = self.alone.as_ref().map_or(0, |alone| alone.days.room_pages);
        let enough = BandFacts::has_enough_evidence(self.sessions, room_pages) || self.is_stated;
        let rooms = if enough { believed } else { believed.held_back() };
        let shown = match &belief {
            Some(_) if enough => rooms.shown(),
            _ => ShownRoom::NotEnoughEvidence,
        };
        PersonReading {
            person: self.person.clone(),
            visitors: self.visitors.clone(),
            users: self.users.clone(),
            name: self.name.clone(),
            account: self.account.clone(),
            as_of: moment,
            quiet: belief.as_ref().map_or(0.0, PersonBelief::quiet),
            rooms,
            shown,
            readiness,
            band,
            band_reasons,
            kind: self.kind,
            kind_reason: self.kind_reason.clone(),
            role: self.part.role.clone(),
            silence: match (&self.fold, &belief) {
                (Some((then, at)), Some(now)) => silence::reading(
                    model,
                    &self.habit,
                    watch,
                    &Since::visit(*at, silence::then(&then.states(), enough)),
                    &now.states(),
                    moment,
                ),
                _ => SilenceReading::NOTHING,
            },
            visit_within: belief.as_ref().map(|now| {
                // What passed unseen while the site was blind is no silence of anybody.
                let visits = self.habit.visit_record(watch.blind_since.map_or(moment, |blind| blind.min(moment)));
                PersonReading::WITHIN_DAYS.map(|days| model.comes_again(now, &visits, f64::from(days)))
            }),
            sessions: self.sessions,
            first_seen: Some(self.first_seen),
            last_seen: Some(self.last_seen),
        }
    }
}

/// A person's belief at a moment, where nothing was seen since the site went blind.
fn watched(model: &Model, belief: &PersonBelief, at: Timestamp, watch: &Watch, moment: Timestamp) -> PersonBelief {
    match watch.blind_since {
        Some(blind) => model.person_belief_unwatched(belief, at, blind, moment),
        None => model.person_belief_at(belief, at, moment),
    }
}

impl AccountState {
    /// An account of which nothing was seen.
    #[must_use]
    pub fn unseen(account: Domain) -> Self {
        Self {
            account,
            fold: None,
            rests_since: None,
            taken_up_at: None,
            is_stated: false,
            doubt: None,
            sessions: 0,
            guests: Vec::new(),
            silent_since: Timestamp::default(),
            days: VisitDays::NONE,
            classic: 0.0,
            classic_at: Timestamp::default(),
            asked_at: None,
            talked_at: None,
            first_seen: Timestamp::default(),
            last_seen: Timestamp::default(),
            revised: false,
            last_silence: None,
            habit: Habit::default(),
        }
    }

    /// The reading at a moment not before the last event.
    #[must_use]
    pub fn reading_at(
        &self,
        model: &Model,
        persons: &[&PersonState],
        facts: Facts<'_>,
        moment: Timestamp,
    ) -> AccountReading {
        let fold = self.fold.as_ref().map(|fold| match facts.watch.blind_since {
            Some(blind) if self.rests_since.is_none() => model.account_unwatched(fold, blind, moment),
            _ => model.account_at_rest(fold, moment, self.rests_since.is_some()),
        });
        let here: Vec<&PersonState> =
            persons.iter().filter(|person| !person.has_departed_by(moment)).copied().collect();
        let believed: Vec<(&PersonState, PersonBelief)> =
            here.iter().filter_map(|person| Some((*person, person.belief_at(model, moment)?))).collect();
        let mut beliefs: Vec<(Belief, f32)> = match facts.watch.blind_since {
            None => believed.iter().map(|(_, belief)| (belief.states(), 1.0)).collect(),
            Some(_) => here
                .iter()
                .filter_map(|person| Some((person.belief_watched(model, &facts.watch, moment)?.states(), 1.0)))
                .collect(),
        };
        let people = beliefs.len();
        beliefs.extend(
            self.guests
                .iter()
                .map(|guest| (watched(model, &guest.belief, guest.at, &facts.watch, moment).states(), guest.credit)),
        );
        let momentum = fold.map_or(0.0, |fold| fold.momentum);
        let now = fold.map_or_else(|| model.account_prior(), |fold| fold.belief);
        let readiness = model.readiness(&now, &beliefs, momentum);
        let rooms: RoomBelief = now.rooms();
        let talked_at = self.talked_at(facts, moment);
        let asked_at = unanswered(self.asked_at, self.answered_at(facts, moment));
        let band_facts = self.days.facts(readiness.probability, rooms, self.sessions, asked_at, moment);
        let enough_evidence = band_facts.enough_evidence || self.is_stated;
        let own_inside = beliefs.iter().take(people).any(|(belief, _)| belief.rooms().in_market() >= LIKELY);
        let decided = self.decided_at(facts.deals, moment);
        let band_facts = BandFacts {
            conversation: conversation(talked_at, facts, moment),
            pause: self.pause_at(moment),
            is_customer: facts.deals.iter().any(|deal| deal.stage_at(moment) == Some(DealStage::Won)),
            decided,
            rests_on_neighbours: !self.guests.is_empty() && !own_inside,
            is_stated: self.is_stated,
            enough_evidence,
            ..band_facts
        };
        let (band, mut band_reasons) = band(&band_facts);
        let coverage = committee::coverage_by(&believed, facts);
        let guests = beliefs.iter().skip(people).filter(|(belief, _)| belief.rooms().in_market() >= LIKELY).count();
        let unplaced = committee::unplaced(persons, moment) + guests;
        let small = SmallHouse::of(facts.account.and_then(|account| account.employees));
        let capped = cap(band, &coverage, unplaced, small);
        band_reasons.extend(capped.reasons);
        band_reasons.extend(self.doubt.as_ref().and_then(|doubt| doubt.question_at(moment)));
        let silence = match &self.fold {
            Some(then) => silence::reading(
                model,
                &self.habit,
                &facts.watch,
                &Since {
                    seen: if self.last_seen > Timestamp::default() { self.last_seen } else { self.silent_since },
                    heard: self.silent_since,
                    believed: silence::then(&then.belief, enough_evidence),
                    paused: band_facts.pause.map(|pause| pause.since),
                    is_decided: band_facts.is_customer || decided.is_some_and(|decided| !decided.read_anew),
                },
                &now,
                moment,
            ),
            None => SilenceReading::NOTHING,
        };
        band_reasons.extend((silence.state == SilenceState::Blind).then(|| silence.sentence()));
        let seen = |at: Timestamp| (at > Timestamp::default()).then_some(at);
        AccountReading {
            account: self.account.clone(),
            name: facts.account.and_then(|account| account.name.clone()),
            as_of: moment,
            rooms: if enough_evidence { rooms } else { rooms.held_back() },
            shown: if enough_evidence { rooms.shown() } else { ShownRoom::NotEnoughEvidence },
            quiet: now.quiet(),
            z: readiness.z as f32,
            readiness: readiness.probability,
            readiness_low: readiness.low,
            readiness_high: readiness.high,
            outlook_60d: readiness.outlook_60d,
            band: capped.band,
            band_reasons,
            fit: facts.account.and_then(|account| account.fit),
            classic_score: self.classic_at(model, moment),
            people,
            roles_missing: committee::missing(&coverage),
            roles_seen: committee::seen(&coverage),
            coverage,
            silence,
            first_seen: seen(self.first_seen),
            last_seen: seen(self.last_seen),
            sessions: self.sessions,
            enough_evidence,
        }
    }

    fn classic_at(&self, model: &Model, moment: Timestamp) -> f32 {
        let days = moment.days_since(self.classic_at).max(0.0);
        (self.classic * (-days / model.classic().half_life_days).exp2()) as f32
    }
}

/// A request that nobody answered since.
fn unanswered(asked: Option<Timestamp>, answered: Option<Timestamp>) -> Option<Timestamp> {
    asked.filter(|asked| answered.is_none_or(|answered| answered < *asked))
}

impl VisitDays {
    /// Nobody came.
    const NONE: Self = Self { buyer_days: 0, buyer_span_days: 0.0, third_from_last: None, room_pages: 0 };

    fn facts(
        &self,
        probability: f32,
        rooms: RoomBelief,
        sessions: usize,
        asked_at: Option<Timestamp>,
        moment: Timestamp,
    ) -> BandFacts {
        BandFacts {
            probability,
            rooms,
            visit_days: self.buyer_days,
            span_days: f64::from(self.buyer_span_days),
            sessions,
            asked_to_talk_at: asked_at.filter(|at| *at <= moment),
            conversation: None,
            pause: None,
            is_customer: false,
            decided: None,
            rests_on_neighbours: false,
            is_stated: false,
            enough_evidence: BandFacts::has_enough_evidence(sessions, self.room_pages),
            moment,
        }
    }
}

/// Whether a band means that a salesperson should see the account in the ready list.
#[must_use]
pub fn is_ready(reading: &AccountReading) -> bool {
    reading.band == Band::Ready
}

/// Whether an anonymous reader of no known company is ready by his own visits alone.
#[must_use]
pub fn is_ready_alone(reading: &PersonReading) -> bool {
    reading.account.is_none() && reading.kind.is_read() && reading.band == Band::Ready
}
