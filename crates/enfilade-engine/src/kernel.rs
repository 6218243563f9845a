//! What silence does to a belief: the matrix exponential of the generator thinned by the visit rates.
//!
//! Between two visits a belief moves by `exp((Q - diag(lambda)) t)`: journeys go on unseen, and not visiting is
//! itself evidence against the states that visit often. The hourly matrix is computed by uniformization (only
//! non-negative terms, so nothing cancels), its powers by multiplication; a gap is the product of the powers in its
//! hexadecimal form, which is at most four. No eigen decomposition: the generator is not symmetric and may be defective.

use crate::belief::{Belief, GONE, LANES, Lanes, STATES};

/// A generator or a transition matrix, row = from, column = to.
pub(crate) type Matrix = [[f64; STATES]; STATES];

/// Hexadecimal digits of a gap in hours: together seven and a half years.
const DIGITS: usize = 4;
/// Values of a digit, without nought.
const VALUES: usize = 15;
/// Vectors of four lanes, and those without the last state.
const VECTORS: usize = LANES / 4;
const NARROW_VECTORS: usize = (STATES - 1) / 4;
/// The longest gap that is told apart, in hours.
const LONGEST_GAP_HOURS: u32 = (1 << (4 * DIGITS)) - 1;
/// Terms of the uniformization series. The remainder is below 1e-30 for rates up to 24 a day.
const TERMS: u32 = 40;
/// Hours in a day.
const HOURS_PER_DAY: f64 = 24.0;

/// One matrix, a row of lanes for each state.
type Rows = [Lanes; STATES];

/// The powers of the hourly silence matrix by digit and value: 82 kB, which stays in the second cache. Powers of two
/// alone would stay in the first one, but need twice the products for a usual gap.
#[derive(Debug, Clone)]
pub(crate) struct Kernel {
    powers: Box<[[Rows; VALUES]; DIGITS]>,
    /// Nothing moves into the last state, which then needs no column of its own.
    last_stands_alone: bool,
}

impl Kernel {
    /// `generator` and `visit_rates` per day.
    pub(crate) fn new(generator: &Matrix, visit_rates: &[f64; STATES]) -> Self {
        let mut unit = silence_matrix(generator, visit_rates, 1.0 / HOURS_PER_DAY);
        let mut powers = Box::new([[[[0.0; LANES]; STATES]; VALUES]; DIGITS]);
        for digit in powers.iter_mut() {
            let mut power = unit;
            for stored in digit.iter_mut() {
                for (row, exact) in stored.iter_mut().zip(&power) {
                    for (value, exact) in row.iter_mut().zip(exact) {
                        *value = *exact as f32;
                    }
                }
                power = product(&power, &unit);
            }
            unit = power;
        }
        let last_stands_alone = generator.iter().take(STATES - 1).all(|row| row[STATES - 1] == 0.0);
        Self { powers, last_stands_alone }
    }

    /// The weights after `hours` without a visit, not normalised.
    #[inline]
    pub(crate) fn silence(&self, mut lanes: Lanes, hours: u32) -> Lanes {
        self.pass(&mut lanes, hours);
        lanes
    }

    /// Takes weights through `hours` without a visit, not normalised.
    #[inline]
    pub(crate) fn pass(&self, lanes: &mut Lanes, hours: u32) {
        let mut left = hours.min(LONGEST_GAP_HOURS);
        for digit in self.powers.iter() {
            let value = (left % 16) as usize;
            if value > 0 {
                *lanes = times(lanes, &digit[value - 1], self.last_stands_alone);
            }
            left /= 16;
        }
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

/// Row vector times matrix. Written as additions of whole lanes, which the compiler turns into vector code. Rows from
/// [`GONE`] on are empty for accounts and left out then; where nothing moves into the last state, it stands alone.
#[inline]
fn times(lanes: &Lanes, rows: &Rows, last_stands_alone: bool) -> Lanes {
    let has_tail = lanes[GONE..STATES].iter().any(|weight| *weight > 0.0);
    let used = if has_tail { STATES } else { GONE };
    if last_stands_alone {
        let mut result = lanes_of(&sums::<NARROW_VECTORS>(&lanes[..used], rows));
        result[STATES - 1] = lanes[STATES - 1] * rows[STATES - 1][STATES - 1];
        result
    } else {
        lanes_of(&sums::<VECTORS>(&lanes[..used], rows))
    }
}

#[inline(never)]
fn sums<const WIDTH: usize>(weights: &[f32], rows: &Rows) -> [[f32; 4]; WIDTH] {
    let mut result = [[0.0_f32; 4]; WIDTH];
    for (weight, row) in weights.iter().zip(rows) {
        for (sum, values) in result.iter_mut().zip(row.as_chunks::<4>().0) {
            for (sum, value) in sum.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
    }
    result
}

#[inline]
fn lanes_of(vectors: &[[f32; 4]]) -> Lanes {
    let mut lanes = [0.0; LANES];
    for (lanes, vector) in lanes.as_chunks_mut::<4>().0.iter_mut().zip(vectors) {
        *lanes = *vector;
    }
    lanes
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::parameters::Published;

    /// A gap by its digits is the hourly matrix as many times, whether or not the last state has a column of its own.
    #[test]
    fn a_gap_is_its_hours_one_after_the_other() {
        let model = Model::new(&Published::v2(), 1.8).unwrap();
        for (kernel, prior) in [
            (&model.account.kernel, model.account.prior.0),
            (&model.person.paces[2].kernel, model.person.paces[2].prior.0),
        ] {
            assert!(kernel.last_stands_alone);
            let full = Kernel { last_stands_alone: false, ..kernel.clone() };
            for hours in [1, 15, 16, 17, 255, 1_000, 4_096, 5_000] {
                let mut slowly = prior;
                for _ in 0..hours {
                    kernel.pass(&mut slowly, 1);
                }
                let at_once = kernel.silence(prior, hours);
                for (state, (slow, fast)) in slowly.iter().zip(&at_once).enumerate() {
                    assert!((slow - fast).abs() < 2e-4 * fast.max(1e-4), "{hours} {state}: {slow} {fast}");
                }
                for (one, other) in full.silence(prior, hours).iter().zip(&at_once) {
                    assert!((one - other).abs() <= f32::EPSILON * one.abs(), "{hours}");
                }
            }
        }
    }
}
