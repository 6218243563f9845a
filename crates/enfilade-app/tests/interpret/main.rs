//! What is told of people and companies: the committee, silence, topics, and reasons; on small stories through a real
//! store.

mod committee;
mod evidence;
mod guests;
mod house;
mod learning;
mod limits;
mod silence;
mod week;
