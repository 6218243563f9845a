//! The model a workspace is read with.

use enfilade_domain::Settings;
use enfilade_engine::{Model, Published};

use crate::AppError;

/// The published priors at the workspace's scale of time.
///
/// # Errors
/// The typical decision time lies outside what the model covers.
pub fn of(settings: &Settings) -> Result<Model, AppError> {
    Model::new(&Published::v2(), settings.decision_months).map_err(|error| AppError::Model(error.to_string()))
}
