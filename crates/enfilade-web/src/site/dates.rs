//! Dates in words, in the workspace's zone.

use enfilade_domain::{Settings, Timestamp};
use enfilade_language::t;

use super::PageError;
use crate::components::words;

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
    written(at, settings, t!("Week %-V, %A %-d %B %Y"))
}

fn written(at: Timestamp, settings: &Settings, form: &str) -> String {
    let zone = jiff::tz::TimeZone::get(&settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    at.calendar().map_or_else(|| "-".to_owned(), |at| at.to_zoned_datetime(zone).strftime(form).to_string())
}

/// A day as an address says it, such as "2026-09-14".
pub(super) fn in_address(at: Timestamp, settings: &Settings) -> String {
    written(at, settings, "%Y-%m-%d")
}

/// The calendar day here, counted from 1 January 1970.
pub(super) fn day(at: Timestamp, settings: &Settings) -> i64 {
    let zone = jiff::tz::TimeZone::get(&settings.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let offset = at.calendar().map_or(0, |at| zone.to_offset(at).seconds());
    Timestamp::from_millis(at.millis() + i64::from(offset) * 1000).utc_day()
}

/// How many calendar days ago something was: 0 today, 1 yesterday, whatever the hour.
pub(super) fn days_ago(at: Timestamp, moment: Timestamp, settings: &Settings) -> u32 {
    u32::try_from(day(moment, settings) - day(at, settings)).unwrap_or(0)
}

/// The moment an `as_of` in the address means; today's present moment without one, and for today's own date.
pub(super) fn moment(as_of: Option<&str>, now: Timestamp) -> Result<(Timestamp, Option<String>), PageError> {
    match as_of.filter(|text| !text.is_empty()) {
        None => Ok((now, None)),
        Some(text) => {
            let at = Timestamp::parse(text).map_err(|_| {
                PageError::wrong(t!("“{text}” is no day. Please write it such as 2026-09-14.", text = text))
            })?;
            if at < now {
                return Ok((at, Some(text.to_owned())));
            }
            if at.utc_day() > last_day(now) {
                return Err(PageError::wrong(t!(
                    "{utc_day} has not come yet. The sheets show days up to today, as they were known then.",
                    utc_day = words::day_of_year(at.utc_day())
                )));
            }
            Ok((now, None))
        }
    }
}

/// Today where the day is furthest: whoever writes today's date anywhere on earth means today.
fn last_day(now: Timestamp) -> i64 {
    now.plus_days(14.0 / 24.0).utc_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn days_are_counted_by_the_calendar_of_the_workspace() {
        let mut settings = Settings::default();
        let (evening, morning) = (at("2026-09-13T21:30:00Z"), at("2026-09-14T06:00:00Z"));
        assert_eq!(days_ago(evening, morning, &settings), 1, "eight hours ago, and yesterday");
        settings.time_zone = "Europe/Berlin".to_owned();
        assert_eq!(days_ago(at("2026-09-13T22:30:00Z"), morning, &settings), 0, "after midnight there");
        assert_eq!(days_ago(morning, evening, &settings), 0);
    }

    #[test]
    fn a_day_that_has_not_come_is_refused_and_today_is_now() {
        let now = at("2026-09-14T12:00:00Z");
        assert_eq!(moment(None, now).unwrap(), (now, None));
        assert_eq!(moment(Some(""), now).unwrap(), (now, None));
        assert_eq!(moment(Some("2026-09-14"), now).unwrap(), (now, None));
        // Where it is tomorrow already.
        assert_eq!(moment(Some("2026-09-15"), now).unwrap(), (now, None));
        let (then, kept) = moment(Some("2026-09-13"), now).unwrap();
        assert_eq!((then.utc_day(), kept.as_deref()), (now.utc_day() - 1, Some("2026-09-13")));
        for wrong in ["2026-09-16", "2027-05-01", "soon"] {
            assert!(moment(Some(wrong), now).is_err(), "{wrong}");
        }
    }
}
