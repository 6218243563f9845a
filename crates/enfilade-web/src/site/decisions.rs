//! Forms by which people decide about identity: marks, partings, and their undoing.

use axum::extract::{Extension, Form, Path, State};
use axum::response::Redirect;
use enfilade_app::AppError;
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::decide::{self, Author};
use enfilade_domain::{Domain, PersonId, PersonKind, Subject, Verdict};
use enfilade_language::t;
use serde::Deserialize;

use super::done::{self, Deed};
use super::guard::Viewer;
use super::{PageError, Shared, blocking};

#[derive(Debug, Deserialize)]
pub(super) struct Decide {
    #[serde(default)]
    csrf_token: String,
    /// The kind to mark as; empty brings back.
    #[serde(default)]
    kind: String,
    /// The device or the account that is struck out.
    #[serde(default)]
    visitor: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    because: String,
    /// Where to go afterwards.
    #[serde(default)]
    back: String,
}

impl Decide {
    fn kind(&self) -> Result<Option<PersonKind>, PageError> {
        if self.kind.is_empty() {
            return Ok(None);
        }
        PersonKind::parse(&self.kind).map(Some).ok_or_else(|| PageError::wrong(t!("There is no such kind of visitor.")))
    }
}

pub(super) async fn mark_account(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(domain): Path<String>,
    Form(form): Form<Decide>,
) -> Result<Redirect, PageError> {
    let kind = form.kind()?;
    let domain = Domain::parse(&domain).map_err(|error| PageError::wrong(format!("{error}.")))?;
    take(state, viewer, form, Subject::Account(domain), Verdict::Kind { kind }).await
}

pub(super) async fn mark_person(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(id): Path<String>,
    Form(form): Form<Decide>,
) -> Result<Redirect, PageError> {
    let kind = form.kind()?;
    take(state, viewer, form, subject(&id)?, Verdict::Kind { kind }).await
}

pub(super) async fn part(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(id): Path<String>,
    Form(form): Form<Decide>,
) -> Result<Redirect, PageError> {
    let Subject::User(user) = subject(&id)? else {
        return Err(PageError::wrong(t!("Only a named person can be parted from a device.")));
    };
    let device = subject(&format!("visitor:{}", form.visitor))?;
    take(state, viewer, form, device, Verdict::NotSamePerson { user }).await
}

pub(super) async fn displace(
    state: State<Shared>,
    viewer: Extension<Viewer>,
    Path(id): Path<String>,
    Form(form): Form<Decide>,
) -> Result<Redirect, PageError> {
    let account = Domain::parse(&form.account).map_err(|error| PageError::wrong(format!("{error}.")))?;
    take(state, viewer, form, subject(&id)?, Verdict::NotOfAccount { account }).await
}

pub(super) async fn undo(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Path(id): Path<i64>,
    Form(form): Form<Decide>,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    blocking(move || {
        decide::take_back(&site.app, &site.workspace()?, id)?;
        Ok(refresh::catch_up(&site.app, &|_| {})?)
    })
    .await?;
    Ok(done::return_to(&form.back, "/", Deed::Identity(id)))
}

fn subject(id: &str) -> Result<Subject, PageError> {
    let missing = || AppError::NotFound { what: t!("person"), name: id.to_owned() };
    Ok(PersonId::new(id).subject().ok_or_else(missing)?)
}

async fn take(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    form: Decide,
    subject: Subject,
    verdict: Verdict,
) -> Result<Redirect, PageError> {
    viewer.check_decision(&form.csrf_token)?;
    let number = blocking(move || {
        let author = Author { name: viewer.name, reason: form.because };
        let number = decide::decide(&site.app, &site.workspace()?, &author, &subject, &verdict)?;
        // The page that follows shall already show it.
        refresh::catch_up(&site.app, &|_| {})?;
        Ok(number)
    })
    .await?;
    Ok(done::return_to(&form.back, "/", Deed::Identity(number)))
}
