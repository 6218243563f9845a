//! When something happened, given clocks that cannot be trusted.

use enfilade_domain::{DAY_MS, Event, MINUTE_MS, Timestamp};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

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

/// Checks an imported event against the importer's present: a time before 1995 or more than 24 hours ahead is
/// replaced and marked as suspect. Calling it on a live event changes nothing.
pub fn settle_clock(event: &mut Event, now: Timestamp) {
    if event.known_at < EARLIEST || event.known_at > now.plus_millis(DAY_MS) {
        event.known_at = now;
        event.clock_suspect = true;
    }
    if is_impossible(event.at, event.known_at) {
        event.at = event.known_at;
        event.clock_suspect = true;
    }
}
