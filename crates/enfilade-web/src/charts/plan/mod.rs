//! The floor plan: rooms, doors as wide as those who walk through them, the carpet of light, and the accounts.

mod drawing;
pub mod geometry;
mod legend;
pub mod parquet;
pub mod placement;
mod walls;

pub use drawing::Drawing;
pub use legend::legend;
