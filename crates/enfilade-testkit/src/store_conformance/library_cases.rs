//! What the content library and the assessments must do.

use enfilade_domain::{Dispute, LibraryPiece, PageKind, Piece, PieceState, Room};
use enfilade_store::Store;

use super::{Case, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("entries of the library come back whole, and a stated piece keeps where it was found", library),
    ("assessments are kept newest first, and the oldest of a site go", assessments),
    ("disputes are replaced and taken back", disputes),
];

fn library(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let proposed = LibraryPiece {
        piece: Piece {
            path: "/late".into(),
            kind: PageKind::Article,
            room: Some(Room::Problem),
            role: None,
            question: Some("Why?".into()),
            title: Some("Late".into()),
            topic: Some("invoices".into()),
        },
        state: PieceState::Proposed,
        decided: None,
        url: Some("https://www.example.com/late".into()),
        medium: "page".into(),
        judged: Some("{}".into()),
        seen_at: Some(time(7)),
    };
    let deck = LibraryPiece {
        piece: Piece { path: "/deck".into(), room: None, ..proposed.piece.clone() },
        state: PieceState::Corrected,
        decided: Some(("Ana".into(), time(9))),
        url: None,
        medium: "deck".into(),
        judged: None,
        seen_at: None,
    };
    store.records.put_library(w, &[proposed.clone(), deck.clone()]).unwrap();
    assert_eq!(store.records.library(w).unwrap(), [deck.clone(), proposed.clone()]);
    assert!(store.records.library(other).unwrap().is_empty());

    store.records.put_pieces(w, std::slice::from_ref(&proposed.piece)).unwrap();
    let confirmed = LibraryPiece { state: PieceState::Confirmed, ..proposed };
    assert_eq!(store.records.library(w).unwrap(), [deck, confirmed]);
}

fn assessments(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let first = store.records.add_assessment(w, "a.example", time(1), "one").unwrap();
    let second = store.records.add_assessment(w, "b.example", time(2), "two").unwrap();
    assert_ne!(first, second);
    let texts = |site, most| -> Vec<String> {
        store.records.assessments(w, site, most).unwrap().into_iter().map(|kept| kept.report).collect()
    };
    assert_eq!(texts(None, 9), ["two", "one"]);
    assert_eq!(texts(Some("a.example"), 9), ["one"]);
    assert_eq!(texts(None, 1), ["two"]);
    let kept = store.records.assessment(w, first).unwrap().unwrap();
    assert_eq!((kept.id, kept.site.as_str(), kept.made_at), (first, "a.example", time(1)));
    assert_eq!(store.records.assessment(other, first).unwrap(), None);
    for at in 10..50 {
        store.records.add_assessment(w, "a.example", time(at), "more").unwrap();
    }
    assert_eq!(store.records.assessment(w, first).unwrap(), None);
    assert_eq!(texts(Some("b.example"), 9), ["two"]);
}

fn disputes(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let dispute = Dispute {
        site: "a.example".into(),
        rule: "fear".into(),
        path: "/late".into(),
        quote: "It will destroy you.".into(),
        reason: "a quotation".into(),
        by: "Ana".into(),
        at: time(3),
    };
    store.records.put_dispute(w, &dispute).unwrap();
    let again = Dispute { reason: "somebody else's words".into(), ..dispute };
    store.records.put_dispute(w, &again).unwrap();
    assert_eq!(store.records.disputes(w, "a.example").unwrap(), std::slice::from_ref(&again));
    assert!(store.records.disputes(w, "b.example").unwrap().is_empty());
    assert!(store.records.disputes(other, "a.example").unwrap().is_empty());
    store.records.remove_dispute(w, &again).unwrap();
    assert!(store.records.disputes(w, "a.example").unwrap().is_empty());
}
