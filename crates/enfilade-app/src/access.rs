//! Who may work here: the one-time set-up link, passwords, signed-in browsers.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use enfilade_domain::Workspace;
use enfilade_language::t;
use enfilade_store::{SignIn, User, UserRole};
use sha2::{Digest, Sha256};

use crate::{App, AppError};

/// A signed-in browser stays signed in this long.
pub const SIGN_IN_DAYS: f64 = 30.0;
/// Shorter passwords are refused.
pub const SHORTEST_PASSWORD: usize = 10;

const SET_UP_NOTE: &str = "set-up token hash";

/// Makes a fresh set-up token while nobody can sign in yet, and remembers its hash. `None` once there is a user.
///
/// # Errors
/// The store failed, or the system has no randomness.
pub fn set_up_token(app: &App, workspace: &Workspace) -> Result<Option<String>, AppError> {
    if !is_nobody_known(app, workspace)? {
        return Ok(None);
    }
    let token = random_token()?;
    app.records.set_note(SET_UP_NOTE, Some(&hex(&hash(&token))))?;
    Ok(Some(token))
}

/// Whether nobody can sign in yet.
///
/// # Errors
/// The store cannot be read.
pub fn is_nobody_known(app: &App, workspace: &Workspace) -> Result<bool, AppError> {
    Ok(app.records.users(workspace.id)?.is_empty())
}

fn feed_note(workspace: &Workspace) -> String {
    format!("workspace {} feed key hash", workspace.id.0)
}

/// Makes the key of a workspace's feed of signals anew; only its hash is kept.
///
/// # Errors
/// The store failed, or the system has no randomness.
pub fn make_feed_key(app: &App, workspace: &Workspace) -> Result<String, AppError> {
    let key = random_token()?;
    app.records.set_note(&feed_note(workspace), Some(&hex(&hash(&key))))?;
    Ok(key)
}

/// The workspace whose feed this key opens.
///
/// # Errors
/// The store cannot be read.
pub fn workspace_of_feed_key(app: &App, key: &str) -> Result<Option<Workspace>, AppError> {
    let hashed = hex(&hash(key));
    for workspace in app.records.workspaces()? {
        if app.records.note(&feed_note(&workspace))?.as_ref() == Some(&hashed) {
            return Ok(Some(workspace));
        }
    }
    Ok(None)
}

/// Whether this is the open set-up token.
///
/// # Errors
/// The store cannot be read.
pub fn is_set_up_token(app: &App, token: &str) -> Result<bool, AppError> {
    Ok(app.records.note(SET_UP_NOTE)?.is_some_and(|known| known == hex(&hash(token))))
}

/// Uses the set-up token up: makes the first owner and signs him in. Returns the browser's token.
///
/// # Errors
/// The token is not the open one, the address or the password cannot be used, or the store failed.
pub fn set_up(
    app: &App,
    workspace: &Workspace,
    token: &str,
    name: &str,
    email: &str,
    password: &str,
) -> Result<String, AppError> {
    if !is_set_up_token(app, token)? {
        return Err(AppError::invalid(t!("link"), t!("this set-up link was used already or is not the latest one")));
    }
    let id = add_user(app, workspace, name, email, password, UserRole::Owner)?;
    app.records.set_note(SET_UP_NOTE, None)?;
    start(app, id)
}

/// Adds somebody who may sign in.
///
/// # Errors
/// The address or the password cannot be used, or the address is taken.
pub fn add_user(
    app: &App,
    workspace: &Workspace,
    name: &str,
    email: &str,
    password: &str,
    role: UserRole,
) -> Result<i64, AppError> {
    let email = check_new_user(app, email, password)?;
    let name = if name.trim().is_empty() { &email } else { name.trim() };
    Ok(app.records.add_user(&User {
        id: 0,
        workspace: workspace.id,
        name: name.to_owned(),
        password_hash: hash_password(password)?,
        email,
        role,
    })?)
}

/// Looks whether somebody could be added so. Returns the address as it is kept.
///
/// # Errors
/// The address or the password cannot be used, or the address is taken.
pub fn check_new_user(app: &App, email: &str, password: &str) -> Result<String, AppError> {
    let email = email.trim().to_lowercase();
    if !email.contains('@') || email.len() > 254 {
        return Err(AppError::invalid(t!("email"), t!("please give an e-mail address")));
    }
    if app.records.user_by_email(&email)?.is_some() {
        return Err(AppError::invalid(t!("email"), t!("this address already has an account")));
    }
    check_password(password)?;
    Ok(email)
}

/// Replaces a password.
///
/// # Errors
/// Nobody has this address, or the password cannot be used.
pub fn set_password(app: &App, email: &str, password: &str) -> Result<(), AppError> {
    let email = email.trim().to_lowercase();
    let missing = || AppError::NotFound { what: t!("user"), name: email.clone() };
    let user = app.records.user_by_email(&email)?.ok_or_else(missing)?;
    Ok(app.records.set_password(user.id, &hash_password(password)?)?)
}

/// Signs somebody in; returns the browser's token. Unknown addresses take as long as wrong passwords.
///
/// # Errors
/// The address or the password is wrong, or the store failed.
pub fn sign_in(app: &App, email: &str, password: &str) -> Result<String, AppError> {
    match known(app, email, password)? {
        Some(user) => start(app, user.id),
        None => Err(AppError::invalid(t!("password"), t!("the address or the password is not right"))),
    }
}

/// Whoever has this address and this password.
///
/// # Errors
/// The store cannot be read.
pub(crate) fn known(app: &App, email: &str, password: &str) -> Result<Option<User>, AppError> {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Lq0u3oX0h6r5vJ2Y6kz0r2w1j6m4E5m9b8Qx0p1s7nE";
    let user = app.records.user_by_email(&email.trim().to_lowercase())?;
    let known = user.as_ref().map_or(NOBODY, |user| user.password_hash.as_str());
    let fits = PasswordHash::new(known)
        .is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok());
    Ok(user.filter(|_| fits))
}

/// Who the browser with this token is, in the workspace that it shows and with the role there.
///
/// # Errors
/// The store cannot be read.
pub fn signed_in(app: &App, token: &str) -> Result<Option<User>, AppError> {
    let Some(sign_in) = app.records.sign_in(&hash(token))? else { return Ok(None) };
    if sign_in.expires_at <= app.now() {
        app.records.remove_sign_in(&sign_in.token_hash)?;
        return Ok(None);
    }
    let Some(user) = app.records.user(sign_in.user_id)? else { return Ok(None) };
    let Some(shown) = sign_in.workspace.filter(|shown| *shown != user.workspace) else { return Ok(Some(user)) };
    // Whoever may no longer work there is shown the first workspace again.
    let there = app.records.memberships(user.id)?.into_iter().find(|(workspace, _)| *workspace == shown);
    Ok(Some(there.map_or_else(|| user.clone(), |(workspace, role)| User { workspace, role, ..user.clone() })))
}

/// The workspaces in which somebody works, with the role in each, in order of their names.
///
/// # Errors
/// There is no such user, or the store cannot be read.
pub fn workspaces_of(app: &App, user_id: i64) -> Result<Vec<(Workspace, UserRole)>, AppError> {
    let missing = || AppError::NotFound { what: t!("user"), name: user_id.to_string() };
    let user = app.records.user(user_id)?.ok_or_else(missing)?;
    let mut roles = app.records.memberships(user_id)?;
    roles.push((user.workspace, user.role));
    let mut found: Vec<(Workspace, UserRole)> = app
        .records
        .workspaces()?
        .into_iter()
        .filter_map(|workspace| {
            let role = roles.iter().find(|(id, _)| *id == workspace.id)?.1;
            Some((workspace, role))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.slug.cmp(&b.slug));
    Ok(found)
}

/// Lets the browser with this token show another workspace of its user.
///
/// # Errors
/// Nobody is signed in so, the user has no place there, or the store failed.
pub fn go_to(app: &App, token: &str, slug: &str) -> Result<(), AppError> {
    let nowhere = || AppError::NotFound { what: t!("workspace"), name: slug.to_owned() };
    let user = signed_in(app, token)?.ok_or_else(nowhere)?;
    let theirs = workspaces_of(app, user.id)?;
    let (workspace, _) = theirs.into_iter().find(|(workspace, _)| workspace.slug == slug).ok_or_else(nowhere)?;
    Ok(app.records.show_workspace(&hash(token), workspace.id)?)
}

/// Forgets the browser with this token.
///
/// # Errors
/// The store failed.
pub fn sign_out(app: &App, token: &str) -> Result<(), AppError> {
    Ok(app.records.remove_sign_in(&hash(token))?)
}

/// What the forms of a signed-in browser carry: a one-way image of its token, so that another site cannot know it.
#[must_use]
pub fn form_token(session: &str) -> String {
    hex(&hash(&format!("form {session}")))
}

pub(crate) fn start(app: &App, user_id: i64) -> Result<String, AppError> {
    let token = random_token()?;
    let now = app.now();
    app.records.add_sign_in(&SignIn {
        token_hash: hash(&token),
        user_id,
        workspace: None,
        created_at: now,
        expires_at: now.plus_days(SIGN_IN_DAYS),
    })?;
    Ok(token)
}

fn check_password(password: &str) -> Result<(), AppError> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(AppError::invalid(
            t!("password"),
            t!("please use at least {shortest_password} characters", shortest_password = SHORTEST_PASSWORD),
        ));
    }
    Ok(())
}

fn hash_password(password: &str) -> Result<String, AppError> {
    check_password(password)?;
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| AppError::invalid(t!("password"), error.to_string()))
}

pub(crate) fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// 128 random bits as text.
///
/// # Errors
/// The system has no randomness.
pub fn random_token() -> Result<String, AppError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| AppError::invalid(t!("randomness"), error.to_string()))?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
