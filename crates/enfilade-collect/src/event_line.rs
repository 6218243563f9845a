//! One line of an events file: a message of the Segment specification that happened some time ago.

use crate::outcome::{Collected, Rejection};
use crate::segment::{Timing, read_one, utf8};

/// Reads one line; `number` counts from one. The event is known from its `receivedAt`, else from its own time. As no
/// present is known here, ask [`check_clock`](crate::check_clock) about the event before keeping it.
///
/// # Errors
/// The line is no message, or lacks a field that it needs; the rejection names line, field and reason.
pub fn read_event_line(line: &[u8], number: u64) -> Result<Collected, Rejection> {
    let read = || read_one(utf8(line)?.trim(), None, &Timing::File);
    read().map_err(|rejection| rejection.at_line(number))
}
