//! The back-test: what readings, points and plain baselines said on past dates, held against what happened then.
//!
//! Walk-forward and without leakage. On each date everybody is read from what was known on it, by a model learned from
//! before it; whatever has to be fitted is fitted on what was known on it. Only the outcomes come from later.

mod calibration;
mod kept;
mod lists;
mod methods;
pub(crate) mod outcomes;
pub mod report;
pub(super) mod silence;
pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{DealStage, Domain, Timestamp, Workspace};
use enfilade_language::{t, tn};

pub(crate) use self::kept::Reports;
pub use self::kept::{Kept, ask, compute, is_asked, kept, renew};
use self::methods::Judgement;
use self::outcomes::OUTLOOK_DAYS;
use self::report::{Happened, JudgedRow, OutcomeTable, Population, Report, ScaleEvidence};
pub use self::walk::ModelAt;
use self::walk::{Course, Row, Walked};
use crate::interpret::{listing, model};
use crate::{App, AppError};

/// Days of history before the first date, so that there is something to read.
const BEGINNING_DAYS: f64 = 28.0;
/// More dates than this are not walked.
const MOST_DATES: usize = 200;
/// From this share of the classic points on an account counts as loud.
const LOUD_SHARE: f64 = 0.10;
/// A conversation within so many days of a request is the answer to it.
const ASKED_DAYS: f64 = 90.0;

/// What to judge.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// First judged date; the middle of what is known where it is absent.
    pub from: Option<Timestamp>,
    /// Last judged date; sixty days before the end of what is known where it is absent.
    pub to: Option<Timestamp>,
    /// Days from one date to the next; 14 where absent.
    pub every_days: Option<f64>,
    /// The truth, where somebody knows it: of a simulated market, or written down by hand.
    pub truth: Option<Truth>,
}

/// Where accounts truly were.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    /// By account, in order of time.
    pub rooms: BTreeMap<Domain, Vec<TrueRoom>>,
    /// Outsiders with somebody curious and loud.
    pub loud: BTreeSet<Domain>,
}

/// From a moment on, an account was in this room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrueRoom {
    pub since: Timestamp,
    /// Outside 0, then the four rooms.
    pub room: usize,
    /// The committee stood in the Sales room and could decide.
    pub ready: bool,
}

impl Truth {
    fn at(&self, account: &Domain, moment: Timestamp) -> (usize, bool) {
        let rooms = self.rooms.get(account).map_or(&[][..], Vec::as_slice);
        let known = rooms.partition_point(|room| room.since <= moment).checked_sub(1);
        known.map_or((0, false), |last| (rooms[last].room, rooms[last].ready))
    }
}

/// A back-test: the report, and every judged row behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    pub report: Report,
    pub rows: Vec<JudgedRow>,
}

/// Runs the back-test with the workspace's own models.
///
/// # Errors
/// The store cannot be read, or there is too little history for even one date.
pub fn run(app: &App, workspace: &Workspace, request: &Request) -> Result<Backtest, AppError> {
    run_with(app, workspace, request, &|moment| model::at(app, workspace, moment))
}

/// Runs the back-test with the models that `model_at` gives, each of which must have been learned only from before the
/// moment it is asked for.
///
/// # Errors
/// As [`run`]; or `model_at` fails.
pub fn run_with(
    app: &App,
    workspace: &Workspace,
    request: &Request,
    model_at: ModelAt<'_>,
) -> Result<Backtest, AppError> {
    let (first_seen, until) = span(app, workspace)?;
    let (dates, first) = dates(request, first_seen, until)?;
    let models = dates.iter().map(|date| model_at(*date)).collect::<Result<_, AppError>>()?;
    let course = Course { model_at, dates, models, until };
    let (walked, known) = walk::walk(app, workspace, &course, &|_, _| Ok(()))?;
    let people = silence::people(app, workspace, &course)?;
    let truth = request.truth.as_ref();
    let loud_from = loud_from(&walked, first);
    let is_loud = |one: &Walked, row: &Row| match truth {
        Some(truth) => truth.loud.contains(&one.domain),
        None => row.classic >= loud_from && one.history.came_to_nothing(course.dates[row.date as usize]),
    };
    let judgement = Judgement::new(&walked, &course.dates, first, &is_loud);
    let outcomes = outcomes(&judgement, truth);
    let (loud_unready, quiet_ready) = lists::disagreements(&judgement);
    let mut models: Vec<String> = course.models[first..].iter().map(|model| model.version().to_owned()).collect();
    models.dedup();
    let rows = judged_rows(&judgement, truth);
    let report = Report {
        computed_at: app.now().to_string(),
        from: course.dates[first].to_string(),
        to: course.dates[course.dates.len() - 1].to_string(),
        until: until.to_string(),
        every_days: request.every_days.unwrap_or(EVERY_DAYS),
        dates: course.dates.len() - first,
        models,
        population: population(&judgement, &walked, known, &outcomes),
        happened: happened(&judgement, &walked, course.dates[first]),
        calibration: calibration::tables(&judgement, &walked, truth),
        rooms: calibration::rooms(&judgement, &walked, truth),
        silence: silence::tables(&people),
        sent: judgement.sent(),
        loud_unready,
        quiet_ready,
        limits: limits(&outcomes, truth.is_some()),
        scale: scale_evidence(&walked, &course),
        outcomes,
    };
    Ok(Backtest { report, rows })
}

/// What this workspace saw, as far as it moves the shown scale.
fn scale_evidence(walked: &[Walked], course: &Course<'_>) -> ScaleEvidence {
    let mut found = ScaleEvidence::default();
    for one in walked {
        let history = &one.history;
        for (row, verdict) in one.before_verdicts.iter().zip(&history.verdicts) {
            // Who asked for the talk welcomed it, whatever the reading said: that would teach the scale nothing of z.
            let asked = history.asks.iter().any(|ask| *ask <= verdict.at && verdict.at.days_since(*ask) <= ASKED_DAYS);
            if let (false, Some(row), Some(welcome)) = (asked, row, verdict.welcome) {
                found.verdicts.push((row.z, welcome));
            }
        }
        let mut free_from: Option<Timestamp> = None;
        for row in one.rows.iter().filter(|row| row.enough_evidence) {
            let at = course.dates[row.date as usize];
            let overlaps = free_from.is_some_and(|free| at < free);
            if overlaps || !history.is_before_anything(at) {
                continue;
            }
            if let Some(came) = history.process_within(at, OUTLOOK_DAYS) {
                found.processes.push((row.z, came));
                free_from = Some(at.plus_days(OUTLOOK_DAYS));
            }
        }
    }
    found
}

fn judged_rows(judgement: &Judgement<'_>, truth: Option<&Truth>) -> Vec<JudgedRow> {
    let tuned = judgement.scores.iter().find(|(name, _)| *name == methods::TUNED).map(|(_, scores)| scores);
    let row = |(place, row): (usize, &&Row)| {
        let account = judgement.accounts.get(&row.account)?;
        let at = judgement.at(row);
        let true_room = truth.map(|truth| truth.at(&account.domain, at));
        Some(JudgedRow {
            account: account.domain.to_string(),
            at: at.to_string(),
            z: row.z,
            readiness: row.readiness,
            outlook_60d: row.outlook,
            rooms: row.rooms,
            band: row.band.as_str(),
            enough_evidence: row.enough_evidence,
            classic_score: row.classic,
            tuned_points: tuned.and_then(|scores| scores.get(place).copied().flatten()),
            content_majority: row.majority,
            process_60d: account.history.process_within(at, OUTLOOK_DAYS),
            asked_60d: account.history.asked_within(at, OUTLOOK_DAYS),
            true_room: true_room.map(|(room, _)| room),
            truly_ready: true_room.map(|(_, ready)| ready),
        })
    };
    judgement.rows.iter().enumerate().filter_map(row).collect()
}

const EVERY_DAYS: f64 = 14.0;

/// The first visit of any account, and the end of what is known.
fn span(app: &App, workspace: &Workspace) -> Result<(Timestamp, Timestamp), AppError> {
    let now = app.now();
    let first = listing::accounts(app, workspace, now)?.iter().filter_map(|one| one.reading.first_seen).min();
    let first = first
        .ok_or_else(|| AppError::invalid(t!("from"), t!("no account has been seen yet; import or collect events")))?;
    // What is known ends with the last thing that happened, not with today: a history that was imported once must not
    // be read as one that fell silent.
    let doors = app.log.channel_activity(workspace.id)?.into_iter().map(|door| door.last_at);
    let deals = app.records.deals(workspace.id)?;
    let deal_ends = deals.iter().flat_map(|deal| [Some(deal.opened_at), deal.closed_at]).flatten();
    Ok((first, doors.chain(deal_ends).filter(|at| *at <= now).max().unwrap_or(now)))
}

/// The dates in order, and the position of the first judged one; those before only teach.
fn dates(request: &Request, first_seen: Timestamp, until: Timestamp) -> Result<(Vec<Timestamp>, usize), AppError> {
    let every = request.every_days.unwrap_or(EVERY_DAYS);
    if !(1.0..=366.0).contains(&every) {
        return Err(AppError::invalid(t!("every"), t!("give the days between two dates as a number from 1 to 366")));
    }
    let earliest = first_seen.plus_days(BEGINNING_DAYS);
    let latest = until.plus_days(-OUTLOOK_DAYS);
    let to = request.to.unwrap_or(latest);
    let from = request.from.unwrap_or_else(|| earliest.plus_days((latest.days_since(earliest) / 2.0).floor()));
    if request.from.is_none() && latest < earliest {
        let days = until.days_since(first_seen).floor().max(0.0);
        let reason = t!(
            "there are {days} days of history; a back-test needs at least {this}: {beginning_days} to read from and \
             {outlook_days} to see what happened",
            days = format_args!("{days:.0}"),
            this = format_args!("{:.0}", BEGINNING_DAYS + OUTLOOK_DAYS),
            beginning_days = format_args!("{BEGINNING_DAYS:.0}"),
            outlook_days = format_args!("{OUTLOOK_DAYS:.0}")
        );
        return Err(AppError::invalid(t!("from"), reason));
    }
    if to < from {
        return Err(AppError::invalid(
            t!("to"),
            t!("the last date {to} lies before the first one, {from}", to = to, from = from),
        ));
    }
    let judged = (to.days_since(from) / every).floor() as usize + 1;
    // Teaching dates reach back to the first visit, however early they are: before it there are no rows, so what is
    // learned later about who came first changes nothing that was taught.
    let teaching = (from.days_since(first_seen) / every).floor().max(0.0) as usize;
    if judged + teaching > MOST_DATES {
        let reason = t!(
            "this makes {teaching} dates, at most {most_dates} are walked; choose more days",
            teaching = judged + teaching,
            most_dates = MOST_DATES
        );
        return Err(AppError::invalid(t!("every"), reason));
    }
    let date = |step: i64| from.plus_days(step as f64 * every);
    Ok(((-(teaching as i64)..judged as i64).map(date).collect(), teaching))
}

/// Classic points from which a tenth of the judged rows are loud.
fn loud_from(walked: &[Walked], first: usize) -> f64 {
    let mut points: Vec<f64> = walked
        .iter()
        .flat_map(|one| &one.rows)
        .filter(|row| row.date as usize >= first)
        .map(|row| row.classic)
        .collect();
    points.sort_by(f64::total_cmp);
    let place = ((1.0 - LOUD_SHARE) * points.len() as f64) as usize;
    // Nobody is loud without any points.
    points.get(place).copied().unwrap_or(f64::INFINITY).max(1.0)
}

fn outcomes(judgement: &Judgement<'_>, truth: Option<&Truth>) -> Vec<OutcomeTable> {
    let of = |what: &dyn Fn(&Walked, Timestamp) -> Option<bool>| -> Vec<Option<bool>> {
        let row = |row: &&Row| what(judgement.accounts.get(&row.account)?, judgement.at(row));
        judgement.rows.iter().map(row).collect()
    };
    let processes = judgement.processes();
    let mut found = vec![
        judgement.table(
            t!("decision process within 60 days"),
            t!("A deal opened within 60 days that was later won or lost. Deals written off without a decision count as \
             nothing; account-dates whose deal is still open are left out."),
            &of(&|one, at| one.history.process_within(at, OUTLOOK_DAYS)),
            &processes,
        ),
        judgement.table(
            t!("asked to talk within 60 days"),
            t!("Somebody of the account asked for a demo, a contact or a talk within 60 days."),
            &of(&|one, at| one.history.asked_within(at, OUTLOOK_DAYS)),
            &processes,
        ),
    ];
    if let Some(truth) = truth {
        found.push(judgement.table(
            t!("ready by the truth given"),
            t!("The committee stood in the Sales room on that date and could decide, by the truth file."),
            &of(&|one, at| Some(truth.at(&one.domain, at).1)),
            &processes,
        ));
    }
    found
}

fn population(judgement: &Judgement<'_>, walked: &[Walked], known: usize, outcomes: &[OutcomeTable]) -> Population {
    let accounts: BTreeSet<u32> = judgement.rows.iter().map(|row| row.account).collect();
    Population {
        accounts: accounts.len(),
        account_dates: judgement.rows.len(),
        known_accounts: if known > walk::MOST_ACCOUNTS { known } else { walked.len() },
        sampled_accounts: walked.len(),
        undecided: judgement.rows.len() - outcomes.first().map_or(0, |table| table.cases),
    }
}

fn happened(judgement: &Judgement<'_>, walked: &[Walked], from: Timestamp) -> Happened {
    let mut found = Happened { processes: judgement.processes().len(), ..Happened::default() };
    for one in walked {
        let history = &one.history;
        found.asked += usize::from(history.asks.iter().any(|ask| *ask > from));
        found.verdicts += history.verdicts.len();
        for deal in history.deals.iter().filter(|deal| deal.opened_at > from) {
            found.deals += 1;
            match deal.stage_at(history.until) {
                Some(DealStage::Won) => found.won += 1,
                Some(DealStage::Lost) => found.lost += 1,
                Some(DealStage::NoDecision) => found.no_decision += 1,
                Some(DealStage::Open) | None => found.open += 1,
            }
        }
    }
    found
}

/// What the model cannot do, and what this test cannot show (engine specification, verdict and sections 6 to 8).
fn limits(outcomes: &[OutcomeTable], has_truth: bool) -> Vec<String> {
    let mut found = vec![
        t!("It cannot name the room exactly: on simulated markets the room read was the true one about once in three \
         times, and the true one or its neighbour about five times in six. Read a room as a direction, not as a place.")
            .to_owned(),
        t!("It cannot see through silence. What it says of silent accounts is little better than remembering when they \
         were last seen; for how likely a return is, look at the table of silences below.")
            .to_owned(),
        t!("It cannot read people it cannot place. Between one in six and two in five of the accounts that were truly ready \
         had no recognised reader in two months; those are scored too low, and no figure here counts the harm.")
            .to_owned(),
        t!("Its probabilities are priors until outcomes have been seen. On simulated markets the 60-day outlook was off by \
         a factor between 0.55 and 1.74, depending on the kind of market. Below thirty decided deals use the bands.")
            .to_owned(),
        t!("Deals are a poor witness. A buyer who chose a rival in silence counts as nothing here, and a deal that sales \
         opened because of a loud visitor counts as something as soon as it is lost.")
            .to_owned(),
        t!("Who was talked to was chosen by somebody. Deals and verdicts follow earlier choices, also those that these \
         readings or points led to; the comparison is fair only as far as those choices were.")
            .to_owned(),
        t!("Days of warning reward early flags, also those that came before the buyer was ready.").to_owned(),
    ];
    if !has_truth {
        found.push(
            t!("Nobody knows the true rooms here. Readiness is held against deals and against what sales said after \
             conversations, which are neighbours of the truth and not the truth.")
            .to_owned(),
        );
    }
    let accounts = outcomes.first().map_or(0, |table| table.accounts);
    if accounts < 10 {
        found.push(tn!(accounts, "Only {accounts} account came to a decision process in the judged time. The intervals are wide, and the order of \
             the methods may change with the next deal.", "Only {accounts} accounts came to a decision process in the judged time. The intervals are wide, and the order of \
             the methods may change with the next deal.", accounts = accounts));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_utc_day(20_000 + day)
    }

    #[test]
    fn the_second_half_is_judged_and_the_first_one_teaches() {
        let request = Request { every_days: Some(10.0), ..Request::default() };
        let (dates, first) = dates(&request, day(0), day(288)).unwrap();
        // From day 28 to day 228; the middle is 128.
        assert_eq!((dates[first], dates[dates.len() - 1]), (day(128), day(228)));
        assert_eq!((dates[0], first), (day(8), 12));
    }

    #[test]
    fn too_little_history_and_senseless_requests_are_refused() {
        let message = |request: &Request, until: i64| dates(request, day(0), day(until)).unwrap_err().to_string();
        assert!(message(&Request::default(), 60).contains("there are 60 days of history"));
        let backwards = Request { from: Some(day(50)), to: Some(day(40)), ..Request::default() };
        assert!(message(&backwards, 300).starts_with("to: "));
        let often = Request { every_days: Some(0.1), ..Request::default() };
        assert!(message(&often, 300).starts_with("every: "));
        let many = Request { every_days: Some(1.0), ..Request::default() };
        assert!(message(&many, 900).contains("at most 200"));
    }
}
