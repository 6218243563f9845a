//! Where in the roll what sheets ask for stands, found in one walk when it is first asked for.

use std::sync::{Arc, OnceLock};

use enfilade_domain::Band;

use super::Entry;

/// Positions among the entries of one drawing.
#[derive(Debug, Default)]
pub(super) struct Index {
    order: OnceLock<Vec<u32>>,
    by_points: OnceLock<Vec<u32>>,
    picked: OnceLock<Picked>,
    words: OnceLock<Words>,
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

/// Domains and names of all, one a line, so that looking for words is one walk through one text.
#[derive(Debug, Default)]
struct Words {
    text: String,
    /// Where each entry's line begins.
    begins: Vec<u32>,
}

impl Index {
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

    /// Whether each entry holds every one of these words, in lower case, in its domain or name.
    pub(super) fn holding(&self, entries: &[Arc<Entry>], words: &[&str]) -> Vec<bool> {
        let lines = self.words.get_or_init(|| Words::of(entries));
        let Some(longest) = words.iter().max_by_key(|word| word.len()).filter(|word| !word.contains('\n')) else {
            return vec![words.is_empty(); entries.len()];
        };
        let mut holds = vec![false; entries.len()];
        for at in memchr::memmem::find_iter(lines.text.as_bytes(), longest.as_bytes()) {
            let line = lines.begins.partition_point(|begin| *begin as usize <= at).saturating_sub(1);
            if let (Some(holds), Some(entry)) = (holds.get_mut(line), entries.get(line)) {
                *holds = *holds || entry.has_all(words);
            }
        }
        holds
    }
}

impl Words {
    fn of(entries: &[Arc<Entry>]) -> Self {
        let mut found = Self::default();
        for entry in entries {
            found.begins.push(u32::try_from(found.text.len()).unwrap_or(u32::MAX));
            found.text.push_str(entry.sought());
            found.text.push('\n');
        }
        found
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
