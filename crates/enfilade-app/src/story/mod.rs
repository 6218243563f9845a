//! The acceptance stories: journeys as text, replayed through the same doors as everything else, and held against
//! what should be read on each day.

pub mod expectations;
pub mod furnish;
pub mod journey;
pub mod library;
mod own_site;
pub mod replay;
pub mod stage;
