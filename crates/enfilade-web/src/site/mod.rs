//! The pages' handlers: thin. Each asks the use cases, fills a page's plain struct and draws it.

mod account;
mod accounts;
mod as_made;
mod assessment;
mod begin;
mod brief;
mod content;
mod csv;
mod dates;
mod decisions;
mod desk;
mod done;
mod error;
mod find;
mod floor_plan;
mod guard;
mod health;
mod honesty;
mod houses;
mod import;
mod keys;
mod language;
mod monday;
mod monday_file;
mod person;
mod public_assessment;
mod ready;
mod refused;
mod scenarios;
mod settings;
mod sign_in;
mod signals;
mod statements;
mod workspaces;

use std::num::NonZero;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use enfilade_app::App;
use enfilade_app::roll::Drawn;
use enfilade_domain::Workspace;
use prometheus_client::registry::Registry;
use tokio::sync::Semaphore;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::assets::{KEYS_PATH, STYLE_PATH};

use houses::Houses;

pub use assessment::Assessments;
pub use error::PageError;
pub use import::Imports;
pub use public_assessment::PublicAssessments;

/// What the pages stand on.
#[derive(Debug)]
pub struct Site {
    pub app: App,
    /// The workspace that this address shows.
    pub slug: String,
    /// Open without sign-in: only ever for the demo on a loopback address.
    pub open: bool,
    pub metrics: Registry,
    /// Files that were sent since the start.
    pub imports: Imports,
    /// Sites that are being read.
    pub assessments: Assessments,
    pub public_assessments: PublicAssessments,
    /// Floor plans of big houses.
    pub plans: Drawn<str>,
}

type Shared = Arc<Site>;

impl Site {
    /// The same program for another workspace.
    fn beside(&self, slug: &str) -> Self {
        Self {
            app: self.app.clone(),
            slug: slug.to_owned(),
            open: self.open,
            metrics: Registry::default(),
            imports: Imports::default(),
            assessments: self.assessments.beside(),
            public_assessments: PublicAssessments::default(),
            plans: Drawn::default(),
        }
    }

    /// The workspace with its present settings.
    fn workspace(&self) -> Result<Workspace, PageError> {
        Ok(enfilade_app::reveal::surroundings::workspace(self.app.records.as_ref(), &self.slug)?)
    }
}

/// Nothing from elsewhere and no frame. What the pages need is their own style sheet; the one script of their own only
/// adds keys.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// All pages, health and metrics.
pub fn router(site: Site) -> Router {
    let site = Arc::new(site);
    let houses = Arc::new(Houses::new(Arc::clone(&site)));
    // Around the whole: what one workspace's router took from an address would confuse another's.
    let led = ServiceBuilder::new().layer(middleware::from_fn_with_state(houses, houses::lead)).service(house(&site));
    Router::new()
        .route(STYLE_PATH, get(style))
        .route(KEYS_PATH, get(keys::script))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .fallback_service(led)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_| error::after_a_panic()))
        .with_state(site)
}

/// One workspace, with its forms coming back where they stand.
fn house(site: &Shared) -> Router {
    let pages = pages(site).with_state(Arc::clone(site));
    let keeping = ServiceBuilder::new().layer(middleware::from_fn(refused::keep_what_was_typed)).service(pages);
    let spoken = middleware::from_fn_with_state(Arc::clone(site), language::speak);
    Router::new().fallback_service(keeping).layer(spoken).layer(middleware::map_response(with_headers))
}

/// The pages of one workspace.
fn pages(site: &Shared) -> Router<Shared> {
    Router::new()
        .route("/", get(floor_plan::show))
        .route("/ready", get(ready::show))
        .route("/ready.csv", get(ready::as_csv))
        .route("/accounts/{domain}/brief", get(brief::show))
        .route("/accounts/{domain}/call", post(ready::call))
        .route("/accounts/{domain}/not-yet", post(ready::not_yet))
        .route("/contacts/{id}/undo", post(ready::undo))
        .route("/accounts", get(accounts::show))
        .route("/accounts.csv", get(accounts::as_csv))
        .route("/accounts/views", post(accounts::keep))
        .route("/accounts/views/{id}/forget", post(accounts::forget))
        .route("/find", get(find::show))
        .route("/keys", get(keys::show))
        .route("/accounts/{domain}", get(account::show))
        .route("/accounts/{domain}/mark", post(decisions::mark_account))
        .route("/content", get(content::show))
        .route("/content.csv", get(content::as_csv))
        .route("/content/settle", post(content::settle))
        .merge(desk::routes())
        .route("/site", get(assessment::show))
        .route("/site.csv", get(assessment::as_csv))
        .route("/site/assess", post(assessment::ask))
        .route("/site/accept", post(assessment::accept))
        .route("/site/dispute", post(assessment::dispute))
        .route("/site/dispute/undo", post(assessment::let_stand))
        .route("/ready/signals", post(signals::make))
        .route("/monday", get(monday::show))
        .route("/monday.csv", get(monday::as_csv))
        .route("/begin", get(begin::show))
        .route("/begin/answers", post(begin::answer))
        .route("/begin/piece", post(begin::piece))
        .route("/settings", get(settings::show))
        .route("/settings/answers", post(settings::answer))
        .route("/settings/rules", post(settings::rules))
        .route("/settings/fit", post(settings::fit))
        .route("/settings/keys", post(settings::add_key))
        .route("/settings/keys/revoke", post(settings::revoke_key))
        .route("/settings/people/invite", post(settings::invite))
        .route("/settings/people/{id}/role", post(settings::change_role))
        .route("/settings/people/{id}/remove", post(settings::remove_person))
        .route("/settings/invitations/withdraw", post(settings::withdraw))
        .route("/settings/language", post(language::give).layer(DefaultBodyLimit::max(language::LARGEST_FORM)))
        .route("/settings/language/remove", post(language::remove))
        .route("/settings/language/undo", post(language::take_back))
        .route("/settings/language.pot", get(language::template))
        .route("/settings/language.po", get(language::given))
        .route("/settings/script", get(settings::script))
        .route(
            "/settings/import",
            get(import::show).post(import::send).layer(DefaultBodyLimit::max(import::LARGEST_BYTES)),
        )
        .route("/settings/import/examples/{kind}", get(import::example))
        .route("/settings/import/{id}", get(import::show_run))
        .route("/settings/import/{id}/refused.csv", get(import::refused))
        .route("/honesty", get(honesty::show))
        .route("/honesty/compute", post(honesty::compute))
        .route("/accounts/{domain}/declare", post(statements::declare))
        .route("/accounts/{domain}/overrule", post(statements::overrule))
        .route("/accounts/{domain}/verdict", post(statements::verdict))
        .route("/accounts/{domain}/request", post(statements::request))
        .route("/statements/{id}/undo", post(statements::undo))
        .route("/statements/{id}/answer", post(statements::answer))
        .route("/people/{id}", get(person::show))
        .route("/people/{id}/mark", post(decisions::mark_person))
        .route("/people/{id}/part", post(decisions::part))
        .route("/people/{id}/displace", post(decisions::displace))
        .route("/decisions/{id}/undo", post(decisions::undo))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/scenarios", get(scenarios::list))
        .route("/scenarios/{id}", get(scenarios::show))
        .route("/workspaces", get(workspaces::show))
        .route("/workspaces/go", post(workspaces::go))
        .layer(middleware::from_fn_with_state(Arc::clone(site), guard::signed_in))
        .route("/ready.atom", get(signals::feed))
        .route("/assess", get(public_assessment::form).post(public_assessment::ask))
        .route("/assess/{token}", get(public_assessment::answer))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/join", get(sign_in::join_form).post(sign_in::join))
        .route("/set-up", get(sign_in::set_up_form).post(sign_in::set_up))
        .layer(middleware::from_fn(guard::same_origin))
        .fallback(error::no_such_page)
}

async fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(CONTENT_SECURITY_POLICY, POLICY);
    put(CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("x-content-type-options"), "nosniff");
    put(HeaderName::from_static("referrer-policy"), "same-origin");
    response
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=300")], crate::assets::STYLE)
}

/// Runs what blocks (the store is synchronous) away from the async threads. No more at once than the machine can carry:
/// drawing takes the processor, and many who read must not starve what makes readings fresh.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PageError> + Send + 'static,
) -> Result<T, PageError> {
    static AT_ONCE: LazyLock<Semaphore> =
        LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get).max(2)));
    // The page that is drawn there speaks as this request does.
    let language = enfilade_language::in_force();
    let work = move || {
        let _in_force = enfilade_language::put_in_force(language);
        work()
    };
    let _turn = AT_ONCE.acquire().await.map_err(|error| PageError::internal(&error))?;
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(PageError::internal(&error)))
}
