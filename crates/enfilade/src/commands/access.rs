//! `enfilade key` and `enfilade user`.

use std::io::BufRead;

use enfilade_app::{AppError, access, invitations};
use enfilade_store::{User, UserRole, WriteKey};
use serde_json::json;

use super::Opened;
use crate::arguments::{KeyCommand, UserCommand};
use crate::failure::{Failure, Outcome};
use crate::output;

pub(crate) fn keys(opened: &Opened, command: &KeyCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        KeyCommand::Add { label } => output::text_line(&add_key(opened, label)?),
        KeyCommand::List(as_json) => {
            for key in app.records.write_keys(workspace.id)? {
                if as_json.json {
                    output::line(&json!({
                        "key": key.key, "label": key.label, "created_at": key.created_at.to_string(),
                        "revoked_at": key.revoked_at.map(|at| at.to_string()),
                    }));
                } else {
                    let state = if key.revoked_at.is_some() { "revoked" } else { "in use" };
                    output::text_line(&format!("{}  {:10} {}", key.key, state, key.label));
                }
            }
        }
        KeyCommand::Revoke { key } => {
            if !app.records.revoke_write_key(workspace.id, key, app.now())? {
                return Err(AppError::NotFound { what: "key", name: key.clone() }.into());
            }
        }
    }
    Ok(Outcome::Done)
}

/// Makes a write key.
pub(crate) fn add_key(opened: &Opened, label: &str) -> Result<String, Failure> {
    let key = access::random_token()?;
    opened.app.records.add_write_key(&WriteKey {
        workspace: opened.workspace.id,
        key: key.clone(),
        label: label.to_owned(),
        created_at: opened.app.now(),
        revoked_at: None,
    })?;
    Ok(key)
}

pub(crate) fn users(opened: &Opened, command: &UserCommand) -> Result<Outcome, Failure> {
    let (app, workspace) = (&opened.app, &opened.workspace);
    match command {
        UserCommand::Add { email, name, role } => {
            let role = UserRole::parse(role)
                .ok_or_else(|| Failure::Usage(format!("`{role}` is not one of owner, editor, sales, viewer")))?;
            // Whoever works in another workspace keeps the password and comes with it.
            match app.records.user_by_email(&email.trim().to_lowercase())? {
                Some(user) if user.workspace != workspace.id => {
                    app.records.put_membership(user.id, workspace.id, role)?;
                    output::text_line(&format!(
                        "{} now works in {} too; the password stays",
                        user.email, workspace.slug
                    ));
                }
                _ => _ = access::add_user(app, workspace, name, email, &password()?, role)?,
            }
        }
        UserCommand::List(as_json) => {
            for user in app.records.users(workspace.id)? {
                if as_json.json {
                    output::line(&json!({"email": user.email, "name": user.name, "role": user.role.as_str()}));
                } else {
                    output::text_line(&format!("{:40} {:8} {}", user.email, user.role.as_str(), user.name));
                }
            }
        }
        UserCommand::Password { email } => {
            known_here(opened, email)?;
            access::set_password(app, email, &password()?)?;
        }
        UserCommand::Remove { email } => invitations::leave(app, workspace, known_here(opened, email)?.id)?,
    }
    Ok(Outcome::Done)
}

/// Somebody of this workspace.
fn known_here(opened: &Opened, email: &str) -> Result<User, AppError> {
    let email = email.trim().to_lowercase();
    let found = opened.app.records.users(opened.workspace.id)?.into_iter().find(|user| user.email == email);
    found.ok_or_else(|| AppError::NotFound { what: "user", name: email.clone() })
}

fn password() -> Result<String, Failure> {
    eprintln!("password (one line on stdin):");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}
