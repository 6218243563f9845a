//! Forms that stand before what somebody wants to learn.

use crate::{Room, Timestamp};

/// A form before a piece that somebody wanted, with the reason given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub path: String,
    pub room: Option<Room>,
    pub reason: String,
    /// Since when the form stands.
    pub since: Timestamp,
    /// When it was taken away.
    pub opened_at: Option<Timestamp>,
}

impl Gate {
    #[must_use]
    pub fn stands_at(&self, moment: Timestamp) -> bool {
        self.since <= moment && self.opened_at.is_none_or(|opened| moment < opened)
    }
}
