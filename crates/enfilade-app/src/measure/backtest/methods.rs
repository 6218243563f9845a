//! What each method said of each row, and how well it ranked them.

use std::collections::BTreeMap;

use enfilade_domain::{Band, Timestamp};
use enfilade_engine::baseline::{TunedPoints, TunedRow};
use enfilade_engine::judge::{Flag, Judged, Ranking, Statistic, difference, leads, mean_lead, share};
use enfilade_language::{marked, t};

use super::outcomes::{CONVERSATION_DAYS, OUTLOOK_DAYS};
use super::report::{Difference, Figure, MethodFigures, OutcomeTable, Sent};
use super::walk::{Row, Walked};

/// Names in the order in which they are shown; the first is the product's own.
pub(super) const READINGS: &str = marked!("readings");
pub(super) const TUNED: &str = marked!("tuned points");
/// Resamples of accounts behind an interval.
const RESAMPLES: usize = 300;
/// Where there are very many rows, fewer resamples give the same interval.
const RESAMPLED_ROWS: usize = 6_000_000;
const SEED: u64 = 20_240_101;
/// Days before an event within which a flag counts as a warning (engine specification, 2).
const WARNING_DAYS: f64 = 120.0;
const FALSE_ALARMS: f64 = 0.03;
const LIST_LENGTH: usize = 10;
/// The usual length of a list where the readings sent nobody (engine specification, 4).
const LIST_SHARE: f64 = 0.005;

/// The judged rows with everything methods need.
pub(super) struct Judgement<'a> {
    pub(super) accounts: BTreeMap<u32, &'a Walked>,
    pub(super) dates: &'a [Timestamp],
    /// Rows of the population on judged dates.
    pub(super) rows: Vec<&'a Row>,
    /// What each method said of each row; `None` where it could not be taught yet.
    pub(super) scores: Vec<(&'static str, Vec<Option<f64>>)>,
    /// Whether the row is a loud outsider.
    pub(super) loud: Vec<bool>,
}

impl<'a> Judgement<'a> {
    /// `first` is the first judged date; earlier ones only teach.
    pub(super) fn new(
        walked: &'a [Walked],
        dates: &'a [Timestamp],
        first: usize,
        loud: &dyn Fn(&Walked, &Row) -> bool,
    ) -> Self {
        let accounts = super::walk::by_number(walked);
        let at = |row: &Row| dates[row.date as usize];
        let population: Vec<(&Walked, &Row)> = walked
            .iter()
            .flat_map(|one| one.rows.iter().map(move |row| (one, row)))
            .filter(|(one, row)| one.history.is_before_anything(at(row)))
            .collect();
        let judged: Vec<(&Walked, &Row)> =
            population.iter().copied().filter(|(_, row)| row.date as usize >= first).collect();
        let tuned = tuned(&population, &judged, dates);
        let of = |score: &dyn Fn(&Row) -> f64| judged.iter().map(|(_, row)| Some(score(row))).collect::<Vec<_>>();
        let scores = vec![
            (READINGS, of(&|row| row.z)),
            (t!("classic points"), of(&|row| row.classic)),
            (TUNED, tuned),
            // The rooms near a decision, by what was read most.
            (t!("content majority"), of(&|row| row.majority[4] + 0.5 * row.majority[3])),
        ];
        let loud = judged.iter().map(|(one, row)| loud(one, row)).collect();
        Self { accounts, dates, rows: judged.into_iter().map(|(_, row)| row).collect(), scores, loud }
    }

    pub(super) fn at(&self, row: &Row) -> Timestamp {
        self.dates[row.date as usize]
    }

    fn day(&self, row: &Row) -> f64 {
        self.at(row).millis() as f64 / enfilade_domain::DAY_MS as f64
    }

    fn resamples(&self) -> usize {
        (RESAMPLED_ROWS / self.rows.len().max(1)).clamp(60, RESAMPLES)
    }

    fn ranking(&self, scores: &[Option<f64>], truth: &[Option<bool>]) -> Ranking {
        let cases = self.rows.iter().zip(scores).zip(truth).filter_map(|((row, score), truth)| {
            Some(Judged { account: row.account, date: row.date, score: (*score)?, came_true: (*truth)? })
        });
        Ranking::new(cases.collect())
    }

    /// The rankings of all methods by one outcome. `events` are the moments to be warned of, by account.
    pub(super) fn table(
        &self,
        outcome: &str,
        meaning: &str,
        truth: &[Option<bool>],
        events: &[(u32, f64)],
    ) -> OutcomeTable {
        let mut came: Vec<u32> = self
            .rows
            .iter()
            .zip(truth)
            .filter(|(_, truth)| **truth == Some(true))
            .map(|(row, _)| row.account)
            .collect();
        let came_true = came.len();
        came.dedup();
        let methods =
            self.scores.iter().filter_map(|(name, scores)| self.method(name, scores, truth, events)).collect();
        let (_, own) = &self.scores[0];
        let rivals = self.scores[1..].iter().filter_map(|(name, scores)| {
            let both: Vec<Option<bool>> =
                truth.iter().zip(scores).map(|(truth, score)| truth.filter(|_| score.is_some())).collect();
            let (a, b) = (self.ranking(own, &both), self.ranking(scores, &both));
            let by = |statistic| difference(&a, &b, statistic, self.resamples(), SEED).map(Figure::from);
            (!b.cases().is_empty()).then(|| Difference {
                rival: (*name).to_owned(),
                cases: b.cases().len(),
                area: by(Statistic::Area),
                average_precision: by(Statistic::AveragePrecision),
                caught_at_3_percent: by(Statistic::Caught(FALSE_ALARMS)),
            })
        });
        OutcomeTable {
            outcome: outcome.to_owned(),
            meaning: meaning.to_owned(),
            cases: truth.iter().flatten().count(),
            came_true,
            accounts: came.len(),
            methods,
            differences: rivals.collect(),
        }
    }

    fn method(
        &self,
        name: &str,
        scores: &[Option<f64>],
        truth: &[Option<bool>],
        events: &[(u32, f64)],
    ) -> Option<MethodFigures> {
        let ranking = self.ranking(scores, truth);
        if ranking.cases().is_empty() {
            return None;
        }
        let loud: Vec<Option<bool>> = self.loud.iter().map(|loud| Some(*loud)).collect();
        let by = |statistic| ranking.resampled(statistic, self.resamples(), SEED).map(Figure::from);
        let flags: Vec<Flag> = ranking.threshold(FALSE_ALARMS).map_or_else(Vec::new, |threshold| {
            let above = self.rows.iter().zip(scores).filter(|(_, score)| score.is_some_and(|score| score >= threshold));
            above.map(|(row, _)| Flag { account: row.account, day: self.day(row) }).collect()
        });
        let lead = mean_lead(&leads(&flags, events, WARNING_DAYS), RESAMPLES, SEED).map(Figure::from);
        Some(MethodFigures {
            method: name.to_owned(),
            cases: ranking.cases().len(),
            area: ranking.area().map(Figure::from),
            average_precision: by(Statistic::AveragePrecision),
            precision_at_10: by(Statistic::PrecisionOfFirst(LIST_LENGTH)),
            caught_at_3_percent: by(Statistic::Caught(FALSE_ALARMS)),
            lead_days: lead,
            loud_outsiders_in_top_3_percent: self
                .ranking(scores, &loud)
                .resampled(Statistic::PrecisionOfShare(FALSE_ALARMS), self.resamples(), SEED)
                .map(Figure::from),
        })
    }

    /// The events to be warned of: an account's first real decision process, where it was judged before it.
    pub(super) fn processes(&self) -> Vec<(u32, f64)> {
        let mut judged: Vec<u32> = self.rows.iter().map(|row| row.account).collect();
        judged.dedup();
        let event = |account: u32| {
            let at = self.accounts.get(&account)?.history.first_process()?;
            Some((account, at.millis() as f64 / enfilade_domain::DAY_MS as f64))
        };
        judged.into_iter().filter_map(event).collect()
    }

    /// Whom each method would have sent to sales. All send the same number of account-dates: as many as the readings
    /// called ready, so that none wins by sending more.
    pub(super) fn sent(&self) -> Vec<Sent> {
        let ready = self.rows.iter().filter(|row| row.band == Band::Ready).count();
        let room = ready.max((LIST_SHARE * self.rows.len() as f64).ceil() as usize);
        let events = self.processes();
        self.scores
            .iter()
            .filter(|(_, scores)| scores.iter().any(Option::is_some))
            .map(|(name, scores)| {
                let mut order: Vec<(f64, &Row)> =
                    self.rows.iter().zip(scores).filter_map(|(row, score)| Some(((*score)?, *row))).collect();
                // What the readings send is what they call ready; the order fills up or cuts.
                let is_ready = |row: &Row| *name == READINGS && row.band == Band::Ready;
                order.sort_by(|(a, x), (b, y)| is_ready(y).cmp(&is_ready(x)).then(b.total_cmp(a)));
                order.truncate(room);
                self.sent_rows(name, &order.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), &events)
            })
            .collect()
    }

    fn sent_rows(&self, name: &str, rows: &[&Row], events: &[(u32, f64)]) -> Sent {
        let mut first: BTreeMap<u32, Timestamp> = BTreeMap::new();
        for row in rows {
            let at = self.at(row);
            let known = first.entry(row.account).or_insert(at);
            *known = (*known).min(at);
        }
        let (mut became, mut wasted, mut undecided) = (0, Vec::new(), 0);
        for (account, at) in &first {
            let Some(history) = self.accounts.get(account).map(|one| &one.history) else { continue };
            match history.process_within(*at, CONVERSATION_DAYS) {
                Some(true) => {
                    became += 1;
                    wasted.push((0.0, 1.0));
                }
                Some(false) => wasted.push((1.0, 1.0)),
                None if history.came_to_nothing(*at) && at.days_since(history.until) <= -OUTLOOK_DAYS => {
                    wasted.push((1.0, 1.0));
                }
                None => undecided += 1,
            }
        }
        let flags: Vec<Flag> = rows.iter().map(|row| Flag { account: row.account, day: self.day(row) }).collect();
        let warned = leads(&flags, events, f64::INFINITY);
        let missed: Vec<(f64, f64)> =
            warned.iter().map(|lead| (f64::from(u8::from(lead.days.is_none())), 1.0)).collect();
        Sent {
            method: name.to_owned(),
            accounts: first.len(),
            became,
            undecided,
            wasted: share(&wasted).map(Figure::from),
            never_flagged: share(&missed).map(Figure::from),
            lead_days: mean_lead(&warned, RESAMPLES, SEED).map(Figure::from),
        }
    }
}

/// Tuned points of each judged row, taught on each date by what was known then of earlier dates.
fn tuned(population: &[(&Walked, &Row)], judged: &[(&Walked, &Row)], dates: &[Timestamp]) -> Vec<Option<f64>> {
    let mut fits: BTreeMap<u32, Option<TunedPoints>> = BTreeMap::new();
    judged
        .iter()
        .map(|(_, row)| {
            let fit = fits.entry(row.date).or_insert_with(|| {
                let known_at = dates[row.date as usize];
                let lessons: Vec<TunedRow> = population
                    .iter()
                    .map(|(one, row)| (one, row, dates[row.date as usize]))
                    .filter(|(_, _, at)| at.plus_days(OUTLOOK_DAYS) <= known_at)
                    .map(|(one, row, at)| TunedRow {
                        features: row.features,
                        label: one.history.label_known_at(at, known_at),
                    })
                    .collect();
                TunedPoints::fit(&lessons)
            });
            fit.as_ref().map(|fit| fit.probability(&row.features))
        })
        .collect()
}
