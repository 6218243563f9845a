//! The form in which states are kept between events. Only this file knows it.

use enfilade_domain::{Timestamp, UserId};
use enfilade_engine::{AccountFold, Belief, PersonBelief};
use enfilade_store::{RoomChange, StoreError, StoredAccount, StoredPerson};
use serde::{Deserialize, Serialize};

use super::committee::{Part, PartBody};
use super::silence::Habit;
use super::state::{AccountState, Alone, Guest, PersonState, Silence, VisitDays};
use super::stated::Doubt;
use super::{refresh, stating};
use crate::{App, AppError};

/// Raised when the form changes; everybody is then read again from the log.
const FORM: u8 = 12;

/// The note under which the store remembers the form of its readings.
const FORM_NOTE: &str = "form of readings";

/// Reads everybody again where a database holds readings of another form. Cheap when it does not.
///
/// # Errors
/// The store failed.
pub fn renew(app: &App) -> Result<(), AppError> {
    let form = FORM.to_string();
    if app.records.note(FORM_NOTE)?.as_ref() == Some(&form) {
        return Ok(());
    }
    for workspace in app.records.workspaces()? {
        app.log.touch_all(workspace.id)?;
    }
    refresh::catch_up(app, &|_| {})?;
    for workspace in app.records.workspaces()? {
        stating::read_all_again(app, &workspace)?;
    }
    Ok(app.records.set_note(FORM_NOTE, Some(&form))?)
}

#[derive(Serialize, Deserialize)]
struct PersonBody {
    form: u8,
    users: Vec<String>,
    name: Option<String>,
    kind_reason: String,
    fold: Option<(Vec<f32>, i64)>,
    alone: Option<AloneBody>,
    part: PartBody,
    habit: Habit,
    sessions: u64,
    is_stated: bool,
    departed_at: Option<i64>,
    first_seen: i64,
    last_seen: i64,
}

#[derive(Serialize, Deserialize)]
struct AloneBody {
    fold: (Vec<f32>, i64, f64),
    days: VisitDays,
    asked_at: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct AccountBody {
    form: u8,
    fold: Option<(Vec<f32>, i64, f64)>,
    rests_since: Option<i64>,
    taken_up_at: Option<i64>,
    is_stated: bool,
    doubt: Option<Doubt>,
    sessions: u64,
    /// Belief, its moment and the credit of each.
    guests: Vec<(Vec<f32>, i64, f32)>,
    silent_since: i64,
    days: VisitDays,
    classic: f64,
    classic_at: i64,
    asked_at: Option<i64>,
    talked_at: Option<i64>,
    first_seen: i64,
    last_seen: i64,
    revised: bool,
    last_silence: Option<Silence>,
    habit: Habit,
}

fn inconsistent(what: &'static str) -> StoreError {
    StoreError::Inconsistent {
        what,
        reason: "written in another form; start the program once more to read everybody again".to_owned(),
    }
}

fn plain(fold: &AccountFold) -> (Vec<f32>, i64, f64) {
    (fold.belief.as_slice().to_vec(), fold.at.millis(), fold.momentum)
}

fn folded(belief: &[f32], at: i64, momentum: f64, what: &'static str) -> Result<AccountFold, StoreError> {
    let belief = Belief::from_slice(belief).ok_or_else(|| inconsistent(what))?;
    Ok(AccountFold { belief, at: Timestamp::from_millis(at), momentum })
}

fn guest((belief, at, credit): (Vec<f32>, i64, f32)) -> Result<Guest, StoreError> {
    let belief = PersonBelief::from_slice(&belief).ok_or_else(|| inconsistent("account"))?;
    Ok(Guest { belief, at: Timestamp::from_millis(at), credit })
}

impl PersonState {
    #[must_use]
    pub fn to_stored(&self) -> StoredPerson {
        let body = PersonBody {
            form: FORM,
            users: self.users.iter().map(|user| user.as_str().to_owned()).collect(),
            name: self.name.clone(),
            kind_reason: self.kind_reason.clone(),
            fold: self.fold.as_ref().map(|(belief, at)| (belief.to_vec(), at.millis())),
            alone: self.alone.as_ref().map(|alone| AloneBody {
                fold: plain(&alone.fold),
                days: alone.days,
                asked_at: alone.asked_at.map(Timestamp::millis),
            }),
            part: self.part.to_body(),
            habit: self.habit,
            sessions: self.sessions as u64,
            is_stated: self.is_stated,
            departed_at: self.departed_at.map(Timestamp::millis),
            first_seen: self.first_seen.millis(),
            last_seen: self.last_seen.millis(),
        };
        StoredPerson {
            person: self.person.clone(),
            account: self.account.clone(),
            visitors: self.visitors.clone(),
            kind: self.kind,
            last_seen: self.last_seen,
            body: postcard::to_stdvec(&body).unwrap_or_default(),
            sought: self.sought(),
        }
    }

    /// What somebody who named himself is found by: his name and his ids in lower case.
    fn sought(&self) -> Option<String> {
        let ids = self.users.iter().map(UserId::as_str);
        let mut words: Vec<&str> = self.name.as_deref().into_iter().chain(ids).collect();
        // Many systems give an address for both.
        words.dedup();
        (!words.is_empty()).then(|| words.join(" ").to_lowercase())
    }

    /// # Errors
    /// The row was written by another version of this program.
    pub fn from_stored(stored: &StoredPerson) -> Result<Self, StoreError> {
        let body: PersonBody = postcard::from_bytes(&stored.body).map_err(|_| inconsistent("person"))?;
        if body.form != FORM {
            return Err(inconsistent("person"));
        }
        Ok(Self {
            person: stored.person.clone(),
            visitors: stored.visitors.clone(),
            users: body.users.into_iter().map(UserId::new).collect(),
            name: body.name,
            account: stored.account.clone(),
            kind: stored.kind,
            kind_reason: body.kind_reason,
            alone: match body.alone {
                Some(alone) => Some(Alone {
                    fold: folded(&alone.fold.0, alone.fold.1, alone.fold.2, "person")?,
                    days: alone.days,
                    asked_at: alone.asked_at.map(Timestamp::from_millis),
                }),
                None => None,
            },
            part: Part::of_body(body.part),
            habit: body.habit,
            fold: match body.fold {
                Some((belief, at)) => {
                    let belief = PersonBelief::from_slice(&belief).ok_or_else(|| inconsistent("person"))?;
                    Some((belief, Timestamp::from_millis(at)))
                }
                None => None,
            },
            sessions: body.sessions as usize,
            is_stated: body.is_stated,
            departed_at: body.departed_at.map(Timestamp::from_millis),
            first_seen: Timestamp::from_millis(body.first_seen),
            last_seen: Timestamp::from_millis(body.last_seen),
        })
    }
}

impl AccountState {
    #[must_use]
    pub fn to_stored(&self, room_changes: Vec<RoomChange>) -> StoredAccount {
        let body = AccountBody {
            form: FORM,
            fold: self.fold.as_ref().map(plain),
            rests_since: self.rests_since.map(Timestamp::millis),
            taken_up_at: self.taken_up_at.map(Timestamp::millis),
            is_stated: self.is_stated,
            doubt: self.doubt.clone(),
            sessions: self.sessions as u64,
            silent_since: self.silent_since.millis(),
            guests: self.guests.iter().map(|one| (one.belief.to_vec(), one.at.millis(), one.credit)).collect(),
            days: self.days,
            classic: self.classic,
            classic_at: self.classic_at.millis(),
            asked_at: self.asked_at.map(Timestamp::millis),
            talked_at: self.talked_at.map(Timestamp::millis),
            first_seen: self.first_seen.millis(),
            last_seen: self.last_seen.millis(),
            revised: self.revised,
            last_silence: self.last_silence,
            habit: self.habit,
        };
        StoredAccount {
            account: self.account.clone(),
            last_seen: self.last_seen,
            body: postcard::to_stdvec(&body).unwrap_or_default(),
            room_changes,
        }
    }

    /// # Errors
    /// The row was written by another version of this program.
    pub fn from_stored(stored: &StoredAccount) -> Result<Self, StoreError> {
        let body: AccountBody = postcard::from_bytes(&stored.body).map_err(|_| inconsistent("account"))?;
        if body.form != FORM {
            return Err(inconsistent("account"));
        }
        Ok(Self {
            account: stored.account.clone(),
            fold: match body.fold {
                Some((belief, at, momentum)) => Some(folded(&belief, at, momentum, "account")?),
                None => None,
            },
            rests_since: body.rests_since.map(Timestamp::from_millis),
            taken_up_at: body.taken_up_at.map(Timestamp::from_millis),
            is_stated: body.is_stated,
            doubt: body.doubt,
            sessions: body.sessions as usize,
            silent_since: Timestamp::from_millis(body.silent_since),
            guests: body.guests.into_iter().map(guest).collect::<Result<_, _>>()?,
            days: body.days,
            classic: body.classic,
            classic_at: Timestamp::from_millis(body.classic_at),
            asked_at: body.asked_at.map(Timestamp::from_millis),
            talked_at: body.talked_at.map(Timestamp::from_millis),
            first_seen: Timestamp::from_millis(body.first_seen),
            last_seen: Timestamp::from_millis(body.last_seen),
            revised: body.revised,
            last_silence: body.last_silence,
            habit: body.habit,
        })
    }
}
