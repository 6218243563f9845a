//! A small website that carries the script, under a policy that forbids everything else, and the collector behind it.

use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use enfilade_collect::Collected;
use enfilade_domain::{Event, SystemClock, Timestamp, Workspace, WorkspaceId};
use enfilade_store::{DatabaseAddress, EventLog, WriteKey};
use enfilade_web::collection::{Collection, CollectionMetrics, Intake, Limits, WriteKeys, router};
use serde_json::Value;
use tempfile::TempDir;

const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; \
                      require-trusted-types-for 'script'";
pub(crate) const KEY: &str = "browserkey";
/// Long enough for a busy machine; a message that is expected comes within a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the script sent, as it arrived.
#[derive(Debug, Default)]
struct Arrivals {
    beacons: Mutex<Vec<Value>>,
    changed: Condvar,
}

/// A running site.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) origin: String,
    arrivals: Arc<Arrivals>,
    log: Arc<dyn EventLog>,
    workspace: WorkspaceId,
    _runtime: tokio::runtime::Runtime,
    _folder: TempDir,
}

/// Hands events on as they are.
#[derive(Debug)]
struct AsCollected;

impl Intake for AsCollected {
    fn prepare(&self, _: &Workspace, collected: Vec<Collected>) -> Vec<Event> {
        collected.into_iter().map(|one| one.event).collect()
    }
}

impl Site {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("events.db"))).unwrap();
        let (log, records) = (store.log, store.records);
        let now = Timestamp::from_millis(1_800_000_000_000);
        let workspace = records.ensure_workspace("default", now).unwrap().id;
        records
            .add_write_key(&WriteKey {
                workspace,
                key: KEY.to_owned(),
                label: "browser".to_owned(),
                created_at: now,
                revoked_at: None,
            })
            .unwrap();
        let clock = Arc::new(SystemClock);
        let collection = Collection {
            log: Arc::clone(&log),
            keys: WriteKeys::new(records, clock.clone()),
            clock,
            intake: Arc::new(AsCollected),
            limits: Limits::default(),
            metrics: CollectionMetrics::default(),
        };
        let arrivals = Arc::new(Arrivals::default());
        let app = Router::new()
            .route("/{*page}", get(page))
            .merge(router(collection))
            .layer(from_fn_with_state(Arc::clone(&arrivals), record))
            .into_make_service_with_connect_info::<SocketAddr>();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { origin, arrivals, log, workspace, _runtime: runtime, _folder: folder }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Waits until a message fits.
    pub(crate) fn expect(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let found = |beacons: &Vec<Value>| messages(beacons).into_iter().find(|message| fits(message));
        let beacons = self.arrivals.beacons.lock().unwrap();
        let waiting = |beacons: &mut Vec<Value>| found(beacons).is_none();
        let (beacons, _) = self.arrivals.changed.wait_timeout_while(beacons, PATIENCE, waiting).unwrap();
        found(&beacons).unwrap_or_else(|| panic!("{what} did not arrive; seen: {beacons:#?}"))
    }

    /// All messages so far.
    pub(crate) fn messages(&self) -> Vec<Value> {
        messages(&self.arrivals.beacons.lock().unwrap())
    }

    /// All beacons so far.
    pub(crate) fn beacons(&self) -> Vec<Value> {
        self.arrivals.beacons.lock().unwrap().clone()
    }

    /// What was stored of everybody.
    pub(crate) fn stored(&self) -> Vec<Event> {
        while self.log.file_inbox(1_000).unwrap() > 0 {}
        let visitors = self.log.visitors_after(self.workspace, None, 1_000).unwrap();
        self.log.events_of(self.workspace, &visitors).unwrap()
    }
}

fn messages(beacons: &[Value]) -> Vec<Value> {
    beacons.iter().flat_map(|beacon| beacon["e"].as_array().cloned().unwrap_or_default()).collect()
}

/// Notes a beacon after it was answered, so that its cookie is on its way when a test goes on.
async fn record(State(arrivals): State<Arc<Arrivals>>, request: Request, next: Next) -> Response {
    if request.uri().path() != "/e" || request.method() != "POST" {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, 1 << 20).await.unwrap();
    let beacon: Value = serde_json::from_slice(&bytes).unwrap();
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    assert!(response.status().is_success(), "{beacon}: {response:?}");
    arrivals.beacons.lock().unwrap().push(beacon);
    arrivals.changed.notify_all();
    response
}

async fn page(request: Request) -> Response {
    let consent = if request.uri().path().starts_with("/wait") { " data-consent=\"wait\"" } else { "" };
    let rows: String = (0..200).map(|row| format!("<p>Paragraph {row} about late invoices.</p>")).collect();
    let address = format!(
        "http://{}{}",
        request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default(),
        request.uri().path()
    );
    let html = format!(
        "<!doctype html><title>Late invoices</title>\
         <script async src=\"/e.js\" data-key=\"{KEY}\"{consent}></script>\
         <p>Read <span id=\"address\">{address}</span><p><textarea id=\"pasted\"></textarea>\
         <p><a id=\"outbound\" href=\"https://other.example/study\">Study</a> \
         <a id=\"download\" href=\"/files/guide.pdf\">Guide</a> <a id=\"inside\" href=\"/pricing\">Prices</a> \
         <a id=\"mail\" data-enfilade-share href=\"mailto:?subject=Read&amp;body={}\">Tell a colleague</a>{rows}",
        address.replace(':', "%3A").replace('/', "%2F")
    );
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, POLICY)], html).into_response()
}
