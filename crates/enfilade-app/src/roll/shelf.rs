//! What is held of every workspace, and who renews it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use enfilade_domain::{Domain, Timestamp, Workspace, WorkspaceId};
use enfilade_store::PersonCount;

use super::drawing::Drawing;
use super::{BIG_HOUSE, Entry, Stated};
use crate::interpret::listing::Listed;
use crate::interpret::refresh::ReadLives;
use crate::{App, AppError};

/// How often a big house is looked at.
const LOOK_EVERY_MS: i64 = 1_000;
/// What is older than this is not shown while it is renewed, unless somebody else renews it already.
const LONGEST_UNSEEN_MS: i64 = 5_000;
/// After so many changes a big house is drawn anew.
const MOST_CHANGES: usize = 2_000;

/// The rolls of all workspaces, and what they rest on.
#[derive(Debug, Default)]
pub(crate) struct Rolls {
    shelves: Mutex<BTreeMap<WorkspaceId, Arc<Shelf>>>,
    versions: AtomicU64,
}

/// What is held of one workspace.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    stated: Mutex<Option<Arc<Stated>>>,
    drawing: Mutex<Option<Arc<Drawing>>>,
    /// Held by whoever draws or renews.
    pen: Mutex<()>,
    /// When a big house was last looked at, in milliseconds.
    looked_at: AtomicI64,
    /// How many people there are of each kind, and when that was counted.
    pub(super) people: Mutex<Option<(i64, Arc<[PersonCount]>)>>,
    pub(super) lives: Mutex<BTreeMap<Domain, LivesOf>>,
    pub(super) opened: Mutex<BTreeMap<Domain, Opened>>,
}

/// Lives from the log, with the entry of which they are: a changed account has another one.
type LivesOf = (Arc<Entry>, Arc<ReadLives>);

/// A reading in words, with the entry of which it is and the language it speaks ([`enfilade_language::mark`]).
type Opened = (Arc<Entry>, usize, Listed);

/// What a panic elsewhere left behind is whole: values are replaced, never changed in place.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same, unless somebody has it.
pub(super) fn if_free<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl Rolls {
    /// Tells one drawing from every other of this process.
    pub(super) fn next_version(&self) -> u64 {
        self.versions.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn shelf(&self, workspace: WorkspaceId) -> Arc<Shelf> {
        Arc::clone(locked(&self.shelves).entry(workspace).or_default())
    }

    /// What the workspace states, loaded again when it changed.
    pub(super) fn stated(&self, app: &App, workspace: &Workspace) -> Result<Arc<Stated>, AppError> {
        let mark = app.records.marks(workspace.id)?.stated;
        let shelf = self.shelf(workspace.id);
        let mut held = locked(&shelf.stated);
        if let Some(stated) = held.as_ref()
            && stated.is_still(app, workspace, mark)?
        {
            return Ok(Arc::clone(stated));
        }
        let stated = Arc::new(Stated::load(app, workspace, mark)?);
        *held = Some(Arc::clone(&stated));
        Ok(stated)
    }

    /// Every account as of now. Nobody waits for a big house at which others look too: it is renewed aside, and shown
    /// as it was a second ago.
    pub(super) fn drawing(&self, app: &App, workspace: &Workspace, now: Timestamp) -> Result<Arc<Drawing>, AppError> {
        let shelf = self.shelf(workspace.id);
        let big = locked(&shelf.drawing).clone().filter(|old| old.entries.len() > BIG_HOUSE);
        let Some(old) = big else {
            let _pen = locked(&shelf.pen);
            return shelf.renewed(app, workspace, now);
        };
        let unseen = now.millis() - shelf.looked_at.load(Ordering::Acquire);
        if (0..LOOK_EVERY_MS).contains(&unseen) {
            return Ok(old);
        }
        if !(0..LONGEST_UNSEEN_MS).contains(&unseen)
            && let Some(_pen) = if_free(&shelf.pen)
        {
            shelf.looked_at.store(now.millis(), Ordering::Release);
            if let Some(drawing) = shelf.caught_up(app, workspace, &old, now)? {
                return Ok(drawing);
            }
        }
        renew_aside(app, workspace, &shelf, now);
        Ok(old)
    }
}

impl Shelf {
    /// Draws what is not drawn yet, and renews what changed however long it takes. Whoever calls this holds the pen.
    fn renewed(&self, app: &App, workspace: &Workspace, now: Timestamp) -> Result<Arc<Drawing>, AppError> {
        let held = locked(&self.drawing).clone();
        if let Some(old) = held
            && let Some(drawing) = self.caught_up(app, workspace, &old, now)?
        {
            return Ok(drawing);
        }
        Ok(self.put(Drawing::draw(app, workspace, now)?))
    }

    /// The drawing with what changed since; `None` where all has to be drawn anew. Whoever calls this holds the pen.
    fn caught_up(
        &self,
        app: &App,
        workspace: &Workspace,
        old: &Arc<Drawing>,
        now: Timestamp,
    ) -> Result<Option<Arc<Drawing>>, AppError> {
        let marks = app.records.marks(workspace.id)?;
        if !old.is_of(app, workspace, marks, now)? {
            return Ok(None);
        }
        let newest = old.newest.load(Ordering::Acquire);
        if marks.newest == newest {
            return Ok(Some(Arc::clone(old)));
        }
        let changed = app.records.accounts_changed_after(workspace.id, newest)?;
        if changed.is_empty() {
            // Somebody else's changes, or of people without a company.
            old.newest.store(marks.newest, Ordering::Release);
            return Ok(Some(Arc::clone(old)));
        }
        if old.entries.len() > BIG_HOUSE && changed.len() > MOST_CHANGES {
            return Ok(None);
        }
        Ok(Some(self.put(old.with(app, &changed, marks)?)))
    }

    fn put(&self, drawing: Drawing) -> Arc<Drawing> {
        if drawing.entries.len() > BIG_HOUSE {
            drawing.index.prepare(&drawing.entries);
        }
        let drawing = Arc::new(drawing);
        *locked(&self.drawing) = Some(Arc::clone(&drawing));
        drawing
    }
}

/// Renews a big house in the background while the old drawing is shown, unless somebody does already.
fn renew_aside(app: &App, workspace: &Workspace, shelf: &Arc<Shelf>, now: Timestamp) {
    shelf.looked_at.store(now.millis(), Ordering::Release);
    let (app, workspace, shelf) = (app.clone(), workspace.clone(), Arc::clone(shelf));
    let language = enfilade_language::in_force();
    std::thread::spawn(move || {
        let _in_force = enfilade_language::put_in_force(language);
        let Some(_pen) = if_free(&shelf.pen) else { return };
        if let Err(error) = shelf.renewed(&app, &workspace, app.now()) {
            tracing::error!(workspace = %workspace.slug, %error, "the accounts could not be drawn anew");
        }
    });
}

/// Looks at every workspace's accounts and names ahead of the people who will: after a start, and when an hour begins.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn look_ahead(app: &App) -> Result<(), AppError> {
    for workspace in app.records.workspaces()? {
        if app.log.event_count(workspace.id)? > 0 {
            app.rolls.drawing(app, &workspace, app.now())?;
            app.names.look_ahead(app, workspace.id)?;
        }
    }
    Ok(())
}
