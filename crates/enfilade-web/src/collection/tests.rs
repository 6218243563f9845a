//! The doors as a client meets them, over a real store in a temporary folder.

mod api;
mod script;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use enfilade_domain::{Action, Clock, Consent, ConsentMode, Network, NetworkKind, Settings, Timestamp};
use enfilade_store::{DatabaseAddress, EventLog, Records, WriteKey};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use super::*;

const KEY: &str = "testkey";

#[derive(Debug)]
struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Gives every address a network whose key is the address itself.
#[derive(Debug)]
struct AddressAsKey;

impl Intake for AddressAsKey {
    fn prepare(&self, _: &Workspace, collected: Vec<Collected>) -> Vec<Event> {
        let network = |address: std::net::IpAddr| Network {
            address_key: match address {
                std::net::IpAddr::V4(address) => i64::from(address.to_bits()),
                std::net::IpAddr::V6(_) => 6,
            },
            block_key: 0,
            kind: NetworkKind::Unknown,
            organisation: None,
            domain: None,
        };
        collected.into_iter().map(|one| Event { network: one.address.map(network), ..one.event }).collect()
    }
}

#[derive(Debug)]
struct House {
    router: Router,
    log: Arc<dyn EventLog>,
    records: Arc<dyn Records>,
    clock: Arc<SetClock>,
    workspace: Workspace,
    _folder: TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

impl House {
    fn new() -> Self {
        Self::with(Limits::default(), ConsentMode::OptOut)
    }

    fn with(limits: Limits, consent_mode: ConsentMode) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("enfilade.db"))).unwrap();
        let clock = Arc::new(SetClock(AtomicI64::new(1_800_000_000_000)));
        let workspace = store.records.ensure_workspace("default", clock.now()).unwrap();
        store.records.save_settings(workspace.id, &Settings { consent_mode, ..Settings::default() }).unwrap();
        let key = WriteKey {
            workspace: workspace.id,
            key: KEY.to_owned(),
            label: "test".to_owned(),
            created_at: clock.now(),
            revoked_at: None,
        };
        store.records.add_write_key(&key).unwrap();
        let router = router(Collection {
            log: Arc::clone(&store.log),
            keys: WriteKeys::new(Arc::clone(&store.records), clock.clone()),
            clock: clock.clone(),
            intake: Arc::new(AddressAsKey),
            limits,
            metrics: CollectionMetrics::default(),
        });
        Self { router, log: store.log, records: store.records, clock, workspace, _folder: folder }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer: SocketAddr = "203.0.113.7:4711".parse().unwrap();
        let request = request.extension(ConnectInfo(peer)).body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("authorization", &basic(KEY))], body.to_string()).await
    }

    async fn beacon(&self, headers: &[(&str, &str)], consent: Option<&str>, messages: &[Value]) -> Answer {
        let mut beacon = json!({"v": 1, "k": KEY, "sent": self.clock.now().millis(), "e": messages});
        if let Some(consent) = consent {
            beacon["c"] = json!(consent);
        }
        self.send("POST", "/e", headers, beacon.to_string()).await
    }

    fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::Relaxed);
    }

    fn stored(&self) -> Vec<Event> {
        while self.log.file_inbox(1_000).unwrap() > 0 {}
        let visitors = self.log.visitors_after(self.workspace.id, None, 1_000).unwrap();
        self.log.events_of(self.workspace.id, &visitors).unwrap()
    }
}

fn basic(key: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{key}:")))
}
