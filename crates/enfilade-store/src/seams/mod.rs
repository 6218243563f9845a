//! The two seams behind which a database stands. Synchronous: callers inside an async runtime use a blocking thread,
//! except for [`EventLog::submit`], which answers through a channel and never blocks.

mod event_log;
mod kept;
mod records;

pub use event_log::{Appended, ChannelActivity, EventFields, EventLog, Thread, ThreadKind, Touched};
pub use kept::{
    ImportRun, Invitation, KeptView, Marks, NewDecision, NewPaper, Paper, PersonCount, PersonName, RefusedRow,
    RoomChange, SignIn, StoredAccount, StoredPerson, User, UserRole, WriteKey,
};
pub use records::Records;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was written; trying again later may work (disk full, database away, lock held too long).
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The database answered something that the store did not expect.
    #[error("the store failed: {0}")]
    Failed(String),
    /// A stored row cannot be read back into the domain.
    #[error("a stored {what} cannot be read: {reason}")]
    Inconsistent { what: &'static str, reason: String },
    /// The database was written by a newer version of this program.
    #[error("the database has schema version {found}, this program knows up to {known}; please update Enfilade")]
    NewerSchema { found: i64, known: i64 },
    /// The address names no database that this program can open.
    #[error("`{0}` is not a database address such as sqlite:path or postgres://user@host/name")]
    BadAddress(String),
}
