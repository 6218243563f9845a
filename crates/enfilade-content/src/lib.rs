//! What content says: a page's text as a visitor would read it, and which room of the buyer's mind it serves.
//!
//! Pure: callers hand in the text of a page; nothing here opens a file, follows a link or asks the time. No input makes
//! it panic, and memory and time are bounded by [`limits`] however large, deep or broken a page is.

mod front_matter;
mod html;
mod language;
pub mod limits;
mod markdown;
mod page;
mod source;
mod template_remains;

pub use language::{Language, language_of};
pub use page::{Block, BlockKind, Button, Field, Form, Link, Page};
pub use source::{SourceFormat, read_page};
