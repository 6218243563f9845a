//! All accounts read at one moment, a few hundred at a time, and read again where something changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use enfilade_domain::{Domain, Timestamp, Workspace, WorkspaceId};
use enfilade_engine::Model;
use enfilade_store::{Marks, StoredAccount};

use super::entry::Entry;
use super::ground::Stated;
use super::index::Index;
use crate::interpret::listing::Listed;
use crate::interpret::model;
use crate::interpret::silence::{Habit, Watch};
use crate::interpret::state::{AccountState, Facts, PersonState};
use crate::{App, AppError};

/// Accounts whose kept readings are in memory at once.
const ACCOUNTS_AT_ONCE: usize = 512;
const HOUR_MS: i64 = 3_600_000;

/// Every account at a moment.
#[derive(Debug)]
pub(super) struct Drawing {
    moment: Timestamp,
    /// The newest change that is in it, of this workspace or of another.
    pub(super) newest: AtomicI64,
    /// Counts the drawings of a workspace.
    pub(super) version: u64,
    stated: Arc<Stated>,
    model: Arc<Model>,
    watch: Watch,
    /// In order of domain.
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) index: Index,
}

impl Drawing {
    pub(super) fn draw(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Self, AppError> {
        // Marks first: what changes while it is drawn is then renewed once too often, and never missed.
        let marks = app.records.marks(workspace.id)?;
        let stated = app.stated(workspace)?;
        let model = model::at(app, workspace, moment)?;
        let watch = Watch::load(app, workspace.id, &model, moment)?;
        let version = app.rolls.next_version();
        let (newest, entries, index) = (AtomicI64::new(marks.newest), Vec::new(), Index::default());
        let mut drawing = Self { moment, newest, version, stated, model, watch, entries, index };
        let mut domains: BTreeSet<Domain> = drawing.stated.surroundings.accounts.keys().cloned().collect();
        domains.extend(app.records.stored_account_names(workspace.id)?);
        let domains: Vec<Domain> = domains.into_iter().collect();
        drawing.entries.reserve(domains.len());
        for some in domains.chunks(ACCOUNTS_AT_ONCE) {
            let read = drawing.read(app, some)?;
            drawing.entries.extend(read.iter().map(|listed| Arc::new(Entry::of(listed))));
        }
        Ok(drawing)
    }

    pub(super) fn workspace(&self) -> WorkspaceId {
        self.stated.surroundings.workspace.id
    }

    /// Whether it is of this hour, and of what is stated and watched now.
    pub(super) fn is_of(
        &self,
        app: &App,
        workspace: &Workspace,
        marks: Marks,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let hour = |at: Timestamp| at.millis().div_euclid(HOUR_MS);
        Ok(hour(self.moment) == hour(now)
            && self.stated.is_still(app, workspace, marks.stated)?
            && self.watch == Watch::load(app, workspace.id, &self.model, now)?)
    }

    /// The same with some accounts read again. Of those neither stated nor read any more nothing is left.
    pub(super) fn with(&self, app: &App, changed: &[Domain], marks: Marks) -> Result<Self, AppError> {
        let mut fresh: BTreeMap<&Domain, Option<Arc<Entry>>> = changed.iter().map(|domain| (domain, None)).collect();
        let read = self.read(app, changed)?;
        for listed in &read {
            fresh.insert(&listed.reading.account, Some(Arc::new(Entry::of(listed))));
        }
        let mut entries = Vec::with_capacity(self.entries.len() + changed.len());
        let mut fresh = fresh.into_iter().peekable();
        for old in &self.entries {
            while let Some((_, entry)) = fresh.next_if(|(domain, _)| **domain < old.domain) {
                entries.extend(entry);
            }
            match fresh.next_if(|(domain, _)| **domain == old.domain) {
                Some((_, entry)) => entries.extend(entry),
                None => entries.push(Arc::clone(old)),
            }
        }
        entries.extend(fresh.filter_map(|(_, entry)| entry));
        Ok(Self {
            moment: self.moment,
            newest: AtomicI64::new(marks.newest),
            version: app.rolls.next_version(),
            stated: Arc::clone(&self.stated),
            model: Arc::clone(&self.model),
            watch: self.watch,
            entries,
            index: Index::default(),
        })
    }

    /// The readings of some accounts at the drawing's moment, in order of domain.
    pub(super) fn read(&self, app: &App, domains: &[Domain]) -> Result<Vec<Listed>, AppError> {
        let workspace = self.workspace();
        let mut people: BTreeMap<Domain, Vec<PersonState>> = BTreeMap::new();
        for stored in app.records.placed_persons_of(workspace, domains)? {
            if let Some(account) = &stored.account {
                people.entry(account.clone()).or_default().push(PersonState::from_stored(&stored)?);
            }
        }
        let mut kept: BTreeMap<Domain, StoredAccount> = BTreeMap::new();
        for stored in app.records.stored_accounts_of(workspace, domains)? {
            kept.insert(stored.account.clone(), stored);
        }
        let asked: BTreeSet<&Domain> = domains.iter().collect();
        let mut read_one = |domain: &Domain| -> Result<Option<Listed>, AppError> {
            let persons: Vec<&PersonState> = people.get(domain).into_iter().flatten().collect();
            let facts = self.facts(domain);
            Ok(match kept.remove(domain) {
                Some(stored) => {
                    let state = AccountState::from_stored(&stored)?;
                    Some(Listed {
                        reading: state.reading_at(&self.model, &persons, facts, self.moment),
                        room_changes: stored.room_changes,
                        revised: state.revised,
                        last_silence: state.last_silence,
                        habit: state.habit,
                    })
                }
                None => self.stated.surroundings.accounts.contains_key(domain).then(|| Listed {
                    reading: AccountState::unseen(domain.clone()).reading_at(&self.model, &[], facts, self.moment),
                    room_changes: Vec::new(),
                    revised: false,
                    last_silence: None,
                    habit: Habit::default(),
                }),
            })
        };
        let found: Result<Vec<Option<Listed>>, AppError> = asked.into_iter().map(&mut read_one).collect();
        Ok(found?.into_iter().flatten().collect())
    }

    fn facts(&self, domain: &Domain) -> Facts<'_> {
        Facts { watch: self.watch, ..self.stated.records.facts(&self.stated.surroundings, domain) }
    }
}
