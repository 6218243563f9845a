//! What the house can do: stories that sales carries, and what is not ready for it.

use enfilade_app::build::desk::paper::Kept;
use enfilade_domain::{AskedQuestion, Capability};
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{fields, forms, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Clone, Default)]
pub struct Capabilities {
    /// Each with what it lacks.
    pub all: Vec<(Kept<Capability>, Vec<String>)>,
    pub may_decide: bool,
    /// Sales may ask.
    pub may_ask: bool,
}

#[must_use]
pub fn render(frame: &Frame, view: &Capabilities) -> Markup {
    let (ours, not_yet): (Vec<_>, Vec<_>) = view.all.iter().partition(|(kept, _)| kept.what.published.is_some());
    let lede = html! {
        @if view.all.is_empty() { (sentence!("<b>Nothing is entered yet.</b> What was built helps nobody until it names the problem it is for.")) }
        @else {
            @if ours.is_empty() { (t!("No story is with sales.")) " " }
            @else { (counted_sentence!(
                ours.len(),
                "{ours} story is with sales.",
                "{ours} stories are with sales.",
                ours = words::capital(&words::number(ours.len())),
            )) " " }
            b { @if not_yet.is_empty() { (t!("Nothing is half done.")) } @else { (counted_sentence!(
                not_yet.len(),
                "{not_yet} is not ready for it.",
                "{not_yet} are not ready for it.",
                not_yet = words::capital(&words::number(not_yet.len())),
            )) } }
        }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="with" {
            h2 #with { (t!("With sales")) }
            p.cap { (t!("A story to tell in half a minute, and the piece about the problem behind it.")) }
            @if ours.is_empty() { p.empty { (t!("None yet.")) } }
            ul.rows { @for (kept, _) in &ours { li { (told(frame, kept, view)) } } }
        }
        section.sheet.sect aria-labelledby="not-yet" {
            h2 #not-yet { (t!("Not ready yet")) }
            @if not_yet.is_empty() { p.empty { (t!("Nothing waits here.")) } }
            ul.rows { @for (kept, missing) in &not_yet { li { (unfinished(frame, kept, missing, view.may_decide)) } } }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="new" { h2 #new { (t!("Something that was built")) } (form(frame, None)) }
        }
    };
    super::sheet(frame, "/content/capabilities", t!("What we can do"), &lede, &body)
}

fn told(frame: &Frame, kept: &Kept<Capability>, view: &Capabilities) -> Markup {
    let capability = &kept.what;
    html! {
        h3 { (capability.name) }
        p { (super::tag(capability.room)) "“" (capability.question) "”" }
        p.opening { (capability.story) cite { (sentence!(
            "{story_words} words. Behind it: {piece}",
            story_words = capability.story_words(),
            piece = super::piece(&capability.behind, &capability.behind),
        )) } }
        @if let Some((by, at)) = &capability.published { p.small { (sentence!(
            "Given to sales by {by} on {utc_day}.",
            by = by,
            utc_day = words::day_of_year(at.utc_day()),
        )) } }
        @for (index, asked) in capability.asked.iter().enumerate() { (question(frame, kept.id, index + 1, asked, view.may_decide)) }
        @if view.may_ask {
            form.inline method="post" action=(format!("/content/capabilities/{}/ask", kept.id)) {
                (forms::csrf_field(frame)) (fields::line(t!("What would you want to know?"), "text", "")) button.btn type="submit" { (t!("Ask")) }
            }
        }
        @if view.may_decide {
            details.more { summary { (t!("Change it")) } (form(frame, Some(kept))) }
            (super::press(frame, format!("/content/capabilities/{}/withdraw", kept.id), t!("Take it back"), &[]))
        }
    }
}

fn question(frame: &Frame, id: i64, number: usize, asked: &AskedQuestion, may_decide: bool) -> Markup {
    html! {
        div.gap-above {
            p { b { (asked.text) } " " span.small { (asked.by) ", " (words::day_of_year(asked.at.utc_day())) } }
            @if let Some((text, by, at)) = &asked.answer { p { (text) " " span.small { (by) ", " (words::day_of_year(at.utc_day())) } } }
            @else if may_decide {
                form.inline method="post" action=(format!("/content/capabilities/{id}/answer")) {
                    (forms::csrf_field(frame)) input type="hidden" name="number" value=(number);
                    (fields::line(t!("Answer"), "text", "")) button.btn type="submit" { (t!("Answer")) }
                }
            } @else { p.small { (t!("No answer yet.")) } }
        }
    }
}

fn unfinished(frame: &Frame, kept: &Kept<Capability>, missing: &[String], may_decide: bool) -> Markup {
    html! {
        h3 { (kept.what.name) }
        @if !kept.what.does.is_empty() { p { (kept.what.does) } }
        @if missing.is_empty() { p.small { (t!("It is whole.")) } } @else { p.small { (sentence!(
            "It lacks {missing}.",
            missing = missing.join("; "),
        )) } }
        @if may_decide {
            details.more { summary { (t!("Change it")) } (form(frame, Some(kept))) }
            div.btns {
                @if missing.is_empty() { (super::press(frame, format!("/content/capabilities/{}/publish", kept.id), t!("Give it to sales"), &[])) }
                (super::press(frame, format!("/content/capabilities/{}/remove", kept.id), t!("Take it off the desk"), &[]))
            }
        }
    }
}

fn form(frame: &Frame, kept: Option<&Kept<Capability>>) -> Markup {
    let capability = kept.map(|kept| kept.what.clone()).unwrap_or_default();
    let action =
        kept.map_or_else(|| "/content/capabilities".to_owned(), |kept| format!("/content/capabilities/{}", kept.id));
    html! {
        form.said method="post" action=(action) {
            (forms::csrf_field(frame))
            @if let Some(kept) = kept { input type="hidden" name="version" value=(kept.version); }
            (fields::line(t!("Name"), "name", &capability.name))
            (fields::area(t!("What it does, in your words"), "does", &capability.does, ""))
            (fields::line(t!("The buyer's problem"), "problem", &capability.problem))
            (fields::line(t!("The question it answers"), "question", &capability.question))
            (fields::room(t!("The room in which it is asked"), capability.room, true))
            (fields::area(t!("The story that sales can carry"), "story", &capability.story, t!("Under 80 words.")))
            (fields::line(t!("The piece about the problem behind it, by its path"), "behind", &capability.behind))
            button.btn type="submit" { (t!("Keep it")) }
        }
    }
}
