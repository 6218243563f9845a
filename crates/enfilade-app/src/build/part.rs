//! Shares of readers, said only where there are enough of them, and never without their range.

use enfilade_engine::judge::wilson;
use serde::{Deserialize, Serialize};

/// Fewer readers make no share.
pub const FEWEST: usize = 5;
/// Fewer than this are told as cases: a per cent would promise more than they hold.
pub const FEW: usize = 30;

/// Some of those of whom it can be said by now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub count: usize,
    pub of: usize,
}

impl Part {
    /// The share with its 95 % range; nothing below five.
    #[must_use]
    pub fn share(&self) -> Option<(f32, f32, f32)> {
        if self.of < FEWEST {
            return None;
        }
        let found = wilson(self.count as f64, self.of as f64)?;
        Some((found.value as f32, found.low? as f32, found.high? as f32))
    }

    /// Counts one more of whom it can be said; nothing says nothing.
    pub(super) fn see(&mut self, it_holds: Option<bool>) {
        if let Some(it_holds) = it_holds {
            self.of += 1;
            self.count += usize::from(it_holds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_make_no_share_and_more_have_a_range() {
        assert!(Part { count: 4, of: 4 }.share().is_none(), "four are too few");
        let (share, low, high) = Part { count: 7, of: 10 }.share().unwrap();
        assert!((share - 0.7).abs() < 1e-6 && (low - 0.397).abs() < 1e-3 && (high - 0.892).abs() < 1e-3);
    }
}
