//! Movement between rooms, from the doors that accounts went through.

use std::collections::BTreeMap;
use std::sync::Arc;

use enfilade_domain::{Band, Room, ShownRoom, Timestamp};
use enfilade_store::RoomChange;

use crate::roll::Entry;

/// Days that the doors of the floor plan count.
pub const DOOR_DAYS: f64 = 28.0;

/// Accounts through the doors of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Movement {
    /// Problem to Solution, Solution to Offer, Offer to Sales: forward and back.
    pub doors: [(u32, u32); 3],
    /// By room: came in from outside.
    pub entered: [u32; 4],
    /// By room: went out.
    pub left: [u32; 4],
    /// Moves between rooms that are no neighbours.
    pub loops: BTreeMap<(Room, Room), u32>,
}

/// Counts each account once per door and direction.
#[must_use]
pub fn movement(entries: &[Arc<Entry>], from: Timestamp, to: Timestamp) -> Movement {
    let mut found = Movement::default();
    for account in entries {
        let mut steps: Vec<(ShownRoom, ShownRoom)> = account
            .room_changes
            .iter()
            .filter(|change| from < change.at && change.at <= to)
            .map(|change| (change.from, change.to))
            .collect();
        steps.sort_by_key(|(a, b)| (position(*a), position(*b)));
        steps.dedup();
        for step in steps {
            match step {
                (ShownRoom::In(a), ShownRoom::In(b)) if b.index() == a.index() + 1 => found.doors[a.index()].0 += 1,
                (ShownRoom::In(a), ShownRoom::In(b)) if a.index() == b.index() + 1 => found.doors[b.index()].1 += 1,
                (ShownRoom::In(a), ShownRoom::In(b)) => *found.loops.entry((a, b)).or_default() += 1,
                (ShownRoom::Outside | ShownRoom::NotEnoughEvidence, ShownRoom::In(room)) => {
                    found.entered[room.index()] += 1;
                }
                (ShownRoom::In(room), ShownRoom::Outside) => found.left[room.index()] += 1,
                _ => {}
            }
        }
    }
    found
}

const fn position(shown: ShownRoom) -> usize {
    match shown {
        ShownRoom::In(room) => room.index(),
        ShownRoom::Outside => 4,
        ShownRoom::Unclear => 5,
        ShownRoom::NotEnoughEvidence => 6,
    }
}

/// Days of completed stays by room.
#[must_use]
pub fn completed_stays(entries: &[Arc<Entry>]) -> [Vec<f64>; 4] {
    let mut stays: [Vec<f64>; 4] = Default::default();
    for account in entries {
        for pair in account.room_changes.windows(2) {
            if let [RoomChange { at: came, to: ShownRoom::In(room), .. }, RoomChange { at: went, .. }] = pair {
                stays[room.index()].push(went.days_since(*came));
            }
        }
    }
    stays
}

/// The median of some numbers; `None` without any.
#[must_use]
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => values.get(middle).copied(),
        _ => Some((values.get(middle - 1)? + values.get(middle)?) / 2.0),
    }
}

/// The last door an account went through since a moment. Who has bought reads for other reasons, and of a glance no
/// movement is told.
#[must_use]
pub fn moved_since(account: &Entry, since: Timestamp) -> Option<RoomChange> {
    if account.band == Band::Customer || !account.enough_evidence {
        return None;
    }
    account.room_changes.iter().rev().find(|change| change.at > since).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_of_few() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0]), Some(2.0));
        assert_eq!(median(vec![9.0, 1.0, 4.0]), Some(4.0));
    }
}
