//! Our own drawings, as SVG: each is a pure function of plain numbers.

pub mod number;
pub mod origin;
pub mod plan;
pub mod quiet_band;
pub mod reliability;
pub mod score;
pub mod stair;
