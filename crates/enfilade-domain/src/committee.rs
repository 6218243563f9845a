//! Who decides together: the part each person plays, and how far each part has been seen.

use enfilade_language::marked;

use crate::Role;

/// Which part of a decision a person stands for. The shares and `unknown` sum to 1.
///
/// The champion, who carries the matter through the house, is no function of its own: somebody of operations may well
/// be it. So it has a probability beside the others and outside their sum.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoleBelief {
    /// Likeliest first; [`Role::Champion`] never stands here.
    pub shares: Vec<(Role, f32)>,
    /// Another part, or none that can be told.
    pub unknown: f32,
    /// Probability of carrying the matter through the house.
    pub champion: f32,
    /// The person gave a job title that says it.
    pub stated: bool,
}

impl RoleBelief {
    /// From this probability on a role is named with a person.
    pub const NAMED: f32 = 0.5;

    /// Somebody of whom nothing can be told.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { shares: Vec::new(), unknown: 1.0, champion: 0.0, stated: false }
    }

    /// The probability of one role.
    #[must_use]
    pub fn of(&self, role: &Role) -> f32 {
        if *role == Role::Champion {
            return self.champion;
        }
        self.shares.iter().find(|(other, _)| other == role).map_or(0.0, |(_, share)| *share)
    }

    /// The role to name, with its probability; `None` where none is likely enough.
    #[must_use]
    pub fn named(&self) -> Option<(&Role, f32)> {
        self.shares.first().filter(|(_, share)| *share >= Self::NAMED).map(|(role, share)| (role, *share))
    }
}

/// How far somebody of a role has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleStanding {
    /// No piece speaks to this role and nobody stated it, so its absence says nothing.
    CannotBeTold,
    /// Could have been seen, and was not.
    Unseen,
    /// Seen, and only at the beginning.
    Early,
    /// Seen reading properly over time.
    Informed,
}

impl RoleStanding {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CannotBeTold => marked!("cannot be told"),
            Self::Unseen => marked!("unseen"),
            Self::Early => marked!("early"),
            Self::Informed => marked!("informed"),
        }
    }
}

/// How far one role of a committee has been seen.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleCoverage {
    pub role: Role,
    /// Probability that somebody of this role has been seen reading on its concerns.
    pub seen: f32,
    pub standing: RoleStanding,
    /// The workspace counts it among the roles without which nobody decides.
    pub essential: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_named_only_when_it_is_likely() {
        let belief =
            |share| RoleBelief { shares: vec![(Role::Legal, share)], unknown: 1.0 - share, ..RoleBelief::nobody() };
        assert_eq!(belief(0.49).named(), None);
        assert_eq!(belief(0.5).named(), Some((&Role::Legal, 0.5)));
        assert_eq!(belief(0.5).of(&Role::Finance), 0.0);
        let carrier = RoleBelief { champion: 0.4, ..RoleBelief::nobody() };
        assert_eq!(carrier.of(&Role::Champion), 0.4);
    }
}
