//! The floor plans of big houses: drawn once, and shown to everybody who looks while nothing changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use enfilade_app::roll::Roll;
use enfilade_domain::{Workspace, WorkspaceId};

use super::PageError;

/// A smaller house is drawn for everybody who looks.
const BIG_HOUSE: usize = 5_000;

/// What is drawn of each workspace.
#[derive(Debug, Default)]
pub struct Plans {
    places: Mutex<BTreeMap<WorkspaceId, Arc<Place>>>,
}

#[derive(Debug, Default)]
struct Place {
    drawn: Mutex<Option<(u64, Arc<str>)>>,
    /// Held by whoever draws.
    pen: Mutex<()>,
}

impl Plans {
    /// The sheet of a roll. While somebody draws a newer one, the others see the last.
    pub(super) fn of(
        &self,
        workspace: &Workspace,
        roll: &Roll,
        draw: impl FnOnce() -> Result<String, PageError>,
    ) -> Result<Arc<str>, PageError> {
        let Some(version) = roll.version().filter(|_| roll.entries().len() > BIG_HOUSE) else {
            return Ok(draw()?.into());
        };
        let place =
            Arc::clone(self.places.lock().unwrap_or_else(PoisonError::into_inner).entry(workspace.id).or_default());
        let drawn = || place.drawn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let shown = drawn();
        if let Some((of, sheet)) = &shown
            && *of == version
        {
            return Ok(Arc::clone(sheet));
        }
        let _pen = match (place.pen.try_lock(), shown) {
            (Ok(pen), _) => pen,
            (Err(_), Some((_, sheet))) => return Ok(sheet),
            (Err(_), None) => {
                let pen = place.pen.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some((_, sheet)) = drawn() {
                    return Ok(sheet);
                }
                pen
            }
        };
        let sheet: Arc<str> = draw()?.into();
        *place.drawn.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&sheet)));
        Ok(sheet)
    }
}
