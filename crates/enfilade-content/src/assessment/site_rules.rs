//! What only the whole site shows: a room that is missing, a page that leads nowhere, a role nobody writes for.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_domain::{PageKind, Room};

use super::finding::beginning;
use super::{Assessed, Finding, Read, paths};
use crate::Mentions;
use crate::guides::guide;
use crate::rules::first_heading;
use crate::words::words;

/// Rules that concern a room as a whole; the page they name is where a reader would look.
pub(super) const WHOLE: [&str; 9] = [
    "problem-room-missing",
    "solution-room-missing",
    "offer-room-missing",
    "sales-room-missing",
    "guide-gap",
    "roles-unserved",
    "cases-before-problem",
    "no-door-to-solution",
    "no-door-to-offer",
];

/// Words from which a page can light a room.
const WORDS_MIN: usize = 120;

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

pub(super) fn findings(read: &[Read<'_>], pages: &[Assessed]) -> Vec<Finding> {
    let site = Site { read, pages };
    let mut findings = Vec::new();
    // Of a single page nothing follows about a site.
    if pages.iter().filter(|page| page.judged.is_ok()).count() < 3 {
        return findings;
    }
    findings.extend(Room::ALL.iter().filter_map(|room| site.missing_room(*room)));
    findings.extend(Room::ALL.iter().flat_map(|room| site.guide_gaps(*room)));
    findings.extend(site.dead_ends());
    findings.extend(site.missing_doors());
    findings.extend(site.cases_before_problem());
    findings.extend(site.unserved_roles());
    findings
}

struct Site<'a> {
    read: &'a [Read<'a>],
    pages: &'a [Assessed],
}

impl Site<'_> {
    fn in_room(&self, room: Room) -> impl Iterator<Item = &Assessed> {
        self.pages.iter().filter(move |page| page.room() == Some(room) && !page.is_home() && page.words >= WORDS_MIN)
    }

    /// Where a reader would look first: the first page of the site, or the first judged one.
    fn front(&self) -> Option<&Assessed> {
        self.pages.iter().find(|page| page.is_home()).or_else(|| self.pages.iter().find(|page| page.judged.is_ok()))
    }

    fn heading(&self, page: &Assessed) -> String {
        let source = self.read.iter().find(|read| read.path == page.path);
        source.and_then(|read| first_heading(read.page)).unwrap_or_else(|| page.title.clone())
    }

    fn finding(&self, rule: &str, name: String, room: Room, weight: u8, page: &Assessed) -> Finding {
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

    fn missing_room(&self, room: Room) -> Option<Finding> {
        let is_lit = match room {
            // A page about the own product answers no question about ways.
            Room::Solution => self.in_room(room).any(|page| {
                let is_own = page.judged.as_ref().is_ok_and(|judged| judged.mentions == Mentions::Centrally);
                !is_own && page.kind != PageKind::Product
            }),
            _ => self.in_room(room).next().is_some(),
        };
        if is_lit {
            return None;
        }
        let (rule, name, reason, advice) = match room {
            Room::Problem => (
                "problem-room-missing",
                "No page helps with the question whether it is worth solving",
                "Most of those who arrive are not sure that they have a problem. They find nothing that describes it in \
                 their words, and leave without a trace.",
                "Write one page that describes how it shows, who else knows it and what it leads to over time, without \
                 your product, and link it from the first page.",
            ),
            Room::Solution => (
                "solution-room-missing",
                "The Solution Room is missing: no page compares the ways, only your own is shown",
                "Between “we have a problem” and “we want yours” a committee compares ways, with doing nothing among \
                 them. Here they have to do it elsewhere, and mostly do not come back.",
                "Write one page that sets three or four ways side by side, with what each costs, where each fails and \
                 for whom each is right, yours as one of them.",
            ),
            Room::Offer => (
                "offer-room-missing",
                "No page says on which terms one would begin",
                "Who is convinced in principle still asks what it costs, how long it takes, what they have to bring and \
                 how they get out again. Without an answer the decision waits.",
                "Write one page with a price or a range, the first weeks, the duties of both sides, how success is \
                 measured and how to leave.",
            ),
            Room::Sales => (
                "sales-room-missing",
                "No page shows that you deliver",
                "The last question is whether you can be trusted to do it. Adjectives do not answer it.",
                "Publish who does the work, one project with its effort and what was harder than planned, and references \
                 that can be asked.",
            ),
        };
        let mut finding = self.finding(rule, name.to_owned(), room, 3, self.front()?);
        finding.reason = reason.to_owned();
        finding.advice = advice.to_owned();
        Some(finding)
    }

    /// What a reader needs in a room and finds on none of its pages.
    fn guide_gaps(&self, room: Room) -> Vec<Finding> {
        let Some(main) = self.in_room(room).max_by(|a, b| a.certainty().total_cmp(&b.certainty())) else {
            return Vec::new();
        };
        let missing =
            guide(room).filter(|item| !self.in_room(room).any(|page| page.guide_met.iter().any(|met| met == item.id)));
        missing
            .map(|item| {
                let mut finding =
                    self.finding("guide-gap", format!("No {} page {}", room.title(), item.says), room, 1, main);
                finding.reason =
                    format!("Readers who ask “{}” need it, and find it nowhere on the site.", room.question());
                finding.advice = format!("{}. This page is the place for it.", item.advice);
                finding
            })
            .collect()
    }

    /// Pages whose text leads to no further page of the same room or the next.
    fn dead_ends(&self) -> Vec<Finding> {
        let rooms: BTreeMap<&str, Option<Room>> =
            self.pages.iter().map(|page| (page.path.as_str(), page.room())).collect();
        let mut findings = Vec::new();
        for room in [Room::Problem, Room::Solution, Room::Offer] {
            for page in self.in_room(room) {
                // A page that was not read may well be the right one.
                let onward = |path: &String| {
                    rooms
                        .get(path.as_str())
                        .is_none_or(|to| to.is_some_and(|to| to == room || Some(to) == paths::next(room)))
                };
                if page.leads_to.iter().any(onward) {
                    continue;
                }
                let is_alone = room != Room::Offer && !self.has_kin(page);
                let (rule, name) = if is_alone {
                    ("stands-alone", "The only page on its topic, and it leads nowhere")
                } else {
                    ("dead-end", "The text leads to no next question")
                };
                let mut finding = self.finding(rule, name.to_owned(), room, 1, page);
                "Who has read to the end has a next question. Without a door they go back to the search engine."
                    .clone_into(&mut finding.reason);
                finding.advice = self.onward_advice(page, room);
                findings.push(finding);
            }
        }
        findings
    }

    /// Whether another page in a room has the same topic.
    fn has_kin(&self, page: &Assessed) -> bool {
        !page.topic.is_empty()
            && self
                .pages
                .iter()
                .any(|other| other.path != page.path && other.topic == page.topic && other.room().is_some())
    }

    /// Names the page that would be the best next one.
    fn onward_advice(&self, page: &Assessed, room: Room) -> String {
        let target = paths::next(room).unwrap_or(room);
        let own: BTreeSet<String> = words(&format!("{} {}", page.title, page.topic)).into_iter().collect();
        let near = |other: &Assessed| {
            words(&format!("{} {}", other.title, other.topic)).iter().filter(|word| own.contains(*word)).count()
        };
        let best = self.in_room(target).filter(|other| other.path != page.path).max_by_key(|other| near(other));
        match best {
            Some(best) => {
                let title = if best.title.is_empty() { &best.path } else { &best.title };
                format!("End with one line that leads on, such as to “{title}” ({}).", best.path)
            }
            None => format!("Write the page it should lead to: {}", target.question()),
        }
    }

    /// Rooms that are lit and not joined: no text of the one leads to the other.
    fn missing_doors(&self) -> Vec<Finding> {
        let connections = paths::connections(self.pages);
        let doors =
            [(Room::Problem, Room::Solution, "no-door-to-solution"), (Room::Solution, Room::Offer, "no-door-to-offer")];
        let mut findings = Vec::new();
        for (from, to, rule) in doors {
            if connections.links[from.index() + 1][to.index() + 1] > 0 || self.in_room(to).next().is_none() {
                continue;
            }
            let Some(page) = self.in_room(from).max_by(|a, b| a.certainty().total_cmp(&b.certainty())) else {
                continue;
            };
            let name = format!("No text of the {} Room leads to the {} Room", from.title(), to.title());
            let mut finding = self.finding(rule, name, from, 1, page);
            finding.reason = "Both rooms have pages, and no door joins them.".to_owned();
            finding.advice = self.onward_advice(page, from);
            findings.push(finding);
        }
        findings
    }

    /// The first page offers customer stories before anything about the problem.
    fn cases_before_problem(&self) -> Option<Finding> {
        let home = self.pages.iter().find(|page| page.is_home())?;
        let room_of = |path: &String| {
            let page = self.pages.iter().find(|page| page.path == *path)?;
            if page.kind == PageKind::Case { Some(Room::Sales) } else { page.room() }
        };
        let first_case = home.leads_to.iter().position(|path| room_of(path) == Some(Room::Sales))?;
        let first_problem = home.leads_to.iter().position(|path| room_of(path) == Some(Room::Problem));
        // With a way in before it, proof does no harm; with no Problem Room at all another finding says so.
        if first_problem.is_some_and(|problem| problem < first_case) || self.in_room(Room::Problem).next().is_none() {
            return None;
        }
        let case = &home.leads_to[first_case];
        let source = self.read.iter().find(|read| read.path == home.path)?;
        let is_first_half = first_case * 2 < home.leads_to.len().max(1);
        let link = source.page.links.iter().find(|link| {
            let end = case.rsplit('/').next().unwrap_or_default();
            !end.is_empty() && link.target.contains(end)
        });
        let quote = link.map(|link| link.text.clone()).filter(|text| !text.is_empty())?;
        let mut finding =
            self.finding("cases-before-problem", "Proof comes before the problem".to_owned(), Room::Problem, 2, home);
        finding.quote = quote;
        "Customer stories answer “why you?”. Whoever still asks “do I have this problem?” does not see themselves in them."
            .clone_into(&mut finding.reason);
        "Lead first to a page that describes the problem; let the stories follow further down, or from the offer."
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
            format!("Nothing is written for {}", missing.join(", ")),
            Room::Solution,
            2,
            self.front()?,
        );
        "A purchase is decided by several people with different worries. Whoever finds nothing for theirs slows it down."
            .clone_into(&mut finding.reason);
        format!("Begin with one page for {}: their worry, in their words, and what each way means for it.", missing[0])
            .clone_into(&mut finding.advice);
        Some(finding)
    }
}
