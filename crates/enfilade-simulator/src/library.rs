//! What the vendor has published, and the questions it answers.

use enfilade_domain::{PageKind, Piece, Role, Room};

use crate::random::Random;

/// A question of a buyer. Each person carries a doubt about each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub room: Room,
    /// The roles that care most; empty where everybody does.
    pub roles: Vec<Role>,
    pub text: String,
}

/// The vendor's site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// Such as `www.vendor.example`.
    pub host: String,
    pub questions: Vec<Question>,
    pub pieces: Vec<Piece>,
}

/// Pages of a generated site by kind, room and number.
const PLAN: [(PageKind, Option<Room>, usize); 22] = [
    (PageKind::Article, Some(Room::Problem), 14),
    (PageKind::Article, Some(Room::Solution), 16),
    (PageKind::Article, Some(Room::Offer), 9),
    (PageKind::Article, Some(Room::Sales), 7),
    (PageKind::Guide, Some(Room::Problem), 2),
    (PageKind::Guide, Some(Room::Solution), 3),
    (PageKind::Guide, Some(Room::Offer), 2),
    (PageKind::Guide, Some(Room::Sales), 1),
    (PageKind::Case, Some(Room::Sales), 5),
    (PageKind::Article, None, 4),
    (PageKind::Product, None, 5),
    (PageKind::Pricing, Some(Room::Offer), 1),
    (PageKind::Careers, None, 4),
    (PageKind::About, None, 2),
    (PageKind::Docs, None, 7),
    (PageKind::Home, None, 1),
    (PageKind::DemoForm, None, 1),
    (PageKind::Download, None, 1),
    (PageKind::Login, None, 1),
    (PageKind::Product, Some(Room::Solution), 1),
    (PageKind::About, Some(Room::Sales), 1),
    (PageKind::Docs, Some(Room::Sales), 1),
];

impl Library {
    /// A site without real titles: three problem, four solution, three offer and three sales questions.
    #[must_use]
    pub fn generated(seed: u64) -> Self {
        let mut random = Random::new(seed, u64::MAX);
        let asked: [(Room, &[Role]); 13] = [
            (Room::Problem, &[]),
            (Room::Problem, &[Role::Operations, Role::Champion]),
            (Room::Problem, &[Role::Executive, Role::Finance]),
            (Room::Solution, &[]),
            (Room::Solution, &[Role::Technical]),
            (Room::Solution, &[Role::Operations, Role::Champion]),
            (Room::Solution, &[Role::Technical, Role::Legal]),
            (Room::Offer, &[Role::Finance]),
            (Room::Offer, &[Role::Executive, Role::Champion]),
            (Room::Offer, &[]),
            (Room::Sales, &[]),
            (Room::Sales, &[Role::Legal, Role::Finance]),
            (Room::Sales, &[Role::Executive, Role::Technical]),
        ];
        let questions: Vec<Question> = asked
            .iter()
            .enumerate()
            .map(|(number, (room, roles))| Question { room: *room, roles: roles.to_vec(), text: format!("q{number}") })
            .collect();
        let mut pieces = Vec::new();
        for (kind, room, number) in PLAN {
            for index in 0..number {
                let open: Vec<&Question> = questions.iter().filter(|question| Some(question.room) == room).collect();
                let question = if open.is_empty() { None } else { open.get(index % open.len()).copied() };
                // A third of the pieces is written for everybody.
                let role = question.and_then(|question| random.one_of(&question.roles)).cloned();
                let role = role.filter(|_| random.chance(0.67));
                let name = kind.as_str().replace('_', "-");
                let path = match (&kind, room, question) {
                    (PageKind::Home, ..) => "/".to_owned(),
                    (_, Some(room), Some(question)) => {
                        format!("/{name}/{}-{}-{index}", room.as_str(), question.text)
                    }
                    _ if number == 1 => format!("/{name}"),
                    _ => format!("/{name}/{index}"),
                };
                let question = question.map(|question| question.text.clone());
                pieces.push(Piece { path, kind: kind.clone(), room, role, question, title: None, topic: None });
            }
        }
        Self { host: "www.vendor.example".to_owned(), questions, pieces }
    }

    /// Position of the question a piece answers.
    pub(crate) fn question_of(&self, piece: &Piece) -> Option<usize> {
        let text = piece.question.as_deref()?;
        self.questions.iter().position(|question| question.text == text && Some(question.room) == piece.room)
    }

    /// Positions of all pieces of a kind.
    pub(crate) fn of_kind(&self, kind: &PageKind) -> Vec<usize> {
        (0..self.pieces.len()).filter(|position| self.pieces[*position].kind == *kind).collect()
    }
}
