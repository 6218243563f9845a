//! What silence does to a belief: the matrix exponential of the generator thinned by the visit rates.
//!
//! Between two visits a belief moves by `exp((Q - diag(lambda)) t)`: journeys go on unseen, and not visiting is
//! itself evidence against the states that visit often. The hourly matrix is computed by uniformization (only
//! non-negative terms, so nothing cancels), its powers of two by squaring; a gap is the product of the powers in
//! its binary form. No eigen decomposition: the generator is not symmetric and may be defective.

use crate::belief::{Belief, LANES, Lanes, STATES};

/// A generator or a transition matrix, row = from, column = to.
pub(crate) type Matrix = [[f64; STATES]; STATES];

/// Powers of two that are kept: 2^0 to 2^15 hours, together seven and a half years.
const POWERS: usize = 16;
/// The longest gap that is told apart, in hours.
const LONGEST_GAP_HOURS: u32 = (1 << POWERS) - 1;
/// Terms of the uniformization series. The remainder is below 1e-30 for rates up to 24 a day.
const TERMS: u32 = 40;
/// Hours in a day.
const HOURS_PER_DAY: f64 = 24.0;

/// One matrix, a row of lanes for each state.
type Rows = [Lanes; STATES];

/// The powers of the hourly silence matrix: 26 kB, which stays in the first cache.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    powers: Box<[Rows; POWERS]>,
}

impl Kernel {
    /// `generator` and `visit_rates` per day.
    pub(crate) fn new(generator: &Matrix, visit_rates: &[f64; STATES]) -> Self {
        let mut power = silence_matrix(generator, visit_rates, 1.0 / HOURS_PER_DAY);
        let mut powers = Box::new([[[0.0; LANES]; STATES]; POWERS]);
        for stored in powers.iter_mut() {
            for (row, exact) in stored.iter_mut().zip(&power) {
                for (value, exact) in row.iter_mut().zip(exact) {
                    *value = *exact as f32;
                }
            }
            power = product(&power, &power);
        }
        Self { powers }
    }

    /// The weights after `hours` without a visit, not normalised.
    #[inline]
    pub(crate) fn silence(&self, mut lanes: Lanes, hours: u32) -> Lanes {
        let mut left = hours.min(LONGEST_GAP_HOURS);
        while left != 0 {
            let power = left.trailing_zeros() as usize;
            lanes = times(&lanes, &self.powers[power]);
            left &= left - 1;
        }
        lanes
    }

    /// The belief after `hours` without a visit.
    #[inline]
    pub(crate) fn after_silence(&self, belief: &Belief, hours: u32) -> Belief {
        if hours == 0 { *belief } else { Belief::normalised(self.silence(belief.0, hours)) }
    }

    /// Probability of no visit within `hours`, from lanes that sum to at most 1.
    #[inline]
    pub(crate) fn no_visit(&self, lanes: &Lanes, hours: u32) -> f32 {
        self.silence(*lanes, hours).iter().sum()
    }
}

/// Row vector times matrix. Written as additions of whole lanes, which the compiler turns into vector code.
#[inline]
fn times(lanes: &Lanes, rows: &Rows) -> Lanes {
    let mut result = [0.0_f32; LANES];
    for (weight, row) in lanes.iter().zip(rows) {
        for (sum, value) in result.iter_mut().zip(row) {
            *sum += weight * value;
        }
    }
    result
}

/// `exp((Q - diag(lambda)) days)` by uniformization.
pub(crate) fn silence_matrix(generator: &Matrix, visit_rates: &[f64; STATES], days: f64) -> Matrix {
    let mut thinned = *generator;
    for (state, rate) in visit_rates.iter().enumerate() {
        thinned[state][state] -= rate;
    }
    exponential(&thinned, days)
}

/// `exp(G t)` for a matrix whose off-diagonal is non-negative: `e^(-qt) sum (qt)^n / n! (I + G/q)^n`.
pub(crate) fn exponential(generator: &Matrix, days: f64) -> Matrix {
    let fastest = (0..STATES).map(|state| -generator[state][state]).fold(0.0, f64::max);
    let mut term = identity();
    if fastest <= 0.0 {
        return term;
    }
    let mut jump = identity();
    for (row, rates) in jump.iter_mut().zip(generator) {
        for (value, rate) in row.iter_mut().zip(rates) {
            // Rounding may leave a diagonal of -1e-17 where it is exactly zero.
            *value = (*value + rate / fastest).max(0.0);
        }
    }
    let mean = fastest * days;
    let mut sum = term;
    for n in 1..TERMS {
        term = product(&term, &jump);
        let factor = mean / f64::from(n);
        for (row, total) in term.iter_mut().zip(&mut sum) {
            for (value, total) in row.iter_mut().zip(total) {
                *value *= factor;
                *total += *value;
            }
        }
    }
    let scale = (-mean).exp();
    for value in sum.iter_mut().flatten() {
        *value *= scale;
    }
    sum
}

fn identity() -> Matrix {
    let mut matrix = [[0.0; STATES]; STATES];
    for (state, row) in matrix.iter_mut().enumerate() {
        row[state] = 1.0;
    }
    matrix
}

pub(crate) fn product(left: &Matrix, right: &Matrix) -> Matrix {
    let mut result = [[0.0; STATES]; STATES];
    for (sums, row) in result.iter_mut().zip(left) {
        for (weight, other) in row.iter().zip(right) {
            for (sum, value) in sums.iter_mut().zip(other) {
                *sum += weight * value;
            }
        }
    }
    result
}
