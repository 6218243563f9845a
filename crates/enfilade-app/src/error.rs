//! What can go wrong in a use case, in the words of the person who asked.

use std::path::PathBuf;

use enfilade_store::StoreError;

/// The one error of the use cases; the web and the command line each translate it once.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The thing named does not exist in this workspace.
    #[error("there is no {what} `{name}` here")]
    NotFound { what: &'static str, name: String },
    /// An answer that cannot be used, with the field and what would be right.
    #[error("{field}: {reason}")]
    Invalid { field: &'static str, reason: String },
    /// The store could not be used; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read or written.
    #[error("cannot use {}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// The engine refuses the workspace's answers.
    #[error("the model cannot be built: {0}")]
    Model(String),
    /// Somebody stopped it; nothing was changed.
    #[error("stopped; nothing was changed")]
    Stopped,
}

impl AppError {
    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid { field, reason: reason.into() }
    }
}
