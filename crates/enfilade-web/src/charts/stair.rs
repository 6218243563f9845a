//! The evidence stair: from where such accounts usually stand, one step for each reason, to the belief of today.

use enfilade_language::t;
use maud::{Markup, html};

use super::number::n;
use crate::components::words;
use crate::pages::journey::{Evidence, EvidenceStep};

/// Steps beyond this many are "smaller things".
pub const MOST_STEPS: usize = 8;
const MIDDLE: f32 = 150.0;
const HALF_WIDTH: f32 = 138.0;

/// Largest first, negatives last; what is beyond eight steps becomes one.
#[must_use]
pub fn ordered(steps: &[EvidenceStep]) -> Vec<EvidenceStep> {
    let mut sorted: Vec<EvidenceStep> = steps.iter().filter(|step| step.log_odds.is_finite()).cloned().collect();
    sorted.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()).then_with(|| a.text.cmp(&b.text)));
    let small = if sorted.len() > MOST_STEPS { sorted.split_off(MOST_STEPS - 1) } else { Vec::new() };
    if !small.is_empty() {
        let log_odds = small.iter().map(|step| step.log_odds).sum();
        sorted.push(EvidenceStep {
            text: t!("{small} smaller things", small = words::capital(&words::number(small.len()))),
            log_odds,
            is_rest: false,
        });
    }
    // Stable, so that size still decides within each side. What is left over says least and comes last.
    sorted.sort_by_key(|step| (step.is_rest, step.log_odds < 0.0));
    sorted
}

fn logistic(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The stair, in HTML rows with a small drawing each, so that words stay words.
#[must_use]
pub fn draw(evidence: &Evidence) -> Markup {
    let steps = ordered(&evidence.steps);
    let mut stands = vec![evidence.base_log_odds];
    for step in &steps {
        stands.push(stands.last().copied().unwrap_or(0.0) + step.log_odds);
    }
    let widest = stands.iter().fold(2.2_f32, |widest, stand| widest.max(stand.abs()));
    let x = |log_odds: f32| MIDDLE + log_odds * HALF_WIDTH / widest;
    let ticks: Vec<(f32, u32)> = [(0.02, 2), (0.10, 10), (0.25, 25), (0.5, 50), (0.75, 75), (0.90, 90), (0.98, 98)]
        .map(|(share, percent): (f32, u32)| ((share / (1.0 - share)).ln(), percent))
        .into_iter()
        .filter(|(log_odds, _)| log_odds.abs() <= widest)
        .collect();
    // On a wide scale the inner labels would run into each other.
    let is_labelled = |percent: u32| widest < 3.5 || matches!(percent, 2 | 50 | 98);
    let grid = html! { @for (at, _) in &ticks { path.hair d={ "M" (n(x(*at))) " 0V44" } {} } };
    let start = evidence.base_log_odds;
    let end = stands.last().copied().unwrap_or(start);
    html! {
        div.ev role="group" aria-label=(t!("Evidence for standing in the Offer or the Sales room, in steps from {logistic} to {logistic2}", logistic = words::percent(logistic(start)), logistic2 = words::percent(logistic(end)))) {
            div.evr.axis { span.t {} span.bar-c { svg viewBox="0 0 300 26" aria-hidden="true" {
                @for (at, percent) in ticks.iter().filter(|(_, percent)| is_labelled(*percent)) { text.mid.t-3.t-scale x=(n(x(*at))) y="17" { (percent) } }
            } } span.w {} }
            div.evr { span.t { (evidence.base_text) } span.bar-c { svg viewBox="0 0 300 44" aria-hidden="true" {
                (grid) circle.step-base cx=(n(x(start))) cy="22" r="5" {} path.conn d={ "M" (n(x(start))) " 30V44" } {}
            } } span.w { (words::percent(logistic(start))) } }
            @for (step, stand) in steps.iter().zip(stands.windows(2)) {
                @let (from, to) = (x(stand[0]), x(stand[1]));
                div.evr { span.t { (step.text) } span.bar-c { svg viewBox="0 0 300 44" aria-hidden="true" {
                    (grid)
                    path.conn d={ "M" (n(from)) " 0V14" } {}
                    rect class=(if step.log_odds < 0.0 { "step-down" } else { "step-up" }) x=(n(from.min(to))) y="14" width=(n((to - from).abs())) height="16" {}
                    path.conn d={ "M" (n(to)) " 30V44" } {}
                } } span.w { (if step.log_odds < 0.0 { "−" } else { "+" }) (format!("{:.1}", step.log_odds.abs())) } }
            }
            div.evr.tot { span.t { (t!("In sum")) } span.bar-c { svg viewBox="0 0 300 44" aria-hidden="true" {
                (grid) path.conn d={ "M" (n(x(end))) " 0V14" } {} circle.m.lamp cx=(n(x(end))) cy="22" r="7.5" {}
            } } span.w { (words::percent(logistic(end))) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(text: &str, log_odds: f32) -> EvidenceStep {
        EvidenceStep { text: text.to_owned(), log_odds, is_rest: false }
    }

    #[test]
    fn the_largest_comes_first_and_negatives_last() {
        let steps = ordered(&[step("a", -2.0), step("b", 0.3), step("c", 1.0), step("d", f32::NAN)]);
        assert_eq!(steps.iter().map(|step| step.text.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
    }

    #[test]
    fn small_things_are_folded_and_nothing_is_lost() {
        let many: Vec<EvidenceStep> = (1..=12_u8).map(|i| step(&i.to_string(), f32::from(i) * 0.1)).collect();
        let steps = ordered(&many);
        assert_eq!(steps.len(), MOST_STEPS);
        let sum = |steps: &[EvidenceStep]| steps.iter().map(|step| step.log_odds).sum::<f32>();
        assert!((sum(&steps) - sum(&many)).abs() < 1e-4);
        assert!(steps.iter().any(|step| step.text == "Five smaller things"));
    }

    #[test]
    fn every_step_stays_on_the_paper() {
        let evidence = Evidence {
            base_text: "base".to_owned(),
            base_log_odds: -6.0,
            steps: vec![step("up", 14.0), step("down", -1.0)],
            detail: vec![],
            ignored: vec![],
            would_change: vec![],
        };
        let html = draw(&evidence).into_string();
        let numbers = html.split("x=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f32>().ok());
        assert!(numbers.clone().count() > 5 && numbers.into_iter().all(|x| (0.0..=300.0).contains(&x)));
    }
}
