//! Does a number put the right accounts on top?

use super::estimate::{DEVIATIONS, Estimate, resampled};

/// One account on one date: the number it was given, and whether what the number is about came true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// A running number of the account; its cases are resampled together.
    pub account: u32,
    /// A running number of the date, for lists that are drawn up anew on each.
    pub date: u32,
    /// The higher, the further up. What is no number ranks last.
    pub score: f64,
    pub came_true: bool,
}

/// Cases in order of their score, highest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    ordered: Vec<Judged>,
    accounts: usize,
}

/// What a ranking is worth, by one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Area under the ROC curve: the chance that a case that came true ranks above one that did not; ties count half.
    Area,
    /// Mean precision at the thresholds where recall grows; ties are one threshold.
    AveragePrecision,
    /// Share of what came true that is flagged when at most this share of what did not may be flagged.
    Caught(f64),
    /// Share of what came true among so many of the highest of each date, mean over the dates.
    PrecisionOfFirst(usize),
    /// Share of what came true among this highest-ranked share of all cases, at least one. Of ties at the edge as many
    /// count as there is room for, in proportion.
    PrecisionOfShare(f64),
}

/// A ranking in which each account counts as often as it was drawn.
#[derive(Debug, Clone, Copy)]
struct Sample<'a> {
    ranking: &'a Ranking,
    draws: &'a [u32],
}

/// Cases of one score: how many came true and how many did not.
#[derive(Debug, Clone, Copy, Default)]
struct Tie {
    score: f64,
    hits: f64,
    others: f64,
}

impl Ranking {
    #[must_use]
    pub fn new(mut cases: Vec<Judged>) -> Self {
        for case in cases.iter_mut().filter(|case| case.score.is_nan()) {
            case.score = f64::NEG_INFINITY;
        }
        // Zero and minus zero are one score.
        cases.iter_mut().for_each(|case| case.score += 0.0);
        cases.sort_by(|a, b| b.score.total_cmp(&a.score));
        let accounts = cases.iter().map(|case| case.account as usize + 1).max().unwrap_or(0);
        Self { ordered: cases, accounts }
    }

    #[must_use]
    pub fn cases(&self) -> &[Judged] {
        &self.ordered
    }

    /// `None` where the statistic is undefined: nothing came true, or, for the area, everything did.
    #[must_use]
    pub fn of(&self, statistic: Statistic) -> Option<f64> {
        Sample { ranking: self, draws: &vec![1; self.accounts] }.of(statistic)
    }

    /// A statistic with its interval from resampled accounts.
    #[must_use]
    pub fn resampled(&self, statistic: Statistic, resamples: usize, seed: u64) -> Option<Estimate> {
        resampled(self.accounts, resamples, seed, |draws| Sample { ranking: self, draws }.of(statistic))
    }

    /// The lowest score that is still flagged when at most this share of the cases that did not come true may be
    /// flagged. `None` when not even the highest score may.
    #[must_use]
    pub fn threshold(&self, false_alarm_share: f64) -> Option<f64> {
        Sample { ranking: self, draws: &vec![1; self.accounts] }.threshold(false_alarm_share)
    }

    /// [`Statistic::Area`] with an interval that needs no resampling: Obuchowski's for clustered data (Biometrics 53, 1997), DeLong's where each account has one case, on the logit
    /// scale so that it stays within 0 and 1. `None` when all or none came true.
    #[must_use]
    pub fn area(&self) -> Option<Estimate> {
        let value = self.of(Statistic::Area)?;
        let Some(variance) = self.area_variance(value) else { return Some(Estimate::bare(value)) };
        let slope = value * (1.0 - value);
        if slope <= 0.0 || !variance.is_finite() {
            return Some(Estimate::bare(value));
        }
        let (logit, half) = ((value / (1.0 - value)).ln(), DEVIATIONS * variance.max(0.0).sqrt() / slope);
        let back = |x: f64| 1.0 / (1.0 + (-x).exp());
        Some(Estimate::within(value, back(logit - half), back(logit + half)))
    }

    /// `None` when fewer than two accounts hold cases of either kind.
    fn area_variance(&self, area: f64) -> Option<f64> {
        let hits = self.ordered.iter().filter(|case| case.came_true).count() as f64;
        let others = self.ordered.len() as f64 - hits;
        // By account: sum of (placement - area) over the cases that came true, and over those that did not; counts.
        let mut sums = vec![(0.0_f64, 0.0_f64, 0_u32, 0_u32); self.accounts];
        let (mut hits_above, mut others_above) = (0.0, 0.0);
        for tie in self.ordered.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
            let tied_hits = tie.iter().filter(|case| case.came_true).count() as f64;
            let tied_others = tie.len() as f64 - tied_hits;
            // A case that came true is placed by the others below it, another by the true ones above it.
            let of_hit = (others - others_above - tied_others / 2.0) / others;
            let of_other = (hits_above + tied_hits / 2.0) / hits;
            for case in tie {
                let sum = &mut sums[case.account as usize];
                if case.came_true {
                    sum.0 += of_hit - area;
                    sum.2 += 1;
                } else {
                    sum.1 += of_other - area;
                    sum.3 += 1;
                }
            }
            hits_above += tied_hits;
            others_above += tied_others;
        }
        let count = |wanted: fn(&(f64, f64, u32, u32)) -> bool| sums.iter().filter(|sum| wanted(sum)).count() as f64;
        let with_hits = count(|sum| sum.2 > 0);
        let with_others = count(|sum| sum.3 > 0);
        let all = count(|sum| sum.2 + sum.3 > 0);
        if with_hits < 2.0 || with_others < 2.0 {
            return None;
        }
        let total = |term: fn(&(f64, f64, u32, u32)) -> f64| sums.iter().map(term).sum::<f64>();
        let of_hits = with_hits / ((with_hits - 1.0) * hits) * total(|sum| sum.0 * sum.0);
        let of_others = with_others / ((with_others - 1.0) * others) * total(|sum| sum.1 * sum.1);
        let together = all / (all - 1.0) * total(|sum| sum.0 * sum.1);
        Some(of_hits / hits + of_others / others + 2.0 * together / (hits * others))
    }
}

/// How much better one ranking is than another of the same accounts, by one statistic, each resample the same for both.
#[must_use]
pub fn difference(a: &Ranking, b: &Ranking, statistic: Statistic, resamples: usize, seed: u64) -> Option<Estimate> {
    resampled(a.accounts.max(b.accounts), resamples, seed, |draws| {
        Some(Sample { ranking: a, draws }.of(statistic)? - Sample { ranking: b, draws }.of(statistic)?)
    })
}

impl Sample<'_> {
    fn of(&self, statistic: Statistic) -> Option<f64> {
        match statistic {
            Statistic::Area => self.area(),
            Statistic::AveragePrecision => self.average_precision(),
            Statistic::Caught(false_alarm_share) => self.caught(false_alarm_share),
            Statistic::PrecisionOfFirst(n) => self.precision_of_first(n),
            Statistic::PrecisionOfShare(share) => self.precision_of_share(share),
        }
    }

    fn weight(&self, case: &Judged) -> f64 {
        self.draws.get(case.account as usize).map_or(0.0, |draws| f64::from(*draws))
    }

    fn ties(&self) -> impl Iterator<Item = Tie> {
        let runs = self.ranking.ordered.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq());
        runs.map(|run| {
            let mut tie = Tie { score: run[0].score, ..Tie::default() };
            for case in run {
                *(if case.came_true { &mut tie.hits } else { &mut tie.others }) += self.weight(case);
            }
            tie
        })
    }

    fn totals(&self) -> (f64, f64) {
        self.ties().fold((0.0, 0.0), |(hits, others), tie| (hits + tie.hits, others + tie.others))
    }

    fn area(&self) -> Option<f64> {
        let (hits, others) = self.totals();
        let (mut pairs, mut hits_above) = (0.0, 0.0);
        for tie in self.ties() {
            pairs += tie.others * (hits_above + tie.hits / 2.0);
            hits_above += tie.hits;
        }
        (hits > 0.0 && others > 0.0).then(|| pairs / (hits * others))
    }

    fn average_precision(&self) -> Option<f64> {
        let (all, _) = self.totals();
        let (mut hits, mut seen, mut sum) = (0.0, 0.0, 0.0);
        for tie in self.ties() {
            hits += tie.hits;
            seen += tie.hits + tie.others;
            if tie.hits > 0.0 {
                sum += tie.hits / all * hits / seen;
            }
        }
        (all > 0.0).then_some(sum)
    }

    fn threshold(&self, false_alarm_share: f64) -> Option<f64> {
        let (_, others) = self.totals();
        let (mut flagged, mut lowest) = (0.0, None);
        for tie in self.ties() {
            flagged += tie.others;
            if flagged > false_alarm_share * others {
                break;
            }
            if tie.hits + tie.others > 0.0 {
                lowest = Some(tie.score);
            }
        }
        lowest
    }

    fn caught(&self, false_alarm_share: f64) -> Option<f64> {
        let (hits, others) = self.totals();
        let (mut flagged, mut caught) = (0.0, 0.0);
        for tie in self.ties() {
            flagged += tie.others;
            if flagged > false_alarm_share * others {
                break;
            }
            caught += tie.hits;
        }
        (hits > 0.0).then(|| caught / hits)
    }

    fn precision_of_share(&self, share: f64) -> Option<f64> {
        let (hits, others) = self.totals();
        // At least one case: the shortest list there is.
        precision_of(self.ties(), (share * (hits + others)).max(1.0))
    }

    fn precision_of_first(&self, n: usize) -> Option<f64> {
        let mut dates: Vec<Vec<Tie>> = Vec::new();
        for case in &self.ranking.ordered {
            let weight = self.weight(case);
            if weight == 0.0 {
                continue;
            }
            if dates.len() <= case.date as usize {
                dates.resize_with(case.date as usize + 1, Vec::new);
            }
            let ties = &mut dates[case.date as usize];
            if ties.last().is_none_or(|tie| tie.score != case.score) {
                ties.push(Tie { score: case.score, ..Tie::default() });
            }
            if let Some(tie) = ties.last_mut() {
                *(if case.came_true { &mut tie.hits } else { &mut tie.others }) += weight;
            }
        }
        let of_dates: Vec<f64> =
            dates.into_iter().filter_map(|ties| precision_of(ties.into_iter(), n as f64)).collect();
        (!of_dates.is_empty()).then(|| of_dates.iter().sum::<f64>() / of_dates.len() as f64)
    }
}

/// Share of hits among the first `room` cases.
fn precision_of(ties: impl Iterator<Item = Tie>, room: f64) -> Option<f64> {
    let (mut hits, mut taken) = (0.0, 0.0);
    for tie in ties {
        let size = tie.hits + tie.others;
        if size <= 0.0 {
            continue;
        }
        let part = ((room - taken) / size).min(1.0);
        if part <= 0.0 {
            break;
        }
        hits += tie.hits * part;
        taken += size * part;
    }
    (taken > 0.0).then(|| hits / taken)
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
