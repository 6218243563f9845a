//! Whether a model reads the last ninety days no worse than the one before it, and how far its outlook is to be believed.

use std::sync::Arc;

use enfilade_domain::{DealStage, Timestamp, Workspace};
use enfilade_engine::judge::{Judged, Ranking, Statistic};
use enfilade_engine::{LabelledOutlook, Model};
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

/// Outlooks on past dates with what followed within their sixty days, of accounts without any deal before.
pub(super) fn outlooks(
    app: &App,
    workspace: &Workspace,
    model: &Arc<Model>,
    (watched_until, until): (Timestamp, Timestamp),
    go_on: GoOn<'_>,
) -> Result<Vec<LabelledOutlook>, AppError> {
    let dates: Vec<(Timestamp, Arc<Model>)> = (0..OUTLOOK_DATES)
        .rev()
        .map(|back| watched_until.plus_days(-OUTLOOK_DAYS - f64::from(back) * OUTLOOK_EVERY_DAYS))
        .map(|date| (date, Arc::clone(model)))
        .collect();
    let at: Vec<Timestamp> = dates.iter().map(|(date, _)| *date).collect();
    let walked = walked(app, workspace, dates, until, ("holding outlooks against deals", go_on))?;
    let rows = walked.iter().flat_map(|one| one.rows.iter().map(move |row| (one, row)));
    Ok(rows
        .map(|(one, row)| (one, row, at[row.date as usize]))
        .filter(|(one, _, at)| one.history.deals.first().is_none_or(|deal| deal.opened_at > *at))
        .map(|(one, row, at)| LabelledOutlook { outlook: row.outlook, label: one.history.label_known_at(at, until) })
        .collect())
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
