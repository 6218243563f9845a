//! A database of its own for stories, which goes when they are over.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use enfilade_domain::{Clock, Timestamp, Workspace};
use enfilade_store::DatabaseAddress;

use super::expectations::Outcome;
use super::journey::{FIRST_MOMENT, Scenario};
use super::replay;
use crate::{AddressBook, App, AppError, access};

/// Workspaces in a folder that is removed with them.
#[derive(Debug)]
pub struct Stage {
    pub app: App,
    played: AtomicUsize,
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

/// Later than any day of a story.
const AFTER_ALL_DAYS: f64 = 20_000.0;

impl Stage {
    /// An empty stage.
    ///
    /// # Errors
    /// The folder or the database cannot be made.
    pub fn new() -> Result<Self, AppError> {
        let folder = Folder(std::env::temp_dir().join(format!("enfilade-story-{}", access::random_token()?)));
        std::fs::create_dir_all(&folder.0)
            .map_err(|error| AppError::invalid("folder for temporary files", error.to_string()))?;
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.0.join("story.db")))?;
        let clock = StandingClock(FIRST_MOMENT.plus_days(AFTER_ALL_DAYS));
        let app = App::new(&store, Arc::new(clock), AddressBook::default());
        Ok(Self { app, played: AtomicUsize::new(0), _folder: folder })
    }

    /// Plays a story in a workspace of its own. What is read of past days comes from the log, so nothing is kept up.
    ///
    /// # Errors
    /// The store failed.
    pub fn play(&self, story: &Scenario) -> Result<Workspace, AppError> {
        let number = self.played.fetch_add(1, Ordering::Relaxed);
        let workspace = self.app.records.ensure_workspace(&format!("story-{number}"), FIRST_MOMENT)?;
        replay::play(&self.app, &workspace, story)
    }

    /// Plays a story and holds it against its expectations.
    ///
    /// # Errors
    /// The store failed.
    pub fn hold(&self, story: &Scenario) -> Result<Vec<Outcome>, AppError> {
        let workspace = self.play(story)?;
        replay::check(&self.app, &workspace, story)
    }
}

/// Maps over stories on all cores, each core with a stage of its own; the results come in the order of the stories.
///
/// # Errors
/// A stage cannot be made.
pub fn on_all_cores<R: Send>(
    stories: &[Scenario],
    work: impl Fn(&Stage, &Scenario) -> R + Sync,
) -> Result<Vec<R>, AppError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(stories.len()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let stages: Vec<Stage> = (0..cores.min(stories.len())).map(|_| Stage::new()).collect::<Result<_, _>>()?;
    std::thread::scope(|scope| {
        let (next, done, work) = (&next, &done, &work);
        for stage in &stages {
            scope.spawn(move || {
                while let Some((index, story)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    stories.get(index).map(|story| (index, story))
                } {
                    let result = work(stage, story);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}
