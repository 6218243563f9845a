//! The buyers' own words: offered, collected, and held against the pieces.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::phrases::{Offered, Spoken};
use enfilade_app::build::desk::texts;
use enfilade_domain::{Phrase, Room};
use maud::{Markup, html};

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
        @if view.collected == 0 { b { "No words are collected yet." } " What buyers say is what others like them will recognise." }
        @else {
            (words::capital(&words::number(view.collected))) " " (words::plural(view.collected, "phrase is", "phrases are")) " collected. "
            b {
                @if read == 0 { "The text of no piece is known yet." }
                @else { (words::capital(&words::number(silent))) " of " (words::number(read)) " pieces that were read " (words::plural(silent, "uses", "use")) " none of them." }
            }
        }
    };
    let body = html! {
        @if !view.offered.is_empty() { (offered(frame, view)) }
        div.grid.g-32.gap-above { (collection(frame, view)) (silent_pieces(view)) }
        @if view.may_decide { (by_hand(frame)) }
    };
    super::sheet(frame, "/content/phrases", "Their words", &lede, &body)
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
            h2 #offered { "Heard, and not yet collected" }
            p.cap { "First words of conversations, points of requests to talk, and answers to “where did you hear of us”." }
            ul.rows {
                @for offer in view.offered.iter().take(SHOWN) {
                    li {
                        p { (super::tag(offer.phrase.room)) q { (offer.phrase.words) } }
                        (where_said(frame, &offer.phrase))
                        @if view.may_decide {
                            form.inline method="post" action="/content/phrases/offer" {
                                (forms::csrf_field(frame)) input type="hidden" name="origin" value=(offer.origin.name());
                                (fields::room("Room", offer.phrase.room, true)) (fields::line("Topic", "topic", ""))
                                button.btn type="submit" name="do" value="take" { "Collect" }
                                button.btn type="submit" name="do" value="decline" { "Leave it" }
                            }
                        }
                    }
                }
            }
            @if view.offered.len() > SHOWN { p.small { "and " (words::number(view.offered.len() - SHOWN)) " more, once these are settled" } }
        }
    }
}

fn collection(frame: &Frame, view: &Phrases) -> Markup {
    let nothing = if view.collected == 0 {
        "Take what the house heard, or add what you noted in a call."
    } else {
        "Nobody said that, as far as it was collected."
    };
    html! {
        section.sheet.sect aria-labelledby="collected" {
            h2 #collected { "Collected" }
            form.search method="get" action="/content/phrases" role="search" {
                input type="search" name="q" value=(view.search) aria-label="Words to look for";
                select name="room" aria-label="Room" {
                    option value="" { "every room" }
                    @for one in Room::ALL { option value=(one.as_str()) selected[view.room == Some(one)] { (one.title()) } }
                }
                button.btn type="submit" { "Search" }
            }
            @if view.found.is_empty() { p.empty { (nothing) } }
            ul.rows { @for kept in view.found.iter().take(PHRASES_MAX) { li { (phrase(frame, view, kept)) } } }
            @if view.found.len() > PHRASES_MAX { p.small { "and " (words::thousands(view.found.len() - PHRASES_MAX)) " more; search to see them" } }
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
                @if used.is_empty() { p.small { "No piece uses these words." } }
                @else {
                    details {
                        summary { "Used by " (words::number(used.len())) " " (words::plural(used.len(), "piece", "pieces")) }
                        ul.plain { @for one in used.iter().take(SHOWN) { li { (super::found(one)) } } }
                    }
                }
            }
            @if view.may_decide { (super::press(frame, format!("/content/phrases/{}/remove", kept.id), "Take it out", &[])) }
        }
    }
}

fn silent_pieces(view: &Phrases) -> Markup {
    let silent = &view.spoken.silent;
    html! {
        section.sheet.sect aria-labelledby="silent" {
            h2 #silent { "Pieces without a buyer's word" }
            p.cap { "Their text has no passage with most of the words of any phrase." }
            @if silent.is_empty() {
                p.empty { @if view.collected == 0 || view.spoken.read == 0 { "There is nothing to hold against each other yet." } @else { "Every piece that was read uses somebody's words." } }
            }
            ul.plain { @for entry in silent.iter().take(SHOWN) { li { (super::tag(entry.piece.room)) (super::piece(&entry.piece.path, texts::title(entry))) } } }
            @if silent.len() > SHOWN { p.small { "and " (words::number(silent.len() - SHOWN)) " more" } }
            @if view.spoken.unread > 0 { p.small { "Of " (words::number(view.spoken.unread)) " the text is not known; a crawl brings it." } }
        }
    }
}

const SOURCES: [(&str, &str); 7] = [
    ("call", "a call"),
    ("interview", "an interview"),
    ("podcast", "a podcast"),
    ("survey", "a survey"),
    ("email", "an e-mail"),
    ("heard from", "where they heard of us"),
    ("other", "something else"),
];

fn by_hand(frame: &Frame) -> Markup {
    html! {
        section.sheet.sect.noprint aria-labelledby="bring" {
            h2 #bring { "Words you bring along" }
            form.said method="post" action="/content/phrases" {
                (forms::csrf_field(frame))
                (fields::area("What was said, word for word", "words", "", ""))
                (fields::choose("Said in", "source", &SOURCES, "call"))
                (fields::line("By whom, as far as it may be told", "said_by", ""))
                (fields::line("Where it can be heard again", "place", ""))
                (fields::line("The company's domain, if it is known here", "account", ""))
                (fields::day("On", "at", ""))
                (fields::room("Room", None, true)) (fields::line("Topic", "topic", ""))
                button.btn type="submit" { "Collect" }
            }
        }
    }
}
