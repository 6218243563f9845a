//! CSV files of content, accounts, deals, touches, declarations and verdicts. Header names in any order and case; comma, semicolon or tab.

mod accounts;
mod amount;
mod columns;
mod content;
mod deals;
mod path_rules;
mod rows;
mod statements;
mod touches;

#[cfg(test)]
mod tests;

pub use accounts::read_accounts;
pub use content::{ContentRow, read_content};
pub use deals::read_deals;
pub use path_rules::read_path_rules;
pub use rows::CsvRows;
pub use statements::{read_declarations, read_verdicts};
pub use touches::read_touches;
