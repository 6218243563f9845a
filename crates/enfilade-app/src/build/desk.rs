//! The content desk: worksheets of one buyer, the buyers' own words, what the house can do, drafts with their signatures,
//! whom it is all for, what comes next, what stands in a reader's way, and what is to be mended. Everything people put down is a paper in
//! versions; every figure is computed from the house's own readings and library.

pub mod audience;
pub mod calendar;
pub mod capabilities;
pub mod drafts;
mod form;
pub mod gates;
pub mod gone;
mod mending;
pub mod paper;
pub mod phrases;
pub mod proof;
pub mod runway;
pub mod tasks;
pub mod texts;
pub mod worksheets;
