//! The event log and the records. The only crate that knows SQL.
//!
//! Everything above speaks to two object-safe seams, [`EventLog`] and [`Records`]; [`open`] gives both for a
//! database address. Below them stands one body of SQL in the subset that SQLite and PostgreSQL share, and two
//! drivers that carry it out.
//!
//! Two things are changed on the way in, alike on both databases: a NUL inside a text becomes its visible symbol, and
//! an id longer than 500 bytes becomes its beginning and a digest.

mod address;
mod database;
mod erasure;
mod event_log;
mod event_row;
mod filing;
mod inbox;
mod inbox_writer;
mod lives;
mod made;
mod many_rows;
mod migrations;
mod postgres;
mod records;
mod seams;
mod sqlite;
mod store;
mod value;

pub use address::DatabaseAddress;
pub use made::{MadeReading, ModelRecord, ModelState, ModelUse};
pub use seams::{
    Appended, ChannelActivity, EventFields, EventLog, ImportRun, Invitation, KeptView, Marks, NewDecision, NewPaper,
    Paper, PersonCount, PersonName, Records, RefusedRow, RoomChange, SignIn, StoreError, StoredAccount, StoredPerson,
    Thread, ThreadKind, Touched, User, UserRole, WriteKey,
};
pub use store::{Condition, Store, backup, open, restore};
