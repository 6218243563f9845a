//! What readings stand on besides events: everything that people and files stated.

use std::sync::Arc;

use enfilade_domain::Workspace;

use crate::interpret::listing::RecordsByAccount;
use crate::reveal::surroundings::{Surroundings, assets_note};
use crate::{App, AppError};

/// What is stated, loaded once for all who ask until it changes.
#[derive(Debug)]
pub struct Stated {
    /// The newest change that is in it.
    mark: i64,
    pub surroundings: Arc<Surroundings>,
    /// Deals and touches by account.
    pub records: Arc<RecordsByAccount>,
}

impl Stated {
    pub(super) fn load(app: &App, workspace: &Workspace, mark: i64) -> Result<Self, AppError> {
        let surroundings = Arc::new(Surroundings::load(app.records.as_ref(), workspace)?);
        let records = Arc::new(RecordsByAccount::load(app, &surroundings)?);
        Ok(Self { mark, surroundings, records })
    }

    /// Whether nothing was stated since. That a log shows assets is learned from events and leaves no mark.
    pub(super) fn is_still(&self, app: &App, workspace: &Workspace, mark: i64) -> Result<bool, AppError> {
        Ok(self.mark == mark
            && self.surroundings.workspace == *workspace
            && self.surroundings.logs_show_assets == app.records.note(&assets_note(workspace.id))?.is_some())
    }
}
