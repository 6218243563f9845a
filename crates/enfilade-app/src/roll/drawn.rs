//! What is told from a whole house: made once, and shown to everybody who looks while nothing changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use enfilade_domain::{Timestamp, Workspace, WorkspaceId};
use enfilade_store::Marks;

use super::shelf::{if_free, locked};
use super::{BIG_HOUSE, Roll};
use crate::{App, AppError};

const MINUTE_MS: i64 = 60_000;
/// After a drawing there is rest for so many times as long as it took.
const REST: u32 = 5;

/// One kind of sheet of every workspace's big house. Of a smaller house or a past day nothing is held.
#[derive(Debug)]
pub struct Drawn<T: ?Sized> {
    places: Mutex<BTreeMap<WorkspaceId, Arc<Place<T>>>>,
}

impl<T: ?Sized> Default for Drawn<T> {
    fn default() -> Self {
        Self { places: Mutex::default() }
    }
}

#[derive(Debug)]
struct Place<T: ?Sized> {
    last: Mutex<Option<Last<T>>>,
    /// Held by whoever draws.
    pen: Mutex<()>,
}

impl<T: ?Sized> Default for Place<T> {
    fn default() -> Self {
        Self { last: Mutex::default(), pen: Mutex::default() }
    }
}

/// What was drawn last.
#[derive(Debug)]
struct Last<T: ?Sized> {
    of: Of,
    drawn: Arc<T>,
    /// When it was done, and how long it took.
    at: Instant,
    took: Duration,
}

/// What a sheet was drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Of {
    roll: u64,
    /// What people and files stated.
    stated: i64,
    /// What people decided.
    decided: i64,
    minute: i64,
    /// The language it speaks.
    language: usize,
}

impl Of {
    /// Whether it may be shown while a newer one is drawn: it holds all that people stated and decided, and is not old.
    const fn may_stand_for(&self, newer: &Self) -> bool {
        self.stated == newer.stated
            && self.decided == newer.decided
            && self.language == newer.language
            && newer.minute - self.minute <= 1
    }
}

impl<T: ?Sized + Send + Sync + 'static> Drawn<T> {
    /// What `draw` makes of a roll. Nobody waits for newer readings to be drawn: they are drawn aside while the last are
    /// shown, and not so often that the machine has nothing else to do. What people stated or decided is always in it.
    ///
    /// # Errors
    /// What `draw` says, or the store cannot be read.
    pub fn of(
        &self,
        app: &App,
        workspace: &Workspace,
        roll: &Roll,
        moment: Timestamp,
        draw: impl FnOnce() -> Result<Arc<T>, AppError> + Send + 'static,
    ) -> Result<Arc<T>, AppError> {
        let Some(version) = roll.version().filter(|_| roll.entries().len() > BIG_HOUSE) else { return draw() };
        let Marks { stated, decided, .. } = app.records.marks(workspace.id)?;
        let of = Of {
            roll: version,
            stated,
            decided,
            minute: moment.millis().div_euclid(MINUTE_MS),
            language: enfilade_language::mark(),
        };
        let place = Arc::clone(locked(&self.places).entry(workspace.id).or_default());
        if let Some(shown) = place.shown(&of) {
            if place.is_due(&of) {
                let slug = workspace.slug.clone();
                let language = enfilade_language::in_force();
                std::thread::spawn(move || {
                    let _in_force = enfilade_language::put_in_force(language);
                    let Some(_pen) = if_free(&place.pen) else { return };
                    if place.has_newer(&of) {
                        return;
                    }
                    if let Err(error) = place.draw(of, draw) {
                        tracing::error!(workspace = %slug, %error, "a sheet could not be drawn anew");
                    }
                });
            }
            return Ok(shown);
        }
        let _pen = locked(&place.pen);
        match place.shown(&of) {
            Some(shown) => Ok(shown),
            None => place.draw(of, draw),
        }
    }
}

impl<T: ?Sized> Place<T> {
    fn shown(&self, of: &Of) -> Option<Arc<T>> {
        locked(&self.last).as_ref().filter(|last| last.of.may_stand_for(of)).map(|last| Arc::clone(&last.drawn))
    }

    /// Whether somebody else drew a newer state while this one waited for its thread.
    fn has_newer(&self, of: &Of) -> bool {
        locked(&self.last).as_ref().is_some_and(|last| last.of.roll > of.roll)
    }

    /// Whether there is something newer to draw, and nobody draws or has just done so.
    fn is_due(&self, of: &Of) -> bool {
        let is_free = if_free(&self.pen).is_some();
        is_free
            && locked(&self.last).as_ref().is_none_or(|last| last.of != *of && last.at.elapsed() >= REST * last.took)
    }

    /// Whoever calls this holds the pen.
    fn draw(&self, of: Of, draw: impl FnOnce() -> Result<Arc<T>, AppError>) -> Result<Arc<T>, AppError> {
        let start = Instant::now();
        let drawn = draw()?;
        let last = Last { of, drawn: Arc::clone(&drawn), at: Instant::now(), took: start.elapsed() };
        *locked(&self.last) = Some(last);
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Of = Of { roll: 1, stated: 4, decided: 3, minute: 10, language: 0 };

    fn drawn_of(of: Of, took: Duration) -> Place<str> {
        let place = Place::default();
        place.draw(of, || Ok("old".into())).expect("drawn");
        if let Some(last) = locked(&place.last).as_mut() {
            last.took = took;
        }
        place
    }

    #[test]
    fn newer_readings_may_wait_and_what_people_state_may_not() {
        let place = drawn_of(OLD, Duration::ZERO);
        let shown = |of: Of| place.shown(&of).as_deref().map(str::to_owned);
        assert_eq!(shown(Of { roll: 2, minute: 11, ..OLD }).as_deref(), Some("old"));
        assert_eq!(shown(Of { stated: 5, ..OLD }), None);
        assert_eq!(shown(Of { decided: 6, ..OLD }), None);
        assert_eq!(shown(Of { language: 1, ..OLD }), None, "it would speak another language");
        assert_eq!(shown(Of { minute: 12, ..OLD }), None, "nobody looked for a while");
        assert_eq!(Place::<str>::default().shown(&OLD), None);
    }

    #[test]
    fn one_draws_at_a_time_and_rests_after_it() {
        let newer = Of { roll: 2, ..OLD };
        let place = drawn_of(OLD, Duration::ZERO);
        assert!(place.is_due(&newer) && !place.is_due(&OLD));
        assert!(drawn_of(newer, Duration::ZERO).has_newer(&OLD) && !place.has_newer(&newer));
        let pen = locked(&place.pen);
        assert!(!place.is_due(&newer), "somebody draws");
        drop(pen);
        assert!(!drawn_of(OLD, Duration::from_secs(60)).is_due(&newer), "it took a minute and has only just ended");
    }
}
