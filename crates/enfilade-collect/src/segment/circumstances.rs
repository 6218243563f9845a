//! Who sent a message, from where, and whether its visitor agreed.

use std::net::IpAddr;

use enfilade_domain::{Channel, Consent};

use super::message::Timing;
use super::wire::{Context, Message};
use crate::lenient::clean_text;
use crate::limits::TEXT_CHARACTERS;

/// What the message or its request say about the sender's surroundings.
pub(super) struct Circumstances {
    pub(super) channel: Channel,
    pub(super) address: Option<IpAddr>,
    pub(super) agent: Option<String>,
    pub(super) consent: Option<Consent>,
}

impl Circumstances {
    pub(super) fn of(message: &Message<'_>, shared: Option<&Context<'_>>, timing: &Timing<'_>) -> Self {
        let context = &message.context;
        let arrival = match timing {
            Timing::Live { arrival, .. } => Some(*arrival),
            Timing::File => None,
        };
        // Between a customer's server and us there is no visitor: the connection's address and agent are the server's.
        let from_visitor = arrival.filter(|_| {
            !is_server(message.channel.text(), context.library.name.text())
                && !shared.is_some_and(|shared| is_server(None, shared.library.name.text()))
        });
        let stated_address = context.ip.text().or_else(|| shared.and_then(|shared| shared.ip.text()));
        let stated_agent = context.user_agent.text().or_else(|| shared.and_then(|shared| shared.user_agent.text()));
        let consent = match (context.consent.0, shared) {
            (None, Some(shared)) => shared.consent,
            _ => context.consent,
        };
        Self {
            channel: arrival.map_or(Channel::File, |arrival| arrival.channel),
            address: match stated_address.map(str::trim).filter(|stated| !stated.is_empty()) {
                // 0.0.0.0 is how senders say that the address shall not be looked at.
                Some(stated) => stated.parse().ok().filter(|address: &IpAddr| !address.is_unspecified()),
                None => from_visitor.and_then(|arrival| arrival.address),
            },
            agent: stated_agent
                .or_else(|| from_visitor.and_then(|arrival| arrival.agent.as_deref()))
                .and_then(|agent| clean_text(agent, TEXT_CHARACTERS)),
            consent: consent.with_signal(from_visitor.is_some_and(|arrival| arrival.privacy_signal)),
        }
    }
}

fn is_server(channel: Option<&str>, library: Option<&str>) -> bool {
    const LANGUAGES: [&str; 11] =
        ["node", "python", "ruby", "java", "-go", "php", ".net", "csharp", "rust", "elixir", "server"];
    // Nearly everything comes from this one, and the search below is long.
    const BROWSER: &str = "analytics.js";
    channel == Some("server")
        || library.filter(|library| *library != BROWSER).is_some_and(|library| {
            let library = library.to_ascii_lowercase();
            !library.contains("javascript") && LANGUAGES.iter().any(|language| library.contains(language))
        })
}
