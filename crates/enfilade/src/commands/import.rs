//! `enfilade import`: files in, a tally out. Content and accounts come before events whatever their order.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use enfilade_app::AppError;
use enfilade_app::interpret::refresh;
use enfilade_app::reveal::import::{self, Tally};
use enfilade_collect::{
    Rejection, read_accounts, read_content, read_deals, read_declarations, read_touches, read_verdicts,
};
use serde_json::json;

use super::Opened;
use crate::arguments::Import;
use crate::failure::{Failure, Outcome};
use crate::{output, sources};

/// Refused rows shown on screen; the rejects file has them all.
const SHOWN_REJECTIONS: usize = 20;

/// Where refused rows go.
struct Rejects {
    file: Option<BufWriter<File>>,
    shown: usize,
    hidden: usize,
}

impl Rejects {
    fn take(&mut self, path: &Path, rejection: &Rejection) {
        if self.shown < SHOWN_REJECTIONS {
            self.shown += 1;
            eprintln!("{}: {rejection}", path.display());
        } else {
            self.hidden += 1;
        }
        if let Some(file) = &mut self.file {
            let row = json!({
                "file": path.display().to_string(), "line": rejection.line,
                "field": rejection.field, "reason": rejection.reason,
            });
            if writeln!(file, "{row}").is_err() {
                self.file = None;
                eprintln!("the rejects file cannot be written any more");
            }
        }
    }
}

pub(crate) fn run(opened: &Opened, import: &Import) -> Result<Outcome, Failure> {
    let taken = take_all(opened, import);
    if let Err(Failure::Usage(_)) = &taken {
        return taken;
    }
    // Also after a file that broke off: what came before it is kept, so it is read.
    let bar = sources::counting_bar("reading who was concerned");
    refresh::catch_up(&opened.app, &|visitors| bar.inc(visitors as u64))?;
    bar.finish_and_clear();
    taken
}

/// The input by the name it has on the command line.
fn named(path: &Path, error: AppError) -> Failure {
    match error {
        AppError::File { source, .. } => AppError::File { path: path.to_owned(), source }.into(),
        other => other.into(),
    }
}

fn take_all(opened: &Opened, import: &Import) -> Result<Outcome, Failure> {
    let Import { events, content, accounts, deals, touches, declarations, verdicts, logs, site, by, rejects, json } =
        import;
    if [events, content, accounts, deals, touches, declarations, verdicts, logs].iter().all(|files| files.is_empty()) {
        return Err(Failure::Usage(
            "nothing to import; give at least one of --events, --content, --accounts, --deals, --touches, --declarations, --verdicts, --logs"
                .to_owned(),
        ));
    }
    if !logs.is_empty() && site.is_none() {
        return Err(Failure::Usage("--logs needs --site, the address of the site the logs are of".to_owned()));
    }
    let file = match rejects {
        Some(path) => Some(BufWriter::new(
            File::create(path).map_err(|error| Failure::Usage(format!("cannot write {}: {error}", path.display())))?,
        )),
        None => None,
    };
    let mut rejects = Rejects { file, shown: 0, hidden: 0 };
    let (app, workspace) = (&opened.app, &opened.workspace);
    let mut total = Tally::default();
    let mut report = |kind: &str, path: &Path, tally: Tally| {
        total.accepted += tally.accepted;
        total.duplicate += tally.duplicate;
        total.rejected += tally.rejected;
        total.skipped += tally.skipped;
        let mut line = format!(
            "{}: {} accepted, {} duplicate, {} rejected",
            path.display(),
            tally.accepted,
            tally.duplicate,
            tally.rejected
        );
        if tally.skipped > 0 {
            line.push_str(&format!(", {} without meaning", tally.skipped));
        }
        eprintln!("{line}");
        if *json {
            output::line(&json!({
                "file": path.display().to_string(), "kind": kind, "accepted": tally.accepted,
                "duplicate": tally.duplicate, "rejected": tally.rejected, "skipped": tally.skipped,
            }));
        }
    };
    for path in content {
        let (input, bar) = sources::open(path, "content")?;
        let tally = import::content(app, workspace, read_content(input), by, &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("content", path, tally);
    }
    for path in accounts {
        let (input, bar) = sources::open(path, "accounts")?;
        let tally = import::accounts(app, workspace, read_accounts(input), &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("accounts", path, tally);
    }
    for path in deals {
        let (input, bar) = sources::open(path, "deals")?;
        let tally = import::deals(app, workspace, read_deals(input, app.now()), &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("deals", path, tally);
    }
    for path in touches {
        let (input, bar) = sources::open(path, "touches")?;
        let tally = import::touches(app, workspace, read_touches(input), &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("touches", path, tally);
    }
    for path in events {
        let (mut input, bar) = sources::open(path, "events")?;
        let tally = import::events(app, workspace, &mut input, &mut |row| rejects.take(path, row))
            .map_err(|error| named(path, error))?;
        bar.finish_and_clear();
        report("events", path, tally);
    }
    if let Some(site) = site {
        let site = import::site(site)?;
        for path in logs {
            let (mut input, bar) = sources::open(path, "logs")?;
            let (format, tally) =
                import::access_log(app, workspace, &site, &mut input, &mut |row| rejects.take(path, row))
                    .map_err(|error| named(path, error))?;
            bar.finish_and_clear();
            eprintln!("{}: recognised as {}", path.display(), format.as_str());
            report("logs", path, tally);
        }
    }
    for path in declarations {
        let (input, bar) = sources::open(path, "declarations")?;
        let tally = import::statements(app, workspace, read_declarations(input), &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("declarations", path, tally);
    }
    for path in verdicts {
        let (input, bar) = sources::open(path, "verdicts")?;
        let tally = import::statements(app, workspace, read_verdicts(input), &mut |row| rejects.take(path, row))?;
        bar.finish_and_clear();
        report("verdicts", path, tally);
    }
    if rejects.hidden > 0 {
        eprintln!("{} more rows were rejected; --rejects FILE keeps them all", rejects.hidden);
    }
    if let Some(file) = &mut rejects.file {
        file.flush()?;
    }
    if *json {
        output::line(&json!({
            "total": true, "accepted": total.accepted, "duplicate": total.duplicate,
            "rejected": total.rejected, "skipped": total.skipped,
        }));
    } else {
        output::text_line(&format!(
            "accepted {}  duplicate {}  rejected {}",
            total.accepted, total.duplicate, total.rejected
        ));
    }
    Ok(if total.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
}
