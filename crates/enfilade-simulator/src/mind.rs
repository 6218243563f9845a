//! What a person understands. A mind is a doubt between 0 and 1 about each of the vendor's questions, private and
//! continuous; the room is only read off it.

use enfilade_domain::{Role, Room};

use crate::library::Library;
use crate::random::Random;

/// The lightest a doubt can become; nobody is ever entirely sure.
const LEAST_DOUBT: f64 = 0.01;

/// A person's understanding.
#[derive(Debug, Clone)]
pub(crate) struct Mind {
    doubts: Vec<f64>,
    /// How much each question matters to this person.
    cares: Vec<f64>,
    rooms: Vec<Room>,
    /// Doubt that the person can live with.
    tolerance: f64,
    /// What the person began with; forgetting goes back towards it.
    first_doubts: Vec<f64>,
}

impl Mind {
    /// A mind that enters at a room: what lies before it is largely understood, from an earlier job or from friends.
    pub(crate) fn entering(library: &Library, role: &Role, entry: Room, random: &mut Random) -> Self {
        let rooms: Vec<Room> = library.questions.iter().map(|question| question.room).collect();
        let mut doubts = Vec::with_capacity(rooms.len());
        let mut cares = Vec::with_capacity(rooms.len());
        for question in &library.questions {
            let known = question.room < entry;
            doubts.push(if known { random.beta(1.6, 7.0) } else { random.beta(7.0, 1.8) });
            let is_theirs = question.roles.is_empty() || question.roles.contains(role);
            cares.push(random.gamma(4.0, 0.25) * if is_theirs { 1.3 } else { 0.45 });
        }
        Self { first_doubts: doubts.clone(), doubts, cares, rooms, tolerance: random.between(0.27, 0.43) }
    }

    pub(crate) fn doubt(&self, question: usize) -> f64 {
        self.doubts.get(question).copied().unwrap_or(0.0)
    }

    pub(crate) fn care(&self, question: usize) -> f64 {
        self.cares.get(question).copied().unwrap_or(0.0)
    }

    pub(crate) fn questions(&self) -> usize {
        self.doubts.len()
    }

    /// How much of a room's questions is still unanswered, 0 to 1, weighed by what this person cares for.
    pub(crate) fn openness(&self, room: Room) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (position, _) in self.rooms.iter().enumerate().filter(|(_, own)| **own == room) {
            sum += self.cares[position] * self.doubts[position];
            weight += self.cares[position];
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }

    /// The first room whose questions are not answered well enough; the last one if all are.
    pub(crate) fn room(&self) -> Room {
        let unanswered = |room: &Room| self.openness(*room) > self.tolerance;
        [Room::Problem, Room::Solution, Room::Offer].into_iter().find(unanswered).unwrap_or(Room::Sales)
    }

    /// Learns something about a question. What lies far ahead of the own question hardly sticks.
    pub(crate) fn learn(&mut self, question: usize, strength: f64) {
        let Some(room) = self.rooms.get(question) else { return };
        let ahead = room.index().saturating_sub(self.room().index());
        let sticks = [1.0, 0.55, 0.25, 0.12][ahead.min(3)];
        let doubt = &mut self.doubts[question];
        *doubt = (*doubt * (-strength * sticks).exp()).max(LEAST_DOUBT);
    }

    /// A doubt comes up, or comes back.
    pub(crate) fn unsettle(&mut self, question: usize, by: f64) {
        if let Some(doubt) = self.doubts.get_mut(question) {
            *doubt += (1.0 - *doubt) * by.clamp(0.0, 1.0);
        }
    }

    /// Doubts about every question of a room come up.
    pub(crate) fn unsettle_room(&mut self, room: Room, by: f64) {
        for position in 0..self.rooms.len() {
            if self.rooms[position] == room {
                self.unsettle(position, by);
            }
        }
    }

    /// Takes over a part of what another is sure or unsure of.
    pub(crate) fn hear(&mut self, question: usize, other: f64, trust: f64) {
        if let Some(doubt) = self.doubts.get_mut(question) {
            *doubt = (*doubt + trust * (other - *doubt)).clamp(LEAST_DOUBT, 1.0);
        }
    }

    /// Days go by and a part of it is forgotten, never beyond what the person began with.
    pub(crate) fn forget(&mut self, share: f64) {
        for (doubt, first) in self.doubts.iter_mut().zip(&self.first_doubts) {
            if *doubt < *first {
                *doubt += (first - *doubt) * share;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_follows_what_is_understood_and_goes_back_with_a_new_doubt() {
        let library = Library::generated(1);
        let mut random = Random::new(1, 1);
        let mut mind = Mind::entering(&library, &Role::Finance, Room::Problem, &mut random);
        assert_eq!(mind.room(), Room::Problem);
        for _ in 0..12 {
            (0..3).for_each(|question| mind.learn(question, 0.4));
        }
        assert_eq!(mind.room(), Room::Solution);
        for _ in 0..30 {
            (3..10).for_each(|question| mind.learn(question, 0.4));
        }
        assert_eq!(mind.room(), Room::Sales);
        mind.unsettle_room(Room::Solution, 0.9);
        assert_eq!(mind.room(), Room::Solution);
    }

    #[test]
    fn what_lies_ahead_hardly_sticks() {
        let library = Library::generated(1);
        let mut random = Random::new(2, 1);
        let fresh = Mind::entering(&library, &Role::Champion, Room::Problem, &mut random);
        let (mut near, mut far) = (fresh.clone(), fresh.clone());
        near.learn(0, 0.5);
        far.learn(12, 0.5);
        assert!(near.doubt(0) / fresh.doubt(0) < far.doubt(12) / fresh.doubt(12));
    }

    #[test]
    fn forgetting_ends_where_the_person_began() {
        let library = Library::generated(1);
        let mut mind = Mind::entering(&library, &Role::Legal, Room::Solution, &mut Random::new(3, 1));
        let before = mind.doubt(4);
        mind.learn(4, 2.0);
        (0..2_000).for_each(|_| mind.forget(0.01));
        assert!((mind.doubt(4) - before).abs() < 1e-3);
    }
}
