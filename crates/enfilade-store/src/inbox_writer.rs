//! The thread that makes live traffic durable: everything that waits is written in one transaction, so that many
//! requests share one sync of the disk. A request is answered only after its commit.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use enfilade_domain::{Event, WorkspaceId};
use tokio::sync::oneshot;

use crate::StoreError;
use crate::database::{Connection, Database, Purpose, finish, lock};
use crate::inbox::{self, WaitingRow};

/// Events that may wait; beyond them callers are told to come back.
const QUEUE_EVENTS: usize = 200_000;
/// A group is closed at so many requests or events, whichever comes first.
const GROUP_REQUESTS: usize = 4_096;
const GROUP_EVENTS: usize = 20_000;

type Answer = Result<(), StoreError>;

struct Request {
    rows: Vec<WaitingRow>,
    answer: oneshot::Sender<Answer>,
}

/// Hands requests to the thread, and ends it when dropped, after everything handed over was answered.
#[derive(Debug)]
pub(crate) struct InboxWriter {
    requests: Option<Sender<Request>>,
    waiting: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl InboxWriter {
    pub(crate) fn start(database: Arc<Database>) -> Result<Self, StoreError> {
        let (requests, receiver) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let mut writer = Writer { database, connection: None, waiting: Arc::clone(&waiting) };
        let thread = std::thread::Builder::new()
            .name("inbox-writer".to_owned())
            .spawn(move || writer.run(&receiver))
            .map_err(|error| StoreError::Unavailable(format!("cannot start the inbox writer: {error}")))?;
        Ok(Self { requests: Some(requests), waiting, thread: Mutex::new(Some(thread)) })
    }

    pub(crate) fn submit(&self, workspace: WorkspaceId, events: Vec<Event>) -> oneshot::Receiver<Answer> {
        let (answer, receiver) = oneshot::channel();
        let count = events.len();
        if count == 0 {
            let _ = answer.send(Ok(()));
            return receiver;
        }
        let before = self.waiting.fetch_add(count, Ordering::AcqRel);
        if before > 0 && before.saturating_add(count) > QUEUE_EVENTS {
            self.waiting.fetch_sub(count, Ordering::AcqRel);
            let _ = answer.send(Err(StoreError::Unavailable("too many events are waiting to be written".into())));
            return receiver;
        }
        let rows = events.into_iter().map(|event| inbox::pack(workspace, event)).collect();
        let request = Request { rows, answer };
        if let Some(Err(mpsc::SendError(request))) = self.requests.as_ref().map(|requests| requests.send(request)) {
            self.waiting.fetch_sub(count, Ordering::AcqRel);
            let _ = request.answer.send(Err(StoreError::Unavailable("the inbox writer has ended".into())));
        }
        receiver
    }
}

impl Drop for InboxWriter {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = lock(&self.thread).take() {
            let _ = thread.join();
        }
    }
}

struct Writer {
    database: Arc<Database>,
    connection: Option<Box<dyn Connection>>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    fn run(&mut self, requests: &Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let mut events = first.rows.len();
            let mut group = vec![first];
            while group.len() < GROUP_REQUESTS && events < GROUP_EVENTS {
                let Ok(next) = requests.try_recv() else { break };
                events += next.rows.len();
                group.push(next);
            }
            self.write_group(group);
            self.waiting.fetch_sub(events, Ordering::AcqRel);
        }
    }

    fn write_group(&mut self, group: Vec<Request>) {
        match self.commit(&group) {
            Ok(()) => group.into_iter().for_each(|request| drop(request.answer.send(Ok(())))),
            // One request that the database refuses must not take the others down with it.
            Err(StoreError::Failed(_)) if group.len() > 1 => {
                for request in group {
                    self.write_group(vec![request]);
                }
            }
            Err(error) => {
                let reason = match error {
                    StoreError::Unavailable(reason) => reason,
                    other => other.to_string(),
                };
                for request in group {
                    let _ = request.answer.send(Err(StoreError::Unavailable(reason.clone())));
                }
            }
        }
    }

    fn commit(&mut self, group: &[Request]) -> Result<(), StoreError> {
        let database = Arc::clone(&self.database);
        let _turn = database.wait_for_inbox();
        let connection = self.begin()?;
        finish(connection, |connection| inbox::add(connection, group.iter().flat_map(|request| &request.rows)))
    }

    /// Begins a transaction, on a fresh connection where the last one is lost.
    fn begin(&mut self) -> Result<&mut dyn Connection, StoreError> {
        if let Some(mut connection) = self.connection.take() {
            match connection.begin() {
                Ok(()) => return Ok(&mut **self.connection.insert(connection)),
                Err(error) if connection.is_usable() => {
                    self.connection = Some(connection);
                    return Err(error);
                }
                Err(_) => {}
            }
        }
        let mut connection = self.database.driver().connect(Purpose::Accept)?;
        connection.begin()?;
        Ok(&mut **self.connection.insert(connection))
    }
}
