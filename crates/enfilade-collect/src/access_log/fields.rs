//! Formats whose lines are explained by a `#Fields:` directive: W3C extended logs and `CloudFront`.

use std::net::IpAddr;

use enfilade_domain::Timestamp;

use super::LogLine;
use super::combined::stated;
use crate::clock;
use crate::outcome::Rejection;

/// The names of the fields in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldNames {
    names: Vec<String>,
}

impl FieldNames {
    /// The order that `CloudFront` has kept for its standard logs, for files whose head was cut off.
    pub(super) fn cloud_front() -> Self {
        let names = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
                     cs(User-Agent) cs-uri-query";
        Self { names: names.split_ascii_whitespace().map(str::to_lowercase).collect() }
    }

    pub(super) fn read_directive(&mut self, directive: &str) {
        if let Some(names) = directive.strip_prefix("Fields:") {
            self.names = names.split_ascii_whitespace().take(200).map(str::to_lowercase).collect();
        }
    }

    pub(super) fn read_line(&self, line: &str, is_cloud_front: bool) -> Result<LogLine, Rejection> {
        if self.names.is_empty() {
            return Err(Rejection::new("#Fields", "missing; the lines before must name the fields"));
        }
        let separator = if line.contains('\t') { '\t' } else { ' ' };
        let cells: Vec<&str> = line.split(separator).collect();
        let cell = |names: &[&str]| -> Option<&str> {
            names.iter().find_map(|name| {
                let position = self.names.iter().position(|field| field == name)?;
                cells.get(position).copied().filter(|cell| !cell.is_empty() && *cell != "-")
            })
        };
        let missing = |field: &str| Rejection::new(field, "missing");
        let date = cell(&["date"]).ok_or_else(|| missing("date"))?;
        let time = cell(&["time"]).ok_or_else(|| missing("time"))?;
        let at: Timestamp = clock::parse_moment(&format!("{date}T{time}Z"))
            .ok_or_else(|| Rejection::new("date", "date and time must be like 2026-03-01 09:30:00"))?;
        let address = cell(&["c-ip"]).ok_or_else(|| missing("c-ip"))?;
        let address: IpAddr = address.parse().map_err(|_| Rejection::new("c-ip", "is no IP address"))?;
        let status = cell(&["sc-status"]).ok_or_else(|| missing("sc-status"))?;
        // CloudFront writes 000 where the reader left before an answer.
        let status = status.parse().map_err(|_| Rejection::new("sc-status", "must be a number such as 200"))?;
        let mut target = cell(&["cs-uri-stem", "cs-uri"]).ok_or_else(|| missing("cs-uri-stem"))?.to_owned();
        if let Some(query) = cell(&["cs-uri-query"]) {
            target.push('?');
            target.push_str(query);
        }
        let unescape = |text: &str| if is_cloud_front { decode(text) } else { text.replace('+', " ") };
        Ok(LogLine {
            at,
            address,
            method: cell(&["cs-method"]).unwrap_or_default().to_ascii_uppercase(),
            target,
            status,
            referrer: stated(cell(&["cs(referer)"])),
            agent: cell(&["cs(user-agent)"]).map(unescape),
            host: stated(cell(&["x-host-header", "cs-host", "cs(host)"])),
        })
    }
}

/// Percent-decoding, once more for the double encoding that older `CloudFront` logs have.
fn decode(text: &str) -> String {
    let once = decode_once(text);
    if once.contains('%') { decode_once(&once) } else { once }
}

fn decode_once(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if let (b'%', [high, low, remaining @ ..]) = (first, after)
            && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
        {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = remaining;
            continue;
        }
        bytes.push(*first);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
