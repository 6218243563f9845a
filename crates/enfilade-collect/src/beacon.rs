//! The beacon of the first-party script: `{"v":1,"k":…,"sent":…,"c":…,"e":[…]}`, JSON sent as text/plain.

use enfilade_domain::{Action, Consent, Event, Timestamp, UserId, VisitorId};
use serde_json::value::RawValue;

use crate::address_parts::{AddressParts, place_of, query_value};
use crate::clock;
use crate::consent::StatedConsent;
use crate::fingerprint;
use crate::lenient::{Leaf, Lenient, clean_text, lenient_object};
use crate::limits::{BATCH_EVENTS, EVENT_BYTES, ID_CHARACTERS, TEXT_CHARACTERS};
use crate::outcome::{Arrival, Batch, Collected, Rejection};
use crate::segment::{
    Identity, Traits, action_of_name, body_text, email_of_user, not_json, parse_object, read_id, read_traits,
    sound_dwell, sound_scroll,
};
use crate::source::source_of;

/// The visitor of events that came without one: the script sets no cookie in the cookie-free mode and before consent.
/// The caller replaces it by a stand-in of network and day before keeping the event; two visitors must never share it.
pub const COOKIE_FREE_VISITOR: &str = "cookie-free";

lenient_object! {
    /// The beacon as a whole.
    Beacon {
        version: Leaf<'a> = "v",
        write_key: Leaf<'a> = "k",
        sent: Leaf<'a> = "sent",
        consent: StatedConsent = "c",
        events: Vec<&'a RawValue> = "e",
    }
}

lenient_object! {
    /// One thing that happened in the browser; which letters are used depends on `t`.
    Happening {
        kind: Leaf<'a> = "t",
        id: Leaf<'a> = "i",
        user_id: Leaf<'a> = "id",
        url: Leaf<'a> = "u",
        referrer: Leaf<'a> = "r",
        name: Leaf<'a> = "n",
        milliseconds_before: Leaf<'a> = "a",
        of: Leaf<'a> = "o",
        dwell: Leaf<'a> = "d",
        scroll: Leaf<'a> = "s",
        page: Option<&'a RawValue> = "p",
        token: Leaf<'a> = "k",
        consent: StatedConsent = "c",
        traits: Option<&'a RawValue> = "traits",
    }
}

/// Reads a beacon. Without a visitor the events carry [`COOKIE_FREE_VISITOR`], which the caller must replace.
///
/// # Errors
/// The body as a whole is unusable: too large, too many events, no UTF-8, or no beacon.
pub fn read_beacon(body: &[u8], visitor: Option<&VisitorId>, arrival: &Arrival) -> Result<Batch, Rejection> {
    let text = body_text(body)?;
    let beacon: Beacon<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if beacon.wrong_type() {
        return Err(Rejection::whole("the body must be a JSON object"));
    }
    if beacon.version.number() != Some(1.0) {
        return Err(Rejection::new("v", "must be 1"));
    }
    if beacon.events.len() > BATCH_EVENTS {
        return Err(Rejection::new("e", format!("holds more than {BATCH_EVENTS} events")));
    }
    let cookie_free = VisitorId::new(COOKIE_FREE_VISITOR);
    let reading = BeaconReading {
        visitor: visitor.unwrap_or(&cookie_free),
        consent: beacon.consent.with_signal(arrival.privacy_signal),
        arrival,
    };
    let mut batch = Batch { write_key: beacon.write_key.clean(), ..Batch::default() };
    for (index, raw) in beacon.events.iter().enumerate() {
        match reading.read(raw.get(), index) {
            Ok(event) => batch.collected.push(Collected { event, address: arrival.address }),
            Err(rejection) => batch.rejections.push(rejection.at_index(index)),
        }
    }
    Ok(batch)
}

/// What all events of a beacon share.
struct BeaconReading<'a> {
    visitor: &'a VisitorId,
    consent: Option<Consent>,
    arrival: &'a Arrival,
}

impl BeaconReading<'_> {
    fn read(&self, text: &str, index: usize) -> Result<Event, Rejection> {
        if text.len() > EVENT_BYTES {
            return Err(Rejection::whole(format!("the event has more than {EVENT_BYTES} bytes")));
        }
        let happening: Happening<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        if happening.wrong_type() {
            return Err(Rejection::whole("an event must be an object"));
        }
        let mut event = self.bare(text, &happening, index)?;
        let page = page_address(&happening);
        let url = happening.url.text();
        match happening.kind.text().unwrap_or_default() {
            "page" => read_page(&mut event, &happening)?,
            "read" => read_reading(&mut event, &happening)?,
            "click" => {
                let href = url.ok_or_else(|| missing("u"))?;
                event.action = Action::OutboundClick;
                event.place = page.as_deref().and_then(|page| place_of(None, Some(page), None, None));
                event.attributes = attribute("href", href);
            }
            "download" => {
                event.action = Action::ContentDownloaded;
                event.place = Some(place_of(None, url, None, page.as_deref()).ok_or_else(|| missing("u"))?);
            }
            "share" => {
                event.action = Action::ContentShared;
                event.share_token = Some(
                    happening.token.text().and_then(|k| clean_text(k, ID_CHARACTERS)).ok_or_else(|| missing("k"))?,
                );
                event.place = place_of(None, url, None, None);
            }
            "identify" => read_identify(&mut event, &happening)?,
            "track" => {
                let name = happening.name.clean().ok_or_else(|| missing("n"))?;
                event.action = action_of_name(&name);
                event.attributes = properties_text(happening.page)?;
                event.place = place_of(None, url, None, None);
            }
            "consent" => {
                event.action = Action::ConsentStated;
                let stated = happening.consent.0.ok_or_else(|| Rejection::new("c", "must be granted or denied"))?;
                event.consent = StatedConsent(Some(stated)).with_signal(self.arrival.privacy_signal);
                event.place = place_of(None, url, None, None);
            }
            other => {
                let other: String = other.chars().take(40).collect();
                return Err(Rejection::new("t", format!("`{other}` is no kind of event")));
            }
        }
        Ok(event)
    }

    /// An event with nothing but its circumstances.
    fn bare(&self, text: &str, happening: &Happening<'_>, index: usize) -> Result<Event, Rejection> {
        // Only the distance to sending is trusted; the browser's own clock is not.
        let before = happening.milliseconds_before.number().unwrap_or(0.0).clamp(0.0, 1e15) as i64;
        let at = self.arrival.at.plus_millis(-before);
        let suspect = clock::is_impossible(at, self.arrival.at);
        Ok(Event {
            message_id: match read_id(&happening.id, "i")? {
                Some(id) => id,
                None => derived_id(text, self.arrival.at, index),
            },
            visitor: self.visitor.clone(),
            user_id: None,
            at: if suspect { self.arrival.at } else { at },
            known_at: self.arrival.at,
            clock_suspect: suspect,
            channel: self.arrival.channel,
            action: Action::Page,
            place: None,
            dwell_seconds: None,
            scroll: None,
            source: None,
            consent: self.consent,
            email: None,
            name: None,
            job_title: None,
            company: None,
            share_token: None,
            network: None,
            agent: self.arrival.agent.as_deref().and_then(|agent| clean_text(agent, TEXT_CHARACTERS)),
            attributes: None,
        })
    }
}

fn read_page(event: &mut Event, happening: &Happening<'_>) -> Result<(), Rejection> {
    let url = happening.url.text().unwrap_or_default();
    let referrer = happening.referrer.text();
    let place = place_of(None, Some(url), happening.name.text(), referrer);
    event.place = Some(place.ok_or_else(|| Rejection::new("u", "must be the page's address"))?);
    let parts = AddressParts::split(url);
    let query = parts.and_then(|parts| parts.query);
    let own_host = parts.map(|parts| parts.host());
    event.source = Some(source_of(query, referrer, own_host.as_slice()));
    event.share_token = query.and_then(|query| query_value(query, "ef_s")).and_then(|k| clean_text(k, ID_CHARACTERS));
    Ok(())
}

fn read_reading(event: &mut Event, happening: &Happening<'_>) -> Result<(), Rejection> {
    let of = read_id(&happening.of, "o")?.ok_or_else(|| missing("o"))?;
    event.action = Action::PageRead { of };
    event.dwell_seconds = happening.dwell.number().and_then(sound_dwell);
    event.scroll = happening.scroll.number().and_then(sound_scroll);
    event.place = place_of(None, happening.url.text(), None, None);
    Ok(())
}

fn read_identify(event: &mut Event, happening: &Happening<'_>) -> Result<(), Rejection> {
    let traits: Traits<'_> = parse_object(happening.traits, "traits")?;
    event.action = Action::Identify;
    event.user_id = read_id(&happening.user_id, "id")?.map(UserId::new);
    let mut identity = read_traits(&traits);
    identity.email = identity.email.or_else(|| email_of_user(event.user_id.as_ref()));
    let Identity { email, name, job_title, company } = identity.with_company_of_email();
    if event.user_id.is_none() && email.is_none() && name.is_none() {
        return Err(Rejection::new("id", "missing; identify needs an id or traits that name somebody"));
    }
    (event.email, event.name, event.job_title, event.company) = (email, name, job_title, company);
    event.attributes = happening.traits.filter(|_| traits.has_unknown()).map(|raw| raw.get().to_owned());
    Ok(())
}

/// `p` is a page's address, except in track events, where it holds the properties.
fn page_address(happening: &Happening<'_>) -> Option<String> {
    serde_json::from_str(happening.page?.get()).ok()
}

fn properties_text(raw: Option<&RawValue>) -> Result<Option<String>, Rejection> {
    let Some(raw) = raw else { return Ok(None) };
    let object: Traits<'_> = parse_object(Some(raw), "p")?;
    let is_empty = raw.get().len() <= 2 && !object.has_unknown();
    Ok((!is_empty).then(|| raw.get().to_owned()))
}

fn attribute(name: &str, value: &str) -> Option<String> {
    let parts = AddressParts::split(value);
    let kept = parts.map_or_else(|| clean_text(value, TEXT_CHARACTERS).unwrap_or_default(), |parts| parts.kept());
    Some(format!("{{\"{name}\":{}}}", serde_json::to_string(&kept).ok()?))
}

fn missing(field: &str) -> Rejection {
    Rejection::new(field, "missing")
}

fn derived_id(text: &str, arrived: Timestamp, index: usize) -> String {
    let index = u64::try_from(index).unwrap_or(u64::MAX);
    fingerprint::of_parts(&[text.as_bytes(), &arrived.millis().to_le_bytes(), &index.to_le_bytes()])
}
