//! Instants in UTC milliseconds, and the one place that asks the time.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Milliseconds in a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in an hour, the quantum of the filters.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Milliseconds in a day.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A text that is neither an RFC 3339 instant nor a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is neither a time such as 2026-03-01T09:30:00Z nor a date such as 2026-03-01")]
pub struct ParseTimestampError {
    text: String,
}

impl Timestamp {
    /// Later than every event.
    pub const MAX: Self = Self(i64::MAX);
    /// Earlier than every event.
    pub const MIN: Self = Self(i64::MIN);

    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with any offset, or a plain date, which means the **end** of that day in UTC
    /// (so that "as of 1 March" includes 1 March).
    ///
    /// # Errors
    /// The text is neither, or lies outside the years -9999 to 9999.
    pub fn parse(text: &str) -> Result<Self, ParseTimestampError> {
        let text = text.trim();
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Ok(Self(instant.as_millisecond()));
        }
        let date = || -> Option<Self> {
            let date: Date = (text.len() == 10).then(|| text.parse().ok()).flatten()?;
            let next = date.tomorrow().ok()?.to_zoned_datetime(TimeZone::UTC).ok()?;
            Some(Self(next.timestamp().as_millisecond() - 1_000))
        };
        date().ok_or_else(|| ParseTimestampError { text: text.chars().take(60).collect() })
    }

    /// Days from `earlier` to `self`; negative when `self` is the earlier one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / DAY_MS as f64
    }

    #[must_use]
    pub fn plus_days(self, days: f64) -> Self {
        self.plus_millis((days * DAY_MS as f64) as i64)
    }

    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Whole days since 1970-01-01 in UTC; the day an instant belongs to.
    #[must_use]
    pub const fn utc_day(self) -> i64 {
        self.0.div_euclid(DAY_MS)
    }

    /// The start of a UTC day counted from 1970-01-01.
    #[must_use]
    pub const fn from_utc_day(day: i64) -> Self {
        Self(day.saturating_mul(DAY_MS))
    }

    /// For showing in a zone; `None` outside the years that calendars cover.
    #[must_use]
    pub fn calendar(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_millisecond(self.0).ok()
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC; milliseconds only when there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calendar() {
            Some(instant) => write!(f, "{instant}"),
            None => write!(f, "{}ms", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where "now" comes from. A parameter everywhere, so that weeks of silence can be tested at once.
pub trait Clock: Send + Sync + fmt::Debug {
    fn now(&self) -> Timestamp;
}

/// The machine's clock. The only caller of the operating system's time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the single place that asks the time")]
        let now = jiff::Timestamp::now();
        Timestamp(now.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_its_end() {
        let end = Timestamp::parse("2025-03-01").unwrap();
        assert_eq!(end.to_string(), "2025-03-01T23:59:59Z");
    }

    #[test]
    fn offsets_are_read_and_shown_in_utc() {
        let instant = Timestamp::parse("2025-03-01T10:00:00.250+02:00").unwrap();
        assert_eq!(instant.to_string(), "2025-03-01T08:00:00.25Z");
    }

    #[test]
    fn nonsense_is_refused_with_its_text() {
        let error = Timestamp::parse("last week").unwrap_err();
        assert!(error.to_string().contains("`last week`"));
        assert!(Timestamp::parse("").is_err());
        assert!(Timestamp::parse("2025-02-30").is_err());
    }

    #[test]
    fn days_count_both_ways() {
        let start = Timestamp::from_utc_day(10);
        assert_eq!(start.plus_days(1.5).days_since(start), 1.5);
        assert_eq!(start.days_since(start.plus_days(2.0)), -2.0);
        assert_eq!(start.plus_millis(-1).utc_day(), 9);
    }
}
