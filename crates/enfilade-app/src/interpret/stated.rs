//! What people stated, in the form in which readings take it: evidence for the filters, requests and conversations,
//! who has left, and whose word the visits since contradict.

use enfilade_domain::{
    ConversationVerdict, DAY_MS, Declaration, Domain, PersonId, Room, Standing, Stated, Statement, Subject, Timestamp,
};
use enfilade_engine::{AccountVisit, LikelyDays, Model, StatedEvidence};
use enfilade_language::{t, translated};
use serde::{Deserialize, Serialize};

use crate::reveal::people::Life;
use crate::reveal::surroundings::Surroundings;

/// Statements that move a belief, in order of time, each with what it does.
#[derive(Debug, Clone, Default)]
pub struct Heard<'a> {
    pub evidence: Vec<StatedEvidence>,
    pub statements: Vec<&'a Statement>,
}

impl<'a> Heard<'a> {
    fn add(&mut self, statement: &'a Statement, evidence: StatedEvidence) {
        self.statements.push(statement);
        self.evidence.push(evidence);
    }

    /// The latest that says where the buyer stands.
    fn last_standing(&self) -> Option<(&'a Statement, Standing)> {
        self.statements.iter().rev().find_map(|statement| Some((*statement, standing_of(&statement.stated)?)))
    }

    /// Whether somebody said where the buyer stands: that is more than a glance.
    #[must_use]
    pub fn says_where(&self) -> bool {
        self.last_standing().is_some()
    }
}

/// The room a statement names, if it is about where somebody stands.
const fn standing_of(stated: &Stated) -> Option<Standing> {
    match stated {
        Stated::Overrule(standing) => Some(*standing),
        Stated::Conversation(ConversationVerdict { standing, .. }) => *standing,
        Stated::Declaration(_) | Stated::TalkRequest(_) => None,
    }
}

fn placing(statement: &Statement) -> Option<StatedEvidence> {
    let standing = standing_of(&statement.stated)?;
    Some(match statement.stated {
        Stated::Conversation(_) => StatedEvidence::conversation(statement.at, standing),
        _ => StatedEvidence::overrule(statement.at, standing),
    })
}

/// Whether a statement is about this person, also under the device by which the person was known before.
#[must_use]
pub fn is_about(statement: &Statement, life: &Life) -> bool {
    statement.person.as_ref().is_some_and(|person| is_about_person(person, life))
}

/// Whether an id is that of this life, or of a device by which it was known before.
#[must_use]
pub fn is_about_person(person: &PersonId, life: &Life) -> bool {
    match person.subject() {
        Some(Subject::Visitor(visitor)) => life.visitors.contains(&visitor),
        Some(Subject::User(user)) => life.user.as_ref() == Some(&user),
        Some(Subject::Account(_)) | None => *person == life.person,
    }
}

/// What was stated about a person's standing, as known at a moment.
#[must_use]
pub fn of_person<'a>(surroundings: &'a Surroundings, life: &Life, moment: Timestamp) -> Heard<'a> {
    let mut heard = Heard::default();
    for statement in surroundings.stated_at(moment).filter(|statement| is_about(statement, life)) {
        if let Some(evidence) = placing(statement) {
            heard.add(statement, evidence);
        }
    }
    heard
}

/// What was stated about an account and, with less weight, about its people, as known at a moment.
#[must_use]
pub fn of_account<'a>(
    surroundings: &'a Surroundings,
    account: &Domain,
    lives: &[&Life],
    moment: Timestamp,
) -> Heard<'a> {
    let mut heard = Heard::default();
    for statement in about_account(surroundings, account, lives, moment) {
        let evidence = match statement.stated {
            Stated::Declaration(declaration) => StatedEvidence::declared(statement.at, declaration),
            _ => placing(statement),
        };
        let Some(evidence) = evidence else { continue };
        heard.add(statement, if statement.person.is_some() { evidence.of_one_person() } else { evidence });
    }
    heard
}

/// Everything stated about an account or one of its people, in order of time.
#[must_use]
pub fn about_account<'a>(
    surroundings: &'a Surroundings,
    account: &Domain,
    lives: &[&Life],
    moment: Timestamp,
) -> Vec<&'a Statement> {
    let concerns = |statement: &&Statement| match &statement.account {
        Some(named) => named == account,
        None => lives.iter().any(|life| is_about(statement, life)),
    };
    surroundings.stated_at(moment).filter(concerns).collect()
}

/// Whether anything stated about an account stands at a moment.
#[must_use]
pub fn is_stated(surroundings: &Surroundings, account: &Domain, moment: Timestamp) -> bool {
    !about_account(surroundings, account, &[], moment).is_empty()
}

/// From when on a person no longer belongs to the decision, as somebody told.
#[must_use]
pub fn departed_at(surroundings: &Surroundings, life: &Life, moment: Timestamp) -> Option<Timestamp> {
    let departures = surroundings.stated_at(moment).filter(|statement| {
        matches!(statement.stated, Stated::Declaration(Declaration::Departed))
            && is_about(statement, life)
            && (statement.account.is_none() || statement.account == life.account)
    });
    departures.map(|statement| statement.at).min()
}

/// Requests to talk and conversations that people stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Talks {
    /// The latest request without an answer.
    pub asked_at: Option<Timestamp>,
    /// The latest conversation or answer.
    pub talked_at: Option<Timestamp>,
}

/// What was stated about talking to an account, as known at a moment.
#[must_use]
pub fn talks(surroundings: &Surroundings, account: &Domain, lives: &[&Life], moment: Timestamp) -> Talks {
    let mut talks = Talks::default();
    for statement in about_account(surroundings, account, lives, moment) {
        match &statement.stated {
            Stated::TalkRequest(request) => match request.answered_by(moment) {
                Some(answered) => talks.talked_at = talks.talked_at.max(Some(answered)),
                None => talks.asked_at = talks.asked_at.max(Some(statement.at)),
            },
            Stated::Conversation(_) => talks.talked_at = talks.talked_at.max(Some(statement.at)),
            Stated::Declaration(_) | Stated::Overrule(_) => {}
        }
    }
    talks
}

/// A person's word that the visits since contradict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    stated_at: i64,
    by: String,
    standing: String,
    reads_like: String,
}

/// From this age on a contradicted word is asked about again (requirement I18).
const DOUBT_AFTER_MS: i64 = 14 * DAY_MS;
/// Visits on fewer days contradict nobody.
const DOUBT_VISIT_DAYS: u32 = 2;
/// Below this share of what the visits since believe in the market, the room stated is contradicted.
const DOUBT_SHARE: f32 = 0.25;

impl Doubt {
    /// Whether the visits after the latest word on where the buyer stands, read alone, say otherwise.
    #[must_use]
    pub fn of(model: &Model, heard: &Heard<'_>, visits: &[AccountVisit<'_>]) -> Option<Self> {
        let (statement, standing) = heard.last_standing()?;
        let since: Vec<AccountVisit<'_>> =
            visits.iter().filter(|visit| visit.session.at > statement.at).copied().collect();
        if LikelyDays::of(&since).count < DOUBT_VISIT_DAYS {
            return None;
        }
        let rooms = model.fold_account(&since)?.belief.rooms();
        let in_market = rooms.in_market();
        let agreement = match standing {
            Standing::Outside => 1.0 - in_market,
            Standing::In(room) => rooms.of(room) / in_market.max(f32::MIN_POSITIVE),
        };
        let top = Room::ALL.into_iter().max_by(|a, b| rooms.of(*a).total_cmp(&rooms.of(*b)))?;
        (in_market >= 0.5 && agreement < DOUBT_SHARE).then(|| Self {
            stated_at: statement.at.millis(),
            by: statement.by.clone(),
            standing: standing.as_str().to_owned(),
            reads_like: top.title().to_owned(),
        })
    }

    /// The question it raises, once two weeks have passed.
    #[must_use]
    pub fn question_at(&self, moment: Timestamp) -> Option<String> {
        let stated_at = Timestamp::from_millis(self.stated_at);
        (moment.millis().saturating_sub(self.stated_at) >= DOUBT_AFTER_MS).then(|| {
            let where_to = if self.standing == "outside" {
                t!("outside").to_owned()
            } else {
                t!("in {standing}", standing = translated(&self.standing))
            };
            let told = t!(
                "{which} said {days_since} days ago that they are {where_to}; what was read since is more like {reads_like}.",
                which = if self.by.is_empty() { t!("Somebody") } else { &self.by },
                days_since = format_args!("{:.0}", moment.days_since(stated_at)),
                where_to = where_to,
                reads_like = translated(&self.reads_like)
            );
            format!("{} {told}", doubt())
        })
    }
}

/// How a band's reason begins that asks whether a statement still holds.
#[must_use]
pub fn doubt() -> &'static str {
    t!("Is it still true?")
}

/// A statement as one plain sentence, for evidence and timelines.
#[must_use]
pub fn sentence(statement: &Statement) -> String {
    let by = if statement.by.is_empty() { t!("somebody") } else { &statement.by };
    let about = statement.person.as_ref().map_or(String::new(), |_| t!(" about one person").to_owned());
    let stands = |standing: Standing| match standing {
        Standing::Outside => t!("outside").to_owned(),
        Standing::In(room) => t!("in {room}", room = room.title()),
    };
    let said = match &statement.stated {
        Stated::Declaration(declaration) => t!(
            "{by} told{about}: {declared_words}",
            by = by,
            about = about,
            declared_words = declared_words(*declaration)
        ),
        Stated::Overrule(standing) => {
            t!("{by} said{about}: {stands}", by = by, about = about, stands = stands(*standing))
        }
        Stated::Conversation(verdict) => match verdict.standing {
            Some(standing) => t!(
                "after a conversation, {by} said{about}: {stands}",
                by = by,
                about = about,
                stands = stands(standing)
            ),
            None => t!("{by} recorded a conversation{about}", by = by, about = about),
        },
        Stated::TalkRequest(request) => match request.points.len() {
            0 => t!("asked to talk").to_owned(),
            1 => t!("asked to talk, about one point").to_owned(),
            points => t!("asked to talk, about {points} points", points = points),
        },
    };
    if statement.note.is_empty() { said } else { format!("{said} (“{}”)", statement.note) }
}

/// An event inside the organisation, in words.
#[must_use]
pub fn declared_words(declaration: Declaration) -> &'static str {
    match declaration {
        Declaration::CommitteeFormed => t!("a committee was formed"),
        Declaration::ScopeUp => t!("more is to be bought"),
        Declaration::ScopeDown => t!("less is to be bought"),
        Declaration::Competitor => t!("another vendor is being looked at"),
        Declaration::NewLeader => t!("somebody new leads the decision"),
        Declaration::BudgetCut => t!("the budget was cut"),
        Declaration::Freeze => t!("the decision is frozen"),
        Declaration::Tabled => t!("the decision was put off"),
        Declaration::Approved => t!("the decision was approved"),
        Declaration::Restart => t!("the decision begins anew"),
        Declaration::Departed => t!("a person left"),
    }
}

/// The person a text means, for statements.
#[must_use]
pub fn person_named(text: &str) -> Option<PersonId> {
    let person = PersonId::new(text.trim());
    person.subject().is_some().then_some(person)
}
