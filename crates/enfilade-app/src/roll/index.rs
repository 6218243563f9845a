//! Where in the roll what sheets ask for stands: found in one walk when it is first asked for, of a big house ahead.

use std::sync::{Arc, OnceLock};

use enfilade_domain::{Band, Fit, ShownRoom};

use super::Entry;
use crate::lines::Lines;

/// Positions among the entries of one drawing.
#[derive(Debug, Default)]
pub(super) struct Index {
    order: OnceLock<Vec<u32>>,
    outlines: OnceLock<Vec<Outline>>,
    ranks: OnceLock<Vec<u32>>,
    by_points: OnceLock<Vec<u32>>,
    picked: OnceLock<Picked>,
    /// Domains and names of all, in lower case.
    words: OnceLock<Lines>,
}

/// The few of whom the daily sheets tell.
#[derive(Debug, Default)]
pub(super) struct Picked {
    /// Silent after a journey, the readiest first.
    pub(super) quiet: Vec<u32>,
    /// Whoever was ever shown in another room than before, in order of domain.
    pub(super) moved: Vec<u32>,
    /// Where it is asked whether a statement still holds, in order of domain.
    pub(super) doubted: Vec<u32>,
}

/// What a list is narrowed by, small and side by side: a hundred thousand are looked through for one page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// Where the entry stands among all.
    pub(super) at: u32,
    pub band: Band,
    pub shown: ShownRoom,
    pub fit: Option<Fit>,
}

impl Index {
    /// Finds everything ahead of who asks.
    pub(super) fn prepare(&self, entries: &[Arc<Entry>]) {
        self.outlines(entries);
        self.ranks(entries);
        self.by_points(entries);
        self.picked(entries);
        self.words(entries);
    }

    fn words(&self, entries: &[Arc<Entry>]) -> &Lines {
        self.words.get_or_init(|| {
            let mut lines = Lines::default();
            entries.iter().for_each(|entry| lines.push(entry.sought()));
            lines
        })
    }

    /// By whom an answer is owed first, then by how near a conversation is, then by domain.
    pub(super) fn order(&self, entries: &[Arc<Entry>]) -> &[u32] {
        self.order.get_or_init(|| {
            let mut keys: Vec<(u8, u32, u32)> =
                entries.iter().zip(0_u32..).map(|(entry, at)| (urgency(entry.band), falling(entry.z), at)).collect();
            keys.sort_unstable();
            keys.into_iter().map(|(.., at)| at).collect()
        })
    }

    /// Those in a band, the readiest first: a piece of the order.
    pub(super) fn in_band(&self, entries: &[Arc<Entry>], band: Band) -> &[u32] {
        let order = self.order(entries);
        let urgency_at = |at: &u32| entries.get(*at as usize).map_or(u8::MAX, |entry| urgency(entry.band));
        let begin = order.partition_point(|at| urgency_at(at) < urgency(band));
        let end = order.partition_point(|at| urgency_at(at) <= urgency(band));
        &order[begin..end]
    }

    /// Those with points of the classic model, the most points first.
    pub(super) fn by_points(&self, entries: &[Arc<Entry>]) -> &[u32] {
        self.by_points.get_or_init(|| {
            let with_points = entries.iter().zip(0_u32..).filter(|(entry, _)| entry.classic_score > 0.0);
            let mut keys: Vec<(u32, u32)> = with_points.map(|(entry, at)| (falling(entry.classic_score), at)).collect();
            keys.sort_unstable();
            keys.into_iter().map(|(_, at)| at).collect()
        })
    }

    pub(super) fn picked(&self, entries: &[Arc<Entry>]) -> &Picked {
        self.picked.get_or_init(|| {
            let mut found = Picked::default();
            let mut quiet: Vec<(u32, u32)> = Vec::new();
            for (entry, at) in entries.iter().zip(0_u32..) {
                if entry.is_quiet_journey() {
                    quiet.push((falling(entry.z), at));
                }
                if !entry.room_changes.is_empty() {
                    found.moved.push(at);
                }
                if entry.is_doubted {
                    found.doubted.push(at);
                }
            }
            quiet.sort_unstable();
            found.quiet = quiet.into_iter().map(|(_, at)| at).collect();
            found
        })
    }

    /// What there is to know of all at a glance, in the order of the list.
    pub(super) fn outlines(&self, entries: &[Arc<Entry>]) -> &[Outline] {
        self.outlines.get_or_init(|| {
            let outline = |at: &u32| {
                let entry = entries.get(*at as usize)?;
                Some(Outline { at: *at, band: entry.band, shown: entry.shown, fit: entry.fit })
            };
            self.order(entries).iter().filter_map(outline).collect()
        })
    }

    /// Where in the list each entry stands.
    fn ranks(&self, entries: &[Arc<Entry>]) -> &[u32] {
        self.ranks.get_or_init(|| {
            let mut ranks = vec![0; entries.len()];
            for (at, rank) in self.order(entries).iter().zip(0..) {
                if let Some(place) = ranks.get_mut(*at as usize) {
                    *place = rank;
                }
            }
            ranks
        })
    }

    /// The outlines of those that hold every one of these words, in lower case, in domain or name; in the same order.
    pub(super) fn holding(&self, entries: &[Arc<Entry>], words: &[&str]) -> Vec<Outline> {
        let outlines = self.outlines(entries);
        if words.is_empty() {
            return outlines.to_vec();
        }
        let ranks = self.ranks(entries);
        let lines = self.words(entries).holding(words);
        let mut found: Vec<u32> = lines.into_iter().filter_map(|line| ranks.get(line).copied()).collect();
        found.sort_unstable();
        found.into_iter().filter_map(|rank| outlines.get(rank as usize).copied()).collect()
    }
}

/// The bits of a number in an order in which greater numbers come first.
const fn falling(number: f32) -> u32 {
    let bits = number.to_bits();
    !(if bits >> 31 == 1 { !bits } else { bits | 1 << 31 })
}

/// Who is owed an answer comes first, then by how near a conversation is; customers and outsiders come last.
const fn urgency(band: Band) -> u8 {
    match band {
        Band::AskedToTalk => 0,
        Band::Ready => 1,
        Band::InConversation => 2,
        Band::GettingReady => 3,
        Band::Paused => 4,
        Band::NotYet => 5,
        Band::Customer => 6,
        Band::Outside => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greater_numbers_come_first_whatever_their_sign() {
        let mut numbers = [-3.0_f32, 0.5, -0.1, 7.0, 0.0, -40.0];
        numbers.sort_by_key(|number| falling(*number));
        assert_eq!(numbers, [7.0, 0.5, 0.0, -0.1, -3.0, -40.0]);
    }
}
