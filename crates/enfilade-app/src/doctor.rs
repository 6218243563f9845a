//! Is collection alive? A silent door is shown as blind, never taken for the buyers' silence.

use enfilade_domain::{Channel, Timestamp, Workspace};

use crate::interpret::model;
use crate::{App, AppError};

/// A live door that was used and then fell silent for longer than this many times its usual pause is blind.
const BLIND_FACTOR: f64 = 4.0;
/// ... but never sooner than this.
const BLIND_AFTER_DAYS: f64 = 2.0;

/// How a door is doing.
#[derive(Debug, Clone, PartialEq)]
pub struct DoorHealth {
    pub channel: Channel,
    pub events: u64,
    pub last_known_at: Timestamp,
    pub last_at: Timestamp,
    /// Since when nothing came although something should have. Files and logs come when somebody brings them and are
    /// never blind by themselves.
    pub blind_since: Option<Timestamp>,
}

/// The doors of a workspace that were ever used.
///
/// # Errors
/// The store cannot be read.
pub fn doors(app: &App, workspace: &Workspace) -> Result<Vec<DoorHealth>, AppError> {
    let now = app.now();
    let activity = app.log.channel_activity(workspace.id)?;
    Ok(activity
        .into_iter()
        .map(|door| {
            let age = door.last_known_at.days_since(workspace.created_at).max(1.0);
            let usual_pause = age / (door.events.max(1) as f64);
            let silent_for = now.days_since(door.last_known_at);
            let is_live = matches!(door.channel, Channel::Api | Channel::Script);
            let blind = is_live && silent_for > (usual_pause * BLIND_FACTOR).max(BLIND_AFTER_DAYS);
            DoorHealth {
                channel: door.channel,
                events: door.events,
                last_known_at: door.last_known_at,
                last_at: door.last_at,
                blind_since: blind.then_some(door.last_known_at),
            }
        })
        .collect())
}

/// Why the model in use cannot be read with; `None` where it can. Without one no reading is made.
///
/// # Errors
/// The store cannot be read.
pub fn broken_model(app: &App, workspace: &Workspace) -> Result<Option<String>, AppError> {
    match model::at(app, workspace, app.now()) {
        Ok(_) => Ok(None),
        Err(AppError::Store(error)) => Err(AppError::Store(error)),
        Err(error) => Ok(Some(error.to_string())),
    }
}
