//! Holds the expectations of a journey against readings.

mod describe;
mod numbers;

use std::collections::BTreeMap;

use enfilade_domain::{AccountReading, Band, Domain, PersonId, PersonReading, SilenceState, Timestamp, UserId};

use crate::AppError;
use crate::story::journey::{
    Claim, Comparison, Expectation, Expected, List, Measure, Reader, Scenario, Value, evening_of,
};
use describe::{describe_account, describe_lists, describe_person};
use numbers::{account_number, day_of, is_quiet, person_number};

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
    pub asked: Vec<Listed>,
    pub quiet: Vec<Listed>,
    pub quiet_readers: Vec<Listed>,
    pub in_conversation: Vec<Listed>,
}

impl ReadingsAt {
    /// The lists as the bands alone give them, for callers that have no lists of their own. Who is readier stands
    /// higher.
    #[must_use]
    pub fn by_band(accounts: Vec<AccountReading>, people: Vec<PersonReading>) -> Self {
        let listed = |wanted: &dyn Fn(&AccountReading) -> bool| -> Vec<Listed> {
            let mut found: Vec<&AccountReading> = accounts.iter().filter(|reading| wanted(reading)).collect();
            found.sort_by(|a, b| b.readiness.total_cmp(&a.readiness));
            found.into_iter().map(|reading| Listed::Account(reading.account.clone())).collect()
        };
        let (ready, not_yet, asked, quiet, in_conversation) = (
            listed(&|reading| matches!(reading.band, Band::Ready | Band::AskedToTalk)),
            listed(&|reading| matches!(reading.band, Band::NotYet | Band::GettingReady)),
            listed(&|reading| reading.band == Band::AskedToTalk),
            listed(&|reading| {
                let silence = &reading.silence;
                let long = match silence.state {
                    SilenceState::Longer | SilenceState::Deep => true,
                    SilenceState::Quiet => silence.days as f32 >= silence.usual_middle,
                    _ => false,
                };
                long && reading.rooms.in_market() >= 0.5
            }),
            listed(&|reading| reading.band == Band::InConversation),
        );
        Self { accounts, people, ready, not_yet, asked, quiet, quiet_readers: Vec::new(), in_conversation }
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
            List::Asked => &self.asked,
            List::Quiet => &self.quiet,
            List::QuietReaders => &self.quiet_readers,
            List::InConversation => &self.in_conversation,
        }
    }

    fn number(&self, measure: Measure, reader: &Reader) -> Option<f32> {
        match reader {
            Reader::Account(domain) => account_number(measure, self.account(domain)?),
            Reader::Person(actor) => person_number(measure, self.person(actor)?),
        }
    }
}

/// What is said about somebody in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    pub sentences: Vec<String>,
    pub topics: Vec<String>,
    /// From whom, to whom, which piece.
    pub forwards: Vec<(PersonId, PersonId, String)>,
}

/// Where readings come from. The tests of this module have one of their own.
pub trait Readings {
    /// Everything shown at a moment.
    ///
    /// # Errors
    /// The store cannot be read.
    fn at(&self, moment: Timestamp) -> Result<ReadingsAt, AppError>;

    /// An account in words.
    ///
    /// # Errors
    /// The store cannot be read.
    fn account_told(&self, account: &Domain, moment: Timestamp) -> Result<Told, AppError>;

    /// A person in words.
    ///
    /// # Errors
    /// The store cannot be read.
    fn person_told(&self, person: &PersonId, moment: Timestamp) -> Result<Told, AppError>;
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
    /// Why it is known not to hold yet.
    pub pending: Option<String>,
}

impl Outcome {
    /// It does not hold, and nobody said so before.
    #[must_use]
    pub const fn failed(&self) -> bool {
        !self.held && self.pending.is_none()
    }

    /// It is marked as pending and holds: the mark must go.
    #[must_use]
    pub const fn is_overdue(&self) -> bool {
        self.held && self.pending.is_some()
    }
}

/// Checks every expectation in the order of the file. Each day is read once.
///
/// # Errors
/// The readings cannot be made.
pub fn check(scenario: &Scenario, readings: &dyn Readings) -> Result<Vec<Outcome>, AppError> {
    let mut by_day: BTreeMap<u32, ReadingsAt> = BTreeMap::new();
    let days = scenario.expectations.iter().flat_map(|expectation| {
        let other_days = match &expectation.expected {
            Expected::Of { claims, .. } => claims.iter().filter_map(other_day).collect(),
            _ => Vec::new(),
        };
        other_days.into_iter().chain([expectation.day])
    });
    for day in days {
        if let std::collections::btree_map::Entry::Vacant(entry) = by_day.entry(day) {
            entry.insert(readings.at(evening_of(day))?);
        }
    }
    let judge = Judge { by_day: &by_day, source: readings };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for expectation in &scenario.expectations {
        let (held, seen) = judge.judge(expectation)?;
        match outcomes.last_mut().filter(|last| last.line == expectation.line) {
            // The members of a row stand or fall together; the first that falls is shown.
            Some(last) if last.held && !held => (last.held, last.seen) = (held, seen),
            Some(_) => {}
            None => outcomes.push(Outcome {
                line: expectation.line,
                expected: expectation.text.clone(),
                seen,
                held,
                pending: expectation.pending.clone(),
            }),
        }
    }
    Ok(outcomes)
}

const fn other_day(claim: &Claim) -> Option<u32> {
    match claim {
        Claim::Number { value: Value::OnDay(day), .. } => Some(*day),
        _ => None,
    }
}

struct Judge<'a> {
    by_day: &'a BTreeMap<u32, ReadingsAt>,
    source: &'a dyn Readings,
}

impl Judge<'_> {
    fn judge(&self, expectation: &Expectation) -> Result<(bool, String), AppError> {
        let empty = ReadingsAt::default();
        let readings = self.by_day.get(&expectation.day).unwrap_or(&empty);
        Ok(match &expectation.expected {
            Expected::Of { reader, claims } => return self.of(reader, claims, readings, expectation.day),
            Expected::Order { measure, comparison, readers } => order(*measure, *comparison, readers, readings),
            Expected::ShareOfPersons { rooms, comparison, share } => {
                let (all, inside) =
                    (readings.people.len(), readings.people.iter().filter(|one| rooms.contains(&one.shown)).count());
                let seen_share = inside as f32 / all.max(1) as f32;
                (all > 0 && comparison.holds(seen_share, *share), format!("{inside} of {all} persons"))
            }
            Expected::Count { list, comparison, count } => {
                let listed = readings.list(*list);
                (comparison.holds(listed.len(), *count), format!("{} listed: {listed:?}", listed.len()))
            }
            Expected::Top { list, accounts } => {
                let listed = readings.list(*list);
                let wanted = accounts.iter().map(|account| Listed::Account(account.clone()));
                let held = listed.len() >= accounts.len() && wanted.zip(listed).all(|(wanted, seen)| wanted == *seen);
                (held, format!("{} listed: {listed:?}", listed.len()))
            }
            Expected::Forward { from, to, path, passed } => {
                let (found, seen) = self.forwarded(from, to, path.as_deref(), readings, expectation.day)?;
                (found == *passed, seen)
            }
        })
    }

    fn of(
        &self,
        reader: &Reader,
        claims: &[Claim],
        readings: &ReadingsAt,
        day: u32,
    ) -> Result<(bool, String), AppError> {
        let (found, mut seen) = match reader {
            Reader::Account(domain) => {
                let listed = Listed::Account(domain.clone());
                let reading = readings.account(domain);
                let seen = reading.map_or_else(|| format!("no reading of {domain}"), describe_account);
                (reading.map(Found::Account), format!("{seen}{}", describe_lists(readings, &listed)))
            }
            Reader::Person(actor) => {
                let reading = readings.person(actor);
                let seen = reading.map_or_else(|| format!("no reading of {actor}"), describe_person);
                let lists = reading
                    .map(|one| describe_lists(readings, &Listed::Person(one.person.clone())))
                    .unwrap_or_default();
                (reading.map(Found::Person), format!("{seen}{lists}"))
            }
        };
        let mut held = true;
        for claim in claims {
            held &= match (claim, found) {
                (Claim::Absent, found) => found.is_none(),
                (Claim::Listed { list, listed }, found) => {
                    let entry = found.map(Found::entry);
                    entry.is_some_and(|entry| readings.list(*list).contains(&entry)) == *listed
                }
                (_, None) => false,
                (Claim::Number { measure, comparison, value }, Some(_)) => {
                    let wanted = match value {
                        Value::Fixed(value) => Some(*value),
                        Value::OnDay(day) => {
                            let other = self.by_day.get(day).and_then(|other| other.number(*measure, reader));
                            let shown = other.map_or_else(|| "unread".to_owned(), |value| format!("{value:.3}"));
                            seen = format!("{seen}, on d{day} {shown}");
                            other
                        }
                    };
                    let number = readings.number(*measure, reader);
                    number.zip(wanted).is_some_and(|(seen, wanted)| comparison.holds(seen, wanted))
                }
                (Claim::Topic(topic), Some(found)) => {
                    let told = self.told(found, day)?;
                    seen = format!("{seen}, topics {:?}", told.topics);
                    told.topics.contains(topic)
                }
                (Claim::Says { texts, said }, Some(found)) => {
                    let sentences = self.told(found, day)?.sentences;
                    let all = sentences.join(" ").to_lowercase();
                    seen = format!("{seen}, said: {}", sentences.join(" | "));
                    texts.iter().any(|text| all.contains(text)) == *said
                }
                (Claim::SamePerson { other, same }, Some(Found::Person(person))) => {
                    readings.person(other).is_some_and(|other| (other.person == person.person) == *same)
                }
                (claim, Some(Found::Account(reading))) => account_holds(claim, reading),
                (claim, Some(Found::Person(reading))) => person_holds(claim, reading),
            };
        }
        Ok((held, seen))
    }

    fn told(&self, found: Found<'_>, day: u32) -> Result<Told, AppError> {
        match found {
            Found::Account(reading) => self.source.account_told(&reading.account, evening_of(day)),
            Found::Person(reading) => self.source.person_told(&reading.person, evening_of(day)),
        }
    }

    fn forwarded(
        &self,
        from: &str,
        to: &str,
        path: Option<&str>,
        readings: &ReadingsAt,
        day: u32,
    ) -> Result<(bool, String), AppError> {
        let (Some(from), Some(to)) = (readings.person(from), readings.person(to)) else {
            return Ok((false, "one of them is unread".to_owned()));
        };
        let Some(account) = &from.account else { return Ok((false, format!("{} has no account", from.person))) };
        let told = self.source.account_told(account, evening_of(day))?;
        let found = told.forwards.iter().any(|(sender, receiver, piece)| {
            (sender, receiver) == (&from.person, &to.person) && path.is_none_or(|path| path == piece)
        });
        Ok((found, format!("forwards {:?}", told.forwards)))
    }
}

/// The reading a claim is about.
#[derive(Debug, Clone, Copy)]
enum Found<'a> {
    Account(&'a AccountReading),
    Person(&'a PersonReading),
}

impl Found<'_> {
    /// How it would stand on a list. A person of an account is met through the account; only a reader of no company
    /// is listed himself.
    fn entry(self) -> Listed {
        match self {
            Self::Account(reading) => Listed::Account(reading.account.clone()),
            Self::Person(reading) => Listed::Person(reading.person.clone()),
        }
    }
}

/// A number that is missing for one of the readers breaks the order.
fn order(measure: Measure, comparison: Comparison, readers: &[Reader], readings: &ReadingsAt) -> (bool, String) {
    let values: Vec<Option<f32>> = readers.iter().map(|reader| readings.number(measure, reader)).collect();
    let held =
        values.windows(2).all(|pair| matches!(pair, [Some(left), Some(right)] if comparison.holds(*left, *right)));
    let shown = readers.iter().zip(&values).map(|(reader, value)| {
        let name = match reader {
            Reader::Account(domain) => domain.as_str(),
            Reader::Person(actor) => actor,
        };
        value.map_or_else(|| format!("{name} unread"), |value| format!("{name} {value:.3}"))
    });
    (held, shown.collect::<Vec<_>>().join(", "))
}

/// Claims that speak of persons only do not hold of an account; those with numbers, lists and words are answered before.
fn account_holds(claim: &Claim, reading: &AccountReading) -> bool {
    match claim {
        Claim::Room(rooms) => rooms.contains(&reading.shown),
        Claim::Band(bands) => bands.contains(&reading.band),
        Claim::BandOrder { comparison, band } => comparison.holds(reading.band, *band),
        Claim::Quiet(quiet) => is_quiet(&reading.rooms, reading.quiet) == *quiet,
        Claim::Silence(states) => states.contains(&reading.silence.state),
        Claim::Named(name) => reading.name.as_ref() == Some(name),
        Claim::Unnamed => reading.name.is_none(),
        Claim::FirstSeen(day) => day_of(reading.first_seen) == Some(*day),
        Claim::Roles { roles, seen } => {
            let among = if *seen { &reading.roles_seen } else { &reading.roles_missing };
            roles.iter().all(|role| among.contains(role))
        }
        _ => false,
    }
}

fn person_holds(claim: &Claim, reading: &PersonReading) -> bool {
    match claim {
        Claim::Room(rooms) => rooms.contains(&reading.shown),
        Claim::Band(bands) => bands.contains(&reading.band),
        Claim::BandOrder { comparison, band } => comparison.holds(reading.band, *band),
        Claim::Quiet(quiet) => is_quiet(&reading.rooms, reading.quiet) == *quiet,
        Claim::Silence(states) => states.contains(&reading.silence.state),
        Claim::Named(name) => reading.name.as_ref() == Some(name),
        Claim::Unnamed => reading.name.is_none() && reading.users.is_empty(),
        Claim::FirstSeen(day) => day_of(reading.first_seen) == Some(*day),
        Claim::Kind(kind) => reading.kind == *kind,
        Claim::OfAccount(account) => reading.account.as_ref() == Some(account),
        Claim::NoAccount => reading.account.is_none(),
        Claim::Plays(role) => reading.role.named().is_some_and(|(named, _)| named == role),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
