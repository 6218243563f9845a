//! Who comes back, as the site's own silences and returns teach it, and whether that holds on later dates.

use std::sync::Arc;

use enfilade_domain::{Timestamp, Workspace};
use enfilade_engine::baseline::VisitRecord;
use enfilade_engine::{Model, ReturnCase, Returns};

use super::GoOn;
use crate::measure::backtest::silence::{self, Silent};
use crate::measure::backtest::walk::Course;
use crate::{App, AppError};

/// Dates at which silences are looked at, the last of them a month before the end.
const DATES: i32 = 7;
const DATE_EVERY_DAYS: f64 = 30.0;
const LAST_BEFORE_DAYS: f64 = 30.0;
/// The last of these dates, on which a fit to what was known before them must foretell better.
const JUDGED: usize = 2;
/// Fewer returns teach nothing that could not be chance.
const FEWEST_RETURNS: usize = 40;

/// What was learned, and what speaks for it.
#[derive(Debug, Clone)]
pub(super) struct ReturnsFit {
    /// Fitted on all dates.
    pub fit: Returns,
    /// Predicted over observed visits on the last dates: by the filter alone, and by a fit to what was known before.
    pub ratio_before: f64,
    pub ratio_after: f64,
    /// Whether that fit lost less on the last dates.
    pub is_better: bool,
}

/// Learns from silences until `until`, read with a model. `None` where too few came back.
pub(super) fn learned(
    app: &App,
    workspace: &Workspace,
    model: &Arc<Model>,
    until: Timestamp,
    go_on: GoOn<'_>,
) -> Result<Option<ReturnsFit>, AppError> {
    go_on("learning who comes back", 0, 1)?;
    let back = |date: i32| until.plus_days(-LAST_BEFORE_DAYS - f64::from(date) * DATE_EVERY_DAYS);
    let dates: Vec<Timestamp> = (0..DATES).rev().map(back).collect();
    let models = vec![Arc::clone(model); dates.len()];
    let course = Course { model_at: &|_| Ok(Arc::clone(model)), dates, models, until };
    let people = silence::people(app, workspace, &course)?;
    Ok(fit(&people, &course.dates, until))
}

fn fit(people: &[Silent], dates: &[Timestamp], until: Timestamp) -> Option<ReturnsFit> {
    let judged_from = *dates.get(dates.len().checked_sub(JUDGED)?)?;
    let visits_at = |date: Timestamp| -> Vec<VisitRecord> {
        people.iter().filter(|one| one.date() == date).map(Silent::visits).collect()
    };
    let cases = |from: Option<Timestamp>, known_at: Timestamp| -> Vec<ReturnCase> {
        let of_dates = people.iter().filter(|one| from.is_none_or(|from| one.date() >= from));
        of_dates.flat_map(|one| one.cases(known_at)).collect()
    };
    let came = |cases: &[ReturnCase]| cases.iter().filter(|case| case.came).count();
    // What was known when the judged dates began, and these.
    let (before, judged, all) = (cases(None, judged_from), cases(Some(judged_from), until), cases(None, until));
    if came(&before) < FEWEST_RETURNS || came(&judged) == 0 {
        return None;
    }
    let trial = Returns::fit(&before, &visits_at(judged_from))?;
    let observed = came(&judged) as f64;
    let ratio = |said: &dyn Fn(&ReturnCase) -> f64| judged.iter().map(said).sum::<f64>() / observed;
    Some(ReturnsFit {
        fit: Returns::fit(&all, &visits_at(*dates.last()?))?,
        ratio_before: ratio(&|case| case.expected),
        ratio_after: ratio(&|case| trial.within(&case.visits, case.expected, case.within_days)),
        is_better: trial.loss(&judged) < Returns::loss_without(&judged),
    })
}
