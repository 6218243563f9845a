//! Filing: rows enter the log once, and their threads, visitors, touches and sums are derived in the same transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use enfilade_domain::{Network, NetworkKind, WorkspaceId};

use crate::database::Connection;
use crate::event_row::{COLUMNS, EventRow, References};
use crate::many_rows::{insert_rows, query_each_list};
use crate::value::Value;
use crate::{StoreError, ThreadKind};

impl AsRef<[Value]> for EventRow {
    fn as_ref(&self) -> &[Value] {
        &self.cells
    }
}

/// Files rows under the log's lock. Tells of each whether it was new.
pub(crate) fn file_rows(connection: &mut dyn Connection, rows: &[EventRow]) -> Result<Vec<bool>, StoreError> {
    let there = Known::among(connection, rows)?;
    let mut told = HashSet::with_capacity(rows.len());
    let is_new: Vec<bool> =
        rows.iter().map(|row| !there.has(row) && told.insert((row.workspace(), row.message_id()))).collect();
    let mut new: Vec<&EventRow> = rows.iter().zip(&is_new).filter(|(_, is_new)| **is_new).map(|(row, _)| row).collect();
    // In the order of lives, so that neighbours are written together.
    new.sort_unstable_by_key(|row| (row.workspace(), row.visitor(), row.at(), row.message_id()));
    insert_rows(connection, &format!("event ({})", COLUMNS.join(", ")), "", &new)?;
    derive(connection, &new)?;
    Ok(is_new)
}

/// Message ids that the log has already, by their key.
struct Known(HashMap<i64, Vec<(WorkspaceId, String)>>);

impl Known {
    fn among(connection: &mut dyn Connection, rows: &[EventRow]) -> Result<Self, StoreError> {
        let mut keys: Vec<i64> = rows.iter().map(EventRow::message_key).collect();
        // In the index's order, so that each of its pages is visited once.
        keys.sort_unstable();
        let keys: Vec<Value> = keys.into_iter().map(Value::Int).collect();
        let sql = "select message_key, workspace, message_id from event where message_key in ({list})";
        let mut known: HashMap<i64, Vec<(WorkspaceId, String)>> = HashMap::new();
        for row in query_each_list(connection, sql, &[], &keys)? {
            let mut row = row.of("event");
            let key = row.int()?;
            known.entry(key).or_default().push((WorkspaceId(row.int()?), row.text()?));
        }
        Ok(Self(known))
    }

    fn has(&self, row: &EventRow) -> bool {
        self.0.get(&row.message_key()).is_some_and(|names| {
            names.iter().any(|(workspace, id)| *workspace == row.workspace() && id == row.message_id())
        })
    }
}

/// What follows from events that are new in the log.
fn derive(connection: &mut dyn Connection, new: &[&EventRow]) -> Result<(), StoreError> {
    insert_threads(connection, new)?;
    let visitors: BTreeSet<(WorkspaceId, &str)> = new.iter().map(|row| (row.workspace(), row.visitor())).collect();
    let named = |(workspace, visitor): &(WorkspaceId, &str)| [workspace.0.into(), (*visitor).into()];
    let rows: Vec<[Value; 2]> = visitors.iter().map(named).collect();
    insert_rows(connection, "visitor (workspace, visitor)", "on conflict do nothing", &rows)?;
    let aliased: BTreeSet<(WorkspaceId, &str)> =
        new.iter().filter_map(|row| Some((row.workspace(), row.aliased()?))).collect();
    touch_rows(connection, visitors.union(&aliased).map(named).collect())?;
    add_up(connection, new)
}

/// The threads of these rows.
pub(crate) fn insert_threads(connection: &mut dyn Connection, rows: &[&EventRow]) -> Result<(), StoreError> {
    let threads: BTreeSet<(WorkspaceId, ThreadKind, String, &str)> = rows
        .iter()
        .flat_map(|row| row.threads().map(|(visitor, kind, value)| (row.workspace(), kind, value, visitor)))
        .collect();
    let rows: Vec<[Value; 4]> = threads
        .into_iter()
        .map(|(workspace, kind, value, visitor)| {
            [workspace.0.into(), kind.as_str().into(), value.into(), visitor.into()]
        })
        .collect();
    insert_rows(connection, "thread (workspace, kind, value, visitor)", "on conflict do nothing", &rows)?;
    Ok(())
}

/// Marks visitors (workspace, visitor) to be read again.
pub(crate) fn touch_rows(connection: &mut dyn Connection, visitors: Vec<[Value; 2]>) -> Result<(), StoreError> {
    if visitors.is_empty() {
        return Ok(());
    }
    let mark = next_mark(connection)?;
    let rows: Vec<[Value; 3]> =
        visitors.into_iter().map(|[workspace, visitor]| [workspace, visitor, mark.into()]).collect();
    let tail = "on conflict (workspace, visitor) do update set mark = excluded.mark";
    insert_rows(connection, "touched (workspace, visitor, mark)", tail, &rows)?;
    Ok(())
}

/// A mark that is greater than all before. Holding the counter's row, transactions that touch follow each other.
pub(crate) fn next_mark(connection: &mut dyn Connection) -> Result<i64, StoreError> {
    let sql = "update mark_counter set mark = mark + 1 where id = 1 returning mark";
    connection.query_one(sql, &[])?.of("mark").int()
}

/// Adds new events to the sums by channel and by workspace.
fn add_up(connection: &mut dyn Connection, new: &[&EventRow]) -> Result<(), StoreError> {
    let mut channels: BTreeMap<(WorkspaceId, &str), (i64, i64, i64)> = BTreeMap::new();
    let mut totals: BTreeMap<WorkspaceId, i64> = BTreeMap::new();
    for row in new {
        let sum = channels.entry((row.workspace(), row.channel())).or_insert((0, i64::MIN, i64::MIN));
        *sum = (sum.0 + 1, sum.1.max(row.known_at()), sum.2.max(row.at()));
        *totals.entry(row.workspace()).or_default() += 1;
    }
    let rows: Vec<[Value; 5]> = channels
        .into_iter()
        .map(|((workspace, channel), (events, known_at, at))| {
            [workspace.0.into(), channel.into(), events.into(), known_at.into(), at.into()]
        })
        .collect();
    let into = "channel_activity (workspace, channel, events, last_known_at, last_at)";
    insert_rows(connection, into, include_str!("queries/channel_activity.add.sql"), &rows)?;
    for (workspace, events) in totals {
        add_to_total(connection, workspace, events)?;
    }
    Ok(())
}

/// Changes the number of events in the log of a workspace.
pub(crate) fn add_to_total(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    events: i64,
) -> Result<(), StoreError> {
    let tail = "on conflict (workspace) do update set events = event_total.events + excluded.events";
    insert_rows(connection, "event_total (workspace, events)", tail, &[[workspace.0.into(), events.into()]])?;
    Ok(())
}

/// Adds the agents and networks that rows refer to; what is known of a network grows.
pub(crate) fn insert_references(connection: &mut dyn Connection, references: References) -> Result<(), StoreError> {
    let agents: BTreeMap<(WorkspaceId, i64), String> =
        references.agents.into_iter().map(|(workspace, key, agent)| ((workspace, key), agent)).collect();
    let rows: Vec<[Value; 3]> =
        agents.into_iter().map(|((workspace, key), agent)| [workspace.0.into(), key.into(), agent.into()]).collect();
    insert_rows(connection, "agent (workspace, agent_key, agent)", "on conflict do nothing", &rows)?;

    let mut networks: BTreeMap<(WorkspaceId, i64), Network> = BTreeMap::new();
    for (workspace, network) in references.networks {
        let key = (workspace, network.address_key);
        match networks.get_mut(&key) {
            Some(known) => learn(known, network),
            None => {
                networks.insert(key, network);
            }
        }
    }
    let rows: Vec<[Value; 6]> = networks
        .into_iter()
        .map(|((workspace, address_key), network)| {
            [
                workspace.0.into(),
                address_key.into(),
                network.block_key.into(),
                network.kind.as_str().into(),
                network.organisation.into(),
                network.domain.into(),
            ]
        })
        .collect();
    let into = "network (workspace, address_key, block_key, kind, organisation, domain)";
    insert_rows(connection, into, include_str!("queries/network.learn.sql"), &rows)?;
    Ok(())
}

fn learn(known: &mut Network, later: Network) {
    if later.kind != NetworkKind::Unknown {
        known.kind = later.kind;
    }
    known.organisation = later.organisation.or(known.organisation.take());
    known.domain = later.domain.or(known.domain.take());
}
