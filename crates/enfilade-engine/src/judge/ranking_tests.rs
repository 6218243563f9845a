//! Rankings against sums made by hand, brute force, and what a law says.

use proptest::prelude::*;

use super::*;

fn ranking(cases: &[(f64, bool)]) -> Ranking {
    let judged = |(account, (score, came_true)): (usize, &(f64, bool))| Judged {
        account: account as u32,
        date: 0,
        score: *score,
        came_true: *came_true,
    };
    Ranking::new(cases.iter().enumerate().map(judged).collect())
}

#[test]
fn ranks_are_judged_as_by_hand() {
    let four = ranking(&[(0.9, true), (0.8, false), (0.7, true), (0.1, false)]);
    assert_eq!(four.of(Statistic::Area), Some(0.75));
    let precision = four.of(Statistic::AveragePrecision).unwrap();
    assert!((precision - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
    // None of the two false ones may be flagged: the first is caught, the third is not.
    assert_eq!(four.of(Statistic::Caught(0.03)), Some(0.5));
    assert_eq!(four.threshold(0.03), Some(0.9));
    assert_eq!(four.of(Statistic::Caught(0.5)), Some(1.0));
    assert_eq!(four.of(Statistic::PrecisionOfShare(0.75)), Some(2.0 / 3.0));
}

#[test]
fn nothing_told_apart_is_a_coin() {
    let tied = ranking(&[(0.5, true), (0.5, false), (0.5, false), (0.5, false)]);
    assert_eq!(tied.of(Statistic::Area), Some(0.5));
    assert_eq!(tied.of(Statistic::AveragePrecision), Some(0.25));
    assert_eq!(tied.of(Statistic::PrecisionOfShare(0.5)), Some(0.25));
    assert_eq!(tied.of(Statistic::Caught(0.03)), Some(0.0));
    assert_eq!(tied.threshold(0.03), None);
}

#[test]
fn all_or_none_says_nothing() {
    assert_eq!(ranking(&[(0.5, true), (0.4, true)]).area(), None);
    assert_eq!(ranking(&[(0.5, false)]).of(Statistic::AveragePrecision), None);
    assert_eq!(ranking(&[]).area(), None);
    let not_a_number = ranking(&[(f64::NAN, true), (0.1, false)]);
    assert_eq!(not_a_number.of(Statistic::Area), Some(0.0));
}

#[test]
fn a_list_is_drawn_up_anew_on_each_date() {
    let case = |date, score, came_true| Judged { account: 0, date, score, came_true };
    let cases = vec![case(0, 9.0, false), case(0, 8.0, false), case(1, 2.0, true), case(1, 1.0, false)];
    assert_eq!(Ranking::new(cases.clone()).of(Statistic::PrecisionOfFirst(1)), Some(0.5));
    // Fewer accounts than places: all of them are the list.
    assert_eq!(Ranking::new(cases).of(Statistic::PrecisionOfFirst(10)), Some(0.25));
}

/// DeLong, DeLong and Clarke-Pearson (1988) by their definition, with one case per account.
#[test]
fn the_variance_is_de_longs_where_each_account_has_one_case() {
    let scores = [(0.9, true), (0.8, false), (0.75, true), (0.6, true), (0.5, false), (0.5, true), (0.3, false)];
    let (hits, others): (Vec<_>, Vec<_>) = scores.iter().partition(|(_, hit)| *hit);
    let wins = |x: f64, y: f64| if x > y { 1.0 } else { f64::from(u8::from(x == y)) / 2.0 };
    let placed = |own: &[(f64, bool)], other: &[(f64, bool)], flip: bool| -> Vec<f64> {
        let mean = |x: f64| {
            other.iter().map(|(y, _)| if flip { wins(*y, x) } else { wins(x, *y) }).sum::<f64>() / other.len() as f64
        };
        own.iter().map(|(x, _)| mean(*x)).collect()
    };
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
    };
    let expected = variance(&placed(&hits, &others, false)) / hits.len() as f64
        + variance(&placed(&others, &hits, true)) / others.len() as f64;
    let ranking = ranking(&scores);
    let area = ranking.of(Statistic::Area).unwrap();
    assert!((ranking.area_variance(area).unwrap() - expected).abs() < 1e-12);
}

/// Copying every case of an account changes nothing: the copies are the same observation.
#[test]
fn repeated_weeks_do_not_make_surer() {
    let once: Vec<Judged> = (0..40)
        .map(|account| Judged { account, date: 0, score: f64::from(account * 7 % 40), came_true: account % 3 == 0 })
        .collect();
    let often: Vec<Judged> = once.iter().flat_map(|case| (0..25).map(|date| Judged { date, ..*case })).collect();
    let (once, often) = (Ranking::new(once).area().unwrap(), Ranking::new(often).area().unwrap());
    assert!((once.value - often.value).abs() < 1e-12);
    assert!((once.low.unwrap() - often.low.unwrap()).abs() < 1e-9, "{once:?} {often:?}");
}

#[test]
fn both_intervals_of_the_area_agree() {
    let cases: Vec<Judged> = (0_u32..300)
        .map(|account| {
            let came_true = account % 5 == 0;
            let noise = f64::from(account.wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
            Judged { account, date: 0, score: noise + if came_true { 0.4 } else { 0.0 }, came_true }
        })
        .collect();
    let ranking = Ranking::new(cases);
    let (closed, drawn) = (ranking.area().unwrap(), ranking.resampled(Statistic::Area, 1_000, 3).unwrap());
    assert!((closed.low.unwrap() - drawn.low.unwrap()).abs() < 0.02, "{closed:?} {drawn:?}");
    assert!((closed.high.unwrap() - drawn.high.unwrap()).abs() < 0.02, "{closed:?} {drawn:?}");
    let same = difference(&ranking, &ranking, Statistic::Area, 200, 1).unwrap();
    assert_eq!(same, Estimate::within(0.0, 0.0, 0.0));
}

proptest! {
    /// The area is the share of pairs in the right order, and only the order counts.
    #[test]
    fn the_area_is_a_share_of_pairs(cases in prop::collection::vec((0_u8..6, any::<bool>()), 2..40)) {
        let of = |score: fn(f64) -> f64| ranking(&cases.iter().map(|(s, t)| (score(f64::from(*s)), *t)).collect::<Vec<_>>());
        let plain = of(|score| score);
        let (mut right, mut pairs) = (0.0, 0.0);
        for (a, _) in cases.iter().filter(|(_, hit)| *hit) {
            for (b, _) in cases.iter().filter(|(_, hit)| !*hit) {
                pairs += 1.0;
                right += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
            }
        }
        match plain.of(Statistic::Area) {
            Some(area) => prop_assert!((area - right / pairs).abs() < 1e-12),
            None => prop_assert_eq!(pairs, 0.0),
        }
        prop_assert_eq!(plain.of(Statistic::Area), of(|score| score.powi(3) - 7.0).of(Statistic::Area));
        if let Some(found) = plain.of(Statistic::AveragePrecision) {
            prop_assert!(found > 0.0 && found <= 1.0 + 1e-12);
        }
    }
}
