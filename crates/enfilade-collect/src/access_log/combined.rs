//! The common and combined formats of Apache and nginx, also with the virtual host in front.

use std::borrow::Cow;
use std::net::IpAddr;

use enfilade_domain::Timestamp;
use jiff::civil::Date;

use super::LogLine;
use crate::outcome::Rejection;

/// Reads `[host:port] address identity user [time] "request" status bytes ["referrer" "agent"]`. What follows is ignored.
pub(super) fn read_combined(line: &str, with_host: bool, with_agent: bool) -> Result<LogLine, Rejection> {
    let mut rest = line;
    let host = if with_host {
        let host = take_word(&mut rest).ok_or_else(|| missing("host"))?;
        Some(host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned())
    } else {
        None
    };
    let address = take_word(&mut rest).ok_or_else(|| missing("address"))?;
    let address: IpAddr = address.parse().map_err(|_| Rejection::new("address", "is no IP address"))?;
    // Identity and user may hold spaces, so the time's bracket ends them.
    let (_, after) = rest.split_once('[').ok_or_else(|| missing("time"))?;
    let (time, after) = after.split_once(']').ok_or_else(|| missing("time"))?;
    let at = read_time(time).ok_or_else(|| Rejection::new("time", "must be like 17/May/2015:10:05:03 +0000"))?;
    rest = after;
    let request = take_quoted(&mut rest).ok_or_else(|| missing("request"))?;
    let status = take_word(&mut rest).ok_or_else(|| missing("status"))?;
    let status = status.parse().map_err(|_| Rejection::new("status", "must be a number such as 200"))?;
    take_word(&mut rest).ok_or_else(|| missing("bytes"))?;
    let (mut referrer, mut agent) = (None, None);
    if with_agent {
        referrer = Some(take_quoted(&mut rest).ok_or_else(|| missing("referrer"))?);
        agent = Some(take_quoted(&mut rest).ok_or_else(|| missing("agent"))?);
    }
    let (method, target) = split_request(&request);
    Ok(LogLine {
        at,
        address,
        method,
        target,
        status,
        referrer: stated(referrer.as_deref()),
        agent: stated(agent.as_deref()),
        host,
    })
}

/// `-` and nothing mean the same.
pub(super) fn stated(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty() && *text != "-").map(str::to_owned)
}

fn missing(field: &str) -> Rejection {
    Rejection::new(field, "missing; the line does not have this format")
}

fn take_word<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let end = text.find(' ').unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    *rest = after;
    (!word.is_empty()).then_some(word)
}

/// A quoted text; a backslash escapes the next character.
fn take_quoted<'a>(rest: &mut &'a str) -> Option<Cow<'a, str>> {
    let text = rest.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    let mut has_escapes = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => (escaped, has_escapes) = (true, true),
            b'"' => {
                *rest = &text[at + 1..];
                let quoted = &text[..at];
                return Some(if has_escapes {
                    Cow::Owned(quoted.replace("\\\"", "\"").replace("\\\\", "\\"))
                } else {
                    Cow::Borrowed(quoted)
                });
            }
            _ => {}
        }
    }
    None
}

/// Method and target of `GET /path HTTP/1.1`; an unreadable request has no method.
fn split_request(request: &str) -> (String, String) {
    let mut words = request.split(' ');
    let method = words.next().unwrap_or_default();
    let is_method = !method.is_empty() && method.len() <= 20 && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    match words.next() {
        Some(target) if is_method => (method.to_ascii_uppercase(), target.to_owned()),
        _ => (String::new(), request.to_owned()),
    }
}

/// Reads `17/May/2015:10:05:03 +0200`.
fn read_time(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (moment, offset) = text.trim().split_once(' ')?;
    let mut parts = moment.split(['/', ':']);
    let day: i8 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let date = Date::new(parts.next()?.parse().ok()?, i8::try_from(month + 1).ok()?, day).ok()?;
    let mut number = || parts.next()?.parse::<i8>().ok();
    let (hour, minute, second) = (number()?, number()?, number()?);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    // A leap second is the last second of its minute.
    let local = date.at(hour, minute, second.min(59), 0);
    let (sign, digits) = offset.split_at_checked(1)?;
    let digits: i64 = if digits.len() == 4 { digits.parse().ok()? } else { return None };
    let minutes = digits / 100 * 60 + digits % 100;
    let minutes = match sign {
        "+" => minutes,
        "-" => -minutes,
        _ => return None,
    };
    let utc = local.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond();
    Some(Timestamp::from_millis(utc - minutes * 60_000))
}
