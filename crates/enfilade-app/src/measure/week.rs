//! One week for one meeting: what moved and why, who is quiet and left alone, and what has to be decided.

mod outcomes;
mod points;

use std::collections::BTreeMap;
use std::sync::Arc;

use enfilade_domain::{
    Band, ContactChoice, ContactDecision, Deal, Domain, Prepared, Room, ShownRoom, Timestamp, Workspace,
};
use enfilade_language::t;

pub use self::outcomes::arrived;
use self::outcomes::{conversations, waited, won};
use self::points::disagreements;
pub use self::points::{Compared, Comparison};
use crate::engage::{contact, ready, themes, words};
use crate::interpret::listing::Listed;
use crate::interpret::refresh::ReadLives;
use crate::interpret::{model, stated};
use crate::reveal::surroundings::Surroundings;
use crate::roll::{Entry, Roll};
use crate::{App, AppError};

/// Days that the sheet looks back.
pub const WEEK_DAYS: f64 = 7.0;
/// Conversations of so many days are counted.
pub const QUARTER_DAYS: f64 = 90.0;
/// Of so many more that moved the names are told.
const MOST_MORE_STEPS: usize = 100;

/// How many are told of.
#[derive(Debug, Clone, Copy)]
struct Most {
    /// In each direction.
    steps: usize,
    quiet: usize,
    decisions: usize,
    won: usize,
    disagreements: usize,
    /// Of which it is told how they were read before.
    conversations: usize,
}

impl Most {
    const ON_THE_SHEET: Self = Self { steps: 6, quiet: 8, decisions: 6, won: 6, disagreements: 5, conversations: 9 };
    /// Where points and readings disagree is a sample in a file too: it has no end.
    const IN_A_FILE: Self =
        Self { steps: 2_000, quiet: 10_000, decisions: 10_000, won: 10_000, disagreements: 25, conversations: 500 };
}

/// Everything the sheet says.
#[derive(Debug, Default)]
pub struct Week {
    pub conversations: Vec<Conversation>,
    pub quarter_before: Arrived,
    pub forward: Vec<Step>,
    pub back: Vec<Step>,
    pub entered: Vec<Step>,
    pub left: Vec<Step>,
    /// Accounts that moved beyond those told of, in any direction.
    pub more_steps: usize,
    /// Where the first of them went.
    pub further: Vec<Further>,
    pub quiet: Vec<Listed>,
    pub more_quiet: usize,
    pub to_decide: Vec<ToDecide>,
    pub more_to_decide: usize,
    /// Many points by the classic model and no readiness.
    pub loud: Vec<Listed>,
    /// Ready, with few points.
    pub unheard: Vec<Listed>,
    /// Points beside readiness of all, or of a part.
    pub comparison: Comparison,
    pub won: Vec<Won>,
    /// By who decided to wait: the most decisions first.
    pub waited: Vec<Waited>,
}

/// How buyers arrived at conversations, as whoever spoke with them said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrived {
    pub prepared: usize,
    /// Of which somebody said how they were.
    pub all: usize,
}

/// Decisions of one person to leave accounts alone, and what became of them (requirement E02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    pub by: String,
    /// Decisions that are old enough for something to have come of them.
    pub decisions: usize,
    /// Whose accounts later became ready, asked, or came into a conversation.
    pub became: usize,
}

/// A conversation of the last quarter of which somebody said how it was.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub account: Domain,
    pub name: Option<String>,
    pub at: Timestamp,
    pub prepared: Prepared,
    /// `None` where nobody of the account had been seen, and beyond those of which it is told.
    pub readiness: Option<ReadBefore>,
}

/// How ready an account was before a conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadBefore {
    pub readiness: f32,
    /// Whether it was read at the time and kept; else it is understood today from what was known then.
    pub is_kept: bool,
}

/// An account that went through a door this week.
#[derive(Debug, Clone)]
pub struct Step {
    pub listed: Listed,
    pub from: ShownRoom,
    pub to: ShownRoom,
    pub why: Option<String>,
}

/// An account that moved, by name alone.
#[derive(Debug, Clone)]
pub struct Further {
    pub account: Domain,
    pub name: Option<String>,
    pub from: ShownRoom,
    pub to: ShownRoom,
}

/// Something for people to decide.
#[derive(Debug, Clone)]
pub enum ToDecide {
    /// Somebody asked to talk and has no answer, for so many days where it is known.
    WhoAnswers(Listed),
    /// Ready, and nobody decided.
    WhoCalls(Listed),
    /// Somebody said to call, weeks ago, and no conversation is on record.
    WhatBecameOf(Listed, ContactDecision),
    /// The day that somebody named has come.
    LookAgain(Listed, ContactDecision),
    /// What somebody stated is contradicted by what was read since.
    StillTrue(Listed, String),
}

/// A deal that was won, from the first anonymous sign.
#[derive(Debug, Clone)]
pub struct Won {
    pub deal: Deal,
    pub name: Option<String>,
    /// `None` where nobody of the account was seen before it was won.
    pub first_seen: Option<Timestamp>,
}

/// Looks at the week that ends at a moment; of a big house it is held while nothing changes.
///
/// # Errors
/// The store cannot be read.
pub fn week(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp) -> Result<Arc<Week>, AppError> {
    let seen = {
        let (app, workspace, roll) = (app.clone(), workspace.clone(), roll.clone());
        move || Ok(Arc::new(look_back(&app, &workspace, &roll, moment, Most::ON_THE_SHEET)?))
    };
    app.weeks.of(app, workspace, roll, moment, seen)
}

/// The same week with all its lines, for a file.
///
/// # Errors
/// The store cannot be read.
pub fn whole_week(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp) -> Result<Week, AppError> {
    look_back(app, workspace, roll, moment, Most::IN_A_FILE)
}

/// Only those who are told of are read in full.
fn look_back(app: &App, workspace: &Workspace, roll: &Roll, moment: Timestamp, most: Most) -> Result<Week, AppError> {
    let since = moment.plus_days(-WEEK_DAYS);
    let decisions = app.records.contact_decisions(workspace.id)?;
    let standing = contact::standing(&decisions, moment);
    let mut found = Week::default();
    steps(app, workspace, roll, (since, moment), most, &mut found)?;
    found.more_quiet = roll.quiet().count().saturating_sub(most.quiet);
    found.quiet = opened(app, roll, roll.quiet().take(most.quiet))?;
    questions(app, roll, &standing, moment, most, &mut found)?;
    disagreements(app, roll, most, &mut found)?;
    let stated = app.stated(workspace)?;
    let deals: Vec<&Deal> = stated.records.deals().collect();
    found.waited = waited(&decisions, &|domain| Some(roll.get(domain)?.band), &deals, moment);
    conversations(app, workspace, roll, moment, most, &mut found)?;
    found.won = won(&deals, roll, moment, most.won);
    Ok(found)
}

/// The whole readings of some accounts, in their order.
fn opened<'a>(app: &App, roll: &Roll, some: impl Iterator<Item = &'a Entry>) -> Result<Vec<Listed>, AppError> {
    let domains: Vec<Domain> = some.map(|one| one.domain.clone()).collect();
    roll.open(app, &domains)
}

/// What has to be decided: debts first.
fn questions(
    app: &App,
    roll: &Roll,
    standing: &BTreeMap<&Domain, &ContactDecision>,
    moment: Timestamp,
    most: Most,
    found: &mut Week,
) -> Result<(), AppError> {
    let others = standing.keys().copied().chain(roll.doubted().map(|one| &one.domain));
    let near = roll.in_bands_or(&[Band::AskedToTalk, Band::Ready], others);
    let asked = near.into_iter().filter_map(|one| {
        let decision = standing.get(&one.domain).copied();
        Some((one, question(one, decision, moment)?, decision))
    });
    let mut asked: Vec<(&Entry, Question, Option<&ContactDecision>)> = asked.collect();
    asked.sort_by_key(|(_, question, _)| *question);
    found.more_to_decide = asked.len().saturating_sub(most.decisions);
    asked.truncate(most.decisions);
    let listed = opened(app, roll, asked.iter().map(|(one, ..)| *one))?;
    for (listed, (_, question, decision)) in listed.into_iter().zip(asked) {
        let doubt = listed.reading.band_reasons.iter().find(|reason| reason.starts_with(stated::doubt())).cloned();
        found.to_decide.extend(match (question, decision, doubt) {
            (Question::WhoAnswers, ..) => Some(ToDecide::WhoAnswers(listed)),
            (Question::WhoCalls, ..) => Some(ToDecide::WhoCalls(listed)),
            (Question::WhatBecameOf, Some(decision), _) => Some(ToDecide::WhatBecameOf(listed, decision.clone())),
            (Question::LookAgain, Some(decision), _) => Some(ToDecide::LookAgain(listed, decision.clone())),
            (Question::StillTrue, _, Some(doubt)) => Some(ToDecide::StillTrue(listed, doubt)),
            _ => None,
        });
    }
    Ok(())
}

/// What there is to decide. Debts first, then what may pass, then what can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    WhoAnswers,
    WhatBecameOf,
    WhoCalls,
    LookAgain,
    StillTrue,
}

fn question(one: &Entry, decision: Option<&ContactDecision>, moment: Timestamp) -> Option<Question> {
    if let Some(decision) = decision {
        let age = moment.days_since(decision.at);
        match decision.choice {
            ContactChoice::WillCall if matches!(one.band, Band::Ready | Band::AskedToTalk) => {
                return (age > ready::WINDOW_DAYS).then_some(Question::WhatBecameOf);
            }
            ContactChoice::NotYet { look_again_at: Some(day) } => {
                if day > moment && one.band != Band::AskedToTalk {
                    return None;
                }
                if (0.0..=WEEK_DAYS).contains(&moment.days_since(day)) && one.band != Band::AskedToTalk {
                    return Some(Question::LookAgain);
                }
            }
            ContactChoice::NotYet { look_again_at: None } if decision.waits_at(moment, one.last_seen) => {
                return None;
            }
            ContactChoice::WillCall | ContactChoice::NotYet { .. } => {}
        }
    }
    match one.band {
        Band::AskedToTalk => Some(Question::WhoAnswers),
        Band::Ready if ready::is_open(one.band, one.last_seen, moment) => Some(Question::WhoCalls),
        _ => one.is_doubted.then_some(Question::StillTrue),
    }
}

fn steps(
    app: &App,
    workspace: &Workspace,
    roll: &Roll,
    (since, moment): (Timestamp, Timestamp),
    most: Most,
    found: &mut Week,
) -> Result<(), AppError> {
    let mut moved: Vec<(&Entry, ShownRoom, ShownRoom)> = Vec::new();
    // Who has bought reads for other reasons.
    for one in roll.moved().filter(|one| one.band != Band::Customer) {
        let mut changes = one.room_changes.iter().filter(|change| change.at > since && change.at <= moment);
        let Some(first) = changes.next() else { continue };
        let last = changes.next_back().unwrap_or(first);
        // There and back again within the week has not moved.
        if first.from != last.to {
            moved.push((one, first.from, last.to));
        }
    }
    moved.sort_by(|(a, ..), (b, ..)| b.z.total_cmp(&a.z));
    let mut told = [const { Vec::new() }; 4];
    for (one, from, to) in moved {
        let direction = match (from, to) {
            (ShownRoom::In(a), ShownRoom::In(b)) if b.index() > a.index() => 0,
            (ShownRoom::In(_), ShownRoom::In(_)) => 1,
            (ShownRoom::Outside | ShownRoom::NotEnoughEvidence, ShownRoom::In(_)) => 2,
            (ShownRoom::In(_), ShownRoom::Outside) => 3,
            _ => continue,
        };
        if told[direction].len() == most.steps {
            found.more_steps += 1;
            if found.further.len() < MOST_MORE_STEPS {
                found.further.push(Further { account: one.domain.clone(), name: one.name.clone(), from, to });
            }
        } else {
            told[direction].push((one, from, to));
        }
    }
    let surroundings = app.surroundings(workspace)?;
    let model = model::at(app, workspace, moment)?;
    let lists = [&mut found.forward, &mut found.back, &mut found.entered, &mut found.left];
    for (list, told) in lists.into_iter().zip(told) {
        let listed = opened(app, roll, told.iter().map(|(one, ..)| *one))?;
        for (listed, (_, from, to)) in listed.into_iter().zip(told) {
            let read = || roll.lives(app, &model, &surroundings, &listed.reading.account, moment);
            let why = why_moved(&read, &surroundings, &listed, to, since, moment)?;
            list.push(Step { listed, from, to, why });
        }
    }
    Ok(())
}

/// What can be said of the reason: what somebody told, who joined, a return, else the theme of the week.
fn why_moved(
    read: &dyn Fn() -> Result<Arc<ReadLives>, AppError>,
    surroundings: &Surroundings,
    one: &Listed,
    to: ShownRoom,
    since: Timestamp,
    moment: Timestamp,
) -> Result<Option<String>, AppError> {
    if to == ShownRoom::Outside {
        return Ok(Some(t!("nothing points to a decision any more").to_owned()));
    }
    let account = &one.reading.account;
    let read = read()?;
    let plain: Vec<_> = read.lives.iter().map(|read| &read.life).collect();
    let told =
        stated::about_account(surroundings, account, &plain, moment).into_iter().rev().find(|one| one.at > since);
    if let Some(statement) = told {
        return Ok(Some(stated::sentence(statement)));
    }
    let newcomer = |read: &&crate::interpret::fold::ReadLife| {
        read.visits.first().is_some_and(|visit| visit.session.at > since) && !read.visits.is_empty()
    };
    let is_old = one.reading.first_seen.is_some_and(|first| first <= since);
    if is_old && let Some(new) = read.lives.iter().find(newcomer) {
        let role = new
            .state
            .part
            .role
            .named()
            .map(|(role, _)| t!("somebody of {people_of}", people_of = words::people_of(role)));
        return Ok(Some(t!("{role} joined", role = role.unwrap_or_else(|| t!("somebody new").to_owned()))));
    }
    if let Some(silence) = one.last_silence.filter(|silence| silence.ended_at() > since && silence.days >= 14.0) {
        return Ok(Some(t!("back after {days}", days = words::span(silence.days))));
    }
    let pages = themes::pages(&read.lives, moment);
    let recent = themes::themes(pages.into_iter().filter(|page| page.at > since));
    let names = themes::names(&recent, 2);
    Ok((!names.is_empty()).then(|| t!("their theme is now {names}", names = words::and(&names))))
}

/// The room of a step, where it is one.
#[must_use]
pub const fn room(shown: ShownRoom) -> Option<Room> {
    ready::room_of(shown)
}
