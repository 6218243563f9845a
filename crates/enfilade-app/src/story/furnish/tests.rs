//! Does the furnished house show every state, and does it stand on ordinary doors?

use std::collections::BTreeSet;
use std::sync::Arc;

use enfilade_domain::{Band, Clock, DealStage, Room, Timestamp, Workspace};
use enfilade_store::DatabaseAddress;

use super::{LAST_DAY, assess, furnish, story};
use crate::build::assessment;
use crate::interpret::{as_of, refresh};
use crate::story::expectations::Outcome;
use crate::story::journey::{FIRST_MOMENT, evening_of};
use crate::story::replay;
use crate::{AddressBook, App};

#[derive(Debug, Clone, Copy)]
struct StandingClock(Timestamp);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct House {
    app: App,
    workspace: Workspace,
    _folder: tempfile::TempDir,
}

/// A house furnished on the day after the told story's last one, so that its days need no shift.
fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let clock = StandingClock(FIRST_MOMENT.plus_days((LAST_DAY + 1) as f64));
    let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("demo.db"))).unwrap();
    let app = App::new(&store, Arc::new(clock), AddressBook::default());
    let workspace = app.records.ensure_workspace("demo", FIRST_MOMENT).unwrap();
    furnish(&app, &workspace).unwrap();
    // The settings were furnished, too.
    let workspace = app.records.ensure_workspace("demo", FIRST_MOMENT).unwrap();
    House { app, workspace, _folder: folder }
}

#[test]
fn every_state_is_there_and_the_told_companies_are_read_as_told() {
    let house = house();
    let failed: Vec<String> = replay::check(&house.app, &house.workspace, &story().unwrap())
        .unwrap()
        .into_iter()
        .filter(Outcome::failed)
        .map(|outcome| format!("line {}: {} but {}", outcome.line, outcome.expected, outcome.seen))
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let readings = as_of::accounts(&house.app, &house.workspace, evening_of(LAST_DAY as u32)).unwrap();
    let bands: BTreeSet<Band> = readings.iter().map(|reading| reading.band).collect();
    let states =
        [Band::Outside, Band::NotYet, Band::GettingReady, Band::Ready, Band::AskedToTalk, Band::InConversation];
    for band in states {
        assert!(bands.contains(&band), "nobody is {band:?}: {bands:?}");
    }
    assert!((60..=200).contains(&readings.len()), "{}", readings.len());
    let deals = house.app.records.deals(house.workspace.id).unwrap();
    for stage in DealStage::ALL {
        assert!(deals.iter().any(|deal| deal.stage == stage), "no deal is {stage:?}");
    }
    assert!(deals.iter().filter(|deal| deal.heard_from.is_some()).count() >= 5);
}

#[test]
fn furnishing_twice_on_one_day_changes_nothing() {
    let house = house();
    let counted = || {
        let statements = house.app.records.statements(house.workspace.id).unwrap().len();
        (house.app.log.event_count(house.workspace.id).unwrap(), statements)
    };
    let before = counted();
    assert!((3_000..60_000).contains(&before.0) && before.1 > 0, "{before:?}");
    furnish(&house.app, &house.workspace).unwrap();
    assert_eq!(counted(), before);
}

#[test]
fn the_own_site_is_assessed_as_the_library_says_and_with_its_readers() {
    let house = house();
    refresh::catch_up(&house.app, &|_| {}).unwrap();
    assess(&house.app, &house.workspace).unwrap();
    let report = assessment::newest(&house.app, &house.workspace, None).unwrap().unwrap().report;
    for entry in house.app.records.library(house.workspace.id).unwrap() {
        if let Some(page) = report.page(&entry.piece.path).filter(|page| page.not_judged.is_none()) {
            assert_eq!(page.room(), entry.piece.room, "{}", page.path);
        }
    }
    // A page of the Problem Room that sells.
    let found = report.findings_in(Room::Problem).filter(|found| found.path == "/insights/price-of-standing-still");
    assert!(found.count() > 0, "{:#?}", report.findings);
    assert!(report.readership.as_ref().unwrap().readers > 100, "{:?}", report.basis());
}
