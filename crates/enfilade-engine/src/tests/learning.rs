//! Learning: what is recovered, what is refused, and that nothing is learned from nothing.

use super::journeys::{P, day, model, reads};
use crate::dice::Dice;
use crate::{Learned, Learning, Model, ModelError, Published, Rhythm, Session, Trace};

const MONTHS: f64 = 4.0;

fn published() -> Rhythm {
    Rhythm::published(&Published::v2(), MONTHS).unwrap()
}

/// People who read one page, come back about every `pause` days `returns` times and then never again.
fn readers(people: usize, pause: f64, returns: usize) -> Vec<Trace> {
    let (model, mut dice) = (model(MONTHS), Dice(20_260_101));
    (0..people)
        .filter_map(|_| {
            let mut at = 0.0;
            let mut sessions: Vec<Session> = vec![reads(at, P)];
            for _ in 0..returns {
                at += pause * (0.5 + dice.below(1_000) as f64 / 1_000.0);
                sessions.push(reads(at, P));
            }
            Trace::new(&model, &sessions, day(300.0))
        })
        .collect()
}

fn learned(traces: &[Trace]) -> Learning {
    let mut learning = Learning::new(published(), 0.5);
    (0..5).for_each(|_| learning.round(traces));
    learning
}

#[test]
fn nothing_is_learned_from_nobody() {
    let learning = learned(&[]);
    let (before, after) = (published().to_vec(), learning.rhythm().to_vec());
    assert!(before.iter().zip(&after).all(|(before, after)| (before - after).abs() < 1e-9));
}

#[test]
fn the_rhythm_of_a_site_is_found_and_foretells_people_held_out() {
    let often = readers(400, 2.0, 12);
    let seldom = readers(400, 25.0, 6);
    for traces in [&often, &seldom] {
        let (before, after) = learned(traces).held_out(traces);
        assert!(after > before + 0.5, "held-out log-likelihood {before} to {after}");
    }
    let back_within = |traces: &[Trace]| {
        let learning = learned(traces);
        let learned = Learned {
            version: "test".into(),
            rhythm: learning.rhythm().clone(),
            accounts: None,
            outlook: None,
            returns: None,
        };
        let model = Model::learned(&Published::v2(), MONTHS, &learned).unwrap();
        let visits: Vec<Session> = (0..4).map(|visit| reads(f64::from(visit) * 5.0, P)).collect();
        let fold = model.fold_person(&visits).unwrap();
        model.visit_within(&fold.belief, 7.0)
    };
    assert!(back_within(&often) > back_within(&seldom), "where people come often, a return is sooner expected");
}

#[test]
fn an_engaged_reader_stays_one_who_comes() {
    let lone = readers(500, 1.0, 0);
    let rates = learned(&lone).rhythm().clone();
    let first = published();
    assert!(rates.chain.visits[2] >= 0.4 * first.chain.visits[2] - 1e-9, "or engaged and quiet would become one");
}

#[test]
fn a_learned_model_comes_back_from_its_numbers_and_broken_ones_are_refused() {
    let rhythm = learned(&readers(60, 4.0, 5)).rhythm().clone();
    let numbers = rhythm.to_vec();
    assert_eq!(Rhythm::from_slice(&numbers).unwrap(), rhythm);
    assert!(matches!(Rhythm::from_slice(&numbers[1..]), Err(ModelError::Missing { .. })));
    for (position, wrong) in [(1, -0.1), (1, f64::NAN), (numbers.len() - 1, 0.0), (17 * 17, -1.0), (17 * 18, 2.0)] {
        let mut broken = numbers.clone();
        broken[position] = wrong;
        let error = Rhythm::from_slice(&broken).unwrap_err();
        assert!(error.to_string().contains("learned"), "{error}");
    }
}
