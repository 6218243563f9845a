//! ENGAGE: whom a person may speak to, with what words, and whom to leave in peace. The machine reads and explains;
//! people decide, and what they decided is kept.

pub mod brief;
pub mod committee_dots;
pub mod contact;
pub mod next_piece;
pub mod opening;
pub mod ready;
pub mod signals;
pub mod story;
pub mod themes;
pub mod words;
