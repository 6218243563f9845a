//! Workspaces, their settings and their write keys.

use enfilade_domain::{ConsentMode, Domain, FitRule, Role, Settings, Timestamp, Workspace, WorkspaceId};

use super::{all, first, from_lines, lines};
use crate::database::Connection;
use crate::value::{Row, Value, key};
use crate::{StoreError, WriteKey};

const SELECT: &str = "select id, slug, created_at, secret, decision_months, time_zone, own_domains, own_networks,
  competitor_domains, consent_mode, retention_days, essential_roles, name, fit_rules from workspace";

fn domains(row: &mut Row) -> Result<Vec<Domain>, StoreError> {
    let text = row.text()?;
    text.lines().map(|line| Domain::parse(line).map_err(|error| row.broken(error.to_string()))).collect()
}

fn fit_rules(row: &mut Row) -> Result<Vec<FitRule>, StoreError> {
    let text = row.opt_text()?.unwrap_or_default();
    text.lines().map(|line| FitRule::parse(line).map_err(|error| row.broken(error))).collect()
}

fn workspace(row: Row) -> Result<Workspace, StoreError> {
    let mut row = row.of("workspace");
    let (id, slug, created_at) = (WorkspaceId(row.int()?), row.text()?, row.time()?);
    let secret = row.blob()?.try_into().map_err(|_| row.broken("its secret has not 16 bytes"))?;
    let settings = Settings {
        decision_months: row.opt_real()?.unwrap_or(Settings::default().decision_months),
        time_zone: row.text()?,
        own_domains: domains(&mut row)?,
        own_networks: from_lines(&row.text()?),
        competitor_domains: domains(&mut row)?,
        consent_mode: row.word(ConsentMode::parse)?,
        retention_days: row.opt_int()?.and_then(|days| u32::try_from(days).ok()),
        essential_roles: row.opt_text()?.map(|text| text.lines().filter_map(Role::parse).collect()),
        name: row.opt_text()?,
        fit_rules: fit_rules(&mut row)?,
    };
    Ok(Workspace { id, slug, created_at, secret, settings })
}

/// The settings as parameters, in the order of their columns.
fn settings_cells(settings: &Settings) -> Result<[Value; 10], StoreError> {
    if !settings.decision_months.is_finite() {
        return Err(StoreError::Failed("decision_months is no number".into()));
    }
    Ok([
        settings.decision_months.into(),
        settings.time_zone.as_str().into(),
        lines(settings.own_domains.iter().map(Domain::as_str)),
        lines(settings.own_networks.iter().map(String::as_str)),
        lines(settings.competitor_domains.iter().map(Domain::as_str)),
        settings.consent_mode.as_str().into(),
        settings.retention_days.map(i64::from).into(),
        settings.essential_roles.as_ref().map_or(Value::Null, |roles| lines(roles.iter().map(Role::as_str))),
        settings.name.as_deref().map_or(Value::Null, Value::from),
        fit_rules_cell(&settings.fit_rules),
    ])
}

fn fit_rules_cell(rules: &[FitRule]) -> Value {
    if rules.is_empty() {
        return Value::Null;
    }
    let texts: Vec<String> = rules.iter().map(ToString::to_string).collect();
    lines(texts.iter().map(String::as_str))
}

pub(super) fn all_workspaces(connection: &mut dyn Connection) -> Result<Vec<Workspace>, StoreError> {
    all(connection, &format!("{SELECT} order by id"), &[], workspace)
}

pub(super) fn find(connection: &mut dyn Connection, slug: &str) -> Result<Option<Workspace>, StoreError> {
    first(connection, &format!("{SELECT} where slug = $1"), &[key(slug)], workspace)
}

pub(super) fn ensure(connection: &mut dyn Connection, slug: &str, now: Timestamp) -> Result<Workspace, StoreError> {
    let mut secret = [0_u8; 16];
    getrandom::fill(&mut secret)
        .map_err(|error| StoreError::Unavailable(format!("the system gave no random bytes: {error}")))?;
    let mut cells = vec![key(slug), now.into(), secret.as_slice().into()];
    cells.extend(settings_cells(&Settings::default())?);
    let sql = "insert into workspace (slug, created_at, secret, decision_months, time_zone, own_domains, own_networks,
          competitor_domains, consent_mode, retention_days, essential_roles, name, fit_rules)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (slug) do nothing";
    connection.execute(sql, &cells)?;
    find(connection, slug)?.ok_or_else(|| StoreError::Failed("a workspace was made and is not there".into()))
}

pub(super) fn save_settings(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    settings: &Settings,
) -> Result<(), StoreError> {
    let mut cells = settings_cells(settings)?.to_vec();
    cells.push(workspace.0.into());
    let sql = "update workspace set decision_months = $1, time_zone = $2, own_domains = $3, own_networks = $4,
         competitor_domains = $5, consent_mode = $6, retention_days = $7, essential_roles = $8, name = $9,
         fit_rules = $10 where id = $11";
    connection.execute(sql, &cells).map(drop)
}

fn key_of(row: Row) -> Result<WriteKey, StoreError> {
    let mut row = row.of("write key");
    Ok(WriteKey {
        workspace: WorkspaceId(row.int()?),
        key: row.text()?,
        label: row.text()?,
        created_at: row.time()?,
        revoked_at: row.opt_time()?,
    })
}

pub(super) fn add_write_key(connection: &mut dyn Connection, write_key: &WriteKey) -> Result<(), StoreError> {
    let sql = "insert into write_key (workspace, write_key, label, created_at, revoked_at) values ($1, $2, $3, $4, $5)";
    let cells = [
        write_key.workspace.0.into(),
        key(&write_key.key),
        write_key.label.as_str().into(),
        write_key.created_at.into(),
        write_key.revoked_at.into(),
    ];
    connection.execute(sql, &cells).map(drop)
}

pub(super) fn write_keys(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<WriteKey>, StoreError> {
    let sql = "select workspace, write_key, label, created_at, revoked_at from write_key
         where workspace = $1 order by created_at, write_key";
    all(connection, sql, &[workspace.0.into()], key_of)
}

pub(super) fn write_key(connection: &mut dyn Connection, text: &str) -> Result<Option<WriteKey>, StoreError> {
    let sql = "select workspace, write_key, label, created_at, revoked_at from write_key where write_key = $1";
    first(connection, sql, &[key(text)], key_of)
}

pub(super) fn revoke_write_key(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    text: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update write_key set revoked_at = $1 where workspace = $2 and write_key = $3 and revoked_at is null";
    Ok(connection.execute(sql, &[now.into(), workspace.0.into(), key(text)])? > 0)
}
