//! What only the whole site shows: proof before the problem, a role nobody writes for, and what its rooms and links lack
//! (`rooms`, `onward`).

use std::collections::BTreeSet;

use enfilade_domain::{PageKind, Room};
use enfilade_language::t;

use super::finding::beginning;
use super::{Assessed, Finding, Read, Sight, single};
use crate::page::Page;
use crate::rules::first_heading;
use crate::wording::stems;

/// Rules that concern a room as a whole; the page they name is where a reader would look.
const WHOLE: [&str; 8] = [
    "problem-room-missing",
    "solution-room-missing",
    "offer-room-missing",
    "sales-room-missing",
    "roles-unserved",
    "cases-before-problem",
    "no-door-to-solution",
    "no-door-to-offer",
];

/// Whether a rule speaks of a room as a whole rather than of one page: only a whole crawl can say that such a finding is
/// new or mended. What is recommended depends on the room's score, and counts with these.
#[must_use]
pub fn concerns_whole_room(rule: &str) -> bool {
    WHOLE.contains(&rule)
        || rule.ends_with("-room-thin")
        || rule.starts_with("guide-gap-")
        || rule.starts_with("page-gap-")
        || matches!(rule, "room-narrow" | "stands-alone" | "room-nearest")
}

/// Whether a rule takes its points from the whole room.
pub(super) fn costs_whole_room(rule: &str) -> bool {
    WHOLE.contains(&rule) || rule.ends_with("-room-thin")
}

/// Roles that decide about most purchases.
const ROLES: [(&str, &str); 5] = [
    ("executive", "whoever decides"),
    ("finance", "finance"),
    ("operations", "those who work with it every day"),
    ("technical", "IT"),
    ("legal", "legal and procurement"),
];

/// Roles without a page from which it is said.
const ROLES_UNSERVED: usize = 3;

pub(super) fn findings(site: &Site<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Of a single page nothing follows about a site.
    if site.pages.iter().filter(|page| single::is_text(page)).count() < 2 {
        return findings;
    }
    let ends = site.ends();
    // What was not read may hold what is not found.
    if !site.sight.is_partial {
        findings.extend(Room::ALL.iter().filter_map(|room| site.missing_room(*room)));
        findings.extend(Room::ALL.iter().filter_map(|room| site.thin_room(*room)));
        findings.extend(Room::ALL.iter().flat_map(|room| site.guide_gaps(*room)));
        findings.extend(site.missing_doors(&ends));
        findings.extend(site.unserved_roles());
    }
    findings.extend(ends);
    findings.extend(site.cases_before_problem());
    findings
}

pub(super) struct Site<'a> {
    pub(super) read: &'a [Read<'a>],
    pub(super) pages: &'a [Assessed],
    pub(super) sight: &'a Sight,
    /// Stems of what the site is called.
    pub(super) own_stems: BTreeSet<String>,
}

impl<'a> Site<'a> {
    pub(super) fn new(read: &'a [Read<'a>], pages: &'a [Assessed], sight: &'a Sight, own_names: &[String]) -> Self {
        Self { read, pages, sight, own_stems: stems(&own_names.join(" ")) }
    }

    /// Pages of a room, the first page left aside, which counts with those who arrive.
    pub(super) fn in_room(&self, room: Room) -> impl Iterator<Item = &'a Assessed> {
        self.pages.iter().filter(move |page| page.room() == Some(room) && !page.is_home())
    }

    pub(super) fn page(&self, path: &str) -> Option<&'a Assessed> {
        self.pages.iter().find(|page| page.path == path)
    }

    pub(super) fn source(&self, page: &Assessed) -> Option<&'a Page> {
        self.read.iter().find(|read| read.path == page.path).map(|read| read.page)
    }

    /// Where a reader would look first: the first page of the site, or the first judged one.
    pub(super) fn front(&self) -> Option<&'a Assessed> {
        let is_judged = |page: &&Assessed| page.judged.is_ok();
        self.pages.iter().filter(is_judged).find(|page| page.is_home()).or_else(|| self.pages.iter().find(is_judged))
    }

    fn heading(&self, page: &Assessed) -> String {
        self.source(page).and_then(first_heading).unwrap_or_else(|| page.title.clone())
    }

    pub(super) fn finding(&self, rule: &str, name: String, room: Room, weight: u8, page: &Assessed) -> Finding {
        Finding {
            rule: rule.to_owned(),
            name,
            room,
            weight,
            path: page.path.clone(),
            url: page.url.clone(),
            quote: beginning(&self.heading(page)).replace('\n', " "),
            reason: String::new(),
            advice: String::new(),
            gain: 0.0,
        }
    }

    /// The first page offers customer stories before anything about the problem.
    fn cases_before_problem(&self) -> Option<Finding> {
        let home = self.pages.iter().find(|page| page.is_home())?;
        let room_of = |path: &String| {
            let page = self.page(path)?;
            if page.kind == PageKind::Case { Some(Room::Sales) } else { page.room() }
        };
        let first_case = home.leads_to.iter().position(|path| room_of(path) == Some(Room::Sales))?;
        let first_problem = home.leads_to.iter().position(|path| room_of(path) == Some(Room::Problem));
        // With a way in before it, proof does no harm; with no Problem Room at all another finding says so.
        if first_problem.is_some_and(|problem| problem < first_case) || self.in_room(Room::Problem).next().is_none() {
            return None;
        }
        let is_first_half = first_case * 2 < home.leads_to.len().max(1);
        let quote = self.link_to(home, &home.leads_to[first_case])?;
        let mut finding = self.finding(
            "cases-before-problem",
            t!("Proof comes before the problem").to_owned(),
            Room::Problem,
            2,
            home,
        );
        finding.quote = quote;
        t!("Customer stories answer “why you?”. Whoever still asks “do I have this problem?” does not see themselves in them.")
            .clone_into(&mut finding.reason);
        t!("Lead first to a page that describes the problem; let the stories follow further down, or from the offer.")
            .clone_into(&mut finding.advice);
        is_first_half.then_some(finding)
    }

    fn unserved_roles(&self) -> Option<Finding> {
        let serves = |role: &str| {
            self.pages
                .iter()
                .any(|page| page.room().is_some() && page.judged.as_ref().is_ok_and(|judged| judged.role == role))
        };
        let missing: Vec<&str> = ROLES.iter().filter(|(role, _)| !serves(role)).map(|(_, name)| *name).collect();
        if missing.len() < ROLES_UNSERVED {
            return None;
        }
        let mut finding = self.finding(
            "roles-unserved",
            t!("No page is written mainly for {either}", either = either(&missing)),
            Room::Solution,
            2,
            self.front()?,
        );
        t!("A purchase is decided by several people with different worries. Whoever finds nothing for theirs slows it down.")
            .clone_into(&mut finding.reason);
        t!(
            "Begin with one page for {missing}: their worry, in their words, and what each way means for it.",
            missing = missing[0]
        )
        .clone_into(&mut finding.advice);
        Some(finding)
    }
}

/// "finance, IT or legal and procurement".
fn either(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => t!("{first} or {last}", first = first.join(", "), last = last),
    }
}
