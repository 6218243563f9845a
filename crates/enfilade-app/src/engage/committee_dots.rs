//! The roles of a decision at a glance: who was seen lately, who is quiet, who never appeared.

use enfilade_domain::{Role, RoleCoverage, RoleStanding, Room, ShownRoom, Timestamp};

use crate::interpret::fold::ReadLife;

/// Whoever was seen within this many days is active.
pub const ACTIVE_DAYS: f64 = 28.0;

/// Roles are always drawn in this order.
const ORDER: [Role; 5] = [Role::Executive, Role::Technical, Role::Operations, Role::Finance, Role::Legal];

/// One role.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleDot {
    pub role: Role,
    pub presence: Presence,
    /// The room of the person of this role who was seen last.
    pub room: Option<Room>,
    /// No decision is made without this role.
    pub essential: bool,
    /// The role was inferred from themes and nobody stated it.
    pub inferred: bool,
}

/// Whether somebody of a role is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Seen in the last four weeks.
    Active,
    /// Seen before that.
    Quiet,
    /// Could have been recognised, and was not seen.
    Unseen,
    /// Nothing is written for this role, so it could not be recognised.
    CannotBeTold,
}

/// The dots of an account, in the fixed order, roles of the workspace's own last.
#[must_use]
pub fn dots(coverage: &[RoleCoverage], lives: &[ReadLife], moment: Timestamp) -> Vec<RoleDot> {
    let mut roles: Vec<Role> = ORDER.to_vec();
    roles.extend(coverage.iter().map(|one| &one.role).filter(|role| matches!(role, Role::Own(_))).cloned());
    roles.into_iter().filter_map(|role| dot(role, coverage, lives, moment)).collect()
}

fn dot(role: Role, coverage: &[RoleCoverage], lives: &[ReadLife], moment: Timestamp) -> Option<RoleDot> {
    let known = coverage.iter().find(|one| one.role == role);
    let people = lives.iter().filter(|read| {
        !read.state.has_departed_by(moment) && read.state.part.role.named().is_some_and(|(named, _)| *named == role)
    });
    let latest = people.max_by_key(|read| read.state.last_seen);
    let presence = match (latest, known.map(|one| one.standing)) {
        (Some(read), _) if moment.days_since(read.state.last_seen) <= ACTIVE_DAYS => Presence::Active,
        (Some(_), _) | (None, Some(RoleStanding::Early | RoleStanding::Informed)) => Presence::Quiet,
        (None, Some(RoleStanding::Unseen)) => Presence::Unseen,
        (None, Some(RoleStanding::CannotBeTold)) => Presence::CannotBeTold,
        // Neither essential nor seen: no dot.
        (None, None) => return None,
    };
    Some(RoleDot {
        essential: known.is_some_and(|one| one.essential),
        inferred: latest.is_none_or(|read| !read.state.part.role.stated),
        room: latest.and_then(room_of),
        presence,
        role,
    })
}

/// Where a person most likely stands by what was read last.
fn room_of(read: &ReadLife) -> Option<Room> {
    match read.state.fold.as_ref()?.0.rooms().shown() {
        ShownRoom::In(room) => Some(room),
        _ => None,
    }
}
