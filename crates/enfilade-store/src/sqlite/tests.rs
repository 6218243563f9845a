//! A full disk, played by a limit on the file's pages.

use enfilade_domain::{Action, Channel, Event, Timestamp, VisitorId};

use super::SqliteDriver;
use crate::store::open_with;
use crate::{Store, StoreError};

fn event(message_id: String) -> Event {
    Event {
        message_id,
        visitor: VisitorId::new("v"),
        user_id: None,
        at: Timestamp::from_millis(1),
        known_at: Timestamp::from_millis(1),
        clock_suspect: false,
        channel: Channel::Api,
        action: Action::Page,
        place: None,
        dwell_seconds: None,
        scroll: None,
        source: None,
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: None,
        agent: None,
        attributes: Some("x".repeat(2_000)),
    }
}

fn open_small(folder: &tempfile::TempDir) -> Store {
    let mut driver = SqliteDriver::new(&folder.path().join("small.db")).unwrap();
    driver.most_pages = Some(150);
    open_with(Box::new(driver)).unwrap()
}

#[test]
fn a_full_disk_acknowledges_nothing_and_passes() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_small(&folder);
    let workspace = store.records.ensure_workspace("acme", Timestamp::from_millis(1)).unwrap().id;
    let submit = |batch: usize| {
        let events = (0..10).map(|part| event(format!("{batch}-{part}"))).collect();
        store.log.submit(workspace, events).blocking_recv().unwrap()
    };
    let full = (0..1_000).find_map(|batch| submit(batch).err().map(|error| (batch, error)));
    let (accepted, error) = full.expect("150 pages fill up");
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert_eq!(store.log.inbox_len().unwrap(), 10 * accepted as u64);
    assert!(matches!(submit(accepted), Err(StoreError::Unavailable(_))));
    assert!(store.log.append(workspace, &(0..200).map(|n| event(n.to_string())).collect::<Vec<_>>()).is_err());
    assert_eq!(store.log.event_count(workspace).unwrap(), 0);

    assert_eq!(store.log.erase_visitors(workspace, &[VisitorId::new("v")]).unwrap(), 10 * accepted as u64);
    submit(accepted).unwrap();
    assert_eq!(store.log.file_inbox(100).unwrap(), 10);
    assert_eq!(store.log.event_count(workspace).unwrap(), 10);
    assert_eq!(store.check().unwrap().damage, None);
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_small(&folder));
    let file = rusqlite::Connection::open(folder.path().join("small.db")).unwrap();
    file.execute("insert into schema_version (version) values (999)", []).unwrap();
    let address = crate::DatabaseAddress::Sqlite(folder.path().join("small.db"));
    assert!(matches!(crate::open(&address), Err(StoreError::NewerSchema { found: 999, .. })));
}
