//! The rhythm of silence: how long somebody is usually not seen, and what a silence longer than that may mean.
//!
//! The days between visits are taken as log-normal with a mean of each account's own; the means of all accounts are
//! normal around that of their peers. An account of few silences therefore leans on its peers, one of many stands on
//! its own (the hierarchical normal model, Gelman et al., Bayesian Data Analysis, sections 2.5, 3.3 and 5.4). A gap of
//! one day is no silence.
//!
//! The chance of a decision elsewhere weighs three things that a silence may be: a pause that will end, a decision for
//! somebody else, and giving up. The longer it lasts against the usual pauses, the less it looks like a pause.

use enfilade_domain::{Room, RoomBelief};

/// A gap of fewer days between two days with visits is no silence.
pub const SHORTEST_SILENCE_DAYS: i64 = 2;

/// Median silence at scale 1, in days, of committees of the sample markets (8.8 at a decision of four months, 6.1 at
/// 1.8 months, which is as the root of the scale); spread within an account and between accounts on the log scale.
const MEDIAN_DAYS: f64 = 8.8;
const SPREAD_WITHIN: f64 = 1.1;
const SPREAD_BETWEEN: f64 = 0.45;
/// How many silences the published spread counts for against an account's own.
const SPREAD_COUNTS: f64 = 6.0;
/// How many accounts the published peers count for against the workspace's own.
const PEERS_COUNT: f64 = 10.0;
/// Own silences from which an account can teach anything about its peers.
const TEACHING_SILENCES: u32 = 3;
/// Quantile of the normal distribution at 90 %, and at 75 %.
const NINETY: f64 = 1.2816;
const SEVENTY_FIVE: f64 = 0.6745;

/// By room: how probable a decision elsewhere and giving up are to follow a last visit; the rest is a pause. With
/// [`ELSEWHERE_DAYS`] set on one sample market (consult-111), where 11, 21, 27, 34 and 43 % of the committees silent for
/// 10, 20, 30, 40 and 60 days had decided elsewhere; the other market (25, 36, 41, 46 and 42 %) was held back for a check.
/// That later rooms end sooner is a judgement.
const ELSEWHERE: [f64; 4] = [0.10, 0.16, 0.22, 0.28];
const GIVEN_UP: [f64; 4] = [0.25, 0.18, 0.14, 0.12];
/// Days after the last visit by which most decisions elsewhere have been made, at scale 1.
const ELSEWHERE_DAYS: f64 = 22.0;

/// The silences of one account or person so far, in the sums that the rhythm needs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Silences {
    /// Completed silences.
    pub count: u32,
    /// Sum of the logarithms of their days, and of the squares.
    pub log_sum: f64,
    pub log_squares: f64,
}

impl Silences {
    /// Takes days with a visit, in order of time; repetitions do no harm.
    #[must_use]
    pub fn between(days: &[i64]) -> Self {
        let mut found = Self::default();
        for pair in days.windows(2) {
            let gap = pair[1] - pair[0];
            if gap >= SHORTEST_SILENCE_DAYS {
                let log = (gap as f64).ln();
                found.count += 1;
                found.log_sum += log;
                found.log_squares += log * log;
            }
        }
        found
    }
}

/// What silences are like among similar accounts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peers {
    /// Mean of the accounts' mean log days.
    pub mean: f64,
    /// Standard deviation of log days within an account.
    pub within: f64,
    /// Standard deviation of the accounts' means.
    pub between: f64,
}

impl Peers {
    /// The published prior for a scale of time.
    #[must_use]
    pub fn published(scale: f64) -> Self {
        Self {
            mean: 0.5_f64.mul_add(scale.max(0.01).ln(), MEDIAN_DAYS.ln()),
            within: SPREAD_WITHIN,
            between: SPREAD_BETWEEN,
        }
    }

    /// The published prior, moved by what the accounts of a workspace show (method of moments, weighed as
    /// `PEERS_COUNT` accounts against theirs).
    #[must_use]
    pub fn learned(scale: f64, accounts: impl Iterator<Item = Silences>) -> Self {
        let prior = Self::published(scale);
        let (mut taught, mut freedom, mut within, mut means, mut squares, mut noise) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for account in accounts.filter(|account| account.count >= TEACHING_SILENCES) {
            let n = f64::from(account.count);
            let mean = account.log_sum / n;
            taught += 1.0;
            freedom += n - 1.0;
            within += n.mul_add(-mean * mean, account.log_squares).max(0.0);
            means += mean;
            squares += mean * mean;
            noise += 1.0 / n;
        }
        if taught < 2.0 {
            return prior;
        }
        let weight = |own: f64, prior: f64| PEERS_COUNT.mul_add(prior, taught * own) / (PEERS_COUNT + taught);
        let variance = within / freedom.max(1.0);
        let mean = means / taught;
        let of_means = (taught.mul_add(-mean * mean, squares) / (taught - 1.0)).max(0.0);
        let between = (of_means - variance * noise / taught).max(0.0);
        Self {
            mean: weight(mean, prior.mean),
            within: weight(variance, prior.within.powi(2)).sqrt(),
            between: weight(between, prior.between.powi(2)).sqrt(),
        }
    }

    /// The rhythm of one account among these peers.
    #[must_use]
    pub fn rhythm(&self, own: &Silences) -> UsualSilence {
        let n = f64::from(own.count);
        let (mean, squares) = if own.count == 0 {
            (self.mean, 0.0)
        } else {
            let mean = own.log_sum / n;
            (mean, n.mul_add(-mean * mean, own.log_squares).max(0.0))
        };
        let variance = SPREAD_COUNTS.mul_add(self.within.powi(2), squares) / (SPREAD_COUNTS + n);
        let precision = self.between.powi(-2) + n / variance;
        let centre = self.mean.mul_add(self.between.powi(-2), mean * n / variance) / precision;
        UsualSilence { centre, spread: (variance + 1.0 / precision).sqrt(), own: own.count }
    }
}

/// How long somebody's next silence will probably last: log-normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsualSilence {
    centre: f64,
    spread: f64,
    own: u32,
}

impl UsualSilence {
    /// The shortest, middle and longest usual silence in days: 10, 50 and 90 %.
    #[must_use]
    pub fn usual_days(&self) -> [f32; 3] {
        [-NINETY, 0.0, NINETY].map(|at| self.spread.mul_add(at, self.centre).exp() as f32)
    }

    /// A silence from which a return is worth a word: longer than three quarters of the usual ones.
    #[must_use]
    pub fn notable_days(&self) -> f32 {
        self.spread.mul_add(SEVENTY_FIVE, self.centre).exp() as f32
    }

    /// Own silences it rests on.
    #[must_use]
    pub const fn own_silences(&self) -> u32 {
        self.own
    }

    /// Probability that a usual silence lasts longer than this.
    #[must_use]
    pub fn lasts_beyond(&self, days: f64) -> f64 {
        if days <= 0.0 {
            return 1.0;
        }
        upper_tail((days.ln() - self.centre) / self.spread)
    }
}

/// Probability that the decision was made elsewhere, after `days` of silence. `rooms` is what was believed at the last
/// visit; whoever was outside then decides nothing. Never a fact, and no input of a band.
#[must_use]
pub fn decided_elsewhere(rooms: &RoomBelief, rhythm: &UsualSilence, days: f64, scale: f64) -> f32 {
    let days = days.max(0.0);
    let pause = rhythm.lasts_beyond(days);
    let by_now = 1.0 - (-days / (ELSEWHERE_DAYS * scale.max(0.01))).exp();
    let (mut elsewhere, mut all) = (0.0, f64::from(rooms.outside));
    for room in Room::ALL {
        let (gone, given_up) = (ELSEWHERE[room.index()], GIVEN_UP[room.index()]);
        let weight = f64::from(rooms.of(room));
        elsewhere += weight * gone * by_now;
        all += weight * (1.0 - gone - given_up).mul_add(pause, gone + given_up);
    }
    if all > 0.0 { (elsewhere / all) as f32 } else { 0.0 }
}

/// Probability that a standard normal variable exceeds `z` (Abramowitz and Stegun 26.2.17, error below 1e-7).
fn upper_tail(z: f64) -> f64 {
    let x = z.abs();
    let t = 1.0 / 0.231_641_9_f64.mul_add(x, 1.0);
    let series = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_530]
        .into_iter()
        .fold(0.0, |sum: f64, factor: f64| sum.mul_add(t, factor))
        * t;
    let tail = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * series;
    if z >= 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gaps(gaps: &[i64]) -> Silences {
        let mut days = vec![0];
        for gap in gaps {
            days.push(days.last().unwrap() + gap);
        }
        Silences::between(&days)
    }

    #[test]
    fn tails_of_the_normal_distribution() {
        for (z, expected) in
            [(0.0, 0.5), (1.281_551_6, 0.1), (-1.281_551_6, 0.9), (1.959_964, 0.025), (3.0, 0.001_349_9)]
        {
            assert!((upper_tail(z) - expected).abs() < 1e-6, "{z}");
        }
    }

    #[test]
    fn days_in_a_row_are_no_silence() {
        assert_eq!(gaps(&[1, 1, 0, 1]), Silences::default());
        let one = gaps(&[1, 10, 0]);
        assert_eq!(one.count, 1);
        assert!((one.log_sum - 10.0_f64.ln()).abs() < 1e-12);
    }

    /// Normal mean with known variance: the posterior by hand.
    #[test]
    fn an_account_is_shrunk_to_its_peers() {
        let peers = Peers { mean: 2.0, within: 1.0, between: 0.5 };
        assert!((peers.rhythm(&Silences::default()).centre - 2.0).abs() < 1e-12);
        let own = Silences { count: 4, log_sum: 12.0, log_squares: 36.0 };
        let rhythm = peers.rhythm(&own);
        let variance = 6.0 / 10.0;
        let precision = 4.0 + 4.0 / variance;
        assert!((rhythm.centre - (2.0 * 4.0 + 3.0 * 4.0 / variance) / precision).abs() < 1e-12);
        assert!((rhythm.spread - (variance + 1.0 / precision).sqrt()).abs() < 1e-12);
        let many = peers.rhythm(&Silences { count: 400, log_sum: 1_200.0, log_squares: 3_600.0 });
        assert!((many.centre - 3.0).abs() < 0.01, "many silences of its own stand on their own");
    }

    #[test]
    fn the_usual_range_covers_what_it_says() {
        // Deterministic draws at the quantiles of a known rhythm.
        let peers = Peers::published(1.0);
        let own = gaps(&[5, 9, 14, 20, 7, 12, 30, 3, 9, 11]);
        let [low, middle, high] = peers.rhythm(&own).usual_days();
        assert!(low < middle && middle < high);
        assert!((2.0..5.0).contains(&low) && (8.0..13.0).contains(&middle) && (24.0..45.0).contains(&high));
        let rhythm = peers.rhythm(&own);
        assert!((rhythm.lasts_beyond(f64::from(high)) - 0.1).abs() < 1e-4);
        assert!((rhythm.lasts_beyond(f64::from(rhythm.notable_days())) - 0.25).abs() < 1e-4);
    }

    #[test]
    fn peers_are_recovered_from_many_accounts() {
        let mut dice = crate::dice::Dice(5);
        // Twelve uniform numbers add up to a normal one, nearly.
        let mut normal = || (0..12).map(|_| dice.unit()).sum::<f64>() - 6.0;
        let truth = Peers { mean: 3.0, within: 0.6, between: 0.4 };
        let accounts: Vec<Silences> = (0..800)
            .map(|_| {
                let mean = truth.between.mul_add(normal(), truth.mean);
                let mut found = Silences::default();
                for _ in 0..8 {
                    let log = truth.within.mul_add(normal(), mean);
                    found.count += 1;
                    found.log_sum += log;
                    found.log_squares += log * log;
                }
                found
            })
            .collect();
        let learned = Peers::learned(1.0, accounts.into_iter());
        assert!((learned.mean - truth.mean).abs() < 0.05, "{learned:?}");
        assert!((learned.within - truth.within).abs() < 0.05 && (learned.between - truth.between).abs() < 0.05);
        assert_eq!(Peers::learned(1.0, std::iter::empty()), Peers::published(1.0));
    }

    /// The share observed on the market the numbers were set on.
    #[test]
    fn the_chance_of_a_decision_elsewhere_is_that_of_the_market_it_was_set_on() {
        let rooms = RoomBelief { outside: 0.02, rooms: [0.15, 0.33, 0.3, 0.2] };
        let rhythm = Peers::published(1.0).rhythm(&Silences::default());
        for (days, observed) in [(10.0, 0.11), (20.0, 0.21), (30.0, 0.27), (40.0, 0.34), (60.0, 0.43)] {
            let chance = decided_elsewhere(&rooms, &rhythm, days, 1.0);
            assert!((chance - observed).abs() < 0.06, "{days} days: {chance} against {observed}");
        }
    }

    proptest! {
        #[test]
        fn the_chance_rises_with_silence_and_with_late_rooms(
            days in 0.0..400.0_f64, more in 0.0..400.0_f64, scale in 0.1..4.0_f64, share in 0.0..1.0_f32,
            own in proptest::collection::vec(2_i64..60, 0..12),
        ) {
            let rhythm = Peers::published(scale).rhythm(&gaps(&own));
            let rooms = |late: f32| RoomBelief { outside: 1.0 - share, rooms: [share * (1.0 - late), 0.0, 0.0, share * late] };
            let chance = |late, days| decided_elsewhere(&rooms(late), &rhythm, days, scale);
            prop_assert!((0.0..=1.0).contains(&chance(0.5, days)));
            prop_assert!(chance(0.5, days + more) >= chance(0.5, days) - 1e-6);
            prop_assert!(chance(1.0, days) >= chance(0.0, days) - 1e-6);
            prop_assert!(chance(0.5, 0.0) == 0.0);
        }
    }
}
