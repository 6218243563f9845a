//! What readers of a piece did: at a glance on its strip, and in words beside the piece.

use enfilade_app::build::lift::{self, Lift};
use enfilade_app::build::part::FEWEST;
use enfilade_language::t;
use maud::{Markup, html};

use super::Content;
use crate::charts;
use crate::components::sentences::{counted_sentence, sentence};
use crate::components::words;

/// How many read it, and how far they went on.
pub(super) fn at_a_glance(lift: Option<&Lift>) -> Markup {
    html! {
        @if let Some(lift) = lift {
            span.eff.ink {
                @if let Some(shift) = &lift.shift { (charts::lift::draw(shift)) }
                (counted_sentence!(
                    lift.readers,
                    "{readers} reader",
                    "{readers} readers",
                    readers = words::thousands(lift.readers),
                ))
            }
        }
    }
}

/// How to read the strips; nothing where there is nothing to read.
pub(super) fn legend(view: &Content) -> Markup {
    let example = |log_odds, low, high| charts::lift::draw(&lift::Shift { log_odds, low, high });
    html! {
        @if view.lifts.iter().any(|lift| lift.shift.is_some()) {
            ul.legend.ink {
                li { (sentence!(
                    "{example} how many more readers went on to a later room within three weeks than similar readers of other pieces; upright is no difference, the line an 80 % range",
                    example = example(0.6, 0.2, 1.0),
                )) }
                li { (sentence!("{example} too early to tell", example = example(0.3, -0.2, 0.8))) }
            }
            p.cap { (t!("Similar readers were in a visit about the same room and of as many pieces, after about as many visits. Whoever chooses a piece may have been about to go on anyway: a lift is a hint, and no proof.")) }
        }
    }
}

/// Where the readers of a piece were, and where three weeks later; nothing of fewer than five.
pub(super) fn bars(view: &Content, path: &str) -> Markup {
    let rooms = Lift::find(&view.lifts, path).filter(|lift| lift.went_on.of >= FEWEST).and_then(|lift| lift.rooms);
    html! { @if let Some(rooms) = rooms { figure { (charts::shares::draw(&rooms)) } } }
}

/// Rows about the readers of one piece.
pub(super) fn rows(view: &Content, path: &str) -> Markup {
    let title = |path: &str| {
        let of = view.pieces.iter().find(|entry| entry.piece.path.trim_end_matches('/') == path);
        of.map_or_else(|| path.to_owned(), |entry| super::title_of(entry).to_owned())
    };
    html! {
        @if let Some(lift) = Lift::find(&view.lifts, path) {
            li { (counted_sentence!(
                lift.readers,
                "<b>Its readers. </b>{readers} person has read it. {went_on}",
                "<b>Its readers. </b>{readers} people have read it. {went_on}",
                readers = words::capital(&words::number(lift.readers)),
                went_on = went_on(lift),
            )) }
            @if let Some((next, count)) = lift.next.as_ref().filter(|(_, count)| *count > 1) {
                li { (sentence!(
                    "<b>Read next, most often. </b>“{title}”, by {count}.",
                    title = title(next),
                    count = words::number(*count),
                )) }
            }
        } @else if view.are_readers_counted {
            li { (sentence!("<b>Its readers. </b>Nobody has been seen on it.")) }
        }
    }
}

fn went_on(lift: &Lift) -> String {
    let part = lift.went_on;
    if part.of == 0 {
        return String::new();
    }
    let told = t!(
        "Of {of} of whom it can be said, {count} went on to a later room within three weeks",
        of = words::number(part.of),
        count = words::none_or(part.count)
    );
    match lift.expected {
        Some(expected) => t!(
            "{told}; of as many similar readers of other pieces it would have been about {expected}.",
            told = told,
            expected = words::none_or(expected.round() as usize)
        ),
        None => t!("{told}. There are too few similar readers to compare.", told = told),
    }
}
