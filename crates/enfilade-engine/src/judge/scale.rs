//! The one scale that people see: of ten past accounts shown at 70, about seven were in the Offer or the Sales room
//! and would have welcomed a talk.
//!
//! Two steps, both monotone in the rank score z. *The published map* comes from simulated markets whose rooms are
//! known: the pooled share by z, made monotone by the pool-adjacent-violators algorithm (Ayer and others 1955). There
//! are tens of thousands of account-weeks, so no shape need be assumed. *The workspace's own map* is the published one
//! with a slope and a shift on the logit scale. A workspace has tens of outcomes at most; two parameters with a prior
//! are what so few can carry, and without outcomes the prior alone remains, whose width is how much markets differ.
//!
//! Two kinds of outcome move it. A verdict after a conversation speaks of the room itself. Whether a decision process
//! opened within sixty days is seen for every account, but is rarer than being in the room: it is held against the
//! published share of such processes at the same z, and what it is off by is carried over to the rooms.

use crate::logit::{Line, logit, sigmoid};

/// A knot of the published map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knot {
    pub z: f64,
    /// Share of account-weeks at this z that stood in the Offer or the Sales room.
    pub share: f64,
    /// Share of account-weeks at this z after which a decision process opened within sixty days.
    pub process: f64,
}

/// An account-week of a simulated market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleCase {
    pub z: f64,
    /// It stood in the Offer or the Sales room.
    pub is_late: bool,
    /// A decision process opened within sixty days; `None` where that cannot be told.
    pub process: Option<bool>,
}

/// The published map with how much markets differ from it.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedScale {
    /// In order of z; shares never fall.
    pub knots: Vec<Knot>,
    /// Standard deviation between markets of the slope on the logit scale; the mean slope is 1.
    pub slope_deviation: f64,
    /// Standard deviation between markets of the shift.
    pub shift_deviation: f64,
    /// How slope and shift go together between markets: their correlation, -1 to 1.
    pub correlation: f64,
    /// Simulated markets behind it.
    pub markets: u32,
    /// Account-weeks behind it.
    pub cases: u32,
}

/// The scale of one workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    knots: Vec<Knot>,
    slope: f64,
    shift: f64,
    /// Variance of the slope, of the shift, and their covariance.
    variance: (f64, f64, f64),
    /// Verdicts of the workspace behind it.
    pub verdicts: u32,
    /// Account-dates of the workspace behind it, of which it is known what came.
    pub processes: u32,
}

/// A number as it is shown, 0 to 1, with the range in which it lies in four of five workspaces like this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Shares are kept this far from 0 and 1, so that their logits are finite. No account is ever certain.
const EDGE: f64 = 0.002;
/// Half-width of an 80 % interval of a normal distribution, in standard deviations.
const EIGHTY_PERCENT: f64 = 1.2816;
/// No market turns the ranking around: the slope stays above this.
const LEAST_SLOPE: f64 = 0.2;
/// Workspaces differ at least by this much from the published map, whatever the simulated markets say: they have one
/// author, and real sites were seen to be off by a factor of two either way (engine specification, 4).
const LEAST_SLOPE_DEVIATION: f64 = 0.2;
const LEAST_SHIFT_DEVIATION: f64 = 0.5;
/// Some room is left beside the line on which the markets lie.
const MOST_CORRELATED: f64 = 0.95;

/// Shares that never fall: neighbours that do are pooled until none does. Values with their weights, in order.
#[must_use]
pub fn never_falling(values: &[(f64, f64)]) -> Vec<f64> {
    // Blocks of (mean, weight, how many values).
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in values {
        let mut block = (*value, *weight, 1);
        while let Some(last) = blocks.last().copied().filter(|last| last.0 > block.0) {
            let weight = last.1 + block.1;
            let mean = if weight > 0.0 { (last.0 * last.1 + block.0 * block.1) / weight } else { block.0 };
            block = (mean, weight, last.2 + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.into_iter().flat_map(|(mean, _, count)| std::iter::repeat_n(mean, count)).collect()
}

impl PublishedScale {
    /// From the account-weeks of several markets. Every market weighs the same. `None` when there are no markets, or
    /// nobody or everybody stood there.
    #[must_use]
    pub fn from_markets(markets: &[Vec<ScaleCase>], knots: usize) -> Option<Self> {
        let mut pooled: Vec<(ScaleCase, f64)> = Vec::new();
        for market in markets.iter().filter(|market| !market.is_empty()) {
            let weight = 1.0 / market.len() as f64;
            pooled.extend(market.iter().filter(|case| case.z.is_finite()).map(|case| (*case, weight)));
        }
        pooled.sort_by(|a, b| a.0.z.total_cmp(&b.0.z));
        let knots = knots_of(&pooled, knots)?;
        let fits: Vec<Line> = markets
            .iter()
            .filter_map(|market| {
                line(&points(&knots, |knot| knot.share, market.iter().map(|case| (case.z, case.is_late))), None)
            })
            .collect();
        let deviation = |of: fn(&Line) -> f64, centre: f64| {
            let sum: f64 = fits.iter().map(|fit| (of(fit) - centre).powi(2)).sum();
            (sum / fits.len().max(1) as f64).sqrt()
        };
        let products: f64 = fits.iter().map(|fit| (fit.slope - 1.0) * fit.shift).sum();
        let together =
            products / fits.len().max(1) as f64 / (deviation(|fit| fit.slope, 1.0) * deviation(|fit| fit.shift, 0.0));
        Some(Self {
            knots,
            slope_deviation: deviation(|fit| fit.slope, 1.0),
            shift_deviation: deviation(|fit| fit.shift, 0.0),
            correlation: if together.is_finite() { together } else { 0.0 },
            markets: markets.len() as u32,
            cases: pooled.len() as u32,
        })
    }

    /// The scale of a workspace from its own outcomes: verdicts (z before the conversation, whether it was welcome),
    /// and account-dates that do not overlap (z, whether a decision process opened within sixty days).
    #[must_use]
    pub fn with_outcomes(&self, verdicts: &[(f64, bool)], processes: &[(f64, bool)]) -> Scale {
        let of_slope = self.slope_deviation.max(LEAST_SLOPE_DEVIATION).powi(2);
        let of_shift = self.shift_deviation.max(LEAST_SHIFT_DEVIATION).powi(2);
        let mut seen = points(&self.knots, |knot| knot.share, verdicts.iter().copied());
        seen.extend(points(&self.knots, |knot| knot.process, processes.iter().copied()));
        let together = self.correlation.clamp(-MOST_CORRELATED, MOST_CORRELATED) * (of_slope * of_shift).sqrt();
        let variance = (of_slope, of_shift, together);
        let fit = line(&seen, Some(variance)).unwrap_or(Line { slope: 1.0, shift: 0.0, variance });
        Scale {
            knots: self.knots.clone(),
            slope: fit.slope,
            shift: fit.shift,
            variance: fit.variance,
            verdicts: verdicts.len() as u32,
            processes: processes.len() as u32,
        }
    }
}

impl Scale {
    /// What is shown for a rank score.
    #[must_use]
    pub fn shown(&self, z: f64) -> Shown {
        let x = logit(at(&self.knots, |knot| knot.share, z), EDGE);
        let (of_slope, of_shift, together) = self.variance;
        let middle = self.slope * x + self.shift;
        let half = EIGHTY_PERCENT * (of_slope * x * x + 2.0 * together * x + of_shift).max(0.0).sqrt();
        Shown { value: sigmoid(middle), low: sigmoid(middle - half), high: sigmoid(middle + half) }
    }

    /// The two numbers by which this workspace differs from the published map: slope and shift on the logit scale.
    #[must_use]
    pub const fn line(&self) -> (f64, f64) {
        (self.slope, self.shift)
    }
}

/// Equal numbers of pooled cases per knot, but finer at the top, where few lie and everything is decided.
fn knots_of(pooled: &[(ScaleCase, f64)], count: usize) -> Option<Vec<Knot>> {
    let truth: f64 = pooled.iter().filter(|(case, _)| case.is_late).map(|(_, weight)| weight).sum();
    let all: f64 = pooled.iter().map(|(_, weight)| weight).sum();
    if pooled.is_empty() || truth <= 0.0 || truth >= all || count < 2 {
        return None;
    }
    // Bounds at 1 - (1 - i/n)^3 of all cases.
    let place = |step: usize| {
        let left = 1.0 - step as f64 / count as f64;
        ((1.0 - left.powi(3)) * pooled.len() as f64) as usize
    };
    let share = |group: &[(ScaleCase, f64)], of: &dyn Fn(&ScaleCase) -> Option<f64>| {
        let known = || group.iter().filter_map(|(case, weight)| Some((of(case)?, weight)));
        let weight: f64 = known().map(|(_, weight)| weight).sum();
        (if weight > 0.0 { known().map(|(value, weight)| value * weight).sum::<f64>() / weight } else { 0.0 }, weight)
    };
    let one = |came: bool| f64::from(u8::from(came));
    let groups: Vec<&[(ScaleCase, f64)]> = (0..count)
        .map(|step| pooled.get(place(step)..place(step + 1).min(pooled.len())).unwrap_or(&[]))
        .filter(|group| !group.is_empty())
        .collect();
    let late: Vec<(f64, f64)> = groups.iter().map(|group| share(group, &|case| Some(one(case.is_late)))).collect();
    let process: Vec<(f64, f64)> = groups.iter().map(|group| share(group, &|case| case.process.map(one))).collect();
    let shares = never_falling(&late).into_iter().zip(never_falling(&process));
    let z = groups.iter().map(|group| share(group, &|case| Some(case.z)).0);
    Some(z.zip(shares).map(|(z, (share, process))| Knot { z, share, process }).collect())
}

/// Outcomes on the logit scale of a map.
fn points(knots: &[Knot], of: fn(&Knot) -> f64, outcomes: impl Iterator<Item = (f64, bool)>) -> Vec<(f64, f64)> {
    let finite = outcomes.filter(|(z, _)| z.is_finite());
    finite.map(|(z, came)| (logit(at(knots, of, z), EDGE), f64::from(u8::from(came)))).collect()
}

/// Linear between knots on the logit scale; flat beyond the ends.
fn at(knots: &[Knot], of: fn(&Knot) -> f64, z: f64) -> f64 {
    let after = knots.partition_point(|knot| knot.z <= z);
    match (after.checked_sub(1).and_then(|before| knots.get(before)), knots.get(after)) {
        (Some(a), Some(b)) => {
            let part = (z - a.z) / (b.z - a.z);
            sigmoid(logit(of(a), EDGE) + part * (logit(of(b), EDGE) - logit(of(a), EDGE)))
        }
        (Some(only), None) | (None, Some(only)) => of(only),
        (None, None) => 0.0,
    }
}

fn line(points: &[(f64, f64)], prior: Option<(f64, f64, f64)>) -> Option<Line> {
    Line::fit(points, prior, &(LEAST_SLOPE..=f64::INFINITY))
}

#[cfg(test)]
#[path = "scale_tests.rs"]
mod tests;
