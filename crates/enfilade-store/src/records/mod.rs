//! The records in SQL that both databases understand, one file per noun.

mod account;
mod assessment;
mod change;
mod contact;
mod content;
mod deal;
mod decision;
mod import_run;
mod invitation;
mod made;
mod note;
mod paper;
mod reading;
mod statement;
mod user;
mod view;
mod workspace;

use std::sync::Arc;

use enfilade_domain::{
    Account, ContactDecision, Deal, Decision, Dispute, Domain, KeptAssessment, LibraryPiece, PathRule, PersonId, Piece,
    Settings, Statement, Subject, Timestamp, Touch, VisitorId, Workspace, WorkspaceId,
};

use crate::database::{Connection, Database};
use crate::made::{MadeReading, ModelRecord, ModelUse};
use crate::seams::{
    ImportRun, Invitation, KeptView, Marks, NewDecision, NewPaper, Paper, PersonCount, PersonName, Records, SignIn,
    StoreError, StoredAccount, StoredPerson, User, UserRole, WriteKey,
};
use crate::value::{Row, Value};

/// The records of one database.
#[derive(Debug)]
pub(crate) struct SqlRecords {
    database: Arc<Database>,
}

impl SqlRecords {
    pub(crate) fn new(database: Arc<Database>) -> Self {
        Self { database }
    }

    fn read<T>(&self, work: impl FnMut(&mut dyn Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.database.read(work)
    }

    fn write<T>(&self, work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.database.write(work)
    }

    /// Writes something that readings depend on besides events, and notes that it changed.
    fn state<T>(
        &self,
        workspace: WorkspaceId,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.database.write(|connection| {
            let done = work(connection)?;
            change::stated(connection, workspace)?;
            Ok(done)
        })
    }
}

/// The rows of a query, each turned into what it stands for.
fn all<T>(
    connection: &mut dyn Connection,
    sql: &str,
    parameters: &[Value],
    read: impl Fn(Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    // One after the other: a long list is not held twice.
    connection.each_row(sql, parameters, &mut |row| {
        found.push(read(Row::new(row.cells()?))?);
        Ok(())
    })?;
    Ok(found)
}

/// The first row of a query.
fn first<T>(
    connection: &mut dyn Connection,
    sql: &str,
    parameters: &[Value],
    read: impl Fn(Row) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    connection.query_first(sql, parameters)?.map(read).transpose()
}

/// A list of short texts as one, a line each.
fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    texts.filter(|text| !text.is_empty()).map(|text| text.replace('\n', " ")).collect::<Vec<_>>().join("\n").into()
}

/// The inverse of [`lines`].
fn from_lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// A domain as stored.
fn domain(text: &str) -> Option<Domain> {
    Domain::parse(text).ok()
}

impl Records for SqlRecords {
    fn workspaces(&self) -> Result<Vec<Workspace>, StoreError> {
        self.read(workspace::all_workspaces)
    }

    fn workspace(&self, slug: &str) -> Result<Option<Workspace>, StoreError> {
        self.read(|connection| workspace::find(connection, slug))
    }

    fn ensure_workspace(&self, slug: &str, now: Timestamp) -> Result<Workspace, StoreError> {
        match self.workspace(slug)? {
            Some(found) => Ok(found),
            None => self.write(|connection| workspace::ensure(connection, slug, now)),
        }
    }

    fn save_settings(&self, workspace: WorkspaceId, settings: &Settings) -> Result<(), StoreError> {
        self.state(workspace, |connection| workspace::save_settings(connection, workspace, settings))
    }

    fn add_write_key(&self, key: &WriteKey) -> Result<(), StoreError> {
        self.write(|connection| workspace::add_write_key(connection, key))
    }

    fn write_keys(&self, workspace: WorkspaceId) -> Result<Vec<WriteKey>, StoreError> {
        self.read(|connection| workspace::write_keys(connection, workspace))
    }

    fn write_key(&self, key: &str) -> Result<Option<WriteKey>, StoreError> {
        self.read(|connection| workspace::write_key(connection, key))
    }

    fn revoke_write_key(&self, workspace: WorkspaceId, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|connection| workspace::revoke_write_key(connection, workspace, key, now))
    }

    fn put_pieces(&self, workspace: WorkspaceId, pieces: &[Piece]) -> Result<(), StoreError> {
        self.state(workspace, |connection| content::put_pieces(connection, workspace, pieces))
    }

    fn pieces(&self, workspace: WorkspaceId) -> Result<Vec<Piece>, StoreError> {
        self.read(|connection| content::pieces(connection, workspace))
    }

    fn library(&self, workspace: WorkspaceId) -> Result<Vec<LibraryPiece>, StoreError> {
        self.read(|connection| content::library(connection, workspace))
    }

    fn put_library(&self, workspace: WorkspaceId, entries: &[LibraryPiece]) -> Result<(), StoreError> {
        self.state(workspace, |connection| content::put_library(connection, workspace, entries))
    }

    fn piece_texts(&self, workspace: WorkspaceId) -> Result<Vec<(String, String)>, StoreError> {
        self.read(|connection| content::texts(connection, workspace))
    }

    fn put_piece_texts(&self, workspace: WorkspaceId, texts: &[(String, String)]) -> Result<(), StoreError> {
        self.write(|connection| content::put_texts(connection, workspace, texts))
    }

    fn add_paper(&self, workspace: WorkspaceId, new: &NewPaper<'_>) -> Result<i64, StoreError> {
        self.write(|connection| paper::add(connection, workspace, new))
    }

    fn revise_paper(
        &self,
        workspace: WorkspaceId,
        id: i64,
        after: i64,
        new: &NewPaper<'_>,
    ) -> Result<bool, StoreError> {
        self.write(|connection| paper::revise(connection, workspace, id, after, new))
    }

    fn papers(&self, workspace: WorkspaceId, kind: &str) -> Result<Vec<Paper>, StoreError> {
        self.read(|connection| paper::papers(connection, workspace, kind))
    }

    fn paper_versions(&self, workspace: WorkspaceId, kind: &str, id: i64) -> Result<Vec<Paper>, StoreError> {
        self.read(|connection| paper::versions(connection, workspace, kind, id))
    }

    fn forget_papers(&self, workspace: WorkspaceId, kind: &str, ids: &[i64]) -> Result<(), StoreError> {
        self.write(|connection| paper::forget(connection, workspace, kind, ids))
    }

    fn add_assessment(
        &self,
        workspace: WorkspaceId,
        site: &str,
        at: Timestamp,
        report: &str,
    ) -> Result<i64, StoreError> {
        self.write(|connection| assessment::add(connection, workspace, site, at, report))
    }

    fn assessments(
        &self,
        workspace: WorkspaceId,
        site: Option<&str>,
        most: usize,
    ) -> Result<Vec<KeptAssessment>, StoreError> {
        self.read(|connection| assessment::list(connection, workspace, site, most))
    }

    fn assessment(&self, workspace: WorkspaceId, id: i64) -> Result<Option<KeptAssessment>, StoreError> {
        self.read(|connection| assessment::one(connection, workspace, id))
    }

    fn put_dispute(&self, workspace: WorkspaceId, dispute: &Dispute) -> Result<(), StoreError> {
        self.write(|connection| assessment::put_dispute(connection, workspace, dispute))
    }

    fn remove_dispute(&self, workspace: WorkspaceId, dispute: &Dispute) -> Result<bool, StoreError> {
        self.write(|connection| assessment::remove_dispute(connection, workspace, dispute))
    }

    fn disputes(&self, workspace: WorkspaceId, site: &str) -> Result<Vec<Dispute>, StoreError> {
        self.read(|connection| assessment::disputes(connection, workspace, site))
    }

    fn replace_path_rules(&self, workspace: WorkspaceId, rules: &[PathRule]) -> Result<(), StoreError> {
        self.state(workspace, |connection| content::replace_path_rules(connection, workspace, rules))
    }

    fn path_rules(&self, workspace: WorkspaceId) -> Result<Vec<PathRule>, StoreError> {
        self.read(|connection| content::path_rules(connection, workspace))
    }

    fn put_accounts(&self, workspace: WorkspaceId, accounts: &[Account]) -> Result<(), StoreError> {
        self.state(workspace, |connection| account::put(connection, workspace, accounts))
    }

    fn accounts(&self, workspace: WorkspaceId) -> Result<Vec<Account>, StoreError> {
        self.read(|connection| account::all_accounts(connection, workspace))
    }

    fn account(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Option<Account>, StoreError> {
        self.read(|connection| account::find(connection, workspace, domain))
    }

    fn put_deals(&self, workspace: WorkspaceId, deals: &[Deal]) -> Result<(), StoreError> {
        self.state(workspace, |connection| deal::put_deals(connection, workspace, deals))
    }

    fn deals(&self, workspace: WorkspaceId) -> Result<Vec<Deal>, StoreError> {
        self.read(|connection| deal::deals(connection, workspace, None))
    }

    fn deals_of(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Vec<Deal>, StoreError> {
        self.read(|connection| deal::deals(connection, workspace, Some(domain)))
    }

    fn put_touches(&self, workspace: WorkspaceId, touches: &[Touch]) -> Result<usize, StoreError> {
        self.state(workspace, |connection| deal::put_touches(connection, workspace, touches))
    }

    fn touches(&self, workspace: WorkspaceId) -> Result<Vec<Touch>, StoreError> {
        self.read(|connection| deal::touches(connection, workspace, None))
    }

    fn touches_of(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Vec<Touch>, StoreError> {
        self.read(|connection| deal::touches(connection, workspace, Some(domain)))
    }

    fn add_decision(&self, workspace: WorkspaceId, decision: &NewDecision) -> Result<i64, StoreError> {
        self.state(workspace, |connection| decision::add(connection, workspace, decision))
    }

    fn undo_decision(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.state(workspace, |connection| decision::undo(connection, workspace, id, now))
    }

    fn decisions(&self, workspace: WorkspaceId) -> Result<Vec<Decision>, StoreError> {
        self.read(|connection| decision::all_decisions(connection, workspace))
    }

    fn add_statement(&self, workspace: WorkspaceId, statement: &Statement) -> Result<i64, StoreError> {
        self.state(workspace, |connection| statement::add(connection, workspace, statement))
    }

    fn put_statements(&self, workspace: WorkspaceId, statements: &[Statement]) -> Result<usize, StoreError> {
        self.state(workspace, |connection| statement::put(connection, workspace, statements))
    }

    fn undo_statement(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.state(workspace, |connection| statement::undo(connection, workspace, id, now))
    }

    fn answer_talk_request(
        &self,
        workspace: WorkspaceId,
        id: i64,
        at: Timestamp,
        by: &str,
    ) -> Result<bool, StoreError> {
        self.state(workspace, |connection| statement::answer(connection, workspace, id, at, by))
    }

    fn statements(&self, workspace: WorkspaceId) -> Result<Vec<Statement>, StoreError> {
        self.read(|connection| statement::statements(connection, workspace))
    }

    fn put_model(&self, workspace: WorkspaceId, model: &ModelRecord) -> Result<(), StoreError> {
        self.state(workspace, |connection| made::put_model(connection, workspace, model))
    }

    fn models(&self, workspace: WorkspaceId) -> Result<Vec<ModelRecord>, StoreError> {
        self.read(|connection| made::models(connection, workspace))
    }

    fn model_in_use(&self, workspace: WorkspaceId) -> Result<Option<ModelRecord>, StoreError> {
        self.read(|connection| made::model_in_use(connection, workspace))
    }

    fn use_model(&self, workspace: WorkspaceId, version: Option<&str>, now: Timestamp) -> Result<bool, StoreError> {
        self.state(workspace, |connection| made::use_model(connection, workspace, version, now))
    }

    fn model_uses(&self, workspace: WorkspaceId) -> Result<Vec<ModelUse>, StoreError> {
        self.read(|connection| made::model_uses(connection, workspace))
    }

    fn add_made_readings(&self, workspace: WorkspaceId, readings: &[MadeReading]) -> Result<(), StoreError> {
        self.write(|connection| made::add_readings(connection, workspace, readings))
    }

    fn made_readings(&self, workspace: WorkspaceId, account: &Domain) -> Result<Vec<MadeReading>, StoreError> {
        self.read(|connection| made::readings(connection, workspace, account))
    }

    fn made_reading_by(
        &self,
        workspace: WorkspaceId,
        account: &Domain,
        moment: Timestamp,
    ) -> Result<Option<MadeReading>, StoreError> {
        self.read(|connection| made::reading_by(connection, workspace, account, moment))
    }

    fn made_reading_times(&self, workspace: WorkspaceId, account: &Domain) -> Result<Vec<Timestamp>, StoreError> {
        self.read(|connection| made::reading_times(connection, workspace, account))
    }

    fn forget_made_readings(
        &self,
        workspace: WorkspaceId,
        account: &Domain,
        made_at: &[Timestamp],
    ) -> Result<(), StoreError> {
        self.write(|connection| made::forget_readings(connection, workspace, account, made_at))
    }

    fn erase_records_before(&self, workspace: WorkspaceId, moment: Timestamp) -> Result<u64, StoreError> {
        self.state(workspace, |connection| {
            let statements = statement::erase_before(connection, workspace, moment)?;
            Ok(statements + made::erase_before(connection, workspace, moment)?)
        })
    }

    fn forget_person(
        &self,
        workspace: WorkspaceId,
        subjects: &[Subject],
        email: Option<&str>,
    ) -> Result<(), StoreError> {
        self.state(workspace, |connection| {
            decision::forget(connection, workspace, subjects)?;
            statement::forget(connection, workspace, subjects)?;
            email.map_or(Ok(()), |email| deal::forget_address(connection, workspace, email))
        })
    }

    fn put_readings(
        &self,
        workspace: WorkspaceId,
        persons: &[StoredPerson],
        accounts: &[StoredAccount],
        forget_persons: &[PersonId],
        forget_accounts: &[Domain],
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            reading::forget(connection, workspace, forget_persons, forget_accounts)?;
            reading::put_persons(connection, workspace, persons)?;
            reading::put_accounts(connection, workspace, accounts)?;
            change::readings(connection, workspace, persons, accounts, forget_accounts)
        })
    }

    fn stored_accounts(&self, workspace: WorkspaceId) -> Result<Vec<StoredAccount>, StoreError> {
        self.read(|connection| reading::accounts(connection, workspace, None))
    }

    fn stored_account(&self, workspace: WorkspaceId, domain: &Domain) -> Result<Option<StoredAccount>, StoreError> {
        Ok(self.read(|connection| reading::accounts(connection, workspace, Some(domain)))?.pop())
    }

    fn stored_account_names(&self, workspace: WorkspaceId) -> Result<Vec<Domain>, StoreError> {
        self.read(|connection| reading::account_names(connection, workspace))
    }

    fn stored_accounts_of(&self, workspace: WorkspaceId, domains: &[Domain]) -> Result<Vec<StoredAccount>, StoreError> {
        self.read(|connection| reading::accounts_of(connection, workspace, domains))
    }

    fn placed_persons_of(&self, workspace: WorkspaceId, domains: &[Domain]) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::placed_of(connection, workspace, domains))
    }

    fn marks(&self, workspace: WorkspaceId) -> Result<Marks, StoreError> {
        self.read(|connection| change::marks(connection, workspace))
    }

    fn accounts_changed_after(&self, workspace: WorkspaceId, mark: i64) -> Result<Vec<Domain>, StoreError> {
        self.read(|connection| change::accounts_after(connection, workspace, mark))
    }

    fn people_last_seen(&self, workspace: WorkspaceId, from: Timestamp, to: Timestamp) -> Result<u64, StoreError> {
        self.read(|connection| reading::people_last_seen(connection, workspace, from, to))
    }

    fn person_counts(&self, workspace: WorkspaceId) -> Result<Vec<PersonCount>, StoreError> {
        self.read(|connection| reading::counts(connection, workspace))
    }

    fn placed_persons(&self, workspace: WorkspaceId) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::placed(connection, workspace))
    }

    fn stored_persons(
        &self,
        workspace: WorkspaceId,
        account: Option<&Domain>,
    ) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::persons(connection, workspace, account))
    }

    fn persons_after(
        &self,
        workspace: WorkspaceId,
        after: Option<&PersonId>,
        limit: usize,
    ) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::persons_after(connection, workspace, after, limit))
    }

    fn stored_person(&self, workspace: WorkspaceId, person: &PersonId) -> Result<Option<StoredPerson>, StoreError> {
        self.read(|connection| reading::person(connection, workspace, person))
    }

    fn persons_of_visitors(
        &self,
        workspace: WorkspaceId,
        visitors: &[VisitorId],
    ) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::persons_of_visitors(connection, workspace, visitors))
    }

    fn persons_of(&self, workspace: WorkspaceId, persons: &[PersonId]) -> Result<Vec<StoredPerson>, StoreError> {
        self.read(|connection| reading::persons_of(connection, workspace, persons))
    }

    fn names_after(&self, workspace: WorkspaceId, mark: i64) -> Result<Vec<PersonName>, StoreError> {
        self.read(|connection| reading::names_after(connection, workspace, mark))
    }

    fn named_persons(
        &self,
        workspace: WorkspaceId,
        words: &[&str],
        most: usize,
    ) -> Result<Vec<StoredPerson>, StoreError> {
        let dialect = self.database.dialect();
        self.read(|connection| reading::named(connection, dialect, workspace, words, most))
    }

    fn add_contact_decision(&self, workspace: WorkspaceId, decision: &ContactDecision) -> Result<i64, StoreError> {
        self.write(|connection| {
            change::decided(connection, workspace)?;
            contact::add(connection, workspace, decision)
        })
    }

    fn undo_contact_decision(&self, workspace: WorkspaceId, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|connection| {
            change::decided(connection, workspace)?;
            contact::undo(connection, workspace, id, now)
        })
    }

    fn contact_decisions(&self, workspace: WorkspaceId) -> Result<Vec<ContactDecision>, StoreError> {
        self.read(|connection| contact::all_decisions(connection, workspace))
    }

    fn add_view(&self, workspace: WorkspaceId, view: &KeptView) -> Result<i64, StoreError> {
        self.write(|connection| view::add(connection, workspace, view))
    }

    fn views(&self, workspace: WorkspaceId) -> Result<Vec<KeptView>, StoreError> {
        self.read(|connection| view::all_of(connection, workspace))
    }

    fn remove_view(&self, workspace: WorkspaceId, id: i64) -> Result<bool, StoreError> {
        self.write(|connection| view::remove(connection, workspace, id))
    }

    fn add_import_run(&self, workspace: WorkspaceId, run: &ImportRun) -> Result<i64, StoreError> {
        self.write(|connection| import_run::add(connection, workspace, run))
    }

    fn end_import_run(&self, workspace: WorkspaceId, run: &ImportRun) -> Result<(), StoreError> {
        self.write(|connection| import_run::end(connection, workspace, run))
    }

    fn import_runs(&self, workspace: WorkspaceId) -> Result<Vec<ImportRun>, StoreError> {
        self.read(|connection| import_run::all_of(connection, workspace))
    }

    fn import_run(&self, workspace: WorkspaceId, id: i64) -> Result<Option<ImportRun>, StoreError> {
        self.read(|connection| import_run::find(connection, workspace, id))
    }

    fn set_role(&self, user_id: i64, role: UserRole) -> Result<(), StoreError> {
        self.write(|connection| user::set_role(connection, user_id, role))
    }

    fn users(&self, workspace: WorkspaceId) -> Result<Vec<User>, StoreError> {
        self.read(|connection| user::users(connection, workspace))
    }

    fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        self.read(|connection| user::by_email(connection, email))
    }

    fn user(&self, id: i64) -> Result<Option<User>, StoreError> {
        self.read(|connection| user::find(connection, id))
    }

    fn add_user(&self, user: &User) -> Result<i64, StoreError> {
        self.write(|connection| user::add(connection, user))
    }

    fn set_password(&self, user_id: i64, password_hash: &str) -> Result<(), StoreError> {
        self.write(|connection| user::set_password(connection, user_id, password_hash))
    }

    fn remove_user(&self, user_id: i64) -> Result<(), StoreError> {
        self.write(|connection| user::remove(connection, user_id))
    }

    fn memberships(&self, user_id: i64) -> Result<Vec<(WorkspaceId, UserRole)>, StoreError> {
        self.read(|connection| user::memberships(connection, user_id))
    }

    fn put_membership(&self, user_id: i64, workspace: WorkspaceId, role: UserRole) -> Result<(), StoreError> {
        self.write(|connection| user::put_membership(connection, user_id, workspace, role))
    }

    fn remove_membership(&self, user_id: i64, workspace: WorkspaceId) -> Result<(), StoreError> {
        self.write(|connection| user::remove_membership(connection, user_id, workspace))
    }

    fn move_user(&self, user_id: i64, workspace: WorkspaceId, role: UserRole) -> Result<(), StoreError> {
        self.write(|connection| user::move_to(connection, user_id, workspace, role))
    }

    fn show_workspace(&self, token_hash: &[u8; 32], workspace: WorkspaceId) -> Result<(), StoreError> {
        self.write(|connection| user::show_workspace(connection, token_hash, workspace))
    }

    fn add_sign_in(&self, sign_in: &SignIn) -> Result<(), StoreError> {
        self.write(|connection| user::add_sign_in(connection, sign_in))
    }

    fn sign_in(&self, token_hash: &[u8; 32]) -> Result<Option<SignIn>, StoreError> {
        self.read(|connection| user::sign_in(connection, token_hash))
    }

    fn remove_sign_in(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.write(|connection| user::remove_sign_in(connection, token_hash))
    }

    fn add_invitation(&self, invitation: &Invitation) -> Result<(), StoreError> {
        self.write(|connection| invitation::add(connection, invitation))
    }

    fn invitation(&self, token_hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError> {
        self.read(|connection| invitation::find(connection, token_hash))
    }

    fn open_invitations(&self, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        self.read(|connection| invitation::open(connection, workspace, now))
    }

    fn remove_invitation(&self, workspace: WorkspaceId, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
        self.write(|connection| invitation::remove(connection, workspace, token_hash))
    }

    fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| note::note(connection, name))
    }

    fn set_note(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        self.write(|connection| note::set_note(connection, name, value))
    }
}
