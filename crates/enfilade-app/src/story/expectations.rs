//! Holds the expectations of a journey against readings.

use std::collections::BTreeMap;

use enfilade_domain::{
    AccountReading, Band, Domain, PersonId, PersonReading, RoomBelief, ShownRoom, Timestamp, UserId,
};

use crate::story::journey::{
    Claim, Comparison, Expectation, Expected, FIRST_MOMENT, List, Measure, Scenario, evening_of,
};

/// Who stands on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    Account(Domain),
    /// An anonymous reader of no known company.
    Person(PersonId),
}

/// Everything that is shown at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadingsAt {
    pub accounts: Vec<AccountReading>,
    pub people: Vec<PersonReading>,
    pub ready: Vec<Listed>,
    pub not_yet: Vec<Listed>,
}

impl ReadingsAt {
    /// The lists as the bands alone give them, for callers that have no lists of their own.
    #[must_use]
    pub fn by_band(accounts: Vec<AccountReading>, people: Vec<PersonReading>) -> Self {
        let listed = |from: Band, to: Band| {
            let in_bands = accounts.iter().filter(|reading| (from..=to).contains(&reading.band));
            in_bands.map(|reading| Listed::Account(reading.account.clone())).collect()
        };
        let (ready, not_yet) = (listed(Band::Ready, Band::AskedToTalk), listed(Band::NotYet, Band::GettingReady));
        Self { accounts, people, ready, not_yet }
    }

    fn account(&self, domain: &Domain) -> Option<&AccountReading> {
        self.accounts.iter().find(|reading| reading.account == *domain)
    }

    /// The person who acts as this visitor, or who named himself with this address.
    fn person(&self, actor: &str) -> Option<&PersonReading> {
        let user = UserId::new(actor);
        self.people.iter().find(|reading| {
            reading.users.contains(&user) || reading.visitors.iter().any(|visitor| visitor.as_str() == actor)
        })
    }

    fn list(&self, list: List) -> &[Listed] {
        match list {
            List::Ready => &self.ready,
            List::NotYet => &self.not_yet,
        }
    }
}

/// What became of one expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Line of the journey.
    pub line: usize,
    /// The expectation as written.
    pub expected: String,
    /// What was there instead, or as well.
    pub seen: String,
    pub held: bool,
}

/// Checks every expectation in the order of the file. `readings_at` is asked once for each day.
pub fn check(scenario: &Scenario, readings_at: &dyn Fn(Timestamp) -> ReadingsAt) -> Vec<Outcome> {
    let mut by_day: BTreeMap<u32, ReadingsAt> = BTreeMap::new();
    for expectation in &scenario.expectations {
        by_day.entry(expectation.day).or_insert_with(|| readings_at(evening_of(expectation.day)));
    }
    let empty = ReadingsAt::default();
    let outcome = |expectation: &Expectation| {
        let (held, seen) = judge(&expectation.expected, by_day.get(&expectation.day).unwrap_or(&empty));
        Outcome { line: expectation.line, expected: expectation.text.clone(), seen, held }
    };
    scenario.expectations.iter().map(outcome).collect()
}

fn judge(expected: &Expected, readings: &ReadingsAt) -> (bool, String) {
    match expected {
        Expected::Account { account, claims } => {
            let reading = readings.account(account);
            let seen = reading.map_or_else(|| format!("no reading of {account}"), describe_account);
            let listed = Listed::Account(account.clone());
            let held = |claim: &Claim| match (claim, reading) {
                (Claim::Absent, reading) => reading.is_none(),
                (Claim::Listed { list, listed: wanted }, _) => readings.list(*list).contains(&listed) == *wanted,
                (claim, Some(reading)) => account_holds(claim, reading),
                (_, None) => false,
            };
            (claims.iter().all(held), format!("{seen}{}", describe_lists(readings, &listed)))
        }
        Expected::Person { actor, claims } => judge_person(actor, claims, readings),
        Expected::Order { measure, accounts } => order(*measure, accounts, readings),
        Expected::ShareOfPersons { rooms, comparison, share } => {
            let (all, inside) =
                (readings.people.len(), readings.people.iter().filter(|person| rooms.contains(&person.shown)).count());
            let seen_share = inside as f32 / all.max(1) as f32;
            (all > 0 && comparison.holds(seen_share, *share), format!("{inside} of {all} persons"))
        }
        Expected::NobodyListed { list } => {
            let listed = readings.list(*list);
            (listed.is_empty(), format!("{} listed: {listed:?}", listed.len()))
        }
    }
}

fn judge_person(actor: &str, claims: &[Claim], readings: &ReadingsAt) -> (bool, String) {
    let reading = readings.person(actor);
    let Some(person) = reading else {
        let absent = |claim: &Claim| matches!(claim, Claim::Absent | Claim::Listed { listed: false, .. });
        return (claims.iter().all(absent), format!("no reading of {actor}"));
    };
    // A person of an account is met through the account; only a reader of no company is listed himself.
    let listed = Listed::Person(person.person.clone());
    let held = |claim: &Claim| match claim {
        Claim::Absent => false,
        Claim::Listed { list, listed: wanted } => readings.list(*list).contains(&listed) == *wanted,
        Claim::SamePerson { other, same } => {
            readings.person(other).is_some_and(|other| (other.person == person.person) == *same)
        }
        claim => person_holds(claim, person),
    };
    (claims.iter().all(held), format!("{}{}", describe_person(person), describe_lists(readings, &listed)))
}

/// A measure that is missing for one of the accounts breaks the order.
fn order(measure: Measure, accounts: &[Domain], readings: &ReadingsAt) -> (bool, String) {
    let value = |domain: &Domain| readings.account(domain).and_then(|reading| account_number(measure, reading));
    let values: Vec<Option<f32>> = accounts.iter().map(value).collect();
    let held = values.windows(2).all(|pair| matches!(pair, [Some(left), Some(right)] if left > right));
    let shown = accounts.iter().zip(&values).map(|(account, value)| match value {
        Some(value) => format!("{account} {value:.3}"),
        None => format!("{account} unread"),
    });
    (held, shown.collect::<Vec<_>>().join(", "))
}

fn account_holds(claim: &Claim, reading: &AccountReading) -> bool {
    match claim {
        Claim::Room(rooms) => rooms.contains(&reading.shown),
        Claim::Number { measure, comparison, value } => {
            account_number(*measure, reading).is_some_and(|seen| comparison.holds(seen, *value))
        }
        Claim::Band(bands) => bands.contains(&reading.band),
        Claim::BandOrder { comparison, band } => comparison.holds(reading.band, *band),
        Claim::Quiet(quiet) => is_quiet(&reading.rooms, reading.quiet) == *quiet,
        Claim::Named(name) => reading.name.as_ref() == Some(name),
        Claim::Unnamed => reading.name.is_none(),
        Claim::FirstSeen(day) => day_of(reading.first_seen) == Some(*day),
        // These speak of persons, or were answered before.
        Claim::Kind(_)
        | Claim::SamePerson { .. }
        | Claim::OfAccount(_)
        | Claim::NoAccount
        | Claim::Absent
        | Claim::Listed { .. } => false,
    }
}

fn person_holds(claim: &Claim, reading: &PersonReading) -> bool {
    match claim {
        Claim::Room(rooms) => rooms.contains(&reading.shown),
        Claim::Number { measure, comparison, value } => {
            person_number(*measure, reading).is_some_and(|seen| comparison.holds(seen, *value))
        }
        Claim::Quiet(quiet) => is_quiet(&reading.rooms, reading.quiet) == *quiet,
        Claim::Named(name) => reading.name.as_ref() == Some(name),
        Claim::Unnamed => reading.name.is_none() && reading.users.is_empty(),
        Claim::FirstSeen(day) => day_of(reading.first_seen) == Some(*day),
        Claim::Kind(kind) => reading.kind == *kind,
        Claim::OfAccount(account) => reading.account.as_ref() == Some(account),
        Claim::NoAccount => reading.account.is_none(),
        // These speak of accounts, or were answered before.
        Claim::Band(_) | Claim::BandOrder { .. } | Claim::SamePerson { .. } | Claim::Absent | Claim::Listed { .. } => {
            false
        }
    }
}

fn belief_number(measure: Measure, rooms: &RoomBelief) -> Option<f32> {
    match measure {
        Measure::Outside => Some(rooms.outside),
        Measure::InRoom(room) => Some(rooms.of(room)),
        Measure::InMarket => Some(rooms.in_market()),
        _ => None,
    }
}

fn account_number(measure: Measure, reading: &AccountReading) -> Option<f32> {
    match measure {
        Measure::Quiet => Some(reading.quiet),
        Measure::Readiness => Some(reading.readiness),
        Measure::Outlook => Some(reading.outlook_60d),
        Measure::Classic => Some(reading.classic_score),
        Measure::Fit => reading.fit.map(enfilade_domain::Fit::value),
        Measure::People => Some(reading.people as f32),
        Measure::Sessions => Some(reading.sessions as f32),
        measure => belief_number(measure, &reading.rooms),
    }
}

/// `None` for what is measured of accounts only.
fn person_number(measure: Measure, reading: &PersonReading) -> Option<f32> {
    match measure {
        Measure::Quiet => Some(reading.quiet),
        Measure::Sessions => Some(reading.sessions as f32),
        measure => belief_number(measure, &reading.rooms),
    }
}

/// In a room more likely than not, and the quiet part is at least half of it.
fn is_quiet(rooms: &RoomBelief, quiet: f32) -> bool {
    let in_market = rooms.in_market();
    Comparison::AtLeast.holds(in_market, 0.5) && Comparison::AtLeast.holds(2.0 * quiet, in_market)
}

/// The day of the journey on which a moment lies.
fn day_of(moment: Option<Timestamp>) -> Option<u32> {
    let days = moment?.days_since(FIRST_MOMENT).floor();
    (0.0..=f64::from(u32::MAX)).contains(&days).then_some(days as u32)
}

fn describe_belief(rooms: &RoomBelief, shown: ShownRoom, quiet: f32) -> String {
    let [problem, solution, offer, sales] = rooms.rooms;
    format!(
        "room {}, outside {:.2} problem {problem:.2} solution {solution:.2} offer {offer:.2} sales {sales:.2}, quiet {quiet:.2}",
        shown.as_str(),
        rooms.outside,
    )
}

fn describe_account(reading: &AccountReading) -> String {
    format!(
        "{}, band {}, readiness {:.2}, outlook {:.2}, classic {:.0}, {} people in {} sessions",
        describe_belief(&reading.rooms, reading.shown, reading.quiet),
        reading.band.as_str(),
        reading.readiness,
        reading.outlook_60d,
        reading.classic_score,
        reading.people,
        reading.sessions,
    )
}

fn describe_person(reading: &PersonReading) -> String {
    let day = |moment| day_of(moment).map_or_else(|| "never".to_owned(), |day| format!("d{day}"));
    format!(
        "{}, {} of {}, {}, kind {}, first seen {}, {} sessions",
        describe_belief(&reading.rooms, reading.shown, reading.quiet),
        reading.person,
        reading.account.as_ref().map_or("no account", Domain::as_str),
        reading.name.as_deref().unwrap_or("unnamed"),
        reading.kind.as_str(),
        day(reading.first_seen),
        reading.sessions,
    )
}

fn describe_lists(readings: &ReadingsAt, listed: &Listed) -> String {
    let on =
        |list: &[Listed], name: &str| if list.contains(listed) { format!(", listed {name}") } else { String::new() };
    format!("{}{}", on(&readings.ready, "ready"), on(&readings.not_yet, "not yet"))
}

#[cfg(test)]
mod tests;
