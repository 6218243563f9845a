//! The program from end to end: the real binary on data directories of its own, with data the tests make themselves.

mod assess;
mod backtest;
mod classify;
mod consent;
mod desk;
mod doors;
mod durability;
mod first_hour;
mod house;
mod identity;
mod import;
mod journeys;
mod keeping;
mod kinds;
mod learn;
mod networks;
mod pages;
mod past;
mod postgres;
mod sdks;
mod server;
mod settings;
mod shared_data;
mod sheets;
mod statements;
mod stories;
