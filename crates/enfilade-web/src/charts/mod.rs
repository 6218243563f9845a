//! Our own drawings, as SVG: each is a pure function of plain numbers.

pub mod comparison;
pub mod doorways;
pub mod fit_and_readiness;
pub mod lift;
pub mod number;
pub mod origin;
pub mod path_map;
pub mod plan;
pub mod quiet_band;
pub mod reliability;
pub mod score;
pub mod shares;
pub mod stair;
