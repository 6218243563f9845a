//! Counters of the doors, for `/metrics`.

use enfilade_domain::Channel;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::answer::Refusal;

type ByChannel = Family<[(&'static str, &'static str); 1], Counter>;

/// What came in, by door.
#[derive(Debug, Clone, Default)]
pub struct CollectionMetrics {
    api: DoorMetrics,
    script: DoorMetrics,
}

#[derive(Debug, Clone, Default)]
struct DoorMetrics {
    accepted: Counter,
    rejected: Counter,
    refused: Counter,
    unavailable: Counter,
}

impl CollectionMetrics {
    /// Makes the counters and registers them.
    pub fn register(registry: &mut Registry) -> Self {
        let mut family = |name: &str, help: &str| {
            let family = ByChannel::default();
            registry.register(name, help, family.clone());
            family
        };
        let accepted = family("enfilade_collection_accepted_events", "Events that were made durable");
        let rejected = family("enfilade_collection_rejected_events", "Events that could not be used");
        let refused =
            family("enfilade_collection_refused_requests", "Requests refused as a whole, by the sender's fault");
        let unavailable =
            family("enfilade_collection_unavailable_requests", "Requests of which nothing could be stored");
        let of = |channel: Channel| {
            let pick = |family: &ByChannel| family.get_or_create(&[("channel", channel.as_str())]).clone();
            DoorMetrics {
                accepted: pick(&accepted),
                rejected: pick(&rejected),
                refused: pick(&refused),
                unavailable: pick(&unavailable),
            }
        };
        Self { api: of(Channel::Api), script: of(Channel::Script) }
    }

    const fn of(&self, channel: Channel) -> &DoorMetrics {
        match channel {
            Channel::Script => &self.script,
            _ => &self.api,
        }
    }

    pub(super) fn count(&self, channel: Channel, accepted: usize, rejected: usize) {
        let door = self.of(channel);
        door.accepted.inc_by(accepted as u64);
        if rejected > 0 {
            door.rejected.inc_by(rejected as u64);
        }
    }

    pub(super) fn count_refusal(&self, channel: Channel, refusal: &Refusal) {
        let door = self.of(channel);
        match refusal {
            Refusal::Unavailable | Refusal::Failed => door.unavailable.inc(),
            _ => door.refused.inc(),
        };
    }
}
