//! What a question to an invented house may find.

use enfilade_domain::{Band, Room, ShownRoom};

use crate::pages::find::{Find, FoundAccount, FoundPerson, FoundPiece};
use crate::pages::frame::AccountLink;

/// Something of every kind, or nothing.
#[must_use]
pub fn find(question: &str) -> Find {
    if question != "water" {
        return Find { question: question.to_owned(), ..Find::default() };
    }
    let link = |name: &str, domain: &str| AccountLink { domain: domain.to_owned(), name: name.to_owned() };
    let account = |name: &str, domain: &str, shown, band, seen: &str| FoundAccount {
        account: link(name, domain),
        shown,
        band,
        seen: seen.to_owned(),
    };
    let person = |name: &str, id: &str, account: Option<AccountLink>| FoundPerson {
        id: id.to_owned(),
        name: name.to_owned(),
        account,
        seen: "last seen 3 days ago".to_owned(),
    };
    Find {
        question: question.to_owned(),
        accounts: vec![
            account("Polwick Water", "polwick-water.example", ShownRoom::In(Room::Offer), Band::Ready, "seen today"),
            account("Low Water Mills", "lowwater.example", ShownRoom::Unclear, Band::NotYet, "last seen 41 days ago"),
        ],
        all_accounts: 14,
        people: vec![
            person("Ana Brix", "user:ana@polwick-water.example", Some(link("Polwick Water", "polwick-water.example"))),
            person("h.waters@mail.example", "user:h.waters@mail.example", None),
        ],
        has_more_people: false,
        pieces: vec![FoundPiece {
            path: "/guides/water-networks".to_owned(),
            title: "Patching a water network by night".to_owned(),
            room: Some(Room::Solution),
            question: Some("Which ways keep the pumps running?".to_owned()),
        }],
        all_pieces: 1,
    }
}
