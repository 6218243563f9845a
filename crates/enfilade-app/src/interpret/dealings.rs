//! What deals, talks and declarations say of an account at a moment, whatever was read.

use enfilade_domain::{Deal, DealStage, Timestamp};
use enfilade_engine::{Against, Conversation, Decided, Pause};

use super::state::{AccountState, Facts};

/// A conversation keeps an account in conversation for this long after it was last heard of.
const CONVERSATION_DAYS: f64 = 30.0;

impl AccountState {
    /// The latest conversation that was told by an event, a touch or a person.
    pub(super) fn talked_at(&self, facts: Facts<'_>, moment: Timestamp) -> Option<Timestamp> {
        talks(facts).chain(self.talked_at).filter(|at| *at <= moment).max()
    }

    /// When the account last had an answer: whoever was spoken to, or decided, or bought, no longer waits for one.
    pub(super) fn answered_at(&self, facts: Facts<'_>, moment: Timestamp) -> Option<Timestamp> {
        answered_at(facts, self.talked_at, moment)
    }

    /// The last decision against us. One that somebody took up again, as was told or as a later deal shows, is none.
    pub(super) fn decided_at(&self, deals: &[Deal], moment: Timestamp) -> Option<Decided> {
        let against = |deal: &&Deal| match deal.stage_at(moment)? {
            DealStage::Lost => Some((deal.closed_at.unwrap_or(deal.opened_at), Against::AnotherWay)),
            DealStage::NoDecision => Some((deal.closed_at.unwrap_or(deal.opened_at), Against::NoDecision)),
            DealStage::Open | DealStage::Won => None,
        };
        let (at, how) = deals.iter().filter_map(|deal| against(&deal)).max_by_key(|(at, _)| *at)?;
        let begun = deals.iter().map(|deal| deal.opened_at).filter(|opened| *opened <= moment).chain(self.taken_up_at);
        (!begun.into_iter().any(|begun| begun > at)).then(|| Decided {
            day: at.utc_day(),
            how,
            read_anew: self.days.third_from_last.is_some_and(|day| day > at.utc_day()),
        })
    }

    pub(super) fn pause_at(&self, moment: Timestamp) -> Option<Pause> {
        let since = self.rests_since.filter(|since| *since <= moment)?;
        Some(Pause { since, seen_again: (self.last_seen > since).then_some(self.last_seen) })
    }
}

fn talks(facts: Facts<'_>) -> impl Iterator<Item = Timestamp> {
    let is_talk = |kind: &str| matches!(kind, "meeting" | "conversation" | "meeting_held" | "call_held");
    facts.touches.iter().filter(move |touch| is_talk(&touch.kind)).map(|touch| touch.at)
}

/// When an account last had an answer: by a deal, by a touch, or by a conversation of which somebody told.
pub(super) fn answered_at(facts: Facts<'_>, told: Option<Timestamp>, moment: Timestamp) -> Option<Timestamp> {
    let deals = facts.deals.iter().flat_map(|deal| [Some(deal.opened_at), deal.closed_at]).flatten();
    deals.chain(talks(facts)).chain(told).filter(|at| *at <= moment).max()
}

/// An open deal, or a conversation of the last month.
pub(super) fn conversation(talked_at: Option<Timestamp>, facts: Facts<'_>, moment: Timestamp) -> Option<Conversation> {
    if facts.deals.iter().any(|deal| deal.stage_at(moment) == Some(DealStage::Open)) {
        return Some(Conversation::DealIsOpen);
    }
    talked_at.filter(|at| moment.days_since(*at) <= CONVERSATION_DAYS).map(|_| Conversation::TalkedLately)
}
