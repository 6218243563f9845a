//! From a reading to what a salesperson may do with it, in words and with reasons.
//!
//! All thresholds stand here, in one place. They are judgements, tuned on the sample markets so that less than one
//! account in a hundred is ready without a deal, and on the stories of the book.
//!
//! What people do and say comes before what is inferred. The first of these rules that holds decides:
//!
//! 1. *asked to talk*, when the request came after a declared pause: whoever asks has taken the matter up again, and
//!    an answer is owed whatever the budget says.
//! 2. *paused*, when the last word about the decision was a freeze, a cut or a postponement. Before the conversation,
//!    because an open deal or last week's meeting is where the pause was heard; pressing on would not hear it.
//! 3. *in conversation*, where a deal is open: whoever asks now asks within it.
//! 4. *asked to talk*: a request without an answer. A talk before it is none.
//! 5. *in conversation*: somebody was spoken to lately.
//! 6. *customer*: has bought, nothing further is open, nobody asked. Before anything inferred, because customers read
//!    for other reasons than buyers; a new journey shows as a request or a deal, and in what is read.
//! 7. what was read: outside, not yet, getting ready, ready. A decision against us holds it at *not yet* until they
//!    have read on [`READY_VISIT_DAYS`] further days.

use enfilade_domain::{Band, Room, RoomBelief, ShownRoom, Timestamp};
use enfilade_language::t;

/// Readiness from which somebody is getting ready. A founder who moved into the Solution Room over months stands at
/// 0.04 to 0.05. With the conditions below it holds for about one account-week in a hundred of the sample markets,
/// of which nine in ten were truly in a journey.
const GETTING_READY: f32 = 0.03;
/// Readiness from which a conversation is likely welcome. Read weekly over the second half of both sample markets,
/// 0.4 to 0.6 % of the accounts without a deal were above it; of these 71 and 94 % became ready or decided within
/// 60 days. Up to 0.5 the list only gets shorter, not better; below 0.2 it gets worse.
pub const READY_FROM: f32 = 0.22;
/// Below this in-market probability nothing is claimed.
const IN_MARKET: f32 = 0.5;
/// Who has moved past the Problem Room with this share of the in-market mass is getting ready too, whatever the
/// score says, once it took time: see the two limits below.
const PAST_PROBLEM_SHARE: f32 = 0.6;
const PAST_PROBLEM_DAYS: u32 = 3;
const PAST_PROBLEM_SPAN_DAYS: f64 = 14.0;
/// Getting ready needs a return: one sitting is not yet a movement.
const GETTING_READY_VISIT_DAYS: u32 = 2;
/// Ready needs reading on at least this many days: no single event and no burst is enough.
pub const READY_VISIT_DAYS: u32 = 3;
/// ... which lie at least this many days apart, first to last.
pub const READY_SPAN_DAYS: f64 = 7.0;
/// From this share of the in-market mass in the Offer and the Sales Room on, late questions are what they are about.
const LATE_SHARE: f32 = 0.5;
/// How long a request to talk stays open without an answer on record. A quarter: longer than any reasonable time to
/// answer, and about as long as a person can be expected to still mean it.
pub const REQUEST_DAYS: f64 = 90.0;
/// From this many visits on, a reading is more than a glance ...
const EVIDENCE_SESSIONS: usize = 2;
/// ... or from this many room-labelled pages, if there was one visit only.
const EVIDENCE_ROOM_PAGES: u32 = 3;

/// What a band is decided on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandFacts {
    /// Readiness probability.
    pub probability: f32,
    pub rooms: RoomBelief,
    /// Distinct days on which somebody who is likely a buyer read.
    pub visit_days: u32,
    /// Days from the first to the last of them.
    pub span_days: f64,
    /// Visit sessions read in all.
    pub sessions: usize,
    /// The last request for a demo or a contact.
    pub asked_to_talk_at: Option<Timestamp>,
    /// Somebody of the account is being spoken to.
    pub conversation: Option<Conversation>,
    /// The decision rests, as somebody told.
    pub pause: Option<Pause>,
    /// A deal was won, and none is open.
    pub is_customer: bool,
    /// The last decision against us, where nothing was begun since.
    pub decided: Option<Decided>,
    /// Nobody who is known to be of the account is likely in a room; it is read from people at its addresses.
    pub rests_on_neighbours: bool,
    /// Somebody said where the account stands.
    pub is_stated: bool,
    /// See [`BandFacts::has_enough_evidence`].
    pub enough_evidence: bool,
    /// The moment of the reading.
    pub moment: Timestamp,
}

/// A decision that rests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pause {
    pub since: Timestamp,
    /// The last visit after it began.
    pub seen_again: Option<Timestamp>,
}

/// How somebody is being spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversation {
    DealIsOpen,
    /// A meeting or a call of the last weeks.
    TalkedLately,
}

/// A decision that went against us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Days (UTC) since 1970.
    pub day: i64,
    pub how: Against,
    /// They have read on enough days since to be looked at anew.
    pub read_anew: bool,
}

/// What a decision against us was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    AnotherWay,
    NoDecision,
}

impl BandFacts {
    /// Whether there is more than a glance: at least two visits, or one visit of three room-labelled pages.
    #[must_use]
    pub const fn has_enough_evidence(sessions: usize, room_pages: u32) -> bool {
        sessions >= EVIDENCE_SESSIONS || room_pages >= EVIDENCE_ROOM_PAGES
    }
}

/// The band and why, in plain sentences.
#[must_use]
pub fn band(facts: &BandFacts) -> (Band, Vec<String>) {
    let mut reasons = Vec::new();
    let read = inferred(facts, &mut reasons);
    let request =
        facts.asked_to_talk_at.filter(|asked| (0.0..=REQUEST_DAYS).contains(&facts.moment.days_since(*asked)));
    let asked_after_pause = facts.pause.is_some_and(|pause| request.is_some_and(|asked| asked > pause.since));
    let (band, reason) = if asked_after_pause {
        (Band::AskedToTalk, t!("Somebody asked to talk although the decision rests. That is honoured.").to_owned())
    } else if let Some(pause) = &facts.pause {
        (Band::Paused, pause_reason(pause, facts.moment))
    } else if facts.conversation == Some(Conversation::DealIsOpen) {
        let asks = if request.is_some() { t!(" Somebody asked to talk since; that wants an answer.") } else { "" };
        (Band::InConversation, t!("A deal is open.{asks}", asks = asks))
    } else if request.is_some() {
        (Band::AskedToTalk, t!("Somebody asked to talk. That is honoured whatever was read.").to_owned())
    } else if facts.conversation.is_some() {
        (Band::InConversation, t!("Somebody was spoken to within the last month.").to_owned())
    } else if facts.is_customer {
        (Band::Customer, t!("They have bought, and nothing further is open.").to_owned())
    } else if let Some(decided) = facts.decided.filter(|decided| !decided.read_anew) {
        (read.min(Band::NotYet), decided_reason(&decided, facts.moment))
    } else {
        return (read, reasons);
    };
    reasons.insert(0, reason);
    (band, reasons)
}

fn decided_reason(decided: &Decided, moment: Timestamp) -> String {
    let what = match decided.how {
        Against::AnotherWay => t!("They chose another way"),
        Against::NoDecision => t!("They decided to leave it as it is"),
    };
    let when = match moment.utc_day() - decided.day {
        ..=0 => "today".to_owned(),
        days => t!("{days} ago", days = counted(days as f64, t!("day"))),
    };
    t!(
        "{what} {when}. That stands until they have read on {ready_visit_days} further days.",
        what = what,
        when = when,
        ready_visit_days = READY_VISIT_DAYS
    )
}

/// "a day", "12 days".
fn counted(number: f64, one: &str) -> String {
    if number.round() as i64 == 1 { format!("1 {one}") } else { format!("{number:.0} {one}s") }
}

fn pause_reason(pause: &Pause, moment: Timestamp) -> String {
    let days = moment.days_since(pause.since).max(0.0);
    let since = match days {
        ..0.5 => t!("The decision rests since today, as somebody told; what was learned is kept.").to_owned(),
        _ => {
            t!(
                "The decision has rested for {days}, as somebody told; what was learned is kept.",
                days = counted(days, t!("day"))
            )
        }
    };
    match pause.seen_again {
        Some(seen) => {
            let ago = moment.days_since(seen).max(0.0);
            let ago = if ago < 0.5 { "today".to_owned() } else { t!("{ago} ago", ago = counted(ago, t!("day"))) };
            t!(
                "{since} Somebody is looking again ({ago}), which is little certain; the pause stands.",
                since = since,
                ago = ago
            )
        }
        None => since,
    }
}

/// The band by what was read alone.
fn inferred(facts: &BandFacts, reasons: &mut Vec<String>) -> Band {
    let in_market = facts.rooms.in_market();
    if !facts.enough_evidence {
        reasons.push(t!("Only a glance so far, which says too little.").into());
        return if in_market < IN_MARKET { Band::Outside } else { Band::NotYet };
    }
    if in_market < IN_MARKET {
        let sentence = if facts.is_stated {
            t!("What was told and what was read do not point to somebody who works on a problem.")
        } else {
            t!("What was read looks more like passing by than like working on a problem.")
        };
        reasons.push(sentence.into());
        return Band::Outside;
    }
    reasons.push(room_reason(facts.rooms.shown()).into());
    let (days, span) = (facts.visit_days, facts.span_days);
    let read_on = t!(
        "They read on {days} over {span}",
        days = counted(f64::from(days), t!("day")),
        span = counted(span, t!("day"))
    );
    let past_problem = in_market - facts.rooms.of(Room::Problem) >= PAST_PROBLEM_SHARE * in_market;
    let moved = past_problem && days >= PAST_PROBLEM_DAYS && span >= PAST_PROBLEM_SPAN_DAYS;
    if facts.probability < GETTING_READY && !moved {
        reasons.push(t!("Nothing points to a conversation yet.").into());
        return Band::NotYet;
    }
    if days < GETTING_READY_VISIT_DAYS {
        reasons.push(t!("It was one sitting; a return will tell more.").into());
        return Band::NotYet;
    }
    if facts.probability < READY_FROM {
        reasons.push(t!("{read_on} and are moving.", read_on = read_on));
        return Band::GettingReady;
    }
    if days < READY_VISIT_DAYS || span < READY_SPAN_DAYS {
        reasons.push(t!("It all happened within a few days; readiness shows over more than a week.").into());
        return Band::GettingReady;
    }
    if facts.rests_on_neighbours {
        reasons
            .push(t!("It rests on people at their addresses; nobody known to be theirs is likely in a room.").into());
        return Band::GettingReady;
    }
    let late = facts.rooms.of(Room::Offer) + facts.rooms.of(Room::Sales);
    let about = if late >= LATE_SHARE * in_market { t!(", mostly about late questions") } else { "" };
    reasons.push(format!("{read_on}{about}."));
    Band::Ready
}

fn room_reason(shown: ShownRoom) -> &'static str {
    match shown {
        ShownRoom::In(Room::Problem) => t!("They are most likely asking whether this is worth solving."),
        ShownRoom::In(Room::Solution) => t!("They are most likely comparing ways to solve it."),
        ShownRoom::In(Room::Offer) => t!("They are most likely asking whether now is the right time."),
        ShownRoom::In(Room::Sales) => t!("They are most likely asking whether we can be trusted to deliver."),
        ShownRoom::Outside | ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => {
            t!("It is unclear in which room they are.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> BandFacts {
        BandFacts {
            probability: 0.8,
            rooms: RoomBelief { outside: 0.05, rooms: [0.05, 0.1, 0.5, 0.3] },
            visit_days: 5,
            span_days: 20.0,
            sessions: 6,
            asked_to_talk_at: None,
            conversation: None,
            pause: None,
            is_customer: false,
            decided: None,
            rests_on_neighbours: false,
            is_stated: false,
            enough_evidence: true,
            moment: Timestamp::from_utc_day(20_000),
        }
    }

    #[test]
    fn ready_needs_days_and_weeks() {
        assert_eq!(band(&facts()).0, Band::Ready);
        for (visit_days, span_days, expected) in [
            (2, 20.0, Band::GettingReady),
            (5, 6.0, Band::GettingReady),
            (1, 0.0, Band::NotYet),
            (0, 0.0, Band::NotYet),
            (3, 7.0, Band::Ready),
        ] {
            assert_eq!(band(&BandFacts { visit_days, span_days, ..facts() }).0, expected, "{visit_days} days");
        }
    }

    #[test]
    fn having_moved_past_the_problem_is_getting_ready() {
        let quiet = BandFacts { probability: 0.01, ..facts() };
        assert_eq!(band(&quiet).0, Band::GettingReady);
        assert_eq!(band(&BandFacts { span_days: 13.0, ..quiet }).0, Band::NotYet);
        let problem = RoomBelief { outside: 0.05, rooms: [0.7, 0.2, 0.05, 0.0] };
        assert_eq!(band(&BandFacts { rooms: problem, ..quiet }).0, Band::NotYet);
    }

    #[test]
    fn a_request_is_honoured_for_a_quarter_and_a_conversation_comes_first() {
        let outside = RoomBelief { outside: 0.9, rooms: [0.1, 0.0, 0.0, 0.0] };
        let loud = BandFacts { probability: 0.0, rooms: outside, enough_evidence: false, ..facts() };
        let asked = |days: f64| BandFacts { asked_to_talk_at: Some(loud.moment.plus_days(-days)), ..loud };
        assert_eq!(band(&loud).0, Band::Outside);
        for days in [0.0, 45.0, 90.0] {
            let (band, reasons) = band(&asked(days));
            assert_eq!(band, Band::AskedToTalk);
            assert!(reasons[0].contains("asked to talk"));
        }
        assert_eq!(band(&asked(91.0)).0, Band::Outside);
        assert_eq!(band(&asked(-1.0)).0, Band::Outside, "a request of the future is not known yet");
        let lately = BandFacts { conversation: Some(Conversation::TalkedLately), ..asked(1.0) };
        assert_eq!(band(&lately).0, Band::AskedToTalk, "a talk before the request is no answer to it");
        assert_eq!(band(&BandFacts { asked_to_talk_at: None, ..lately }).0, Band::InConversation);
        let (word, reasons) = band(&BandFacts { conversation: Some(Conversation::DealIsOpen), ..asked(1.0) });
        assert!(word == Band::InConversation && reasons[0].contains("wants an answer"), "{reasons:?}");
    }

    #[test]
    fn a_decision_against_us_stands_until_they_read_anew() {
        let day = facts().moment.utc_day() - 12;
        let decided = Decided { day, how: Against::AnotherWay, read_anew: false };
        let (word, reasons) = band(&BandFacts { decided: Some(decided), ..facts() });
        assert_eq!((word, reasons[0].starts_with("They chose another way 12 days ago.")), (Band::NotYet, true));
        let outside = RoomBelief { outside: 0.9, rooms: [0.1, 0.0, 0.0, 0.0] };
        assert_eq!(band(&BandFacts { decided: Some(decided), rooms: outside, ..facts() }).0, Band::Outside);
        let anew = Decided { read_anew: true, ..decided };
        assert_eq!(band(&BandFacts { decided: Some(anew), ..facts() }).0, Band::Ready);
        let asked = Some(facts().moment.plus_days(-1.0));
        assert_eq!(
            band(&BandFacts { decided: Some(decided), asked_to_talk_at: asked, ..facts() }).0,
            Band::AskedToTalk
        );
    }

    #[test]
    fn neighbours_alone_make_nobody_ready() {
        let (word, reasons) = band(&BandFacts { rests_on_neighbours: true, ..facts() });
        assert_eq!(word, Band::GettingReady);
        assert!(reasons.iter().any(|reason| reason.contains("at their addresses")), "{reasons:?}");
    }

    #[test]
    fn reasons_say_only_what_holds() {
        let last = |facts: &BandFacts| band(facts).1.pop().unwrap();
        assert_eq!(last(&facts()), "They read on 5 days over 20 days, mostly about late questions.");
        let early = RoomBelief { outside: 0.05, rooms: [0.1, 0.6, 0.15, 0.1] };
        assert_eq!(last(&BandFacts { rooms: early, ..facts() }), "They read on 5 days over 20 days.");
        let outside = RoomBelief { outside: 0.9, rooms: [0.1, 0.0, 0.0, 0.0] };
        assert!(last(&BandFacts { rooms: outside, is_stated: true, ..facts() }).contains("What was told"));
    }

    #[test]
    fn what_people_say_comes_before_what_is_inferred() {
        let at = |days: f64| facts().moment.plus_days(-days);
        let paused = BandFacts { pause: Some(Pause { since: at(30.0), seen_again: None }), ..facts() };
        let (word, reasons) = band(&paused);
        assert_eq!(word, Band::Paused);
        assert!(reasons[0].contains("30 days") && reasons[0].contains("kept") && reasons.len() > 1);
        assert_eq!(band(&BandFacts { conversation: Some(Conversation::DealIsOpen), ..paused }).0, Band::Paused);
        let asked = |days| BandFacts { asked_to_talk_at: Some(at(days)), ..paused };
        assert_eq!(band(&asked(31.0)).0, Band::Paused);
        assert_eq!(band(&asked(29.0)).0, Band::AskedToTalk);
        let again = BandFacts { pause: Some(Pause { since: at(30.0), seen_again: Some(at(2.0)) }), ..facts() };
        let (word, reasons) = band(&again);
        assert!(word == Band::Paused && reasons[0].contains("looking again"));

        let customer = BandFacts { is_customer: true, ..facts() };
        assert_eq!(band(&customer).0, Band::Customer);
        assert_eq!(
            band(&BandFacts { conversation: Some(Conversation::TalkedLately), ..customer }).0,
            Band::InConversation
        );
        assert_eq!(band(&BandFacts { asked_to_talk_at: Some(at(1.0)), ..customer }).0, Band::AskedToTalk);
        assert_eq!(band(&BandFacts { asked_to_talk_at: Some(at(91.0)), ..customer }).0, Band::Customer);
    }

    #[test]
    fn a_glance_is_not_enough() {
        assert!(!BandFacts::has_enough_evidence(1, 2));
        assert!(BandFacts::has_enough_evidence(1, 3) && BandFacts::has_enough_evidence(2, 0));
        let glance = BandFacts { enough_evidence: false, ..facts() };
        assert_eq!(band(&glance).0, Band::NotYet);
    }
}
