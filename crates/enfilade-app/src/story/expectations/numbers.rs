//! The numbers of readings that expectations speak of.

use enfilade_domain::{AccountReading, Fit, PersonReading, Room, RoomBelief, SilenceReading, Timestamp};

use crate::story::journey::{Comparison, FIRST_MOMENT, Measure};

fn belief_number(measure: Measure, rooms: &RoomBelief) -> Option<f32> {
    match measure {
        Measure::Outside => Some(rooms.outside),
        Measure::InRoom(room) => Some(rooms.of(room)),
        Measure::Late => Some(rooms.of(Room::Offer) + rooms.of(Room::Sales)),
        Measure::InMarket => Some(rooms.in_market()),
        _ => None,
    }
}

pub(super) fn account_number(measure: Measure, reading: &AccountReading) -> Option<f32> {
    match measure {
        Measure::Quiet => Some(reading.quiet),
        Measure::Readiness => Some(reading.readiness),
        Measure::ReadinessLow => Some(reading.readiness_low),
        Measure::ReadinessHigh => Some(reading.readiness_high),
        Measure::Outlook => Some(reading.outlook_60d),
        Measure::Classic => Some(reading.classic_score),
        Measure::Fit => reading.fit.map(Fit::value),
        Measure::People => Some(reading.people as f32),
        Measure::Sessions => Some(reading.sessions as f32),
        Measure::QuietDays => quiet_days(reading.last_seen, reading.as_of),
        measure => belief_number(measure, &reading.rooms).or_else(|| silence_number(measure, &reading.silence)),
    }
}

fn silence_number(measure: Measure, silence: &SilenceReading) -> Option<f32> {
    match measure {
        Measure::BackAfter => silence.back_after.map(|days| days as f32),
        Measure::UsualLow => Some(silence.usual_low),
        Measure::UsualHigh => Some(silence.usual_high),
        Measure::DecidedElsewhere => Some(silence.decided_elsewhere),
        _ => None,
    }
}

/// `None` for what is measured of accounts only.
pub(super) fn person_number(measure: Measure, reading: &PersonReading) -> Option<f32> {
    match measure {
        Measure::Quiet => Some(reading.quiet),
        Measure::Readiness => Some(reading.readiness),
        Measure::Sessions => Some(reading.sessions as f32),
        Measure::QuietDays => quiet_days(reading.last_seen, reading.as_of),
        measure => belief_number(measure, &reading.rooms).or_else(|| silence_number(measure, &reading.silence)),
    }
}

fn quiet_days(last_seen: Option<Timestamp>, as_of: Timestamp) -> Option<f32> {
    Some(as_of.days_since(last_seen?).floor() as f32)
}

/// In a room more likely than not, and the quiet part is at least half of it.
pub(super) fn is_quiet(rooms: &RoomBelief, quiet: f32) -> bool {
    let in_market = rooms.in_market();
    Comparison::AtLeast.holds(in_market, 0.5) && Comparison::AtLeast.holds(2.0 * quiet, in_market)
}

/// The day of the journey on which a moment lies.
pub(super) fn day_of(moment: Option<Timestamp>) -> Option<u32> {
    let days = moment?.days_since(FIRST_MOMENT).floor();
    (0.0..=f64::from(u32::MAX)).contains(&days).then_some(days as u32)
}
