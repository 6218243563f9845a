//! Signing in and out, and the first password behind the one-time link.

use axum::extract::{Extension, Form, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use enfilade_app::{AppError, access, invitations};
use enfilade_language::t;
use serde::Deserialize;

use super::guard::{COOKIE_NAME, Viewer, session_token};
use super::{PageError, Shared, blocking};
use crate::pages::doorway::{self, Join, SetUp, SignIn};
use crate::pages::frame::{Frame, Sheet};

#[derive(Debug, Deserialize)]
pub(super) struct Next {
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SignInForm {
    email: String,
    password: String,
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Token {
    #[serde(default)]
    token: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct SetUpForm {
    token: String,
    email: String,
    password: String,
    password_again: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct SignOutForm {
    #[serde(default)]
    csrf_token: String,
}

pub(super) fn frame() -> Frame {
    Frame {
        // Strangers are not told whose house this is.
        workspace_name: String::new(),
        current: Sheet::None,
        signed_in: None,
        works_elsewhere: false,
        title_block: None,
        notice: None,
        done: None,
        late: None,
        as_of: None,
        today: String::new(),
        sought: String::new(),
        csrf_token: String::new(),
    }
}

/// Only paths of this site; anything else could lead a signed-in person away.
fn safe_next(next: Option<String>) -> Option<String> {
    next.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
}

pub(super) async fn form(State(site): State<Shared>, Query(next): Query<Next>) -> Result<Html<String>, PageError> {
    blocking(move || {
        let is_nobody_known = access::is_nobody_known(&site.app, &site.workspace()?)?;
        let page = SignIn { next: safe_next(next.next), is_nobody_known, ..SignIn::default() };
        Ok(Html(doorway::sign_in(&frame(), &page).into_string()))
    })
    .await
}

pub(super) async fn submit(
    State(site): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    let next = safe_next(form.next);
    let email = form.email.clone();
    let signed = blocking({
        let site = site.clone();
        move || match access::sign_in(&site.app, &form.email, &form.password) {
            Ok(token) => Ok(Ok(token)),
            Err(AppError::Invalid { reason, .. }) => Ok(Err(reason)),
            Err(error) => Err(error.into()),
        }
    });
    match signed.await? {
        Ok(token) => Ok(started(&token, &headers, next.as_deref().unwrap_or("/"))),
        Err(_) => {
            let problem = Some(t!("That e-mail address and password do not go together.").to_owned());
            let page = SignIn { email, next, problem, is_nobody_known: false };
            let html = doorway::sign_in(&frame(), &page).into_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
    }
}

pub(super) async fn set_up_form(State(site): State<Shared>, Query(asked): Query<Token>) -> Result<Response, PageError> {
    let known = blocking({
        let (site, token) = (site.clone(), asked.token.clone());
        move || Ok(access::is_set_up_token(&site.app, &token)?)
    });
    if !known.await? {
        return Err(PageError::not_found(t!(
            "This is not the newest set-up link: it was used already or cut short, or a newer one was printed when the server started."
        )));
    }
    Ok(Html(doorway::set_up(&frame(), &set_up_page(asked.token, String::new(), None)).into_string()).into_response())
}

fn set_up_page(token: String, email: String, problem: Option<String>) -> SetUp {
    SetUp { email, token, least_length: access::SHORTEST_PASSWORD as u32, problem }
}

pub(super) async fn set_up(
    State(site): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<SetUpForm>,
) -> Result<Response, PageError> {
    let (token, email) = (form.token.clone(), form.email.clone());
    let done = blocking({
        let site = site.clone();
        move || {
            if form.password != form.password_again {
                return Ok(Err(t!("The two passwords differ.").to_owned()));
            }
            let workspace = site.workspace()?;
            match access::set_up(&site.app, &workspace, &form.token, "", &form.email, &form.password) {
                Ok(token) => Ok(Ok(token)),
                Err(AppError::Invalid { reason, .. }) => Ok(Err(reason)),
                Err(error) => Err(error.into()),
            }
        }
    });
    match done.await? {
        Ok(session) => Ok(started(&session, &headers, "/begin")),
        Err(problem) => {
            let html = doorway::set_up(&frame(), &set_up_page(token, email, Some(problem))).into_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct JoinForm {
    token: String,
    #[serde(default)]
    name: String,
    email: String,
    password: String,
    password_again: String,
}

/// Behind an invitation: who comes, and a password.
pub(super) async fn join_form(State(site): State<Shared>, Query(asked): Query<Token>) -> Result<Response, PageError> {
    let invitation = blocking({
        let (site, token) = (site.clone(), asked.token.clone());
        move || Ok(invitations::open_invitation(&site.app, &token)?)
    });
    let Some((workspace, invitation)) = invitation.await? else {
        return Err(PageError::not_found(t!(
            "This invitation was used already, was withdrawn, or is older than a week. Please ask for a new one."
        )));
    };
    let page = Join {
        role: invitation.role.as_str().to_owned(),
        invited_by: invitation.made_by,
        set_up: set_up_page(asked.token, String::new(), None),
        name: String::new(),
    };
    let frame = Frame { workspace_name: workspace.name().to_owned(), ..frame() };
    Ok(Html(doorway::join(&frame, &page).into_string()).into_response())
}

pub(super) async fn join(
    State(site): State<Shared>,
    headers: HeaderMap,
    Form(form): Form<JoinForm>,
) -> Result<Response, PageError> {
    let (token, email, name) = (form.token.clone(), form.email.clone(), form.name.clone());
    let done = blocking({
        let site = site.clone();
        move || {
            if form.password != form.password_again {
                return Ok(Err(t!("The two passwords differ.").to_owned()));
            }
            match invitations::accept(&site.app, &form.token, &form.name, &form.email, &form.password) {
                Ok(token) => Ok(Ok(token)),
                Err(AppError::Invalid { reason, .. }) => Ok(Err(reason)),
                Err(error) => Err(error.into()),
            }
        }
    });
    match done.await? {
        Ok(session) => Ok(started(&session, &headers, "/")),
        Err(problem) => {
            let set_up = set_up_page(token, email, Some(problem));
            let page = Join { role: String::new(), invited_by: String::new(), set_up, name };
            let html = doorway::join(&frame(), &page).into_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
    }
}

pub(super) async fn sign_out(
    State(site): State<Shared>,
    Extension(viewer): Extension<Viewer>,
    headers: HeaderMap,
    Form(form): Form<SignOutForm>,
) -> Result<Response, PageError> {
    viewer.check(&form.csrf_token)?;
    if let Some(token) = session_token(&headers) {
        blocking(move || Ok(access::sign_out(&site.app, &token)?)).await?;
    }
    let gone = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok(([(SET_COOKIE, gone)], Redirect::to("/sign-in")).into_response())
}

fn started(token: &str, headers: &HeaderMap, next: &str) -> Response {
    let https = headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes() == b"https");
    let seconds = (access::SIGN_IN_DAYS * 86_400.0) as i64;
    let secure = if https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    ([(SET_COOKIE, cookie)], Redirect::to(next)).into_response()
}
