//! What is to be published, always on. A campaign is an entry among others, with what is said next.

use enfilade_language::marked;

use crate::{Role, Room, Timestamp};

/// An entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub title: String,
    pub kind: PlanKind,
    pub day: Timestamp,
    pub room: Option<Room>,
    pub role: Option<Role>,
    pub topic: String,
    pub owner: String,
    /// What is said next: titles of other entries, or paths of pieces.
    pub follow_on: Vec<String>,
    /// Where it stands, once it is out.
    pub path: String,
}

/// What sort of entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanKind {
    Piece,
    /// Something that ends: a trade show, a white paper with its mailing, a launch.
    Campaign,
}

impl PlanKind {
    pub const ALL: [Self; 2] = [Self::Piece, Self::Campaign];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Piece => marked!("piece"),
            Self::Campaign => marked!("campaign"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

impl Planned {
    /// A campaign after which nothing is planned: the conversation would end with it.
    #[must_use]
    pub fn ends_the_conversation(&self) -> bool {
        self.kind == PlanKind::Campaign && self.follow_on.iter().all(|next| next.trim().is_empty())
    }
}
