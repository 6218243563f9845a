//! The buyers' own words: collected from what the house already heard, linked to rooms, searched, and held against the
//! pieces.

use std::collections::BTreeSet;

use enfilade_domain::{
    LibraryPiece, Phrase, PhraseOrigin, PhraseSource, Room, Standing, Stated, Timestamp, Workspace, WorkspaceId,
};
use enfilade_language::t;

use super::paper::{self, Kept, OnPaper};
use super::texts::{Found, Texts};
use crate::{App, AppError};

/// Words that the house heard and nobody has looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    pub origin: PhraseOrigin,
    pub phrase: Phrase,
}

/// Fewer words than this are a name or a grunt.
const FEWEST_WORDS: usize = 3;

/// What was said in conversations, asked for a talk, and answered to "where did you hear of us", as far as nobody took it
/// or put it away; the newest first.
///
/// # Errors
/// The store cannot be read.
pub fn offered(app: &App, workspace: &Workspace) -> Result<Vec<Offered>, AppError> {
    let seen: BTreeSet<PhraseOrigin> =
        paper::ever::<Phrase>(app, workspace)?.into_iter().filter_map(|paper| paper.what.origin).collect();
    let mut offers = heard(app, workspace)?;
    offers
        .retain(|offer| !seen.contains(&offer.origin) && offer.phrase.words.split_whitespace().count() >= FEWEST_WORDS);
    offers.sort_by(|a, b| b.phrase.at.cmp(&a.phrase.at).then_with(|| a.origin.cmp(&b.origin)));
    Ok(offers)
}

fn heard(app: &App, workspace: &Workspace) -> Result<Vec<Offered>, AppError> {
    let mut offers = Vec::new();
    let mut offer = |origin: PhraseOrigin, words: &str, source, at, room, about: (Option<_>, Option<_>)| {
        let phrase = Phrase {
            words: words.trim().to_owned(),
            source,
            said_by: String::new(),
            place: String::new(),
            at,
            room,
            topic: None,
            account: about.0,
            person: about.1,
            origin: Some(origin.clone()),
        };
        offers.push(Offered { origin, phrase });
    };
    for one in app.records.statements(workspace.id)?.iter().filter(|one| one.undone_at.is_none()) {
        let about = (one.account.clone(), one.person.clone());
        match &one.stated {
            Stated::Conversation(verdict) => {
                let room = match verdict.standing {
                    Some(Standing::In(room)) => Some(room),
                    _ => None,
                };
                let origin = PhraseOrigin::Statement(one.id);
                offer(origin, &verdict.first_words, PhraseSource::Call, one.at, room, about);
            }
            Stated::TalkRequest(request) => {
                for (place, point) in request.points.iter().enumerate() {
                    let origin = PhraseOrigin::Point(one.id, place);
                    offer(origin, point, PhraseSource::Request, one.at, None, about.clone());
                }
            }
            Stated::Declaration(_) | Stated::Overrule(_) => {}
        }
    }
    for deal in app.records.deals(workspace.id)? {
        if let Some(words) = &deal.heard_from {
            let origin = PhraseOrigin::Deal(deal.deal_id.clone());
            let about = (Some(deal.domain.clone()), None);
            offer(origin, words, PhraseSource::HeardFrom, deal.opened_at, None, about);
        }
    }
    Ok(offers)
}

/// Takes what the house heard into the collection; the room and topic may be said with it.
///
/// # Errors
/// Nothing is offered under this name, or the store failed.
pub fn take(
    app: &App,
    workspace: &Workspace,
    origin: &PhraseOrigin,
    room: Option<Room>,
    topic: Option<String>,
    by: &str,
) -> Result<i64, AppError> {
    let mut phrase = offer(app, workspace, origin)?.phrase;
    phrase.room = room.or(phrase.room);
    phrase.topic = topic;
    paper::add(app, workspace, &phrase, by)
}

/// Puts an offer away for good.
///
/// # Errors
/// Nothing is offered under this name, or the store failed.
pub fn decline(app: &App, workspace: &Workspace, origin: &PhraseOrigin, by: &str) -> Result<(), AppError> {
    let phrase = offer(app, workspace, origin)?.phrase;
    paper::put_away(app, workspace, &phrase, by).map(|_| ())
}

fn offer(app: &App, workspace: &Workspace, origin: &PhraseOrigin) -> Result<Offered, AppError> {
    let missing = || AppError::NotFound { what: t!("offered phrase"), name: origin.name() };
    offered(app, workspace)?.into_iter().find(|offer| offer.origin == *origin).ok_or_else(missing)
}

/// Adds words that somebody brings along.
///
/// # Errors
/// There are no words, or nothing says where they were said.
pub fn add(app: &App, workspace: &Workspace, phrase: &Phrase, by: &str) -> Result<i64, AppError> {
    if !phrase.words.contains(char::is_alphanumeric) {
        return Err(AppError::invalid(t!("words"), t!("write what the buyer said, word for word")));
    }
    if phrase.place.trim().is_empty() && phrase.account.is_none() {
        return Err(AppError::invalid(
            t!("place"),
            t!("say where it was said: an address, a recording, a page, or the account"),
        ));
    }
    if phrase.at > app.now() {
        return Err(AppError::invalid(t!("at"), t!("is in the future")));
    }
    paper::add(app, workspace, phrase, by)
}

/// What is asked of the collection.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Words that have to be in it, by their beginnings.
    pub search: String,
    pub room: Option<Room>,
    pub topic: Option<String>,
}

/// The collection, the newest words first.
///
/// # Errors
/// The store cannot be read.
pub fn found(app: &App, workspace: &Workspace, asked: &Asked) -> Result<Vec<Kept<Phrase>>, AppError> {
    let words: Vec<String> = asked.search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut phrases: Vec<Kept<Phrase>> = paper::all(app, workspace)?;
    phrases.retain(|kept: &Kept<Phrase>| {
        let phrase = &kept.what;
        let text = format!(
            "{} {} {} {} {}",
            phrase.words,
            phrase.said_by,
            phrase.place,
            phrase.topic.as_deref().unwrap_or_default(),
            phrase.account.as_ref().map_or("", |account| account.as_str())
        )
        .to_lowercase();
        words.iter().all(|word| {
            text.split_whitespace()
                .any(|part| part.trim_matches(|c: char| !c.is_alphanumeric()).starts_with(word.as_str()))
                || text.contains(word.as_str())
        }) && (asked.room.is_none() || phrase.room == asked.room)
            && asked
                .topic
                .as_ref()
                .is_none_or(|topic| phrase.topic.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(topic.trim())))
    });
    phrases.sort_by(|a, b| b.what.at.cmp(&a.what.at).then(b.id.cmp(&a.id)));
    Ok(phrases)
}

/// How the pieces speak, held against the collection.
#[derive(Debug, Default)]
pub struct Spoken {
    /// By the phrase's number: the pieces that use its words.
    pub used_by: Vec<(i64, Vec<Found>)>,
    /// Pieces with a room that use nobody's words.
    pub silent: Vec<LibraryPiece>,
    /// Pieces with a room whose text was read.
    pub read: usize,
    /// Pieces with a room whose text is not known.
    pub unread: usize,
}

/// Holds the pieces against the collection.
///
/// # Errors
/// The store cannot be read.
pub fn spoken(app: &App, workspace: &Workspace) -> Result<Spoken, AppError> {
    let phrases: Vec<Kept<Phrase>> = paper::all(app, workspace)?;
    Ok(spoken_in(&Texts::load(app, workspace)?, &phrases))
}

fn spoken_in(texts: &Texts, phrases: &[Kept<Phrase>]) -> Spoken {
    let mut spoken = Spoken::default();
    let mut speaking: BTreeSet<String> = BTreeSet::new();
    for phrase in phrases {
        let used = texts.uses(&phrase.what.words);
        speaking.extend(used.iter().map(|found| found.path.clone()));
        spoken.used_by.push((phrase.id, used));
    }
    for (entry, is_known) in texts.pieces.iter().zip(&texts.is_known).filter(|(entry, _)| entry.piece.room.is_some()) {
        match is_known {
            false => spoken.unread += 1,
            true => {
                spoken.read += 1;
                if !phrases.is_empty() && !speaking.contains(&entry.piece.path) {
                    spoken.silent.push(entry.clone());
                }
            }
        }
    }
    spoken
}

/// Forgets words of an erased person, with every version of them.
///
/// # Errors
/// The store failed.
pub fn forget(app: &App, workspace: WorkspaceId, is_theirs: &dyn Fn(&Phrase) -> bool) -> Result<(), AppError> {
    let mut gone = Vec::new();
    for newest in app.records.papers(workspace, Phrase::KIND)? {
        let versions = app.records.paper_versions(workspace, Phrase::KIND, newest.id)?;
        let of_them = |paper: &enfilade_store::Paper| {
            serde_json::from_str(&paper.body)
                .ok()
                .and_then(|body| Phrase::read(&body))
                .is_some_and(|phrase| is_theirs(&phrase))
        };
        if versions.iter().any(of_them) {
            gone.push(newest.id);
        }
    }
    Ok(app.records.forget_papers(workspace, Phrase::KIND, &gone)?)
}

/// A phrase that somebody brings along, before anything else is said of it.
#[must_use]
pub const fn blank(at: Timestamp) -> Phrase {
    Phrase {
        words: String::new(),
        source: PhraseSource::Other,
        said_by: String::new(),
        place: String::new(),
        at,
        room: None,
        topic: None,
        account: None,
        person: None,
        origin: None,
    }
}
