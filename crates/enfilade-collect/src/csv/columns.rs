//! Header names to cells.

use csv::ByteRecord;
use enfilade_domain::{Domain, Timestamp};

use crate::address_parts::AddressParts;
use crate::clock;
use crate::lenient::clean_text;
use crate::limits::TEXT_CHARACTERS;
use crate::mail_domain::registrable_domain;
use crate::outcome::Rejection;

/// The header of a file.
#[derive(Debug)]
pub(super) struct Columns {
    /// Lower case, spaces and hyphens as underscores.
    names: Vec<String>,
    /// As the file writes them.
    written: Vec<String>,
    pub(super) delimiter: u8,
}

impl Columns {
    pub(super) fn read(header: &ByteRecord, delimiter: u8) -> Result<Self, Rejection> {
        let mut written = Vec::with_capacity(header.len());
        for cell in header {
            let name = std::str::from_utf8(cell).map_err(|_| Rejection::whole("the header is not UTF-8"))?;
            written.push(name.trim().chars().take(100).collect::<String>());
        }
        let names = written.iter().map(|name| name.to_lowercase().replace([' ', '-'], "_")).collect();
        Ok(Self { names, written, delimiter })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|column| column == name)
    }

    /// The header for a sentence.
    pub(super) fn listed(&self) -> String {
        let names: Vec<String> = self.written.iter().take(12).map(|name| format!("`{name}`")).collect();
        names.join(", ")
    }
}

/// One row under its header.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) columns: &'a Columns,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub(super) fn new(columns: &'a Columns, record: &'a ByteRecord) -> Result<Self, Rejection> {
        let mut cells = Vec::with_capacity(record.len());
        for (position, cell) in record.iter().enumerate() {
            let text = std::str::from_utf8(cell).map_err(|error| {
                let field = columns.written.get(position).cloned().unwrap_or_default();
                Rejection::new(field, format!("invalid UTF-8 at byte {} of the cell", error.valid_up_to()))
            })?;
            cells.push(text.trim());
        }
        Ok(Self { columns, cells })
    }

    /// The cell under a name; `None` when it is missing or empty.
    pub(super) fn cell(&self, name: &str) -> Option<&'a str> {
        let position = self.columns.names.iter().position(|column| column == name)?;
        self.cells.get(position).copied().filter(|cell| !cell.is_empty())
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.cell(name).and_then(|cell| clean_text(cell, TEXT_CHARACTERS))
    }

    pub(super) fn required(&self, name: &str) -> Result<&'a str, Rejection> {
        self.cell(name).ok_or_else(|| Rejection::new(name, "is empty"))
    }

    /// A moment; a plain date means the end of that day in UTC.
    pub(super) fn moment(&self, name: &str) -> Result<Option<Timestamp>, Rejection> {
        let Some(cell) = self.cell(name) else { return Ok(None) };
        clock::parse_moment(cell).map(Some).ok_or_else(|| {
            let shown: String = cell.chars().take(40).collect();
            Rejection::new(name, format!("`{shown}` is neither a date such as 2026-03-01 nor a time"))
        })
    }

    /// A company's domain, also where the file writes a web address.
    pub(super) fn domain(&self, name: &str) -> Result<Option<Domain>, Rejection> {
        let Some(cell) = self.cell(name) else { return Ok(None) };
        let host = if cell.contains("://") {
            AddressParts::split(cell).map_or("", |parts| parts.host())
        } else {
            cell.split(['/', '?']).next().unwrap_or_default()
        };
        registrable_domain(host).map(Some).ok_or_else(|| {
            let shown: String = cell.chars().take(60).collect();
            Rejection::new(name, format!("`{shown}` is not a domain such as example.com"))
        })
    }

    /// The columns nobody here understands, as a JSON object; `None` when there are none.
    pub(super) fn attributes(&self, understood: &[&str]) -> Option<String> {
        let mut kept = serde_json::Map::new();
        for (position, name) in self.columns.names.iter().enumerate() {
            let cell = self.cells.get(position).copied().unwrap_or_default();
            if !understood.contains(&name.as_str()) && !cell.is_empty() && !name.is_empty() {
                kept.insert(self.columns.written[position].clone(), cell.into());
            }
        }
        (!kept.is_empty()).then(|| serde_json::Value::Object(kept).to_string())
    }
}
