//! The content desk of an invented vendor.

use enfilade_app::build::desk::audience::{Coherence, Doubt, Incoherent, Known};
use enfilade_app::build::desk::calendar::Figures;
use enfilade_app::build::desk::gates::{Cost, Gated};
use enfilade_app::build::desk::gone::Gone;
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::phrases::{Offered, Spoken, blank};
use enfilade_app::build::desk::runway::{Cell, Gap, Runway};
use enfilade_app::build::desk::texts::Found;
use enfilade_app::build::desk::worksheets::{Answered, ReadAs, RowAnswer};
use enfilade_app::build::part::Part;
use enfilade_app::build::report::Report;
use enfilade_domain::{
    AskedQuestion, Audience, Capability, Domain, Draft, Gate, LibraryPiece, Mended, PageKind, Phrase, PhraseOrigin,
    PhraseSource, PlanKind, Planned, Role, Room, RowKind, ShownRoom, SignOff, SignOffRule, Task, TaskClosed, Timestamp,
    Worksheet, WorksheetRow,
};

use super::building;
use crate::pages::desk::{audience, calendar, capabilities, drafts, gates, overview, phrases, tasks, worksheets};

fn at(day: i64) -> Timestamp {
    Timestamp::from_utc_day(20_700 + day)
}

fn kept<T>(id: i64, version: i64, by: &str, what: T) -> Kept<T> {
    Kept { id, version, by: by.to_owned(), at: at(version), is_removed: false, what }
}

fn found(path: &str, title: &str, quote: &str) -> Found {
    Found { path: path.to_owned(), title: title.to_owned(), quote: quote.to_owned(), share: 0.7 }
}

fn piece(path: &str, title: &str) -> LibraryPiece {
    let mut entry = building::content(true).pieces[0].clone();
    entry.piece.path = path.to_owned();
    entry.piece.title = Some(title.to_owned());
    entry.piece.room = Some(Room::Problem);
    entry
}

fn worksheet() -> Worksheet {
    let row = |kind, text: &str| WorksheetRow { kind, text: text.to_owned(), pieces: Vec::new() };
    Worksheet {
        buyer: "Maria, who runs <operations> & \"nights\"".to_owned(),
        job: "keeps 400 servers patched".to_owned(),
        role: Some(Role::Operations),
        account: Domain::parse("polwick.example").ok(),
        room: Room::Problem,
        because: "She asks whether others have it too, and not yet what to do.".to_owned(),
        rows: vec![row(RowKind::Question, "Is it only us?")],
    }
}

/// The list of worksheets.
#[must_use]
pub fn worksheet_list(filled: bool) -> worksheets::Worksheets {
    let sheets = if filled { vec![kept(1, 2, "Ines Falk", worksheet())] } else { Vec::new() };
    worksheets::Worksheets { sheets, may_decide: true }
}

/// A worksheet with rows of every kind.
#[must_use]
pub fn worksheet_one() -> worksheets::One {
    let row = |kind, text: &str, linked: Vec<(String, Option<String>)>, proposed| RowAnswer {
        kind,
        text: text.to_owned(),
        linked,
        proposed,
    };
    let long = "A night of patching looks cheap until somebody counts who was there, who slept badly, and what waited on the next day. ".repeat(4);
    let rows = vec![
        row(
            RowKind::Question,
            "Is it normal that patching takes every second weekend?",
            vec![("/cost".to_owned(), Some("What waiting costs".to_owned())), ("/old".to_owned(), None)],
            vec![found("/nights", "The price of a night", &long)],
        ),
        row(RowKind::Fear, "They will say that we should have automated it long ago", Vec::new(), Vec::new()),
        row(RowKind::Feeling, "That it can be changed without a year of projects", Vec::new(), Vec::new()),
    ];
    let read_as = Some(ReadAs { shown: ShownRoom::In(Room::Solution), probability: Some(0.31) });
    let answered = Answered { kept: kept(1, 2, "Ines Falk", worksheet()), rows, read_as };
    worksheets::One { answered, phrases: vec![phrase(1)], may_decide: true }
}

fn phrase(id: i64) -> Kept<Phrase> {
    let what = Phrase {
        words: "nobody <b>owns</b> the list at night".to_owned(),
        source: PhraseSource::Call,
        said_by: "an IT lead".to_owned(),
        place: "recording 7, minute 12".to_owned(),
        room: Some(Room::Problem),
        topic: Some("patching".to_owned()),
        account: Domain::parse("polwick.example").ok(),
        ..blank(at(-id))
    };
    kept(id, 1, "Ines Falk", what)
}

/// The buyers' words.
#[must_use]
pub fn phrase_list(filled: bool) -> phrases::Phrases {
    if !filled {
        return phrases::Phrases { may_decide: true, ..phrases::Phrases::default() };
    }
    let origin = PhraseOrigin::Statement(4);
    let mut offer = phrase(9).what;
    (offer.place, offer.said_by, offer.origin) = (String::new(), String::new(), Some(origin.clone()));
    let silent = (0..14).map(|n| piece(&format!("/p{n}"), &format!("Patch windows, part {n}")));
    let used =
        vec![found("/nights", "The price of a night", "On many teams nobody owns the list when the night begins.")];
    phrases::Phrases {
        search: "list \"<".to_owned(),
        room: Some(Room::Problem),
        found: vec![phrase(1), phrase(2)],
        collected: 5,
        offered: vec![Offered { origin, phrase: offer }],
        spoken: Spoken { used_by: vec![(1, used)], silent: silent.collect(), read: 38, unread: 3 },
        may_decide: true,
    }
}

/// What the house can do.
#[must_use]
pub fn capability_list(filled: bool) -> capabilities::Capabilities {
    let whole = Capability {
        name: "Drift watch".to_owned(),
        does: "compares hosts hourly".to_owned(),
        problem: "machines differ and nobody knows".to_owned(),
        question: "How do we know what runs where?".to_owned(),
        room: Some(Room::Solution),
        story: "A water works found on a Monday that eleven of its pumps were steered by a version nobody had installed. It had been so for a year.".to_owned(),
        behind: "/drift".to_owned(),
        published: Some(("Ruth".to_owned(), at(3))),
        asked: vec![
            AskedQuestion { by: "Sam".to_owned(), at: at(4), text: "On Windows too?".to_owned(), answer: Some(("Since March.".to_owned(), "Ruth".to_owned(), at(5))) },
            AskedQuestion { by: "Sam".to_owned(), at: at(6), text: "What if a host is off?".to_owned(), answer: None },
        ],
    };
    let half =
        Capability { name: "Quiet hours <x>".to_owned(), does: "holds jobs back".to_owned(), ..Capability::default() };
    let all = vec![
        (kept(1, 4, "Ruth", whole), Vec::new()),
        (kept(2, 1, "Ruth", half.clone()), half.missing()),
        (kept(3, 1, "Ruth", half), Vec::new()),
    ];
    capabilities::Capabilities { all: if filled { all } else { Vec::new() }, may_decide: filled, may_ask: true }
}

fn draft(is_signed: bool) -> Draft {
    Draft {
        title: "The price of a night".to_owned(),
        path: "/nights".to_owned(),
        kind: PageKind::Article,
        room: Some(Room::Problem),
        role: Some(Role::Operations),
        question: "Is it only us?".to_owned(),
        topic: "patching".to_owned(),
        outline: "Who was there\nWhat waited".to_owned(),
        text: "You notice it on Monday.\n\nThe <list> is on paper, and the one who wrote it is asleep.".to_owned(),
        is_gated: true,
        gate_reason: String::new(),
        signed: is_signed.then(|| SignOff {
            by: "Dr. Hale".to_owned(),
            at: at(6),
            note: "the figures are right".to_owned(),
        }),
        published: None,
    }
}

/// Drafts in their states.
#[must_use]
pub fn draft_list(filled: bool) -> drafts::Drafts {
    let published = Draft { published: Some(("Ines Falk".to_owned(), at(7))), ..draft(true) };
    let all = vec![
        (kept(1, 2, "Mira", draft(false)), vec!["nobody signed this text; Dr. Hale has to".to_owned()]),
        (kept(2, 3, "Dr. Hale", draft(true)), Vec::new()),
        (kept(3, 4, "Ines Falk", published), Vec::new()),
    ];
    let rule = SignOffRule { is_on: filled, experts: vec!["Dr. Hale".to_owned()] };
    drafts::Drafts { all: if filled { all } else { Vec::new() }, rule, may_decide: true }
}

/// A draft with its versions.
#[must_use]
pub fn draft_one(is_signed: bool) -> drafts::One {
    let versions = vec![
        kept(1, 1, "Mira", draft(false)),
        kept(1, 2, "Dr. Hale", draft(false)),
        kept(1, 3, "Dr. Hale", draft(true)),
    ];
    let hindrances = if is_signed { Vec::new() } else { vec!["nobody signed this text; Dr. Hale has to".to_owned()] };
    drafts::One {
        kept: kept(1, 3, "Dr. Hale", draft(is_signed)),
        versions,
        hindrances,
        proof: enfilade_app::build::desk::proof::of(&draft(is_signed)),
        phrases: vec![phrase(1)],
        may_decide: true,
        may_sign: true,
    }
}

/// Whom it is all for.
#[must_use]
pub fn for_whom(filled: bool) -> audience::ForWhom {
    if !filled {
        return audience::ForWhom { may_decide: true, ..audience::ForWhom::default() };
    }
    let stated = Audience {
        industries: vec!["Utilities".to_owned(), "Hospitals".to_owned()],
        countries: Vec::new(),
        employees_min: Some(200),
        employees_max: None,
        roles: vec![Role::Operations, Role::Technical],
        problems: vec!["patching takes every second weekend".to_owned(), "nobody knows what runs where".to_owned()],
        point_of_view: String::new(),
    };
    let doubts = vec![
        Doubt { entry: piece("/barbecue", "Our summer barbecue"), why: vec![Incoherent::OffTopic] },
        Doubt {
            entry: piece("/all", "Patching for everyone"),
            why: vec![
                Incoherent::ForEveryone("For teams of all sizes.".to_owned()),
                Incoherent::OtherRole(Role::Legal),
            ],
        },
    ];
    let problems = stated.problems.iter().cloned().zip([12, 4]).collect();
    audience::ForWhom {
        stated: Some(kept(1, 2, "Ines Falk", stated)),
        known: Known { fit: 41, others: 23, unknown: 6 },
        coherence: Coherence { doubts, checked: 38, unread: 3, problems },
        may_decide: true,
    }
}

fn cell(room: Room, role: Option<&str>, pieces: usize, weeks: f32) -> Cell {
    Cell {
        room: room.as_str().to_owned(),
        role: role.map(str::to_owned),
        pieces,
        readers: if pieces > 3 { 23 } else { 0 },
        weeks,
        weeks_low: weeks * 0.6,
        weeks_high: weeks * 1.5,
        pace: 0.7,
        is_pace_measured: pieces > 3,
    }
}

fn planned(title: &str, kind: PlanKind, day: i64, next: &[&str]) -> Planned {
    Planned {
        title: title.to_owned(),
        kind,
        day: at(day),
        room: Some(Room::Offer),
        role: Some(Role::Finance),
        topic: String::new(),
        owner: "Mira".to_owned(),
        follow_on: next.iter().map(|next| (*next).to_owned()).collect(),
        path: String::new(),
    }
}

/// What comes next.
#[must_use]
pub fn calendar_sheet(filled: bool) -> calendar::Calendar {
    let sizes = [(12, 9.0), (5, 6.0), (2, 2.0), (0, 0.0)];
    let mut cells = Vec::new();
    for role in [None, Some("finance"), Some("operations")] {
        cells.extend(Room::ALL.into_iter().zip(sizes).map(|(room, (pieces, weeks))| cell(room, role, pieces, weeks)));
    }
    let figures = Figures::of(at(13), Runway { steady: 23, cells }, Vec::new());
    let gaps = vec![
        Gap { room: Room::Sales, role: None, weeks: 0.0, needed: 4, planned: 0 },
        Gap { room: Room::Offer, role: Some(Role::Finance), weeks: 2.0, needed: 2, planned: 1 },
    ];
    let plan = vec![
        kept(1, 1, "Mira", planned("What waiting costs", PlanKind::Piece, 2, &[])),
        kept(2, 1, "Mira", planned("Trade fair", PlanKind::Campaign, 20, &[])),
        kept(3, 1, "Mira", planned("White paper", PlanKind::Campaign, 30, &["What waiting costs", "/terms"])),
    ];
    calendar::Calendar {
        figures: filled.then_some(figures),
        gaps: if filled { gaps } else { Vec::new() },
        plan: if filled { plan } else { Vec::new() },
        today: at(14),
        is_being_counted: !filled,
        may_decide: true,
    }
}

/// Forms with their cost.
#[must_use]
pub fn gate_list(filled: bool) -> gates::Gates {
    let gate = |opened: Option<i64>| Gate {
        path: "/guide".to_owned(),
        room: Some(Room::Problem),
        reason: "the partner asks for names".to_owned(),
        since: at(-60),
        opened_at: opened.map(at),
    };
    let cost = Cost {
        path: "/guide".to_owned(),
        came: 120,
        sent_the_form: 9,
        left: 111,
        left_known: 34,
        after_leaving: Part { count: 8, of: 96 },
        after_open: Part { count: 12, of: 22 },
        since_opened: Some((64, 21.0)),
        gated_days: 60.0,
    };
    let few = Cost { came: 3, left: 3, ..Cost::default() };
    let one = |title: &str, room, stated, cost| Gated {
        path: "/guide".to_owned(),
        title: title.to_owned(),
        room: Some(room),
        stated,
        cost,
    };
    let gated = vec![
        one("Checklist <for> nights", Room::Solution, None, Some(few)),
        one("The guide", Room::Problem, Some(kept(1, 2, "Mira", gate(Some(-10)))), Some(cost)),
        one("The second guide", Room::Problem, Some(kept(2, 1, "Mira", gate(None))), None),
    ];
    gates::Gates {
        gated: if filled { gated } else { Vec::new() },
        counted_at: filled.then(|| at(13)),
        may_decide: true,
    }
}

/// The desk.
#[must_use]
pub fn desk(filled: bool) -> overview::Overview {
    let pair = |text: &str, place: &str| (text.to_owned(), place.to_owned());
    let lies = [("One buyer", "two worksheets", "/content/worksheets"), ("Drafts", "no drafts", "/content/drafts")];
    let waits = vec![
        pair("Four phrases were heard and not collected", "/content/phrases"),
        pair("One form stands before learning without a reason", "/content/gates"),
    ];
    let gone =
        Gone { entry: piece("/old<page>", "How it was"), missed_at: at(12), answer: Some("it answers 404".to_owned()) };
    overview::Overview {
        lies: lies.map(|(name, what, place)| (name.to_owned(), what.to_owned(), place.to_owned())).into(),
        waits: if filled { waits } else { Vec::new() },
        gone: if filled { vec![gone] } else { Vec::new() },
        is_crawled: filled,
    }
}

/// A finding of a report, accepted.
pub(super) fn task(report: &Report, number: usize) -> Kept<Task> {
    let found = &report.findings[number];
    let what = Task {
        site: report.site.clone(),
        method: report.method,
        rule: found.rule.clone(),
        name: found.name.clone(),
        room: Room::parse(&found.room),
        path: found.path.clone(),
        url: found.path.clone(),
        quote: found.quote.clone(),
        advice: found.advice.clone(),
        owner: "Mira <b>".to_owned(),
        accepted_by: "Ines Falk".to_owned(),
        accepted_at: at(1),
        closed: None,
        came_back: false,
        dropped_because: None,
    };
    kept(1, 1, "Ines Falk", what)
}

/// Accepted findings: open, back again, mended in both ways, and dropped.
#[must_use]
pub fn task_list(filled: bool) -> tasks::Tasks {
    if !filled {
        return tasks::Tasks { may_decide: false, ..tasks::Tasks::default() };
    }
    let report = building::assessment().report;
    let as_it_is = |id: i64, change: &dyn Fn(&mut Task)| {
        let mut kept = task(&report, usize::try_from(id).unwrap_or_default());
        kept.id = id;
        change(&mut kept.what);
        kept
    };
    let closed = |how| Some(TaskClosed { at: at(9), assessment: 4, how });
    let all = vec![
        as_it_is(0, &|_| {}),
        as_it_is(1, &|task| (task.came_back, task.owner) = (true, String::new())),
        as_it_is(2, &|task| task.closed = closed(Mended::TextChanged)),
        as_it_is(3, &|task| task.closed = closed(Mended::PageGone)),
    ];
    let dropped = vec![as_it_is(4, &|task| task.dropped_because = Some("the page goes in <May>".to_owned()))];
    tasks::Tasks { all, dropped, may_decide: true }
}
