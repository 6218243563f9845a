//! What the shared SQL needs of a database: connections that execute and query, lent out for reading or writing.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::StoreError;
use crate::value::{Columns, Row, Value};

/// What is done with a row, which is gone afterwards.
pub(crate) type TakeRow<'a> = dyn FnMut(Columns<'_>) -> Result<(), StoreError> + 'a;

/// One connection. Parameters are written `$1`, `$2`, … on both databases.
pub(crate) trait Connection: Send {
    /// Returns how many rows changed.
    fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, StoreError>;
    /// Hands over each row where it lies. A row of the log has many texts, and few of them are kept.
    fn each_row(&mut self, sql: &str, parameters: &[Value], take: &mut TakeRow<'_>) -> Result<(), StoreError>;
    fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        self.each_row(sql, parameters, &mut |row| {
            found.push(Row::new(row.cells()?));
            Ok(())
        })?;
        Ok(found)
    }
    /// Carries out `insert into {into} values (…) {tail}` for rows of equal length, in the way that suits the database.
    /// Returns what the tail's `returning` gives.
    fn insert_rows(&mut self, into: &str, tail: &str, rows: &[&[Value]]) -> Result<Vec<Row>, StoreError>;
    /// Several statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Starts a transaction that may write.
    fn begin(&mut self) -> Result<(), StoreError>;
    /// False once the connection is of no more use.
    fn is_usable(&mut self) -> bool;
}

impl dyn Connection + '_ {
    pub(crate) fn query_first(&mut self, sql: &str, parameters: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, parameters)?.into_iter().next())
    }

    pub(crate) fn query_one(&mut self, sql: &str, parameters: &[Value]) -> Result<Row, StoreError> {
        self.query_first(sql, parameters)?.ok_or_else(|| StoreError::Failed("a row was expected and none came".into()))
    }
}

/// Runs the work of a transaction that has begun, and ends it either way.
pub(crate) fn finish<T>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let outcome = work(connection).and_then(|value| connection.batch("commit").map(|()| value));
    if outcome.is_err() {
        // A commit that failed (a full disk) leaves the transaction open; a lost connection has none to roll back.
        let _ = connection.batch("rollback");
    }
    outcome
}

/// Which words differ between the databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A condition: the text in a column holds a parameter, letter by letter.
    pub(crate) fn holds(self, column: &str, parameter: usize) -> String {
        match self {
            Self::Sqlite => format!("instr({column}, ${parameter}) > 0"),
            Self::Postgres => format!("strpos({column}, ${parameter}) > 0"),
        }
    }
}

/// What a connection will be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
    /// Only to add to the end of the inbox.
    Accept,
    /// To look into the inbox.
    ReadInbox,
    /// To take out of the inbox what was filed or erased.
    ClearInbox,
}

impl Purpose {
    /// Connections kept open; more are opened under load and closed afterwards.
    const fn most_idle(self) -> usize {
        match self {
            Self::Read => 4,
            // The inbox writer keeps its own.
            Self::Accept => 0,
            Self::Write | Self::ReadInbox | Self::ClearInbox => 1,
        }
    }
}

/// Opens connections to one database.
pub(crate) trait Driver: Send + Sync + fmt::Debug {
    fn dialect(&self) -> Dialect;
    fn connect(&self, purpose: Purpose) -> Result<Box<dyn Connection>, StoreError>;
    /// Tells the planner of the tables' sizes, where the database does not learn them by itself.
    fn inform_planner(&self, _connection: &mut dyn Connection) -> Result<(), StoreError> {
        Ok(())
    }
    /// Makes the inbox where it lies apart.
    fn prepare_inbox(&self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Free bytes on the disk that holds the database, where it can be told.
    fn free_in_bytes(&self) -> Option<u64> {
        None
    }
    /// What a quick look at an inbox that lies apart finds wrong.
    fn inbox_damage(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
    /// Moves what is durable in the inbox's journal to where it belongs, without holding up anybody.
    fn tidy_inbox(&self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Removes what erased rows left behind in free pages and journals, as far as the database keeps such remains.
    fn forget_remains(&self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Bytes that the database takes on disk.
    fn size_in_bytes(&self, connection: &mut dyn Connection) -> Result<u64, StoreError>;
}

/// Some ten megabytes of journal: often enough to stay small, and seldom enough to cost little.
const TIDIED_AFTER: usize = 8_000;

/// A database with its idle connections.
#[derive(Debug)]
pub(crate) struct Database {
    driver: Box<dyn Driver>,
    idle: [Mutex<Idle>; 5],
    turn: Turn,
    inbox_turn: Turn,
    /// Events removed from the inbox since it was tidied.
    removed: AtomicUsize,
}

#[derive(Default)]
struct Idle(Vec<Box<dyn Connection>>);

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} idle", self.0.len())
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Database {
    pub(crate) fn new(driver: Box<dyn Driver>) -> Arc<Self> {
        Arc::new(Self {
            driver,
            idle: Default::default(),
            turn: Turn::default(),
            inbox_turn: Turn::default(),
            removed: AtomicUsize::new(0),
        })
    }

    pub(crate) fn driver(&self) -> &dyn Driver {
        &*self.driver
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.driver.dialect()
    }

    /// Runs queries on a connection for reading. Asked again once on a fresh connection when an idle one had died.
    pub(crate) fn read<T>(
        &self,
        work: impl FnMut(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read_for(Purpose::Read, work)
    }

    /// As [`Self::read`], where the inbox lies.
    pub(crate) fn read_inbox<T>(
        &self,
        work: impl FnMut(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read_for(if self.has_inbox_apart() { Purpose::ReadInbox } else { Purpose::Read }, work)
    }

    /// Whether the inbox lies in a file of its own. What is filed is then removed from it afterwards; a crash in
    /// between means that it is filed again, which changes nothing.
    pub(crate) fn has_inbox_apart(&self) -> bool {
        self.dialect() == Dialect::Sqlite
    }

    fn read_for<T>(
        &self,
        purpose: Purpose,
        mut work: impl FnMut(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (mut connection, was_idle) = self.take(purpose)?;
        let mut outcome = work(&mut *connection);
        if outcome.is_err() && was_idle && !connection.is_usable() {
            connection = self.driver.connect(purpose)?;
            outcome = work(&mut *connection);
        }
        self.give_back(purpose, connection);
        outcome
    }

    /// Runs a transaction. On SQLite, writers of this process take turns in the order they came.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _turn = (self.dialect() == Dialect::Sqlite).then(|| self.turn.wait());
        self.write_for(Purpose::Write, work)
    }

    /// Changes the inbox: as part of the transaction given, or in a short one of the inbox's own file.
    pub(crate) fn change_inbox<T>(
        &self,
        transaction: &mut dyn Connection,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.has_inbox_apart() { self.clear_inbox(work) } else { work(transaction) }
    }

    /// Takes something out of the inbox that lies apart.
    pub(crate) fn clear_inbox<T>(
        &self,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _turn = self.wait_for_inbox();
        self.write_for(Purpose::ClearInbox, work)
    }

    /// Counts removed events, and starts over when there are so many that the inbox should be tidied.
    pub(crate) fn is_inbox_untidy(&self, removed: usize) -> bool {
        let is_untidy = self.removed.fetch_add(removed, Ordering::AcqRel) + removed >= TIDIED_AFTER;
        if is_untidy {
            self.removed.store(0, Ordering::Release);
        }
        is_untidy
    }

    /// SQLite has one writer at a time and no queue for it; without ours the fastest would starve the others.
    pub(crate) fn wait_for_inbox(&self) -> Option<TurnGuard<'_>> {
        self.has_inbox_apart().then(|| self.inbox_turn.wait())
    }

    fn write_for<T>(
        &self,
        purpose: Purpose,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (mut connection, was_idle) = self.take(purpose)?;
        if let Err(error) = connection.begin() {
            if !was_idle || connection.is_usable() {
                self.give_back(purpose, connection);
                return Err(error);
            }
            connection = self.driver.connect(purpose)?;
            connection.begin()?;
        }
        let outcome = finish(&mut *connection, work);
        self.give_back(purpose, connection);
        outcome
    }

    fn take(&self, purpose: Purpose) -> Result<(Box<dyn Connection>, bool), StoreError> {
        let idle = lock(&self.idle[purpose as usize]).0.pop();
        match idle {
            Some(connection) => Ok((connection, true)),
            None => Ok((self.driver.connect(purpose)?, false)),
        }
    }

    fn give_back(&self, purpose: Purpose, mut connection: Box<dyn Connection>) {
        if connection.is_usable() {
            let mut idle = lock(&self.idle[purpose as usize]);
            if idle.0.len() < purpose.most_idle() {
                idle.0.push(connection);
            }
        }
    }
}

/// A lock that is given in the order of asking.
#[derive(Debug, Default)]
struct Turn {
    /// The next number to be drawn, and the one being served.
    numbers: Mutex<(u64, u64)>,
    called: Condvar,
}

/// The turn, until dropped.
#[derive(Debug)]
pub(crate) struct TurnGuard<'a>(&'a Turn);

impl Turn {
    fn wait(&self) -> TurnGuard<'_> {
        let mut numbers = lock(&self.numbers);
        let mine = numbers.0;
        numbers.0 += 1;
        while numbers.1 != mine {
            numbers = self.called.wait(numbers).unwrap_or_else(PoisonError::into_inner);
        }
        TurnGuard(self)
    }
}

impl Drop for TurnGuard<'_> {
    fn drop(&mut self) {
        lock(&self.0.numbers).1 += 1;
        self.0.called.notify_all();
    }
}
