//! One piece held against one buyer in one room: the form, and what came of it.

use enfilade_domain::Room;
use enfilade_language::{retold, t};
use maud::{Markup, html};

use crate::components::marks::room_class;
use crate::components::sentences::sentence;
use crate::components::{forms, shell, words};
use crate::pages::frame::Frame;

/// What somebody filled into the form.
#[derive(Debug, Clone, Default)]
pub struct Trying {
    pub room: Option<Room>,
    /// Empty for any role.
    pub role: String,
    /// Roles whose worries are known.
    pub roles: Vec<&'static str>,
    pub text: String,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub trying: Trying,
    pub room: Room,
    /// "meets", "in part" or "misses".
    pub verdict: &'static str,
    pub summary: String,
    /// What the piece takes for granted, and the words that show it.
    pub assumed: Vec<(String, String)>,
    /// What readers need in this room.
    pub needs: Vec<Said>,
    /// What worries the role.
    pub worries: Vec<Said>,
    /// What costs trust: name, quote and advice.
    pub costs: Vec<(String, String, String)>,
}

/// Something that a piece says or leaves out.
#[derive(Debug, Clone)]
pub struct Said {
    pub what: String,
    pub quote: Option<String>,
    /// What to do where it is missing.
    pub advice: String,
}

/// The form.
pub(super) fn form(frame: &Frame, trying: &Trying) -> Markup {
    html! {
        form method="post" action="/begin/piece" {
            (forms::csrf_field(frame))
            div.grid.g-11.fields {
                label.field { span { (t!("Which question is the buyer at?")) } select name="room" { @for room in Room::ALL {
                    option value=(room.as_str()) selected[trying.room == Some(room)] { (room.title()) ": " (room.question()) }
                } } }
                label.field { span { (t!("Whose job is it?")) } select name="role" {
                    option value="" { (t!("Not known")) }
                    @for role in &trying.roles { option value=(role) selected[*role == trying.role] { (words::capital(role)) } }
                } }
            }
            label.field { span { (t!("The text of the piece, as a reader sees it")) } textarea name="text" rows="8" required { (trying.text) } }
            button.btn.solid type="submit" { (t!("Hold it against this buyer")) }
        }
    }
}

/// Draws what came of it.
#[must_use]
pub fn render(frame: &Frame, view: &Verdict) -> Markup {
    let meets = match view.verdict {
        "meets" => t!("It meets a buyer"),
        "misses" => t!("It misses a buyer"),
        _ => t!("It meets, in part, a buyer"),
    };
    let body = html! {
        div.head { div {
            h1 { (t!("One buyer, one room, one piece")) }
            p.lede { (sentence!(
                "<b>{meets}</b> who asks “{question}” {summary}",
                meets = meets,
                question = view.room.question(),
                summary = view.summary,
            )) }
        } }
        div.verdict {
            @if !view.assumed.is_empty() {
                section.sheet aria-labelledby="assumed-h" {
                    h2 #assumed-h { (t!("What it takes for granted")) }
                    ul.rows.one { @for (what, quote) in &view.assumed { li { (what) blockquote { "“" (quote) "”" } } } }
                }
            }
            div.grid.g-11 {
                section class={ "sheet " (room_class(view.room)) } aria-labelledby="needs-h" {
                    h2 #needs-h { (sentence!(
                        "What a reader needs in the <span>{room} Room</span>",
                        room = view.room.title();
                        span = html! { span.rt {} },
                    )) }
                    (said(&view.needs))
                }
                section.sheet aria-labelledby="worries-h" {
                    h2 #worries-h { (t!("What worries this role")) }
                    @if view.worries.is_empty() { p.empty { (t!("Name a role, and its worries are looked for too.")) } }
                    @else { (said(&view.worries)) }
                }
            }
            @if !view.costs.is_empty() {
                section.sheet aria-labelledby="costs-h" {
                    h2 #costs-h { (t!("What costs trust")) }
                    ul.rows.one { @for (name, quote, advice) in &view.costs { li { b { (name) } blockquote { "“" (quote) "”" } p.small.gap-above { (advice) } } } }
                }
            }
            section.sheet aria-labelledby="again-h" {
                h2 #again-h { (t!("Once more")) }
                (form(frame, &view.trying))
                p.gap-above { a href="/begin" { (t!("Back to the other steps")) } }
            }
        }
    };
    shell::page(frame, t!("One piece"), &body)
}

fn said(things: &[Said]) -> Markup {
    html! {
        ul.rows { @for one in things { li {
            @if let Some(quote) = &one.quote { span.is.there { (t!("There")) } div { (words::capital(&one.what)) p.small { "“" (quote) "”" } } }
            @else { span.is { (t!("Missing")) } div { (words::capital(&one.what)) @if !one.advice.is_empty() { p.small { (retold(&one.advice)) "." } } } }
        } } }
    }
}
