//! Readings as they were made: kept when they changed, with the evidence they rested on and the model that made them,
//! and read back without computing anything again. What a past day is understood to have been with today's knowledge
//! and model is the recomputation beside it (`as_of`); the two differ when evidence arrived late or the model changed.

use enfilade_domain::{AccountReading, Band, Domain, Room, RoomBelief, ShownRoom, Timestamp, Workspace};
use enfilade_store::{MadeReading, StoreError};
use serde::{Deserialize, Serialize};

use super::explain::Evidence;
use crate::{App, AppError};

/// A reading as it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct AsMade {
    pub made_at: Timestamp,
    /// The latest moment of which anything was known to it.
    pub known_until: Timestamp,
    pub model_version: String,
    pub rooms: RoomBelief,
    pub shown: ShownRoom,
    pub readiness: f32,
    pub readiness_low: f32,
    pub readiness_high: f32,
    pub outlook_60d: f32,
    pub band: Band,
    pub band_reasons: Vec<String>,
    pub people: usize,
    pub sessions: usize,
    pub prior_log_odds: f64,
    pub evidence: Vec<Evidence>,
}

/// Readiness that moved by this much is another reading.
const NOTICEABLE: f32 = 0.05;
/// The form of the body; another one is skipped when it is read back.
const FORM: u8 = 1;
/// Readings kept of one account at most.
const MOST_KEPT: usize = 120;
/// The newest of them are all kept; of the older ones, the last of each week.
const NEWEST_KEPT: usize = 60;
const WEEK_DAYS: i64 = 7;

#[derive(Serialize, Deserialize)]
struct Body {
    form: u8,
    outside: f32,
    rooms: [f32; 4],
    shown: String,
    readiness: [f32; 3],
    outlook_60d: f32,
    band: String,
    band_reasons: Vec<String>,
    people: u64,
    sessions: u64,
    prior_log_odds: f64,
    evidence: Vec<(String, f64, Vec<String>)>,
}

impl AsMade {
    /// A reading as it is made now.
    #[must_use]
    pub fn new(
        reading: &AccountReading,
        model_version: &str,
        known_until: Timestamp,
        (prior_log_odds, evidence): (f64, Vec<Evidence>),
    ) -> Self {
        Self {
            made_at: reading.as_of,
            known_until,
            model_version: model_version.to_owned(),
            rooms: reading.rooms,
            shown: reading.shown,
            readiness: reading.readiness,
            readiness_low: reading.readiness_low,
            readiness_high: reading.readiness_high,
            outlook_60d: reading.outlook_60d,
            band: reading.band,
            band_reasons: reading.band_reasons.clone(),
            people: reading.people,
            sessions: reading.sessions,
            prior_log_odds,
            evidence,
        }
    }

    /// Whether a reading is worth keeping beside this one, which was made before it: another word, a readiness that
    /// moved noticeably, or something new on another day.
    #[must_use]
    pub fn differs_from(&self, reading: &AccountReading, known_until: Timestamp) -> bool {
        let something_new = known_until > self.known_until && reading.as_of.utc_day() > self.made_at.utc_day();
        reading.band != self.band
            || reading.shown != self.shown
            || (reading.readiness - self.readiness).abs() >= NOTICEABLE
            || something_new
    }

    #[must_use]
    pub fn to_stored(&self, account: &Domain) -> MadeReading {
        let body = Body {
            form: FORM,
            outside: self.rooms.outside,
            rooms: self.rooms.rooms,
            shown: self.shown.as_str().to_owned(),
            readiness: [self.readiness, self.readiness_low, self.readiness_high],
            outlook_60d: self.outlook_60d,
            band: self.band.as_str().to_owned(),
            band_reasons: self.band_reasons.clone(),
            people: self.people as u64,
            sessions: self.sessions as u64,
            prior_log_odds: self.prior_log_odds,
            evidence: self
                .evidence
                .iter()
                .map(|line| (line.text.clone(), line.log_odds, line.message_ids.clone()))
                .collect(),
        };
        MadeReading {
            account: account.clone(),
            made_at: self.made_at,
            known_until: self.known_until,
            model_version: self.model_version.clone(),
            body: postcard::to_stdvec(&body).unwrap_or_default(),
        }
    }

    /// `None` for the form of another version of this program: a reading that cannot be read is no reason to fail.
    #[must_use]
    pub fn from_stored(stored: &MadeReading) -> Option<Self> {
        let body: Body = postcard::from_bytes(&stored.body).ok().filter(|body: &Body| body.form == FORM)?;
        let [readiness, readiness_low, readiness_high] = body.readiness;
        Some(Self {
            made_at: stored.made_at,
            known_until: stored.known_until,
            model_version: stored.model_version.clone(),
            rooms: RoomBelief { outside: body.outside, rooms: body.rooms },
            shown: shown(&body.shown)?,
            readiness,
            readiness_low,
            readiness_high,
            outlook_60d: body.outlook_60d,
            band: Band::parse(&body.band)?,
            band_reasons: body.band_reasons,
            people: body.people as usize,
            sessions: body.sessions as usize,
            prior_log_odds: body.prior_log_odds,
            evidence: body
                .evidence
                .into_iter()
                .map(|(text, log_odds, message_ids)| Evidence { text, log_odds, message_ids })
                .collect(),
        })
    }
}

fn shown(name: &str) -> Option<ShownRoom> {
    let rooms = Room::ALL.into_iter().map(ShownRoom::In);
    rooms
        .chain([ShownRoom::Outside, ShownRoom::Unclear, ShownRoom::NotEnoughEvidence])
        .find(|shown| shown.as_str() == name)
}

/// The newest reading of an account that was made by a moment.
///
/// # Errors
/// The store cannot be read.
pub fn by(app: &App, workspace: &Workspace, account: &Domain, moment: Timestamp) -> Result<Option<AsMade>, StoreError> {
    Ok(app.records.made_reading_by(workspace.id, account, moment)?.as_ref().and_then(AsMade::from_stored))
}

/// A reading as it is to be kept, where it is another one than the last. `evidence` is only asked for then, because it
/// costs more. Of a glance that nobody would act on nothing is kept.
///
/// # Errors
/// The store cannot be read.
pub fn worth_keeping(
    app: &App,
    workspace: &Workspace,
    model_version: &str,
    reading: &AccountReading,
    known_until: Timestamp,
    evidence: impl FnOnce() -> (f64, Vec<Evidence>),
) -> Result<Option<MadeReading>, AppError> {
    let account = &reading.account;
    let last = by(app, workspace, account, Timestamp::MAX)?;
    let is_worth_it = match &last {
        Some(last) => last.differs_from(reading, known_until) || last.model_version != model_version,
        None => reading.enough_evidence || reading.band > Band::NotYet,
    };
    Ok(is_worth_it.then(|| AsMade::new(reading, model_version, known_until, evidence()).to_stored(account)))
}

/// Keeps readings of this moment, and of each account not too many.
///
/// # Errors
/// The store failed.
pub fn keep(app: &App, workspace: &Workspace, made: &[MadeReading]) -> Result<(), AppError> {
    if made.is_empty() {
        return Ok(());
    }
    app.records.add_made_readings(workspace.id, made)?;
    for one in made {
        let surplus = surplus(&app.records.made_reading_times(workspace.id, &one.account)?);
        if !surplus.is_empty() {
            app.records.forget_made_readings(workspace.id, &one.account, &surplus)?;
        }
    }
    Ok(())
}

/// Which of an account's readings go when there are too many; `times` is in order.
fn surplus(times: &[Timestamp]) -> Vec<Timestamp> {
    if times.len() <= MOST_KEPT {
        return Vec::new();
    }
    let older = &times[..times.len() - NEWEST_KEPT];
    let week = |at: &Timestamp| at.utc_day().div_euclid(WEEK_DAYS);
    let mut going: Vec<Timestamp> =
        older.windows(2).filter(|pair| week(&pair[0]) == week(&pair[1])).map(|pair| pair[0]).collect();
    let weekly: Vec<Timestamp> = older.iter().filter(|at| !going.contains(at)).copied().collect();
    let too_many = (weekly.len() + NEWEST_KEPT).saturating_sub(MOST_KEPT);
    going.extend(&weekly[..too_many]);
    going
}

/// Forgets every reading of an account as it was made: they rest on what is to be forgotten.
///
/// # Errors
/// The store failed.
pub fn forget(app: &App, workspace: &Workspace, account: &Domain) -> Result<(), AppError> {
    let times = app.records.made_reading_times(workspace.id, account)?;
    Ok(app.records.forget_made_readings(workspace.id, account, &times)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stay_and_of_the_older_one_a_week() {
        let daily = |days: i64| -> Vec<Timestamp> { (20_000..20_000 + days).map(Timestamp::from_utc_day).collect() };
        assert!(surplus(&daily(120)).is_empty());
        for days in [121, 200, 2_000] {
            let times = daily(days);
            let going = surplus(&times);
            let left: Vec<Timestamp> = times.iter().filter(|at| !going.contains(at)).copied().collect();
            assert!(left.len() <= MOST_KEPT, "{days} days leave {}", left.len());
            assert_eq!(left[left.len() - NEWEST_KEPT..], times[times.len() - NEWEST_KEPT..]);
            let gaps = left.windows(2).map(|pair| pair[1].utc_day() - pair[0].utc_day());
            assert!(gaps.max() <= Some(7), "no week is lost in between");
        }
        let hourly: Vec<Timestamp> =
            (0..500).map(|hour| Timestamp::from_utc_day(20_000).plus_days(f64::from(hour) / 24.0)).collect();
        assert!(500 - surplus(&hourly).len() <= MOST_KEPT);
    }
}
