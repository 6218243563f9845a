//! What buyers said, word for word.

use enfilade_language::marked;

use crate::{Domain, PersonId, Room, Timestamp};

/// Words of a buyer, with where they were said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub words: String,
    pub source: PhraseSource,
    /// Who said it, as far as it may be told: "a CFO", "Maria".
    pub said_by: String,
    /// Where it was said: an address, a recording with its minute, a page of notes.
    pub place: String,
    pub at: Timestamp,
    pub room: Option<Room>,
    pub topic: Option<String>,
    pub account: Option<Domain>,
    /// Of whom it is, where the house knows the person; goes when that person is erased.
    pub person: Option<PersonId>,
    pub origin: Option<PhraseOrigin>,
}

/// Where words were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhraseSource {
    Call,
    Interview,
    Podcast,
    Survey,
    Email,
    /// The answer to "where did you hear of us?".
    HeardFrom,
    /// A point of a request to talk.
    Request,
    Other,
}

impl PhraseSource {
    pub const ALL: [Self; 8] = [
        Self::Call,
        Self::Interview,
        Self::Podcast,
        Self::Survey,
        Self::Email,
        Self::HeardFrom,
        Self::Request,
        Self::Other,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => marked!("call"),
            Self::Interview => marked!("interview"),
            Self::Podcast => marked!("podcast"),
            Self::Survey => marked!("survey"),
            Self::Email => marked!("email"),
            Self::HeardFrom => marked!("heard from"),
            Self::Request => marked!("request"),
            Self::Other => marked!("other"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace(['-', '_'], " ");
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// The record of the house that words were taken from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhraseOrigin {
    /// The first words of a conversation, by the statement's number.
    Statement(i64),
    /// A point of a request to talk: the statement's number, and the point's place in it.
    Point(i64, usize),
    /// What a deal's buyer answered, by the deal's id.
    Deal(String),
}

impl PhraseOrigin {
    /// The name in files and addresses.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Statement(id) => format!("statement:{id}"),
            Self::Point(id, place) => format!("point:{id}:{place}"),
            Self::Deal(id) => format!("deal:{id}"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (kind, rest) = name.trim().split_once(':')?;
        match kind {
            "statement" => rest.parse().ok().map(Self::Statement),
            "point" => {
                let (id, place) = rest.split_once(':')?;
                Some(Self::Point(id.parse().ok()?, place.parse().ok()?))
            }
            "deal" if !rest.is_empty() => Some(Self::Deal(rest.to_owned())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_survive_their_name() {
        for origin in [PhraseOrigin::Statement(12), PhraseOrigin::Point(3, 1), PhraseOrigin::Deal("D:1".into())] {
            assert_eq!(PhraseOrigin::parse(&origin.name()), Some(origin));
        }
        assert_eq!(PhraseOrigin::parse("statement:x"), None);
        assert_eq!(PhraseSource::parse("Heard-From"), Some(PhraseSource::HeardFrom));
    }
}
