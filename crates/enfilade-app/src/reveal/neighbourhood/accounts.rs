//! The neighbourhoods of accounts, many at once: each step asks the log for all of them together.

use std::collections::{BTreeSet, HashMap};

use enfilade_domain::{Domain, Event, PersonId, Subject, Timestamp, UserId, VisitorId};
use enfilade_store::{EventFields, EventLog, StoreError, ThreadKind};

use super::known::Known;
use super::{CROWD, Neighbourhood};
use crate::AppError;
use crate::reveal::guests::{CROWD_AT_ADDRESS, CROWD_LOADED_FOR_PAST};
use crate::reveal::surroundings::Surroundings;

/// Accounts whose neighbourhoods are found together.
const ACCOUNTS_AT_ONCE: usize = 64;
/// Visitors whose events are loaded together, if one account has not more.
const VISITORS_AT_ONCE: usize = 64;

/// What is asked of the log for accounts.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Addresses with more visitors by now than this are left aside.
    pub crowd: usize,
    /// Events that happened or arrived later are not read.
    pub known_until: Timestamp,
    pub fields: EventFields,
}

impl Asked {
    /// For readings of this moment.
    pub const NOW: Self = Self { crowd: CROWD_AT_ADDRESS, known_until: Timestamp::MAX, fields: EventFields::All };

    /// For readings as of a moment.
    #[must_use]
    pub const fn past(known_until: Timestamp, fields: EventFields) -> Self {
        Self { crowd: CROWD_LOADED_FOR_PAST, known_until, fields }
    }
}

/// An account's neighbourhood and all that its visitors did.
#[derive(Debug)]
pub struct Around {
    pub near: Neighbourhood,
    /// Ordered by visitor, then time, then message id.
    pub events: Vec<Event>,
}

/// Everyone with a thread to the account, their other devices, those who opened links they shared, and those who read from
/// their addresses, except where these have more than `crowd` visitors by now.
///
/// # Errors
/// The store cannot be read.
pub fn of_account(
    log: &dyn EventLog,
    surroundings: &Surroundings,
    account: &Domain,
    crowd: usize,
) -> Result<Neighbourhood, StoreError> {
    let mut found = of_accounts(log, surroundings, std::slice::from_ref(account), crowd)?;
    Ok(found.pop().unwrap_or_default())
}

/// Hands over the neighbourhood of each account with its events, in the order of the accounts. As [`of_account`], but
/// the log is asked for many at once, and the events of few are held.
///
/// # Errors
/// The store cannot be read, or `give` fails.
pub fn each_account(
    log: &dyn EventLog,
    surroundings: &Surroundings,
    accounts: &[Domain],
    asked: Asked,
    give: &mut dyn FnMut(&Domain, Around) -> Result<(), AppError>,
) -> Result<(), AppError> {
    for some in accounts.chunks(ACCOUNTS_AT_ONCE) {
        let mut found = some.iter().zip(of_accounts(log, surroundings, some, asked.crowd)?).peekable();
        while found.peek().is_some() {
            let (mut together, mut visitors) = (Vec::new(), 0);
            while let Some((_, near)) = found.peek()
                && (together.is_empty() || visitors + near.visitors.len() <= VISITORS_AT_ONCE)
            {
                visitors += near.visitors.len();
                together.extend(found.next());
            }
            hand_over(log, surroundings, together, asked, give)?;
        }
    }
    Ok(())
}

fn hand_over(
    log: &dyn EventLog,
    surroundings: &Surroundings,
    together: Vec<(&Domain, Neighbourhood)>,
    asked: Asked,
    give: &mut dyn FnMut(&Domain, Around) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut wanted: HashMap<VisitorId, usize> = HashMap::new();
    for visitor in together.iter().flat_map(|(_, near)| &near.visitors) {
        *wanted.entry(visitor.clone()).or_default() += 1;
    }
    let visitors: Vec<VisitorId> = wanted.keys().cloned().collect();
    let mut lives =
        by_visitor(log.events_known_at(surroundings.workspace.id, &visitors, asked.known_until, asked.fields)?);
    for (account, near) in together {
        let mut events = Vec::new();
        for visitor in &near.visitors {
            let left = wanted.get_mut(visitor).map_or(0, |left| {
                *left -= 1;
                *left
            });
            // Neighbours of several accounts are rare; nearly every life is handed over as it came.
            if left == 0 {
                let mut life = lives.remove(visitor).unwrap_or_default();
                if events.is_empty() {
                    events = life;
                } else {
                    events.append(&mut life);
                }
            } else {
                events.extend(lives.get(visitor).into_iter().flatten().cloned());
            }
        }
        give(account, Around { near, events })?;
    }
    Ok(())
}

/// The lives in events that are ordered by visitor.
fn by_visitor(events: Vec<Event>) -> HashMap<VisitorId, Vec<Event>> {
    let lengths: Vec<usize> = events.chunk_by(|one, next| one.visitor == next.visitor).map(<[Event]>::len).collect();
    let mut events = events.into_iter();
    let lives = lengths.into_iter().filter_map(|length| {
        let life: Vec<Event> = events.by_ref().take(length).collect();
        Some((life.first()?.visitor.clone(), life))
    });
    lives.collect()
}

/// What is found of one account so far.
#[derive(Default)]
struct Circle {
    near: BTreeSet<VisitorId>,
    users: BTreeSet<UserId>,
}

fn of_accounts(
    log: &dyn EventLog,
    surroundings: &Surroundings,
    accounts: &[Domain],
    crowd: usize,
) -> Result<Vec<Neighbourhood>, StoreError> {
    let mut known = Known::new(log, surroundings.workspace.id);
    let mut circles = begin(&mut known, surroundings, accounts)?;
    // A link may have been shared from another device than the one that tells the company.
    add_users(&mut known, &mut circles)?;
    add_devices(&mut known, &mut circles)?;
    add_those_beside(&mut known, &mut circles, crowd)?;
    add_across_links(&mut known, &mut circles)?;
    add_users(&mut known, &mut circles)?;
    let complete: Vec<BTreeSet<PersonId>> = circles
        .iter()
        .map(|circle| {
            let devices = circle.near.iter().map(PersonId::anonymous);
            devices.chain(circle.users.iter().map(PersonId::named)).collect()
        })
        .collect();
    add_devices(&mut known, &mut circles)?;
    let both = circles.into_iter().zip(complete);
    Ok(both.map(|(circle, complete)| Neighbourhood { visitors: circle.near, complete }).collect())
}

/// Those with a thread to the account, those in its offices, and those who were put there by hand.
fn begin(known: &mut Known<'_>, surroundings: &Surroundings, accounts: &[Domain]) -> Result<Vec<Circle>, StoreError> {
    known.learn_holders(ThreadKind::Company, accounts.iter().map(Domain::as_str))?;
    let offices: Vec<_> = accounts.iter().map(|account| surroundings.office_keys(account)).collect();
    known.learn_holders(ThreadKind::Address, offices.iter().flat_map(|keys| &keys.addresses).map(String::as_str))?;
    known.learn_holders(ThreadKind::Block, offices.iter().flat_map(|keys| &keys.blocks).map(String::as_str))?;
    let begun = accounts.iter().zip(&offices).map(|(account, offices)| {
        let mut circle = Circle::default();
        circle.near.extend(known.holders(ThreadKind::Company, account.as_str()).cloned());
        for (kind, keys) in [(ThreadKind::Address, &offices.addresses), (ThreadKind::Block, &offices.blocks)] {
            circle.near.extend(keys.iter().flat_map(|key| known.holders(kind, key)).cloned());
        }
        for subject in surroundings.placed_in(account, Timestamp::MAX) {
            match subject {
                Subject::Visitor(visitor) => _ = circle.near.insert(visitor.clone()),
                Subject::User(user) => _ = circle.users.insert(user.clone()),
                Subject::Account(_) => {}
            }
        }
        circle
    });
    Ok(begun.collect())
}

fn add_users(known: &mut Known<'_>, circles: &mut [Circle]) -> Result<(), StoreError> {
    known.learn_threads(circles.iter().flat_map(|circle| &circle.near))?;
    for circle in circles {
        circle.users.extend(known.users_of(&circle.near));
    }
    Ok(())
}

/// The devices of these users; and whoever said by an alias that one of these devices is somebody else's, because the
/// saying counts for its division.
fn add_devices(known: &mut Known<'_>, circles: &mut [Circle]) -> Result<(), StoreError> {
    let names = circles.iter().flat_map(|circle| &circle.users).map(UserId::as_str);
    known.learn_holders(ThreadKind::User, names)?;
    for circle in circles.iter_mut() {
        let holders = circle.users.iter().flat_map(|user| known.holders(ThreadKind::User, user.as_str()));
        circle.near.extend(holders.cloned());
    }
    let ids = circles.iter().flat_map(|circle| &circle.near).map(VisitorId::as_str);
    known.learn_holders(ThreadKind::User, ids)?;
    for circle in circles {
        let holders = circle.near.iter().flat_map(|visitor| known.holders(ThreadKind::User, visitor.as_str()));
        let holders: Vec<VisitorId> = holders.cloned().collect();
        circle.near.extend(holders);
    }
    Ok(())
}

fn add_those_beside(known: &mut Known<'_>, circles: &mut [Circle], crowd: usize) -> Result<(), StoreError> {
    known.learn_threads(circles.iter().flat_map(|circle| &circle.near))?;
    let at: Vec<Vec<String>> = circles
        .iter()
        .map(|circle| known.values(ThreadKind::Address, &circle.near).into_iter().map(str::to_owned).collect())
        .collect();
    known.count_at_addresses(at.iter().flatten(), crowd)?;
    let is_quiet = |known: &Known<'_>, address: &str| (2..=crowd).contains(&known.count_at(address));
    let quiet: Vec<String> = at.iter().flatten().filter(|address| is_quiet(known, address)).cloned().collect();
    known.learn_holders(ThreadKind::Address, quiet.iter().map(String::as_str))?;
    let beside: Vec<BTreeSet<VisitorId>> = at
        .iter()
        .map(|addresses| {
            let quiet = addresses.iter().filter(|address| is_quiet(known, address));
            quiet.flat_map(|address| known.holders(ThreadKind::Address, address)).cloned().collect()
        })
        .collect();
    known.learn_threads(beside.iter().flatten())?;
    for (circle, beside) in circles.iter_mut().zip(beside) {
        circle.users.extend(known.users_of(&beside));
        circle.near.extend(beside);
    }
    Ok(())
}

fn add_across_links(known: &mut Known<'_>, circles: &mut [Circle]) -> Result<(), StoreError> {
    known.learn_threads(circles.iter().flat_map(|circle| &circle.near))?;
    let tokens: Vec<Vec<String>> = circles
        .iter()
        .map(|circle| known.values(ThreadKind::Share, &circle.near).into_iter().map(str::to_owned).collect())
        .collect();
    known.learn_holders(ThreadKind::Share, tokens.iter().flatten().map(String::as_str))?;
    for (circle, tokens) in circles.iter_mut().zip(&tokens) {
        let holders = tokens.iter().flat_map(|token| known.holders(ThreadKind::Share, token));
        circle.near.extend(holders.take(CROWD).cloned());
    }
    Ok(())
}
