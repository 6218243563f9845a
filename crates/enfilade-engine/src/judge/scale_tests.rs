//! The shown scale: monotone, honest where it was taught, wide where it was not.

use proptest::prelude::*;

use super::*;
use crate::dice::Dice;

/// A market in which the chance at z is `sigmoid(slope * z + shift)`.
fn market(seed: u64, slope: f64, shift: f64, cases: usize) -> Vec<(f64, bool)> {
    let mut dice = Dice(seed);
    (0..cases)
        .map(|_| {
            let z = dice.unit() * 8.0 - 6.0;
            (z, dice.unit() < sigmoid(slope * z + shift))
        })
        .collect()
}

/// The same as account-weeks in which a process opens for half of those who are late.
fn weeks(seed: u64, shift: f64) -> Vec<ScaleCase> {
    let half = |(place, (z, is_late)): (usize, (f64, bool))| {
        // Which half has nothing to do with z.
        ScaleCase { z, is_late, process: Some(is_late && place % 2 == 0) }
    };
    market(seed, 1.0, shift, 4_000).into_iter().enumerate().map(half).collect()
}

fn published() -> PublishedScale {
    let markets: Vec<_> = (0..8).map(|seed| weeks(seed, if seed % 2 == 0 { 0.5 } else { -0.5 })).collect();
    PublishedScale::from_markets(&markets, 24).unwrap()
}

#[test]
fn neighbours_that_fall_are_pooled() {
    let even = |values: &[f64]| never_falling(&values.iter().map(|value| (*value, 1.0)).collect::<Vec<_>>());
    assert_eq!(even(&[1.0, 3.0, 2.0, 4.0]), [1.0, 2.5, 2.5, 4.0]);
    assert_eq!(even(&[3.0, 2.0, 1.0]), [2.0, 2.0, 2.0]);
    assert_eq!(even(&[]), [0.0; 0]);
    assert_eq!(never_falling(&[(4.0, 3.0), (0.0, 1.0)]), [3.0, 3.0]);
}

#[test]
fn the_published_map_is_the_markets_share_and_its_range_their_spread() {
    let published = published();
    assert!((published.shift_deviation - 0.5).abs() < 0.12, "{}", published.shift_deviation);
    let scale = published.with_outcomes(&[], &[]);
    for z in [-3.0, -1.0, 0.0, 1.5] {
        let shown = scale.shown(z);
        assert!((shown.value - sigmoid(z)).abs() < 0.05, "{z}: {shown:?}");
        // Both kinds of market lie within the range.
        assert!(shown.low < sigmoid(z - 0.5) && shown.high > sigmoid(z + 0.5), "{z}: {shown:?}");
    }
    assert_eq!((scale.verdicts, scale.processes, scale.line()), (0, 0, (1.0, 0.0)));
}

#[test]
fn own_outcomes_move_the_scale_and_narrow_its_range() {
    let published = published();
    // A workspace in which everything is one logit less likely than published.
    let few = published.with_outcomes(&market(90, 1.0, -1.0, 12), &[]);
    let many = published.with_outcomes(&market(91, 1.0, -1.0, 600), &[]);
    let (none, many_shown) = (published.with_outcomes(&[], &[]).shown(0.0), many.shown(0.0));
    assert!((many_shown.value - sigmoid(-1.0)).abs() < 0.06, "{many_shown:?}");
    assert!(many_shown.high - many_shown.low < 0.5 * (none.high - none.low));
    // Few outcomes are held back by the prior.
    assert!(few.line().1.abs() < 1.0 && few.line().0 > LEAST_SLOPE);
}

/// Decision processes are rarer than late rooms. A workspace with the published share of them is not moved; one with
/// far fewer is moved down, in its rooms as well.
#[test]
fn processes_move_the_scale_by_what_they_are_off() {
    let published = published();
    let of = |seed, shift| -> Vec<(f64, bool)> {
        weeks(seed, shift).into_iter().map(|case| (case.z, case.process == Some(true))).collect()
    };
    let usual = published.with_outcomes(&[], &of(50, 0.0));
    assert!((usual.shown(0.0).value - 0.5).abs() < 0.08, "{:?}", usual.shown(0.0));
    let fewer = published.with_outcomes(&[], &of(51, -1.5));
    assert!(fewer.shown(0.0).value < 0.4, "{:?}", fewer.shown(0.0));
    assert_eq!(fewer.processes, 4_000);
}

#[test]
fn a_perverse_workspace_never_turns_the_order_around() {
    let upside_down: Vec<(f64, bool)> = (0..60).map(|n| (f64::from(n) / 10.0 - 4.0, n < 30)).collect();
    let scale = published().with_outcomes(&upside_down, &[]);
    assert!(scale.shown(2.0).value > scale.shown(-4.0).value);
    assert_eq!(PublishedScale::from_markets(&[], 10), None);
    assert_eq!(PublishedScale::from_markets(&[vec![ScaleCase { z: 1.0, is_late: true, process: None }]], 10), None);
}

/// Ten past accounts shown at 70: seven of them. The scale taught on one half holds on the other.
#[test]
fn shown_seventy_means_seven_of_ten() {
    let published = published();
    let scale = published.with_outcomes(&market(7, 1.2, -0.4, 600), &[]);
    let fresh = market(8, 1.2, -0.4, 40_000);
    let near: Vec<bool> =
        fresh.iter().filter(|(z, _)| (scale.shown(*z).value - 0.7).abs() < 0.05).map(|(_, came)| *came).collect();
    let share = near.iter().filter(|came| **came).count() as f64 / near.len() as f64;
    assert!((share - 0.7).abs() < 0.07, "{share} of {}", near.len());
}

proptest! {
    #[test]
    fn the_scale_never_falls(outcomes in prop::collection::vec((-6.0..4.0_f64, any::<bool>()), 0..40), a in -9.0..9.0_f64, b in -9.0..9.0_f64) {
        let scale = published().with_outcomes(&outcomes, &[]);
        let (low, high) = (scale.shown(a.min(b)), scale.shown(a.max(b)));
        prop_assert!(low.value <= high.value + 1e-12);
        prop_assert!(low.low <= low.value && low.value <= low.high && (0.0..=1.0).contains(&low.low) && low.high <= 1.0);
    }
}
