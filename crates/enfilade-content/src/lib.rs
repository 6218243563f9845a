//! What content says: a page's text as a visitor would read it, and which room of the buyer's mind it serves.
//!
//! Pure: callers hand in the text of a page; nothing here opens a file, follows a link or asks the time. No input makes
//! it panic, and memory and time are bounded by [`limits`] however large, deep or broken a page is.

pub mod assessment;
pub mod audit;
mod calls;
mod cues;
pub mod features;
mod focus;
mod front_matter;
pub mod guides;
mod html;
mod judge;
mod kind;
mod language;
pub mod limits;
mod markdown;
pub mod model;
mod page;
mod posture;
pub mod rules;
pub mod sentence;
mod signs;
mod source;
mod template_remains;
mod voice;
pub mod wording;
mod words;

pub use calls::Call;
pub use focus::Mentions;
pub use judge::{Finding, Judgement, NotJudged, Posture, judge, judge_with};
pub use kind::kind;
pub use language::{Language, language_of};
pub use page::{Block, BlockKind, Button, Field, Form, Link, Page};
pub use source::{SourceFormat, read_page};
pub use voice::{Voice, names};
