//! `enfilade backtest` on a simulated market: every figure with its interval, nothing later in any row, a report that
//! stands on its own.

use enfilade_domain::{DealStage, Timestamp};
use enfilade_simulator::{Flavour, Library, Market, simulate};
use serde_json::Value;

use crate::house::{House, json_lines, text};

/// A small market of ten months.
fn market() -> Market {
    let mut climate = Flavour::Consult.climate();
    (climate.companies, climate.months) = (40, 10);
    // Enough beginnings that decisions are made in so short a time.
    climate.shopping_per_year *= 4.0;
    simulate(Library::generated(3), &climate, Timestamp::parse("2024-01-01").unwrap(), 3)
}

/// What was known at a moment: later events and deals are not there yet, deals closed later are open.
fn known_at(mut market: Market, moment: Timestamp) -> Market {
    market.occurrences.retain(|occurrence| occurrence.at <= moment);
    market.touches.retain(|touch| touch.at <= moment);
    market.deals.retain(|deal| deal.opened_at <= moment);
    for deal in market.deals.iter_mut().filter(|deal| deal.closed_at.is_some_and(|closed| closed > moment)) {
        (deal.closed_at, deal.stage) = (None, DealStage::Open);
    }
    market
}

fn imported(market: &Market) -> House {
    let house = House::new();
    let host = &market.library.host;
    let events: String =
        market.occurrences.iter().map(|occurrence| enfilade_simulator::event_line(occurrence, host) + "\n").collect();
    let files = [
        house.write("content.csv", enfilade_simulator::content_csv(&market.library.pieces)),
        house.write("accounts.csv", enfilade_simulator::accounts_csv(&market.accounts)),
        house.write("deals.csv", enfilade_simulator::deals_csv(&market.deals)),
        house.write("touches.csv", enfilade_simulator::touches_csv(&market.touches)),
        house.write("events.jsonl", events),
    ];
    house.done(&["workspace", "configure", "--decision-months", "4"]);
    let kinds = ["--content", "--accounts", "--deals", "--touches", "--events"];
    let mut import = vec!["import"];
    import.extend(kinds.iter().zip(&files).flat_map(|(kind, file)| [*kind, file.as_str()]));
    house.done(&import);
    house
}

/// A figure is a number within its interval.
fn check_figure(name: &str, figure: &Value) {
    let Some(value) = figure["value"].as_f64() else { panic!("{name}: {figure}") };
    for (bound, fits) in [("low", f64::le as fn(&f64, &f64) -> bool), ("high", f64::ge)] {
        let Some(bound) = figure[bound].as_f64() else { continue };
        assert!(fits(&bound, &value) || (bound - value).abs() < 0.02, "{name}: {figure}");
    }
}

#[test]
fn every_figure_has_its_interval() {
    let market = market();
    let house = imported(&market);
    let truth = house.write("truth.jsonl", enfilade_simulator::truth_lines(&market));
    let page = house.path("honesty.html").display().to_string();
    let out = house.done(&["backtest", "--truth", &truth, "--html", &page, "--json"]);
    let report = json_lines(&out).remove(0);
    assert!(report["population"]["account_dates"].as_u64() > Some(100), "{}", report["population"]);
    let outcomes = report["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 3);
    let process = &outcomes[0];
    assert!(process["came_true"].as_u64() > Some(0), "{process}");
    for method in ["readings", "classic points", "content majority"] {
        let found = process["methods"].as_array().unwrap().iter().find(|one| one["method"] == method);
        let found = found.unwrap_or_else(|| panic!("{method}: {process}"));
        for name in ["area", "average_precision", "precision_at_10", "caught_at_3_percent", "lead_days"] {
            check_figure(&format!("{method} {name}"), &found[name]);
        }
    }
    let numbers: Vec<&Value> = report["calibration"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, ["outlook_60d", "readiness", "shown_scale"]);
    for table in report["calibration"].as_array().unwrap() {
        let cases: u64 = table["bins"].as_array().unwrap().iter().map(|bin| bin["cases"].as_u64().unwrap()).sum();
        assert_eq!(Some(cases), table["cases"].as_u64(), "every case lies in a bin");
    }
    let rooms = report["rooms"].as_array().unwrap();
    assert_eq!(rooms.len(), 2);
    assert_eq!(rooms[0]["cases"], report["population"]["account_dates"]);
    assert!(report["silence"].as_array().unwrap().iter().any(|table| table["cases"].as_u64() > Some(50)));
    let accounts: Vec<u64> =
        report["sent"].as_array().unwrap().iter().map(|sent| sent["accounts"].as_u64().unwrap()).collect();
    assert!(accounts.iter().all(|accounts| *accounts > 0), "{accounts:?}");
    for row in report["loud_unready"].as_array().unwrap().iter().chain(report["quiet_ready"].as_array().unwrap()) {
        assert!(row["readiness"].is_number() && row["classic_score"].is_number());
        assert!(!row["afterwards"].as_str().unwrap().is_empty(), "{row}");
    }
    assert!(report["limits"].as_array().unwrap().len() >= 6);
    let html = text(&house.path("honesty.html"));
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<svg") && html.contains("What readings cannot do"));
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"));
    assert!(house.done(&["backtest"]).contains("readings minus classic points"), "and as text");
}

/// The leakage law: a row of a past date is what it would have been on that date.
#[test]
fn later_events_never_change_an_earlier_row() {
    let date = Timestamp::parse("2024-07-01T00:00:00Z").unwrap();
    let moment = date.to_string();
    let rows = |market: &Market| -> Vec<Value> {
        let house = imported(market);
        let file = house.path("rows.jsonl").display().to_string();
        house.done(&["backtest", "--from", &moment, "--to", &moment, "--rows", &file, "--json"]);
        let mut rows = json_lines(&text(&house.path("rows.jsonl")));
        let listed = house.lines(&["readings", "--as-of", &moment, "--json"]);
        for row in &rows {
            let listed = listed.iter().find(|line| line["account"] == row["account"]).unwrap();
            for number in ["readiness", "outlook_60d"] {
                let apart = listed[number].as_f64().unwrap() - row[number].as_f64().unwrap();
                assert!(apart.abs() < 1e-5, "the back-test judges what is shown: {listed}\n{row}");
            }
            assert_eq!(listed["band"], row["band"]);
            assert_eq!(listed["shown_scale"].is_number(), row["enough_evidence"] == true);
        }
        for row in &mut rows {
            // Outcomes may and must come from later.
            for later in ["process_60d", "asked_60d"] {
                row.as_object_mut().unwrap().remove(later);
            }
        }
        rows
    };
    let whole = market();
    assert!(whole.occurrences.last().unwrap().at > date.plus_days(60.0));
    let (then, now) = (rows(&known_at(whole.clone(), date)), rows(&whole));
    assert!(then.len() > 10, "{} rows", then.len());
    for (then, now) in then.iter().zip(&now) {
        assert_eq!(then, now);
    }
    assert_eq!(then.len(), now.len());
}

#[test]
fn too_little_history_and_bad_questions_are_told_plainly() {
    let house = House::new();
    let nothing = house.run(&["backtest"]);
    assert_eq!(nothing.code, 2, "{nothing:#?}");
    assert!(nothing.err.contains("no account has been seen yet"), "{}", nothing.err);
    let missing = house.run(&["backtest", "--truth", "nowhere.jsonl"]);
    assert_eq!(missing.code, 1, "{missing:#?}");
    let odd = house
        .write("truth.jsonl", "{\"kind\":\"room\",\"domain\":\"a.example\",\"at\":\"2024-01-01\",\"room\":\"attic\"}");
    let odd = house.run(&["backtest", "--truth", &odd]);
    assert!(odd.code == 2 && odd.err.contains("line 1: room: `attic`"), "{odd:#?}");
}
