//! What the sheets sort, count and choose by: the small part of a reading of which a house has a hundred thousand.

use enfilade_domain::{Band, Domain, Fit, Role, RoomBelief, ShownRoom, SilenceReading, SilenceState, Timestamp};
use enfilade_store::RoomChange;

use crate::interpret::listing::Listed;
use crate::interpret::state::Silence;
use crate::interpret::stated;

/// One account on the roll. The words of a reading are not in it; see [`super::Roll::open`].
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub domain: Domain,
    pub name: Option<String>,
    pub rooms: RoomBelief,
    pub shown: ShownRoom,
    pub z: f32,
    pub band: Band,
    /// Asks whether what a person stated is still true.
    pub is_doubted: bool,
    pub fit: Option<Fit>,
    pub classic_score: f32,
    pub people: u32,
    pub roles_seen: Box<[Role]>,
    pub silence: SilenceReading,
    pub first_seen: Option<Timestamp>,
    pub last_seen: Option<Timestamp>,
    pub sessions: u32,
    pub enough_evidence: bool,
    pub last_silence: Option<Silence>,
    pub room_changes: Box<[RoomChange]>,
    /// Domain and name in lower case.
    sought: Box<str>,
}

impl Entry {
    #[must_use]
    pub fn of(listed: &Listed) -> Self {
        let reading = &listed.reading;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            domain: reading.account.clone(),
            name: reading.name.clone(),
            rooms: reading.rooms,
            shown: reading.shown,
            z: reading.z,
            band: reading.band,
            is_doubted: reading.band_reasons.iter().any(|reason| reason.starts_with(stated::doubt())),
            fit: reading.fit,
            classic_score: reading.classic_score,
            people: count(reading.people),
            roles_seen: reading.roles_seen.clone().into_boxed_slice(),
            silence: reading.silence,
            first_seen: reading.first_seen,
            last_seen: reading.last_seen,
            sessions: count(reading.sessions),
            enough_evidence: reading.enough_evidence,
            last_silence: listed.last_silence,
            room_changes: listed.room_changes.clone().into_boxed_slice(),
            sought: format!("{} {}", reading.account, reading.name.as_deref().unwrap_or(""))
                .to_lowercase()
                .into_boxed_str(),
        }
    }

    /// What words are looked for in: domain and name in lower case.
    pub(super) fn sought(&self) -> &str {
        &self.sought
    }

    /// Whether somebody was on the way, and is silent now.
    #[must_use]
    pub fn is_quiet_journey(&self) -> bool {
        // Who is ready is not left alone, but decided upon.
        matches!(self.band, Band::NotYet | Band::GettingReady | Band::InConversation | Band::Paused)
            && matches!(self.shown, ShownRoom::In(_) | ShownRoom::Unclear)
            && matches!(
                self.silence.state,
                SilenceState::Quiet | SilenceState::Longer | SilenceState::Deep | SilenceState::Paused
            )
            && self.sessions > 1
    }

    /// The name, or the domain where none is known.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(self.domain.as_str())
    }
}
