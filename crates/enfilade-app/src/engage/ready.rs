//! The short list: accounts worth a conversation now, why, and whom a person decided to leave in peace.

mod said;

use std::collections::BTreeMap;
use std::sync::Arc;

use enfilade_domain::{
    Action, Band, ContactChoice, ContactDecision, Domain, Piece, Role, Room, ShownRoom, SilenceState, Stated,
    Statement, Timestamp, Workspace, WorkspaceId,
};

pub use self::said::still_open;
use self::said::{at_hand, reasons, why_wait};
use super::committee_dots::{self, RoleDot};
use super::opening::{self, Opening};
use super::{contact, themes};
use crate::interpret::fold::ReadLife;
use crate::interpret::listing::Listed;
use crate::interpret::refresh::ReadLives;
use crate::interpret::{model, stated};
use crate::reveal::surroundings::Surroundings;
use crate::roll::{Entry, Roll};
use crate::{App, AppError};

/// After so many days without further evidence and without a decision, the moment may be over (requirement E05).
pub const WINDOW_DAYS: f64 = 21.0;
/// Longer lists are not short; the accounts beyond are counted and stand in the list of accounts.
pub const MOST_TOLD: usize = 12;
/// Unanswered requests to talk that are told, those that wait longest first; beyond these a list serves better.
pub const MOST_ASKED: usize = 40;
/// Accounts that are waited for and shown.
pub const MOST_WAITING: usize = 25;

/// How many are told of.
#[derive(Debug, Clone, Copy)]
struct Most {
    told: usize,
    asked: usize,
    waiting: usize,
    /// Fewer who wait are followed by those who are not yet, until there are so many.
    filled_to: usize,
}

impl Most {
    const ON_THE_SHEET: Self =
        Self { told: MOST_TOLD, asked: MOST_ASKED, waiting: MOST_WAITING, filled_to: MOST_WAITING };
    /// Each line is read from the log, and nobody reads further down a file.
    const IN_A_FILE: Self = Self { told: 2_000, asked: 2_000, waiting: 10_000, filled_to: 500 };
}

/// Whether a conversation is likely welcome now: ready, and seen within the window.
#[must_use]
pub fn is_open(band: Band, last_seen: Option<Timestamp>, moment: Timestamp) -> bool {
    band == Band::Ready && last_seen.is_none_or(|seen| moment.days_since(seen) <= WINDOW_DAYS)
}

/// Everything the sheet says.
#[derive(Debug, Default)]
pub struct ShortList {
    /// Likely to welcome a conversation, readiest first.
    pub ready: Vec<Told>,
    /// Ready by what was read, with nothing new for three weeks.
    pub passed: Vec<Told>,
    /// Ready accounts beyond those told.
    pub more_ready: usize,
    /// Somebody of theirs asked to talk and no answer is on record.
    pub asked: Vec<Asked>,
    /// Unanswered requests beyond those told.
    pub more_asked: usize,
    /// Somebody of ours said to call them.
    pub called: Vec<Called>,
    /// Better left alone for now: whom somebody decided to leave, those who are getting ready or paused, and while there is
    /// room, those who are not yet.
    pub waiting: Vec<Waiting>,
    /// Near accounts beyond those told.
    pub more_waiting: usize,
    /// Accounts that are not yet, beyond those told.
    pub more_not_yet: usize,
    /// No account is known at all.
    pub nobody_known: bool,
    /// Days until recorded requests to talk were answered in the last quarter, shortest first.
    pub answer_days: Vec<f64>,
}

impl ShortList {
    /// Whether nobody is told of.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.ready.is_empty()
            && self.passed.is_empty()
            && self.asked.is_empty()
            && self.called.is_empty()
            && self.waiting.is_empty()
    }
}

/// A ready account with its story in short.
#[derive(Debug, Clone)]
pub struct Told {
    pub listed: Listed,
    /// Plain sentences about themes and people.
    pub reasons: Vec<String>,
    pub roles: Vec<RoleDot>,
    pub opening: Opening,
    /// Questions of theirs that nothing they read answers yet.
    pub still_open: Vec<String>,
    /// A decision to call that nothing followed.
    pub meant_to_call: Option<ContactDecision>,
}

/// An account whose people asked to talk.
#[derive(Debug, Clone)]
pub struct Asked {
    pub listed: Listed,
    /// Requests that people recorded, with their points; empty where only a form was sent.
    pub requests: Vec<Statement>,
    pub since: Option<Timestamp>,
    /// Whoever is still asking whether there is a problem is helped to judge that, and sold nothing.
    pub early: bool,
    /// What was said or sent to them since, which may have been the answer: its kind and when.
    pub touched_since: Option<(String, Timestamp)>,
    pub opening: Opening,
}

/// An account that somebody of ours calls.
#[derive(Debug, Clone)]
pub struct Called {
    pub listed: Listed,
    pub decision: ContactDecision,
}

/// An account that is better left alone for now.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub listed: Listed,
    /// What a person decided, if somebody did.
    pub decision: Option<ContactDecision>,
    pub why: Vec<String>,
    /// A piece that answers what they ask next, as its title and its path.
    pub at_hand: Option<(String, String)>,
    /// A day or an event.
    pub look_again: LookAgain,
}

/// When to look at an account again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookAgain {
    On(Timestamp),
    WhenTheyReturn,
    WhenRoleAppears(Role),
    WhenTheirPauseEnds,
    WhenSomethingChanges,
}

/// Tells the short list from the roll at a moment; of a big house it is held while nothing changes.
///
/// # Errors
/// The store cannot be read.
pub fn short_list(
    app: &App,
    workspace: &Workspace,
    roll: &Roll,
    moment: Timestamp,
) -> Result<Arc<ShortList>, AppError> {
    let told = {
        let (app, workspace, roll) = (app.clone(), workspace.clone(), roll.clone());
        move || Ok(Arc::new(tell(&app, &workspace, &roll, moment, Most::ON_THE_SHEET)?))
    };
    app.short_lists.of(app, workspace, roll, moment, told)
}

/// The same list to its end, for a file.
///
/// # Errors
/// The store cannot be read.
pub fn whole_list(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp) -> Result<ShortList, AppError> {
    tell(app, workspace, roll, moment, Most::IN_A_FILE)
}

/// Only those who are told of are read in full.
fn tell(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp, most: Most) -> Result<ShortList, AppError> {
    let decisions = app.records.contact_decisions(workspace.id)?;
    let standing = contact::standing(&decisions, moment);
    let sorted = sort(roll, &standing, moment);
    let surroundings = app.surroundings(workspace)?;
    let pieces = app.records.pieces(workspace.id)?;
    let teller = Teller {
        app,
        workspace: workspace.id,
        roll,
        model: model::at(app, workspace, moment)?,
        surroundings,
        pieces,
        moment,
    };
    let mut found = ShortList { nobody_known: roll.entries().is_empty(), ..ShortList::default() };
    found.answer_days = answer_days(&teller.surroundings, moment);
    found.more_ready = sorted.ready.len().saturating_sub(most.told);
    for (one, called) in opened(app, roll, sorted.ready, most.told)? {
        let is_open = is_open(one.reading.band, one.reading.last_seen, moment);
        let told = teller.told(one, called)?;
        if is_open { found.ready.push(told) } else { found.passed.push(told) }
    }
    found.more_asked = sorted.asked.len().saturating_sub(most.asked);
    for (one, _) in opened(app, roll, longest_waiting(sorted.asked, &teller.surroundings, moment), most.asked)? {
        found.asked.push(teller.asked(one)?);
    }
    for (one, decision) in opened(app, roll, sorted.called, usize::MAX)? {
        found.called.extend(decision.map(|decision| Called { listed: one, decision }));
    }
    found.more_waiting = sorted.waiting.len().saturating_sub(most.waiting);
    let near = sorted.waiting.len().min(most.waiting);
    let far = roll
        .in_band(Band::NotYet)
        .filter(|one| !standing.contains_key(&one.domain))
        .take(most.filled_to.saturating_sub(near));
    let far: Vec<Decided<'_>> = far.map(|one| (one, None)).collect();
    let decided_not_yet = sorted.waiting.iter().filter(|(one, _)| one.band == Band::NotYet).count();
    found.more_not_yet = roll.in_band(Band::NotYet).len().saturating_sub(far.len() + decided_not_yet);
    let waiting = sorted.waiting.into_iter().take(near).chain(far).collect();
    for (one, decision) in opened(app, roll, waiting, most.waiting)? {
        found.waiting.push(teller.waiting(one, decision));
    }
    found.asked.sort_by_key(|asked| asked.since);
    found.called.sort_by_key(|called| called.decision.at);
    Ok(found)
}

/// An account of the roll with the decision that counts here.
type Decided<'a> = (&'a Entry, Option<ContactDecision>);

/// Accounts by what is told of them, in the order in which they are told.
#[derive(Debug, Default)]
struct Sorted<'a> {
    ready: Vec<Decided<'a>>,
    asked: Vec<Decided<'a>>,
    called: Vec<Decided<'a>>,
    waiting: Vec<Decided<'a>>,
}

fn sort<'a>(roll: &'a Roll, standing: &BTreeMap<&Domain, &ContactDecision>, moment: Timestamp) -> Sorted<'a> {
    let mut found = Sorted::default();
    let near = [Band::AskedToTalk, Band::Ready, Band::GettingReady, Band::Paused];
    for one in roll.in_bands_or(&near, standing.keys().copied()) {
        let decision = standing.get(&one.domain).map(|decision| (*decision).clone());
        if decision.as_ref().is_some_and(|decision| decision.waits_at(moment, one.last_seen))
            && one.band != Band::AskedToTalk
        {
            found.waiting.push((one, decision));
            continue;
        }
        let called = decision.filter(|decision| decision.choice == ContactChoice::WillCall);
        let is_calling = called.as_ref().is_some_and(|called| moment.days_since(called.at) <= WINDOW_DAYS);
        match one.band {
            Band::Ready | Band::AskedToTalk if is_calling => found.called.push((one, called)),
            Band::Ready => found.ready.push((one, called)),
            Band::AskedToTalk => found.asked.push((one, None)),
            Band::GettingReady | Band::Paused => found.waiting.push((one, None)),
            Band::Outside | Band::NotYet | Band::InConversation | Band::Customer => {}
        }
    }
    found.ready.sort_by(|(a, _), (b, _)| b.z.total_cmp(&a.z));
    // Whoever was decided upon stands first, then by how near they are.
    found.waiting.sort_by(|(a, x), (b, y)| (y.is_some().cmp(&x.is_some())).then_with(|| b.z.total_cmp(&a.z)));
    found
}

/// Those who asked in order of the oldest request on record; without a record, of when they were last seen.
fn longest_waiting<'a>(
    mut asked: Vec<Decided<'a>>,
    surroundings: &Surroundings,
    moment: Timestamp,
) -> Vec<Decided<'a>> {
    let mut recorded: BTreeMap<&Domain, Timestamp> = BTreeMap::new();
    for statement in surroundings.stated_at(moment) {
        if let (Stated::TalkRequest(request), Some(account)) = (&statement.stated, &statement.account)
            && request.answered_by(moment).is_none()
        {
            let oldest = recorded.entry(account).or_insert(statement.at);
            *oldest = statement.at.min(*oldest);
        }
    }
    asked.sort_by_key(|(one, _)| recorded.get(&one.domain).copied().or(one.last_seen));
    asked
}

/// The whole readings of the first of these.
fn opened(
    app: &App,
    roll: &Roll,
    mut some: Vec<Decided<'_>>,
    most: usize,
) -> Result<Vec<(Listed, Option<ContactDecision>)>, AppError> {
    some.truncate(most);
    let domains: Vec<Domain> = some.iter().map(|(one, _)| one.domain.clone()).collect();
    let mut decisions: BTreeMap<Domain, ContactDecision> =
        some.into_iter().filter_map(|(one, decision)| Some((one.domain.clone(), decision?))).collect();
    let listed = roll.open(app, &domains)?;
    Ok(listed
        .into_iter()
        .map(|one| {
            let decision = decisions.remove(&one.reading.account);
            (one, decision)
        })
        .collect())
}

struct Teller<'a> {
    app: &'a App,
    workspace: WorkspaceId,
    roll: &'a Roll,
    model: Arc<enfilade_engine::Model>,
    surroundings: Arc<Surroundings>,
    pieces: Vec<Piece>,
    moment: Timestamp,
}

impl Teller<'_> {
    fn lives(&self, one: &Listed) -> Result<Arc<ReadLives>, AppError> {
        self.roll.lives(self.app, &self.model, &self.surroundings, &one.reading.account, self.moment)
    }

    fn told(&self, one: Listed, meant_to_call: Option<ContactDecision>) -> Result<Told, AppError> {
        let read = self.lives(&one)?;
        let lives = &read.lives;
        let roles = committee_dots::dots(&one.reading.coverage, lives, self.moment);
        let pages = themes::pages(lives, self.moment);
        let (_, recent) = themes::movement(&pages);
        let room = room_of(one.reading.shown);
        let statements = self.statements(&one, lives);
        Ok(Told {
            reasons: reasons(&one, lives, &roles, &statements, self.moment),
            opening: opening::opening(&one.reading.account, room, theme_for(room, &recent), &[]),
            still_open: still_open(&self.pieces, &pages, room, &roles, 3),
            roles,
            meant_to_call,
            listed: one,
        })
    }

    fn statements(&self, one: &Listed, lives: &[ReadLife]) -> Vec<Statement> {
        let plain: Vec<_> = lives.iter().map(|read| &read.life).collect();
        let about = stated::about_account(&self.surroundings, &one.reading.account, &plain, self.moment);
        about.into_iter().cloned().collect()
    }

    fn asked(&self, one: Listed) -> Result<Asked, AppError> {
        let read = self.lives(&one)?;
        let lives = &read.lives;
        let open = |statement: &Statement| match &statement.stated {
            Stated::TalkRequest(request) => request.answered_by(self.moment).is_none(),
            _ => false,
        };
        let requests: Vec<Statement> = self.statements(&one, lives).into_iter().filter(open).collect();
        let sent = lives.iter().flat_map(|read| &read.life.events).filter(|event| asks_to_talk(&event.action));
        let since = sent.map(|event| event.at).chain(requests.iter().map(|request| request.at)).max();
        let room = room_of(one.reading.shown);
        let early = is_early(&one);
        let points: Vec<String> = requests.iter().flat_map(points_of).cloned().collect();
        let pages = themes::pages(lives, self.moment);
        let (_, recent) = themes::movement(&pages);
        let room = if early { Some(Room::Problem) } else { room };
        let touches = self.app.records.touches_of(self.workspace, &one.reading.account)?.into_iter();
        let touched = touches.filter(|touch| touch.at <= self.moment && since.is_some_and(|since| touch.at > since));
        Ok(Asked {
            touched_since: touched.max_by_key(|touch| touch.at).map(|touch| (touch.kind, touch.at)),
            opening: opening::opening(&one.reading.account, room, theme_for(room, &recent), &points),
            since,
            early,
            requests,
            listed: one,
        })
    }

    fn waiting(&self, one: Listed, decision: Option<ContactDecision>) -> Waiting {
        let reading = &one.reading;
        let missing = reading.roles_missing.first().cloned();
        let look_again = match (&decision, reading.band, reading.silence.state) {
            (Some(ContactDecision { choice: ContactChoice::NotYet { look_again_at: Some(day) }, .. }), ..) => {
                LookAgain::On(*day)
            }
            (Some(_), ..) => LookAgain::WhenTheyReturn,
            (None, Band::Paused, _) => LookAgain::WhenTheirPauseEnds,
            (None, _, SilenceState::Quiet | SilenceState::Longer | SilenceState::Deep) => LookAgain::WhenTheyReturn,
            _ => missing.clone().map_or(LookAgain::WhenSomethingChanges, LookAgain::WhenRoleAppears),
        };
        Waiting {
            why: why_wait(&one),
            at_hand: at_hand(&self.pieces, room_of(reading.shown), missing.as_ref()),
            look_again,
            decision,
            listed: one,
        }
    }
}

/// The points of a request to talk.
#[must_use]
pub fn points_of(statement: &Statement) -> &[String] {
    match &statement.stated {
        Stated::TalkRequest(request) => &request.points,
        _ => &[],
    }
}

/// How long requests of the last quarter waited for their answer (requirement E08).
fn answer_days(surroundings: &Surroundings, moment: Timestamp) -> Vec<f64> {
    let mut days: Vec<f64> = surroundings
        .stated_at(moment)
        .filter(|statement| moment.days_since(statement.at) <= 90.0)
        .filter_map(|statement| match &statement.stated {
            Stated::TalkRequest(request) => Some(request.answered_by(moment)?.days_since(statement.at).max(0.0)),
            _ => None,
        })
        .collect();
    days.sort_by(f64::total_cmp);
    days
}

/// The acts by which people ask for a conversation.
#[must_use]
pub const fn asks_to_talk(action: &Action) -> bool {
    matches!(action, Action::DemoRequested | Action::ContactRequested | Action::MeetingBooked)
}

/// Whether somebody is still asking whether there is a problem at all (requirement E07).
#[must_use]
pub fn is_early(one: &Listed) -> bool {
    one.reading.shown == ShownRoom::In(Room::Problem)
}

/// The room that is shown, if it is one.
#[must_use]
pub const fn room_of(shown: ShownRoom) -> Option<Room> {
    match shown {
        ShownRoom::In(room) => Some(room),
        _ => None,
    }
}

/// The theme to begin with: the one read most lately that belongs to the room, else the one read most lately. What
/// the library does not name cannot be named.
#[must_use]
pub fn theme_for(room: Option<Room>, recent: &[themes::Theme]) -> Option<&str> {
    let topics = || recent.iter().filter(|theme| theme.is_topic);
    let fitting = topics().find(|theme| room.is_some() && theme.room == room);
    fitting.or_else(|| topics().next()).map(|theme| theme.name.as_str())
}
