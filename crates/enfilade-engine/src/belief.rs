//! The belief of a filter: probabilities over seventeen states, and what can be read from them.
//!
//! States: 0 passer-by, 1 regular (customers, digest readers), then the four rooms three times over: engaged (2-5),
//! quiet (6-9), deep-quiet (10-13); then gone (14: whoever left for good), curious (15: a burst of many pages, hardly
//! read, soon over) and student (16: a few weeks of studying without a decision behind it). Lanes of padding stay zero
//! so that loops over whole vectors need no rest.

use enfilade_domain::RoomBelief;

/// Number of states.
pub(crate) const STATES: usize = 17;
/// Number of lanes: the states and padding.
pub(crate) const LANES: usize = 20;
/// One value per lane.
pub(crate) type Lanes = [f32; LANES];

/// First state of a mode of being in a room.
pub(crate) const ENGAGED: usize = 2;
pub(crate) const QUIET: usize = 6;
pub(crate) const DEEP_QUIET: usize = 10;

/// Who left for good.
pub(crate) const GONE: usize = 14;
/// Who clicks through much at once and does not come back.
pub(crate) const CURIOUS: usize = 15;
/// Who studies the subject without a decision.
pub(crate) const STUDENT: usize = 16;
/// Every state outside the rooms.
pub(crate) const OUTSIDE: [usize; 5] = [0, 1, GONE, CURIOUS, STUDENT];

/// Distinct rows of the mark tables: passer-by, regular, one per room whatever the mode, curious, student.
pub(crate) const ROWS: usize = 8;

/// The rows of the rooms.
pub(crate) const ROOM_ROWS: std::ops::Range<usize> = 2..6;

/// Kinds of people by how often they visit at all; see [`PersonBelief`].
pub const PACES: usize = 3;

/// How far the sum of a stored belief may lie from 1 by rounding alone.
const STORED_ROUNDING: f32 = 1e-5;

/// The row of the mark tables that speaks for each lane; padding takes row 0 and is multiplied by zero.
pub(crate) const ROW_OF: [usize; LANES] = [0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 2, 3, 4, 5, 0, 6, 7, 0, 0, 0];

/// The sum of all lanes, by four partial sums: one running sum would be a chain the processor must wait for.
#[inline]
pub(crate) fn sum(lanes: &Lanes) -> f32 {
    let mut partial = [0.0_f32; 4];
    for chunk in lanes.chunks_exact(4) {
        for (sum, value) in partial.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    (partial[0] + partial[1]) + (partial[2] + partial[3])
}

/// Probabilities over the states of one person or one account. They sum to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief(pub(crate) Lanes);

impl Belief {
    /// Brings lanes of non-negative weights to sum 1. All-zero weights (which no valid model produces) mean outside.
    pub(crate) fn normalised(mut lanes: Lanes) -> Self {
        let total = sum(&lanes);
        if total > 0.0 && total.is_finite() {
            let factor = 1.0 / total;
            for value in &mut lanes {
                *value *= factor;
            }
            Self(lanes)
        } else {
            let mut outside = [0.0; LANES];
            outside[0] = 1.0;
            Self(outside)
        }
    }

    /// For storage: one number a state.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.0[..STATES]
    }

    /// The inverse of [`Belief::as_slice`]. `None` when there is not one finite, non-negative number a state, or all are zero.
    #[must_use]
    pub fn from_slice(values: &[f32]) -> Option<Self> {
        if values.len() != STATES {
            return None;
        }
        let mut lanes = [0.0; LANES];
        for (lane, value) in lanes.iter_mut().zip(values).take(STATES) {
            if !value.is_finite() || *value < 0.0 {
                return None;
            }
            *lane = *value;
        }
        let sum: f32 = lanes.iter().sum();
        // A stored belief comes back bit for bit; only weights that are no belief yet are brought to sum 1.
        if (sum - 1.0).abs() < STORED_ROUNDING {
            Some(Self(lanes))
        } else {
            (sum > 0.0).then(|| Self::normalised(lanes))
        }
    }

    /// Outside and the four rooms, over all modes.
    #[must_use]
    pub fn rooms(&self) -> RoomBelief {
        let b = &self.0;
        let rooms = std::array::from_fn(|room| b[ENGAGED + room] + b[QUIET + room] + b[DEEP_QUIET + room]);
        RoomBelief { outside: OUTSIDE.iter().map(|state| b[*state]).sum(), rooms }
    }

    /// Probability of being in a room and quiet (shortly or deeply).
    #[must_use]
    pub fn quiet(&self) -> f32 {
        self.0[QUIET..GONE].iter().sum()
    }

    /// Probability of being in a room and visiting.
    #[must_use]
    pub fn engaged(&self) -> f32 {
        self.0[ENGAGED..QUIET].iter().sum()
    }

    /// Probability of being a buyer at all: 1 - P(outside).
    #[must_use]
    pub fn buyer(&self) -> f32 {
        self.0[ENGAGED..GONE].iter().sum::<f32>().clamp(0.0, 1.0)
    }
}

/// What is believed of one person: probabilities over states and over how often this person visits at all.
///
/// People differ in pace far more than their states explain. Each pace multiplies the visit rates of every state by a
/// fixed factor; which pace a person has never changes and is learned from his visits and silences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonBelief(pub(crate) [Lanes; PACES]);

impl PersonBelief {
    /// Brings non-negative weights to sum 1 over all paces. All-zero weights mean gone, at the middle pace.
    pub(crate) fn normalised(paces: [Lanes; PACES]) -> Self {
        let mut belief = Self(paces);
        belief.normalise();
        belief
    }

    /// The same in place.
    #[inline]
    pub(crate) fn normalise(&mut self) {
        let total: f32 = self.0.iter().map(sum).sum();
        if total > 0.0 && total.is_finite() {
            let factor = 1.0 / total;
            self.0.iter_mut().flatten().for_each(|value| *value *= factor);
        } else {
            self.0 = [[0.0; LANES]; PACES];
            self.0[PACES / 2][GONE] = 1.0;
        }
    }

    /// Whether each pace still has weight; looks at the whole record.
    pub(crate) fn is_known_at_every_pace(&self) -> bool {
        self.0.iter().all(|lanes| lanes[GONE] > 0.0 || lanes[0] > 0.0)
    }

    /// The belief over states, whatever the pace.
    #[must_use]
    pub fn states(&self) -> Belief {
        let mut sum = [0.0; LANES];
        for lanes in &self.0 {
            for (sum, value) in sum.iter_mut().zip(lanes) {
                *sum += value;
            }
        }
        Belief(sum)
    }

    /// For storage: the states of each pace after another.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f32> {
        self.0.iter().flat_map(|lanes| lanes[..STATES].iter().copied()).collect()
    }

    /// The inverse of [`PersonBelief::to_vec`]; `None` for anything else.
    #[must_use]
    pub fn from_slice(values: &[f32]) -> Option<Self> {
        if values.len() != STATES * PACES || values.iter().any(|value| !value.is_finite() || *value < 0.0) {
            return None;
        }
        let mut paces = [[0.0; LANES]; PACES];
        for (lanes, values) in paces.iter_mut().zip(values.chunks_exact(STATES)) {
            lanes[..STATES].copy_from_slice(values);
        }
        let sum: f32 = values.iter().sum();
        if (sum - 1.0).abs() < STORED_ROUNDING {
            Some(Self(paces))
        } else {
            (sum > 0.0).then(|| Self::normalised(paces))
        }
    }

    /// Outside and the four rooms, over all modes and paces.
    #[must_use]
    pub fn rooms(&self) -> RoomBelief {
        self.states().rooms()
    }

    /// Probability of being in a room and quiet.
    #[must_use]
    pub fn quiet(&self) -> f32 {
        self.states().quiet()
    }

    /// Probability of being a buyer at all.
    #[must_use]
    pub fn buyer(&self) -> f32 {
        self.states().buyer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_belief_comes_back() {
        let mut values = [0.0_f32; STATES];
        (values[0], values[3], values[8], values[13]) = (0.5, 0.25, 0.125, 0.125);
        let belief = Belief::from_slice(&values).unwrap();
        assert_eq!(Belief::from_slice(belief.as_slice()), Some(belief));
        assert_eq!(belief.rooms(), RoomBelief { outside: 0.5, rooms: [0.0, 0.25, 0.125, 0.125] });
        assert_eq!((belief.engaged(), belief.quiet(), belief.buyer()), (0.25, 0.25, 0.5));
    }

    #[test]
    fn what_is_no_belief_is_refused() {
        assert_eq!(Belief::from_slice(&[0.1; 13]), None);
        assert_eq!(Belief::from_slice(&[0.0; 14]), None);
        let mut values = [0.1_f32; 14];
        for wrong in [f32::NAN, -0.1, f32::INFINITY] {
            values[2] = wrong;
            assert_eq!(Belief::from_slice(&values), None);
        }
    }
}
