//! Who may see a page, and whose forms are believed.

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use enfilade_app::access;
use enfilade_domain::Timestamp;
use enfilade_language::t;
use enfilade_store::{User, UserRole};

use super::{PageError, Shared, blocking, dates};

/// The cookie of a signed-in browser.
pub(super) const COOKIE_NAME: &str = "enfilade_session";

/// The person who looks at the page.
#[derive(Debug, Clone)]
pub(super) struct Viewer {
    pub name: String,
    /// `None` in the open demo.
    pub user_id: Option<i64>,
    pub role: UserRole,
    /// Whether this person may decide anything, or only look.
    pub may_decide: bool,
    /// Whether this person works in further workspaces.
    pub works_elsewhere: bool,
    /// The past day that the address carries. Sheets of today keep it for the others.
    pub day: Option<String>,
    /// Goes into every form and must come back with it.
    pub form_token: String,
}

/// Who the browser of a request is, where somebody looked already.
#[derive(Debug, Clone)]
pub(super) struct SignedIn(pub(super) User);

/// Lets signed-in people through (and everybody, in the open demo); others are asked to sign in.
pub(super) async fn signed_in(State(site): State<Shared>, mut request: Request, next: Next) -> Response {
    let token = session_token(request.headers());
    let day = day_of(request.uri().query().unwrap_or(""), site.app.now());
    let viewer = if site.open {
        Some(Viewer {
            name: "the demo".to_owned(),
            user_id: None,
            // Nobody signs in, so there is nobody to give a role to.
            role: UserRole::Editor,
            may_decide: true,
            works_elsewhere: false,
            day,
            form_token: form_token("open"),
        })
    } else {
        let lookup = blocking({
            let (site, token) = (site.clone(), token.clone());
            let known = request.extensions().get::<SignedIn>().cloned();
            move || {
                let user = match (known, token) {
                    (Some(SignedIn(user)), _) => Some(user),
                    (None, Some(token)) => access::signed_in(&site.app, &token)?,
                    (None, None) => None,
                };
                // Who is shown another workspace has no place in this one.
                let here = site.workspace()?.id;
                let Some(user) = user.filter(|user| user.workspace == here) else { return Ok(None) };
                let works_elsewhere = !site.app.records.memberships(user.id)?.is_empty();
                Ok(Some((user, works_elsewhere)))
            }
        });
        match lookup.await {
            Ok(found) => found.map(|(user, works_elsewhere)| Viewer {
                works_elsewhere,
                day,
                user_id: Some(user.id),
                role: user.role,
                may_decide: user.role != UserRole::Viewer,
                name: user.name,
                form_token: form_token(&token.unwrap_or_default()),
            }),
            Err(error) => return error.into_response(),
        }
    };
    let Some(viewer) = viewer else {
        let next = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    };
    request.extensions_mut().insert(viewer);
    next.run(request).await
}

/// The past day in a query; a wrong one is refused by the sheets that are drawn for days.
fn day_of(query: &str, now: Timestamp) -> Option<String> {
    let as_of = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "as_of")?.1;
    dates::moment(Some(&as_of), now).ok()?.1
}

/// A form posted from another site is refused, whatever cookie comes with it.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !comes_from_here(request.headers()) {
        return PageError::refused(t!("The form came from another site. Please use the form on this site's own page."))
            .into_response();
    }
    next.run(request).await
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match (text(ORIGIN), text(HOST)) {
        // Browsers send Origin with every POST; without one it is no browser, and no cookie was stolen.
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        (Some(_), None) => false,
    }
}

pub(super) fn session_token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

/// What a form of this browser carries; only who holds the session can know it.
pub(super) fn form_token(session: &str) -> String {
    access::form_token(session)
}

impl Viewer {
    /// Refuses a decision by somebody who may only look, and a form that is not this browser's.
    pub(super) fn check_decision(&self, sent: &str) -> Result<(), PageError> {
        if !self.may_decide {
            return Err(PageError::refused(t!(
                "Your account may look and not decide, so nothing was changed. An owner can give you another role."
            )));
        }
        self.check(sent)
    }

    /// Settings, content and imports: for owners and editors.
    pub(super) const fn may_set_up(&self) -> bool {
        matches!(self.role, UserRole::Owner | UserRole::Editor)
    }

    /// People and their roles: for owners.
    pub(super) const fn may_manage_people(&self) -> bool {
        matches!(self.role, UserRole::Owner)
    }

    /// Refuses a change by whoever may not make it, and a form that is not this browser's. `what` says what owners and
    /// editors do, such as "change settings".
    pub(super) fn check_set_up(&self, what: &str, sent: &str) -> Result<(), PageError> {
        if !self.may_set_up() {
            return Err(PageError::refused(t!(
                "Owners and editors {what}, so nothing was changed. An owner can give you that role.",
                what = what
            )));
        }
        self.check(sent)
    }

    /// Refuses a change of people by whoever is no owner, and a form that is not this browser's.
    pub(super) fn check_people(&self, sent: &str) -> Result<(), PageError> {
        if !self.may_manage_people() {
            return Err(PageError::refused(t!("Owners invite people and give roles.")));
        }
        self.check(sent)
    }

    /// Refuses a form that does not carry this browser's token.
    pub(super) fn check(&self, sent: &str) -> Result<(), PageError> {
        if sent == self.form_token {
            return Ok(());
        }
        Err(PageError::refused(t!("The form is no longer valid. Please go back, load the page again and repeat.")))
    }
}
