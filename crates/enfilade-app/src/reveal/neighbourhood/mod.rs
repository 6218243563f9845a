//! Whose events are needed to read a person or an account: the visitors within reach of its threads.
//!
//! One hop is enough, of each kind. A visitor's events are divided among its users by its own statements; a user's life is the union
//! over his visitors; an account's people are those with evidence for it, and its
//! guests read from the addresses of these. Nobody beyond that can change the reading.

mod accounts;
mod known;

use std::collections::BTreeSet;

use enfilade_domain::{PersonId, Subject, UserId, VisitorId, WorkspaceId};
use enfilade_store::{EventLog, StoreError, Thread, ThreadKind};

pub use self::accounts::{Around, Asked, each_account, of_account};

/// The visitors to load, and the people whose lives are then complete.
#[derive(Debug, Default, Clone)]
pub struct Neighbourhood {
    pub visitors: BTreeSet<VisitorId>,
    pub complete: BTreeSet<PersonId>,
}

/// Shares and offices with more holders than this are crowds, not colleagues.
const CROWD: usize = 5_000;

/// The devices of the people behind these visitors, and those they exchanged links with.
///
/// # Errors
/// The store cannot be read.
pub fn of_visitors(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    visitors: &[VisitorId],
) -> Result<Neighbourhood, StoreError> {
    let near: BTreeSet<VisitorId> = visitors.iter().cloned().collect();
    let users: BTreeSet<UserId> = users_in(&threads_of(log, workspace, &near)?).collect();
    with_sharers(log, workspace, complete(log, workspace, near, &users)?)
}

/// The devices of one user, and those they exchanged links with.
///
/// # Errors
/// The store cannot be read.
pub fn of_user(log: &dyn EventLog, workspace: WorkspaceId, user: &UserId) -> Result<Neighbourhood, StoreError> {
    let found = complete(log, workspace, BTreeSet::new(), &BTreeSet::from([user.clone()]))?;
    with_sharers(log, workspace, found)
}

/// The neighbourhood of whoever this person is.
///
/// # Errors
/// The store cannot be read.
pub fn of_person(log: &dyn EventLog, workspace: WorkspaceId, person: &PersonId) -> Result<Neighbourhood, StoreError> {
    match person.subject() {
        Some(Subject::User(user)) => of_user(log, workspace, &user),
        Some(Subject::Visitor(visitor)) => of_visitors(log, workspace, &[visitor]),
        Some(Subject::Account(_)) | None => Ok(Neighbourhood::default()),
    }
}

/// Those at the other end of links that these visitors shared or opened.
///
/// # Errors
/// The store cannot be read.
pub fn across_links(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    visitors: &BTreeSet<VisitorId>,
) -> Result<Vec<VisitorId>, StoreError> {
    let tokens = tokens(&threads_of(log, workspace, visitors)?);
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let holders = log.holders(workspace, ThreadKind::Share, &tokens)?.into_iter().take(CROWD);
    let others: BTreeSet<VisitorId> =
        holders.map(|thread| thread.visitor).filter(|visitor| !visitors.contains(visitor)).collect();
    Ok(others.into_iter().collect())
}

/// Everybody who read from an address of one of these visitors, where it has at most `crowd` visitors by now.
///
/// # Errors
/// The store cannot be read.
pub fn across_addresses(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    visitors: &BTreeSet<VisitorId>,
    crowd: usize,
) -> Result<BTreeSet<VisitorId>, StoreError> {
    let threads = threads_of(log, workspace, visitors)?;
    let addresses: BTreeSet<String> =
        threads.into_iter().filter(|thread| thread.kind == ThreadKind::Address).map(|thread| thread.value).collect();
    let addresses: Vec<String> = addresses.into_iter().collect();
    let counts = log.holder_counts(workspace, ThreadKind::Address, &addresses, crowd + 1)?;
    let quiet: Vec<String> =
        counts.into_iter().filter(|(_, holders)| (2..=crowd).contains(holders)).map(|(address, _)| address).collect();
    if quiet.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(log.holders(workspace, ThreadKind::Address, &quiet)?.into_iter().map(|thread| thread.visitor).collect())
}

fn complete(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    near: BTreeSet<VisitorId>,
    users: &BTreeSet<UserId>,
) -> Result<Neighbourhood, StoreError> {
    let mut complete: BTreeSet<PersonId> = near.iter().map(PersonId::anonymous).collect();
    let mut visitors = near;
    if !users.is_empty() {
        let names: Vec<String> = users.iter().map(|user| user.as_str().to_owned()).collect();
        visitors.extend(log.holders(workspace, ThreadKind::User, &names)?.into_iter().map(|thread| thread.visitor));
        complete.extend(users.iter().map(PersonId::named));
    }
    // Whoever said by an alias that one of these devices is somebody else's: the saying counts for its division.
    let ids: Vec<String> = visitors.iter().map(|visitor| visitor.as_str().to_owned()).collect();
    if !ids.is_empty() {
        visitors.extend(log.holders(workspace, ThreadKind::User, &ids)?.into_iter().map(|thread| thread.visitor));
    }
    Ok(Neighbourhood { visitors, complete })
}

/// Adds the visitors at the other end of shared links (with the evidence for their company, but not as complete people).
fn with_sharers(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    mut found: Neighbourhood,
) -> Result<Neighbourhood, StoreError> {
    let tokens = tokens(&threads_of(log, workspace, &found.visitors)?);
    if !tokens.is_empty() {
        let sharers: BTreeSet<VisitorId> = log
            .holders(workspace, ThreadKind::Share, &tokens)?
            .into_iter()
            .take(CROWD)
            .map(|thread| thread.visitor)
            .collect();
        let users: BTreeSet<UserId> = users_in(&threads_of(log, workspace, &sharers)?).collect();
        found.visitors.extend(complete(log, workspace, sharers, &users)?.visitors);
    }
    Ok(found)
}

fn threads_of(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    visitors: &BTreeSet<VisitorId>,
) -> Result<Vec<Thread>, StoreError> {
    let visitors: Vec<VisitorId> = visitors.iter().cloned().collect();
    log.threads_of(workspace, &visitors)
}

fn users_in(threads: &[Thread]) -> impl Iterator<Item = UserId> + '_ {
    threads.iter().filter(|thread| thread.kind == ThreadKind::User).map(|thread| UserId::new(thread.value.clone()))
}

fn tokens(threads: &[Thread]) -> Vec<String> {
    let tokens: BTreeSet<&str> =
        threads.iter().filter(|thread| thread.kind == ThreadKind::Share).map(|thread| thread.value.as_str()).collect();
    tokens.into_iter().map(str::to_owned).collect()
}
