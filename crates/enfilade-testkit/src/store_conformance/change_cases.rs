//! What the records must tell of changes, and of the few accounts that somebody asks for.

use enfilade_domain::{Account, Domain, PersonId, PersonKind, Room, ShownRoom, VisitorId};
use enfilade_store::{Marks, RoomChange, Store, StoredAccount, StoredPerson};

use super::{Case, domain, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("readings that change or go are told after a mark, in their own workspace", readings),
    ("what is stated leaves a mark in its own workspace", stated),
    ("some accounts and their people are read without the others", some),
];

fn account(name: &str) -> StoredAccount {
    StoredAccount {
        account: domain(name),
        last_seen: time(4),
        body: name.as_bytes().to_vec(),
        room_changes: vec![RoomChange { at: time(1), from: ShownRoom::Outside, to: ShownRoom::In(Room::Offer) }],
    }
}

fn person(name: &str, account: Option<&str>) -> StoredPerson {
    StoredPerson {
        person: PersonId::new(name),
        account: account.map(domain),
        visitors: vec![VisitorId::new(name)],
        kind: PersonKind::Buyer,
        last_seen: time(3),
        body: Vec::new(),
        sought: None,
    }
}

fn readings(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let records = &store.records;
    let newest = || records.marks(here).expect("marks").newest;
    let after = |mark| records.accounts_changed_after(here, mark).expect("changes");
    let start = newest();
    assert!(after(start).is_empty());
    records.put_readings(here, &[], &[account("b.example"), account("a.example")], &[], &[]).expect("put");
    let first = newest();
    assert!(first > start);
    assert_eq!(after(start), [domain("a.example"), domain("b.example")]);
    assert!(after(first).is_empty());
    records.put_readings(here, &[person("ana", Some("b.example")), person("x", None)], &[], &[], &[]).expect("put");
    assert_eq!(after(first), [domain("b.example")], "a person's reading is part of its account's");
    let second = newest();
    records.put_readings(here, &[], &[], &[], &[domain("a.example")]).expect("forgotten");
    assert_eq!(after(second), [domain("a.example")], "what went has changed");
    assert_eq!(after(start), [domain("a.example"), domain("b.example")], "each is told once");
    records.put_readings(there, &[], &[account("c.example")], &[], &[]).expect("put");
    assert_eq!(after(second), [domain("a.example")], "the other workspace's are its own");
    assert_eq!(records.marks(here).expect("marks").stated, 0, "a reading states nothing");
}

fn stated(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let marks = |workspace| store.records.marks(workspace).expect("marks");
    assert_eq!(marks(here).stated, 0);
    store.records.put_accounts(here, &[Account::bare(domain("a.example"))]).expect("put");
    let first = marks(here);
    assert!(first.stated > 0 && first.newest >= first.stated);
    assert_eq!(marks(there).stated, 0);
    store.records.put_pieces(here, &[]).expect("put");
    assert!(marks(here).stated > first.stated);
    assert_eq!(Marks::default(), Marks { newest: 0, stated: 0, decided: 0 });
}

fn some(store: &Store) {
    let (here, there) = (workspace(store, "one"), workspace(store, "two"));
    let all = ["a.example", "b.example", "c.example"];
    let persons = [person("z", Some("a.example")), person("ana", Some("c.example")), person("kim", Some("b.example"))];
    store.records.put_readings(here, &persons, &all.map(account), &[], &[]).expect("put");
    store.records.put_readings(there, &[], &[account("a.example")], &[], &[]).expect("put");
    assert_eq!(store.records.stored_account_names(here).expect("names"), all.map(domain));
    assert_eq!(store.records.stored_account_names(there).expect("names"), [domain("a.example")]);
    let asked: Vec<Domain> = ["c.example", "none.example", "a.example", "a.example"].map(domain).to_vec();
    let found = store.records.stored_accounts_of(here, &asked).expect("accounts");
    assert_eq!(found, [account("a.example"), account("c.example")]);
    let people = store.records.placed_persons_of(here, &asked).expect("people");
    let names: Vec<&str> = people.iter().map(|one| one.person.as_str()).collect();
    assert_eq!(names, ["ana", "z"]);
    assert!(store.records.stored_accounts_of(here, &[]).expect("accounts").is_empty());
    assert!(store.records.placed_persons_of(there, &asked).expect("people").is_empty());
}
