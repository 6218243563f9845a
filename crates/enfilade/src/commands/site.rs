//! `enfilade crawl` and `enfilade assess`: a whole web site, read room by room.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use enfilade_app::build::assessment::{Comparison, Made};
use enfilade_app::build::desk::tasks::Settled;
use enfilade_app::build::own::Whose;
use enfilade_app::build::readership::PageReaders;
use enfilade_app::build::reading::{Browser, Manners, Progress, Site};
use enfilade_app::build::report::{FindingReport, PieceReport, Report};
use enfilade_app::build::{assessment, library, reading};
use enfilade_app::interpret::refresh;
use enfilade_domain::{Room, Task};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};

use super::desk::task_as_json;
use super::{Opened, part};
use crate::failure::{Failure, Outcome};
use crate::output;

/// What both commands are told.
#[derive(Debug, Args)]
pub(crate) struct SiteArguments {
    /// Address of the site, or a folder with its HTML.
    site: String,
    /// Pages read at most.
    #[arg(long, value_name = "N", default_value_t = 500)]
    max_pages: usize,
    /// A host that may be read although its address is not public, such as localhost. Repeat for more.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Milliseconds between two requests to a public host; robots.txt may ask for more.
    #[arg(long, value_name = "MS", default_value_t = 500)]
    pause: u64,
    /// Open pages that show their text only after their scripts ran in an installed Chromium.
    #[arg(long)]
    render: bool,
    /// The result as JSON.
    #[arg(long)]
    json: bool,
}

/// The browser for pages that need one.
///
/// # Errors
/// None is installed.
pub(super) fn browser() -> Result<Browser, Failure> {
    let missing = "no Chromium was found; install one (Debian: apt-get install chromium) or read without --render";
    Browser::find().ok_or_else(|| Failure::Usage(missing.to_owned()))
}

/// Where an unfinished crawl leaves what it has.
pub(super) fn kept_in(opened: &Opened) -> PathBuf {
    opened.data.join("crawl")
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    #[command(flatten)]
    site: SiteArguments,
    /// Write the report as an HTML file that stands on its own, to read and to print.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl SiteArguments {
    fn manners(&self, opened: &Opened) -> Result<Manners, Failure> {
        if self.max_pages == 0 {
            return Err(Failure::Usage("--max-pages must be at least 1".to_owned()));
        }
        let mut allowed_hosts = opened.configuration.crawl_allowed_hosts.clone();
        allowed_hosts.extend(self.allow_host.iter().cloned());
        let browser = if self.render || opened.configuration.crawl_browser { Some(browser()?) } else { None };
        let pause = std::time::Duration::from_millis(self.pause);
        let kept_in = Some(kept_in(opened));
        Ok(Manners { pages_max: self.max_pages, pause, allowed_hosts, browser, kept_in, ..Manners::default() })
    }

    fn read(&self, opened: &Opened) -> Result<Site, Failure> {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} pages  {wide_msg}") {
            bar.set_style(style);
        }
        let mut told = |progress: &Progress| {
            bar.set_length(progress.known as u64);
            bar.set_position(progress.done as u64);
            bar.set_message(progress.at.clone());
        };
        let read = reading::site(&reading::place(&self.site)?, &self.manners(opened)?, &mut told);
        bar.finish_and_clear();
        Ok(read?)
    }
}

/// Fills the content library from a site.
pub(crate) fn crawl(opened: &Opened, asked: &SiteArguments) -> Result<Outcome, Failure> {
    let read = asked.read(opened)?;
    let Made { report, tasks, .. } = assessment::keep(&opened.app, &opened.workspace, &asked.site, &read, Whose::Own)?;
    let taken = library::take_crawl(&opened.app, &opened.workspace, &report, &read)?;
    refresh::catch_up(&opened.app, &|_| {})?;
    let not_judged = report.pages.iter().filter(|page| page.not_judged.is_some()).count();
    if asked.json {
        let left_out: Vec<Value> =
            report.left_out.iter().map(|(url, reason)| json!({ "url": url, "reason": reason })).collect();
        output::line(&json!({
            "site": report.site, "pages": report.pages.len(), "new": taken.new, "changed": taken.changed,
            "kept": taken.kept, "unassigned": taken.unassigned, "not_judged": not_judged, "left_out": left_out,
            "remarks": report.remarks, "cut": report.is_cut, "tasks": tasks_as_json(&tasks),
        }));
    } else {
        output::text_line(&format!(
            "{}: {} pages read; {} new in the library, {} changed, {} kept as somebody decided",
            report.site,
            report.pages.len(),
            taken.new,
            taken.changed,
            taken.kept
        ));
        for room in Room::ALL {
            let pages = report.originals().filter(|page| page.room() == Some(room)).count();
            output::text_line(&format!("  {:9} {pages}", room.title()));
        }
        let none = report.originals().filter(|page| page.room.is_none()).count();
        output::text_line(&format!("  no room   {none} ({not_judged} not judged)"));
        tell_tasks(&tasks);
    }
    tell_rest(&report);
    Ok(Outcome::Done)
}

/// Assesses a site.
pub(crate) fn assess(opened: &Opened, asked: &Assess) -> Result<Outcome, Failure> {
    let read = asked.site.read(opened)?;
    let Made { id, report, tasks } =
        assessment::keep(&opened.app, &opened.workspace, &asked.site.site, &read, Whose::Unsaid)?;
    let kept = assessment::one(&opened.app, &opened.workspace, id)?;
    let since_last = kept.and_then(|kept| kept.since_last);
    if let Some(file) = &asked.out {
        let document = enfilade_web::pages::assessment::document(&report, since_last.as_ref());
        std::fs::write(file, document).with_context(|| format!("write {}", file.display()))?;
        eprintln!("wrote {}", file.display());
    }
    if asked.site.json {
        let mut told = as_json(&report);
        told["tasks"] = tasks_as_json(&tasks);
        output::line(&told);
    } else {
        print(&report);
        tell_tasks(&tasks);
        if let Some(last) = &since_last {
            output::text_line("");
            output::text_line(&compared(last));
        }
    }
    tell_left_out(&report);
    if asked.site.json {
        tell_remarks(&report);
    }
    Ok(Outcome::Done)
}

/// What changed since the last run, in a sentence.
fn compared(last: &Comparison) -> String {
    let day = output::date(Some(last.last_made_at));
    let changes = format!("{} mended, {} new", count(last.mended.len(), "finding", "findings"), last.new.len());
    match last.pages_in_both {
        None => format!("Since {day}: {changes}."),
        Some(0) => format!("The run of {day} read other pages, so the two are not compared."),
        Some(pages) => format!(
            "Since {day}, on the {} that both runs read: {changes}. One of the two saw only a part of the site, so their \
             scores and what is missing are not compared.",
            count(pages, "page", "pages")
        ),
    }
}

/// "1 page", "3 pages".
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What became of findings that somebody accepted.
fn tasks_as_json(tasks: &Settled) -> Value {
    let each = |tasks: &[Task]| tasks.iter().map(task_as_json).collect::<Vec<_>>();
    json!({"open": tasks.open, "closed": each(&tasks.closed), "came_back": each(&tasks.came_back)})
}

fn tell_tasks(tasks: &Settled) {
    let names = |tasks: &[Task]| {
        tasks.iter().map(|task| format!("{} on {}", task.name, task.path)).collect::<Vec<_>>().join("; ")
    };
    if !tasks.closed.is_empty() {
        output::text_line(&format!("Mended and closed: {}.", names(&tasks.closed)));
    }
    if !tasks.came_back.is_empty() {
        output::text_line(&format!("Came back: {}.", names(&tasks.came_back)));
    }
    if tasks.open > 0 {
        output::text_line(&format!("Accepted and not mended yet: {}.", tasks.open));
    }
}

fn tell_rest(report: &Report) {
    tell_remarks(report);
    tell_left_out(report);
}

fn tell_remarks(report: &Report) {
    for remark in &report.remarks {
        eprintln!("{remark}");
    }
}

fn tell_left_out(report: &Report) {
    if !report.left_out.is_empty() {
        let were = if report.left_out.len() == 1 { "was" } else { "were" };
        eprintln!(
            "{} {were} left out; --json and the report say which, and why",
            count(report.left_out.len(), "address", "addresses")
        );
    }
}

fn tenth(value: f32) -> f64 {
    (f64::from(value) * 10.0).round() / 10.0
}

/// What readers did on a page; null where no visit to the site was recorded.
fn readers(report: &Report, path: &str) -> Value {
    let page = report.readership.as_ref().map(|readership| readership.of(path));
    page.map_or(
        Value::Null,
        |page| json!({"readers": page.readers, "ended": part::as_json(&page.ended), "came_again": part::as_json(&page.came_again)}),
    )
}

fn finding(report: &Report, found: &FindingReport) -> Value {
    json!({
        "rule": found.rule, "name": found.name, "severity": found.severity, "url": found.url, "path": found.path,
        "quote": found.quote, "reason": found.reason, "advice": found.advice, "gain": tenth(found.gain),
        "basis": report.basis(), "readers": readers(report, &found.path),
    })
}

/// What the only page answers and lacks; null for sites of more pages.
fn piece_as_json(report: &Report, room: Room) -> Value {
    let Some(piece) = report.piece(room) else { return Value::Null };
    let each = |pairs: &[(String, String)], with: &str| -> Vec<Value> {
        pairs.iter().map(|(says, more)| json!({"says": says, with: more})).collect()
    };
    json!({
        "path": piece.path, "verdict": piece.verdict, "answers": each(&piece.answers, "quote"),
        "lacks": each(&piece.lacks, "advice"),
    })
}

fn as_json(report: &Report) -> Value {
    let mut rooms = Map::new();
    for (room, score) in Room::ALL.into_iter().zip(&report.scores) {
        let findings: Vec<Value> = report.findings_in(room).map(|found| finding(report, found)).collect();
        rooms.insert(
            room.as_str().to_owned(),
            json!({
                // A number in any case; `judged` tells whether it means something.
                "score": tenth(report.score_of(room).unwrap_or_default()), "judged": report.score_of(room).is_some(),
                "pages": score.pages, "findings": findings, "piece": piece_as_json(report, room),
                "parts": {
                    "presence": tenth(score.presence), "coverage": tenth(score.coverage),
                    "trust": tenth(score.trust), "lost": tenth(score.lost),
                },
            }),
        );
    }
    let pages: Vec<Value> = report
        .pages
        .iter()
        .map(|page| {
            json!({
                "url": page.url, "path": page.path, "title": page.title, "kind": page.kind,
                "room": page.room.as_deref().unwrap_or("none"), "certainty": tenth(page.certainty() * 100.0) / 100.0,
                "role": page.role, "question": page.question, "topic": page.topic, "not_judged": page.not_judged, "same_as": page.same_as,
                "cut": page.is_cut,
                "readers": readers(report, &page.path), "text_room": page.text_room().map_or("none", Room::as_str),
                "said": page.said.as_ref().map(|said| json!({ "state": said.state, "by": said.by })),
            })
        })
        .collect();
    let left_out: Vec<Value> =
        report.left_out.iter().map(|(url, reason)| json!({ "url": url, "reason": reason })).collect();
    let readership = report.readership.as_ref().map(|seen| {
        json!({"readers": seen.readers, "first_at": seen.first_at().to_string(), "last_at": seen.last_at().to_string()})
    });
    json!({
        "site": report.site, "made_at": report.made_at, "pages": report.pages.len(),
        "overall": tenth(report.overall().unwrap_or_default()), "partial": report.is_partial, "rooms": rooms, "findings_total": report.findings.len(),
        "disputed": report.disputed.len(), "page_list": pages, "left_out": left_out, "remarks": report.remarks,
        "cut": report.is_cut, "method": report.method,
        "basis": report.basis(), "readership": readership,
    })
}

fn met(page: &PageReaders) -> String {
    match page.readers {
        0 => "read by nobody who was seen".to_owned(),
        readers => format!(
            "read by {readers}; the visit ended here: {}; came again within 30 days: {}",
            part::told(&page.ended),
            part::told(&page.came_again)
        ),
    }
}

/// Findings of one room that are printed; the report has all of them.
const PRINTED: usize = 5;

fn print(report: &Report) {
    let overall = match report.overall() {
        Some(overall) => format!("overall {overall:.0} of 100"),
        None => "not judged".to_owned(),
    };
    output::text_line(&format!(
        "{}: {} read, {overall} ({})",
        report.site,
        count(report.pages.len(), "page", "pages"),
        report.basis()
    ));
    for remark in &report.remarks {
        output::text_line(&format!("  Note: {remark}."));
    }
    for (room, score) in Room::ALL.into_iter().zip(&report.scores) {
        output::text_line("");
        let told = match (report.score_of(room), report.piece(room)) {
            (Some(score), Some(piece)) => format!("{score:.0} of 100 as a single piece: {}", verdict(&piece.verdict)),
            (Some(told), None) => format!("{told:.0} of 100, {}", count(score.pages, "page", "pages")),
            (None, _) => "not judged, no page of it was seen".to_owned(),
        };
        output::text_line(&format!("{} Room: {told}. {}", room.title(), room.question()));
        if let Some(piece) = report.piece(room) {
            print_piece(piece);
        }
        for found in report.findings_in(room).take(PRINTED) {
            output::text_line(&format!("  {} ({}, {})", found.name, found.path, worth(found)));
            output::text_line(&format!("    “{}”", found.quote));
            output::text_line(&format!("    {}", found.advice));
            if let Some(page) = report.readership.as_ref().map(|readership| readership.of(&found.path)) {
                output::text_line(&format!("    {}", met(&page)));
            }
        }
        let more = report.findings_in(room).count().saturating_sub(PRINTED);
        if more > 0 {
            output::text_line(&format!("  and {more} more"));
        }
    }
}

fn print_piece(piece: &PieceReport) {
    for (says, quote) in &piece.answers {
        output::text_line(&format!("  It {says}: “{quote}”"));
    }
    for (says, advice) in &piece.lacks {
        output::text_line(&format!("  Nothing in it {says}. {advice}."));
    }
}

fn verdict(verdict: &str) -> &'static str {
    match verdict {
        "meets" => "it meets these readers",
        "in part" => "it meets these readers in part",
        _ => "it does not meet these readers",
    }
}

/// What mending a finding brings: points of its room's score, or what it costs where there are none left to lose.
fn worth(found: &FindingReport) -> String {
    if found.gain >= 0.5 {
        return format!("+{:.0}", found.gain);
    }
    match found.severity {
        0 | 1 => "a small thing",
        2 => "costs trust clearly",
        _ => "costs trust badly",
    }
    .to_owned()
}
