//! How fast visits are folded: random visits of many people, person and account updated for each.

use enfilade_domain::{PageCategory, Source, Timestamp};

use crate::account::AccountFold;
use crate::belief::PersonBelief;
use crate::dice::Dice;
use crate::model::{Model, hours_between};
use crate::session::Session;

/// People among whom the visits are spread.
const PERSONS: usize = 100_000;
/// People per account.
const PERSONS_PER_ACCOUNT: usize = 3;
/// Different visits that occur.
const SESSIONS: usize = 4096;
/// Mean days between two visits of one person.
const MEAN_GAP_DAYS: f64 = 10.0;

/// Visits whose records are fetched at once.
const BATCH: usize = 32;

/// The result of a measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoldBench {
    pub visits: u64,
    pub seconds: f64,
    pub visits_per_second: f64,
    pub persons: usize,
    pub accounts: usize,
    /// Records that a visit found already there.
    pub known: u64,
    /// Mean probability of being in market at the end, which keeps the work from being optimised away and shows
    /// that two runs with one seed did the same.
    pub mean_in_market: f64,
}

/// Folds `visits` random visits in time order, each into its person and its account. `clock` gives seconds; only
/// differences count.
pub fn fold(model: &Model, visits: u64, seed: u64, mut clock: impl FnMut() -> f64) -> FoldBench {
    let mut dice = Dice(seed);
    let sessions: Vec<Session> = (0..SESSIONS).map(|_| random_session(&mut dice)).collect();
    let mut persons: Vec<Option<(PersonBelief, Timestamp)>> = vec![None; PERSONS];
    let mut accounts: Vec<Option<AccountFold>> = vec![None; PERSONS / PERSONS_PER_ACCOUNT + 1];
    let step_millis = (MEAN_GAP_DAYS * enfilade_domain::DAY_MS as f64 / PERSONS as f64) as i64;
    let mut now = Timestamp::from_utc_day(20_000);
    let begun = clock();
    let mut known = 0_u64;
    let mut rolls = [0_u64; BATCH];
    for visit in 0..visits {
        let within = (visit % BATCH as u64) as usize;
        if within == 0 {
            // The records of a batch are looked at together, so that they travel from memory at the same time.
            for roll in &mut rolls {
                *roll = dice.roll();
                let person = (*roll >> 32) as usize % PERSONS;
                let state =
                    persons[person].as_ref().map_or(0, |(belief, _)| u64::from(belief.is_known_at_every_pace()));
                let is_visit = sessions[*roll as usize % SESSIONS].pages > 0;
                known += u64::from(is_visit) * state + u64::from(accounts[person / PERSONS_PER_ACCOUNT].is_some());
            }
        }
        let roll = rolls[within];
        let session = &sessions[roll as usize % SESSIONS];
        let person = (roll >> 32) as usize % PERSONS;
        now = now.plus_millis(step_millis);
        let marks = model.marks(session);
        let buyer = match &mut persons[person] {
            Some((belief, at)) => {
                model.person_step(belief, hours_between(*at, now), &marks);
                *at = now;
                belief.buyer()
            }
            first @ None => first.insert((model.person_start(&marks), now)).0.buyer(),
        };
        match &mut accounts[person / PERSONS_PER_ACCOUNT] {
            Some(fold) => model.account_step(fold, now, &marks, buyer, 1.0),
            account @ None => *account = Some(model.account_start(now, &marks, buyer, 1.0)),
        }
    }
    let seconds = clock() - begun;
    let seen = accounts.iter().flatten().count().max(1);
    let in_market: f64 = accounts.iter().flatten().map(|fold| f64::from(fold.belief.buyer())).sum();
    FoldBench {
        visits,
        seconds,
        visits_per_second: visits as f64 / seconds.max(f64::MIN_POSITIVE),
        persons: PERSONS,
        accounts: accounts.len(),
        known,
        mean_in_market: in_market / seen as f64,
    }
}

fn random_session(dice: &mut Dice) -> Session {
    let mut session = Session::empty(Timestamp::default(), Source::ALL[dice.below(Source::ALL.len())]);
    session.pages = 1 + dice.below(6) as u32;
    for _ in 0..session.pages {
        let category = dice.below(PageCategory::COUNT);
        session.categories[category] += 1;
        session.read[category].add(if dice.below(2) == 0 { 90.0 } else { 12.0 });
    }
    session.demo = dice.below(50) == 0;
    session.download = dice.below(30) == 0;
    session.share = dice.below(40) == 0;
    session
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Published;

    #[test]
    fn one_seed_gives_one_result() {
        let model = Model::new(&Published::v2(), 4.0).unwrap();
        let mut ticks = 0.0;
        let mut run = |seed| {
            fold(&model, 2_000, seed, || {
                ticks += 1.0;
                ticks
            })
        };
        let (a, b, c) = (run(1), run(1), run(2));
        assert_eq!(a.mean_in_market, b.mean_in_market);
        assert_ne!(a.mean_in_market, c.mean_in_market);
        assert_eq!(a.seconds, 1.0);
        assert!((0.0..=1.0).contains(&a.mean_in_market));
    }
}
