//! The use cases of Enfilade, in the order of its mission: build, reveal, interpret, and what will follow.
//!
//! No HTTP, no SQL, no command line here. Everything takes its time from a clock it is given.

mod address_book;
mod error;
mod lines;

pub mod access;
pub mod build;
pub mod doctor;
pub mod engage;
pub mod first_hour;
pub mod interpret;
pub mod invitations;
pub mod jobs;
pub mod language;
pub mod measure;
pub mod reveal;
pub mod roll;
pub mod search;
pub mod story;

use std::sync::Arc;

use enfilade_domain::{Clock, Timestamp};
use enfilade_store::{EventLog, Records, Store};

pub use address_book::{AddressBook, AddressEntry};
pub use error::AppError;

/// What every use case stands on.
#[derive(Debug, Clone)]
pub struct App {
    pub log: Arc<dyn EventLog>,
    pub records: Arc<dyn Records>,
    pub clock: Arc<dyn Clock>,
    pub address_book: Arc<AddressBook>,
    /// What is held in memory of each workspace.
    rolls: Arc<roll::Rolls>,
    short_lists: Arc<roll::Drawn<engage::ready::ShortList>>,
    weeks: Arc<roll::Drawn<measure::week::Week>>,
    names: Arc<search::Names>,
    reports: Arc<measure::backtest::Reports>,
    languages: Arc<language::Languages>,
}

impl App {
    #[must_use]
    pub fn new(store: &Store, clock: Arc<dyn Clock>, address_book: AddressBook) -> Self {
        Self {
            log: Arc::clone(&store.log),
            records: Arc::clone(&store.records),
            clock,
            address_book: Arc::new(address_book),
            rolls: Arc::default(),
            short_lists: Arc::default(),
            weeks: Arc::default(),
            names: Arc::default(),
            reports: Arc::default(),
            languages: Arc::default(),
        }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
