//! The coverage map: which pieces answer which room's question for which role, where nothing does, and what to write
//! next, by how many buyers wait there.

use std::collections::BTreeMap;

use enfilade_domain::{LibraryPiece, Role, Room};
use enfilade_language::{t, translated};

/// Roles of the map, besides those a workspace has pieces for.
const USUAL_ROLES: [Role; 5] = [Role::Executive, Role::Finance, Role::Operations, Role::Technical, Role::Legal];

/// Different questions from which a cell is well served, and pieces from which it is crowded.
const SERVED_FROM: usize = 2;
const CROWDED_FROM: usize = 8;

/// How a cell of the map stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Density {
    Empty,
    Thin,
    Served,
    Crowded,
}

impl Density {
    const fn of(pieces: usize, questions: usize) -> Self {
        match (pieces, questions) {
            (0, _) => Self::Empty,
            (n, _) if n >= CROWDED_FROM => Self::Crowded,
            // Three pieces that answer one question are one answer.
            (_, n) if n < SERVED_FROM => Self::Thin,
            _ => Self::Served,
        }
    }

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Thin => "thin",
            Self::Served => "served",
            Self::Crowded => "crowded",
        }
    }
}

/// A question with the pieces that answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// In the words of the first piece; nothing for pieces of which no question is known.
    pub question: Option<String>,
    /// Paths.
    pub pieces: Vec<String>,
}

/// One cell of the map.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Nothing for pieces that serve any role.
    pub role: Option<Role>,
    pub room: Room,
    pub density: Density,
    /// Paths of its pieces.
    pub pieces: Vec<String>,
    /// The same by the question they answer; what has no question comes last.
    pub questions: Vec<Asked>,
}

/// The pieces of a cell by their questions; case, spaces and the mark at the end are of no matter.
fn by_question(own: &[&LibraryPiece]) -> Vec<Asked> {
    let same = |question: &str| {
        let words = question.trim_end_matches(['?', '.', '!', ' ']).split_whitespace().collect::<Vec<_>>().join(" ");
        words.to_lowercase()
    };
    let mut asked: Vec<(Option<String>, Asked)> = Vec::new();
    for entry in own {
        let question = entry.piece.question.clone().filter(|question| !question.trim().is_empty());
        let key = question.as_deref().map(same);
        let path = entry.piece.path.clone();
        match asked.iter_mut().find(|(known, _)| *known == key) {
            Some((_, of)) => of.pieces.push(path),
            None => asked.push((key, Asked { question, pieces: vec![path] })),
        }
    }
    asked.sort_by_key(|(key, _)| key.is_none());
    asked.into_iter().map(|(_, of)| of).collect()
}

/// Something to write, the most useful first.
#[derive(Debug, Clone, PartialEq)]
pub struct WriteNext {
    pub room: Room,
    /// Nothing: for any role.
    pub role: Option<Role>,
    /// Accounts that stand in the room now; with fractions, since rooms are probabilities.
    pub waiting: f32,
    pub reason: String,
}

/// The map.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// Rows of the map: any role first, then by name.
    pub roles: Vec<Option<Role>>,
    pub cells: Vec<Cell>,
    pub next: Vec<WriteNext>,
    /// Rooms in which nothing at all stands.
    pub missing_rooms: Vec<Room>,
}

impl Coverage {
    /// Draws the map. `waiting` says how many accounts stand in each room, `seen` how often each role was seen there.
    #[must_use]
    pub fn of(library: &[LibraryPiece], waiting: [f32; Room::ALL.len()], seen: &BTreeMap<String, f32>) -> Self {
        let mut roles: Vec<Option<Role>> = vec![None];
        roles.extend(USUAL_ROLES.map(Some));
        for role in library.iter().filter_map(|entry| entry.piece.role.clone()) {
            if !roles.contains(&Some(role.clone())) {
                roles.push(Some(role));
            }
        }
        let mut cells = Vec::new();
        for role in &roles {
            for room in Room::ALL {
                let own = library.iter().filter(|entry| entry.piece.room == Some(room) && entry.piece.role == *role);
                let own: Vec<&LibraryPiece> = own.collect();
                let questions = by_question(&own);
                cells.push(Cell {
                    role: role.clone(),
                    room,
                    density: Density::of(own.len(), questions.len()),
                    pieces: own.iter().map(|entry| entry.piece.path.clone()).collect(),
                    questions,
                });
            }
        }
        let total =
            |room: Room| cells.iter().filter(|cell| cell.room == room).map(|cell| cell.pieces.len()).sum::<usize>();
        let missing_rooms: Vec<Room> = Room::ALL.into_iter().filter(|room| total(*room) == 0).collect();
        let next = next(&cells, waiting, seen, &missing_rooms);
        Self { roles, cells, next, missing_rooms }
    }

    #[must_use]
    pub fn cell(&self, role: Option<&Role>, room: Room) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.role.as_ref() == role && cell.room == room)
    }
}

/// Suggestions shown at most.
const NEXT_MAX: usize = 6;

/// A room that is missing comes first, for the role that was seen most; then cells by how many wait there and how
/// little there is for them.
fn next(
    cells: &[Cell],
    waiting: [f32; Room::ALL.len()],
    seen: &BTreeMap<String, f32>,
    missing_rooms: &[Room],
) -> Vec<WriteNext> {
    let seen_of = |role: Option<&Role>| role.map_or(0.0, |role| seen.get(role.as_str()).copied().unwrap_or(0.0));
    let mut ranked: Vec<(f32, WriteNext)> = Vec::new();
    for cell in cells.iter().filter(|cell| cell.density <= Density::Thin && cell.role.is_some()) {
        let missing = missing_rooms.contains(&cell.room);
        let waiting = waiting[cell.room.index()];
        let lack = if cell.density == Density::Empty { 1.0 } else { 0.4 };
        let role = seen_of(cell.role.as_ref());
        let worth = if missing { 1_000.0 } else { 0.0 } + (0.5 + waiting) * lack * (1.0 + role);
        let name = match &cell.role {
            Some(Role::Technical) => "IT",
            Some(Role::Executive) => t!("executives"),
            Some(role) => translated(role.as_str()),
            None => t!("any role"),
        };
        let reason = if missing {
            t!("The {room} Room is empty.", room = cell.room.title())
        } else if cell.density == Density::Empty {
            t!("Nothing in the {room} Room is for {name}.", room = cell.room.title(), name = name)
        } else if cell.pieces.len() == 1 {
            t!("One piece in the {room} Room is for {name}.", room = cell.room.title(), name = name)
        } else {
            t!(
                "The {pieces} pieces for {name} in the {room} Room answer one question.",
                pieces = cell.pieces.len(),
                name = name,
                room = cell.room.title()
            )
        };
        ranked.push((worth, WriteNext { room: cell.room, role: cell.role.clone(), waiting, reason }));
    }
    // Equal worth keeps the order of the map.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().map(|(_, next)| next).take(NEXT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use enfilade_domain::Piece;

    use super::*;

    fn entry(path: &str, room: Option<Room>, role: Option<Role>) -> LibraryPiece {
        LibraryPiece::proposed(Piece {
            room,
            role,
            question: Some("How?".to_owned()),
            topic: Some("patching".to_owned()),
            ..Piece::at(path)
        })
    }

    #[test]
    fn an_empty_room_is_written_for_first() {
        let library = [
            entry("/a", Some(Room::Problem), None),
            entry("/b", Some(Room::Offer), Some(Role::Finance)),
            entry("/c", Some(Room::Sales), None),
            entry("/d", None, None),
        ];
        let seen = BTreeMap::from([("technical".to_owned(), 4.0), ("finance".to_owned(), 1.0)]);
        let map = Coverage::of(&library, [20.0, 1.0, 2.0, 1.0], &seen);
        assert_eq!(map.missing_rooms, [Room::Solution]);
        assert_eq!((map.next[0].room, map.next[0].role.clone()), (Room::Solution, Some(Role::Technical)));
        assert_eq!(map.cell(Some(&Role::Finance), Room::Offer).unwrap().density, Density::Thin);
        assert_eq!(map.cell(None, Room::Problem).unwrap().pieces, ["/a"]);
    }

    #[test]
    fn three_pieces_for_one_question_are_one_answer() {
        let for_finance = |path: &str, question: &str| {
            let mut entry = entry(path, Some(Room::Solution), Some(Role::Finance));
            entry.piece.question = Some(question.to_owned());
            entry
        };
        let mut library = vec![
            for_finance("/a", "What does it cost?"),
            for_finance("/b", "what does  it cost"),
            for_finance("/c", "What does it cost?"),
        ];
        let waiting = BTreeMap::from([("finance".into(), 50.0)]);
        let map = |library: &[LibraryPiece]| Coverage::of(library, [0.0, 90.0, 0.0, 0.0], &waiting);
        let first = map(&library);
        let cell = first.cell(Some(&Role::Finance), Room::Solution).unwrap();
        assert_eq!((cell.density, cell.questions.len()), (Density::Thin, 1));
        assert_eq!(cell.questions[0].pieces, ["/a", "/b", "/c"]);
        let said = |map: &Coverage| map.next.iter().any(|next| next.reason.contains("answer one question"));
        assert!(said(&first), "{:?}", first.next);
        library.push(for_finance("/d", "What if we wait?"));
        let second = map(&library);
        assert_eq!(second.cell(Some(&Role::Finance), Room::Solution).unwrap().density, Density::Served);
        assert!(!said(&second));
    }
}
