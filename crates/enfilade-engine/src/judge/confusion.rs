//! Which room was read where which was true.

/// Counts by true class and read class: outside, then the four rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confusion {
    counts: [[u64; Self::CLASSES]; Self::CLASSES],
}

impl Confusion {
    /// Outside and four rooms.
    pub const CLASSES: usize = 5;

    /// Counts one case. What is no class is not counted.
    pub fn add(&mut self, truth: usize, read: usize) {
        if let Some(count) = self.counts.get_mut(truth).and_then(|row| row.get_mut(read)) {
            *count += 1;
        }
    }

    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut found = Self::default();
        pairs.into_iter().for_each(|(truth, read)| found.add(truth, read));
        found
    }

    /// By true class, then by read class.
    #[must_use]
    pub const fn counts(&self) -> &[[u64; Self::CLASSES]; Self::CLASSES] {
        &self.counts
    }

    #[must_use]
    pub fn cases(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Harmonic mean of precision and recall of one class; 0 when it was never right.
    #[must_use]
    pub fn f1(&self, class: usize) -> f64 {
        let both = self.counts[class][class] as f64;
        let truth: u64 = self.counts[class].iter().sum();
        let read: u64 = self.counts.iter().map(|row| row[class]).sum();
        if both == 0.0 { 0.0 } else { 2.0 * both / (truth + read) as f64 }
    }

    /// Mean F1 over the classes from this one on; 1 leaves outside out.
    #[must_use]
    pub fn macro_f1(&self, from: usize) -> f64 {
        let classes = from.min(Self::CLASSES - 1)..Self::CLASSES;
        let count = classes.len() as f64;
        classes.map(|class| self.f1(class)).sum::<f64>() / count
    }

    /// Share of cases read exactly right.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        self.share(|truth, read| truth == read)
    }

    /// Share of cases read right or one class beside it.
    #[must_use]
    pub fn within_one(&self) -> Option<f64> {
        self.share(|truth, read| truth.abs_diff(read) <= 1)
    }

    fn share(&self, wanted: fn(usize, usize) -> bool) -> Option<f64> {
        let all = self.cases();
        let rows = self.counts.iter().enumerate();
        let hits: u64 = rows
            .flat_map(|(truth, row)| row.iter().enumerate().map(move |(read, count)| (truth, read, count)))
            .filter(|(truth, read, _)| wanted(*truth, *read))
            .map(|(_, _, count)| count)
            .sum();
        (all > 0).then(|| hits as f64 / all as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_of_a_perfect_reading_is_one() {
        let perfect = Confusion::of((0..5).map(|room| (room, room)));
        assert_eq!((perfect.macro_f1(0), perfect.accuracy()), (1.0, Some(1.0)));
        let swapped = Confusion::of([(1, 2), (2, 1), (3, 4), (4, 3)]);
        assert_eq!((swapped.macro_f1(1), swapped.within_one()), (0.0, Some(1.0)));
    }

    #[test]
    fn f1_as_by_hand() {
        // Solution: two right, one missed, one taken for it: 4 / (4 + 1 + 1).
        let found = Confusion::of([(2, 2), (2, 2), (2, 3), (1, 2)]);
        assert!((found.f1(2) - 4.0 / 6.0).abs() < 1e-12);
        assert_eq!(found.accuracy(), Some(0.5));
        assert_eq!(Confusion::default().accuracy(), None);
        assert_eq!(Confusion::of([(9, 1)]).cases(), 0);
    }
}
