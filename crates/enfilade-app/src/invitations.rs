//! Inviting people to a workspace: a link that works once, for a week, and gives one role.

use enfilade_domain::Workspace;
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

/// The open invitation of a link to this workspace.
///
/// # Errors
/// The store cannot be read.
pub fn open_invitation(app: &App, workspace: &Workspace, token: &str) -> Result<Option<Invitation>, AppError> {
    let found = app.records.invitation(&hash(token))?;
    Ok(found.filter(|one| one.workspace == workspace.id && one.expires_at > app.now()))
}

/// Uses an invitation up: adds the user with the invited role and signs him in. Returns the browser's token.
///
/// # Errors
/// The link was used or is too old, the address or the password cannot be used, or the store failed.
pub fn accept(
    app: &App,
    workspace: &Workspace,
    token: &str,
    name: &str,
    email: &str,
    password: &str,
) -> Result<String, AppError> {
    let invalid = || AppError::invalid("link", "this invitation was used already, or is older than a week");
    let invitation = open_invitation(app, workspace, token)?.ok_or_else(invalid)?;
    // Looked at before it is used up, so that a typing error does not cost the link.
    access::check_new_user(app, email, password)?;
    // Of two who use it at once, one wins.
    if !app.records.remove_invitation(workspace.id, &invitation.token_hash)? {
        return Err(invalid());
    }
    let id = access::add_user(app, workspace, name, email, password, invitation.role)?;
    access::start(app, id)
}

/// Changes somebody's role. The last owner stays owner, so that somebody can open the door.
///
/// # Errors
/// There is no such user here, it is the last owner, or the store failed.
pub fn change_role(app: &App, workspace: &Workspace, user: i64, role: UserRole) -> Result<(), AppError> {
    check_not_last_owner(app, workspace, user, role != UserRole::Owner)?;
    Ok(app.records.set_role(user, role)?)
}

/// Removes somebody, with all signed-in browsers.
///
/// # Errors
/// There is no such user here, it is the last owner, or the store failed.
pub fn remove(app: &App, workspace: &Workspace, user: i64) -> Result<(), AppError> {
    check_not_last_owner(app, workspace, user, true)?;
    Ok(app.records.remove_user(user)?)
}

fn check_not_last_owner(app: &App, workspace: &Workspace, user: i64, would_go: bool) -> Result<(), AppError> {
    let users = app.records.users(workspace.id)?;
    let known = users.iter().find(|one| one.id == user);
    let missing = || AppError::NotFound { what: "user", name: user.to_string() };
    let is_owner = known.ok_or_else(missing)?.role == UserRole::Owner;
    let owners = users.iter().filter(|one| one.role == UserRole::Owner).count();
    if is_owner && would_go && owners < 2 {
        return Err(AppError::invalid("role", "somebody has to stay owner; make another person owner first"));
    }
    Ok(())
}
