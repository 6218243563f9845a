//! What the records must do with kept views, and with looking for people by name.

use std::collections::BTreeMap;

use enfilade_domain::{PersonId, PersonKind};
use enfilade_store::{ImportRun, KeptView, RefusedRow, Store, StoredPerson};

use super::{Case, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("a kept view comes back as made and goes in its own workspace only", views),
    ("a file that was sent is remembered with what was refused", import_runs),
    ("people who named themselves are found by parts of name and id", people),
];

fn views(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let view = |name: &str, query: &str| KeptView {
        id: 0,
        name: name.into(),
        query: query.into(),
        made_by: "Ines".into(),
        at: time(7),
    };
    let made = [view("North, \"quiet\"", "band=ready&q=north"), view("All in Offer", "room=offer")];
    let ids: Vec<i64> = made.iter().map(|one| store.records.add_view(here, one).expect("added")).collect();
    let known = |workspace| store.records.views(workspace).expect("views");
    let bare = |all: Vec<KeptView>| all.into_iter().map(|one| KeptView { id: 0, ..one }).collect::<Vec<_>>();
    assert_eq!(bare(known(here)), made);
    assert!(known(there).is_empty());
    let remove = |workspace, id| store.records.remove_view(workspace, id).expect("asked");
    assert!(!remove(there, ids[0]), "not from another workspace");
    assert!(remove(here, ids[0]) && !remove(here, ids[0]), "once");
    assert_eq!(bare(known(here)), made[1..]);
}

fn people(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let person = |id: &str, sought: Option<&str>, seen: i64| StoredPerson {
        person: PersonId::new(id),
        account: None,
        visitors: Vec::new(),
        kind: PersonKind::Buyer,
        last_seen: time(seen),
        body: Vec::new(),
        sought: sought.map(str::to_owned),
    };
    let persons = [
        person("user:ana", Some("ana lund ana@mill.example"), 1),
        person("user:bo", Some("bo ana-maria 100%_sure@mill.example"), 5),
        person("visitor:x", None, 9),
    ];
    store.records.put_readings(here, &persons, &[], &[], &[]).expect("put");
    let found = |workspace, words: &[&str], most| -> Vec<String> {
        let found = store.records.named_persons(workspace, words, most).expect("found");
        found.into_iter().map(|one| one.person.as_str().to_owned()).collect()
    };
    assert_eq!(found(here, &["ana"], 9), ["user:bo", "user:ana"], "the last seen first");
    assert_eq!(found(here, &["ana"], 1), ["user:bo"]);
    assert_eq!(found(here, &["lund", "ana"], 9), ["user:ana"], "every word, in any order");
    assert_eq!(found(here, &["0%_s"], 9), ["user:bo"], "signs stand for themselves");
    assert!(found(here, &["x%"], 9).is_empty() && found(here, &["visitor"], 9).is_empty());
    assert!(found(there, &["ana"], 9).is_empty());
    let names = |workspace, mark| store.records.names_after(workspace, mark).expect("names");
    let first = names(here, -1);
    let told: BTreeMap<&str, &str> = first.iter().map(|one| (one.person.as_str(), one.sought.as_str())).collect();
    assert_eq!(told["user:ana"], "ana lund ana@mill.example");
    assert_eq!(told.len(), 2, "who did not name himself has no name");
    let newest = first.iter().map(|one| one.mark).max().expect("some");
    store.records.put_readings(here, &persons, &[], &[], &[]).expect("put");
    assert!(names(here, newest).is_empty(), "the same names again are no change");
    let renamed = person("user:ana", Some("anna lund"), 2);
    store.records.put_readings(here, &[renamed], &[], &[PersonId::new("user:bo")], &[]).expect("put");
    assert_eq!(found(here, &["an"], 9), ["user:ana"], "what is forgotten is not found");
    assert!(found(here, &["mill"], 9).is_empty());
    let changed = names(here, newest);
    assert_eq!(changed.iter().map(|one| one.sought.as_str()).collect::<Vec<_>>(), ["anna lund"]);
    assert!(changed[0].mark > newest && names(there, -1).is_empty());
    let asked = ["visitor:x", "user:bo", "user:ana"].map(PersonId::new);
    let known = store.records.persons_of(here, &asked).expect("asked");
    assert_eq!(known.iter().map(|one| one.person.as_str()).collect::<Vec<_>>(), ["user:ana", "visitor:x"]);
    assert!(store.records.persons_of(there, &asked).expect("asked").is_empty());
}

fn import_runs(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let run = |name: &str| ImportRun::begun(time(4), "Ines".into(), "accounts".into(), name.into());
    let id = store.records.add_import_run(here, &run("first.csv")).expect("added");
    let begun = ImportRun { id, ..run("first.csv") };
    assert_eq!(store.records.import_run(here, id).expect("asked"), Some(begun.clone()));
    assert_eq!(store.records.import_run(there, id).expect("asked"), None, "the other workspace's are its own");
    let refused = |line, reason: &str| RefusedRow { line, field: "domain".into(), reason: reason.into() };
    let ended = ImportRun {
        over_at: Some(time(9)),
        accepted: 7,
        duplicate: 2,
        rejected: 3,
        rejects: vec![refused(3, "no, \"domain\"\nat all"), refused(9, "\t")],
        failed: Some("broke off".into()),
        ..begun
    };
    store.records.end_import_run(there, &ended).expect("of nobody");
    assert_eq!(store.records.import_run(here, id).expect("asked").expect("there").over_at, None);
    store.records.end_import_run(here, &ended).expect("ended");
    assert_eq!(store.records.import_run(here, id).expect("asked"), Some(ended.clone()));
    for number in 0..101 {
        store.records.add_import_run(here, &run(&format!("{number}.csv"))).expect("added");
    }
    let runs = store.records.import_runs(here).expect("asked");
    assert_eq!((runs.len(), runs[0].file_name.as_str(), runs[99].file_name.as_str()), (100, "100.csv", "1.csv"));
    assert!(store.records.import_runs(there).expect("asked").is_empty());
}
