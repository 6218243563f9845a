//! A reading as it was made, in one sentence beside what is understood today.

use enfilade_app::interpret::made::AsMade;
use enfilade_app::interpret::scale;
use enfilade_domain::ShownRoom;
use enfilade_engine::judge::Scale;
use enfilade_language::{t, translated};

use crate::components::words;

/// What was read. Its readiness stands on the scale of the sheet: the same number twice on a page means the same.
pub(super) fn sentence(made: &AsMade, scale: &Scale) -> String {
    let readiness = if made.shown == ShownRoom::NotEnoughEvidence {
        t!("too early for a number").to_owned()
    } else {
        let [value, low, high] = [made.readiness, made.readiness_low, made.readiness_high]
            .map(|readiness| words::percent(scale::shown_for(scale, readiness).value as f32));
        // The scale itself is only known so well; its own range is the least that is said.
        let around = scale::shown_for(scale, made.readiness);
        let low = low.min(words::percent(around.low as f32));
        let high = high.max(words::percent(around.high as f32));
        t!("readiness {value} of 100, likely {low}–{high}", value = value, low = low, high = high)
    };
    t!(
        "As it was made on {utc_day} (model {model_version}): {band}, {shown_room}, {readiness}. The reading is kept as it was and shown on today's scale; \
         the drawing above is computed from what is known of that time today.",
        utc_day = words::day_of_year(made.made_at.utc_day()),
        model_version = made.model_version,
        band = translated(made.band.as_str()),
        shown_room = words::shown_room(made.shown),
        readiness = readiness
    )
}

#[cfg(test)]
mod tests {
    use enfilade_domain::{Band, Room, RoomBelief, Timestamp};
    use enfilade_engine::judge::PublishedScale;

    use super::*;

    fn made(readiness: f32, shown: ShownRoom) -> AsMade {
        AsMade {
            made_at: Timestamp::from_millis(1_780_000_000_000),
            known_until: Timestamp::from_millis(1_780_000_000_000),
            model_version: "published-2".to_owned(),
            rooms: RoomBelief { outside: 0.6, rooms: [0.1; 4] },
            shown,
            readiness,
            readiness_low: readiness,
            readiness_high: readiness,
            outlook_60d: 0.0,
            band: Band::NotYet,
            band_reasons: Vec::new(),
            people: 1,
            sessions: 3,
            prior_log_odds: 0.0,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn its_readiness_stands_on_the_scale_of_the_sheet() {
        let scale = PublishedScale::v1().with_outcomes(&[], &[]);
        for readiness in [0.0001_f32, 0.004, 0.05, 0.22, 0.6] {
            // What the head of the sheet and its short list show for the same reading.
            let z = f64::from((readiness / (1.0 - readiness)).ln());
            let shown = words::percent(scale.shown(z).value as f32);
            let said = sentence(&made(readiness, ShownRoom::In(Room::Offer)), &scale);
            assert!(said.contains(&format!("readiness {shown} of 100, likely ")), "{readiness}: {said}");
            assert!(!said.contains('%'), "{said}");
        }
    }

    #[test]
    fn too_little_evidence_has_no_number() {
        let scale = PublishedScale::v1().with_outcomes(&[], &[]);
        let said = sentence(&made(0.3, ShownRoom::NotEnoughEvidence), &scale);
        assert!(said.contains("too early for a number") && !said.contains("of 100"), "{said}");
    }
}
