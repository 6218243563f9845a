//! Forgetting: by retention, or because a buyer asked. What was derived from erased events goes with them.

use enfilade_domain::{Timestamp, WorkspaceId};

use crate::StoreError;
use crate::database::Connection;
use crate::event_log::{event_row, select_rows};
use crate::event_row::EventRow;
use crate::filing::{add_to_total, insert_threads, touch_rows};
use crate::many_rows::{execute_each_list, query_each_list};
use crate::value::Value;

/// Visitors looked at in one transaction of retention.
pub(crate) const VISITORS_AT_ONCE: usize = 500;

/// Erases what these visitors' logs hold and marks them, so that what was read of them is read again without it.
pub(crate) fn erase_visitors(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    visitors: &[Value],
) -> Result<u64, StoreError> {
    let fixed = [workspace.0.into()];
    let sql = "delete from event where workspace = $1 and visitor in ({list})";
    let filed = execute_each_list(connection, sql, &fixed, visitors)?;
    derive_anew(connection, workspace, visitors)?;
    add_to_total(connection, workspace, -filed.cast_signed())?;
    Ok(filed)
}

/// Erases what these visitors did before the moment.
pub(crate) fn erase_before(
    connection: &mut dyn Connection,
    workspace: WorkspaceId,
    moment: Timestamp,
    visitors: &[Value],
) -> Result<u64, StoreError> {
    let sql = "delete from event where workspace = $1 and at < $2 and visitor in ({list}) returning visitor";
    let erased = query_each_list(connection, sql, &[workspace.0.into(), moment.into()], visitors)?;
    let count = erased.len();
    let mut concerned: Vec<String> =
        erased.into_iter().map(|row| row.of("visitor").text()).collect::<Result<_, _>>()?;
    if concerned.is_empty() {
        return Ok(0);
    }
    concerned.sort_unstable();
    concerned.dedup();
    let concerned: Vec<Value> = concerned.into_iter().map(Value::Text).collect();
    derive_anew(connection, workspace, &concerned)?;
    add_to_total(connection, workspace, -(count as i64))?;
    Ok(count as u64)
}

/// Threads, networks and the list of visitors as they follow from what is left of these visitors' events.
fn derive_anew(connection: &mut dyn Connection, workspace: WorkspaceId, visitors: &[Value]) -> Result<(), StoreError> {
    let fixed = [workspace.0.into()];
    let sql = "delete from thread where workspace = $1 and visitor in ({list}) returning kind, value";
    let mut addresses = Vec::new();
    for row in query_each_list(connection, sql, &fixed, visitors)? {
        let mut row = row.of("thread");
        if row.text()? == "address" {
            addresses.extend(row.text()?.parse::<i64>().ok().map(Value::Int));
        }
    }
    let sql = format!("{} where e.workspace = $1 and e.visitor in ({{list}})", select_rows("event"));
    let left: Vec<EventRow> =
        query_each_list(connection, &sql, &fixed, visitors)?.into_iter().map(event_row).collect::<Result<_, _>>()?;
    insert_threads(connection, &left.iter().collect::<Vec<_>>())?;
    execute_each_list(connection, include_str!("queries/network.forget.sql"), &fixed, &addresses)?;
    execute_each_list(connection, include_str!("queries/visitor.forget.sql"), &fixed, visitors)?;
    let touched = visitors.iter().map(|visitor| [workspace.0.into(), visitor.clone()]).collect();
    touch_rows(connection, touched)
}
