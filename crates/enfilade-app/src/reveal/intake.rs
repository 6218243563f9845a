//! The door: what was collected becomes an event. Addresses are looked up, hashed, and dropped here.

use std::net::IpAddr;

use enfilade_collect::{Collected, NetworkKeys};
use enfilade_domain::{Action, Consent, Event, Network, Workspace};

use crate::address_book::AddressBook;

/// Turns collected messages into events to be kept: the network is attached by keyed hash, the address is forgotten.
#[must_use]
pub fn prepare(workspace: &Workspace, book: &AddressBook, collected: Vec<Collected>) -> Vec<Event> {
    let keys = NetworkKeys::new(workspace.secret);
    let mut last: Option<(IpAddr, Network)> = None;
    collected
        .into_iter()
        .map(|Collected { event, address }| {
            if event.consent == Some(Consent::Denied) {
                return refusal_only(event);
            }
            let mut event = event;
            if let Some(address) = address {
                // Batches come from one sender; looking its address up once is most of the work saved.
                let network = match &last {
                    Some((known, network)) if *known == address => network.clone(),
                    _ => network_of(&keys, book, address),
                };
                last = Some((address, network.clone()));
                event.network = Some(network);
            }
            event
        })
        .collect()
}

fn network_of(keys: &NetworkKeys, book: &AddressBook, address: IpAddr) -> Network {
    let entry = book.look_up(address);
    Network {
        address_key: keys.address_key(address),
        block_key: keys.block_key(address),
        kind: entry.kind,
        organisation: entry.organisation,
        domain: entry.domain,
    }
}

/// A visitor who declined leaves the statement itself, so that it is honoured, and nothing else.
fn refusal_only(event: Event) -> Event {
    Event {
        action: Action::ConsentStated,
        place: None,
        dwell_seconds: None,
        scroll: None,
        source: None,
        email: None,
        name: None,
        job_title: None,
        company: None,
        share_token: None,
        network: None,
        agent: None,
        attributes: None,
        ..event
    }
}
