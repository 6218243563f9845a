//! Assessments of web sites: made, kept, compared with the last, and contested.

use enfilade_content::assessment::concerns_whole_room;
use enfilade_crawl::Site;
use enfilade_domain::{Dispute, Timestamp, Workspace};
use enfilade_language::t;

use super::desk::tasks::{self, Settled};
use super::own::{Own, Whose};
use super::readership;
use super::reading;
use super::report::{FindingReport, METHOD, Report};
use crate::{App, AppError};

/// Assessments that are looked through for the one of a past day.
const MOST_LOOKED_BACK: usize = 400;

/// An assessment that was made just now.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: i64,
    /// Without the findings that somebody contested before.
    pub report: Report,
    /// What became of accepted findings.
    pub tasks: Settled,
}

/// Assesses what was read, with the library's word where the site is the own one; keeps the report, joined to what readers
/// did there, and lets it close the tasks that are done.
///
/// # Errors
/// This program has a fault, or the store failed.
pub fn keep(app: &App, workspace: &Workspace, place: &str, site: &Site, whose: Whose) -> Result<Made, AppError> {
    let at = app.now();
    let own = Own::load(app, workspace, whose)?;
    let mut report = Report::of(place, site, &reading::assessed(site, &own.said(site))?, at);
    let remark = own.note(&mut report.pages);
    report.remarks.extend(remark);
    let readership = readership::of(app, workspace, &report, &own, at)?;
    let report = report.with_readers(readership);
    let text = serde_json::to_string(&report).map_err(|error| AppError::invalid(t!("report"), error.to_string()))?;
    let before = app.records.assessments(workspace.id, Some(&report.site), 1)?.pop();
    let before = before.and_then(|before| parse(&before.report));
    let id = app.records.add_assessment(workspace.id, &report.site, at, &text)?;
    let tasks = tasks::settle(app, workspace, (id, at), &report, before.as_ref())?;
    Ok(Made { id, report: undisputed(app, workspace, report)?, tasks })
}

/// The newest assessment with the one before it, of a site or of all.
///
/// # Errors
/// The store cannot be read.
pub fn newest(app: &App, workspace: &Workspace, site: Option<&str>) -> Result<Option<Kept>, AppError> {
    let Some(first) = app.records.assessments(workspace.id, site, 1)?.into_iter().next() else { return Ok(None) };
    one(app, workspace, first.id)
}

/// The newest assessment of a past day, of any site.
///
/// # Errors
/// The store cannot be read.
pub fn newest_at(app: &App, workspace: &Workspace, moment: Timestamp) -> Result<Option<Kept>, AppError> {
    let runs = app.records.assessments(workspace.id, None, MOST_LOOKED_BACK)?;
    let Some(then) = runs.into_iter().find(|run| run.made_at <= moment) else { return Ok(None) };
    one(app, workspace, then.id)
}

/// An assessment as it stands today, with what changed since the one before.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: i64,
    pub made_at: Timestamp,
    pub report: Report,
    pub since_last: Option<Comparison>,
}

/// What changed from one run to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub last_made_at: Timestamp,
    /// Pages that both runs read, where one of them saw only a part of the site: only these are compared then, and no
    /// scores, because they would be those of two different parts.
    pub pages_in_both: Option<usize>,
    /// The scores of the last run, in the order of the rooms.
    pub scores: Vec<f32>,
    pub mended: Vec<FindingReport>,
    /// Findings that were not there before, by their place in the report.
    pub new: Vec<FindingReport>,
    pub pages_added: Vec<String>,
    pub pages_gone: Vec<String>,
    /// Pages whose room is another one, with the room before.
    pub moved: Vec<(String, String, String)>,
}

/// One assessment by its number; nothing if it is not this workspace's.
///
/// # Errors
/// The store cannot be read.
pub fn one(app: &App, workspace: &Workspace, id: i64) -> Result<Option<Kept>, AppError> {
    let Some(kept) = app.records.assessment(workspace.id, id)? else { return Ok(None) };
    let Some(report) = parse(&kept.report) else { return Ok(None) };
    let report = undisputed(app, workspace, report)?;
    let runs = app.records.assessments(workspace.id, Some(&kept.site), 40)?;
    let before =
        runs.into_iter().find(|run| run.made_at < kept.made_at || (run.made_at == kept.made_at && run.id < id));
    let last = before.and_then(|run| Some((run.made_at, parse(&run.report)?)));
    let since_last = match last {
        Some((at, last)) => Some(compare(&undisputed(app, workspace, last)?, &report, at)),
        None => None,
    };
    Ok(Some(Kept { id, made_at: kept.made_at, report, since_last }))
}

/// A report of another method is not compared, because its figures mean something else.
fn parse(text: &str) -> Option<Report> {
    serde_json::from_str::<Report>(text).ok().filter(|report| report.method == METHOD)
}

fn undisputed(app: &App, workspace: &Workspace, report: Report) -> Result<Report, AppError> {
    let disputes = app.records.disputes(workspace.id, &report.site)?;
    if disputes.is_empty() {
        return Ok(report);
    }
    let is_disputed = |finding: &FindingReport| {
        disputes.iter().any(|dispute| {
            dispute.rule == finding.rule && dispute.path == finding.path && dispute.quote == finding.quote
        })
    };
    Ok(report.without(is_disputed))
}

/// Contests a finding, or takes that back; the scores follow.
///
/// # Errors
/// The reason is missing, or the store failed.
pub fn dispute(app: &App, workspace: &Workspace, dispute: &Dispute, stands: bool) -> Result<(), AppError> {
    if !stands {
        app.records.remove_dispute(workspace.id, dispute)?;
        return Ok(());
    }
    if dispute.reason.trim().is_empty() {
        return Err(AppError::invalid(
            t!("reason"),
            t!("say why the finding is wrong, so that the next reader understands"),
        ));
    }
    Ok(app.records.put_dispute(workspace.id, dispute)?)
}

fn compare(last: &Report, now: &Report, last_made_at: Timestamp) -> Comparison {
    let same = |a: &FindingReport, b: &FindingReport| a.rule == b.rule && a.path == b.path && a.quote == b.quote;
    let saw_part = |report: &Report| report.is_cut || report.is_partial;
    let is_partial = saw_part(last) || saw_part(now);
    let missing_in = |from: &Report, to: &Report| -> Vec<FindingReport> {
        // Where one run saw a part, only what both could see tells that something came or went.
        let could_be_seen = |finding: &&FindingReport| {
            let is_judged = || to.page(&finding.path).is_some_and(|page| page.not_judged.is_none());
            !is_partial || !concerns_whole_room(&finding.rule) && is_judged()
        };
        let is_gone = |finding: &&FindingReport| !to.findings.iter().any(|other| same(finding, other));
        from.findings.iter().filter(could_be_seen).filter(is_gone).cloned().collect()
    };
    // A page that a short run did not read is not gone, and one that only a longer run reads is not new.
    let paths_missing = |from: &Report, to: &Report| -> Vec<String> {
        let missing = from.pages.iter().filter(|page| !to.is_cut && to.page(&page.path).is_none());
        missing.map(|page| page.path.clone()).collect()
    };
    let room = |room: Option<&String>| room.map_or_else(|| "none".to_owned(), Clone::clone);
    let moved = now.pages.iter().filter_map(|page| {
        let before = last.page(&page.path)?;
        (before.room != page.room).then(|| (page.path.clone(), room(before.room.as_ref()), room(page.room.as_ref())))
    });
    let in_both = now.pages.iter().filter(|page| last.page(&page.path).is_some()).count();
    Comparison {
        last_made_at,
        pages_in_both: is_partial.then_some(in_both),
        scores: last.scores.iter().map(|score| score.score).collect(),
        mended: missing_in(last, now),
        new: missing_in(now, last),
        pages_added: paths_missing(now, last),
        pages_gone: paths_missing(last, now),
        moved: moved.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::report::PageReport;

    fn report(paths: &[&str], is_cut: bool, found: &[(&str, &str)]) -> Report {
        let finding = |(rule, path): &(&str, &str)| {
            serde_json::json!({"rule": rule, "name": "", "room": "problem",
            "severity": 1, "path": path, "url": path, "quote": "q", "reason": "", "advice": "", "gain": 1.0})
        };
        let report = serde_json::json!({"site": "a.example", "place": "a.example", "method": METHOD, "made_at": "",
            "pages": [], "scores": [], "findings": found.iter().map(finding).collect::<Vec<_>>(), "links": [],
            "left_out": [], "remarks": [], "is_cut": is_cut});
        let mut report: Report = serde_json::from_value(report).unwrap();
        report.pages =
            paths.iter().map(|path| PageReport { path: (*path).to_owned(), ..PageReport::default() }).collect();
        report
    }

    #[test]
    fn runs_that_saw_different_parts_are_compared_where_both_looked() {
        let found = [("jargon", "/a"), ("jargon", "/b"), ("offer-room-missing", "/")];
        let long = report(&["/", "/a", "/b"], false, &found);
        let short = report(&["/", "/a"], true, &[]);
        let told = compare(&long, &short, Timestamp::from_millis(0));
        let mended: Vec<&str> = told.mended.iter().map(|found| found.path.as_str()).collect();
        assert_eq!((told.pages_in_both, mended, told.pages_gone.len()), (Some(2), vec!["/a"], 0));
        let back = compare(&short, &long, Timestamp::from_millis(0));
        assert_eq!((back.new.len(), back.pages_added.len()), (1, 0));
        let whole = compare(&long, &report(&["/", "/a"], false, &[]), Timestamp::from_millis(0));
        assert_eq!((whole.pages_in_both, whole.mended.len(), whole.pages_gone.len()), (None, 3, 1));
    }
}
