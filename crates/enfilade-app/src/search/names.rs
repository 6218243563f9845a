//! The names of people who named themselves, held in memory: in a house of a hundred thousand companies they are too
//! many to be read for every question, and they seldom change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use enfilade_domain::{PersonId, Timestamp, WorkspaceId};
use enfilade_store::StoredPerson;

use crate::lines::Lines;
use crate::{App, AppError};

/// A word that more people share is looked for among the last seen first, and soon found.
const MANY: usize = 300;
/// Names of people who were forgotten or erased meanwhile are gone after this long; until then nobody finds them.
const LONGEST_HELD_MS: i64 = 3_600_000;

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
        let changed = app.records.names_after(workspace, mark.unwrap_or(-1))?;
        if mark.is_none() || !changed.is_empty() {
            let mut held = held.write().unwrap_or_else(PoisonError::into_inner);
            if mark.is_none() {
                *held = Held { since: now, mark: Some(-1), ..Held::default() };
            }
            // Somebody else may have renewed it in between.
            let newest = held.mark;
            for name in changed.into_iter().filter(|name| newest.is_none_or(|newest| name.mark > newest)) {
                held.lines.push(&name.sought);
                held.persons.push(name.person);
                held.mark = Some(name.mark);
            }
        }
        Ok(held)
    }
}
