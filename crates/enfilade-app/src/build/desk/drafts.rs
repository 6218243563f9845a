//! Drafts: changed as often as needed, signed by who knows, and published only as signed where that rule is on.

use enfilade_domain::{Draft, Gate, Piece, Role, Room, SignOff, SignOffRule, Workspace};
use enfilade_language::t;

use super::gates;
use super::paper::{self, Kept};
use crate::build::library;
use crate::{App, AppError};

/// The rule in force; off where nobody set it.
///
/// # Errors
/// The store cannot be read.
pub fn rule(app: &App, workspace: &Workspace) -> Result<SignOffRule, AppError> {
    Ok(paper::single(app, workspace)?.map_or_else(SignOffRule::default, |kept: Kept<SignOffRule>| kept.what))
}

/// # Errors
/// The store failed.
pub fn set_rule(app: &App, workspace: &Workspace, rule: &SignOffRule, by: &str) -> Result<(), AppError> {
    paper::put_single(app, workspace, rule, by)
}

fn check(draft: &Draft) -> Result<(), AppError> {
    if draft.title.trim().is_empty() {
        return Err(AppError::invalid(t!("title"), t!("say what it is called")));
    }
    if !draft.path.starts_with('/') || draft.path.len() > 1_000 {
        return Err(AppError::invalid(t!("path"), t!("`{path}` must begin with a slash", path = draft.path)));
    }
    Ok(())
}

/// Puts an outline or a text on the desk. Nothing is signed or published by that.
///
/// # Errors
/// It has no title or path, or the store failed.
pub fn add(app: &App, workspace: &Workspace, draft: &Draft, by: &str) -> Result<i64, AppError> {
    check(draft)?;
    paper::add(app, workspace, &Draft { signed: None, published: None, ..draft.clone() }, by)
}

/// Changes it. A signature stands for one text and goes with the change of it; what is live stays as it was published
/// until this text is published too.
///
/// # Errors
/// It has no title or path; somebody changed it meanwhile; the store failed.
pub fn change(app: &App, workspace: &Workspace, looked_at: &Kept<Draft>, to: &Draft, by: &str) -> Result<(), AppError> {
    check(to)?;
    let is_same = looked_at.what.says_the_same(to);
    let signed = looked_at.what.signed.clone().filter(|_| is_same);
    let published = looked_at.what.published.clone().filter(|_| is_same);
    let to = Draft { signed, published, ..to.clone() };
    paper::revise(app, workspace, looked_at, &to, by)
}

/// Signs the text as it stands in the version that was read.
///
/// # Errors
/// There is no text; this person may not sign; the version is no longer the newest; the store failed.
pub fn sign(
    app: &App,
    workspace: &Workspace,
    id: i64,
    version: Option<i64>,
    note: &str,
    by: &str,
) -> Result<(), AppError> {
    let kept: Kept<Draft> = paper::one(app, workspace, id)?;
    if version.is_some_and(|version| version != kept.version) {
        return Err(AppError::invalid(
            t!("version"),
            t!("the text was changed since you read it; read it again and sign then"),
        ));
    }
    if kept.what.text.trim().is_empty() {
        return Err(AppError::invalid(t!("text"), t!("there is only an outline; a text is signed")));
    }
    let rule = rule(app, workspace)?;
    if !rule.may_sign(by) {
        let experts = rule.experts.join(", ");
        return Err(AppError::invalid(
            t!("by"),
            t!("only {experts} may sign here, not `{by}`", experts = experts, by = by),
        ));
    }
    let signed = Some(SignOff { by: by.to_owned(), at: app.now(), note: note.trim().to_owned() });
    paper::revise(app, workspace, &kept, &Draft { signed, ..kept.what.clone() }, by)
}

/// What keeps a draft from being published, in words.
#[must_use]
pub fn hindrances(draft: &Draft, rule: &SignOffRule) -> Vec<String> {
    let mut found = Vec::new();
    if draft.text.trim().is_empty() {
        found.push(t!("it has no text yet").to_owned());
    }
    if draft.room.is_none() || draft.question.trim().is_empty() {
        found.push(t!("it needs a room and the buyer's question it answers").to_owned());
    }
    if rule.is_on && draft.signed.is_none() {
        let who = if rule.experts.is_empty() { "somebody".to_owned() } else { rule.experts.join(" or ") };
        found.push(t!("nobody signed this text; {who} has to", who = who));
    }
    if draft.gates_learning() && draft.gate_reason.trim().is_empty() {
        let room = draft.room.map_or("", Room::title);
        found.push(t!(
            "a form would stand before a piece of the {room} Room; say why it has to be there, or let it be open",
            room = room
        ));
    }
    found
}

/// Puts the piece into the library, with its text and, where a form stands before it, with the reason on record.
///
/// # Errors
/// Something keeps it, which is named; or the store failed.
pub fn publish(app: &App, workspace: &Workspace, id: i64, by: &str) -> Result<(), AppError> {
    let kept: Kept<Draft> = paper::one(app, workspace, id)?;
    let draft = &kept.what;
    let hindrances = hindrances(draft, &rule(app, workspace)?);
    if !hindrances.is_empty() {
        return Err(AppError::invalid(
            t!("draft"),
            t!("is not published: {hindrances}", hindrances = hindrances.join("; ")),
        ));
    }
    let now = app.now();
    // First the draft, so that of two who publish at once only one goes on.
    paper::revise(app, workspace, &kept, &Draft { published: Some((by.to_owned(), now)), ..draft.clone() }, by)?;
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let piece = Piece {
        path: draft.path.clone(),
        kind: draft.kind.clone(),
        room: draft.room,
        role: draft.role.clone().filter(|role: &Role| role.as_str() != "any"),
        question: said(&draft.question),
        title: said(&draft.title),
        topic: said(&draft.topic),
    };
    library::decide(app, workspace, &piece, "", by)?;
    app.records.put_piece_texts(workspace.id, &[(draft.path.clone(), library::cut(&draft.text).to_owned())])?;
    if draft.is_gated && gates::standing(app, workspace, &draft.path, now)?.is_none() {
        let gate = Gate {
            path: draft.path.clone(),
            room: draft.room,
            reason: draft.gate_reason.trim().to_owned(),
            since: now,
            opened_at: None,
        };
        paper::add(app, workspace, &gate, by)?;
    }
    Ok(())
}
