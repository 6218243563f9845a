//! Tests that concern the engine as a whole: the ladder from hand-worked numbers up, the laws, the stories.

mod journeys;
mod ladder;
mod laws;
mod learning;
mod statements;
mod stories;
