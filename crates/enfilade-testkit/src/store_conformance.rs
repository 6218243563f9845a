//! What every database must do alike: one list of named cases, run on each.

mod change_cases;
mod contact_cases;
mod library_cases;
mod log_cases;
mod record_cases;
mod statement_cases;
mod view_cases;

use enfilade_domain::{
    Action, Channel, CompanyClaim, CompanyClaimKind, Consent, Domain, Event, Network, NetworkKind, Place, Source,
    Timestamp, UserId, VisitorId, WorkspaceId,
};
use enfilade_store::Store;

/// A case, by the sentence it proves.
pub type Case = (&'static str, fn(&Store));

/// All cases.
pub fn cases() -> impl Iterator<Item = Case> {
    log_cases::CASES
        .iter()
        .chain(record_cases::CASES)
        .chain(statement_cases::CASES)
        .chain(contact_cases::CASES)
        .chain(library_cases::CASES)
        .chain(change_cases::CASES)
        .chain(view_cases::CASES)
        .copied()
}

/// Runs every case, each on a store of its own.
///
/// # Panics
/// A case fails; its name is printed before it starts.
pub fn check_all(open: impl Fn() -> Store) {
    for (name, check) in cases() {
        eprintln!("case: {name}");
        check(&open());
    }
}

/// An instant in milliseconds.
fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn visitor(name: &str) -> VisitorId {
    VisitorId::new(name)
}

fn domain(name: &str) -> Domain {
    Domain::parse(name).expect("a domain of a test")
}

fn workspace(store: &Store, slug: &str) -> WorkspaceId {
    store.records.ensure_workspace(slug, time(1)).expect("a workspace").id
}

/// An event with nothing but what every event has.
#[must_use]
pub fn bare_event(message_id: &str, visitor: &str, at: i64) -> Event {
    Event {
        message_id: message_id.to_owned(),
        visitor: VisitorId::new(visitor),
        user_id: None,
        at: time(at),
        known_at: time(at + 5),
        clock_suspect: false,
        channel: Channel::Api,
        action: Action::Page,
        place: None,
        dwell_seconds: None,
        scroll: None,
        source: None,
        consent: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: None,
        agent: None,
        attributes: None,
    }
}

/// An event with everything an event can have.
#[must_use]
pub fn full_event(message_id: &str, visitor: &str, at: i64) -> Event {
    Event {
        user_id: Some(UserId::new("ana")),
        clock_suspect: true,
        channel: Channel::Script,
        place: Some(Place {
            path: "/pricing".into(),
            url: Some("https://acme.example/pricing?x=1".into()),
            title: Some("Prix — «offre» 🏛".into()),
            referrer: Some("https://search.example/".into()),
        }),
        dwell_seconds: Some(42.37),
        scroll: Some(0.1),
        source: Some(Source::Forward),
        consent: Some(Consent::Denied),
        email: Some("ana@acme.example".into()),
        name: Some("Ana".into()),
        job_title: Some("CFO".into()),
        company: Some(CompanyClaim { domain: domain("acme.example"), kind: CompanyClaimKind::Group }),
        share_token: Some("share-1".into()),
        network: Some(Network {
            address_key: i64::MIN,
            block_key: i64::MAX,
            kind: NetworkKind::Business,
            organisation: Some("Acme".into()),
            domain: Some("acme.example".into()),
        }),
        agent: Some("Mozilla/5.0 (test)".into()),
        attributes: Some("{\"plan\":\"pro\"}".into()),
        ..bare_event(message_id, visitor, at)
    }
}
