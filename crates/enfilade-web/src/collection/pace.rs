//! How much one write key may send: a token bucket in one atomic number.

use std::sync::atomic::{AtomicI64, Ordering};

use enfilade_domain::Timestamp;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What a write key may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Events per second that may go on for ever. Zero counts as one.
    pub events_per_second: u32,
    /// How many seconds' worth may come at once.
    pub burst_seconds: u32,
}

impl Default for Pace {
    /// Above what one machine can store: it stops a client that runs wild, nobody else.
    fn default() -> Self {
        Self { events_per_second: 200_000, burst_seconds: 10 }
    }
}

/// What one write key has sent, as the generic cell rate algorithm keeps it: the moment at which all that was
/// admitted would have been sent at the allowed rate (ITU-T I.371, the virtual scheduling form).
#[derive(Debug, Default)]
pub(super) struct Meter {
    caught_up_at: AtomicI64,
}

impl Meter {
    /// Admits a request of that many events, however large, as long as earlier ones left room for any.
    ///
    /// # Errors
    /// The seconds (at least one) to wait.
    pub(super) fn admit(&self, pace: Pace, now: Timestamp, events: usize) -> Result<(), u64> {
        let now = now.millis().saturating_mul(1_000_000);
        let burst = i64::from(pace.burst_seconds).saturating_mul(NANOS_PER_SECOND);
        let events = i64::try_from(events.max(1)).unwrap_or(i64::MAX);
        let cost = events.saturating_mul(NANOS_PER_SECOND) / i64::from(pace.events_per_second.max(1));
        let admitted = self.caught_up_at.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |caught_up_at| {
            let ahead = caught_up_at.max(now);
            (ahead.saturating_sub(now) <= burst).then(|| ahead.saturating_add(cost))
        });
        admitted.map(drop).map_err(|caught_up_at| {
            let wait = caught_up_at.saturating_sub(now).saturating_sub(burst);
            u64::try_from(wait / NANOS_PER_SECOND).unwrap_or(0) + 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { events_per_second: 10, burst_seconds: 2 };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + seconds * 1_000)
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let meter = Meter::default();
        let admitted = (0..100).filter(|_| meter.admit(PACE, at(0), 1).is_ok()).count();
        assert_eq!(admitted, 21);
        assert_eq!(meter.admit(PACE, at(0), 1), Err(1));
        let later = (0..100).filter(|_| meter.admit(PACE, at(1), 1).is_ok()).count();
        assert_eq!(later, 10);
    }

    #[test]
    fn a_large_batch_passes_once_and_names_the_wait() {
        let meter = Meter::default();
        assert_eq!(meter.admit(PACE, at(0), 500), Ok(()));
        assert_eq!(meter.admit(PACE, at(0), 1), Err(49));
        assert_eq!(meter.admit(PACE, at(49), 1), Ok(()));
    }

    #[test]
    fn absurd_numbers_do_not_overflow() {
        let meter = Meter::default();
        assert_eq!(
            meter.admit(Pace { events_per_second: 0, burst_seconds: u32::MAX }, Timestamp::MAX, usize::MAX),
            Ok(())
        );
        assert!(meter.admit(PACE, at(0), 1).is_err());
    }
}
