//! Moments that somebody should hear of while they last: who asked to talk, and who became ready. A signal is withdrawn
//! when somebody decided, when the account moved on, and it says so when its time may be over.

use enfilade_domain::{Band, ContactChoice, Domain, Timestamp, Workspace};

use super::contact;
use super::ready::WINDOW_DAYS;
use crate::interpret::made::AsMade;
use crate::roll::Roll;
use crate::{App, AppError};

/// More at once are no signals.
const MOST: usize = 50;

/// One account of which somebody should hear.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    pub account: Domain,
    pub name: String,
    pub has_asked: bool,
    /// When it was first read so.
    pub since: Timestamp,
    /// Nothing new was seen for three weeks: from this moment on the time may be over.
    pub passed_at: Option<Timestamp>,
}

/// What is to be heard of at a moment, the newest first.
///
/// # Errors
/// The store cannot be read.
pub fn signals(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp) -> Result<Vec<Signal>, AppError> {
    let decisions = app.records.contact_decisions(workspace.id)?;
    let standing = contact::standing(&decisions, moment);
    let mut near: Vec<_> = roll
        .in_band(Band::AskedToTalk)
        .chain(roll.in_band(Band::Ready))
        .filter(|one| match standing.get(&one.domain) {
            None => true,
            Some(decision) if decision.choice == ContactChoice::WillCall => {
                moment.days_since(decision.at) > WINDOW_DAYS
            }
            Some(decision) => one.band == Band::AskedToTalk || !decision.waits_at(moment, one.last_seen),
        })
        .collect();
    near.sort_by(|a, b| b.z.total_cmp(&a.z));
    near.truncate(MOST);
    let mut found = Vec::with_capacity(near.len());
    for one in near {
        let seen = one.last_seen.unwrap_or(moment);
        let over = seen.plus_days(WINDOW_DAYS);
        let has_asked = one.band == Band::AskedToTalk;
        found.push(Signal {
            account: one.domain.clone(),
            name: one.title().to_owned(),
            has_asked,
            since: since(app, workspace, &one.domain, one.band, moment)?.unwrap_or(seen),
            // An answer stays owed.
            passed_at: (!has_asked && over < moment).then_some(over),
        });
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.passed_at.unwrap_or(one.since)));
    Ok(found)
}

/// When the account was first read in this band without a break; `None` where no such reading was kept.
fn since(
    app: &App,
    workspace: &Workspace,
    account: &Domain,
    band: Band,
    moment: Timestamp,
) -> Result<Option<Timestamp>, AppError> {
    let made = app.records.made_readings(workspace.id, account)?;
    let readings = made.iter().rev().filter_map(AsMade::from_stored).filter(|one| one.made_at <= moment);
    Ok(readings.take_while(|one| one.band == band).last().map(|one| one.made_at))
}
