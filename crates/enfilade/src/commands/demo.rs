//! `enfilade demo`: one believable company's year, made of the acceptance stories, then served.

use enfilade_app::interpret::refresh;
use enfilade_app::story::furnish;

use super::{Opened, serve};
use crate::arguments::Demo;
use crate::failure::{Failure, Outcome};

pub(crate) fn run(opened: &Opened, demo: &Demo) -> Result<Outcome, Failure> {
    // Invented companies must never mix with real ones.
    let (records, workspace) = (&opened.app.records, &opened.workspace);
    let note = format!("workspace {} is furnished", workspace.id.0);
    if opened.app.log.event_count(workspace.id)? > 0 && records.note(&note)?.is_none() {
        return Err(Failure::Usage(format!(
            "the workspace `{}` holds events of its own; furnish another one with --workspace demo or --data DIR",
            workspace.slug
        )));
    }
    records.set_note(&note, Some("yes"))?;
    eprintln!("furnishing the workspace `{}`", opened.workspace.slug);
    let companies = furnish::furnish(&opened.app, &opened.workspace)?;
    refresh::catch_up(&opened.app, &|_| {})?;
    eprintln!("{companies} companies in a year of reading; all of them invented");
    if demo.no_serve {
        return Ok(Outcome::Done);
    }
    let open = demo.listen.ip().is_loopback();
    serve::serve_on(opened, demo.listen, open)
}
