//! Cards of accounts that are ready or asked to talk: door, reasons, roles, a possible opening, and the two decisions.

use enfilade_domain::ShownRoom;
use enfilade_language::{t, tn};
use maud::{Markup, html};

use super::{AskedToTalk, Card, Dot, Presence, Ready};
use crate::components::marks::{self, room_class};
use crate::components::sentences::sentence;
use crate::components::{forms, links, words};
use crate::pages::frame::Frame;

/// The sheet on which the cards stand.
const HERE: &str = "/ready";

/// A ready account.
pub(super) fn card(frame: &Frame, view: &Ready, card: &Card) -> Markup {
    let domain = &card.account.domain;
    html! {
        article.sheet.ready aria-label=(card.account.name) {
            (marks::door(card.readiness, card.door_opens_at, "open"))
            div {
                header {
                    h2 { a href=(links::account(frame, domain)) { (card.account.name) } }
                    (marks::fit(card.fit)) (marks::shown_room(card.shown))
                }
                p.small { (facts(frame, card)) }
                @if let Some(meant) = &card.meant_to_call { p.problem.gap-above { (meant) } }
                ul.why { @for reason in &card.reasons { li { (reason) } } }
                @if !card.dots.is_empty() { div.committee { (committee_dots(&card.dots)) p { (coverage(&card.dots)) } } }
            }
            div.side {
                h4 { (t!("A possible opening")) }
                (opening(&card.opening, &card.because))
                @if !card.still_open.is_empty() {
                    h4 { (t!("Still open for them")) }
                    p { (card.still_open.join(" ")) }
                }
                (decisions(frame, view, domain))
            }
        }
    }
}

fn facts(frame: &Frame, card: &Card) -> String {
    let seen = card.days_since_seen.map(|days| match days {
        0 if frame.is_past() => t!("Seen that day").to_owned(),
        days => words::capital(&words::last_seen(days as f32)),
    });
    let facts = Some(card.facts.join(", ")).filter(|facts| !facts.is_empty());
    facts.into_iter().chain(seen).map(|fact| format!("{fact}.")).collect::<Vec<_>>().join(" ")
}

/// Words to begin with.
#[must_use]
pub fn opening(text: &str, because: &str) -> Markup {
    html! { blockquote.opening { "“" (text) "”" cite { (because) } } }
}

/// The roles in their fixed order: filled is active, a ring is quiet, dashed was not seen.
#[must_use]
pub fn committee_dots(dots: &[Dot]) -> Markup {
    html! {
        ul.cov { @for dot in dots {
            @let pigment = dot.room.map_or("ink", room_class);
            @let has = matches!(dot.presence, Presence::Active | Presence::Quiet);
            li class={ (if has { "has " } else { "" }) (pigment) } {
                svg viewBox="0 0 22 22" width="22" height="22" role="img" aria-label=(in_words(dot)) {
                    circle class=(mark(dot.presence)) cx="11" cy="11" r="7.5" {}
                }
                (short(dot))
            }
        } }
    }
}

const fn mark(presence: Presence) -> &'static str {
    match presence {
        Presence::Active => "c-seen",
        Presence::Quiet => "c-quiet",
        Presence::Unseen | Presence::CannotBeTold => "c-none",
    }
}

fn short(dot: &Dot) -> String {
    let name = words::capital(dot.role.as_str());
    match name.as_str() {
        "Executive" => t!("Exec").to_owned(),
        "Technical" => "IT".to_owned(),
        "Operations" => t!("Ops").to_owned(),
        "Finance" => t!("Fin").to_owned(),
        _ => name.chars().take(9).collect(),
    }
}

fn in_words(dot: &Dot) -> String {
    let name = words::capital(dot.role.as_str());
    let place = dot.room.map_or_else(String::new, |room| t!(", {room} room", room = room.title()));
    match dot.presence {
        Presence::Active => t!("{name}: active{place}", name = name, place = place),
        Presence::Quiet => t!("{name}: quiet{place}", name = name, place = place),
        Presence::Unseen => t!("{name}: not seen yet", name = name),
        Presence::CannotBeTold => t!("{name}: cannot be told, nothing is written for this role", name = name),
    }
}

fn coverage(dots: &[Dot]) -> String {
    let of = |presence: Presence| -> Vec<String> {
        dots.iter().filter(|dot| dot.presence == presence).map(|dot| dot.role.as_str().to_owned()).collect()
    };
    let seen = dots.iter().filter(|dot| dot.is_there()).count();
    let mut text = match seen {
        0 => t!("No role can be told yet.").to_owned(),
        _ if dots.iter().filter(|dot| dot.is_there()).all(|dot| dot.inferred) => {
            t!(
                "By their themes {seen} of {dots} roles are there.",
                seen = words::number(seen),
                dots = words::number(dots.len())
            )
        }
        _ => t!(
            "{seen} of {dots} roles seen.",
            seen = words::capital(&words::number(seen)),
            dots = words::number(dots.len())
        ),
    };
    let unseen = of(Presence::Unseen);
    if !unseen.is_empty() {
        text.push_str(&tn!(
            unseen.len(),
            " {unseen} has not appeared.",
            " {unseen} have not appeared.",
            unseen = words::capital(&words::list(&unseen))
        ));
    }
    let inferred = dots.iter().filter(|dot| dot.is_there() && dot.inferred).count();
    if inferred > 0 && inferred < seen {
        text.push_str(t!(" Some are inferred from themes."));
    }
    text
}

/// The two decisions a person can make. Nothing is sent to anybody by either.
fn decisions(frame: &Frame, view: &Ready, domain: &str) -> Markup {
    let path = links::path_segment(domain);
    html! {
        p.small { a href=(links::page(frame, &format!("/accounts/{path}/brief"))) { (t!("Brief for the conversation")) } }
        @if view.may_decide {
            div.btns {
                form method="post" action={ "/accounts/" (path) "/call" } {
                    (forms::csrf_field(frame))
                    (forms::back_field(HERE))
                    button.btn.solid type="submit" { (t!("I will call them")) }
                }
                (not_yet(frame, &path, &view.tomorrow, HERE))
            }
        }
    }
}

/// The folded form of "Not yet, because…"; `here` is the sheet on which it stands.
#[must_use]
pub fn not_yet(frame: &Frame, path: &str, tomorrow: &str, here: &str) -> Markup {
    html! {
        details.decide {
            summary.btn { (t!("Not yet, because…")) }
            form method="post" action={ "/accounts/" (path) "/not-yet" } {
                (forms::csrf_field(frame))
                (forms::back_field(here))
                label.field { span { (t!("Why wait")) } input type="text" name="reason" required maxlength="2000"; }
                label.field { span { (t!("Look again on (or leave it open: when they return)")) } input type="date" name="look_again" min=(tomorrow); }
                button.btn type="submit" { (t!("Leave them to it")) }
            }
        }
    }
}

/// As many requests stand open on the sheet; more are folded.
const OPEN_REQUESTS: usize = 4;

/// Those who asked to talk, oldest first: somebody who can answer speaks to them, and their points are the agenda.
pub(super) fn asked(frame: &Frame, view: &Ready) -> Markup {
    let more = view.asked.len().saturating_sub(OPEN_REQUESTS);
    html! {
        section.sheet.sect aria-labelledby="asked-h" {
            h2 #asked-h { (t!("They asked to talk")) }
            p.cap { (t!("Answer first, and by somebody who can answer. Their points are the agenda; nothing has to be qualified before.")) }
            @if let Some((count, days)) = view.answered && count >= words::FEWEST_CASES {
                p.small { (sentence!(
                    "Of {count} recorded requests of the last quarter, half were answered within {days}.",
                    count = words::number(count as usize),
                    days = if days == 0 { t!("a day").to_owned() } else { words::days(days) },
                )) }
            }
            @for one in view.asked.iter().take(OPEN_REQUESTS) { (asked_row(frame, view, one)) }
            @if more > 0 {
                details.more { summary { (sentence!(
                    "And {more} more that asked later",
                    more = words::number(more),
                )) }
                    @for one in view.asked.iter().skip(OPEN_REQUESTS) { (asked_row(frame, view, one)) } }
            }
            @if view.more_asked > 0 {
                p.cap { (sentence!(
                    "These wait longest. {more_asked} more stand in the list of <a>all that asked to talk</a>.",
                    more_asked = words::capital(&words::number(view.more_asked as usize));
                    a = html! { a href=(links::page(frame, "/accounts?band=asked+to+talk")) {} },
                )) }
            }
        }
    }
}

fn asked_row(frame: &Frame, view: &Ready, one: &AskedToTalk) -> Markup {
    let path = links::path_segment(&one.account.domain);
    html! {
        div.askedrow {
            div {
                h3 { a href=(links::account(frame, &one.account.domain)) { (one.account.name) } }
                p.small.line { (marks::fit(one.fit)) (marks::shown_room(one.shown)) }
            }
            div {
                p { @match one.days_since_asked {
                    Some(0) if frame.is_past() => (t!("Asked that day.")),
                    Some(0) => (t!("Asked today.")),
                    Some(days) => { (sentence!(
                        "Asked {days} ago; no answer is on record.",
                        days = words::days(days),
                    )) }
                    None => (t!("No answer is on record.")),
                }
                @if one.early { " " (sentence!("<b>Early:</b> they are testing whether their concern is real. Help them judge that; no deck, no question about budget.")) } }
                @if let Some((kind, day)) = &one.touched_since {
                    p { (sentence!(
                        "On record since: {kind}, {day}. If you spoke with them, <a>say on their sheet how it was</a>; that answers the request.",
                        kind = kind,
                        day = day;
                        a = html! { a href=(links::account(frame, &one.account.domain)) {} },
                    )) }
                }
                @if !matches!(one.shown, ShownRoom::In(_)) { p { (t!("Too little is known to say where they stand: ask what is on their mind, and listen.")) } }
                @if !one.points.is_empty() { p.lbl { (t!("Their points")) } ol.points { @for point in &one.points { li { (point) } } } }
                details { summary { (t!("A possible opening")) } (opening(&one.opening, &one.because)) }
            }
            div.btns {
                a.btn href=(links::page(frame, &format!("/accounts/{path}/brief"))) { (t!("Brief")) }
                @for answer in &one.answers { (forms::button(frame, answer, "btn")) }
                @if view.may_decide {
                    form method="post" action={ "/accounts/" (path) "/call" } {
                        (forms::csrf_field(frame))
                        (forms::back_field(HERE))
                        button.btn.solid type="submit" { (t!("I will answer")) }
                    }
                }
            }
        }
    }
}

/// Ready once, and nothing new since: said, and no longer asked for.
pub(super) fn passed(frame: &Frame, view: &Ready) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="passed-h" {
            h2 #passed-h { (t!("The window may have passed")) }
            p.cap { (t!("They were ready, and nothing new has been seen for three weeks. A call may still be welcome; it may also be late.")) }
            ul.rows { @for card in &view.passed { li.proof {
                p {
                    a href=(links::account(frame, &card.account.domain)) { b { (card.account.name) } } " " (marks::shown_room(card.shown))
                    br; span.small { (facts(frame, card)) @if let Some(reason) = card.reasons.first() { " " (reason) } }
                }
                div.btns {
                    a.btn href=(links::page(frame, &format!("/accounts/{}/brief", links::path_segment(&card.account.domain)))) { (t!("Brief")) }
                    @if view.may_decide { (not_yet(frame, &links::path_segment(&card.account.domain), &view.tomorrow, HERE)) }
                }
            } } }
        }
    }
}
