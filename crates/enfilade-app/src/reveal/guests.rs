//! Guests: people of no known company who read from an address where an account's people read, and count for that
//! account in part. Nobody is placed or named by this; who is known elsewhere is nobody's guest, and a person can strike
//! it out like any other evidence.
//!
//! The trust and its fading were measured on simulated markets (`docs/decisions/engine-experiments.md`): of the visits
//! nearest in time to a known one from the same address, four in five were of the same company.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use enfilade_domain::{Domain, Event, Network, NetworkKind, PersonId, Subject, Timestamp, Verdict, VisitorId};

use super::people::{CompanyEvidenceKind, Life};
use super::surroundings::Surroundings;

/// Addresses with more visitors than this are crowds (a café, a carrier, a large office), and say nothing. Counted as
/// known at the moment of the reading.
pub const CROWD_AT_ADDRESS: usize = 40;
/// For a reading of the past, addresses are loaded that have up to this many visitors by today: what became a crowd later
/// was none then. A still larger crowd is left out of the past too, because loading it for every account beside it would
/// cost too much.
pub const CROWD_LOADED_FOR_PAST: usize = 200;
/// Guests count in full where somebody of the account is a buyer with at least this probability.
const LIKELY_HOST: f32 = 0.05;
/// Trust in a visit from the very day and address of a known one.
const TRUST: f64 = 0.85;
/// The trust falls to 1/e over this many days to the nearest known visit.
const FADING_DAYS: f64 = 150.0;
/// Less than this is left out.
const LEAST: f64 = 0.05;

/// How far each guest's visits count for an account, 0 to 1 (exclusive). `lives` must hold everybody who read from the
/// addresses of the account's people; accounts that share an address share its guests by their trust.
#[must_use]
pub fn of_account(
    lives: &[&Life],
    account: &Domain,
    surroundings: &Surroundings,
    moment: Timestamp,
) -> BTreeMap<PersonId, f32> {
    let mut at_address: HashMap<i64, Address<'_>> = HashMap::new();
    for life in lives.iter().filter(|life| may_count(life)) {
        let home = life.account.as_ref().filter(|home| is_firm(life, home));
        for (key, day, visitor) in places(&life.events, surroundings) {
            let address = at_address.entry(key).or_default();
            address.visitors.insert(visitor);
            if let Some(home) = home {
                address.known.entry(home).or_default().insert(day);
            }
        }
    }
    at_address.retain(|_, address| address.visitors.len() <= CROWD_AT_ADDRESS && address.known.contains_key(account));
    let strangers = lives.iter().filter(|life| may_count(life) && life.account.is_none());
    strangers
        .filter(|life| !is_struck_out(life, account, surroundings, moment))
        .filter_map(|life| {
            let shares = places(&life.events, surroundings)
                .into_iter()
                .filter_map(|(key, day, _)| Some(at_address.get(&key)?.share(account, day)));
            let credit = shares.fold(0.0, f64::max);
            (credit > LEAST).then(|| (life.person.clone(), credit as f32))
        })
        .collect()
}

/// How far guests count beside an account's own readers, given how likely each of these is a buyer: where all of them are
/// almost surely none, whoever reads from the same address makes nobody louder. In full where no reader was read.
#[must_use]
pub fn beside(own: impl Iterator<Item = f32>) -> f32 {
    own.max_by(f32::total_cmp).map_or(1.0, |best| (best / LIKELY_HOST).min(1.0))
}

/// Whether so little credit is left out.
#[must_use]
pub fn is_too_little(credit: f32) -> bool {
    f64::from(credit) <= LEAST
}

/// What happened at one address.
#[derive(Debug, Default)]
struct Address<'a> {
    visitors: BTreeSet<&'a VisitorId>,
    /// Days (UTC) on which people known to be of a company read here.
    known: BTreeMap<&'a Domain, BTreeSet<i64>>,
}

impl Address<'_> {
    /// How far a visit on a day counts for an account: its trust, times its part of the trust of all accounts here.
    fn share(&self, account: &Domain, day: i64) -> f64 {
        let (mut mine, mut all) = (0.0, 0.0);
        for (known, days) in &self.known {
            let before = days.range(..=day).next_back().map(|known| day - known);
            let after = days.range(day..).next().map(|known| known - day);
            let Some(distance) = before.into_iter().chain(after).min() else { continue };
            let trust = TRUST * (-(distance as f64) / FADING_DAYS).exp();
            all += trust;
            if *known == account {
                mine = trust;
            }
        }
        if all > 0.0 { mine * mine / all } else { 0.0 }
    }
}

/// Machines, staff and people who declined are no witnesses and nobody's guests.
fn may_count(life: &Life) -> bool {
    life.may_be_read && life.kind.kind.is_read()
}

/// Whether a person is in a company by more than a shared link or a purchased list of networks.
fn is_firm(life: &Life, home: &Domain) -> bool {
    let evidence = life.company_evidence.iter().filter(|one| one.account == *home && !one.struck_out);
    let firm = |kind| !matches!(kind, CompanyEvidenceKind::SharedLink | CompanyEvidenceKind::NetworkDatabase);
    evidence.into_iter().any(|one| firm(one.kind))
}

/// Whether a person said that somebody is not of an account, by whatever evidence.
fn is_struck_out(life: &Life, account: &Domain, surroundings: &Surroundings, moment: Timestamp) -> bool {
    let says_no = |subject: &Subject| {
        let said = surroundings.decisions_on(subject, moment);
        said.filter_map(|decision| match &decision.verdict {
            Verdict::NotOfAccount { account } => Some((account, true)),
            Verdict::OfAccount { account } => Some((account, false)),
            Verdict::NotSamePerson { .. } | Verdict::Kind { .. } => None,
        })
        .filter(|(other, _)| *other == account)
        .last()
        .is_some_and(|(_, no)| no)
    };
    let devices = life.visitors.iter().cloned().map(Subject::Visitor);
    life.person.subject().into_iter().chain(devices).any(|subject| says_no(&subject))
}

/// Addresses, days and devices of some events. A stated office needs no guess, and a rented server or a carrier tells nothing.
fn places<'a>(events: &'a [Event], surroundings: &Surroundings) -> BTreeSet<(i64, i64, &'a VisitorId)> {
    let tells = |network: &&Network| {
        !matches!(network.kind, NetworkKind::Hosting | NetworkKind::Vpn | NetworkKind::Mobile)
            && surroundings.office_of(network).is_none()
    };
    let of = |event: &'a Event| {
        let network = event.network.as_ref().filter(tells)?;
        Some((network.address_key, event.at.utc_day(), &event.visitor))
    };
    events.iter().filter_map(of).collect()
}
