//! What visitors did, read from the log: each row where it lies, then the agents and networks that rows speak of, each
//! once. Most rows of a life speak of the same.

use std::collections::HashMap;

use enfilade_domain::{
    Action, Channel, CompanyClaim, CompanyClaimKind, Consent, Domain, Event, Network, NetworkKind, Place, Source,
    Timestamp, UserId, VisitorId, WorkspaceId,
};

use crate::database::Connection;
use crate::event_row::{COLUMNS, consent_word};
use crate::many_rows::take_each_list;
use crate::value::{Columns, Value};
use crate::{EventFields, StoreError};

/// Columns that say nothing to a reader who asked for the workspace: its number, and the key of the message id.
const UNREAD: [&str; 2] = ["workspace", "message_key"];
/// Columns on which no belief rests.
const ASIDE: [&str; 7] = ["clock_suspect", "url", "title", "referrer", "email", "name", "attributes"];
/// Room for so many events of a visitor is made in advance.
const EVENTS_OF_ONE: usize = 8;

/// The events of visitors that had happened and were known by a moment, in no order.
pub(crate) fn events_known_at(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    visitors: &[Value],
    moment: Timestamp,
    fields: EventFields,
) -> Result<Vec<Event>, StoreError> {
    let is_read = |column: &&str| !UNREAD.contains(column) && (fields == EventFields::All || !ASIDE.contains(column));
    let columns: Vec<&str> = COLUMNS.into_iter().filter(is_read).collect();
    let sql = format!(
        "select {} from event where workspace = $1 and visitor in ({{list}}) and at <= $2 and known_at <= $2",
        columns.join(", ")
    );
    let fixed = [workspace.0.into(), moment.into()];
    let mut events: Vec<Event> = Vec::with_capacity(visitors.len() * EVENTS_OF_ONE);
    let mut speaks_of: Vec<Keys> = Vec::with_capacity(visitors.len() * EVENTS_OF_ONE);
    take_each_list(connection, &sql, &fixed, visitors, &mut |row| {
        let (event, keys) = put_together(row.of("event"), fields)?;
        events.push(event);
        speaks_of.push(keys);
        Ok(())
    })?;
    let agents = agents(connection, workspace, speaks_of.iter().filter_map(|keys| keys.agent))?;
    let networks = networks(connection, workspace, speaks_of.iter().filter_map(|keys| keys.address))?;
    for (event, keys) in events.iter_mut().zip(speaks_of) {
        event.agent = keys.agent.and_then(|key| agents.get(&key).cloned());
        event.network = keys.address.and_then(|key| networks.get(&key).cloned());
    }
    Ok(events)
}

/// What leads from a row to what it speaks of.
struct Keys {
    address: Option<i64>,
    agent: Option<i64>,
}

/// An event from its columns, still without agent and network.
fn put_together(mut row: Columns<'_>, fields: EventFields) -> Result<(Event, Keys), StoreError> {
    let all = fields == EventFields::All;
    let visitor = VisitorId::new(row.text()?);
    let at = row.time()?;
    let message_id = row.text()?;
    let user_id = row.opt_text()?.map(UserId::new);
    let known_at = row.time()?;
    let clock_suspect = all && row.bool()?;
    let channel = row.word(Channel::parse)?;
    let name_of_action = row.text_in_place()?;
    let detail = row.opt_text()?;
    let action = Action::from_parts(name_of_action.as_deref().unwrap_or_default(), detail);
    let path = row.opt_text()?;
    let (url, title, referrer) =
        if all { (row.opt_text()?, row.opt_text()?, row.opt_text()?) } else { (None, None, None) };
    let place = path.map(|path| Place { path, url, title, referrer });
    let dwell_seconds = row.opt_real()?.map(|seconds| seconds as f32);
    let scroll = row.opt_real()?.map(|share| share as f32);
    let source = row.opt_word(Source::parse)?;
    let consent = row.opt_word(parse_consent)?;
    let (email, name) = if all { (row.opt_text()?, row.opt_text()?) } else { (None, None) };
    let job_title = row.opt_text()?;
    let domain = row.opt_word(|text| Domain::parse(text).ok())?;
    let kind = row.opt_word(CompanyClaimKind::parse)?;
    let company = domain.zip(kind).map(|(domain, kind)| CompanyClaim { domain, kind });
    let share_token = row.opt_text()?;
    let keys = Keys { address: row.opt_int()?, agent: row.opt_int()? };
    let attributes = if all { row.opt_text()? } else { None };
    let event = Event {
        message_id,
        visitor,
        user_id,
        at,
        known_at,
        clock_suspect,
        channel,
        action,
        place,
        dwell_seconds,
        scroll,
        source,
        consent,
        email,
        name,
        job_title,
        company,
        share_token,
        network: None,
        agent: None,
        attributes,
    };
    Ok((event, keys))
}

fn parse_consent(word: &str) -> Option<Consent> {
    [Consent::Granted, Consent::Denied].into_iter().find(|consent| consent_word(*consent) == word)
}

fn agents(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    keys: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, String>, StoreError> {
    let sql = "select agent_key, agent from agent where workspace = $1 and agent_key in ({list})";
    by_key(connection, sql, workspace, keys, |mut row| Ok((row.int()?, row.text()?)))
}

fn networks(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    keys: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Network>, StoreError> {
    let sql = "select address_key, block_key, kind, organisation, domain from network
         where workspace = $1 and address_key in ({list})";
    by_key(connection, sql, workspace, keys, |row| {
        let mut row = row.of("network");
        let network = Network {
            address_key: row.int()?,
            block_key: row.int()?,
            kind: row.word(NetworkKind::parse)?,
            organisation: row.opt_text()?,
            domain: row.opt_text()?,
        };
        Ok((network.address_key, network))
    })
}

fn by_key<T>(
    connection: &mut dyn Connection,
    sql: &str,
    workspace: WorkspaceId,
    keys: impl Iterator<Item = i64>,
    read: impl Fn(Columns<'_>) -> Result<(i64, T), StoreError>,
) -> Result<HashMap<i64, T>, StoreError> {
    let mut keys: Vec<i64> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    let keys: Vec<Value> = keys.into_iter().map(Value::Int).collect();
    let mut found = HashMap::with_capacity(keys.len());
    take_each_list(connection, sql, &[workspace.0.into()], &keys, &mut |row| {
        found.extend([read(row)?]);
        Ok(())
    })?;
    Ok(found)
}
