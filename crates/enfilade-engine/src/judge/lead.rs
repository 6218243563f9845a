//! How long before it happened did a method warn?

use super::estimate::{Estimate, resampled};

/// An account stood above a method's threshold on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flag {
    pub account: u32,
    /// Days since any fixed day.
    pub day: f64,
}

/// What an event was worth to somebody who followed the flags.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lead {
    pub account: u32,
    /// Days from the first flag to the event; `None` when it was never flagged before.
    pub days: Option<f64>,
}

/// For each event (account, day), the first flag within `window_days` before it. Flags of the day itself count as
/// a warning of zero days.
#[must_use]
pub fn leads(flags: &[Flag], events: &[(u32, f64)], window_days: f64) -> Vec<Lead> {
    let first = |account: u32, event: f64| {
        let of_event = |flag: &&Flag| flag.account == account && (0.0..=window_days).contains(&(event - flag.day));
        flags.iter().filter(of_event).map(|flag| event - flag.day).max_by(f64::total_cmp)
    };
    events.iter().map(|(account, event)| Lead { account: *account, days: first(*account, *event) }).collect()
}

/// Mean days of warning, an event without a flag counting as none, with its interval. `None` without events.
#[must_use]
pub fn mean_lead(leads: &[Lead], resamples: usize, seed: u64) -> Option<Estimate> {
    // Each event is drawn on its own: an account rarely has two.
    resampled(leads.len(), resamples, seed, |draws| {
        let drawn: u32 = draws.iter().sum();
        let days = |(lead, draws): (&Lead, &u32)| lead.days.unwrap_or(0.0) * f64::from(*draws);
        (drawn > 0).then(|| leads.iter().zip(draws).map(days).sum::<f64>() / f64::from(drawn))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_flag_within_the_window_counts() {
        let flag = |account, day| Flag { account, day };
        let flags = [flag(1, 10.0), flag(1, 90.0), flag(1, 95.0), flag(1, 130.0), flag(2, 100.0)];
        let found = leads(&flags, &[(1, 120.0), (2, 99.0), (3, 50.0)], 60.0);
        assert_eq!(found.iter().map(|lead| lead.days).collect::<Vec<_>>(), [Some(30.0), None, None]);
        assert_eq!(mean_lead(&found, 100, 1).unwrap().value, 10.0);
        assert_eq!(mean_lead(&[], 100, 1), None);
    }
}
