//! A database of its own for one story, which goes when the story is over.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use enfilade_domain::{Clock, Timestamp, Workspace};
use enfilade_store::DatabaseAddress;

use super::expectations::Outcome;
use super::journey::{self, FIRST_MOMENT, Scenario};
use super::replay;
use crate::{AddressBook, App, AppError, access};

/// An empty workspace in a folder that is removed with it.
#[derive(Debug)]
pub struct Stage {
    pub app: App,
    pub workspace: Workspace,
    _folder: Folder,
}

/// Stands still, so that no story depends on the day on which it is played.
#[derive(Debug, Clone, Copy)]
struct StandingClock(Timestamp);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// A folder that is removed when nobody needs it.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the folder for temporary files, where the system clears up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Stage {
    /// An empty stage whose clock stands at this moment.
    ///
    /// # Errors
    /// The folder or the database cannot be made.
    pub fn at(now: Timestamp) -> Result<Self, AppError> {
        let folder = Folder(std::env::temp_dir().join(format!("enfilade-story-{}", access::random_token()?)));
        std::fs::create_dir_all(&folder.0)
            .map_err(|error| AppError::invalid("folder for temporary files", error.to_string()))?;
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.0.join("story.db")))?;
        let app = App::new(&store, Arc::new(StandingClock(now)), AddressBook::default());
        let workspace = app.records.ensure_workspace("story", journey::FIRST_MOMENT)?;
        Ok(Self { app, workspace, _folder: folder })
    }

    /// A stage on which the story was played.
    ///
    /// # Errors
    /// The store failed.
    pub fn played(story: &Scenario) -> Result<Self, AppError> {
        let last_expected = story.expectations.iter().map(|expectation| expectation.day).max().unwrap_or(0);
        let last_event = story.events.last().map_or(FIRST_MOMENT, |event| event.at);
        let stage = Self::at(journey::evening_of(last_expected).max(last_event))?;
        let workspace = replay::play(&stage.app, &stage.workspace, story)?;
        Ok(Self { workspace, ..stage })
    }
}

/// Plays a story on a stage of its own and holds it against its expectations.
///
/// # Errors
/// The store failed.
pub fn hold(story: &Scenario) -> Result<Vec<Outcome>, AppError> {
    let stage = Stage::played(story)?;
    replay::check(&stage.app, &stage.workspace, story)
}

/// Maps over stories on all cores; the results come in the order of the stories.
pub fn on_all_cores<T: Sync, R: Send>(stories: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(stories.len()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores.min(stories.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(story) = stories.get(index) else { return };
                    let result = work(story);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
