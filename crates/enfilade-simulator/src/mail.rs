//! Mail: the digest, what mail systems report of it, and the software that opens every link before a person does.

use enfilade_domain::{PageKind, Role, Room};

use crate::company::Company;
use crate::gadgets::{Gadgets, Sitting};
use crate::library::Library;
use crate::market::{Act, Part};
use crate::random::Random;
use crate::recorder::Recorder;

/// The digest goes out every second Tuesday at nine; day 1 of a market that starts on a Monday is one.
pub(crate) const DIGEST_EVERY_DAYS: usize = 14;
pub(crate) const DIGEST_HOUR: f64 = 9.0 / 24.0;
pub(crate) const SECOND: f64 = 1.0 / 86_400.0;
pub(crate) const SCANNER_AGENT: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36";

pub(crate) fn mail_event(recorder: &mut Recorder, name: &'static str, email: &str, content: Option<String>, day: f64) {
    recorder.report(day, Some(email), Act::Track { name, content, share_token: None, domain: None });
}

/// Security software opens a mail's link seconds after its delivery, with a browser's name and no person behind it.
pub(crate) fn scan(
    library: &Library,
    recorder: &mut Recorder,
    company: &Company,
    email: &str,
    piece: usize,
    sent: f64,
    random: &mut Random,
) {
    let Some(path) = library.pieces.get(piece).map(|piece| piece.path.clone()) else { return };
    let clicked = sent + random.between(1.0, 6.0) * SECOND;
    mail_event(recorder, "Email Link Clicked", email, Some(path.clone()), clicked);
    let gadgets = Gadgets::draw(None, 0.0, random);
    let person = company
        .scanner
        .get_or_init(|| recorder.person(Part::Bot, Role::Operations, Some(&company.account.domain), gadgets, random));
    let sitting = machine(SCANNER_AGENT, random);
    let query = Some("utm_medium=email&utm_source=digest".to_owned());
    let seconds = (random.between(0.1, 0.9) * 10.0).round() / 10.0;
    let act = Act::Page { path, query, referrer: String::new(), seconds };
    recorder.act(clicked + SECOND, person, &sitting, false, act);
}

/// The digests of the market's time: mostly about problems and solutions, two or three pieces each.
pub(crate) fn digests(library: &Library, days: f64, random: &mut Random) -> Vec<Vec<usize>> {
    let pulls: Vec<f64> = library
        .pieces
        .iter()
        .map(|piece| match (&piece.kind, piece.room) {
            (PageKind::Article | PageKind::Guide, Some(Room::Problem | Room::Solution)) => 1.0,
            (PageKind::Article | PageKind::Guide | PageKind::Case, Some(_)) => 0.35,
            _ => 0.0,
        })
        .collect();
    let issues = days as usize / DIGEST_EVERY_DAYS + 1;
    (0..issues).map(|_| (0..random.whole(2, 3)).filter_map(|_| random.weighted(&pulls)).collect()).collect()
}

/// A machine's sitting, from some data centre.
pub(crate) fn machine(agent: &'static str, random: &mut Random) -> Sitting {
    Sitting::of_machine(random.identifier(), format!("100.126.{}.{}", random.below(8), random.below(256)), agent)
}
