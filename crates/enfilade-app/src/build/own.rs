//! The house's own site: how its pages are told from another's, and what people said they are for.

use std::collections::BTreeMap;

use enfilade_content::assessment::{Said, SaidOf};
use enfilade_crawl::Site;
use enfilade_domain::{Domain, LibraryPiece, PieceState, Role, Room, Workspace};
use enfilade_language::t;

use super::report::{PageReport, SaidReport};
use super::who_reads::{host, plain};
use crate::{App, AppError};

/// Whose site it is that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Whoever asked says that it is the own one.
    Own,
    /// Nobody said; it is the own one if its addresses say so.
    Unsaid,
}

/// What is known of the own site.
#[derive(Debug)]
pub(super) struct Own {
    whose: Whose,
    domains: Vec<Domain>,
    /// The library by path, without a slash at its end.
    library: BTreeMap<String, LibraryPiece>,
}

impl Own {
    pub(super) fn load(app: &App, workspace: &Workspace, whose: Whose) -> Result<Self, AppError> {
        let library = app.records.library(workspace.id)?;
        Ok(Self::of(library, workspace.settings.own_domains.clone(), whose))
    }

    pub(super) fn of(library: Vec<LibraryPiece>, domains: Vec<Domain>, whose: Whose) -> Self {
        let library = library.into_iter().map(|entry| (plain(&entry.piece.path).to_owned(), entry));
        Self { whose, domains, library: library.collect() }
    }

    /// Whether a host is one of the house's.
    pub(super) fn is_host(&self, host: &str) -> bool {
        let host = host.split(':').next().unwrap_or_default();
        let is_under = |domain: &Domain| {
            host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.domains.iter().any(is_under)
    }

    /// Whether a page is the house's: it was said so, the library has it from this very place, or it stands under a
    /// domain of the house. Paths are alike on many sites, so that the path alone proves nothing.
    pub(super) fn has(&self, path: &str, url: &str) -> bool {
        let here = host(url);
        let known = self.library.get(plain(path)).and_then(|entry| entry.url.as_deref()).map(host);
        match (self.whose, known) {
            (Whose::Own, _) => true,
            (Whose::Unsaid, Some(known)) => known == here,
            (Whose::Unsaid, None) => here.is_some_and(|here| self.is_host(&here)),
        }
    }

    fn decided(&self, path: &str, url: &str) -> Option<&LibraryPiece> {
        let entry = self.library.get(plain(path)).filter(|entry| entry.state != PieceState::Proposed)?;
        self.has(path, url).then_some(entry)
    }

    /// What people said the pages of a site are for.
    pub(super) fn said(&self, site: &Site) -> SaidOf {
        let said = |page: &enfilade_crawl::SitePage| {
            let piece = &self.decided(&page.path, &page.url)?.piece;
            let role = piece.role.as_ref().map_or("any", Role::as_str).to_owned();
            Some((page.path.clone(), Said { room: piece.room, role, question: piece.question.clone() }))
        };
        site.pages.iter().filter_map(said).collect()
    }

    /// Notes on judged pages who said so; returns what a reader of the report has to know about it.
    pub(super) fn note(&self, pages: &mut [PageReport]) -> Option<String> {
        let (mut said, mut otherwise) = (0, Vec::new());
        for page in pages.iter_mut().filter(|page| page.not_judged.is_none() && page.same_as.is_none()) {
            let Some(entry) = self.decided(&page.path, &page.url) else { continue };
            let by = entry.decided.as_ref().map(|(by, _)| by.clone());
            page.said = Some(SaidReport { state: entry.state.as_str().to_owned(), by });
            said += 1;
            if page.text_room() != page.room() {
                otherwise.push(page.path.as_str());
            }
        }
        (said > 0).then(|| remark(said, &otherwise))
    }
}

/// Pages that a remark names.
const NAMED: usize = 6;

fn remark(said: usize, otherwise: &[&str]) -> String {
    let rooms =
        if said == 1 { t!("the room of one page is") } else { &t!("the rooms of {said} pages are", said = said) };
    let remark = t!("{rooms} as people said in the library", rooms = rooms);
    if otherwise.is_empty() {
        return t!("{remark}; the texts agree", remark = remark);
    }
    let more = otherwise.len().saturating_sub(NAMED);
    let named = otherwise[..otherwise.len().min(NAMED)].join(", ");
    let more = if more == 0 { String::new() } else { t!(" and {more} more", more = more) };
    let reads = if otherwise.len() == 1 { t!("the text reads") } else { t!("the texts read") };
    t!("{remark}; {reads} otherwise on {named}{more}", remark = remark, reads = reads, named = named, more = more)
}

impl SaidReport {
    /// Who says so, as the end of a sentence: `as Mira corrected`.
    #[must_use]
    pub fn words(&self) -> String {
        match &self.by {
            Some(by) => t!("as {by} {state}", by = by, state = self.state),
            None => t!("as your content file says").to_owned(),
        }
    }
}

impl PageReport {
    /// The room that the text alone suggests.
    #[must_use]
    pub fn text_room(&self) -> Option<Room> {
        let best = (0..self.rooms.len()).max_by(|a, b| self.rooms[*a].total_cmp(&self.rooms[*b]))?;
        Room::ALL.get(best).copied()
    }

    /// The room of the text and how probable it is, where people say otherwise: `its text reads like Problem (89 %)`.
    #[must_use]
    pub fn text_words(&self) -> Option<String> {
        self.said.as_ref()?;
        let room = self.text_room();
        let sure = self.rooms.iter().copied().fold(0.0, f32::max) * 100.0;
        let reads = room.map_or(t!("no room"), Room::title);
        (room != self.room())
            .then(|| t!("its text reads like {reads} ({sure} %)", reads = reads, sure = format_args!("{sure:.0}")))
    }
}

#[cfg(test)]
mod tests {
    use enfilade_content::read_page;
    use enfilade_crawl::SitePage;
    use enfilade_domain::{Piece, Timestamp};

    use super::*;
    use crate::build::reading;
    use crate::build::report::Report;

    const TEXT: &str = "# The people who will stand in your warehouse\n\nYou notice it when a shift ends: nobody knows \
                        which pallets were counted. Many warehouses know it. Over time it adds up: orders are late, \
                        people leave, and the cost grows with each month.";

    fn entry(path: &str, url: Option<&str>, state: PieceState) -> LibraryPiece {
        let piece = Piece { room: Some(Room::Sales), role: Some(Role::Finance), ..Piece::at(path) };
        let decided = (state == PieceState::Corrected).then(|| ("Mira".to_owned(), Timestamp::from_millis(0)));
        LibraryPiece { url: url.map(str::to_owned), state, decided, ..LibraryPiece::proposed(piece) }
    }

    fn report(url: &str, own: &Own) -> Report {
        let page = SitePage {
            url: url.to_owned(),
            path: "/people".to_owned(),
            page: read_page("a.md", TEXT),
            same_as: None,
            leads_to: Vec::new(),
        };
        let site = Site { name: "a.example".to_owned(), pages: vec![page], ..Site::default() };
        let assessment = reading::assessed(&site, &own.said(&site)).unwrap();
        let mut report = Report::of("a.example", &site, &assessment, Timestamp::from_millis(0));
        let remark = own.note(&mut report.pages);
        report.remarks.extend(remark);
        report
    }

    fn says_who_said(report: &Report) -> bool {
        report.remarks.iter().any(|remark| remark.contains("otherwise on /people"))
    }

    #[test]
    fn what_people_said_stands_on_the_own_site_and_the_report_says_so() {
        let library = vec![entry("/people/", Some("https://www.a.example/people/"), PieceState::Corrected)];
        let own = Own::of(library, Vec::new(), Whose::Unsaid);
        let found = report("https://a.example/people", &own);
        let page = &found.pages[0];
        assert_eq!((page.room(), page.role.as_str()), (Some(Room::Sales), "finance"));
        assert_eq!(page.text_room(), Some(Room::Problem), "{:?}", page.rooms);
        assert_eq!(page.said.as_ref().unwrap().words(), "as Mira corrected");
        assert!(page.text_words().unwrap().starts_with("its text reads like Problem ("));
        assert_eq!(found.scores[Room::Sales.index()].pages, 1);
        assert!(says_who_said(&found), "{:?}", found.remarks);
        // The same path of another house is another page.
        let elsewhere = report("https://b.example/people", &own);
        assert_eq!((elsewhere.pages[0].room(), &elsewhere.pages[0].said), (Some(Room::Problem), &None));
    }

    #[test]
    fn a_file_speaks_for_a_domain_of_the_house_and_a_proposal_for_nobody() {
        let domains = vec![Domain::parse("a.example").unwrap()];
        let own = |state| Own::of(vec![entry("/people", None, state)], domains.clone(), Whose::Unsaid);
        let confirmed = report("https://shop.a.example/people", &own(PieceState::Confirmed));
        assert_eq!(confirmed.pages[0].room(), Some(Room::Sales));
        assert_eq!(confirmed.pages[0].said.as_ref().unwrap().words(), "as your content file says");
        let proposed = report("https://a.example/people", &own(PieceState::Proposed));
        assert_eq!((proposed.pages[0].room(), says_who_said(&proposed)), (Some(Room::Problem), false));
        let other = report("https://nota.example/people", &own(PieceState::Confirmed));
        assert_eq!(other.pages[0].room(), Some(Room::Problem));
        // A folder has no host; whoever crawls it as the own one says so.
        let folder = Own::of(vec![entry("/people", None, PieceState::Confirmed)], Vec::new(), Whose::Own);
        assert_eq!(report("/people", &folder).pages[0].room(), Some(Room::Sales));
    }
}
