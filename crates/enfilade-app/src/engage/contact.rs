//! Recording what people decide about speaking to an account, and taking it back.

use std::collections::BTreeMap;

use enfilade_domain::{Band, ContactChoice, ContactDecision, Domain, Timestamp, Workspace};
use enfilade_language::t;

use crate::{App, AppError};

/// A longer reason is no reason but a report.
const LONGEST_REASON: usize = 2_000;
/// Further ahead nobody can say when to look again.
const FURTHEST_DAYS: f64 = 2.0 * 365.0;

/// A decision as somebody gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub account: Domain,
    pub by: String,
    pub choice: ContactChoice,
    pub reason: String,
    /// The band that was shown.
    pub band: Band,
}

/// Checks and records a decision. Returns its number, by which it can be taken back.
///
/// # Errors
/// Waiting has no reason, the day to look again lies in the past or too far ahead, or the store failed.
pub fn decide(app: &App, workspace: &Workspace, draft: Draft) -> Result<i64, AppError> {
    let now = app.now();
    let reason = draft.reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        return Err(AppError::invalid(
            t!("reason"),
            t!("please use at most {longest_reason} characters", longest_reason = LONGEST_REASON),
        ));
    }
    if let ContactChoice::NotYet { look_again_at } = draft.choice {
        if reason.is_empty() {
            return Err(AppError::invalid(t!("reason"), t!("say why to wait; whoever looks at it next will ask")));
        }
        if let Some(again) = look_again_at
            && (again <= now || again.days_since(now) > FURTHEST_DAYS)
        {
            return Err(AppError::invalid(t!("look again"), t!("name a day between tomorrow and two years from now")));
        }
    }
    Ok(app.records.add_contact_decision(
        workspace.id,
        &ContactDecision {
            id: 0,
            at: now,
            by: draft.by.trim().to_owned(),
            account: draft.account,
            choice: draft.choice,
            reason: reason.to_owned(),
            band: draft.band,
            undone_at: None,
        },
    )?)
}

/// Takes a decision back.
///
/// # Errors
/// There is no such standing decision, or the store failed.
pub fn take_back(app: &App, workspace: &Workspace, id: i64) -> Result<(), AppError> {
    if app.records.undo_contact_decision(workspace.id, id, app.now())? {
        return Ok(());
    }
    Err(AppError::NotFound { what: t!("standing decision"), name: id.to_string() })
}

/// The latest decision that stands at a moment, by account.
#[must_use]
pub fn standing(decisions: &[ContactDecision], moment: Timestamp) -> BTreeMap<&Domain, &ContactDecision> {
    let mut found: BTreeMap<&Domain, &ContactDecision> = BTreeMap::new();
    for one in decisions.iter().filter(|one| one.stands_at(moment)) {
        let known = found.entry(&one.account).or_insert(one);
        if (one.at, one.id) > (known.at, known.id) {
            *known = one;
        }
    }
    found
}

/// The latest decision about an account that stands at a moment.
#[must_use]
pub fn latest<'a>(
    decisions: &'a [ContactDecision],
    account: &Domain,
    moment: Timestamp,
) -> Option<&'a ContactDecision> {
    decisions.iter().filter(|one| one.account == *account && one.stands_at(moment)).max_by_key(|one| (one.at, one.id))
}
