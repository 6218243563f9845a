//! A site of one page: what the page answers and what it lacks, for a reader of each room.

use crate::components::sentences::sentence;
use enfilade_app::build::report::{PieceReport, Report};
use enfilade_domain::Room;
use enfilade_language::t;
use maud::{Markup, html};

pub(super) fn section(report: &Report) -> Markup {
    if report.pieces.is_empty() {
        return html! {};
    }
    html! {
        section.sheet.sect aria-labelledby="piece" {
            h2 #piece { (t!("One page, read for each room")) }
            p.cap { (t!("What it answers for a reader who brings the question of that room, with its own words, and what it leaves open.")) }
            @for piece in &report.pieces { (of_room(piece)) }
        }
    }
}

fn of_room(piece: &PieceReport) -> Markup {
    let Some(room) = Room::parse(&piece.room) else { return html! {} };
    html! {
        h3 { (room.title()) ": " (room.question()) }
        p { (sentence!(
            "{verdict} {piece} of 100 as a single piece.",
            verdict = verdict(&piece.verdict),
            piece = format!("{:.0}", piece.score),
        )) }
        ul.rows {
            @for (says, quote) in &piece.answers { li { (sentence!(
                "It {says}: “{quote}”",
                says = says,
                quote = quote,
            )) } }
            @for (says, advice) in &piece.lacks { li { b { (sentence!("Nothing in it {says}.", says = says)) " " } (advice) "." } }
        }
    }
}

fn verdict(verdict: &str) -> &'static str {
    match verdict {
        "meets" => t!("It meets these readers."),
        "in part" => t!("It meets these readers in part."),
        _ => t!("It does not meet these readers."),
    }
}
