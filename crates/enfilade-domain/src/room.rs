//! The four rooms a buyer walks through, and the question asked in each.

use enfilade_language::{marked, t};

/// A room of the buyer's mind. The order is that of the enfilade; buyers may enter anywhere and go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    Problem,
    Solution,
    Offer,
    Sales,
}

impl Room {
    /// All rooms in the order of the doors.
    pub const ALL: [Self; 4] = [Self::Problem, Self::Solution, Self::Offer, Self::Sales];

    /// The question a buyer asks in this room.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Problem => t!("Is this worth solving?"),
            Self::Solution => t!("What are the ways to solve this?"),
            Self::Offer => t!("Is now the right time?"),
            Self::Sales => t!("Can I trust you to deliver?"),
        }
    }

    /// The name in files and results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Problem => marked!("problem"),
            Self::Solution => marked!("solution"),
            Self::Offer => marked!("offer"),
            Self::Sales => marked!("sales"),
        }
    }

    /// The name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Problem => t!("Problem"),
            Self::Solution => t!("Solution"),
            Self::Offer => t!("Offer"),
            Self::Sales => t!("Sales"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|room| room.as_str().eq_ignore_ascii_case(name.trim()))
    }

    /// Position in [`Room::ALL`], 0 to 3.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
