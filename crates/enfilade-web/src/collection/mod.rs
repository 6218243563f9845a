//! The doors that live traffic comes in by: the Segment-compatible API, and the first-party script with its beacon.
//!
//! A request is answered 200 only after its events are durable. Everything a handler needs stands in [`Collection`];
//! what belongs to the use cases (networks, address databases) comes in through [`Intake`].

mod answer;
mod beacon;
mod body;
mod client;
mod keys;
mod metrics;
mod pace;
mod script;
mod segment;
#[cfg(test)]
mod tests;
mod visitor_cookie;

use std::fmt::Debug;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use enfilade_collect::{Collected, MessageKind};
use enfilade_domain::{Clock, Event, Workspace};
use enfilade_store::{EventLog, StoreError};
use ipnet::IpNet;

use answer::Refusal;
pub(crate) use client::client_address;
pub use keys::WriteKeys;
pub use metrics::CollectionMetrics;
pub use pace::Pace;

/// Turns what was collected into what is stored: attaches networks, so that addresses end at the door.
pub trait Intake: Send + Sync + Debug {
    /// Called on an async thread for every request: it must neither block nor ask a database.
    fn prepare(&self, workspace: &Workspace, collected: Vec<Collected>) -> Vec<Event>;
}

/// What may come in, and from whom it is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Largest body on the wire, in bytes.
    pub body_bytes: usize,
    /// Largest body after inflation, in bytes.
    pub inflated_bytes: usize,
    /// How many events one write key may send.
    pub pace: Pace,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for Limits {
    /// Twice what Segment's SDKs send at most (500 kB before compression), and no proxy believed.
    fn default() -> Self {
        Self { body_bytes: 1 << 20, inflated_bytes: 4 << 20, pace: Pace::default(), trusted_proxies: Vec::new() }
    }
}

/// Everything the doors need.
#[derive(Debug)]
pub struct Collection {
    pub log: Arc<dyn EventLog>,
    pub keys: WriteKeys,
    pub clock: Arc<dyn Clock>,
    pub intake: Arc<dyn Intake>,
    pub limits: Limits,
    pub metrics: CollectionMetrics,
}

impl Collection {
    /// Resolves once the events are durable. No events are durable at once.
    async fn keep(&self, workspace: &Workspace, events: Vec<Event>) -> Result<(), Refusal> {
        if events.is_empty() {
            return Ok(());
        }
        match self.log.submit(workspace.id, events).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(StoreError::Unavailable(_))) | Err(_) => Err(Refusal::Unavailable),
            Ok(Err(error)) => {
                tracing::error!(workspace = workspace.slug, %error, "collected events could not be stored");
                Err(Refusal::Failed)
            }
        }
    }
}

/// The collection endpoints. Mount at the root; `ConnectInfo<SocketAddr>` must be available for client addresses.
pub fn router(collection: Collection) -> Router {
    let mut router = Router::new()
        .route("/v1/batch", post(segment::batch).options(answer::preflight))
        .route("/v1/b", post(segment::batch).options(answer::preflight))
        .route("/v1/import", post(segment::batch).options(answer::preflight))
        .route("/v1/projects/{key}/settings", get(segment::project_settings).options(answer::preflight))
        .route("/e", post(beacon::receive).options(answer::preflight_with_credentials))
        .route("/e.js", get(script::serve).options(answer::preflight));
    for (name, short, kind) in [
        ("page", "p", MessageKind::Page),
        ("track", "t", MessageKind::Track),
        ("identify", "i", MessageKind::Identify),
        ("group", "g", MessageKind::Group),
        ("alias", "a", MessageKind::Alias),
        ("screen", "s", MessageKind::Screen),
    ] {
        let door = post(move |state, request| segment::message(kind, state, request)).options(answer::preflight);
        router = router.route(&format!("/v1/{name}"), door.clone()).route(&format!("/v1/{short}"), door);
    }
    router.with_state(Arc::new(collection))
}
