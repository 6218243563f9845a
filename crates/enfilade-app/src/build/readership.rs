//! What readers did on the pages of a site that was assessed: how many opened each, ended there, and came again.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{Timestamp, Workspace};
use enfilade_engine::SESSION_GAP_MS;
use serde::{Deserialize, Serialize};

use super::own::Own;
use super::part::Part;
use super::report::Report;
use super::who_reads::{self, Opened, Reader, host, plain};
use crate::{App, AppError};

/// What readers did on one page. Each counts once, by the first time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReaders {
    pub readers: usize,
    /// Their visit ended on this page, without a form sent from it.
    pub ended: Part,
    /// They came again on another day within thirty.
    pub came_again: Part,
}

/// What readers did on a site, as far as they may be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Readership {
    pub readers: usize,
    pub first_ms: i64,
    pub last_ms: i64,
    /// By path, without a slash at its end.
    pages: BTreeMap<String, PageReaders>,
}

impl Readership {
    /// A page that nobody opened has no readers, which is a figure too.
    #[must_use]
    pub fn of(&self, path: &str) -> PageReaders {
        self.pages.get(plain(path)).copied().unwrap_or_default()
    }

    #[must_use]
    pub const fn first_at(&self) -> Timestamp {
        Timestamp::from_millis(self.first_ms)
    }

    #[must_use]
    pub const fn last_at(&self) -> Timestamp {
        Timestamp::from_millis(self.last_ms)
    }
}

/// What readers did on the pages of a report; nothing if nobody was seen there.
///
/// # Errors
/// The store cannot be read.
pub(super) fn of(
    app: &App,
    workspace: &Workspace,
    report: &Report,
    own: &Own,
    moment: Timestamp,
) -> Result<Option<Readership>, AppError> {
    let pages = report.pages.iter().map(|page| (page.path.as_str(), page.url.as_str()));
    let mut gathering = Gathering::new(pages, own, moment);
    who_reads::each(app, workspace, moment, &mut |reader| gathering.see(reader))?;
    Ok(gathering.readership())
}

/// A page of the site, as it is told apart from a page of the same path elsewhere.
#[derive(Debug)]
struct Stands {
    /// Nothing for a page of a folder.
    host: Option<String>,
    is_own: bool,
}

impl Stands {
    /// Paths are alike on many sites; a visit counts for the host it was made to. Where one of both has no host, only for
    /// the own site; its pages may also have been read from a copy, while readers open them under a domain of the house.
    fn was_opened(&self, page: &Opened, own: &Own) -> bool {
        match (&self.host, &page.host) {
            (Some(here), Some(there)) => here == there || (self.is_own && own.is_host(there)),
            _ => self.is_own,
        }
    }
}

#[derive(Debug)]
struct Gathering<'a> {
    own: &'a Own,
    moment: Timestamp,
    stands: BTreeMap<String, Stands>,
    pages: BTreeMap<String, PageReaders>,
    readers: usize,
    seen: Option<(Timestamp, Timestamp)>,
}

impl<'a> Gathering<'a> {
    fn new<'p>(pages: impl Iterator<Item = (&'p str, &'p str)>, own: &'a Own, moment: Timestamp) -> Self {
        let stands =
            pages.map(|(path, url)| (plain(path).to_owned(), Stands { host: host(url), is_own: own.has(path, url) }));
        let stands = stands.collect();
        Self { own, moment, stands, pages: BTreeMap::new(), readers: 0, seen: None }
    }

    fn see(&mut self, reader: &Reader) {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for (index, page) in reader.pages.iter().enumerate() {
            if !self.stands.get(&page.path).is_some_and(|stands| stands.was_opened(page, self.own)) {
                continue;
            }
            let (first, last) = self.seen.unwrap_or((page.at, page.at));
            self.seen = Some((first.min(page.at), last.max(page.at)));
            if met.insert(&page.path) {
                let of = self.pages.entry(page.path.clone()).or_default();
                of.readers += 1;
                of.ended.see(ended(reader, index, self.moment));
                of.came_again.see(reader.came_again(page.at, self.moment));
            }
        }
        self.readers += usize::from(!met.is_empty());
    }

    fn readership(self) -> Option<Readership> {
        let (first, last) = self.seen?;
        Some(Readership { readers: self.readers, first_ms: first.millis(), last_ms: last.millis(), pages: self.pages })
    }
}

/// Whether the visit ended on a page; nothing while it may still go on.
fn ended(reader: &Reader, index: usize, moment: Timestamp) -> Option<bool> {
    let here = reader.pages.get(index)?;
    let mut last = here;
    for next in &reader.pages[index + 1..] {
        if next.at.millis() - last.at.millis() >= SESSION_GAP_MS {
            break;
        }
        last = next;
    }
    if moment.millis() - last.at.millis() < SESSION_GAP_MS {
        return None;
    }
    let is_last = last.path == here.path && last.host == here.host;
    let sent = reader.forms.iter().any(|form| (0..SESSION_GAP_MS).contains(&(form.millis() - last.at.millis())));
    Some(is_last && !sent)
}

#[cfg(test)]
mod tests {
    use enfilade_domain::{Domain, LibraryPiece, Piece};

    use super::*;
    use crate::build::own::Whose;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 86_400_000;

    fn reader(pages: &[(i64, &str, Option<&str>)], forms: &[i64]) -> Reader {
        let opened = |(at, path, host): &(i64, &str, Option<&str>)| Opened {
            at: Timestamp::from_millis(*at),
            path: (*path).to_owned(),
            host: host.map(str::to_owned),
        };
        Reader {
            role: None,
            pages: pages.iter().map(opened).collect(),
            forms: forms.iter().copied().map(Timestamp::from_millis).collect(),
        }
    }

    fn own(path: &str, url: &str) -> LibraryPiece {
        LibraryPiece { url: Some(url.into()), ..LibraryPiece::proposed(Piece::at(path)) }
    }

    fn told(pages: &[(&str, &str)], library: &[LibraryPiece], readers: &[Reader]) -> Option<Readership> {
        let own = Own::of(library.to_vec(), Vec::new(), Whose::Unsaid);
        told_of(pages, &own, readers)
    }

    fn told_of(pages: &[(&str, &str)], own: &Own, readers: &[Reader]) -> Option<Readership> {
        let mut gathering = Gathering::new(pages.iter().copied(), own, Timestamp::from_millis(100 * DAY));
        readers.iter().for_each(|reader| gathering.see(reader));
        gathering.readership()
    }

    const A: Option<&str> = Some("a.example");
    const PAGES: [(&str, &str); 2] = [("/case/", "https://www.a.example/case/"), ("/ways", "https://a.example/ways")];

    #[test]
    fn each_reader_counts_once_with_the_first_visit() {
        let readers = [
            // Goes on, comes again, and ends there only the second time.
            reader(&[(0, "/case", A), (MINUTE, "/ways", A), (3 * DAY, "/case", A)], &[]),
            // Ends there at once; what follows half an hour later is another visit, and of the same day.
            reader(&[(0, "/case", A), (30 * MINUTE, "/ways", A)], &[]),
            // Sends a form from it.
            reader(&[(0, "/case", A)], &[5 * MINUTE]),
            // Opens it twice in one visit and is not seen for more than thirty days.
            reader(&[(0, "/case", A), (MINUTE, "/ways", A), (2 * MINUTE, "/case", A), (40 * DAY, "/ways", A)], &[]),
        ];
        let found = told(&PAGES, &[], &readers).unwrap();
        let case = found.of("/case");
        assert_eq!(case.readers, 4);
        assert_eq!((case.ended, case.came_again), (Part { count: 2, of: 4 }, Part { count: 1, of: 4 }));
        assert_eq!((found.of("/case/"), found.of("/nowhere").readers, found.readers), (case, 0, 4));
        assert_eq!(found.last_at().millis(), 40 * DAY);
    }

    #[test]
    fn what_cannot_be_known_yet_counts_in_no_share() {
        let found = told(&PAGES, &[], &[reader(&[(100 * DAY - MINUTE, "/case", A)], &[])]).unwrap();
        assert_eq!((found.of("/case").readers, found.of("/case").ended.of, found.of("/case").came_again.of), (1, 0, 0));
    }

    #[test]
    fn the_same_path_elsewhere_is_another_page() {
        let elsewhere = [reader(&[(0, "/case", Some("b.example"))], &[])];
        let nowhere = [reader(&[(0, "/case", None)], &[])];
        let library = [own("/case", "https://a.example/case")];
        assert_eq!(told(&PAGES, &library, &elsewhere), None);
        assert_eq!(told(&PAGES, &[], &nowhere), None, "a bare path belongs to no site that is not the own");
        assert_eq!(told(&PAGES, &library, &nowhere).unwrap().of("/case").readers, 1);
        // A folder has no host; it is the own site once it was taken into the library.
        let folder = [("/case", "/case")];
        assert_eq!(told(&folder, &library, &elsewhere), None);
        assert_eq!(told(&folder, &[own("/case", "/case")], &elsewhere).unwrap().readers, 1);
    }

    #[test]
    fn the_own_site_is_met_under_its_domains_wherever_it_was_read() {
        let readers = [reader(&[(0, "/case", Some("b.example"))], &[])];
        let domains = vec![Domain::parse("b.example").unwrap()];
        let own = |whose| Own::of(Vec::new(), domains.clone(), whose);
        for pages in [[("/case", "/case")], [("/case", "http://localhost:8000/case/")]] {
            assert_eq!(told_of(&pages, &own(Whose::Own), &readers).unwrap().readers, 1);
            assert_eq!(told_of(&pages, &own(Whose::Unsaid), &readers), None);
        }
        assert_eq!(
            told_of(&[("/case", "https://shop.b.example/case")], &own(Whose::Unsaid), &readers).unwrap().readers,
            1
        );
    }
}
