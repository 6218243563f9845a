//! What a journey says must be read, as data.

use enfilade_domain::{Band, Domain, PersonKind, Room, ShownRoom};

use super::words::{JourneyError, Words};

/// One `expect` line.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Line of the file, counted from 1.
    pub line: usize,
    /// Read at the evening of this day.
    pub day: u32,
    /// The line as written.
    pub text: String,
    pub expected: Expected,
}

/// Of whom something is expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    Account {
        account: Domain,
        claims: Vec<Claim>,
    },
    /// A visitor's name, or the e-mail address of somebody who named himself.
    Person {
        actor: String,
        claims: Vec<Claim>,
    },
    /// The measure falls strictly from the first account to the last.
    Order {
        measure: Measure,
        accounts: Vec<Domain>,
    },
    /// At least this share (0 to 1) of all persons is shown in one of these rooms.
    ShareOfPersons {
        rooms: Vec<ShownRoom>,
        comparison: Comparison,
        share: f32,
    },
    /// Nobody at all stands on the list.
    NobodyListed {
        list: List,
    },
}

/// One thing that must be true of an account or a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    Room(Vec<ShownRoom>),
    Number {
        measure: Measure,
        comparison: Comparison,
        value: f32,
    },
    Band(Vec<Band>),
    BandOrder {
        comparison: Comparison,
        band: Band,
    },
    /// The quiet part is at least half of the probability of being in a room at all.
    Quiet(bool),
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
}

/// The lists that people work from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Ready,
    NotYet,
}

/// A number of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Outside,
    InRoom(Room),
    InMarket,
    Quiet,
    Readiness,
    Outlook,
    Classic,
    Fit,
    People,
    Sessions,
}

impl Measure {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "outside" => Self::Outside,
            "in-market" => Self::InMarket,
            "quiet" => Self::Quiet,
            "readiness" => Self::Readiness,
            "outlook" => Self::Outlook,
            "classic" => Self::Classic,
            "fit" => Self::Fit,
            "people" => Self::People,
            "sessions" => Self::Sessions,
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
pub(super) fn parse(words: &mut Words, text: &str) -> Result<Expectation, JourneyError> {
    let line = words.line();
    let day = words.need_day("the day")?;
    let subject = words.need("of whom it is expected")?;
    let expected = match subject.as_str() {
        "account" => Expected::Account { account: words.need_domain("the account")?, claims: claims(words)? },
        "person" => Expected::Person { actor: words.need("the person")?, claims: claims(words)? },
        "everyone" => {
            let rooms = rooms(words)?;
            let comparison = comparison(words)?;
            Expected::ShareOfPersons { rooms, comparison, share: words.need_number("the share")? as f32 }
        }
        "nobody" => {
            words.take("listed");
            Expected::NobodyListed { list: list(words)? }
        }
        word => match Measure::parse(word) {
            Some(measure) => Expected::Order { measure, accounts: falling(words)? },
            None => {
                let reason = format!("`{word}` is not account, person, everyone, nobody or a measure to compare");
                return Err(words.error(reason));
            }
        },
    };
    Ok(Expectation { line, day, text: text.trim().to_owned(), expected })
}

fn falling(words: &mut Words) -> Result<Vec<Domain>, JourneyError> {
    let mut accounts = vec![words.need_domain("the account")?];
    while words.take(">") {
        accounts.push(words.need_domain("the account")?);
    }
    if accounts.len() < 2 {
        return Err(words.error("a comparison needs two accounts with `>` between them"));
    }
    Ok(accounts)
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
        word => {
            let measure = Measure::parse(word).ok_or_else(|| words.error(format!("`{word}` cannot be expected")))?;
            let comparison = comparison(words)?;
            Claim::Number { measure, comparison, value: words.need_number("the value")? as f32 }
        }
    })
}

fn comparison(words: &mut Words) -> Result<Comparison, JourneyError> {
    let word = words.need("one of < <= = >= >")?;
    Comparison::parse(&word).ok_or_else(|| words.error(format!("`{word}` is not one of < <= = >= >")))
}

fn list(words: &mut Words) -> Result<List, JourneyError> {
    match words.need("the list")?.as_str() {
        "ready" => Ok(List::Ready),
        "not-yet" => Ok(List::NotYet),
        other => Err(words.error(format!("`{other}` is not one of the lists ready and not-yet"))),
    }
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
