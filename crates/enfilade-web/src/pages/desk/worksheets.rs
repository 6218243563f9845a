//! One buyer: the list of worksheets, and one of them held against the library.

use enfilade_app::build::desk::paper::Kept;
use enfilade_app::build::desk::worksheets::{Answered, RowAnswer};
use enfilade_domain::{Domain, Phrase, RowKind, Worksheet};
use enfilade_language::t;
use maud::{Markup, html};

use crate::components::sentences::{counted_sentence, sentence};
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
        (sentence!("One concrete person: where they truly are, what they ask in private and fear, and what they have to feel before the next step. <b>It takes a quarter of an hour and no data.</b>"))
    };
    let body = html! {
        section.sheet.sect aria-labelledby="sheets" {
            h2 #sheets { (t!("Worksheets")) }
            @if view.sheets.is_empty() { p.empty { (t!("None is written yet. Think of one buyer you spoke to, and begin there.")) } }
            ul.rows {
                @for kept in &view.sheets {
                    @let missing = kept.what.missing();
                    li {
                        (super::tag(Some(kept.what.room))) a href=(format!("/content/worksheets/{}", kept.id)) { (kept.what.buyer) }
                        p.small {
                            (counted_sentence!(
                                kept.what.rows.len(),
                                "{rows} row, by {by}.",
                                "{rows} rows, by {by}.",
                                rows = words::capital(&words::number(kept.what.rows.len())),
                                by = kept.by,
                            ))
                            @if !missing.is_empty() { " " (sentence!(
                                "Still to be written: {missing}.",
                                missing = missing.join("; "),
                            )) }
                        }
                    }
                }
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="new" { h2 #new { (t!("A new worksheet")) } (form(frame, None)) }
        }
    };
    super::sheet(frame, "/content/worksheets", t!("One buyer"), &lede, &body)
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
            (fields::line(t!("Who: one person, as you would speak of them"), "buyer", text(|sheet| &sheet.buyer)))
            (fields::line(t!("The job, in the company's words"), "job", text(|sheet| &sheet.job)))
            (fields::role(t!("The part they play"), sheet.and_then(|sheet| sheet.role.as_ref())))
            (fields::line(t!("The company's domain, if it is known here"), "account", account))
            (fields::room(t!("The room they are in: honestly, not optimistically"), sheet.map(|sheet| sheet.room), false))
            (fields::area(t!("What makes you think so"), "because", text(|sheet| &sheet.because), ""))
            (fields::area(t!("What they ask in private"), "questions", &rows_of(sheet, RowKind::Question), t!("One a line.")))
            (fields::area(t!("What they fear and do not say"), "fears", &rows_of(sheet, RowKind::Fear), t!("One a line.")))
            (fields::area(t!("What they have to feel before the next step"), "feelings", &rows_of(sheet, RowKind::Feeling), t!("One a line.")))
            button.btn type="submit" { (t!("Keep it")) }
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
        (sentence!("In this room the question is “{question}”", question = sheet.room.question())) " "
        b {
            @if count == 0 { (t!("Nothing is written down yet.")) }
            @else if empty == 0 { (t!("Every row has something to read.")) }
            @else { (counted_sentence!(
                empty,
                "{empty} of {count} rows has nothing to read.",
                "{empty} of {count} rows have nothing to read.",
                empty = words::capital(&words::number(empty)),
                count = words::number(count),
            )) }
        }
    };
    let body = html! {
        div.grid.g-32 {
            section.sheet.sect aria-labelledby="rows" {
                h2 #rows { (t!("What meets them")) }
                p.cap { (t!("Linked by somebody, or found by the words of the row itself, with the passage. What says the same in other words is not found.")) }
                @if count == 0 { p.empty { (t!("Write down what they ask, fear and have to feel.")) } }
                ol.rows { @for (index, row) in view.answered.rows.iter().enumerate() { li { (answer(frame, kept.id, index + 1, row, view.may_decide)) } } }
            }
            section.sheet.sect aria-labelledby="where" {
                h2 #where { (t!("Where they are")) }
                p { (super::tag(Some(sheet.room))) (sheet.because) }
                @if let Some(account) = &sheet.account {
                    p.small {
                        (sentence!(
                            "What was read of <a>{account}</a>:",
                            account = account;
                            a = html! { a href=(links::account(frame, account.as_str())) {} },
                        )) " "
                        @if let Some(read) = view.answered.read_as {
                            b { (words::shown_room(read.shown)) } "."
                            @if let Some(probability) = read.probability { " " (sentence!(
                                "The chance of the {room} Room is {probability} %.",
                                room = sheet.room.title(),
                                probability = words::percent(probability),
                            )) }
                        } @else { (t!("nobody of this company was seen.")) }
                    }
                }
                @if !sheet.missing().is_empty() { h3 { (t!("Still to be written")) } ul.plain { @for missing in sheet.missing() { li { (missing) } } } }
                (super::beside(&view.phrases))
                (super::made(kept))
            }
        }
        @if view.may_decide {
            section.sheet.sect.noprint aria-labelledby="change" {
                h2 #change { (t!("Change it")) }
                details.more { summary { (t!("The whole worksheet, to write in")) } (form(frame, Some(kept))) }
                div.gap-above { (super::press(frame, format!("/content/worksheets/{}/remove", kept.id), t!("Take it off the desk"), &[])) }
            }
        }
    };
    super::sheet(frame, "/content/worksheets", &sheet.buyer, &lede, &body)
}

fn answer(frame: &Frame, id: i64, number: usize, row: &RowAnswer, may_decide: bool) -> Markup {
    let kind = match row.kind {
        RowKind::Question => t!("Asked in private"),
        RowKind::Fear => t!("Feared"),
        RowKind::Feeling => t!("To be felt"),
    };
    let link = |path: &str, undo: &str, label: &str| {
        let fields = [("row", number.to_string()), ("path", path.to_owned()), ("undo", undo.to_owned())];
        super::press(frame, format!("/content/worksheets/{id}/link"), label, &fields)
    };
    html! {
        p { span.lbl { (kind) ": " } b { (row.text) } }
        @for (path, title) in &row.linked {
            div.proof {
                p { @if let Some(title) = title { (super::piece(path, title)) } @else { (sentence!(
                    "{path} is no longer in the library.",
                    path = path,
                )) } }
                @if may_decide { (link(path, "yes", t!("Not this"))) }
            }
        }
        @for found in &row.proposed {
            div.proof { p { (sentence!("Perhaps {found}", found = super::found(found))) } @if may_decide { (link(&found.path, "", t!("It meets this"))) } }
        }
        @if row.has_nothing() { p.small { b { (t!("Nothing to read.")) } } }
    }
}
