//! Days and times of day, as a journey writes them.

use enfilade_domain::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};

use super::FIRST_MOMENT;
use super::words::{JourneyError, Words, parse_day};

/// A claim of the story that nothing happened in these days.
#[derive(Debug)]
pub(super) struct Silence {
    pub(super) line: usize,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) actor: Option<String>,
}

/// A day, and the time of day where the line names one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) day: u32,
    pub(super) offset_ms: Option<i64>,
}

/// `dN..dM silence` or `dN..dM ACTOR silence`.
pub(super) fn silence(days: &str, words: &mut Words) -> Option<Silence> {
    let (from, to) = days.split_once("..")?;
    let (from, to) = (parse_day(from)?, parse_day(to)?);
    let line = words.line();
    if words.take("silence") {
        return Some(Silence { line, from, to, actor: None });
    }
    if words.peek_second() != Some("silence") {
        return None;
    }
    let actor = words.next();
    words.next();
    Some(Silence { line, from, to, actor })
}

/// `d3`, `d3@14:30`, `d3,d5,d9`, or `d0..d42 every 2 [days]`.
pub(super) fn moments(days: &str, words: &mut Words) -> Result<Vec<Moment>, JourneyError> {
    if let Some((from, to)) = days.split_once("..") {
        let (Some(from), Some(to)) = (parse_day(from), parse_day(to)) else {
            return Err(words.error(format!("`{days}` is not a range of days such as d0..d42")));
        };
        if !words.take("every") {
            return Err(words.error("a range of days needs `every N days`"));
        }
        let step = words.need_number("the number of days")?;
        if !(1.0..=10_000.0).contains(&step) {
            return Err(words.error("the number of days between must be at least 1"));
        }
        let _ = words.take("days") || words.take("day");
        let range = (from..=to).step_by(step as usize);
        return Ok(range.map(|day| Moment { day, offset_ms: None }).collect());
    }
    let one =
        |word: &str| moment(word).ok_or_else(|| words.error(format!("`{word}` is no day such as d3 or d3@14:30")));
    days.split(',').map(one).collect()
}

pub(super) fn moment(word: &str) -> Option<Moment> {
    let Some((day, time)) = word.split_once('@') else {
        return Some(Moment { day: parse_day(word)?, offset_ms: None });
    };
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    // A journey's day begins at eight o'clock.
    let in_day = (8..22).contains(&hour) && (0..60).contains(&minute);
    in_day.then_some(Moment { day: parse_day(day)?, offset_ms: Some((hour - 8) * HOUR_MS + minute * MINUTE_MS) })
}

/// Touches and deals have no visitor whose day must be kept in order.
pub(super) fn moment_time(moment: Moment) -> Timestamp {
    FIRST_MOMENT.plus_millis(i64::from(moment.day) * DAY_MS + moment.offset_ms.unwrap_or(2 * HOUR_MS))
}

/// A fixed mixing of line, day and name (the finaliser of SplitMix64), so that times of day vary and never change.
pub(super) fn scatter(line: u64, day: u64, name: &str) -> u64 {
    let mut mixed = line.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ day.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    for byte in name.bytes() {
        mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x94d0_49bb_1331_11eb);
    }
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 31)
}
