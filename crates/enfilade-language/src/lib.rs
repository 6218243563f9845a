//! The words of the pages in another language.
//!
//! The source is written in English, and its texts are the keys: `t!("Ready")` is "Ready" until a [`Language`] is in force
//! on the thread that draws the page ([`put_in_force`]), and that language's words from then on. Without a language in
//! force a text costs one look at a thread-local, so commands and JSON stay English without knowing any of this.
//!
//! The names `t!` and `tn!` are those customary with gettext, whose `.po` files hold the translations.

mod catalogue;
mod force;
mod macros;
mod places;
mod plural;
mod po;
mod retold;
#[cfg(test)]
mod tests;

pub use catalogue::{Fault, LARGEST_BYTES, Language, ReadFile, Template, read};
pub use force::{InForce, code, in_english, in_force, mark, put_in_force};
pub use macros::{Count, counted, counted_filled, text, translated};
pub use places::{Piece, filled, pieces};
pub use retold::retold;
