//! What happened to an account later, seen from any date.

use enfilade_domain::{Deal, DealStage, Room, Standing, Stated, Statement, Timestamp};
use enfilade_language::t;

/// Days within which a decision process must open to count as foreseen.
pub(super) const OUTLOOK_DAYS: f64 = 60.0;
/// Days within which a conversation that was begun must lead to something.
pub(super) const CONVERSATION_DAYS: f64 = 180.0;
/// How far a deal that is still open is taken as real when rivals are taught (engine specification, 2).
const OPEN_DEAL_LABEL: f64 = 0.4;

/// A conversation after which somebody said where the buyer truly was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub(super) at: Timestamp,
    /// Outside 0, then the rooms.
    pub(super) room: Option<usize>,
    /// Whether the talk was welcome; what was not said follows from the room.
    pub(super) welcome: Option<bool>,
}

/// Everything known about one account at the end of the back-test.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct History {
    /// Oldest first.
    pub(crate) deals: Vec<Deal>,
    /// Requests for a talk or a demo, oldest first.
    pub(super) asks: Vec<Timestamp>,
    pub(super) verdicts: Vec<Verdict>,
    /// The end of what is known.
    pub(super) until: Timestamp,
}

impl History {
    pub(super) fn new(deals: &[Deal], mut asks: Vec<Timestamp>, verdicts: Vec<Verdict>, until: Timestamp) -> Self {
        let mut deals: Vec<Deal> = deals.iter().filter(|deal| deal.opened_at <= until).cloned().collect();
        deals.sort_by(|a, b| a.opened_at.cmp(&b.opened_at).then_with(|| a.deal_id.cmp(&b.deal_id)));
        asks.retain(|at| *at <= until);
        asks.sort_unstable();
        Self { deals, asks, verdicts, until }
    }

    /// Whether nothing had begun yet: no deal opened, no talk asked for.
    pub(crate) fn is_before_anything(&self, at: Timestamp) -> bool {
        self.deals.first().is_none_or(|deal| deal.opened_at > at) && self.asks.first().is_none_or(|ask| *ask > at)
    }

    pub(crate) fn opened_within(&self, at: Timestamp, days: f64) -> impl Iterator<Item = &Deal> {
        let end = at.plus_days(days);
        self.deals.iter().filter(move |deal| deal.opened_at > at && deal.opened_at <= end)
    }

    /// Whether a real decision process (one that was won or lost) opened within so many days after a date. `None`
    /// when a deal that opened then is still open, or when the days are not over yet.
    pub(super) fn process_within(&self, at: Timestamp, days: f64) -> Option<bool> {
        let stages: Vec<_> = self.opened_within(at, days).filter_map(|deal| deal.stage_at(self.until)).collect();
        if stages.iter().any(|stage| matches!(stage, DealStage::Won | DealStage::Lost)) {
            return Some(true);
        }
        if stages.contains(&DealStage::Open) || at.plus_days(days) > self.until {
            return None;
        }
        Some(false)
    }

    /// Whether somebody asked for a talk within so many days. `None` when they are not over.
    pub(super) fn asked_within(&self, at: Timestamp, days: f64) -> Option<bool> {
        let end = at.plus_days(days);
        let asked = self.asks.iter().any(|ask| *ask > at && *ask <= end);
        (asked || end <= self.until).then_some(asked)
    }

    /// What a rival may be taught at `known_at` about the sixty days after a date: 1 for a deal won or lost by then,
    /// less for one still open then, 0 for nothing or one that ended without a decision.
    pub(crate) fn label_known_at(&self, at: Timestamp, known_at: Timestamp) -> f64 {
        let of_stage = |stage: DealStage| match stage {
            DealStage::Won | DealStage::Lost => 1.0,
            DealStage::Open => OPEN_DEAL_LABEL,
            DealStage::NoDecision => 0.0,
        };
        let stages = self.opened_within(at, OUTLOOK_DAYS).filter_map(|deal| deal.stage_at(known_at));
        stages.map(of_stage).fold(0.0, f64::max)
    }

    /// When the account first showed itself, by a deal or a request, where a real decision process came of it within
    /// half a year.
    pub(super) fn first_process(&self) -> Option<Timestamp> {
        let first_deal = self.deals.first().map(|deal| deal.opened_at);
        let first = first_deal.into_iter().chain(self.asks.first().copied()).min()?;
        (self.process_within(first.plus_millis(-1), CONVERSATION_DAYS) == Some(true)).then_some(first)
    }

    /// Whether nothing came of it: no real process and none that may still become one, within half a year.
    pub(super) fn came_to_nothing(&self, at: Timestamp) -> bool {
        let real = |deal: &Deal| matches!(deal.stage_at(self.until), Some(DealStage::Won | DealStage::Lost));
        !self
            .opened_within(at, CONVERSATION_DAYS)
            .any(|deal| real(deal) || deal.stage_at(self.until) == Some(DealStage::Open))
    }

    /// What happened after a date, in words.
    pub(super) fn in_words(&self, at: Timestamp) -> String {
        let day = |at: Timestamp| at.to_string().chars().take(10).collect::<String>();
        let mut parts: Vec<(Timestamp, String)> = Vec::new();
        if let Some(ask) = self.asks.iter().find(|ask| **ask > at) {
            parts.push((*ask, t!("asked for a talk on {ask}", ask = day(*ask))));
        }
        for deal in self.deals.iter().filter(|deal| deal.opened_at > at).take(3) {
            let opened = day(deal.opened_at);
            let closed = deal.closed_at.filter(|closed| *closed <= self.until).map(day);
            let end = match (deal.stage_at(self.until), closed) {
                (Some(DealStage::Won), Some(closed)) => t!("won on {closed}", closed = closed),
                (Some(DealStage::Lost), Some(closed)) => t!("lost on {closed}", closed = closed),
                (Some(DealStage::NoDecision), Some(closed)) => {
                    t!("ended without a decision on {closed}", closed = closed)
                }
                (Some(DealStage::Won), None) => "won".to_owned(),
                (Some(DealStage::Lost), None) => "lost".to_owned(),
                (Some(DealStage::NoDecision), None) => t!("ended without a decision").to_owned(),
                (Some(DealStage::Open) | None, _) => t!("still open").to_owned(),
            };
            let source = deal.source.as_deref().map(|source| format!(" ({source})")).unwrap_or_default();
            parts.push((
                deal.opened_at,
                t!("a deal opened on {opened}{source}, {end}", opened = opened, source = source, end = end),
            ));
        }
        parts.sort();
        if parts.is_empty() {
            return t!("nothing by {until}", until = day(self.until));
        }
        parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; ")
    }
}

/// The verdict that a statement holds, where it holds one.
pub(super) fn verdict(statement: &Statement) -> Option<Verdict> {
    let Stated::Conversation(said) = &statement.stated else { return None };
    let room = said.standing.map(|standing| match standing {
        Standing::Outside => 0,
        Standing::In(room) => room.index() + 1,
    });
    let late = |room: usize| room > Room::Offer.index();
    let welcome = said.welcome.or_else(|| room.map(late));
    (room.is_some() || welcome.is_some()).then_some(Verdict { at: statement.at, room, welcome })
}

#[cfg(test)]
mod tests {
    use enfilade_domain::Domain;

    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_utc_day(20_000 + day)
    }

    fn deal(id: &str, opened: i64, closed: Option<i64>, stage: DealStage) -> Deal {
        Deal {
            deal_id: id.to_owned(),
            domain: Domain::parse("acme.example").unwrap(),
            opened_at: day(opened),
            closed_at: closed.map(day),
            stage,
            amount: None,
            source: Some("inbound_form".to_owned()),
            heard_from: None,
        }
    }

    #[test]
    fn a_process_is_a_deal_that_was_decided() {
        let of = |deals: &[Deal]| History::new(deals, vec![], vec![], day(400));
        let won = of(&[deal("1", 50, Some(90), DealStage::Won)]);
        assert_eq!(won.process_within(day(0), 60.0), Some(true));
        assert_eq!(won.process_within(day(50), 60.0), Some(false), "it had opened before");
        let open = of(&[deal("1", 50, None, DealStage::Open)]);
        assert_eq!(open.process_within(day(0), 60.0), None);
        let junk = of(&[deal("1", 50, Some(60), DealStage::NoDecision)]);
        assert_eq!(junk.process_within(day(0), 60.0), Some(false));
        assert_eq!(of(&[]).process_within(day(380), 60.0), None, "the days are not over");
        // Won after the end of what is known: open as far as anybody knows.
        let later = History::new(&[deal("1", 50, Some(500), DealStage::Won)], vec![], vec![], day(400));
        assert_eq!(later.process_within(day(0), 60.0), None);
    }

    #[test]
    fn labels_are_what_was_known_then() {
        let history = History::new(&[deal("1", 30, Some(100), DealStage::Won)], vec![], vec![], day(400));
        let known = [20, 60, 120].map(|known| history.label_known_at(day(0), day(known)));
        assert_eq!(known, [0.0, 0.4, 1.0]);
    }

    #[test]
    fn the_population_ends_with_the_first_deal_or_request() {
        let history =
            History::new(&[deal("1", 80, Some(100), DealStage::Lost)], vec![day(70), day(200)], vec![], day(400));
        assert!(history.is_before_anything(day(69)) && !history.is_before_anything(day(70)));
        assert_eq!(history.first_process(), Some(day(70)));
        assert_eq!(history.asked_within(day(0), 60.0), Some(false));
        assert_eq!(history.asked_within(day(20), 60.0), Some(true));
        assert_eq!(History::new(&[], vec![day(3)], vec![], day(400)).first_process(), None);
        assert!(!history.came_to_nothing(day(0)) && history.came_to_nothing(day(90)));
        let words = history.in_words(day(0));
        assert!(words.starts_with("asked for a talk on ") && words.contains("(inbound_form), lost on "), "{words}");
        assert!(History::new(&[], vec![], vec![], day(9)).in_words(day(0)).starts_with("nothing by "));
    }
}
