//! Not every visitor is a buyer: machines, own people, competitors, candidates and customers are recognised or marked,
//! kept, left out of readings, and brought back by a person's word.

use std::collections::BTreeSet;

use enfilade_collect::agents::{self, AgentClass};
use enfilade_domain::{Action, Channel, Decision, NetworkKind, PageCategory, PersonKind, Subject, Timestamp, Verdict};
use enfilade_language::t;

use super::people::Life;
use super::surroundings::Surroundings;

/// What kind of visitor somebody is, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindJudgement {
    pub kind: PersonKind,
    pub reason: String,
}

impl KindJudgement {
    fn new(kind: PersonKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }
}

/// A visit of at least this many pages with a mean dwell below three seconds is a machine's (engine specification, 5).
const MACHINE_PAGES: usize = 4;
const MACHINE_DWELL_SECONDS: f32 = 3.0;
/// Somebody who signed in on at least this many days, where that is much of what he did, uses what was sold to him.
const CUSTOMER_DAYS: usize = 3;
const CUSTOMER_SHARE: f32 = 0.3;
/// Somebody who opened at least this many career pages, and little else, looks for a job.
const CANDIDATE_PAGES: usize = 2;

/// Judges a life. A person's word comes first; then what the visitor is, then what the visitor did.
#[must_use]
pub fn judge(life: &Life, surroundings: &Surroundings, moment: Timestamp) -> KindJudgement {
    marked(life, surroundings, moment)
        .or_else(|| own_or_competitor(life, surroundings))
        .or_else(|| machine(life, surroundings))
        .or_else(|| candidate(life, surroundings))
        .or_else(|| customer(life, surroundings))
        .unwrap_or_else(|| {
            if life.account.is_some() || life.user.is_some() {
                KindJudgement::new(PersonKind::Buyer, t!("nothing speaks against it"))
            } else {
                KindJudgement::new(PersonKind::Unknown, t!("anonymous, and no company is known"))
            }
        })
}

fn marked(life: &Life, surroundings: &Surroundings, moment: Timestamp) -> Option<KindJudgement> {
    let subjects = life
        .account
        .iter()
        .map(|account| Subject::Account(account.clone()))
        .chain(life.visitors.iter().map(|visitor| Subject::Visitor(visitor.clone())))
        .chain(life.user.iter().map(|user| Subject::User(user.clone())));
    let mut found = None;
    for subject in subjects {
        for decision in surroundings.decisions_on(&subject, moment) {
            if let Verdict::Kind { kind } = &decision.verdict {
                found = kind.map(|kind| KindJudgement::new(kind, marked_by(decision)));
            }
        }
    }
    found
}

/// Who marked, whether it was the whole company, and why, if anything was said.
fn marked_by(decision: &Decision) -> String {
    let whole = if matches!(decision.subject, Subject::Account(_)) { t!(", with the whole company") } else { "" };
    let why = if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
    t!("marked by {author}{whole}{why}", author = decision.author, whole = whole, why = why)
}

fn own_or_competitor(life: &Life, surroundings: &Surroundings) -> Option<KindJudgement> {
    let claimed = || life.events.iter().filter_map(|event| event.company.as_ref()).map(|claim| &claim.domain);
    if let Some(domain) = claimed().find(|domain| surroundings.is_own_domain(domain)) {
        return Some(KindJudgement::new(
            PersonKind::Staff,
            t!("uses an address of {domain}, your own domain", domain = domain),
        ));
    }
    let own_network = |event: &enfilade_domain::Event| {
        event.network.as_ref().is_some_and(|network| surroundings.is_own_network(network))
    };
    if life.events.iter().any(own_network) {
        return Some(KindJudgement::new(PersonKind::Staff, t!("came from one of your own networks")));
    }
    let competitor = claimed().chain(life.account.as_ref()).find(|domain| surroundings.is_competitor(domain))?;
    Some(KindJudgement::new(
        PersonKind::Competitor,
        t!("belongs to {competitor}, stated as a competitor", competitor = competitor),
    ))
}

fn machine(life: &Life, surroundings: &Surroundings) -> Option<KindJudgement> {
    let bot = |reason: String| Some(KindJudgement::new(PersonKind::Bot, reason));
    // Most lives have one agent, and judging it takes longer than everything else here.
    let mut judged = None;
    for event in &life.events {
        let agent = event.agent.as_deref();
        if judged.replace(agent) != Some(agent)
            && let (AgentClass::Bot | AgentClass::Library, name) = agents::classify(agent)
        {
            let name = name.map_or_else(|| t!("a machine").to_owned(), str::to_owned);
            return bot(t!("its user agent names {name}", name = name));
        }
        if event.network.as_ref().is_some_and(|network| network.kind == NetworkKind::Hosting) {
            return bot(t!("came from a hosting network").to_owned());
        }
    }
    let count = |wanted: fn(&Action) -> bool| life.events.iter().filter(|event| wanted(&event.action)).count();
    let pages = count(|action| matches!(action, Action::Page | Action::Screen));
    let missed = count(|action| matches!(action, Action::Missed { .. }));
    if life.user.is_some() {
        return None;
    }
    if missed > 0 && (pages == 0 || missed >= 3 * pages) {
        return bot(t!("asked almost only for pages that do not exist").to_owned());
    }
    let from_logs = life.events.iter().all(|event| event.channel == Channel::AccessLog);
    let assets = count(|action| matches!(action, Action::AssetsFetched));
    if from_logs && surroundings.logs_show_assets && pages > 0 && assets == 0 {
        return bot(t!("fetched pages but never an image, style or script").to_owned());
    }
    if from_logs && pages == 0 {
        return bot(t!("fetched no page at all").to_owned());
    }
    let dwells: Vec<f32> =
        life.events.iter().filter(|e| e.action == Action::Page).filter_map(|e| e.dwell_seconds).collect();
    let total: f32 = dwells.iter().sum();
    if dwells.len() >= MACHINE_PAGES && dwells.len() == pages && total < MACHINE_DWELL_SECONDS * dwells.len() as f32 {
        return bot(t!("opened {pages} pages with almost no time on any", pages = pages));
    }
    None
}

fn candidate(life: &Life, surroundings: &Surroundings) -> Option<KindJudgement> {
    let mut careers = 0;
    let mut others = 0;
    for event in life.events.iter().filter(|event| event.action == Action::Page) {
        let Some(place) = &event.place else { continue };
        match surroundings.page(&place.path).category {
            Some(PageCategory::Careers) => careers += 1,
            Some(_) => others += 1,
            None => {}
        }
    }
    let seeks_work = careers >= CANDIDATE_PAGES && careers > others;
    seeks_work.then(|| {
        KindJudgement::new(
            PersonKind::Candidate,
            t!("opened {careers} career pages and little else", careers = careers),
        )
    })
}

fn customer(life: &Life, surroundings: &Surroundings) -> Option<KindJudgement> {
    let mut days = BTreeSet::new();
    let (mut sign_ins, mut pages) = (0_u32, 0_u32);
    for event in life.events.iter().filter(|event| event.action == Action::Page) {
        pages += 1;
        if event.place.as_ref().is_some_and(|place| surroundings.page(&place.path).is_sign_in) {
            sign_ins += 1;
            days.insert(event.at.utc_day());
        }
    }
    let uses_it = days.len() >= CUSTOMER_DAYS && sign_ins as f32 >= CUSTOMER_SHARE * pages as f32;
    uses_it.then(|| KindJudgement::new(PersonKind::Customer, t!("signed in on {days} days", days = days.len())))
}
