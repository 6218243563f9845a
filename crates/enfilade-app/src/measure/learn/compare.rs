//! Whether a model reads the last ninety days no worse than the one before it, and how far its outlook is to be believed.

use std::sync::Arc;

use enfilade_domain::{DealStage, Timestamp, Workspace};
use enfilade_engine::judge::{Judged, Ranking, Statistic};
use enfilade_engine::{Calibration, LabelledOutlook, Model};
use serde::Serialize;

use super::GoOn;
use crate::measure::backtest::walk::{self, Course, Walked};
use crate::{App, AppError};

/// Days that a shadow must read no worse.
pub(super) const JUDGED_DAYS: f64 = 90.0;
/// Days within which a deal must open to have been foreseen.
const OUTLOOK_DAYS: f64 = 60.0;
/// Days from one date to the next; the last is the outlook's days before the end.
const DATE_EVERY_DAYS: f64 = 10.0;
const DATES: i32 = 4;
/// Dates at which outlooks are held against what followed.
const OUTLOOK_DATES: i32 = 11;
const OUTLOOK_EVERY_DAYS: f64 = 28.0;
/// The last of these dates, on which a fit to earlier ones must do no worse, ...
const OUTLOOK_JUDGED: usize = 3;
/// ... and those between, whose sixty days reach into the judged ones.
const OUTLOOK_APART: usize = 2;

/// How two models read the same last ninety days, each as learned from before them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub from: String,
    /// Accounts of which a deal opened within sixty days of a date.
    pub opened: usize,
    pub account_dates: usize,
    /// Average precision of the ranking for these deals: the model in use, the learned rhythm of people alone, and with
    /// that of accounts.
    pub precision_in_use: f64,
    pub precision_people: f64,
    pub precision_learned: f64,
}

/// Compares models on dates of the last ninety days before `until`. `None` where no deal opened on which they differ.
pub(super) fn last_days(
    app: &App,
    workspace: &Workspace,
    models: &[Arc<Model>; 3],
    (watched_until, until): (Timestamp, Timestamp),
    go_on: GoOn<'_>,
) -> Result<Option<Comparison>, AppError> {
    let from = watched_until.plus_days(-JUDGED_DAYS);
    let dates: Vec<Timestamp> = (0..DATES).map(|date| from.plus_days(f64::from(date) * DATE_EVERY_DAYS)).collect();
    let every: Vec<(Timestamp, Arc<Model>)> =
        dates.iter().flat_map(|date| models.iter().map(|model| (*date, Arc::clone(model)))).collect();
    let walked = walked(app, workspace, every, until, ("comparing the last ninety days", go_on))?;
    let mut cases: [Vec<Judged>; 3] = Default::default();
    let mut opened = 0;
    for one in &walked {
        let mut was_opened = false;
        for row in &one.rows {
            let (date, model) = (row.date as usize / models.len(), row.date as usize % models.len());
            let at = dates[date];
            if !one.history.is_before_anything(at) {
                continue;
            }
            let real = |stage| matches!(stage, Some(DealStage::Won | DealStage::Lost | DealStage::Open));
            let came_true = one.history.opened_within(at, OUTLOOK_DAYS).any(|deal| real(deal.stage_at(until)));
            was_opened |= came_true;
            cases[model].push(Judged { account: row.account, date: date as u32, score: row.z, came_true });
        }
        opened += usize::from(was_opened);
    }
    let account_dates = cases[0].len();
    let [in_use, people, learned] = cases.map(|cases| Ranking::new(cases).of(Statistic::AveragePrecision));
    let (Some(precision_in_use), Some(precision_people), Some(precision_learned)) = (in_use, people, learned) else {
        return Ok(None);
    };
    Ok(Some(Comparison {
        from: from.to_string(),
        opened,
        account_dates,
        precision_in_use,
        precision_people,
        precision_learned,
    }))
}

/// How far outlooks are to be believed, and what speaks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OutlookFit {
    /// Fitted on all dates.
    pub fit: Calibration,
    /// Predicted over observed on the last dates, as it was and by a fit to earlier dates that never saw them.
    pub ratio_before: f64,
    pub ratio_after: f64,
    /// Whether that fit lost less on the last dates.
    pub is_better: bool,
}

impl OutlookFit {
    /// `None` where nothing followed on the earlier or the last dates.
    fn of(dates: &[Vec<LabelledOutlook>]) -> Option<Self> {
        let (earlier, judged) = dates.split_at(dates.len().saturating_sub(OUTLOOK_JUDGED));
        let earlier = &earlier[..earlier.len().saturating_sub(OUTLOOK_APART)];
        let (earlier, judged) = (earlier.concat(), judged.concat());
        let observed = |rows: &[LabelledOutlook]| rows.iter().map(|row| row.label).sum::<f64>();
        if observed(&earlier) <= 0.0 || observed(&judged) <= 0.0 {
            return None;
        }
        let trial = Calibration::fit(&earlier);
        let ratio = |fit: Calibration| judged.iter().map(|row| fit.apply(row.outlook)).sum::<f64>() / observed(&judged);
        Some(Self {
            fit: Calibration::fit(&dates.concat()),
            ratio_before: ratio(Calibration::NONE),
            ratio_after: ratio(trial),
            is_better: trial.loss(&judged) < Calibration::NONE.loss(&judged),
        })
    }
}

/// Fits outlooks on past dates to what followed within their sixty days, of accounts without any deal before.
pub(super) fn outlook(
    app: &App,
    workspace: &Workspace,
    model: &Arc<Model>,
    (watched_until, until): (Timestamp, Timestamp),
    go_on: GoOn<'_>,
) -> Result<Option<OutlookFit>, AppError> {
    let dates: Vec<(Timestamp, Arc<Model>)> = (0..OUTLOOK_DATES)
        .rev()
        .map(|back| watched_until.plus_days(-OUTLOOK_DAYS - f64::from(back) * OUTLOOK_EVERY_DAYS))
        .map(|date| (date, Arc::clone(model)))
        .collect();
    let at: Vec<Timestamp> = dates.iter().map(|(date, _)| *date).collect();
    let walked = walked(app, workspace, dates, until, ("holding outlooks against deals", go_on))?;
    let mut rows: Vec<Vec<LabelledOutlook>> = vec![Vec::new(); at.len()];
    for one in &walked {
        for row in &one.rows {
            let date = row.date as usize;
            if one.history.deals.first().is_none_or(|deal| deal.opened_at > at[date]) {
                let label = one.history.label_known_at(at[date], until);
                rows[date].push(LabelledOutlook { outlook: row.outlook, label });
            }
        }
    }
    Ok(OutlookFit::of(&rows))
}

fn walked(
    app: &App,
    workspace: &Workspace,
    dates: Vec<(Timestamp, Arc<Model>)>,
    until: Timestamp,
    (doing, go_on): (&'static str, GoOn<'_>),
) -> Result<Vec<Walked>, AppError> {
    let Some((_, last)) = dates.last().cloned() else { return Ok(Vec::new()) };
    let (dates, models) = dates.into_iter().unzip();
    let course = Course { model_at: &|_| Ok(Arc::clone(&last)), dates, models, until };
    let (walked, _) = walk::walk(app, workspace, &course, &|done, of| go_on(doing, done, of))?;
    Ok(walked)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A date on which `said` was said of a hundred accounts and `came` of them did.
    fn date(said: f64, came: usize) -> Vec<LabelledOutlook> {
        (0..100).map(|n| LabelledOutlook { outlook: said, label: f64::from(u8::from(n < came)) }).collect()
    }

    #[test]
    fn a_fit_is_taken_up_where_it_holds_on_later_dates_only() {
        let steady: Vec<_> = (0..11).map(|_| date(0.4, 10)).collect();
        let fit = OutlookFit::of(&steady).unwrap();
        assert!(fit.is_better && fit.ratio_before > 3.5 && fit.ratio_after < 1.5, "{fit:?}");
        let turned: Vec<_> = (0..11).map(|n| date(0.4, if n < 8 { 5 } else { 40 })).collect();
        let fit = OutlookFit::of(&turned).unwrap();
        assert!(!fit.is_better && fit.ratio_after < fit.ratio_before, "{fit:?}");
    }

    #[test]
    fn where_nothing_followed_there_is_nothing_to_fit() {
        let nothing: Vec<_> = (0..11).map(|_| date(0.4, 0)).collect();
        assert!(OutlookFit::of(&nothing).is_none());
        assert!(OutlookFit::of(&[date(0.4, 10)]).is_none());
    }
}
