//! The committee: which part each person plays, how far each part has been seen, and what that holds back.

mod cap;
mod coverage;
mod role;
mod title;

pub use cap::{Capped, cap};
pub use coverage::{Seen, SmallHouse, coverage};
pub use role::{LibraryRoles, RoleRead, infer_role, weight_of};
