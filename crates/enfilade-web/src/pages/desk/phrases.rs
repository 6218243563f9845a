//! The buyers' own words: offered, collected, and held against the pieces.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::phrases::{Offered, Spoken};
use enfilade_app::build::desk::texts;
use enfilade_domain::{Phrase, Room};
use enfilade_language::{marked, t};
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{fields, forms, links, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Default)]
pub struct Phrases {
    pub search: String,
    pub room: Option<Room>,
    pub found: Vec<Kept<Phrase>>,
    /// How many there are, whatever was searched for.
    pub collected: usize,
    pub offered: Vec<Offered>,
    pub spoken: Spoken,
    pub may_decide: bool,
}

/// Offers, and pieces without anybody's words, that are shown at once.
const SHOWN: usize = 12;
/// Phrases on one sheet.
const PHRASES_MAX: usize = 60;

#[must_use]
pub fn render(frame: &Frame, view: &Phrases) -> Markup {
    let (silent, read) = (view.spoken.silent.len(), view.spoken.read);
    let lede = html! {
        @if view.collected == 0 { (sentence!("<b>No words are collected yet.</b> What buyers say is what others like them will recognise.")) }
        @else {
            (counted_sentence!(
                view.collected,
                "{collected} phrase is collected.",
                "{collected} phrases are collected.",
                collected = words::capital(&words::number(view.collected)),
            )) " "
            b {
                @if read == 0 { (t!("The text of no piece is known yet.")) }
                @else { (counted_sentence!(
                    silent,
                    "{silent} of {read} pieces that were read uses none of them.",
                    "{silent} of {read} pieces that were read use none of them.",
                    silent = words::capital(&words::number(silent)),
                    read = words::number(read),
                )) }
            }
        }
    };
    let body = html! {
        @if !view.offered.is_empty() { (offered(frame, view)) }
        div.grid.g-32.gap-above { (collection(frame, view)) (silent_pieces(view)) }
        @if view.may_decide { (by_hand(frame)) }
    };
    super::sheet(frame, "/content/phrases", t!("Their words"), &lede, &body)
}

fn where_said(frame: &Frame, phrase: &Phrase) -> Markup {
    html! {
        p.small {
            @if phrase.said_by.is_empty() { (words::capital(phrase.source.as_str())) } @else { (phrase.said_by) ", " (phrase.source.as_str()) }
            ", " (words::day_of_year(phrase.at.utc_day()))
            @if let Some(account) = &phrase.account { ", " a href=(links::account(frame, account.as_str())) { (account) } }
            @if phrase.place.starts_with('/') && !phrase.place.starts_with("//") { ", " a href=(phrase.place) { (phrase.place) } }
            @else if !phrase.place.is_empty() { ", " (phrase.place) }
            "."
        }
    }
}

fn offered(frame: &Frame, view: &Phrases) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="offered" {
            h2 #offered { (t!("Heard, and not yet collected")) }
            p.cap { (t!("First words of conversations, points of requests to talk, and answers to “where did you hear of us”.")) }
            ul.rows {
                @for offer in view.offered.iter().take(SHOWN) {
                    li {
                        p { (super::tag(offer.phrase.room)) q { (offer.phrase.words) } }
                        (where_said(frame, &offer.phrase))
                        @if view.may_decide {
                            form.inline method="post" action="/content/phrases/offer" {
                                (forms::csrf_field(frame)) input type="hidden" name="origin" value=(offer.origin.name());
                                (fields::room(t!("Room"), offer.phrase.room, true)) (fields::line(t!("Topic"), "topic", ""))
                                button.btn type="submit" name="do" value="take" { (t!("Collect")) }
                                button.btn type="submit" name="do" value="decline" { (t!("Leave it")) }
                            }
                        }
                    }
                }
            }
            @if view.offered.len() > SHOWN { p.small { (sentence!(
                "and {len} more, once these are settled",
                len = words::number(view.offered.len() - SHOWN),
            )) } }
        }
    }
}

fn collection(frame: &Frame, view: &Phrases) -> Markup {
    let nothing = if view.collected == 0 {
        t!("Take what the house heard, or add what you noted in a call.")
    } else {
        t!("Nobody said that, as far as it was collected.")
    };
    html! {
        section.sheet.sect aria-labelledby="collected" {
            h2 #collected { (t!("Collected")) }
            form.search method="get" action="/content/phrases" role="search" {
                input type="search" name="q" value=(view.search) aria-label=(t!("Words to look for"));
                select name="room" aria-label=(t!("Room")) {
                    option value="" { (t!("every room")) }
                    @for one in Room::ALL { option value=(one.as_str()) selected[view.room == Some(one)] { (one.title()) } }
                }
                button.btn type="submit" { (t!("Search")) }
            }
            @if view.found.is_empty() { p.empty { (nothing) } }
            ul.rows { @for kept in view.found.iter().take(PHRASES_MAX) { li { (phrase(frame, view, kept)) } } }
            @if view.found.len() > PHRASES_MAX { p.small { (sentence!(
                "and {len} more; search to see them",
                len = words::thousands(view.found.len() - PHRASES_MAX),
            )) } }
        }
    }
}

fn phrase(frame: &Frame, view: &Phrases, kept: &Kept<Phrase>) -> Markup {
    let used = view.spoken.used_by.iter().find(|(id, _)| *id == kept.id).map_or(&[][..], |(_, used)| used);
    html! {
        div.proof {
            div {
                p { (super::tag(kept.what.room)) q { (kept.what.words) } }
                (where_said(frame, &kept.what))
                @if used.is_empty() { p.small { (t!("No piece uses these words.")) } }
                @else {
                    details {
                        summary { (counted_sentence!(
                            used.len(),
                            "Used by {used} piece",
                            "Used by {used} pieces",
                            used = words::number(used.len()),
                        )) }
                        ul.plain { @for one in used.iter().take(SHOWN) { li { (super::found(one)) } } }
                    }
                }
            }
            @if view.may_decide { (super::press(frame, format!("/content/phrases/{}/remove", kept.id), t!("Take it out"), &[])) }
        }
    }
}

fn silent_pieces(view: &Phrases) -> Markup {
    let silent = &view.spoken.silent;
    html! {
        section.sheet.sect aria-labelledby="silent" {
            h2 #silent { (t!("Pieces without a buyer's word")) }
            p.cap { (t!("Their text has no passage with most of the words of any phrase.")) }
            @if silent.is_empty() {
                p.empty { @if view.collected == 0 || view.spoken.read == 0 { (t!("There is nothing to hold against each other yet.")) } @else { (t!("Every piece that was read uses somebody's words.")) } }
            }
            ul.plain { @for entry in silent.iter().take(SHOWN) { li { (super::tag(entry.piece.room)) (super::piece(&entry.piece.path, texts::title(entry))) } } }
            @if silent.len() > SHOWN { p.small { (sentence!(
                "and {len} more",
                len = words::number(silent.len() - SHOWN),
            )) } }
            @if view.spoken.unread > 0 { p.small { (sentence!(
                "Of {unread} the text is not known; a crawl brings it.",
                unread = words::number(view.spoken.unread),
            )) } }
        }
    }
}

const SOURCES: [(&str, &str); 7] = [
    (marked!("call"), marked!("a call")),
    (marked!("interview"), marked!("an interview")),
    (marked!("podcast"), marked!("a podcast")),
    (marked!("survey"), marked!("a survey")),
    (marked!("email"), marked!("an e-mail")),
    (marked!("heard from"), marked!("where they heard of us")),
    (marked!("other"), marked!("something else")),
];

fn by_hand(frame: &Frame) -> Markup {
    html! {
        section.sheet.sect.noprint aria-labelledby="bring" {
            h2 #bring { (t!("Words you bring along")) }
            form.said method="post" action="/content/phrases" {
                (forms::csrf_field(frame))
                (fields::area(t!("What was said, word for word"), "words", "", ""))
                (fields::choose(t!("Said in"), "source", &SOURCES, "call"))
                (fields::line(t!("By whom, as far as it may be told"), "said_by", ""))
                (fields::line(t!("Where it can be heard again"), "place", ""))
                (fields::line(t!("The company's domain, if it is known here"), "account", ""))
                (fields::day(t!("On"), "at", ""))
                (fields::room(t!("Room"), None, true)) (fields::line(t!("Topic"), "topic", ""))
                button.btn type="submit" { (t!("Collect")) }
            }
        }
    }
}
