//! The words of Enfilade as types. Everything else is written in these words.
//!
//! Nothing here reads a file, asks the time (except [`SystemClock`]), knows JSON or SQL. A type that
//! crosses a border is translated there, by the crate that owns the border.

mod account;
mod committee;
mod contact;
mod content;
mod deal;
mod desk;
mod event;
mod fit_rule;
mod identity;
mod network;
mod reading;
mod room;
mod silence;
mod statement;
mod time;
mod workspace;

pub use account::{Account, Domain, DomainError, Fit};
pub use committee::{RoleBelief, RoleCoverage, RoleStanding};
pub use contact::{ContactChoice, ContactDecision};
pub use content::{Dispute, KeptAssessment, LibraryPiece, PageCategory, PageKind, PathRule, Piece, PieceState, Role};
pub use deal::{Deal, DealStage, Money, Touch};
pub use desk::{
    AskedQuestion, Audience, Capability, Draft, Gate, Mended, Phrase, PhraseOrigin, PhraseSource, PlanKind, Planned,
    RowKind, STORY_WORDS, SignOff, SignOffRule, Task, TaskClosed, Worksheet, WorksheetRow,
};
pub use event::{Action, Channel, CompanyClaim, CompanyClaimKind, Consent, Event, Place, Source};
pub use fit_rule::FitRule;
pub use identity::{Decision, PersonId, PersonKind, Subject, UserId, Verdict, VisitorId};
pub use network::{Network, NetworkKind};
pub use reading::{AccountReading, Band, PersonReading, RoomBelief, ShownRoom};
pub use room::Room;
pub use silence::{SilenceReading, SilenceState};
pub use statement::{
    ConversationVerdict, Declaration, FirstQuestion, Prepared, Standing, Stated, Statement, TalkRequest,
};
pub use time::{Clock, DAY_MS, HOUR_MS, MINUTE_MS, ParseTimestampError, SystemClock, Timestamp};
pub use workspace::{ConsentMode, Settings, Workspace, WorkspaceId};
