//! The five kinds of value that both databases understand, and a row of them.

use std::borrow::Cow;
use std::hash::Hasher as _;

use enfilade_domain::Timestamp;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::StoreError;

/// A parameter or a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// PostgreSQL refuses NUL inside text. On both databases it becomes the visible symbol for it, so that a hostile
/// text neither stops an import nor reads differently on one of them.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{2400}") } else { text }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.millis())
    }
}

impl From<f64> for Value {
    /// A number that is none is stored as absent: SQLite does so, PostgreSQL must not differ.
    fn from(value: f64) -> Self {
        if value.is_nan() { Self::Null } else { Self::Real(value) }
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        Self::from(f64::from(value))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(without_nul(value))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::from(value.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Blob(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Longest key in bytes that is kept word for word. PostgreSQL's indexes hold some 2,700 bytes in a row.
const KEY_BYTES: usize = 600;

/// Longest id of an event, a visitor or a user. Shorter than [`KEY_BYTES`], so that a person's id, which is one of
/// them with a word in front, stays whole.
const ID_BYTES: usize = 500;

/// The text, or beyond so many bytes its beginning and a digest of all of it: equal texts stay equal and different
/// ones different.
fn bounded(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return without_nul(text.to_owned());
    }
    let cut = text.floor_char_boundary(bytes / 2);
    without_nul(format!("{}…{}", &text[..cut], digest(&[Some(text)])))
}

/// A text that stands in a key.
pub(crate) fn key(text: &str) -> Value {
    Value::Text(bounded(text, KEY_BYTES))
}

/// The id of an event, a visitor or a user, or another text that is compared with one.
pub(crate) fn id(text: &str) -> Value {
    Value::Text(bounded(text, ID_BYTES))
}

/// A 128-bit digest of fields in hexadecimal digits; fields cannot flow into each other.
pub(crate) fn digest(fields: &[Option<&str>]) -> String {
    let mut hasher = SipHasher13::new();
    for field in fields {
        match field {
            Some(text) => {
                hasher.write_u64(text.len() as u64);
                hasher.write(text.as_bytes());
            }
            None => hasher.write_u64(u64::MAX),
        }
    }
    format!("{:032x}", hasher.finish128().as_u128())
}

/// A value as it is read: taken out of a row that holds its own, or still where the database keeps it.
#[derive(Debug)]
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
}

impl From<Value> for Cell<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(value) => Self::Int(value),
            Value::Real(value) => Self::Real(value),
            Value::Text(text) => Self::Text(Cow::Owned(text)),
            Value::Blob(bytes) => Self::Blob(Cow::Owned(bytes)),
        }
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(value) => Self::Int(value),
            Cell::Real(value) => Self::Real(value),
            Cell::Text(text) => Self::Text(text.into_owned()),
            Cell::Blob(bytes) => Self::Blob(bytes.into_owned()),
        }
    }
}

/// A row where the database holds it, until the next one is asked for.
pub(crate) trait RowInPlace {
    fn cell(&self, column: usize) -> Result<Cell<'_>, StoreError>;
}

enum Cells<'a> {
    Own(std::vec::IntoIter<Value>),
    InPlace { row: &'a dyn RowInPlace, columns: std::ops::Range<usize> },
}

/// A row that holds its own values.
pub(crate) type Row = Columns<'static>;

/// A row as read, taken apart column by column from the left.
pub(crate) struct Columns<'a> {
    what: &'static str,
    cells: Cells<'a>,
}

impl Row {
    pub(crate) fn new(cells: Vec<Value>) -> Self {
        Self { what: "row", cells: Cells::Own(cells.into_iter()) }
    }
}

impl<'a> Columns<'a> {
    pub(crate) fn in_place(row: &'a dyn RowInPlace, columns: usize) -> Self {
        Self { what: "row", cells: Cells::InPlace { row, columns: 0..columns } }
    }

    /// Names what is being read, for errors.
    pub(crate) fn of(mut self, what: &'static str) -> Self {
        self.what = what;
        self
    }

    /// What is left of the row, to be kept.
    pub(crate) fn cells(self) -> Result<Vec<Value>, StoreError> {
        match self.cells {
            Cells::Own(cells) => Ok(cells.collect()),
            Cells::InPlace { row, columns } => {
                // Collecting results cannot know how many there are, and a row of the log would grow five times.
                let mut cells = Vec::with_capacity(columns.len());
                for column in columns {
                    cells.push(row.cell(column)?.into());
                }
                Ok(cells)
            }
        }
    }

    pub(crate) fn broken(&self, reason: impl Into<String>) -> StoreError {
        StoreError::Inconsistent { what: self.what, reason: reason.into() }
    }

    fn next(&mut self) -> Result<Cell<'a>, StoreError> {
        let next = match &mut self.cells {
            Cells::InPlace { row, columns } => match columns.next() {
                Some(column) => return row.cell(column),
                None => None,
            },
            Cells::Own(cells) => cells.next().map(Cell::from),
        };
        next.ok_or_else(|| self.broken("a column is missing"))
    }

    fn unexpected(&self, wanted: &str, found: &Cell<'_>) -> StoreError {
        self.broken(format!("a column should hold {wanted} and holds {found:?}"))
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.opt_int()?.ok_or_else(|| self.broken("a number is missing"))
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>, StoreError> {
        match self.next()? {
            Cell::Null => Ok(None),
            Cell::Int(value) => Ok(Some(value)),
            other => Err(self.unexpected("a whole number", &other)),
        }
    }

    pub(crate) fn opt_real(&mut self) -> Result<Option<f64>, StoreError> {
        match self.next()? {
            Cell::Null => Ok(None),
            Cell::Real(value) => Ok(Some(value)),
            other => Err(self.unexpected("a number", &other)),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        self.opt_text()?.ok_or_else(|| self.broken("a text is missing"))
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, StoreError> {
        Ok(self.text_in_place()?.map(Cow::into_owned))
    }

    /// As [`Self::opt_text`], for a text that need not be kept.
    pub(crate) fn text_in_place(&mut self) -> Result<Option<Cow<'a, str>>, StoreError> {
        match self.next()? {
            Cell::Null => Ok(None),
            Cell::Text(value) => Ok(Some(value)),
            other => Err(self.unexpected("a text", &other)),
        }
    }

    pub(crate) fn blob(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.next()? {
            Cell::Blob(value) => Ok(value.into_owned()),
            other => Err(self.unexpected("bytes", &other)),
        }
    }

    pub(crate) fn bool(&mut self) -> Result<bool, StoreError> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp, StoreError> {
        self.int().map(Timestamp::from_millis)
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.opt_int()?.map(Timestamp::from_millis))
    }

    /// A word of a closed list.
    pub(crate) fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        self.opt_word(parse)?.ok_or_else(|| self.broken("a text is missing"))
    }

    pub(crate) fn opt_word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        match self.text_in_place()? {
            None => Ok(None),
            Some(text) => parse(&text).map(Some).ok_or_else(|| self.broken(format!("`{text}` is not known here"))),
        }
    }
}
