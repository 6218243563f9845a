//! Caddy's structured logs.

use std::net::IpAddr;

use enfilade_domain::Timestamp;

use super::LogLine;
use super::combined::stated;
use crate::clock;
use crate::lenient::{Leaf, Lenient, lenient_object};
use crate::outcome::Rejection;
use crate::segment::not_json;

lenient_object! {
    /// One line of the log.
    CaddyLine {
        moment: Leaf<'a> = "ts",
        status: Leaf<'a> = "status",
        request: CaddyRequest<'a> = "request",
    }
}

lenient_object! {
    /// The request within a line.
    CaddyRequest {
        client_ip: Leaf<'a> = "client_ip",
        remote_ip: Leaf<'a> = "remote_ip",
        remote_addr: Leaf<'a> = "remote_addr",
        method: Leaf<'a> = "method",
        host: Leaf<'a> = "host",
        uri: Leaf<'a> = "uri",
        headers: CaddyHeaders<'a> = "headers",
    }
}

lenient_object! {
    /// The headers that matter; each is a list.
    CaddyHeaders {
        referrer: Vec<Leaf<'a>> = "Referer",
        agent: Vec<Leaf<'a>> = "User-Agent",
    }
}

/// Reads one line; `None` for lines of the server's own running, which have no request.
pub(super) fn read_caddy(line: &str) -> Result<Option<LogLine>, Rejection> {
    let parsed: CaddyLine<'_> = serde_json::from_str(line).map_err(|error| not_json(&error))?;
    if parsed.wrong_type() {
        return Err(Rejection::whole("a line must be a JSON object"));
    }
    let request = &parsed.request;
    let Some(uri) = request.uri.text() else { return Ok(None) };
    let at = read_moment(&parsed.moment).ok_or_else(|| Rejection::new("ts", "must be a time in seconds"))?;
    let address = [&request.client_ip, &request.remote_ip, &request.remote_addr]
        .into_iter()
        .filter_map(Leaf::text)
        .find_map(read_address)
        .ok_or_else(|| Rejection::new("request.client_ip", "is no IP address"))?;
    let status = parsed.status.number().filter(|status| (0.0..1000.0).contains(status));
    Ok(Some(LogLine {
        at,
        address,
        method: request.method.text().unwrap_or_default().to_ascii_uppercase(),
        target: uri.to_owned(),
        status: status.ok_or_else(|| Rejection::new("status", "must be a number such as 200"))? as u16,
        referrer: stated(request.headers.referrer.first().and_then(Leaf::text)),
        agent: stated(request.headers.agent.first().and_then(Leaf::text)),
        host: stated(request.host.text().map(|host| host.rsplit_once(':').map_or(host, |(host, _)| host))),
    }))
}

fn read_address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse().ok().map(|socket: std::net::SocketAddr| socket.ip()))
}

fn read_moment(leaf: &Leaf<'_>) -> Option<Timestamp> {
    match leaf {
        Leaf::Real(seconds) => Some(Timestamp::from_millis((seconds * 1_000.0) as i64)),
        Leaf::Whole(number) => Some(clock::from_epoch(*number)),
        Leaf::Text(text) => clock::parse_moment(text),
        _ => None,
    }
}
