//! Measure: what moved, in which direction, how long it took. Rooms and doors, no stages.

pub mod backtest;
pub mod learn;
pub mod movement;
pub mod week;
