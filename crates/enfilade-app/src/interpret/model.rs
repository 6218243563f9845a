//! The model a workspace is read with: the published priors, or what was learned, never from after the moment.

use enfilade_domain::{Timestamp, Workspace};
use enfilade_engine::{Calibration, Learned, Model, Published, Rhythm};
use enfilade_store::{ModelRecord, ModelState};
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// The form in which a learned model is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    published: String,
    decision_months: f64,
    rhythm: Vec<f64>,
    outlook: Option<(f64, f64)>,
}

/// The published priors at the workspace's scale of time.
///
/// # Errors
/// The typical decision time lies outside what the model covers.
pub fn published(workspace: &Workspace) -> Result<Model, AppError> {
    Model::new(&Published::v2(), workspace.settings.decision_months).map_err(|error| unusable(&error))
}

/// The model in use; of a past moment the newest that was learned from nothing later.
///
/// # Errors
/// The store cannot be read, or the kept model holds numbers that no filter can work with.
pub fn at(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Model, AppError> {
    let Some(in_use) = app.records.model_in_use(workspace.id)? else { return published(workspace) };
    let record = if in_use.learned_until <= moment {
        Some(in_use)
    } else {
        let models = app.records.models(workspace.id)?;
        let once = models.into_iter().filter(|model| model.state == ModelState::Retired);
        once.filter(|model| model.learned_until <= moment).max_by_key(|model| model.learned_until)
    };
    match record.as_ref().and_then(|record| learned(record, workspace).transpose()) {
        Some(learned) => of_learned(workspace, &learned?),
        None => published(workspace),
    }
}

/// Builds a model from what was learned.
///
/// # Errors
/// A number lies outside what the filters are proven for.
pub fn of_learned(workspace: &Workspace, learned: &Learned) -> Result<Model, AppError> {
    Model::learned(&Published::v2(), workspace.settings.decision_months, learned).map_err(|error| unusable(&error))
}

/// What a record holds. `None` where it was learned for other priors or another typical decision time: then it
/// rests until it is learned anew.
fn learned(record: &ModelRecord, workspace: &Workspace) -> Result<Option<Learned>, AppError> {
    let body: Body = postcard::from_bytes(&record.body)
        .map_err(|_| AppError::Model(format!("the model {} is kept in another form; learn anew", record.version)))?;
    let same_months = (body.decision_months - workspace.settings.decision_months).abs() < 1e-9;
    if body.published != Published::v2().version || !same_months {
        return Ok(None);
    }
    Ok(Some(Learned {
        version: record.version.clone(),
        rhythm: Rhythm::from_slice(&body.rhythm).map_err(|error| unusable(&error))?,
        outlook: body.outlook.map(|(slope, shift)| Calibration { slope, shift }),
    }))
}

/// The body under which a learned model is kept.
#[must_use]
pub fn body(workspace: &Workspace, learned: &Learned) -> Vec<u8> {
    let body = Body {
        published: Published::v2().version,
        decision_months: workspace.settings.decision_months,
        rhythm: learned.rhythm.to_vec(),
        outlook: learned.outlook.map(|fit| (fit.slope, fit.shift)),
    };
    postcard::to_stdvec(&body).unwrap_or_default()
}

fn unusable(error: &enfilade_engine::ModelError) -> AppError {
    AppError::Model(error.to_string())
}
