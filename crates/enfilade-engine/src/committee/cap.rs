//! Nobody is ready until everybody who decides is informed: the least informed essential role holds the band back.
//!
//! Neither a mean nor a maximum over people would say that (The Buyer's Journey Gap, on committees). Only the band is
//! held back and only below `ready to hear from us`; the number stays what the model says, because coverage measured
//! in it did not help. A request and a conversation are facts and stay.
//!
//! Who reads and of whom nobody knows the part may play any of those that were not seen. Only where there are fewer of
//! them than unseen roles is somebody surely missing. So more knowledge never opens the door by itself: to learn that
//! one of them is in finance takes one reader from those unplaced and one role from those unseen.

use enfilade_domain::{Band, Role, RoleCoverage, RoleStanding};
use enfilade_language::t;

use super::SmallHouse;

/// A band after the committee was looked at, with what to add to its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped {
    pub band: Band,
    /// The band was lower than the reading alone would have it.
    pub held_back: bool,
    pub reasons: Vec<String>,
}

/// Holds a band back while an essential role is surely unseen or has only begun. `unplaced` are the readers who read
/// properly and whose part cannot be told.
#[must_use]
pub fn cap(band: Band, coverage: &[RoleCoverage], unplaced: usize, small: SmallHouse) -> Capped {
    let kept = |reasons| Capped { band, held_back: false, reasons };
    if band != Band::Ready {
        return kept(Vec::new());
    }
    let of = |standing| -> Vec<&Role> {
        coverage.iter().filter(|one| one.essential && one.standing == standing).map(|one| &one.role).collect()
    };
    let (unseen, early, untold) = (of(RoleStanding::Unseen), of(RoleStanding::Early), of(RoleStanding::CannotBeTold));
    let essential = coverage.iter().filter(|one| one.essential).count();
    if essential > 0 && untold.len() == essential {
        return kept(vec![t!("Roles cannot be told here, so nothing is said about who is missing.").to_owned()]);
    }
    if early.is_empty() && !unseen.is_empty() && unseen.len() <= unplaced {
        return kept(vec![t!(
            "Not seen so far: {unseen}. {which} whose part cannot be told may be among them; ask who else decides.",
            unseen = listed(&unseen),
            which = if unplaced == 1 {
                t!("A reader").to_owned()
            } else {
                t!("The {unplaced} readers", unplaced = unplaced)
            }
        )]);
    }
    if unseen.is_empty() && early.is_empty() {
        let mut reasons = Vec::new();
        let informed = of(RoleStanding::Informed);
        if !informed.is_empty() {
            reasons.push(t!("Seen and informed: {informed}.", informed = listed(&informed)));
        }
        if !untold.is_empty() {
            reasons.push(t!("Cannot be told here: {untold}.", untold = listed(&untold)));
        }
        return kept(reasons);
    }
    if small.0 {
        return kept(vec![t!("In a company this small one person may play every part.").to_owned()]);
    }
    let mut reasons = Vec::new();
    if !unseen.is_empty() {
        let but = match unplaced {
            0 => "",
            1 => t!(", and there is only one reader whose part cannot be told"),
            _ => t!(", and there are fewer readers whose part cannot be told"),
        };
        reasons.push(t!(
            "Not seen yet: {unseen}{but}. Nobody is ready before everybody who decides is informed.",
            unseen = listed(&unseen),
            but = but
        ));
    }
    if !early.is_empty() {
        reasons.push(t!("Has only begun: {early}.", early = listed(&early)));
    }
    Capped { band: Band::GettingReady, held_back: true, reasons }
}

/// "legal, finance and executive".
fn listed(roles: &[&Role]) -> String {
    match roles {
        [] => String::new(),
        [only] => only.as_str().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(|role| role.as_str()).collect();
            t!("{first} and {last}", first = first.join(", "), last = last.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(standings: &[(Role, RoleStanding)]) -> Vec<RoleCoverage> {
        standings
            .iter()
            .map(|(role, standing)| RoleCoverage {
                role: role.clone(),
                seen: 0.5,
                standing: *standing,
                essential: true,
            })
            .collect()
    }

    #[test]
    fn only_ready_is_held_back_and_by_the_least_informed() {
        use RoleStanding::{CannotBeTold, Early, Informed, Unseen};
        let big = SmallHouse(false);
        for (legal, band) in [
            (Unseen, Band::GettingReady),
            (Early, Band::GettingReady),
            (Informed, Band::Ready),
            (CannotBeTold, Band::Ready),
        ] {
            let coverage = covered(&[(Role::Operations, Informed), (Role::Legal, legal)]);
            let capped = cap(Band::Ready, &coverage, 0, big);
            assert_eq!((capped.band, capped.held_back), (band, band != Band::Ready), "{legal:?}");
            assert!(capped.reasons.iter().any(|reason| reason.contains("legal")), "{legal:?}: {:?}", capped.reasons);
            for other in Band::ALL.into_iter().filter(|band| *band != Band::Ready) {
                assert_eq!(
                    cap(other, &coverage, 0, big),
                    Capped { band: other, held_back: false, reasons: Vec::new() }
                );
            }
            assert_eq!(cap(Band::Ready, &coverage, 0, SmallHouse(true)).band, Band::Ready);
        }
    }

    #[test]
    fn whose_part_cannot_be_told_may_play_those_not_seen() {
        use RoleStanding::{Informed, Unseen};
        let standings = |finance| covered(&[(Role::Operations, Unseen), (Role::Finance, finance)]);
        let is_ready = |coverage: &[RoleCoverage], unplaced| {
            cap(Band::Ready, coverage, unplaced, SmallHouse(false)).band == Band::Ready
        };
        let (none, one) = (standings(Unseen), standings(Informed));
        assert!(is_ready(&none, 2) && !is_ready(&none, 1) && !is_ready(&none, 0));
        assert!(is_ready(&one, 1) && !is_ready(&one, 0));
        let capped = cap(Band::Ready, &none, 2, SmallHouse(false));
        assert!(capped.reasons[0].contains("operations and finance") && capped.reasons[0].contains("ask who else"));
    }

    /// More readers and more roles seen never hold a band back further, and to learn a reader's part changes nothing.
    #[test]
    fn knowledge_never_closes_the_door() {
        use RoleStanding::{Informed, Unseen};
        let rank = |seen: usize, unplaced| {
            let roles = [Role::Operations, Role::Finance, Role::Executive];
            let of: Vec<_> = roles
                .into_iter()
                .enumerate()
                .map(|(at, role)| (role, if at < seen { Informed } else { Unseen }))
                .collect();
            cap(Band::Ready, &covered(&of), unplaced, SmallHouse(false)).band
        };
        for seen in 0..3 {
            for unplaced in 0..4 {
                assert!(
                    rank(seen, unplaced + 1) >= rank(seen, unplaced)
                        && rank(seen + 1, unplaced) >= rank(seen, unplaced)
                );
                assert_eq!(rank(seen + 1, unplaced), rank(seen, unplaced + 1), "a part that was learned");
            }
        }
    }

    #[test]
    fn where_no_role_can_be_told_nothing_is_held_back_and_it_is_said() {
        let capped = cap(Band::Ready, &covered(&[(Role::Legal, RoleStanding::CannotBeTold)]), 0, SmallHouse(false));
        assert_eq!(capped.band, Band::Ready);
        assert!(capped.reasons[0].contains("cannot be told"));
    }
}
