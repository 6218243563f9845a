//! Interpret: from lives to readings. A reading is a function of the events known at a moment, the identity known at
//! that moment, and the model; nothing is patched by hand.

mod about;
pub mod as_of;
pub mod committee;
mod dealings;
mod detail;
pub mod explain;
pub mod fold;
pub mod ignored;
pub mod kept;
pub mod listing;
pub mod made;
pub mod model;
mod reasons;
pub mod refresh;
pub mod scale;
pub mod sessions;
mod shares;
pub mod silence;
pub mod state;
pub mod stated;
pub mod stating;
pub mod topics;
mod trial;
