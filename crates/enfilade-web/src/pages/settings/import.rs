//! Files in, by upload: what may come, how far it is, and every refused row with its reason.

use enfilade_app::first_hour::Understood;
use enfilade_language::{marked, t, translated};
use maud::{Markup, html};

use crate::components::sentences::sentence;
use crate::components::{first_steps, forms, links, shell, words};
use crate::pages::frame::Frame;

/// Everything the page says.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Kinds of files as value and words.
    pub kinds: Vec<(&'static str, &'static str)>,
    /// Newest first.
    pub runs: Vec<ImportRun>,
    pub may_import: bool,
    pub largest: String,
}

/// One file that was sent.
#[derive(Debug, Clone, Default)]
pub struct ImportRun {
    pub id: i64,
    pub file_name: String,
    pub kind: String,
    /// Such as "14 Sep 2026 by Ines".
    pub sent: String,
    /// Whole percent of the file that was taken; `None` when it is over.
    pub percent: Option<u32>,
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    pub rejects: Vec<Reject>,
    /// Why it broke off.
    pub failed: Option<String>,
    /// What all evidence says now that the file is in.
    pub understood: Option<Understood>,
    /// The page looks again by itself while the file is being read.
    pub looks_again: bool,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub line: u64,
    pub field: String,
    pub reason: String,
}

/// Rejected rows on the page; the file has them all.
const MOST_REJECTS: usize = 50;

/// Every kind of file: its word in the address, its name, and what it holds.
const FORMS: [(&str, &str, &str); 8] = [
    (
        "accounts",
        marked!("Accounts (CSV)"),
        marked!("domain, name, employees, industry, country, fit, office_ip. Everything but the domain may be empty."),
    ),
    (
        "content",
        marked!("Content (CSV)"),
        marked!(
            "path, kind, room, role, question, title, topic. Topics and questions are what reasons and openings speak of."
        ),
    ),
    (
        "events",
        marked!("Events (JSON lines)"),
        marked!("Messages of the Segment specification: page, track, identify, group."),
    ),
    ("log", marked!("Access logs"), marked!("Combined, common, Caddy, CloudFront or W3C; recognised by themselves.")),
    ("deals", marked!("Deals (CSV)"), "deal_id, domain, opened_at, closed_at, stage, amount, source, heard_from."),
    ("touches", marked!("Touches (CSV)"), marked!("at, domain, email, kind, by, asks.")),
    (
        "declarations",
        marked!("Declarations (CSV)"),
        marked!("at, domain, event, by, note. What happened at a buyer: a freeze, an approval, a new leader."),
    ),
    (
        "verdicts",
        marked!("Verdicts (CSV)"),
        marked!(
            "at, domain, prepared, room, asked_first, words, mentioned, missing, welcome, by. One row for each conversation."
        ),
    ),
];

/// Draws the page of files.
#[must_use]
pub fn render(frame: &Frame, view: &Import) -> Markup {
    let body = html! {
        div.head { div { h1 { (t!("Files")) } p.lede { (t!("Whatever you have is enough to begin: an access log, a list of accounts. A file may be sent twice without harm, and one bad row never costs the others.")) } } }
        div.grid.g-11 {
            section.sheet.sect aria-labelledby="send-h" {
                h2 #send-h { (t!("Send a file")) }
                @if view.may_import {
                    form method="post" action="/settings/import" enctype="multipart/form-data" {
                        (forms::csrf_field(frame))
                        label.field { span { (t!("What is in it?")) } select name="kind" { @for (kind, meaning) in &view.kinds { option value=(kind) { (translated(meaning)) } } } }
                        label.field { span { (t!("For an access log: the site's address")) } input type="text" name="site" placeholder="www.company.example"; }
                        label.field { span { (sentence!(
                            "The file, also packed as .gz, up to {largest}",
                            largest = view.largest,
                        )) } input type="file" name="file" required; }
                        button.btn.solid type="submit" { (t!("Import")) }
                    }
                } @else { p.empty { (t!("Owners and editors import files.")) } }
            }
            section.sheet.sect aria-labelledby="form-h" {
                h2 #form-h { (t!("What files look like")) }
                p.cap { (t!("Of each there is a small example that can be sent as it is. It speaks of invented companies; a workspace for trying is the place for it.")) }
                dl.brief { @for (kind, name, form) in FORMS {
                    dt { (translated(name)) } dd { (translated(form)) " " a href={ "/settings/import/examples/" (kind) } { (t!("An example")) } }
                } }
            }
        }
        @if !view.runs.is_empty() {
            section.sheet.sect aria-labelledby="runs-h" {
                h2 #runs-h { (t!("What was sent")) }
                ul.rows { @for run in &view.runs { li {
                    a href=(links::page(frame, &format!("/settings/import/{}", run.id))) { b { (run.file_name) } } " "
                    span.cap { (run.kind) " · " (run.sent) } br; span.small { (tally(run)) }
                } } }
            }
        }
    };
    shell::page(frame, t!("Files"), &body)
}

/// How far a file is, in a sentence.
fn tally(run: &ImportRun) -> String {
    let count = |count: u64| words::thousands(usize::try_from(count).unwrap_or(usize::MAX));
    let sums = t!(
        "{accepted} accepted, {duplicate} known already, {rejected} refused",
        accepted = count(run.accepted),
        duplicate = count(run.duplicate),
        rejected = count(run.rejected)
    );
    match (&run.failed, run.percent) {
        (Some(_), _) => t!("Broke off: {sums}; what was accepted stays.", sums = sums),
        (None, Some(percent)) => t!("{percent} % read so far: {sums}.", percent = percent, sums = sums),
        (None, None) => t!("Done: {sums}.", sums = sums),
    }
}

/// Draws the page of one file; it looks again by itself while it runs.
#[must_use]
pub fn render_run(frame: &Frame, run: &ImportRun) -> Markup {
    let body = html! {
        div.head { div {
            p.crumb { a href=(links::page(frame, "/settings/import")) { (t!("Files")) } }
            h1 { (run.file_name) } p.lede role="status" { (tally(run)) }
        } }
        @if let Some(percent) = run.percent {
            section.sheet { progress max="100" value=(percent) aria-label=(t!("How much of the file was read")) { (percent) " %" } p.cap.gap-above {
                (t!("You may leave this page; the import goes on.")) " "
                @let address = format!("/settings/import/{}", run.id);
                @if run.looks_again { (sentence!(
                    "It looks again by itself. <a>Stop that</a>";
                    a = html! { a href=(address) {} },
                )) } @else { a href={ (address) "?watch=1" } { (t!("Look again by itself")) } }
            } }
        }
        @if let Some(failed) = &run.failed { p.problem role="alert" { (failed) } }
        @if run.rejected > 0 {
            section.sheet.sect aria-labelledby="rej-h" {
                h2 #rej-h { (t!("Refused rows")) }
                p.cap { (t!("The others were taken. Correct these and send the file again; nothing is counted twice.")) }
                table.data {
                    thead { tr { @for head in [t!("Line"), t!("Field"), t!("Why")] { th scope="col" { (head) } } } }
                    tbody { @for reject in run.rejects.iter().take(MOST_REJECTS) { tr {
                        td data-l=(t!("Line")) { (reject.line) } td data-l=(t!("Field")) { (reject.field) } td data-l=(t!("Why")) { (reject.reason) }
                    } } }
                }
                p.small.gap-above { a href={ "/settings/import/" (run.id) "/refused.csv" } { (t!("All of them as a file")) } }
            }
        }
        @if let Some(found) = &run.understood {
            section.sheet.sect aria-labelledby="known-h" {
                h2 #known-h { (t!("What is understood now")) }
                p { (first_steps::sentence(found)) }
                (first_steps::next(frame, found))
            }
        }
        @if run.percent.is_none() { p.small.gap-above { a href=(links::page(frame, "/")) { (t!("To the floor plan")) } } }
    };
    if run.percent.is_some() && run.looks_again {
        return shell::page_that_looks_again(frame, &run.file_name, &body);
    }
    shell::page(frame, &run.file_name, &body)
}
