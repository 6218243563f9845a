//! What waits to be filed: one row per event, packed, so that accepting costs as little as it can.

use std::sync::Arc;

use enfilade_domain::{Event, Network, NetworkKind, Timestamp, WorkspaceId};

use crate::StoreError;
use crate::database::{Connection, Database};
use crate::event_row::{COLUMNS, EventRow, References};
use crate::many_rows::{execute_each_list, insert_rows};
use crate::value::Value;

/// The layout of a packed event; another one gets another number, so that a newer program knows what it reads.
const LAYOUT: u8 = 1;

/// Events removed in one transaction. Accepting waits meanwhile.
const REMOVED_AT_ONCE: usize = 4_000;

/// A row of the inbox: workspace, visitor, time, packed event.
pub(crate) type WaitingRow = [Value; 4];

/// Packs an event. Erasing needs to know whose it is and when it happened without unpacking it.
pub(crate) fn pack(workspace: WorkspaceId, event: Event) -> WaitingRow {
    let mut references = References::default();
    let row = EventRow::take_apart(workspace, event, &mut references);
    let (visitor, at) = (row.visitor().to_owned(), row.at());
    let mut body = Vec::with_capacity(768);
    body.push(LAYOUT);
    for cell in &row.cells {
        push(&mut body, cell);
    }
    push(&mut body, &references.agents.pop().map(|(_, _, agent)| agent).into());
    if let Some((_, network)) = references.networks.pop() {
        push(&mut body, &network.block_key.into());
        push(&mut body, &network.kind.as_str().into());
        push(&mut body, &network.organisation.into());
        push(&mut body, &network.domain.into());
    }
    [workspace.0.into(), Value::Text(visitor), at.into(), Value::Blob(body)]
}

/// The inverse of [`pack`].
fn unpack(body: &[u8], references: &mut References) -> Option<EventRow> {
    let (layout, mut rest) = body.split_first()?;
    if *layout != LAYOUT {
        return None;
    }
    let rest = &mut rest;
    let cells: Vec<Value> = (0..COLUMNS.len()).map(|_| pull(rest)).collect::<Option<_>>()?;
    let mut row = EventRow { cells, block_key: None };
    if let Value::Text(agent) = pull(rest)? {
        references.agents.push((row.workspace(), row.agent_key()?, agent));
    }
    if !rest.is_empty() {
        let (Value::Int(block_key), Value::Text(kind)) = (pull(rest)?, pull(rest)?) else { return None };
        let text = |value| if let Value::Text(text) = value { Some(text) } else { None };
        let network = Network {
            address_key: row.address_key()?,
            block_key,
            kind: NetworkKind::parse(&kind)?,
            organisation: text(pull(rest)?),
            domain: text(pull(rest)?),
        };
        row.block_key = Some(block_key);
        references.networks.push((row.workspace(), network));
    }
    Some(row)
}

fn push(body: &mut Vec<u8>, value: &Value) {
    let mut bytes = |tag: u8, bytes: &[u8]| {
        body.push(tag);
        // Nothing that comes in is longer: SQLite and PostgreSQL both refuse values above a gigabyte.
        body.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        body.extend_from_slice(bytes);
    };
    match value {
        Value::Null => body.push(0),
        Value::Text(text) => bytes(1, text.as_bytes()),
        Value::Blob(blob) => bytes(2, blob),
        Value::Int(number) => {
            body.push(3);
            body.extend_from_slice(&number.to_le_bytes());
        }
        Value::Real(number) => {
            body.push(4);
            body.extend_from_slice(&number.to_le_bytes());
        }
    }
}

fn pull(rest: &mut &[u8]) -> Option<Value> {
    let (tag, after) = rest.split_first()?;
    *rest = after;
    Some(match tag {
        0 => Value::Null,
        1 => Value::Text(String::from_utf8(pull_bytes(rest)?.to_vec()).ok()?),
        2 => Value::Blob(pull_bytes(rest)?.to_vec()),
        3 => Value::Int(i64::from_le_bytes(pull_array(rest)?)),
        4 => Value::Real(f64::from_le_bytes(pull_array(rest)?)),
        _ => return None,
    })
}

fn pull_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(pull_array(rest)?);
    let (bytes, after) = rest.split_at_checked(length as usize)?;
    *rest = after;
    Some(bytes)
}

fn pull_array<const LENGTH: usize>(rest: &mut &[u8]) -> Option<[u8; LENGTH]> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*bytes)
}

/// Events on their way from the inbox into the log.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Their numbers in the inbox, ascending.
    numbers: Vec<i64>,
    pub(crate) rows: Vec<EventRow>,
    pub(crate) references: References,
}

/// Adds rows to the end.
pub(crate) fn add<'a>(
    connection: &mut dyn Connection,
    rows: impl Iterator<Item = &'a WaitingRow>,
) -> Result<(), StoreError> {
    insert_rows(connection, "inbox (workspace, visitor, at, body)", "", &rows.collect::<Vec<_>>()).map(drop)
}

/// The oldest so many events.
pub(crate) fn oldest(connection: &mut dyn Connection, count: usize) -> Result<Waiting, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let mut waiting = Waiting::default();
    for row in connection.query("select seq, body from inbox order by seq limit $1", &[count.into()])? {
        let mut row = row.of("waiting event");
        waiting.numbers.push(row.int()?);
        let body = row.blob()?;
        let unpacked = unpack(&body, &mut waiting.references);
        waiting.rows.push(unpacked.ok_or_else(|| row.broken("it is packed in a way that is not known here"))?);
    }
    Ok(waiting)
}

/// Removes events by the transaction that files them. On PostgreSQL a lower number may appear after a higher one, so
/// that a range would lose events.
pub(crate) fn remove_within(connection: &mut dyn Connection, filed: &Waiting) -> Result<(), StoreError> {
    let numbers: Vec<Value> = filed.numbers.iter().copied().map(Value::Int).collect();
    execute_each_list(connection, "delete from inbox where seq in ({list})", &[], &numbers).map(drop)
}

/// Removes events that were filed from the inbox that lies apart, in short slices. There a number is given by the one
/// who writes and never twice, so that a range holds nothing but what was read.
pub(crate) fn remove_apart(database: &Arc<Database>, filed: &Waiting) -> Result<(), StoreError> {
    for slice in filed.numbers.chunks(REMOVED_AT_ONCE) {
        let (Some(first), Some(last)) = (slice.first(), slice.last()) else { break };
        let range = [(*first).into(), (*last).into()];
        database.clear_inbox(|connection| {
            connection.execute("delete from inbox where seq between $1 and $2", &range).map(drop)
        })?;
    }
    if database.is_inbox_untidy(filed.numbers.len()) { database.driver().tidy_inbox() } else { Ok(()) }
}

pub(crate) fn len(connection: &mut dyn Connection) -> Result<u64, StoreError> {
    connection.query_one("select count(*) from inbox", &[])?.of("inbox").int().map(i64::unsigned_abs)
}

pub(crate) fn is_empty(connection: &mut dyn Connection) -> Result<bool, StoreError> {
    Ok(connection.query("select 1 from inbox limit 1", &[])?.is_empty())
}

/// Erases what waits of these visitors.
pub(crate) fn erase_visitors(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    visitors: &[Value],
) -> Result<u64, StoreError> {
    let sql = "delete from inbox where workspace = $1 and visitor in ({list})";
    execute_each_list(connection, sql, &[workspace.0.into()], visitors)
}

/// Erases what waits and happened before the moment.
pub(crate) fn erase_before(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    moment: Timestamp,
) -> Result<u64, StoreError> {
    connection.execute("delete from inbox where workspace = $1 and at < $2", &[workspace.0.into(), moment.into()])
}
