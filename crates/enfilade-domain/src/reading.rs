//! What is believed, with what certainty.

use enfilade_language::marked;

use crate::{
    Domain, Fit, PersonId, PersonKind, Role, RoleBelief, RoleCoverage, Room, SilenceReading, Timestamp, UserId,
    VisitorId,
};

/// Probabilities of being outside or in each room; they sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoomBelief {
    pub outside: f32,
    /// By [`Room::index`].
    pub rooms: [f32; 4],
}

impl RoomBelief {
    /// Below this share of the in-market mass no room is named.
    pub const CLEAR_SHARE: f32 = 0.45;

    #[must_use]
    pub const fn of(&self, room: Room) -> f32 {
        self.rooms[room.index()]
    }

    /// Probability of being in any room.
    #[must_use]
    pub fn in_market(&self) -> f32 {
        self.rooms.iter().sum()
    }

    /// Until there is enough evidence, no room is claimed with more than this (requirement I03).
    pub const MOST_WITHOUT_EVIDENCE: f32 = 0.6;

    /// The belief as it may be claimed without enough evidence: what a room holds beyond 60 % is given to outside.
    #[must_use]
    pub fn held_back(&self) -> Self {
        let rooms = self.rooms.map(|share| share.min(Self::MOST_WITHOUT_EVIDENCE));
        Self { outside: self.outside + self.in_market() - rooms.iter().sum::<f32>(), rooms }
    }

    /// The room to show: outside when that is the likelier, unclear when no room has 45 % of the in-market mass.
    #[must_use]
    pub fn shown(&self) -> ShownRoom {
        let in_market = self.in_market();
        if in_market < 0.5 {
            return ShownRoom::Outside;
        }
        let top = Room::ALL.into_iter().max_by(|a, b| self.of(*a).total_cmp(&self.of(*b)));
        match top {
            Some(room) if self.of(room) >= Self::CLEAR_SHARE * in_market => ShownRoom::In(room),
            _ => ShownRoom::Unclear,
        }
    }
}

/// The room that is shown for a belief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShownRoom {
    Outside,
    In(Room),
    Unclear,
    NotEnoughEvidence,
}

impl ShownRoom {
    /// The name in results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => marked!("outside"),
            Self::In(room) => room.as_str(),
            Self::Unclear => marked!("unclear"),
            Self::NotEnoughEvidence => marked!("not enough evidence"),
        }
    }
}

/// What a salesperson may do with a reading. In words, because it is a judgement and not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    Outside,
    NotYet,
    GettingReady,
    Ready,
    /// Somebody of the account asked for a talk. A fact, not an inference; always honoured.
    AskedToTalk,
    InConversation,
    /// Somebody told that the decision rests. A state, not a loss: what was learned is kept.
    Paused,
    /// Has bought, and neither a further deal is open nor did anybody ask.
    Customer,
}

impl Band {
    pub const ALL: [Self; 8] = [
        Self::Outside,
        Self::NotYet,
        Self::GettingReady,
        Self::Ready,
        Self::AskedToTalk,
        Self::InConversation,
        Self::Paused,
        Self::Customer,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => marked!("outside"),
            Self::NotYet => marked!("not yet"),
            Self::GettingReady => marked!("getting ready"),
            Self::Ready => marked!("ready to hear from us"),
            Self::AskedToTalk => marked!("asked to talk"),
            Self::InConversation => marked!("in conversation"),
            Self::Paused => marked!("paused"),
            Self::Customer => marked!("customer"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == name)
    }
}

/// What is believed about one account at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountReading {
    pub account: Domain,
    pub name: Option<String>,
    pub as_of: Timestamp,
    pub rooms: RoomBelief,
    pub shown: ShownRoom,
    /// Probability of being in a room and quiet.
    pub quiet: f32,
    /// The engine's rank score; monotone in `readiness`.
    pub z: f32,
    /// Probability that a conversation would be welcome and useful now.
    pub readiness: f32,
    /// 80 % interval.
    pub readiness_low: f32,
    pub readiness_high: f32,
    /// Probability that a real decision process opens within 60 days.
    pub outlook_60d: f32,
    pub band: Band,
    /// Why this band, in plain sentences.
    pub band_reasons: Vec<String>,
    pub fit: Option<Fit>,
    /// The traditional points model, for comparison only.
    pub classic_score: f32,
    /// Persons read on this account.
    pub people: usize,
    /// Roles in which somebody was probably seen reading.
    pub roles_seen: Vec<Role>,
    /// Roles in which nobody was seen and somebody would have been recognised, essential ones first.
    pub roles_missing: Vec<Role>,
    /// How far each essential role has come, and every other that was seen.
    pub coverage: Vec<RoleCoverage>,
    /// The silence that is going on, against this account's own rhythm.
    pub silence: SilenceReading,
    pub first_seen: Option<Timestamp>,
    pub last_seen: Option<Timestamp>,
    /// Visit sessions that were read.
    pub sessions: usize,
    pub enough_evidence: bool,
}

/// What is believed about one person at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonReading {
    pub person: PersonId,
    pub visitors: Vec<VisitorId>,
    pub users: Vec<UserId>,
    /// The name the person gave; never found out any other way.
    pub name: Option<String>,
    pub account: Option<Domain>,
    pub as_of: Timestamp,
    pub rooms: RoomBelief,
    pub shown: ShownRoom,
    pub quiet: f32,
    /// Probability that a conversation would be welcome, judged by this person's own visits alone.
    pub readiness: f32,
    /// The band of this person's own visits; for somebody of no known company it is the only one there is.
    pub band: Band,
    pub band_reasons: Vec<String>,
    pub kind: PersonKind,
    pub kind_reason: String,
    /// The part this person plays.
    pub role: RoleBelief,
    /// The silence that is going on, against this person's own rhythm.
    pub silence: SilenceReading,
    /// Probability of another visit within 7 and within 30 days; `None` where nothing was read.
    pub visit_within: Option<[f32; 2]>,
    pub sessions: usize,
    pub first_seen: Option<Timestamp>,
    pub last_seen: Option<Timestamp>,
}

impl PersonReading {
    /// The days of [`PersonReading::visit_within`].
    pub const WITHIN_DAYS: [u32; 2] = [7, 30];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_back_goes_outside() {
        let sure = RoomBelief { outside: 0.1, rooms: [0.8, 0.05, 0.03, 0.02] };
        let held = sure.held_back();
        assert!((held.outside - 0.3).abs() < 1e-6 && held.rooms[0] == 0.6);
        assert!((held.outside + held.in_market() - 1.0).abs() < 1e-6);
        let unsure = RoomBelief { outside: 0.5, rooms: [0.2, 0.1, 0.1, 0.1] };
        assert!((unsure.held_back().outside - 0.5).abs() < 1e-6);
    }
}
