//! Believable made-up short lists and briefs.

use enfilade_domain::{Role, Room, ShownRoom};

use crate::pages::brief::{Brief, Chapter};
use crate::pages::frame::{AccountLink, Likely, PostForm};
use crate::pages::ready::{AskedToTalk, Called, Card, Dot, Presence, Ready, Waiting};

fn link(name: &str) -> AccountLink {
    let domain = format!("{}.example", name.to_lowercase().replace([' ', '&'], "-"));
    AccountLink { domain, name: name.to_owned() }
}

fn undo(action: &str) -> Option<PostForm> {
    Some(PostForm { action: action.to_owned(), label: "Take back".to_owned(), fields: Vec::new() })
}

fn dots() -> Vec<Dot> {
    let dot = |role, presence, room, inferred| Dot { role, presence, room, inferred };
    vec![
        dot(Role::Executive, Presence::Active, Some(Room::Offer), true),
        dot(Role::Technical, Presence::Quiet, Some(Room::Solution), false),
        dot(Role::Operations, Presence::Active, Some(Room::Sales), true),
        dot(Role::Finance, Presence::Unseen, None, true),
        dot(Role::Legal, Presence::CannotBeTold, None, true),
    ]
}

fn card(name: &str, value: f32, room: Room) -> Card {
    Card {
        account: link(name),
        facts: vec!["Water utility".to_owned(), "2,400 people".to_owned()],
        readiness: Likely { value, low: value - 0.1, high: (value + 0.1).min(1.0) },
        door_opens_at: Some(0.33),
        fit: Some(0.9),
        shown: ShownRoom::In(room),
        days_since_seen: Some(2),
        reasons: vec![
            "Over 30 weeks their themes have moved from ageing systems and cost to timing.".to_owned(),
            "They came back from a pause of five weeks, at a later question than before.".to_owned(),
        ],
        dots: dots(),
        opening: "If the answer on timing is next year, that can be a good answer too. What would have to be true for it to be this one?".to_owned(),
        because: "Speaks to the theme. Says nothing of what anybody did.".to_owned(),
        still_open: vec!["How is it paid for?".to_owned(), "What do we sign?".to_owned()],
        meant_to_call: None,
    }
}

/// A list with something of everything; `count` ready accounts.
#[must_use]
pub fn ready(count: usize) -> Ready {
    let names = ["Polwick Water", "Tarrow Freight", "Wexcombe Council", "Ashdell Foods"];
    let waiting = |name: &str, decided: bool| Waiting {
        account: link(name),
        readiness: (!decided).then_some(Likely { value: 0.18, low: 0.08, high: 0.3 }),
        door_opens_at: Some(0.33),
        fit: Some(0.5),
        shown: ShownRoom::In(Room::Solution),
        decided_by: decided.then(|| "Ines Falk, on 12 Sep 2026".to_owned()),
        why: vec!["Nobody of finance has been seen yet.".to_owned()],
        at_hand: Some("“What doing nothing costs over five years”".to_owned()),
        look_again: if decided { "19 Oct 2026".to_owned() } else { "when finance appears".to_owned() },
        undo: if decided { undo("/contacts/7/undo") } else { None },
    };
    let mut cards: Vec<Card> = (0..count)
        .map(|index| card(names[index % names.len()], 0.82 - 0.1 * (index % 4) as f32, Room::Offer))
        .collect();
    if let Some(first) = cards.first_mut() {
        first.meant_to_call =
            Some("Ines Falk meant to call on 12 Aug 2026; no conversation is on record since.".to_owned());
    }
    Ready {
        ready: cards,
        passed: vec![Card { days_since_seen: Some(31), ..card("Orrin Mutual", 0.4, Room::Sales) }],
        more_ready: 0,
        more_asked: 0,
        asked: vec![AskedToTalk {
            account: link("Kestrelgate Foods"),
            shown: ShownRoom::In(Room::Problem),
            fit: Some(0.5),
            days_since_asked: Some(1),
            points: vec!["What does a first stocktaking cost?".to_owned(), "Who would come?".to_owned()],
            early: true,
            touched_since: Some(("Call".to_owned(), "13 Sep 2026".to_owned())),
            opening: "You asked to talk about this: what does a first stocktaking cost. Shall we begin there, or is something else first?".to_owned(),
            because: "Continues a conversation they started.".to_owned(),
            answers: vec![PostForm {
                action: "/statements/3/answer".to_owned(),
                label: "Answered".to_owned(),
                fields: vec![("account".to_owned(), "kestrelgate-foods.example".to_owned())],
            }],
        }],
        called: vec![Called {
            account: link("Holtby Legal"),
            by: "Ines Falk, on 13 Sep 2026".to_owned(),
            reason: String::new(),
            undo: undo("/contacts/8/undo"),
        }],
        waiting: vec![waiting("Aldermoor Bank", true), waiting("Brackenford University", false)],
        more_waiting: 3,
        more_not_yet: 12,
        opens_at: Some(0.33),
        answered: Some((7, 1)),
        is_empty_house: false,
        understood: None,
        may_decide: true,
        tomorrow: "2026-09-15".to_owned(),
    }
}

/// Nobody was ever seen.
#[must_use]
pub fn empty_ready() -> Ready {
    Ready { is_empty_house: true, may_decide: true, tomorrow: "2026-09-15".to_owned(), ..Ready::default() }
}

/// A brief of a company that is ready, or of one that is early.
#[must_use]
pub fn brief(early: bool) -> Brief {
    let card = card("Polwick Water", 0.82, Room::Offer);
    Brief {
        account: card.account,
        facts: card.facts,
        shown: ShownRoom::In(if early { Room::Problem } else { Room::Offer }),
        fit: card.fit,
        readiness: (!early).then_some(card.readiness),
        door_opens_at: card.door_opens_at,
        band_words: "ready to hear from us".to_owned(),
        purpose: if early {
            "Early: they are testing whether their concern is real. Help them judge that, whatever the answer."
        } else {
            "They know what they want to do. The talk is about how this applies to them."
        }
        .to_owned(),
        early,
        story: vec![
            Chapter {
                text: "Six weeks on whether the problem is worth solving: cost; one person, on nine days.".to_owned(),
                from_day: 20_500,
                to_day: 20_542,
                pieces: vec![("The price of standing still".to_owned(), 3), ("Nine warning signs".to_owned(), 1)],
            },
            Chapter {
                text: "Then nobody was seen for five weeks.".to_owned(),
                from_day: 20_542,
                to_day: 20_577,
                pieces: Vec::new(),
            },
        ],
        earlier_chapters: 2,
        began_day: Some(20_300),
        agenda: if early { vec!["Is ours a common case?".to_owned()] } else { Vec::new() },
        settled: vec!["cost".to_owned(), "approaches".to_owned()],
        deciding: vec!["timing".to_owned()],
        still_open: card.still_open,
        dots: card.dots,
        concerns: vec![(vec!["finance".to_owned(), "legal".to_owned()], vec!["How is it paid for?".to_owned()])],
        not_started: vec![
            ("finance".to_owned(), Some("What is fixed, what is variable".to_owned())),
            ("legal".to_owned(), None),
        ],
        last_contact: Some("meeting, on 12 Sep 2026".to_owned()),
        known: vec!["The price of standing still".to_owned()],
        hard_questions: vec!["What if it goes wrong?".to_owned()],
        opening: card.opening,
        because: card.because,
        leave_out: vec!["Anything about what they have read.".to_owned()],
        is_today: true,
    }
}
