//! What the short list says of an account: why now, why not yet, and what may be at hand for them.

use enfilade_domain::{Band, Piece, Role, Room, SilenceState, Stated, Statement, Timestamp};
use enfilade_engine::{LIKELY_BUYER, READY_FROM};
use enfilade_language::t;

use crate::engage::committee_dots::{Presence, RoleDot};
use crate::engage::{themes, words};
use crate::interpret::fold::ReadLife;
use crate::interpret::listing::Listed;
use crate::interpret::stated;

/// A pause of at least this many days is worth a sentence when it ended lately.
const PAUSE_DAYS: f64 = 14.0;

/// Why now, in plain sentences about themes and people.
pub(super) fn reasons(
    one: &Listed,
    lives: &[ReadLife],
    roles: &[RoleDot],
    statements: &[Statement],
    moment: Timestamp,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let pages = themes::pages(lives, moment);
    let (early, recent) = themes::movement(&pages);
    if let (Some(first), Some(last)) = (pages.first(), pages.last()) {
        let span = words::span(last.at.days_since(first.at));
        let (from, to) = (themes::names(&early, 2), themes::names(&recent, 2));
        let from: Vec<String> = from.into_iter().filter(|theme| !to.contains(theme)).collect();
        if to.is_empty() {
            reasons.push(t!("They have thought about this for {span}; no theme stands out lately.", span = span));
        } else if from.is_empty() {
            let theme = if to.len() == 1 { t!("theme has") } else { t!("themes have") };
            reasons.push(t!("For {span} their {theme} been {to}.", span = span, theme = theme, to = words::and(&to)));
        } else {
            reasons.push(t!(
                "Over {span} their themes have moved from {from} to {to}.",
                span = span,
                from = words::and(&from),
                to = words::and(&to)
            ));
        }
    }
    reasons.push(people_reason(lives, roles, moment));
    if let Some(silence) = one.last_silence
        && silence.days >= PAUSE_DAYS
        && moment.days_since(silence.ended_at()) <= 28.0
    {
        let rooms = |after: bool| {
            let part = pages.iter().filter(|page| (page.at >= silence.ended_at()) == after);
            part.filter_map(|page| Some((themes::room_of(page)?.index() as f32, themes::seconds(page))))
                .fold((0.0, 0.0), |(sum, weight), (room, seconds)| (sum + room * seconds, weight + seconds))
        };
        let mean = |(sum, weight): (f32, f32)| if weight > 0.0 { Some(sum / weight) } else { None };
        let how = match (mean(rooms(false)), mean(rooms(true))) {
            (Some(before), Some(after)) if after > before + 0.3 => t!(", at a later question than before"),
            (Some(before), Some(after)) if after < before - 0.3 => t!(", to weigh an earlier question again"),
            _ => "",
        };
        reasons.push(t!("They came back from a pause of {days}{how}.", days = words::span(silence.days), how = how));
    }
    let told = statements.iter().rev().find(|one| matches!(one.stated, Stated::Declaration(_) | Stated::Overrule(_)));
    reasons.extend(told.map(|statement| format!("{}.", words::capital(&stated::sentence(statement)))));
    reasons
}

fn people_reason(lives: &[ReadLife], roles: &[RoleDot], moment: Timestamp) -> String {
    // A glance is no work, and who hardly is a buyer, such as a second device that passed by, is nobody who decides.
    let works = |read: &&ReadLife| {
        let is_buyer = read.buyer.last().is_some_and(|buyer| *buyer >= LIKELY_BUYER);
        is_buyer && read.state.part.read >= 1.0 && !read.state.has_departed_by(moment)
    };
    let people = lives.iter().filter(works).count();
    let of = |presence: Presence| -> Vec<String> {
        roles.iter().filter(|dot| dot.presence == presence).map(|dot| words::people_of(&dot.role)).collect()
    };
    let (active, quiet) = (of(Presence::Active), of(Presence::Quiet));
    let seen = active.len() + quiet.len();
    match (people, seen) {
        (0 | 1, _) => t!("One person carries it so far; ask who else should be part of it.").to_owned(),
        (_, 0) => {
            t!(
                "{people} people work through it; their roles cannot be told.",
                people = words::capital(&words::number(people))
            )
        }
        (_, _) if active.is_empty() => {
            t!(
                "{people} people have worked through it, {quiet} among them.",
                people = words::capital(&words::number(people)),
                quiet = words::and(&quiet)
            )
        }
        _ => t!(
            "{people} people have worked through it, lately {active}. That is usually the sign of an internal case being made.",
            people = words::capital(&words::number(people)),
            active = words::and(&active)
        ),
    }
}

/// Questions of the room and the next one that nothing they read answers, those of roles that are there first.
#[must_use]
pub fn still_open(
    pieces: &[Piece],
    pages: &[&crate::interpret::sessions::PageVisit],
    room: Option<Room>,
    roles: &[RoleDot],
    most: usize,
) -> Vec<String> {
    let Some(room) = room else { return Vec::new() };
    let answered: Vec<&str> = pages.iter().filter_map(|page| page.facts.question.as_deref()).collect();
    let is_there = |role: &Role| {
        roles.iter().any(|dot| dot.role == *role && matches!(dot.presence, Presence::Active | Presence::Quiet))
    };
    let mut open: Vec<(bool, usize, &str)> = Vec::new();
    for piece in pieces {
        let (Some(question), Some(of)) = (piece.question.as_deref(), piece.room) else { continue };
        let near = of.index() == room.index() || of.index() == room.index() + 1;
        if near && !answered.contains(&question) && !open.iter().any(|(_, _, known)| *known == question) {
            let concerns = piece.role.as_ref().is_none_or(is_there);
            open.push((!concerns, of.index(), question));
        }
    }
    open.sort();
    open.into_iter().take(most).map(|(_, _, question)| question.to_owned()).collect()
}

/// Why an account is better left alone, in at most two sentences.
pub(super) fn why_wait(one: &Listed) -> Vec<String> {
    let reading = &one.reading;
    let mut why = Vec::new();
    let is_held_back = reading.readiness >= READY_FROM;
    let unmet = match reading.band {
        Band::Paused => reading.band_reasons.first(),
        Band::Outside | Band::NotYet if is_held_back => reading.band_reasons.first(),
        // What else would have to hold comes after what they do.
        Band::GettingReady if is_held_back => reading.band_reasons.last(),
        _ => None,
    };
    why.extend(unmet.cloned());
    match reading.silence.state {
        SilenceState::Quiet
        | SilenceState::Longer
        | SilenceState::Deep
        | SilenceState::Paused
        | SilenceState::Blind => {
            why.push(reading.silence.sentence());
        }
        SilenceState::Visiting | SilenceState::NoJourney => {
            why.extend(
                reading
                    .silence
                    .back_after
                    .map(|days| t!("Back after {days} days; let the return settle.", days = days)),
            );
        }
    }
    if unmet.is_some() && reading.band == Band::GettingReady {
        // The number is high enough; what is missing was said.
    } else if reading.people == 1 {
        why.push(t!("One person, alone: the case has not travelled inside the company yet.").to_owned());
    } else if let Some(role) = reading.roles_missing.first() {
        why.push(t!("Nobody of {people_of} has been seen yet.", people_of = words::people_of(role)));
    }
    if why.is_empty() {
        why.extend(reading.band_reasons.last().cloned());
    }
    why.truncate(2);
    why
}

/// A piece for the room, written for the role that is missing where there is one.
pub(super) fn at_hand(pieces: &[Piece], room: Option<Room>, missing: Option<&Role>) -> Option<(String, String)> {
    let room = room?;
    let here = || pieces.iter().filter(|piece| piece.room == Some(room) && piece.title.is_some());
    let fitting = here().find(|piece| missing.is_some() && piece.role.as_ref() == missing);
    let piece = fitting.or_else(|| here().find(|piece| piece.role.is_none()))?;
    Some((piece.title.clone()?, piece.path.clone()))
}
