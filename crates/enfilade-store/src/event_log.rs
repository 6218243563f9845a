//! The event log in SQL that both databases understand.

use std::sync::Arc;

use enfilade_domain::{Channel, Event, Timestamp, VisitorId, WorkspaceId};
use tokio::sync::oneshot;

use crate::database::{Connection, Database, Dialect};
use crate::event_row::{COLUMNS, EventRow, References};
use crate::filing::{file_rows, insert_references, next_mark, touch_rows};
use crate::inbox_writer::InboxWriter;
use crate::many_rows::take_each_list;
use crate::value::{Columns, Row, Value, id};
use crate::{
    Appended, ChannelActivity, EventFields, EventLog, StoreError, Thread, ThreadKind, Touched, erasure, inbox, lives,
};

/// Events filed in one transaction.
const FILED_AT_ONCE: usize = 20_000;

/// Events filed in one transaction where accepting syncs a file of its own on the same disk: a sync waits for all that
/// the disk is writing, so that filing must write little at once.
const FILED_BESIDE_ACCEPTING: usize = 5_000;

/// Filing and erasing follow each other, whichever process does them; accepting goes on meanwhile.
const POSTGRES_FILING_LOCK: &str = "select pg_advisory_xact_lock(4215338772)";

/// The log of one database.
#[derive(Debug)]
pub(crate) struct SqlEventLog {
    database: Arc<Database>,
    writer: InboxWriter,
}

impl SqlEventLog {
    pub(crate) fn start(database: Arc<Database>) -> Result<Self, StoreError> {
        let writer = InboxWriter::start(Arc::clone(&database))?;
        Ok(Self { database, writer })
    }

    fn filing<T>(&self, work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let dialect = self.database.dialect();
        self.database.write(|connection| {
            if dialect == Dialect::Postgres {
                connection.query(POSTGRES_FILING_LOCK, &[])?;
            }
            work(connection)
        })
    }

    fn query_lists<T>(
        &self,
        sql: &str,
        fixed: &[Value],
        values: &[Value],
        read: impl Fn(Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.database.read(|connection| {
            let mut found = Vec::new();
            take_each_list(connection, sql, fixed, values, &mut |row| {
                found.push(read(row)?);
                Ok(())
            })?;
            Ok(found)
        })
    }
}

/// A limit as SQL takes it.
fn limit(count: usize) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

/// Ids in order and once each, so that answers by pieces of the list are in order too.
pub(crate) fn ids_in_order(visitors: &[VisitorId]) -> Vec<Value> {
    let mut ids: Vec<String> = visitors.iter().filter_map(|visitor| text_of(id(visitor.as_str()))).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(Value::Text).collect()
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// `e.workspace, e.visitor, …`
fn columns_of(table: &str) -> String {
    COLUMNS.map(|column| format!("{table}.{column}")).join(", ")
}

/// A row of [`COLUMNS`] and the network's block, as it is filed.
pub(crate) fn event_row(row: Row) -> Result<EventRow, StoreError> {
    let mut cells = row.cells()?;
    let block_key = match cells.pop() {
        Some(Value::Int(key)) => Some(key),
        _ => None,
    };
    Ok(EventRow { cells, block_key })
}

/// Selects whole rows of the inbox or the log as [`event_row`] takes them.
pub(crate) fn select_rows(table: &str) -> String {
    format!(
        "select {}, n.block_key from {table} e
         left join network n on n.workspace = e.workspace and n.address_key = e.address_key",
        columns_of("e")
    )
}

fn thread(row: Columns<'_>) -> Result<Thread, StoreError> {
    let mut row = row.of("thread");
    Ok(Thread { kind: row.word(ThreadKind::parse)?, value: row.text()?, visitor: VisitorId::new(row.text()?) })
}

impl EventLog for SqlEventLog {
    fn submit(&self, workspace: WorkspaceId, events: Vec<Event>) -> oneshot::Receiver<Result<(), StoreError>> {
        self.writer.submit(workspace, events)
    }

    fn file_inbox(&self, limit: usize) -> Result<usize, StoreError> {
        // An empty inbox is the rule; finding that out should disturb no writer.
        if self.database.read_inbox(inbox::is_empty)? {
            return Ok(0);
        }
        let is_apart = self.database.has_inbox_apart();
        let limit = limit.min(if is_apart { FILED_BESIDE_ACCEPTING } else { FILED_AT_ONCE });
        let filed = self.filing(|connection| {
            // Read under the log's lock, so that nothing that is being erased is filed afterwards.
            let mut waiting = if is_apart {
                self.database.read_inbox(|connection| inbox::oldest(connection, limit))?
            } else {
                inbox::oldest(connection, limit)?
            };
            insert_references(connection, std::mem::take(&mut waiting.references))?;
            file_rows(connection, &waiting.rows)?;
            if !is_apart {
                inbox::remove_within(connection, &waiting)?;
            }
            Ok(waiting)
        })?;
        if is_apart {
            inbox::remove_apart(&self.database, &filed)?;
        }
        Ok(filed.rows.len())
    }

    fn inbox_len(&self) -> Result<u64, StoreError> {
        self.database.read_inbox(inbox::len)
    }

    fn append(&self, workspace: WorkspaceId, events: &[Event]) -> Result<Appended, StoreError> {
        let mut appended = Appended::default();
        for (piece, start) in events.chunks(FILED_AT_ONCE).zip((0..).step_by(FILED_AT_ONCE)) {
            if start > 0 {
                // Leaves other processes a moment to write.
                std::thread::sleep(std::time::Duration::from_millis(3));
            }
            let mut references = References::default();
            let rows: Vec<EventRow> =
                piece.iter().map(|event| EventRow::take_apart(workspace, event.clone(), &mut references)).collect();
            let new = self.filing(|connection| {
                insert_references(connection, references)?;
                file_rows(connection, &rows)
            })?;
            for (is_new, position) in new.into_iter().zip(start..) {
                if is_new {
                    appended.accepted += 1;
                } else {
                    appended.duplicates.push(position);
                }
            }
        }
        Ok(appended)
    }

    fn events_known_at(
        &self,
        workspace: WorkspaceId,
        visitors: &[VisitorId],
        moment: Timestamp,
        fields: EventFields,
    ) -> Result<Vec<Event>, StoreError> {
        let ids = ids_in_order(visitors);
        let mut events =
            self.database.read(|connection| lives::events_known_at(connection, workspace, &ids, moment, fields))?;
        // Here and not by the database, which would copy the wide rows once more; they come nearly in order.
        events.sort_by(|a, b| (&a.visitor, a.at, &a.message_id).cmp(&(&b.visitor, b.at, &b.message_id)));
        Ok(events)
    }

    fn visitors_after(
        &self,
        workspace: WorkspaceId,
        after: Option<&VisitorId>,
        count: usize,
    ) -> Result<Vec<VisitorId>, StoreError> {
        let (sql, parameters) = match after {
            Some(after) => (
                "select visitor from visitor where workspace = $1 and visitor > $2 order by visitor limit $3",
                vec![workspace.0.into(), id(after.as_str()), limit(count)],
            ),
            None => (
                "select visitor from visitor where workspace = $1 order by visitor limit $2",
                vec![workspace.0.into(), limit(count)],
            ),
        };
        let rows = self.database.read(|connection| connection.query(sql, &parameters))?;
        rows.into_iter().map(|row| row.of("visitor").text().map(VisitorId::new)).collect()
    }

    fn holders(&self, workspace: WorkspaceId, kind: ThreadKind, values: &[String]) -> Result<Vec<Thread>, StoreError> {
        let sql = "select kind, value, visitor from thread
             where workspace = $1 and kind = $2 and value in ({list}) order by value, visitor";
        let values: Vec<VisitorId> = values.iter().map(VisitorId::new).collect();
        self.query_lists(sql, &[workspace.0.into(), kind.as_str().into()], &ids_in_order(&values), thread)
    }

    fn threads_of(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<Vec<Thread>, StoreError> {
        let sql = "select kind, value, visitor from thread
             where workspace = $1 and visitor in ({list}) order by visitor, kind, value";
        self.query_lists(sql, &[workspace.0.into()], &ids_in_order(visitors), thread)
    }

    fn thread_values(&self, workspace: WorkspaceId, kind: ThreadKind) -> Result<Vec<String>, StoreError> {
        let sql = "select distinct value from thread where workspace = $1 and kind = $2 order by value";
        let parameters = [workspace.0.into(), kind.as_str().into()];
        self.database.read(|connection| {
            let mut found = Vec::new();
            connection.each_row(sql, &parameters, &mut |row| {
                found.push(row.of("thread").text()?);
                Ok(())
            })?;
            Ok(found)
        })
    }

    fn holder_counts(
        &self,
        workspace: WorkspaceId,
        kind: ThreadKind,
        values: &[String],
        most: usize,
    ) -> Result<Vec<(String, usize)>, StoreError> {
        // Both databases call the only column of such rows so.
        let sql = "select v.column1, (select count(*) from
             (select 1 from thread where workspace = $1 and kind = $2 and value = v.column1 limit $3) as found)
             from (values {rows}) as v";
        let values: Vec<VisitorId> = values.iter().map(VisitorId::new).collect();
        let fixed = [workspace.0.into(), kind.as_str().into(), limit(most)];
        self.query_lists(sql, &fixed, &ids_in_order(&values), |row| {
            let mut row = row.of("count");
            Ok((row.text()?, usize::try_from(row.int()?).unwrap_or(usize::MAX)))
        })
    }

    fn touched(&self, count: usize) -> Result<Vec<Touched>, StoreError> {
        let sql = "select workspace, visitor, mark from touched order by mark, workspace, visitor limit $1";
        let rows = self.database.read(|connection| connection.query(sql, &[limit(count)]))?;
        let touched = |row: Row| {
            let mut row = row.of("touch");
            Ok(Touched { workspace: WorkspaceId(row.int()?), visitor: VisitorId::new(row.text()?), mark: row.int()? })
        };
        rows.into_iter().map(touched).collect()
    }

    fn touch(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<(), StoreError> {
        let rows: Vec<[Value; 2]> =
            ids_in_order(visitors).into_iter().map(|visitor| [workspace.0.into(), visitor]).collect();
        self.database.write(|connection| touch_rows(connection, rows))
    }

    fn touch_all(&self, workspace: WorkspaceId) -> Result<(), StoreError> {
        self.database.write(|connection| {
            let mark = next_mark(connection)?;
            let sql = "insert into touched (workspace, visitor, mark)
                 select workspace, visitor, cast($1 as bigint) from visitor where workspace = $2
                 on conflict (workspace, visitor) do update set mark = excluded.mark";
            connection.execute(sql, &[mark.into(), workspace.0.into()]).map(drop)
        })
    }

    fn settle(&self, read: &[Touched]) -> Result<(), StoreError> {
        if read.is_empty() {
            return Ok(());
        }
        self.database.write(|connection| {
            for touched in read {
                connection.execute(
                    "delete from touched where workspace = $1 and visitor = $2 and mark = $3",
                    &[touched.workspace.0.into(), id(touched.visitor.as_str()), touched.mark.into()],
                )?;
            }
            Ok(())
        })
    }

    fn first_at(&self, workspace: WorkspaceId) -> Result<Option<Timestamp>, StoreError> {
        let sql = "select at from event where workspace = $1 order by at limit 1";
        let row = self.database.read(|connection| connection.query_first(sql, &[workspace.0.into()]))?;
        row.map(|row| row.of("first event").time()).transpose()
    }

    fn channel_activity(&self, workspace: WorkspaceId) -> Result<Vec<ChannelActivity>, StoreError> {
        let sql = "select channel, events, last_known_at, last_at from channel_activity
             where workspace = $1 order by channel";
        let rows = self.database.read(|connection| connection.query(sql, &[workspace.0.into()]))?;
        let activity = |row: Row| {
            let mut row = row.of("channel activity");
            Ok(ChannelActivity {
                channel: row.word(Channel::parse)?,
                events: row.int()?.unsigned_abs(),
                last_known_at: row.time()?,
                last_at: row.time()?,
            })
        };
        rows.into_iter().map(activity).collect()
    }

    fn event_count(&self, workspace: WorkspaceId) -> Result<u64, StoreError> {
        let sql = "select events from event_total where workspace = $1";
        let row = self.database.read(|connection| connection.query_first(sql, &[workspace.0.into()]))?;
        row.map_or(Ok(0), |row| row.of("event total").int().map(i64::unsigned_abs))
    }

    fn erase_visitors(&self, workspace: WorkspaceId, visitors: &[VisitorId]) -> Result<u64, StoreError> {
        let visitors = ids_in_order(visitors);
        let erased = self.filing(|connection| {
            let erase = |inbox: &mut dyn Connection| inbox::erase_visitors(inbox, workspace, &visitors);
            let waiting = self.database.change_inbox(connection, erase)?;
            Ok(waiting + erasure::erase_visitors(connection, workspace, &visitors)?)
        })?;
        self.database.driver().forget_remains()?;
        Ok(erased)
    }

    fn erase_before(&self, workspace: WorkspaceId, moment: Timestamp) -> Result<u64, StoreError> {
        let mut erased = self.filing(|connection| {
            let erase = |inbox: &mut dyn Connection| inbox::erase_before(inbox, workspace, moment);
            self.database.change_inbox(connection, erase)
        })?;
        let mut after: Option<VisitorId> = None;
        loop {
            let visitors = self.visitors_after(workspace, after.as_ref(), erasure::VISITORS_AT_ONCE)?;
            let Some(last) = visitors.last() else { return Ok(erased) };
            let ids = ids_in_order(&visitors);
            erased += self.filing(|connection| erasure::erase_before(connection, workspace, moment, &ids))?;
            after = Some(last.clone());
        }
    }
}
