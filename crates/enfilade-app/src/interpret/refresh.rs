//! Keeps readings true: whoever was touched is read again, then the companies concerned. Cost is by change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use enfilade_domain::{Domain, Event, PersonId, Timestamp, VisitorId, Workspace, WorkspaceId};
use enfilade_engine::Model;
use enfilade_store::{EventFields, MadeReading, StoredAccount, StoredPerson, Touched};

use super::fold::{self, ReadFor, ReadLife};
use super::stated::{self, Heard};
use super::{explain, made, model, silence, state::AccountState};
use crate::reveal::guests::{self, CROWD_AT_ADDRESS};
use crate::reveal::neighbourhood::{self, Asked, Neighbourhood};
use crate::reveal::people::{self, CompanyEvidenceKind, Forward, Life};
use crate::reveal::surroundings::Surroundings;
use crate::roll::Stated;
use crate::{App, AppError};

/// Visitors whose lives are held in memory at once.
const VISITORS_AT_ONCE: usize = 200;
/// Accounts whose readings are written in one transaction.
const ACCOUNTS_AT_ONCE: usize = 100;
/// Touches settled in one go.
const TOUCHES_AT_ONCE: usize = 20_000;
/// Events moved from the inbox in one transaction.
const FILED_AT_ONCE: usize = 20_000;

/// Files everything accepted so far and reads again whoever it concerns. `progress` is told how many visitors were read.
///
/// # Errors
/// The store failed; what was not read stays touched.
pub fn catch_up(app: &App, progress: &dyn Fn(usize)) -> Result<usize, AppError> {
    // What is kept is kept in English, whatever the page speaks that waits for it.
    let _english = enfilade_language::put_in_force(None);
    let mut read = 0;
    loop {
        let filed = app.log.file_inbox(FILED_AT_ONCE)?;
        let touched = app.log.touched(TOUCHES_AT_ONCE)?;
        if touched.is_empty() {
            if filed == 0 {
                return Ok(read);
            }
            continue;
        }
        refresh(app, &touched)?;
        app.log.settle(&touched)?;
        read += touched.len();
        progress(touched.len());
    }
}

fn refresh(app: &App, touched: &[Touched]) -> Result<(), AppError> {
    let mut by_workspace: BTreeMap<WorkspaceId, Vec<VisitorId>> = BTreeMap::new();
    for one in touched {
        by_workspace.entry(one.workspace).or_default().push(one.visitor.clone());
    }
    let workspaces = app.records.workspaces()?;
    for (id, visitors) in by_workspace {
        let Some(workspace) = workspaces.iter().find(|workspace| workspace.id == id) else { continue };
        Pass::new(app, workspace)?.run(&visitors)?;
    }
    Ok(())
}

/// Reads one account again, whoever was touched.
///
/// # Errors
/// The store failed.
pub fn read_again(app: &App, workspace: &Workspace, account: &Domain) -> Result<(), AppError> {
    let _english = enfilade_language::put_in_force(None);
    Pass::new(app, workspace)?.read_accounts(std::slice::from_ref(account))
}

/// One workspace's pass over its touched visitors.
struct Pass<'a> {
    app: &'a App,
    /// What is stated, as it was when the pass began.
    stated: Arc<Stated>,
    model: Arc<Model>,
}

impl<'a> Pass<'a> {
    fn new(app: &'a App, workspace: &Workspace) -> Result<Self, AppError> {
        Ok(Self { app, stated: app.stated(workspace)?, model: model::at(app, workspace, Timestamp::MAX)? })
    }

    fn surroundings(&self) -> &Surroundings {
        &self.stated.surroundings
    }

    fn workspace(&self) -> WorkspaceId {
        self.surroundings().workspace.id
    }

    fn run(&self, visitors: &[VisitorId]) -> Result<(), AppError> {
        let mut accounts: BTreeSet<Domain> = BTreeSet::new();
        for some in visitors.chunks(VISITORS_AT_ONCE) {
            accounts.extend(self.read_people(some)?);
        }
        self.read_accounts(&accounts.into_iter().collect::<Vec<_>>())?;
        silence::learn_peers(self.app, self.workspace(), &self.model)
    }

    /// Reads the people behind some visitors and returns the accounts that their evidence concerns, now or before.
    fn read_people(&self, visitors: &[VisitorId]) -> Result<BTreeSet<Domain>, AppError> {
        let near = neighbourhood::of_visitors(self.app.log.as_ref(), self.workspace(), visitors)?;
        let read = self.read_lives(&near)?;
        let before = self.app.records.persons_of_visitors(self.workspace(), visitors)?;
        let now: BTreeSet<&PersonId> = read.iter().map(|read| &read.life.person).collect();
        let forget: Vec<PersonId> =
            before.iter().map(|stored| &stored.person).filter(|person| !now.contains(person)).cloned().collect();
        self.touch_across_links(visitors, &before, &read)?;
        let mut accounts: BTreeSet<Domain> = before.into_iter().filter_map(|stored| stored.account).collect();
        accounts.extend(self.accounts_at_addresses_of(visitors)?);
        for read in &read {
            let evidence = read.life.company_evidence.iter();
            accounts.extend(evidence.map(|one| one.account.clone()));
        }
        let persons: Vec<StoredPerson> = read.iter().map(|read| read.state.to_stored()).collect();
        self.app.records.put_readings(self.workspace(), &persons, &[], &forget, &[])?;
        Ok(accounts)
    }

    /// Companies whose people read from the same addresses: these visitors may be, or have been, their guests.
    fn accounts_at_addresses_of(&self, visitors: &[VisitorId]) -> Result<Vec<Domain>, AppError> {
        let near: BTreeSet<VisitorId> = visitors.iter().cloned().collect();
        let others = neighbourhood::across_addresses(self.app.log.as_ref(), self.workspace(), &near, CROWD_AT_ADDRESS)?;
        let others: Vec<VisitorId> = others.into_iter().collect();
        let stored = self.app.records.persons_of_visitors(self.workspace(), &others)?;
        Ok(stored.into_iter().filter_map(|stored| stored.account).collect())
    }

    /// Whoever opened a link of somebody who came to or left a company follows, so they are read again too.
    fn touch_across_links(
        &self,
        visitors: &[VisitorId],
        before: &[StoredPerson],
        read: &[ReadLife],
    ) -> Result<(), AppError> {
        let account_before = |person: &PersonId| {
            before.iter().find(|stored| stored.person == *person).and_then(|stored| stored.account.as_ref())
        };
        let mut moved: BTreeSet<VisitorId> = read
            .iter()
            .filter(|read| account_before(&read.life.person) != read.life.account.as_ref())
            .flat_map(|read| read.life.visitors.iter().cloned())
            .collect();
        let is_gone = |stored: &&StoredPerson| !read.iter().any(|read| read.life.person == stored.person);
        if before.iter().filter(is_gone).any(|stored| stored.account.is_some()) {
            moved.extend(visitors.iter().cloned());
        }
        if moved.is_empty() {
            return Ok(());
        }
        let log = self.app.log.as_ref();
        Ok(log.touch(self.workspace(), &neighbourhood::across_links(log, self.workspace(), &moved)?)?)
    }

    /// Reads accounts again, and writes what many of them came to at once: each transaction waits for the disk.
    fn read_accounts(&self, accounts: &[Domain]) -> Result<(), AppError> {
        let mut changes = Changes::default();
        let log = self.app.log.as_ref();
        neighbourhood::each_account(log, self.surroundings(), accounts, Asked::NOW, &mut |account, around| {
            let near = &around.near;
            let read = around_account(
                &self.model,
                self.surroundings(),
                near,
                around.events,
                account,
                Timestamp::MAX,
                ReadFor::Person,
            );
            self.read_account(account, &read, &mut changes)?;
            if changes.accounts.len() + changes.forgotten.len() < ACCOUNTS_AT_ONCE {
                return Ok(());
            }
            self.write(std::mem::take(&mut changes))
        })?;
        self.write(changes)
    }

    fn read_account(&self, account: &Domain, read: &ReadLives, changes: &mut Changes) -> Result<(), AppError> {
        let everybody = read.everybody();
        let members: Vec<&ReadLife> = read.lives.iter().collect();
        if members.is_empty() && !stated::is_stated(self.surroundings(), account, Timestamp::MAX) {
            changes.forgotten.push(account.clone());
            return Ok(());
        }
        let state = fold::read_account(&self.model, self.surroundings(), account, &everybody, Timestamp::MAX);
        let lives: Vec<&Life> = members.iter().map(|read| &read.life).collect();
        let heard = stated::of_account(self.surroundings(), account, &lives, Timestamp::MAX);
        changes.accounts.push(state.to_stored(fold::room_changes(&self.model, &everybody, &heard.evidence)));
        // Only evidence by shared links can have changed without the person being touched.
        let moved = members
            .iter()
            .filter(|read| read.life.company_evidence.iter().any(|one| one.kind == CompanyEvidenceKind::SharedLink));
        changes.persons.extend(moved.map(|read| read.state.to_stored()));
        changes.made.extend(self.as_made(&state, read, &heard)?);
        Ok(())
    }

    fn write(&self, changes: Changes) -> Result<(), AppError> {
        let Changes { persons, accounts, forgotten, made } = changes;
        if accounts.is_empty() && forgotten.is_empty() {
            return Ok(());
        }
        self.app.records.put_readings(self.workspace(), &persons, &accounts, &[], &forgotten)?;
        made::keep(self.app, &self.surroundings().workspace, &made)
    }

    /// The reading of this moment, where it is another one than the last.
    fn as_made(
        &self,
        state: &AccountState,
        read: &ReadLives,
        heard: &Heard<'_>,
    ) -> Result<Option<MadeReading>, AppError> {
        let now = self.app.now();
        let persons: Vec<_> = read.lives.iter().map(|read| &read.state).collect();
        let everybody = read.everybody();
        let facts = self.stated.records.facts(self.surroundings(), &state.account);
        let moment = state.fold.as_ref().map_or(now, |fold| now.max(fold.at)).max(state.last_seen);
        let reading = state.reading_at(&self.model, &persons, facts, moment);
        let events = everybody.iter().flat_map(|read| &read.life.events).map(|event| event.known_at);
        let known_until = events.chain(heard.statements.iter().map(|one| one.recorded_at)).max().unwrap_or(moment);
        let evidence = || {
            let why = explain::why(&self.model, self.surroundings(), &everybody, heard, moment);
            (why.prior, why.evidence)
        };
        let workspace = &self.surroundings().workspace;
        made::worth_keeping(self.app, workspace, self.model.version(), &reading, known_until, evidence)
    }

    fn read_lives(&self, near: &Neighbourhood) -> Result<Vec<ReadLife>, AppError> {
        Ok(lives_within(self.app, &self.model, self.surroundings(), near, Timestamp::MAX)?.lives)
    }
}

/// What accounts came to, not yet written.
#[derive(Default)]
struct Changes {
    persons: Vec<StoredPerson>,
    accounts: Vec<StoredAccount>,
    forgotten: Vec<Domain>,
    made: Vec<MadeReading>,
}

/// Lives that were read, and the links passed on among their people.
#[derive(Debug, Default)]
pub struct ReadLives {
    pub lives: Vec<ReadLife>,
    /// Those who count in part for the account that is read; empty where no account is read.
    pub guests: Vec<ReadLife>,
    pub forwards: Vec<Forward>,
}

/// The complete lives of a neighbourhood, read as known at a moment.
///
/// # Errors
/// The store cannot be read.
pub fn lives_within(
    app: &App,
    model: &Model,
    surroundings: &Surroundings,
    near: &Neighbourhood,
    moment: Timestamp,
) -> Result<ReadLives, AppError> {
    let visitors: Vec<VisitorId> = near.visitors.iter().cloned().collect();
    let events = app.log.events_known_at(surroundings.workspace.id, &visitors, moment, EventFields::All)?;
    Ok(lives_of(model, surroundings, near, events, moment))
}

/// The same where a neighbourhood's events are at hand already, for instance to cut them at several moments.
#[must_use]
pub fn lives_of(
    model: &Model,
    surroundings: &Surroundings,
    near: &Neighbourhood,
    events: Vec<Event>,
    moment: Timestamp,
) -> ReadLives {
    let (lives, forwards) = whole_lives(surroundings, near, events, moment);
    let read = |life| fold::read_life(model, surroundings, life, moment, ReadFor::Person);
    ReadLives { lives: lives.into_iter().map(read).collect(), guests: Vec::new(), forwards }
}

fn whole_lives(
    surroundings: &Surroundings,
    near: &Neighbourhood,
    events: Vec<Event>,
    moment: Timestamp,
) -> (Vec<Life>, Vec<Forward>) {
    let people = people::people(events, surroundings, moment);
    let lives = people.lives.into_iter().filter(|life| near.complete.contains(&life.person)).collect();
    (lives, people.forwards)
}

/// An account's own people and its guests, out of the events of its neighbourhood. Whoever only shares an address with
/// them is a witness of who is a guest and is not read.
#[must_use]
pub fn around_account(
    model: &Model,
    surroundings: &Surroundings,
    near: &Neighbourhood,
    events: Vec<Event>,
    account: &Domain,
    moment: Timestamp,
    read_for: ReadFor,
) -> ReadLives {
    let (lives, forwards) = whole_lives(surroundings, near, events, moment);
    let credits = guests::of_account(&lives.iter().collect::<Vec<_>>(), account, surroundings, moment);
    let read = |life| fold::read_life(model, surroundings, life, moment, read_for);
    let (own, others): (Vec<Life>, Vec<Life>) =
        lives.into_iter().partition(|life| life.account.as_ref() == Some(account));
    let own: Vec<ReadLife> = own.into_iter().map(read).collect();
    let trust = guests::beside(own.iter().filter_map(|read| Some(read.state.fold.as_ref()?.0.buyer())));
    let credit_of = |life: &Life| credits.get(&life.person).map(|credit| credit * trust);
    let guests = others
        .into_iter()
        .filter_map(|life| {
            credit_of(&life).filter(|credit| !guests::is_too_little(*credit)).map(|credit| (life, credit))
        })
        .map(|(life, credit)| ReadLife { credit, ..read(life) })
        .collect();
    ReadLives { lives: own, guests, forwards }
}

impl ReadLives {
    /// The people themselves, guests left aside.
    #[must_use]
    pub fn into_lives(self) -> Vec<Life> {
        self.lives.into_iter().map(|read| read.life).collect()
    }

    /// The account's own people, then its guests.
    #[must_use]
    pub fn everybody(&self) -> Vec<&ReadLife> {
        self.lives.iter().chain(&self.guests).collect()
    }
}

/// An account's people, guests and state as known at a moment, read from the log.
///
/// # Errors
/// The store cannot be read.
pub fn account_from_log(
    app: &App,
    model: &Model,
    surroundings: &Surroundings,
    account: &Domain,
    moment: Timestamp,
) -> Result<(AccountState, ReadLives), AppError> {
    let mut read = ReadLives::default();
    let (log, only) = (app.log.as_ref(), std::slice::from_ref(account));
    let asked = Asked::past(moment, EventFields::All);
    neighbourhood::each_account(log, surroundings, only, asked, &mut |_, around| {
        read = around_account(model, surroundings, &around.near, around.events, account, moment, ReadFor::Person);
        Ok(())
    })?;
    Ok((fold::read_account(model, surroundings, account, &read.everybody(), moment), read))
}
