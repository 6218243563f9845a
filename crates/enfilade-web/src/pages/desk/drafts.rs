//! Drafts, their versions and signatures.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::proof::Proof;
use enfilade_domain::{Draft, Phrase, Room, SignOffRule};
use maud::{Markup, html};

use crate::components::{fields, forms, words};
use crate::pages::frame::Frame;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    /// Each with what keeps it from being published.
    pub all: Vec<(Kept<Draft>, Vec<String>)>,
    pub rule: SignOffRule,
    pub may_decide: bool,
}

fn state(draft: &Draft, hindrances: &[String]) -> String {
    match (&draft.published, &draft.signed) {
        (Some((by, at)), _) => format!("Published by {by} on {}.", words::day_of_year(at.utc_day())),
        (None, _) if !hindrances.is_empty() => format!("Not to be published yet: {}.", hindrances.join("; ")),
        (None, Some(signed)) => {
            format!("Signed by {} on {}. Ready to be published.", signed.by, words::day_of_year(signed.at.utc_day()))
        }
        (None, None) => "Ready to be published.".to_owned(),
    }
}

#[must_use]
pub fn list(frame: &Frame, view: &Drafts) -> Markup {
    let open = view.all.iter().filter(|(kept, _)| kept.what.published.is_none()).count();
    let lede = html! {
        @if view.all.is_empty() { "No draft lies here. " }
        @else { (words::capital(&words::number(open))) " " (words::plural(open, "draft is", "drafts are")) " being written. " }
        b { @if view.rule.is_on { "Nothing goes live unsigned." } @else { "Signatures are not asked for." } }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="drafts" {
            h2 #drafts { "Drafts" }
            @if view.all.is_empty() { p.empty { "Begin with an outline; whoever knows the matter reads it, changes it and signs." } }
            ul.rows {
                @for (kept, hindrances) in &view.all {
                    li {
                        (super::tag(kept.what.room)) a href=(format!("/content/drafts/{}", kept.id)) { (kept.what.title) }
                        p.small { (state(&kept.what, hindrances)) }
                    }
                }
            }
        }
        @if view.may_decide {
            div.grid.g-32.gap-above {
                section.sheet.sect.noprint aria-labelledby="new" { h2 #new { "A new draft" } (form(frame, None)) }
                section.sheet.sect.noprint aria-labelledby="rule" { h2 #rule { "Signatures" } (rule(frame, &view.rule)) }
            }
        }
    };
    super::sheet(frame, "/content/drafts", "Drafts", &lede, &body)
}

fn rule(frame: &Frame, rule: &SignOffRule) -> Markup {
    let options = [("no", "nobody has to sign"), ("yes", "somebody has to sign its text")];
    html! {
        form.said method="post" action="/content/drafts-rule" {
            (forms::csrf_field(frame))
            (fields::choose("Before something goes live", "on", &options, if rule.is_on { "yes" } else { "no" }))
            (fields::area("Who may sign", "experts", &rule.experts.join("\n"), "One name a line, as they sign in. Without names, anybody may."))
            button.btn type="submit" { "So be it" }
        }
    }
}

/// One draft.
#[derive(Debug, Clone)]
pub struct One {
    pub kept: Kept<Draft>,
    pub versions: Vec<Kept<Draft>>,
    pub hindrances: Vec<String>,
    /// What its readers need, and what would cost their trust.
    pub proof: Proof,
    pub phrases: Vec<Kept<Phrase>>,
    pub may_decide: bool,
    pub may_sign: bool,
}

#[must_use]
pub fn one(frame: &Frame, view: &One) -> Markup {
    let (id, draft) = (view.kept.id, &view.kept.what);
    let lede = html! { (state(draft, &view.hindrances)) };
    let body = html! {
        @if draft.gates_learning() {
            p.do.gap-above { "A form would stand before a piece of the " (draft.room.map_or("", Room::title)) " Room. Careful readers leave at it; what it costs is counted under Forms." }
        }
        div.grid.g-32.gap-above {
            section.sheet.sect aria-labelledby="text" {
                h2 #text { "As it stands" }
                p.cap { (super::tag(draft.room)) (draft.path) @if !draft.question.is_empty() { ", answers “" (draft.question) "”" } }
                @if !draft.outline.is_empty() { h3 { "Outline" } @for line in draft.outline.lines() { p { (line) } } }
                @if draft.text.is_empty() { p.empty { "There is no text yet." } }
                @else { h3 { "Text" } @for line in draft.text.lines() { p { (line) } } }
                (actions(frame, view))
            }
            @if !draft.text.is_empty() { (proof(&view.proof)) }
            section.sheet.sect aria-labelledby="trail" {
                h2 #trail { "Every version" }
                ol.rows { @for version in view.versions.iter().rev() { li { (step(version)) } } }
                (super::beside(&view.phrases))
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="change" {
                h2 #change { "Change it" }
                p.cap { "A signature stands for one text and goes with the change of it." }
                details.more { summary { "Outline and text, to write in" } (form(frame, Some(&view.kept))) }
                div.gap-above { (super::press(frame, format!("/content/drafts/{id}/remove"), "Take it off the desk", &[])) }
            }
        }
    };
    super::sheet(frame, "/content/drafts", &draft.title, &lede, &body)
}

/// How a reader in its room meets the text.
fn proof(proof: &Proof) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="proof" {
            h2 #proof { "How a reader meets it" }
            @if let Some(reason) = &proof.not_judged { p.cap { (words::capital(reason)) "." } }
            @if let Some(audit) = &proof.audit { p.cap { (audit.summary) } }
            @if proof.findings.is_empty() { p.empty { "No passage was found that costs trust." } }
            @else {
                h3 { "What costs trust" }
                ul.rows { @for fired in &proof.findings { li { b { (fired.rule.name) ". " } "“" (fired.quote) "”" p.small { (fired.rule.reason) " " (fired.rule.advice) } } } }
            }
            @if let Some(audit) = &proof.audit {
                h3 { "What its readers need" }
                ul.rows {
                    @for checked in &audit.checklist {
                        li {
                            @if let Some(quote) = &checked.quote { b { "Yes: " } "it " (checked.item.says) "." p.small { "“" (quote) "”" } }
                            @else { b { "Not yet: " } "it " (checked.item.says) "." p.small { (checked.item.advice) "." } }
                        }
                    }
                    @for concern in &audit.concerns {
                        li {
                            @if let Some(quote) = &concern.quote { b { "Yes: " } "it speaks of " (concern.about) "." p.small { "“" (quote) "”" } }
                            @else { b { "Not yet: " } "it says nothing about " (concern.about) "." }
                        }
                    }
                }
            }
        }
    }
}

fn actions(frame: &Frame, view: &One) -> Markup {
    let (id, draft) = (view.kept.id, &view.kept.what);
    let to_sign = view.may_sign && !draft.text.is_empty() && draft.signed.is_none();
    let to_publish = view.may_decide && view.hindrances.is_empty() && draft.published.is_none();
    let summary = view.proof.summary().filter(|_| to_sign || to_publish);
    html! {
        @if let Some(summary) = summary { p.do.gap-above { (words::capital(&summary)) ". " a href="#proof" { "See which" } "; to let it stand is for you to decide." } }
        @if to_sign {
            form.inline.noprint method="post" action=(format!("/content/drafts/{id}/sign")) {
                (forms::csrf_field(frame)) input type="hidden" name="version" value=(view.kept.version);
                (fields::line("A remark", "note", "")) button.btn type="submit" { "Sign this text" }
            }
        }
        @if to_publish { div.gap-above.noprint { (super::press(frame, format!("/content/drafts/{id}/publish"), "Publish it", &[])) } }
    }
}

fn step(version: &Kept<Draft>) -> Markup {
    let draft = &version.what;
    html! {
        p {
            b { (version.by) } ", " (words::day_of_year(version.at.utc_day())) ": "
            @if draft.published.is_some() { "published" }
            @else if let Some(signed) = &draft.signed { "signed" @if !signed.note.is_empty() { ", “" (signed.note) "”" } }
            @else { (words::thousands(draft.text.split_whitespace().count())) " words" }
        }
        @if !draft.text.is_empty() || !draft.outline.is_empty() {
            details { summary { "The text of version " (version.version) } @for line in draft.outline.lines().chain(draft.text.lines()) { p.small { (line) } } }
        }
    }
}

const KINDS: [(&str, &str); 9] = [
    ("article", "article"),
    ("guide", "guide"),
    ("case", "case"),
    ("product", "product"),
    ("pricing", "pricing"),
    ("download", "download"),
    ("email", "e-mail"),
    ("ad", "ad"),
    ("other", "other"),
];

fn form(frame: &Frame, kept: Option<&Kept<Draft>>) -> Markup {
    let draft = kept.map(|kept| &kept.what);
    let text = |part: fn(&Draft) -> &str| draft.map_or("", part);
    let action = kept.map_or_else(|| "/content/drafts".to_owned(), |kept| format!("/content/drafts/{}", kept.id));
    let gated = if draft.is_some_and(|draft| draft.is_gated) { "yes" } else { "" };
    html! {
        form.said method="post" action=(action) {
            (forms::csrf_field(frame))
            @if let Some(kept) = kept { input type="hidden" name="version" value=(kept.version); }
            (fields::line("Title", "title", text(|draft| &draft.title)))
            (fields::line("Where it will stand, such as /slow-handovers", "path", text(|draft| &draft.path)))
            (fields::choose("Kind", "kind", &KINDS, draft.map_or("article", |draft| draft.kind.as_str())))
            (fields::room("Room", draft.and_then(|draft| draft.room), true))
            (fields::role("Written for", draft.and_then(|draft| draft.role.as_ref())))
            (fields::line("The buyer's question it answers", "question", text(|draft| &draft.question)))
            (fields::line("Topic", "topic", text(|draft| &draft.topic)))
            (fields::area("Outline", "outline", text(|draft| &draft.outline), ""))
            (fields::area("Text", "text", text(|draft| &draft.text), ""))
            (fields::choose("Before it", "gated", &[("", "nothing: it is open"), ("yes", "a form has to be filled in")], gated))
            (fields::line("If a form: why it has to be there", "gate_reason", text(|draft| &draft.gate_reason)))
            button.btn type="submit" { "Keep it" }
        }
    }
}
