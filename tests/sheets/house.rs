//! The demo's house behind its own pages, as `enfilade demo` serves it.

use std::net::SocketAddr;
use std::sync::Arc;

use enfilade_app::build::reading::Manners;
use enfilade_app::interpret::refresh;
use enfilade_app::roll::Drawn;
use enfilade_app::story::furnish;
use enfilade_app::{AddressBook, App, access};
use enfilade_domain::{Clock as _, SystemClock, Workspace};
use enfilade_store::{DatabaseAddress, UserRole};
use enfilade_web::site::{Assessments, Imports, PublicAssessments, Site, router};
use tempfile::TempDir;

pub(super) const EMAIL: &str = "ines@northgate.example";
pub(super) const PASSWORD: &str = "correct-horse-battery";

/// A running house; whoever comes signs in as Ines, unless it is open.
pub(super) struct House {
    origin: String,
    app: App,
    workspace: Workspace,
    runtime: tokio::runtime::Runtime,
    folder: TempDir,
}

fn serve(runtime: &tokio::runtime::Runtime, site: axum::Router) -> String {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let service = site.into_make_service_with_connect_info::<SocketAddr>();
    runtime.spawn(async move { axum::serve(listener, service).await });
    origin
}

impl House {
    pub(super) fn start(open: bool) -> Self {
        let house = Self::empty(open);
        furnish::furnish(&house.app, &house.workspace).unwrap();
        house.catch_up();
        furnish::assess(&house.app, &house.workspace).unwrap();
        access::add_user(&house.app, &house.workspace, "Ines", EMAIL, PASSWORD, UserRole::Owner).unwrap();
        house
    }

    /// As it is after installing: nothing is known, nobody may sign in, and sites on this machine may be read.
    pub(super) fn empty(open: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = enfilade_store::open(&DatabaseAddress::Sqlite(folder.path().join("demo.db"))).unwrap();
        let app = App::new(&store, Arc::new(SystemClock), AddressBook::default());
        let workspace = app.records.ensure_workspace("demo", SystemClock.now()).unwrap();
        let pages = router(Site {
            app: app.clone(),
            slug: "demo".to_owned(),
            open,
            metrics: prometheus_client::registry::Registry::default(),
            imports: Imports::default(),
            assessments: Assessments::new(Manners {
                allowed_hosts: vec!["127.0.0.1".to_owned()],
                ..Manners::default()
            }),
            public_assessments: PublicAssessments::default(),
            plans: Drawn::default(),
        });
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let origin = serve(&runtime, pages);
        Self { origin, app, workspace, runtime, folder }
    }

    /// What the program does by itself: files what came and renews the readings.
    pub(super) fn catch_up(&self) {
        refresh::catch_up(&self.app, &|_| {}).unwrap();
    }

    /// The way in for the first owner.
    pub(super) fn set_up_token(&self) -> String {
        access::set_up_token(&self.app, &self.workspace).unwrap().expect("nobody may sign in yet")
    }

    /// Serves another site beside the house's, and gives its address.
    pub(super) fn beside(&self, site: axum::Router) -> String {
        serve(&self.runtime, site)
    }

    /// Leaves a file where the browser finds it.
    pub(super) fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}
