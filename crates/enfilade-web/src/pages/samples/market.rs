//! A made-up market: companies in rooms, what moved, and the list of accounts.

use enfilade_domain::{Band, PersonKind, Room, ShownRoom};

use super::Dice;
use crate::components::marks::FitClass;
use crate::pages::accounts::{AccountRow, Accounts, Kept, Narrowing};
use crate::pages::floor_plan::{
    Arrived, BecameReady, CameBack, Door, FloorPlan, Left, Loop, Moved, News, NewsOf, PlanMark, QuietTime, SetAside,
    Stay, Visitors,
};
use crate::pages::frame::{AccountLink, Likely};

const PLACES: [&str; 24] = [
    "Polwick",
    "Tarrow",
    "Wexcombe",
    "Thornby",
    "Quillon",
    "Meridale",
    "Aldermoor",
    "Kestrelgate",
    "Brackenford",
    "Fennick",
    "Dunmere",
    "Larchmere",
    "Eskerly",
    "Holtby",
    "Osmere",
    "Netherby",
    "Greywick",
    "Hexley",
    "Carrowby",
    "Glanmoor",
    "Rushholt",
    "Saltrick",
    "Underhay",
    "Yarrowby",
];
const TRADES: [&str; 10] =
    ["Water", "Freight", "Council", "Retail", "Legal", "Clinics", "Foods", "Energy", "Housing", "Tooling"];

fn company(index: usize) -> AccountLink {
    let place = PLACES[index % PLACES.len()];
    let trade = TRADES[(index % PLACES.len() + index / PLACES.len()) % TRADES.len()];
    let number = index / (PLACES.len() * TRADES.len());
    let (suffix, host) =
        if number == 0 { (String::new(), String::new()) } else { (format!(" {number}"), number.to_string()) };
    AccountLink {
        domain: format!("{}-{}{host}.example", place.to_lowercase(), trade.to_lowercase()),
        name: format!("{place} {trade}{suffix}"),
    }
}

/// A floor plan of `count` companies.
#[must_use]
pub fn floor_plan(count: usize) -> FloorPlan {
    let as_of = "Monday 14 September 2026".to_owned();
    if count == 0 {
        return FloorPlan { as_of, visitors: Some(Visitors::default()), ..FloorPlan::default() };
    }
    let mut dice = Dice(11);
    let mut marks: Vec<PlanMark> = (0..count).map(|index| mark(index, &mut dice)).collect();
    furnish(&mut marks);
    let share = |part: f32| (part * count as f32).round() as u32;
    FloorPlan {
        as_of,
        doors: [
            Door { forward: share(0.22), back: share(0.06) },
            Door { forward: share(0.14), back: share(0.05) },
            Door { forward: share(0.09), back: share(0.015) },
            Door { forward: share(0.03), back: 0 },
        ],
        entered: [share(0.14), share(0.06), share(0.03), share(0.015)],
        left: [share(0.08), share(0.03), share(0.015), 0],
        loops: if count >= 60 {
            vec![Loop { from: Room::Offer, to: Room::Problem, count: share(0.03) }]
        } else {
            Vec::new()
        },
        stays: if count >= 20 {
            [(41.0, 31), (29.0, 22), (34.0, 12), (19.0, if count >= 64 { 9 } else { 4 })]
                .map(|(days, completed)| Stay { days: Some(days), completed })
        } else {
            [Stay::default(); 4]
        },
        outside: share(1.4),
        unclear: share(0.05),
        not_enough_evidence: share(0.4) + 2,
        visitors: Some(Visitors {
            unplaced: share(3.3),
            set_aside: vec![
                SetAside { kind: PersonKind::Bot, count: share(1.2) + 3 },
                SetAside { kind: PersonKind::Staff, count: 4 },
                SetAside { kind: PersonKind::Candidate, count: share(0.1) },
            ],
        }),
        unseen: 0,
        asked: 1,
        arrived: [
            Arrived { prepared: if count >= 64 { 7 } else { 2 }, all: if count >= 64 { 9 } else { 3 } },
            Arrived { prepared: 5, all: 11 },
        ],
        understood: None,
        median_quiet: Some(QuietTime { median_days: 17.0, silences: count as u32, longest_days: 63.0 }),
        news: news(&marks),
        marks,
    }
}

fn mark(index: usize, dice: &mut Dice) -> PlanMark {
    let AccountLink { domain, name } = company(index);
    let room = match dice.roll() {
        roll if roll < 0.42 => Room::Problem,
        roll if roll < 0.70 => Room::Solution,
        roll if roll < 0.89 => Room::Offer,
        _ => Room::Sales,
    };
    let recent = dice.roll() < 0.36;
    let days_since_seen = if recent { dice.roll() * 13.0 } else { 15.0 + dice.roll() * 55.0 };
    let fit = match dice.pick(10) {
        0 => None,
        tenth => Some(tenth as f32 / 10.0 + 0.05),
    };
    PlanMark {
        domain,
        name,
        room,
        along: 0.06 + 0.88 * dice.roll(),
        days_since_seen,
        fit,
        ready: false,
        came_back_after_days: None,
        moved: false,
    }
}

/// The few accounts that the news are about.
fn furnish(marks: &mut [PlanMark]) {
    let ready = [(0, Room::Offer, 0.9, 0.2), (1, Room::Sales, 0.56, 2.0), (2, Room::Offer, 0.7, 3.0)];
    let wanted = if marks.len() < 20 { 1 } else { 3 };
    for (index, room, along, days) in ready.into_iter().take(wanted) {
        if let Some(mark) = marks.get_mut(index) {
            (mark.room, mark.along, mark.days_since_seen, mark.ready, mark.fit) = (room, along, days, true, Some(0.86));
        }
    }
    if marks.len() < 20 {
        return;
    }
    for (index, room) in [(3, Room::Solution), (4, Room::Solution)] {
        (marks[index].room, marks[index].moved, marks[index].days_since_seen) = (room, true, 1.0);
    }
    (marks[5].room, marks[5].came_back_after_days, marks[5].days_since_seen) = (Room::Solution, Some(41), 0.3);
    (marks[7].room, marks[7].came_back_after_days, marks[7].days_since_seen) = (Room::Problem, Some(23), 1.2);
    if marks.len() > 1_000 {
        for mark in marks.iter_mut().filter(|mark| mark.room >= Room::Offer && mark.days_since_seen < 2.5) {
            mark.ready = true;
        }
    }
}

fn news(marks: &[PlanMark]) -> News {
    if marks.len() < 20 {
        return News::default();
    }
    News {
        of: NewsOf::Day,
        ready: vec![BecameReady {
            account: company(0),
            room: Room::Offer,
            reason: "Five people have worked through it together.".to_owned(),
        }],
        moved: vec![
            Moved { account: company(3), from: Some(Room::Problem), to: Room::Solution, reason: None },
            Moved {
                account: company(4),
                from: Some(Room::Offer),
                to: Room::Solution,
                reason: Some("a security colleague has joined".to_owned()),
            },
            Moved {
                account: company(8),
                from: None,
                to: Room::Problem,
                reason: Some("a finance person has started".to_owned()),
            },
        ],
        came_back: vec![
            CameBack { account: company(5), room: Some(Room::Solution), after_days: 41 },
            CameBack { account: company(7), room: Some(Room::Problem), after_days: 23 },
        ],
        left: vec![Left {
            account: AccountLink { domain: "sundry-pike.example".to_owned(), name: "Sundry & Pike".to_owned() },
            from: Some(Room::Problem),
            reason: Some("closed the project; told us in a reply".to_owned()),
        }],
    }
}

/// A list of `count` accounts.
#[must_use]
pub fn accounts(count: usize) -> Accounts {
    let mut dice = Dice(23);
    let rows: Vec<AccountRow> = (0..count)
        .map(|index| {
            let mark = mark(index, &mut dice);
            let (shown, band) = match index % 9 {
                0 => (ShownRoom::In(Room::Offer), Band::Ready),
                1 => (ShownRoom::NotEnoughEvidence, Band::NotYet),
                2 => (ShownRoom::Outside, Band::Outside),
                3 => (ShownRoom::Unclear, Band::NotYet),
                4 => (ShownRoom::In(mark.room), Band::GettingReady),
                _ => (ShownRoom::In(mark.room), Band::NotYet),
            };
            AccountRow {
                account: company(index),
                shown,
                band,
                readiness: (index % 9 != 1).then_some(Likely { value: 0.4, low: 0.2, high: 0.6 }),
                fit: mark.fit,
                people: 1 + dice.pick(5) as u32,
                last_seen_day: Some(20_710 - mark.days_since_seen as i64),
                days_since_seen: Some(mark.days_since_seen as u32),
            }
        })
        .collect();
    let by_band = Band::ALL.map(|band| (band, rows.iter().filter(|row| row.band == band).count() as u32)).to_vec();
    Accounts {
        found: rows.len() as u32,
        rows,
        narrowing: Narrowing { fit: (count == 64).then_some(FitClass::Strong), ..Narrowing::default() },
        kept: if count == 0 { Vec::new() } else { kept_views() },
        may_keep: true,
        by_band,
        page: 1,
        pages: if count > 200 { 21 } else { 1 },
        understood: None,
    }
}

fn kept_views() -> Vec<Kept> {
    let view = |name: &str, query: &str| Kept {
        name: name.to_owned(),
        query: query.to_owned(),
        made_by: "Ines Falk".to_owned(),
        forget: None,
    };
    vec![view("Strong fit in Offer", "room=offer&fit=strong"), view("Utilities", "q=water")]
}
