//! The roll: every account at this hour, held in memory and renewed by change, so that a page costs what it shows.
//!
//! Silence is counted in whole hours, so within one hour a reading moves only when something is seen or stated. The
//! store tells which accounts changed after a mark; only those are read again.

mod drawing;
mod drawn;
mod entry;
mod ground;
mod index;
mod shelf;

use std::collections::BTreeMap;
use std::sync::Arc;

use enfilade_domain::{Band, Domain, Timestamp, Workspace};
use enfilade_engine::Model;
use enfilade_store::PersonCount;

pub use drawn::Drawn;
pub use entry::Entry;
pub use ground::Stated;
pub use index::Outline;
pub(crate) use shelf::{Rolls, look_ahead};

use crate::interpret::listing::Listed;
use crate::interpret::refresh::{ReadLives, account_from_log};
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};
use drawing::Drawing;
use index::Index;
use shelf::locked;

/// A larger house is renewed in the background, and looked at for changes once in a while only.
const BIG_HOUSE: usize = 5_000;
/// Accounts whose lives are held; sheets tell of fewer.
const MOST_LIVES: usize = 400;
/// Accounts whose whole readings are held, for the sheets that many people open.
const MOST_OPENED: usize = 1_000;
/// How often people are counted in a big house.
const COUNT_EVERY_MS: i64 = 15_000;

/// Every account at a moment, in order of domain.
#[derive(Debug, Clone)]
pub struct Roll(Source);

#[derive(Debug, Clone)]
enum Source {
    /// Of this hour.
    Held(Arc<Drawing>),
    /// Of a past day, read from the log.
    Past { entries: Vec<Arc<Entry>>, listed: BTreeMap<Domain, Listed>, index: Arc<Index> },
}

impl Roll {
    /// The accounts now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn now(app: &App, workspace: &Workspace) -> Result<Self, AppError> {
        Ok(Self(Source::Held(app.rolls.drawing(app, workspace, app.now())?)))
    }

    /// The accounts of a past day, as they were read from the log.
    #[must_use]
    pub fn past(listed: Vec<Listed>) -> Self {
        let listed: BTreeMap<Domain, Listed> =
            listed.into_iter().map(|one| (one.reading.account.clone(), one)).collect();
        let entries = listed.values().map(|one| Arc::new(Entry::of(one))).collect();
        Self(Source::Past { entries, listed, index: Arc::default() })
    }

    #[must_use]
    pub fn entries(&self) -> &[Arc<Entry>] {
        match &self.0 {
            Source::Held(drawing) => &drawing.entries,
            Source::Past { entries, .. } => entries,
        }
    }

    fn index(&self) -> &Index {
        match &self.0 {
            Source::Held(drawing) => &drawing.index,
            Source::Past { index, .. } => index,
        }
    }

    fn at<'a>(&'a self, positions: &'a [u32]) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        positions.iter().filter_map(|at| self.entries().get(*at as usize).map(Arc::as_ref))
    }

    /// The outlines of those that hold every one of these words, in lower case, in domain or name: by whom an answer is
    /// owed first, then by how near a conversation is.
    #[must_use]
    pub fn holding(&self, words: &[&str]) -> Vec<Outline> {
        self.index().holding(self.entries(), words)
    }

    /// What stands behind an outline.
    #[must_use]
    pub fn behind(&self, outline: &Outline) -> &Arc<Entry> {
        &self.entries()[outline.at as usize]
    }

    /// Those in a band, the readiest first.
    pub fn in_band(&self, band: Band) -> impl ExactSizeIterator<Item = &Entry> {
        self.index().in_band(self.entries(), band).iter().map(|at| self.entries()[*at as usize].as_ref())
    }

    /// Those in any of these bands and these others, each once and in order of domain. By position: thousands stand in a
    /// band, and every reader of a sheet would put their names in order.
    pub fn in_bands_or<'a, 'b>(&'a self, bands: &[Band], others: impl Iterator<Item = &'b Domain>) -> Vec<&'a Entry> {
        let in_bands = bands.iter().flat_map(|band| self.index().in_band(self.entries(), *band));
        let mut found: Vec<u32> = in_bands.copied().collect();
        found.extend(others.filter_map(|domain| u32::try_from(self.position(domain)?).ok()));
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.entries().get(at as usize).map(Arc::as_ref)).collect()
    }

    /// Those that are silent after a journey, the readiest first.
    pub fn quiet(&self) -> impl Iterator<Item = &Entry> {
        self.at(&self.index().picked(self.entries()).quiet)
    }

    /// Those that were ever shown in another room than before, in order of domain.
    pub fn moved(&self) -> impl Iterator<Item = &Entry> {
        self.at(&self.index().picked(self.entries()).moved)
    }

    /// Those of whom it is asked whether what somebody stated still holds, in order of domain.
    pub fn doubted(&self) -> impl Iterator<Item = &Entry> {
        self.at(&self.index().picked(self.entries()).doubted)
    }

    /// Those with points of the classic model, the most points first.
    pub fn by_points(&self) -> impl Iterator<Item = &Entry> {
        self.at(self.index().by_points(self.entries()))
    }

    /// What is listed of one account.
    #[must_use]
    pub fn get(&self, domain: &Domain) -> Option<&Entry> {
        self.entries().get(self.position(domain)?).map(Arc::as_ref)
    }

    fn position(&self, domain: &Domain) -> Option<usize> {
        self.entries().binary_search_by(|entry| entry.domain.cmp(domain)).ok()
    }

    /// The whole readings of some accounts, in the order in which they are asked for; of an unknown one nothing. Of this
    /// hour they are held until the account changes.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn open(&self, app: &App, domains: &[Domain]) -> Result<Vec<Listed>, AppError> {
        match &self.0 {
            Source::Past { listed, .. } => {
                Ok(domains.iter().filter_map(|domain| listed.get(domain)).cloned().collect())
            }
            Source::Held(drawing) => {
                let shelf = app.rolls.shelf(drawing.workspace());
                let mut found: BTreeMap<Domain, Listed> = BTreeMap::new();
                let mut unread: Vec<Domain> = Vec::new();
                let language = enfilade_language::mark();
                let known = domains.iter().filter_map(|domain| drawing.entries.get(self.position(domain)?));
                {
                    let held = locked(&shelf.opened);
                    for entry in known {
                        match held.get(&entry.domain) {
                            Some((of, speaks, listed)) if Arc::ptr_eq(of, entry) && *speaks == language => {
                                found.insert(entry.domain.clone(), listed.clone());
                            }
                            _ => unread.push(entry.domain.clone()),
                        }
                    }
                }
                if !unread.is_empty() {
                    let read = drawing.read(app, &unread)?;
                    let mut held = locked(&shelf.opened);
                    if held.len() + read.len() > MOST_OPENED {
                        held.clear();
                    }
                    for listed in read {
                        let domain = listed.reading.account.clone();
                        if let Some(entry) = self.position(&domain).and_then(|at| drawing.entries.get(at)) {
                            held.insert(domain.clone(), (Arc::clone(entry), language, listed.clone()));
                        }
                        found.insert(domain, listed);
                    }
                }
                Ok(domains.iter().filter_map(|domain| found.remove(domain)).collect())
            }
        }
    }

    /// The lives behind one account, from the log. Of this hour they are held until the account changes, for the
    /// few that several sheets tell of.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn lives(
        &self,
        app: &App,
        model: &Model,
        surroundings: &Surroundings,
        domain: &Domain,
        moment: Timestamp,
    ) -> Result<Arc<ReadLives>, AppError> {
        let read = || Ok::<_, AppError>(Arc::new(account_from_log(app, model, surroundings, domain, moment)?.1));
        let (Source::Held(drawing), Some(at)) = (&self.0, self.position(domain)) else { return read() };
        let Some(entry) = drawing.entries.get(at) else { return read() };
        let shelf = app.rolls.shelf(surroundings.workspace.id);
        if let Some((of, lives)) = locked(&shelf.lives).get(domain)
            && Arc::ptr_eq(of, entry)
        {
            return Ok(Arc::clone(lives));
        }
        let lives = read()?;
        let mut held = locked(&shelf.lives);
        if held.len() >= MOST_LIVES {
            held.clear();
        }
        held.insert(domain.clone(), (Arc::clone(entry), Arc::clone(&lives)));
        Ok(lives)
    }

    /// How many people there are of each kind now; in a big house as of a few seconds ago.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn person_counts(&self, app: &App, workspace: &Workspace) -> Result<Arc<[PersonCount]>, AppError> {
        let count = || Ok::<Arc<[PersonCount]>, AppError>(app.records.person_counts(workspace.id)?.into());
        if self.entries().len() <= BIG_HOUSE {
            return count();
        }
        let shelf = app.rolls.shelf(workspace.id);
        let now = app.now().millis();
        let mut held = locked(&shelf.people);
        if let Some((at, people)) = held.as_ref()
            && (0..COUNT_EVERY_MS).contains(&(now - at))
        {
            return Ok(Arc::clone(people));
        }
        let people = count()?;
        *held = Some((now, Arc::clone(&people)));
        Ok(people)
    }

    /// Whether these are the accounts of a past day.
    #[must_use]
    pub const fn is_past(&self) -> bool {
        matches!(self.0, Source::Past { .. })
    }

    /// Differs between any two rolls of a workspace that may differ; `None` for a past day.
    #[must_use]
    pub fn version(&self) -> Option<u64> {
        match &self.0 {
            Source::Held(drawing) => Some(drawing.version),
            Source::Past { .. } => None,
        }
    }
}

impl App {
    /// What the workspace states about itself and the world, held between two questions.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn stated(&self, workspace: &Workspace) -> Result<Arc<Stated>, AppError> {
        self.rolls.stated(self, workspace)
    }

    /// As [`App::stated`], for those who need no deals and touches.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn surroundings(&self, workspace: &Workspace) -> Result<Arc<Surroundings>, AppError> {
        Ok(Arc::clone(&self.stated(workspace)?.surroundings))
    }
}
