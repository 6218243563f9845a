//! What a new assessment says about an accepted finding: it is still there, reworded, gone, or back.

use enfilade_content::assessment::concerns_whole_room;
use enfilade_domain::{Mended, Task};

use crate::build::report::{PageReport, Report};

/// What becomes of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// The same fault in other words; the task follows them.
    Reworded(String),
    Closes(Mended),
    ComesBack,
}

/// Judges by an assessment, and by the one before it, which tells what is new. What the crawl did not see closes nothing.
pub(super) fn fate(task: &Task, now: &Report, before: Option<&Report>) -> Fate {
    if task.method != now.method || task.site != now.site {
        return Fate::Stays;
    }
    let is_found = finds(now, task, &task.quote);
    if task.closed.is_some() {
        return if is_found { Fate::ComesBack } else { Fate::Stays };
    }
    // What nobody could look for is not mended.
    if is_found || now.is_cut || (now.is_partial && concerns_whole_room(&task.rule)) {
        return Fate::Stays;
    }
    let Some(page) = now.page(&task.path) else {
        let is_left_out = now.left_out.iter().any(|(url, _)| *url == task.url || *url == task.path);
        return if is_left_out { Fate::Stays } else { Fate::Closes(Mended::PageGone) };
    };
    if page.not_judged.is_some() || page.same_as.is_some() {
        return Fate::Stays;
    }
    if is_recommended(&task.rule) && !is_followed(task, now, before) {
        return Fate::Stays;
    }
    let is_new = |quote: &str| before.is_none_or(|before| !finds(before, task, quote));
    let reworded =
        now.findings.iter().find(|found| found.rule == task.rule && found.path == task.path && is_new(&found.quote));
    reworded.map_or(Fate::Closes(Mended::TextChanged), |found| Fate::Reworded(found.quote.clone()))
}

/// Whether a rule recommends rather than finds fault: it is left unsaid too where the room is no longer weak, or enough
/// else is to be done.
fn is_recommended(rule: &str) -> bool {
    rule.starts_with("page-gap-") || rule.starts_with("guide-gap-") || matches!(rule, "room-narrow" | "room-nearest")
}

/// Whether what was recommended was done: the page has what it lacked, or the room has a page more than the last time.
fn is_followed(task: &Task, now: &Report, before: Option<&Report>) -> bool {
    let item = task.rule.strip_prefix("page-gap-").or_else(|| task.rule.strip_prefix("guide-gap-"));
    if let Some(item) = item {
        let is_of_room = |page: &&PageReport| page.path == task.path || page.room() == task.room;
        let mut pages = now.pages.iter().filter(is_of_room);
        return pages.any(|page| {
            let is_place = page.path == task.path || task.rule.starts_with("guide-gap-");
            is_place && page.guide_met.iter().any(|met| met == item)
        });
    }
    let pages = |report: &Report| report.pages.iter().filter(|page| page.room() == task.room).count();
    before.is_some_and(|before| pages(now) > pages(before))
}

/// Whether a report has the task's finding with this quote. What somebody contests is still there to be read.
fn finds(report: &Report, task: &Task, quote: &str) -> bool {
    let findings = report.findings.iter().chain(&report.disputed);
    findings.into_iter().any(|found| found.rule == task.rule && found.path == task.path && found.quote == quote)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::report::{FindingReport, METHOD};
    use enfilade_domain::{Room, TaskClosed, Timestamp};

    const SAID: &str = "The best platform there is.";

    fn found(path: &str, quote: &str) -> FindingReport {
        FindingReport {
            rule: "superlative".to_owned(),
            name: "Superlatives".to_owned(),
            room: "problem".to_owned(),
            severity: 1,
            path: path.to_owned(),
            url: format!("https://a.example{path}"),
            quote: quote.to_owned(),
            reason: String::new(),
            advice: String::new(),
            gain: 1.0,
        }
    }

    fn report(paths: &[&str], findings: Vec<FindingReport>) -> Report {
        let page = |path: &&str| PageReport { path: (*path).to_owned(), ..PageReport::default() };
        Report {
            site: "a.example".to_owned(),
            place: "https://a.example".to_owned(),
            method: METHOD,
            made_at: String::new(),
            pages: paths.iter().map(page).collect(),
            scores: Vec::new(),
            findings,
            disputed: Vec::new(),
            links: Vec::new(),
            left_out: Vec::new(),
            remarks: Vec::new(),
            is_cut: false,
            is_partial: false,
            pieces: Vec::new(),
            readership: None,
        }
    }

    fn task() -> Task {
        Task {
            site: "a.example".to_owned(),
            method: METHOD,
            rule: "superlative".to_owned(),
            name: "Superlatives".to_owned(),
            room: Some(Room::Problem),
            path: "/a".to_owned(),
            url: "https://a.example/a".to_owned(),
            quote: SAID.to_owned(),
            advice: String::new(),
            owner: String::new(),
            accepted_by: String::new(),
            accepted_at: Timestamp::from_millis(0),
            closed: None,
            came_back: false,
            dropped_because: None,
        }
    }

    #[test]
    fn a_recommendation_closes_when_it_was_followed_and_not_when_it_is_left_unsaid() {
        let gap = Task { rule: "page-gap-price".to_owned(), ..task() };
        let quiet = report(&["/", "/a"], Vec::new());
        assert_eq!(fate(&gap, &quiet, Some(&quiet)), Fate::Stays);
        let mut done = quiet.clone();
        done.pages[1].guide_met = vec!["price".to_owned()];
        assert_eq!(fate(&gap, &done, Some(&quiet)), Fate::Closes(Mended::TextChanged));
        let partial = Report { is_partial: true, ..done };
        assert_eq!(fate(&gap, &partial, Some(&quiet)), Fate::Stays);
        let narrow = Task { rule: "room-narrow".to_owned(), ..task() };
        assert_eq!(fate(&narrow, &quiet, Some(&quiet)), Fate::Stays);
        let mut wider = report(&["/", "/a", "/b"], Vec::new());
        wider.pages[2].room = Some("problem".to_owned());
        assert_eq!(fate(&narrow, &wider, Some(&quiet)), Fate::Closes(Mended::TextChanged));
    }

    #[test]
    fn what_is_still_said_stays_and_what_is_no_longer_said_closes() {
        let before = report(&["/", "/a"], vec![found("/a", SAID), found("/a", "Second to none.")]);
        assert_eq!(fate(&task(), &before, Some(&before)), Fate::Stays);
        // The other sentence was there before and is a finding of its own.
        let now = report(&["/", "/a"], vec![found("/a", "Second to none.")]);
        assert_eq!(fate(&task(), &now, Some(&before)), Fate::Closes(Mended::TextChanged));
        let now = report(&["/"], vec![found("/", SAID)]);
        assert_eq!(fate(&task(), &now, Some(&before)), Fate::Closes(Mended::PageGone));
    }

    #[test]
    fn the_same_fault_in_other_words_is_followed() {
        let before = report(&["/a"], vec![found("/a", SAID)]);
        let now = report(&["/a"], vec![found("/a", "The finest platform there is.")]);
        assert_eq!(fate(&task(), &now, Some(&before)), Fate::Reworded("The finest platform there is.".to_owned()));
        assert_eq!(fate(&task(), &now, None), Fate::Reworded("The finest platform there is.".to_owned()));
    }

    #[test]
    fn what_the_crawl_did_not_see_closes_nothing() {
        let before = report(&["/", "/a"], vec![found("/a", SAID)]);
        let whole = report(&["/"], Vec::new());
        let cut = Report { is_cut: true, ..whole.clone() };
        let left_out = vec![("https://a.example/a".to_owned(), "robots.txt".to_owned())];
        let refused = Report { left_out, ..whole.clone() };
        let other = Report { site: "b.example".to_owned(), ..whole.clone() };
        let later = Report { method: METHOD + 1, ..whole };
        let contested = Report { disputed: vec![found("/a", SAID)], ..report(&["/", "/a"], Vec::new()) };
        let mut foreign = report(&["/", "/a"], Vec::new());
        foreign.pages[1].not_judged = Some("German".to_owned());
        let mut copy = report(&["/", "/a"], Vec::new());
        copy.pages[1].same_as = Some("/".to_owned());
        for now in [cut, refused, other, later, contested, foreign, copy] {
            assert_eq!(fate(&task(), &now, Some(&before)), Fate::Stays, "{now:?}");
        }
    }

    #[test]
    fn what_was_mended_and_is_said_again_comes_back() {
        let closed = TaskClosed { at: Timestamp::from_millis(1), assessment: 2, how: Mended::TextChanged };
        let task = Task { closed: Some(closed), ..task() };
        let said = report(&["/a"], vec![found("/a", SAID)]);
        let silent = report(&["/a"], Vec::new());
        assert_eq!(fate(&task, &said, Some(&silent)), Fate::ComesBack);
        assert_eq!(fate(&task, &silent, Some(&silent)), Fate::Stays);
    }
}
