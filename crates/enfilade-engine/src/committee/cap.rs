//! Nobody is ready until everybody who decides is informed: the least informed essential role holds the band back.
//!
//! Neither a mean nor a maximum over people would say that (The Buyer's Journey Gap, on committees). Only the band is
//! held back and only below `ready to hear from us`; the number stays what the model says, because coverage measured
//! in it did not help. A request and a conversation are facts and stay.

use enfilade_domain::{Band, Role, RoleCoverage, RoleStanding};

use super::SmallHouse;

/// A band after the committee was looked at, with what to add to its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capped {
    pub band: Band,
    /// The band was lower than the reading alone would have it.
    pub held_back: bool,
    pub reasons: Vec<String>,
}

/// Holds a band back while an essential role is unseen or has only begun.
#[must_use]
pub fn cap(band: Band, coverage: &[RoleCoverage], small: SmallHouse) -> Capped {
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
        return kept(vec!["Roles cannot be told here, so nothing is said about who is missing.".to_owned()]);
    }
    // Where nobody's part can be told, it is ours not to know, and no reason to call somebody missing.
    let is_told = |one: &RoleCoverage| {
        one.role != Role::Champion && matches!(one.standing, RoleStanding::Early | RoleStanding::Informed)
    };
    if !unseen.is_empty() && !coverage.iter().any(is_told) {
        return kept(vec!["Which parts these people play cannot be told yet; ask who else decides.".to_owned()]);
    }
    if unseen.is_empty() && early.is_empty() {
        let mut reasons = Vec::new();
        let informed = of(RoleStanding::Informed);
        if !informed.is_empty() {
            reasons.push(format!("Seen and informed: {}.", listed(&informed)));
        }
        if !untold.is_empty() {
            reasons.push(format!("Cannot be told here: {}.", listed(&untold)));
        }
        return kept(reasons);
    }
    if small.0 {
        return kept(vec!["In a company this small one person may play every part.".to_owned()]);
    }
    let mut reasons = Vec::new();
    if !unseen.is_empty() {
        reasons.push(format!(
            "Not seen yet: {}. Nobody is ready before everybody who decides is informed.",
            listed(&unseen)
        ));
    }
    if !early.is_empty() {
        reasons.push(format!("Has only begun: {}.", listed(&early)));
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
            format!("{} and {}", first.join(", "), last.as_str())
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
            let capped = cap(Band::Ready, &coverage, big);
            assert_eq!((capped.band, capped.held_back), (band, band != Band::Ready), "{legal:?}");
            assert!(capped.reasons.iter().any(|reason| reason.contains("legal")), "{legal:?}: {:?}", capped.reasons);
            for other in Band::ALL.into_iter().filter(|band| *band != Band::Ready) {
                assert_eq!(cap(other, &coverage, big), Capped { band: other, held_back: false, reasons: Vec::new() });
            }
            assert_eq!(cap(Band::Ready, &coverage, SmallHouse(true)).band, Band::Ready);
        }
    }

    #[test]
    fn where_nobodys_part_is_known_nobody_is_called_missing() {
        let unseen = covered(&[(Role::Operations, RoleStanding::Unseen), (Role::Legal, RoleStanding::Unseen)]);
        let capped = cap(Band::Ready, &unseen, SmallHouse(false));
        assert_eq!((capped.band, capped.held_back), (Band::Ready, false));
        assert!(capped.reasons[0].contains("ask who else decides"));
        let mut one_known = unseen;
        one_known[0].standing = RoleStanding::Informed;
        assert!(cap(Band::Ready, &one_known, SmallHouse(false)).held_back);
    }

    #[test]
    fn where_no_role_can_be_told_nothing_is_held_back_and_it_is_said() {
        let capped = cap(Band::Ready, &covered(&[(Role::Legal, RoleStanding::CannotBeTold)]), SmallHouse(false));
        assert_eq!(capped.band, Band::Ready);
        assert!(capped.reasons[0].contains("cannot be told"));
    }
}
