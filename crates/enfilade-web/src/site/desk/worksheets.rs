//! `/content/worksheets`.

use axum::extract::Path;
use enfilade_app::build::desk::worksheets;
use enfilade_domain::{RowKind, Worksheet, WorksheetRow};
use enfilade_language::t;

use super::{Change, Html, Look, PageError, Redirect, Sent, beside, paper};
use crate::pages::desk::worksheets::{self as pages, One, Worksheets};

pub(in crate::site) async fn list(look: Look) -> Result<Html<String>, PageError> {
    look.show(t!("One buyer"), |site, workspace, viewer, frame| {
        let view = Worksheets { sheets: paper::all(&site.app, workspace)?, may_decide: viewer.may_set_up() };
        Ok(pages::list(frame, &view))
    })
    .await
}

pub(in crate::site) async fn one(look: Look, Path(id): Path<i64>) -> Result<Html<String>, PageError> {
    look.show(t!("One buyer"), move |site, workspace, viewer, frame| {
        let answered = worksheets::answered(&site.app, workspace, id)?;
        let phrases = beside(site, workspace, Some(answered.kept.what.room))?;
        Ok(pages::one(frame, &One { answered, phrases, may_decide: viewer.may_set_up() }))
    })
    .await
}

/// Links stay with the rows whose words stay.
fn sheet(sent: &Sent, before: Option<&Worksheet>) -> Result<Worksheet, PageError> {
    let mut rows = Vec::new();
    for (kind, name) in [(RowKind::Question, "questions"), (RowKind::Fear, "fears"), (RowKind::Feeling, "feelings")] {
        for text in sent.lines(name) {
            let same = |row: &&WorksheetRow| row.kind == kind && row.text == text;
            let pieces = before.and_then(|sheet| sheet.rows.iter().find(same)).map(|row| row.pieces.clone());
            rows.push(WorksheetRow { kind, text, pieces: pieces.unwrap_or_default() });
        }
    }
    let sheet = Worksheet {
        buyer: sent.owned("buyer"),
        job: sent.owned("job"),
        role: sent.role(),
        account: sent.account()?,
        room: sent.room()?.ok_or_else(|| PageError::wrong(t!("Please choose the room they are in.")))?,
        because: sent.owned("because"),
        rows,
    };
    worksheets::check(&sheet)?;
    Ok(sheet)
}

pub(in crate::site) async fn add(change: Change) -> Result<Redirect, PageError> {
    change
        .make(|site, workspace, sent, by| {
            let id = paper::add(&site.app, workspace, &sheet(sent, None)?, by)?;
            Ok(format!("/content/worksheets/{id}"))
        })
        .await
}

pub(in crate::site) async fn revise(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            let kept = sent.looked_at::<Worksheet>(site, workspace, id)?;
            paper::revise(&site.app, workspace, &kept, &sheet(sent, Some(&kept.what))?, by)?;
            Ok(format!("/content/worksheets/{id}"))
        })
        .await
}

pub(in crate::site) async fn link(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, sent, by| {
            let row = sent.number("row", t!("The row"))?.and_then(|row| usize::try_from(row).ok()).unwrap_or(0);
            let is_linked = sent.text("undo").is_empty();
            worksheets::link(&site.app, workspace, id, row, sent.text("path"), is_linked, by)?;
            Ok(format!("/content/worksheets/{id}#rows"))
        })
        .await
}

pub(in crate::site) async fn remove(Path(id): Path<i64>, change: Change) -> Result<Redirect, PageError> {
    change
        .make(move |site, workspace, _, by| {
            paper::remove::<Worksheet>(&site.app, workspace, id, by)?;
            Ok("/content/worksheets".to_owned())
        })
        .await
}
