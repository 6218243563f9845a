//! What a journey says must be read, as data.

use enfilade_domain::{Band, Domain, PersonKind, Role, Room, ShownRoom, SilenceState};

use super::words::{JourneyError, Words, parse_day};

/// One `expect` line.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Line of the file, counted from 1. The members of a row share it.
    pub line: usize,
    /// Read at the evening of this day.
    pub day: u32,
    /// The line as written, without the mark.
    pub text: String,
    /// Why it is known not to hold yet. It is evaluated and told all the same, and fails nothing.
    pub pending: Option<String>,
    pub expected: Expected,
}

/// Of whom something is expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// All claims hold of this account or person.
    Of { reader: Reader, claims: Vec<Claim> },
    /// The measure stands in this relation from each reader to the next.
    Order { measure: Measure, comparison: Comparison, readers: Vec<Reader> },
    /// This share (0 to 1) of all persons is shown in one of these rooms.
    ShareOfPersons { rooms: Vec<ShownRoom>, comparison: Comparison, share: f32 },
    /// So many stand on the list.
    Count { list: List, comparison: Comparison, count: usize },
    /// The list begins with these accounts, in this order.
    Top { list: List, accounts: Vec<Domain> },
    /// A link was passed from one person to another, or none was.
    Forward { from: String, to: String, path: Option<String>, passed: bool },
}

/// An account or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    Account(Domain),
    /// A visitor's name, or the e-mail address of somebody who named himself.
    Person(String),
}

impl Reader {
    /// A domain has a dot and no `@`; any other word is a person.
    fn parse(word: String) -> Self {
        match Domain::parse(&word) {
            Ok(domain) if !word.contains('@') => Self::Account(domain),
            _ => Self::Person(word),
        }
    }
}

/// One thing that must be true of an account or a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    Room(Vec<ShownRoom>),
    Number {
        measure: Measure,
        comparison: Comparison,
        value: Value,
    },
    Band(Vec<Band>),
    BandOrder {
        comparison: Comparison,
        band: Band,
    },
    /// The quiet part is at least half of the probability of being in a room at all.
    Quiet(bool),
    /// What the silence looks like against the usual ones.
    Silence(Vec<SilenceState>),
    Listed {
        list: List,
        listed: bool,
    },
    /// No name and no user id.
    Unnamed,
    Named(String),
    FirstSeen(u32),
    Kind(PersonKind),
    /// Read as one person with this other actor, or as two.
    SamePerson {
        other: String,
        same: bool,
    },
    OfAccount(Domain),
    NoAccount,
    /// There is no reading at all.
    Absent,
    /// All of these roles are counted among the seen, or among the missing.
    Roles {
        roles: Vec<Role>,
        seen: bool,
    },
    /// The part that this person most likely plays.
    Plays(Role),
    /// Pieces on this topic were read.
    Topic(String),
    /// One of these texts stands in what is said about the reader; or none of them does. Case is of no matter.
    Says {
        texts: Vec<String>,
        said: bool,
    },
}

/// With what a number is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Fixed(f32),
    /// The same measure of the same reader on another day.
    OnDay(u32),
}

/// The lists that people work from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Ready,
    NotYet,
    Asked,
    /// In a silence of their own, usual or longer.
    Quiet,
    /// Has read for weeks without a word to anybody.
    QuietReaders,
    InConversation,
}

impl List {
    const NAMES: [(&str, Self); 6] = [
        ("ready", Self::Ready),
        ("not-yet", Self::NotYet),
        ("asked", Self::Asked),
        ("quiet", Self::Quiet),
        ("quiet-readers", Self::QuietReaders),
        ("in-conversation", Self::InConversation),
    ];
}

/// A number of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Outside,
    InRoom(Room),
    /// Offer or Sales.
    Late,
    InMarket,
    Quiet,
    Readiness,
    ReadinessLow,
    ReadinessHigh,
    Outlook,
    Classic,
    Fit,
    People,
    Sessions,
    /// Days since the last visit.
    QuietDays,
    /// Days of the silence that ended within the last week.
    BackAfter,
    /// How long a silence usually lasts: 10 % and 90 % quantile, days.
    UsualLow,
    UsualHigh,
    /// Probability that the decision was made elsewhere.
    DecidedElsewhere,
}

impl Measure {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "outside" => Self::Outside,
            "late" => Self::Late,
            "in-market" => Self::InMarket,
            "quiet" => Self::Quiet,
            "readiness" => Self::Readiness,
            "readiness-low" => Self::ReadinessLow,
            "readiness-high" => Self::ReadinessHigh,
            "outlook" => Self::Outlook,
            "classic" => Self::Classic,
            "fit" => Self::Fit,
            "people" => Self::People,
            "sessions" => Self::Sessions,
            "quiet-days" => Self::QuietDays,
            "back-after" => Self::BackAfter,
            "usual-low" => Self::UsualLow,
            "usual-high" => Self::UsualHigh,
            "decided-elsewhere" => Self::DecidedElsewhere,
            word => Self::InRoom(Room::parse(word)?),
        })
    }
}

/// How a number is held against another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Comparison {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "<" => Self::Less,
            "<=" => Self::AtMost,
            "=" => Self::Equal,
            ">=" => Self::AtLeast,
            ">" => Self::More,
            _ => return None,
        })
    }

    /// Whether `left` stands in this relation to `right`.
    #[must_use]
    pub fn holds<T: PartialOrd + Copy>(self, left: T, right: T) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::More => left > right,
        }
    }
}

/// Reads what follows `expect`.
pub(super) fn parse(words: &mut Words, text: &str, pending: Option<&str>) -> Result<Expectation, JourneyError> {
    let line = words.line();
    let day = words.need_day("the day")?;
    let subject = words.need("of whom it is expected")?;
    let expected = match subject.as_str() {
        "account" => {
            let reader = Reader::Account(words.need_domain("the account")?);
            Expected::Of { reader, claims: claims(words)? }
        }
        "person" => {
            let reader = Reader::Person(words.need("the person")?);
            Expected::Of { reader, claims: claims(words)? }
        }
        "everyone" => {
            let rooms = rooms(words)?;
            let comparison = comparison(words)?;
            Expected::ShareOfPersons { rooms, comparison, share: words.need_number("the share")? as f32 }
        }
        "nobody" => {
            words.take("listed");
            Expected::Count { list: list(words)?, comparison: Comparison::Equal, count: 0 }
        }
        "listed" => {
            let list = list(words)?;
            let comparison = comparison(words)?;
            Expected::Count { list, comparison, count: words.need_number("the number")? as usize }
        }
        "top" => top(words)?,
        "forward" | "no-forward" => forward(words, subject == "forward")?,
        word => match Measure::parse(word) {
            Some(measure) => order(words, measure)?,
            None => {
                let reason = format!(
                    "`{word}` is not account, person, everyone, nobody, listed, top, forward or a measure to compare"
                );
                return Err(words.error(reason));
            }
        },
    };
    let pending = pending.map(str::to_owned);
    Ok(Expectation { line, day, text: text.trim().to_owned(), pending, expected })
}

/// `MEASURE READER COMPARISON READER [COMPARISON READER]…`, the comparison always the same.
fn order(words: &mut Words, measure: Measure) -> Result<Expected, JourneyError> {
    let mut readers = vec![Reader::parse(words.need("an account or a person")?)];
    let comparison = comparison(words)?;
    readers.push(Reader::parse(words.need("the other account or person")?));
    while let Some(word) = words.next() {
        if Comparison::parse(&word) != Some(comparison) {
            return Err(words.error(format!("`{word}` is not the comparison with which the line began")));
        }
        readers.push(Reader::parse(words.need("the other account or person")?));
    }
    Ok(Expected::Order { measure, comparison, readers })
}

/// `top LIST DOMAIN…`
fn top(words: &mut Words) -> Result<Expected, JourneyError> {
    let list = list(words)?;
    let mut accounts = vec![words.need_domain("the first account")?];
    while words.peek().is_some() {
        accounts.push(words.need_domain("the next account")?);
    }
    Ok(Expected::Top { list, accounts })
}

/// `forward ACTOR to ACTOR [of PATH]`
fn forward(words: &mut Words, passed: bool) -> Result<Expected, JourneyError> {
    let from = words.need("who passed it on")?;
    if !words.take("to") {
        return Err(words.error("`to` and the receiver are missing"));
    }
    let to = words.need("the receiver")?;
    let path = if words.take("of") { Some(words.need("the path")?) } else { None };
    Ok(Expected::Forward { from, to, path, passed })
}

fn claims(words: &mut Words) -> Result<Vec<Claim>, JourneyError> {
    let mut claims = Vec::new();
    while let Some(word) = words.next() {
        claims.push(claim(words, &word)?);
    }
    if claims.is_empty() {
        return Err(words.error("what is expected is missing at the end"));
    }
    Ok(claims)
}

fn claim(words: &mut Words, word: &str) -> Result<Claim, JourneyError> {
    Ok(match word {
        "room" => Claim::Room(rooms(words)?),
        "band" => band(words)?,
        "is-quiet" => Claim::Quiet(true),
        "not-quiet" => Claim::Quiet(false),
        "silence" => Claim::Silence(silence(words)?),
        "listed" => Claim::Listed { list: list(words)?, listed: true },
        "not-listed" => Claim::Listed { list: list(words)?, listed: false },
        "unnamed" => Claim::Unnamed,
        "named" => Claim::Named(words.need("the name")?),
        "first-seen" => Claim::FirstSeen(words.need_day("the day")?),
        "kind" => {
            let kind = words.need("the kind")?;
            Claim::Kind(PersonKind::parse(&kind).ok_or_else(|| words.error(format!("`{kind}` is no kind of person")))?)
        }
        "same-as" => Claim::SamePerson { other: words.need("the other")?, same: true },
        "apart-from" => Claim::SamePerson { other: words.need("the other")?, same: false },
        "of" => Claim::OfAccount(words.need_domain("the account")?),
        "of-no-account" => Claim::NoAccount,
        "absent" => Claim::Absent,
        "seen" => Claim::Roles { roles: roles(words)?, seen: true },
        "missing" => Claim::Roles { roles: roles(words)?, seen: false },
        "plays" => {
            let role = words.need("the role")?;
            Claim::Plays(Role::parse(&role).ok_or_else(|| words.error(format!("`{role}` is no role")))?)
        }
        "topic" => Claim::Topic(words.need("the topic")?),
        "says" => Claim::Says { texts: texts(words)?, said: true },
        "never-says" => Claim::Says { texts: texts(words)?, said: false },
        word => {
            let measure = Measure::parse(word).ok_or_else(|| words.error(format!("`{word}` cannot be expected")))?;
            let comparison = comparison(words)?;
            Claim::Number { measure, comparison, value: value(words)? }
        }
    })
}

/// A number, or the day whose number is meant.
fn value(words: &mut Words) -> Result<Value, JourneyError> {
    if let Some(day) = words.peek().and_then(parse_day) {
        words.next();
        return Ok(Value::OnDay(day));
    }
    Ok(Value::Fixed(words.need_number("the value")? as f32))
}

fn texts(words: &mut Words) -> Result<Vec<String>, JourneyError> {
    let word = words.need("the text in quotation marks")?;
    Ok(word.split('|').map(str::to_lowercase).collect())
}

fn silence(words: &mut Words) -> Result<Vec<SilenceState>, JourneyError> {
    let word = words.need("what the silence looks like")?;
    let state = |name: &str| {
        let known = [
            SilenceState::NoJourney,
            SilenceState::Visiting,
            SilenceState::Quiet,
            SilenceState::Longer,
            SilenceState::Deep,
            SilenceState::Paused,
            SilenceState::Blind,
        ];
        let found = known.into_iter().find(|state| state.as_str() == name);
        found.ok_or_else(|| words.error(format!("`{name}` is nothing that a silence looks like")))
    };
    word.split('|').map(state).collect()
}

fn roles(words: &mut Words) -> Result<Vec<Role>, JourneyError> {
    let word = words.need("the roles")?;
    let role = |name: &str| Role::parse(name).ok_or_else(|| words.error(format!("`{name}` is no role")));
    word.split('|').map(role).collect()
}

fn comparison(words: &mut Words) -> Result<Comparison, JourneyError> {
    let word = words.need("one of < <= = >= >")?;
    Comparison::parse(&word).ok_or_else(|| words.error(format!("`{word}` is not one of < <= = >= >")))
}

fn list(words: &mut Words) -> Result<List, JourneyError> {
    let word = words.need("the list")?;
    let found = List::NAMES.into_iter().find(|(name, _)| *name == word);
    found.map(|(_, list)| list).ok_or_else(|| {
        let names = List::NAMES.map(|(name, _)| name).join(", ");
        words.error(format!("`{word}` is not one of the lists {names}"))
    })
}

fn rooms(words: &mut Words) -> Result<Vec<ShownRoom>, JourneyError> {
    let word = words.need("the room")?;
    let room = |name: &str| match name {
        "outside" => Some(ShownRoom::Outside),
        "unclear" => Some(ShownRoom::Unclear),
        "not-enough-evidence" => Some(ShownRoom::NotEnoughEvidence),
        name => Room::parse(name).map(ShownRoom::In),
    };
    let rooms = word.split('|').map(|name| room(name).ok_or_else(|| words.error(format!("`{name}` is no room"))));
    rooms.collect()
}

fn band(words: &mut Words) -> Result<Claim, JourneyError> {
    let word = words.need("the band")?;
    let parse = |name: &str, words: &Words| {
        Band::parse(name).ok_or_else(|| words.error(format!("`{name}` is no band; write it in quotation marks")))
    };
    if let Some(comparison) = Comparison::parse(&word) {
        let name = words.need("the band")?;
        return Ok(Claim::BandOrder { comparison, band: parse(&name, words)? });
    }
    let bands: Result<Vec<Band>, JourneyError> = word.split('|').map(|name| parse(name, words)).collect();
    Ok(Claim::Band(bands?))
}
