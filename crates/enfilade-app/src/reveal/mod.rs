//! Reveal: from events to people and companies, by dated evidence that a person can undo.
//!
//! Nothing here names anybody who did not name himself, and nothing merges two people who did.

pub mod configure;
pub mod decide;
pub mod guests;
pub mod import;
pub mod intake;
pub mod keeping;
pub mod kinds;
pub mod neighbourhood;
mod owners;
pub mod people;
pub mod surroundings;
