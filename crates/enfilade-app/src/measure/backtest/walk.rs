//! The readings of every account on every date, as they were known then.
//!
//! Each account's events are loaded once and cut by knowledge time for each date, so that the cost is that of the log
//! once and memory holds one neighbourhood per core.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade_domain::{Action, Band, Domain, Event, Stated, Statement, Timestamp, Workspace};
use enfilade_engine::Model;
use enfilade_engine::baseline::{PointFeatures, content_majority};
use enfilade_store::{EventFields, ThreadKind};
use sha2::{Digest, Sha256};

use super::outcomes::{History, verdict};
use crate::interpret::as_of::on_all_accounts;
use crate::interpret::fold::{self, ReadFor, ReadLife};
use crate::interpret::listing::RecordsByAccount;
use crate::interpret::refresh::{ReadLives, around_account};
use crate::reveal::neighbourhood::{Around, Asked, Neighbourhood};
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// Accounts beyond which a sample is read; the figures hardly gain from more, and memory stays bounded.
pub(crate) const MOST_ACCOUNTS: usize = 5_000;

/// One account on one date.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// A running number.
    pub(crate) account: u32,
    /// A running number; training dates come first.
    pub(crate) date: u32,
    pub(crate) z: f64,
    pub(crate) readiness: f64,
    pub(crate) outlook: f64,
    pub(crate) rooms: [f64; 5],
    pub(crate) room: &'static str,
    pub(crate) band: Band,
    pub(crate) enough_evidence: bool,
    pub(crate) classic: f64,
    pub(crate) features: PointFeatures,
    /// Shares of outside and the rooms by what was read most.
    pub(crate) majority: [f64; 5],
}

/// One account with what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Walked {
    pub(crate) domain: Domain,
    pub(crate) name: Option<String>,
    /// On dates on which anything of it had been seen, in order.
    pub(crate) rows: Vec<Row>,
    pub(crate) history: History,
    /// For each verdict, the row of the moment just before the conversation.
    pub(crate) before_verdicts: Vec<Option<Row>>,
}

/// The model to read with at a moment: learned only from what was known before it.
pub type ModelAt<'a> = &'a (dyn Fn(Timestamp) -> Result<Arc<Model>, AppError> + Sync);

/// Dates and models of a walk.
pub(crate) struct Course<'a> {
    pub(crate) model_at: ModelAt<'a>,
    pub(crate) dates: Vec<Timestamp>,
    /// By date; learned from what was known before it.
    pub(crate) models: Vec<Arc<Model>>,
    /// What happened is known up to here.
    pub(crate) until: Timestamp,
}

/// The accounts to walk, and how many there are in all.
pub(crate) fn domains(app: &App, surroundings: &Surroundings) -> Result<(Vec<Domain>, usize), AppError> {
    let mut domains: BTreeSet<Domain> = surroundings.accounts.keys().cloned().collect();
    for value in app.log.thread_values(surroundings.workspace.id, ThreadKind::Company)? {
        domains.extend(Domain::parse(&value));
    }
    let known = domains.len();
    let mut domains: Vec<Domain> = domains.into_iter().collect();
    if known > MOST_ACCOUNTS {
        // By a hash of the name: the same sample each time, and none that anybody chose.
        domains.sort_by_cached_key(|domain| Sha256::digest(domain.as_str().as_bytes()));
        domains.truncate(MOST_ACCOUNTS);
        domains.sort();
    }
    Ok((domains, known))
}

/// All accounts with any visit, and how many there are in all. `go_on` is told how many are done of how many, and may
/// stop it by an error.
pub(crate) fn walk(
    app: &App,
    workspace: &Workspace,
    course: &Course<'_>,
    go_on: &(dyn Fn(usize, usize) -> Result<(), AppError> + Sync),
) -> Result<(Vec<Walked>, usize), AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let records = RecordsByAccount::load(app, &surroundings)?;
    let statements = app.records.statements(workspace.id)?;
    let (domains, known) = domains(app, &surroundings)?;
    let walker = Walker { surroundings: &surroundings, records: &records, statements: &statements, course };
    let done = AtomicUsize::new(0);
    let walk_one = |number: usize, domain: &Domain, around: Around| {
        go_on(done.fetch_add(1, Ordering::Relaxed), domains.len())?;
        walker.account(u32::try_from(number).unwrap_or(u32::MAX), domain, &around)
    };
    let asked = Asked::past(Timestamp::MAX, EventFields::All);
    let walked = on_all_accounts(app, &surroundings, &domains, asked, walk_one)?;
    Ok((walked, known))
}

struct Walker<'a> {
    surroundings: &'a Surroundings,
    records: &'a RecordsByAccount,
    statements: &'a [Statement],
    course: &'a Course<'a>,
}

impl Walker<'_> {
    fn account(&self, number: u32, domain: &Domain, around: &Around) -> Result<Option<Walked>, AppError> {
        let Around { near, events } = around;
        if events.is_empty() {
            return Ok(None);
        }
        let dates = self.course.dates.iter().zip(&self.course.models).zip(0..);
        let rows: Vec<Row> = dates
            .filter_map(|((date, model), index)| self.row(model, near, events, domain, (number, index), *date))
            .collect();
        let until = self.course.until;
        let Some(last_model) = self.course.models.last() else { return Ok(None) };
        let members = self.read(last_model, near, events, domain, until).lives;
        let mut asks: Vec<Timestamp> = members.iter().flat_map(|read| asks_of(&read.life.events)).collect();
        let stated =
            || self.statements.iter().filter(|one| one.account.as_ref() == Some(domain) && one.stands_at(until));
        asks.extend(stated().filter(|one| matches!(one.stated, Stated::TalkRequest(_))).map(|one| one.at));
        let verdicts: Vec<_> = stated().filter_map(verdict).collect();
        let facts = self.records.facts(self.surroundings, domain);
        if rows.is_empty() && verdicts.is_empty() {
            return Ok(None);
        }
        let before_verdicts = verdicts
            .iter()
            .map(|verdict| {
                // What the conversation itself set in motion does not count.
                let before = verdict.at.plus_millis(-1);
                let model = (self.course.model_at)(before)?;
                Ok(self.row(&model, near, events, domain, (number, u32::MAX), before))
            })
            .collect::<Result<_, AppError>>()?;
        Ok(Some(Walked {
            domain: domain.clone(),
            name: facts.account.and_then(|account| account.name.clone()),
            rows,
            history: History::new(facts.deals, asks, verdicts, until),
            before_verdicts,
        }))
    }

    /// The account's people and guests as known at a moment.
    fn read(
        &self,
        model: &Model,
        near: &Neighbourhood,
        events: &[Event],
        domain: &Domain,
        moment: Timestamp,
    ) -> ReadLives {
        let known = events.iter().filter(|event| event.known_at <= moment && event.at <= moment);
        around_account(model, self.surroundings, near, known.cloned().collect(), domain, moment, ReadFor::Account)
    }

    /// `None` before anything of the account was seen.
    fn row(
        &self,
        model: &Model,
        near: &Neighbourhood,
        events: &[Event],
        domain: &Domain,
        (account, date): (u32, u32),
        moment: Timestamp,
    ) -> Option<Row> {
        let read = self.read(model, near, events, domain, moment);
        let members: Vec<&ReadLife> = read.lives.iter().collect();
        let state = fold::read_account(model, self.surroundings, domain, &read.everybody(), moment);
        let persons: Vec<_> = members.iter().map(|read| &read.state).collect();
        let facts = self.records.facts(self.surroundings, domain);
        let reading = state.reading_at(model, &persons, facts, moment);
        reading.first_seen?;
        let pages: Vec<(usize, f64)> = members
            .iter()
            .flat_map(|read| &read.visits)
            .flat_map(|visit| &visit.pages)
            .filter_map(|page| Some((page.facts.category?.room()?.index(), moment.days_since(page.at))))
            .collect();
        let acts = fold::classic_acts(&members, self.surroundings);
        let rooms = reading.rooms.rooms.map(f64::from);
        Some(Row {
            account,
            date,
            z: f64::from(reading.z),
            readiness: f64::from(reading.readiness),
            outlook: f64::from(reading.outlook_60d),
            rooms: [f64::from(reading.rooms.outside), rooms[0], rooms[1], rooms[2], rooms[3]],
            room: reading.shown.as_str(),
            band: reading.band,
            enough_evidence: reading.enough_evidence,
            classic: f64::from(reading.classic_score),
            features: PointFeatures::of(&acts, moment),
            majority: content_majority(&pages),
        })
    }
}

fn asks_of(events: &[Event]) -> impl Iterator<Item = Timestamp> {
    let asks =
        |action: &Action| matches!(action, Action::DemoRequested | Action::ContactRequested | Action::MeetingBooked);
    events.iter().filter(move |event| asks(&event.action)).map(|event| event.at)
}

/// By account number.
pub(super) fn by_number(walked: &[Walked]) -> BTreeMap<u32, &Walked> {
    let number =
        |one: &Walked| one.rows.iter().chain(one.before_verdicts.iter().flatten()).next().map(|row| row.account);
    walked.iter().filter_map(|one| Some((number(one)?, one))).collect()
}
