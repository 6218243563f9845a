//! What goes into and comes out of reading: the arrival, the collected events, and the refusals.

use std::fmt;
use std::net::IpAddr;

use enfilade_domain::{Channel, Event, Timestamp};

/// The circumstances under which a live message arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    pub at: Timestamp,
    /// Of the sender; a message's own `context.ip` is preferred.
    pub address: Option<IpAddr>,
    /// The `User-Agent` header; a message's own `context.userAgent` is preferred.
    pub agent: Option<String>,
    pub channel: Channel,
    /// The request carried `Sec-GPC: 1` or `DNT: 1`.
    pub privacy_signal: bool,
}

/// An event, and the raw address it came from, which the caller hashes and forgets.
#[derive(Debug, Clone, PartialEq)]
pub struct Collected {
    /// `network` is always `None` here.
    pub event: Event,
    pub address: Option<IpAddr>,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Rejection {
    /// Line of the file, counted from one.
    pub line: Option<u64>,
    /// Position in the batch, counted from zero.
    pub index: Option<usize>,
    /// Name of the field as it is written in the format; empty when the whole is unusable.
    pub field: String,
    /// A lower-case fragment that says what is wrong and what would be right.
    pub reason: String,
}

impl Rejection {
    pub(crate) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { line: None, index: None, field: field.into(), reason: reason.into() }
    }

    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self::new("", reason)
    }

    pub(crate) fn at_line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.index = Some(index);
        self
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(index) = self.index {
            write!(f, "batch[{index}]: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        f.write_str(&self.reason)
    }
}

/// What a request body held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    pub collected: Vec<Collected>,
    pub rejections: Vec<Rejection>,
    /// The key named in the body, for senders that cannot set a header.
    pub write_key: Option<String>,
}
