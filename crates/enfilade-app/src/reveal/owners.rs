//! Whose an event is: what a device did belongs to the user stated on it most recently before, and what came before the
//! first statement to the first user stated.

use std::collections::HashMap;

use enfilade_domain::{Action, Event, PersonId, Timestamp, UserId, VisitorId};

use super::surroundings::Surroundings;

/// A device that a person struck out of a user's, and when it was first stated to be his.
pub(super) type StruckOut = (VisitorId, UserId, Timestamp);

/// Whose each event is, in order of the people.
pub(super) fn divide(
    events: Vec<Event>,
    surroundings: &Surroundings,
    moment: Timestamp,
) -> (Vec<(PersonId, Vec<Event>)>, Vec<StruckOut>) {
    let statements = Statements::of(&events, surroundings, moment);
    let owners: Vec<Owner<'_>> = events.iter().map(|event| statements.owner(event)).collect();
    let mut people = owners.clone();
    people.dedup();
    people.sort_unstable();
    people.dedup();
    let struck_out = statements.struck_out();
    if let [only] = people[..] {
        return (vec![(only.person(), events)], struck_out);
    }
    let mut counts = vec![0; people.len()];
    let mut places: Vec<usize> = Vec::with_capacity(owners.len());
    // What a device did comes in one piece and is mostly one person's.
    for run in owners.chunk_by(|one, next| one == next) {
        let place = people.partition_point(|other| *other < run[0]);
        counts[place] += run.len();
        places.resize(places.len() + run.len(), place);
    }
    let room_for = |(owner, count): (&Owner<'_>, &usize)| (owner.person(), Vec::with_capacity(*count));
    let mut persons: Vec<(PersonId, Vec<Event>)> = people.iter().zip(&counts).map(room_for).collect();
    for (event, place) in events.into_iter().zip(places) {
        persons[place].1.push(event);
    }
    (persons, struck_out)
}

/// Whose an event is. In the order of the ids of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner<'a> {
    Named(&'a UserId),
    Anonymous(&'a VisitorId),
}

impl Owner<'_> {
    fn person(self) -> PersonId {
        match self {
            Self::Named(user) => PersonId::named(user),
            Self::Anonymous(visitor) => PersonId::anonymous(visitor),
        }
    }
}

/// Which user a device was stated to be, and when.
struct Statements<'a> {
    by_visitor: HashMap<&'a str, Vec<(Timestamp, &'a UserId)>>,
    struck_out: Vec<(&'a str, &'a UserId, Timestamp)>,
}

impl<'a> Statements<'a> {
    fn of(events: &'a [Event], surroundings: &Surroundings, moment: Timestamp) -> Self {
        let mut by_visitor: HashMap<&str, Vec<(Timestamp, &UserId)>> = HashMap::new();
        for life in events.chunk_by(|one, next| one.visitor == next.visitor) {
            let told = life.iter().filter_map(|event| Some((event.at, event.user_id.as_ref()?)));
            let mut told = told.peekable();
            if let Some(first) = life.first().filter(|_| told.peek().is_some()) {
                by_visitor.entry(first.visitor.as_str()).or_default().extend(told);
            }
            for event in life {
                if let (Some(user), Action::Alias { previous }) = (&event.user_id, &event.action) {
                    by_visitor.entry(previous).or_default().push((event.at, user));
                }
            }
        }
        let mut struck_out = Vec::new();
        for (visitor, statements) in &mut by_visitor {
            statements.sort_unstable();
            // Only a change of the user tells anything more.
            statements.dedup_by_key(|(_, user)| *user);
            statements.retain(|(at, user)| {
                let parted = surroundings.parted(visitor, user, moment);
                if parted && !struck_out.iter().any(|(v, u, _)| v == visitor && u == user) {
                    struck_out.push((*visitor, *user, *at));
                }
                !parted
            });
        }
        Self { by_visitor, struck_out }
    }

    fn owner(&self, event: &'a Event) -> Owner<'a> {
        let statements = self.by_visitor.get(event.visitor.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(user) = &event.user_id
            && statements.iter().any(|(_, stated)| *stated == user)
        {
            return Owner::Named(user);
        }
        let before = statements.partition_point(|(at, _)| *at <= event.at);
        let stated = if before > 0 { statements.get(before - 1) } else { statements.first() };
        stated.map_or(Owner::Anonymous(&event.visitor), |(_, user)| Owner::Named(user))
    }

    fn struck_out(&self) -> Vec<StruckOut> {
        let owned = |(visitor, user, at): &(&str, &UserId, Timestamp)| (VisitorId::new(*visitor), (*user).clone(), *at);
        self.struck_out.iter().map(owned).collect()
    }
}
