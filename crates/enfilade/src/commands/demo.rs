//! `enfilade demo`: an invented vendor's year, then served.

use enfilade_app::interpret::refresh;
use enfilade_app::story::furnish;

use super::{Opened, serve};
use crate::arguments::Demo;
use crate::failure::{Failure, Outcome};

pub(crate) fn run(opened: &Opened, demo: &Demo) -> Result<Outcome, Failure> {
    // Invented companies must never mix with real ones.
    let (records, workspace) = (&opened.app.records, &opened.workspace);
    let note = format!("workspace {} is furnished", workspace.id.0);
    let state = records.note(&note)?;
    if opened.app.log.event_count(workspace.id)? > 0 && state.is_none() {
        return Err(Failure::Usage(format!(
            "the workspace `{}` holds events of its own; furnish another one with --workspace demo or --data DIR",
            workspace.slug
        )));
    }
    if state.as_deref() == Some("yes") {
        // Its year ended on the day it was furnished; a second year would not fit to the first.
        eprintln!("the workspace `{}` is furnished already", workspace.slug);
    } else {
        eprintln!("furnishing the workspace `{}`", workspace.slug);
        // Noted first: what was cut short holds nothing but inventions and may be furnished again.
        records.set_note(&note, Some("begun"))?;
        let companies = furnish::furnish(&opened.app, workspace)?;
        refresh::catch_up(&opened.app, &|_| {})?;
        furnish::assess(&opened.app, workspace)?;
        records.set_note(&note, Some("yes"))?;
        eprintln!("{companies} companies in a year of reading; all of them invented");
    }
    if demo.no_serve {
        return Ok(Outcome::Done);
    }
    let open = demo.listen.ip().is_loopback();
    serve::serve_on(opened, demo.listen, open)
}
