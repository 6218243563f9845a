//! Samples of the sheets about content: a small library and a small site, with what tries to break a page.

use std::collections::BTreeMap;

use enfilade_app::build::assessment::Comparison;
use enfilade_app::build::coverage::Coverage;
use enfilade_app::build::lift::{Lift, Rooms, Shift};
use enfilade_app::build::part::Part;
use enfilade_app::build::report::{FindingReport, METHOD, PageReport, Report, ScoreReport};
use enfilade_domain::{LibraryPiece, PageKind, Piece, PieceState, Role, Room, Timestamp};

use crate::pages::assessment::{Asking, Assessment, Run};
use crate::pages::content::{Content, OnePiece};

const AT: &str = "2026-09-12T08:00:00Z";

fn at() -> Timestamp {
    Timestamp::parse(AT).unwrap_or(Timestamp::from_millis(0))
}

fn entry(path: &str, room: Option<Room>, role: Option<Role>, state: PieceState) -> LibraryPiece {
    LibraryPiece {
        piece: Piece {
            path: path.to_owned(),
            kind: PageKind::Article,
            room,
            role,
            question: room.map(|room| room.question().to_owned()),
            title: Some(format!("About <{}>", path.trim_start_matches('/'))),
            topic: room.map(|_| "patching".to_owned()),
        },
        state,
        decided: (state != PieceState::Proposed).then(|| ("Mira \"M\" Held".to_owned(), at())),
        url: None,
        medium: "page".to_owned(),
        judged: None,
        seen_at: Some(at()),
    }
}

/// A library with gaps, a queue and one piece that is looked at.
#[must_use]
pub fn content(with_pieces: bool) -> Content {
    let pieces = if with_pieces {
        let mut pieces: Vec<LibraryPiece> = (0..11)
            .map(|n| entry(&format!("/still-runs/{n}"), Some(Room::Problem), None, PieceState::Proposed))
            .collect();
        pieces.push(entry("/approaches", Some(Room::Solution), Some(Role::Technical), PieceState::Confirmed));
        pieces.push(entry("/a\"b'<c>", None, Some(Role::Own("clinical director".to_owned())), PieceState::Proposed));
        pieces
    } else {
        Vec::new()
    };
    let waiting = [4.2, 7.0, 0.4, 1.0];
    Content {
        coverage: Coverage::of(&pieces, waiting, &BTreeMap::from([("finance".to_owned(), 3.0)])),
        waiting,
        here: [4, 6, 0, 1],
        unassigned: pieces.iter().filter(|entry| entry.is_unassigned()).cloned().collect(),
        one: pieces.get(11).map(|entry| OnePiece {
            entry: entry.clone(),
            judged: Some(page("/approaches", Some(Room::Solution))),
            is_shown_first: false,
        }),
        are_readers_counted: with_pieces,
        lifts: if with_pieces { lifts() } else { Vec::new() },
        pieces,
        may_decide: true,
    }
}

fn lifts() -> Vec<Lift> {
    let lift = |path: &str, readers, shift| Lift {
        path: path.to_owned(),
        readers,
        went_on: Part { count: 9, of: 31 },
        expected: Some(6.2),
        shift,
        rooms: Some(Rooms { before: [11, 20, 0, 0], after: [8, 14, 7, 2], expected: Some([10.1, 15.2, 4.1, 1.6]) }),
        next: Some(("/still-runs/2".to_owned(), 4)),
    };
    vec![
        lift("/approaches", 1_061, Some(Shift { log_odds: 0.5, low: 0.2, high: 0.8 })),
        lift("/still-runs/1", 9, Some(Shift { log_odds: -0.1, low: -0.9, high: 0.7 })),
        lift("/still-runs/2", 3, None),
    ]
}

fn page(path: &str, room: Option<Room>) -> PageReport {
    PageReport {
        path: path.to_owned(),
        url: path.to_owned(),
        title: "Four ways <to> patch".to_owned(),
        kind: if path == "/" { "home" } else { "article" }.to_owned(),
        topic: "patching".to_owned(),
        words: 400,
        room: room.map(|room| room.as_str().to_owned()),
        rooms: vec![0.1, 0.7, 0.1, 0.05, 0.05],
        second: Some("offer".to_owned()),
        role: "technical".to_owned(),
        question: "Which approach could hurt us?".to_owned(),
        mentions: "lightly".to_owned(),
        self_focus: 1,
        pressure: 0,
        gated: true,
        cta: "none".to_owned(),
        reason: "You can patch by hand & by night.".to_owned(),
        not_judged: None,
        voice: [0.2, 0.3, 0.5],
        guide_met: vec!["options".to_owned()],
        leads_to: Vec::new(),
        same_as: None,
        is_cut: false,
        said: None,
    }
}

fn finding(rule: &str, room: Room, path: &str) -> FindingReport {
    FindingReport {
        rule: rule.to_owned(),
        name: "Leads with a claim about itself".to_owned(),
        room: room.as_str().to_owned(),
        severity: 3,
        path: path.to_owned(),
        url: "javascript-like:alert(1)".to_owned(),
        quote: "The leading platform for <b>everything</b>.".to_owned(),
        reason: "Nobody has asked yet.".to_owned(),
        advice: "Open with what the reader notices.".to_owned(),
        gain: 4.2,
    }
}

/// An assessed site with findings, one of them contested, and the run before it.
#[must_use]
pub fn assessment() -> Assessment {
    let score =
        |score: f32, pages| ScoreReport { score, presence: score / 2.0, coverage: 10.0, trust: 12.0, lost: 3.0, pages };
    let findings: Vec<FindingReport> = (0..18)
        .map(|n| {
            finding(if n % 2 == 0 { "leading-claim" } else { "gated-early" }, Room::ALL[n % 4], &format!("/p/{n}"))
        })
        .collect();
    let mut german = page("/de", None);
    german.not_judged = Some("not judged: German".to_owned());
    let report = Report {
        site: "northgate-systems.example".to_owned(),
        place: "northgate-systems.example".to_owned(),
        method: METHOD,
        made_at: AT.to_owned(),
        pages: vec![page("/", None), page("/approaches", Some(Room::Solution)), german],
        scores: vec![score(0.0, 0), score(61.0, 1), score(46.0, 2), score(100.0, 12)],
        disputed: vec![finding("fear", Room::Offer, "/pricing")],
        findings: findings.clone(),
        links: vec![vec![0, 0, 4, 1, 0, 9], vec![0; 6], vec![1, 0, 3, 0, 0, 2], vec![0; 6], vec![0; 6], vec![0; 6]],
        left_out: vec![("/private".to_owned(), "robots.txt asks not to read it".to_owned())],
        remarks: vec!["3 pages were read; there are more".to_owned()],
        is_cut: true,
        is_partial: true,
        pieces: Vec::new(),
        readership: None,
    };
    let since_last = Comparison {
        last_made_at: at(),
        scores: vec![5.0, 61.0, 46.0, 80.0],
        mended: findings.iter().take(5).cloned().collect(),
        new: findings.iter().take(1).cloned().collect(),
        pages_added: vec!["/de".to_owned()],
        pages_gone: Vec::new(),
        pages_in_both: Some(2),
        moved: vec![("/approaches".to_owned(), "none".to_owned(), "solution".to_owned())],
    };
    let tasks = vec![super::desk::task(&report, 0)];
    Assessment { id: 3, report, since_last: Some(since_last), tasks, may_decide: true }
}

/// The same where visits were recorded: pages of many readers, of few, and of nobody.
#[must_use]
pub fn read_assessment() -> Assessment {
    let mut view = assessment();
    let page = |readers: usize, ended: (usize, usize), again: (usize, usize)| {
        let part = |(count, of): (usize, usize)| serde_json::json!({"count": count, "of": of});
        serde_json::json!({"readers": readers, "ended": part(ended), "came_again": part(again)})
    };
    let readership = serde_json::from_value(serde_json::json!({
        "readers": 1_240, "first_ms": at().plus_days(-90.0).millis(), "last_ms": at().millis(),
        "pages": {"/": page(1_100, (300, 1_099), (210, 960)), "/approaches": page(12, (3, 12), (1, 4)),
                  "/p/7": page(41, (29, 41), (2, 38)), "/p/6": page(1, (0, 0), (0, 0))},
    }));
    view.report = view.report.with_readers(readership.ok());
    view
}

/// A form with a run under way, or one that failed.
#[must_use]
pub fn asking(failed: bool) -> Asking {
    let failed = failed.then(|| "its host is not known; is the name spelt right?".to_owned());
    let run = Run { place: "<www>.example.com".to_owned(), done: 12, known: 40, failed };
    Asking { run: Some(run), may_ask: true, last_place: "www.example.com".to_owned() }
}
