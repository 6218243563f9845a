//! Build: what there is to read, and what it is for.

pub mod assessment;
pub mod coverage;
pub mod desk;
pub mod library;
pub mod library_file;
pub mod lift;
pub mod own;
pub mod part;
pub mod reader;
pub mod readership;
pub mod reading;
pub mod report;
mod who_reads;
