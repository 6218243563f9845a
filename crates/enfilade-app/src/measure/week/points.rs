//! Points beside readings: where the usual counting and what is believed agree, and where they do not (requirement I16).

use std::sync::Arc;

use enfilade_domain::{Band, Domain, Room};

use super::{Most, Week, opened};
use crate::engage::ready;
use crate::roll::{Entry, Roll};
use crate::{App, AppError};

/// Fewer points are not many: two looks at a price page make more.
const LEAST_MANY_POINTS: f32 = 20.0;
/// Points would send no fewer than a handful.
const FEWEST_SENT: usize = 5;
/// More marks than this no longer tell one from another.
const MOST_COMPARED: usize = 150;
/// Of a big house: as many of the loudest, and of the readiest.
const MOST_AT_THE_EDGE: usize = 40;

/// All that can be compared, or a part of it that says which.
#[derive(Debug, Default)]
pub struct Comparison {
    /// At most 150, the most points first.
    pub companies: Vec<Compared>,
    /// Companies with enough evidence for a number, without customers.
    pub all: usize,
    /// From so many points on, a list by points would hold as many names as are ready; `None` where nobody has many.
    pub sent_from: Option<f32>,
}

/// One company with both numbers.
#[derive(Debug, Clone)]
pub struct Compared {
    pub account: Domain,
    pub name: Option<String>,
    pub room: Option<Room>,
    /// Of the classic model.
    pub points: f32,
    /// Readiness on the scale of the engine.
    pub z: f32,
    /// In the band of those who are ready.
    pub is_ready: bool,
    /// One of those whose points and reading are told beside each other.
    pub disagrees: bool,
}

/// The points model and the reading side by side, where they disagree, and all of both.
pub(super) fn disagreements(app: &App, roll: &Roll, most: Most, found: &mut Week) -> Result<(), AppError> {
    let is_wanted = |one: &Entry| matches!(one.band, Band::Ready | Band::AskedToTalk | Band::InConversation);
    let ready = roll.in_band(Band::Ready).len();
    // As many as the points would send if they sent as many as are ready, and no fewer than a handful.
    let sent: Vec<&Entry> = roll
        .by_points()
        .take_while(|one| one.classic_score >= LEAST_MANY_POINTS)
        .take(ready.max(FEWEST_SENT))
        .collect();
    let loud = sent.iter().filter(|one| !is_wanted(one) && one.band != Band::Customer);
    found.loud = opened(app, roll, loud.take(most.disagreements).copied())?;
    let sent_from = sent.last().map(|one| one.classic_score);
    let unheard = roll.in_band(Band::Ready).filter(|one| one.classic_score < sent_from.unwrap_or(LEAST_MANY_POINTS));
    found.unheard = opened(app, roll, unheard.take(most.disagreements))?;
    found.comparison = comparison(roll, sent_from);
    for one in &mut found.comparison.companies {
        let told = found.loud.iter().chain(&found.unheard);
        one.disagrees = told.into_iter().any(|listed| listed.reading.account == one.account);
    }
    Ok(())
}

fn comparison(roll: &Roll, sent_from: Option<f32>) -> Comparison {
    let mut all: Vec<&Entry> = roll
        .entries()
        .iter()
        .map(Arc::as_ref)
        .filter(|one| one.enough_evidence && one.band != Band::Customer)
        .collect();
    let count = all.len();
    if count > MOST_COMPARED {
        all = a_part(all);
    }
    all.sort_by(|a, b| b.classic_score.total_cmp(&a.classic_score).then_with(|| a.domain.cmp(&b.domain)));
    let compared = |one: &Entry| Compared {
        account: one.domain.clone(),
        name: one.name.clone(),
        room: ready::room_of(one.shown),
        points: one.classic_score.max(0.0),
        z: one.z,
        is_ready: one.band == Band::Ready,
        disagrees: false,
    };
    Comparison { companies: all.into_iter().map(compared).collect(), all: count, sent_from }
}

/// The loudest, the readiest, and of the others as many as there is room for, evenly through the alphabet: the same
/// every day.
fn a_part(all: Vec<&Entry>) -> Vec<&Entry> {
    let edge = |key: &dyn Fn(&Entry) -> f32| {
        let mut keys: Vec<f32> = all.iter().map(|one| key(one)).collect();
        let (_, least, _) = keys.select_nth_unstable_by(MOST_AT_THE_EDGE - 1, |a, b| b.total_cmp(a));
        *least
    };
    let (loud_from, ready_from) = (edge(&|one| one.classic_score), edge(&|one| one.z));
    let (mut edge, others): (Vec<&Entry>, Vec<&Entry>) =
        all.into_iter().partition(|one| one.classic_score > loud_from || one.z > ready_from);
    let room = MOST_COMPARED.saturating_sub(edge.len()).max(1);
    let step = others.len().div_ceil(room).max(1);
    edge.extend(others.into_iter().step_by(step));
    edge
}
