//! Events to people: who acted, and which company they belong to, as known at a moment.
//!
//! A visitor's events belong to the user stated most recently before them; what came before the first statement
//! belongs to the first user stated, so that a buyer who finally names himself brings his whole path. Two users of one
//! device stay two people. The company is the strongest evidence that no person has struck out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use enfilade_domain::{
    Action, CompanyClaimKind, Consent, ConsentMode, Domain, Event, NetworkKind, PersonId, PersonKind, Subject,
    Timestamp, UserId, Verdict, VisitorId,
};
use enfilade_language::t;

use super::kinds::{self, KindJudgement};
use super::owners::{self, StruckOut};
use super::surroundings::Surroundings;

/// Why a person is placed in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompanyEvidenceKind {
    /// An address database says the network is the company's. The weakest.
    NetworkDatabase,
    /// A colleague's shared link was opened.
    SharedLink,
    /// The visit came from a network that the operator stated as the company's.
    OfficeNetwork,
    /// The customer's own system put the person in the group.
    Group,
    /// The person used a business e-mail address of the company.
    Email,
    /// A person of this workspace said so.
    Stated,
}

impl CompanyEvidenceKind {
    /// How far this evidence is to be trusted, 0 to 1. Judgements, to be replaced by what outcomes teach: an address
    /// in use by the company is nearly proof, its network may be a guest's, a forwarded link often leaves the house.
    #[must_use]
    pub const fn strength(self) -> f32 {
        match self {
            Self::NetworkDatabase => 0.4,
            Self::SharedLink => 0.5,
            Self::OfficeNetwork => 0.85,
            Self::Group => 0.9,
            Self::Email => 0.95,
            Self::Stated => 1.0,
        }
    }

    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NetworkDatabase => t!("read from the network of this company, as an address database says"),
            Self::SharedLink => t!("opened a link that a colleague shared"),
            Self::OfficeNetwork => t!("read from a network stated as this company's"),
            Self::Group => t!("put in this company by your own system"),
            Self::Email => t!("gave a business e-mail address of this company"),
            Self::Stated => t!("placed here by a person"),
        }
    }
}

/// One reason for a company, dated.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyEvidence {
    pub account: Domain,
    pub kind: CompanyEvidenceKind,
    /// When it was first seen.
    pub since: Timestamp,
    /// On how many days it was seen.
    pub days: usize,
    /// Struck out by a person; kept so that it can be brought back.
    pub struck_out: bool,
}

/// One reason why a device belongs to a person, dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceEvidence {
    pub visitor: VisitorId,
    pub since: Timestamp,
    /// Struck out by a person.
    pub struck_out: bool,
}

/// A link passed from one person to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    pub from: PersonId,
    pub to: PersonId,
    pub path: String,
    pub at: Timestamp,
}

/// A person and everything that person did, in order of time.
#[derive(Debug, Clone)]
pub struct Life {
    pub person: PersonId,
    pub visitors: Vec<VisitorId>,
    pub user: Option<UserId>,
    /// The name the person gave.
    pub name: Option<String>,
    pub email: Option<String>,
    pub job_title: Option<String>,
    pub events: Vec<Event>,
    pub account: Option<Domain>,
    pub company_evidence: Vec<CompanyEvidence>,
    pub device_evidence: Vec<DeviceEvidence>,
    pub kind: KindJudgement,
    /// False when consent forbids reading; the events then carry no weight at all.
    pub may_be_read: bool,
}

impl Life {
    /// Organisations whose business networks this person read from, as an address database names them, with the days.
    /// Providers, hosting, VPN and home networks say nothing and are left out.
    #[must_use]
    pub fn networks_of(&self) -> Vec<(String, usize)> {
        let mut days: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
        for event in &self.events {
            let network = event.network.as_ref().filter(|network| network.kind == NetworkKind::Business);
            if let Some(name) = network.and_then(|network| network.organisation.as_deref()) {
                days.entry(name).or_default().insert(event.at.utc_day());
            }
        }
        days.into_iter().map(|(name, days)| (name.to_owned(), days.len())).collect()
    }
}

/// People found among some events, with the links they passed on.
#[derive(Debug, Default)]
pub struct People {
    pub lives: Vec<Life>,
    pub forwards: Vec<Forward>,
}

/// Divides events among people as known at `moment`.
#[must_use]
pub fn people(mut events: Vec<Event>, surroundings: &Surroundings, moment: Timestamp) -> People {
    events.retain(|event| event.known_at <= moment && event.at <= moment);
    let (persons, struck_out) = owners::divide(events, surroundings, moment);
    let refused = |life: &[Event]| !may_be_read(life.iter(), surroundings.settings().consent_mode);
    let mut lives: Vec<Life> = persons
        .into_iter()
        .map(|(person, mut events)| {
            events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.message_id.cmp(&b.message_id)));
            let may_be_read = !refused(&events);
            life(person, events, may_be_read, surroundings, moment, &struck_out)
        })
        .collect();
    let forwards = forwards(&lives);
    place_by_forwards(&mut lives, &forwards, surroundings, moment);
    for life in &mut lives {
        life.kind = kinds::judge(life, surroundings, moment);
    }
    People { lives, forwards }
}

fn life(
    person: PersonId,
    events: Vec<Event>,
    may_be_read: bool,
    surroundings: &Surroundings,
    moment: Timestamp,
    struck_out: &[StruckOut],
) -> Life {
    let user = match person.subject() {
        Some(Subject::User(user)) => Some(user),
        _ => None,
    };
    let mut first_seen: BTreeMap<VisitorId, Timestamp> = BTreeMap::new();
    for event in &events {
        if !first_seen.contains_key(&event.visitor) {
            first_seen.insert(event.visitor.clone(), event.at);
        }
    }
    let latest = |pick: fn(&Event) -> Option<&String>| events.iter().rev().find_map(pick).cloned();
    // Only what a named person said of himself is shown as his; an anonymous visitor has no name whatever the traits say.
    let named = user.is_some();
    let mut device_evidence: Vec<DeviceEvidence> = first_seen
        .iter()
        .map(|(visitor, since)| DeviceEvidence { visitor: visitor.clone(), since: *since, struck_out: false })
        .collect();
    if let Some(user) = &user {
        device_evidence.extend(
            struck_out.iter().filter(|(_, u, _)| u == user).map(|(visitor, _, at)| DeviceEvidence {
                visitor: visitor.clone(),
                since: *at,
                struck_out: true,
            }),
        );
    }
    let company_evidence = company_evidence(&person, &first_seen, &events, surroundings, moment);
    Life {
        visitors: first_seen.into_keys().collect(),
        name: latest(|event| event.name.as_ref()).filter(|_| named),
        email: latest(|event| event.email.as_ref()).filter(|_| named),
        job_title: latest(|event| event.job_title.as_ref()).filter(|_| named),
        account: strongest(&company_evidence),
        company_evidence,
        device_evidence,
        kind: KindJudgement { kind: PersonKind::Unknown, reason: String::new() },
        person,
        user,
        events,
        may_be_read,
    }
}

/// Consent is asked before interpretation: the latest statement of the person decides; without any, the mode.
pub(crate) fn may_be_read<'a>(events: impl DoubleEndedIterator<Item = &'a Event>, mode: ConsentMode) -> bool {
    match events.rev().find_map(|event| event.consent) {
        Some(Consent::Granted) => true,
        Some(Consent::Denied) => false,
        None => mode != ConsentMode::OptIn,
    }
}

fn company_evidence(
    person: &PersonId,
    visitors: &BTreeMap<VisitorId, Timestamp>,
    events: &[Event],
    surroundings: &Surroundings,
    moment: Timestamp,
) -> Vec<CompanyEvidence> {
    let mut found: BTreeMap<(Domain, CompanyEvidenceKind), (Timestamp, BTreeSet<i64>)> = BTreeMap::new();
    let mut see = |account: &Domain, kind, at: Timestamp| {
        let (since, days) = found.entry((account.clone(), kind)).or_insert_with(|| (at, BTreeSet::new()));
        *since = (*since).min(at);
        days.insert(at.utc_day());
    };
    let last_email = events.iter().rev().find_map(|event| {
        event.company.as_ref().filter(|claim| claim.kind == CompanyClaimKind::Email).map(|claim| &claim.domain)
    });
    for event in events {
        if let Some(claim) = &event.company {
            match claim.kind {
                // An employer of the past is no evidence for today: the latest address counts.
                CompanyClaimKind::Email if last_email == Some(&claim.domain) => {
                    see(&claim.domain, CompanyEvidenceKind::Email, event.at);
                }
                CompanyClaimKind::Email => {}
                CompanyClaimKind::Group => see(&claim.domain, CompanyEvidenceKind::Group, event.at),
            }
        }
        if let Some(network) = &event.network {
            if let Some(account) = surroundings.office_of(network) {
                see(account, CompanyEvidenceKind::OfficeNetwork, event.at);
            } else if let Some(account) = surroundings.listed_company_of(network) {
                see(account, CompanyEvidenceKind::NetworkDatabase, event.at);
            }
        }
    }
    let mut struck_out: BTreeSet<Domain> = BTreeSet::new();
    for subject in person.subject().into_iter().chain(visitors.keys().map(|v| Subject::Visitor(v.clone()))) {
        for decision in surroundings.decisions_on(&subject, moment) {
            match &decision.verdict {
                Verdict::OfAccount { account } => {
                    see(account, CompanyEvidenceKind::Stated, decision.at);
                    struck_out.remove(account);
                }
                Verdict::NotOfAccount { account } => _ = struck_out.insert(account.clone()),
                Verdict::NotSamePerson { .. } | Verdict::Kind { .. } => {}
            }
        }
    }
    found
        .into_iter()
        .map(|((account, kind), (since, days))| CompanyEvidence {
            struck_out: struck_out.contains(&account),
            account,
            kind,
            since,
            days: days.len(),
        })
        .collect()
}

/// The strongest evidence wins; among equals the one seen on more days, then the earlier.
fn strongest(evidence: &[CompanyEvidence]) -> Option<Domain> {
    evidence
        .iter()
        .filter(|one| !one.struck_out)
        .max_by(|a, b| {
            (a.kind.strength().total_cmp(&b.kind.strength()))
                .then_with(|| a.days.cmp(&b.days))
                .then_with(|| b.since.cmp(&a.since))
                .then_with(|| b.account.cmp(&a.account))
        })
        .map(|one| one.account.clone())
}

/// Links opened by somebody else than the one who made them.
fn forwards(lives: &[Life]) -> Vec<Forward> {
    let mut makers: HashMap<&str, (&PersonId, Timestamp)> = HashMap::new();
    for life in lives {
        for event in life.events.iter().filter(|event| event.action == Action::ContentShared) {
            if let Some(token) = &event.share_token {
                makers.entry(token).or_insert((&life.person, event.at));
            }
        }
    }
    let mut found: Vec<Forward> = Vec::new();
    for life in lives {
        for event in life.events.iter().filter(|event| event.action == Action::Page) {
            let Some((maker, made)) = event.share_token.as_deref().and_then(|token| makers.get(token)) else {
                continue;
            };
            let known = found.iter().any(|forward| forward.from == **maker && forward.to == life.person);
            if **maker != life.person && *made <= event.at && !known {
                found.push(Forward {
                    from: (*maker).clone(),
                    to: life.person.clone(),
                    path: event.place.as_ref().map(|place| place.path.clone()).unwrap_or_default(),
                    at: event.at,
                });
            }
        }
    }
    found
}

/// A link passed on places its reader with the company of the one who passed it, weakly, and only where the latter's
/// own place rests on something better than another link.
fn place_by_forwards(lives: &mut [Life], forwards: &[Forward], surroundings: &Surroundings, moment: Timestamp) {
    let homes: HashMap<PersonId, Domain> =
        lives.iter().filter_map(|life| Some((life.person.clone(), life.account.clone()?))).collect();
    for life in lives {
        for forward in forwards.iter().filter(|forward| forward.to == life.person) {
            let Some(account) = homes.get(&forward.from) else { continue };
            let struck_out = life.person.subject().is_some_and(|subject| {
                surroundings.decisions_on(&subject, moment).any(
                    |decision| matches!(&decision.verdict, Verdict::NotOfAccount { account: other } if other == account),
                )
            });
            life.company_evidence.push(CompanyEvidence {
                account: account.clone(),
                kind: CompanyEvidenceKind::SharedLink,
                since: forward.at,
                days: 1,
                struck_out,
            });
        }
        life.account = strongest(&life.company_evidence);
    }
}
