//! Which part a person plays, from the job title, from the roles of what was read, and from passing things on.
//!
//! Bayes' rule over the parts, with one likelihood per piece read: somebody of a role reads a piece written for that
//! role [`PULL`] times as often as a reader of no particular part would. How often the latter meets such a piece is its
//! share of the library, so that in a library written mostly for finance, reading on finance says little.

use std::collections::BTreeMap;

use enfilade_domain::{Role, RoleBelief};

use super::title;

/// How much more often somebody of a role reads what is written for it than what is written for others, by their shares
/// of the library. Counted on both sample markets over committee members whose role is known there: 2.5 to 3.
const PULL: f64 = 3.0;
/// What is believed of a reader of whom nothing is known: another part, or none. A judgement.
const UNKNOWN_FIRST: f64 = 0.25;
/// A piece read again says somewhat less than the time before.
const AGAIN: f32 = 0.7;
/// A piece that a colleague picked for this reader says this much more.
const PICKED: f32 = 1.0;
/// No amount of reading for one role counts for more than this many pieces.
const MOST_PIECES: f32 = 5.0;
/// Odds of carrying the matter, of somebody who never passed anything on.
const CARRIER_ODDS: f64 = 0.05 / 0.95;
/// How much passing a first piece on speaks for it, and each further one, up to three.
const FIRST_PASSED: f64 = 12.0;
const FURTHER_PASSED: f64 = 3.0;
const MOST_FURTHER: u32 = 3;
/// Whoever plays a role by title or reading keeps at least this much doubt.
const LEAST_DOUBT: f64 = 0.02;

/// Seconds of a proper and of a passing look, and what they count for; a glance counts little, so that ten glances do
/// not outweigh a reading.
const PROPERLY_SECONDS: f32 = 30.0;
const SOME_SECONDS: f32 = 10.0;
const GLANCE_WEIGHT: f32 = 0.05;
const SOME_WEIGHT: f32 = 0.5;
/// Where no time was measured.
const UNMEASURED_WEIGHT: f32 = 0.5;

/// How much one reading of a page counts, 0 to 1, by its active seconds where they are known.
#[must_use]
pub fn weight_of(seconds: Option<f32>) -> f32 {
    match seconds {
        None => UNMEASURED_WEIGHT,
        Some(seconds) if seconds > PROPERLY_SECONDS => 1.0,
        Some(seconds) if seconds >= SOME_SECONDS => SOME_WEIGHT,
        Some(_) => GLANCE_WEIGHT,
    }
}

/// One reading of a piece that is written for a role.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleRead<'a> {
    pub path: &'a str,
    pub role: &'a Role,
    /// See [`weight_of`].
    pub weight: f32,
    /// It came from a colleague, who picked it.
    pub forwarded: bool,
}

/// What share of the library's pieces is written for which role.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LibraryRoles {
    shares: BTreeMap<Role, f64>,
}

impl LibraryRoles {
    /// Counts the pieces of a library, each with the role it is written for, if any.
    pub fn new<'a>(pieces: impl Iterator<Item = Option<&'a Role>>) -> Self {
        let mut counts: BTreeMap<Role, f64> = BTreeMap::new();
        let mut all = 0.0;
        for role in pieces {
            all += 1.0;
            if let Some(role) = role {
                *counts.entry(role.clone()).or_default() += 1.0;
            }
        }
        Self { shares: counts.into_iter().map(|(role, count)| (role, count / all)).collect() }
    }

    /// Whether somebody of this role could be told by what he reads.
    #[must_use]
    pub fn speaks_to(&self, role: &Role) -> bool {
        self.shares.contains_key(role)
    }

    /// Every role it is written for.
    #[must_use]
    pub fn roles(&self) -> Vec<Role> {
        self.shares.keys().cloned().collect()
    }

    /// Log-likelihood of a piece for `read` under `role`, against a reader of no particular part.
    fn log_ratio(&self, role: &Role, read: &Role) -> f64 {
        let own_share = self.shares.get(role).copied().unwrap_or(0.0);
        let pull = if role == read { PULL } else { 1.0 };
        (pull / (PULL - 1.0).mul_add(own_share, 1.0)).ln()
    }
}

/// The part a person plays. `passed_on` counts the different pieces the person passed on.
#[must_use]
pub fn infer_role(title: Option<&str>, reads: &[RoleRead<'_>], passed_on: u32, library: &LibraryRoles) -> RoleBelief {
    let weights = read_weights(reads);
    let mut roles: Vec<Role> = title::ROLES.to_vec();
    let known: Vec<Role> =
        library.shares.keys().filter(|role| is_function(role) && !roles.contains(role)).cloned().collect();
    roles.extend(known);
    let (prior, unknown, stated) = first_belief(title, &roles);
    let likelihood = |role: &Role| -> f64 {
        weights.iter().map(|(read, weight)| f64::from(*weight) * library.log_ratio(role, read)).sum::<f64>().exp()
    };
    let mut shares: Vec<(Role, f64)> = roles
        .into_iter()
        .zip(prior)
        .map(|(role, prior)| (prior * likelihood(&role), role))
        .map(|(p, r)| (r, p))
        .collect();
    let total = unknown + shares.iter().map(|(_, share)| share).sum::<f64>();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let sure = 1.0 - LEAST_DOUBT;
    let shares: Vec<(Role, f32)> =
        shares.into_iter().map(|(role, share)| (role, (sure * share / total) as f32)).collect();
    RoleBelief {
        unknown: (1.0 - shares.iter().map(|(_, share)| f64::from(*share)).sum::<f64>()) as f32,
        shares,
        champion: carrier(&weights, passed_on, library),
        stated,
    }
}

const fn is_function(role: &Role) -> bool {
    !matches!(role, Role::Champion)
}

/// How much was read for each role.
fn read_weights(reads: &[RoleRead<'_>]) -> BTreeMap<Role, f32> {
    let mut times: BTreeMap<&str, i32> = BTreeMap::new();
    let mut weights: BTreeMap<Role, f32> = BTreeMap::new();
    for read in reads {
        let before = times.entry(read.path).or_default();
        let picked = if read.forwarded && *before == 0 { PICKED } else { 0.0 };
        let sum = weights.entry(read.role.clone()).or_default();
        *sum = (read.weight.clamp(0.0, 1.0).mul_add(AGAIN.powi(*before), *sum) + picked).min(MOST_PIECES);
        *before += 1;
    }
    weights
}

/// What is believed before anything was read: by the title, else evenly.
fn first_belief(title: Option<&str>, roles: &[Role]) -> (Vec<f64>, f64, bool) {
    let even = (1.0 - UNKNOWN_FIRST) / roles.len() as f64;
    let Some(title) = title else { return (vec![even; roles.len()], UNKNOWN_FIRST, false) };
    // A role of the workspace's own, named word for word in the title, is that role.
    let lower = title.to_lowercase();
    let own = roles.iter().position(|role| matches!(role, Role::Own(name) if lower.contains(&name.to_lowercase())));
    let mut prior = vec![0.0; roles.len()];
    let remainder = if let Some(own) = own {
        prior[own] = 0.9;
        0.1
    } else if let Some((shares, remainder)) = title::shares(title) {
        for (prior, share) in prior.iter_mut().zip(shares) {
            *prior = f64::from(share);
        }
        f64::from(remainder)
    } else {
        return (vec![even; roles.len()], UNKNOWN_FIRST, false);
    };
    // Of what the title leaves open, a part may still turn out to be any role.
    let open = remainder * 0.2 / roles.len() as f64;
    (prior.into_iter().map(|share| share + open).collect(), remainder * 0.8, true)
}

/// Who passes things on carries the matter; who reads what is written for such people may be one of them.
fn carrier(weights: &BTreeMap<Role, f32>, passed_on: u32, library: &LibraryRoles) -> f32 {
    let mut odds = CARRIER_ODDS;
    if passed_on > 0 {
        odds *= FIRST_PASSED * FURTHER_PASSED.powi((passed_on - 1).min(MOST_FURTHER) as i32);
    }
    if let Some(weight) = weights.get(&Role::Champion) {
        odds *= (f64::from(*weight) * library.log_ratio(&Role::Champion, &Role::Champion)).exp();
    }
    (odds / (1.0 + odds)).min(1.0 - LEAST_DOUBT) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> LibraryRoles {
        let pieces = [Role::Operations, Role::Finance, Role::Legal, Role::Executive];
        LibraryRoles::new(pieces.iter().map(Some).chain([None; 6]))
    }

    fn read<'a>(path: &'a str, role: &'a Role, weight: f32) -> RoleRead<'a> {
        RoleRead { path, role, weight, forwarded: false }
    }

    #[test]
    fn beliefs_sum_to_one_and_reading_shifts_them() {
        let mut before = 0.0;
        for count in 0..8 {
            let paths: Vec<String> = (0..count).map(|n| format!("/f{n}")).collect();
            let reads: Vec<RoleRead<'_>> = paths.iter().map(|path| read(path, &Role::Finance, 1.0)).collect();
            let belief = infer_role(None, &reads, 0, &library());
            let sum: f32 = belief.unknown + belief.shares.iter().map(|(_, share)| share).sum::<f32>();
            assert!((sum - 1.0).abs() < 1e-5 && !belief.stated);
            assert!(belief.of(&Role::Finance) >= before);
            before = belief.of(&Role::Finance);
        }
        assert!((0.85..0.99).contains(&before), "{before}");
    }

    /// Two roles, one piece: prior times likelihood by hand.
    #[test]
    fn one_piece_is_bayes_rule() {
        let finance = Role::Finance;
        let belief = infer_role(None, &[read("/f", &finance, 1.0)], 0, &library());
        // Of ten pieces one is for each of four roles: 3 / 1.2 for finance, 1 / 1.2 for the three others, 1 for technical.
        let even = 0.75 / 5.0;
        let (finance, others, technical) = (even * 3.0 / 1.2, 3.0 * even / 1.2, even);
        let expected = 0.98 * finance / (0.25 + finance + others + technical);
        assert!((f64::from(belief.of(&Role::Finance)) - expected).abs() < 1e-6);
    }

    #[test]
    fn glances_and_repetitions_count_little() {
        let legal = Role::Legal;
        let glances: Vec<RoleRead<'_>> = (0..10).map(|_| read("/l", &legal, weight_of(Some(2.0)))).collect();
        let once = infer_role(None, &[read("/l", &legal, weight_of(Some(90.0)))], 0, &library());
        assert!(infer_role(None, &glances, 0, &library()).of(&legal) < once.of(&legal));
        let thrice: Vec<RoleRead<'_>> = (0..3).map(|_| read("/l", &legal, 1.0)).collect();
        let three: Vec<RoleRead<'_>> = ["/l", "/m", "/n"].map(|path| read(path, &legal, 1.0)).to_vec();
        assert!(
            infer_role(None, &thrice, 0, &library()).of(&legal) < infer_role(None, &three, 0, &library()).of(&legal)
        );
    }

    #[test]
    fn a_library_for_one_role_tells_little() {
        let finance = Role::Finance;
        let mostly = LibraryRoles::new([Some(&finance); 9].into_iter().chain([None]));
        let reads = [read("/f", &finance, 1.0), read("/g", &finance, 1.0)];
        assert!(infer_role(None, &reads, 0, &mostly).of(&finance) < 0.3);
        assert!(infer_role(None, &reads, 0, &library()).of(&finance) > 0.5);
    }

    #[test]
    fn a_title_outweighs_a_stray_reading_and_not_a_habit() {
        let legal = Role::Legal;
        let stray = infer_role(Some("CFO"), &[read("/l", &legal, 1.0)], 0, &library());
        assert_eq!(stray.named().map(|(role, _)| role), Some(&Role::Finance));
        assert!(stray.stated);
        let paths = ["/a", "/b", "/c", "/d", "/e"];
        let habit: Vec<RoleRead<'_>> = paths.iter().map(|path| read(path, &legal, 1.0)).collect();
        assert!(infer_role(Some("CFO"), &habit, 0, &library()).of(&legal) > stray.of(&legal));
    }

    #[test]
    fn own_roles_are_known_by_title_and_by_reading() {
        let clinical = Role::Own("clinical director".to_owned());
        let library = LibraryRoles::new([Some(&clinical), None, None, None].into_iter());
        assert!(infer_role(Some("Clinical Director, North"), &[], 0, &library).of(&clinical) > 0.8);
        assert!(infer_role(None, &[read("/c", &clinical, 1.0)], 0, &library).of(&clinical) > 0.15);
    }

    #[test]
    fn who_passes_things_on_carries_the_matter() {
        let champion = |passed| infer_role(None, &[], passed, &library()).champion;
        assert!(champion(0) < 0.1 && champion(1) > 0.3 && champion(2) > champion(1) && champion(9) < 1.0);
        assert_eq!(infer_role(None, &[], 1, &LibraryRoles::default()).shares.len(), 5);
    }

    #[test]
    fn a_picked_piece_says_more() {
        let executive = Role::Executive;
        let forwarded = RoleRead { forwarded: true, ..read("/x", &executive, 1.0) };
        let plain = infer_role(None, &[read("/x", &executive, 1.0)], 0, &library());
        assert!(infer_role(None, &[forwarded], 0, &library()).of(&executive) > plain.of(&executive) + 0.1);
    }
}
