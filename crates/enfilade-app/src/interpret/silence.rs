//! Silence, seen: each account's and person's own rhythm, long pauses, returns, and a blind site.

use enfilade_domain::{
    AccountReading, Action, Band, RoomBelief, Settings, SilenceReading, SilenceState, Timestamp, WorkspaceId,
};
use enfilade_engine::baseline::VisitRecord;
use enfilade_engine::{Belief, Model, Peers, Silences, decided_elsewhere};
use serde::{Deserialize, Serialize};

use super::listing::Listed;
use super::sessions::Visit;
use super::state::AccountState;
use crate::reveal::people::Life;
use crate::{App, AppError};

/// When somebody came and when not: what a silence is held against. Kept between events.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Habit {
    count: u32,
    log_sum: f64,
    log_squares: f64,
    /// The last silence in days, and the visit that ended it.
    last_days: i64,
    ended_at: i64,
    /// Distinct days with a visit, and the first and the last visit. What was mailed or opened is none.
    visit_days: u32,
    first_visit_at: i64,
    last_visit_at: i64,
    /// Distinct weeks (Monday to Sunday, UTC) with a visit.
    pub weeks: u32,
    /// Somebody asked, signed up or left an address in a form.
    pub filled_a_form: bool,
}

impl Habit {
    /// The visits as the model of repeat visits knows them, at a moment.
    #[must_use]
    pub fn visit_record(&self, moment: Timestamp) -> VisitRecord {
        let first = Timestamp::from_millis(self.first_visit_at);
        let age_days = moment.days_since(first).max(0.0);
        VisitRecord {
            repeats: f64::from(self.visit_days.saturating_sub(1)),
            last_days: Timestamp::from_millis(self.last_visit_at).days_since(first).clamp(0.0, age_days),
            age_days,
        }
    }

    /// From visits in order of time.
    #[must_use]
    pub fn of<'a>(visits: impl Iterator<Item = &'a Visit>, filled_a_form: bool) -> Self {
        let at: Vec<Timestamp> = visits.map(|visit| visit.session.at).collect();
        let days: Vec<i64> = at.iter().map(|at| at.utc_day()).collect();
        let Silences { count, log_sum, log_squares } = Silences::between(&days);
        let mut found = Self { count, log_sum, log_squares, filled_a_form, ..Self::default() };
        let mut distinct = days.clone();
        distinct.dedup();
        found.visit_days = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
        let millis = |at: Option<&Timestamp>| at.map_or(0, |at| at.millis());
        (found.first_visit_at, found.last_visit_at) = (millis(at.first()), millis(at.last()));
        // The return that counts is the last day's first visit after a gap.
        for (position, pair) in days.windows(2).enumerate() {
            if pair[1] - pair[0] >= enfilade_engine::SHORTEST_SILENCE_DAYS {
                (found.last_days, found.ended_at) = (pair[1] - pair[0], at[position + 1].millis());
            }
        }
        // 1970-01-01 was a Thursday.
        let mut weeks: Vec<i64> = days.iter().map(|day| (day + 3).div_euclid(7)).collect();
        weeks.dedup();
        found.weeks = u32::try_from(weeks.len()).unwrap_or(u32::MAX);
        found
    }

    const fn silences(&self) -> Silences {
        Silences { count: self.count, log_sum: self.log_sum, log_squares: self.log_squares }
    }
}

/// Whether somebody raised a hand or left an address, by anything but reading.
#[must_use]
pub fn filled_a_form(life: &Life) -> bool {
    life.events.iter().any(|event| {
        matches!(
            event.action,
            Action::DemoRequested
                | Action::ContactRequested
                | Action::MeetingBooked
                | Action::NewsletterSignup
                | Action::WebinarRegistered
        )
    })
}

/// Against what silences are held, and whether anything could have been seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    pub peers: Peers,
    /// From when on nothing at all has arrived from the site.
    pub blind_since: Option<Timestamp>,
}

impl Watch {
    /// Before anything was learned, of a site that is seen.
    #[must_use]
    pub fn unlearned(settings: &Settings) -> Self {
        // The scale of time of the model note: decision months over four.
        Self { peers: Peers::published(settings.decision_months / 4.0), blind_since: None }
    }

    /// As known at a moment.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn load(app: &App, workspace: WorkspaceId, model: &Model, moment: Timestamp) -> Result<Self, AppError> {
        Ok(Self { peers: peers_at(app, workspace, model, moment)?, blind_since: blind_since(app, workspace, moment)? })
    }
}

/// A return of this many days ago is still news.
const NEWS_DAYS: i64 = 7;
/// A shorter absence is never worth a word.
const NOTABLE_DAYS: i64 = 14;
/// Somebody more likely than not in a room has formed a journey.
const JOURNEY: f32 = 0.5;
/// A silence of this many times the longest usual one is a long pause, whatever the model calls it.
const DEEP_TIMES: f32 = 2.0;

/// What was believed at the last visit; of a glance no journey is made.
pub(super) fn then(belief: &Belief, enough_evidence: bool) -> RoomBelief {
    if enough_evidence { belief.rooms() } else { RoomBelief { outside: 1.0, rooms: [0.0; 4] } }
}

/// From when on and after what somebody is silent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Since {
    /// The last visit.
    pub seen: Timestamp,
    /// The last visit or statement.
    pub heard: Timestamp,
    /// What was believed then.
    pub believed: RoomBelief,
    /// Since when the decision rests.
    pub paused: Option<Timestamp>,
    /// How it was decided is known: bought, or decided against us and not begun anew.
    pub is_decided: bool,
}

impl Since {
    /// A person's silence: nothing but visits is heard of one.
    pub(super) const fn visit(at: Timestamp, believed: RoomBelief) -> Self {
        Self { seen: at, heard: at, believed, paused: None, is_decided: false }
    }
}

/// The silence of somebody of whom `now` is believed now.
#[must_use]
pub fn reading(
    model: &Model,
    habit: &Habit,
    watch: &Watch,
    since: &Since,
    now: &Belief,
    moment: Timestamp,
) -> SilenceReading {
    let rhythm = watch.peers.rhythm(&habit.silences());
    let [usual_low, usual_middle, usual_high] = rhythm.usual_days();
    let until = watch.blind_since.map_or(moment, |blind| blind.min(moment));
    let days_from = |last: Timestamp, until: Timestamp| {
        u32::try_from((until.utc_day() - last.utc_day()).max(0)).unwrap_or(u32::MAX)
    };
    let days = days_from(since.seen, until);
    let unheard = days_from(since.heard, since.paused.map_or(until, |paused| paused.min(until)));
    let since_return = moment.utc_day() - Timestamp::from_millis(habit.ended_at).utc_day();
    let is_back = habit.last_days >= NOTABLE_DAYS
        && habit.last_days as f32 > rhythm.notable_days()
        && (0..=NEWS_DAYS).contains(&since_return);
    let long = unheard as f32;
    let in_market = now.rooms().in_market();
    let state = if since.believed.in_market() < JOURNEY {
        SilenceState::NoJourney
    } else if since.paused.is_some() {
        SilenceState::Paused
    } else if watch.blind_since.is_some() {
        SilenceState::Blind
    } else if long < usual_low.max(1.0) {
        SilenceState::Visiting
    } else if long > DEEP_TIMES * usual_high || (long > usual_high && 2.0 * now.deep_quiet() > in_market) {
        SilenceState::Deep
    } else if long > usual_high {
        SilenceState::Longer
    } else {
        SilenceState::Quiet
    };
    SilenceReading {
        state,
        days,
        usual_low,
        usual_middle,
        usual_high,
        own_silences: rhythm.own_silences(),
        decided_elsewhere: if since.is_decided {
            0.0
        } else {
            decided_elsewhere(&since.believed, &rhythm, f64::from(unheard), model.scale())
        },
        blind_since: watch.blind_since,
        back_after: is_back.then(|| u32::try_from(habit.last_days).unwrap_or(u32::MAX)),
    }
}

/// Whoever read in at least this many weeks has read for more than a mood.
const SUSTAINED_WEEKS: u32 = 3;

/// Whether an account belongs on the list of quiet readers: it has been reading for weeks, most likely in a room, and
/// nobody of it asked, filled in a form or talked to anybody.
#[must_use]
pub fn reads_quietly(reading: &AccountReading, habit: &Habit) -> bool {
    habit.weeks >= SUSTAINED_WEEKS
        && !habit.filled_a_form
        && reading.enough_evidence
        && !matches!(reading.band, Band::AskedToTalk | Band::InConversation | Band::Customer)
        && reading.rooms.in_market() >= JOURNEY
}

/// So many people were last seen in the days before the site fell silent: a site that so many come to does not fall
/// silent by chance.
const BUSY_PEOPLE: u64 = 20;
const BUSY_DAYS: f64 = 28.0;
/// No arrival is missed in less than this.
const LEAST_BLIND_DAYS: f64 = 2.0;
/// From this many expected and missing newcomers on the silence is the site's: a Poisson count with this mean is zero
/// once in a thousand times.
const MISSING_PEOPLE: f64 = 7.0;

/// From when on nothing has arrived from the site, where that cannot be chance. Of a small or new site it never can be
/// told, and its silence counts as the buyers'. So do the days of an outage that is over.
fn blind_since(app: &App, workspace: WorkspaceId, moment: Timestamp) -> Result<Option<Timestamp>, AppError> {
    let last = app.log.channel_activity(workspace)?.into_iter().map(|activity| activity.last_at).max();
    let Some(last) = last.filter(|last| moment.days_since(*last) >= LEAST_BLIND_DAYS) else { return Ok(None) };
    let people = app.records.people_last_seen(workspace, last.plus_days(-BUSY_DAYS), last)?;
    let expected = people as f64 / BUSY_DAYS * moment.days_since(last);
    Ok((people >= BUSY_PEOPLE && expected >= MISSING_PEOPLE).then_some(last))
}

/// What was learned is held for so long before it is learned again.
const LEARN_AGAIN_DAYS: f64 = 1.0;
/// Learned peers that are remembered, the newest.
const REMEMBERED: usize = 60;

fn peers_note(workspace: WorkspaceId) -> String {
    format!("workspace {} rhythm of silence", workspace.0)
}

/// One line each: when it was learned, mean, spread within, spread between.
fn peers_learned(app: &App, workspace: WorkspaceId) -> Result<Vec<(Timestamp, Peers)>, AppError> {
    let note = app.records.note(&peers_note(workspace))?.unwrap_or_default();
    let line = |line: &str| -> Option<(Timestamp, Peers)> {
        let mut words = line.split(' ');
        let at = Timestamp::from_millis(words.next()?.parse().ok()?);
        let mut number = || words.next()?.parse::<f64>().ok().filter(|number| number.is_finite());
        Some((at, Peers { mean: number()?, within: number()?.max(0.1), between: number()?.max(0.05) }))
    };
    Ok(note.lines().filter_map(line).collect())
}

/// The peers that were known at a moment; the published ones before anything was learned.
fn peers_at(app: &App, workspace: WorkspaceId, model: &Model, moment: Timestamp) -> Result<Peers, AppError> {
    let learned = peers_learned(app, workspace)?;
    let known = learned.into_iter().filter(|(at, _)| *at <= moment).max_by_key(|(at, _)| *at);
    Ok(known.map_or_else(|| Peers::published(model.scale()), |(_, peers)| peers))
}

/// Learns from all accounts of a workspace how long silences usually last there, at most once a day.
///
/// # Errors
/// The store failed.
pub fn learn_peers(app: &App, workspace: WorkspaceId, model: &Model) -> Result<(), AppError> {
    let now = app.now();
    let mut learned = peers_learned(app, workspace)?;
    if learned.iter().any(|(at, _)| *at > now.plus_days(-LEARN_AGAIN_DAYS)) {
        return Ok(());
    }
    let mut habits = Vec::new();
    for stored in app.records.stored_accounts(workspace)? {
        habits.push(AccountState::from_stored(&stored)?.habit.silences());
    }
    learned.push((now, Peers::learned(model.scale(), habits.into_iter())));
    let skip = learned.len().saturating_sub(REMEMBERED);
    let lines: Vec<String> = learned
        .iter()
        .skip(skip)
        .map(|(at, peers)| format!("{} {} {} {}", at.millis(), peers.mean, peers.within, peers.between))
        .collect();
    Ok(app.records.set_note(&peers_note(workspace), Some(&lines.join("\n")))?)
}

/// Accounts that read quietly, in order of readiness, then of domain.
#[must_use]
pub fn quiet_readers(listed: &[Listed]) -> Vec<&Listed> {
    let mut found: Vec<_> = listed.iter().filter(|one| reads_quietly(&one.reading, &one.habit)).collect();
    found.sort_by(|a, b| (b.reading.z.total_cmp(&a.reading.z)).then_with(|| a.reading.account.cmp(&b.reading.account)));
    found
}
