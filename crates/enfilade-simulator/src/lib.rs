//! A simulated market whose truth is known: people with private questions, committees that talk, outsiders who are
//! louder than buyers, and what a vendor's website sees of all of them.
//!
//! It knows nothing of rooms as states and nothing of the engine: a mind is a set of continuous doubts, and the room
//! is read off it afterwards. `docs/simulator.md` says what is assumed and what must not be concluded.

mod company;
mod export;
mod flavour;
mod gadgets;
mod library;
mod mail;
mod market;
mod member;
mod mind;
mod names;
mod northgate;
mod outsiders;
mod purchase;
mod random;
mod recorder;
mod session;
pub mod silence;

use std::collections::HashSet;

use enfilade_domain::Timestamp;

pub use export::{accounts_csv, content_csv, deals_csv, event_line, touches_csv, truth_lines};
pub use flavour::{Climate, Flavour};
pub use library::{Library, Question};
pub use market::{Act, CompanyTruth, Market, Occurrence, Outcome, Part, PersonTruth, RoomTruth, Truth};

use company::Company;
use outsiders::Outsiders;
use random::Random;
use recorder::Recorder;
use session::Stand;

/// Streams of chance that belong to no single company.
const IDENTIFIERS: u64 = u64::MAX - 1;
const DIGESTS: u64 = u64::MAX - 2;
const ELSEWHERE: u64 = u64::MAX - 3;

/// Simulates a market from a Monday on. The same arguments give the same market, event by event.
#[must_use]
pub fn simulate(library: Library, climate: &Climate, start: Timestamp, seed: u64) -> Market {
    let mut recorder = Recorder::new(start, climate.days() as f64, Random::new(seed, IDENTIFIERS));
    let digests = mail::digests(&library, recorder.days(), &mut Random::new(seed, DIGESTS));
    let answers: Vec<Option<usize>> = library.pieces.iter().map(|piece| library.question_of(piece)).collect();
    let stand = Stand { library: &library, climate, answers: &answers, digests: &digests };
    let mut companies = Vec::with_capacity(climate.companies);
    for number in 0..climate.companies {
        // Two streams each: what a company does and what its outsiders do stay independent.
        let mut random = Random::new(seed, 2 * number as u64);
        let Some(mut company) = Company::draw(number, climate, &mut recorder, &mut random) else { continue };
        company.live(&stand, &mut recorder, &mut random);
        let random = Random::new(seed, 2 * number as u64 + 1);
        Outsiders { stand: &stand, recorder: &mut recorder, random }.at_company(&company);
        companies.push(company);
    }
    let random = Random::new(seed, ELSEWHERE);
    Outsiders { stand: &stand, recorder: &mut recorder, random }.elsewhere(&companies);
    let accounts = companies.into_iter().map(|company| company.account).collect();
    let Recorder { mut occurrences, deals, mut touches, mut truth, .. } = recorder;
    // All sorts are stable: what happened in one millisecond keeps the order in which it was written down.
    occurrences.sort_by_key(|occurrence| occurrence.at);
    touches.sort_by_key(|touch| touch.at);
    truth.rooms.sort_by_key(|room| room.at);
    let mut listed = HashSet::new();
    truth.cookies.retain(|(cookie, _)| listed.insert(cookie.clone()));
    Market { library, accounts, occurrences, deals, touches, truth }
}
