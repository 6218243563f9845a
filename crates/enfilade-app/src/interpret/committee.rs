//! The people of an account as a committee: which part each plays, who has been seen, who joined later and how.

use std::collections::BTreeSet;

use enfilade_domain::{
    Action, PageCategory, Role, RoleBelief, RoleCoverage, RoleStanding, Room, ShownRoom, Source, Timestamp,
};
use enfilade_engine::{Model, PersonBelief, RoleRead, Seen, Session, coverage, infer_role, weight_of};
use enfilade_store::RoomChange;
use serde::{Deserialize, Serialize};

use super::fold::{ReadLife, settled};
use super::sessions::Visit;
use super::state::{Facts, PersonState};
use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;

/// The part a person plays, and how much was read: what the committee needs of a person between events.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub role: RoleBelief,
    /// Readings of labelled content, in proper ones.
    pub read: f32,
    /// Distinct days with a proper reading.
    pub days: u32,
}

impl Default for Part {
    fn default() -> Self {
        Self { role: RoleBelief::nobody(), read: 0.0, days: 0 }
    }
}

/// The form in which a part is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartBody {
    shares: Vec<(String, f32)>,
    unknown: f32,
    champion: f32,
    stated: bool,
    read: f32,
    days: u32,
}

impl Part {
    pub(super) fn to_body(&self) -> PartBody {
        let RoleBelief { shares, unknown, champion, stated } = &self.role;
        PartBody {
            shares: shares.iter().map(|(role, share)| (role.as_str().to_owned(), *share)).collect(),
            unknown: *unknown,
            champion: *champion,
            stated: *stated,
            read: self.read,
            days: self.days,
        }
    }

    pub(super) fn of_body(body: PartBody) -> Self {
        let shares = body.shares.into_iter().filter_map(|(role, share)| Some((Role::parse(&role)?, share))).collect();
        let role = RoleBelief { shares, unknown: body.unknown, champion: body.champion, stated: body.stated };
        Self { role, read: body.read, days: body.days }
    }
}

/// The roles without which nobody decides in this workspace.
#[must_use]
pub fn essential_roles(surroundings: &Surroundings) -> Vec<Role> {
    surroundings.settings().essential_roles(&surroundings.library_roles().roles())
}

/// A reading this much of a full one is a proper one.
const PROPER: f32 = 1.0;

/// The part somebody plays by title, by what was read, and by passing things on.
#[must_use]
pub fn part_of(life: &Life, visits: &[Visit], surroundings: &Surroundings) -> Part {
    if visits.is_empty() && life.job_title.is_none() {
        return Part::default();
    }
    let mut reads: Vec<RoleRead<'_>> = Vec::new();
    let (mut read, mut days) = (0.0, BTreeSet::new());
    for visit in visits {
        // What a colleague picked is the page by which the reader came in.
        let mut picked = visit.session.source == Source::Forward;
        for page in &visit.pages {
            let is_labelled = page.facts.role.is_some() || page.facts.category.and_then(PageCategory::room).is_some();
            let weight = weight_of(page.dwell_seconds);
            if is_labelled {
                read += weight;
                if page.dwell_seconds.is_none() || weight >= PROPER {
                    days.insert(page.at.utc_day());
                }
            }
            if let Some(role) = &page.facts.role {
                reads.push(RoleRead { path: &page.path, role, weight, forwarded: picked });
            }
            picked = false;
        }
    }
    let passed_on: BTreeSet<&str> = life
        .events
        .iter()
        .filter(|event| event.action == Action::ContentShared && life.may_be_read)
        .map(|event| event.place.as_ref().map_or("", |place| &place.path))
        .collect();
    let passed_on = u32::try_from(passed_on.len()).unwrap_or(u32::MAX);
    Part {
        role: infer_role(life.job_title.as_deref(), &reads, passed_on, surroundings.library_roles()),
        read,
        days: u32::try_from(days.len()).unwrap_or(u32::MAX),
    }
}

/// How far each role of an account has been seen, from those who belong to it at a moment (whoever left takes what he knew
/// along) with what is believed of each then.
#[must_use]
pub fn coverage_by(people: &[(&PersonState, PersonBelief)], facts: Facts<'_>) -> Vec<RoleCoverage> {
    let people: Vec<Seen<'_>> = people
        .iter()
        .map(|(person, belief)| {
            let rooms = belief.rooms();
            Seen {
                role: &person.part.role,
                read: person.part.read,
                days: person.part.days,
                problem_share: rooms.of(Room::Problem) / rooms.in_market().max(f32::MIN_POSITIVE),
            }
        })
        .collect();
    coverage(&people, facts.essential, facts.library)
}

/// People who read properly and whose part cannot be told: they may play any.
#[must_use]
pub fn unplaced(persons: &[&PersonState], moment: Timestamp) -> usize {
    let is_unplaced =
        |person: &&&PersonState| person.fold.is_some() && person.part.read >= PROPER && person.part.role.unknown > 0.5;
    persons.iter().filter(|person| !person.has_departed_by(moment)).filter(is_unplaced).count()
}

/// Roles in which somebody could have been seen and nobody was, essential ones first.
pub(super) fn missing(coverage: &[RoleCoverage]) -> Vec<Role> {
    let unseen = coverage.iter().filter(|one| one.standing == RoleStanding::Unseen);
    unseen.map(|one| one.role.clone()).collect()
}

/// Roles in which somebody was seen.
pub(super) fn seen(coverage: &[RoleCoverage]) -> Vec<Role> {
    let seen = |one: &&RoleCoverage| matches!(one.standing, RoleStanding::Early | RoleStanding::Informed);
    coverage.iter().filter(seen).map(|one| one.role.clone()).collect()
}

/// How somebody came to the committee, and the way since.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The first visit that was read.
    pub joined_at: Timestamp,
    /// Days after the first visit of the account.
    pub after_days: u32,
    /// Came when others had been reading for a while.
    pub newcomer: bool,
    /// The room that the first days were about; `None` where they were about none.
    pub began_in: Option<Room>,
    /// The rooms this person was shown in, one after the other.
    pub journey: Vec<RoomChange>,
}

/// Whoever comes this many days after the first of the account joins something that is under way.
const NEWCOMER_DAYS: f64 = 7.0;
/// The room somebody begins in is told by the visits of this many days.
const FIRST_DAYS: f64 = 3.0;

/// Tells how somebody came. `None` for whoever made no visit that was read.
#[must_use]
pub fn entry(model: &Model, read: &ReadLife, account_since: Timestamp) -> Option<Entry> {
    let first = read.visits.first()?.session.at;
    let after = first.days_since(account_since).max(0.0);
    Some(Entry {
        joined_at: first,
        after_days: after.floor() as u32,
        newcomer: after >= NEWCOMER_DAYS,
        began_in: began_in(&read.visits, first),
        journey: journey(model, &read.visits),
    })
}

fn began_in(visits: &[Visit], first: Timestamp) -> Option<Room> {
    let mut weights = [0.0_f32; 4];
    for page in visits.iter().filter(|v| v.session.at.days_since(first) <= FIRST_DAYS).flat_map(|visit| &visit.pages) {
        if let Some(room) = page.facts.category.and_then(PageCategory::room) {
            weights[room.index()] += weight_of(page.dwell_seconds);
        }
    }
    let top = Room::ALL.into_iter().max_by(|a, b| weights[a.index()].total_cmp(&weights[b.index()]))?;
    (weights[top.index()] > 0.0).then_some(top)
}

/// The rooms somebody was shown in, with the same reluctance to change as for accounts.
fn journey(model: &Model, visits: &[Visit]) -> Vec<RoomChange> {
    let sessions: Vec<Session> = visits.iter().map(|visit| visit.session.clone()).collect();
    let moments: Vec<Timestamp> = sessions.iter().map(|session| session.at).collect();
    let mut shown = ShownRoom::NotEnoughEvidence;
    let mut changes = Vec::new();
    for (at, belief) in moments.iter().zip(model.person_ribbon(&sessions, &moments)) {
        let Some(next) = belief.as_ref().map(PersonBelief::rooms).map(|rooms| settled(shown, &rooms)) else { continue };
        if next != shown {
            changes.push(RoomChange { at: *at, from: shown, to: next });
            shown = next;
        }
    }
    changes
}
