//! The plainest reading of a room: whatever somebody read most of lately.

/// Days after which a page read counts half.
const HALF_LIFE_DAYS: f64 = 30.0;
/// Pages about a room, after decay, below which somebody counts as outside. One page read today is a glance.
const LEAST_PAGES: f64 = 1.5;

/// Shares of outside and the four rooms from pages about each room with their age in days. Outside holds the share
/// that one and a half fresh pages would have.
#[must_use]
pub fn content_majority(pages: &[(usize, f64)]) -> [f64; 5] {
    let mut weights = [LEAST_PAGES, 0.0, 0.0, 0.0, 0.0];
    for (room, age_days) in pages {
        if let Some(weight) = weights.get_mut(room + 1) {
            *weight += (-age_days.max(0.0) / HALF_LIFE_DAYS).exp2();
        }
    }
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_read_most_of_wins_and_fades() {
        let read = |age: f64| content_majority(&[(1, age), (1, age), (1, age), (3, age)]);
        let now = read(0.0);
        assert!((now.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((now[2] - 3.0 / 5.5).abs() < 1e-12 && (now[4] - 1.0 / 5.5).abs() < 1e-12);
        // After a half-life three pages weigh as one and a half.
        let later = read(30.0);
        assert!((later[2] - later[0]).abs() < 1e-12);
        assert_eq!(content_majority(&[]), [1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(content_majority(&[(7, 0.0)])[0], 1.0);
    }
}
