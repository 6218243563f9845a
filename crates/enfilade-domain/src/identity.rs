//! Who is who: ids, and what people decided about them. Links themselves are derived from events.

use std::fmt;

use enfilade_language::marked;

use crate::{Domain, Timestamp};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A browser or device: the sender's `anonymousId`, the script's cookie, or the keyed hash of an access log's
    /// address and agent. When an event carries only a user id, `user:` and that id.
    VisitorId
}
text_id! {
    /// The id by which the customer's own systems know a person who named himself.
    UserId
}
text_id! {
    /// A person as read: `user:` + user id once named, `visitor:` + visitor id before.
    PersonId
}

impl VisitorId {
    /// The stand-in device of a message that names a user and no device.
    #[must_use]
    pub fn of_user(user: &UserId) -> Self {
        Self(format!("user:{user}"))
    }
}

impl PersonId {
    #[must_use]
    pub fn named(user: &UserId) -> Self {
        Self(format!("user:{user}"))
    }

    #[must_use]
    pub fn anonymous(visitor: &VisitorId) -> Self {
        Self(format!("visitor:{visitor}"))
    }

    /// Who this is: a named user or an anonymous visitor; `None` when the text is no person's id.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        if let Some(user) = self.0.strip_prefix("user:") {
            return Some(Subject::User(UserId::new(user)));
        }
        self.0.strip_prefix("visitor:").map(|visitor| Subject::Visitor(VisitorId::new(visitor)))
    }
}

/// What kind of visitor a person is. Only buyers and unknowns enter readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonKind {
    Buyer,
    Unknown,
    Customer,
    Candidate,
    Competitor,
    Staff,
    Bot,
}

impl PersonKind {
    pub const ALL: [Self; 7] =
        [Self::Buyer, Self::Unknown, Self::Customer, Self::Candidate, Self::Competitor, Self::Staff, Self::Bot];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => marked!("buyer"),
            Self::Unknown => marked!("unknown"),
            Self::Customer => marked!("customer"),
            Self::Candidate => marked!("candidate"),
            Self::Competitor => marked!("competitor"),
            Self::Staff => marked!("staff"),
            Self::Bot => marked!("bot"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether this kind of visitor is read at all. The others are kept, shown as set aside, and can be brought back.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Buyer | Self::Unknown)
    }
}

/// Whom a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    Visitor(VisitorId),
    User(UserId),
    Account(Domain),
}

/// What a person decided about identity. Decisions are dated and themselves undoable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// This visitor is not this user, whatever the events say.
    NotSamePerson { user: UserId },
    /// The subject does not belong to this account.
    NotOfAccount { account: Domain },
    /// The subject belongs to this account.
    OfAccount { account: Domain },
    /// The subject is of this kind; `None` returns it to what the machine sees.
    Kind { kind: Option<PersonKind> },
}

/// A verdict with its author and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: i64,
    pub at: Timestamp,
    pub author: String,
    pub reason: String,
    pub subject: Subject,
    pub verdict: Verdict,
    /// When a person took the decision back.
    pub undone_at: Option<Timestamp>,
}

impl Decision {
    /// Whether the decision stood at that moment.
    #[must_use]
    pub fn stands_at(&self, moment: Timestamp) -> bool {
        self.at <= moment && self.undone_at.is_none_or(|undone| moment < undone)
    }
}
