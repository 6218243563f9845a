//! The content desk: what people who write put down about one buyer, in the buyers' own words, about what the house can
//! do, and about what is to be published. Plain values; what each lacks is said here, and what it means elsewhere.

mod audience;
mod calendar;
mod capability;
mod draft;
mod gate;
mod phrase;
mod task;
mod worksheet;

pub use audience::Audience;
pub use calendar::{PlanKind, Planned};
pub use capability::{AskedQuestion, Capability, STORY_WORDS};
pub use draft::{Draft, SignOff, SignOffRule};
pub use gate::Gate;
pub use phrase::{Phrase, PhraseOrigin, PhraseSource};
pub use task::{Mended, Task, TaskClosed};
pub use worksheet::{RowKind, Worksheet, WorksheetRow};

/// Whether a text says anything.
fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}
