//! What the records must do with kept views, and with looking for people by name.

use enfilade_domain::{PersonId, PersonKind};
use enfilade_store::{KeptView, Store, StoredPerson};

use super::{Case, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("a kept view comes back as made and goes in its own workspace only", views),
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
    let renamed = person("user:ana", Some("anna lund"), 2);
    store.records.put_readings(here, &[renamed], &[], &[PersonId::new("user:bo")], &[]).expect("put");
    assert_eq!(found(here, &["an"], 9), ["user:ana"], "what is forgotten is not found");
    assert!(found(here, &["mill"], 9).is_empty());
}
