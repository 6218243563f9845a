//! What a simulated market consists of: what the vendor sees, and the truth that it cannot see.

use enfilade_domain::{Account, Deal, Domain, Role, Room, Timestamp, Touch};

use crate::library::Library;

/// A simulated market.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    pub library: Library,
    pub accounts: Vec<Account>,
    /// In order of time.
    pub occurrences: Vec<Occurrence>,
    pub deals: Vec<Deal>,
    /// In order of time.
    pub touches: Vec<Touch>,
    pub truth: Truth,
}

/// One thing that reached the vendor's collector.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    pub at: Timestamp,
    pub message_id: String,
    /// The cookie; `None` for what mail systems report.
    pub anonymous_id: Option<String>,
    pub user_id: Option<String>,
    pub address: Option<String>,
    pub agent: Option<String>,
    pub act: Act,
}

/// What occurred.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Page {
        path: String,
        /// Marks in the address, without the question mark.
        query: Option<String>,
        referrer: String,
        /// Seconds of active reading.
        seconds: f64,
    },
    Track {
        /// As the Segment specification spells it.
        name: &'static str,
        /// The path it is about.
        content: Option<String>,
        share_token: Option<String>,
        domain: Option<Domain>,
    },
    Identify {
        name: String,
        email: String,
    },
    Group {
        domain: Domain,
    },
}

/// What really went on. No reading may use it; it is for judging readings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Truth {
    pub companies: Vec<CompanyTruth>,
    /// Position = number of the person.
    pub people: Vec<PersonTruth>,
    /// In order of time.
    pub rooms: Vec<RoomTruth>,
    /// Which person each cookie belonged to.
    pub cookies: Vec<(String, usize)>,
}

/// What a company really did.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyTruth {
    pub domain: Domain,
    /// Whether it thought about buying at all.
    pub buyer: bool,
    pub customer: bool,
    pub started: Option<Timestamp>,
    /// First day on which a conversation would have been welcome.
    pub ready: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub outcome: Outcome,
}

/// How a company's buying ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Never began.
    None,
    InProgress,
    Won,
    /// A competitor was chosen, most often without a word to us.
    Competitor,
    NoDecision,
}

impl Outcome {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::InProgress => "in_progress",
            Self::Won => "won",
            Self::Competitor => "competitor",
            Self::NoDecision => "no_decision",
        }
    }
}

/// What a person really was.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonTruth {
    pub part: Part,
    pub role: Role,
    pub domain: Option<Domain>,
}

/// What somebody came for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Committee,
    /// Follows a link once.
    Colleague,
    /// Clicks much and means nothing by it.
    Curious,
    DigestReader,
    Student,
    JobSeeker,
    Customer,
    Competitor,
    /// Crawlers and mail scanners.
    Bot,
}

impl Part {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Colleague => "colleague",
            Self::Curious => "curious",
            Self::DigestReader => "newsletter",
            Self::Student => "student",
            Self::JobSeeker => "jobseeker",
            Self::Customer => "customer",
            Self::Competitor => "competitor",
            Self::Bot => "bot",
        }
    }
}

/// From this moment on, somebody or a company is in a room.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomTruth {
    pub at: Timestamp,
    pub domain: Domain,
    /// `None`: the company as a whole.
    pub person: Option<usize>,
    /// `None`: outside.
    pub room: Option<Room>,
    /// Committee majority in the Sales room, enough of the committee there, and the budget open. Of companies only.
    pub ready: bool,
}
