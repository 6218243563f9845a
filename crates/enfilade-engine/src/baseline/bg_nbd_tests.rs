//! The model against its own integral, its own simulation, and its limits.

use super::*;
use crate::dice::Dice;

const TRUE: BgNbd = BgNbd { shape: 0.6, rate_days: 10.0, dropouts: 1.2, stays: 3.0 };

fn normal(dice: &mut Dice) -> f64 {
    (-2.0 * dice.unit().ln()).sqrt() * (std::f64::consts::TAU * dice.unit()).cos()
}

/// Marsaglia and Tsang (2000).
fn gamma(dice: &mut Dice, shape: f64) -> f64 {
    if shape < 1.0 {
        return gamma(dice, shape + 1.0) * dice.unit().powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(dice);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && dice.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Visit days after the first visit, until the person leaves or the time is over.
fn visits(dice: &mut Dice, model: &BgNbd, until: f64) -> Vec<f64> {
    let rate = gamma(dice, model.shape) / model.rate_days;
    let (a, b) = (gamma(dice, model.dropouts), gamma(dice, model.stays));
    let leaves = a / (a + b);
    let (mut at, mut days) = (0.0, Vec::new());
    loop {
        at += -dice.unit().ln() / rate;
        if at > until {
            return days;
        }
        days.push(at);
        if dice.unit() < leaves {
            return days;
        }
    }
}

fn record(days: &[f64], age_days: f64) -> VisitRecord {
    let known: Vec<f64> = days.iter().copied().filter(|day| *day <= age_days).collect();
    VisitRecord { repeats: known.len() as f64, last_days: known.last().copied().unwrap_or(0.0), age_days }
}

/// The likelihood is the integral over rates and dropout probabilities of what one person does.
#[test]
fn the_likelihood_is_its_integral() {
    let model = BgNbd { shape: 1.4, rate_days: 6.0, dropouts: 1.7, stays: 2.6 };
    for person in [
        VisitRecord { repeats: 0.0, last_days: 0.0, age_days: 20.0 },
        VisitRecord { repeats: 3.0, last_days: 11.0, age_days: 20.0 },
    ] {
        let (mut sum, steps) = (0.0, 1_500);
        let (width_rate, width_leave) = (4.0 / f64::from(steps), 1.0 / f64::from(steps));
        for i in 0..steps {
            let rate = (f64::from(i) + 0.5) * width_rate;
            let ln_rate = model.shape * model.rate_days.ln() - ln_gamma(model.shape) + (model.shape - 1.0) * rate.ln()
                - model.rate_days * rate;
            for j in 0..steps {
                let p = (f64::from(j) + 0.5) * width_leave;
                let ln_p = (model.dropouts - 1.0) * p.ln() + (model.stays - 1.0) * (1.0 - p).ln()
                    - ln_beta(model.dropouts, model.stays);
                let x = person.repeats;
                let stayed = (1.0 - p).powf(x) * rate.powf(x) * (-rate * person.age_days).exp();
                let left = if x > 0.0 {
                    p * (1.0 - p).powf(x - 1.0) * rate.powf(x) * (-rate * person.last_days).exp()
                } else {
                    0.0
                };
                sum += (ln_rate + ln_p).exp() * (stayed + left) * width_rate * width_leave;
            }
        }
        let expected = model.ln_likelihood(&person).exp();
        assert!((sum / expected - 1.0).abs() < 5e-3, "{person:?}: {sum} against {expected}");
    }
}

/// A person seen often who fell silent is probably gone; one seen once is alive by definition.
#[test]
fn silence_after_many_visits_says_more() {
    let often = VisitRecord { repeats: 20.0, last_days: 30.0, age_days: 60.0 };
    let rarely = VisitRecord { repeats: 1.0, last_days: 30.0, age_days: 60.0 };
    let once = VisitRecord { repeats: 0.0, last_days: 0.0, age_days: 60.0 };
    assert!(TRUE.alive(&often) < TRUE.alive(&rarely));
    assert_eq!(TRUE.alive(&once), 1.0);
    assert!(TRUE.visit_within(&rarely, 30.0) < TRUE.visit_within(&rarely, 90.0));
    assert!(TRUE.visit_within(&rarely, 1e9) <= TRUE.alive(&rarely) + 1e-9);
    assert_eq!(TRUE.visit_within(&rarely, 0.0), 0.0);
}

#[test]
fn parameters_are_found_again_and_forecasts_come_true() {
    let mut dice = Dice(2005);
    let (now, later) = (180.0, 210.0);
    let people: Vec<(Vec<f64>, f64)> = (0..6_000)
        .map(|_| {
            // People begin on different days.
            let begun = dice.unit() * 120.0;
            (visits(&mut dice, &TRUE, later - begun), now - begun)
        })
        .collect();
    let records: Vec<VisitRecord> = people.iter().map(|(days, age)| record(days, *age)).collect();
    let fit = BgNbd::fit(&records).unwrap();
    assert!((fit.shape / TRUE.shape).ln().abs() < 0.15, "{fit:?}");
    assert!((fit.rate_days / TRUE.rate_days).ln().abs() < 0.2, "{fit:?}");
    let leave = |model: &BgNbd| model.dropouts / (model.dropouts + model.stays);
    assert!((leave(&fit) / leave(&TRUE)).ln().abs() < 0.15, "{fit:?}");
    let predicted: f64 = records.iter().map(|person| fit.visit_within(person, 30.0)).sum();
    let came = people.iter().filter(|(days, age)| days.iter().any(|day| day > age)).count() as f64;
    assert!((predicted / came - 1.0).abs() < 0.08, "{predicted} predicted, {came} came");
    let total = |model: &BgNbd| records.iter().map(|person| model.ln_likelihood(person)).sum::<f64>();
    assert!(total(&fit) > total(&TRUE) - 3.0, "the maximum is at least as likely as the truth");
}

#[test]
fn too_little_is_not_fitted() {
    let one = VisitRecord { repeats: 1.0, last_days: 3.0, age_days: 9.0 };
    assert_eq!(BgNbd::fit(&[one; 19]), None);
    assert!(BgNbd::fit(&[one; 20]).is_some());
    assert_eq!(BgNbd::fit(&[VisitRecord { repeats: 0.0, last_days: 0.0, age_days: 9.0 }; 50]), None);
}
