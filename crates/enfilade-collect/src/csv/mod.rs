//! CSV files of content, accounts, deals and touches. Header names in any order and case; comma, semicolon or tab.

mod accounts;
mod amount;
mod columns;
mod content;
mod deals;
mod path_rules;
mod rows;
mod touches;

#[cfg(test)]
mod tests;

pub use accounts::read_accounts;
pub use content::read_content;
pub use deals::read_deals;
pub use path_rules::read_path_rules;
pub use rows::CsvRows;
pub use touches::read_touches;
