//! A house in which one story was played.

use std::sync::Arc;

use enfilade_app::interpret::explain::{self, AccountStory, Member};
use enfilade_app::interpret::{listing, refresh};
use enfilade_app::story::{journey, replay};
use enfilade_app::{AddressBook, App};
use enfilade_domain::{AccountReading, Clock, Domain, Timestamp, Workspace};
use enfilade_store::DatabaseAddress;

/// A clock that stands where the test puts it.
#[derive(Debug, Clone, Copy)]
struct StandingClock(Timestamp);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) workspace: Workspace,
    _folder: tempfile::TempDir,
}

/// The evening of a day of the story.
pub(crate) fn evening(day: u32) -> Timestamp {
    Timestamp::parse("2025-01-06T23:00:00Z").unwrap().plus_days(f64::from(day))
}

impl House {
    /// A house in which nothing has happened.
    pub(crate) fn empty(now: Timestamp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = DatabaseAddress::Sqlite(folder.path().join("house.sqlite"));
        let store = enfilade_store::open(&address).unwrap();
        let app = App::new(&store, Arc::new(StandingClock(now)), AddressBook::default());
        let workspace = app.records.ensure_workspace("default", evening(0)).unwrap();
        Self { app, workspace, _folder: folder }
    }

    pub(crate) fn playing(story: &str) -> Self {
        let mut house = Self::empty(evening(700));
        let story = journey::parse(&format!("scenario T\ntitle T\n{story}")).unwrap();
        house.workspace = replay::play(&house.app, &house.workspace, &story).unwrap();
        refresh::catch_up(&house.app, &|_| {}).unwrap();
        house
    }

    pub(crate) fn account(&self, domain: &str, day: u32) -> AccountStory {
        let domain = Domain::parse(domain).unwrap();
        explain::account(&self.app, &self.workspace, &domain, evening(day)).unwrap().unwrap()
    }

    /// The reading from the kept state, which is renewed by change and not from the whole log.
    pub(crate) fn kept(&self, account: &Domain) -> AccountReading {
        let listed = listing::accounts(&self.app, &self.workspace, evening(700)).unwrap();
        listed.into_iter().map(|listed| listed.reading).find(|reading| reading.account == *account).unwrap()
    }

    pub(crate) fn reading(&self, domain: &str, day: u32) -> AccountReading {
        self.account(domain, day).reading
    }
}

pub(crate) fn member<'a>(story: &'a AccountStory, person: &str) -> &'a Member {
    story.committee.iter().find(|member| member.reading.person.as_str() == person).unwrap()
}
