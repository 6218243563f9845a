//! `POST /e`: what the first-party script tells, and the decision whether its visitor is known again.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use enfilade_collect::{Rejection, read_beacon};
use enfilade_domain::{Action, Channel, Consent, ConsentMode, Event, Timestamp, VisitorId};
use serde::Deserialize;

use super::answer::{self, Refusal};
use super::visitor_cookie::{self, Brought};
use super::{Collection, body, client};

/// The part of a beacon that decides whether the rest is read at all.
#[derive(Deserialize)]
struct Envelope<'a> {
    /// Write key.
    #[serde(borrow)]
    k: Cow<'a, str>,
    /// `granted` or `denied`, once the visitor said so.
    #[serde(borrow, default)]
    c: Option<Cow<'a, str>>,
}

impl Envelope<'_> {
    fn consent(&self) -> Option<Consent> {
        match self.c.as_deref() {
            Some("granted") => Some(Consent::Granted),
            Some("denied") => Some(Consent::Denied),
            _ => None,
        }
    }
}

/// Under which name the visitor is read.
#[derive(Debug, PartialEq, Eq)]
enum Reading {
    /// Not at all: he declined, or was not asked yet where asking is the rule.
    Nobody,
    /// He declined just now; what is stored of him learns it.
    Declined,
    /// Under an id that his browser keeps.
    Visitor,
    /// For the day, by his network; only companies can be told.
    Network,
}

impl Reading {
    const fn decide(mode: ConsentMode, consent: Option<Consent>, declined_before: bool) -> Self {
        match (consent, mode) {
            (Some(Consent::Denied), _) => Self::Declined,
            (None, _) if declined_before => Self::Nobody,
            (_, ConsentMode::CookieFree) => Self::Network,
            (None, ConsentMode::OptIn) => Self::Nobody,
            (Some(Consent::Granted), _) | (None, ConsentMode::OptOut) => Self::Visitor,
        }
    }
}

/// What became of a beacon.
struct Taken {
    status: StatusCode,
    rejections: Vec<Rejection>,
    cookies: Vec<Option<HeaderValue>>,
}

impl Taken {
    /// Nothing was kept, and rightly so.
    const fn nothing(cookies: Vec<Option<HeaderValue>>) -> Self {
        Self { status: StatusCode::NO_CONTENT, rejections: Vec::new(), cookies }
    }
}

pub(super) async fn receive(State(collection): State<Arc<Collection>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let taken = if client::refuses_to_be_read(&parts.headers) {
        Ok(Taken::nothing(Vec::new()))
    } else {
        match body::read(&parts.headers, body, &collection.limits).await {
            Ok(bytes) => take(&collection, &parts, bytes).await,
            Err(refusal) => Err(refusal),
        }
    };
    let mut response = match taken {
        Ok(taken) => {
            let mut response = match taken.status {
                StatusCode::NO_CONTENT => taken.status.into_response(),
                _ => answer::accepted(&taken.rejections),
            };
            for cookie in taken.cookies.into_iter().flatten() {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        Err(refusal) => {
            collection.metrics.count_refusal(Channel::Script, &refusal);
            refusal.into_response()
        }
    };
    answer::open_with_credentials(&parts.headers, &mut response);
    response
}

async fn take(collection: &Collection, parts: &Parts, bytes: Bytes) -> Result<Taken, Refusal> {
    let envelope: Envelope<'_> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::body(format!("not a beacon of the script: {error}")))?;
    let now = collection.clock.now();
    let known = collection.keys.find(&envelope.k).await?;
    let brought = visitor_cookie::brought(&parts.headers);
    let mode = known.workspace.settings.consent_mode;
    let reading = Reading::decide(mode, envelope.consent(), brought.declined);
    let visitor = match reading {
        Reading::Nobody => return Ok(Taken::nothing(expired(parts, &brought))),
        Reading::Network => None,
        Reading::Declined => brought.visitor.clone(),
        Reading::Visitor => Some(match &brought.visitor {
            Some(visitor) => visitor.clone(),
            None => visitor_cookie::new_visitor().map_err(|_| Refusal::Failed)?,
        }),
    };
    let arrival = client::arrival(parts, &collection.limits.trusted_proxies, Channel::Script, now);
    let mut batch = read_beacon(&bytes, visitor.as_ref(), &arrival)?;
    known
        .meter
        .admit(collection.limits.pace, now, batch.collected.len() + batch.rejections.len())
        .map_err(|retry_after_seconds| Refusal::TooFast { retry_after_seconds })?;
    if reading == Reading::Declined {
        // Who was never known stays unknown; who was known is from now on known to have declined.
        batch.collected.retain(|one| brought.visitor.is_some() && one.event.action == Action::ConsentStated);
    } else if batch.collected.is_empty() && !batch.rejections.is_empty() {
        return Err(Refusal::from(batch.rejections.swap_remove(0)));
    }
    let mut events = collection.intake.prepare(&known.workspace, batch.collected);
    if reading == Reading::Network {
        for event in &mut events {
            event.visitor = visitor_of_the_day(event, now);
        }
    }
    let accepted = events.len();
    collection.keep(&known.workspace, events).await?;
    collection.metrics.count(Channel::Script, accepted, batch.rejections.len());
    Ok(match (reading, &visitor) {
        (Reading::Declined, _) => Taken::nothing(vec![
            visitor_cookie::forget(&parts.headers),
            visitor_cookie::remember_refusal(&parts.headers),
        ]),
        (Reading::Visitor, Some(visitor)) => {
            let mut cookies = vec![visitor_cookie::remember(&parts.headers, visitor)];
            if brought.declined {
                cookies.push(visitor_cookie::forget_refusal(&parts.headers));
            }
            Taken { status: StatusCode::OK, rejections: batch.rejections, cookies }
        }
        _ => Taken { status: StatusCode::OK, rejections: batch.rejections, cookies: expired(parts, &brought) },
    })
}

/// Takes an id back from a browser that should have none.
fn expired(parts: &Parts, brought: &Brought) -> Vec<Option<HeaderValue>> {
    if brought.visitor.is_some() { vec![visitor_cookie::forget(&parts.headers)] } else { Vec::new() }
}

/// Stands for everybody behind one address on one day: enough to tell a company by its stated network, too little to
/// know anybody again tomorrow.
fn visitor_of_the_day(event: &Event, now: Timestamp) -> VisitorId {
    let day = now.utc_day();
    match &event.network {
        Some(network) => VisitorId::new(format!("day:{day}:{:016x}", network.address_key)),
        None => VisitorId::new(format!("day:{day}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_decides_under_which_name_a_visitor_is_read() {
        use Consent::{Denied, Granted};
        use ConsentMode::{CookieFree, OptIn, OptOut};
        let cases = [
            (OptOut, None, false, Reading::Visitor),
            (OptOut, None, true, Reading::Nobody),
            (OptOut, Some(Granted), true, Reading::Visitor),
            (OptOut, Some(Denied), false, Reading::Declined),
            (OptIn, None, false, Reading::Nobody),
            (OptIn, Some(Granted), false, Reading::Visitor),
            (OptIn, Some(Denied), true, Reading::Declined),
            (CookieFree, None, false, Reading::Network),
            (CookieFree, Some(Granted), false, Reading::Network),
            (CookieFree, None, true, Reading::Nobody),
            (CookieFree, Some(Denied), false, Reading::Declined),
        ];
        for (mode, consent, declined_before, expected) in cases {
            assert_eq!(Reading::decide(mode, consent, declined_before), expected, "{mode:?} {consent:?}");
        }
    }
}
