//! How a command ends: the exit codes, and the one place where an error becomes a sentence for the person at the
//! terminal.

use std::process::ExitCode;

use enfilade_app::AppError;
use enfilade_store::StoreError;

/// How a command ended when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// Done, but some rows were refused (exit 3).
    SomeRejected,
    /// The answer is "not well" (exit 1), for commands that examine.
    Unwell,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Unwell => Self::from(1),
            Outcome::SomeRejected => Self::from(3),
        }
    }
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Wrong usage (exit 2): the person can ask differently.
    Usage(String),
    /// Everything else (exit 1), with the chain of causes.
    Other(anyhow::Error),
}

impl Failure {
    /// Prints the sentence and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Usage(message) => {
                eprintln!("enfilade: {message}");
                ExitCode::from(2)
            }
            Self::Other(error) => {
                eprintln!("enfilade: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Invalid { .. } => Self::Usage(error.to_string()),
            _ => Self::Other(error.into()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::BadAddress(_) => Self::Usage(error.to_string()),
            _ => Self::Other(error.into()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.into())
    }
}
