//! The language of the pages: put in force for every request of a workspace, and given, shown and taken back on the sheet
//! of settings.

use std::future::poll_fn;
use std::pin::pin;

use axum::extract::multipart::MultipartError;
use axum::extract::{Extension, Form, Multipart, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use enfilade_app::language::{self, LARGEST_BYTES, Standing};
use enfilade_domain::Workspace;
use enfilade_language::t;
use serde::Deserialize;

use super::guard::Viewer;
use super::{PageError, Shared, blocking, dates};
use crate::pages::frame::PostForm;
use crate::pages::settings::Spoken;

/// With the other fields of the form.
pub(super) const LARGEST_FORM: usize = LARGEST_BYTES + (64 << 10);

/// Answers a request in the workspace's language. Files for spreadsheets and programs are English in every house.
pub(super) async fn speak(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_for_programs = [".csv", ".pot", ".po"].iter().any(|ending| path.ends_with(ending));
    let language = match language::held(&site.app, &site.slug) {
        _ if is_for_programs => None,
        Some(language) => language,
        None => {
            let site = site.clone();
            match blocking(move || Ok(language::of(&site.app, &site.slug)?)).await {
                Ok(language) => language,
                Err(error) => return error.into_response(),
            }
        }
    };
    let Some(language) = language else { return next.run(request).await };
    // A request may go on in another thread whenever it waited, so the language is put in force for each of its steps.
    let mut answer = pin!(next.run(request));
    poll_fn(|context| {
        let _in_force = enfilade_language::put_in_force(Some(language));
        answer.as_mut().poll(context)
    })
    .await
}

/// What the sheet of settings says about the language.
pub(super) fn spoken(site: &super::Site, workspace: &Workspace, viewer: &Viewer) -> Result<Spoken, PageError> {
    let Standing { code, translated, texts, fuzzy, unknown, given, version } =
        language::standing(&site.app, workspace)?;
    let form = |path: &str, label: &str| PostForm {
        action: format!("/settings/language/{path}"),
        label: label.to_owned(),
        fields: vec![("version".to_owned(), version.unwrap_or_default().to_string())],
    };
    let may = viewer.may_set_up();
    Ok(Spoken {
        code,
        translated,
        texts,
        fuzzy,
        unknown: unknown.iter().map(ToString::to_string).collect(),
        take_back: (may && version.is_some()).then(|| form("undo", t!("Take the last change back"))),
        remove: (may && given.is_some()).then(|| form("remove", t!("Return to English"))),
        given: given.map(|(by, at)| t!("given by {by} on {at}", by = by, at = dates::short(at, &workspace.settings))),
    })
}

/// Takes a file up, as a whole or not at all.
pub(super) async fn give(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    mut form: Multipart,
) -> Result<Redirect, PageError> {
    let too_large = || PageError::wrong(t!("The file is larger than a translation of these pages can be."));
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => PageError::wrong(t!("The file did not arrive whole ({error}); please send it again.", error = error)),
    };
    let mut token = String::new();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            if field.name() == Some("csrf_token") {
                token = field.text().await.map_err(broken)?;
            }
            continue;
        }
        // The form names the token before the file, so that nothing is read for whoever may not.
        viewer.check_set_up(t!("change settings"), &token)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LARGEST_BYTES {
                return Err(too_large());
            }
        }
        let text = String::from_utf8(bytes).map_err(|_| PageError::wrong(t!("The file is no text in UTF-8.")))?;
        return blocking(move || {
            let workspace = site.workspace()?;
            language::put(&site.app, &workspace, &text, &viewer.name)?;
            Ok(Redirect::to("/settings?saved=language#language-h"))
        })
        .await;
    }
    Err(PageError::wrong(t!("Please choose a file.")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Change {
    csrf_token: String,
    version: i64,
}

/// Returns to English.
pub(super) async fn remove(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Change>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    blocking(move || {
        language::remove(&site.app, &site.workspace()?, &viewer.name)?;
        Ok(Redirect::to("/settings?saved=language#language-h"))
    })
    .await
}

/// Takes the last change back.
pub(super) async fn take_back(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Change>,
) -> Result<Redirect, PageError> {
    viewer.check_set_up(t!("change settings"), &form.csrf_token)?;
    blocking(move || {
        language::take_back(&site.app, &site.workspace()?, form.version, &viewer.name)?;
        Ok(Redirect::to("/settings?saved=language#language-h"))
    })
    .await
}

/// Every text of the pages, for whoever translates.
pub(super) async fn template() -> Response {
    file("enfilade.pot", language::TEMPLATE.to_owned())
}

/// The file in force, as it was given.
pub(super) async fn given(State(site): State<Shared>) -> Result<Response, PageError> {
    let text = blocking(move || Ok(language::given(&site.app, &site.workspace()?)?)).await?;
    let text = text.ok_or_else(|| PageError::not_found(t!("No language file is in force here.")))?;
    Ok(file("enfilade.po", text))
}

fn file(name: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], text).into_response()
}
