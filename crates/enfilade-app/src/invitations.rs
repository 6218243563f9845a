//! Inviting people to a workspace: a link that works once, for a week, and gives one role.

use enfilade_domain::Workspace;
use enfilade_language::t;
use enfilade_store::{Invitation, UserRole};

use crate::access::{self, hash, random_token};
use crate::{App, AppError};

/// A link works this long.
pub const INVITATION_DAYS: f64 = 7.0;

/// Makes an invitation. Returns the token of its link, which is known to nobody afterwards but who has the link.
///
/// # Errors
/// The store failed, or the system has no randomness.
pub fn invite(app: &App, workspace: &Workspace, role: UserRole, by: &str) -> Result<String, AppError> {
    let token = random_token()?;
    let now = app.now();
    app.records.add_invitation(&Invitation {
        token_hash: hash(&token),
        workspace: workspace.id,
        role,
        made_by: by.to_owned(),
        created_at: now,
        expires_at: now.plus_days(INVITATION_DAYS),
    })?;
    Ok(token)
}

/// The open invitation of a link, with the workspace to which it leads.
///
/// # Errors
/// The store cannot be read.
pub fn open_invitation(app: &App, token: &str) -> Result<Option<(Workspace, Invitation)>, AppError> {
    let Some(found) = app.records.invitation(&hash(token))?.filter(|one| one.expires_at > app.now()) else {
        return Ok(None);
    };
    let workspace = app.records.workspaces()?.into_iter().find(|workspace| workspace.id == found.workspace);
    Ok(workspace.map(|workspace| (workspace, found)))
}

/// Uses an invitation up: adds the user with the invited role and signs him in. Whoever has an account already gives its
/// password and comes with it. Returns the browser's token.
///
/// # Errors
/// The link was used or is too old, the address or the password cannot be used, or the store failed.
pub fn accept(app: &App, token: &str, name: &str, email: &str, password: &str) -> Result<String, AppError> {
    let invalid = || AppError::invalid(t!("link"), t!("this invitation was used already, or is older than a week"));
    let (workspace, invitation) = open_invitation(app, token)?.ok_or_else(invalid)?;
    // Looked at before it is used up, so that a typing error does not cost the link.
    let known = access::known(app, email, password)?;
    match &known {
        Some(user) if app.records.users(workspace.id)?.iter().any(|one| one.id == user.id) => {
            return Err(AppError::invalid(t!("email"), t!("you work in this workspace already; sign in instead")));
        }
        Some(_) => {}
        None if app.records.user_by_email(&email.trim().to_lowercase())?.is_some() => {
            return Err(AppError::invalid(
                t!("password"),
                t!("this address has an account already; give the password of that one"),
            ));
        }
        None => _ = access::check_new_user(app, email, password)?,
    }
    // Of two who use it at once, one wins.
    if !app.records.remove_invitation(workspace.id, &invitation.token_hash)? {
        return Err(invalid());
    }
    let id = match known {
        Some(user) => {
            app.records.put_membership(user.id, workspace.id, invitation.role)?;
            user.id
        }
        None => access::add_user(app, &workspace, name, email, password, invitation.role)?,
    };
    let session = access::start(app, id)?;
    access::go_to(app, &session, &workspace.slug)?;
    Ok(session)
}

/// Changes somebody's role. The last owner stays owner, so that somebody can open the door.
///
/// # Errors
/// There is no such user here, it is the last owner, or the store failed.
pub fn change_role(app: &App, workspace: &Workspace, user: i64, role: UserRole) -> Result<(), AppError> {
    check_not_last_owner(app, workspace, user, role != UserRole::Owner)?;
    if is_first(app, workspace, user)? {
        return Ok(app.records.set_role(user, role)?);
    }
    Ok(app.records.put_membership(user, workspace.id, role)?)
}

/// Removes somebody from this workspace; with all signed-in browsers, unless there are others to work in.
///
/// # Errors
/// There is no such user here, it is the last owner, or the store failed.
pub fn remove(app: &App, workspace: &Workspace, user: i64) -> Result<(), AppError> {
    check_not_last_owner(app, workspace, user, true)?;
    leave(app, workspace, user)
}

/// As [`remove`], also for the last owner: for whoever has the machine.
///
/// # Errors
/// The store failed.
pub fn leave(app: &App, workspace: &Workspace, user: i64) -> Result<(), AppError> {
    if !is_first(app, workspace, user)? {
        return Ok(app.records.remove_membership(user, workspace.id)?);
    }
    match app.records.memberships(user)?.first() {
        Some((next, role)) => Ok(app.records.move_user(user, *next, *role)?),
        None => Ok(app.records.remove_user(user)?),
    }
}

/// Whether it is the workspace that somebody came to first.
fn is_first(app: &App, workspace: &Workspace, user: i64) -> Result<bool, AppError> {
    Ok(app.records.user(user)?.is_some_and(|user| user.workspace == workspace.id))
}

fn check_not_last_owner(app: &App, workspace: &Workspace, user: i64, would_go: bool) -> Result<(), AppError> {
    let users = app.records.users(workspace.id)?;
    let known = users.iter().find(|one| one.id == user);
    let missing = || AppError::NotFound { what: t!("user"), name: user.to_string() };
    let is_owner = known.ok_or_else(missing)?.role == UserRole::Owner;
    let owners = users.iter().filter(|one| one.role == UserRole::Owner).count();
    if is_owner && would_go && owners < 2 {
        return Err(AppError::invalid(t!("role"), t!("somebody has to stay owner; make another person owner first")));
    }
    Ok(())
}
