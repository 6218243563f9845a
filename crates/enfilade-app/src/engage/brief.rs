//! What a person should have in mind before a conversation: what to say, what to know and not to say, and what not to
//! explain again. For whoever is early, the brief protects them from us.

use enfilade_domain::{Domain, Piece, Role, Room, ShownRoom, Timestamp, Workspace};
use enfilade_language::t;

use super::committee_dots::{self, Presence, RoleDot};
use super::opening::{self, Opening};
use super::ready::{points_of, room_of, still_open, theme_for};
use super::story::{self, Story};
use super::themes;
use crate::interpret::explain::{self, AccountStory};
use crate::{App, AppError};

/// A piece read at least this long in all is known and need not be explained again.
const KNOWN_SECONDS: f32 = 60.0;
/// Longer lists are not read before a call.
const MOST: usize = 6;

/// What sort of conversation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BriefKind {
    /// Nothing is known of them: ask, and explore.
    Explore,
    /// They are still asking whether there is a problem (requirement E07).
    Early,
    /// They know the problem and weigh ways.
    Weighing,
    /// They ask about timing, or about us.
    Deciding,
}

/// The brief.
#[derive(Debug)]
pub struct Brief {
    pub account: AccountStory,
    pub kind: BriefKind,
    pub story: Story,
    /// What they asked to talk about, in their words.
    pub agenda: Vec<String>,
    /// Themes of rooms before the one they are in.
    pub settled: Vec<String>,
    /// Themes of the last weeks.
    pub deciding: Vec<String>,
    /// Questions that nothing they read answers.
    pub still_open: Vec<String>,
    pub roles: Vec<RoleDot>,
    /// By role that was seen: what it usually asks at this point.
    pub concerns: Vec<(Role, Vec<String>)>,
    /// Essential roles that have not started, each with a piece that is written for it (requirement E11).
    pub not_started: Vec<(Role, Option<String>)>,
    /// The last thing that was said or sent to them, with its day.
    pub last_contact: Option<(Timestamp, String)>,
    /// Pieces they know well.
    pub known: Vec<String>,
    /// Questions to be ready for.
    pub hard_questions: Vec<String>,
    pub opening: Opening,
    /// What to leave out of the first part of the conversation.
    pub leave_out: Vec<&'static str>,
}

/// Writes the brief of an account as known at a moment. `None` when nothing and nobody names it.
///
/// # Errors
/// The store cannot be read.
pub fn brief(app: &App, workspace: &Workspace, domain: &Domain, moment: Timestamp) -> Result<Option<Brief>, AppError> {
    let Some(account) = explain::account(app, workspace, domain, moment)? else { return Ok(None) };
    let pieces = app.records.pieces(workspace.id)?;
    let pages = themes::pages(&account.lives, moment);
    let (_, recent) = themes::movement(&pages);
    let kind = kind_of(account.reading.shown, pages.is_empty());
    let room = room_of(account.reading.shown);
    let talked_of = if kind == BriefKind::Early { Some(Room::Problem) } else { room };
    let open_requests = account.statements.iter().filter(|statement| match &statement.stated {
        enfilade_domain::Stated::TalkRequest(request) => request.answered_by(moment).is_none(),
        _ => false,
    });
    let agenda: Vec<String> = open_requests.flat_map(points_of).cloned().collect();
    let roles = committee_dots::dots(&account.reading.coverage, &account.lives, moment);
    let is_before = |theme: &&themes::Theme| match (theme.room, room) {
        (Some(of), Some(room)) => of.index() < room.index(),
        _ => false,
    };
    let all = themes::themes(pages.iter().copied());
    let deciding = themes::names(&recent, 3);
    let is_over = |theme: &&themes::Theme| is_before(theme) && !deciding.contains(&theme.name);
    Ok(Some(Brief {
        kind,
        story: story::story(&account.lives),
        settled: all.iter().filter(is_over).take(3).map(|theme| theme.name.clone()).collect(),
        deciding,
        still_open: still_open(&pieces, &pages, room, &roles, MOST),
        not_started: not_started(&pieces, &roles, room),
        last_contact: last_contact(app, workspace, domain, &account, moment)?,
        concerns: concerns(&pieces, &roles, room),
        known: known(&pages),
        hard_questions: hard_questions(&pieces, room),
        opening: opening::opening(domain, talked_of, theme_for(talked_of, &recent), &agenda),
        leave_out: leave_out(kind),
        agenda,
        roles,
        account,
    }))
}

const fn kind_of(shown: ShownRoom, nothing_read: bool) -> BriefKind {
    match shown {
        _ if nothing_read => BriefKind::Explore,
        ShownRoom::In(Room::Offer | Room::Sales) => BriefKind::Deciding,
        ShownRoom::In(Room::Solution) => BriefKind::Weighing,
        ShownRoom::In(Room::Problem) => BriefKind::Early,
        ShownRoom::Outside | ShownRoom::Unclear | ShownRoom::NotEnoughEvidence => BriefKind::Explore,
    }
}

/// What the conversation should avoid, above all in its first part.
fn leave_out(kind: BriefKind) -> Vec<&'static str> {
    match kind {
        BriefKind::Explore => vec![
            t!("A presentation of the company: nothing says that they want one."),
            t!("Any guess about what they need."),
            t!("Anything about what they may have read."),
        ],
        BriefKind::Early => vec![
            t!("The company presentation, and what we can do: they are asking about their problem, not about us."),
            t!("Budget, timing and who decides. If they bring it up, answer; do not ask."),
            t!("A demonstration. Help them judge whether the concern is valid, even if the answer is no."),
            t!("Anything about what they have read."),
        ],
        BriefKind::Weighing => vec![
            t!("The one right way: they weigh several, and doing nothing is one of them."),
            t!("A price before they have chosen a way."),
            t!("Anything about what they have read."),
        ],
        BriefKind::Deciding => vec![
            t!("The overview of what we do: they know it."),
            t!("Urgency and discounts."),
            t!("Anything about what they have read."),
        ],
    }
}

/// Pieces read long enough to be known, the longest read first.
fn known(pages: &[&crate::interpret::sessions::PageVisit]) -> Vec<String> {
    let mut found: std::collections::BTreeMap<&str, (f32, String)> = std::collections::BTreeMap::new();
    for page in pages {
        let title = page.facts.title.clone().unwrap_or_else(|| page.path.clone());
        found.entry(&page.path).or_insert((0.0, title)).0 += themes::seconds(page);
    }
    let mut read: Vec<(f32, String)> = found.into_values().filter(|(seconds, _)| *seconds >= KNOWN_SECONDS).collect();
    read.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    read.into_iter().take(MOST).map(|(_, title)| title).collect()
}

/// What roles that were seen usually ask in this room and the next, by the library.
fn concerns(pieces: &[Piece], roles: &[RoleDot], room: Option<Room>) -> Vec<(Role, Vec<String>)> {
    let Some(room) = room else { return Vec::new() };
    let seen = roles.iter().filter(|dot| matches!(dot.presence, Presence::Active | Presence::Quiet));
    seen.filter_map(|dot| {
        let near = |piece: &&Piece| {
            piece.role.as_ref() == Some(&dot.role)
                && piece.room.is_some_and(|of| of.index() == room.index() || of.index() == room.index() + 1)
        };
        let questions = distinct(pieces.iter().filter(near), 2);
        (!questions.is_empty()).then(|| (dot.role.clone(), questions))
    })
    .collect()
}

/// Roles that could have been seen and were not, with a piece for the room or the one before: whoever starts late starts
/// earlier than the others stand.
fn not_started(pieces: &[Piece], roles: &[RoleDot], room: Option<Room>) -> Vec<(Role, Option<String>)> {
    let missing = roles.iter().filter(|dot| dot.presence == Presence::Unseen);
    missing
        .map(|dot| {
            let mut fitting: Vec<&Piece> = pieces
                .iter()
                .filter(|piece| piece.role.as_ref() == Some(&dot.role) && piece.title.is_some())
                .filter(|piece| match (piece.room, room) {
                    (Some(of), Some(room)) => of.index() <= room.index(),
                    (of, None) => of == Some(Room::Problem),
                    (None, Some(_)) => false,
                })
                .collect();
            fitting.sort_by_key(|piece| std::cmp::Reverse(piece.room.map(Room::index)));
            (dot.role.clone(), fitting.first().and_then(|piece| piece.title.clone()))
        })
        .collect()
}

fn last_contact(
    app: &App,
    workspace: &Workspace,
    domain: &Domain,
    account: &AccountStory,
    moment: Timestamp,
) -> Result<Option<(Timestamp, String)>, AppError> {
    let touches = app.records.touches_of(workspace.id, domain)?.into_iter();
    let touches = touches.map(|touch| (touch.at, touch.kind.replace('_', " ")));
    let talks = account
        .statements
        .iter()
        .filter(|one| matches!(one.stated, enfilade_domain::Stated::Conversation(_)))
        .map(|one| (one.at, "conversation".to_owned()));
    Ok(touches.chain(talks).filter(|(at, _)| *at <= moment).max_by_key(|(at, _)| *at))
}

/// Questions of the rooms ahead: whoever is here will ask them next.
fn hard_questions(pieces: &[Piece], room: Option<Room>) -> Vec<String> {
    let from = room.map_or(0, Room::index);
    let ahead = pieces.iter().filter(|piece| piece.room.is_some_and(|of| of.index() > from || of == Room::Sales));
    let mut ahead: Vec<&Piece> = ahead.collect();
    ahead.sort_by_key(|piece| piece.room.map(Room::index));
    distinct(ahead.into_iter(), 4)
}

fn distinct<'a>(pieces: impl Iterator<Item = &'a Piece>, most: usize) -> Vec<String> {
    let mut questions: Vec<String> = Vec::new();
    for question in pieces.filter_map(|piece| piece.question.as_ref()) {
        if questions.len() < most && !questions.contains(question) {
            questions.push(question.clone());
        }
    }
    questions
}

impl BriefKind {
    /// What this conversation is for, in a sentence or two.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Explore => {
                t!("Explore. Too little is known to have an opinion: ask what is on their mind, and listen.")
            }
            Self::Early => {
                t!("Early: they are testing whether their concern is real. Help them judge that, whatever the answer.")
            }
            Self::Weighing => {
                t!("They know the problem and weigh ways to solve it. Help them compare, ours among others.")
            }
            Self::Deciding => t!("They know what they want to do. The talk is about how this applies to them."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_early_is_protected() {
        let early = kind_of(ShownRoom::In(Room::Problem), false);
        assert_eq!(early, BriefKind::Early);
        let text = leave_out(early).join(" ");
        assert!(text.contains("presentation") && text.contains("Budget"), "{text}");
        assert!(early.purpose().contains("testing whether their concern is real"));
        assert_eq!(kind_of(ShownRoom::In(Room::Offer), true), BriefKind::Explore, "an empty history is no pitch");
        assert_eq!(kind_of(ShownRoom::NotEnoughEvidence, false), BriefKind::Explore);
    }

    #[test]
    fn purposes_never_talk_of_tracking() {
        for kind in [BriefKind::Explore, BriefKind::Early, BriefKind::Weighing, BriefKind::Deciding] {
            assert!(opening::tracking_talk(kind.purpose()).is_empty());
            assert!(leave_out(kind).iter().any(|line| line.contains("read")), "each forbids to speak of reading");
        }
    }
}
