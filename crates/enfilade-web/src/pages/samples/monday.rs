//! A believable made-up week.

use enfilade_domain::{Room, ShownRoom};

use crate::pages::frame::{AccountLink, Likely};
use crate::pages::journey::QuietBand;
use crate::pages::monday::{
    Compared, Comparison, Conversation, Disagreement, Monday, QuietAccount, Step, ToDecide, Waited, Won,
};

fn link(name: &str) -> AccountLink {
    let domain = format!("{}.example", name.to_lowercase().replace([' ', '&'], "-"));
    AccountLink { domain, name: name.to_owned() }
}

fn likely(value: f32) -> Option<Likely> {
    Some(Likely { value, low: (value - 0.1).max(0.0), high: (value + 0.1).min(1.0) })
}

fn step(name: &str, from: Option<Room>, to: Option<Room>, why: Option<&str>) -> Step {
    Step { account: link(name), from, to, why: why.map(str::to_owned) }
}

fn compared(index: usize) -> Compared {
    let (points, readiness) = match index {
        0 => (84.0, 0.1),
        1 => (9.0, 0.8),
        _ => ((index * 37 % 60) as f32, (index * 13 % 30) as f32 / 100.0),
    };
    let name = match index {
        0 => "Kestrelgate Foods".to_owned(),
        1 => "Wexcombe Council".to_owned(),
        _ => format!("Company {index}"),
    };
    let room = Room::ALL.get(index % 5).copied();
    Compared { account: link(&name), room, points, readiness, is_ready: index == 1, disagrees: index < 2 }
}

/// A full week, with `conversations` of the last quarter.
#[must_use]
pub fn monday(conversations: usize) -> Monday {
    let quiet = |name: &str, now_days: f32, sentence: &str| QuietAccount {
        account: link(name),
        shown: ShownRoom::In(Room::Offer),
        quiet: QuietBand { low_days: 12.0, median_days: 23.0, high_days: 44.0, now_days, silences: 6 },
        sentence: sentence.to_owned(),
    };
    let won = |name: &str, first: Option<i64>, heard: Option<&str>| Won {
        account: link(name),
        first_seen_day: first,
        opened_day: 20_550,
        closed_day: 20_680,
        amount: Some("410,000 EUR".to_owned()),
        source: heard.map(|_| "paid search".to_owned()),
        heard_from: heard.map(str::to_owned),
    };
    Monday {
        is_empty_house: false,
        understood: None,
        week: "Week 38, 14 September 2026.".to_owned(),
        conversations: (0..conversations)
            .map(|index| Conversation {
                account: link(["Tarrow Freight", "Orrin Mutual", "Kestrelgate Foods"][index % 3]),
                day: 20_700 - index as i64 * 8,
                prepared: ["yes", "partly", "no"][index % 3].to_owned(),
                readiness: if index % 4 == 3 { None } else { likely(0.8 - 0.2 * (index % 3) as f32) },
                is_understood_today: index % 4 == 2,
            })
            .collect(),
        quarter_before: (5, 11),
        forward: vec![
            step("Polwick Water", Some(Room::Offer), Some(Room::Sales), Some("somebody of finance joined")),
            step("Wexcombe Council", Some(Room::Problem), Some(Room::Solution), None),
        ],
        back: vec![step("Quillon Legal", Some(Room::Offer), Some(Room::Solution), Some("their theme is now audit"))],
        entered: vec![step("Dunmere Dairy", None, Some(Room::Problem), Some("back after five weeks"))],
        left: vec![step("Sundry & Pike", Some(Room::Problem), None, Some("nothing points to a decision any more"))],
        more_steps: 2,
        further: vec![step("Hexley Post", Some(Room::Problem), Some(Room::Solution), None)],
        quiet: vec![
            quiet("Aldermoor Bank", 31.0, "Quiet, day 31 of a usual 12–44: likely internal work."),
            quiet("Greywick Housing", 61.0, "Quiet for 61 days, longer than the usual 12–44."),
        ],
        more_quiet: 9,
        to_decide: vec![
            ToDecide {
                account: link("Kestrelgate Foods"),
                question: "Who answers".to_owned(),
                because: "They asked to talk, and no answer is on record.".to_owned(),
            },
            ToDecide {
                account: link("Aldermoor Bank"),
                question: "Do we still leave alone".to_owned(),
                because: "Ines Falk said on 2 Aug 2026: “their budget round”".to_owned(),
            },
        ],
        more_to_decide: 0,
        loud: vec![Disagreement {
            account: link("Kestrelgate Foods"),
            points: 84,
            readiness: likely(0.1),
            band: "not yet".to_owned(),
        }],
        unheard: vec![Disagreement {
            account: link("Wexcombe Council"),
            points: 9,
            readiness: None,
            band: "ready to hear from us".to_owned(),
        }],
        comparison: Comparison {
            companies: (0..24_usize).map(compared).collect(),
            all: 24,
            sent_from: Some(60.0),
            opens_at: 0.32,
        },
        waited: vec![Waited { by: "Ines Falk".to_owned(), decisions: 6, became: 2 }],
        won: vec![
            won("Orrin Mutual", Some(20_412), Some("A colleague sent me your piece.")),
            won("Jessock Energy", None, None),
        ],
    }
}
