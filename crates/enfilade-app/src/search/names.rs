//! The names of people who named themselves, held in memory: in a house of a hundred thousand companies they are too
//! many to be read for every question, and they seldom change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use enfilade_domain::{PersonId, Timestamp, WorkspaceId};
use enfilade_store::{PersonName, StoredPerson};

use crate::lines::Lines;
use crate::{App, AppError};

/// A word that more people share is looked for among the last seen first, and soon found.
const MANY: usize = 300;
/// After this long all are read anew: so long may the name of somebody who was erased stay in memory. Nobody finds it,
/// because whoever is found is read from the store.
const LONGEST_HELD_MS: i64 = 3_600_000;

/// Smaller than every mark.
const NO_MARK: i64 = -1;

/// The names of every workspace.
#[derive(Debug, Default)]
pub(crate) struct Names {
    held: Mutex<BTreeMap<WorkspaceId, Arc<RwLock<Held>>>>,
}

/// The names of one workspace. Somebody who took another name has two lines; the store knows which is his.
#[derive(Debug, Default)]
struct Held {
    lines: Lines,
    /// Whose line it is.
    persons: Vec<PersonId>,
    /// The newest name that is in it.
    mark: Option<i64>,
    since: Timestamp,
}

impl Names {
    /// People whose name or ids hold every one of these words (in lower case), the last seen first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn people(
        &self,
        app: &App,
        workspace: WorkspaceId,
        words: &[&str],
        most: usize,
    ) -> Result<Vec<StoredPerson>, AppError> {
        let held = self.renewed(app, workspace)?;
        let persons: BTreeSet<PersonId> = {
            let held = held.read().unwrap_or_else(PoisonError::into_inner);
            let lines = held.lines.holding(words);
            lines.into_iter().filter_map(|line| held.persons.get(line).cloned()).take(MANY + 1).collect()
        };
        if persons.len() > MANY {
            return Ok(app.records.named_persons(workspace, words, most)?);
        }
        let mut found = app.records.persons_of(workspace, &persons.into_iter().collect::<Vec<_>>())?;
        found.retain(|one| one.sought.as_ref().is_some_and(|sought| words.iter().all(|word| sought.contains(word))));
        found.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then_with(|| a.person.cmp(&b.person)));
        found.truncate(most);
        Ok(found)
    }

    /// Renews the names ahead of who asks, and lets go of those that are no longer anybody's.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) fn look_ahead(&self, app: &App, workspace: WorkspaceId) -> Result<(), AppError> {
        self.renewed(app, workspace).map(drop)
    }

    fn renewed(&self, app: &App, workspace: WorkspaceId) -> Result<Arc<RwLock<Held>>, AppError> {
        let held = {
            let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(workspace).or_default())
        };
        let now = app.now();
        let mark = {
            let held = held.read().unwrap_or_else(PoisonError::into_inner);
            held.mark.filter(|_| (0..LONGEST_HELD_MS).contains(&(now.millis() - held.since.millis())))
        };
        let changed = app.records.names_after(workspace, mark.unwrap_or(NO_MARK))?;
        if mark.is_none() {
            let mut anew = Held { since: now, mark: Some(NO_MARK), ..Held::default() };
            anew.add(changed);
            *held.write().unwrap_or_else(PoisonError::into_inner) = anew;
        } else if !changed.is_empty() {
            held.write().unwrap_or_else(PoisonError::into_inner).add(changed);
        }
        Ok(held)
    }
}

impl Held {
    /// Adds names in the order of their marks. Those that somebody else added in between are there already.
    fn add(&mut self, names: Vec<PersonName>) {
        let newest = self.mark;
        for name in names.into_iter().filter(|name| newest.is_none_or(|newest| name.mark > newest)) {
            self.lines.push(&name.sought);
            self.persons.push(name.person);
            self.mark = Some(name.mark);
        }
    }
}
