//! Dates in words, in the workspace's zone.

use enfilade_domain::{Settings, Timestamp};

use super::PageError;

/// Such as "14 Sep 2026".
pub(super) fn short(at: Timestamp, settings: &Settings) -> String {
    written(at, settings, "%-d %b %Y")
}

/// Such as "Monday 14 September 2026".
pub(super) fn long(at: Timestamp, settings: &Settings) -> String {
    written(at, settings, "%A %-d %B %Y")
}

/// Such as "Week 38, Monday 14 September 2026".
pub(super) fn week(at: Timestamp, settings: &Settings) -> String {
    written(at, settings, "Week %-V, %A %-d %B %Y")
}

fn written(at: Timestamp, settings: &Settings, form: &str) -> String {
    let zone = jiff::tz::TimeZone::get(&settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    at.calendar().map_or_else(|| "-".to_owned(), |at| at.to_zoned_datetime(zone).strftime(form).to_string())
}

/// The moment an `as_of` in the address means; today's present moment without one.
pub(super) fn moment(as_of: Option<&str>, now: Timestamp) -> Result<(Timestamp, Option<String>), PageError> {
    match as_of.filter(|text| !text.is_empty()) {
        None => Ok((now, None)),
        Some(text) => {
            let at = Timestamp::parse(text).map_err(|error| PageError::wrong(format!("as_of: {error}.")))?;
            Ok((at, Some(text.to_owned())))
        }
    }
}
