//! What was seen, in one line, for whoever has to find out why an expectation failed.

use enfilade_domain::{AccountReading, Domain, PersonReading, Role, RoomBelief, ShownRoom};

use super::numbers::day_of;
use super::{Listed, ReadingsAt};

fn describe_belief(rooms: &RoomBelief, shown: ShownRoom, quiet: f32) -> String {
    let [problem, solution, offer, sales] = rooms.rooms;
    format!(
        "room {}, outside {:.2} problem {problem:.2} solution {solution:.2} offer {offer:.2} sales {sales:.2}, quiet {quiet:.2}",
        shown.as_str(),
        rooms.outside,
    )
}

pub(super) fn describe_account(reading: &AccountReading) -> String {
    let roles = |roles: &[Role]| roles.iter().map(Role::as_str).collect::<Vec<_>>().join("+");
    format!(
        "{}, band {}, readiness {:.3}, outlook {:.2}, classic {:.0}, {} people in {} sessions, roles seen {} missing {}, {} elsewhere {:.2}",
        describe_belief(&reading.rooms, reading.shown, reading.quiet),
        reading.band.as_str(),
        reading.readiness,
        reading.outlook_60d,
        reading.classic_score,
        reading.people,
        reading.sessions,
        roles(&reading.roles_seen),
        roles(&reading.roles_missing),
        reading.silence.state.as_str(),
        reading.silence.decided_elsewhere,
    )
}

pub(super) fn describe_person(reading: &PersonReading) -> String {
    let day = |moment| day_of(moment).map_or_else(|| "never".to_owned(), |day| format!("d{day}"));
    format!(
        "{}, band {}, readiness {:.3}, {} of {}, {}, kind {}, plays {}, first seen {}, {} sessions",
        describe_belief(&reading.rooms, reading.shown, reading.quiet),
        reading.band.as_str(),
        reading.readiness,
        reading.person,
        reading.account.as_ref().map_or("no account", Domain::as_str),
        reading.name.as_deref().unwrap_or("unnamed"),
        reading.kind.as_str(),
        reading.role.named().map_or_else(|| "no role".to_owned(), |(role, p)| format!("{} ({p:.2})", role.as_str())),
        day(reading.first_seen),
        reading.sessions,
    )
}

pub(super) fn describe_lists(readings: &ReadingsAt, listed: &Listed) -> String {
    let lists = [
        (&readings.ready, "ready"),
        (&readings.not_yet, "not yet"),
        (&readings.asked, "asked"),
        (&readings.quiet, "quiet"),
        (&readings.quiet_readers, "quiet readers"),
        (&readings.in_conversation, "in conversation"),
    ];
    let on = |(list, name): (&Vec<Listed>, &str)| {
        if list.contains(listed) { format!(", listed {name}") } else { String::new() }
    };
    lists.map(on).concat()
}
