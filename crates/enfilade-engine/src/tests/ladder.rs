//! From numbers worked by hand, over simpler models and brute force, to the matrices that are used.

use enfilade_domain::{PageCategory, Source};

use super::journeys::{O, P, S, V, day, deep, model, reads};
use crate::belief::STATES;
use crate::kernel::{Matrix, exponential, product, silence_matrix};
use crate::{Model, ModelError, Published, ReadingTime, Session};

/// `exp(G t)` by Taylor with scaling and squaring: independent of uniformization.
fn taylor(generator: &Matrix, days: f64) -> Matrix {
    let mut small = *generator;
    small.iter_mut().flatten().for_each(|value| *value *= days / 1024.0);
    let mut sum: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    let mut term = sum;
    for n in 1..20 {
        term = product(&term, &small);
        term.iter_mut().flatten().for_each(|value| *value /= f64::from(n));
        for (sum, value) in sum.iter_mut().flatten().zip(term.iter().flatten()) {
            *sum += value;
        }
    }
    for _ in 0..10 {
        sum = product(&sum, &sum);
    }
    sum
}

fn thinned(generator: &Matrix, rates: &[f64; STATES]) -> Matrix {
    let mut matrix = *generator;
    for (state, rate) in rates.iter().enumerate() {
        matrix[state][state] -= rate;
    }
    matrix
}

#[test]
fn a_first_visit_by_hand() {
    // One Problem page read for 83 s, direct. Weights of the rows worked by hand: passer-by 20/100 for the page, a
    // normal density of ln 83 around ln 28 with deviation 0.8, one page of 2.5, .24^.7, (.98 x .98 x .996), and so on.
    let hand = |page: f64, median: f64, pages: f64, source: f64, acts: [f64; 3]| {
        let off = (83.0_f64 / median).ln() / 0.8;
        page * (-0.5 * off * off * 0.85).exp() / pages
            * source.powf(0.7)
            * acts.iter().map(|p| 1.0 - p).product::<f64>()
    };
    let passer_by = hand(0.20, 28.0, 2.5, 0.24, [0.02, 0.02, 0.004]);
    let regular = hand(0.24, 22.0, 1.8, 0.32, [0.006, 0.015, 0.01]);
    let curious = hand(22.0 / 105.5, 16.0, 8.0, 0.32, [0.08, 0.08, 0.006]);
    let student = hand(46.0 / 100.2, 70.0, 5.0, 0.16, [0.003, 0.03, 0.01]);
    let rooms = [
        hand(46.0 / 99.0, 83.0, 2.6, 0.42, [0.008, 0.035, 0.07]),
        hand(15.0 / 100.7, 47.0, 2.6, 0.42, [0.012, 0.045, 0.07]),
        hand(5.0 / 102.2, 28.0, 2.6, 0.42, [0.04, 0.05, 0.07]),
        hand(4.0 / 107.7, 28.0, 2.6, 0.42, [0.09, 0.05, 0.07]),
    ];
    let prior = [0.075 + 0.045, 0.056 + 0.034, 0.038 + 0.0225, 0.019 + 0.0115];
    let outside = 0.26 * passer_by + 0.16 * regular + 0.30 * curious + 0.08 * student;
    let inside: f64 = rooms.iter().zip(prior).map(|(row, prior)| row * prior).sum();
    let belief = model(4.0).fold_person(&[reads(0.0, P)]).unwrap().belief.rooms();
    assert!((f64::from(belief.outside) - outside / (outside + inside)).abs() < 1e-5);
    assert!((f64::from(belief.rooms[0]) - rooms[0] * prior[0] / (outside + inside)).abs() < 1e-5);
}

#[test]
fn the_rates_are_the_published_ones() {
    // (scale, account, from, to, rate), read off the published tables.
    let published = Published::v2();
    for (scale, account, from, to, rate) in [
        (1.0, false, 0, 0, -0.021467),
        (1.0, false, 0, 14, 0.02),
        (1.0, false, 15, 14, 0.1),
        (1.0, false, 16, 14, 0.05),
        (1.0, false, 0, 2, 0.000453),
        (1.0, false, 2, 6, 0.072222),
        (1.0, false, 2, 10, 0.038889),
        (1.0, false, 6, 2, 0.088889),
        (1.0, false, 9, 14, 0.007273),
        (1.0, false, 9, 0, 0.0),
        (1.0, false, 10, 11, 0.0175),
        (1.0, false, 10, 10, -0.040076),
        (1.0, true, 2, 2, -0.120346),
        (1.0, true, 2, 10, 0.029167),
        (1.0, true, 6, 2, 0.1),
        (1.0, true, 6, 7, 0.022857),
        (0.45, false, 3, 3, -0.216378),
        (0.45, false, 6, 2, 0.132508),
        (0.45, true, 0, 5, 0.000243),
        (0.45, true, 6, 2, 0.149071),
        (0.45, true, 6, 7, 0.050794),
        (2.5, false, 6, 2, 0.056218),
        (2.5, false, 2, 2, -0.127202),
        (2.5, true, 2, 6, 0.054167),
        (2.5, true, 2, 10, 0.029167),
        (2.5, true, 6, 2, 0.063246),
        (2.5, true, 6, 6, -0.074207),
    ] {
        let rates = if account { &published.account } else { &published.person };
        let generator = rates.generator(&published.shape, scale);
        let found = generator[from][to];
        assert!((found - rate).abs() < 6e-7, "scale {scale}, account {account}, {from} to {to}: {found}");
        for row in generator {
            assert!(row.iter().sum::<f64>().abs() < 1e-12);
        }
    }
}

#[test]
fn the_priors_and_visit_rates_are_the_published_ones() {
    let published = Published::v2();
    let person = published.person.first_belief(&published.shape, 1.0);
    let short = published.account.first_belief(&published.shape, 1.0);
    let long = published.account.first_belief(&published.shape, 2.5);
    for (found, expected) in [
        (person[6], 0.045 * 0.6 / 1.101),
        (person[13], 0.0115 * 0.4 / 1.101),
        (person[15], 0.30 / 1.101),
        (person[14], 0.0),
        (short[6], 0.0144),
        (short[10], 0.0096),
        (long[6], 0.0144),
        (long[10], 0.0096),
    ] {
        assert!((found - expected).abs() < 1e-12);
    }
    let rates = published.account.visit_rates(&published.shape);
    assert_eq!((rates[5], rates[9], rates[10], rates[13], rates[14]), (0.30, 0.04, 0.00875, 0.01, 0.0003));
}

#[test]
fn silence_matrices_agree_with_an_independent_exponential() {
    let published = Published::v2();
    for scale in [0.025, 0.45, 1.0, 2.5, 30.0] {
        for rates in [&published.person, &published.account] {
            let generator = rates.generator(&published.shape, scale);
            let visits = rates.visit_rates(&published.shape);
            for days in [1.0 / 24.0, 1.0, 4.0] {
                let found = silence_matrix(&generator, &visits, days);
                let expected = taylor(&thinned(&generator, &visits), days);
                for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                    assert!((found - expected).abs() < 1e-9, "scale {scale}, {days} days: {found} {expected}");
                }
            }
        }
    }
}

#[test]
fn a_generator_without_thinning_loses_no_probability() {
    let published = Published::v2();
    let matrix = exponential(&published.person.generator(&published.shape, 1.0), 3.0);
    for row in matrix {
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn brute_force_over_all_paths_gives_the_same_belief() {
    // Three visits: sum over every one of the 17^3 state paths at every pace.
    let published = Published::v2();
    let model = model(4.0);
    let sessions = [reads(0.0, P), deep(3.0, Source::Search, &[(P, 1), (S, 2)]), reads(10.5, O)];
    let prior = published.person.first_belief(&published.shape, 1.0);
    let mark = |session: &Session, state: usize| f64::from(model.marks(session).lanes()[state]);
    let mut weights = [0.0; STATES];
    for (share, factor) in published.paces {
        let rates = published.person.visit_rates(&published.shape).map(|rate| rate * factor);
        let thin = thinned(&published.person.generator(&published.shape, 1.0), &rates);
        let (first, second) = (taylor(&thin, 3.0), taylor(&thin, 7.5));
        for a in 0..STATES {
            for b in 0..STATES {
                for (c, weight) in weights.iter_mut().enumerate() {
                    *weight += share
                        * prior[a]
                        * mark(&sessions[0], a)
                        * first[a][b]
                        * rates[b]
                        * mark(&sessions[1], b)
                        * second[b][c]
                        * rates[c]
                        * mark(&sessions[2], c);
                }
            }
        }
    }
    let total: f64 = weights.iter().sum();
    let belief = model.fold_person(&sessions).unwrap().belief.states();
    for (found, weight) in belief.as_slice().iter().zip(weights) {
        assert!((f64::from(*found) - weight / total).abs() < 1e-5, "{found} against {}", weight / total);
    }
}

#[test]
fn without_transitions_the_filter_is_a_mixture() {
    let mut published = Published::v2();
    for rates in [&mut published.person, &mut published.account] {
        for rate in [
            &mut rates.engaged_to_quiet,
            &mut rates.quiet_to_engaged,
            &mut rates.forward,
            &mut rates.back,
            &mut rates.leave,
            &mut rates.passer_by_to_room,
            &mut rates.regular_to_room,
            &mut rates.regular_to_passer_by,
            &mut rates.passer_by_to_gone,
            &mut rates.gone_to_passer_by,
            &mut rates.curious_to_gone,
            &mut rates.student_to_gone,
        ] {
            *rate = 0.0;
        }
    }
    let model = Model::new(&published, 4.0).unwrap();
    let sessions = [reads(0.0, P), reads(2.0, S), reads(9.0, S), reads(12.0, V)];
    let rates = published.person.visit_rates(&published.shape);
    let prior = published.person.first_belief(&published.shape, 1.0);
    let weights: [f64; STATES] = std::array::from_fn(|state| {
        let marks: f64 = sessions.iter().map(|session| f64::from(model.marks(session).lanes()[state])).product();
        let paces = published.paces.iter().map(|(share, factor)| {
            let rate = rates[state] * factor;
            share * rate.powi(3) * (-rate * 20.0).exp()
        });
        prior[state] * marks * paces.sum::<f64>()
    });
    let total: f64 = weights.iter().sum();
    let fold = model.fold_person(&sessions).unwrap();
    let belief = model.person_belief_at(&fold.belief, fold.at, day(20.0)).states();
    for (found, weight) in belief.as_slice().iter().zip(weights) {
        assert!((f64::from(*found) - weight / total).abs() < 1e-5);
    }
}

#[test]
fn a_casual_visitor_hardly_moves_the_account() {
    let model = model(4.0);
    let visit = deep(0.0, Source::Direct, &[(O, 2), (V, 2)]);
    let marks = model.marks(&visit);
    let by_buyer = model.account_start(visit.at, &marks, 1.0, 1.0);
    let by_stranger = model.account_start(visit.at, &marks, 0.0, 1.0);
    assert!(by_buyer.belief.buyer() > by_stranger.belief.buyer());
    assert_eq!(by_stranger.momentum, 0.0);
    assert!((by_buyer.momentum - f64::from(marks.late_evidence())).abs() < 1e-6);
    let later = model.momentum_at(&by_buyer, visit.at.plus_days(20.0));
    assert!((later - by_buyer.momentum / 2.0).abs() < 1e-9);
}

#[test]
fn unknown_reading_time_says_nothing() {
    let model = model(4.0);
    let mut unknown = reads(0.0, P);
    unknown.read = [ReadingTime::NONE; PageCategory::COUNT + 1];
    let mut shallow = unknown.clone();
    shallow.read[P.index()].add(8.0);
    let buyer = |session: &Session| model.fold_person(std::slice::from_ref(session)).unwrap().belief.buyer();
    assert!(buyer(&shallow) < buyer(&unknown) && buyer(&unknown) < buyer(&reads(0.0, P)));
}

#[test]
fn extreme_counts_change_nothing_but_the_reading() {
    let model = model(4.0);
    let mut session = Session::empty(day(0.0), Source::Ad);
    session.pages = 0;
    session.categories = [u32::MAX; PageCategory::COUNT];
    session.read = [ReadingTime { pages: u32::MAX, log_seconds: f32::MAX }; PageCategory::COUNT + 1];
    let belief = model.fold_person(&[session.clone(), session]).unwrap().belief.states();
    assert!((belief.as_slice().iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn unusable_numbers_are_refused_by_name() {
    for months in [0.0, -1.0, f64::NAN, f64::INFINITY, 1_000.0] {
        let error = Model::new(&Published::v2(), months).unwrap_err();
        assert!(error.to_string().contains("decision months"), "{error}");
    }
    let mut published = Published::v2();
    published.person.visits[3] = -0.1;
    assert!(matches!(Model::new(&published, 4.0), Err(ModelError::Rate { name: "a visit rate", .. })));
    let mut published = Published::v2();
    published.marks.demo[0] = 1.0;
    assert!(matches!(Model::new(&published, 4.0), Err(ModelError::Probability { .. })));
}
