//! One buyer: the list of worksheets, and one of them held against the library.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::worksheets::{Answered, RowAnswer};
use enfilade_domain::{Domain, Phrase, RowKind, Worksheet};
use maud::{Markup, html};

use crate::components::{fields, forms, links, words};
use crate::pages::frame::Frame;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Worksheets {
    pub sheets: Vec<Kept<Worksheet>>,
    pub may_decide: bool,
}

#[must_use]
pub fn list(frame: &Frame, view: &Worksheets) -> Markup {
    let lede = html! {
        "One concrete person: where they truly are, what they ask in private and fear, and what they have to feel before the next step. "
        b { "It takes a quarter of an hour and no data." }
    };
    let body = html! {
        section.sheet.sect aria-labelledby="sheets" {
            h2 #sheets { "Worksheets" }
            @if view.sheets.is_empty() { p.empty { "None is written yet. Think of one buyer you spoke to, and begin there." } }
            ul.rows {
                @for kept in &view.sheets {
                    @let missing = kept.what.missing();
                    li {
                        (super::tag(Some(kept.what.room))) a href=(format!("/content/worksheets/{}", kept.id)) { (kept.what.buyer) }
                        p.small {
                            (words::capital(&words::number(kept.what.rows.len()))) " " (words::plural(kept.what.rows.len(), "row", "rows")) ", by " (kept.by) "."
                            @if !missing.is_empty() { " Still to be written: " (missing.join("; ")) "." }
                        }
                    }
                }
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="new" { h2 #new { "A new worksheet" } (form(frame, None)) }
        }
    };
    super::sheet(frame, "/content/worksheets", "One buyer", &lede, &body)
}

fn rows_of(sheet: Option<&Worksheet>, kind: RowKind) -> String {
    let rows = sheet.into_iter().flat_map(|sheet| &sheet.rows).filter(|row| row.kind == kind);
    rows.map(|row| row.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn form(frame: &Frame, kept: Option<&Kept<Worksheet>>) -> Markup {
    let sheet = kept.map(|kept| &kept.what);
    let text = |part: fn(&Worksheet) -> &str| sheet.map_or("", part);
    let action =
        kept.map_or_else(|| "/content/worksheets".to_owned(), |kept| format!("/content/worksheets/{}", kept.id));
    let account = sheet.and_then(|sheet| sheet.account.as_ref()).map_or("", Domain::as_str);
    html! {
        form.said method="post" action=(action) {
            (forms::csrf_field(frame))
            @if let Some(kept) = kept { input type="hidden" name="version" value=(kept.version); }
            (fields::line("Who: one person, as you would speak of them", "buyer", text(|sheet| &sheet.buyer)))
            (fields::line("The job, in the company's words", "job", text(|sheet| &sheet.job)))
            (fields::role("The part they play", sheet.and_then(|sheet| sheet.role.as_ref())))
            (fields::line("The company's domain, if it is known here", "account", account))
            (fields::room("The room they are in: honestly, not optimistically", sheet.map(|sheet| sheet.room), false))
            (fields::area("What makes you think so", "because", text(|sheet| &sheet.because), ""))
            (fields::area("What they ask in private", "questions", &rows_of(sheet, RowKind::Question), "One a line."))
            (fields::area("What they fear and do not say", "fears", &rows_of(sheet, RowKind::Fear), "One a line."))
            (fields::area("What they have to feel before the next step", "feelings", &rows_of(sheet, RowKind::Feeling), "One a line."))
            button.btn type="submit" { "Keep it" }
        }
    }
}

/// One worksheet.
#[derive(Debug)]
pub struct One {
    pub answered: Answered,
    /// The buyers' words of that room, to write with.
    pub phrases: Vec<Kept<Phrase>>,
    pub may_decide: bool,
}

#[must_use]
pub fn one(frame: &Frame, view: &One) -> Markup {
    let (kept, sheet) = (&view.answered.kept, &view.answered.kept.what);
    let empty = view.answered.without_anything();
    let count = view.answered.rows.len();
    let lede = html! {
        "In this room the question is “" (sheet.room.question()) "” "
        b {
            @if count == 0 { "Nothing is written down yet." }
            @else if empty == 0 { "Every row has something to read." }
            @else { (words::capital(&words::number(empty))) " of " (words::number(count)) " rows " (words::plural(empty, "has", "have")) " nothing to read." }
        }
    };
    let body = html! {
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="rows" {
                h2 #rows { "What meets them" }
                p.cap { "Linked by somebody, or found by the words of the row itself, with the passage. What says the same in other words is not found." }
                @if count == 0 { p.empty { "Write down what they ask, fear and have to feel." } }
                ol.rows { @for (index, row) in view.answered.rows.iter().enumerate() { li { (answer(frame, kept.id, index + 1, row, view.may_decide)) } } }
            }
            section.sheet.sect aria-labelledby="where" {
                h2 #where { "Where they are" }
                p { (super::tag(Some(sheet.room))) (sheet.because) }
                @if let Some(account) = &sheet.account {
                    p.small {
                        "What was read of " a href=(links::account(frame, account.as_str())) { (account) } ": "
                        @if let Some(read) = view.answered.read_as {
                            b { (words::shown_room(read.shown)) } "."
                            @if let Some(probability) = read.probability { " The chance of the " (sheet.room.title()) " Room is " (words::percent(probability)) " %." }
                        } @else { "nobody of this company was seen." }
                    }
                }
                @if !sheet.missing().is_empty() { h3 { "Still to be written" } ul.plain { @for missing in sheet.missing() { li { (missing) } } } }
                (super::beside(&view.phrases))
                (super::made(kept))
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="change" {
                h2 #change { "Change it" }
                details.more { summary { "The whole worksheet, to write in" } (form(frame, Some(kept))) }
                div.gap-above { (super::press(frame, format!("/content/worksheets/{}/remove", kept.id), "Take it off the desk", &[])) }
            }
        }
    };
    super::sheet(frame, "/content/worksheets", &sheet.buyer, &lede, &body)
}

fn answer(frame: &Frame, id: i64, number: usize, row: &RowAnswer, may_decide: bool) -> Markup {
    let kind = match row.kind {
        RowKind::Question => "Asked in private",
        RowKind::Fear => "Feared",
        RowKind::Feeling => "To be felt",
    };
    let link = |path: &str, undo: &str, label: &str| {
        let fields = [("row", number.to_string()), ("path", path.to_owned()), ("undo", undo.to_owned())];
        super::press(frame, format!("/content/worksheets/{id}/link"), label, &fields)
    };
    html! {
        p { span.lbl { (kind) ": " } b { (row.text) } }
        @for (path, title) in &row.linked {
            div.proof {
                p { @if let Some(title) = title { (super::piece(path, title)) } @else { (path) " is no longer in the library." } }
                @if may_decide { (link(path, "yes", "Not this")) }
            }
        }
        @for found in &row.proposed {
            div.proof { p { "Perhaps " (super::found(found)) } @if may_decide { (link(&found.path, "", "It meets this")) } }
        }
        @if row.has_nothing() { p.small { b { "Nothing to read." } } }
    }
}
