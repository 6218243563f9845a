//! Access logs of web servers: the format is recognised, each line becomes a request, and requests become page views,
//! one sign of assets a day, or nothing.

mod combined;
mod event;
mod fields;
mod format;
mod json;
mod target;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use enfilade_domain::Timestamp;

pub use event::{Site, to_events};
pub use format::{LogFormat, LogReader, detect};

/// One request as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    pub at: Timestamp,
    pub address: IpAddr,
    /// Upper case; empty where the request was unreadable to the server.
    pub method: String,
    /// Path and query as requested.
    pub target: String,
    pub status: u16,
    pub referrer: Option<String>,
    pub agent: Option<String>,
    /// The host asked for, where the format names it; without port.
    pub host: Option<String>,
}
