//! What would change a reading: things that may happen next are tried on a copy of the state, and read. Nothing here is
//! guessed.

use enfilade_domain::{
    AccountReading, Deal, DealStage, PageCategory, Role, RoleBelief, Room, ShownRoom, Source, Timestamp, Touch,
};
use enfilade_engine::judge::Scale;
use enfilade_engine::{AccountFold, LIKELY_BUYER, Model, PersonBelief, Session, hours_between};
use enfilade_language::{t, translated};

use super::committee::Part;
use super::state::{AccountState, Facts, PersonState};

/// Days of the silence that is tried.
const SILENT_DAYS: f64 = 28.0;
/// Pages of a visit that is tried.
const PAGES: u32 = 2;
/// How long a page of one's own room is read, in the middle (model note, section 8).
const PROPER_READ_SECONDS: f32 = 83.0;
/// Smaller changes of the shown number change nothing for anybody.
const FELT: f64 = 0.02;
/// Missing roles that are tried.
const MOST_ROLES: usize = 2;

/// What is tried, and with what.
pub(super) struct Tried<'a> {
    pub(super) model: &'a Model,
    pub(super) scale: &'a Scale,
    pub(super) state: &'a AccountState,
    pub(super) persons: &'a [&'a PersonState],
    pub(super) facts: Facts<'a>,
}

/// Tries what may happen next, from the moment of the reading on.
pub(super) fn would_change(tried: &Tried<'_>, reading: &AccountReading) -> Vec<String> {
    // Of a glance nothing can be imagined that would deserve belief.
    if !reading.enough_evidence || tried.state.fold.is_none() {
        return Vec::new();
    }
    let at = reading.as_of;
    // What is recorded for a later day is not known yet.
    let (deals, touches) = known_at(tried.facts, at);
    let tried = &Tried { facts: Facts { deals: &deals, touches: &touches, ..tried.facts }, ..*tried };
    let mut lines = Vec::new();
    let quiet = tried.state.reading_at(tried.model, tried.persons, tried.facts, at.plus_days(SILENT_DAYS));
    lines.extend(tried.sentence(t!("Four quiet weeks"), reading, &quiet));
    let next = next_room(reading.shown);
    if let Some(after) = tried.visit(next, at) {
        let what = t!("A proper reading on {subject} by the last reader", subject = subject(next));
        lines.extend(tried.sentence(&what, reading, &after));
    }
    if matches!(next, Room::Offer | Room::Sales)
        && let Some(after) = tried.visit(Room::Problem, at)
    {
        lines.extend(tried.sentence(t!("Going back to whether this is worth solving"), reading, &after));
    }
    let missing = reading.roles_missing.iter().filter(|role| tried.facts.essential.contains(role));
    for role in missing.take(MOST_ROLES) {
        let after = tried.somebody_of(role, next, at);
        let what = t!("Somebody for {role} who reads properly twice", role = translated(role.as_str()));
        lines.extend(tried.sentence(&what, reading, &after));
    }
    lines
}

/// Deals and touches as they stood.
pub(super) fn known_at(facts: Facts<'_>, at: Timestamp) -> (Vec<Deal>, Vec<Touch>) {
    let open = |deal: &Deal| match deal.closed_at {
        Some(closed) if closed > at => Deal { closed_at: None, stage: DealStage::Open, ..deal.clone() },
        _ => deal.clone(),
    };
    let deals = facts.deals.iter().filter(|deal| deal.opened_at <= at).map(open).collect();
    (deals, facts.touches.iter().filter(|touch| touch.at <= at).cloned().collect())
}

/// What they would ask next.
const fn next_room(shown: ShownRoom) -> Room {
    match shown {
        ShownRoom::In(Room::Problem) => Room::Solution,
        ShownRoom::In(Room::Solution) => Room::Offer,
        ShownRoom::In(Room::Offer | Room::Sales) => Room::Sales,
        ShownRoom::Outside | ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => Room::Problem,
    }
}

fn subject(room: Room) -> &'static str {
    match room {
        Room::Problem => t!("whether this is worth solving"),
        Room::Solution => t!("the ways to solve it"),
        Room::Offer => t!("timing and working together"),
        Room::Sales => t!("delivery and trust"),
    }
}

const fn category(room: Room) -> PageCategory {
    match room {
        Room::Problem => PageCategory::Problem,
        Room::Solution => PageCategory::Solution,
        Room::Offer => PageCategory::Offer,
        Room::Sales => PageCategory::Sales,
    }
}

fn session(room: Room, at: Timestamp) -> Session {
    let mut session = Session::empty(at, Source::Direct);
    session.add_read(category(room), PAGES, PROPER_READ_SECONDS);
    session
}

impl Tried<'_> {
    /// What it does to the band and to the number that people see; nothing where it does nothing.
    fn sentence(&self, what: &str, before: &AccountReading, after: &AccountReading) -> Option<String> {
        let shown = |reading: &AccountReading| self.scale.shown(f64::from(reading.z)).value;
        let (was, is) = (shown(before), shown(after));
        let band =
            (after.band != before.band).then(|| t!("move them to “{band}”", band = translated(after.band.as_str())));
        // The band knows more than the number; where the two disagree it speaks alone.
        let agree = (after.band >= before.band) == (after.readiness >= before.readiness);
        let is_felt = (was - is).abs() >= FELT;
        let number = (is_felt && (agree || band.is_none())).then(|| {
            t!(
                "take readiness from {was} to {is}",
                was = format_args!("{:.0}", was * 100.0),
                is = format_args!("{:.0}", is * 100.0)
            )
        });
        match (number, band) {
            (Some(number), Some(band)) => {
                Some(t!("{what} would {number} and {band}.", what = what, number = number, band = band))
            }
            (Some(only), None) | (None, Some(only)) => Some(t!("{what} would {only}.", what = what, only = only)),
            (None, None) => None,
        }
    }

    /// The last reader comes once more and reads on a room.
    fn visit(&self, room: Room, at: Timestamp) -> Option<AccountReading> {
        let still_here = self.persons.iter().enumerate().filter(|(_, person)| !person.has_departed_by(at));
        let (_, latest) = still_here.filter_map(|(index, person)| Some((person.fold.as_ref()?.1, index))).max()?;
        let mut persons: Vec<PersonState> = self.persons.iter().map(|person| (*person).clone()).collect();
        let mut state = self.state.clone();
        let person = persons.get_mut(latest)?;
        person.fold = Some(self.step(&mut state, person.fold.take(), &session(room, at)));
        Some(self.read(&state, &persons, at))
    }

    /// Somebody new of a role reads on the ways to solve it and on the next question.
    fn somebody_of(&self, role: &Role, next: Room, at: Timestamp) -> AccountReading {
        let mut state = self.state.clone();
        let mut persons: Vec<PersonState> = self.persons.iter().map(|person| (*person).clone()).collect();
        if let Some(pattern) = persons.first().cloned() {
            let first = self.step(&mut state, None, &session(Room::Solution, at));
            let fold = self.step(&mut state, Some(first), &session(next, at));
            let shares = vec![(role.clone(), 1.0)];
            let role = RoleBelief { shares, unknown: 0.0, champion: 0.0, stated: true };
            let part = Part { role, read: PAGES as f32 * 2.0, days: 2 };
            persons.push(PersonState { fold: Some(fold), part, departed_at: None, alone: None, ..pattern });
        }
        self.read(&state, &persons, at)
    }

    /// One further visit, for the person and the account.
    fn step(
        &self,
        state: &mut AccountState,
        before: Option<(PersonBelief, Timestamp)>,
        session: &Session,
    ) -> (PersonBelief, Timestamp) {
        let marks = self.model.marks(session);
        let belief = match before {
            Some((mut belief, at)) => {
                self.model.person_step(&mut belief, hours_between(at, session.at), &marks);
                belief
            }
            None => self.model.person_start(&marks),
        };
        if let Some(fold) = &mut state.fold {
            self.account_step(fold, state.rests_since, session, belief.buyer());
        }
        state.sessions += 1;
        state.days.room_pages += session.pages;
        state.silent_since = state.silent_since.max(session.at);
        if belief.buyer() >= LIKELY_BUYER && state.last_seen.utc_day() < session.at.utc_day() {
            if state.days.buyer_days > 0 {
                state.days.buyer_span_days += session.at.days_since(state.last_seen).max(0.0) as f32;
            }
            state.days.buyer_days += 1;
        }
        state.last_seen = state.last_seen.max(session.at);
        (belief, session.at)
    }

    /// While the decision rests, the time until the visit says nothing.
    fn account_step(&self, fold: &mut AccountFold, rests: Option<Timestamp>, session: &Session, buyer: f32) {
        if rests.is_some() {
            fold.at = fold.at.max(session.at);
        }
        self.model.account_step(fold, session.at, &self.model.marks(session), buyer, 1.0);
    }

    fn read(&self, state: &AccountState, persons: &[PersonState], at: Timestamp) -> AccountReading {
        let persons: Vec<&PersonState> = persons.iter().collect();
        state.reading_at(self.model, &persons, self.facts, at)
    }
}
