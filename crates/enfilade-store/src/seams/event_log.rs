//! The event log, and what threads hold its visitors together.

use std::fmt::Debug;

use enfilade_domain::{Channel, Event, Timestamp, VisitorId, WorkspaceId};
use tokio::sync::oneshot;

use super::StoreError;

/// The outcome of an append, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appended {
    pub accepted: usize,
    /// Positions (in the appended slice) of events whose message id the workspace already had.
    pub duplicates: Vec<usize>,
}

/// What ties visitors together or to a company. Derived from events when they are filed; readers decide what it proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThreadKind {
    /// The visitor sent events under this user id (or an alias of it).
    User,
    /// The visitor's events name this company's domain.
    Company,
    /// The visitor came from this address ([`enfilade_domain::Network::address_key`] in decimal).
    Address,
    /// The visitor came from this block ([`enfilade_domain::Network::block_key`] in decimal).
    Block,
    /// The visitor made or opened a link with this share token.
    Share,
}

impl ThreadKind {
    pub const ALL: [Self; 5] = [Self::User, Self::Company, Self::Address, Self::Block, Self::Share];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Company => "company",
            Self::Address => "address",
            Self::Block => "block",
            Self::Share => "share",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One visitor holding one thread.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Thread {
    pub kind: ThreadKind,
    pub value: String,
    pub visitor: VisitorId,
}

/// How much of each event is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventFields {
    All,
    /// What beliefs rest on. A page's address, title and referrer, names and e-mail addresses, attributes, and whether a
    /// clock was suspected are left empty.
    ForBeliefs,
}

/// A visitor whose life changed since it was last read. `mark` tells a later change from the one that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub workspace: WorkspaceId,
    pub visitor: VisitorId,
    pub mark: i64,
}

/// When a door was last used, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelActivity {
    pub channel: Channel,
    pub events: u64,
    /// The latest arrival (knowledge time).
    pub last_known_at: Timestamp,
    /// The latest thing that happened.
    pub last_at: Timestamp,
}

/// Everything that happened. Appended, never changed; erased only by retention or on a buyer's request.
pub trait EventLog: Send + Sync + Debug {
    /// Hands over events of live traffic. The receiver resolves once they are durable in the inbox (group commit),
    /// or with the reason why nothing of the batch was kept. Back-pressure: resolves to `Unavailable` when the queue is full.
    fn submit(&self, workspace: WorkspaceId, events: Vec<Event>) -> oneshot::Receiver<Result<(), StoreError>>;

    /// Moves up to `limit` events from the inbox into the log, dropping those whose message id is known, and derives
    /// their threads and touches, all in one transaction. Returns how many left the inbox.
    fn file_inbox(&self, limit: usize) -> Result<usize, StoreError>;

    /// Events accepted and not yet filed.
    fn inbox_len(&self) -> Result<u64, StoreError>;

    /// Files events at once and durably (imports). Same rules as [`EventLog::file_inbox`].
    fn append(&self, workspace: WorkspaceId, events: &[Event]) -> Result<Appended, StoreError>;

    /// The lives of these visitors, ordered by visitor, then time, then message id.
    fn events_of(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<Vec<Event>, StoreError> {
        self.events_known_at(workspace, visitors, Timestamp::MAX, EventFields::All)
    }

    /// What of their lives had happened and was known by a moment, in the same order.
    fn events_known_at(
        &self,
        workspace: WorkspaceId,
        visitors: &[VisitorId],
        moment: Timestamp,
        fields: EventFields,
    ) -> Result<Vec<Event>, StoreError>;

    /// All visitors that ever acted, in order, after the given one; for paging through everyone.
    fn visitors_after(
        &self,
        workspace: WorkspaceId,
        after: Option<&VisitorId>,
        limit: usize,
    ) -> Result<Vec<VisitorId>, StoreError>;

    /// Everyone who holds one of these threads.
    fn holders(&self, workspace: WorkspaceId, kind: ThreadKind, values: &[String]) -> Result<Vec<Thread>, StoreError>;

    /// All threads of these visitors.
    fn threads_of(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<Vec<Thread>, StoreError>;

    /// The values of all threads of one kind, each once and in order.
    fn thread_values(&self, workspace: WorkspaceId, kind: ThreadKind) -> Result<Vec<String>, StoreError>;

    /// How many visitors share each of these values; stops counting each at `limit`. A value may be told more than once.
    fn holder_counts(
        &self,
        workspace: WorkspaceId,
        kind: ThreadKind,
        values: &[String],
        limit: usize,
    ) -> Result<Vec<(String, usize)>, StoreError>;

    /// Visitors to read again, oldest change first, over all workspaces.
    fn touched(&self, limit: usize) -> Result<Vec<Touched>, StoreError>;

    /// Marks visitors to be read again (a decision, a rule or an account changed).
    fn touch(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<(), StoreError>;

    /// Marks every visitor of the workspace to be read again.
    fn touch_all(&self, workspace: WorkspaceId) -> Result<(), StoreError>;

    /// Forgets touches that were read, unless they changed again meanwhile.
    fn settle(&self, read: &[Touched]) -> Result<(), StoreError>;

    /// When the first thing of the log happened. Looks through the whole log: for houses that are not big.
    fn first_at(&self, workspace: WorkspaceId) -> Result<Option<Timestamp>, StoreError>;

    /// Use of each door so far.
    fn channel_activity(&self, workspace: WorkspaceId) -> Result<Vec<ChannelActivity>, StoreError>;

    /// Events in the log of this workspace.
    fn event_count(&self, workspace: WorkspaceId) -> Result<u64, StoreError>;

    /// Removes everything these visitors did, with their threads. Returns how many events went.
    fn erase_visitors(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<u64, StoreError>;

    /// Removes events that happened before the moment (retention), touching the visitors concerned.
    fn erase_before(&self, workspace: WorkspaceId, moment: Timestamp) -> Result<u64, StoreError>;
}
