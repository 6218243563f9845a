//! Readings of any past day, from the log: only what was known then, including who was who.

use std::collections::{BTreeSet, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade_domain::{AccountReading, Domain, PersonReading, Timestamp, VisitorId, Workspace};
use enfilade_store::ThreadKind;

use enfilade_engine::Model;

use super::fold::{self, ReadLife};
use super::listing::{Listed, RecordsByAccount};
use super::refresh::{ReadLives, account_from_log, around_account, lives_within};
use super::silence::Watch;
use super::state::Facts;
use super::{model, stated};
use crate::reveal::guests::CROWD_LOADED_FOR_PAST;
use crate::reveal::neighbourhood::{self, Around};
use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// Visitors whose lives are held in memory at once.
const VISITORS_AT_ONCE: usize = 200;

/// Every account as known at a moment, in order of domain.
///
/// # Errors
/// The store cannot be read.
pub fn accounts(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Vec<AccountReading>, AppError> {
    Ok(listed(app, workspace, moment)?.into_iter().map(|listed| listed.reading).collect())
}

/// Every account as known at a moment, with the doors it had gone through by then.
///
/// # Errors
/// The store cannot be read.
pub fn listed(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Vec<Listed>, AppError> {
    listed_with(app, workspace, model::at(app, workspace, moment)?.as_ref(), moment)
}

/// As [`listed`], read with a given model.
///
/// # Errors
/// The store cannot be read.
pub fn listed_with(
    app: &App,
    workspace: &Workspace,
    model: &Model,
    moment: Timestamp,
) -> Result<Vec<Listed>, AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let records = RecordsByAccount::load(app, &surroundings)?.watching(app, workspace, model, moment)?;
    let mut domains: BTreeSet<Domain> = surroundings.accounts.keys().cloned().collect();
    let mut named: HashSet<Domain> = HashSet::new();
    for thread in app.log.threads(workspace.id, ThreadKind::Company)? {
        named.extend(Domain::parse(&thread.value));
    }
    domains.extend(named.iter().cloned());
    domains.extend(surroundings.stated_at(moment).filter_map(|statement| statement.account.clone()));
    // Most companies of a long list never read. Nobody can be theirs who neither names them, nor reads in an office of
    // theirs, nor was put there by hand; the log need not be asked.
    let (may_have_readers, others): (Vec<Domain>, Vec<Domain>) = domains.into_iter().partition(|domain| {
        named.contains(domain)
            || !surroundings.office_keys(domain).is_empty()
            || surroundings.placed_in(domain, Timestamp::MAX).next().is_some()
    });
    let list_one = |domain: &Domain, read: &ReadLives| -> Option<Listed> {
        // A company that only its visitors named does not exist before they did.
        let is_named = surroundings.accounts.contains_key(domain) || stated::is_stated(&surroundings, domain, moment);
        if read.lives.is_empty() && !is_named {
            return None;
        }
        let state = fold::read_account(model, &surroundings, domain, &read.everybody(), moment);
        let persons: Vec<_> = read.lives.iter().map(|read| &read.state).collect();
        let plain: Vec<&Life> = read.lives.iter().map(|read| &read.life).collect();
        let heard = stated::of_account(&surroundings, domain, &plain, moment);
        Some(Listed {
            reading: state.reading_at(model, &persons, records.facts(&surroundings, domain), moment),
            room_changes: fold::room_changes(model, &read.everybody(), &heard.evidence),
            revised: state.revised,
            last_silence: state.last_silence,
            habit: state.habit,
        })
    };
    let nobody = ReadLives::default();
    let mut readings: Vec<Listed> = on_all_accounts(app, &surroundings, &may_have_readers, |_, domain, around| {
        Ok(list_one(domain, &around_account(model, &surroundings, &around.near, around.events, domain, moment)))
    })?
    .into_iter()
    .chain(on_all_cores(&others, |domain| Ok(list_one(domain, &nobody)))?)
    .flatten()
    .collect();
    readings.sort_by(|a, b| a.reading.account.cmp(&b.reading.account));
    Ok(readings)
}

/// One account as known at a moment.
///
/// # Errors
/// The store cannot be read.
pub fn account(
    app: &App,
    workspace: &Workspace,
    domain: &Domain,
    moment: Timestamp,
) -> Result<AccountReading, AppError> {
    let ground = app.stated(workspace)?;
    let model = model::at(app, workspace, moment)?;
    let watch = Watch::load(app, workspace.id, &model, moment)?;
    let (state, read) = account_from_log(app, &model, &ground.surroundings, domain, moment)?;
    let persons: Vec<_> = read.lives.iter().map(|read| &read.state).collect();
    let facts = Facts { watch, ..ground.records.facts(&ground.surroundings, domain) };
    Ok(state.reading_at(&model, &persons, facts, moment))
}

/// Every person as known at a moment, handed over one by one in order of their devices.
///
/// # Errors
/// The store cannot be read, or `give` fails.
pub fn persons(
    app: &App,
    workspace: &Workspace,
    moment: Timestamp,
    give: &mut dyn FnMut(PersonReading) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let model = model::at(app, workspace, moment)?;
    let watch = Watch::load(app, workspace.id, &model, moment)?;
    let records = RecordsByAccount::load(app, &surroundings)?;
    let mut after: Option<VisitorId> = None;
    loop {
        let visitors = app.log.visitors_after(workspace.id, after.as_ref(), VISITORS_AT_ONCE)?;
        let Some(last) = visitors.last() else { return Ok(()) };
        after = Some(last.clone());
        let near = neighbourhood::of_visitors(app.log.as_ref(), workspace.id, &visitors)?;
        let here: BTreeSet<&VisitorId> = visitors.iter().collect();
        // A person with several devices is given once: with the first of them.
        let is_given_here = |read: &ReadLife| read.life.visitors.first().is_some_and(|first| here.contains(first));
        for read in
            lives_within(app, &model, &surroundings, &near, moment)?.lives.iter().filter(|read| is_given_here(read))
        {
            let answered = records.answered_at(&surroundings, &read.state, &[&read.life], moment);
            give(read.state.reading_at(&model, &watch, answered, moment))?;
        }
    }
}

/// Accounts that one core takes at a time.
const ACCOUNTS_AT_ONCE: usize = 64;

/// Maps over accounts with what was done around them, on all cores, in any order; `work` is told their places too.
pub(crate) fn on_all_accounts<R: Send>(
    app: &App,
    surroundings: &Surroundings,
    accounts: &[Domain],
    work: impl Fn(usize, &Domain, Around) -> Result<R, AppError> + Sync,
) -> Result<Vec<R>, AppError> {
    let begins = (0..accounts.len()).step_by(ACCOUNTS_AT_ONCE);
    let pieces: Vec<(usize, &[Domain])> = begins.zip(accounts.chunks(ACCOUNTS_AT_ONCE)).collect();
    let done = on_all_cores(&pieces, |(begin, piece)| {
        let mut done = Vec::with_capacity(piece.len());
        let log = app.log.as_ref();
        neighbourhood::each_account(log, surroundings, piece, CROWD_LOADED_FOR_PAST, &mut |account, around| {
            done.push(work(begin + done.len(), account, around)?);
            Ok(())
        })?;
        Ok(done)
    })?;
    Ok(done.into_iter().flatten().collect())
}

/// Maps over all items on all cores, in any order.
pub(crate) fn on_all_cores<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, AppError> + Sync,
) -> Result<Vec<R>, AppError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let failed = Mutex::new(None);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match work(item) {
                        Ok(result) => lock(&done).push(result),
                        Err(error) => {
                            *lock(&failed) = Some(error);
                            return;
                        }
                    }
                }
            });
        }
    });
    match failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
