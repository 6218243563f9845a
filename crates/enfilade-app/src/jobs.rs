//! The schedule: everything that runs by itself, in one table.

use std::time::Duration;

use enfilade_domain::DAY_MS;

use crate::build::desk::calendar;
use crate::interpret::{refresh, stating};
use crate::measure::backtest;
use crate::measure::learn;
use crate::{App, AppError, roll};

/// Whether to go on; false once the program is told to stop.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

/// Something that runs by itself.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub name: &'static str,
    /// Pause after each run.
    pub every: Duration,
    /// How far it stands back while the machine is busy, on Unix's scale of niceness from 0 to 19.
    pub niceness: i32,
    /// Long ones ask now and then whether to go on.
    pub run: fn(&App, GoOn<'_>) -> Result<(), AppError>,
}

/// Readings are to be fresh in seconds however many people read; accepting events still comes before.
const SOON: i32 = 2;
/// It may take as long as it takes.
const SOME_TIME: i32 = 15;

/// Everything that runs by itself while the server does.
pub const TABLE: [Job; 6] = [
    Job {
        name: "file accepted events and renew the readings they concern",
        every: Duration::from_millis(150),
        niceness: SOON,
        run: catch_up,
    },
    Job {
        name: "draw the accounts and read the names ahead of who looks",
        every: Duration::from_secs(30),
        niceness: SOON,
        run: |app, _| roll::look_ahead(app),
    },
    Job {
        name: "remove events beyond the retention limit",
        every: Duration::from_secs(3_600),
        niceness: SOME_TIME,
        run: retain,
    },
    Job {
        name: "hold past readings against what happened, where that is due",
        every: Duration::from_secs(20),
        niceness: SOME_TIME,
        run: |app, _| backtest::renew(app),
    },
    Job {
        name: "count who reads what is published, where that is due",
        every: Duration::from_secs(20),
        niceness: SOME_TIME,
        run: |app, _| calendar::renew(app),
    },
    Job {
        name: "learn from visits and deals, once a week",
        every: Duration::from_secs(3_600),
        niceness: SOME_TIME,
        run: learn_weekly,
    },
];

fn catch_up(app: &App, _: GoOn<'_>) -> Result<(), AppError> {
    refresh::catch_up(app, &|_| {}).map(|_| ())
}

/// Days after which a workspace is learned from again.
const LEARN_EVERY_DAYS: f64 = 7.0;

/// Learns from each workspace whose last lesson is a week old. One that was sent back to the published priors is left
/// alone until somebody learns from it again.
fn learn_weekly(app: &App, go_on: GoOn<'_>) -> Result<(), AppError> {
    let now = app.now();
    for workspace in app.records.workspaces()? {
        let models = app.records.models(workspace.id)?;
        let is_due = models.last().is_none_or(|last| now.days_since(last.made_at) >= LEARN_EVERY_DAYS);
        let was_reset = app.records.model_uses(workspace.id)?.last().is_some_and(|last| last.version.is_none());
        if is_due && !was_reset && app.log.event_count(workspace.id)? > 0 {
            let lesson = match learn::learn(app, &workspace, now, &|_| go_on()) {
                Err(AppError::Stopped) => return Ok(()),
                other => other?,
            };
            tracing::info!(workspace = %workspace.slug, version = %lesson.version, "learned: {}", lesson.reason);
        }
    }
    Ok(())
}

/// Removes what is older than each workspace's limit.
fn retain(app: &App, _: GoOn<'_>) -> Result<(), AppError> {
    for workspace in app.records.workspaces()? {
        if let Some(days) = workspace.settings.retention_days {
            let limit = app.now().plus_millis(-i64::from(days) * DAY_MS);
            stating::erase_before(app, &workspace, limit)?;
            let removed = app.log.erase_before(workspace.id, limit)?;
            if removed > 0 {
                tracing::info!(workspace.slug = %workspace.slug, removed, "removed {removed} events beyond the retention limit");
            }
        }
    }
    Ok(())
}
