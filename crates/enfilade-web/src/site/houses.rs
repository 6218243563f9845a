//! One server, many workspaces: each request is led to the pages of the workspace that its browser shows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use enfilade_app::access;
use tower::ServiceExt as _;

use super::guard::{SignedIn, session_token};
use super::{Shared, blocking, house};

/// The workspace that the server was started for, and the others as far as somebody came for them.
#[derive(Debug)]
pub(super) struct Houses {
    first: Shared,
    others: Mutex<BTreeMap<String, Router>>,
}

impl Houses {
    pub(super) const fn new(first: Shared) -> Self {
        Self { first, others: Mutex::new(BTreeMap::new()) }
    }

    fn of(&self, slug: &str) -> Router {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || house(&Arc::new(self.first.beside(slug)));
        others.entry(slug.to_owned()).or_insert_with(make).clone()
    }
}

/// Leads whoever is shown another workspace there. Strangers see the doors of the first.
pub(super) async fn lead(State(houses): State<Arc<Houses>>, mut request: Request, next: Next) -> Response {
    let token = session_token(request.headers());
    let Some(token) = token.filter(|_| !houses.first.open) else { return next.run(request).await };
    let found = blocking({
        let site = Arc::clone(&houses.first);
        move || {
            let Some(user) = access::signed_in(&site.app, &token)? else { return Ok(None) };
            let workspaces = site.app.records.workspaces()?;
            let shown = workspaces.into_iter().find(|workspace| workspace.id == user.workspace);
            Ok(shown.map(|workspace| (user, workspace.slug)))
        }
    });
    let (user, slug) = match found.await {
        Ok(Some(found)) => found,
        Ok(None) => return next.run(request).await,
        Err(error) => return error.into_response(),
    };
    request.extensions_mut().insert(SignedIn(user));
    if slug == houses.first.slug {
        return next.run(request).await;
    }
    match houses.of(&slug).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
