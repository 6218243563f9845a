//! Pieces whose page is no longer there: the last crawl of their site did not find it.

use enfilade_domain::{LibraryPiece, Timestamp, Workspace, WorkspaceId};
use enfilade_language::t;
use serde::{Deserialize, Serialize};

use crate::build::report::Report;
use crate::build::who_reads;
use crate::{App, AppError};

/// A piece without its page.
#[derive(Debug, Clone)]
pub struct Gone {
    pub entry: LibraryPiece,
    /// When the site was read that did not have it.
    pub missed_at: Timestamp,
    /// What the site answered in its place, where it was asked.
    pub answer: Option<String>,
}

/// What is remembered of the last crawl of a site.
#[derive(Debug, Serialize, Deserialize)]
struct Crawl {
    /// The host; empty for folders, of which there is one.
    host: String,
    at_ms: i64,
    /// Whether pages were left unread because there were too many.
    is_cut: bool,
    left_out: Vec<(String, String)>,
}

/// Sites of which the last crawl is remembered.
const SITES_MAX: usize = 40;

fn note(workspace: WorkspaceId) -> String {
    format!("workspace {} crawls", workspace.0)
}

fn remembered(app: &App, workspace: &Workspace) -> Result<Vec<Crawl>, AppError> {
    let kept = app.records.note(&note(workspace.id))?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Remembers that a site was crawled at the moment that its pieces carry.
pub(crate) fn remember(app: &App, workspace: &Workspace, report: &Report, at: Timestamp) -> Result<(), AppError> {
    let Some(first) = report.pages.first() else { return Ok(()) };
    let host = host(&first.url);
    let mut crawls = remembered(app, workspace)?;
    crawls.retain(|crawl| crawl.host != host);
    crawls.insert(0, Crawl { host, at_ms: at.millis(), is_cut: report.is_cut, left_out: report.left_out.clone() });
    crawls.truncate(SITES_MAX);
    let text = serde_json::to_string(&crawls).map_err(|error| AppError::invalid(t!("crawl"), error.to_string()))?;
    Ok(app.records.set_note(&note(workspace.id), Some(&text))?)
}

/// Whether any site was crawled, so that something can be missed.
///
/// # Errors
/// The store cannot be read.
pub fn is_crawled(app: &App, workspace: &Workspace) -> Result<bool, AppError> {
    Ok(!remembered(app, workspace)?.is_empty())
}

/// Pieces that stood on a site and were not found when it was last crawled whole. A crawl that was cut short proves
/// nothing, and neither does a page that was only kept from being read.
///
/// # Errors
/// The store cannot be read.
pub fn gone(app: &App, workspace: &Workspace) -> Result<Vec<Gone>, AppError> {
    let crawls = remembered(app, workspace)?;
    if crawls.is_empty() {
        return Ok(Vec::new());
    }
    Ok(app.records.library(workspace.id)?.into_iter().filter_map(|entry| missed(entry, &crawls)).collect())
}

fn missed(entry: LibraryPiece, crawls: &[Crawl]) -> Option<Gone> {
    let (url, seen_at) = (entry.url.as_deref()?, entry.seen_at?);
    let crawl = crawls.iter().find(|crawl| crawl.host == host(url))?;
    let missed_at = Timestamp::from_millis(crawl.at_ms);
    if crawl.is_cut || seen_at >= missed_at {
        return None;
    }
    match crawl.left_out.iter().find(|(left, _)| left == url) {
        None => Some(Gone { missed_at, answer: None, entry }),
        Some((_, reason)) if says_gone(reason) => Some(Gone { missed_at, answer: Some(reason.clone()), entry }),
        Some(_) => None,
    }
}

/// Whether the reason for leaving a page out is that it is not there.
fn says_gone(reason: &str) -> bool {
    ["404", "410", "no such page", "not found"].iter().any(|sign| reason.contains(sign))
}

/// The host, empty for a folder.
fn host(url: &str) -> String {
    who_reads::host(url).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use enfilade_domain::Piece;

    use super::*;

    fn entry(url: &str, seen_day: i64) -> LibraryPiece {
        let seen_at = Some(Timestamp::from_utc_day(seen_day));
        LibraryPiece { url: Some(url.into()), seen_at, ..LibraryPiece::proposed(Piece::at("/a")) }
    }

    #[test]
    fn only_a_whole_crawl_of_its_own_site_misses_a_page() {
        let crawl = |is_cut, left_out: &[(&str, &str)]| {
            let left_out = left_out.iter().map(|(url, why)| ((*url).to_owned(), (*why).to_owned())).collect();
            let at_ms = Timestamp::from_utc_day(20).millis();
            vec![Crawl { host: "a.example".into(), at_ms, is_cut, left_out }]
        };
        let page = "https://www.a.example/a";
        let is_gone = |entry: LibraryPiece, crawls: &[Crawl]| missed(entry, crawls).is_some();
        assert!(is_gone(entry(page, 10), &crawl(false, &[])));
        assert!(!is_gone(entry(page, 20), &crawl(false, &[])), "it was seen");
        assert!(!is_gone(entry(page, 10), &crawl(true, &[])), "the crawl was cut short");
        assert!(!is_gone(entry("https://b.example/a", 10), &crawl(false, &[])), "another site");
        assert!(!is_gone(entry(page, 10), &crawl(false, &[(page, "robots.txt asks not to read it")])));
        assert!(is_gone(entry(page, 10), &crawl(false, &[(page, "it answers 404")])));
    }
}
