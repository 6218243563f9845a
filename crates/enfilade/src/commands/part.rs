//! Shares of readers, printed and as JSON alike wherever they are told.

use enfilade_app::build::part::{FEWEST, Part};
use serde_json::{Value, json};

/// `count`, `of`, and the share with its range; null where they are too few.
pub(super) fn as_json(part: &Part) -> Value {
    let share = part.share();
    let round = |value: f32| (f64::from(value) * 1_000.0).round() / 1_000.0;
    json!({
        "count": part.count, "of": part.of, "share": share.map(|(value, _, _)| round(value)),
        "low": share.map(|(_, low, _)| round(low)), "high": share.map(|(_, _, high)| round(high)),
    })
}

pub(super) fn told(part: &Part) -> String {
    match part.share() {
        Some((_, low, high)) => {
            format!("{} of {} ({:.0}-{:.0} %)", part.count, part.of, low * 100.0, high * 100.0)
        }
        None => format!("too early to tell ({} of {FEWEST})", part.of),
    }
}
