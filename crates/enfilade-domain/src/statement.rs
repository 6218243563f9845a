//! What people state about a company or a person that no visit shows: events inside the buyer's organisation, a
//! judgement that overrules a reading, what a conversation brought to light, and requests to talk.

use enfilade_language::{marked, t};

use crate::{Domain, PersonId, Role, Room, Timestamp};

/// Something that a person stated. It is dated, has an author, and can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub id: i64,
    /// When it happened, or the moment the judgement is about.
    pub at: Timestamp,
    /// From when on it is known. Of an imported statement this is `at`.
    pub recorded_at: Timestamp,
    /// Who says so.
    pub by: String,
    /// In the author's own words: the reason or a remark.
    pub note: String,
    /// The company concerned. `None` where only the person is known, who may be placed later.
    pub account: Option<Domain>,
    /// The person concerned, where it is about one.
    pub person: Option<PersonId>,
    pub stated: Stated,
    /// When a person took the statement back.
    pub undone_at: Option<Timestamp>,
}

impl Statement {
    /// Whether it was known at that moment, had happened by then and was not taken back.
    #[must_use]
    pub fn stands_at(&self, moment: Timestamp) -> bool {
        self.recorded_at <= moment && self.at <= moment && self.undone_at.is_none_or(|undone| moment < undone)
    }
}

/// What was stated.
#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// Something happened inside the buyer's organisation.
    Declaration(Declaration),
    /// "I spoke to her, she is still in Problem": where somebody stands, whatever the reading says.
    Overrule(Standing),
    /// What a conversation brought to light.
    Conversation(ConversationVerdict),
    /// Somebody asked to talk, by a way that no event tells, or with points to be talked about.
    TalkRequest(TalkRequest),
}

impl Stated {
    /// The name of the kind in results and files.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Declaration(_) => "declaration",
            Self::Overrule(_) => "overrule",
            Self::Conversation(_) => "conversation",
            Self::TalkRequest(_) => t!("talk request"),
        }
    }
}

/// An event inside the buyer's organisation that somebody told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Declaration {
    /// Several people now decide together.
    CommitteeFormed,
    /// More is to be bought than before.
    ScopeUp,
    /// Less is to be bought than before.
    ScopeDown,
    /// A further vendor is being looked at.
    Competitor,
    /// Somebody new leads the decision.
    NewLeader,
    /// Money was taken away.
    BudgetCut,
    /// Nothing may be decided for now.
    Freeze,
    /// The decision was put off.
    Tabled,
    /// The decision may go on, or was granted.
    Approved,
    /// The decision begins anew, perhaps with other people.
    Restart,
    /// A person left the company or the decision.
    Departed,
}

impl Declaration {
    pub const ALL: [Self; 11] = [
        Self::CommitteeFormed,
        Self::ScopeUp,
        Self::ScopeDown,
        Self::Competitor,
        Self::NewLeader,
        Self::BudgetCut,
        Self::Freeze,
        Self::Tabled,
        Self::Approved,
        Self::Restart,
        Self::Departed,
    ];

    /// The name in results and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommitteeFormed => marked!("committee formed"),
            Self::ScopeUp => marked!("scope up"),
            Self::ScopeDown => marked!("scope down"),
            Self::Competitor => marked!("competitor"),
            Self::NewLeader => marked!("new leader"),
            Self::BudgetCut => marked!("budget cut"),
            Self::Freeze => marked!("freeze"),
            Self::Tabled => marked!("tabled"),
            Self::Approved => marked!("approved"),
            Self::Restart => marked!("restart"),
            Self::Departed => marked!("departed"),
        }
    }

    /// Case, dashes and underscores do not matter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = plain_words(name);
        Self::ALL.into_iter().find(|declaration| declaration.as_str() == name)
    }

    /// Whether the decision rests from here on.
    #[must_use]
    pub const fn pauses(self) -> bool {
        matches!(self, Self::BudgetCut | Self::Freeze | Self::Tabled)
    }

    /// Whether a decision that rested goes on from here.
    #[must_use]
    pub const fn resumes(self) -> bool {
        matches!(self, Self::Approved | Self::Restart)
    }
}

/// Lower case, with single spaces for dashes and underscores.
fn plain_words(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where somebody stands, said by a person and without probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    Outside,
    In(Room),
}

impl Standing {
    pub const ALL: [Self; 5] = [
        Self::Outside,
        Self::In(Room::Problem),
        Self::In(Room::Solution),
        Self::In(Room::Offer),
        Self::In(Room::Sales),
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outside => marked!("outside"),
            Self::In(room) => room.as_str(),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

/// What a salesperson says after a conversation. Everything may be left open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConversationVerdict {
    /// Whether the buyer was prepared.
    pub prepared: Option<Prepared>,
    /// The room in which the buyer truly was.
    pub standing: Option<Standing>,
    /// What was asked first, as one of two kinds of question.
    pub first_question: Option<FirstQuestion>,
    /// What was asked first, word for word.
    pub first_words: String,
    /// Content that the buyer mentioned: paths or titles.
    pub content_mentioned: Vec<String>,
    /// Roles that should have been there and were not.
    pub missing: Vec<Role>,
    /// Whether the conversation was welcome.
    pub welcome: Option<bool>,
}

/// Whether a buyer came prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prepared {
    Yes,
    Partly,
    No,
}

impl Prepared {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => marked!("yes"),
            Self::Partly => marked!("partly"),
            Self::No => marked!("no"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|prepared| prepared.as_str().eq_ignore_ascii_case(name.trim()))
    }
}

/// The two kinds of first question that tell a buyer who knows nothing from one who has thought it through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FirstQuestion {
    /// "What do you do?": the conversation does the work that content should have done.
    WhatDoYouDo,
    /// "How would this work for us?": the buyer has understood and asks about himself.
    HowWouldThisWork,
}

impl FirstQuestion {
    pub const ALL: [Self; 2] = [Self::WhatDoYouDo, Self::HowWouldThisWork];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WhatDoYouDo => marked!("what do you do"),
            Self::HowWouldThisWork => marked!("how would this work for us"),
        }
    }

    /// Case, dashes and a question mark do not matter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = plain_words(name.trim().trim_end_matches('?'));
        Self::ALL.into_iter().find(|question| question.as_str() == name)
    }
}

/// Somebody wants to talk, perhaps about points that become the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TalkRequest {
    pub points: Vec<String>,
    /// When somebody of ours answered, and who.
    pub answer: Option<(Timestamp, String)>,
}

impl TalkRequest {
    /// When it was answered, as far as that was known at a moment.
    #[must_use]
    pub fn answered_by(&self, moment: Timestamp) -> Option<Timestamp> {
        self.answer.as_ref().map(|(at, _)| *at).filter(|at| *at <= moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_files_are_forgiving() {
        for declaration in Declaration::ALL {
            assert_eq!(Declaration::parse(&declaration.as_str().to_uppercase().replace(' ', "_")), Some(declaration));
        }
        assert_eq!(Declaration::parse(" new-leader "), Some(Declaration::NewLeader));
        assert_eq!(Declaration::parse("lost"), None);
        assert_eq!(Standing::parse("Offer"), Some(Standing::In(Room::Offer)));
        assert_eq!(Standing::parse("unclear"), None);
        assert_eq!(FirstQuestion::parse("What do you do?"), Some(FirstQuestion::WhatDoYouDo));
        assert_eq!(FirstQuestion::parse("how-would-this-work-for-us"), Some(FirstQuestion::HowWouldThisWork));
        assert!(Declaration::Tabled.pauses() && Declaration::Restart.resumes() && !Declaration::ScopeUp.pauses());
    }

    #[test]
    fn a_statement_counts_from_when_it_was_recorded_until_it_is_taken_back() {
        let at = Timestamp::from_utc_day;
        let mut statement = Statement {
            id: 1,
            at: at(10),
            recorded_at: at(12),
            by: "Sam".into(),
            note: String::new(),
            account: None,
            person: Some(PersonId::new("visitor:v1")),
            stated: Stated::Overrule(Standing::Outside),
            undone_at: Some(at(20)),
        };
        let stands = |statement: &Statement, days: &[i64]| -> Vec<bool> {
            days.iter().map(|day| statement.stands_at(at(*day))).collect()
        };
        assert_eq!(stands(&statement, &[10, 11, 12, 19, 20]), [false, false, true, true, false]);
        statement.at = at(15);
        assert_eq!(stands(&statement, &[12, 14, 15]), [false, false, true], "not before it happens");
    }
}
