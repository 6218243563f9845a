//! Requests to events.

use enfilade_domain::{Action, Channel, Event, Place, Timestamp};

use super::LogLine;
use super::target::{TargetKind, kind_of};
use crate::address_parts::{AddressParts, query_value};
use crate::fingerprint;
use crate::lenient::clean_text;
use crate::limits::{ADDRESS_CHARACTERS, ID_CHARACTERS, TEXT_CHARACTERS};
use crate::networks::NetworkKeys;
use crate::outcome::Collected;
use crate::source::source_of;

/// The site whose log it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Without path: `https://www.example.com`.
    origin: String,
    host: String,
}

impl Site {
    /// Reads a web address such as `https://www.example.com` or a bare host.
    ///
    /// # Errors
    /// The text names no host; the sentence says what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_end_matches('/');
        let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let parts = AddressParts::split(&address).filter(|parts| !parts.host().is_empty());
        let Some(parts) = parts.filter(|parts| !parts.host().contains(char::is_whitespace)) else {
            let shown: String = text.chars().take(60).collect();
            return Err(format!("`{shown}` is no site such as https://www.example.com"));
        };
        let scheme = address.split("://").next().unwrap_or("https");
        Ok(Self { origin: format!("{scheme}://{}", parts.host()), host: parts.host().to_lowercase() })
    }

    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// What a request tells: a page view, the day's sign of fetched assets (the same event however often), a miss, or
/// nothing (redirects, and what machines fetch for machines). Reading the same log again gives the same ids.
#[must_use]
pub fn to_events(line: &LogLine, keys: &NetworkKeys, site: &Site) -> Option<Collected> {
    // A target may be a whole address where the server was asked as a proxy.
    let parts = AddressParts::split(&line.target);
    let path = parts.map_or("", |parts| parts.path);
    let kind = kind_of(path);
    let succeeded = matches!(line.status, 200..=299 | 304);
    let action = match (line.method.as_str(), kind) {
        (_, TargetKind::Scanner) => Action::Missed { status: line.status },
        // Monitors ask for heads; no reader does.
        ("HEAD", _) => Action::Missed { status: 0 },
        ("GET", _) if matches!(line.status, 300..=303 | 305..=399) => return None,
        ("GET", TargetKind::Page) if succeeded => Action::Page,
        ("GET", TargetKind::Asset) if succeeded => Action::AssetsFetched,
        ("GET", TargetKind::Machine) if succeeded => return None,
        // A missing picture is the site's fault and says nothing about who asked.
        ("GET", TargetKind::Asset | TargetKind::Machine) => return None,
        // Forms are sent by people; their pages are counted when they are shown.
        ("POST", TargetKind::Page) if succeeded => return None,
        _ => Action::Missed { status: line.status },
    };
    Some(Collected { event: event_of(line, keys, site, action, parts), address: Some(line.address) })
}

fn event_of(line: &LogLine, keys: &NetworkKeys, site: &Site, action: Action, parts: Option<AddressParts<'_>>) -> Event {
    let visitor = keys.visitor_of_log(line.address, line.agent.as_deref());
    let is_page = action == Action::Page;
    let (at, message_id) = if action == Action::AssetsFetched {
        let day = line.at.utc_day();
        let id = fingerprint::of_parts(&[b"assets", visitor.as_str().as_bytes(), &day.to_le_bytes()]);
        (Timestamp::from_utc_day(day), id)
    } else {
        (line.at, request_id(line, keys))
    };
    let query = parts.and_then(|parts| parts.query).filter(|_| is_page);
    let host = line.host.as_deref().unwrap_or(&site.host);
    Event {
        message_id,
        visitor,
        user_id: None,
        at,
        known_at: at,
        clock_suspect: false,
        channel: Channel::AccessLog,
        place: if action == Action::AssetsFetched { None } else { place(line, site, parts) },
        source: is_page.then(|| source_of(query, line.referrer.as_deref(), &[host, &site.host])),
        action,
        dwell_seconds: None,
        scroll: None,
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: query.and_then(|query| query_value(query, "ef_s")).and_then(|k| clean_text(k, ID_CHARACTERS)),
        network: None,
        agent: line.agent.as_deref().and_then(|agent| clean_text(agent, TEXT_CHARACTERS)),
        attributes: None,
    }
}

fn place(line: &LogLine, site: &Site, parts: Option<AddressParts<'_>>) -> Option<Place> {
    let path = clean_text(parts?.path, ADDRESS_CHARACTERS)?;
    let origin = match line.host.as_deref() {
        Some(host) => format!("{}://{host}", site.origin.split("://").next().unwrap_or("https")),
        None => site.origin.clone(),
    };
    Some(Place {
        url: clean_text(&format!("{origin}{path}"), ADDRESS_CHARACTERS),
        path,
        title: None,
        referrer: line.referrer.as_deref().and_then(AddressParts::split).map(|referrer| referrer.kept()),
    })
}

fn request_id(line: &LogLine, keys: &NetworkKeys) -> String {
    fingerprint::of_parts(&[
        &line.at.millis().to_le_bytes(),
        &keys.address_key(line.address).to_le_bytes(),
        line.target.as_bytes(),
        &line.status.to_le_bytes(),
        line.agent.as_deref().unwrap_or_default().as_bytes(),
        line.host.as_deref().unwrap_or_default().as_bytes(),
    ])
}
