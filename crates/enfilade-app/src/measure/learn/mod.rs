//! Learning: the rhythm of the site from visits and silences, that of accounts with deals and conversations as soft
//! anchors, and how far the outlook is to be believed. Nothing known after the date enters, and what reads people or
//! the last ninety days worse stays a shadow.

mod compare;
mod gather;
mod returns;

use enfilade_domain::{Deal, DealStage, Timestamp, Workspace};
use enfilade_engine::{
    AccountLearning, AccountRhythm, AccountTrace, Learned, Learning, Model, Published, Rhythm, Trace,
};
use enfilade_store::{ModelRecord, ModelState};
use serde::Serialize;

pub use self::compare::Comparison;
use self::gather::Moment;
use self::returns::ReturnsFit;
use crate::interpret::{model, refresh};
use crate::{App, AppError};

/// Rounds of expectation and maximisation; the held-out likelihood hardly grows after these.
const ROUNDS: usize = 5;
/// How much the published rhythm weighs against the site's own (model note, section 7: between .25 and 4).
const STRENGTH: f64 = 0.5;
/// The same for accounts, of which there are fewer.
const STRENGTH_OF_ACCOUNTS: f64 = 1.0;
/// Fewer people or accounts than this teach nothing about a rhythm.
const FEWEST_PEOPLE: usize = 50;
const FEWEST_ACCOUNTS: usize = 50;
/// Fewer decided deals than this leave the outlook as published.
const FEWEST_DECIDED: usize = 30;
/// With fewer accounts that opened a deal in the judged days the order of two models says nothing, ...
const FEWEST_OPENED: usize = 5;
/// ... and of accounts nothing is taken up: with five to eight, two of fourteen simulated markets were read worse for it.
const FEWEST_OPENED_FOR_ACCOUNTS: usize = 20;

/// What is done just now, and how much of it; told to whoever waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub doing: &'static str,
    pub done: usize,
    pub of: usize,
}

/// Tells how far it is; an error means that somebody stopped it.
type GoOn<'a> = &'a (dyn Fn(&'static str, usize, usize) -> Result<(), AppError> + Sync);

/// What came of learning.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lesson {
    pub version: String,
    pub learned_until: String,
    pub people: usize,
    pub accounts: usize,
    /// Deals and statements that say where an account stood.
    pub anchors: usize,
    pub decided_deals: usize,
    /// Mean log-likelihood of a held-out person's visits and silences, as published and as learned.
    pub held_out_published: f64,
    pub held_out_learned: f64,
    /// The same of a held-out account.
    pub accounts_held_out_published: f64,
    pub accounts_held_out_learned: f64,
    /// What models learned from before the last ninety days say of these.
    pub last_90_days: Option<Comparison>,
    /// Predicted over observed decision processes within 60 days on the last dates, as it was and by a fit to earlier
    /// dates.
    pub outlook_ratio_published: Option<f64>,
    pub outlook_ratio_learned: Option<f64>,
    /// Predicted over observed visits of people within a week, a month and a quarter, on the last two dates: by the
    /// filter alone, and by a fit to what was known before them.
    pub returns_ratio_filter: Option<f64>,
    pub returns_ratio_learned: Option<f64>,
    pub returns_in_use: bool,
    pub outlook_slope: Option<f64>,
    pub outlook_shift: Option<f64>,
    /// Whether accounts are read with the rhythm learned of them.
    pub accounts_in_use: bool,
    pub in_use: bool,
    pub reason: String,
}

/// What was learned of one side, beside the published numbers.
struct Taught<R> {
    rhythm: R,
    published: f64,
    learned: f64,
}

impl<R> Taught<R> {
    fn is_better(&self) -> bool {
        self.learned > self.published
    }
}

/// Learns from what was known at `until`, keeps the model, and reads with it from then on unless it does worse on people
/// it has not seen or on the last ninety days. `progress` may stop it by answering false; then nothing is changed.
///
/// # Errors
/// The store failed. [`AppError::Stopped`] when it was stopped.
pub fn learn(
    app: &App,
    workspace: &Workspace,
    until: Timestamp,
    progress: &(dyn Fn(Progress) -> bool + Sync),
) -> Result<Lesson, AppError> {
    let go_on: GoOn<'_> =
        &|doing, done, of| if progress(Progress { doing, done, of }) { Ok(()) } else { Err(AppError::Stopped) };
    let ends = [-compare::JUDGED_DAYS, 0.0];
    let last = app.log.channel_activity(workspace.id)?.iter().map(|channel| channel.last_at).max();
    let watched_until = last.map_or(until, |last| last.min(until));
    let moments = ends.map(|days| Moment {
        known_until: if days < 0.0 { watched_until.plus_days(days) } else { until },
        watched_until: watched_until.plus_days(days),
    });
    let published = model::published(workspace)?;
    let [then, now] = gather::people(app, workspace, &published, moments, go_on)?;
    let people = [people(workspace, &then, go_on)?, people(workspace, &now, go_on)?];
    let seen_people = now.len();
    drop((then, now));

    // Accounts are weighed by what was learned of people.
    let of_people = people.each_ref().map(|taught| learned("", &taught.rhythm, None));
    let [model_then, model_now] =
        [model::of_learned(workspace, &of_people[0])?, model::of_learned(workspace, &of_people[1])?];
    let weighed = [(moments[0], model_then.as_ref()), (moments[1], model_now.as_ref())];
    let ([then, now], anchors) = gather::accounts(app, workspace, weighed, go_on)?;
    let accounts = [accounts(workspace, &published, &then, go_on)?, accounts(workspace, &published, &now, go_on)?];
    let (seen_accounts, seen_then) = (now.len(), then.len());
    drop((then, now));

    let with_accounts = model::of_learned(workspace, &learned("", &people[0].rhythm, Some(&accounts[0].rhythm)))?;
    let in_use_then = model::at(app, workspace, moments[0].known_until)?;
    let compared = if seen_then >= FEWEST_ACCOUNTS {
        let models = [in_use_then, model_then, with_accounts];
        compare::last_days(app, workspace, &models, (watched_until, until), go_on)?
    } else {
        None
    };
    let chosen = Choice::new(&people[1], &accounts[1], compared.as_ref());
    let version = free_version(app, workspace, until)?;
    let mut model = if chosen.people {
        learned(&version, &people[1].rhythm, chosen.accounts.then_some(&accounts[1].rhythm))
    } else {
        let before = model::learned_by(app, workspace, until)?;
        Learned {
            version: version.clone(),
            outlook: None,
            returns: None,
            ..before.map_or_else(|| learned_nothing(workspace), Ok)?
        }
    };
    let decided = decided(app, workspace, until)?;
    let (mut before, mut after) = (None, None);
    if decided >= FEWEST_DECIDED {
        let read_with = model::of_learned(workspace, &model)?;
        if let Some(found) = compare::outlook(app, workspace, &read_with, (watched_until, until), go_on)? {
            (before, after) = (Some(found.ratio_before), Some(found.ratio_after));
            model.outlook = found.is_better.then_some(found.fit);
        }
    }
    let read_with = model::of_learned(workspace, &model)?;
    let back = returns::learned(app, workspace, &read_with, watched_until, go_on)?;
    model.returns = back.as_ref().filter(|found| found.is_better).map(|found| found.fit.clone());
    let is_used = chosen.people || model.outlook.is_some() || model.returns.is_some();
    let lesson = Lesson {
        version: version.clone(),
        learned_until: until.to_string(),
        people: seen_people,
        accounts: seen_accounts,
        anchors,
        decided_deals: decided,
        held_out_published: people[1].published,
        held_out_learned: people[1].learned,
        accounts_held_out_published: accounts[1].published,
        accounts_held_out_learned: accounts[1].learned,
        last_90_days: compared,
        outlook_ratio_published: before,
        outlook_ratio_learned: after,
        returns_ratio_filter: back.as_ref().map(|found| found.ratio_before),
        returns_ratio_learned: back.as_ref().map(|found| found.ratio_after),
        returns_in_use: model.returns.is_some(),
        outlook_slope: model.outlook.map(|fit| fit.slope),
        outlook_shift: model.outlook.map(|fit| fit.shift),
        accounts_in_use: chosen.accounts,
        in_use: is_used,
        reason: reason(
            &chosen,
            seen_people >= FEWEST_PEOPLE,
            &format!("{}; {}", returns_reason(back.as_ref()), outlook_reason(before.is_some(), &model, decided)),
        ),
    };
    if seen_people < FEWEST_PEOPLE && !is_used {
        return Ok(lesson);
    }
    keep(app, workspace, until, &model, &lesson)?;
    if !chosen.accounts && accounts[1].is_better() {
        // What was not taken up is kept beside it, so that it can be compared and put to use by hand.
        let name = format!("{version}-accounts");
        let shadow = learned(&name, &people[1].rhythm, Some(&accounts[1].rhythm));
        let figures = Lesson { version: name, in_use: false, accounts_in_use: true, ..lesson.clone() };
        keep(app, workspace, until, &shadow, &figures)?;
    }
    if is_used {
        use_version(app, workspace, Some(&version))?;
    }
    Ok(lesson)
}

/// The rhythm of people; the published one where the held-out ones are foretold no better.
fn people(workspace: &Workspace, traces: &[Trace], go_on: GoOn<'_>) -> Result<Taught<Rhythm>, AppError> {
    let prior = prior(workspace)?;
    let mut learning = Learning::new(prior.clone(), STRENGTH);
    let is_enough = traces.len() >= FEWEST_PEOPLE;
    for round in 0..if is_enough { ROUNDS } else { 0 } {
        go_on("learning the rhythm of people", round, ROUNDS)?;
        learning.round(traces);
    }
    let (published, learned) = learning.held_out(traces);
    let taught = Taught { rhythm: learning.rhythm().clone(), published, learned };
    Ok(if taught.is_better() { taught } else { Taught { rhythm: prior, ..taught } })
}

/// The same of accounts.
fn accounts(
    workspace: &Workspace,
    model: &Model,
    traces: &[AccountTrace],
    go_on: GoOn<'_>,
) -> Result<Taught<AccountRhythm>, AppError> {
    let prior = AccountRhythm::published(&Published::v2(), workspace.settings.decision_months);
    let prior = prior.map_err(|error| AppError::Model(error.to_string()))?;
    let mut learning = AccountLearning::new(prior.clone(), model, STRENGTH_OF_ACCOUNTS);
    let is_enough = traces.len() >= FEWEST_ACCOUNTS;
    for round in 0..if is_enough { ROUNDS } else { 0 } {
        go_on("learning the rhythm of accounts", round, ROUNDS)?;
        learning.round(traces);
    }
    let (published, learned) = learning.held_out(traces);
    let taught = Taught { rhythm: learning.rhythm().clone(), published, learned };
    Ok(if taught.is_better() { taught } else { Taught { rhythm: prior, ..taught } })
}

fn prior(workspace: &Workspace) -> Result<Rhythm, AppError> {
    Rhythm::published(&Published::v2(), workspace.settings.decision_months)
        .map_err(|error| AppError::Model(error.to_string()))
}

fn learned_nothing(workspace: &Workspace) -> Result<Learned, AppError> {
    Ok(learned("", &prior(workspace)?, None))
}

fn learned(version: &str, rhythm: &Rhythm, accounts: Option<&AccountRhythm>) -> Learned {
    Learned {
        version: version.to_owned(),
        rhythm: rhythm.clone(),
        accounts: accounts.cloned(),
        outlook: None,
        returns: None,
    }
}

/// What is taken up of what was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Choice {
    /// The rhythm of people.
    people: bool,
    /// That of accounts, too.
    accounts: bool,
    /// Whether enough deals opened in the last ninety days to compare accounts by.
    was_compared: bool,
    /// Held-out people are foretold better.
    people_better: bool,
    accounts_better: bool,
}

impl Choice {
    /// Held-out people and accounts must be foretold better, and the last ninety days must be ranked no worse.
    fn new(people: &Taught<Rhythm>, accounts: &Taught<AccountRhythm>, compared: Option<&Comparison>) -> Self {
        let compared = compared.filter(|compared| compared.opened >= FEWEST_OPENED);
        let was_compared = compared.is_some_and(|compared| compared.opened >= FEWEST_OPENED_FOR_ACCOUNTS);
        let (people_better, accounts_better) = (people.is_better(), accounts.is_better());
        let no_worse = |one: fn(&Comparison) -> f64, other: fn(&Comparison) -> f64| {
            compared.is_none_or(|compared| one(compared) >= other(compared))
        };
        let of_people = people_better && no_worse(|c| c.precision_people, |c| c.precision_in_use);
        // Labels could teach accounts the wrong lesson, so without deals to compare by they stay as published.
        let of_accounts = people_better
            && accounts_better
            && was_compared
            && no_worse(|c| c.precision_learned, |c| c.precision_in_use.max(c.precision_people));
        Self { people: of_people || of_accounts, accounts: of_accounts, was_compared, people_better, accounts_better }
    }
}

const fn returns_reason(found: Option<&ReturnsFit>) -> &'static str {
    match found {
        Some(found) if found.is_better => "who comes back is foretold by your site's own returns",
        Some(_) => "returns learned before would foretell the later ones worse; they stay as the filter has them",
        None => "too few came back to learn from",
    }
}

fn outlook_reason(was_judged: bool, model: &Learned, decided: usize) -> &'static str {
    match (&model.outlook, was_judged) {
        (Some(_), _) => "the outlook is held to your deals",
        (None, true) => "an outlook held to earlier deals would foretell the later ones worse; it stays as it was",
        (None, false) if decided >= FEWEST_DECIDED => "too few deals opened on the dates the outlook could be held to",
        (None, false) => "the outlook waits for 30 decided deals",
    }
}

fn reason(chosen: &Choice, enough_people: bool, outlook: &str) -> String {
    let rhythm = match chosen {
        Choice { accounts: true, .. } => {
            "people and accounts it had not seen are foretold better, and the last 90 days are ranked no worse"
        }
        Choice { people: true, accounts_better: true, was_compared: true, .. } => {
            "people it had not seen are foretold better; the rhythm of accounts would rank the last 90 days worse and \
             is kept as a shadow"
        }
        Choice { people: true, accounts_better: true, was_compared: false, .. } => {
            "people it had not seen are foretold better; the rhythm of accounts is a shadow until enough deals open to \
             compare by"
        }
        Choice { people: true, .. } => "people it had not seen are foretold better",
        Choice { people_better: true, .. } => "the last 90 days would be ranked worse; the model before it stays",
        Choice { .. } if !enough_people => "too few people were seen to learn from; the published rhythm stays",
        Choice { .. } => "people it had not seen are foretold no better; the published rhythm stays",
    };
    format!("{rhythm}; {outlook}")
}

fn decided(app: &App, workspace: &Workspace, until: Timestamp) -> Result<usize, AppError> {
    let was_decided = |deal: &Deal| matches!(deal.stage_at(until), Some(DealStage::Won | DealStage::Lost));
    Ok(app.records.deals(workspace.id)?.iter().filter(|deal| deal.opened_at <= until && was_decided(deal)).count())
}

fn keep(
    app: &App,
    workspace: &Workspace,
    until: Timestamp,
    learned: &Learned,
    lesson: &Lesson,
) -> Result<(), AppError> {
    let parent = app.records.model_in_use(workspace.id)?.map(|model| model.version);
    app.records.put_model(
        workspace.id,
        &ModelRecord {
            version: learned.version.clone(),
            made_at: app.now(),
            learned_until: until,
            parent,
            body: model::body(workspace, learned),
            figures: serde_json::to_string(lesson).unwrap_or_else(|_| "{}".to_owned()),
            state: ModelState::Shadow,
        },
    )?;
    Ok(())
}

/// A name that no version has yet: two lessons of one day are two versions.
fn free_version(app: &App, workspace: &Workspace, until: Timestamp) -> Result<String, AppError> {
    let taken: Vec<String> = app.records.models(workspace.id)?.into_iter().map(|model| model.version).collect();
    let day = format!("learned-{}", &until.to_string()[..10]);
    let later = (2..).map(|number| format!("{day}-{number}"));
    Ok(std::iter::once(day.clone()).chain(later).find(|name| !taken.contains(name)).unwrap_or(day))
}

/// Reads with a version from now on, or with the published model, and reads everybody again.
///
/// # Errors
/// The store failed, there is no such version, or it holds what no filter can work with; then nothing is changed.
pub fn use_version(app: &App, workspace: &Workspace, version: Option<&str>) -> Result<(), AppError> {
    let models = app.records.models(workspace.id)?;
    if let Some(record) = models.iter().find(|model| Some(model.version.as_str()) == version) {
        model::check(record, workspace)?;
    }
    if !app.records.use_model(workspace.id, version, app.now())? {
        return Err(AppError::NotFound { what: "model", name: version.unwrap_or("published").to_owned() });
    }
    app.log.touch_all(workspace.id)?;
    refresh::catch_up(app, &|_| {})?;
    Ok(())
}
