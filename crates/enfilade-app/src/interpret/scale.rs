//! The one scale that people see: what is shown, 0 to 100, for the rank score of a reading.

use std::sync::{Arc, Mutex, PoisonError};

use enfilade_domain::{AccountReading, Timestamp, WorkspaceId};
use enfilade_engine::judge::{PublishedScale, Scale, Shown};
use enfilade_language::t;

use crate::measure::backtest::report::Report;
use crate::measure::backtest::{self, Kept};
use crate::{App, AppError};

/// The scale of a workspace at a moment: the published one, moved by what the last back-test saw here. A back-test knows
/// outcomes up to the day it was made, so that before that day the published scale holds.
///
/// # Errors
/// The store cannot be read.
pub fn at(app: &App, workspace: WorkspaceId, moment: Timestamp) -> Result<Scale, AppError> {
    /// The report that moved it last, and the scale; every sheet asks for it.
    static MOVED: Mutex<Option<(Option<Arc<Kept>>, Scale)>> = Mutex::new(None);
    let kept = backtest::kept(app, workspace)?.filter(|(made_at, _)| *made_at <= moment).map(|(_, kept)| kept);
    let mut moved = MOVED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((by, scale)) = moved.as_ref()
        && by.as_ref().map(Arc::as_ptr) == kept.as_ref().map(Arc::as_ptr)
    {
        return Ok(scale.clone());
    }
    let scale = match kept.as_deref() {
        Some(Kept::Found(report)) => of_report(report),
        Some(Kept::TooLittle(_)) | None => PublishedScale::v1().with_outcomes(&[], &[]),
    };
    *moved = Some((kept, scale.clone()));
    Ok(scale)
}

/// The published scale, moved by what one back-test saw.
#[must_use]
pub fn of_report(report: &Report) -> Scale {
    PublishedScale::v1().with_outcomes(&report.scale.verdicts, &report.scale.processes)
}

/// What is shown for a reading. `None` below the evidence for a number; the band is shown then, and no more.
#[must_use]
pub fn shown(scale: &Scale, reading: &AccountReading) -> Option<Shown> {
    reading.enough_evidence.then(|| scale.shown(f64::from(reading.z)))
}

/// What is shown for a readiness of which the rank score is not at hand. The two agree as long as the calibration of
/// readiness is the published one.
#[must_use]
pub fn shown_for(scale: &Scale, readiness: f32) -> Shown {
    let readiness = f64::from(readiness).clamp(1e-9, 1.0 - 1e-9);
    scale.shown((readiness / (1.0 - readiness)).ln())
}

/// Where the scale comes from, in a few words.
#[must_use]
pub fn source(scale: &Scale) -> String {
    if scale.verdicts == 0 && scale.processes == 0 {
        return t!("published, from simulated markets; not yet checked here").to_owned();
    }
    t!(
        "published, moved by {verdicts} verdicts and {processes} outcomes of this workspace",
        verdicts = scale.verdicts,
        processes = scale.processes
    )
}
