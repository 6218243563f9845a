//! What people decide about identity: strike out, place, mark, and take back. Each decision is dated, has an author and
//! a reason, and whoever it concerns is read again.

use enfilade_domain::{Decision, Domain, PersonId, PersonKind, Subject, UserId, Verdict, VisitorId, Workspace};
use enfilade_language::t;
use enfilade_store::{NewDecision, ThreadKind};

use super::guests::CROWD_AT_ADDRESS;
use super::surroundings::Surroundings;
use crate::{App, AppError};

/// Who decides, and why.
#[derive(Debug, Clone)]
pub struct Author {
    pub name: String,
    pub reason: String,
}

/// Records a verdict and has the subject read again. Returns the decision's number, by which it can be taken back.
///
/// # Errors
/// The store cannot be written.
pub fn decide(
    app: &App,
    workspace: &Workspace,
    author: &Author,
    subject: &Subject,
    verdict: &Verdict,
) -> Result<i64, AppError> {
    let decision = NewDecision {
        at: app.now(),
        author: author.name.clone(),
        reason: author.reason.clone(),
        subject: subject.clone(),
        verdict: verdict.clone(),
    };
    let id = app.records.add_decision(workspace.id, &decision)?;
    touch(app, workspace, subject, verdict)?;
    Ok(id)
}

/// Takes a decision back.
///
/// # Errors
/// There is no such standing decision, or the store cannot be written.
pub fn take_back(app: &App, workspace: &Workspace, id: i64) -> Result<(), AppError> {
    let known: Option<Decision> = app.records.decisions(workspace.id)?.into_iter().find(|decision| decision.id == id);
    let missing = || AppError::NotFound { what: t!("decision"), name: id.to_string() };
    let decision = known.ok_or_else(missing)?;
    if !app.records.undo_decision(workspace.id, id, app.now())? {
        return Err(missing());
    }
    touch(app, workspace, &decision.subject, &decision.verdict)
}

/// Marks a person or an account as of a kind, or returns it to what the machine sees.
///
/// # Errors
/// The name is neither a person's id nor a domain, or the store cannot be written.
pub fn mark(
    app: &App,
    workspace: &Workspace,
    author: &Author,
    name: &str,
    kind: Option<PersonKind>,
) -> Result<i64, AppError> {
    let subject = subject_named(name)?;
    decide(app, workspace, author, &subject, &Verdict::Kind { kind })
}

/// The subject that a text on the command line or in a form means.
///
/// # Errors
/// The text is neither a person's id nor a domain.
pub fn subject_named(name: &str) -> Result<Subject, AppError> {
    PersonId::new(name).subject().or_else(|| Domain::parse(name).ok().map(Subject::Account)).ok_or_else(|| {
        AppError::invalid(
            t!("subject"),
            t!("`{name}` is neither a person (user:… or visitor:…) nor a domain", name = name),
        )
    })
}

fn touch(app: &App, workspace: &Workspace, subject: &Subject, verdict: &Verdict) -> Result<(), AppError> {
    let mut visitors: Vec<VisitorId> = match subject {
        Subject::Visitor(visitor) => vec![visitor.clone()],
        Subject::User(user) => devices_of(app, workspace, user)?,
        Subject::Account(account) => {
            let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
            let near = super::neighbourhood::of_account(app.log.as_ref(), &surroundings, account, CROWD_AT_ADDRESS)?;
            near.visitors.into_iter().collect()
        }
    };
    if let Verdict::NotSamePerson { user } = verdict {
        visitors.extend(devices_of(app, workspace, user)?);
    }
    Ok(app.log.touch(workspace.id, &visitors)?)
}

pub(crate) fn devices_of(app: &App, workspace: &Workspace, user: &UserId) -> Result<Vec<VisitorId>, AppError> {
    let threads = app.log.holders(workspace.id, ThreadKind::User, &[user.as_str().to_owned()])?;
    Ok(threads.into_iter().map(|thread| thread.visitor).collect())
}
