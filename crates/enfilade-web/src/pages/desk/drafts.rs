//! Drafts, their versions and signatures.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::proof::Proof;
use enfilade_domain::{Draft, Phrase, Room, SignOffRule};
use enfilade_language::{marked, retold, t, translated};
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        (Some((by, at)), _) => {
            t!("Published by {by} on {utc_day}.", by = by, utc_day = words::day_of_year(at.utc_day()))
        }
        (None, _) if !hindrances.is_empty() => {
            t!("Not to be published yet: {hindrances}.", hindrances = hindrances.join("; "))
        }
        (None, Some(signed)) => {
            t!(
                "Signed by {by} on {utc_day}. Ready to be published.",
                by = signed.by,
                utc_day = words::day_of_year(signed.at.utc_day())
            )
        }
        (None, None) => t!("Ready to be published.").to_owned(),
    }
}

#[must_use]
pub fn list(frame: &Frame, view: &Drafts) -> Markup {
    let open = view.all.iter().filter(|(kept, _)| kept.what.published.is_none()).count();
    let lede = html! {
        @if view.all.is_empty() { (t!("No draft lies here.")) " " }
        @else { (counted_sentence!(
            open,
            "{open} draft is being written.",
            "{open} drafts are being written.",
            open = words::capital(&words::number(open)),
        )) " " }
        b { @if view.rule.is_on { (t!("Nothing goes live unsigned.")) } @else { (t!("Signatures are not asked for.")) } }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="drafts" {
            h2 #drafts { (t!("Drafts")) }
            @if view.all.is_empty() { p.empty { (t!("Begin with an outline; whoever knows the matter reads it, changes it and signs.")) } }
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
                section.sheet.sect.noprint aria-labelledby="new" { h2 #new { (t!("A new draft")) } (form(frame, None)) }
                section.sheet.sect.noprint aria-labelledby="rule" { h2 #rule { (t!("Signatures")) } (rule(frame, &view.rule)) }
            }
        }
    };
    super::sheet(frame, "/content/drafts", t!("Drafts"), &lede, &body)
}

fn rule(frame: &Frame, rule: &SignOffRule) -> Markup {
    let options = [("no", t!("nobody has to sign")), ("yes", t!("somebody has to sign its text"))];
    html! {
        form.said method="post" action="/content/drafts-rule" {
            (forms::csrf_field(frame))
            (fields::choose(t!("Before something goes live"), "on", &options, if rule.is_on { "yes" } else { "no" }))
            (fields::area(t!("Who may sign"), "experts", &rule.experts.join("\n"), t!("One name a line, as they sign in. Without names, anybody may.")))
            button.btn type="submit" { (t!("So be it")) }
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
            p.do.gap-above { (sentence!(
                "A form would stand before a piece of the {room} Room. Careful readers leave at it; what it costs is counted under Forms.",
                room = draft.room.map_or("", Room::title),
            )) }
        }
        div.grid.g-32.gap-above {
            section.sheet.sect aria-labelledby="text" {
                h2 #text { (t!("As it stands")) }
                p.cap { (super::tag(draft.room)) (draft.path) @if !draft.question.is_empty() { (sentence!(
                    ", answers “{question}”",
                    question = draft.question,
                )) } }
                @if !draft.outline.is_empty() { h3 { (t!("Outline")) } @for line in draft.outline.lines() { p { (line) } } }
                @if draft.text.is_empty() { p.empty { (t!("There is no text yet.")) } }
                @else { h3 { (t!("Text")) } @for line in draft.text.lines() { p { (line) } } }
                (actions(frame, view))
            }
            @if !draft.text.is_empty() { (proof(&view.proof)) }
            section.sheet.sect aria-labelledby="trail" {
                h2 #trail { (t!("Every version")) }
                ol.rows { @for version in view.versions.iter().rev() { li { (step(version)) } } }
                (super::beside(&view.phrases))
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="change" {
                h2 #change { (t!("Change it")) }
                p.cap { (t!("A signature stands for one text and goes with the change of it.")) }
                details.more { summary { (t!("Outline and text, to write in")) } (form(frame, Some(&view.kept))) }
                div.gap-above { (super::press(frame, format!("/content/drafts/{id}/remove"), t!("Take it off the desk"), &[])) }
            }
        }
    };
    super::sheet(frame, "/content/drafts", &draft.title, &lede, &body)
}

/// How a reader in its room meets the text.
fn proof(proof: &Proof) -> Markup {
    html! {
        section.sheet.sect aria-labelledby="proof" {
            h2 #proof { (t!("How a reader meets it")) }
            @if let Some(reason) = &proof.not_judged { p.cap { (words::capital(reason)) "." } }
            @if let Some(audit) = &proof.audit { p.cap { (audit.summary) } }
            @if proof.findings.is_empty() { p.empty { (t!("No passage was found that costs trust.")) } }
            @else {
                h3 { (t!("What costs trust")) }
                ul.rows { @for fired in &proof.findings { li { b { (retold(fired.rule.name)) ". " } "“" (fired.quote) "”" p.small { (retold(fired.rule.reason)) " " (retold(fired.rule.advice)) } } } }
            }
            @if let Some(audit) = &proof.audit {
                h3 { (t!("What its readers need")) }
                ul.rows {
                    @for checked in &audit.checklist {
                        li {
                            @if let Some(quote) = &checked.quote { (sentence!(
                                "<b>Yes: </b>it {says}.",
                                says = retold(checked.item.says),
                            )) p.small { "“" (quote) "”" } }
                            @else { (sentence!("<b>Not yet: </b>it {says}.", says = retold(checked.item.says))) p.small { (retold(checked.item.advice)) "." } }
                        }
                    }
                    @for concern in &audit.concerns {
                        li {
                            @if let Some(quote) = &concern.quote { (sentence!(
                                "<b>Yes: </b>it speaks of {about}.",
                                about = retold(concern.about),
                            )) p.small { "“" (quote) "”" } }
                            @else { (sentence!(
                                "<b>Not yet: </b>it says nothing about {about}.",
                                about = retold(concern.about),
                            )) }
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
        @if let Some(summary) = summary { p.do.gap-above { (sentence!(
            "{summary}. <a>See which</a>; to let it stand is for you to decide.",
            summary = words::capital(&summary);
            a = html! { a href="#proof" {} },
        )) } }
        @if to_sign {
            form.inline.noprint method="post" action=(format!("/content/drafts/{id}/sign")) {
                (forms::csrf_field(frame)) input type="hidden" name="version" value=(view.kept.version);
                (fields::line(t!("A remark"), "note", "")) button.btn type="submit" { (t!("Sign this text")) }
            }
        }
        @if to_publish { div.gap-above.noprint { (super::press(frame, format!("/content/drafts/{id}/publish"), t!("Publish it"), &[])) } }
    }
}

fn step(version: &Kept<Draft>) -> Markup {
    let draft = &version.what;
    html! {
        p {
            b { (version.by) } ", " (words::day_of_year(version.at.utc_day())) ": "
            @if draft.published.is_some() { (t!("published")) }
            @else if let Some(signed) = &draft.signed { (t!("signed")) @if !signed.note.is_empty() { ", “" (signed.note) "”" } }
            @else { (sentence!(
                "{split_whitespace} words",
                split_whitespace = words::thousands(draft.text.split_whitespace().count()),
            )) }
        }
        @if !draft.text.is_empty() || !draft.outline.is_empty() {
            details { summary { (sentence!("The text of version {version}", version = version.version)) } @for line in draft.outline.lines().chain(draft.text.lines()) { p.small { (line) } } }
        }
    }
}

const KINDS: [(&str, &str); 9] = [
    (marked!("article"), marked!("article")),
    (marked!("guide"), marked!("guide")),
    (marked!("case"), marked!("case")),
    (marked!("product"), marked!("product")),
    (marked!("pricing"), marked!("pricing")),
    (marked!("download"), marked!("download")),
    (marked!("email"), marked!("e-mail")),
    (marked!("ad"), marked!("ad")),
    (marked!("other"), marked!("other")),
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
            (fields::line(t!("Title"), "title", text(|draft| &draft.title)))
            (fields::line(t!("Where it will stand, such as /slow-handovers"), "path", text(|draft| &draft.path)))
            (fields::choose(t!("Kind"), "kind", &KINDS, draft.map_or("article", |draft| translated(draft.kind.as_str()))))
            (fields::room(t!("Room"), draft.and_then(|draft| draft.room), true))
            (fields::role(t!("Written for"), draft.and_then(|draft| draft.role.as_ref())))
            (fields::line(t!("The buyer's question it answers"), "question", text(|draft| &draft.question)))
            (fields::line(t!("Topic"), "topic", text(|draft| &draft.topic)))
            (fields::area(t!("Outline"), "outline", text(|draft| &draft.outline), ""))
            (fields::area(t!("Text"), "text", text(|draft| &draft.text), ""))
            (fields::choose(t!("Before it"), "gated", &[("", t!("nothing: it is open")), ("yes", t!("a form has to be filled in"))], gated))
            (fields::line(t!("If a form: why it has to be there"), "gate_reason", text(|draft| &draft.gate_reason)))
            button.btn type="submit" { (t!("Keep it")) }
        }
    }
}
