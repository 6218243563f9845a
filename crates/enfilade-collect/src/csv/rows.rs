//! The rows of a file, one after another, each with its line.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{Columns, Row};
use crate::outcome::Rejection;

/// Bytes looked at to tell the delimiter.
const SNIFFED_BYTES: usize = 8 * 1024;
/// Cells of one row; more is no table of ours.
const MAX_CELLS: usize = 1_000;

/// The rows of a file: each a value, or why it is none. A file without a required column gives one rejection and ends.
pub struct CsvRows<T> {
    rows: Box<dyn Iterator<Item = Result<T, Rejection>>>,
}

impl<T> fmt::Debug for CsvRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsvRows")
    }
}

impl<T> Iterator for CsvRows<T> {
    type Item = Result<T, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

impl<T: 'static> CsvRows<T> {
    /// `required` names columns of which at least one of each group must exist.
    pub(super) fn new(
        reader: impl Read + 'static,
        required: &'static [&'static [&'static str]],
        read_row: impl FnMut(&Row<'_>) -> Result<T, Rejection> + 'static,
    ) -> Self {
        match open(Box::new(reader), required) {
            Ok(None) => Self { rows: Box::new(std::iter::empty()) },
            Ok(Some(table)) => Self { rows: Box::new(TableRows { table, read_row: Box::new(read_row), ended: false }) },
            Err(rejection) => Self { rows: Box::new(std::iter::once(Err(rejection))) },
        }
    }
}

struct Table {
    reader: csv::Reader<Remembering>,
    columns: Columns,
    recent: Rc<RefCell<Recent>>,
}

/// The bytes that the CSV reader took and whose line may still be asked for.
#[derive(Debug, Default)]
struct Recent {
    /// Offset of the first of them in the file.
    start: u64,
    bytes: VecDeque<u8>,
}

impl Recent {
    /// The line on which a record really begins. The CSV reader gives the position before any blank lines it skips
    /// (and before the second half of a CR LF), so the breaks that stand there are counted here.
    fn first_line(&mut self, position: &csv::Position) -> u64 {
        let passed = usize::try_from(position.byte().saturating_sub(self.start)).unwrap_or(usize::MAX);
        let passed = passed.min(self.bytes.len());
        self.bytes.drain(..passed);
        self.start += passed as u64;
        let breaks = self.bytes.iter().take_while(|byte| matches!(**byte, b'\r' | b'\n'));
        position.line() + breaks.filter(|byte| **byte == b'\n').count() as u64
    }
}

/// Remembers what it hands on.
struct Remembering {
    inner: Box<dyn Read>,
    recent: Rc<RefCell<Recent>>,
}

impl Read for Remembering {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.recent.borrow_mut().bytes.extend(&buffer[..count]);
        Ok(count)
    }
}

/// `None` for an empty file.
fn open(mut reader: Box<dyn Read>, required: &[&[&str]]) -> Result<Option<Table>, Rejection> {
    let mut start = Vec::new();
    let unreadable = |error: &io::Error| Rejection::whole(format!("not readable: {error}")).at_line(1);
    reader.by_ref().take(SNIFFED_BYTES as u64).read_to_end(&mut start).map_err(|error| unreadable(&error))?;
    if start.starts_with(&[0xef, 0xbb, 0xbf]) {
        start.drain(..3);
    }
    if start.is_empty() {
        return Ok(None);
    }
    let delimiter = delimiter_of(&start);
    let recent = Rc::<RefCell<Recent>>::default();
    let whole = Remembering { inner: Box::new(io::Cursor::new(start).chain(reader)), recent: Rc::clone(&recent) };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(whole);
    let mut header = ByteRecord::new();
    let read = reader.read_byte_record(&mut header).map_err(|error| Rejection::whole(error.to_string()).at_line(1))?;
    if !read {
        return Ok(None);
    }
    let columns = Columns::read(&header, delimiter).map_err(|rejection| rejection.at_line(1))?;
    for group in required {
        if !group.iter().any(|name| columns.has(name)) {
            let reason = format!("this column is missing; the header names {}", columns.listed());
            return Err(Rejection::new(group.join("` or `"), reason).at_line(1));
        }
    }
    Ok(Some(Table { reader, columns, recent }))
}

/// The most frequent candidate of the first line outside quotes.
fn delimiter_of(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut in_quotes = false;
    for byte in start {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' | b'\r' if !in_quotes => break,
            _ if in_quotes => {}
            _ => counts.iter_mut().filter(|(candidate, _)| candidate == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals wins: a comma where there is but one column.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// What makes a value of a row; it may remember the rows before.
type ReadRow<T> = Box<dyn FnMut(&Row<'_>) -> Result<T, Rejection>>;

struct TableRows<T> {
    table: Table,
    read_row: ReadRow<T>,
    ended: bool,
}

impl<T> Iterator for TableRows<T> {
    type Item = Result<T, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        while !self.ended {
            match self.table.reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    // The reader's position is unknown after a failed read.
                    self.ended = true;
                    let line = error.position().map_or(self.table.reader.position().line(), csv::Position::line);
                    return Some(Err(Rejection::whole(format!("not readable: {error}")).at_line(line)));
                }
            }
            let line = record.position().map_or(0, |position| self.table.recent.borrow_mut().first_line(position));
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let mut row = || {
                if record.len() > MAX_CELLS {
                    return Err(Rejection::whole(format!("has more than {MAX_CELLS} cells")));
                }
                let row = Row::new(&self.table.columns, &record)?;
                (self.read_row)(&row)
            };
            return Some(row().map_err(|rejection| rejection.at_line(line)));
        }
        None
    }
}
