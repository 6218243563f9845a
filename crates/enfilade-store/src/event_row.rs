//! Events as rows of the inbox and the log.

use std::hash::Hasher as _;

use enfilade_domain::{Action, Consent, Event, Network, Source, WorkspaceId};
use siphasher::sip::SipHasher13;

use crate::ThreadKind;
use crate::value::{Value, id};

/// The columns that inbox and log share, in order.
pub(crate) const COLUMNS: [&str; 28] = [
    "workspace",
    "visitor",
    "at",
    "message_id",
    "user_id",
    "known_at",
    "clock_suspect",
    "channel",
    "action",
    "detail",
    "path",
    "url",
    "title",
    "referrer",
    "dwell_seconds",
    "scroll",
    "source",
    "consent",
    "email",
    "name",
    "job_title",
    "company",
    "company_kind",
    "share_token",
    "address_key",
    "agent_key",
    "attributes",
    "message_key",
];

const WORKSPACE: usize = 0;
const VISITOR: usize = 1;
const AT: usize = 2;
const MESSAGE_ID: usize = 3;
const USER_ID: usize = 4;
const KNOWN_AT: usize = 5;
const CHANNEL: usize = 7;
const ACTION: usize = 8;
const DETAIL: usize = 9;
const COMPANY: usize = 21;
const SHARE_TOKEN: usize = 23;
const ADDRESS_KEY: usize = 24;
const AGENT_KEY: usize = 25;
const MESSAGE_KEY: usize = 27;

/// An event taken apart. The agent's text and the network's facts stand in tables of their own.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) cells: Vec<Value>,
    pub(crate) block_key: Option<i64>,
}

/// The texts and networks that rows refer to.
#[derive(Debug, Clone, Default)]
pub(crate) struct References {
    pub(crate) agents: Vec<(WorkspaceId, i64, String)>,
    pub(crate) networks: Vec<(WorkspaceId, Network)>,
}

/// Leads to the event of this message id; two ids may share it.
fn message_key(workspace: WorkspaceId, message_id: &Value) -> i64 {
    let mut hasher = SipHasher13::new();
    hasher.write_i64(workspace.0);
    if let Value::Text(text) = message_id {
        hasher.write(text.as_bytes());
    }
    hasher.finish().cast_signed()
}

fn agent_key(agent: &str) -> i64 {
    SipHasher13::new().hash(agent.as_bytes()).cast_signed()
}

/// The word that completes the action's name. One that is compared with an id is bounded like ids.
fn detail(action: &Action) -> Value {
    match action {
        Action::PageRead { of: word } | Action::Alias { previous: word } => id(word),
        other => other.detail().into(),
    }
}

impl EventRow {
    pub(crate) fn take_apart(workspace: WorkspaceId, event: Event, references: &mut References) -> Self {
        let place = event.place;
        let (path, url, title, referrer) = match place {
            Some(place) => (Some(place.path), place.url, place.title, place.referrer),
            None => (None, None, None, None),
        };
        let agent = event.agent.map(|agent| (agent_key(&agent), agent));
        let (address_key, block_key) =
            event.network.as_ref().map(|network| (network.address_key, network.block_key)).unzip();
        let message_id = id(&event.message_id);
        let message_key = message_key(workspace, &message_id);
        let cells = vec![
            workspace.0.into(),
            id(event.visitor.as_str()),
            event.at.into(),
            message_id,
            event.user_id.as_ref().map(|user| id(user.as_str())).unwrap_or(Value::Null),
            event.known_at.into(),
            event.clock_suspect.into(),
            event.channel.as_str().into(),
            event.action.as_str().into(),
            detail(&event.action),
            path.into(),
            url.into(),
            title.into(),
            referrer.into(),
            event.dwell_seconds.into(),
            event.scroll.into(),
            event.source.map(Source::as_str).into(),
            event.consent.map(consent_word).into(),
            event.email.into(),
            event.name.into(),
            event.job_title.into(),
            event.company.as_ref().map(|company| company.domain.as_str()).into(),
            event.company.as_ref().map(|company| company.kind.as_str()).into(),
            event.share_token.as_deref().map(id).unwrap_or(Value::Null),
            address_key.into(),
            agent.as_ref().map(|(key, _)| *key).into(),
            event.attributes.into(),
            message_key.into(),
        ];
        references.agents.extend(agent.map(|(key, agent)| (workspace, key, agent)));
        references.networks.extend(event.network.map(|network| (workspace, network)));
        Self { cells, block_key }
    }

    fn int(&self, column: usize) -> i64 {
        self.opt_int(column).unwrap_or_default()
    }

    fn text(&self, column: usize) -> Option<&str> {
        match self.cells.get(column) {
            Some(Value::Text(value)) => Some(value),
            _ => None,
        }
    }

    fn opt_int(&self, column: usize) -> Option<i64> {
        match self.cells.get(column) {
            Some(Value::Int(value)) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn address_key(&self) -> Option<i64> {
        self.opt_int(ADDRESS_KEY)
    }

    pub(crate) fn agent_key(&self) -> Option<i64> {
        self.opt_int(AGENT_KEY)
    }

    pub(crate) fn workspace(&self) -> WorkspaceId {
        WorkspaceId(self.int(WORKSPACE))
    }

    pub(crate) fn visitor(&self) -> &str {
        self.text(VISITOR).unwrap_or_default()
    }

    pub(crate) fn message_id(&self) -> &str {
        self.text(MESSAGE_ID).unwrap_or_default()
    }

    pub(crate) fn message_key(&self) -> i64 {
        self.int(MESSAGE_KEY)
    }

    pub(crate) fn at(&self) -> i64 {
        self.int(AT)
    }

    pub(crate) fn known_at(&self) -> i64 {
        self.int(KNOWN_AT)
    }

    pub(crate) fn channel(&self) -> &str {
        self.text(CHANNEL).unwrap_or_default()
    }

    /// The device that an alias says to be the user's.
    pub(crate) fn aliased(&self) -> Option<&str> {
        self.text(DETAIL).filter(|_| self.text(ACTION) == Some("alias"))
    }

    /// Everything that ties this event's visitor, or the device it speaks of, to others or to a company.
    pub(crate) fn threads(&self) -> impl Iterator<Item = (&str, ThreadKind, String)> + '_ {
        let alias = self.aliased();
        let of_aliased =
            alias.zip(self.text(USER_ID)).map(|(device, user)| (device, ThreadKind::User, user.to_owned()));
        [
            (ThreadKind::User, self.text(USER_ID).map(str::to_owned)),
            // The previous id leads to the same person from now on, whoever else holds it.
            (ThreadKind::User, alias.map(str::to_owned)),
            (ThreadKind::Company, self.text(COMPANY).map(str::to_owned)),
            (ThreadKind::Address, self.address_key().map(|key| key.to_string())),
            (ThreadKind::Block, self.block_key.map(|key| key.to_string())),
            (ThreadKind::Share, self.text(SHARE_TOKEN).map(str::to_owned)),
        ]
        .into_iter()
        .filter_map(|(kind, value)| value.map(|value| (self.visitor(), kind, value)))
        .chain(of_aliased)
    }
}

pub(crate) const fn consent_word(consent: Consent) -> &'static str {
    match consent {
        Consent::Granted => "granted",
        Consent::Denied => "denied",
    }
}
