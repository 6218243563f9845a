//! An account's reading as in the contracts. Written as it stands, without a tree of values between: lists are long. Fields
//! are in the order of the alphabet, in which trees of values are written too.

use enfilade_app::interpret::scale;
use enfilade_domain::{AccountReading, Room, RoomBelief};
use enfilade_engine::judge::{Scale, Shown};
use serde::Serialize;

use super::committee::{self, Coverage};
use super::rounded;
use super::silence::{self, Silence};

/// Outside and the four rooms.
#[derive(Debug, Serialize)]
pub(super) struct Rooms {
    offer: f64,
    outside: f64,
    problem: f64,
    sales: f64,
    solution: f64,
}

/// A reading of an account.
#[derive(Debug, Serialize)]
pub(crate) struct Account<'a> {
    account: &'a str,
    as_of: String,
    band: &'static str,
    band_reasons: &'a [String],
    classic_score: f64,
    enough_evidence: bool,
    first_seen: Option<String>,
    fit: Option<f64>,
    last_seen: Option<String>,
    name: Option<&'a str>,
    outlook_60d: f64,
    people: usize,
    quiet: f64,
    readiness: f64,
    readiness_high: f64,
    readiness_low: f64,
    roles: Vec<Coverage<'a>>,
    roles_missing: Vec<&'a str>,
    roles_seen: Vec<&'a str>,
    room: &'static str,
    rooms: Rooms,
    sessions: usize,
    #[serde(flatten)]
    shown: Option<ShownScale>,
    silence: Silence,
    z: f64,
}

/// What people see: the shown scale, 0 to 100, with its range; null below the evidence for a number.
#[derive(Debug, Serialize)]
pub(super) struct ShownScale {
    shown_from: String,
    shown_high: Option<f64>,
    shown_low: Option<f64>,
    shown_scale: Option<f64>,
}

pub(super) fn rooms(belief: &RoomBelief) -> Rooms {
    Rooms {
        offer: rounded(belief.of(Room::Offer)),
        outside: rounded(belief.outside),
        problem: rounded(belief.of(Room::Problem)),
        sales: rounded(belief.of(Room::Sales)),
        solution: rounded(belief.of(Room::Solution)),
    }
}

pub(super) fn shown_scale(reading: &AccountReading, on: &Scale) -> ShownScale {
    let shown = scale::shown(on, reading);
    let of_hundred = |part: fn(&Shown) -> f64| shown.as_ref().map(|shown| (part(shown) * 1_000.0).round() / 10.0);
    ShownScale {
        shown_from: scale::source(on),
        shown_high: of_hundred(|shown| shown.high),
        shown_low: of_hundred(|shown| shown.low),
        shown_scale: of_hundred(|shown| shown.value),
    }
}

/// An account's reading as in the contracts.
pub(crate) fn account(reading: &AccountReading) -> Account<'_> {
    Account {
        account: reading.account.as_str(),
        as_of: reading.as_of.to_string(),
        band: reading.band.as_str(),
        band_reasons: &reading.band_reasons,
        classic_score: (f64::from(reading.classic_score) * 100.0).round() / 100.0,
        enough_evidence: reading.enough_evidence,
        first_seen: reading.first_seen.map(|at| at.to_string()),
        fit: reading.fit.map(|fit| rounded(fit.value())),
        last_seen: reading.last_seen.map(|at| at.to_string()),
        name: reading.name.as_deref(),
        outlook_60d: rounded(reading.outlook_60d),
        people: reading.people,
        quiet: rounded(reading.quiet),
        readiness: rounded(reading.readiness),
        readiness_high: rounded(reading.readiness_high),
        readiness_low: rounded(reading.readiness_low),
        roles: reading.coverage.iter().map(committee::coverage).collect(),
        roles_missing: super::roles(&reading.roles_missing),
        roles_seen: super::roles(&reading.roles_seen),
        room: reading.shown.as_str(),
        rooms: rooms(&reading.rooms),
        sessions: reading.sessions,
        shown: None,
        silence: silence::silence(&reading.silence),
        z: rounded(reading.z),
    }
}

/// The same with what people see.
pub(crate) fn shown_account<'a>(reading: &'a AccountReading, on: &Scale) -> Account<'a> {
    Account { shown: Some(shown_scale(reading, on)), ..account(reading) }
}
