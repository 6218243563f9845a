//! The demo's house behind its own pages, as `enfilade demo` serves it.

use std::net::SocketAddr;
use std::sync::Arc;

use enfilade_app::interpret::refresh;
use enfilade_app::story::furnish;
use enfilade_app::{AddressBook, App, access};
use enfilade_domain::{Clock as _, SystemClock};
use enfilade_store::{DatabaseAddress, UserRole};
use enfilade_web::site::{Assessments, Imports, Plans, PublicAssessments, Site, router};
use tempfile::TempDir;

pub(super) const EMAIL: &str = "ines@northgate.example";
pub(super) const PASSWORD: &str = "correct-horse-battery";

/// A running house; whoever comes signs in as Ines, unless it is open.
pub(super) struct House {
    origin: String,
    _runtime: tokio::runtime::Runtime,
    _folder: TempDir,
}

impl House {
    pub(super) fn start(open: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("demo.db"))).unwrap();
        let app = App::new(&store, Arc::new(SystemClock), AddressBook::default());
        let workspace = app.records.ensure_workspace("demo", SystemClock.now()).unwrap();
        furnish::furnish(&app, &workspace).unwrap();
        refresh::catch_up(&app, &|_| {}).unwrap();
        access::add_user(&app, &workspace, "Ines", EMAIL, PASSWORD, UserRole::Owner).unwrap();
        let pages = router(Site {
            app,
            slug: "demo".to_owned(),
            open,
            metrics: prometheus_client::registry::Registry::default(),
            imports: Imports::default(),
            assessments: Assessments::default(),
            public_assessments: PublicAssessments::default(),
            plans: Plans::default(),
        });
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let service = pages.into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self { origin, _runtime: runtime, _folder: folder }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}
