//! The published numbers: every rate, table and weight of the model as plain data, and their validation.
//!
//! All are set by hand from the book's account of how buyers move and from a simulated market (model note, section
//! 5). Errors of half their size barely change the ranking, which is why they may be published before any learning.

use enfilade_domain::{PageCategory, Source};

use crate::belief::{CURIOUS, DEEP_QUIET, ENGAGED, GONE, PACES, QUIET, ROWS, STATES, STUDENT};
use crate::classic::ClassicPoints;
use crate::kernel::Matrix;

/// Months of a decision for which the scale is 1.
const MONTHS_AT_SCALE_ONE: f64 = 4.0;
/// Rates above this would leave the accuracy of the silence matrix unproven.
pub(crate) const HIGHEST_RATE_PER_DAY: f64 = 24.0;

/// Why a model cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ModelError {
    #[error("decision months must lie between 0.1 and 120, not {months}")]
    DecisionMonths { months: f64 },
    #[error("{name} must be a rate between 0 and 24 per day, not {value}")]
    Rate { name: &'static str, value: f64 },
    #[error("{name} must be a probability strictly between 0 and 1, not {value}")]
    Probability { name: &'static str, value: f64 },
    #[error("a learned model has {expected} numbers, not {found}")]
    Missing { expected: usize, found: usize },
    #[error("{name} must be positive and finite, not {value}")]
    Weight { name: &'static str, value: f64 },
}

/// Rates of one filter at scale 1, per day.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Engaged to quiet, all pauses together.
    pub engaged_to_quiet: f64,
    /// Quiet to engaged; divided by the root of the scale.
    pub quiet_to_engaged: f64,
    /// One room forward; divided by the scale.
    pub forward: f64,
    /// One room back; divided by the scale.
    pub back: f64,
    /// Leaving the journey; divided by the scale.
    pub leave: f64,
    /// A passer-by enters a room (any of them).
    pub passer_by_to_room: f64,
    /// A regular reader enters a room (any of them).
    pub regular_to_room: f64,
    pub regular_to_passer_by: f64,
    /// A passer-by is gone for good.
    pub passer_by_to_gone: f64,
    /// Somebody gone is seen again, as a passer-by.
    pub gone_to_passer_by: f64,
    /// Share of those who leave a journey who are gone for good; the others become passers-by.
    pub leave_to_gone: f64,
    /// A burst of curiosity is over.
    pub curious_to_gone: f64,
    /// Somebody curious enters a room (any of them).
    pub curious_to_room: f64,
    /// Studying is over.
    pub student_to_gone: f64,
    /// Visit sessions a day: passer-by, regular, engaged by room, quiet by room, gone, curious, student; lambda in
    /// the model note.
    pub visits: [f64; 13],
    /// Belief at first sight over the same states; the quiet part is shared with deep quiet where that exists.
    pub prior: [f64; 13],
    /// Deep quiet exists from this scale on.
    pub deep_quiet_from_scale: f64,
}

/// How the rates vary by mode and room; the same for both filters.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Multipliers of forward by mode: engaged, quiet, deep-quiet.
    pub forward: [f64; 3],
    /// Multipliers of leaving by mode.
    pub leave: [f64; 3],
    /// Additional multiplier of leaving out of the Sales room while quiet or deep-quiet.
    pub leave_sales: f64,
    /// Which room an outsider enters.
    pub entry: [f64; 4],
    /// Passer-by to regular, as a multiple of regular to passer-by.
    pub passer_by_to_regular: f64,
    pub deep_quiet: DeepQuiet,
}

/// The long pauses: budget freezes, internal work.
#[derive(Debug, Clone, PartialEq)]
pub struct DeepQuiet {
    /// Share of all pauses that are deep.
    pub share_of_pauses: f64,
    /// Where deep quiet exists, short quiet ends this much sooner.
    pub quiet_return: f64,
    /// Deep quiet to engaged: this part of the quiet rate ...
    pub deep_return: f64,
    /// ... but never faster than this, per day.
    pub deep_return_at_most: f64,
    /// Visits as a part of the quiet ones.
    pub visits: f64,
    /// Share of the quiet prior.
    pub prior: f64,
}

/// What each kind of reader does within one visit. Rows: passer-by, regular, Problem, Solution, Offer, Sales, curious,
/// student.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkTables {
    /// Weights of page categories, brought to sum 1 per row; B in the model note.
    pub pages: [[f64; PageCategory::COUNT]; ROWS],
    /// Median active seconds by row: a page of the own room (for rows outside: any page about a room), one room away,
    /// farther away, a page about no room.
    pub reading_seconds: [[f64; 4]; ROWS],
    /// Standard deviation of the logarithm of reading times.
    pub reading_spread: f64,
    /// How much the reading time weighs; pages of one visit are not independent.
    pub reading_weight: f64,
    /// Mean number of pages in a visit (geometric from 1 on).
    pub visit_pages: [f64; ROWS],
    /// How much the number of pages weighs.
    pub visit_pages_weight: f64,
    /// Weights of sources, brought to sum 1 per row; S.
    pub sources: [[f64; Source::ALL.len()]; ROWS],
    /// Probability of a demo or contact form in a visit.
    pub demo: [f64; ROWS],
    /// Probability of a download.
    pub download: [f64; ROWS],
    /// Probability of a share.
    pub share: [f64; ROWS],
    /// Each further page of a visit counts this much of the one before; rho.
    pub saturation: f64,
    /// The weight of the source against the pages.
    pub source_weight: f64,
    /// Visits a day of people at an account who have nothing to do with a decision; g.
    pub casual_visits: f64,
}

/// The readiness layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    pub intercept: f64,
    /// Sales, Offer or Sales, in market, any person in Sales, any person in Offer or Sales, committee, engaged, momentum.
    pub weights: [f64; 8],
    /// Log-odds are taken of probabilities kept this far from 0 and 1.
    pub clip: f64,
    /// Half-life of momentum at scale 1, days; grows with the root of the scale.
    pub momentum_half_life_days: f64,
    /// Lowest weight of a visit for its account, however unlikely the visitor is a buyer.
    pub committee_floor: f64,
    /// Calibration: probability = sigmoid(slope z + shift).
    pub slope: f64,
    pub shift: f64,
}

/// The numbers of one published model.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    pub version: String,
    pub person: Rates,
    /// By pace: the share of people, and the factor on every visit rate. Accounts are read at one pace.
    pub paces: [(f64, f64); PACES],
    pub account: Rates,
    pub shape: Shape,
    pub marks: MarkTables,
    pub layer: Layer,
    pub classic: ClassicPoints,
}

impl Published {
    /// The hand-set model that every workspace starts with.
    #[must_use]
    pub fn v2() -> Self {
        Self {
            version: "published-2".into(),
            person: Rates::person_v2(),
            // Three slices of a gamma law of shape 0.6 around 1, drawn a little together.
            paces: [(0.35, 0.25), (0.40, 0.90), (0.25, 2.20)],
            account: Rates::account_v2(),
            shape: Shape::v2(),
            marks: MarkTables::v2(),
            layer: Layer::v2(),
            classic: ClassicPoints::v1(),
        }
    }

    /// # Errors
    /// A number lies where the filters would no longer be certain to work; the error names it.
    pub(crate) fn validate(&self) -> Result<(), ModelError> {
        for rates in [&self.person, &self.account] {
            rates.validate()?;
        }
        for (share, factor) in self.paces {
            positive("the share of a pace", share)?;
            positive("the factor of a pace", factor)?;
        }
        let marks = &self.marks;
        let weights = marks.pages.iter().flatten().chain(marks.sources.iter().flatten());
        for value in weights.chain(&self.shape.entry).copied() {
            positive("a weight of the page, source or entry tables", value)?;
        }
        for value in [&marks.demo, &marks.download, &marks.share].into_iter().flatten().copied() {
            probability("a depth, form, download or share probability", value)?;
        }
        probability("saturation", marks.saturation)?;
        probability("committee floor", self.layer.committee_floor)?;
        probability("clip", self.layer.clip)?;
        rate("casual visits", marks.casual_visits)?;
        positive("momentum half-life", self.layer.momentum_half_life_days)?;
        positive("calibration slope", self.layer.slope)?;
        positive("classic half-life", self.classic.half_life_days)
    }
}

impl Rates {
    fn person_v2() -> Self {
        Self {
            engaged_to_quiet: 1.0 / 9.0,
            quiet_to_engaged: 1.0 / 18.0,
            forward: 1.0 / 32.0,
            back: 1.0 / 140.0,
            leave: 1.0 / 220.0,
            // A passer-by is not seen again after some weeks: people differ from agents who always come back.
            passer_by_to_gone: 1.0 / 50.0,
            gone_to_passer_by: 1.0 / 2000.0,
            leave_to_gone: 1.0,
            curious_to_gone: 1.0 / 10.0,
            curious_to_room: 0.0,
            student_to_gone: 1.0 / 20.0,
            passer_by_to_room: 1.7 / 1500.0,
            regular_to_room: 1.0 / 1500.0,
            regular_to_passer_by: 1.0 / 150.0,
            visits: [0.006, 0.09, 0.32, 0.32, 0.32, 0.35, 0.012, 0.012, 0.012, 0.015, 0.0003, 0.05, 0.35],
            prior: [0.26, 0.16, 0.075, 0.056, 0.038, 0.019, 0.045, 0.034, 0.0225, 0.0115, 0.0, 0.30, 0.08],
            deep_quiet_from_scale: 0.0,
        }
    }

    fn account_v2() -> Self {
        Self {
            engaged_to_quiet: 1.0 / 12.0,
            quiet_to_engaged: 1.0 / 16.0,
            forward: 1.0 / 35.0,
            back: 1.0 / 140.0,
            leave: 1.0 / 220.0,
            // A company does not go for good: somebody else may come at any time.
            passer_by_to_gone: 0.0,
            gone_to_passer_by: 0.0,
            leave_to_gone: 0.0,
            curious_to_gone: 1.0 / 10.0,
            curious_to_room: 0.0,
            student_to_gone: 1.0 / 20.0,
            passer_by_to_room: 1.7 / 700.0,
            regular_to_room: 1.0 / 700.0,
            regular_to_passer_by: 1.0 / 200.0,
            visits: [0.010, 0.16, 0.25, 0.25, 0.25, 0.30, 0.035, 0.035, 0.035, 0.04, 0.0003, 0.05, 0.35],
            prior: [0.70, 0.08, 0.064, 0.048, 0.032, 0.016, 0.024, 0.018, 0.012, 0.006, 0.0, 0.0, 0.0],
            deep_quiet_from_scale: 0.0,
        }
    }

    fn validate(&self) -> Result<(), ModelError> {
        let named = [
            ("engaged to quiet", self.engaged_to_quiet),
            ("quiet to engaged", self.quiet_to_engaged),
            ("forward", self.forward),
            ("back", self.back),
            ("leave", self.leave),
            ("passer-by to room", self.passer_by_to_room),
            ("regular to room", self.regular_to_room),
            ("regular to passer-by", self.regular_to_passer_by),
            ("passer-by to gone", self.passer_by_to_gone),
            ("gone to passer-by", self.gone_to_passer_by),
            ("curious to gone", self.curious_to_gone),
            ("curious to room", self.curious_to_room),
            ("student to gone", self.student_to_gone),
        ];
        for (name, value) in named {
            rate(name, value)?;
        }
        if !(0.0..=1.0).contains(&self.leave_to_gone) {
            return Err(ModelError::Probability { name: "leave to gone", value: self.leave_to_gone });
        }
        for value in self.visits {
            rate("a visit rate", value)?;
            positive("a visit rate", value)?;
        }
        for value in self.prior {
            if !(0.0..1.0).contains(&value) {
                return Err(ModelError::Probability { name: "a prior", value });
            }
        }
        Ok(())
    }

    /// Whether long pauses are told apart at this scale.
    fn has_deep_quiet(&self, scale: f64) -> bool {
        scale >= self.deep_quiet_from_scale
    }

    /// The generator per day at a scale; Q in the model note.
    pub(crate) fn generator(&self, shape: &Shape, scale: f64) -> Matrix {
        let deep = self.has_deep_quiet(scale);
        let returning = self.quiet_to_engaged / scale.sqrt();
        let (forward, back, leave) = (self.forward / scale, self.back / scale, self.leave / scale);
        let entry_sum: f64 = shape.entry.iter().sum();
        let mut q = [[0.0; STATES]; STATES];
        q[1][0] = self.regular_to_passer_by;
        q[0][1] = self.regular_to_passer_by * shape.passer_by_to_regular;
        q[0][GONE] = self.passer_by_to_gone;
        q[GONE][0] = self.gone_to_passer_by;
        q[CURIOUS][GONE] = self.curious_to_gone;
        q[STUDENT][GONE] = self.student_to_gone;
        for room in 0..4 {
            let entry = shape.entry[room] / entry_sum;
            q[0][ENGAGED + room] = self.passer_by_to_room * entry;
            q[1][ENGAGED + room] = self.regular_to_room * entry;
            q[CURIOUS][ENGAGED + room] = self.curious_to_room * entry;
            let modes = if deep { 3 } else { 2 };
            for (mode, first) in [ENGAGED, QUIET, DEEP_QUIET].into_iter().enumerate().take(modes) {
                let from = first + room;
                let sales_x = if room == 3 && mode > 0 { shape.leave_sales } else { 1.0 };
                let leaving = leave * shape.leave[mode] * sales_x;
                q[from][0] = leaving * (1.0 - self.leave_to_gone);
                q[from][GONE] = leaving * self.leave_to_gone;
                if room < 3 {
                    q[from][from + 1] = forward * shape.forward[mode];
                }
                if room > 0 {
                    q[from][from - 1] = back;
                }
            }
            let pauses = &shape.deep_quiet;
            let deep_share = if deep { pauses.share_of_pauses } else { 0.0 };
            q[ENGAGED + room][QUIET + room] = self.engaged_to_quiet * (1.0 - deep_share);
            q[ENGAGED + room][DEEP_QUIET + room] = self.engaged_to_quiet * deep_share;
            q[QUIET + room][ENGAGED + room] = returning * if deep { pauses.quiet_return } else { 1.0 };
            if deep {
                q[DEEP_QUIET + room][ENGAGED + room] = (returning * pauses.deep_return).min(pauses.deep_return_at_most);
            }
        }
        for (state, row) in q.iter_mut().enumerate() {
            row[state] = -row.iter().sum::<f64>();
        }
        q
    }

    /// Visits a day by state.
    pub(crate) fn visit_rates(&self, shape: &Shape) -> [f64; STATES] {
        std::array::from_fn(|state| match state {
            GONE.. => self.visits[state - 4],
            DEEP_QUIET.. => self.visits[state - 4] * shape.deep_quiet.visits,
            _ => self.visits[state],
        })
    }

    /// Belief at first sight by state, summing to 1.
    pub(crate) fn first_belief(&self, shape: &Shape, scale: f64) -> [f64; STATES] {
        let deep = if self.has_deep_quiet(scale) { shape.deep_quiet.prior } else { 0.0 };
        let total: f64 = self.prior.iter().sum();
        std::array::from_fn(|state| match state {
            GONE.. => self.prior[state - 4] / total,
            DEEP_QUIET.. => self.prior[state - 4] * deep / total,
            QUIET.. => self.prior[state] * (1.0 - deep) / total,
            _ => self.prior[state] / total,
        })
    }
}

impl Shape {
    fn v2() -> Self {
        Self {
            forward: [1.2, 0.8, 0.8 * 0.7],
            leave: [0.6, 1.0, 1.3],
            leave_sales: 1.6,
            entry: [0.4, 0.3, 0.2, 0.1],
            passer_by_to_regular: 0.05,
            deep_quiet: DeepQuiet {
                share_of_pauses: 0.35,
                quiet_return: 1.6,
                deep_return: 0.3,
                deep_return_at_most: 1.0 / 60.0,
                visits: 0.25,
                prior: 0.4,
            },
        }
    }
}

impl MarkTables {
    fn v2() -> Self {
        let room = [42.0, 28.0, 9.0, 3.0, 5.0, 8.0, 5.0];
        Self {
            pages: [
                [20.0, 16.0, 7.0, 5.0, 11.0, 8.0, 6.0, 6.0, 3.0, 16.0, 2.0],
                [24.0, 18.0, 7.0, 5.0, 4.0, 3.0, 5.0, 3.0, 24.0, 6.0, 1.0],
                [46.0, 15.0, 5.0, 3.0, 8.0, 2.0, 0.7, 3.0, 1.0, 15.0, 0.3],
                [15.0, 42.0, 10.0, 4.0, 11.0, 3.0, 0.7, 3.0, 1.5, 10.0, 0.5],
                [5.0, 13.0, 34.0, 10.0, 13.0, 11.0, 0.7, 3.0, 3.0, 8.0, 1.5],
                [4.0, 6.0, 16.0, 38.0, 8.0, 12.0, 0.7, 8.0, 4.0, 7.0, 4.0],
                [22.0, 15.0, 17.0, 8.0, 15.0, 10.0, 3.0, 3.0, 5.0, 5.0, 2.5],
                [46.0, 35.0, 5.0, 4.0, 2.0, 1.0, 1.5, 1.5, 3.0, 1.0, 0.2],
            ],
            reading_seconds: [
                [28.0, 28.0, 28.0, 18.0],
                [22.0, 22.0, 22.0, 25.0],
                [83.0, 47.0, 28.0, 18.0],
                [83.0, 47.0, 28.0, 18.0],
                [83.0, 47.0, 28.0, 18.0],
                [83.0, 47.0, 28.0, 18.0],
                [16.0, 16.0, 16.0, 14.0],
                [70.0, 70.0, 70.0, 40.0],
            ],
            reading_spread: 0.8,
            reading_weight: 0.85,
            visit_pages: [2.5, 1.8, 2.6, 2.6, 2.6, 2.6, 8.0, 5.0],
            visit_pages_weight: 1.0,
            sources: [
                [24.0, 35.0, 4.0, 10.0, 1.0, 22.0, 4.0],
                [32.0, 20.0, 32.0, 3.0, 1.0, 9.0, 3.0],
                room,
                room,
                room,
                room,
                [32.0, 24.0, 3.0, 12.0, 1.0, 24.0, 4.0],
                [16.0, 66.0, 3.0, 3.0, 2.0, 5.0, 5.0],
            ],
            // Nearly neutral between a curious passer-by and the late rooms: loudness carries little.
            demo: [0.02, 0.006, 0.008, 0.012, 0.04, 0.09, 0.08, 0.003],
            download: [0.02, 0.015, 0.035, 0.045, 0.05, 0.05, 0.08, 0.03],
            share: [0.004, 0.01, 0.07, 0.07, 0.07, 0.07, 0.006, 0.01],
            saturation: 0.6,
            source_weight: 0.7,
            casual_visits: 0.012,
        }
    }
}

impl Layer {
    fn v2() -> Self {
        Self {
            intercept: -2.2,
            weights: [0.35, 0.25, 0.15, 0.10, 0.05, 0.30, 0.50, 1.0],
            clip: 1e-4,
            momentum_half_life_days: 20.0,
            committee_floor: 0.15,
            slope: 1.0,
            shift: 0.0,
        }
    }
}

/// The scale of a workspace: typical decision time in months over four.
pub(crate) fn scale_of(decision_months: f64) -> Result<f64, ModelError> {
    if (0.1..=120.0).contains(&decision_months) {
        Ok(decision_months / MONTHS_AT_SCALE_ONE)
    } else {
        Err(ModelError::DecisionMonths { months: decision_months })
    }
}

fn rate(name: &'static str, value: f64) -> Result<(), ModelError> {
    if (0.0..=HIGHEST_RATE_PER_DAY).contains(&value) { Ok(()) } else { Err(ModelError::Rate { name, value }) }
}

fn probability(name: &'static str, value: f64) -> Result<(), ModelError> {
    if value > 0.0 && value < 1.0 { Ok(()) } else { Err(ModelError::Probability { name, value }) }
}

fn positive(name: &'static str, value: f64) -> Result<(), ModelError> {
    if value > 0.0 && value.is_finite() { Ok(()) } else { Err(ModelError::Weight { name, value }) }
}
