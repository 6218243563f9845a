//! Visits and readings in the short form the tests speak.

use enfilade_domain::{Band, PageCategory, RoomBelief, Source, Timestamp};

use crate::{
    AccountVisit, BandFacts, Belief, LikelyDays, Model, PersonFold, Published, Readiness, ReadingTime, Session, band,
};

pub(super) const P: PageCategory = PageCategory::Problem;
pub(super) const S: PageCategory = PageCategory::Solution;
pub(super) const O: PageCategory = PageCategory::Offer;
pub(super) const V: PageCategory = PageCategory::Sales;

pub(super) fn model(months: f64) -> Model {
    Model::new(&Published::v2(), months).unwrap()
}

/// Morning of a day of the story.
pub(super) fn day(days: f64) -> Timestamp {
    Timestamp::from_utc_day(20_000).plus_days(days + 0.4)
}

/// A visit whose room-labelled pages were all read in depth.
pub(super) fn deep(days: f64, source: Source, pages: &[(PageCategory, u32)]) -> Session {
    let session = shallow(days, source, pages);
    timed(session, pages, 83.0)
}

/// The visit with every page read for so long.
fn timed(mut session: Session, pages: &[(PageCategory, u32)], seconds: f32) -> Session {
    session.read = [ReadingTime::NONE; PageCategory::COUNT + 1];
    for (category, count) in pages {
        for _ in 0..*count {
            session.read[category.index()].add(seconds);
        }
    }
    session
}

/// A visit whose pages were looked through.
pub(super) fn shallow(days: f64, source: Source, pages: &[(PageCategory, u32)]) -> Session {
    let mut session = glance(days, source, pages);
    for (category, count) in pages {
        session.pages += count;
        session.categories[category.index()] += count;
    }
    timed(session, pages, 14.0)
}

/// A visit whose pages were left within two seconds.
pub(super) fn glance(days: f64, source: Source, pages: &[(PageCategory, u32)]) -> Session {
    let session = Session::empty(day(days), source);
    timed(session, pages, 2.0)
}

/// A direct visit reading one page in depth.
pub(super) fn reads(days: f64, category: PageCategory) -> Session {
    deep(days, Source::Direct, &[(category, 1)])
}

/// A whole reading of an account with one visitor.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) person: Belief,
    pub(super) account: Belief,
    pub(super) rooms: RoomBelief,
    pub(super) readiness: Readiness,
    pub(super) band: Band,
    pub(super) reasons: Vec<String>,
}

impl Reading {
    pub(super) fn in_market(&self) -> f32 {
        self.rooms.in_market()
    }
}

/// Reads one visitor and his account at a day, knowing only what was before it.
pub(super) fn read(model: &Model, sessions: &[Session], days: f64) -> Reading {
    read_with_request(model, sessions, days, None)
}

pub(super) fn read_with_request(
    model: &Model,
    sessions: &[Session],
    days: f64,
    asked_to_talk_at: Option<Timestamp>,
) -> Reading {
    let moment = day(days);
    let seen: Vec<Session> = sessions.iter().filter(|session| session.at <= moment).cloned().collect();
    let fold = model.fold_person(&seen).unwrap();
    let person = model.person_belief_at(&fold.belief, fold.at, moment).states();
    let visits = visits_of(&seen, &fold);
    let account_fold = model.fold_account(&visits).unwrap();
    let account = model.account_belief_at(&account_fold, moment);
    let readiness = model.readiness(&account, &[(person, 1.0)], model.momentum_at(&account_fold, moment));
    let days = LikelyDays::of(&visits);
    let room_pages = seen.iter().map(|session| session.categories[..4].iter().sum::<u32>()).sum();
    let rooms = account.rooms();
    let (band, reasons) = band(&BandFacts {
        probability: readiness.probability,
        rooms,
        visit_days: days.count,
        span_days: days.span as f64,
        sessions: seen.len(),
        asked_to_talk_at,
        conversation: None,
        pause: None,
        is_customer: false,
        decided: None,
        rests_on_neighbours: false,
        is_stated: false,
        enough_evidence: BandFacts::has_enough_evidence(seen.len(), room_pages),
        moment,
    });
    Reading { person, account, rooms, readiness, band, reasons }
}

pub(super) fn visits_of<'a>(sessions: &'a [Session], fold: &PersonFold) -> Vec<AccountVisit<'a>> {
    sessions
        .iter()
        .zip(&fold.buyer)
        .map(|(session, buyer)| AccountVisit { session, buyer: *buyer, credit: 1.0 })
        .collect()
}
