//! The records.

use std::fmt::Debug;

use enfilade_domain::{
    Account, ContactDecision, Deal, Decision, Dispute, Domain, KeptAssessment, LibraryPiece, PathRule, PersonId, Piece,
    Settings, Statement, Subject, Timestamp, Touch, VisitorId, Workspace, WorkspaceId,
};

use super::StoreError;
use super::kept::{
    ImportRun, Invitation, KeptView, Marks, NewDecision, NewPaper, Paper, PersonCount, PersonName, SignIn,
    StoredAccount, StoredPerson, User, UserRole, WriteKey,
};
use crate::made::{MadeReading, ModelRecord, ModelUse};

/// Everything that is not an event.
pub trait Records: Send + Sync + Debug {
    fn workspaces(&self) -> Result<Vec<Workspace>, StoreError>;
    fn workspace(&self, slug: &str) -> Result<Option<Workspace>, StoreError>;
    /// The workspace of this name, made with default settings and a fresh secret when missing.
    fn ensure_workspace(&self, slug: &str, now: Timestamp) -> Result<Workspace, StoreError>;
    fn save_settings(&self, workspace: WorkspaceId, settings: &Settings) -> Result<(), StoreError>;

    fn add_write_key(&self, key: &WriteKey) -> Result<(), StoreError>;
    fn write_keys(&self, workspace: WorkspaceId) -> Result<Vec<WriteKey>, StoreError>;
    /// The key with this text, revoked or not.
    fn write_key(&self, key: &str) -> Result<Option<WriteKey>, StoreError>;
    fn revoke_write_key(&self, workspace: WorkspaceId, key: &str, now: Timestamp) -> Result<bool, StoreError>;

    /// Adds or replaces pieces by path.
    fn put_pieces(&self, workspace: WorkspaceId, pieces: &[Piece]) -> Result<(), StoreError>;
    fn pieces(&self, workspace: WorkspaceId) -> Result<Vec<Piece>, StoreError>;
    /// The pieces with all that is known of them, in the order of their paths.
    fn library(&self, workspace: WorkspaceId) -> Result<Vec<LibraryPiece>, StoreError>;
    /// Adds or replaces whole entries of the library.
    fn put_library(&self, workspace: WorkspaceId, entries: &[LibraryPiece]) -> Result<(), StoreError>;
    /// What pieces say, by path, in the order of their paths; those of which it is known.
    fn piece_texts(&self, workspace: WorkspaceId) -> Result<Vec<(String, String)>, StoreError>;
    /// Keeps what pieces say, by path; a path that is no piece's is passed over.
    fn put_piece_texts(&self, workspace: WorkspaceId, texts: &[(String, String)]) -> Result<(), StoreError>;
    /// Puts a paper on the desk and returns its number within its kind.
    fn add_paper(&self, workspace: WorkspaceId, new: &NewPaper<'_>) -> Result<i64, StoreError>;
    /// Adds the version that follows the given one. False when there is no such paper, or when it is no longer the
    /// newest; nothing changes then.
    fn revise_paper(&self, workspace: WorkspaceId, id: i64, after: i64, new: &NewPaper<'_>)
    -> Result<bool, StoreError>;
    /// The newest version of each paper of a kind, removed ones too, in order of their numbers.
    fn papers(&self, workspace: WorkspaceId, kind: &str) -> Result<Vec<Paper>, StoreError>;
    /// All versions of one paper, oldest first.
    fn paper_versions(&self, workspace: WorkspaceId, kind: &str, id: i64) -> Result<Vec<Paper>, StoreError>;
    /// Removes papers with all their versions, as an erasure asks.
    fn forget_papers(&self, workspace: WorkspaceId, kind: &str, ids: &[i64]) -> Result<(), StoreError>;
    /// Keeps an assessment and returns its number; the oldest of a site go.
    fn add_assessment(
        &self,
        workspace: WorkspaceId,
        site: &str,
        at: Timestamp,
        report: &str,
    ) -> Result<i64, StoreError>;
    /// The newest assessments first, of one site or of all.
    fn assessments(
        &self,
        workspace: WorkspaceId,
        site: Option<&str>,
        most: usize,
    ) -> Result<Vec<KeptAssessment>, StoreError>;
    fn assessment(&self, workspace: WorkspaceId, id: i64) -> Result<Option<KeptAssessment>, StoreError>;
    /// Adds or replaces a contested finding.
    fn put_dispute(&self, workspace: WorkspaceId, dispute: &Dispute) -> Result<(), StoreError>;
    /// Whether there was one to take back.
    fn remove_dispute(&self, workspace: WorkspaceId, dispute: &Dispute) -> Result<bool, StoreError>;
    fn disputes(&self, workspace: WorkspaceId, site: &str) -> Result<Vec<Dispute>, StoreError>;
    /// Replaces all path rules; order counts.
    fn replace_path_rules(&self, workspace: WorkspaceId, rules: &[PathRule]) -> Result<(), StoreError>;
    fn path_rules(&self, workspace: WorkspaceId) -> Result<Vec<PathRule>, StoreError>;

    /// Adds or replaces accounts by domain.
    fn put_accounts(&self, workspace: WorkspaceId, accounts: &[Account]) -> Result<(), StoreError>;
    fn accounts(&self, workspace: WorkspaceId) -> Result<Vec<Account>, StoreError>;
    fn account(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Option<Account>, StoreError>;

    /// Adds or replaces deals by id.
    fn put_deals(&self, workspace: WorkspaceId, deals: &[Deal]) -> Result<(), StoreError>;
    fn deals(&self, workspace: WorkspaceId) -> Result<Vec<Deal>, StoreError>;
    fn deals_of(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Vec<Deal>, StoreError>;

    /// Adds touches; one that is equal in every field is a no-op. Returns how many were new.
    fn put_touches(&self, workspace: WorkspaceId, touches: &[Touch]) -> Result<usize, StoreError>;
    fn touches(&self, workspace: WorkspaceId) -> Result<Vec<Touch>, StoreError>;
    fn touches_of(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Vec<Touch>, StoreError>;

    fn add_decision(&self, workspace: WorkspaceId, decision: &NewDecision) -> Result<i64, StoreError>;
    /// Takes a decision back. False when there is no such standing decision.
    fn undo_decision(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError>;
    /// All decisions, undone ones too, oldest first.
    fn decisions(&self, workspace: WorkspaceId) -> Result<Vec<Decision>, StoreError>;

    /// Adds a statement (the given id is ignored) and returns its id.
    fn add_statement(&self, workspace: WorkspaceId, statement: &Statement) -> Result<i64, StoreError>;
    /// Adds imported statements; one that an earlier import brought is a no-op. Returns how many were new.
    fn put_statements(&self, workspace: WorkspaceId, statements: &[Statement]) -> Result<usize, StoreError>;
    /// Takes a statement back. False when there is no such standing statement.
    fn undo_statement(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError>;
    /// Records the answer to a request to talk. False when there is no standing one with this id and without answer.
    fn answer_talk_request(&self, workspace: WorkspaceId, id: i64, at: Timestamp, by: &str)
    -> Result<bool, StoreError>;
    /// All statements, undone ones too, in order of when they happened.
    fn statements(&self, workspace: WorkspaceId) -> Result<Vec<Statement>, StoreError>;

    /// Adds a learned model or replaces what is known of it.
    fn put_model(&self, workspace: WorkspaceId, model: &ModelRecord) -> Result<(), StoreError>;
    /// Every learned model, oldest first.
    fn models(&self, workspace: WorkspaceId) -> Result<Vec<ModelRecord>, StoreError>;
    /// The learned model that readings are made with; `None` for the published one.
    fn model_in_use(&self, workspace: WorkspaceId) -> Result<Option<ModelRecord>, StoreError>;
    /// Puts a version into use and retires the one before; `None` returns to the published model. False when there is
    /// no such version; nothing changes then.
    fn use_model(&self, workspace: WorkspaceId, version: Option<&str>, now: Timestamp) -> Result<bool, StoreError>;
    /// Which model came into use when, oldest first.
    fn model_uses(&self, workspace: WorkspaceId) -> Result<Vec<ModelUse>, StoreError>;

    /// Keeps readings as they were made; of two of an account at the same moment the later one stays.
    fn add_made_readings(&self, workspace: WorkspaceId, readings: &[MadeReading]) -> Result<(), StoreError>;
    /// An account's readings as they were made, oldest first.
    fn made_readings(&self, workspace: WorkspaceId, account: &Domain) -> Result<Vec<MadeReading>, StoreError>;
    /// The newest of an account that was made by a moment.
    fn made_reading_by(
        &self,
        workspace: WorkspaceId,
        account: &Domain,
        moment: Timestamp,
    ) -> Result<Option<MadeReading>, StoreError>;
    /// When an account's readings were made, oldest first.
    fn made_reading_times(&self, workspace: WorkspaceId, account: &Domain) -> Result<Vec<Timestamp>, StoreError>;
    /// Forgets those of an account's readings that were made at these moments.
    fn forget_made_readings(
        &self,
        workspace: WorkspaceId,
        account: &Domain,
        made_at: &[Timestamp],
    ) -> Result<(), StoreError>;

    /// Removes statements of what happened before the moment and readings made before it (retention). Returns how many.
    fn erase_records_before(&self, workspace: WorkspaceId, moment: Timestamp) -> Result<u64, StoreError>;

    /// Forgets what people recorded about a person who asked to be forgotten: decisions and statements about these
    /// subjects, and the address in touches that went there (that a touch was made stays).
    fn forget_person(
        &self,
        workspace: WorkspaceId,
        subjects: &[Subject],
        email: Option<&str>,
    ) -> Result<(), StoreError>;

    /// Replaces what is kept of these persons and accounts and forgets the others named, in one transaction.
    fn put_readings(
        &self,
        workspace: WorkspaceId,
        persons: &[StoredPerson],
        accounts: &[StoredAccount],
        forget_persons: &[PersonId],
        forget_accounts: &[Domain],
    ) -> Result<(), StoreError>;
    fn stored_accounts(&self, workspace: WorkspaceId) -> Result<Vec<StoredAccount>, StoreError>;
    fn stored_account(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Option<StoredAccount>, StoreError>;
    /// The domains of all accounts of which a reading is kept, in order.
    fn stored_account_names(&self, workspace: WorkspaceId) -> Result<Vec<Domain>, StoreError>;
    /// What is kept of these accounts, in order of domain; of one that is not kept nothing.
    fn stored_accounts_of(&self, workspace: WorkspaceId, domains: &[Domain]) -> Result<Vec<StoredAccount>, StoreError>;
    /// Persons that are placed in these accounts, in order of id, without their visitors.
    fn placed_persons_of(&self, workspace: WorkspaceId, domains: &[Domain]) -> Result<Vec<StoredPerson>, StoreError>;
    /// How far changes have come.
    fn marks(&self, workspace: WorkspaceId) -> Result<Marks, StoreError>;
    /// Accounts whose readings changed after a mark or went, in order of domain.
    fn accounts_changed_after(&self, workspace: WorkspaceId, mark: i64) -> Result<Vec<Domain>, StoreError>;
    /// How many persons were last seen between two moments, both included.
    fn people_last_seen(&self, workspace: WorkspaceId, from: Timestamp, to: Timestamp) -> Result<u64, StoreError>;
    fn person_counts(&self, workspace: WorkspaceId) -> Result<Vec<PersonCount>, StoreError>;
    /// Persons that are placed in an account, in order of id, without their visitors.
    fn placed_persons(&self, workspace: WorkspaceId) -> Result<Vec<StoredPerson>, StoreError>;
    /// Persons in order of id; those of one account when given.
    fn stored_persons(&self, workspace: WorkspaceId, account: Option<&Domain>)
    -> Result<Vec<StoredPerson>, StoreError>;
    /// Up to so many persons in order of id, after the given one, with their visitors; for paging through everyone.
    fn persons_after(
        &self,
        workspace: WorkspaceId,
        after: Option<&PersonId>,
        limit: usize,
    ) -> Result<Vec<StoredPerson>, StoreError>;
    fn stored_person(&self, workspace: WorkspaceId, person: &PersonId) -> Result<Option<StoredPerson>, StoreError>;
    /// Those of these persons that are known, in order of id, without their visitors.
    fn persons_of(&self, workspace: WorkspaceId, persons: &[PersonId]) -> Result<Vec<StoredPerson>, StoreError>;
    /// The names that somebody took after a mark, in the order of their marks.
    fn names_after(&self, workspace: WorkspaceId, mark: i64) -> Result<Vec<PersonName>, StoreError>;
    /// Persons who named themselves and whose name or ids hold every one of these words (in lower case), the last seen
    /// first, without their visitors.
    fn named_persons(
        &self,
        workspace: WorkspaceId,
        words: &[&str],
        most: usize,
    ) -> Result<Vec<StoredPerson>, StoreError>;
    /// The persons that hold any of these visitors.
    fn persons_of_visitors(
        &self,
        workspace: WorkspaceId,
        visitors: &[VisitorId],
    ) -> Result<Vec<StoredPerson>, StoreError>;

    /// Adds a decision about speaking to an account (the given id is ignored) and returns its id.
    fn add_contact_decision(&self, workspace: WorkspaceId, decision: &ContactDecision) -> Result<i64, StoreError>;
    /// Takes one back. False when there is no such standing one.
    fn undo_contact_decision(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError>;
    /// All of them, undone ones too, oldest first.
    fn contact_decisions(&self, workspace: WorkspaceId) -> Result<Vec<ContactDecision>, StoreError>;

    /// Adds a kept view (the given id is ignored) and returns its id.
    fn add_view(&self, workspace: WorkspaceId, view: &KeptView) -> Result<i64, StoreError>;
    /// Kept views, oldest first.
    fn views(&self, workspace: WorkspaceId) -> Result<Vec<KeptView>, StoreError>;
    /// False when there is no such view.
    fn remove_view(&self, workspace: WorkspaceId, id: i64) -> Result<bool, StoreError>;

    /// Begins an import run (the given id is ignored) and returns its id; the oldest go.
    fn add_import_run(&self, workspace: WorkspaceId, run: &ImportRun) -> Result<i64, StoreError>;
    /// Writes down how a run ended.
    fn end_import_run(&self, workspace: WorkspaceId, run: &ImportRun) -> Result<(), StoreError>;
    /// Newest first.
    fn import_runs(&self, workspace: WorkspaceId) -> Result<Vec<ImportRun>, StoreError>;
    fn import_run(&self, workspace: WorkspaceId, id: i64) -> Result<Option<ImportRun>, StoreError>;

    /// Whoever works in a workspace, with the role there.
    fn users(&self, workspace: WorkspaceId) -> Result<Vec<User>, StoreError>;
    fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError>;
    fn user(&self, id: i64) -> Result<Option<User>, StoreError>;
    /// Adds a user (the given id is ignored); the e-mail address must be new.
    fn add_user(&self, user: &User) -> Result<i64, StoreError>;
    fn set_password(&self, user_id: i64, password_hash: &str) -> Result<(), StoreError>;
    fn set_role(&self, user_id: i64, role: UserRole) -> Result<(), StoreError>;
    fn remove_user(&self, user_id: i64) -> Result<(), StoreError>;
    /// Where somebody works beside the first workspace, and in which role.
    fn memberships(&self, user_id: i64) -> Result<Vec<(WorkspaceId, UserRole)>, StoreError>;
    /// Lets somebody work in a further workspace, or changes the role there.
    fn put_membership(&self, user_id: i64, workspace: WorkspaceId, role: UserRole) -> Result<(), StoreError>;
    fn remove_membership(&self, user_id: i64, workspace: WorkspaceId) -> Result<(), StoreError>;
    /// Makes a further workspace somebody's first, instead of the one that was.
    fn move_user(&self, user_id: i64, workspace: WorkspaceId, role: UserRole) -> Result<(), StoreError>;
    /// Lets a signed-in browser show another workspace.
    fn show_workspace(&self, token_hash: &[u8; 32], workspace: WorkspaceId) -> Result<(), StoreError>;
    fn add_sign_in(&self, sign_in: &SignIn) -> Result<(), StoreError>;
    fn sign_in(&self, token_hash: &[u8; 32]) -> Result<Option<SignIn>, StoreError>;
    fn remove_sign_in(&self, token_hash: &[u8; 32]) -> Result<(), StoreError>;

    /// Adds an invitation, and forgets those whose time is over.
    fn add_invitation(&self, invitation: &Invitation) -> Result<(), StoreError>;
    fn invitation(&self, token_hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError>;
    /// Those that can still be used, oldest first.
    fn open_invitations(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<Invitation>, StoreError>;
    /// False when there is none, so that of two who use it at once one wins.
    fn remove_invitation(&self, workspace: WorkspaceId, token_hash: &[u8; 32]) -> Result<bool, StoreError>;

    /// Small facts about the installation, by name (the set-up token's hash, the last backup).
    fn note(&self, name: &str) -> Result<Option<String>, StoreError>;
    fn set_note(&self, name: &str, value: Option<&str>) -> Result<(), StoreError>;
}
