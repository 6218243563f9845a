//! What the records keep that is no word of the domain.

use enfilade_domain::{Domain, PersonId, PersonKind, ShownRoom, Subject, Timestamp, Verdict, VisitorId, WorkspaceId};

/// A key that collection clients send. Not a secret: it stands in every web page that uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteKey {
    pub workspace: WorkspaceId,
    pub key: String,
    pub label: String,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// What a signed-in person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserRole {
    Owner,
    Editor,
    Sales,
    Viewer,
}

impl UserRole {
    pub const ALL: [Self; 4] = [Self::Owner, Self::Editor, Self::Sales, Self::Viewer];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Sales => "sales",
            Self::Viewer => "viewer",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A person who works with Enfilade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: i64,
    pub workspace: WorkspaceId,
    pub email: String,
    pub name: String,
    pub role: UserRole,
    /// Argon2id in PHC form.
    pub password_hash: String,
}

/// A link by which one person comes to a workspace. Only the SHA-256 of its token is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub token_hash: [u8; 32],
    pub workspace: WorkspaceId,
    pub role: UserRole,
    /// Who invites.
    pub made_by: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A signed-in browser. Only the SHA-256 of its token is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub token_hash: [u8; 32],
    pub user_id: i64,
    /// The workspace that it shows; the user's first where none was chosen.
    pub workspace: Option<WorkspaceId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A verdict to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    pub at: Timestamp,
    pub author: String,
    pub reason: String,
    pub subject: Subject,
    pub verdict: Verdict,
}

/// What is kept of a person's reading between events. `body` is written and read by the interpreter only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPerson {
    pub person: PersonId,
    pub account: Option<Domain>,
    pub visitors: Vec<VisitorId>,
    pub kind: PersonKind,
    pub last_seen: Timestamp,
    pub body: Vec<u8>,
    /// Name and ids in lower case, of somebody who named himself: what he is found by.
    pub sought: Option<String>,
}

/// What somebody who named himself is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    pub person: PersonId,
    /// Name and ids in lower case.
    pub sought: String,
    /// When the name became this one; greater than the marks of all names before.
    pub mark: i64,
}

/// A narrowed list that somebody keeps: its name and the query of its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptView {
    pub id: i64,
    pub name: String,
    pub query: String,
    pub made_by: String,
    pub at: Timestamp,
}

/// One version of a paper on the content desk. `body` is written and read by the application only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub kind: String,
    pub id: i64,
    /// Counted from 1.
    pub version: i64,
    pub body: String,
    /// Who made this version.
    pub by: String,
    pub at: Timestamp,
    /// Whether this version takes the paper off the desk.
    pub is_removed: bool,
}

/// A version to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewPaper<'a> {
    pub kind: &'a str,
    pub body: &'a str,
    pub by: &'a str,
    pub at: Timestamp,
    pub is_removed: bool,
}

/// A file that somebody sent, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    pub id: i64,
    pub at: Timestamp,
    pub sent_by: String,
    /// Such as `log` or `accounts`.
    pub kind: String,
    pub file_name: String,
    /// `None` while it is being read, and for what a restart cut short.
    pub over_at: Option<Timestamp>,
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    /// The refused rows that were kept; there may be more of them.
    pub rejects: Vec<RefusedRow>,
    pub failed: Option<String>,
}

impl ImportRun {
    /// A run that begins.
    #[must_use]
    pub fn begun(at: Timestamp, sent_by: String, kind: String, file_name: String) -> Self {
        Self {
            id: 0,
            at,
            sent_by,
            kind,
            file_name,
            over_at: None,
            accepted: 0,
            duplicate: 0,
            rejected: 0,
            rejects: Vec::new(),
            failed: None,
        }
    }
}

/// A row of a file that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    pub line: u64,
    pub field: String,
    pub reason: String,
}

/// How many persons there are of a kind, with and without an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonCount {
    pub kind: PersonKind,
    pub is_placed: bool,
    pub people: u64,
}

/// What is kept of an account's reading between events, with the changes of its shown room (oldest first).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    pub account: Domain,
    pub last_seen: Timestamp,
    pub body: Vec<u8>,
    pub room_changes: Vec<RoomChange>,
}

/// How far changes have come; every mark is greater than those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// The newest change of any reading or of anything stated.
    pub newest: i64,
    /// The newest change of what the workspace states: settings, library, accounts, deals, touches, decisions,
    /// statements, models.
    pub stated: i64,
    /// The newest decision about speaking to an account, or the newest that was taken back.
    pub decided: i64,
}

/// An account stepped through a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomChange {
    pub at: Timestamp,
    pub from: ShownRoom,
    pub to: ShownRoom,
}
