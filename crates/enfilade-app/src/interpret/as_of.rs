//! Readings of any past day, from the log: only what was known then, including who was who.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade_domain::{AccountReading, Domain, PersonReading, Timestamp, VisitorId, Workspace};
use enfilade_store::{EventFields, ThreadKind};

use enfilade_engine::Model;

use super::fold::{self, ReadFor, ReadLife};
use super::listing::{Listed, RecordsByAccount};
use super::refresh::{ReadLives, account_from_log, around_account, lives_within};
use super::silence::Watch;
use super::state::{AccountState, Facts};
use super::{model, stated};
use crate::reveal::neighbourhood::{self, Around, Asked};
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
    let model = model::at(app, workspace, moment)?;
    let past = Past::load(app, workspace, &model, moment)?;
    let mut readings = past.each_account(app, |domain, read| Some(past.account(domain, read)?.0))?;
    // Two lists, each in order.
    readings.sort_by(|a, b| a.account.cmp(&b.account));
    Ok(readings)
}

/// Every account as known at a moment, with the doors it had gone through by then.
///
/// # Errors
/// The store cannot be read.
pub fn listed(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Vec<Listed>, AppError> {
    let model = model::at(app, workspace, moment)?;
    let past = Past::load(app, workspace, &model, moment)?;
    let mut listed = past.each_account(app, |domain, read| past.listed(domain, read))?;
    listed.sort_by(|a, b| a.reading.account.cmp(&b.reading.account));
    Ok(listed)
}

/// A past moment of a workspace, at which its accounts are read from the log.
struct Past<'a> {
    model: &'a Model,
    surroundings: Surroundings,
    records: RecordsByAccount,
    moment: Timestamp,
    /// Accounts that somebody may be of.
    may_have_readers: Vec<Domain>,
    others: Vec<Domain>,
}

impl<'a> Past<'a> {
    fn load(app: &App, workspace: &Workspace, model: &'a Model, moment: Timestamp) -> Result<Self, AppError> {
        let (named, surroundings) = std::thread::scope(|scope| {
            // Both take a while in a big house.
            let named = scope.spawn(|| named_companies(app, workspace));
            let surroundings = Surroundings::load(app.records.as_ref(), workspace);
            (named.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), surroundings)
        });
        let (named, surroundings) = (named?, surroundings?);
        let records = RecordsByAccount::load(app, &surroundings)?.watching(app, workspace, model, moment)?;
        let stated: BTreeSet<&Domain> =
            surroundings.stated_at(moment).filter_map(|statement| statement.account.as_ref()).collect();
        // Most companies of a long list never read. Nobody can be theirs who neither names them, nor reads in an office of
        // theirs, nor was put there by hand; the log need not be asked.
        let (placing, others): (Vec<&Domain>, Vec<&Domain>) = surroundings
            .accounts
            .keys()
            .chain(stated)
            .filter(|domain| named.binary_search(domain).is_err())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .partition(|domain| {
                !surroundings.office_keys(domain).is_empty()
                    || surroundings.placed_in(domain, Timestamp::MAX).next().is_some()
            });
        let (mut may_have_readers, others): (Vec<Domain>, Vec<Domain>) =
            (placing.into_iter().cloned().collect(), others.into_iter().cloned().collect());
        may_have_readers.extend(named);
        may_have_readers.sort_unstable();
        Ok(Self { model, surroundings, records, moment, may_have_readers, others })
    }

    /// Maps over all accounts with their people: those that somebody may be of in order, then the others in order.
    fn each_account<R: Send>(
        &self,
        app: &App,
        work: impl Fn(&Domain, &ReadLives) -> Option<R> + Sync,
    ) -> Result<Vec<R>, AppError> {
        let Self { model, surroundings, moment, .. } = self;
        let asked = Asked::past(*moment, EventFields::ForBeliefs);
        let mut done = on_all_accounts(app, surroundings, &self.may_have_readers, asked, |_, domain, around| {
            let Around { near, events } = around;
            let read = around_account(model, surroundings, &near, events, domain, *moment, ReadFor::Account);
            Ok(work(domain, &read))
        })?;
        let nobody = ReadLives::default();
        let pieces: Vec<&[Domain]> = self.others.chunks(UNREAD_AT_ONCE).collect();
        let unread = on_all_cores(&pieces, |piece| {
            Ok(piece.iter().filter_map(|domain| work(domain, &nobody)).collect::<Vec<_>>())
        })?;
        unread.into_iter().for_each(|piece| done.extend(piece));
        Ok(done)
    }

    /// An account's reading and the state behind it. `None` where it did not exist yet.
    fn account(&self, domain: &Domain, read: &ReadLives) -> Option<(AccountReading, AccountState)> {
        let Self { model, surroundings, moment, .. } = self;
        // A company that only its visitors named does not exist before they did.
        let is_named =
            || surroundings.accounts.contains_key(domain) || stated::is_stated(surroundings, domain, *moment);
        if read.lives.is_empty() && !is_named() {
            return None;
        }
        let state = fold::read_account(model, surroundings, domain, &read.everybody(), *moment);
        let persons: Vec<_> = read.lives.iter().map(|read| &read.state).collect();
        let reading = state.reading_at(model, &persons, self.records.facts(surroundings, domain), *moment);
        Some((reading, state))
    }

    fn listed(&self, domain: &Domain, read: &ReadLives) -> Option<Listed> {
        let (reading, state) = self.account(domain, read)?;
        let plain: Vec<&Life> = read.lives.iter().map(|read| &read.life).collect();
        let heard = stated::of_account(&self.surroundings, domain, &plain, self.moment);
        Some(Listed {
            reading,
            room_changes: fold::room_changes(self.model, &read.everybody(), &heard.evidence),
            revised: state.revised,
            last_silence: state.last_silence,
            habit: state.habit,
        })
    }
}

/// Companies that visitors named, in order.
fn named_companies(app: &App, workspace: &Workspace) -> Result<Vec<Domain>, AppError> {
    let values = app.log.thread_values(workspace.id, ThreadKind::Company)?;
    let mut named: Vec<Domain> = values.iter().filter_map(|value| Domain::parse(value).ok()).collect();
    named.sort_unstable();
    named.dedup();
    Ok(named)
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
/// The same of accounts of which nothing is read.
const UNREAD_AT_ONCE: usize = 1_000;

/// Maps over accounts with what was done around them, on all cores; what there is of each comes in their order. `work` is
/// told their places too.
pub(crate) fn on_all_accounts<R: Send>(
    app: &App,
    surroundings: &Surroundings,
    accounts: &[Domain],
    asked: Asked,
    work: impl Fn(usize, &Domain, Around) -> Result<Option<R>, AppError> + Sync,
) -> Result<Vec<R>, AppError> {
    let begins = (0..accounts.len()).step_by(ACCOUNTS_AT_ONCE);
    let pieces: Vec<(usize, &[Domain])> = begins.zip(accounts.chunks(ACCOUNTS_AT_ONCE)).collect();
    let done = on_all_cores(&pieces, |(begin, piece)| {
        let mut places = *begin..;
        let mut done = Vec::with_capacity(piece.len());
        let log = app.log.as_ref();
        neighbourhood::each_account(log, surroundings, piece, asked, &mut |account, around| {
            done.extend(work(places.next().unwrap_or_default(), account, around)?);
            Ok(())
        })?;
        Ok(done)
    })?;
    // Room for all at once: a long list that grows is copied again and again.
    let mut all = Vec::with_capacity(done.iter().map(Vec::len).sum());
    done.into_iter().for_each(|piece| all.extend(piece));
    Ok(all)
}

/// Maps over all items on all cores; the results come in the order of the items.
pub(crate) fn on_all_cores<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, AppError> + Sync,
) -> Result<Vec<R>, AppError> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let failed = Mutex::new(None);
    let language = enfilade_language::in_force();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                let _in_force = enfilade_language::put_in_force(language);
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { return };
                    match work(item) {
                        Ok(result) => lock(&done).push((place, result)),
                        Err(error) => {
                            *lock(&failed) = Some(error);
                            return;
                        }
                    }
                }
            });
        }
    });
    if let Some(error) = failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        return Err(error);
    }
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_and_an_error_ends_it() {
        let items: Vec<usize> = (0..1_000).collect();
        let slow_at_first = |item: &usize| {
            if *item < 2 {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            Ok(*item)
        };
        assert_eq!(on_all_cores(&items, slow_at_first).unwrap(), items);
        let stopped = |item: &usize| if *item == 500 { Err(AppError::Stopped) } else { Ok(*item) };
        assert!(matches!(on_all_cores(&items, stopped), Err(AppError::Stopped)));
        assert!(on_all_cores(&[], slow_at_first).unwrap().is_empty());
    }
}
