//! The Segment-compatible API: `POST /v1/{page,track,identify,group,alias,screen,batch,import}` and what the browser
//! SDK asks before it starts.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use enfilade_collect::{Arrival, Batch, MessageKind, Rejection, read_batch, read_message};
use enfilade_domain::Channel;
use serde_json::json;

use super::Collection;
use super::answer::{self, Refusal};
use super::visitor_cookie::is_https;
use super::{body, client, keys};

/// One message of a kind that stands in the address.
pub(super) async fn message(
    kind: MessageKind,
    State(collection): State<Arc<Collection>>,
    request: Request,
) -> Response {
    receive(&collection, request, |body, arrival| read_message(body, kind, arrival)).await
}

/// Many messages, each naming its kind.
pub(super) async fn batch(State(collection): State<Arc<Collection>>, request: Request) -> Response {
    receive(&collection, request, read_batch).await
}

async fn receive<R>(collection: &Collection, request: Request, read: R) -> Response
where
    R: Fn(&[u8], &Arrival) -> Result<Batch, Rejection>,
{
    let (parts, body) = request.into_parts();
    let taken = match body::read(&parts.headers, body, &collection.limits).await {
        Ok(bytes) => take(collection, &parts, bytes, read).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = match taken {
        Ok(rejections) => answer::accepted(&rejections),
        Err(refusal) => {
            collection.metrics.count_refusal(Channel::Api, &refusal);
            refusal.into_response()
        }
    };
    answer::open_to_origin(&parts.headers, &mut response);
    response
}

/// Keeps what can be used. Returns what could not.
async fn take<R>(collection: &Collection, parts: &Parts, bytes: Bytes, read: R) -> Result<Vec<Rejection>, Refusal>
where
    R: Fn(&[u8], &Arrival) -> Result<Batch, Rejection>,
{
    let now = collection.clock.now();
    // A key outside the body is checked before anything is parsed.
    let mut known = match keys::key_of(parts) {
        Some(key) => Some(collection.keys.find(&key).await?),
        None => None,
    };
    let arrival = client::arrival(parts, &collection.limits.trusted_proxies, Channel::Api, now);
    let batch = read(&bytes, &arrival)?;
    drop(bytes);
    if known.is_none() {
        known = Some(collection.keys.find(batch.write_key.as_deref().unwrap_or_default()).await?);
    }
    let known = known.ok_or(Refusal::UnknownKey)?;
    known
        .meter
        .admit(collection.limits.pace, now, batch.collected.len() + batch.rejections.len())
        .map_err(|retry_after_seconds| Refusal::TooFast { retry_after_seconds })?;
    let mut rejections = batch.rejections;
    if batch.collected.is_empty() && !rejections.is_empty() {
        collection.metrics.count(Channel::Api, 0, rejections.len() - 1);
        return Err(Refusal::from(rejections.swap_remove(0)));
    }
    let events = collection.intake.prepare(&known.workspace, batch.collected);
    let accepted = events.len();
    collection.keep(&known.workspace, events).await?;
    collection.metrics.count(Channel::Api, accepted, rejections.len());
    Ok(rejections)
}

/// What the browser SDK loads before it starts: one destination, which is this server.
pub(super) async fn project_settings(
    State(collection): State<Arc<Collection>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut response = match collection.keys.find(&key).await {
        Ok(_) => {
            let mut destination = json!({
                "apiKey": key,
                "unbundledIntegrations": [],
                "addBundledMetadata": true,
                "maybeBundledConfigIds": {},
                "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
            });
            if let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) {
                destination["apiHost"] = json!(format!("{host}/v1"));
                destination["protocol"] = json!(if is_https(&headers) { "https" } else { "http" });
            }
            Json(json!({
                "integrations": {"Segment.io": destination},
                "plan": {"track": {"__default": {"enabled": true, "integrations": {}}}, "identify": {}, "group": {}},
                "edgeFunction": {},
                "analyticsNextEnabled": true,
                "middlewareSettings": {},
                "enabledMiddleware": {},
                "metrics": {"sampleRate": 0},
                "legacyVideoPluginsEnabled": false,
                "remotePlugins": [],
            }))
            .into_response()
        }
        Err(refusal) => refusal.into_response(),
    };
    answer::open_to_origin(&headers, &mut response);
    response
}
