//! Larger, foreign data, where the surroundings have some: set `ENFILADE_SHARED_DATA` to its folder.

use std::path::PathBuf;

use crate::house::{House, json_lines, surrounding};
use crate::journeys::{day, page_from};

const FOLDER: &str = "ENFILADE_SHARED_DATA";

fn folder() -> Option<PathBuf> {
    let folder = surrounding(FOLDER).map(PathBuf::from);
    if folder.is_none() {
        eprintln!("SKIPPED: set {FOLDER} to a folder with `logs` and `mmdb`");
    }
    folder
}

#[test]
fn published_test_databases_are_read_or_refused() {
    let Some(folder) = folder() else { return };
    for entry in std::fs::read_dir(folder.join("mmdb")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "mmdb") {
            continue;
        }
        let house = House::new().with("ENFILADE_NETWORK_DATABASES", &path.display().to_string());
        let events = crate::house::jsonl(&[
            page_from("1.128.0.1", "a", "v", &day(1, 9), "/pricing", 30.0),
            page_from("74.209.24.1", "b", "w", &day(1, 9), "/pricing", 30.0),
            page_from("::1.2.3.4", "c", "x", &day(1, 9), "/pricing", 30.0),
        ]);
        let file = house.write("events.jsonl", events);
        let answer = house.run(&["import", "--events", &file]);
        assert!(matches!(answer.code, 0 | 2), "{}: {answer:#?}", path.display());
        assert!(!answer.err.contains("panicked"), "{answer:#?}");
    }
}

#[test]
fn real_access_logs_are_recognised() {
    let Some(folder) = folder() else { return };
    for entry in std::fs::read_dir(folder.join("logs")).unwrap() {
        let path = entry.unwrap().path().display().to_string();
        if !path.contains(".log") {
            continue;
        }
        let house = House::new();
        let import = ["import", "--logs", &path, "--site", "https://www.seller.example", "--json"];
        let answer = house.run(&import);
        assert!(matches!(answer.code, 0 | 3), "{answer:#?}");
        let total = |out: &str| json_lines(out).into_iter().find(|line| line["total"] == true).unwrap();
        let first = total(&answer.out);
        assert!(first["accepted"].as_u64() > Some(0), "{first}");
        let again = total(&house.run(&import).out);
        assert_eq!(
            (again["accepted"].as_u64(), &again["duplicate"]),
            (Some(0), &serde_json::json!(first["accepted"].as_u64().unwrap() + first["duplicate"].as_u64().unwrap()))
        );
    }
}
