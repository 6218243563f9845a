//! What is learned from: the visits of people and of accounts as known at two moments, and what deals and people tell of
//! where an account stood.

use std::sync::atomic::{AtomicUsize, Ordering};

use enfilade_domain::{Deal, Domain, Event, Stated, Timestamp, Workspace};
use enfilade_engine::{AccountTrace, AccountVisit, Anchor, Model, Trace};
use enfilade_store::EventFields;

use super::GoOn;
use crate::interpret::as_of::on_all_accounts;
use crate::interpret::fold::{self, ReadFor, ReadLife};
use crate::interpret::listing::RecordsByAccount;
use crate::interpret::refresh::{around_account, lives_of};
use crate::interpret::stated;
use crate::measure::backtest::walk;
use crate::reveal::neighbourhood::{self, Around, Asked};
use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;
use crate::{App, AppError};

/// At most so many people are learned from; more change nothing and cost memory.
const MOST_PEOPLE: usize = 30_000;
const VISITORS_AT_ONCE: usize = 200;

/// A moment to learn at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    /// Nothing known later is used.
    pub(super) known_until: Timestamp,
    /// After the last thing that any door saw, nobody was silent: the site was blind.
    pub(super) watched_until: Timestamp,
}

fn known_at(events: &[Event], moment: Timestamp) -> Vec<Event> {
    events.iter().filter(|event| event.known_at <= moment && event.at <= moment).cloned().collect()
}

/// The visits of everybody who may be read, as known at each of two moments.
pub(super) fn people(
    app: &App,
    workspace: &Workspace,
    model: &Model,
    moments: [Moment; 2],
    go_on: GoOn<'_>,
) -> Result<[Vec<Trace>; 2], AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let mut traces = [Vec::new(), Vec::new()];
    let mut after = None;
    loop {
        go_on("gathering visits", traces[1].len(), MOST_PEOPLE)?;
        let visitors = app.log.visitors_after(workspace.id, after.as_ref(), VISITORS_AT_ONCE)?;
        let Some(last) = visitors.last().filter(|_| traces[1].len() < MOST_PEOPLE) else { return Ok(traces) };
        after = Some(last.clone());
        let near = neighbourhood::of_visitors(app.log.as_ref(), workspace.id, &visitors)?;
        let all: Vec<_> = near.visitors.iter().cloned().collect();
        let events = app.log.events_of(workspace.id, &all)?;
        for (moment, traces) in moments.iter().zip(&mut traces) {
            let known = known_at(&events, moment.known_until);
            for read in lives_of(model, &surroundings, &near, known, moment.known_until).lives {
                // A person with several devices is learned from once: with the first of them.
                if !read.life.visitors.first().is_some_and(|first| visitors.contains(first)) {
                    continue;
                }
                let sessions: Vec<_> = read.visits.iter().map(|visit| visit.session.clone()).collect();
                traces.extend(Trace::new(model, &sessions, moment.watched_until));
            }
        }
    }
}

/// The visits of accounts with their anchors, as known at each of two moments and weighed by the model of each; and how
/// many anchors there were at the last.
pub(super) fn accounts(
    app: &App,
    workspace: &Workspace,
    moments: [(Moment, &Model); 2],
    go_on: GoOn<'_>,
) -> Result<([Vec<AccountTrace>; 2], usize), AppError> {
    let surroundings = Surroundings::load(app.records.as_ref(), workspace)?;
    let records = RecordsByAccount::load(app, &surroundings)?;
    let (domains, _) = walk::domains(app, &surroundings)?;
    let done = AtomicUsize::new(0);
    let read_one = |_: usize, domain: &Domain, around: Around| {
        go_on("gathering accounts", done.fetch_add(1, Ordering::Relaxed), domains.len())?;
        let Around { near, events } = around;
        let deals = records.facts(&surroundings, domain).deals;
        let mut found = [None, None];
        let mut anchored = 0;
        for ((moment, model), found) in moments.iter().zip(&mut found) {
            let known = known_at(&events, moment.known_until);
            let read = around_account(model, &surroundings, &near, known, domain, moment.known_until, ReadFor::Account);
            let everybody = read.everybody();
            let here: Vec<&ReadLife> =
                everybody.into_iter().filter(|read| !read.state.has_departed_by(moment.known_until)).collect();
            let visits: Vec<AccountVisit<'_>> =
                fold::account_visits(&here).into_iter().map(|(_, visit)| visit).collect();
            let lives: Vec<&Life> = read.lives.iter().map(|read| &read.life).collect();
            let anchors = anchors(&surroundings, domain, deals, &lives, moment.known_until);
            anchored = anchors.len();
            *found = AccountTrace::new(model, &visits, &anchors, moment.watched_until);
        }
        Ok(Some((found, anchored)))
    };
    let asked = Asked::past(Timestamp::MAX, EventFields::All);
    // In order of the accounts, so that the same are held out each time.
    let read = on_all_accounts(app, &surroundings, &domains, asked, read_one)?;
    let anchors = read.iter().filter(|(found, _)| found[1].is_some()).map(|(_, anchors)| anchors).sum();
    let mut traces = [Vec::new(), Vec::new()];
    for (found, _) in read {
        for (traces, found) in traces.iter_mut().zip(found) {
            traces.extend(found);
        }
    }
    Ok((traces, anchors))
}

/// Where an account stood, as far as its deals and what people stated tell, as known at a moment.
fn anchors(
    surroundings: &Surroundings,
    account: &Domain,
    deals: &[Deal],
    lives: &[&Life],
    moment: Timestamp,
) -> Vec<Anchor> {
    let of_deals = deals.iter().filter_map(|deal| Some(Anchor::deal(deal.opened_at, deal.stage_at(moment)?)));
    let statements = stated::about_account(surroundings, account, lives, moment).into_iter();
    let of_statements = statements.filter_map(|statement| {
        let anchor = match &statement.stated {
            Stated::Conversation(said) => Anchor::conversation(statement.at, said.standing?),
            Stated::Overrule(standing) => Anchor::overrule(statement.at, *standing),
            Stated::Declaration(_) | Stated::TalkRequest(_) => return None,
        };
        Some(if statement.person.is_some() { anchor.of_one_person() } else { anchor })
    });
    of_deals.chain(of_statements).collect()
}
