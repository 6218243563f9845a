//! Server-rendered pages: each file holds the plain structs of one page and the function that draws them.

pub mod accounts;
pub mod assessment;
pub mod begin;
pub mod brief;
pub mod content;
pub mod desk;
pub mod doorway;
pub mod find;
pub mod floor_plan;
pub mod frame;
pub mod honesty;
pub mod journey;
pub mod keys;
pub mod monday;
pub mod person;
pub mod ready;
pub mod samples;
pub mod scenarios;
pub mod settings;
pub mod workspaces;

#[cfg(test)]
mod tests;
