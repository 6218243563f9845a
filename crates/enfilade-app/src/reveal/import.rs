//! Files come in: events, content, accounts, deals, touches and access logs. Importing is idempotent; one bad row
//! never loses the others.

use std::collections::HashSet;
use std::io::BufRead;
use std::sync::mpsc;

use enfilade_collect::access_log::{self, LogFormat, LogReader, Site};
use enfilade_collect::{Collected, ContentRow, CsvRows, NetworkKeys, Rejection};
use enfilade_domain::{Account, Action, Deal, Domain, Statement, Touch, VisitorId, Workspace, WorkspaceId};
use enfilade_language::t;
use enfilade_store::{EventLog, ThreadKind};

use super::intake;
use super::surroundings::assets_note;
use crate::build::library_file;
use crate::interpret::stating;
use crate::{App, AppError};

/// Events appended in one transaction.
const EVENTS_AT_ONCE: usize = 20_000;
/// Rows of a CSV file written in one transaction.
const ROWS_AT_ONCE: usize = 5_000;
/// A longer line is no event and no log line.
const LONGEST_LINE: usize = 1 << 20;
/// Lines looked at to recognise a log format.
const LINES_TO_RECOGNISE: usize = 50;

/// What became of a file's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    /// Log lines that are no evidence of anything (redirects, directives).
    pub skipped: u64,
}

/// Told of every refused row, with its line, field and reason.
pub type OnRejection<'a> = &'a mut dyn FnMut(&Rejection);

/// Imports an events file (JSON lines).
///
/// # Errors
/// The file cannot be read to its end, or the store failed; what was accepted before stays.
pub fn events(
    app: &App,
    workspace: &Workspace,
    input: &mut dyn BufRead,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let now = app.now();
    let mut tally = Tally::default();
    let mut refuse = |rejection: &Rejection, tally: &mut Tally| {
        tally.rejected += 1;
        on_rejection(rejection);
        Ok(())
    };
    append_in_background(app, workspace, &mut tally, |give, tally| {
        for_each_line(input, |line, number| {
            if line.iter().all(u8::is_ascii_whitespace) {
                return Ok(());
            }
            match enfilade_collect::read_event_line(line, number) {
                Ok(collected) => match enfilade_collect::check_clock(&collected.event, number, now) {
                    Ok(()) => give(collected),
                    Err(rejection) => refuse(&rejection, tally),
                },
                Err(rejection) => refuse(&rejection, tally),
            }
        })
    })?;
    Ok(tally)
}

/// Imports an access log. Its format is recognised from the first lines.
///
/// # Errors
/// The format is not recognised, the file cannot be read to its end, or the store failed.
pub fn access_log(
    app: &App,
    workspace: &Workspace,
    site: &Site,
    input: &mut dyn BufRead,
    on_rejection: OnRejection<'_>,
) -> Result<(LogFormat, Tally), AppError> {
    let mut head: Vec<Vec<u8>> = Vec::new();
    while head.len() < LINES_TO_RECOGNISE {
        let mut line = Vec::new();
        if read_line(input, &mut line)? == 0 {
            break;
        }
        head.push(line);
    }
    let lines: Vec<&[u8]> = head.iter().map(Vec::as_slice).collect();
    let format = access_log::detect(&lines).ok_or_else(|| {
        AppError::invalid(
            t!("logs"),
            t!("the format is not recognised; known are combined, common, vhost combined, Caddy JSON, CloudFront and W3C"),
        )
    })?;
    let now = app.now();
    let keys = NetworkKeys::new(workspace.secret);
    let mut reader = LogReader::new(format);
    let mut tally = Tally::default();
    // One sign of assets a day and visitor is all that is kept; its repetitions within a file are no duplicates.
    let mut signs_of_assets: HashSet<String> = HashSet::new();
    append_in_background(app, workspace, &mut tally, |give, tally| {
        let mut read = |line: &[u8], number: u64| -> Result<Option<Collected>, Rejection> {
            let Some(found) = reader.read_line(line, number)? else { return Ok(None) };
            let collected = access_log::to_events(&found, &keys, site);
            collected.map(|one| enfilade_collect::check_clock(&one.event, number, now).map(|()| one)).transpose()
        };
        let mut one = |line: &[u8], number: u64| match read(line, number) {
            Ok(Some(collected))
                if collected.event.action != Action::AssetsFetched
                    || signs_of_assets.insert(collected.event.message_id.clone()) =>
            {
                give(collected)
            }
            Ok(_) => {
                tally.skipped += 1;
                Ok(())
            }
            Err(rejection) => {
                tally.rejected += 1;
                on_rejection(&rejection);
                Ok(())
            }
        };
        for (index, line) in head.iter().enumerate() {
            one(line, index as u64 + 1)?;
        }
        let shown = head.len() as u64;
        for_each_line(input, |line, number| one(line, number + shown))
    })?;
    let note = assets_note(workspace.id);
    if !signs_of_assets.is_empty() && app.records.note(&note)?.is_none() {
        app.records.set_note(&note, Some("yes"))?;
        app.log.touch_all(workspace.id)?;
    }
    Ok((format, tally))
}

/// Imports content. Pieces are added or replaced by path; `by` is who brings the file.
///
/// # Errors
/// The store failed.
pub fn content(
    app: &App,
    workspace: &Workspace,
    rows: CsvRows<ContentRow>,
    by: &str,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let mut tally = Tally::default();
    in_chunks(rows, &mut tally, on_rejection, |rows| {
        library_file::take(app, workspace, rows, by)?;
        Ok(rows.len())
    })?;
    Ok(tally)
}

/// Imports accounts. Accounts are added or replaced by domain; visitors from their stated networks are read again.
///
/// # Errors
/// The store failed.
pub fn accounts(
    app: &App,
    workspace: &Workspace,
    rows: CsvRows<Account>,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let keys = NetworkKeys::new(workspace.secret);
    let mut tally = Tally::default();
    in_chunks(rows, &mut tally, on_rejection, |accounts| {
        let mut concerned = Vec::new();
        for account in accounts {
            let before = app.records.account(workspace.id, &account.domain)?;
            let networks = before.map(|known| known.office_networks).unwrap_or_default();
            if networks != account.office_networks {
                concerned.extend(networks.into_iter().chain(account.office_networks.iter().cloned()));
            }
        }
        app.records.put_accounts(workspace.id, accounts)?;
        app.log.touch(workspace.id, &visitors_from(app.log.as_ref(), workspace.id, &keys, &concerned)?)?;
        Ok(accounts.len())
    })?;
    Ok(tally)
}

/// Imports deals. Deals are added or replaced by id.
///
/// # Errors
/// The store failed.
pub fn deals(
    app: &App,
    workspace: &Workspace,
    rows: CsvRows<Deal>,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let mut tally = Tally::default();
    in_chunks(rows, &mut tally, on_rejection, |deals| {
        app.records.put_deals(workspace.id, deals)?;
        Ok(deals.len())
    })?;
    Ok(tally)
}

/// Imports touches. A touch that is already there is a duplicate.
///
/// # Errors
/// The store failed.
pub fn touches(
    app: &App,
    workspace: &Workspace,
    rows: CsvRows<Touch>,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let mut tally = Tally::default();
    in_chunks(rows, &mut tally, on_rejection, |touches| Ok(app.records.put_touches(workspace.id, touches)?))?;
    Ok(tally)
}

/// Imports statements. One that an earlier import brought is a duplicate, also where it was taken back since.
///
/// # Errors
/// The store failed.
pub fn statements(
    app: &App,
    workspace: &Workspace,
    rows: CsvRows<Statement>,
    on_rejection: OnRejection<'_>,
) -> Result<Tally, AppError> {
    let mut tally = Tally::default();
    in_chunks(rows, &mut tally, on_rejection, |statements| stating::put(app, workspace, statements))?;
    Ok(tally)
}

/// Visitors that ever came from these networks.
///
/// # Errors
/// The store cannot be read.
pub fn visitors_from(
    log: &dyn EventLog,
    workspace: WorkspaceId,
    keys: &NetworkKeys,
    networks: &[String],
) -> Result<Vec<VisitorId>, AppError> {
    let mut addresses = Vec::new();
    let mut blocks = Vec::new();
    for network in networks {
        if let Ok(found) = keys.keys_of_cidr(network) {
            addresses.extend(found.addresses.iter().map(i64::to_string));
            blocks.extend(found.blocks.iter().map(i64::to_string));
        }
    }
    let mut visitors = Vec::new();
    for (kind, values) in [(ThreadKind::Address, addresses), (ThreadKind::Block, blocks)] {
        for some in values.chunks(500) {
            visitors.extend(log.holders(workspace, kind, some)?.into_iter().map(|thread| thread.visitor));
        }
    }
    Ok(visitors)
}

/// The workspace's own domain from a site's address, for telling own links from referrals.
///
/// # Errors
/// The text holds no host.
pub fn site(text: &str) -> Result<Site, AppError> {
    Site::parse(text).map_err(|reason| AppError::invalid(t!("site"), reason))
}

/// Reads on this thread, appends on another, a few blocks ahead.
fn append_in_background(
    app: &App,
    workspace: &Workspace,
    tally: &mut Tally,
    read: impl FnOnce(&mut dyn FnMut(Collected) -> Result<(), AppError>, &mut Tally) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let (sender, receiver) = mpsc::sync_channel::<Vec<Collected>>(1);
    let (log, book) = (app.log.as_ref(), app.address_book.as_ref());
    let (read_result, appended) = std::thread::scope(|scope| {
        let appender = scope.spawn(move || -> Result<(u64, u64), AppError> {
            let (mut accepted, mut duplicate) = (0, 0);
            for block in receiver {
                let done = log.append(workspace.id, &intake::prepare(workspace, book, block))?;
                accepted += done.accepted as u64;
                duplicate += done.duplicates.len() as u64;
            }
            Ok((accepted, duplicate))
        });
        let mut block = Vec::with_capacity(EVENTS_AT_ONCE);
        let gone =
            || AppError::Store(enfilade_store::StoreError::Unavailable(t!("the import was cut short").to_owned()));
        let mut give = |collected: Collected| {
            block.push(collected);
            if block.len() < EVENTS_AT_ONCE {
                return Ok(());
            }
            sender.send(std::mem::replace(&mut block, Vec::with_capacity(EVENTS_AT_ONCE))).map_err(|_| gone())
        };
        let mut result = read(&mut give, tally);
        if !block.is_empty() {
            result = result.and(sender.send(block).map_err(|_| gone()));
        }
        drop(sender);
        (result, appender.join())
    });
    // The appender's own error says more than "cut short".
    match appended {
        Ok(Ok((accepted, duplicate))) => {
            tally.accepted += accepted;
            tally.duplicate += duplicate;
            read_result
        }
        Ok(Err(error)) => Err(error),
        Err(_) => {
            Err(AppError::Store(enfilade_store::StoreError::Failed(t!("the import stopped unexpectedly").to_owned())))
        }
    }
}

fn in_chunks<T>(
    rows: CsvRows<T>,
    tally: &mut Tally,
    on_rejection: OnRejection<'_>,
    mut write: impl FnMut(&[T]) -> Result<usize, AppError>,
) -> Result<(), AppError> {
    let mut chunk = Vec::new();
    let mut put = |chunk: &mut Vec<T>, tally: &mut Tally| -> Result<(), AppError> {
        let accepted = write(chunk)?;
        tally.accepted += accepted as u64;
        tally.duplicate += (chunk.len() - accepted) as u64;
        chunk.clear();
        Ok(())
    };
    for row in rows {
        match row {
            Ok(row) => chunk.push(row),
            Err(rejection) => {
                tally.rejected += 1;
                on_rejection(&rejection);
            }
        }
        if chunk.len() >= ROWS_AT_ONCE {
            put(&mut chunk, tally)?;
        }
    }
    if !chunk.is_empty() {
        put(&mut chunk, tally)?;
    }
    Ok(())
}

fn for_each_line(
    input: &mut dyn BufRead,
    mut work: impl FnMut(&[u8], u64) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        if read_line(input, &mut line)? == 0 {
            return Ok(());
        }
        number += 1;
        work(&line, number)?;
    }
}

/// Reads one line without its end. A line beyond all reason is cut, so that it is refused and not held in memory.
fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<usize, AppError> {
    let mut taken = 0;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(source) => return Err(AppError::File { path: t!("the input").into(), source }),
        };
        if buffer.is_empty() {
            break;
        }
        let (end, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(position) => (position + 1, true),
            None => (buffer.len(), false),
        };
        let room = LONGEST_LINE.saturating_sub(line.len());
        line.extend_from_slice(&buffer[..end.min(room)]);
        taken += end;
        input.consume(end);
        if done {
            break;
        }
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(taken)
}

/// The domain a text means, for settings.
///
/// # Errors
/// The text is no domain.
pub fn domain(text: &str) -> Result<Domain, AppError> {
    Domain::parse(text).map_err(|error| AppError::invalid(t!("domain"), error.to_string()))
}
