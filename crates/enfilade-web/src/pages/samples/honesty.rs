//! A made-up back-test: three rivals, eleven decisions, two lists.

use enfilade_app::measure::backtest::report::{
    Bin, CalibrationTable, Difference, Disagreement, Figure, Happened, MethodFigures, OutcomeTable, Population, Report,
    RoomTable, ScaleEvidence, Sent, SilenceFigures, SilenceTable,
};

const fn figure(value: f64, low: f64, high: f64) -> Option<Figure> {
    Some(Figure { value, low: Some(low), high: Some(high) })
}

/// A report on a year of a small market, with so many companies that came to a decision.
#[must_use]
pub fn honesty(processes: usize) -> Report {
    Report {
        computed_at: "2026-09-14T05:00:00Z".to_owned(),
        from: "2026-01-12T00:00:00Z".to_owned(),
        to: "2026-07-13T00:00:00Z".to_owned(),
        until: "2026-09-13T18:00:00Z".to_owned(),
        every_days: 14.0,
        dates: 14,
        models: vec!["published-1".to_owned()],
        population: Population {
            accounts: 118,
            account_dates: 1_402,
            known_accounts: 131,
            sampled_accounts: 131,
            undecided: 21,
        },
        happened: Happened { deals: 24, won: 7, lost: 5, no_decision: 9, open: 3, asked: 19, verdicts: 12, processes },
        outcomes: vec![outcome(processes), nothing()],
        calibration: vec![calibration()],
        rooms: vec![rooms()],
        silence: vec![silence()],
        sent: vec![sent("readings", 9, 6, 0.25, 0.45), sent("classic points", 11, 2, 0.8, 0.82)],
        loud_unready: vec![disagreement(
            "tidewell.example",
            Some("Tidewell"),
            0.02,
            96.0,
            "nothing by 2026-09-13",
            Some(false),
        )],
        quiet_ready: vec![disagreement(
            "polwick.example",
            Some("Polwick Water"),
            0.44,
            9.0,
            "a deal opened on 2026-04-02 (inbound_form), won on 2026-05-20",
            Some(true),
        )],
        scale: ScaleEvidence::default(),
        limits: vec!["It cannot see through silence.".to_owned(), "Deals are a poor witness.".to_owned()],
    }
}

fn method(name: &str, area: f64) -> MethodFigures {
    MethodFigures {
        method: name.to_owned(),
        cases: if name == "tuned points" { 900 } else { 1_381 },
        area: figure(area, area - 0.12, area + 0.08),
        average_precision: figure(area / 3.0, area / 5.0, area / 2.0),
        precision_at_10: figure(0.16, 0.06, 0.27),
        caught_at_3_percent: figure(area - 0.3, area - 0.5, area - 0.1),
        lead_days: figure(29.7, 12.7, 51.6),
        loud_outsiders_in_top_3_percent: figure(1.0 - area, 0.0, 0.6),
    }
}

fn outcome(processes: usize) -> OutcomeTable {
    OutcomeTable {
        outcome: "decision process within 60 days".to_owned(),
        meaning: "A deal opened within 60 days that was later won or lost.".to_owned(),
        cases: 1_381,
        came_true: 39,
        accounts: processes,
        methods: vec![method("readings", 0.79), method("classic points", 0.7), method("tuned points", 0.67)],
        differences: vec![Difference {
            rival: "classic points".to_owned(),
            cases: 1_381,
            area: figure(0.09, -0.13, 0.32),
            average_precision: figure(0.3, 0.09, 0.49),
            caught_at_3_percent: None,
        }],
    }
}

fn nothing() -> OutcomeTable {
    OutcomeTable {
        outcome: "asked to talk within 60 days".to_owned(),
        meaning: "Somebody of the account asked for a talk.".to_owned(),
        cases: 1_402,
        came_true: 0,
        accounts: 0,
        methods: Vec::new(),
        differences: Vec::new(),
    }
}

fn calibration() -> CalibrationTable {
    let bin = |from, until, cases, accounts, mean_predicted, value: f64| Bin {
        from,
        until,
        cases,
        accounts,
        mean_predicted,
        observed: Figure { value, low: Some(value / 2.0), high: Some((value * 2.0 + 0.02).min(1.0)) },
    };
    CalibrationTable {
        number: "outlook_60d".to_owned(),
        against: "a deal opened within 60 days and was later won or lost".to_owned(),
        cases: 1_381,
        accounts: 118,
        mean_predicted: 0.03,
        observed: Figure { value: 0.028, low: Some(0.01), high: Some(0.05) },
        predicted_to_observed: figure(1.07, 0.7, 2.1),
        brier: 0.0189,
        brier_skill: Some(0.1),
        expected_calibration_error: 0.008,
        bins: vec![
            bin(0.0, 0.01, 99, 19, 0.009, 0.0),
            bin(0.01, 0.03, 1_100, 104, 0.016, 0.01),
            bin(0.03, 0.1, 136, 64, 0.053, 0.05),
            bin(0.35, 0.5, 10, 6, 0.43, 0.6),
        ],
    }
}

fn rooms() -> RoomTable {
    RoomTable {
        method: "readings".to_owned(),
        truth: "what sales said after conversations".to_owned(),
        cases: 12,
        counts: vec![
            vec![2, 0, 0, 0, 0],
            vec![1, 2, 0, 0, 0],
            vec![0, 1, 2, 1, 0],
            vec![0, 0, 1, 1, 0],
            vec![0, 0, 0, 0, 1],
        ],
        macro_f1: 0.66,
        macro_f1_buyers: 0.64,
        accuracy: Some(0.67),
        within_one: Some(1.0),
    }
}

fn silence() -> SilenceTable {
    let of = |method: &str, area: f64, brier: Option<f64>| SilenceFigures {
        method: method.to_owned(),
        area: figure(area, area - 0.02, area + 0.02),
        brier,
        predicted_to_observed: brier.and_then(|_| figure(1.1, 0.9, 1.3)),
    };
    SilenceTable {
        within_days: 30.0,
        silent_days: 21.0,
        people: 1_340,
        cases: 4_737,
        came_back: 206,
        methods: vec![of("reading", 0.79, Some(0.07)), of("recency", 0.83, None), of("BG/NBD", 0.84, Some(0.0366))],
    }
}

fn sent(method: &str, accounts: usize, became: usize, wasted: f64, never: f64) -> Sent {
    Sent {
        method: method.to_owned(),
        accounts,
        became,
        undecided: 1,
        wasted: figure(wasted, wasted / 3.0, 0.9),
        never_flagged: figure(never, never / 2.0, 0.95),
        lead_days: figure(12.4, 0.0, 31.8),
    }
}

fn disagreement(
    account: &str,
    name: Option<&str>,
    readiness: f64,
    points: f64,
    afterwards: &str,
    became: Option<bool>,
) -> Disagreement {
    Disagreement {
        account: account.to_owned(),
        name: name.map(str::to_owned),
        at: "2026-02-09T00:00:00Z".to_owned(),
        readiness,
        classic_score: points,
        band: "not yet".to_owned(),
        room: "unclear".to_owned(),
        afterwards: afterwards.to_owned(),
        became,
    }
}
