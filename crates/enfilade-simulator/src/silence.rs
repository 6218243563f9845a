//! Silence by itself: visit times of people who differ in how often they come and in whether they still do. No rooms, no
//! companies, no pages; only the question who comes back, with the answer known.
//!
//! The three manners are the standard assumptions about repeat visits, so that a reading of silence can be held against
//! each where that one is true: constant rates with a hidden end (Schmittlein, Morrison and Colombo 1987), an end drawn
//! after each visit (Fader, Hardie and Lee 2005), and a return that becomes less likely with each day without a visit.

use crate::random::Random;

/// How long after the last known moment is still recorded, in days.
pub const HORIZON_DAYS: f64 = 90.0;

/// Shape of the visit rates among people; below 1 means many rare and a few very frequent visitors.
const RATE_SHAPE: f64 = 0.6;
/// Scale of the visit rates, in visits a day; their mean is shape times scale.
const RATE_SCALE: f64 = 0.13;

/// Why people stay away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Manner {
    /// Everybody has a rate of his own, constant until he goes for good at a moment of his own.
    Steady,
    /// As above, but people go for good right after a visit, with a probability of their own.
    EndsAfterVisit,
    /// Nobody goes for good; the chance to return falls like one over the days since the last visit.
    Waning,
}

impl Manner {
    pub const ALL: [Self; 3] = [Self::Steady, Self::EndsAfterVisit, Self::Waning];
}

/// One person's visits, in days since the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Comings {
    /// What is known: visits up to the last known moment; never empty, in order of time.
    pub known: Vec<f64>,
    /// What came afterwards, within [`HORIZON_DAYS`].
    pub later: Vec<f64>,
    /// Gone for good at the last known moment. Nobody can see that; it bounds what any reading can reach.
    pub is_gone: bool,
}

/// People watched for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The last known moment, in days since the start.
    pub known_until: f64,
    pub people: Vec<Comings>,
}

impl Panel {
    /// Whether each person came within so many days after the last known moment; at most [`HORIZON_DAYS`].
    #[must_use]
    pub fn came_within(&self, days: f64) -> Vec<bool> {
        let until = self.known_until + days;
        self.people.iter().map(|person| person.later.iter().any(|at| *at <= until)).collect()
    }

    /// Days without a visit, for each person, at the last known moment.
    #[must_use]
    pub fn silent_for(&self) -> Vec<f64> {
        self.people.iter().map(|person| self.known_until - person.known.last().copied().unwrap_or(0.0)).collect()
    }
}

/// Draws people who first came at any time of the watched days. The same arguments give the same panel.
#[must_use]
pub fn panel(manner: Manner, people: usize, known_until: f64, seed: u64) -> Panel {
    let people = (0..people)
        .map(|number| {
            let mut random = Random::new(seed, number as u64);
            comings(manner, known_until, &mut random)
        })
        .collect();
    Panel { known_until, people }
}

fn comings(manner: Manner, known_until: f64, random: &mut Random) -> Comings {
    let first = random.between(0.0, known_until);
    let rate = random.gamma(RATE_SHAPE, RATE_SCALE).max(1e-6);
    let leaving_rate = random.gamma(0.9, 0.018).max(1e-6);
    let mut gone_at = match manner {
        Manner::Steady => first + random.exponential(1.0 / leaving_rate),
        _ => f64::INFINITY,
    };
    let ends_with = random.beta(0.7, 2.4);
    // Days of which the return hazard is one over; its exponent decides how soon the next visit comes.
    let (scale, exponent) = (random.log_normal(2.5, 0.6), random.gamma(2.0, 0.3).max(0.02));
    let mut visits = vec![first];
    loop {
        let last = visits[visits.len() - 1];
        if manner == Manner::EndsAfterVisit && random.chance(ends_with) {
            gone_at = last;
            break;
        }
        let gap = match manner {
            Manner::Waning => scale * ((1.0 - random.share()).powf(-1.0 / exponent) - 1.0),
            _ => random.exponential(1.0 / rate),
        };
        let next = last + gap;
        if next > gone_at || next > known_until + HORIZON_DAYS {
            break;
        }
        visits.push(next);
    }
    let split = visits.partition_point(|at| *at <= known_until);
    let later = visits.split_off(split);
    Comings { known: visits, later, is_gone: gone_at <= known_until }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Share of people who come back within 30 days, among those silent for about so many days.
    fn returning(panel: &Panel, silent: std::ops::Range<f64>) -> f64 {
        let came = panel.came_within(30.0);
        let (mut back, mut all) = (0.0, 0.0);
        for (days, came) in panel.silent_for().iter().zip(came) {
            if silent.contains(days) {
                all += 1.0;
                back += f64::from(u8::from(came));
            }
        }
        back / all
    }

    #[test]
    fn the_same_seed_gives_the_same_people() {
        for manner in Manner::ALL {
            assert_eq!(panel(manner, 50, 200.0, 7), panel(manner, 50, 200.0, 7));
            assert_ne!(panel(manner, 50, 200.0, 7), panel(manner, 50, 200.0, 8));
        }
    }

    #[test]
    fn known_and_later_meet_at_the_last_known_moment() {
        for manner in Manner::ALL {
            for person in panel(manner, 400, 300.0, 3).people {
                let all: Vec<f64> = person.known.iter().chain(&person.later).copied().collect();
                assert!(all.windows(2).all(|pair| pair[0] <= pair[1]), "{manner:?}: {all:?}");
                assert!(person.known.iter().all(|at| *at <= 300.0) && !person.known.is_empty());
                assert!(person.later.iter().all(|at| (300.0..=390.0).contains(at)));
                assert!(!person.is_gone || person.later.is_empty(), "{manner:?}");
            }
        }
    }

    #[test]
    fn people_differ_far_more_than_chance_alone_would_make_them() {
        let panel = panel(Manner::EndsAfterVisit, 4_000, 365.0, 11);
        let counts: Vec<f64> = panel.people.iter().map(|person| person.known.len() as f64 - 1.0).collect();
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / counts.len() as f64;
        assert!(variance > 4.0 * mean, "mean {mean}, variance {variance}");
    }

    #[test]
    fn the_longer_the_silence_the_fewer_return_and_waning_keeps_a_tail() {
        let tails = Manner::ALL.map(|manner| {
            let panel = panel(manner, 15_000, 365.0, 5);
            let [early, middle, late] = [3.0..10.0, 25.0..45.0, 90.0..150.0].map(|days| returning(&panel, days));
            assert!(early > middle && middle > late, "{manner:?}: {early} {middle} {late}");
            late / middle
        });
        assert!(tails[2] > 1.5 * tails[0].max(tails[1]), "{tails:?}");
    }

    #[test]
    fn waning_falls_like_one_over_the_days() {
        let panel = panel(Manner::Waning, 40_000, 365.0, 9);
        let [at_30, at_90] = [28.0..34.0, 85.0..102.0].map(|days| returning(&panel, days));
        // A hazard of a/t loses a factor of ln(4/3)/ln(2) = 0.42 between days 30 and 90, people being alike.
        assert!((0.3..0.5).contains(&(at_90 / at_30)), "{at_30} {at_90}");
    }
}
