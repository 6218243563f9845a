//! What happened, as it was told to us. Events are immutable; identity is a layer on top of them.

use crate::{Domain, Network, Timestamp, UserId, VisitorId};

/// One thing a visitor did, or one statement about who a visitor is.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The sender's id of this event; a second event of the workspace with the same id is a no-op.
    pub message_id: String,
    /// The browser, device or log line origin that acted.
    pub visitor: VisitorId,
    /// Set when the sender already knows who it is.
    pub user_id: Option<UserId>,
    /// When it happened. Never more than 24 hours after `known_at` (see `clock_suspect`).
    pub at: Timestamp,
    /// From when on the event may influence a reading: arrival for live events, `receivedAt` or the own
    /// time for imported ones.
    pub known_at: Timestamp,
    /// The sender's clock lay outside what can be true; `at` was replaced by `known_at`.
    pub clock_suspect: bool,
    pub channel: Channel,
    pub action: Action,
    pub place: Option<Place>,
    /// Active reading time of this page in seconds, where it was measured.
    pub dwell_seconds: Option<f32>,
    /// Deepest point reached on the page, 0 to 1, where it was measured.
    pub scroll: Option<f32>,
    /// How the visitor came to this page, where it can be told.
    pub source: Option<Source>,
    pub consent: Option<Consent>,
    /// E-mail address the visitor named himself with.
    pub email: Option<String>,
    /// Name the visitor gave.
    pub name: Option<String>,
    /// Job title the visitor gave.
    pub job_title: Option<String>,
    pub company: Option<CompanyClaim>,
    /// Token of the shared link this page was opened through, or that this share created.
    pub share_token: Option<String>,
    pub network: Option<Network>,
    /// The user agent as sent.
    pub agent: Option<String>,
    /// Properties or traits as they arrived (a JSON object as text), kept but not understood here.
    pub attributes: Option<String>,
}

/// The page an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Path from the first slash, without query and fragment; `/` for the root.
    pub path: String,
    pub url: Option<String>,
    pub title: Option<String>,
    pub referrer: Option<String>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Action {
    Page,
    Screen,
    /// How long and how far a page was read, sent when the reader leaves it. `of` is the message id of the page view.
    PageRead {
        of: String,
    },
    Identify,
    Group,
    /// `previous` is the id that is the same as the event's user id from now on.
    Alias {
        previous: String,
    },
    DemoRequested,
    ContactRequested,
    ContentDownloaded,
    NewsletterSignup,
    EmailDelivered,
    EmailOpened,
    EmailLinkClicked,
    AdImpression,
    ContentShared,
    WebinarRegistered,
    WebinarAttended,
    MeetingBooked,
    MeetingHeld,
    CallHeld,
    ProposalViewed,
    OutboundClick,
    /// The visitor's statement about consent; [`Event::consent`] holds it.
    ConsentStated,
    /// An asset (image, style sheet, script) was fetched: one per visitor and day, from access logs. Browsers do, most machines do not.
    AssetsFetched,
    /// A request that met no page (an error status, an unusual method), from access logs.
    Missed {
        status: u16,
    },
    /// Anything else, by its own name; kept as plain activity.
    Other(String),
}

impl Action {
    /// The stable name under which the store keeps the action.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Screen => "screen",
            Self::PageRead { .. } => "page_read",
            Self::Identify => "identify",
            Self::Group => "group",
            Self::Alias { .. } => "alias",
            Self::DemoRequested => "demo_requested",
            Self::ContactRequested => "contact_requested",
            Self::ContentDownloaded => "content_downloaded",
            Self::NewsletterSignup => "newsletter_signup",
            Self::EmailDelivered => "email_delivered",
            Self::EmailOpened => "email_opened",
            Self::EmailLinkClicked => "email_link_clicked",
            Self::AdImpression => "ad_impression",
            Self::ContentShared => "content_shared",
            Self::WebinarRegistered => "webinar_registered",
            Self::WebinarAttended => "webinar_attended",
            Self::MeetingBooked => "meeting_booked",
            Self::MeetingHeld => "meeting_held",
            Self::CallHeld => "call_held",
            Self::ProposalViewed => "proposal_viewed",
            Self::OutboundClick => "outbound_click",
            Self::ConsentStated => "consent_stated",
            Self::AssetsFetched => "assets_fetched",
            Self::Missed { .. } => "missed",
            Self::Other(_) => "other",
        }
    }

    /// The word that completes the name: the page read, the previous id, the status, the own name.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::PageRead { of } => Some(of.clone()),
            Self::Alias { previous } => Some(previous.clone()),
            Self::Missed { status } => Some(status.to_string()),
            Self::Other(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The inverse of [`Action::as_str`] and [`Action::detail`]; an unknown name is kept as plain activity.
    #[must_use]
    pub fn from_parts(name: &str, detail: Option<String>) -> Self {
        let detail_or_empty = || detail.clone().unwrap_or_default();
        match name {
            "page" => Self::Page,
            "screen" => Self::Screen,
            "page_read" => Self::PageRead { of: detail_or_empty() },
            "identify" => Self::Identify,
            "group" => Self::Group,
            "alias" => Self::Alias { previous: detail_or_empty() },
            "demo_requested" => Self::DemoRequested,
            "contact_requested" => Self::ContactRequested,
            "content_downloaded" => Self::ContentDownloaded,
            "newsletter_signup" => Self::NewsletterSignup,
            "email_delivered" => Self::EmailDelivered,
            "email_opened" => Self::EmailOpened,
            "email_link_clicked" => Self::EmailLinkClicked,
            "ad_impression" => Self::AdImpression,
            "content_shared" => Self::ContentShared,
            "webinar_registered" => Self::WebinarRegistered,
            "webinar_attended" => Self::WebinarAttended,
            "meeting_booked" => Self::MeetingBooked,
            "meeting_held" => Self::MeetingHeld,
            "call_held" => Self::CallHeld,
            "proposal_viewed" => Self::ProposalViewed,
            "outbound_click" => Self::OutboundClick,
            "consent_stated" => Self::ConsentStated,
            "assets_fetched" => Self::AssetsFetched,
            "missed" => Self::Missed { status: detail_or_empty().parse().unwrap_or(0) },
            _ => Self::Other(detail.unwrap_or_else(|| name.into())),
        }
    }
}

/// The door an event came in by. A silent door is shown as blind, never as the buyers' silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The Segment-compatible collection API.
    Api,
    /// The first-party script.
    Script,
    /// An events file.
    File,
    /// A web server's access log.
    AccessLog,
}

impl Channel {
    pub const ALL: [Self; 4] = [Self::Api, Self::Script, Self::File, Self::AccessLog];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Script => "script",
            Self::File => "file",
            Self::AccessLog => "access_log",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == name)
    }
}

/// How a visitor came. The order is that of the model's source tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    Direct,
    Search,
    Email,
    Ad,
    Forward,
    Social,
    Referral,
}

impl Source {
    pub const ALL: [Self; 7] =
        [Self::Direct, Self::Search, Self::Email, Self::Ad, Self::Forward, Self::Social, Self::Referral];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Search => "search",
            Self::Email => "email",
            Self::Ad => "ad",
            Self::Forward => "forward",
            Self::Social => "social",
            Self::Referral => "referral",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }

    /// Position in [`Source::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What a visitor said about being read. Absent means he said nothing; the workspace's mode decides then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    Granted,
    Denied,
}

/// A company that an event says its visitor belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyClaim {
    pub domain: Domain,
    pub kind: CompanyClaimKind,
}

/// Why an event names a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompanyClaimKind {
    /// A business e-mail address (never a free-mail or disposable one).
    Email,
    /// A group call of the customer's own system.
    Group,
}

impl CompanyClaimKind {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Group => "group",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Email, Self::Group].into_iter().find(|kind| kind.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_survives_its_stored_form() {
        let actions = [
            Action::Page,
            Action::PageRead { of: "m1".into() },
            Action::Alias { previous: "old".into() },
            Action::Missed { status: 404 },
            Action::Other("Trial Started".into()),
            Action::ProposalViewed,
        ];
        for action in actions {
            assert_eq!(Action::from_parts(action.as_str(), action.detail()), action);
        }
    }
}
