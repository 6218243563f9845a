//! Learned models, and readings as they were made.

use enfilade_domain::{Domain, Timestamp, WorkspaceId};

use super::{all, domain, first};
use crate::database::Connection;
use crate::many_rows::execute_each_list;
use crate::value::{Row, Value, key};
use crate::{MadeReading, ModelRecord, ModelState, ModelUse, StoreError};

/// Adds a model or replaces what is known of it.
pub(super) fn put_model(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    model: &ModelRecord,
) -> Result<(), StoreError> {
    let cells: [Value; 8] = [
        workspace.0.into(),
        key(&model.version),
        model.made_at.into(),
        model.learned_until.into(),
        model.parent.as_deref().into(),
        model.body.as_slice().into(),
        model.figures.as_str().into(),
        model.state.as_str().into(),
    ];
    connection.execute(include_str!("../queries/model.put.sql"), &cells).map(drop)
}

fn model(row: Row) -> Result<ModelRecord, StoreError> {
    let mut row = row.of("model");
    Ok(ModelRecord {
        version: row.text()?,
        made_at: row.time()?,
        learned_until: row.time()?,
        parent: row.opt_text()?,
        body: row.blob()?,
        figures: row.text()?,
        state: row.word(ModelState::parse)?,
    })
}

const SELECT_MODEL: &str = "select version, made_at, learned_until, parent, body, figures, state from model";

pub(super) fn models(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<ModelRecord>, StoreError> {
    let sql = format!("{SELECT_MODEL} where workspace = $1 order by made_at, version");
    all(connection, &sql, &[workspace.0.into()], model)
}

pub(super) fn model_in_use(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
) -> Result<Option<ModelRecord>, StoreError> {
    let sql = format!("{SELECT_MODEL} where workspace = $1 and state = $2");
    first(connection, &sql, &[workspace.0.into(), ModelState::InUse.as_str().into()], model)
}

/// Puts a version into use and retires the one before; `None` returns to the published model. False when there is no
/// such version.
pub(super) fn use_model(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    version: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (in_use, retired) = (ModelState::InUse.as_str(), ModelState::Retired.as_str());
    if let Some(version) = version {
        let sql = "select version from model where workspace = $1 and version = $2";
        if connection.query_first(sql, &[workspace.0.into(), key(version)])?.is_none() {
            return Ok(false);
        }
    }
    let sql = "update model set state = $1 where workspace = $2 and state = $3";
    connection.execute(sql, &[retired.into(), workspace.0.into(), in_use.into()])?;
    if let Some(version) = version {
        let sql = "update model set state = $1 where workspace = $2 and version = $3";
        connection.execute(sql, &[in_use.into(), workspace.0.into(), key(version)])?;
    }
    let sql = "insert into model_use (workspace, at, version) values ($1, $2, $3)";
    connection.execute(sql, &[workspace.0.into(), now.into(), version.map_or(Value::Null, key)])?;
    Ok(true)
}

pub(super) fn model_uses(connection: &mut dyn Connection, workspace: WorkspaceId) -> Result<Vec<ModelUse>, StoreError> {
    let sql = "select at, version from model_use where workspace = $1 order by id";
    all(connection, sql, &[workspace.0.into()], |row: Row| {
        let mut row = row.of("use of a model");
        Ok(ModelUse { at: row.time()?, version: row.opt_text()? })
    })
}

pub(super) fn add_readings(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    readings: &[MadeReading],
) -> Result<(), StoreError> {
    for reading in readings {
        let cells: [Value; 6] = [
            workspace.0.into(),
            key(reading.account.as_str()),
            reading.made_at.into(),
            reading.known_until.into(),
            reading.model_version.as_str().into(),
            reading.body.as_slice().into(),
        ];
        connection.execute(include_str!("../queries/made_reading.put.sql"), &cells)?;
    }
    Ok(())
}

fn reading(row: Row) -> Result<MadeReading, StoreError> {
    let mut row = row.of("made reading");
    Ok(MadeReading {
        account: row.word(domain)?,
        made_at: row.time()?,
        known_until: row.time()?,
        model_version: row.text()?,
        body: row.blob()?,
    })
}

const SELECT_READING: &str = "select account, made_at, known_until, model_version, body from made_reading";

pub(super) fn readings(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: &Domain,
) -> Result<Vec<MadeReading>, StoreError> {
    let sql = format!("{SELECT_READING} where workspace = $1 and account = $2 order by made_at");
    all(connection, &sql, &[workspace.0.into(), key(account.as_str())], reading)
}

/// The newest that was made by a moment.
pub(super) fn reading_by(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: &Domain,
    moment: Timestamp,
) -> Result<Option<MadeReading>, StoreError> {
    let sql = format!(
        "{SELECT_READING} where workspace = $1 and account = $2 and made_at <= $3 order by made_at desc limit 1"
    );
    first(connection, &sql, &[workspace.0.into(), key(account.as_str()), moment.into()], reading)
}

/// When an account's readings were made, oldest first.
pub(super) fn reading_times(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: &Domain,
) -> Result<Vec<Timestamp>, StoreError> {
    let sql = "select made_at from made_reading where workspace = $1 and account = $2 order by made_at";
    all(connection, sql, &[workspace.0.into(), key(account.as_str())], |row| row.of("made reading").time())
}

pub(super) fn forget_readings(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    account: &Domain,
    made_at: &[Timestamp],
) -> Result<(), StoreError> {
    let moments: Vec<Value> = made_at.iter().map(|at| (*at).into()).collect();
    let fixed = [workspace.0.into(), key(account.as_str())];
    let sql = "delete from made_reading where workspace = $1 and account = $2 and made_at in ({list})";
    execute_each_list(connection, sql, &fixed, &moments).map(drop)
}

pub(super) fn erase_before(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    moment: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "delete from made_reading where workspace = $1 and made_at < $2";
    connection.execute(sql, &[workspace.0.into(), moment.into()])
}
