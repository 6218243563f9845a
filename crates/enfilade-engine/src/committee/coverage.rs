//! How far each role of a committee has been seen, and which essential one is least informed.

use enfilade_domain::{Role, RoleBelief, RoleCoverage, RoleStanding};

use super::LibraryRoles;

/// From this probability on a role counts as seen.
const SEEN: f32 = 0.5;
/// Somebody stands for a role from this probability on when it is asked how far that role has come.
const STANDS_FOR: f32 = 0.3;
/// Days with proper reading from which somebody has more than begun.
const INFORMED_DAYS: u32 = 2;
/// Whoever is in the Problem Room with more than this share of the rooms has only begun, whatever was read.
const IN_PROBLEM: f32 = 0.6;
/// Below this many employees one head may hold every part, so that nobody is missing.
const SMALL_HOUSE: i64 = 20;

/// What coverage needs of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen<'a> {
    pub role: &'a RoleBelief,
    /// How much of anything labelled was read, in proper readings; 1 and more is a full one.
    pub read: f32,
    /// Distinct days with a proper reading.
    pub days: u32,
    /// Share of the Problem Room among the rooms, as believed now.
    pub problem_share: f32,
}

/// Whether a company is so small that one person may play every part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallHouse(pub bool);

impl SmallHouse {
    #[must_use]
    pub fn of(employees: Option<i64>) -> Self {
        Self(employees.is_some_and(|people| people < SMALL_HOUSE))
    }
}

/// Coverage of the essential roles, in their order, then of every other that the library speaks to or that somebody
/// was seen in.
///
/// Where the library does not speak to a role, nobody would be recognised in it by reading; its absence then says
/// nothing. Somebody seen in a role is seen, whatever the library holds.
#[must_use]
pub fn coverage(people: &[Seen<'_>], essential: &[Role], library: &LibraryRoles) -> Vec<RoleCoverage> {
    let mut found: Vec<RoleCoverage> = Vec::new();
    for role in essential {
        if !found.iter().any(|one| one.role == *role) {
            found.push(cover(people, role, true, library));
        }
    }
    let spoken_to = library.roles();
    let mut others: Vec<&Role> = people
        .iter()
        .flat_map(|seen| seen.role.shares.iter().map(|(role, _)| role))
        .chain([&Role::Champion])
        .chain(&spoken_to)
        .collect();
    others.sort();
    others.dedup();
    for role in others {
        if !essential.contains(role) {
            let one = cover(people, role, false, library);
            if one.seen >= SEEN || (library.speaks_to(role) && *role != Role::Champion) {
                found.push(one);
            }
        }
    }
    found
}

fn cover(people: &[Seen<'_>], role: &Role, essential: bool, library: &LibraryRoles) -> RoleCoverage {
    let chance = |seen: &Seen<'_>| seen.role.of(role) * seen.read.clamp(0.0, 1.0);
    let nobody: f32 = people.iter().map(|seen| 1.0 - chance(seen)).product();
    let seen = 1.0 - nobody;
    let has_begun_only = |seen: &Seen<'_>| seen.days < INFORMED_DAYS || seen.problem_share > IN_PROBLEM;
    let standing = if seen >= SEEN {
        let mut standing_for = people.iter().filter(|seen| chance(seen) >= STANDS_FOR).peekable();
        // Several weak ones together make a role seen, and nobody of them informed.
        if standing_for.peek().is_none() || standing_for.all(has_begun_only) {
            RoleStanding::Early
        } else {
            RoleStanding::Informed
        }
    } else if library.speaks_to(role) {
        RoleStanding::Unseen
    } else {
        RoleStanding::CannotBeTold
    };
    RoleCoverage { role: role.clone(), seen, standing, essential }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaking_to(roles: &[Role]) -> LibraryRoles {
        LibraryRoles::new(roles.iter().map(Some))
    }

    fn of(role: Role, share: f32) -> RoleBelief {
        RoleBelief { shares: vec![(role, share)], unknown: 1.0 - share, champion: 0.0, stated: false }
    }

    const fn seen(role: &RoleBelief, read: f32, days: u32, problem_share: f32) -> Seen<'_> {
        Seen { role, read, days, problem_share }
    }

    #[test]
    fn coverage_is_the_chance_of_anybody() {
        let (a, b) = (of(Role::Legal, 0.4), of(Role::Legal, 0.3));
        let people = [seen(&a, 1.0, 1, 0.0), seen(&b, 0.5, 1, 0.0)];
        let found = coverage(&people, &[Role::Legal, Role::Finance], &speaking_to(&[Role::Legal, Role::Finance]));
        assert!((found[0].seen - (1.0 - 0.6 * 0.85)).abs() < 1e-6);
        assert_eq!(found[0].standing, RoleStanding::Unseen);
        assert_eq!((found[1].seen, found[1].standing), (0.0, RoleStanding::Unseen));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn who_has_only_begun_is_early() {
        let legal = of(Role::Legal, 0.9);
        let standing = |days, problem| {
            coverage(&[seen(&legal, 1.0, days, problem)], &[Role::Legal], &speaking_to(&[Role::Legal]))[0].standing
        };
        assert_eq!(standing(1, 0.1), RoleStanding::Early);
        assert_eq!(standing(3, 0.8), RoleStanding::Early);
        assert_eq!(standing(2, 0.5), RoleStanding::Informed);
        // One who is informed is enough, beside one who has begun.
        let both = [seen(&legal, 1.0, 1, 0.9), seen(&legal, 1.0, 4, 0.0)];
        assert_eq!(coverage(&both, &[Role::Legal], &speaking_to(&[Role::Legal]))[0].standing, RoleStanding::Informed);
    }

    #[test]
    fn where_nobody_could_be_recognised_absence_says_nothing() {
        let found = coverage(&[], &[Role::Legal], &LibraryRoles::default());
        assert_eq!(found[0].standing, RoleStanding::CannotBeTold);
        let named = of(Role::Legal, 0.9);
        let found = coverage(&[seen(&named, 1.0, 3, 0.0)], &[Role::Legal], &LibraryRoles::default());
        assert_eq!(found[0].standing, RoleStanding::Informed);
    }

    #[test]
    fn other_roles_are_told_when_somebody_plays_them() {
        let technical = of(Role::Technical, 0.9);
        let carrier = RoleBelief { champion: 0.8, ..technical.clone() };
        let found = coverage(&[seen(&carrier, 2.0, 3, 0.0)], &[Role::Legal], &speaking_to(&[Role::Legal]));
        let roles: Vec<(&Role, bool)> = found.iter().map(|one| (&one.role, one.essential)).collect();
        assert_eq!(roles, [(&Role::Legal, true), (&Role::Technical, false), (&Role::Champion, false)]);
    }

    #[test]
    fn roles_that_the_library_speaks_to_are_told_when_nobody_plays_them() {
        let found = coverage(&[], &[Role::Legal], &speaking_to(&[Role::Technical, Role::Champion]));
        let told: Vec<_> = found.iter().map(|one| (&one.role, one.standing, one.essential)).collect();
        assert_eq!(
            told,
            [(&Role::Legal, RoleStanding::CannotBeTold, true), (&Role::Technical, RoleStanding::Unseen, false)]
        );
    }

    #[test]
    fn small_houses_are_small() {
        assert_eq!(SmallHouse::of(Some(19)), SmallHouse(true));
        assert_eq!(SmallHouse::of(Some(20)), SmallHouse(false));
        assert_eq!(SmallHouse::of(None), SmallHouse(false));
    }
}
