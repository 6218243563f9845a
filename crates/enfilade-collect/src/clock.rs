//! When something happened, given clocks that cannot be trusted.

use enfilade_domain::{DAY_MS, Event, MINUTE_MS, Timestamp};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::outcome::Rejection;

/// 1995-01-01T00:00:00Z. No visitor of a website was earlier; senders with an empty clock say 1970 or 1980.
const EARLIEST: Timestamp = Timestamp::from_millis(788_918_400_000);

/// Reads RFC 3339, a plain date (its end), a time without zone (UTC), or digits: seconds or milliseconds since 1970.
pub(crate) fn parse_moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = Timestamp::parse(text) {
        return Some(moment);
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Eight digits would be a compact date, which jiff has read by now.
        return text.parse().ok().map(from_epoch);
    }
    let civil: DateTime = text.parse().ok()?;
    let instant = civil.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    Some(Timestamp::from_millis(instant.as_millisecond()))
}

/// Seconds or milliseconds since 1970, told apart by size: 10^11 seconds lie in the year 5138.
pub(crate) const fn from_epoch(number: i64) -> Timestamp {
    if number.unsigned_abs() < 100_000_000_000 {
        Timestamp::from_millis(number.saturating_mul(1_000))
    } else {
        Timestamp::from_millis(number)
    }
}

/// Moves a sender's time onto our clock by the offset seen at sending. Offsets up to a minute are travel time.
pub(crate) fn correct_skew(at: Timestamp, sent: Option<Timestamp>, received: Timestamp) -> Timestamp {
    let Some(sent) = sent else { return at };
    let offset = received.millis().saturating_sub(sent.millis());
    if offset.saturating_abs() > MINUTE_MS { at.plus_millis(offset) } else { at }
}

/// Whether a time cannot be true when it was known at `known_at`.
pub(crate) fn is_impossible(at: Timestamp, known_at: Timestamp) -> bool {
    at < EARLIEST || at > known_at.plus_millis(DAY_MS)
}

/// Refuses an event of a file whose time cannot be true at the importer's present: before 1995, or more than a day ahead.
/// An event that arrived once is known from its arrival, whatever its sender's clock said; see `read_event_line`.
///
/// # Errors
/// The time cannot be true; the rejection names the field and the line.
pub fn check_clock(event: &Event, line: u64, now: Timestamp) -> Result<(), Rejection> {
    let is_impossible = |at: Timestamp| at < EARLIEST || at > now.plus_millis(DAY_MS);
    let field = if is_impossible(event.at) {
        "timestamp"
    } else if is_impossible(event.known_at) {
        "receivedAt"
    } else {
        return Ok(());
    };
    let at = if field == "timestamp" { event.at } else { event.known_at };
    let reason = if at < EARLIEST {
        format!("{at} lies before 1995; a sender without a clock says 1970 or 1980")
    } else {
        format!("{at} lies more than a day ahead of now, {now}")
    };
    Err(Rejection::new(field, reason).at_line(line))
}
