//! How much each theme adds to a belief, by trial: what is believed of some of the visits and statements alone.
//!
//! A share is what a theme adds on average over all orders in which the themes could have been told (Shapley 1953).
//! Belief beyond four units of log-odds is sure either way; what goes beyond is shared out in proportion.

use enfilade_domain::{PageCategory, Timestamp};
use enfilade_engine::{Explanation, Session, StatedEvidence, weight_of};

use super::sessions::{Act, Visit};

/// Less is not told.
const SMALL: f64 = 0.1;
/// Log-odds beyond this are as good as certain (engine specification, 5).
const SURE: f64 = 4.0;
/// How far shares are stretched at most to cover what goes beyond certainty.
const MOST_STRETCH: f64 = 3.0;

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Theme {
    /// Visits that were mostly about one room.
    Room(usize),
    /// Visits about who we are and what we offer.
    Ourselves,
    /// Visits about vacancies or documentation.
    Elsewhere,
    /// Visits to pages of no stated purpose.
    Untold,
    Act(Act),
    Stated(usize),
    /// Time that passed between visits.
    Between,
    /// The silence that is going on.
    Silence,
}

impl Theme {
    /// What a visit was mostly about.
    pub(super) fn of(visit: &Visit) -> Self {
        let (mut rooms, mut ourselves, mut elsewhere) = ([0.0_f32; 4], false, false);
        for page in &visit.pages {
            match page.facts.category {
                Some(PageCategory::Careers | PageCategory::Docs) => elsewhere = true,
                Some(category) => match category.room() {
                    Some(room) => rooms[room.index()] += weight_of(page.dwell_seconds),
                    None => ourselves = true,
                },
                None => {}
            }
        }
        let top = (0..4).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).filter(|room| rooms[*room] > 0.0);
        match top {
            Some(room) => Self::Room(room),
            None if ourselves => Self::Ourselves,
            None if elsewhere => Self::Elsewhere,
            None => Self::Untold,
        }
    }
}

/// Whose events take part in a trial: some of the themes that have a seat, and perhaps all others together.
pub(super) struct Cast<'a> {
    seats: &'a [Theme],
    /// A bit for each seat, then one for all others.
    taken: u32,
}

impl Cast<'_> {
    fn has(&self, theme: Theme) -> bool {
        let seat = self.seats.iter().position(|seated| *seated == theme).unwrap_or(self.seats.len());
        self.taken >> seat & 1 == 1
    }

    /// What takes part of visits with their themes.
    pub(super) fn of_visits<'v>(&self, visits: impl Iterator<Item = (&'v Theme, &'v Visit)>) -> Vec<Session> {
        visits.filter_map(|(theme, visit)| self.of_visit(*theme, visit)).collect()
    }

    fn of_visit(&self, theme: Theme, visit: &Visit) -> Option<Session> {
        let mut session = visit.session.clone();
        session.demo &= self.has(Theme::Act(Act::Asked));
        session.download &= self.has(Theme::Act(Act::TookAlong));
        session.share &= self.has(Theme::Act(Act::PassedOn));
        let acts = session.demo || session.download || session.share;
        if self.has(theme) {
            // A visit of nothing but acts that take no part did not happen.
            return (!visit.pages.is_empty() || acts || visit.acts.is_empty()).then_some(session);
        }
        acts.then(|| Session {
            demo: session.demo,
            download: session.download,
            share: session.share,
            ..Session::empty(session.at, session.source)
        })
    }

    pub(super) fn of_statements(&self, evidence: &[StatedEvidence]) -> Vec<StatedEvidence> {
        let told = evidence.iter().enumerate().filter(|(index, _)| self.has(Theme::Stated(*index)));
        told.map(|(_, one)| *one).collect()
    }

    /// Until when the trial goes: without the silence that is going on it ends with the last event.
    pub(super) fn until(&self, last: Timestamp, moment: Timestamp) -> Timestamp {
        if self.has(Theme::Silence) { moment } else { last.min(moment) }
    }
}

/// The log-odds that a trial gives.
pub(super) type Trial<'a> = dyn Fn(&Cast<'_>) -> f64 + 'a;

/// The log-odds, as far as they are not as good as certain.
pub(super) fn bounded(log_odds: f64) -> f64 {
    log_odds.clamp(-SURE, SURE)
}

/// A theme's weight for the choice of what is told: half way between what is lost without it and what it gives alone.
/// `None` where a sentence about it would not hold.
pub(super) fn promise(theme: Theme, explanation: &Explanation, trial: &Trial<'_>) -> Option<f64> {
    let seats = [theme];
    let without = trial(&Cast { seats: &seats, taken: 0b10 });
    let alone = trial(&Cast { seats: &seats, taken: 0b01 });
    let lost = bounded(explanation.total) - bounded(without);
    let weight = f64::midpoint(lost, bounded(alone) - bounded(explanation.prior));
    ((explanation.total - without) * weight > 0.0 && weight.abs() >= SMALL).then_some(weight)
}

/// The weights of themes beside each other, in their order. `None` for one that weighs next to nothing, or against the
/// way in which the belief moves when it is taken away; such a theme is counted with all others.
pub(super) fn weights(themes: &[Theme], explanation: &Explanation, trial: &Trial<'_>) -> Vec<Option<f64>> {
    let mut seats = themes.to_vec();
    loop {
        let worth: Vec<f64> = (0..2_u32 << seats.len()).map(|taken| trial(&Cast { seats: &seats, taken })).collect();
        let shares = shares(&worth);
        let all = worth.len() - 1;
        let holds = |seat: usize| {
            let lost = worth[all] - worth[all & !(1 << seat)];
            shares[seat].abs() >= SMALL && lost * shares[seat] > 0.0
        };
        if let Some(weak) = (0..seats.len()).find(|seat| !holds(*seat)) {
            seats.remove(weak);
            continue;
        }
        let change = explanation.total - explanation.prior;
        let whole: f64 = shares.iter().sum();
        // Where the whole is next to nothing there is no proportion.
        let stretch =
            if whole * change > 0.0 && whole.abs() >= 1.0 { (change / whole).clamp(1.0, MOST_STRETCH) } else { 1.0 };
        let weight = |theme: &Theme| Some(shares[seats.iter().position(|seated| seated == theme)?] * stretch);
        return themes.iter().map(weight).collect();
    }
}

/// What each seat, and all others together as the last, add on average over all orders; `worth` is the belief by who takes
/// part, a bit each.
fn shares(worth: &[f64]) -> Vec<f64> {
    let players = worth.len().ilog2() as usize;
    let factorial = |n: usize| (1..=n).map(|factor| factor as f64).product::<f64>();
    let share = |player: usize| -> f64 {
        let without = (0..worth.len()).filter(|taken| taken >> player & 1 == 0);
        without
            .map(|taken| {
                let others = taken.count_ones() as usize;
                let orders = factorial(others) * factorial(players - others - 1) / factorial(players);
                orders * (bounded(worth[taken | 1 << player]) - bounded(worth[taken]))
            })
            .sum()
    };
    (0..players).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_what_is_told_twice_is_divided() {
        // Two that say the same, one that adds by itself, and nobody else.
        let worth: Vec<f64> = (0..16_u32)
            .map(|taken| f64::from(u8::from(taken & 0b11 > 0)) * 2.0 + f64::from(taken >> 2 & 1) * 1.5)
            .collect();
        let shares = shares(&worth);
        for (share, expected) in shares.iter().zip([1.0, 1.0, 1.5, 0.0]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
    }

    #[test]
    fn what_is_beyond_certainty_counts_for_nobody_more() {
        let shares = shares(&[-2.0, 9.0, 9.0, 20.0]);
        assert!((shares[0] - 3.0).abs() < 1e-12 && (shares[1] - 3.0).abs() < 1e-12, "{shares:?}");
    }
}
