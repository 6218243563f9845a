//! Small marks: fit, room tags and the door gauge.

use enfilade_domain::{Room, ShownRoom};
use enfilade_language::t;
use maud::{Markup, html};

use crate::charts::number::n;
use crate::components::sentences::sentence;
use crate::components::words;
use crate::pages::frame::Likely;

/// Fit in three words; shape and size carry it on the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitClass {
    Strong,
    Fair,
    Weak,
    /// Nobody stated it; drawn like a fair fit and said to be unknown.
    Unknown,
}

impl FitClass {
    pub const ALL: [Self; 4] = [Self::Strong, Self::Fair, Self::Weak, Self::Unknown];

    /// As in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Fair => "fair",
            Self::Weak => "weak",
            Self::Unknown => "unknown",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }

    /// Thirds of the scale, as the plan has three shapes.
    #[must_use]
    pub fn of(fit: Option<f32>) -> Self {
        match fit {
            None => Self::Unknown,
            Some(value) if value >= 2.0 / 3.0 => Self::Strong,
            Some(value) if value >= 1.0 / 3.0 => Self::Fair,
            Some(_) => Self::Weak,
        }
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Strong => t!("Strong fit"),
            Self::Fair => t!("Fair fit"),
            Self::Weak => t!("Weak fit"),
            Self::Unknown => t!("Fit not known"),
        }
    }

    /// Radius of the mark in pixels.
    #[must_use]
    pub const fn radius(self) -> f32 {
        match self {
            Self::Strong => 7.0,
            Self::Fair | Self::Unknown => 5.0,
            Self::Weak => 4.6,
        }
    }
}

/// The shape of a mark: a circle, or a diamond for weak fit.
#[must_use]
pub fn shape(fit: FitClass, class: &str, x: f32, y: f32, radius: f32) -> Markup {
    if fit == FitClass::Weak {
        let outline = format!(
            "M{} {}L{} {} {} {} {} {}z",
            n(x),
            n(y - radius),
            n(x + radius),
            n(y),
            n(x),
            n(y + radius),
            n(x - radius),
            n(y)
        );
        return html! { path class={ "m " (class) } d=(outline) {} };
    }
    html! { circle class={ "m " (class) } cx=(n(x)) cy=(n(y)) r=(n(radius)) {} }
}

/// Fit with its words.
#[must_use]
pub fn fit(value: Option<f32>) -> Markup {
    let class = FitClass::of(value);
    html! {
        span.fit {
            @if class != FitClass::Unknown {
                svg.ink viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" {
                    (shape(class, "lit", 8.0, 8.0, class.radius() - 0.2))
                }
            }
            (class.words())
        }
    }
}

/// The class that carries a room's pigment.
#[must_use]
pub const fn room_class(room: Room) -> &'static str {
    ["r0", "r1", "r2", "r3"][room.index()]
}

/// The room as a tag with its pigment, or the plain words where there is no one room.
#[must_use]
pub fn shown_room(shown: ShownRoom) -> Markup {
    match shown {
        ShownRoom::In(room) => html! { span.tag.(room_class(room)) { (room.title()) } },
        _ => html! { span.cap { (words::shown_room(shown)) } },
    }
}

/// The door gauge: leaf angle is readiness × 90°, the yellow arc its 80 % interval, the tick the threshold.
#[must_use]
pub fn door(readiness: Likely, opens_at: Option<f32>, band: &str) -> Markup {
    let (value, low, high) =
        (words::percent(readiness.value), words::percent(readiness.low), words::percent(readiness.high));
    html! {
        div.door {
            (gauge(readiness, opens_at, 92))
            div { b { (value) } br; span { (words::capital(band)) br; (sentence!(
                "likely {low}–{high}",
                low = low,
                high = high,
            )) } }
        }
    }
}

/// The drawing of a door: leaf, arc of the interval, tick of the threshold.
fn gauge(readiness: Likely, opens_at: Option<f32>, size: u32) -> Markup {
    const HINGE: (f32, f32) = (14.0, 52.0);
    const LEAF: f32 = 36.0;
    let point = |share: f32, radius: f32| {
        let angle = (share.clamp(0.0, 1.0) * 90.0).to_radians();
        format!("{} {}", n(HINGE.0 + radius * angle.cos()), n(HINGE.1 - radius * angle.sin()))
    };
    let (value, low, high) =
        (words::percent(readiness.value), words::percent(readiness.low), words::percent(readiness.high));
    let leaf = point(readiness.value, LEAF);
    html! {
        svg viewBox="0 0 64 64" width=(size) height=(size) role="img"
            aria-label=(t!("Readiness {value} of 100, likely between {low} and {high}", value = value, low = low, high = high)) {
            path.dg-light d={ "M14 52L50 52A36 36 0 0 0 " (leaf) "z" } {}
            path.dg-arc d="M50 52A36 36 0 0 0 14 16" {}
            path.dg-band d={ "M" (point(readiness.low, LEAF)) "A36 36 0 0 0 " (point(readiness.high, LEAF)) } {}
            @if let Some(threshold) = opens_at {
                path.dg-thr d={ "M" (point(threshold, LEAF - 4.0)) "L" (point(threshold, LEAF + 6.0)) } {}
            }
            path.dg-wall d="M0 52H14M50 52H64" {}
            path.dg-leaf d={ "M14 52L" (leaf) } {}
            circle.pivot cx="14" cy="52" r="2.6" {}
        }
    }
}

/// The door gauge without words beside it, for rows of a list.
#[must_use]
pub fn small_door(readiness: Likely, opens_at: Option<f32>) -> Markup {
    gauge(readiness, opens_at, 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_door_lies_in_the_wall_and_an_open_one_stands() {
        let at = |value| door(Likely { value, low: value, high: value }, Some(0.7), "open").into_string();
        assert!(at(0.0).contains("M14 52L50 52\""));
        assert!(at(1.0).contains("M14 52L14 16\""));
        assert!(at(f32::NAN).contains("role=\"img\""));
    }

    #[test]
    fn unknown_fit_is_said() {
        assert_eq!(fit(None).into_string(), "<span class=\"fit\">Fit not known</span>");
        assert_eq!(FitClass::of(Some(0.7)), FitClass::Strong);
    }
}
