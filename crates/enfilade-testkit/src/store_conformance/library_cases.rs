//! What the content library and the assessments must do.

use enfilade_domain::{Dispute, LibraryPiece, PageKind, Piece, PieceState, Room};
use enfilade_store::{NewPaper, Store};

use super::{Case, time, workspace};

pub(super) const CASES: &[Case] = &[
    ("entries of the library come back whole, and a stated piece keeps where it was found", library),
    ("assessments are kept newest first, and the oldest of a site go", assessments),
    ("disputes are replaced and taken back", disputes),
    ("what pieces say stays through whatever is decided about them", piece_texts),
    ("papers keep every version, and of two who revise at once one wins", papers),
];

fn piece_texts(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let piece = |path: &str| Piece {
        path: path.into(),
        kind: PageKind::Article,
        room: None,
        role: None,
        question: None,
        title: None,
        topic: None,
    };
    store.records.put_pieces(w, &[piece("/a"), piece("/b")]).unwrap();
    store.records.put_pieces(other, &[piece("/a")]).unwrap();
    let texts = [("/a".to_owned(), "It never ends.\nMüde.".to_owned()), ("/nowhere".to_owned(), "lost".to_owned())];
    store.records.put_piece_texts(w, &texts).unwrap();
    assert_eq!(store.records.piece_texts(w).unwrap(), texts[..1]);
    assert!(store.records.piece_texts(other).unwrap().is_empty());
    store.records.put_pieces(w, &[Piece { room: Some(Room::Offer), ..piece("/a") }]).unwrap();
    let entries = store.records.library(w).unwrap();
    store.records.put_library(w, &entries).unwrap();
    assert_eq!(store.records.piece_texts(w).unwrap(), texts[..1]);
    store.records.put_piece_texts(w, &[("/a".to_owned(), "It ends.".to_owned())]).unwrap();
    assert_eq!(store.records.piece_texts(w).unwrap()[0].1, "It ends.");
    assert_eq!(store.records.pieces(w).unwrap().len(), 2);
}

fn papers(store: &Store) {
    let (w, other) = (workspace(store, "a"), workspace(store, "b"));
    let draft = |body, at| NewPaper { kind: "draft", body, by: "Ana", at: time(at), is_removed: false };
    let first = store.records.add_paper(w, &draft("one", 1)).unwrap();
    let second = store.records.add_paper(w, &draft("two", 2)).unwrap();
    assert_ne!(first, second);
    let phrase = NewPaper { kind: "phrase", ..draft("three", 3) };
    store.records.add_paper(w, &phrase).unwrap();
    assert!(store.records.revise_paper(w, first, 1, &draft("one, better", 4)).unwrap());
    assert!(!store.records.revise_paper(w, first, 1, &draft("one, otherwise", 5)).unwrap(), "somebody was faster");
    assert!(!store.records.revise_paper(w, first, 3, &draft("one, later", 5)).unwrap());
    assert!(!store.records.revise_paper(w, 99, 0, &draft("nothing", 5)).unwrap());
    assert!(!store.records.revise_paper(other, first, 2, &draft("of others", 5)).unwrap());
    let bodies = |kind| -> Vec<(i64, String)> {
        store.records.papers(w, kind).unwrap().into_iter().map(|paper| (paper.version, paper.body)).collect()
    };
    assert_eq!(bodies("draft"), [(2, "one, better".to_owned()), (1, "two".to_owned())]);
    assert_eq!(bodies("phrase"), [(1, "three".to_owned())]);
    assert!(store.records.papers(other, "draft").unwrap().is_empty());

    let gone = NewPaper { is_removed: true, by: "Ben", ..draft("one, better", 6) };
    assert!(store.records.revise_paper(w, first, 2, &gone).unwrap());
    assert!(store.records.revise_paper(w, first, 3, &draft("one, better", 7)).unwrap(), "and back again");
    let versions = store.records.paper_versions(w, "draft", first).unwrap();
    let told: Vec<_> = versions.iter().map(|paper| (paper.version, paper.is_removed, paper.by.as_str())).collect();
    assert_eq!(told, [(1, false, "Ana"), (2, false, "Ana"), (3, true, "Ben"), (4, false, "Ana")]);
    assert_eq!((versions[0].kind.as_str(), versions[0].id, versions[0].at), ("draft", first, time(1)));
    assert!(store.records.paper_versions(other, "draft", first).unwrap().is_empty());
    let third = store.records.add_paper(w, &NewPaper { is_removed: true, ..draft("never seen", 8) }).unwrap();
    assert!(store.records.add_paper(w, &draft("next", 9)).unwrap() > third, "numbers are never used twice");
    store.records.forget_papers(w, "draft", &[first]).unwrap();
    let left = store.records.paper_versions(w, "draft", first).unwrap();
    let told: Vec<_> = left.iter().map(|paper| (paper.body.as_str(), paper.by.as_str(), paper.is_removed)).collect();
    assert_eq!(told, [("", "", true)], "nothing is left of it but its number");
    assert_eq!(store.records.papers(w, "draft").unwrap().len(), 4);
}

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
