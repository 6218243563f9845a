//! Everything that comes in from outside, turned into the words of the domain: messages of the Segment
//! specification, the first-party script's beacon, events files, access logs and CSV files.
//!
//! Pure: callers hand in bytes or readers, the arrival time and the keys. Nothing here asks the time, opens a file
//! or keeps a secret longer than the [`NetworkKeys`] that the caller owns. No input makes it panic; a bad event is a
//! [`Rejection`] that names field and reason and never takes its neighbours with it.

pub mod access_log;
mod address_parts;
pub mod agents;
mod beacon;
mod clock;
mod consent;
mod csv;
mod event_line;
mod fingerprint;
mod lenient;
pub mod limits;
pub mod mail_domain;
mod networks;
mod outcome;
mod segment;
mod source;

pub use beacon::{COOKIE_FREE_VISITOR, read_beacon};
pub use clock::check_clock;
pub use csv::{
    ContentRow, CsvRows, read_accounts, read_content, read_deals, read_declarations, read_path_rules, read_touches,
    read_verdicts,
};
pub use event_line::read_event_line;
pub use mail_domain::registrable_domain;
pub use networks::{CidrKeys, NetworkKeys};
pub use outcome::{Arrival, Batch, Collected, Rejection};
pub use segment::{MessageKind, read_batch, read_message};
pub use source::source_of;
