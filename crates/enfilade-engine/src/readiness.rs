//! Readiness: would a conversation be welcome and useful now? Eight named terms on top of the beliefs.
//!
//! Fit is not an input: who a company is says nothing about where its people's minds are.

use crate::belief::{Belief, DEEP_QUIET, ENGAGED, LANES, Lanes, QUIET, STATES};
use crate::kernel::{Matrix, exponential, product};
use crate::logit::{logit, sigmoid};
use crate::model::Model;

/// The largest Sales or Offer probability one person may bring in, so that nobody alone makes it certain.
const SURE_PERSON: f64 = 0.999;
/// Half-width of an 80 % interval of a normal distribution, in standard deviations.
const EIGHTY_PERCENT: f64 = 1.2816;
/// Standard deviation of z that wrong tables cause, measured; see [`spread`].
const TABLES_SPREAD: f64 = 0.9;
/// Standard deviation of z per unit of entropy (natural logarithm) of the belief. A judgement.
const UNDECIDED_SPREAD: f64 = 0.5;
/// Days of the outlook.
const OUTLOOK_DAYS: f64 = 60.0;

/// A reading of readiness with its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Readiness {
    /// The rank score on the logit scale.
    pub z: f64,
    /// What each term adds to the layer's intercept: Sales, Offer or Sales, in market, any person in Sales, any
    /// person in Offer or Sales, committee, engaged, momentum.
    pub terms: [f64; 8],
    pub probability: f32,
    /// 80 % interval.
    pub low: f32,
    pub high: f32,
    /// Probability that a real decision process opens within 60 days.
    pub outlook_60d: f32,
}

impl Model {
    /// Readiness of an account. The account's belief, those of its persons and the momentum must all stand at the
    /// same moment; each person counts as far as he is credited to the account ([`Model::account_belief_at`], [`Model::person_belief_at`], [`Model::momentum_at`]).
    #[must_use]
    pub fn readiness(&self, account: &Belief, persons: &[(Belief, f32)], momentum: f64) -> Readiness {
        let rooms = account.rooms();
        let (offer, sales) = (f64::from(rooms.rooms[2]), f64::from(rooms.rooms[3]));
        let (mut nobody_in_sales, mut nobody_late, mut committee) = (1.0, 1.0, 0.0);
        for (person, credit) in persons {
            let (rooms, credit) = (person.rooms(), f64::from(*credit));
            let (offer, sales) = (credit * f64::from(rooms.rooms[2]), credit * f64::from(rooms.rooms[3]));
            nobody_in_sales *= 1.0 - sales.min(SURE_PERSON);
            nobody_late *= 1.0 - (sales + offer).min(SURE_PERSON);
            committee += credit * f64::from(person.buyer());
        }
        let clip = self.layer.clip;
        let features = [
            logit(sales, clip),
            logit(sales + offer, clip),
            logit(f64::from(account.buyer()), clip),
            logit(1.0 - nobody_in_sales, clip),
            logit(1.0 - nobody_late, clip),
            committee.ln_1p(),
            f64::from(account.engaged()),
            momentum.max(0.0).ln_1p(),
        ];
        let terms: [f64; 8] = std::array::from_fn(|term| self.layer.weights[term] * features[term]);
        let z = self.layer.intercept + terms.iter().sum::<f64>();
        let calibrated = self.layer.slope * z + self.layer.shift;
        let half_width = EIGHTY_PERCENT * self.layer.slope * spread(account);
        Readiness {
            z,
            terms,
            probability: sigmoid(calibrated) as f32,
            low: sigmoid(calibrated - half_width) as f32,
            high: sigmoid(calibrated + half_width) as f32,
            outlook_60d: self.calibration.apply(f64::from(self.outlook.of(account))) as f32,
        }
    }
}

/// Standard deviation of z from what is not known.
///
/// Two parts. The tables are hand-set: folding both sample markets with 24 tables whose every entry was off by a
/// factor exp(N(0, 0.5)) moved z of accounts that were not plainly outside by about 0.9 (median; 1.6 at the 90 %
/// point), with little regard to how much had been seen. And the belief itself may be undecided: its entropy falls
/// with evidence and grows again as a formed journey goes quiet. This is the width of the model's knowledge of
/// itself; it does not cover readers who were never recognised.
fn spread(account: &Belief) -> f64 {
    let entropy: f64 = account.0.iter().filter(|p| **p > 0.0).map(|p| -f64::from(*p) * f64::from(*p).ln()).sum();
    TABLES_SPREAD.hypot(UNDECIDED_SPREAD * entropy)
}

/// How likely each state is to lead to a decision process within the outlook: the probability that a journey
/// reaches the Sales room within 60 days (from the generator, with that room made absorbing) times the share of
/// such arrivals that become a decision. Linear in the belief, hence monotone in it.
#[derive(Debug, Clone)]
pub(crate) struct Outlook {
    chances: Lanes,
}

impl Outlook {
    /// Share for journeys that have begun. Read weekly over the second half of both sample markets (9252
    /// account-weeks without a deal), 36 and 66 % of those given .34 and .61 became ready or decided.
    const SHARE_IN_ROOMS: f64 = 0.3;
    /// Share for outsiders, of whom the generator expects more beginnings than there were (0.2 and 0.7 observed).
    const SHARE_OUTSIDE: f64 = 0.1;
    /// The interval is cut into 2^6 parts, so that the series converges at every decision time.
    const HALVINGS: i32 = 6;

    pub(crate) fn new(generator: &Matrix) -> Self {
        let mut absorbing = *generator;
        for sales in [ENGAGED + 3, QUIET + 3, DEEP_QUIET + 3] {
            absorbing[sales] = [0.0; STATES];
        }
        let mut matrix = exponential(&absorbing, OUTLOOK_DAYS / 2.0_f64.powi(Self::HALVINGS));
        for _ in 0..Self::HALVINGS {
            matrix = product(&matrix, &matrix);
        }
        let mut chances = [0.0; LANES];
        for (state, (chance, row)) in chances.iter_mut().zip(&matrix).enumerate() {
            let hit = row[ENGAGED + 3] + row[QUIET + 3] + row[DEEP_QUIET + 3];
            let share = if state < ENGAGED { Self::SHARE_OUTSIDE } else { Self::SHARE_IN_ROOMS };
            *chance = (share * hit) as f32;
        }
        Self { chances }
    }

    fn of(&self, account: &Belief) -> f32 {
        account.0.iter().zip(&self.chances).map(|(p, chance)| p * chance).sum::<f32>().clamp(0.0, 1.0)
    }
}
