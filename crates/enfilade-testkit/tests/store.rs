//! The store's conformance on both databases, and what must hold when a process or a server dies.

use std::cell::Cell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use enfilade_domain::{Timestamp, VisitorId};
use enfilade_store::{DatabaseAddress, Store, StoreError};
use enfilade_testkit::postgres_instance::PostgresInstance;
use enfilade_testkit::store_conformance::{bare_event, check_all};

fn open(address: &str) -> Store {
    enfilade_store::open(&DatabaseAddress::parse(address).unwrap()).unwrap()
}

#[test]
fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let number = Cell::new(0);
    check_all(|| {
        number.set(number.get() + 1);
        open(&format!("sqlite:{}/{}.db", folder.path().display(), number.get()))
    });
}

#[test]
fn postgres_conforms() {
    let Some(server) = PostgresInstance::start() else { return };
    check_all(|| open(&server.new_database()));
}

#[test]
fn postgres_is_used_again_after_it_came_back() {
    let Some(server) = PostgresInstance::start() else { return };
    let store = open(&server.new_database());
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    let submit = |id: &str| store.log.submit(workspace, vec![bare_event(id, "v", 1)]).blocking_recv().unwrap();
    submit("m1").unwrap();
    server.restart();
    submit("m2").unwrap();
    assert_eq!(store.log.inbox_len().unwrap(), 2);
    assert_eq!(store.log.file_inbox(9).unwrap(), 2);
    assert_eq!(store.check().unwrap().inbox_len, 0);
}

#[test]
fn two_processes_may_open_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut addresses = vec![format!("sqlite:{}/one.db", folder.path().display())];
    let server = PostgresInstance::start();
    addresses.extend(server.as_ref().map(PostgresInstance::new_database));
    for address in addresses {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| open(&address).records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap());
            }
        });
        assert_eq!(open(&address).records.workspaces().unwrap().len(), 1);
    }
}

#[test]
fn a_copy_taken_in_use_holds_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let address = DatabaseAddress::Sqlite(folder.path().join("live.db"));
    let store = enfilade_store::open(&address).unwrap();
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    store.log.append(workspace, &[bare_event("m1", "v", 1)]).unwrap();
    let copy = folder.path().join("copy.db");
    assert!(enfilade_store::backup(&address, &copy).unwrap() > 0);
    assert!(enfilade_store::backup(&address, &copy).is_err(), "nothing is overwritten");
    store.log.append(workspace, &[bare_event("m2", "v", 2)]).unwrap();

    assert!(enfilade_store::restore(&copy, &address, false).is_err());
    enfilade_store::restore(&copy, &address, true).unwrap();
    assert_eq!(store.log.event_count(workspace).unwrap(), 1, "a running program sees what was restored");
    let elsewhere = DatabaseAddress::Sqlite(folder.path().join("new/elsewhere.db"));
    enfilade_store::restore(&copy, &elsewhere, false).unwrap();
    assert_eq!(enfilade_store::open(&elsewhere).unwrap().log.event_count(workspace).unwrap(), 1);

    let nonsense = folder.path().join("nonsense");
    std::fs::write(&nonsense, "nonsense ".repeat(1000)).unwrap();
    assert!(enfilade_store::restore(&nonsense, &address, true).is_err());
    assert_eq!(store.log.event_count(workspace).unwrap(), 1, "an unsound copy replaces nothing");
    let postgres = DatabaseAddress::parse("postgres://u:hush@h/d").unwrap();
    let Err(StoreError::Failed(advice)) = enfilade_store::backup(&postgres, &copy) else { panic!("no advice") };
    assert!(advice.contains("pg_dump") && !advice.contains("hush"), "{advice}");
}

#[test]
fn a_copy_brings_along_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let address = DatabaseAddress::Sqlite(folder.path().join("live.db"));
    let store = enfilade_store::open(&address).unwrap();
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    let submit = |id: &str| store.log.submit(workspace, vec![bare_event(id, "v", 1)]).blocking_recv().unwrap().unwrap();
    submit("m1");
    let copy = folder.path().join("copy.db");
    enfilade_store::backup(&address, &copy).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 7, "two databases with companions, and one copy");
    submit("m2");
    assert_eq!(store.log.file_inbox(9).unwrap(), 2);
    submit("m3");

    enfilade_store::restore(&copy, &address, true).unwrap();
    assert_eq!((store.log.event_count(workspace).unwrap(), store.log.inbox_len().unwrap()), (0, 1));
    assert_eq!(store.log.file_inbox(9).unwrap(), 1);
    assert_eq!(store.log.event_count(workspace).unwrap(), 1, "m1 alone was there when it was copied");
    let carried = folder.path().join("carried.db");
    std::fs::copy(&copy, &carried).unwrap();
    let elsewhere = enfilade_store::open(&DatabaseAddress::Sqlite(carried)).unwrap();
    assert_eq!(elsewhere.check().unwrap().inbox_len, 1);
    assert!(elsewhere.check().unwrap().free_in_bytes.is_some_and(|bytes| bytes > 0));
    assert_eq!(elsewhere.log.file_inbox(9).unwrap(), 1);
}

#[test]
fn copies_taken_during_writes_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    let address = DatabaseAddress::Sqlite(folder.path().join("live.db"));
    let store = enfilade_store::open(&address).unwrap();
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    let has_ended = AtomicBool::new(false);
    let accepted = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !has_ended.load(Ordering::Acquire) {
                let event = bare_event(&format!("m{number}"), "v", number);
                store.log.submit(workspace, vec![event]).blocking_recv().unwrap().unwrap();
                number += 1;
                accepted.store(usize::try_from(number).unwrap(), Ordering::Release);
            }
        });
        scope.spawn(|| {
            while !has_ended.load(Ordering::Acquire) {
                store.log.file_inbox(50).unwrap();
            }
        });
        for copies in 0..4 {
            while accepted.load(Ordering::Acquire) < 50 * copies {
                std::thread::yield_now();
            }
            let before = accepted.load(Ordering::Acquire);
            let copy = folder.path().join(format!("copy{copies}.db"));
            enfilade_store::backup(&address, &copy).unwrap();
            let copied = enfilade_store::open(&DatabaseAddress::Sqlite(copy)).unwrap();
            assert_eq!(copied.check().unwrap().damage, None);
            while copied.log.file_inbox(1_000).unwrap() > 0 {}
            let life = copied.log.events_of(workspace, &[VisitorId::new("v")]).unwrap();
            let ids: std::collections::HashSet<&str> = life.iter().map(|event| event.message_id.as_str()).collect();
            assert_eq!((ids.len(), life.len() as u64), (life.len(), copied.log.event_count(workspace).unwrap()));
            assert!((0..before).all(|number| ids.contains(format!("m{number}").as_str())), "accepted before the copy");
        }
        has_ended.store(true, Ordering::Release);
    });
}

/// Names the database to the child of [`what_was_acknowledged_survives_a_kill`].
const CHILD_ADDRESS: &str = "ENFILADE_TEST_DATABASE";

#[test]
#[ignore = "the child of the next test"]
fn submits_until_killed() {
    #[expect(clippy::disallowed_methods, reason = "how the parent of this test speaks to it")]
    let address = std::env::var(CHILD_ADDRESS).unwrap();
    let store = open(&address);
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    let run = std::process::id();
    for number in 0.. {
        let ids: Vec<String> = (0..5).map(|part| format!("{run}-{number}-{part}")).collect();
        let events = ids.iter().zip(0..).map(|(id, at)| bare_event(id, "v", at)).collect();
        if store.log.submit(workspace, events).blocking_recv().unwrap().is_ok() {
            writeln!(std::io::stdout(), "kept {}", ids.join(" ")).unwrap();
        }
        if number % 20 == 19 {
            store.log.file_inbox(50).unwrap();
        }
    }
}

fn survives_kills(address: &str) {
    let mut kept: Vec<String> = Vec::new();
    for round in 1..=5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "submits_until_killed", "--ignored", "--nocapture"])
            .env(CHILD_ADDRESS, address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut acknowledged = 0;
        for line in lines {
            if let Some((_, ids)) = line.split_once("kept ") {
                kept.extend(ids.split(' ').map(str::to_owned));
                acknowledged += 1;
            }
            if acknowledged == 40 * round {
                // What the child still wrote before it died is read to the end of the pipe.
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
    }
    let store = open(address);
    while store.log.file_inbox(1_000).unwrap() > 0 {}
    let workspace = store.records.workspace("acme").unwrap().unwrap().id;
    let life = store.log.events_of(workspace, &[VisitorId::new("v")]).unwrap();
    let there: std::collections::HashSet<&str> = life.iter().map(|event| event.message_id.as_str()).collect();
    assert!(kept.len() >= 5 * 40 * 15, "{} were acknowledged", kept.len());
    let lost: Vec<&String> = kept.iter().filter(|id| !there.contains(id.as_str())).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert_eq!(there.len(), life.len());
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    survives_kills(&format!("sqlite:{}/log.db", folder.path().display()));
    if let Some(server) = PostgresInstance::start() {
        survives_kills(&server.new_database());
    }
}
