//! Where a page's text leads: nowhere, past the next question, or from one room to the next.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use enfilade_domain::{PageKind, Room};
use enfilade_language::t;

use super::site_rules::Site;
use super::{Assessed, Finding, paths};
use crate::page::BlockKind;
use crate::wording::stems;

/// Words that many pages share without being about the same.
const EMPTY: &str = "page home blog post article guide part case study story customer client company team work time new \
    best first better introduction introduce announce overview contact platform product solution service release update \
    welcome start free step build built faq common question learn read more everything see here tip list";

impl Site<'_> {
    /// Pages whose text leads to no other page, or only past the question that comes next. At most one finding a page.
    pub(super) fn ends(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for room in [Room::Problem, Room::Solution, Room::Offer] {
            findings.extend(self.in_room(room).filter_map(|page| self.end(page, room)));
        }
        findings
    }

    fn end(&self, page: &Assessed, room: Room) -> Option<Finding> {
        // Who is asked something at the end is led on too; of a page that was cut nobody has seen the end.
        let source = self.source(page)?;
        // Documentation is read by those who use the product already.
        if page.is_cut || page.kind == PageKind::Docs || source.forms.iter().any(|form| form.is_in_main) {
            return None;
        }
        if page.leads_to.is_empty() {
            return Some(self.dead_end(page, room));
        }
        (room == Room::Problem).then(|| self.too_far(page)).flatten()
    }

    fn dead_end(&self, page: &Assessed, room: Room) -> Finding {
        let is_alone = !self.sight.is_partial && room != Room::Offer && self.is_alone(page);
        let (rule, name) = if is_alone {
            ("stands-alone", t!("The only page on its topic, and its text links to no other page"))
        } else {
            ("dead-end", t!("The text links to no other page"))
        };
        let mut finding = self.finding(rule, name.to_owned(), room, 1, page);
        t!("Who has read to the end has a next question. Without a door they go back to the search engine.")
            .clone_into(&mut finding.reason);
        finding.advice = self.onward_advice(page, room);
        finding
    }

    /// A page about the problem from which every link goes to terms, proof or a form: the question of the ways is passed
    /// over. Links that were not read, or lead to pages of no room, may well be right.
    fn too_far(&self, page: &Assessed) -> Option<Finding> {
        let targets: Option<Vec<&Assessed>> = page.leads_to.iter().map(|path| self.page(path)).collect();
        let targets = targets?;
        let is_late =
            |to: &&Assessed| matches!(to.room(), Some(Room::Offer | Room::Sales)) || to.kind == PageKind::DemoForm;
        if targets.is_empty() || !targets.iter().all(is_late) {
            return None;
        }
        let first = targets.first()?;
        let answers = first.room().map_or(t!("asks for a talk"), |room| match room {
            Room::Sales => t!("answers whether you can be trusted"),
            _ => t!("answers on which terms one would begin"),
        });
        let name = t!("Leads on to “{first}”, which {answers}", first = named(first), answers = answers);
        let mut finding = self.finding("leads-too-far", name, Room::Problem, 1, page);
        if let Some(link) = self.link_to(page, &first.path) {
            finding.quote = link;
        }
        t!("Who has just recognised the problem asks next which ways there are. No link of this text answers that.")
            .clone_into(&mut finding.reason);
        finding.advice = self.onward_advice(page, Room::Problem);
        Some(finding)
    }

    /// The words of the link in a page's text that leads to a path.
    pub(super) fn link_to(&self, page: &Assessed, path: &str) -> Option<String> {
        let end = path.rsplit('/').next().filter(|end| !end.is_empty())?;
        let links = &self.source(page)?.links;
        let link = links.iter().find(|link| link.target.contains(end) && !link.text.is_empty())?;
        Some(link.text.replace('\n', " "))
    }

    /// Whether no other page has to do with its topic: none shares a word of it in title, topic or headings, whatever
    /// the word's ending, and none links to it. Where the topic is not known, nothing is said.
    fn is_alone(&self, page: &Assessed) -> bool {
        let topic = self.telling(&page.topic);
        if topic.is_empty() {
            return false;
        }
        !self
            .pages
            .iter()
            .filter(|other| other.path != page.path && !other.is_home())
            .any(|other| other.leads_to.contains(&page.path) || self.about(other).intersection(&topic).next().is_some())
    }

    /// What a page is about: stems of title, topic and headings that tell something.
    fn about(&self, page: &Assessed) -> BTreeSet<String> {
        let mut about = self.telling(&format!("{} {}", page.title, page.topic));
        if let Some(source) = self.source(page) {
            let headings = source.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(1..=3)));
            for heading in headings.take(HEADINGS) {
                about.extend(self.telling(&heading.text));
            }
        }
        about
    }

    /// Stems without those that many pages share, and without the site's own name.
    fn telling(&self, text: &str) -> BTreeSet<String> {
        let mut telling = stems(text);
        static EMPTY_STEMS: LazyLock<BTreeSet<String>> = LazyLock::new(|| stems(EMPTY));
        for word in EMPTY_STEMS.iter().chain(&self.own_stems) {
            telling.remove(word);
        }
        telling
    }

    /// Names a page of the room wanted if it shares the topic; else says what sort of page is wanted.
    pub(super) fn onward_advice(&self, page: &Assessed, room: Room) -> String {
        let target = paths::next(room).unwrap_or(room);
        let own = self.telling(&format!("{} {}", page.title, page.topic));
        let shared =
            |other: &Assessed| self.telling(&format!("{} {}", other.title, other.topic)).intersection(&own).count();
        let mut near: Vec<(usize, &Assessed)> = self
            .in_room(target)
            .filter(|other| other.path != page.path && !other.is_cut)
            .map(|other| (shared(other), other))
            .filter(|(shared, _)| *shared > 0)
            .collect();
        near.sort_by(|(a, one), (b, other)| {
            b.cmp(a).then(other.certainty().total_cmp(&one.certainty())).then(one.path.cmp(&other.path))
        });
        let wanted = wanted(target);
        if let Some((_, best)) = near.first() {
            return t!(
                "End with one line that leads on, such as to “{best}” ({path}).",
                best = named(best),
                path = best.path
            );
        }
        if self.in_room(target).any(|other| other.path != page.path) {
            return t!("End with one line that leads on to a page on this topic which {wanted}.", wanted = wanted);
        }
        if self.sight.is_partial {
            return t!("End with one line that leads on to a page which {wanted}.", wanted = wanted);
        }
        t!(
            "Write the page it should lead to, one that {wanted}, and end with a line that leads there.",
            wanted = wanted
        )
    }

    /// Rooms that are lit and not joined: no text of the one leads to the other. `told` are findings about single pages,
    /// which say the same more closely where a room has one page.
    pub(super) fn missing_doors(&self, told: &[Finding]) -> Vec<Finding> {
        let connections = paths::connections(self.pages);
        let doors =
            [(Room::Problem, Room::Solution, "no-door-to-solution"), (Room::Solution, Room::Offer, "no-door-to-offer")];
        let mut findings = Vec::new();
        for (from, to, rule) in doors {
            if connections.links[from.index() + 1][to.index() + 1] > 0 || self.in_room(to).next().is_none() {
                continue;
            }
            let is_told = |page: &Assessed| told.iter().any(|finding| finding.path == page.path);
            let mut open: Vec<&Assessed> = self.in_room(from).filter(|page| !is_told(page)).collect();
            open.sort_by(|a, b| b.certainty().total_cmp(&a.certainty()));
            let Some(page) = open.first() else { continue };
            let name = t!("No text of the {from} Room links to the {to} Room", from = from.title(), to = to.title());
            let mut finding = self.finding(rule, name, from, 1, page);
            finding.reason = t!("Both rooms have pages, and no link in a text joins them.").to_owned();
            finding.advice = self.onward_advice(page, from);
            findings.push(finding);
        }
        findings
    }
}

/// Headings that are looked at for what a page is about.
const HEADINGS: usize = 12;

/// What a page of the room does.
fn wanted(room: Room) -> &'static str {
    match room {
        Room::Problem => t!("describes how the problem shows"),
        Room::Solution => t!("sets the ways of solving it side by side"),
        Room::Offer => t!("says what it takes to begin"),
        Room::Sales => t!("shows who does the work and how it went elsewhere"),
    }
}

/// What a page is called.
pub(super) fn named(page: &Assessed) -> &str {
    if page.title.is_empty() { &page.path } else { &page.title }
}
