//! What one visit says: the likelihood of its pages, depth, source and acts under each kind of reader.
//!
//! Both filters use the same tables, and states differ only in six rows, so a visit is weighed once, with six
//! exponentials, for the person and the account together.

use enfilade_domain::{PageCategory, Source};

use crate::belief::{LANES, Lanes, ROW_OF, ROWS};
use crate::parameters::MarkTables;
use crate::session::Session;

/// Six rows and two of padding.
pub(crate) const ROW_LANES: usize = 8;
/// A log-likelihood per row.
pub(crate) type RowLogs = [f32; ROW_LANES];

/// Visits up to this many pages have their saturated count looked up.
const COUNTED: usize = 32;

/// Weights against which late evidence is measured: passer-by, regular, Problem, Solution.
const EARLY: [f32; 4] = [0.5, 0.2, 0.2, 0.1];
/// An Offer visit counts a little less than a Sales visit as evidence for the late rooms: exp(-0.7).
const OFFER_AGAINST_SALES: f32 = 0.496_585_3;
/// Head start, so that a neutral late visit still adds a little momentum.
const LATE_HEAD_START: f32 = 0.5;

/// The likelihood of one visit by row, scaled so that the largest is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marks {
    pub(crate) rows: [f32; ROW_LANES],
}

impl Marks {
    pub(crate) fn of_logs(logs: &RowLogs) -> Self {
        let highest = logs[..ROWS].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut rows = [0.0; ROW_LANES];
        for (row, log) in rows.iter_mut().zip(logs).take(ROWS) {
            *row = (log - highest).exp();
        }
        Self { rows }
    }

    /// The rows spread over the states.
    #[inline]
    pub(crate) fn lanes(&self) -> Lanes {
        let mut lanes = [0.0; LANES];
        for (lane, row) in lanes.iter_mut().zip(ROW_OF) {
            *lane = self.rows[row];
        }
        lanes
    }

    /// Saturated evidence for the late rooms, never negative; what momentum sums.
    #[must_use]
    pub fn late_evidence(&self) -> f32 {
        let [passer_by, regular, problem, solution, offer, sales, ..] = self.rows;
        let late = sales + OFFER_AGAINST_SALES * offer;
        let early = EARLY[0] * passer_by + EARLY[1] * regular + EARLY[2] * problem + EARLY[3] * solution;
        (LATE_HEAD_START + (late.max(f32::MIN_POSITIVE) / early.max(f32::MIN_POSITIVE)).ln()).max(0.0)
    }
}

/// The logarithms of the tables, ready to add.
#[derive(Debug, Clone)]
pub(crate) struct MarkLogs {
    pages: [RowLogs; PageCategory::COUNT],
    deep: RowLogs,
    shallow: RowLogs,
    sources: [RowLogs; Source::ALL.len()],
    /// By act (demo, download, share), then by whether it happened.
    acts: [[RowLogs; 2]; 3],
    /// Saturated count of n pages, at n.
    counts: [f32; COUNTED],
    count_limit: f32,
}

impl MarkLogs {
    pub(crate) fn new(tables: &MarkTables) -> Self {
        let log_rows = |value: &dyn Fn(usize) -> f64| -> RowLogs {
            std::array::from_fn(|row| if row < ROWS { value(row).ln() as f32 } else { 0.0 })
        };
        let share = |weights: &[f64], index: usize| weights[index] / weights.iter().sum::<f64>();
        let act = |p: &[f64; ROWS]| [log_rows(&|row| 1.0 - p[row]), log_rows(&|row| p[row])];
        let rho = tables.saturation;
        Self {
            pages: std::array::from_fn(|category| log_rows(&|row| share(&tables.pages[row], category))),
            deep: log_rows(&|row| tables.deep[row]),
            shallow: log_rows(&|row| 1.0 - tables.deep[row]),
            sources: std::array::from_fn(|source| {
                log_rows(&|row| share(&tables.sources[row], source)).map(|log| log * tables.source_weight as f32)
            }),
            acts: [act(&tables.demo), act(&tables.download), act(&tables.share)],
            counts: std::array::from_fn(|n| ((1.0 - rho.powi(n as i32)) / (1.0 - rho)) as f32),
            count_limit: (1.0 / (1.0 - rho)) as f32,
        }
    }

    /// `n` pages count as `(1 - rho^n) / (1 - rho)`: the twentieth page of a visit says little that is new.
    fn saturated(&self, pages: u32) -> f32 {
        self.counts.get(pages as usize).copied().unwrap_or(self.count_limit)
    }

    /// What the pages of one category say.
    pub(crate) fn category(&self, session: &Session, category: usize) -> RowLogs {
        let weight = self.page_weight(session) * session.categories[category] as f32;
        self.pages[category].map(|log| log * weight)
    }

    /// How much one page of this visit counts.
    fn page_weight(&self, session: &Session) -> f32 {
        let counted: u32 = session.categories.iter().fold(0, |sum, count| sum.saturating_add(*count));
        let pages = session.pages.max(counted).max(1);
        self.saturated(pages) / pages as f32
    }

    /// What the reading time says; nothing where it is not known.
    pub(crate) fn depth(&self, session: &Session) -> RowLogs {
        let mut logs = [0.0; ROW_LANES];
        if session.timed > 0 {
            let weight = self.saturated(session.timed);
            let deep = session.deep.min(session.timed) as f32 / session.timed as f32;
            for ((log, yes), no) in logs.iter_mut().zip(&self.deep).zip(&self.shallow) {
                *log = weight * (deep * yes + (1.0 - deep) * no);
            }
        }
        logs
    }

    pub(crate) const fn source(&self, session: &Session) -> &RowLogs {
        &self.sources[session.source.index()]
    }

    /// What doing or not doing demo, download and share say.
    pub(crate) const fn acts(&self, session: &Session) -> [&RowLogs; 3] {
        [
            &self.acts[0][session.demo as usize],
            &self.acts[1][session.download as usize],
            &self.acts[2][session.share as usize],
        ]
    }

    /// The log-likelihood of the whole visit.
    pub(crate) fn logs(&self, session: &Session) -> RowLogs {
        let mut logs = self.depth(session);
        let weight = self.page_weight(session);
        for (table, count) in self.pages.iter().zip(&session.categories) {
            if *count > 0 {
                let weight = weight * *count as f32;
                for (log, page) in logs.iter_mut().zip(table) {
                    *log += weight * page;
                }
            }
        }
        add(&mut logs, self.source(session));
        for act in self.acts(session) {
            add(&mut logs, act);
        }
        logs
    }
}

pub(crate) fn add(logs: &mut RowLogs, more: &RowLogs) {
    for (log, more) in logs.iter_mut().zip(more) {
        *log += more;
    }
}
