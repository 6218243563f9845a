//! Lives to states: every person's filter, then the account's over all its people's visits.

use enfilade_domain::{Action, Domain, RoomBelief, ShownRoom, Timestamp};
use enfilade_engine::{
    AccountFold, AccountVisit, ClassicAct, LikelyDays, Model, StatedEvidence, classic_score, rests_since, taken_up_at,
};
use enfilade_language::t;
use enfilade_store::RoomChange;

use super::committee;
use super::sessions::{self, Visit};
use super::silence::{self, Habit};
use super::state::{AccountState, Alone, Guest, PersonState, Silence, VisitDays};
use super::stated::{self, Doubt};
use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;

/// A life that was read: its visits, and how probably they were a buyer's.
#[derive(Debug, Clone)]
pub struct ReadLife {
    pub life: Life,
    pub visits: Vec<Visit>,
    /// Probability of being a buyer after each visit.
    pub buyer: Vec<f32>,
    pub state: PersonState,
    /// How far the person counts for the account that is being read: 1 for its own people, less for its guests.
    pub credit: f32,
}

impl ReadLife {
    /// Whether the person counts for the account in part only and is not placed in it.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.credit < 1.0
    }
}

/// What a life is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFor {
    /// The person's own reading, and the account's.
    Person,
    /// The account's reading alone: what only the person's own needs ([`PersonState::alone`]) is left out.
    Account,
}

/// Reads one life, with what was stated about it by a moment.
#[must_use]
pub fn read_life(
    model: &Model,
    surroundings: &Surroundings,
    life: Life,
    moment: Timestamp,
    read_for: ReadFor,
) -> ReadLife {
    let visits = sessions::visits(&life, surroundings);
    let sessions: Vec<_> = visits.iter().map(|visit| visit.session.clone()).collect();
    let heard = if life.may_be_read { stated::of_person(surroundings, &life, moment) } else { Default::default() };
    let fold = model.fold_person_stated(&sessions, &heard.evidence);
    let seen = |event: Option<&enfilade_domain::Event>| event.map_or(Timestamp::default(), |event| event.at);
    let state = PersonState {
        person: life.person.clone(),
        visitors: life.visitors.clone(),
        users: life.user.iter().cloned().collect(),
        name: life.name.clone().or_else(|| life.email.clone()),
        account: life.account.clone(),
        kind: life.kind.kind,
        kind_reason: if life.may_be_read {
            life.kind.reason.clone()
        } else {
            t!("declined to be read; nothing is interpreted").to_owned()
        },
        part: committee::part_of(&life, &visits, surroundings),
        alone: fold
            .as_ref()
            .filter(|_| read_for == ReadFor::Person)
            .and_then(|fold| alone(model, &life, &visits, &fold.buyer, &heard.evidence)),
        fold: fold.as_ref().map(|fold| (fold.belief, fold.at)),
        habit: Habit::of(visits.iter(), silence::filled_a_form(&life)),
        sessions: visits.len(),
        is_stated: heard.says_where(),
        departed_at: stated::departed_at(surroundings, &life, moment),
        first_seen: seen(life.events.first()),
        last_seen: seen(life.events.last()),
    };
    ReadLife { buyer: fold.map(|fold| fold.buyer).unwrap_or_default(), visits, state, life, credit: 1.0 }
}

/// The visits of an account's people in order of time, as the account filter takes them.
#[must_use]
pub fn account_visits<'a>(people: &[&'a ReadLife]) -> Vec<(&'a Visit, AccountVisit<'a>)> {
    let mut visits: Vec<(&Visit, AccountVisit<'_>)> = people
        .iter()
        .flat_map(|read| {
            read.visits.iter().zip(&read.buyer).map(|(visit, buyer)| {
                (visit, AccountVisit { session: &visit.session, buyer: *buyer, credit: read.credit })
            })
        })
        .collect();
    visits.sort_by(|(a, _), (b, _)| {
        (a.session.at.cmp(&b.session.at)).then_with(|| a.message_ids.first().cmp(&b.message_ids.first()))
    });
    visits
}

/// Reads an account from the lives of its people and guests and from what was stated by a moment. Who has departed by
/// then is left out: the journey of somebody who is gone says nothing about those who remain. Guests move the belief as
/// far as they are credited; requests, points, first and last sight and the usual silence are its own people's alone.
#[must_use]
pub fn read_account(
    model: &Model,
    surroundings: &Surroundings,
    account: &Domain,
    everybody: &[&ReadLife],
    moment: Timestamp,
) -> AccountState {
    let here: Vec<&ReadLife> = everybody.iter().filter(|read| !read.state.has_departed_by(moment)).copied().collect();
    let (guests, people): (Vec<&ReadLife>, Vec<&ReadLife>) = here.iter().copied().partition(|read| read.is_guest());
    let people = people.as_slice();
    let own: Vec<&ReadLife> = everybody.iter().filter(|read| !read.is_guest()).copied().collect();
    let lives: Vec<&Life> = own.iter().map(|read| &read.life).collect();
    let heard = stated::of_account(surroundings, account, &lives, moment);
    let talks = stated::talks(surroundings, account, &lives, moment);
    let visits = account_visits(people);
    let all_visits = account_visits(&own);
    let with_guests: Vec<AccountVisit<'_>> = account_visits(&here).into_iter().map(|(_, visit)| visit).collect();
    let latest = |wanted: fn(&Action) -> bool| {
        let of_buyers = people.iter().filter(|read| read.life.kind.kind.is_read() && read.life.may_be_read);
        of_buyers.flat_map(|read| &read.life.events).filter(|event| wanted(&event.action)).map(|event| event.at).max()
    };
    let visit_at =
        |visit: Option<&(&Visit, AccountVisit<'_>)>| visit.map_or(Timestamp::default(), |(visit, _)| visit.session.at);
    let acts = classic_acts(people, surroundings);
    let classic_at = acts.last().map_or(Timestamp::default(), |(at, _)| *at);
    AccountState {
        account: account.clone(),
        fold: model.fold_account_stated(&with_guests, &heard.evidence),
        rests_since: rests_since(&heard.evidence),
        taken_up_at: taken_up_at(&heard.evidence),
        is_stated: heard.says_where(),
        doubt: Doubt::of(model, &heard, &with_guests),
        sessions: visits.len(),
        days: visit_days(&with_guests),
        guests: guests.into_iter().filter_map(Guest::of).collect(),
        silent_since: visit_at(visits.last()).max(heard.evidence.last().map_or(Timestamp::default(), |one| one.at)),
        classic: classic_score(model.classic(), &acts, classic_at),
        classic_at,
        asked_at: talks.asked_at.max(latest(|action| {
            matches!(action, Action::DemoRequested | Action::ContactRequested | Action::MeetingBooked)
        })),
        talked_at: talks.talked_at.max(latest(|action| matches!(action, Action::MeetingHeld | Action::CallHeld))),
        first_seen: visit_at(all_visits.first()),
        last_seen: visit_at(all_visits.last()),
        revised: visits.iter().any(|(visit, _)| visit.late),
        last_silence: last_silence(&visits),
        habit: Habit::of(
            visits.iter().map(|(visit, _)| *visit),
            people.iter().any(|read| read.life.may_be_read && silence::filled_a_form(&read.life)),
        ),
    }
}

/// What the classic points model counts of an account's people, in order of time.
#[must_use]
pub fn classic_acts(people: &[&ReadLife], surroundings: &Surroundings) -> Vec<(Timestamp, ClassicAct)> {
    let mut acts: Vec<_> = people
        .iter()
        .filter(|read| read.life.may_be_read)
        .flat_map(|read| {
            let clicks = sessions::mail_visits(&read.life, &read.visits);
            sessions::classic_acts(&read.life, surroundings).into_iter().chain(clicks)
        })
        .collect();
    acts.sort_by_key(|(at, _)| *at);
    acts
}

/// Days on which somebody read who is probably a buyer.
fn visit_days(visits: &[AccountVisit<'_>]) -> VisitDays {
    let days = LikelyDays::of(visits);
    let rooms = |visit: &AccountVisit<'_>| visit.session.categories.iter().take(4).sum::<u32>();
    let own = visits.iter().filter(|visit| visit.credit >= 1.0);
    VisitDays {
        buyer_days: days.count,
        buyer_span_days: days.span as f32,
        third_from_last: days.third_from_last,
        room_pages: own.map(rooms).sum(),
    }
}

/// A person read as if it were a whole account.
fn alone(model: &Model, life: &Life, visits: &[Visit], buyer: &[f32], stated: &[StatedEvidence]) -> Option<Alone> {
    let visits: Vec<AccountVisit<'_>> = visits
        .iter()
        .zip(buyer)
        .map(|(visit, buyer)| AccountVisit { session: &visit.session, buyer: *buyer, credit: 1.0 })
        .collect();
    let asks =
        |action: &Action| matches!(action, Action::DemoRequested | Action::ContactRequested | Action::MeetingBooked);
    let asked = life.events.iter().filter(|event| asks(&event.action)).map(|event| event.at).max();
    Some(Alone { fold: model.fold_account_stated(&visits, stated)?, days: visit_days(&visits), asked_at: asked })
}

/// The pause before the last day with a visit, beside the usual one.
fn last_silence(visits: &[(&Visit, AccountVisit<'_>)]) -> Option<Silence> {
    let mut days: Vec<i64> = visits.iter().map(|(visit, _)| visit.session.at.utc_day()).collect();
    days.dedup();
    let mut pauses: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let last = *pauses.last()?;
    let back = visits.iter().find(|(visit, _)| Some(&visit.session.at.utc_day()) == days.last())?;
    pauses.sort_unstable();
    let usual = pauses.get(pauses.len() / 2).copied()? as f32;
    Some(Silence::new(back.0.session.at, last as f64, usual))
}

/// Another room must lead by this much before the shown one changes, so that the plan does not flicker.
const LEAD_TO_MOVE: f32 = 0.10;

/// An account's state at many moments in order of time, each knowing only visits and statements up to it. Before
/// somebody departed his visits count, and afterwards not.
#[must_use]
pub fn account_ribbon(
    model: &Model,
    people: &[&ReadLife],
    stated: &[StatedEvidence],
    moments: &[Timestamp],
) -> Vec<Option<AccountFold>> {
    let mut departures: Vec<Timestamp> = people.iter().filter_map(|read| read.state.departed_at).collect();
    departures.sort_unstable();
    departures.dedup();
    let mut ribbon = Vec::with_capacity(moments.len());
    let mut from = 0;
    for until in departures.into_iter().map(Some).chain([None]) {
        let end = until.map_or(moments.len(), |until| moments.partition_point(|moment| *moment < until));
        let Some(span) = moments.get(from..end).filter(|span| !span.is_empty()) else { continue };
        let here: Vec<&ReadLife> = people.iter().filter(|read| !read.state.has_departed_by(span[0])).copied().collect();
        let visits: Vec<AccountVisit<'_>> = account_visits(&here).into_iter().map(|(_, visit)| visit).collect();
        ribbon.extend(model.account_ribbon_stated(&visits, stated, span));
        from = end;
    }
    ribbon
}

/// The days on which the shown room changed, from the first visit or statement to the last one.
#[must_use]
pub fn room_changes(model: &Model, people: &[&ReadLife], stated: &[StatedEvidence]) -> Vec<RoomChange> {
    let mut moments: Vec<Timestamp> =
        people.iter().flat_map(|read| &read.visits).map(|visit| visit.session.at).collect();
    moments.extend(stated.iter().map(|one| one.at));
    moments.sort_unstable();
    moments.dedup();
    let mut shown = ShownRoom::NotEnoughEvidence;
    let mut changes = Vec::new();
    for (at, fold) in moments.iter().zip(account_ribbon(model, people, stated, &moments)) {
        let Some(fold) = fold else { continue };
        let next = settled(shown, &fold.belief.rooms());
        if next != shown {
            changes.push(RoomChange { at: *at, from: shown, to: next });
            shown = next;
        }
    }
    changes
}

/// The shown room with hysteresis.
#[must_use]
pub fn settled(shown: ShownRoom, rooms: &RoomBelief) -> ShownRoom {
    let next = rooms.shown();
    let weight = |room: ShownRoom| match room {
        ShownRoom::Outside => rooms.outside,
        ShownRoom::In(room) => rooms.of(room),
        ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => 0.0,
    };
    if weight(next) >= weight(shown) + LEAD_TO_MOVE || matches!(shown, ShownRoom::NotEnoughEvidence) {
        next
    } else {
        shown
    }
}
