//! What one visit says: the likelihood of its pages, depth, source and acts under each kind of reader.
//!
//! Both filters use the same tables, and states differ only in eight rows, so a visit is weighed once, with eight
//! exponentials, for the person and the account together.

use enfilade_domain::{PageCategory, Source};

use crate::belief::{LANES, Lanes, ROW_OF, ROWS};
use crate::parameters::MarkTables;
use crate::session::{ReadingTime, Session};

/// One lane a row.
pub(crate) const ROW_LANES: usize = ROWS;
/// A log-likelihood per row.
pub(crate) type RowLogs = [f32; ROW_LANES];

/// Visits up to this many pages have their saturated count looked up.
const COUNTED: usize = 32;

/// Weights against which late evidence is measured: passer-by, regular, Problem, Solution.
const EARLY: [f32; 6] = [0.5, 0.2, 0.2, 0.1, 0.0, 0.0];
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
        let highest = logs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut rows = [0.0; ROW_LANES];
        for (row, log) in rows.iter_mut().zip(logs) {
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
        let [passer_by, regular, problem, solution, offer, sales, curious, student] = self.rows;
        let late = sales + OFFER_AGAINST_SALES * offer;
        let early = EARLY[0] * passer_by
            + EARLY[1] * regular
            + EARLY[2] * problem
            + EARLY[3] * solution
            + EARLY[4] * curious
            + EARLY[5] * student;
        (LATE_HEAD_START + (late.max(f32::MIN_POSITIVE) / early.max(f32::MIN_POSITIVE)).ln()).max(0.0)
    }
}

/// The logarithms of the tables, ready to add.
#[derive(Debug, Clone)]
pub(crate) struct MarkLogs {
    pages: [RowLogs; PageCategory::COUNT],
    /// What the logarithm of a reading time adds, by category (the last: none) and row: `x` times the first plus the second.
    reading: [(RowLogs, RowLogs); PageCategory::COUNT + 1],
    reading_weight: f32,
    /// What each page after the first adds, and the first.
    visit_pages: (RowLogs, RowLogs),
    sources: [RowLogs; Source::ALL.len()],
    /// By act (demo, download, share), then by whether it happened.
    acts: [[RowLogs; 2]; 3],
    /// Saturated count of n pages, at n.
    counts: [f32; COUNTED],
    count_limit: f32,
}

impl MarkLogs {
    pub(crate) fn new(tables: &MarkTables) -> Self {
        let log_rows = |value: &dyn Fn(usize) -> f64| -> RowLogs { std::array::from_fn(|row| value(row).ln() as f32) };
        let log_values = |value: &dyn Fn(usize) -> f64| -> RowLogs { std::array::from_fn(|row| value(row) as f32) };
        let share = |weights: &[f64], index: usize| weights[index] / weights.iter().sum::<f64>();
        let act = |p: &[f64; ROWS]| [log_rows(&|row| 1.0 - p[row]), log_rows(&|row| p[row])];
        let rho = tables.saturation;
        Self {
            pages: std::array::from_fn(|category| log_rows(&|row| share(&tables.pages[row], category))),
            reading: std::array::from_fn(|category| {
                // ln of a normal density of x around m, without what is the same for every row: (x m - m^2 / 2) / s^2.
                let variance = tables.reading_spread * tables.reading_spread;
                let median = |row: usize| tables.reading_seconds[row][reading_column(row, category)].ln();
                (
                    std::array::from_fn(|row| (median(row) / variance) as f32),
                    std::array::from_fn(|row| (-0.5 * median(row) * median(row) / variance) as f32),
                )
            }),
            reading_weight: tables.reading_weight as f32,
            visit_pages: (
                log_values(&|row| tables.visit_pages_weight * (1.0 - 1.0 / tables.visit_pages[row]).ln()),
                log_values(&|row| tables.visit_pages_weight * (1.0 / tables.visit_pages[row]).ln()),
            ),
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

    /// What the pages of one category say, and how long they were read.
    pub(crate) fn category(&self, session: &Session, category: usize) -> RowLogs {
        let weight = self.page_weight(session) * session.categories[category] as f32;
        let mut logs = self.pages[category].map(|log| log * weight);
        self.add_reading(&mut logs, &session.read[category], category, self.reading_weight(session));
        logs
    }

    /// How much one page of this visit counts.
    fn page_weight(&self, session: &Session) -> f32 {
        let counted: u32 = session.categories.iter().fold(0, |sum, count| sum.saturating_add(*count));
        let pages = session.pages.max(counted).max(1);
        self.saturated(pages) / pages as f32
    }

    /// How much one known reading time of this visit counts.
    fn reading_weight(&self, session: &Session) -> f32 {
        let timed: u32 = session.read.iter().fold(0, |sum, read| sum.saturating_add(read.pages));
        if timed == 0 { 0.0 } else { self.reading_weight * self.saturated(timed) / timed as f32 }
    }

    #[inline]
    fn add_reading(&self, logs: &mut RowLogs, read: &ReadingTime, category: usize, weight: f32) {
        let (slope, shift) = &self.reading[category];
        let (seconds, pages) = (weight * read.log_seconds, weight * read.pages as f32);
        for ((log, slope), shift) in logs.iter_mut().zip(slope).zip(shift) {
            *log += seconds * slope + pages * shift;
        }
    }

    /// What the length of the visit says.
    #[inline]
    fn length(&self, session: &Session) -> RowLogs {
        let further = (session.pages.clamp(1, COUNTED as u32) - 1) as f32;
        let (each, first) = &self.visit_pages;
        std::array::from_fn(|row| further * each[row] + first[row])
    }

    /// What the length of the visit says, and reading times of pages without a category that was counted.
    pub(crate) fn extent(&self, session: &Session) -> RowLogs {
        let mut logs = self.length(session);
        let weight = self.reading_weight(session);
        let uncounted = (0..PageCategory::COUNT).filter(|category| session.categories[*category] == 0);
        for category in uncounted.chain([PageCategory::COUNT]) {
            self.add_reading(&mut logs, &session.read[category], category, weight);
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
        let mut logs = self.length(session);
        let (page, reading) = (self.page_weight(session), self.reading_weight(session));
        for (category, count) in session.categories.iter().enumerate().filter(|(_, count)| **count > 0) {
            let weight = page * *count as f32;
            for (log, of_page) in logs.iter_mut().zip(&self.pages[category]) {
                *log += weight * of_page;
            }
        }
        for (category, read) in session.read.iter().enumerate().filter(|(_, read)| read.pages > 0) {
            self.add_reading(&mut logs, read, category, reading);
        }
        add(&mut logs, self.source(session));
        for act in self.acts(session) {
            add(&mut logs, act);
        }
        logs
    }
}

/// Which of the four medians applies to a page of `category` (from the four rooms on: no room) for a reader of `row`.
const fn reading_column(row: usize, category: usize) -> usize {
    if category >= 4 {
        return 3;
    }
    if row < 2 || row > 5 {
        return 0;
    }
    let distance = (row - 2).abs_diff(category);
    if distance < 2 { distance } else { 2 }
}

pub(crate) fn add(logs: &mut RowLogs, more: &RowLogs) {
    for (log, more) in logs.iter_mut().zip(more) {
        *log += more;
    }
}
