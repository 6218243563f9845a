//! For whom it all is, and which pieces speak of something else.

use enfilade_app::build::desk::audience::{Coherence, Known};
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::texts;
use enfilade_domain::{Audience, Role};
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
use crate::components::{fields, forms, words};
use crate::pages::frame::Frame;

/// What the sheet shows.
#[derive(Debug, Default)]
pub struct ForWhom {
    pub stated: Option<Kept<Audience>>,
    pub known: Known,
    pub coherence: Coherence,
    pub may_decide: bool,
}

/// Doubtful pieces that are named.
const SHOWN: usize = 30;

#[must_use]
pub fn render(frame: &Frame, view: &ForWhom) -> Markup {
    let (doubts, checked) = (view.coherence.doubts.len(), view.coherence.checked);
    let lede = html! {
        @if view.stated.is_none() { (sentence!("<b>Nobody is named yet.</b> What is for everyone is recognised by no one.")) }
        @else {
            (counted_sentence!(
                checked,
                "{checked} piece was held against it.",
                "{checked} pieces were held against it.",
                checked = words::capital(&words::number(checked)),
            )) " "
            b {
                @if doubts > 0 { (counted_sentence!(
                    doubts,
                    "{doubts} speaks of something else, or to somebody else.",
                    "{doubts} speak of something else, or to somebody else.",
                    doubts = words::capital(&words::number(doubts)),
                )) }
                @else if checked > 0 { (t!("All speak of what you serve.")) }
                @else { (t!("The text of no piece is known yet.")) }
            }
        }
    };
    let body = html! {
        div.grid.g-32 {
            (in_doubt(view))
            @if let Some(kept) = &view.stated { (stated(kept, view)) }
            @else if view.may_decide { section.sheet.sect.noprint aria-labelledby="name" { h2 #name { (t!("Name them")) } (form(frame, None)) } }
        }
        @if let (Some(kept), true) = (&view.stated, view.may_decide) {
            section.sheet.sect.noprint aria-labelledby="name" { h2 #name { (t!("Change it")) } details.more { summary { (t!("All of it, to write in")) } (form(frame, Some(kept))) } }
        }
    };
    super::sheet(frame, "/content/audience", t!("For whom"), &lede, &body)
}

fn in_doubt(view: &ForWhom) -> Markup {
    let doubts = &view.coherence.doubts;
    html! {
        section.sheet.sect aria-labelledby="doubts" {
            h2 #doubts { (t!("Pieces in doubt")) }
            p.cap { (t!("Held against the problems by their words. A piece about them in words of its own may stand here wrongly.")) }
            @if view.stated.is_none() { p.empty { (t!("Name whom you serve; then every piece is held against it.")) } }
            @else if doubts.is_empty() { p.empty { (t!("None.")) } }
            ul.rows {
                @for doubt in doubts.iter().take(SHOWN) {
                    li {
                        (super::tag(doubt.entry.piece.room)) (super::piece(&doubt.entry.piece.path, texts::title(&doubt.entry)))
                        @for why in &doubt.why { p.small { (why.sentence()) } }
                    }
                }
            }
            @if doubts.len() > SHOWN { p.small { (sentence!(
                "and {len} more",
                len = words::number(doubts.len() - SHOWN),
            )) } }
            @if view.coherence.unread > 0 { p.small { (sentence!(
                "Of {unread} more too little text is known.",
                unread = words::number(view.coherence.unread),
            )) } }
        }
    }
}

fn stated(kept: &Kept<Audience>, view: &ForWhom) -> Markup {
    let audience = &kept.what;
    let roles: Vec<String> = audience.roles.iter().map(|role| role.as_str().replace('_', " ")).collect();
    let size = match (audience.employees_min, audience.employees_max) {
        (Some(least), Some(most)) => t!("{least} to {most} people", least = least, most = most),
        (Some(least), None) => t!("from {least} people", least = least),
        (None, Some(most)) => t!("up to {most} people", most = most),
        (None, None) => String::new(),
    };
    let companies = [audience.industries.join(", "), audience.countries.join(", "), size];
    let companies: Vec<String> = companies.into_iter().filter(|text| !text.is_empty()).collect();
    html! {
        section.sheet.sect aria-labelledby="stated" {
            h2 #stated { (t!("Whom you serve")) }
            dl.brief {
                @if !companies.is_empty() { dt { (t!("Companies")) } dd { (companies.join("; ")) } }
                @if !roles.is_empty() { dt { (t!("Roles")) } dd { (words::list(&roles)) } }
                @if !audience.problems.is_empty() {
                    dt { (t!("Problems, and how many pieces speak of them")) }
                    @for (problem, pieces) in &view.coherence.problems { dd { (problem) ": " (words::number(*pieces)) } }
                }
                @if !audience.point_of_view.is_empty() { dt { (t!("Point of view")) } dd { (audience.point_of_view) } }
                dt { (t!("Among the companies that are known")) }
                dd { (sentence!(
                    "{fit} are such, {others} are others; of {unknown} too little is known.",
                    fit = words::capital(&words::number(view.known.fit)),
                    others = words::number(view.known.others),
                    unknown = words::number(view.known.unknown),
                )) }
            }
            @if !audience.missing().is_empty() { p.small { (sentence!(
                "Still to be said: {missing}.",
                missing = audience.missing().join("; "),
            )) } }
            (super::made(kept))
        }
    }
}

fn form(frame: &Frame, kept: Option<&Kept<Audience>>) -> Markup {
    let audience = kept.map(|kept| kept.what.clone()).unwrap_or_default();
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let roles: Vec<&str> = audience.roles.iter().map(Role::as_str).collect();
    html! {
        form.said method="post" action="/content/audience" {
            (forms::csrf_field(frame))
            (fields::area(t!("Industries, as your accounts name them"), "industries", &audience.industries.join("\n"), t!("One a line.")))
            (fields::area(t!("Countries"), "countries", &audience.countries.join("\n"), t!("One a line.")))
            (fields::line(t!("People, at least"), "employees_min", &number(audience.employees_min)))
            (fields::line(t!("People, at most"), "employees_max", &number(audience.employees_max)))
            (fields::area(t!("Roles"), "roles", &roles.join("\n"), t!("One a line: executive, finance, operations, technical, legal, or one of your own.")))
            (fields::area(t!("Problems, in their words"), "problems", &audience.problems.join("\n"), t!("One a line.")))
            (fields::area(t!("Your point of view"), "point_of_view", &audience.point_of_view, t!("What you hold that others do not.")))
            button.btn type="submit" { (t!("Keep it")) }
        }
    }
}
