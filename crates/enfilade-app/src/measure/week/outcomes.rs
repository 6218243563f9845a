//! What came of it: conversations and how they were, deals that were won, and decisions to wait.

use std::collections::BTreeMap;

use enfilade_domain::{
    Band, ContactChoice, ContactDecision, Deal, DealStage, Domain, Prepared, Stated, Statement, Timestamp, Workspace,
};

use super::{Arrived, Conversation, Most, QUARTER_DAYS, ReadBefore, Waited, Week, Won};
use crate::interpret::{as_of, made};
use crate::roll::Roll;
use crate::{App, AppError};

pub(super) fn conversations(
    app: &App,
    workspace: &Workspace,
    roll: &Roll,
    moment: Timestamp,
    most: Most,
    found: &mut Week,
) -> Result<(), AppError> {
    for statement in app.records.statements(workspace.id)?.iter().filter(|one| one.stands_at(moment)) {
        let Some((account, prepared)) = verdict(statement) else { continue };
        if moment.days_since(statement.at) > QUARTER_DAYS {
            continue;
        }
        found.conversations.push(Conversation {
            account: account.clone(),
            name: roll.get(account).and_then(|one| one.name.clone()),
            at: statement.at,
            prepared,
            readiness: None,
        });
    }
    [_, found.quarter_before] = arrived(app, workspace, moment)?;
    found.conversations.sort_by_key(|one| std::cmp::Reverse(one.at));
    for one in found.conversations.iter_mut().take(most.conversations) {
        one.readiness = match made::by(app, workspace, &one.account, one.at)? {
            Some(made) => Some(ReadBefore { readiness: made.readiness, is_kept: true }),
            None => understood_before(app, workspace, &one.account, one.at)?,
        };
    }
    Ok(())
}

/// How buyers arrived in the last quarter, and in the one before.
///
/// # Errors
/// The store cannot be read.
pub fn arrived(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<[Arrived; 2], AppError> {
    let mut quarters = [Arrived::default(); 2];
    for statement in app.records.statements(workspace.id)?.iter().filter(|one| one.stands_at(moment)) {
        let Some((_, prepared)) = verdict(statement) else { continue };
        let age = moment.days_since(statement.at);
        if let Some(quarter) = quarters.get_mut(usize::from(age > QUARTER_DAYS)).filter(|_| age <= 2.0 * QUARTER_DAYS) {
            quarter.all += 1;
            quarter.prepared += usize::from(prepared == Prepared::Yes);
        }
    }
    Ok(quarters)
}

/// The readiness of an account as it is understood today to have been just before a moment, from what was known then.
/// `None` where nobody had been seen.
fn understood_before(
    app: &App,
    workspace: &Workspace,
    account: &Domain,
    moment: Timestamp,
) -> Result<Option<ReadBefore>, AppError> {
    let read = as_of::account(app, workspace, account, moment.plus_millis(-1))?;
    Ok((read.sessions > 0).then_some(ReadBefore { readiness: read.readiness, is_kept: false }))
}

fn verdict(statement: &Statement) -> Option<(&Domain, Prepared)> {
    match &statement.stated {
        Stated::Conversation(verdict) => Some((statement.account.as_ref()?, verdict.prepared?)),
        _ => None,
    }
}

pub(super) fn won(deals: &[&Deal], roll: &Roll, moment: Timestamp, most: usize) -> Vec<Won> {
    let mut won: Vec<&Deal> =
        deals.iter().copied().filter(|deal| deal.stage_at(moment) == Some(DealStage::Won)).collect();
    won.sort_by(|a, b| b.closed_at.cmp(&a.closed_at).then_with(|| a.deal_id.cmp(&b.deal_id)));
    won.into_iter()
        .take(most)
        .map(|deal| {
            let one = roll.get(&deal.domain);
            let closed = deal.closed_at.unwrap_or(moment);
            Won {
                name: one.and_then(|one| one.name.clone()),
                first_seen: one.and_then(|one| one.first_seen).filter(|seen| *seen < closed),
                deal: deal.clone(),
            }
        })
        .collect()
}

/// A decision to wait is looked at again after so many days.
const WAITED_DAYS: f64 = 14.0;

pub(super) fn waited(
    decisions: &[ContactDecision],
    band_of: &dyn Fn(&Domain) -> Option<Band>,
    deals: &[&Deal],
    moment: Timestamp,
) -> Vec<Waited> {
    let mut by_author: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let old = decisions.iter().filter(|one| {
        matches!(one.choice, ContactChoice::NotYet { .. })
            && one.stands_at(moment)
            && moment.days_since(one.at) >= WAITED_DAYS
    });
    for one in old {
        let later_deal =
            deals.iter().any(|deal| deal.domain == one.account && deal.opened_at > one.at && deal.opened_at <= moment);
        let band = band_of(&one.account);
        let is_near = |band| matches!(band, Band::Ready | Band::AskedToTalk | Band::InConversation | Band::Customer);
        // Who was decided upon while ready has not become so by the waiting.
        let became = later_deal || (!is_near(one.band) && band.is_some_and(is_near));
        let sums = by_author.entry(&one.by).or_default();
        sums.0 += 1;
        sums.1 += usize::from(became);
    }
    let mut waited: Vec<Waited> = by_author
        .into_iter()
        .map(|(by, (decisions, became))| Waited { by: by.to_owned(), decisions, became })
        .collect();
    waited.sort_by(|a, b| b.decisions.cmp(&a.decisions).then_with(|| a.by.cmp(&b.by)));
    waited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_credited_to_whoever_decided_it() {
        let day = Timestamp::from_utc_day;
        let domain = |name: &str| Domain::parse(name).unwrap();
        let decision = |account: &str, by: &str, at: i64, choice, band| ContactDecision {
            id: at,
            at: day(at),
            by: by.to_owned(),
            account: domain(account),
            choice,
            reason: "their budget round".to_owned(),
            band,
            undone_at: None,
        };
        let wait = ContactChoice::NotYet { look_again_at: None };
        let decisions = [
            decision("won.example", "Ines", 10, wait, Band::Ready),
            decision("quiet.example", "Ines", 10, wait, Band::NotYet),
            decision("fresh.example", "Ines", 95, wait, Band::NotYet),
            decision("won.example", "Sam", 30, ContactChoice::WillCall, Band::Ready),
        ];
        let deal = Deal {
            deal_id: "1".to_owned(),
            domain: domain("won.example"),
            opened_at: day(50),
            closed_at: None,
            stage: DealStage::Open,
            amount: None,
            source: None,
            heard_from: None,
        };
        let at = |deals: &[&Deal], moment: i64| waited(&decisions, &|_| None, deals, day(moment));
        let ines = |decisions, became| vec![Waited { by: "Ines".to_owned(), decisions, became }];
        assert_eq!(at(&[&deal], 100), ines(2, 1), "what is fresh is not judged");
        assert_eq!(at(&[&deal], 40), ines(2, 0), "before there was a deal");
        assert_eq!(at(&[], 100), ines(2, 0));
        assert_eq!(at(&[], 12), []);
    }
}
