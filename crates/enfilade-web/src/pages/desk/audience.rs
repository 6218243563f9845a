//! For whom it all is, and which pieces speak of something else.

use enfilade_app::build::desk::audience::{Coherence, Known};
use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::texts;
use enfilade_domain::{Audience, Role};
use maud::{Markup, html};

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
        @if view.stated.is_none() { b { "Nobody is named yet." } " What is for everyone is recognised by no one." }
        @else {
            (words::capital(&words::number(checked))) " " (words::plural(checked, "piece was", "pieces were")) " held against it. "
            b {
                @if doubts > 0 { (words::capital(&words::number(doubts))) " " (words::plural(doubts, "speaks", "speak")) " of something else, or to somebody else." }
                @else if checked > 0 { "All speak of what you serve." }
                @else { "The text of no piece is known yet." }
            }
        }
    };
    let body = html! {
        div.grid.g-32 {
            (in_doubt(view))
            @if let Some(kept) = &view.stated { (stated(kept, view)) }
            @else if view.may_decide { section.sheet.sect.noprint aria-labelledby="name" { h2 #name { "Name them" } (form(frame, None)) } }
        }
        @if let (Some(kept), true) = (&view.stated, view.may_decide) {
            section.sheet.sect.noprint aria-labelledby="name" { h2 #name { "Change it" } details.more { summary { "All of it, to write in" } (form(frame, Some(kept))) } }
        }
    };
    super::sheet(frame, "/content/audience", "For whom", &lede, &body)
}

fn in_doubt(view: &ForWhom) -> Markup {
    let doubts = &view.coherence.doubts;
    html! {
        section.sheet.sect aria-labelledby="doubts" {
            h2 #doubts { "Pieces in doubt" }
            p.cap { "Held against the problems by their words. A piece about them in words of its own may stand here wrongly." }
            @if view.stated.is_none() { p.empty { "Name whom you serve; then every piece is held against it." } }
            @else if doubts.is_empty() { p.empty { "None." } }
            ul.rows {
                @for doubt in doubts.iter().take(SHOWN) {
                    li {
                        (super::tag(doubt.entry.piece.room)) (super::piece(&doubt.entry.piece.path, texts::title(&doubt.entry)))
                        @for why in &doubt.why { p.small { (why.sentence()) } }
                    }
                }
            }
            @if doubts.len() > SHOWN { p.small { "and " (words::number(doubts.len() - SHOWN)) " more" } }
            @if view.coherence.unread > 0 { p.small { "Of " (words::number(view.coherence.unread)) " more too little text is known." } }
        }
    }
}

fn stated(kept: &Kept<Audience>, view: &ForWhom) -> Markup {
    let audience = &kept.what;
    let roles: Vec<String> = audience.roles.iter().map(|role| role.as_str().replace('_', " ")).collect();
    let size = match (audience.employees_min, audience.employees_max) {
        (Some(least), Some(most)) => format!("{least} to {most} people"),
        (Some(least), None) => format!("from {least} people"),
        (None, Some(most)) => format!("up to {most} people"),
        (None, None) => String::new(),
    };
    let companies = [audience.industries.join(", "), audience.countries.join(", "), size];
    let companies: Vec<String> = companies.into_iter().filter(|text| !text.is_empty()).collect();
    html! {
        section.sheet.sect aria-labelledby="stated" {
            h2 #stated { "Whom you serve" }
            dl.brief {
                @if !companies.is_empty() { dt { "Companies" } dd { (companies.join("; ")) } }
                @if !roles.is_empty() { dt { "Roles" } dd { (words::list(&roles)) } }
                @if !audience.problems.is_empty() {
                    dt { "Problems, and how many pieces speak of them" }
                    @for (problem, pieces) in &view.coherence.problems { dd { (problem) ": " (words::number(*pieces)) } }
                }
                @if !audience.point_of_view.is_empty() { dt { "Point of view" } dd { (audience.point_of_view) } }
                dt { "Among the companies that are known" }
                dd { (words::capital(&words::number(view.known.fit))) " are such, " (words::number(view.known.others)) " are others; of " (words::number(view.known.unknown)) " too little is known." }
            }
            @if !audience.missing().is_empty() { p.small { "Still to be said: " (audience.missing().join("; ")) "." } }
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
            (fields::area("Industries, as your accounts name them", "industries", &audience.industries.join("\n"), "One a line."))
            (fields::area("Countries", "countries", &audience.countries.join("\n"), "One a line."))
            (fields::line("People, at least", "employees_min", &number(audience.employees_min)))
            (fields::line("People, at most", "employees_max", &number(audience.employees_max)))
            (fields::area("Roles", "roles", &roles.join("\n"), "One a line: executive, finance, operations, technical, legal, or one of your own."))
            (fields::area("Problems, in their words", "problems", &audience.problems.join("\n"), "One a line."))
            (fields::area("Your point of view", "point_of_view", &audience.point_of_view, "What you hold that others do not."))
            button.btn type="submit" { "Keep it" }
        }
    }
}
