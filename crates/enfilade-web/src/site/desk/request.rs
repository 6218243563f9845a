//! What comes to the desk: somebody looks at a sheet, or sends a form of it.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::RequestPartsExt;
use axum::extract::rejection::{ExtensionRejection, FormRejection};
use axum::extract::{Extension, Form, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::build::desk::paper::{self, Kept, OnPaper};
use enfilade_domain::{Domain, Role, Room, Timestamp, Workspace};
use enfilade_language::t;
use maud::Markup;

use crate::pages::frame::{Frame, Sheet};
use crate::site::guard::Viewer;
use crate::site::{PageError, Shared, Site, blocking, floor_plan};

/// Somebody looks at a sheet of the desk.
pub(in crate::site) struct Look {
    site: Shared,
    viewer: Viewer,
}

impl FromRequestParts<Shared> for Look {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(parts: &mut Parts, site: &Shared) -> Result<Self, Self::Rejection> {
        let Extension(viewer) = parts.extract().await?;
        Ok(Self { site: site.clone(), viewer })
    }
}

impl Look {
    /// Draws the sheet of this name.
    pub(super) async fn show(
        self,
        name: &'static str,
        draw: impl FnOnce(&Site, &Workspace, &Viewer, &Frame) -> Result<Markup, PageError> + Send + 'static,
    ) -> Result<Html<String>, PageError> {
        let Self { site, viewer } = self;
        blocking(move || {
            let workspace = site.workspace()?;
            let now = site.app.now();
            let frame =
                floor_plan::frame(&site, &workspace, &viewer, Sheet::Desk, now, None, name, t!("1 row = 1 paper"))?;
            Ok(Html(draw(&site, &workspace, &viewer, &frame)?.into_string()))
        })
        .await
    }
}

impl Look {
    /// Gives a file.
    pub(super) async fn give(
        self,
        make: impl FnOnce(&Site, &Workspace) -> Result<Response, PageError> + Send + 'static,
    ) -> Result<Response, PageError> {
        let site = self.site;
        blocking(move || make(&site, &site.workspace()?)).await
    }
}

/// Somebody sends a form of the desk.
pub(in crate::site) struct Change {
    site: Shared,
    viewer: Viewer,
    sent: Sent,
    /// What owners and editors do on this sheet, for whoever may not.
    doing: &'static str,
}

/// What a form of the desk does, by where it stands.
fn doing(path: &str) -> &'static str {
    match path.split('/').nth(2).unwrap_or_default() {
        "worksheets" => t!("write worksheets"),
        "phrases" => t!("keep the buyers’ words"),
        "capabilities" => t!("write about capabilities"),
        "drafts" | "drafts-rule" => t!("write drafts"),
        "audience" => t!("say whom you serve"),
        "calendar" => t!("keep the calendar"),
        "tasks" => t!("settle findings"),
        "gates" => t!("settle forms before learning"),
        _ => t!("work at the desk"),
    }
}

impl FromRequest<Shared> for Change {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Shared) -> Result<Self, Self::Rejection> {
        let doing = doing(request.uri().path());
        let (mut parts, body) = request.into_parts();
        let Extension(viewer) = parts.extract().await.map_err(|error: ExtensionRejection| error.into_response())?;
        let Form(sent) = Form::from_request(Request::from_parts(parts, body), site)
            .await
            .map_err(|error: FormRejection| error.into_response())?;
        Ok(Self { site: site.clone(), viewer, sent: Sent(sent), doing })
    }
}

/// Who a form lets do what it asks.
pub(super) enum Allowed {
    /// Owners and editors.
    SetUp,
    /// Whoever may decide about accounts.
    Decide,
}

impl Change {
    /// Does what the form asks, for owners and editors, and goes where it says.
    pub(super) async fn make(
        self,
        work: impl FnOnce(&Site, &Workspace, &Sent, &str) -> Result<String, PageError> + Send + 'static,
    ) -> Result<Redirect, PageError> {
        self.make_if(&Allowed::SetUp, work).await
    }

    pub(super) async fn make_if(
        self,
        allowed: &Allowed,
        work: impl FnOnce(&Site, &Workspace, &Sent, &str) -> Result<String, PageError> + Send + 'static,
    ) -> Result<Redirect, PageError> {
        let Self { site, viewer, sent, doing } = self;
        match allowed {
            Allowed::SetUp => viewer.check_set_up(doing, sent.text("csrf_token"))?,
            Allowed::Decide => viewer.check_decision(sent.text("csrf_token"))?,
        }
        blocking(move || Ok(Redirect::to(&work(&site, &site.workspace()?, &sent, &viewer.name)?))).await
    }
}

/// What a form of the desk sent.
pub(super) struct Sent(BTreeMap<String, String>);

impl Sent {
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    pub(super) fn owned(&self, name: &str) -> String {
        self.text(name).to_owned()
    }

    /// The lines that say something.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn room(&self) -> Result<Option<Room>, PageError> {
        match self.text("room") {
            "" | "none" => Ok(None),
            name => Room::parse(name)
                .map(Some)
                .ok_or_else(|| PageError::wrong(t!("A room is problem, solution, offer or sales."))),
        }
    }

    /// Houses have roles of their own, so every name is one.
    pub(super) fn role(&self) -> Option<Role> {
        Role::parse(self.text("role")).filter(|role| role.as_str() != "any")
    }

    pub(super) fn account(&self) -> Result<Option<Domain>, PageError> {
        match self.text("account") {
            "" => Ok(None),
            text => Domain::parse(text).map(Some).map_err(|error| in_field(t!("The company's domain"), error)),
        }
    }

    /// A day, as the end of it.
    pub(super) fn day(&self, name: &str) -> Result<Option<Timestamp>, PageError> {
        match self.text(name) {
            "" => Ok(None),
            text => Timestamp::parse(text).map(Some).map_err(|error| in_field(t!("The day"), error)),
        }
    }

    /// A whole number; `label` is what the form calls it.
    pub(super) fn number(&self, name: &str, label: &str) -> Result<Option<i64>, PageError> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| in_field(label, t!("`{text}` is no whole number", text = text))),
        }
    }

    /// The paper as it was when the form was drawn.
    pub(super) fn looked_at<T: OnPaper>(
        &self,
        site: &Site,
        workspace: &Workspace,
        id: i64,
    ) -> Result<Kept<T>, PageError> {
        let kept: Kept<T> = paper::one(&site.app, workspace, id)?;
        if self.number("version", t!("The version"))?.is_some_and(|version| version != kept.version) {
            return Err(PageError::wrong(t!(
                "Somebody else changed it since you opened this page. Look at it again and repeat."
            )));
        }
        Ok(kept)
    }
}

fn in_field(label: &str, error: impl Display) -> PageError {
    PageError::wrong(format!("{label}: {error}."))
}
