//! The learner of accounts against the filter it teaches, against brute force, and on sites whose rhythm is known.

use enfilade_domain::{DealStage, PageCategory, Room, Source, Standing, Timestamp};

use super::account::{AccountLearning, AccountRhythm, AccountTrace, Anchor};
use crate::belief::{ROW_OF, STATES};
use crate::dice::Dice;
use crate::kernel::silence_matrix;
use crate::model::Model;
use crate::parameters::{ModelError, Published};
use crate::{AccountVisit, Learned, Rhythm, Session};

const MONTHS: f64 = 4.0;

fn model() -> Model {
    Model::new(&Published::v2(), MONTHS).unwrap()
}

fn published() -> AccountRhythm {
    AccountRhythm::published(&Published::v2(), MONTHS).unwrap()
}

fn day(days: f64) -> Timestamp {
    Timestamp::from_utc_day(20_000).plus_days(days + 0.4)
}

fn reads(days: f64, category: PageCategory) -> Session {
    let mut session = Session::empty(day(days), Source::Direct);
    session.add_read(category, 1, 83.0);
    session
}

fn trace(sessions: &[Session], anchors: &[Anchor], until: f64) -> AccountTrace {
    let visits: Vec<AccountVisit<'_>> =
        sessions.iter().map(|session| AccountVisit { session, buyer: 0.9, credit: 1.0 }).collect();
    AccountTrace::new(&model(), &visits, anchors, day(until)).unwrap()
}

fn learned(traces: &[AccountTrace]) -> AccountLearning {
    let mut learning = AccountLearning::new(published(), &model(), 1.0);
    (0..5).for_each(|_| learning.round(traces));
    learning
}

/// Accounts that are read in about every `pause` days, `returns` times, from the Offer room.
fn site(accounts: usize, pause: f64, returns: usize, anchors: impl Fn(usize, f64) -> Vec<Anchor>) -> Vec<AccountTrace> {
    let mut dice = Dice(20_260_301);
    let account = |number: usize| {
        let mut at = 0.0;
        let mut sessions = vec![reads(at, PageCategory::Offer)];
        for _ in 0..returns {
            at += pause * (0.5 + dice.below(1_000) as f64 / 1_000.0);
            sessions.push(reads(at, PageCategory::Offer));
        }
        trace(&sessions, &anchors(number, at), 300.0)
    };
    (0..accounts).map(account).collect()
}

/// The learner weighs a visit exactly as the filter does, whatever the visitor, what he read and how far he counts.
#[test]
fn a_visit_says_the_same_to_the_learner_and_to_the_filter() {
    let (model, rhythm) = (model(), published());
    let learning = AccountLearning::new(rhythm.clone(), &model, 1.0);
    for category in [PageCategory::Problem, PageCategory::Sales, PageCategory::Careers, PageCategory::Docs] {
        for buyer in [0.0, 0.3, 1.0] {
            let marks = model.marks(&reads(0.0, category));
            let filter = model.account_factor(&marks.lanes(), buyer);
            let (factor, own) = learning.visit(&rhythm.0, &marks.rows, f64::from(model.committee_weight(buyer)));
            for state in 0..STATES {
                let (ours, theirs) = (factor[state], f64::from(filter[state]));
                assert!((ours - theirs).abs() <= 1e-6 * theirs.max(1e-6), "{category:?} {state}: {ours} {theirs}");
                assert!((0.0..=1.0).contains(&own[state]));
            }
        }
    }
}

/// Two visits, two days and a deal: every path through the states, one by one.
#[test]
fn the_likelihood_is_that_of_all_paths() {
    let (model, rhythm) = (model(), published());
    let learning = AccountLearning::new(rhythm.clone(), &model, 1.0);
    let sessions = [reads(0.0, PageCategory::Problem), reads(2.0, PageCategory::Sales)];
    let known = [trace(&sessions, &[], 2.0)];
    let (counts, found) = learning.expected(&rhythm, known.iter());
    let says = |session: &Session| {
        let weight = f64::from(model.committee_weight(0.9));
        learning.visit(&rhythm.0, &model.marks(session).rows, weight).0
    };
    let (first, last) = (says(&sessions[0]), says(&sessions[1]));
    let day = silence_matrix(&rhythm.0.generator, &rhythm.0.visits, 1.0);
    let (mut total, mut starts) = (0.0, [0.0; STATES]);
    for a in 0..STATES {
        for (b, row) in day.iter().enumerate() {
            for (c, says) in last.iter().enumerate() {
                let path = rhythm.0.prior[a] * first[a] * day[a][b] * row[c] * says;
                total += path;
                starts[a] += path;
            }
        }
    }
    assert!((found - total.ln()).abs() < 1e-9, "{found} {}", total.ln());
    for (expected, path) in counts.starts.iter().zip(starts) {
        assert!((expected - path / total).abs() < 1e-9);
    }
    assert!((counts.dwell.iter().sum::<f64>() - 2.0).abs() < 1e-9, "two days were spent somewhere");
    // A deal weighs the last state by its row.
    let deal = Anchor::deal(super::account_tests::day(2.0), DealStage::Won);
    let anchored = learning.expected(&rhythm, [trace(&sessions, &[deal], 2.0)].iter()).0;
    let row = |state: usize| [0.02, 0.02, 0.03, 0.12, 0.5, 1.0, 0.02, 0.02][ROW_OF[state]];
    let mut weighed = [0.0; STATES];
    for (a, start) in weighed.iter_mut().enumerate() {
        for (b, onward) in day.iter().enumerate() {
            for (c, says) in last.iter().enumerate() {
                *start += rhythm.0.prior[a] * first[a] * day[a][b] * onward[c] * says * row(c);
            }
        }
    }
    let total: f64 = weighed.iter().sum();
    for (expected, path) in anchored.starts.iter().zip(weighed) {
        assert!((expected - path / total).abs() < 1e-6);
    }
}

#[test]
fn nothing_is_learned_from_nobody_and_a_site_is_found() {
    let unchanged = learned(&[]);
    let same = published().to_vec();
    assert!(unchanged.rhythm().to_vec().iter().zip(same).all(|(a, b)| (a - b).abs() < 1e-9));
    let often = site(150, 1.5, 20, |_, _| vec![]);
    let seldom = site(150, 20.0, 8, |_, _| vec![]);
    let rate = |traces: &[AccountTrace]| {
        let learning = learned(traces);
        let (before, after) = learning.held_out(traces);
        assert!(after > before, "held-out log-likelihood {before} to {after}");
        // Engaged in the Offer room.
        learning.rhythm().0.visits[4]
    };
    let (often, seldom) = (rate(&often), rate(&seldom));
    assert!(often > 1.3 * seldom, "{often} against {seldom}");
}

#[test]
fn no_label_turns_evidence_around() {
    // Whoever reads about the offer never buys, as the records have it.
    let junk = site(300, 3.0, 10, |_, at| vec![Anchor::deal(day(at), DealStage::NoDecision)]);
    let (learning, first) = (learned(&junk), published());
    // Rates of transitions and visits; where accounts begin may well be learned.
    let numbers = learning.rhythm().to_vec().into_iter().zip(first.to_vec()).take(STATES * STATES + STATES);
    for (now, before) in numbers.filter(|(_, before)| *before > 0.0) {
        assert!((1.0 / 3.0 - 1e-9..=3.0 + 1e-9).contains(&(now / before)), "{before} became {now}");
    }
}

#[test]
fn one_deal_in_five_told_wrong_moves_little() {
    let right = site(200, 4.0, 8, |number, at| {
        vec![Anchor::deal(day(at), if number % 2 == 0 { DealStage::Won } else { DealStage::Lost })]
    });
    let wrong = site(200, 4.0, 8, |number, at| {
        let stage = match number % 10 {
            0 | 5 => DealStage::NoDecision,
            even if even % 2 == 0 => DealStage::Won,
            _ => DealStage::Lost,
        };
        vec![Anchor::deal(day(at), stage)]
    });
    let read = |traces: &[AccountTrace]| {
        let accounts = Some(learned(traces).rhythm().clone());
        let rhythm = Rhythm::published(&Published::v2(), MONTHS).unwrap();
        let learned = Learned { version: "test".into(), rhythm, accounts, outlook: None, returns: None };
        let model = Model::learned(&Published::v2(), MONTHS, &learned).unwrap();
        let sessions = [reads(0.0, PageCategory::Solution), reads(5.0, PageCategory::Offer)];
        let visits: Vec<AccountVisit<'_>> =
            sessions.iter().map(|session| AccountVisit { session, buyer: 0.9, credit: 1.0 }).collect();
        model.fold_account(&visits).unwrap().belief.rooms()
    };
    let (right, wrong) = (read(&right), read(&wrong));
    for room in 0..4 {
        assert!((right.rooms[room] - wrong.rooms[room]).abs() < 0.02, "{right:?} {wrong:?}");
    }
}

#[test]
fn a_conversation_says_where_an_account_stood() {
    let silent = |anchors: &[Anchor]| {
        let learning = AccountLearning::new(published(), &model(), 1.0);
        let known = [trace(&[reads(0.0, PageCategory::Problem)], anchors, 30.0)];
        let counts = learning.expected(&published(), known.iter()).0;
        // Days in the Sales room, in any mode.
        [5, 9, 13].iter().map(|state| counts.dwell[*state]).sum::<f64>()
    };
    let told = |standing| silent(&[Anchor::conversation(day(20.0), standing)]);
    assert!(told(Standing::In(Room::Sales)) > 4.0 * silent(&[]));
    assert!(told(Standing::Outside) < silent(&[]));
    let of_one = silent(&[Anchor::conversation(day(20.0), Standing::In(Room::Sales)).of_one_person()]);
    assert!(of_one > silent(&[]) && of_one < told(Standing::In(Room::Sales)));
}

/// A deal before anything was seen, contradicting deals of one day, a million visits: defined, and quick.
#[test]
fn odd_histories_are_learned_from_without_harm() {
    let early = trace(&[reads(10.0, PageCategory::Problem)], &[Anchor::deal(day(0.0), DealStage::Won)], 40.0);
    assert_eq!(early, trace(&[reads(10.0, PageCategory::Problem)], &[], 40.0), "it says nothing of later visits");
    let both = [DealStage::Won, DealStage::NoDecision].map(|stage| Anchor::deal(day(12.0), stage));
    let contradicted = trace(&[reads(10.0, PageCategory::Problem)], &both, 40.0);
    let session = reads(0.0, PageCategory::Sales);
    let crowd: Vec<AccountVisit<'_>> =
        (0..1_000_000).map(|_| AccountVisit { session: &session, buyer: 0.5, credit: 1.0 }).collect();
    let crowd = AccountTrace::new(&model(), &crowd, &[], day(400.0)).unwrap();
    let traces = vec![early.clone(), early, contradicted, crowd.clone(), crowd];
    let learning = learned(&traces);
    assert!(learning.rhythm().to_vec().iter().all(|number| number.is_finite()));
    let (before, after) = learning.held_out(&traces);
    assert!(before.is_finite() && after.is_finite());
}

#[test]
fn a_learned_rhythm_comes_back_from_its_numbers_and_broken_ones_are_refused() {
    let rhythm = learned(&site(60, 4.0, 5, |_, _| vec![])).rhythm().clone();
    let numbers = rhythm.to_vec();
    assert_eq!(AccountRhythm::from_slice(&numbers).unwrap(), rhythm);
    assert!(matches!(AccountRhythm::from_slice(&numbers[1..]), Err(ModelError::Missing { .. })));
    let (visits, starts) = (STATES * STATES, STATES * STATES + STATES);
    for (position, wrong) in [(1, -0.1), (1, f64::NAN), (visits, -1.0), (visits, 0.0), (starts, 2.0), (starts, 0.2)] {
        let mut broken = numbers.clone();
        broken[position] = wrong;
        let error = AccountRhythm::from_slice(&broken).unwrap_err();
        assert!(error.to_string().contains("learned"), "{error}");
    }
}
