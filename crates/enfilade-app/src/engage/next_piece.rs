//! One piece for each person: what stands at hand for where that person is, and was not read. Nothing is sent.

use std::collections::BTreeSet;

use enfilade_domain::{PageKind, Piece, Role, Room};

/// Somebody for whom a piece is looked for.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// The room this person most likely is in.
    pub room: Room,
    pub role: Option<&'a Role>,
    /// Paths this person opened.
    pub read: BTreeSet<&'a str>,
}

/// What one person could read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPiece {
    pub path: String,
    pub title: String,
    pub because: Because,
}

/// Why this piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// It answers a question of the room that this person read no answer to.
    Answers(String),
    /// It is written for this person's role.
    WrittenFor(Role),
    /// Everything of the room was read; it is of the next.
    NextRoom(Room),
    /// It is of the room, and was not read.
    Unread,
}

/// A piece for each reader, in their order; nothing where all that fits was read. Two of one company get two pieces
/// where there are as many.
#[must_use]
pub fn for_each(pieces: &[Piece], readers: &[Reader<'_>]) -> Vec<Option<NextPiece>> {
    let mut given: BTreeSet<&str> = BTreeSet::new();
    let found = readers.iter().map(|reader| {
        let next = best(pieces, reader, reader.room, &given).or_else(|| {
            let later = Room::ALL.get(reader.room.index() + 1)?;
            best(pieces, reader, *later, &given)
        })?;
        given.insert(&next.path);
        Some(NextPiece { path: next.path.clone(), title: next.title.clone()?, because: because(pieces, reader, next) })
    });
    found.collect()
}

fn best<'p>(pieces: &'p [Piece], reader: &Reader<'_>, room: Room, given: &BTreeSet<&str>) -> Option<&'p Piece> {
    let fits = |piece: &&Piece| {
        // What is written for another role is not for this one.
        let is_for_reader = piece.role.is_none() || reader.role.is_none() || piece.role.as_ref() == reader.role;
        piece.room == Some(room)
            && piece.title.is_some()
            && is_text(&piece.kind)
            && is_for_reader
            && !was_read(reader, piece)
    };
    let worth = |piece: &Piece| {
        let is_for_role = reader.role.is_some() && piece.role.as_ref() == reader.role;
        let is_new_question = piece.question.is_some() && !is_answered(pieces, reader, piece);
        let is_given = given.contains(piece.path.as_str());
        2 * i32::from(is_for_role) + 2 * i32::from(is_new_question) - 3 * i32::from(is_given)
    };
    // The first of equals, in the order of the library: the same every day.
    pieces.iter().filter(fits).rev().max_by_key(|piece| worth(piece))
}

/// Whether somebody opens it to read; a form or a list of vacancies is no piece to hand over.
const fn is_text(kind: &PageKind) -> bool {
    !matches!(kind, PageKind::Login | PageKind::Careers | PageKind::DemoForm | PageKind::Home)
}

fn was_read(reader: &Reader<'_>, piece: &Piece) -> bool {
    let path = piece.path.trim_end_matches('/');
    reader.read.iter().any(|read| read.trim_end_matches('/') == path)
}

/// Whether this person read a piece that answers the same question.
fn is_answered(pieces: &[Piece], reader: &Reader<'_>, piece: &Piece) -> bool {
    pieces.iter().any(|other| other.question == piece.question && other.room == piece.room && was_read(reader, other))
}

fn because(pieces: &[Piece], reader: &Reader<'_>, piece: &Piece) -> Because {
    if let Some(room) = piece.room.filter(|room| *room != reader.room) {
        return Because::NextRoom(room);
    }
    match (&piece.question, &piece.role) {
        (Some(question), _) if !is_answered(pieces, reader, piece) => Because::Answers(question.clone()),
        (_, Some(role)) if reader.role == Some(role) => Because::WrittenFor(role.clone()),
        _ => Because::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(path: &str, room: Room, role: Option<Role>, question: Option<&str>) -> Piece {
        Piece {
            room: Some(room),
            role,
            question: question.map(str::to_owned),
            title: Some(path.to_uppercase()),
            ..Piece::at(path)
        }
    }

    fn reader<'a>(room: Room, role: Option<&'a Role>, read: &[&'a str]) -> Reader<'a> {
        Reader { room, role, read: read.iter().copied().collect() }
    }

    fn library() -> Vec<Piece> {
        vec![
            piece("/ways", Room::Solution, None, Some("Which ways are there?")),
            piece("/ways-again/", Room::Solution, None, Some("Which ways are there?")),
            piece("/hurt", Room::Solution, Some(Role::Technical), Some("Which could hurt us?")),
            piece("/money", Room::Solution, Some(Role::Finance), None),
            Piece { kind: PageKind::DemoForm, ..piece("/talk", Room::Solution, None, None) },
            piece("/when", Room::Offer, None, Some("Why now?")),
        ]
    }

    #[test]
    fn the_next_open_question_of_the_role_comes_first_and_nothing_twice() {
        let (it, money) = (Role::Technical, Role::Finance);
        let readers = [
            reader(Room::Solution, Some(&it), &["/ways"]),
            reader(Room::Solution, Some(&it), &["/ways/", "/hurt"]),
            reader(Room::Solution, Some(&money), &["/ways"]),
            reader(Room::Solution, None, &[]),
        ];
        let found = for_each(&library(), &readers);
        let told: Vec<(&str, &Because)> =
            found.iter().flatten().map(|next| (next.path.as_str(), &next.because)).collect();
        assert_eq!(told[0], ("/hurt", &Because::Answers("Which could hurt us?".to_owned())));
        assert_eq!(told[1], ("/ways-again/", &Because::Unread));
        assert_eq!(told[2], ("/money", &Because::WrittenFor(Role::Finance)));
        assert_eq!(told[3], ("/ways", &Because::Answers("Which ways are there?".to_owned())));
    }

    #[test]
    fn who_read_all_of_a_room_is_led_on_and_behind_the_last_is_nothing() {
        let all = ["/ways", "/ways-again", "/hurt", "/money"];
        let found = for_each(&library(), &[reader(Room::Solution, None, &all), reader(Room::Sales, None, &[])]);
        assert_eq!(found[0].as_ref().map(|next| &next.because), Some(&Because::NextRoom(Room::Offer)));
        assert_eq!(found[1], None, "the library has nothing there");
        assert!(for_each(&[], &[reader(Room::Problem, None, &[])])[0].is_none());
    }

    #[test]
    fn two_of_one_company_get_two_pieces() {
        let alike = || reader(Room::Solution, None, &[]);
        let found = for_each(&library(), &[alike(), alike(), alike()]);
        let paths: BTreeSet<&str> = found.iter().flatten().map(|next| next.path.as_str()).collect();
        assert_eq!(paths.len(), 3, "{found:?}");
    }
}
